"""The desk: a local web page on an archive, for looking rather than reading.

`app.application` makes it, `serve.serve` runs it; `views/` has one file a page, `templates/` what they look like.
"""

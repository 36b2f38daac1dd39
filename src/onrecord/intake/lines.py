"""JSON Lines to raw pages: one page a line, one problem a bad line."""

from __future__ import annotations

import json
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from onrecord.charsets import without_surrogates
from onrecord.intake.items import Context, Item, intake_problem
from onrecord.intake.streams import Source
from onrecord.pipeline import Given, RawPage

#: Keys of a line that tell something of the page, beside `text`, `html` and `id`.
_KEYS = ("title", "published", "lang", "outlet", "url")
#: Keys of a line that hold its page; the first that is there is taken.
CONTENTS = ("text", "html")


def read_lines(source: Source, context: Context) -> Iterator[Item]:
    """Pages of a JSON Lines stream; `text` is taken where a line has both `text` and `html`."""
    number = 0
    while True:
        line = source.line(context.max_page_bytes)
        if line is None:
            gap = source.resume()
            if gap is None:
                return
            yield gap
            continue
        number += 1
        where = f"{context.where}, line {number}"
        if line.digest is not None:
            what = f"line of {line.size} bytes, more than max_page_bytes {context.max_page_bytes}"
            yield context.bad_page(what, where, digest=line.digest)
        elif line.data.strip():
            yield page_of_line(line.data, where, context)


def is_json_line(head: bytes) -> bool:
    """Whether data begins with a JSON object that fills its line (of a line longer than `head`: with one at all)."""
    first, end, _ = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not first.startswith(b"{"):
        return False
    if not end:
        return first[1:].lstrip()[:1] in (b'"', b"}")
    return isinstance(_parse(first), dict)


def _parse(line: bytes) -> object:
    """The value of a line, or a string of why it has none, prefixed with a NUL (no JSON object is a string)."""
    line = line.removeprefix(b"\xef\xbb\xbf")
    try:
        return msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        pass  # lone surrogates are an error to msgspec and none to json, whose messages name the place
    try:
        return json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return f"invalid UTF-8 at byte {error.start + 1}"
    except RecursionError:
        return "JSON nested too deeply"
    except ValueError as error:
        return f"invalid JSON: {error}"


def page_of_line(line: bytes, where: str, context: Context) -> RawPage:
    """The page of a JSON line; one that cannot be read has a problem."""
    value = _parse(line)
    if not isinstance(value, dict):
        what = value if isinstance(value, str) and not line.lstrip().startswith(b'"') else "not a JSON object"
        return context.bad_page(what, where, line)
    form, content = _content(value)
    if form is None:
        return context.bad_page(content, where, line)
    known = {key: without_surrogates(value[key]) for key in _KEYS if isinstance(value.get(key), str) and value[key]}
    odd = [key for key in _KEYS if value.get(key) is not None and not isinstance(value[key], str)]
    key = value.get("id")
    if isinstance(key, bool | float | list | dict):
        key, odd = None, ["id", *odd]
    given = context.given
    return replace(
        context.page(line, where),
        content=without_surrogates(content),
        form=form,
        key=None if key is None else without_surrogates(str(key)),
        url=known.get("url"),
        given=Given(
            title=known.get("title", given.title),
            published=known.get("published", given.published),
            language=known.get("lang", given.language),
            outlet=known.get("outlet", given.outlet),
        ),
        problems=tuple(intake_problem(f"{where}: {name!r} is not a string and was ignored") for name in odd),
    )


def _content(value: dict[str, object]) -> tuple[str | None, str]:
    """Form and text of a line's page; without a form, what is wrong."""
    for form in CONTENTS:
        content = value.get(form)
        if isinstance(content, str) and content.strip():
            return form, content
    for form in CONTENTS:
        if form in value:
            kind = "empty" if isinstance(value[form], str) else f"a {_json_type(value[form])}, not a string"
            return None, f"{form!r} is {kind}"
    return None, "neither 'text' nor 'html'"


def _json_type(value: object) -> str:
    names = {type(None): "null", bool: "boolean", dict: "object", list: "array", int: "number", float: "number"}
    return names.get(type(value), type(value).__name__)

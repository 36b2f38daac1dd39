"""What belongs to the machinery of a page and not to its text: encoded images, tags, attributes, short codes, feed ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.damage.edits import BREAK, Edit, edit

_DATA_URI = re.compile(r"\bdata\s?:\s?[a-z]{2,12}\s?/\s?[\w.+-]{2,20}\s?;\s?base64\s?,\s?", re.IGNORECASE)
_PIECE = re.compile(r"[ \t\r\n]{0,4}([A-Za-z0-9+/=]+)(?=[\s\"'“”<>)\]]|$)")
_LONG = re.compile(r"(?<![\w/+.:-])[A-Za-z0-9+/]{80,}={0,2}(?![\w/+.:-])")
_WEAK = 4  # pieces of a torn blob that look like words, before it counts as ended

_INLINE = "a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strike|strong|sub|sup|tt|u|wbr"
_BLOCK = (
    "amp-img|article|aside|audio|blockquote|br|button|caption|center|div|embed|figcaption|figure|footer|form|h[1-6]|head|"
    "header|hr|html|iframe|img|input|label|li|link|main|meta|nav|noscript|object|ol|option|p|param|picture|pre|script|"
    "section|select|source|style|svg|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|ul|video"
)
_TAG = re.compile(
    rf"\s?</?(?:(?P<inline>{_INLINE})|(?P<block>{_BLOCK}))(?:\s[^<>]{{0,2000}})?/?>"
    rf"|</?[a-z][\w:-]{{0,40}}(?:\s{{1,3}}[\w:-]{{1,40}}=(?:\"[^\"<>]{{0,200}}\"|'[^'<>]{{0,200}}'))+\s?/?>"
    rf"|</[a-z][\w:-]{{0,40}}>|<[a-z][\w:-]{{0,40}}\s?/>"
    rf"|<!--[^<>]{{0,2000}}-->\s?"
    rf"|</?(?:{_BLOCK}|{_INLINE})(?:\s{{1,3}}[\w:-]{{1,40}}\s?=(?:\s?[\"'“”][^\"'“”<>]{{0,500}}[\"'“”])?)+\s?",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"[\"“”']?\s?\b(?:title|alt|src|srcset|href|class|style|width|height|sizes|loading|decoding|rel|target|itemprop|"
    r"itemscope|itemtype|content|onclick|onload|data-[a-z-]{1,40}|aria-[a-z]{1,40})\s?=\s?[\"“”'](?P<value>\s?"
    r"(?:(?:https?:)?//[^\s\"“”'<>]{1,2000}|[\w./%-]{1,300}\.(?:jpe?g|png|gif|webp|svg|html?|php)[^\s\"“”'<>]{0,300}|\d{1,5}(?:px|%)?)?\s?)"
    r"(?P<closing>[\"“”'](?=\s?(?:/?>|[\w:-]{1,40}\s?=|$)))?"
)
_TAIL = re.compile(r"\s?=?\s?[\"“”']?\s?/>|(?:(?<=\s)|^)[\"“”']>")
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|youtube|twitter|instagram|vc_[a-z_]{1,30}|et_pb_[a-z_]{1,30}|"
    r"ad_\d{1,2}|adrotate|wp_[a-z_]{1,30})(?:\s[^\[\]]{0,500})?\]\s?",
    re.IGNORECASE,
)
_FEED_ID = re.compile(r"(?<![\w\]])\[\d{6,10}\](?:\s|$)?")
_FEED_ID_OPEN = re.compile(r"(?<![\w\]])\[1?\d{5,9}(?=[^\W\d_]{2})")
_SCRIPT = re.compile(r"\(adsbygoogle\s?=[^)]{0,80}\)\s?\.push\(\{[^}]{0,300}\}\);?\s?")


def _is_blob(piece: str) -> bool:
    """Whether a piece of a torn blob is no word: slashes, digits in it, or capitals inside."""
    return not piece.isalpha() or piece[1:] != piece[1:].lower() or len(piece) > 20


def _blob_end(text: str, start: int) -> int:
    """Where the base64 that begins at `start` ends, over the spaces that were torn into it."""
    end = position = start
    weak = 0
    while piece := _PIECE.match(text, position):
        position = piece.end()
        # Two or three capitals or a lone letter may be either; they belong to the blob if it goes on after them.
        if _is_blob(piece[1]):
            end, weak = position, 0
        else:
            weak += 1
            if weak >= _WEAK:
                break
    return end


def blobs(text: str) -> Iterator[Edit]:
    """Encoded images, with the spaces torn into them."""
    done = 0
    for match in _DATA_URI.finditer(text):
        if match.start() >= done:
            done = _blob_end(text, match.end())
            yield Edit(match.start(), done, BREAK, "base64", match.start(), done)
    # Only a stretch that long is searched: the pattern would try every place of a text.
    if max(map(len, text.split()), default=0) < 80:
        return
    for match in _LONG.finditer(text, done):
        blob = match.group()
        if any(c.isdigit() for c in blob) and any(c.isupper() for c in blob) and any(c.islower() for c in blob):
            yield edit(match, BREAK, "base64")


def find(text: str) -> list[Edit]:
    """Markup and identifiers in the text; BREAK where they had separated two texts."""
    edits: list[Edit] = []
    if "[" in text:
        edits += (edit(m, BREAK, "feed-id") for m in _FEED_ID.finditer(text))
        edits += (edit(m, BREAK, "feed-id") for m in _FEED_ID_OPEN.finditer(text))
        edits += (edit(m, BREAK, "markup") for m in _SHORTCODE.finditer(text))
    if "=" in text:
        edits += (edit(m, BREAK, "markup") for m in _ATTRIBUTE.finditer(text))
        edits += (edit(m, "", "markup") for m in _SCRIPT.finditer(text))
    if "<" in text:
        for match in _TAG.finditer(text):
            space = " " if match.group()[0].isspace() else ""
            edits.append(edit(match, BREAK if match["block"] else space, "markup"))
    if ">" in text:
        edits += (edit(m, BREAK, "markup") for m in _TAIL.finditer(text))
    return edits

"""HTML source to blocks of text with exact offsets: one pass, linear in the page, whatever the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from onrecord.pipeline import Segment
from onrecord.spans import Span, read_markup

#: Elements whose text is not text of the page; their content ends at the first closing tag of their name.
DROPPED = frozenset(
    (  # noqa: SIM905
        "script style noscript template svg math textarea iframe title xmp noembed noframes select datalist object canvas "
        "audio video applet"
    ).split()
)
#: Elements that start and end a block of text.
BLOCKS = frozenset(
    (  # noqa: SIM905
        "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option "
        "p pre search section summary table tbody td tfoot th thead tr ul"
    ).split()
)
#: Elements that are named in `Segment.inside` of what they contain.
CONTAINERS = frozenset(
    (  # noqa: SIM905
        "address article aside blockquote button caption dd details dialog dl figcaption figure footer form h1 h2 h3 h4 h5 "
        "h6 header li main nav ol pre section table ul"
    ).split()
)
#: What class, id, role and the like of a block say of its content; named in `Segment.inside` as well.
ROLES = {
    "ad": r"(?<![a-z])ads?(?![a-z])|advert|sponsor|promo|outbrain|taboola|dfp",
    "body": r"article[-_]*(?:body|text|content)|story[-_]*(?:body|text|content)|(?:entry|post)[-_]*(?:content|body)",
    "byline": r"byline|author|signature",
    "caption": r"caption|credit|copyright",
    "comment": r"comments?(?![a-z])|disqus|kommentar",
    "consent": r"cookie|consent|gdpr",
    "date": r"timestamp|dateline|pub(?:lished|lish)?[-_]*(?:date|time)|(?<![a-z])dates?(?![a-z])",
    "hidden": r"visually-?hidden|sr-only|screen-reader|(?<![\w:-])hidden(?![\w:-])",
    "keywords": r"(?<![a-z])tags?(?![a-z])|keyword|topics",
    "menu": r"(?<![a-z])(?:menu|nav)|breadcrumb|toolbar",
    "related": r"related|recommend|read-?(?:more|also|next)|more-?(?:news|stories|from|on)|trending|popular|most-|teaser",
    "share": r"share|sharing|social",
    "subscribe": r"subscri|newsletter|paywall|sign-?up|log-?in",
    "summary": r"standfirst|summary|subtitle|sub-?headline|(?<![a-z])(?:lead|lede|dek|deck|excerpt|intro)(?![a-z])",
}
#: ARIA roles that stand for an element.
_ARIA = {
    "navigation": "nav", "contentinfo": "footer", "banner": "header", "complementary": "aside", "main": "main",
    "article": "article", "dialog": "dialog", "alertdialog": "dialog",
}  # fmt: skip

#: A block longer than this is cut at white space into several, so that no later step meets an unbounded text.
LONGEST_BLOCK = 20_000

_ROLE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in ROLES.items()))
# A quote opens a value only after "="; one that is never closed does not swallow the page. All possessive: linear.
_TAG = re.compile(
    r"""<(?:(/?[A-Za-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)(?:>|\Z)|(!--)|(!\[CDATA\[)|[!?/][^>]*+(?:>|\Z))"""
)
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])(class|id|role|aria-hidden|hidden|style|itemprop|data-(?:testid|component|type|name))(?![\w-])"""
    r"""(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++))?"""
)
_WORDY = frozenset({"class", "id", "itemprop", "data-testid", "data-component", "data-type", "data-name"})
_HREF = re.compile(r"(?<![^\s\"'/])href\s*=", re.IGNORECASE)

# What the loop does with a tag, by its name in lower case, with a slash before it if it closes.
_INLINE, _BLOCK, _BLOCK_END, _LINK, _LINK_END, _BREAK, _RULE, _DROP = range(8)
_KINDS = (
    dict.fromkeys(BLOCKS, _BLOCK)
    | dict.fromkeys((f"/{name}" for name in BLOCKS), _BLOCK_END)
    | dict.fromkeys(DROPPED, _DROP)
    | {"a": _LINK, "/a": _LINK_END, "br": _BREAK, "/br": _BREAK, "hr": _RULE, "/hr": _INLINE}
)
for _name in "span img path link meta i b em strong input label source picture use g time small cite q u".split():  # noqa: SIM905
    _KINDS |= {_name: _INLINE, f"/{_name}": _INLINE}  # so that frequent tags take one look-up
# An opening tag of the left ends an open element of the right, if that is the innermost one.
_ENDS = {
    "li": frozenset({"li"}), "dt": frozenset({"dt", "dd"}), "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"td", "th", "tr"}), "td": frozenset({"td", "th"}), "th": frozenset({"td", "th"}),
    "tbody": frozenset({"td", "th", "tr", "thead", "tbody"}), "tfoot": frozenset({"td", "th", "tr", "tbody"}),
    "option": frozenset({"option"}), "optgroup": frozenset({"option", "optgroup"}), "body": frozenset({"head"}),
}  # fmt: skip
_NONE: frozenset[str] = frozenset()
_LINKED = frozenset({"a"})
_ITSELF = {name: frozenset({name}) for name in CONTAINERS}
_CELLS = frozenset({"td", "th", "caption", "table"})
_TABLE = frozenset({"table"})
_FARTHEST = 100  # how many open elements a closing tag looks through for its own


class _Elements:
    """The open block elements, each with what `inside` was before it; every operation takes bounded time."""

    def __init__(self) -> None:
        self.stack: list[tuple[str, frozenset[str]]] = []
        self.inside = _NONE
        self._unions: dict[tuple[frozenset[str], frozenset[str]], frozenset[str]] = {}

    @property
    def tag(self) -> str:
        """Name of the innermost open block element, or the empty string."""
        return self.stack[-1][0] if self.stack else ""

    def open(self, name: str, attributes: str) -> None:
        """An opening tag of a block element: closes what it implies to be closed."""
        stack, inside = self.stack, self.inside
        if stack:
            if stack[-1][0] == "p":
                inside = stack.pop()[1]
            if name in _ENDS:
                ends = _ENDS[name]
                while stack and stack[-1][0] in ends:
                    inside = stack.pop()[1]
        stack.append((name, inside))
        added = _ITSELF.get(name, _NONE)
        if len(attributes) > 4 and name != "body" and name != "html":
            found = roles(attributes[:1000])
            if found:
                added = added | found
        if added and not added <= inside:
            key = (inside, added)
            both = self._unions.get(key)
            if both is None:
                both = self._unions[key] = inside | added
            inside = both
        self.inside = inside

    def close(self, name: str) -> None:
        """A closing tag of a block element: closes everything in the innermost one of that name, if it is in scope.

        A cell closes with its table, but no tag inside of a cell reaches out of it.
        """
        stack = self.stack
        if stack and stack[-1][0] == name:
            self.inside = stack.pop()[1]
            return
        barrier = _TABLE if name in _CELLS else _CELLS
        for depth, (opened, inside) in enumerate(reversed(stack[-_FARTHEST:]), 1):
            if opened == name:
                del stack[-depth:]
                self.inside = inside
                return
            if opened in barrier and name != "table":
                return


@lru_cache(maxsize=8192)
def roles(attributes: str) -> frozenset[str]:
    """What the attributes of a block element say of its content: names of ROLES and of elements it stands for."""
    found = _NONE
    for name, quoted in _ATTRIBUTE.findall(attributes.lower()):
        if name in _WORDY:
            for word in quoted.strip("\"'").split():
                roles_of_word = _roles_of_word(word)
                if roles_of_word:
                    found = found | roles_of_word
            continue
        value = quoted.strip("\"'")
        if name == "role":
            if value in _ARIA:
                found = found | {_ARIA[value]}
        elif (
            name == "hidden"
            or (name == "aria-hidden" and value == "true")
            or (name == "style" and "display:none" in value.replace(" ", ""))
        ):
            found = found | {"hidden"}
    return found


@lru_cache(maxsize=32768)
def _roles_of_word(word: str) -> frozenset[str]:
    return frozenset(match.lastgroup for match in _ROLE.finditer(word) if match.lastgroup)


class _Collector:
    """The text nodes of the block being read, and the blocks that are complete."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[Span] = []
        self.length = 0
        self.linked = 0
        self.done: list[Segment] = []

    def text(self, start: int, end: int, linked: bool, elements: _Elements) -> None:
        """A text node that is not all white space, or one that stands in a block already begun."""
        while self.length + end - start > LONGEST_BLOCK:
            cut = start + LONGEST_BLOCK - self.length
            space = self.source.rfind(" ", start, cut)
            cut = space + 1 if space > start else max(cut, start + 1)
            self._add(start, cut, linked)
            self.flush(elements)
            start = cut
        if start < end:
            self._add(start, end, linked)

    def _add(self, start: int, end: int, linked: bool) -> None:
        self.pieces.append((start, end))
        self.length += end - start
        if linked:
            text = self.source[start:end]
            self.linked += len(" ".join((unescape(text) if "&" in text else text).split()))

    def flush(self, elements: _Elements) -> None:
        """The end of a block."""
        text = read_markup(self.source, self.pieces)
        if text:
            linked = min(self.linked, len(text))
            inside = elements.inside
            if linked and linked >= 0.95 * len(text):
                inside = inside | _LINKED
            tag = elements.tag
            segment = Segment(
                text=text, pieces=tuple(self.pieces), markup=True, tag=tag, inside=inside, link_chars=linked
            )
            self.done.append(segment)
        self.pieces = []
        self.length = self.linked = 0


class _Closing:
    """Finds closing tags of elements whose content is not parsed; each kind is searched for in vain only once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._absent: set[str] = set()

    def find(self, name: str, start: int) -> int | None:
        """Offset of the next `</name`, in any case, or None."""
        if name in self._absent:
            return None
        source, size = self.source, len(name)
        at = source.find("</", start)
        while at >= 0:
            if (
                source[at + 2 : at + 2 + size].lower() == name
                and source[at + 2 + size : at + 3 + size] in " >/\t\r\n\f"
            ):
                return at
            at = source.find("</", at + 2)
        self._absent.add(name)
        return None

    def end_of(self, name: str, start: int) -> int:
        """Where the content of a dropped element ends that begins at `start`."""
        found = self.find(name, start)
        if found is None:
            return len(self.source) if name in ("script", "style") else start
        return found

    def text(self, what: str, start: int) -> int | None:
        """Offset behind the next `what`, or None."""
        if what in self._absent:
            return None
        at = self.source.find(what, start)
        if at < 0:
            self._absent.add(what)
            return None
        return at + len(what)


def blocks(source: str) -> Iterator[Segment]:
    """Blocks of text of an HTML page in order.

    Inline elements do not break a block; block elements and two line breaks in a row do, and a single `<br>` becomes an
    empty piece. Comments, scripts and other content that is no text of the page are left out. A tag, a comment or a
    script that is never closed ends at the end of the page, as in a browser; other dropped elements (DROPPED) that are
    never closed are read as if their tag was not there.
    """
    elements, collector, closing = _Elements(), _Collector(source), _Closing(source)
    kinds = _KINDS.get
    position = 1 if source.startswith("\ufeff") else 0
    link_depth: int | None = None  # how many block elements were open where the current link began
    breaks = 0
    tags = _TAG.finditer(source, position)
    while (tag := next(tags, None)) is not None:
        start, end = tag.span()
        if start > position and (collector.pieces or not source[position:start].isspace()):
            if breaks and not source[position:start].isspace():
                breaks = 0
            collector.text(position, start, link_depth is not None, elements)
        position = end
        name = tag[1]
        if name is None:
            position = _skip(tag, closing, len(source))
            if position != end:
                tags = _TAG.finditer(source, position)
            continue
        kind = kinds(name)
        if kind is None:
            name = name.lower()
            kind = kinds(name, _INLINE)
        if kind == _INLINE:
            continue
        if kind == _BLOCK or kind == _BLOCK_END:  # noqa: SIM109 (twice as fast in the innermost loop)
            breaks = 0
            if collector.pieces:
                collector.flush(elements)
            if kind == _BLOCK:
                elements.open(name, tag[2])
            else:
                elements.close(name[1:])
            if link_depth is not None and len(elements.stack) < link_depth:
                link_depth = None
        elif kind == _LINK:
            link_depth = len(elements.stack) if _HREF.search(tag[2]) else None
        elif kind == _LINK_END:
            link_depth = None
        elif kind == _DROP:
            position = closing.end_of(name, end)
            tags = _TAG.finditer(source, position)
        else:
            breaks += 1
            if collector.pieces:
                if breaks > 1 or kind == _RULE:
                    collector.flush(elements)
                else:
                    collector.pieces.append((start, start))
        if collector.done:
            yield from collector.done
            collector.done.clear()
    if position < len(source):
        rest = source[position:]
        if collector.pieces or not rest.isspace():
            collector.text(position, len(source), link_depth is not None, elements)
    if collector.pieces:
        collector.flush(elements)
    yield from collector.done


def _skip(tag: re.Match[str], closing: _Closing, end: int) -> int:
    """Offset behind a comment, CDATA section, declaration or processing instruction."""
    after = tag.end()
    if tag[3]:  # "<!-->" and "<!--->" are whole comments
        source = tag.string
        if source.startswith(">", after):
            return after + 1
        if source.startswith("->", after):
            return after + 2
        return closing.text("-->", after) or end
    if tag[4]:
        return closing.text("]]>", after) or closing.text(">", after) or end
    return after


_DOCUMENT = re.compile(
    r"(?:\s|\ufeff|<!--(?:(?!-->).)*+-->|<\?xml[^>]*+>)*+<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.S
)
_ANYWHERE = re.compile(r"<(?:!doctype\s+html|html|head|body)(?:\s[^<>]*+)?>", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|dd|dt|table|tr|td|th|article|section|main|header|footer|blockquote|figure)(?:\s[^<>]*+)?>",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"\s*+<(p|div|article|section|main|h[1-6]|table|ul|ol|blockquote)(?:\s[^<>]*+)?>.*</\1\s*+>\s*+\Z", re.I | re.S
)
_SNIFFED = 50_000


def looks_like_html(text: str) -> bool:
    """Whether a text of unknown form is an HTML document or a fragment of one.

    A flattened page may contain stray tags: only a document structure, a text that is one block element from end to
    end, or a block tag for every 600 characters (and at least six) make it HTML.
    """
    head = text[:_SNIFFED]
    if _DOCUMENT.match(head):
        return True
    if len(_ANYWHERE.findall(head)) >= 2:
        return True
    if len(text) <= _SNIFFED and _FRAGMENT.match(text):
        return True
    tags = len(_BLOCK_TAG.findall(head))
    return tags >= 6 and tags * 600 >= len(head)

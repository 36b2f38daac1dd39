"""HTML source to blocks of text with exact offsets: one pass, linear in the page, whatever the markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from onrecord.spans import Span, Spans, read_markup

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
#: Elements that are named in `Block.inside` of what they contain.
CONTAINERS = frozenset(
    (  # noqa: SIM905
        "address article aside blockquote button caption dd details dialog dl figcaption figure footer form h1 h2 h3 h4 h5 "
        "h6 header li main nav ol pre section table ul"
    ).split()
)
#: What class, id, role and the like of a block say of its content; named in `Block.inside` as well.
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
    r"""<(?:(/?)([A-Za-z][^\s/>]*+)((?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+)(?:>|\Z)|(!--)|(!\[CDATA\[)|[!?/][^>]*+(?:>|\Z))"""
)
_ATTRIBUTE = re.compile(
    r"""(?<![^\s"'/])(class|id|role|aria-hidden|hidden|style|itemprop|data-(?:testid|component|type|name))(?![\w-])"""
    r"""(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++))?""",
    re.IGNORECASE,
)
_HREF = re.compile(r"(?<![^\s\"'/])href\s*=", re.IGNORECASE)

# What the loop does with an element, by its name in lower case.
_INLINE, _BLOCK, _LINK, _BREAK, _DROP, _VOID_BLOCK = range(6)
_SPECIAL = (
    dict.fromkeys(BLOCKS, _BLOCK)
    | dict.fromkeys(DROPPED, _DROP)
    | {"a": _LINK, "br": _BREAK, "hr": _VOID_BLOCK, "plaintext": _INLINE}
)
# An opening tag of the left ends an open element of the right, if that is the innermost one.
_ENDS = {
    "li": frozenset({"li"}), "dt": frozenset({"dt", "dd"}), "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"td", "th", "tr"}), "td": frozenset({"td", "th"}), "th": frozenset({"td", "th"}),
    "tbody": frozenset({"td", "th", "tr", "thead", "tbody"}), "tfoot": frozenset({"td", "th", "tr", "tbody"}),
    "option": frozenset({"option"}), "optgroup": frozenset({"option", "optgroup"}), "body": frozenset({"head"}),
}  # fmt: skip
_NONE: frozenset[str] = frozenset()
# A closing tag outside of these does not reach into them, nor one inside out of them.
_SCOPES = frozenset({"table", "td", "th", "caption"})
_DEEPEST_SCOPES = 32  # how many open scopes a closing tag looks through


class Block(NamedTuple):
    """The text of one block: as it reads, its text nodes, innermost block element, surroundings, characters in links."""

    text: str
    pieces: Spans
    tag: str
    inside: frozenset[str]
    link_chars: int


class _Open(NamedTuple):
    """An open block element, and what `inside` was before it."""

    name: str
    inside: frozenset[str]


class _Elements:
    """The open block elements; all operations take constant time, amortised."""

    def __init__(self) -> None:
        self.stack: list[_Open] = []
        self.inside = _NONE
        self._counts: dict[str, int] = {}
        self._scopes: list[tuple[str, dict[str, int]]] = []  # open scopes, and the counts outside of each
        self._unions: dict[tuple[frozenset[str], frozenset[str]], frozenset[str]] = {}

    @property
    def tag(self) -> str:
        """Name of the innermost open block element, or the empty string."""
        return self.stack[-1].name if self.stack else ""

    def open(self, name: str, attributes: str) -> None:
        """An opening tag of a block element: closes what it implies to be closed."""
        stack = self.stack
        if stack and stack[-1].name == "p":
            self._pop()
        if ends := _ENDS.get(name):
            while stack and stack[-1].name in ends:
                self._pop()
        inside = self.inside
        stack.append(_Open(name, inside))
        if name in _SCOPES:
            self._scopes.append((name, self._counts))
            self._counts = {}
        else:
            self._counts[name] = self._counts.get(name, 0) + 1
        added = _NONE
        if len(attributes) > 4 and name != "body" and name != "html":
            added = roles(attributes[:1000])
        if name in CONTAINERS:
            added = added | {name}
        if added and not added <= inside:
            key = (inside, added)
            both = self._unions.get(key)
            if both is None:
                both = self._unions[key] = inside | added
            self.inside = both

    def close(self, name: str) -> None:
        """A closing tag of a block element: closes everything in the innermost one of that name, if it is in scope."""
        stack = self.stack
        if name in _SCOPES:
            if not self._scope_is_open(name):
                return
        elif not self._counts.get(name):
            return
        while stack:
            closed = stack[-1].name
            self._pop()
            if closed == name:
                return

    def _scope_is_open(self, name: str) -> bool:
        # A cell closes with its table, but its own tag does not reach out of a table. Real pages nest no deeper.
        for scope, _ in self._scopes[: -_DEEPEST_SCOPES - 1 : -1]:
            if scope == name:
                return True
            if scope == "table":
                return False
        return False

    def _pop(self) -> None:
        element = self.stack.pop()
        self.inside = element.inside
        if element.name in _SCOPES:
            self._counts = self._scopes.pop()[1]
        else:
            self._counts[element.name] -= 1


@lru_cache(maxsize=8192)
def roles(attributes: str) -> frozenset[str]:
    """What the attributes of a block element say of its content: names of ROLES and of elements it stands for."""
    found = set()
    for name, quoted in _ATTRIBUTE.findall(attributes):
        name = name.lower()
        value = quoted.strip("\"'").lower()
        if name == "hidden":
            found.add("hidden")
        elif name == "aria-hidden":
            if value == "true":
                found.add("hidden")
        elif name == "style":
            if "display:none" in value.replace(" ", ""):
                found.add("hidden")
        elif name == "role":
            if value in _ARIA:
                found.add(_ARIA[value])
        else:
            found.update(match.lastgroup for match in _ROLE.finditer(value) if match.lastgroup)
    return frozenset(found)


class _Collector:
    """The text nodes of the block being read, and the blocks that are complete."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.pieces: list[Span] = []
        self.length = 0
        self.linked = 0
        self.done: list[Block] = []

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
        if not self.pieces:
            return
        text = read_markup(self.source, self.pieces)
        if text:
            linked = min(self.linked, len(text))
            inside = elements.inside
            if linked and linked >= 0.95 * len(text):
                inside = inside | {"a"}
            self.done.append(Block(text, tuple(self.pieces), elements.tag, inside, linked))
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

    def text(self, what: str, start: int) -> int | None:
        """Offset behind the next `what`, or None."""
        if what in self._absent:
            return None
        at = self.source.find(what, start)
        if at < 0:
            self._absent.add(what)
            return None
        return at + len(what)


def blocks(source: str) -> Iterator[Block]:
    """Blocks of text of an HTML page in order.

    Inline elements do not break a block; block elements and two line breaks in a row do, and a single `<br>` becomes an
    empty piece. Comments, scripts and other content that is no text of the page are left out. A tag, a comment or a
    script that is never closed ends at the end of the page, as in a browser; other dropped elements (DROPPED) that are
    never closed are read as if their tag was not there.
    """
    elements, collector, closing = _Elements(), _Collector(source), _Closing(source)
    search, special = _TAG.search, _SPECIAL.get
    position = 1 if source.startswith("\ufeff") else 0
    link_depth: int | None = None  # how many block elements were open where the current link began
    breaks = 0
    while (tag := search(source, position)) is not None:
        start = tag.start()
        if start > position and (collector.pieces or not source[position:start].isspace()):
            if breaks and not source[position:start].isspace():
                breaks = 0
            collector.text(position, start, link_depth is not None, elements)
        position = tag.end()
        name = tag[2]
        if name is None:
            position = _skip(tag, closing, len(source))
            continue
        kind = special(name)
        if kind is None:
            name = name.lower()
            kind = special(name, _INLINE)
        if kind == _INLINE:
            continue
        ends = tag[1] == "/"
        if kind == _BLOCK:
            breaks = 0
            collector.flush(elements)
            if ends:
                elements.close(name)
            else:
                elements.open(name, tag[3])
            if link_depth is not None and len(elements.stack) < link_depth:
                link_depth = None
        elif kind == _LINK:
            link_depth = None if ends or not _HREF.search(tag[3]) else len(elements.stack)
        elif kind in (_BREAK, _VOID_BLOCK):
            breaks += 1
            if breaks > 1 or kind == _VOID_BLOCK:
                collector.flush(elements)
            elif collector.pieces:
                collector.pieces.append((start, start))
        elif not ends:
            found = closing.find(name, position)
            if found is not None:
                position = found
            elif name in ("script", "style"):
                position = len(source)
        if collector.done:
            yield from collector.done
            collector.done.clear()
    if position < len(source):
        rest = source[position:]
        if collector.pieces or not rest.isspace():
            collector.text(position, len(source), link_depth is not None, elements)
    collector.flush(elements)
    yield from collector.done


def _skip(tag: re.Match[str], closing: _Closing, end: int) -> int:
    """Offset behind a comment, CDATA section, declaration or processing instruction."""
    after = tag.end()
    if tag[4]:  # "<!-->" and "<!--->" are whole comments
        source = tag.string
        if source.startswith(">", after):
            return after + 1
        if source.startswith("->", after):
            return after + 2
        return closing.text("-->", after) or end
    if tag[5]:
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

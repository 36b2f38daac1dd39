"""What somebody typed into the search box: parsed, turned into an FTS5 expression, and found again in a text.

Syntax: words (all must be there), "a phrase", -word or -"a phrase" (must not be there), begin* (words that begin so).
Nothing else has a meaning, and nothing that is typed reaches FTS5 as syntax.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.archive.words import Word, words
from onrecord.records import Record
from onrecord.spans import Span, Spans

_TERM = re.compile(
    r'(?P<minus>(?<!\S)[-−])?(?:["“”„«»](?P<phrase>[^"“”„«»]*)["“”„«»]?|(?P<word>[^\s"“”„«»]+))(?P<star>\*)?'
)


class Term(Record, frozen=True, kw_only=True):
    """Tokens that must stand in a row; with `prefix` the last one may go on; `wanted` false for -word."""

    tokens: tuple[str, ...]
    prefix: bool
    wanted: bool

    def expression(self) -> str:
        """This term in the syntax of FTS5; tokens hold letters, marks and digits only."""
        return f'"{" ".join(self.tokens)}"' + (" *" if self.prefix else "")

    def at(self, text: Sequence[Word], index: int) -> bool:
        """Whether this term stands in `text` from word `index` on."""
        end = index + len(self.tokens)
        if end > len(text):
            return False
        found = [word.token for word in text[index:end]]
        if self.prefix:
            return tuple(found[:-1]) == self.tokens[:-1] and found[-1].startswith(self.tokens[-1])
        return tuple(found) == self.tokens


class Query(Record, frozen=True, kw_only=True):
    """A parsed query; `blank` if nothing at all was typed."""

    terms: tuple[Term, ...]
    blank: bool

    @property
    def wanted(self) -> tuple[Term, ...]:
        """Terms that must be there."""
        return tuple(term for term in self.terms if term.wanted)

    @property
    def unwanted(self) -> tuple[Term, ...]:
        """Terms that must not be there."""
        return tuple(term for term in self.terms if not term.wanted)

    def marks(self, text: str) -> Spans:
        """Where the wanted terms stand in a text, merged, in order."""
        found = tuple(words(text))
        spans: list[Span] = []
        for term in self.wanted:
            for index in range(len(found)):
                if term.at(found, index):
                    last = found[index + len(term.tokens) - 1]
                    spans.append((found[index].start, last.first if term.prefix and last.paired else last.end))
        merged: list[Span] = []
        for start, end in sorted(spans):
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return tuple(merged)


def parse(typed: str) -> Query:
    """The query in what somebody typed; any string has one."""
    terms: list[Term] = []
    for match in _TERM.finditer(typed):
        content = match["phrase"] if match["phrase"] is not None else match["word"]
        star = bool(match["star"]) or content.endswith("*")
        if term := term_of(content, prefix=star, wanted=not match["minus"]):
            terms.append(term)
    return Query(terms=tuple(terms), blank=not typed.strip())


def term_of(content: str, *, prefix: bool = False, wanted: bool = True) -> Term | None:
    """The words of `content` as one term, or None if there is none in it."""
    found = list(words(content))
    if not found:
        return None
    last = found[-1]
    if last.paired:
        # the last character alone closes a run in the index, but the run may go on where the query ends
        inside = len(found) > 1 and found[-2].paired and found[-2].end == last.end
        found = found[:-1] if inside else found
        prefix = not inside
    return Term(tokens=tuple(word.token for word in found), prefix=prefix, wanted=wanted)


def expression(query: Query, *, speaker: Term | None = None) -> str:
    """The FTS5 expression for what must be there (and, of attributions, who speaks) and what must not; "" if open."""
    wanted = [term.expression() for term in query.wanted]
    if speaker is not None:
        wanted.append(f"speaker : {speaker.expression()}")
    if not wanted:
        return ""
    unwanted = " OR ".join(term.expression() for term in query.unwanted)
    return " AND ".join(wanted) if not unwanted else f"({' AND '.join(wanted)}) NOT ({unwanted})"

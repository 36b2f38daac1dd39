"""Attributions of a page: matches frame by frame, then hands speakers on along quotations that continue."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

from onrecord.pipeline import Draft, PassageDraft, Quotation
from onrecord.quoting.frames import cut, inner
from onrecord.quoting.lexicon import Lexicon, lexicon
from onrecord.quoting.matching import FrameMatcher, untaken
from onrecord.quoting.reader import Found, Opened, Place
from onrecord.records import Attribution, Party, Words
from onrecord.spans import Spans, merge

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_PIECE = re.compile(r"\w[\w’'.&-]*|[^\w\s]")
_LONGEST_NAME = 4  # words
_DIRECT = 0.8
_QUOTING = frozenset(("quote-cue", "interrupted", "cue-quote", "lead-in", "name-colon", "continued"))
_DASHES = frozenset("—–-")
_SILENT = frozenset(("caption",))


@cache
def confidences() -> dict[str, float]:
    """Share of right ones among what each construction yields, measured by benchmarks/attribution.py --patterns."""
    data = tomllib.loads(files("onrecord.quoting").joinpath("confidence.toml").read_text(encoding="utf-8"))
    return {name: float(value) for name, value in data.items()}


class _Reader:
    """Walks over the passages in order and remembers who spoke last."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.threads: dict[int, Found] = {}
        self.opened: Opened | None = None
        self.last: Found | None = None  # the last attribution of a whole quotation, while nothing else has been said

    def read(self, number: int, passage: PassageDraft, lex: Lexicon) -> None:
        text = passage.text.text
        outer = [quotation for quotation in passage.quotations if quotation.depth == 0]
        sentences = [(sentence.start, sentence.end) for sentence in passage.sentences]
        threads = {(number, quotation.start): quotation for quotation in outer}
        first = True
        for frame in cut(text, sentences, outer, lex.elided):
            matcher = FrameMatcher(number, text, frame, lex)
            self.lead_in(number, matcher)
            matcher.match()
            if first and (passage.kind == "headline" or number == 0):
                matcher.headline()
            if lex.dialogue and text.lstrip()[:1] in _DASHES:
                self.dialogue(number, matcher, first=first)
            self.leftovers(number, matcher, lex, first=first)
            for one in matcher.found:
                self.keep(one, threads)
            if any(item.kind == "w" for item in frame.items) and not any(
                one.pattern in _QUOTING for one in matcher.found
            ):
                self.last = None
            self.opened = matcher.opened
            first = False

    def dialogue(self, number: int, matcher: FrameMatcher, *, first: bool) -> None:
        """A line of dialogue ("— No, — he said. — We stay."): a dash opens it, and again what follows the cue."""
        if first:
            matcher.found = [
                one._replace(pattern="dialogue") if one.pattern == "tail" else one for one in matcher.found
            ]
            return
        if not self.found or self.found[-1].pattern != "dialogue" or self.found[-1].content[0][0] != number:
            return
        items = matcher.items
        resumed = items[0].low in _DASHES or matcher.text[: items[0].start].rstrip(". ")[-1:] in _DASHES
        if resumed and not matcher.found:
            last = self.found[-1]
            self.found[-1] = last._replace(content=(*last.content, matcher.place(0, len(items))))
            matcher.taken.update(range(len(items)))

    def keep(self, one: Found, threads: dict[tuple[int, int], Quotation]) -> None:
        self.found.append(one)
        quoted = [threads[place[:2]] for place in one.content if place[:2] in threads]
        for quotation in quoted:
            if one.speaker is not None or one.cue is not None:
                self.threads[quotation.thread] = one
        if quoted and one.pattern in _QUOTING:
            self.last = one

    def lead_in(self, number: int, matcher: FrameMatcher) -> None:
        """A quotation that a cue of the frame before leads to ("He added:")."""
        opened, self.opened = self.opened, None
        if opened is None or not matcher.items or matcher.items[0].kind not in "qs":
            return
        matcher.taken.add(0)
        cue = opened.hit.cue
        content = (number, matcher.items[0].start, matcher.items[0].end)
        matcher.found.append(
            Found(opened.speaker, opened.identified, opened.cue, (content,), "lead-in", cue.act, cue.mode)
        )

    @staticmethod
    def interrupted(number: int, matcher: FrameMatcher, quotation: Quotation, lex: Lexicon) -> bool:
        """Whether the cue stands inside the marks; what it gives joins what the frame found."""
        inside = FrameMatcher(number, matcher.text, inner(matcher.text, quotation, lex.elided), lex)
        if not inside.interrupted(quotation):
            return False
        matcher.found.extend(inside.found)
        return True

    def leftovers(self, number: int, matcher: FrameMatcher, lex: Lexicon, *, first: bool) -> None:
        """Utterances without a cue: the next sentences of one that was attributed, or of an utterance that runs on."""
        for n, quotation in untaken(matcher):
            place = (number, quotation.start, quotation.end)
            known = self.threads.get(quotation.thread) if quotation.continues else None
            words = [item for item in matcher.items if item.kind == "w"]
            leads = all(item.low in _DASHES for item in matcher.items[:n])
            if known is None and self.last is not None and leads and len(words) <= 2:
                if (
                    not first
                    and quotation.opened
                    and self.last.content[-1][0] == number
                    and self.found
                    and self.found[-1] is self.last
                ):
                    joined = self.last._replace(content=(*self.last.content, place))
                    self.found[-1] = self.last = joined
                    continue
                known = self.last if quotation.opened and _is_sentence(matcher.text, quotation) else None
            if known is not None and known.speaker is None and known.cue is None:
                known = None
            if lex.inversion and self.interrupted(number, matcher, quotation, lex):
                continue
            if known is not None:
                matcher.found.append(known._replace(content=(place,), pattern="continued", addressee=None))
            elif not words or (leads and len(words) <= 2):
                matcher.found.append(Found(None, "none", None, (place,), "alone"))


def _is_sentence(text: str, quotation: Quotation) -> bool:
    """Whether quoted words close a sentence, as a headline between paragraphs does not."""
    return text[quotation.start : quotation.end].rstrip("\"”»'’“ \u00a0").endswith((".", "!", "?", "…", ",", "。"))


def find(page: Draft) -> list[Found]:
    """What the constructions yield on a page, in reading order of the content."""
    reader = _Reader()
    for number, passage in enumerate(page.passages):
        lex = lexicon(passage.language or page.language or "")
        if lex is not None and passage.kind not in _SILENT:
            reader.read(number, passage, lex)
    return sorted(reader.found, key=lambda one: one.content[0])


def attribute_page(page: Draft) -> tuple[Attribution, ...]:
    """The attributions of a page in reading order of their content."""
    outer = [[quotation for quotation in passage.quotations if quotation.depth == 0] for passage in page.passages]
    starts = [[quotation.start for quotation in marks] for marks in outer]
    made: dict[str, Attribution] = {}
    for one in find(page):
        record = _record(page, one, _kind(page, one, outer, starts))
        made.setdefault(record.id, record)
    return tuple(made.values())


def _spans(page: Draft, places: Sequence[Place]) -> Spans:
    return merge(span for number, start, end in places for span in page.passages[number].text.spans(start, end))


def _text(page: Draft, places: Sequence[Place]) -> str:
    return " ".join(page.passages[number].text.text[start:end] for number, start, end in places)


def _words(page: Draft, places: Sequence[Place]) -> Words:
    return Words(spans=_spans(page, places), text=_text(page, places))


def _record(page: Draft, one: Found, kind: Literal["direct", "indirect", "mixed"]) -> Attribution:
    content = _words(page, one.content)
    cue = None if one.cue is None else _words(page, (one.cue,))
    speakers = () if one.speaker is None else tuple(_party(page, place) for place in _split(page, one.speaker))
    return Attribution(
        id=page.id_of("attribution", content.spans, cue.spans if cue else (), *(party.spans for party in speakers)),
        speakers=speakers,
        identified=one.identified if speakers else "none",
        cue=cue,
        content=content,
        kind=kind,
        mode=one.mode,
        speech_act=one.act,
        addressees=(_party(page, one.addressee),) if one.addressee is not None else (),
        wording="translated" if page.translation.kind in ("human", "machine") else "unknown",
        confidence=confidences().get(one.pattern, 0.5),
    )


def _party(page: Draft, place: Place) -> Party:
    return Party(spans=_spans(page, (place,)), text=_text(page, (place,)))


def _split(page: Draft, place: Place) -> list[Place]:
    """The members of a list of names ("A, B and C") as parties of their own; anything else stays whole."""
    number, start, end = place
    passage = page.passages[number]
    lex = lexicon(passage.language or page.language or "")
    text = passage.text.text
    parts: list[list[tuple[int, int]]] = [[]]
    joined = False
    for word in _PIECE.finditer(text, start, end):
        low = word.group().lower()
        if low == "," or (lex is not None and low in lex.words["and"]):
            joined = joined or low != ","
            parts.append([])
        elif not word.group()[0].isupper() or len(parts[-1]) >= _LONGEST_NAME:
            return [place]
        else:
            parts[-1].append(word.span())
    names = [part for part in parts if part]
    if not joined or len(names) < 2:
        return [place]
    return [(number, part[0][0], part[-1][1]) for part in names]


def _kind(
    page: Draft, one: Found, outer: Sequence[Sequence[Quotation]], starts: Sequence[Sequence[int]]
) -> Literal["direct", "indirect", "mixed"]:
    """Direct where at least four in five words are quoted, as PolNeAR's scorer counts; mixed where any is."""
    if one.pattern == "dialogue":
        return "direct"
    quoted = total = 0
    for number, start, end in one.content:
        for word in _WORD.finditer(page.passages[number].text.text, start, end):
            total += 1
            before = bisect_right(starts[number], word.start())
            quoted += before > 0 and word.start() < outer[number][before - 1].end
    return "indirect" if not quoted else "direct" if quoted >= _DIRECT * total else "mixed"

"""Attributions of a page from the speeches that the encoder found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from msgspec.structs import replace

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.denials import SURE, act_of
from onrecord.attribution.hearsay import is_carried_out, nobody_says
from onrecord.attribution.parties import Parties
from onrecord.attribution.places import covers, joined, meet, overlap, text, words
from onrecord.attribution.quotes import Quotes, completed, continued, signed, unclaimed
from onrecord.attribution.sources import with_beginnings, with_whole_parts
from onrecord.pipeline import Deed, Draft, Place, Speech
from onrecord.records import Attribution, Id

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
#: Types of deeds that are done by other means than saying something.
_MATERIAL = frozenset(("AID", "ASSAULT", "COERCE", "COOPERATE", "MOBILIZE", "RETREAT", "SANCTION"))
#: Acts that the encoder takes such a verb for: "sentenced", "recalled"; an order ("banned them from flying") is said.
_MISTAKEN = frozenset(("accuse", "condemn", "state", "support"))
#: And acts that it takes one of these for, where it is told of nothing else: "sent troops to", "imposes sanctions on".
_ORDERS, _NO_ORDERS = frozenset(("demand", "threaten")), frozenset(("AID", "MOBILIZE", "RETREAT", "SANCTION"))
#: Deeds of which nobody says those to whom they are done; who condemns or backs somebody says so of them.
_NOT_SAID = _MATERIAL | {"CONCEDE", "CONSULT"}
_MOSTLY, _BESIDE = 0.6, 2  # share of a content that is a party of a deed, and words of it that are not
_DIRECT = 0.8
_CLOSE = 60  # characters between two cues of one clause
_CREDITS = frozenset(("©", "(c)", "(C)", "#"))
_DASHES = ("—", "–", "―", "- ")


def attribute_page(page: Draft) -> tuple[Attribution, ...]:
    """The attributions of a page in reading order of their content, an outer one before what is nested in it."""
    quotes = Quotes(page)
    parties = Parties(page)
    said = [speech for speech in page.speeches if not is_deed(page, speech)]
    own = [with_whole_parts(page, with_own_sources(page, speech, parties.antecedents)) for speech in said]
    speeches = continued(completed(own, quotes), quotes)
    speeches = signed(page, speeches, quotes)
    speeches += unclaimed(page, speeches, quotes)
    speeches = with_whole_sources([one for one in speeches if not _is_credit(page, one)])
    speeches = once_told(with_beginnings(page, speeches))
    speeches.sort(key=lambda speech: (speech.content[0][0], speech.content[0][1], -speech.content[-1][2], speech.cue))
    outer = without_circles([parent(number, speeches) for number in range(len(speeches))])
    kinds = Kinds(page, quotes)
    ids: list[Id] = []
    made: dict[Id, Attribution] = {}
    for speech, above in zip(speeches, outer, strict=True):
        content = words(page, speech.content)
        cue = words(page, speech.cue) if speech.cue else None
        outside = made.get(ids[above]) if above is not None and above < len(ids) else None
        speakers = parties.speakers(speech, None if above is None else outside.speakers if outside else ())
        ids.append(
            page.id_of("attribution", content.spans, cue.spans if cue else (), *(party.spans for party in speakers))
        )
        made.setdefault(
            ids[-1],
            Attribution(
                id=ids[-1],
                speakers=speakers,
                identified=parties.identified(speech, speakers),
                cue=cue,
                content=content,
                kind=kinds.of(speech),
                mode=speech.mode,
                speech_act=act_of(page, speech),
                addressees=parties.addressees(speech),
                wording="translated" if page.translation.kind in ("human", "machine") else "unknown",
                confidence=speech.confidence,
            ),
        )
    for number, above in enumerate(outer):
        if above is not None and ids[above] != ids[number]:
            made[ids[number]] = _nested(made[ids[number]], ids[above])
    return tuple(made.values())


def _nested(attribution: Attribution, above: Id) -> Attribution:
    return replace(attribution, nested_in=above)


def _is_credit(page: Draft, speech: Speech) -> bool:
    """Whether the cue is a sign of who made a picture or owns a text, and no word."""
    return bool(speech.cue) and set(text(page, speech.cue).split()) <= _CREDITS


def is_deed(page: Draft, speech: Speech) -> bool:
    """Whether the cue of a speech is the verb of a deed that is not done by saying something, and nothing is quoted: "Chad recalled its ambassador".

    Nor are those said to whom such a deed is done, nor does who has somebody's support say so: "the junta enjoys the backing of Mali".
    """
    if not speech.cue or len(speech.content) != 1 or speech.mode != "said":
        return False
    number, start, end = speech.content[0]
    if any(start <= one.start < end for one in page.passages[number].quotations):
        return False
    told = [deed for deed in page.deeds if meet(deed.trigger, speech.cue)]
    if is_carried_out(page, speech):
        return True
    if any(deed.kind in _NOT_SAID and _is_of_party(page, speech.content[0], deed) for deed in told):
        return True
    if speech.act in _ORDERS and any(deed.kind in _NO_ORDERS and deed.confidence >= SURE for deed in told):
        return not any(covers(speech.content, deed.trigger[0]) for deed in page.deeds)
    return speech.act in _MISTAKEN and any(
        _is_enjoyed(deed, speech) or (deed.kind in _MATERIAL and deed.confidence >= SURE) for deed in told
    )


def _is_of_party(page: Draft, content: Place, deed: Deed) -> bool:
    """Whether what would be said is, but for a word or two, those to whom the deed is done: "pardoned six journalists", but not "declared the envoy persona non grata"."""
    number, start, end = content
    parties = [one for one in deed.recipients if overlap(content, one)]
    if sum(overlap(content, one) for one in parties) < _MOSTLY * (end - start):
        return False
    rest = "".join(
        letter if not any(first <= at < last for _, first, last in parties) else " "
        for at, letter in enumerate(page.passages[number].text.text[start:end], start)
    )
    return len(_WORD.findall(rest)) <= _BESIDE


def _is_enjoyed(deed: Deed, speech: Speech) -> bool:
    """Whether those who would speak have the support of those whom they would speak of."""
    return (
        deed.kind == "SUPPORT"
        and bool(deed.actors and speech.sources)
        and all(covers(speech.content, place) for place in deed.actors)
        and all(meet((source,), deed.recipients) for source in speech.sources)
    )


def with_own_sources(page: Draft, speech: Speech, antecedents: Antecedents) -> Speech:
    """A speech without sources that are none of it.

    These stand neither in a sentence of its cue nor in one of its content, as nobody says a thing from another sentence; or in what is told of the
    source before them: "Mr Brandt, who backed Ms Moser's claim, said"; or they are beside another who is accused, urged or told so. Nor does
    anybody say what is "reportedly" so.
    """
    if not speech.cue:
        return speech
    if nobody_says(page, speech):
        return replace(speech, sources=())
    near = {antecedents.sentence(place) for place in (*speech.cue, *speech.content)}
    kept = [source for source in speech.sources if antecedents.sentence(source) in near]
    own = [
        source
        for number, source in enumerate(kept)
        if not (number and source < speech.cue[0] and _is_told_of(page, kept[number - 1], source, antecedents))
    ]
    done_to = [place for deed in page.deeds if meet(deed.trigger, speech.cue) for place in deed.recipients]
    own = [source for source in own if not meet((source,), done_to)] or own
    return replace(speech, sources=tuple(own))


def _is_told_of(page: Draft, one: Place, other: Place, antecedents: Antecedents) -> bool:
    """Whether a relative word follows a place, with something between it and another."""
    if one[0] != other[0] or other[1] < one[2]:
        return False
    lists = antecedents.lists(one[0])
    between = _WORD.findall(page.passages[one[0]].text.text[one[2] : other[1]].casefold())
    if between[-1:] and between[-1] in lists.get("and", ()):
        return False  # "Mr Brandt, who won, and Ms Moser said"
    return len(between) > 1 and between[0] in {*lists.get("relatives", ())} - {*lists.get("definite", ())}


def with_whole_sources(speeches: Sequence[Speech]) -> list[Speech]:
    """Speeches whose source is the beginning of another's, as its article alone, with all of it: it is one noun phrase."""
    longest: dict[tuple[int, int], Place] = {}
    for speech in speeches:
        for source in speech.sources:
            longest[source[:2]] = max(longest.get(source[:2], source), source, key=lambda place: place[2])
    return [
        replace(speech, sources=tuple(longest[source[:2]] for source in speech.sources))
        if len(speech.sources) == 1 and not any(overlap(longest[speech.sources[0][:2]], cue) for cue in speech.cue)
        else speech
        for speech in speeches
    ]


def once_told(speeches: Sequence[Speech]) -> list[Speech]:
    """Speeches of which those that say the same with a cue in common, or with one cue between them, are one: the surer, with all cues and sources.

    "Wie das Ministerium mitteilt" is one attribution whether the encoder points at its first word, its last, or both.
    """
    kept: list[Speech] = []
    for speech in sorted(speeches, key=lambda one: -one.confidence):
        same = next((one for one in kept if _same(one, speech)), None)
        if same is None:
            kept.append(speech)
            continue
        kept[kept.index(same)] = replace(
            same, cue=joined((*same.cue, *speech.cue)), sources=same.sources or speech.sources
        )
    return kept


def _same(one: Speech, other: Speech) -> bool:
    """Whether two speeches are one: their contents the same but for a fifth, their sources not two, their cues touching or close by."""
    shared = sum(overlap(a, b) for a in one.content for b in other.content)
    sizes = [sum(end - start for _, start, end in speech.content) for speech in (one, other)]
    if shared < _DIRECT * max(sizes):
        return False
    sources = not one.sources or not other.sources or any(overlap(a, b) for a in one.sources for b in other.sources)
    cues = (
        not one.cue
        or not other.cue
        or any(a[0] == b[0] and max(a[1], b[1]) - min(a[2], b[2]) <= _CLOSE for a in one.cue for b in other.cue)
    )
    return sources and cues


def parent(number: int, speeches: Sequence[Speech]) -> int | None:
    """The speech whose content most closely encloses the cue (without one, the content) of another, and not the reverse."""
    mine = speeches[number]
    at = mine.cue or mine.content
    best: tuple[int, int] | None = None
    for other, speech in enumerate(speeches):
        if other == number or not speech.content[0][0] <= at[0][0] <= speech.content[-1][0]:
            continue
        if not all(covers(speech.content, place) for place in (at[0], at[-1])):
            continue
        if not mine.cue and speech.cue and covers(mine.content, speech.cue[0]):
            continue
        size = sum(end - start for _, start, end in speech.content)
        if best is None or size < best[0]:
            best = (size, other)
    if best is None:
        return None
    back = speeches[best[1]]
    mutual = all(covers(mine.content, place) for place in (back.cue or back.content))
    return None if mutual and best[1] > number else best[1]


def without_circles(outer: Sequence[int | None]) -> list[int | None]:
    """Parents of speeches, where following them always ends: the first link that leads back to where it began is cut."""
    kept = list(outer)
    for number in range(len(kept)):
        seen, at = {number}, kept[number]
        while at is not None:
            if at in seen:
                kept[number] = None
                break
            seen.add(at)
            at = kept[at]
    return kept


class Kinds:
    """How much of a content stands in quotation marks."""

    def __init__(self, page: Draft, quotes: Quotes) -> None:
        self.page = page
        self.starts: dict[int, list[int]] = {}
        self.ends: dict[int, list[int]] = {}
        for place, _ in quotes.places:
            self.starts.setdefault(place[0], []).append(place[1])
            self.ends.setdefault(place[0], []).append(place[2])

    def of(self, speech: Speech) -> Literal["direct", "indirect", "mixed"]:
        """Direct where at least four in five words are quoted, as PolNeAR's scorer counts; mixed where any is."""
        quoted = total = 0
        for place in speech.content:
            number, start, end = place
            text = self.page.passages[number].text.text
            dialogue = start == len(text) - len(text.lstrip()) and text.lstrip().startswith(_DASHES)
            for word in _WORD.finditer(text, start, end):
                total += 1
                before = bisect_right(self.starts.get(number, []), word.start())
                quoted += dialogue or (before > 0 and word.start() < self.ends[number][before - 1])
        return "indirect" if not quoted else "direct" if quoted >= _DIRECT * total else "mixed"

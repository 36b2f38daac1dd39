"""One utterance in several wordings, and quotations of a headline that the body does not have."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from typing import NamedTuple

from onrecord.corpus.compare import in_headline
from onrecord.corpus.merge import key_of, person_key, shown
from onrecord.corpus.sketches import words
from onrecord.records import Attribution, Id, Language, PageRecord, Record

#: Share of the words of the shorter of two quotations that the other has too, in this order: from here on they are one utterance.
_REWORDED = 0.55
#: Fewer words than this are no utterance to compare, and fewer than that in marks no quotation of a headline.
_LEAST, _LEAST_HEADLINE = 4, 2
#: Days between the pages of two outlets that report words of one day.
_APART = 2
#: What stands between quotation marks; a single mark inside a word is an apostrophe.
_MARKED = re.compile("[“„«»\"]([^“”„«»\"]+)[”“»«\"]|(?<!\\w)[‘'’]((?:[^‘’']|(?<=\\w)[’'](?=\\w))+)[’'](?!\\w)")


class Wording(Record, frozen=True, kw_only=True):
    """Words as one page quotes them."""

    attribution: Id
    page: Id
    outlet: str | None
    text: str
    headline: bool


class Rewording(Record, frozen=True, kw_only=True):
    """Two wordings of one utterance, with the words that only one of them has."""

    speaker: str
    date: str | None
    one: Wording
    other: Wording
    only_one: tuple[str, ...]
    only_other: tuple[str, ...]
    shared: float


class Said(NamedTuple):
    """A quotation with its page and its words, folded."""

    attribution: Attribution
    record: PageRecord
    tokens: tuple[str, ...]

    @property
    def day(self) -> tuple[str, bool] | None:
        """When it was said, and whether the page says so; else when the page was published."""
        said = self.attribution.said.date
        if said and said.start:
            return said.start[:10], True
        published = self.record.page.published
        return (published[:10], False) if published else None


def rewordings(records: Iterable[PageRecord]) -> tuple[Rewording, ...]:
    """Quotations of one speaker, day and language on two pages that have most of their words in common, but not all.

    A part of a longer quotation is no rewording of it.
    """
    by_speaker: dict[tuple[str, Language], list[Said]] = defaultdict(list)
    for record in sorted(records, key=lambda record: record.page.id):
        for one in record.attributions:
            tokens = tuple(words(one.content.text))
            if one.kind != "indirect" and len(tokens) >= _LEAST:
                for speaker in _voices(one):
                    by_speaker[speaker, record.page.language or ""].append(Said(one, record, tokens))
    pairs = (pair for _, said in sorted(by_speaker.items()) for pair in _pairs(said))
    return tuple(found for one, other in pairs if (found := _rewording(one, other)) is not None)


def _voices(one: Attribution) -> list[str]:
    """Keys of the persons that say something, of the states and bodies where no person is named."""
    return sorted({person_key(party.actor) if party.actor else key_of(party) for party in one.speakers if shown(party)})


def _pairs(said: Sequence[Said]) -> Iterator[tuple[Said, Said]]:
    for at, one in enumerate(said):
        for other in said[at + 1 :]:
            if one.record.page.id != other.record.page.id and _same_day(one.day, other.day):
                yield one, other


def _same_day(one: tuple[str, bool] | None, other: tuple[str, bool] | None) -> bool:
    """Whether what was said can be of one day: the same where both pages say when, else published within two days of it."""
    if one is None or other is None:
        return True
    if one[1] and other[1]:
        return one[0] == other[0]
    return abs((date.fromisoformat(one[0]) - date.fromisoformat(other[0])).days) <= _APART


def _rewording(one: Said, other: Said) -> Rewording | None:
    """Two wordings of one utterance; None for two utterances, and where one is the other or a part of it."""
    matcher = SequenceMatcher(None, one.tokens, other.tokens, autojunk=False)
    blocks = matcher.get_matching_blocks()
    mine, theirs = ({at for block in blocks for at in range(block[side], block[side] + block.size)} for side in (0, 1))
    shared = len(mine) / min(len(one.tokens), len(other.tokens))
    if not _REWORDED <= shared < 1:
        return None
    day = one.day or other.day
    return Rewording(
        speaker=shown(one.attribution.speakers[0]),
        date=day[0] if day else None,
        one=_wording(one),
        other=_wording(other),
        only_one=tuple(word for at, word in enumerate(one.tokens) if at not in mine),
        only_other=tuple(word for at, word in enumerate(other.tokens) if at not in theirs),
        shared=round(shared, 3),
    )


def _wording(one: Said) -> Wording:
    page, content = one.record.page, one.attribution.content
    headline = in_headline(content.spans[0] if content.spans else None, one.record)
    return Wording(
        attribution=one.attribution.id, page=page.id, outlet=page.outlet, text=content.text, headline=headline
    )


def headline_only(record: PageRecord) -> tuple[str, ...]:
    """Quotations of the headline, without their marks, whose words no passage of the body has in this order."""
    heads = (record.page.title.text, *(one.text for one in record.passages if one.kind == "headline"))
    body = [words(one.text) for one in record.passages if one.kind not in ("headline", "caption")]
    found = dict.fromkeys((hit[1] or hit[2]).strip() for text in heads for hit in _MARKED.finditer(text))
    long = {text: words(text) for text in found if len(words(text)) >= _LEAST_HEADLINE}
    return tuple(text for text, told in long.items() if body and not any(_holds(passage, told) for passage in body))


def _holds(passage: Sequence[str], told: Sequence[str]) -> bool:
    """Whether words stand in a passage one after another."""
    return any(list(passage[at : at + len(told)]) == list(told) for at in range(len(passage) - len(told) + 1))

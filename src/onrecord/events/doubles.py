"""Events of one sentence that are one: told by two words, or dropped beside another by a rule of the ontology."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import replace

from onrecord.attribution.places import meet, overlap, sentence_at
from onrecord.events.telling import goes_on, signs
from onrecord.languages.forms import listed
from onrecord.ontology import Rule, ontology
from onrecord.pipeline import Deed, Draft, Place
from onrecord.records import Event

#: Words and characters between two words that tell of one event, "carried out an air strike". Of 173 such pairs that stood in texts marked by us, with
#: nothing between them that joins two clauses, 156 were one event.
_WORDS, _CHARACTERS = 3, 30
Pair = tuple[Event, Deed]


def told_once(page: Draft, found: Sequence[Pair], make: Callable[[Deed], Event]) -> list[Pair]:
    """Events in reading order, two of a kind that stand side by side in a clause made one (by `make`).

    Both are told alike, and no party of one contradicts those of the other. The surer one stays, with what only the other tells.
    """
    once: list[Pair] = []
    for pair in sorted(found, key=lambda pair: pair[1].trigger):
        if once and _is_same(page, once[-1], pair):
            deed = _both(once.pop()[1], pair[1])
            pair = make(deed), deed
        once.append(pair)
    return once


def _is_same(page: Draft, one: Pair, other: Pair) -> bool:
    (event, deed), (second, its) = one, other
    (number, _, end), (where, start, _) = deed.trigger[-1], its.trigger[0]
    if event.type != second.type or event.status != second.status or number != where or end > start:
        return False
    between = page.passages[number].text.text[end:start]
    near = len(between) <= _CHARACTERS and len(between.split()) <= _WORDS
    return (
        near
        and sentence_at(page, deed.trigger[-1]) == sentence_at(page, its.trigger[0])
        and _in_one_clause(between, page.language_of(page.passages[number]))
        and not _stands_between(number, end, start, (*deed.recipients, *its.recipients))
        and (deed.mode is None or its.mode is None or deed.mode == its.mode)
        and (not deed.date or not its.date or meet(deed.date, its.date))
        and _agree(deed.actors, its.actors)
        and _agree(deed.recipients, its.recipients)
    )


def _in_one_clause(between: str, code: str) -> bool:
    """Whether nothing between two words of a sentence joins clauses; never in a language of which nothing is known of what does."""
    relative = listed(code, "parties.toml", "relatives").search(between)
    return "joining" in signs(code) and goes_on(between, code) and relative is None


def _stands_between(number: int, start: int, end: int, parties: Sequence[Place]) -> bool:
    """Whether one to whom a deed is done stands between two words: "killed a soldier abducted in May" tells of two deeds."""
    return any(place[0] == number and start <= place[1] and place[2] <= end for place in parties)


def _agree(some: Sequence[Place], others: Sequence[Place]) -> bool:
    return not some or not others or meet(some, others)


def _both(one: Deed, other: Deed) -> Deed:
    """The surer of two deeds, with what it does not tell from the other."""
    first, second = (one, other) if one.confidence >= other.confidence else (other, one)
    return replace(
        first,
        mode=first.mode or second.mode,
        actors=first.actors or _besides(second.actors, first.recipients),
        recipients=first.recipients or _besides(second.recipients, first.actors),
        place=first.place or second.place,
        date=first.date or second.date,
    )


def _besides(some: Sequence[Place], others: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(place for place in some if not meet((place,), others))


def without_doubles(page: Draft, found: Sequence[Pair]) -> list[Pair]:
    """Events without those that a rule of the ontology drops beside another of their sentence."""
    by_sentence: dict[tuple[int, int], list[Pair]] = {}
    for pair in found:
        by_sentence.setdefault(sentence_at(page, pair[1].trigger[0]), []).append(pair)
    dropped: set[str] = set()
    for some in by_sentence.values():
        for rule in ontology().rules:
            for event, deed in some:
                dropped |= {
                    other.id
                    for other, its in some
                    if other.id != event.id and event.id not in dropped and _applies(rule, event, deed, other, its)
                }
    return [pair for pair in found if pair[0].id not in dropped]


def _applies(rule: Rule, event: Event, deed: Deed, other: Event, its: Deed) -> bool:
    """Whether `other` goes beside `event`."""
    if event.type != rule.beside or other.type not in rule.drop or other.modality not in rule.modality:
        return False
    if rule.beside_mode is not None and rule.beside_mode not in event.mode:
        return False
    if rule.behind and its.trigger[0] < deed.trigger[0]:
        return False
    same = not deed.actors or not its.actors or any(overlap(one, two) for one in deed.actors for two in its.actors)
    return same or not rule.same_actor

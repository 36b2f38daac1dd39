"""What two pages must have in common to tell of one thing: weighted words, and in any language names, states, figures and dates.

Words are TF-IDF terms of their language. Anchors mean the same in every language: actors, surnames by their sound, places,
states, figures, days and events. How rare a term is is known from a word list, not from the pages that happen to be there, so that the
likeness of two pages hangs on these two alone.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.corpus.name_keys import sound_keys
from onrecord.corpus.name_parts import family_words, known_as, organization_of
from onrecord.corpus.sketches import stable_hash, words
from onrecord.corpus.spelling import word_of
from onrecord.damage.words import frequent
from onrecord.dating import expressions, resolve
from onrecord.languages.countries import countries_in
from onrecord.measuring.nouns import CASUALTIES, CURRENCIES
from onrecord.placing.gazetteer import locate
from onrecord.records import Event, Id, Language, Mention, PageRecord, Party

#: Words of a page that a word list is asked about; a word of no list stands once in so many words.
_PAGE, _UNLISTED = 300, 3e-7
#: Terms of a page that are kept, the heaviest; more than a long article has of any use.
_KEPT = 400
#: How often a word of the title counts.
_TITLE = 7
#: Words are cut to so many letters, which takes most endings off.
_STEM = 7
#: Share of all pages that have an anchor of a kind, before any page is known.
_SHARES = {"actor": 0.01, "name": 0.001, "body": 0.003, "city": 0.004, "state": 0.03, "figure": 0.003, "day": 0.03, "event": 0.02}  # fmt: skip
#: How much of the likeness of two pages of one language their words are; their anchors are the rest.
_WORDS = 0.9
#: Pages of two languages share names and numbers alone, and less of them than of one language.
_ACROSS = 0.8
#: What the anchors of a page lack to speak for it: a page of two states and nothing else is like no other for one of them.
_SLIGHT = 50.0
#: Pages of two languages have so many anchors in common at least; two states alone tell nothing.
_LEAST = 3
#: A page of fewer words is compared by its names alone: two pages of a word each are not alike for having the same.
_LEAST_WORDS = 4
#: Days apart that cost nothing, days in which the likeness would fall to 1/e after that, and how far it falls at most: stories can last.
_NEAR, _FADES, _FAR = 3, 30, 0.8


class Terms(NamedTuple):
    """Terms of a page: hashes ascending, and how much each weighs, a vector of length 1 or, of anchors, shorter the fewer they are."""

    keys: NDArray[np.int64]
    weights: NDArray[np.float32]


class StoryPage(NamedTuple):
    """What finding stories needs of a page; `day` is the ordinal of its publication day, `signature` the terms it is met by, heaviest first."""

    id: Id
    title: str
    language: Language
    day: int | None
    words: Terms
    anchors: Terms
    signature: tuple[int, ...]


def story_page(record: PageRecord) -> StoryPage:
    """What finding stories needs of a record: its words, names, states, figures, dates and events; captions do not count."""
    page = record.page
    language = page.language or ""
    parts = [passage.text for passage in record.passages if passage.kind != "caption"]
    text = "\n".join(parts)
    mine, anchors = _words(text, page.title.text, language), _terms(_anchors(record, parts), _SHARES)
    return StoryPage(
        page.id, page.title.text, language, _ordinal(page.published), mine, anchors, _signature(mine, anchors)
    )


def _ordinal(published: str | None) -> int | None:
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


# --- terms ----------------------------------------------------------------------------------------------------------


def _words(text: str, title: str, language: Language) -> Terms:
    """The words of a page that are no function words of its language, by the first letters of each; none without a word list."""
    counts: Counter[str] = Counter()
    shares: dict[str, float] = {}
    listed = _listed(language)
    found = Counter(words(text))
    for word in words(title):
        found[word] += _TITLE - 1
    for word, count in found.items() if listed else ():
        stem = word[:_STEM]
        share = listed.get(word, 0.0)
        if share < _UNLISTED * 10_000 and not (len(word) < 2 and word.isascii()):
            counts[stem] += count
            shares[stem] = max(shares.get(stem, 0.0), share)
    return _packed({f"{language} {stem}": (count, -math.expm1(-_PAGE * max(shares[stem], _UNLISTED))) for stem, count in counts.items()})  # fmt: skip


@cache
def _listed(language: Language) -> Mapping[str, float]:
    """Share of all words of a language that a word is, folded."""
    found: dict[str, float] = defaultdict(float)
    for word, share in frequent(language).items():
        for part in words(word):
            found[part] = max(found[part], share)
    return dict(found)


def _terms(anchors: Mapping[tuple[str, str], int], shares: Mapping[str, float]) -> Terms:
    return _packed({f"{kind}:{name}": (count, shares[kind]) for (kind, name), count in anchors.items()}, _SLIGHT)


def _packed(found: Mapping[str, tuple[int, float]], lack: float = 0.0) -> Terms:
    """Terms as a vector, the heaviest of them; `lack` is what they lack to speak for the page."""
    rows = [(stable_hash(term), (1 + math.log(count)) * -math.log(share)) for term, (count, share) in found.items()]
    rows.sort(key=lambda row: (-row[1], row[0]))
    kept = dict(sorted(rows[:_KEPT]))
    weights = np.array(list(kept.values()), np.float64)
    norm = math.sqrt(math.fsum(weight * weight for weight in kept.values()) + lack)
    return Terms(np.array(list(kept), np.int64), (weights / norm if norm else weights).astype(np.float32))


#: Terms by which a page meets others: the heaviest of its words and of its anchors.
_MET_BY = (12, 14)


def _signature(*parts: Terms) -> tuple[int, ...]:
    found: list[int] = []
    for terms, count in zip(parts, _MET_BY, strict=True):
        heavy = np.lexsort((terms.keys, -terms.weights))[:count]
        found += terms.keys[heavy].tolist()
    return tuple(dict.fromkeys(found))


# --- anchors --------------------------------------------------------------------------------------------------------


def _anchors(record: PageRecord, parts: list[str]) -> Counter[tuple[str, str]]:
    """What a page holds that reads alike in every language."""
    found: Counter[tuple[str, str]] = Counter()
    states: Counter[str] = Counter()
    language = record.page.language or ""
    for text in parts:
        states.update(countries_in(text, language))
        found.update(("day", day) for day in _days(text, language, record.page.published))
    found.update({("state", country): count for country, count in states.items()})
    nearest = tuple(country for country, _ in sorted(states.items(), key=lambda item: (-item[1], item[0])))[:5]
    for mention in record.mentions:
        found.update(_of_name(mention, language, nearest))
    found.update({("figure", text): 1 for text in _figures(record)})
    found.update(("event", text) for event in record.events for text in _of_event(event))
    return found


def _days(text: str, language: Language, published: str | None) -> Iterator[str]:
    """The days that a text names."""
    for expression in expressions(text, language):
        day = resolve(expression, published, spans=(), text="")
        if day.precision == "day" and day.start and day.start == day.end:
            yield day.start


def _of_name(mention: Mention, language: Language, states: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Anchors of a name: whom the gazetteer knows by it, the sound of a surname, the city, the words of an organization."""
    name = mention.actor or mention.text
    if mention.kind == "place":
        place = locate(mention.text, language, states)
        if place is not None and (place.geonameid or place.country is None):
            yield ("city", str(place.geonameid or f"{place.lat} {place.lon}"))
        elif place is None:
            yield from (("name", sound_of(part)) for part in mention.text.split()[-1:])
        return
    for actor in sorted(known_as(name, mention.kind)):
        yield ("actor", actor)
    if mention.kind == "person":
        family = family_words(name)
        yield from (("name", sound_of(word.text)) for word in family[:1])
    else:
        yield from (("body", sound_of(word.text)) for word in organization_of(name) if len(word.text) > 4)


def sound_of(text: str) -> str:
    """The consonants of a word, which its spellings and cases share; its sound where it has next to none."""
    word = word_of(text)
    keys = sorted(key for key in sound_keys(word) if not key.startswith("="))
    return keys[0] if keys and len(keys[0]) > 2 else word.sound


def _figures(record: PageRecord) -> Iterator[str]:
    """Figures as unit and bounds; small numbers of nothing in particular are no anchors."""
    for figure in record.figures:
        known = figure.unit in CASUALTIES or figure.unit in CURRENCIES or figure.unit == "percent"
        value = figure.low if figure.low is not None else figure.high
        if value is not None and (known or value > 20):
            yield f"{figure.unit if known else ''} {value:g}"


def _of_event(event: Event) -> Iterator[str]:
    """An event as its type and the states of its parties."""
    if sides := [side for side in (_states(event.actor), _states(event.recipient)) if side]:
        yield " ".join((event.type, *sides))


def _states(parties: tuple[Party, ...]) -> str:
    return "+".join(sorted({party.country for party in parties if party.country}))


# --- likeness -------------------------------------------------------------------------------------------------------


def likeness(one: StoryPage, other: StoryPage) -> float:
    """How far two pages tell of one thing, 0 to 1; symmetric."""
    anchors, met = _shared(one.anchors, other.anchors)
    told, _ = _shared(one.words, other.words)
    return round(float(_whole(_sides(one, other), told, anchors, met)) * _nearness(one.day, other.day), 6)


def likenesses(pages: Sequence[StoryPage]) -> NDArray[np.float64]:
    """The likeness of every page to every other, as a matrix."""
    (anchors, met), (told, _) = (_products([getattr(page, part) for page in pages]) for part in ("anchors", "words"))
    found = np.zeros((len(pages), len(pages)))
    for at, one in enumerate(pages):
        for beside in range(at):
            other = pages[beside]
            whole = _whole(_sides(one, other), told[at, beside], anchors[at, beside], met[at, beside])
            found[at, beside] = found[beside, at] = round(float(whole) * _nearness(one.day, other.day), 6)
    return found


def _sides(one: StoryPage, other: StoryPage) -> str:
    """What two pages can have in common: names alone, words alone, or both."""
    if one.language != other.language or min(len(one.words.keys), len(other.words.keys)) < _LEAST_WORDS:
        return "names"
    return "both" if len(one.anchors.keys) and len(other.anchors.keys) else "words"


def _whole(sides: str, told: float, anchors: float, met: float) -> float:
    if sides == "names":
        return _ACROSS * anchors if met >= _LEAST else 0.0
    return _WORDS * told + (1 - _WORDS) * anchors if sides == "both" else told


def _nearness(one: int | None, other: int | None) -> float:
    if one is None or other is None:
        return 1.0
    return max(_FAR, math.exp(-max(0, abs(one - other) - _NEAR) / _FADES))


def _shared(one: Terms, other: Terms) -> tuple[float, int]:
    """Scalar product of two vectors, and how many terms they share."""
    if not (len(one.keys) and len(other.keys)):
        return 0.0, 0
    short, long = (one, other) if len(one.keys) <= len(other.keys) else (other, one)
    at = np.minimum(np.searchsorted(long.keys, short.keys), len(long.keys) - 1)
    same = long.keys[at] == short.keys
    products = short.weights[same].astype(np.float64) * long.weights[at[same]]
    return float(products.sum()), int(same.sum())


def _products(vectors: Sequence[Terms]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Scalar products of vectors, each with each, and how many terms they share; what only one of them has is left out."""
    keys = np.concatenate([vector.keys for vector in vectors])
    known, counts = np.unique(keys, return_counts=True)
    common = known[counts > 1]
    weights = np.zeros((len(vectors), len(common)))
    for at, vector in enumerate(vectors):
        place = np.searchsorted(common, vector.keys)
        there = np.isin(vector.keys, common)
        weights[at, place[there]] = vector.weights[there]
    has = (weights > 0).astype(np.float64)
    return weights @ weights.T, has @ has.T

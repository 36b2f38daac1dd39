"""Epithets: whom "the mayor", "the foreign minister" and "the 54-year-old" stand for, by what the page says at names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import NamedTuple

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.people import People, Person, plain
from onrecord.attribution.places import text
from onrecord.languages.actors import known
from onrecord.languages.countries import countries_in
from onrecord.pipeline import Draft, Place

_WORD = re.compile(r"\w+(?:-\w+)*")
_CLAUSE = re.compile(r"[.,;:()–—]")
_AGE = re.compile(r"[1-9]\d(?!\d)")
_SHORTEST_OFFICE = 4  # letters of a word
_AGE_BEHIND = re.compile(r"[ ,(]+([1-9]\d)(?=[,).])")
_LONGEST_OFFICE = 14  # words


class Office(NamedTuple):
    """What words say that somebody is: the head of the phrase, its noun, all of the words, the states that they name; `own`: the words before the office was called by one name."""

    head: frozenset[str]
    noun: str
    words: frozenset[str]
    states: frozenset[str]
    own: frozenset[str]


class Epithets:
    """The persons of a page by their offices and ages."""

    def __init__(self, page: Draft, people: People, antecedents: Antecedents) -> None:
        self.page, self.people, self.antecedents = page, people, antecedents

    def is_definite(self, place: Place) -> bool:
        """Whether words begin with an article that tells of somebody the page has told of."""
        first = _WORD.match(text(self.page, (place,)))
        return first is not None and first.group().casefold() in self.antecedents.lists(place[0]).get("definite", ())

    def is_aged(self, place: Place) -> bool:
        """Whether words tell how old somebody is, and little more: "the 54-year-old"."""
        words = " ".join(text(self.page, (place,)).casefold().split())
        return any(fnmatchcase(words, form) for form in self.antecedents.lists(place[0]).get("aged", ()))

    def of_age(self, place: Place, last: Person | None) -> Person | None:
        """The last person before an epithet behind whose name its number stands ("Ada Brandt, 54,").

        Else whoever was told of last, or spoke `last`, if the page does not say that they are of another age.
        """
        age = _AGE.search(text(self.page, (place,)))
        if age is None:
            return None
        for at in reversed(self.people.in_order):
            if at < place and self._age_at(at) == age.group():
                return self.people.by_place[at]
        for person in (self.antecedents.told_before(place), last):
            if person is not None and not any(self._age_at(at) for at in person.places):
                return person
        return None

    def _age_at(self, at: Place) -> str | None:
        """The age that stands behind a name."""
        found = _AGE_BEHIND.match(self.page.passages[at[0]].text.text, at[2])
        return found[1] if found else None

    def of_office(self, place: Place) -> Person | None:
        """The last person before an epithet with an article of whom the page says all that it says, with the same noun, and no other state.

        Nobody who is only the vice or a former one of that.
        """
        if not self.is_definite(place):
            return None
        office = self._office(place, _WORD.findall(text(self.page, (place,))))
        if not any(len(word) >= _SHORTEST_OFFICE for word in office.head):
            return None
        unlike = {*self.antecedents.lists(place[0]).get("unlike", ())}
        more = {plain(word) for word in self.antecedents.lists(place[0]).get("of_state", ())}
        known = [one for one in reversed(self._offices.get(office.noun, ())) if one[1] <= place]
        # who is called by the very words before who has the office by another name
        for exact, (at, _, told) in [(exact, one) for exact in (True, False) for one in known]:
            person = self.people.by_place[at]
            same = office.own <= told.own if exact else all(word in more for word in told.words - office.words)
            same = same and office.head <= told.head and office.words <= told.words
            if same and unlike.isdisjoint(told.head - office.head) and self.antecedents.may_be(place, person):
                states = told.states or self._states_of(person, at)
                if not office.states or not states or office.states & states:
                    return person
        return None

    def _states_of(self, person: Person, at: Place) -> frozenset[str]:
        """The state of a person whom the gazetteer has."""
        found = known(person.name, self.antecedents.language(at[0]), self.page.published)
        return frozenset({found.country} if found and found.actor and found.country else ())

    @cached_property
    def _offices(self) -> dict[str, list[tuple[Place, Place, Office]]]:
        """What the page says that persons are, by its noun: where the name stands, where the words for it end, and the office."""
        found: dict[str, list[tuple[Place, Place, Office]]] = {}
        for at in self.people.in_order:
            for end, words in self._beside(at):
                office = self._office(at, words)
                found.setdefault(office.noun, []).append((at, end, office))
        return found

    def _office(self, place: Place, words: Sequence[str]) -> Office:
        """The office in words: its head goes up to the first preposition; adjectives of states are no part of it."""
        lists, language = self.antecedents.lists(place[0]), self.antecedents.language(place[0])
        stops, little = lists.get("prepositions", lists.get("of", ())), lists.get("little", ())
        words = [part for word in words for part in _without_state(word, language)]
        said = [word.casefold() for word in words if not countries_in(word, language)]
        low = self._by_one_name(place[0], said)
        cut = next((number for number, word in enumerate(low) if word in stops and number), len(low))
        states = frozenset(state for word in words for state in countries_in(word, language))

        def content(some: Sequence[str]) -> list[str]:
            return [plain(word) for word in some if word not in little]

        head = content(low[:cut])
        noun = "" if not head else head[0] if lists.get("noun_first") else head[-1]
        return Office(frozenset(head), noun, frozenset(content(low)), states, frozenset(content(said)))

    def _by_one_name(self, number: int, words: Sequence[str]) -> list[str]:
        """Words in small letters with the first name in its language of the office that they tell of: "chief diplomat" is the "foreign minister".

        The name of an office ends there, or goes on with what it is of: the "secretary of state for health" is none of state.
        """
        lists = self.antecedents.lists(number)
        plains = [plain(word) for word in words]
        for names in lists.get("same_office", ()):
            first, *others = (name.split() for name in names.split(" = "))
            for other in sorted(others, key=len, reverse=True):
                known = [plain(word) for word in other]
                for at in range(len(words) - len(known) + 1):
                    behind = words[at + len(known) : at + len(known) + 1]
                    if plains[at : at + len(known)] == known and all(word in lists.get("of", ()) for word in behind):
                        return [*words[:at], *first, *words[at + len(known) :]]
        return list(words)

    def _beside(self, at: Place) -> list[tuple[Place, list[str]]]:
        """What is said of somebody right before the name, and behind it between commas, each with where it ends: "the mayor of Lyon, Ada Brandt, 54,"."""
        number, start, end = at
        whole, lists = self.page.passages[number].text.text, self.antecedents.lists(number)
        _, first, last = self.antecedents.sentence(at) or at
        before, behind = self.people.beside(at)
        low = max(first, before[2] if before else 0)
        high = min(last, behind[1] if behind else len(whole))
        found: list[tuple[Place, list[str]]] = []
        lead = whole[low:start].rstrip()
        if lead.endswith(",") and whole[end:high].lstrip()[:1] not in (",", "."):
            lead = ""  # "in the house of the mayor, Ada Brandt sang"
        words = self._phrase_before(number, lead.rstrip(","))
        if words:
            found.append((at, words))
        tail = whole[end:high]
        if tail.lstrip().startswith(","):
            open_ = end + tail.index(",") + 1
            close = whole.find(",", open_, high)
            apposition = _WORD.findall(whole[open_:close]) if close >= 0 else []
            if apposition and apposition[0].casefold() not in {*lists.get("relatives", ())} - {
                *lists.get("definite", ())
            }:
                found.append(((number, close, close), apposition[:_LONGEST_OFFICE]))
        return found

    def _phrase_before(self, number: int, lead: str) -> list[str]:
        """The words of the noun phrase that ends with `lead`, in their order; nothing where they end with a preposition."""
        lists = self.antecedents.lists(number)
        words = _WORD.findall(_CLAUSE.split(lead)[-1])
        stops = {*lists.get("prepositions", lists.get("of", ())), *lists.get("little", ())}
        if not words or words[-1].casefold() in stops:
            return []
        if self.antecedents.language(number) == "de":
            return words[-1:]  # every noun has a capital there, so that nothing tells where the phrase begins
        language = self.antecedents.language(number)
        if words[-1].islower() and not lists.get("noun_first"):  # "Police arrested", "US president", "local journalist"
            states = [word for word in words[-2:-1] if countries_in(word, language)]
            return [*states, words[-1]]
        articles = lists.get("definite", ())
        offices = {tuple(name.split()[:2]) for names in lists.get("same_office", ()) for name in names.split(" = ")}
        plains = 0
        found: list[str] = []
        for place in range(len(words) - 1, -1, -1):
            word, before = words[place].casefold(), words[place - 1].casefold() if place else ""
            belongs = before in stops and before not in articles  # "degli Esteri"
            adjective = bool(lists.get("noun_first")) and bool(belongs or countries_in(words[place], language))
            opens = bool(found) and (word, found[-1].casefold()) in offices and before in articles  # "primo ministro"
            plains += not (word in stops or words[place][0].isupper() or adjective or opens)
            if plains > 1 or len(found) >= _LONGEST_OFFICE:
                break
            found.append(words[place])
            if word in articles and before not in stops:
                break
        return found[::-1]


def _without_state(word: str, language: str) -> list[str]:
    """A word, or the state that it begins with and its rest: "US-Präsident"."""
    first, _, rest = word.partition("-")
    return [first, rest] if rest and countries_in(first, language) else [word]

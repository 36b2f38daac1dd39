"""Parties: who speaks and to whom, as the words of the page and as whom they stand for."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from onrecord.attribution.people import People, Person, plain
from onrecord.attribution.places import covers, spans, text
from onrecord.languages import table
from onrecord.languages.countries import countries_in
from onrecord.pipeline import Draft, Place, Speech
from onrecord.records import Party

Identified = Literal["named", "unnamed", "collective", "document", "none"]
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_EDGES = ' \t\u00a0,;:–—-()[]"“”«»'
_LONGEST_PRONOUN = 5
#: So many names of one kind, joined by commas and a word, are a list.
_SHORTEST_LIST = 3
#: A role has no more words than this; what is longer is a story.
_LONGEST_ROLE = 14
_SHORTEST_ROLE = 4  # letters of a single word: "Mr" is none


class Parties:
    """Makes the parties of one page; remembers who spoke, for pronouns, epithets and dropped subjects to come."""

    def __init__(self, page: Draft) -> None:
        self.page = page
        self.people = People(page)
        self.roles: dict[int, str] = {}
        self.countries: dict[int, str] = {}
        self.last: Person | None = None

    def speakers(self, speech: Speech, *, nested: bool = False) -> tuple[Party, ...]:
        """The speakers of a speech; one without words where the language drops its subject.

        Who speaks within somebody else's words is not who goes on speaking after them.
        """
        alone = len(speech.sources) == 1
        parts = dict.fromkeys(part for source in speech.sources for part in self._members(source, alone=alone))
        found = [self._party(part, speech.identified == "named", speaks=not nested) for part in parts]
        if not found and speech.cue and speech.identified == "named" and self.last is not None and self._drops(speech):
            found.append(self._resolved((), self.last))
        return tuple(found)

    def addressees(self, speech: Speech) -> tuple[Party, ...]:
        """The addressees of a speech."""
        return tuple(
            self._party(part, False, speaks=False) for place in speech.addressees for part in self._members(place)
        )

    def identified(self, speech: Speech, speakers: tuple[Party, ...]) -> Identified:
        """How the page tells who speaks: a person with a name is named, whatever the model thinks."""
        if not speakers:
            return "none"
        if any(party.actor for party in speakers):
            return "named"
        return "unnamed" if speech.identified == "none" else speech.identified

    def _drops(self, speech: Speech) -> bool:
        number = speech.cue[0][0]
        return bool(table(self._language(number), "parties.toml").get("drops_subject", False))

    def _language(self, number: int) -> str:
        return self.page.passages[number].language or self.page.language or ""

    def _party(self, place: Place, named: bool, *, speaks: bool = True) -> Party:
        persons = self.people.at([place])
        if persons:
            if speaks:
                self.last = persons[0]
            return self._resolved((place,), persons[0])
        person = self._meant(place) if named else None
        if person is not None:
            return self._resolved((place,), person)
        country = self._country(place)
        return Party(
            spans=spans(self.page, (place,)),
            text=text(self.page, (place,)),
            country=country,
            known_from="table" if country else "page",
        )

    def _resolved(self, places: tuple[Place, ...], person: Person) -> Party:
        role = self._role(places[0], person) if places else None
        if role:
            self.roles.setdefault(id(person), role)
        country = self._country(places[0]) if places else None
        if country:
            self.countries.setdefault(id(person), country)
        country = country or self.countries.get(id(person))
        return Party(
            spans=spans(self.page, places),
            text=text(self.page, places),
            actor=person.name,
            role=role or self.roles.get(id(person)),
            country=country,
            known_from="table" if country else "page",
        )

    def _meant(self, place: Place) -> Person | None:
        """Whom a pronoun or an epithet stands for.

        A relative pronoun stands for the name right before it; an epithet for the one whose role shares a word with it; else both stand
        for whoever spoke last. Words with a capital that are not at the front are a name the page may have: nobody is guessed for them.
        """
        number, start, _ = place
        whole = self.page.passages[number].text.text
        words = _WORD.findall(text(self.page, (place,)))
        if len(words) == 1:
            stop = len(whole[:start].rstrip(" ,\u00a0"))
            for at, person in self.people.by_place.items():
                if at[0] == number and at[2] == stop:
                    return person
        plain_words = {plain(word) for word in words if len(word) > 3}
        for person in reversed(self.people.persons):
            role = self.roles.get(id(person), "")
            if plain_words & {plain(word) for word in _WORD.findall(role) if len(word) > 3}:
                return person
        named = any(word[0].isupper() for word in words[1:]) and self._language(number) != "de"
        longer = len(words) == 1 and words[0][0].isupper() and len(words[0]) > _LONGEST_PRONOUN
        return None if named or longer else self.last

    def _role(self, place: Place, person: Person) -> str | None:
        """Words of a party around the name: "Russian Foreign Minister", "who heads the mission"."""
        number, start, end = place
        whole = self.page.passages[number].text.text
        name = next((at for at in person.places if covers((place,), at)), None)
        if name is None:
            return None
        before, after = whole[start : name[1]].strip(_EDGES), whole[name[2] : end].strip(_EDGES)
        role = before if len(_WORD.findall(before)) >= 1 else after
        words = _WORD.findall(role)
        courtesy = len(words) == 1 and len(words[0]) < _SHORTEST_ROLE
        return None if not words or len(words) > _LONGEST_ROLE or courtesy else role

    def _country(self, place: Place) -> str | None:
        """The state that the words of a party name first, as a noun or an adjective."""
        found = countries_in(text(self.page, (place,)), self._language(place[0]))
        return found[0] if found else None

    def _members(self, place: Place, *, alone: bool = False) -> list[Place]:
        """The members of a list of names ("A, B and C") as parties of their own; anything else stays whole.

        One member of a list of three or more of a kind speaks with all of them, where the encoder points at it `alone`.
        """
        number, start, end = place
        inside = sorted(name.place for name in self.page.names if covers((place,), name.place))
        if len(inside) >= 2 and inside[0][1] == start and inside[-1][2] == end:
            return inside if all(self._joined(one, other) for one, other in pairwise(inside)) else [place]
        if inside != [place] or not alone:
            return [place]
        kind = next(name.kind for name in self.page.names if name.place == place)
        names = sorted(name.place for name in self.page.names if name.place[0] == number and name.kind == kind)
        first = last = names.index(place)
        while first > 0 and self._joined(names[first - 1], names[first]):
            first -= 1
        while last + 1 < len(names) and self._joined(names[last], names[last + 1]):
            last += 1
        listed = names[first : last + 1]
        return listed if len(listed) >= _SHORTEST_LIST and self._joined(*listed[-2:], by_word=True) else [place]

    def _joined(self, one: Place, other: Place, *, by_word: bool = False) -> bool:
        """Whether nothing but a comma or a word that joins stands between two names."""
        between = self.page.passages[one[0]].text.text[one[2] : other[1]].strip()
        words = _WORD.findall(between.casefold())
        joining = table(self._language(one[0]), "parties.toml").get("and", ())
        return (
            bool(between)
            and between not in "-–"
            and all(word in joining for word in words)
            and (bool(words) or not by_word)
        )

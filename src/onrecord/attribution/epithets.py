"""Epithets: whom "the mayor", "the foreign minister" and "the 54-year-old" stand for, by what the page says at names."""

from __future__ import annotations

import re

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.people import People, Person, plain
from onrecord.attribution.places import text
from onrecord.languages.countries import countries_in
from onrecord.pipeline import Draft, Place

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_CLAUSE = re.compile(r"[,;:()]")
_AGE = re.compile(r"[1-9]\d(?!\d)")
_LONGEST_AGED = 6  # words of "the jobless man of 54"
_SHORTEST_OFFICE = 4  # letters of a word
_LONGEST_OFFICE = 14  # words


class Epithets:
    """The persons of a page by their offices."""

    def __init__(self, page: Draft, people: People, antecedents: Antecedents) -> None:
        self.page, self.people, self.antecedents = page, people, antecedents

    def is_aged(self, place: Place) -> bool:
        """Whether words tell how old somebody is, and little more."""
        words = _WORD.findall(text(self.page, (place,)))
        return len(words) <= _LONGEST_AGED and any(_AGE.match(word) for word in words)

    def is_definite(self, place: Place) -> bool:
        """Whether words begin with an article that tells of somebody the page has told of."""
        first = _WORD.match(text(self.page, (place,)))
        return first is not None and first.group().casefold() in self.antecedents.lists(place[0]).get("definite", ())

    def of_office(self, place: Place) -> Person | None:
        """The last person before an epithet with an article at whose name all of its words stand, adjectives of states or not."""
        if not self.is_definite(place):
            return None
        lists = self.antecedents.lists(place[0])
        language = self.page.passages[place[0]].language or self.page.language or ""
        words = [
            plain(word)
            for word in _WORD.findall(text(self.page, (place,)))[1:]
            if word.casefold() not in lists.get("little", ()) and not countries_in(word, language)
        ]
        if not words or not any(len(word) >= _SHORTEST_OFFICE for word in words):
            return None
        for at in reversed(self.people.in_order):
            if at < place and self.antecedents.may_be(place, self.people.by_place[at]):
                beside = {plain(word) for phrase in self._beside(at) for word in phrase}
                if all(word in beside for word in words):
                    return self.people.by_place[at]
        return None

    def _beside(self, at: Place) -> tuple[list[str], list[str]]:
        """The words of what is said of somebody right before the name, and behind it between commas: "the mayor of Lyon, Ada Brandt, 54,"."""
        number, start, end = at
        whole = self.page.passages[number].text.text
        sentence = self.antecedents.sentence(at) or at
        others = [other for other in self.people.in_order if other[0] == number]
        low = max([sentence[1], *(other[2] for other in others if other[2] <= start)])
        high = min([sentence[2], *(other[1] for other in others if other[1] >= end)])
        before, after = whole[low:start].rstrip(), whole[end:high].lstrip()
        if before.endswith(",") and after[:1] not in (",", ".", ""):
            before = ""
        lists = self.antecedents.lists(number)
        apposition = _WORD.findall(after[1:].partition(",")[0]) if after.startswith(",") else []
        if apposition and apposition[0].casefold() in lists.get("relatives", ()):
            apposition = []
        nominal: list[str] = []
        plains = 0  # words that may be the noun that the others belong to, or something else
        for word in reversed(_WORD.findall(_CLAUSE.split(before.rstrip(","))[-1])):
            plains += word.casefold() not in lists.get("little", ()) and not word[0].isupper()
            if plains > 1 or len(nominal) > _LONGEST_OFFICE:
                break
            nominal.append(word)
        return nominal, apposition[:_LONGEST_OFFICE]

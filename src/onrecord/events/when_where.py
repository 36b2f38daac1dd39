"""Dates and places of events: words that the encoder points at, read by the date grammar and the gazetteer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from onrecord.attribution.places import overlap, spans, text
from onrecord.dating.grammar import expressions
from onrecord.dating.lexicon import Expression
from onrecord.dating.resolve import resolve
from onrecord.events.backing import FILE
from onrecord.languages import table
from onrecord.pipeline import Draft
from onrecord.pipeline import Place as Where
from onrecord.placing.gazetteer import locate
from onrecord.records import Date, Place

_FIRST = re.compile(r"(\w+)\s+(?=\w)")


class Settings:
    """When and where things of one page happen."""

    def __init__(self, page: Draft) -> None:
        self.page = page
        self.expressions: dict[int, tuple[Expression, ...]] = {}

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """Countries that the page names, the most frequent first."""
        found = Counter(one.country for one in self.page.mentions if one.country)
        return tuple(sorted(found, key=lambda country: (-found[country], country)))

    def language(self, number: int) -> str:
        """Language of a passage."""
        return self.page.language_of(self.page.passages[number])

    def in_passage(self, number: int) -> tuple[Expression, ...]:
        """Expressions of time of a passage."""
        if number not in self.expressions:
            self.expressions[number] = expressions(self.page.passages[number].text.text, self.language(number))
        return self.expressions[number]

    def date(self, places: Sequence[Where], future: bool | None = None) -> Date | None:
        """The date that words of time give; None where the grammar does not know them."""
        for place in places:
            for one in self.in_passage(place[0]):
                at = (place[0], one.start, one.end)
                if overlap(at, place):
                    return resolve(
                        one,
                        self.page.published,
                        spans=spans(self.page, (at,)),
                        text=text(self.page, (at,)),
                        future=future,
                    )
        return None

    def place(self, places: Sequence[Where]) -> Place | None:
        """The place that words name, with country and coordinates where the gazetteer has them."""
        places = tuple(self._without_preposition(place) for place in places[:1])
        words = text(self.page, places)
        if not any(char.isupper() or (char.isalpha() and not char.islower()) for char in words):
            return None  # "here", "the north": no name, in a script that tells
        found = locate(words, self.language(places[0][0]), self.countries)
        return Place(
            spans=spans(self.page, places),
            text=words,
            country=found.country if found else None,
            geonameid=found.geonameid if found else None,
            lat=found.lat if found else None,
            lon=found.lon if found else None,
        )

    def _without_preposition(self, place: Where) -> Where:
        """Words for a place without the preposition before them: "in Lowmark"."""
        number, start, end = place
        lists = table(self.language(number), FILE)
        first = _FIRST.match(self.page.passages[number].text.text, start, end)
        if first is None or first[1] not in (*lists.get("of", ()), *lists.get("prepositions", ())):
            return place
        return (number, first.end(), end)

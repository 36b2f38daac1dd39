"""Phrases that hold names of persons: who of them speaks or acts, and with which of the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from onrecord.attribution.antecedents import ENDINGS, Antecedents
from onrecord.attribution.people import People, Person, plain, titles_of
from onrecord.pipeline import Draft, Place

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_LONGEST_BEFORE = 2  # words between a word that tells of somebody and their name: "Putin's close ally Ada Brandt"
_NOUNS = re.compile(r"[\w’' -]+")
EDGES = ' \t\u00a0,;:–—-()[]"“”«»'
_PAIRS = tuple(
    (pair[0], pair[1]) for pair in ("()", "[]", '""', "“”", "„“", "«»", "»«")
)  # what opens, and what closes it


class Phrases:
    """Reads the names of a page's phrases."""

    def __init__(self, page: Draft, people: People, antecedents: Antecedents) -> None:
        self.page, self.people, self.antecedents = page, people, antecedents
        self._cues: dict[int, list[Place]] = {}
        for cue in (cue for speech in page.speeches for cue in speech.cue):
            self._cues.setdefault(cue[0], []).append(cue)

    def persons(self, place: Place) -> list[tuple[Place, Person]]:
        """Whom a phrase is about, each with the part of it that is theirs; several where it is a list of persons.

        Who only tells of somebody else is none of them: "the lawyer of Ada Brandt", "those who met Mr Hale", "Putin ally Ada Brandt" (Putin).
        """
        names = self._free(place, self.people.within(place))
        if len(names) > 1 and self._tells_of(*names[:2]):
            names = names[1:]
        if not names:
            return []
        parts = self._parts(place, names) if self._is_list(names) else [self._own(place, names[0])]
        found: dict[int, tuple[Place, Person]] = {}
        for part, at in zip(parts, names, strict=False):
            found.setdefault(id(self.people.by_place[at]), (part, self.people.by_place[at]))
        return list(found.values())

    def _own(self, place: Place, at: Place) -> Place:
        """The part of a phrase from a name on where a word that joins stands right before it, else all of it: "officials and Ada Brandt"."""
        number, start, end = place
        before = list(_WORD.finditer(self.page.passages[number].text.text, start, at[1]))
        joining = self.antecedents.lists(number).get("and", ())
        return (number, at[1], end) if len(before) > 1 and before[-1].group().casefold() in joining else place

    def _free(self, place: Place, names: Sequence[Place]) -> list[Place]:
        """Names that do not hang on another word of the phrase."""
        free: list[Place] = []
        hangs = False
        for number, at in enumerate(names):
            follows = number > 0 and self._is_joined(names[number - 1], at)
            hangs = hangs if hangs and follows else self._hangs(place, at)
            if not hangs:
                free.append(at)
        return free

    def _hangs(self, place: Place, at: Place) -> bool:
        """Whether a preposition stands right before a name, or a relative word anywhere before it and no comma between, and something that these belong to; or what it has behind it."""
        number, start, end = place
        start = max([start, *(cue[2] for cue in self._cues.get(number, ()) if start <= cue[1] < cue[2] <= at[1])])
        lists, titles = self.antecedents.lists(number), titles_of(self.page, at)
        whole = self.page.passages[number].text.text
        before = [word.casefold() for word in _WORD.findall(whole[start : at[1]])]
        while before and plain(before[-1]) in titles:
            before.pop()
        behind = whole[at[2] : end]
        ending = next((one for one in lists.get("possessive", ENDINGS) if behind.startswith(one)), None)
        if ending is not None and behind[len(ending) : len(ending) + 1].isspace() and _WORD.search(behind, len(ending)):
            return True
        bare = before[:-1] if before and before[-1] in lists.get("definite", ()) else before  # "de la" doctora Vidal
        if len(bare) > 1 and bare[-1] in lists.get("prepositions", lists.get("of", ())):
            return True
        if len(before) < 2:
            return False
        relatives = {*lists.get("relatives", ())} - {*lists.get("definite", ())}
        return not whole[start : at[1]].rstrip().endswith(",") and not relatives.isdisjoint(before[1:])

    def _tells_of(self, one: Place, other: Place) -> bool:
        """Whether a name is a word that tells of the full name behind it: "Putin ally Ada Brandt"."""
        (number, start, end), (_, begin, stop) = one, other
        whole, lists = self.page.passages[number].text.text, self.antecedents.lists(number)
        between = whole[end:begin]
        words = [word.casefold() for word in _WORD.findall(between)]
        kinds = ("and", "but", "relatives", "prepositions", "of", "little")
        return (
            self.people.by_place[one] is not self.people.by_place[other]
            and len(whole[start:end].split()) == 1
            and len(whole[begin:stop].split()) > 1
            and len(words) <= _LONGEST_BEFORE
            and _NOUNS.fullmatch(between) is not None
            and not any(word in lists.get(kind, ()) for word in words for kind in kinds)
        )

    def _is_joined(self, one: Place, other: Place) -> bool:
        """Whether a word that joins, after a comma or not, is all that stands between two names."""
        words = _WORD.findall(self.page.passages[one[0]].text.text[one[2] : other[1]].casefold())
        return len(words) == 1 and words[0] in self.antecedents.lists(one[0]).get("and", ())

    def _is_list(self, names: Sequence[Place]) -> bool:
        """Whether a word that joins follows the last name but one, or a comma behind it: "Ada Brandt, 54, and Karl Moser"."""
        if len(names) < 2 or self.people.by_place[names[-1]] is self.people.by_place[names[-2]]:
            return False
        (number, _, end), (_, begin, _) = names[-2:]
        between = self.page.passages[number].text.text[end:begin]
        joining = self.antecedents.lists(number).get("and", ())
        return bool(self._joiners(between, joining))

    @staticmethod
    def _joiners(between: str, joining: Sequence[str]) -> list[re.Match[str]]:
        """Words that join and come first, or right behind a comma."""
        return [
            word
            for word in _WORD.finditer(between)
            if word.group().casefold() in joining and between[: word.start()].strip(" \u00a0")[-1:] in ("", ",")
        ]

    def _parts(self, place: Place, names: Sequence[Place]) -> list[Place]:
        """A list of persons cut before each of them: at the last word that joins and follows the name or a comma, else at the last comma."""
        number, start, end = place
        whole, joining = self.page.passages[number].text.text, self.antecedents.lists(number).get("and", ())
        cuts = [(start, start)]
        for one, other in pairwise(names):
            between = whole[one[2] : other[1]]
            words, comma = self._joiners(between, joining), between.rfind(",")
            low, high = (
                words[-1].span() if words else (comma, comma + 1) if comma >= 0 else (len(between), len(between))
            )
            cuts.append((one[2] + low, one[2] + high))
        stops = [low for low, _ in cuts[1:]] + [end]
        return [(number, *within_edges(whole, high, stop)) for (_, high), stop in zip(cuts, stops, strict=True)]


def within_edges(whole: str, start: int, end: int) -> tuple[int, int]:
    """Where words begin and end without the blanks and marks around them; a bracket or quotation mark stays whose other one is within: "Ada Brandt (SPD)"."""
    while end > start and whole[end - 1] in EDGES and not _closes(whole[start + 1 : end - 1], whole[end - 1]):
        end -= 1
    while start < end and whole[start] in EDGES and not _opens(whole[start], whole[start + 1 : end]):
        start += 1
    return start, end


def with_marks(whole: str, start: int, end: int) -> tuple[int, int]:
    """Where words begin and end with the mark right beside them whose other one is within: the bracket of "Ada Brandt (SPD"."""
    if end < len(whole) and _closes(whole[start:end], whole[end]):
        end += 1
    if start > 0 and _opens(whole[start - 1], whole[start:end]):
        start -= 1
    return start, end


def _closes(before: str, mark: str) -> bool:
    """Whether a mark closes what is opened in the words before it."""
    return any(
        before.count(opens) % 2 == 1 if opens == closes else before.count(opens) > before.count(closes)
        for opens, closes in _PAIRS
        if closes == mark and opens in before
    )


def _opens(mark: str, behind: str) -> bool:
    """Whether a mark opens what is closed in the words behind it."""
    return any(
        behind.count(closes) % 2 == 1 if opens == closes else behind.count(closes) > behind.count(opens)
        for opens, closes in _PAIRS
        if opens == mark and closes in behind
    )

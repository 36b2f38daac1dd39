"""Persons of a page: every name they go by there, and the words of office that stand at their names."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from typing import NamedTuple

from onrecord.attribution.places import overlap
from onrecord.languages import first_surnames, given_names, rows, table
from onrecord.pipeline import Draft, Place

#: Beginnings of a name that an ending of a case may follow ("Лавровым", "Lavrova").
_SHORTEST_STEM, _LONGEST_ENDING = 4, 3
#: Letters changed, lost, doubled or swapped that a name bears ("Gauido"), and how long it must be for that.
_SHORTEST_MISSPELT = 5
_LONGEST_TITLE = 24  # letters, with the blank behind it
_BEFORE = re.compile(r"(?:(?<!\w)\w{2,3}\.|\w+)[ \u00a0]$")
POSSESSIVE = re.compile(r"[’']s?$")


@dataclass
class Person:
    """Somebody named on the page; `name` is the form that `_commonest` chooses, `places` where any form stands, in reading order."""

    name: str
    parts: tuple[str, ...]
    gender: str | None = None
    places: list[Place] = field(default_factory=list)


def plain(word: str) -> str:
    """Letters without accents and case."""
    bare = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in bare if not unicodedata.combining(char))


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name that can stand for it alone; initials and particles are none."""
    words = [plain(word).strip(".,'’-") for word in name.replace("’s", "").replace("'s", "").split()]
    return tuple(word for word in words if len(word) > 1)


def same_word(one: str, other: str) -> bool:
    """Whether two words are one name: equal, another case of it, or a slip of the pen apart."""
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    stem = len(short) - 1 if short[-1] in "aeiouyаеиоуыйья" else len(short)
    if stem >= _SHORTEST_STEM and long.startswith(short[:stem]) and len(long) - stem <= _LONGEST_ENDING:
        return True
    return len(short) >= _SHORTEST_MISSPELT and one[0] == other[0] and _one_slip(one, other)


def _one_slip(one: str, other: str) -> bool:
    """One letter changed, lost or put in, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, more = one[start:], other[start:]
    if len(rest) == len(more):
        return rest[1:] == more[1:] or (rest[:2] == more[1::-1] and rest[2:] == more[2:])
    return rest[1:] == more if len(rest) > len(more) else rest == more[1:]


class People:
    """The persons of a page, from the names that the encoder found."""

    def __init__(self, page: Draft) -> None:
        self._page, self._others = page, [name for name in page.names if name.kind != "person"]
        self.persons: list[Person] = []
        self.by_place: dict[Place, Person] = {}
        found = [(name.place, _text(page, name.place)) for name in page.names if name.kind == "person"]
        # long names first, so that a surname alone joins the full name that stands anywhere on the page
        for place, text in sorted(found, key=lambda item: (-len(name_parts(item[1])), item[0])):
            titles = titles_of(page, place)
            whole = name_parts(text)
            front = next((at for at, part in enumerate(whole) if not _is_title(part, titles)), len(whole))
            parts = whole[front:]
            if not parts and whole and any(person.parts[-1] == whole[-1] for person in self.persons):
                parts, front = whole[-1:], len(whole) - 1  # who is called like a title: "Cardinale"
            if not parts:
                continue  # "Ms" alone
            own = [titles[part] for part in (*_word_before(page, place), *whole[:front]) if part in titles]
            gender = next((title.gender for title in own if title.gender), None)
            person = self._known(parts, place, gender, given=any(title.before_given for title in own))
            if person is None:
                person = Person(text, parts)
                self.persons.append(person)
            person.gender = person.gender or gender
            insort(person.places, place)
            self.by_place[place] = person
        for person in self.persons:
            person.name = _commonest(page, person)
            person.gender = person.gender or _gender_of(person.parts)
        self.in_order = sorted(self.by_place)
        self._by_name: dict[str, list[Person]] = {}
        for person in self.persons:
            self._by_name.setdefault(person.name, []).append(person)
        self._of_passage: dict[int, list[Place]] = {}
        for place in self.in_order:
            self._of_passage.setdefault(place[0], []).append(place)

    def _known(self, parts: Sequence[str], place: Place, gender: str | None, *, given: bool) -> Person | None:
        """The person that these parts can be a name of: all of them among theirs; of several the nearest one before.

        A title tells a spouse apart ("Lady Starmer"); `given` says that the first name alone goes with it ("Sir Keir").
        """
        fits = [
            person
            for person in self.persons
            if all(any(same_word(part, theirs) for theirs in person.parts) for part in parts)
            and (given or len(parts) > 1 or not _given_only(parts[0], person))
            and (gender is None or person.gender in (None, gender))
        ]
        if len(parts) == 1:  # who is called so last comes before who is called so first
            fits = [person for person in fits if same_word(parts[0], person.parts[-1])] or fits
        before = [
            (max(at for at in person.places if at <= place), person) for person in fits if person.places[0] <= place
        ]
        if before:
            return max(before, key=lambda item: item[0])[1]
        return max(fits, key=lambda person: (len(person.places), person.places[-1]), default=None)

    def called(self, place: Place, text: str) -> Person | None:
        """The person whose name words are, or part of it, where the encoder saw no name in them; words with a small first letter are none.

        Titles before it do not count: "Mr Brandt".
        """
        words = text.split()
        if not words or not all(word[0].isupper() for word in words):
            return None
        if len(words) == 1 and self._capitals(place) and not self._is_no_noun(place, text):
            return None
        if any(name.place[0] == place[0] and overlap(name.place, place) for name in self._others):
            return None
        titles, own = titles_of(self._page, place), []
        while len(words) > 1 and _is_title(bare := plain(words[0]).strip(".,"), titles):
            own += [titles[bare]] if bare in titles else []
            words.pop(0)
        gender = next((title.gender for title in own if title.gender), None)
        parts, given = name_parts(" ".join(words)), any(title.before_given for title in own)
        person = self._known(parts, place, gender, given=given) if len(parts) == len(words) else None
        exact = person is not None and all(part in person.parts for part in parts)
        return person if exact else None

    def _capitals(self, place: Place) -> bool:
        """Whether a language writes every noun with a capital, so that one word may be no name."""
        return (self._page.passages[place[0]].language or self._page.language) == "de"

    def _is_no_noun(self, place: Place, word: str) -> bool:
        """Whether a word stands in the names of persons of the page more often than elsewhere, and nowhere behind an article as a noun would."""
        named = 0
        for number, passage in enumerate(self._page.passages):
            articles = {*table(self._page.language_of(passage), "parties.toml").get("definite", ())}
            for found in re.finditer(rf"(?:(\w+) )?\b{re.escape(word)}\b", passage.text.text):
                if (found[1] or "").casefold() in articles:
                    return False
                at = (number, found.end() - len(word), found.end())
                inside = any(one[1] <= at[1] and at[2] <= one[2] for one in self._of_passage.get(number, ()))
                named += inside - (not inside and at != place)
        return named > 0

    def named(self, name: str | None) -> list[Person]:
        """Persons of a name."""
        return self._by_name.get(name or "", [])

    def within(self, place: Place) -> list[Place]:
        """Where names stand in a place, in reading order."""
        some = self._of_passage.get(place[0], [])
        first = bisect_left(some, place[1], key=lambda at: at[1])
        return list(takewhile(lambda at: at[1] < place[2], (at for at in some[first:] if at[2] <= place[2])))

    def beside(self, at: Place) -> tuple[Place | None, Place | None]:
        """The names before and behind a name in its passage."""
        some = self._of_passage[at[0]]
        index = bisect_left(some, at)
        return (some[index - 1] if index else None), (some[index + 1] if index + 1 < len(some) else None)

    def at(self, places: Sequence[Place]) -> list[Person]:
        """Persons named within places, in reading order, each once."""
        found = sorted({at for place in places for at in self.within(place)})
        return list({id(self.by_place[at]): self.by_place[at] for at in found}.values())


class Title(NamedTuple):
    """What a title tells: whether a man or a woman bears it, and whether a first name alone may follow ("Sir Keir")."""

    gender: str | None
    before_given: bool


_last: tuple[Draft, People] | None = None


def people_of(page: Draft) -> People:
    """The persons of a page; those of the page asked for last are kept, since every stage that knows parties asks anew."""
    global _last
    kept = _last
    if kept is not None:
        draft, people = kept
        if draft.names is page.names and draft.passages is page.passages and draft.language == page.language:
            return people
    people = People(page)
    _last = page, people
    return people


def titles_of(page: Draft, place: Place) -> Mapping[str, Title]:
    """Titles and words of courtesy in the language of a place."""
    return _titles(page.language_of(page.passages[place[0]]))


@cache
def _titles(language: str) -> Mapping[str, Title]:
    return {
        plain(row["title"]): Title(row.get("gender") or None, row.get("given") == "yes")
        for row in rows(language, "titles.csv")
    }


def _gender_of(parts: Sequence[str]) -> str | None:
    """`m` or `f` where the first of several names is given to men or to women only."""
    gender = given_names().get(parts[0]) if len(parts) > 1 else None
    return gender if gender in ("m", "f") else None


def _given_only(part: str, person: Person) -> bool:
    """Whether a word is a first name of somebody who has others: "Juan" alone is not surely Juan Guaidó, but "Lin" is Lin Jian and "Abiy" Abiy Ahmed."""
    first = len(person.parts) > 1 and same_word(part, person.parts[0]) and not same_word(part, person.parts[-1])
    return first and part in given_names() and part not in first_surnames()


def _text(page: Draft, place: Place) -> str:
    return page.passages[place[0]].text.text[place[1] : place[2]]


def _word_before(page: Draft, place: Place) -> tuple[str, ...]:
    """The word right before a name, which may be its title; a stop behind it only ends a short one ("Mr.")."""
    found = _BEFORE.search(page.passages[place[0]].text.text[max(0, place[1] - _LONGEST_TITLE) : place[1]])
    return name_parts(found.group()) if found else ()


def _is_title(part: str, titles: Mapping[str, Title]) -> bool:
    """Whether a word of a name is a title, or is joined from such ("Major-Gen")."""
    return part in titles or all(bit in titles for bit in part.split("-"))


def _commonest(page: Draft, person: Person) -> str:
    """The longest form of the name that begins with a given name, else the one that stands there most often.

    One word is no full name where the page has another form. Titles before a full name are not part of it, nor are an ending of
    possession and half of a compound that follows ("Clinton's", "Bouhlel zig-").
    """
    forms = [_bare(page, place) for place in person.places]
    last = {form.split()[-1] for form in forms}
    forms = [form[:-1] if form.endswith("s") and form.split()[-1][:-1] in last else form for form in forms]
    counts = Counter(forms)

    def rank(form: str) -> tuple[int, ...]:
        parts = len(name_parts(form))
        given = plain(form.split()[0]) in given_names()
        return parts == 1, not given, -parts if given else 0, -counts[form], -parts, forms.index(form)

    return min(forms, key=rank)


def _bare(page: Draft, place: Place) -> str:
    """A form of a name without titles, where two words or more are left, and without what does not belong to it."""
    titles = titles_of(page, place)
    form = POSSESSIVE.sub("", _text(page, place).strip(" \u00a0,;:–—"))
    words = form.split()
    while len(words) > 1 and words[-1].endswith("-"):
        words.pop()
    start = 0
    while start < len(words) and _is_title(plain(words[start]).strip(".,"), titles):
        start += 1
    return " ".join(words[start:] if len(words) - start > 1 else words)

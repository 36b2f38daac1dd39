"""Whom words without a name stand for: "he" and "she", "who", and nothing at all before the second verb of a subject."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from onrecord.attribution.people import People, Person
from onrecord.attribution.places import covers, text
from onrecord.languages import table
from onrecord.pipeline import Draft, Place, Speech

_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_JOINING = 3  # words that may stand between the word that joins two verbs and the second: "and has also since"
#: Endings of a possessive, also where a language has no list of them: "Anna's woordvoerder".
ENDINGS = ("'s", "’s")
_COLONS = (":", "：")
_NOUNS = re.compile(r"[\w’' -]*")
_INSERTED = re.compile(r",[^,.;:]+,\s*$")
_BEFORE_RELATIVE = " ,\u00a0"


class Antecedents:
    """What the words of a page without a name stand for."""

    def __init__(self, page: Draft, people: People) -> None:
        self.page, self.people = page, people

    def lists(self, number: int) -> Mapping[str, Any]:
        """What the language of a passage has for parties."""
        return table(self.language(number), "parties.toml")

    def language(self, number: int) -> str:
        """The language of a passage, that of the page where it has none of its own."""
        return self.page.language_of(self.page.passages[number])

    def is_one_of(self, place: Place, *names: str) -> bool:
        """Whether the words of a place stand in one of these lists of its language."""
        lists = self.lists(place[0])
        return any(text(self.page, (place,)).casefold() in lists.get(name, ()) for name in names)

    def may_be(self, place: Place, person: Person) -> bool:
        """Whether a pronoun, or a noun with its article, can stand for somebody: no man is "she"; machines that translate do not know."""
        if self.page.translation.kind == "machine" or person.gender is None:
            return True
        mine, other = ("masculine", "feminine") if person.gender == "m" else ("feminine", "masculine")
        return not self._has_gender(place, other) or self._has_gender(place, mine)

    def _fits(self, place: Place, person: Person) -> bool:
        """Whether somebody is known to be of the gender of a pronoun or of a noun's article."""
        mine = {"m": "masculine", "f": "feminine"}.get(person.gender or "")
        return mine is not None and self.page.translation.kind != "machine" and self._has_gender(place, mine)

    def _has_gender(self, place: Place, gender: str) -> bool:
        """Whether words are a pronoun of a gender or begin with an article of it."""
        first, *others = text(self.page, (place,)).casefold().split() or [""]
        return first in self.lists(place[0]).get(f"{gender}_articles" if others else gender, ())

    def told_before(self, place: Place, but: Collection[str | None] = ()) -> Person | None:
        """The person that a pronoun or a noun can stand for whom the page itself, not somebody's words, named before it, in its passage or the one before.

        Of the last sentence that names any it is the first, which is mostly its subject, and not one who only has something ("Ms Moser's lawyer, Ada
        Brandt"). Those known to be of its gender come before those of whom nothing is known.

        `but` are names of those who speak the words that it is in: nobody is "he" to himself.
        """
        near = [
            (at, person)
            for at, person in self.people.by_place.items()
            if at[0] in (place[0], place[0] - 1)
            and at < place
            and not self._is_credit(at)
            and person.name not in but
            and self.may_be(place, person)
            and not any(covers(speech.content, at) for speech in self.page.speeches)
        ]
        near = [pair for pair in near if self._fits(place, pair[1])] or near
        if not near:
            return None
        last = max(at for at, _ in near)
        number, start, end = self.sentence(last) or last
        return min(
            (pair for pair in near if pair[0][0] == number and start <= pair[0][1] < end),
            key=lambda pair: (self._has_something(pair[0]), pair[0]),
        )[1]

    def _has_something(self, name: Place) -> bool:
        """Whether the ending of a possessive follows a name."""
        return self.page.passages[name[0]].text.text.startswith(ENDINGS, name[2])

    def body_before(self, place: Place) -> Place | None:
        """The name of the body, group or state that "it" or "they" can stand for.

        It begins the sentence, or speaks or acts in it: the one that the pronoun is in, up to it, or the one before; it is not in somebody's words, and does
        not tell of a person ("the Harbour Board chairman Ada Brandt"). A place must speak or act. What has something is not that: "it" for "Kestria's navy" is
        the navy.
        """
        own = self.sentence(place)
        if own is None:
            return None
        before = [one for one in self.page.passages[place[0]].sentences if one.end <= own[1]]
        windows = [(place[0], own[1], place[1])]
        windows += [(place[0], before[-1].start, before[-1].end)] if before else self._last_sentence(place[0] - 1)
        doing = [at for at in self._doing if not self.people.within(at)]
        for window in windows:
            fits = [
                whole
                for name in self.page.names
                for whole in self._with_what_it_has(name.place, doing)
                if name.kind != "person"
                and covers((window,), name.place)
                and (covers(doing, name.place) or (name.kind != "place" and self._is_front(window, name.place)))
                and not any(covers(one.content, name.place) and not covers(one.content, place) for one in self.page.speeches)
            ]  # fmt: skip
            if fits:
                return max(fits)
        return None

    def _with_what_it_has(self, name: Place, doing: Sequence[Place]) -> list[Place]:
        """A name, or in its place what speaks or acts and is had by it; nothing if that does neither."""
        behind = self.page.passages[name[0]].text.text[name[2] : name[2] + 2]
        if behind not in ENDINGS:
            return [name]
        return [at for at in doing if covers((at,), name) and at[2] > name[2] + 2]

    @cached_property
    def _doing(self) -> list[Place]:
        """What speaks or acts, as the encoder points at it."""
        return [at for one in self.page.speeches for at in one.sources] + [
            at for one in self.page.deeds for at in one.actors
        ]

    def _last_sentence(self, number: int) -> list[Place]:
        """The last sentence of a passage, if there is one."""
        found = self.page.passages[number].sentences if number >= 0 else ()
        return [(number, found[-1].start, found[-1].end)] if found else []

    def _is_front(self, sentence: Place, place: Place) -> bool:
        """Whether nothing but an article stands in a sentence before a name, and no person's name follows that it tells of."""
        number, start, end = sentence
        whole, articles = self.page.passages[number].text.text, self.lists(number).get("definite", ())
        before = _WORD.findall(whole[start : place[1]])
        behind = next(iter(self.people.within((number, place[2], end))), None)
        told = (
            behind is not None
            and _NOUNS.fullmatch(whole[place[2] : behind[1]])
            and len(whole[place[2] : behind[1]].split()) <= _JOINING
        )
        return not told and all(word.casefold() in articles for word in before)

    def _is_credit(self, place: Place) -> bool:
        """Whether a name is of who took a picture, and so of nobody the page tells of: in a caption, or before a bar ("Ada Brandt/AP")."""
        passage = self.page.passages[place[0]]
        return passage.kind == "caption" or passage.text.text[place[2] : place[2] + 1] == "/"

    def heard_before(self, place: Place, persons: Iterable[Person], but: Collection[str | None]) -> Person | None:
        """The last of those who spoke before a pronoun who is known to be of its gender; `but` are names of those who speak the words it is in."""
        return next((one for one in persons if one.name not in but and self._fits(place, one)), None)

    def relative(self, place: Place, phrases: Sequence[Place]) -> Place | None:
        """The one of the phrases of a passage that a relative word follows; one that is part of another, as in "a friend of Peru, who", is none."""
        if not self.is_one_of(place, "relatives"):
            return None
        number, start, _ = place
        whole = self.page.passages[number].text.text
        stop = len(whole[:start].rstrip(_BEFORE_RELATIVE))
        phrase = next((phrase for phrase in phrases if phrase[2] == stop), None)
        if phrase is None or self.people.at([phrase]):
            return phrase
        lists = self.lists(number)
        inner = lists.get("prepositions", lists.get("of", ()))
        before = [word.casefold() for word in _WORD.findall(whole[: phrase[1]])]
        if before and before[-1] in lists.get("little", ()) and before[-1] not in inner:
            before.pop()  # its article
        return None if before and before[-1] in inner else phrase

    def same_subject(self, speech: Speech, earlier: Sequence[Speech]) -> Speech | Place | None:
        """What speaks in a speech without words for its speaker whose verb is the second of its subject.

        The speech before it in its sentence, or the name that the sentence begins with: "Ito denied the charge and threatened to sue".
        """
        number, start, _ = speech.cue[0]
        sentence = self.sentence(speech.cue[0])
        if sentence is None or not self._joins(speech.cue[0], sentence[1]):
            return None
        before = (number, sentence[1], start)
        for other in reversed(earlier):
            if other.cue and covers((before,), other.cue[0]) and not covers(other.content, speech.cue[0]):
                return other
        return self._begins_with(before)

    def introduced(self, speech: Speech, earlier: Sequence[Speech]) -> Speech | Place | None:
        """What speaks in words that nothing beside them gives to anybody: who speaks, or is alone named, in what introduces them.

        That is the sentence before, where it stands in their passage or ends the passage before with a colon. One alone named must begin it, or it must end
        with the colon; and the words must not speak of "him" or "her". Without a person it is the one body named before a colon if that begins the sentence ("The Harbour Courier reported:").
        """
        place = self._introduction(speech.content[0])
        if place is None:
            return None
        for other in reversed(earlier):
            if (
                other.cue
                and covers((place,), other.cue[0])
                and not any(covers(one.content, other.cue[0]) for one in earlier)
            ):
                return other
        inside = [at for at in self.people.by_place if covers((place,), at)]
        told = [at for at in inside if not any(covers(one.content, at) for one in self.page.speeches)]
        colon = self.page.passages[place[0]].text.text[: place[2]].rstrip().endswith(_COLONS)
        bodies = [one.place for one in self.page.names if one.kind == "organization" and covers((place,), one.place)]
        if colon and not inside and len(bodies) == 1 and self._is_first(bodies[0], place):
            return bodies[0]
        if not told or len({id(self.people.by_place[at]) for at in inside}) > 1:
            return None
        first = told[0] if colon else self._begins_with(place)
        return first if first is not None and not self._is_spoken_of(self.people.by_place[first], speech) else None

    def _is_spoken_of(self, person: Person, speech: Speech) -> bool:
        """Whether words have a pronoun that can stand for somebody."""
        return any(
            self.is_one_of(at, "masculine", "feminine") and self.may_be(at, person)
            for number, start, end in speech.content
            for word in _WORD.finditer(self.page.passages[number].text.text, start, end)
            for at in [(number, *word.span())]
        )

    def sentence(self, place: Place) -> Place | None:
        """The sentence that a place begins in."""
        number, start, _ = place
        sentences = self.page.passages[number].sentences
        index = bisect_right(sentences, start, key=lambda one: one.start) - 1
        found = sentences[index] if index >= 0 and start < sentences[index].end else None
        return (number, found.start, found.end) if found else None

    def _is_first(self, name: Place, place: Place) -> bool:
        """Whether nothing but an article stands before a name in the words of a place."""
        before = _WORD.findall(self.page.passages[place[0]].text.text[place[1] : name[1]].casefold())
        return name[0] == place[0] and all(word in self.lists(place[0]).get("little", ()) for word in before)

    def _begins_with(self, place: Place) -> Place | None:
        """The name of a person that words begin with, titles before it or not."""
        number, start, _ = place
        whole = self.page.passages[number].text.text
        while start < place[2] and not whole[start].isalnum():
            start += 1
        begins = [at for at in self._doing if at[0] == number and at[1] == start]
        for at in sorted(self.people.by_place):
            if covers((place,), at) and (at[1] == start or covers(begins, at)):
                return at
        return None

    def _introduction(self, place: Place) -> Place | None:
        """What introduces the words of a place: their sentence up to a colon before them, or the sentence before it."""
        number, start, _ = place
        whole = self.page.passages[number].text.text
        own = self.sentence(place)
        if own is not None and own[1] < start and whole[:start].rstrip().endswith(_COLONS):
            return number, own[1], start
        before = [one for one in self.page.passages[number].sentences if one.end <= start]
        if before:
            return number, before[-1].start, before[-1].end
        above = self.page.passages[number - 1] if number else None
        if above is None or not above.sentences or not above.text.text.rstrip().endswith(_COLONS):
            return None
        return number - 1, above.sentences[-1].start, above.sentences[-1].end

    def _joins(self, cue: Place, start: int) -> bool:
        """Whether the words before a cue join it to a verb of the same subject before, or it has the form that needs none; a passive does not."""
        lists, whole = self.lists(cue[0]), self.page.passages[cue[0]].text.text
        before = whole[start : cue[1]]
        joining, no_verb_of_it = (*lists.get("and", ()), *lists.get("but", ())), lists.get("impersonal", ())
        inserted = _INSERTED.search(before)  # "and, when asked, told"
        words = [word.casefold() for word in _WORD.findall(before[: inserted.start()] if inserted else before)]
        said = [word.casefold() for word in _WORD.findall(whole[cue[1] : cue[2]])]
        if not said or any(word in no_verb_of_it for word in said[:2]):
            return False
        at = next((at for at, word in enumerate(reversed(words[-_JOINING:])) if word in joining), None)
        if at is not None:
            return not any(word in no_verb_of_it for word in words[len(words) - at :])
        if lists.get("and_written_on") and said[0].startswith(tuple(lists.get("and", ()))):
            return not any(fnmatchcase(said[0], form) for form in lists.get("not_written_on", ()))
        return before.rstrip().endswith(",") and said[0].endswith(tuple(lists.get("gerund_endings", ())))

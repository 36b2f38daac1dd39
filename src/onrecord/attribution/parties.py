"""Parties: who speaks and to whom, as the words of the page and as whom they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Literal

from msgspec.structs import replace

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.epithets import Epithets
from onrecord.attribution.people import POSSESSIVE, People, Person, plain, titles_of
from onrecord.attribution.places import covers, spans, text
from onrecord.attribution.quotes import opens_with_dash
from onrecord.languages.actors import Known, known
from onrecord.pipeline import Draft, Place, Speech
from onrecord.records import Party

Identified = Literal["named", "unnamed", "collective", "document", "none"]
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_EDGES = ' \t\u00a0,;:–—-()[]"“”«»'
_LONGEST_PRONOUN, _LONGEST_ARTICLE, _LONGEST_COURTESY = 5, 3, 4
#: So many names of one kind, joined by commas and a word, are a list.
_SHORTEST_LIST = 3
#: A role has no more words than this; what is longer is a story.
_LONGEST_ROLE = 14
_SHORTEST_ROLE = 4  # letters of a single word: "Mr" is none
_CLAUSE = re.compile(r"[,;:()]")
NOBODY = Known(None, None, None)


class Parties:
    """Makes the parties of one page; remembers who spoke, for pronouns, epithets and dropped subjects to come."""

    def __init__(self, page: Draft) -> None:
        self.page = page
        self.people = People(page)
        self.antecedents = Antecedents(page, self.people)
        self.epithets = Epithets(page, self.people, self.antecedents)
        self.spoken: list[tuple[Speech, tuple[Party, ...]]] = []
        self.subjects: dict[Speech, Speech] = {}  # whose subject is that of another
        self.roles: dict[int, str] = {}
        self.known: dict[int, Known] = {}
        self.last: Person | None = None
        self.bodies: set[str] = set()  # that "it" and "they" were found to stand for

    def speakers(self, speech: Speech, above: tuple[Party, ...] | None = None) -> tuple[Party, ...]:
        """The speakers of a speech; one without words where its verb is the second of a subject, or the language drops its subject.

        `above` are the speakers of the words that it is in: they are who says "I" there, and not who goes on speaking after them.
        """
        alone = len(speech.sources) == 1
        parts = dict.fromkeys(part for source in speech.sources for part in self._members(source, alone=alone))
        found = [party for part in parts for party in self._speaking(part, speech, above)]
        if not found:
            found += self._without_words(speech)
        self.spoken.append((speech, tuple(found)))
        return tuple(found)

    def _speaking(self, place: Place, speech: Speech, above: tuple[Party, ...] | None) -> tuple[Party, ...]:
        """Who speaks, by the words of the page for it; several where they are a list of persons with what each of them is."""
        inside = [party.actor for party in above or ()]
        persons = self._persons(place)
        if persons:
            every = persons if self._is_list_of_persons(place) else persons[:1]
            self.last = persons[0] if above is None else self.last
            return tuple(self._resolved((place,), person) for person in every)
        if self.antecedents.is_one_of(place, "first_person"):
            person = next((one for one in self.people.persons if one.name in inside), None)
            if person is None and above is None and self._is_quoted(place):
                person = self.last
            if person is not None:
                return (self._resolved((place,), person),)
        if self.antecedents.is_one_of(place, "pronouns"):
            person = self._he_or_she(place, inside)
            return (self._resolved((place,), person) if person else self._party(place, False, speaks=False),)
        if self.antecedents.is_one_of(place, "neuter", "plural_pronouns"):
            return self._it_or_they(place) or (self._party(place, False, speaks=False),)
        before = self.antecedents.relative(place, self._phrases.get(place[0], ()))
        persons = self.people.at([before]) if before else []
        if persons:
            self.last = persons[0] if above is None else self.last
            return (self._resolved((place,), persons[0]),)
        named = speech.identified == "named" or self.epithets.is_definite(place)
        return (self._party(before or place, named, speaks=above is None, sure=speech.identified == "named"),)

    def _is_list_of_persons(self, place: Place) -> bool:
        """Whether a word that joins stands between the last two persons named in a place."""
        number = place[0]
        inside = [at for at in self.people.in_order if covers((place,), at)]
        if len(inside) < 2 or self.people.by_place[inside[-1]] is self.people.by_place[inside[-2]]:
            return False
        between = self.page.passages[number].text.text[inside[-2][2] : inside[-1][1]].casefold()
        joining = self.antecedents.lists(number).get("and", ())
        return any(word in joining for word in _WORD.findall(between))

    def _it_or_they(self, place: Place) -> tuple[Party, ...]:
        """Whom "it" and "they" for speakers stand for: those who spoke last, where they were several, or the body told of before."""
        if self.antecedents.is_one_of(place, "plural_pronouns"):
            told = next((told for one, told in reversed(self.spoken) if one.cue and one.cue[0] < place), ())
            if len(told) > 1 and all(party.actor for party in told) and self._is_near(told, place):
                here = {"spans": spans(self.page, (place,)), "text": text(self.page, (place,))}
                return tuple(replace(party, **here) for party in told)
        body = self.antecedents.body_before(place)
        if body is None:
            return ()
        found = self._known(body)
        name = text(self.page, (body,))
        self.bodies.add(name)
        return (
            Party(
                spans=spans(self.page, (place,)),
                text=text(self.page, (place,)),
                actor=name,
                country=found.country,
                sector=found.sector,
                known_from="table" if found.country or found.sector else "page",
            ),
        )

    def _is_near(self, told: Sequence[Party], place: Place) -> bool:
        """Whether one of several parties is named in the passage of a place or in the one before."""
        names = {party.actor for party in told}
        return any(
            at[0] in (place[0], place[0] - 1) and at < place and person.name in names
            for at, person in self.people.by_place.items()
        )

    def _he_or_she(self, place: Place, above: Sequence[str | None]) -> Person | None:
        """Whom a pronoun for a speaker stands for.

        In what somebody is reported to say it is they ("she said she feared"), and in their own words it is anybody but them.
        """
        quoted = self._is_quoted(place)
        outer = next((one for one in self.people.persons if one.name in above), None)
        if outer is not None and not quoted and self.antecedents.may_be(place, outer):
            return outer
        person = self.antecedents.told_before(place, above if quoted else ())
        if person is None and self.last is not None and self.antecedents.may_be(place, self.last):
            person = self.last
        if person is None or (quoted and person.name in above):
            names = [party.actor for _, told in self.spoken for party in told if party.actor]
            person = self.antecedents.heard_before(
                place, [one for name in names for one in self.people.persons if one.name == name]
            )
        return None if person is not None and quoted and person.name in above else person

    def _goes_on_speaking(self, place: Place) -> bool:
        """Whether words are a paragraph that a dash opens, which whoever spoke last mostly speaks, and no question to them."""
        number, _, end = place
        whole = self.page.passages[number].text.text
        return opens_with_dash(self.page, number) and not whole[:end].rstrip(" \u00a0”»").endswith("?")

    def _is_quoted(self, place: Place) -> bool:
        """Whether a place stands in quotation marks or in a paragraph that a dash opens as speech."""
        passage = self.page.passages[place[0]]
        dialogue = passage.text.text.lstrip().startswith(("–", "—", "―"))
        return dialogue or any(one.start <= place[1] < one.end for one in passage.quotations)

    def _without_words(self, speech: Speech) -> tuple[Party, ...]:
        """Who speaks where no words say so."""
        find = self.antecedents.same_subject if speech.cue else self.antecedents.introduced
        subject = find(speech, [one for one, _ in self.spoken])
        if isinstance(subject, Speech):
            self.subjects[speech] = subject
            told = next(told for one, told in self.spoken if one is subject)
            return tuple(replace(party, spans=(), text="" if party.actor else party.text) for party in told)
        if subject is not None:
            return (self._resolved((), self.people.by_place[subject]),)
        if not speech.cue and self.last is not None and self._goes_on_speaking(speech.content[0]):
            return (self._resolved((), self.last),)
        dropped = bool(speech.cue) and self._drops(speech) and (speech.identified == "named" or self._opens(speech))
        return (self._resolved((), self.last),) if dropped and self.last is not None else ()

    def _opens(self, speech: Speech) -> bool:
        """Whether nothing but what is said stands in a sentence before its cue, so that a subject is left out and not overlooked."""
        sentence = self.antecedents.sentence(speech.cue[0])
        if sentence is None:
            return False
        number, start, _ = sentence
        lists, whole = self.antecedents.lists(number), self.page.passages[number].text.text
        said = [word.casefold() for word in _WORD.findall(whole[slice(*speech.cue[0][1:])])]
        joining = {*lists.get("and", ()), *lists.get("but", ())}
        nobody = any(word in lists.get("impersonal", ()) for word in said[:2]) or (
            bool(said) and said[0] in lists.get("reflexives", ())
        )
        return not nobody and all(
            word.group().casefold() in joining or covers(speech.content, (number, *word.span()))
            for word in _WORD.finditer(whole, start, speech.cue[0][1])
        )

    def of(self, places: Sequence[Place]) -> tuple[Party, ...]:
        """Who does something or has it done to them: names, offices, states, and pronouns for the person named last before them."""
        wholes = dict.fromkeys(whole for place in self._joined_up(places) if (whole := self._whole(place)) is not None)
        parts = list(dict.fromkeys(part for place in wholes for part in self._members(place, listed=True)))
        return self._once([self._acting(part) for part in parts], parts)

    def _once(self, found: Sequence[Party], parts: Sequence[Place]) -> tuple[Party, ...]:
        """Parties without pronouns that stand for another one of them, or for nobody known beside others that no "and" joins to them."""
        pronouns = [self.antecedents.is_one_of(place, "pronouns", "plural_pronouns") for place in parts]
        named = {party.actor for party, pronoun in zip(found, pronouns, strict=True) if not pronoun}
        listed = {place for pair in pairwise(parts) if self._joined(*pair) for place in pair}
        return tuple(
            party
            for party, place, pronoun in zip(found, parts, pronouns, strict=True)
            if not pronoun or (party.actor not in named if party.actor else all(pronouns) or place in listed)
        )

    def _joined_up(self, places: Sequence[Place]) -> list[Place]:
        """Places of which those that are parts of one noun phrase are one: "most of", "the teachers" and "Donetsk" of "most of the teachers in Donetsk"."""
        found: list[Place] = []
        for place in sorted(places):
            if found and self._goes_on(found[-1], place):
                found[-1] = (place[0], found[-1][1], max(found[-1][2], place[2]))
            else:
                found.append(place)
        return found

    def _goes_on(self, one: Place, other: Place) -> bool:
        """Whether a place is a further part of the noun phrase before it: nothing, or no more than "of the", stands between; two names are two."""
        number, _, end = one
        if number != other[0] or end > other[1]:
            return number == other[0]
        lists = self.antecedents.lists(number)
        between = _WORD.findall(self.page.passages[number].text.text[end : other[1]].casefold())
        gap = self.page.passages[number].text.text[end : other[1]].strip(" \u00a0")
        named = all(self._is_name(place) for place in (one, other))
        if not between:
            return not gap and not named and bool(lists.get("of"))
        return (
            "".join(gap.split()).casefold() == "".join(between)
            and between[0] in lists.get("of", ())
            and all(word in lists.get("little", ()) for word in between)
            and not self._is_name(one)
        )

    def _is_name(self, place: Place) -> bool:
        """Whether a place is a name and nothing beside it."""
        return any(name.place == place for name in self.page.names)

    def _whole(self, place: Place) -> Place | None:
        """A party with all of the names and sources that it holds a part of; None where it is a word that joins and no more.

        A title right before a name goes on to the name: the encoder may point at "Mr" alone.
        """
        number, start, end = place
        whole = self.page.passages[number].text.text
        for other in self._phrases.get(number, ()):
            touches = other[1] < end and start < other[2]
            follows = other in self.people.by_place and whole[end : other[1]] in (" ", "\u00a0")
            if touches or (follows and whole[start:end].rstrip(".").casefold() in titles_of(self.page, place)):
                start, end = min(start, other[1]), max(end, other[2])
        lists = self.antecedents.lists(number)
        joining = lists.get("and", ())
        ends = {*joining, *lists.get("of", ()), *lists.get("relatives", ())}
        words = list(_WORD.finditer(whole, start, end))
        while words and words[-1].group().casefold() in ends:
            end = words.pop().start()
        while words and words[0].group().casefold() in joining:
            start = words.pop(0).end()
        while end > start and whole[end - 1] in _EDGES:
            end -= 1
        while start < end and whole[start] in _EDGES:
            start += 1
        courtesy = whole[start:end].rstrip(".").casefold()
        if len(courtesy) <= _LONGEST_COURTESY and courtesy in titles_of(self.page, place):
            name = _WORD.match(whole, min(end + 1, len(whole)))  # one that the encoder did not see as a name
            if name is None or not name.group()[0].isupper():
                return None
            end = name.start() + len(POSSESSIVE.sub("", name.group()))
        return (number, start, end) if self._names_somebody(whole[start:end], number) else None

    def _names_somebody(self, words: str, number: int) -> bool:
        """Whether words are more than an article: a pronoun, a word with a capital, or one of some length."""
        lists = self.antecedents.lists(number)
        little = lists.get("little", ())
        pronouns = (*lists.get("pronouns", ()), *lists.get("plural_pronouns", ()))
        return words.casefold() in pronouns or any(
            word.casefold() not in little and (len(word) > _LONGEST_ARTICLE or word[0].isupper() or not word.isascii())
            for word in _WORD.findall(words)
        )

    @cached_property
    def _phrases(self) -> dict[int, list[Place]]:
        """Names and sources by passage, in reading order."""
        found: dict[int, list[Place]] = {}
        sources = (source for speech in self.page.speeches for source in speech.sources)
        for place in sorted({*(name.place for name in self.page.names), *sources}):
            found.setdefault(place[0], []).append(place)
        return found

    def _acting(self, place: Place) -> Party:
        if self.antecedents.is_one_of(place, "pronouns"):
            person = self.antecedents.told_before(place)
            if person is not None:
                return self._resolved((place,), person)
        return self._party(place, False, speaks=False)

    def addressees(self, speech: Speech) -> tuple[Party, ...]:
        """The addressees of a speech."""
        return tuple(
            self._party(part, False, speaks=False) for place in speech.addressees for part in self._members(place)
        )

    def identified(self, speech: Speech, speakers: tuple[Party, ...]) -> Identified:
        """How the page tells who speaks: a person with a name is named, whatever the model thinks."""
        if speech in self.subjects:
            subject = self.subjects[speech]
            return self.identified(subject, next(told for one, told in self.spoken if one is subject))
        if not speakers:
            return "none"
        if any(party.actor and party.actor not in self.bodies for party in speakers):
            return "named"
        if any(party.actor for party in speakers):
            return "collective"
        return "unnamed" if speech.identified == "none" else speech.identified

    def _drops(self, speech: Speech) -> bool:
        number = speech.cue[0][0]
        return bool(self.antecedents.lists(number).get("drops_subject", False))

    def _language(self, number: int) -> str:
        return self.page.passages[number].language or self.page.language or ""

    def _party(self, place: Place, named: bool, *, speaks: bool = True, sure: bool = True) -> Party:
        """Somebody by the words of a place, which may be an epithet of a person where they are `named`; `sure` if the encoder says so."""
        persons = self._persons(place)
        if persons:
            if speaks:
                self.last = persons[0]
            return self._resolved((place,), persons[0])
        person = self._meant(place, sure=sure) if named else None
        if person is not None:
            return self._resolved((place,), person)
        found = self._known(place)
        return Party(
            spans=spans(self.page, (place,)),
            text=text(self.page, (place,)),
            country=found.country,
            sector=found.sector,
            known_from="table" if found.country or found.sector else "page",
        )

    def _persons(self, place: Place) -> list[Person]:
        """The persons named in a place, or called by what stands there."""
        persons = [] if self._depends(place) else self.people.at([place])
        called = None if persons else self.people.called(place, text(self.page, (place,)))
        return [called] if called else persons[self._stands_before_another(place) :]

    def _stands_before_another(self, place: Place) -> bool:
        """Whether the first name in a place is a word that tells of the full name behind it: "Putin ally Ada Brandt"."""
        inside = [at for at in self.people.in_order if covers((place,), at)][:2]
        if len(inside) < 2 or self.people.by_place[inside[0]] is self.people.by_place[inside[1]]:
            return False
        (number, start, end), (_, other, stop) = inside
        whole = self.page.passages[number].text.text
        between = whole[end:other]
        joining = self.antecedents.lists(number).get("and", ())
        return (
            len(whole[start:end].split()) == 1
            and len(whole[other:stop].split()) > 1
            and _CLAUSE.search(between) is None
            and not any(word in joining for word in _WORD.findall(between.casefold()))
        )

    def _depends(self, place: Place) -> bool:
        """Whether the first person named in a place is part of what tells who somebody else is: "the lawyer of Ada Brandt", "those who met Mr Hale"."""
        first = next((at for at in self.people.in_order if covers((place,), at)), None)
        if first is None:
            return False
        lists, titles = self.antecedents.lists(place[0]), titles_of(self.page, place)
        whole = self.page.passages[place[0]].text.text
        before = [plain(word) for word in _WORD.findall(whole[place[1] : first[1]])]
        while before and before[-1] in titles:
            before.pop()
        return len(before) > 1 and before[-1] in lists.get("prepositions", lists.get("of", ()))

    def _resolved(self, places: tuple[Place, ...], person: Person) -> Party:
        role = self._role(places[0], person) if places else None
        if role:
            self.roles.setdefault(id(person), role)
        found = self._known_beside_name(places[0], person) if places else NOBODY
        before = self.known.get(id(person)) or self._known_by_name(person)
        country, sector = found.country or before.country, found.sector or before.sector
        if found.country or id(person) not in self.known:
            self.known[id(person)] = Known(None, country, sector)
        return Party(
            spans=spans(self.page, places),
            text=text(self.page, places),
            actor=person.name,
            role=role or self.roles.get(id(person)),
            country=country,
            sector=sector,
            known_from="table" if country or sector else "page",
        )

    def _meant(self, place: Place, *, sure: bool) -> Person | None:
        """Whom an epithet stands for.

        It stands for the one whose role shares a word with it or at whose name its words stand, else for whoever spoke last, or was last told of
        where its article says that the speaker is not meant. Words with a capital that are not at the front are a name the page may have: nobody is
        guessed for them. Where the encoder is not `sure` that a person with a name speaks, only an office or an age tells.
        """
        words = _WORD.findall(text(self.page, (place,)))
        person = self.epithets.of_office(place)
        if person is not None:
            return person
        aged = self.epithets.is_aged(place)
        if not sure and not aged:
            return None
        plain_words = {plain(word) for word in words if len(word) > 3}
        for person in reversed(self.people.persons):
            role = self.roles.get(id(person), "")
            if plain_words & {plain(word) for word in _WORD.findall(role) if len(word) > 3}:
                return person
        named = any(word[0].isupper() for word in words[1:]) and self._language(place[0]) != "de"
        alone = len(words) == 1 and words[0][0].isupper() and not self._is_pronoun(place)
        if (named and not aged) or alone or self.antecedents.is_one_of(place, "plural_pronouns", "first_person"):
            return None
        if self.last is not None and self.antecedents.may_be(place, self.last):
            return self.last
        return self.antecedents.told_before(place) if aged or self.last is not None else None

    def _is_pronoun(self, place: Place) -> bool:
        """Whether a word stands in the lists of its language, or is short where the language has none."""
        if not self.antecedents.lists(place[0]).get("pronouns"):
            return place[2] - place[1] <= _LONGEST_PRONOUN
        return self.antecedents.is_one_of(place, "pronouns", "plural_pronouns", "relatives", "first_person")

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

    def _known_by_name(self, person: Person) -> Known:
        """State and sector of a person of the gazetteer; what else a name seems to say ("Rom Braslavski" in German) counts for nothing."""
        found = known(person.name, self.page.language or "", self.page.published)
        return found if found is not None and found.actor is not None else NOBODY

    def _known_beside_name(self, place: Place, person: Person) -> Known:
        """State and sector by the words of a party around the name."""
        number, start, end = place
        whole = self.page.passages[number].text.text
        name = next((at for at in person.places if covers((place,), at)), None)
        if name is None:
            return self._known(place)
        beside = f"{whole[start : name[1]]} {whole[name[2] : end]}".strip(_EDGES)
        return known(beside, self._language(number), self.page.published) or NOBODY

    def _known(self, place: Place) -> Known:
        """State and sector of the words of a party."""
        return known(text(self.page, (place,)), self._language(place[0]), self.page.published) or NOBODY

    def _members(self, place: Place, *, alone: bool = False, listed: bool = False) -> list[Place]:
        """The members of a list of names ("A, B and C") as parties of their own; anything else stays whole.

        One member of a list of three or more of a kind speaks with all of them, where the encoder points at it `alone`, and
        acts with all of them where what it points at is `listed`.
        """
        number, start, end = place
        inside = sorted(name.place for name in self.page.names if covers((place,), name.place))
        if len(inside) >= 2 and inside[0][1] == start and inside[-1][2] == end:
            return inside if all(self._joined(one, other) for one, other in pairwise(inside)) else [place]
        if inside != [place] or not (alone or listed):
            return [place]
        kind = next(name.kind for name in self.page.names if name.place == place)
        names = sorted(name.place for name in self.page.names if name.place[0] == number and name.kind == kind)
        first = last = names.index(place)
        while first > 0 and self._joined(names[first - 1], names[first]):
            first -= 1
        while last + 1 < len(names) and self._joined(names[last], names[last + 1]):
            last += 1
        every = names[first : last + 1]
        return every if len(every) >= _SHORTEST_LIST and self._joined(*every[-2:], by_word=True) else [place]

    def _joined(self, one: Place, other: Place, *, by_word: bool = False) -> bool:
        """Whether nothing but a comma or a word that joins stands between two names."""
        between = self.page.passages[one[0]].text.text[one[2] : other[1]].strip()
        words = _WORD.findall(between.casefold())
        joining = self.antecedents.lists(one[0]).get("and", ())
        return (
            bool(between)
            and between not in "-–"
            and all(word in joining for word in words)
            and (bool(words) or not by_word)
        )

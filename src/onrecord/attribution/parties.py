"""Parties: who speaks and to whom, as the words of the page and as whom they stand for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, pairwise
from typing import Literal

from msgspec.structs import replace

from onrecord.attribution.antecedents import Antecedents
from onrecord.attribution.epithets import Epithets
from onrecord.attribution.hearsay import without_hearsay
from onrecord.attribution.people import POSSESSIVE, Person, people_of, plain, titles_of
from onrecord.attribution.phrases import EDGES, Phrases, with_marks, within_edges
from onrecord.attribution.places import covers, meet, overlap, spans, text
from onrecord.attribution.quotes import opens_with_dash
from onrecord.languages import name_particles
from onrecord.languages.actors import Known, is_name, known
from onrecord.languages.forms import listed
from onrecord.pipeline import Draft, Name, Place, Speech
from onrecord.records import Party

Identified = Literal["named", "unnamed", "collective", "document", "none"]
_TO_NOUN = 3  # words from an article in which its noun is looked for
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_UNHYPHENED = re.compile(r"[^-\u2010-\u2013]+")
_APPOSITION = re.compile(r", ?(?![A-ZÀ-ÖØ-ÞА-Я])\w")
_LONGEST_PRONOUN, _LONGEST_ARTICLE, _LONGEST_COURTESY = 5, 3, 4
#: So many names of one kind, joined by commas and a word, are a list.
_SHORTEST_LIST = 3
_LISTING = re.compile(
    r"\.?[\s,،、，&\"“”„«»‹›‘’]*"
)  # what may stand between the names of a list beside words that join; a stop ends a short form before a comma
_SINGLE = re.compile(r"‘|(?<!\w)'")  # opens a quotation whose end is no possessive
_PRONOUNS = ("pronouns", "plural_pronouns", "first_person", "first_person_singular", "first_person_plural", "neuter", "third_person_more")  # fmt: skip
#: A role has no more words than this; what is longer is a story.
_LONGEST_ROLE = 14
_SHORTEST_ROLE = 4  # letters of a single word: "Mr" is none
_STEM = 4  # letters: "Bürgerinnen und Bürger" are the same
_HEARD = 20  # of the persons who spoke last "she" may be one
NOBODY = Known(None, None, None)


class Parties:
    """Makes the parties of one page; remembers who spoke, for pronouns, epithets and dropped subjects to come."""

    def __init__(self, page: Draft) -> None:
        self.page = page
        self.people = people_of(page)
        self.antecedents = Antecedents(page, self.people)
        self.epithets = Epithets(page, self.people, self.antecedents)
        self.phrases = Phrases(page, self.people, self.antecedents)
        self.spoken: list[tuple[Speech, tuple[Party, ...]]] = []
        self.subjects: dict[Speech, Speech] = {}  # whose subject is that of another
        self.roles: dict[int, str] = {}
        self.known: dict[int, Known] = {}
        self.last: Person | None = None
        self.heard: dict[int, Person] = {}  # persons who spoke, each where they last did
        self.bodies: set[str] = set()  # that "it" and "they" were found to stand for

    def speakers(self, speech: Speech, above: tuple[Party, ...] | None = None) -> tuple[Party, ...]:
        """The speakers of a speech; one without words where its verb is the second of a subject, or the language drops its subject.

        `above` are the speakers of the words that it is in: they are who says "I" there, and not who goes on speaking after them.
        """
        sources = list(speech.sources)
        # "states such as Chile", "Peru" and "Mexico" are three; a phrase that did not break tells of others too
        if len(sources) > 1:
            sources = [one for source in sources for one in self._examples(source)]
        every = self._members(sources[0], listed=True) if sources else []
        named = dict.fromkeys(part for source in sources for part in self._members(source))
        parts = every if all(part in every for part in named) else named  # some of a list: all of it
        whole = [
            place
            for part in parts
            if (place := self._beyond_article(self._without_focus(self._without_relative(part)), speech.cue))
            is not None
        ]
        found = [party for part in whole for party in self._speaking(part, speech, above)]
        if not found:
            found += self._without_words(speech)
        self.spoken.append((speech, tuple(found)))
        for party in found:
            for person in self.people.named(party.actor):
                self.heard.pop(id(person), None)
                self.heard[id(person)] = person
        return tuple(found)

    def _speaking(self, place: Place, speech: Speech, above: tuple[Party, ...] | None) -> tuple[Party, ...]:
        """Who speaks, by the words of the page for it; several where they are a list of persons with what each of them is."""
        inside = [party.actor for party in above or ()]
        persons = self._persons(place)
        if persons:
            self.last = persons[0][1] if above is None else self.last
            found = tuple(self._resolved((part,), person) for part, person in persons)
            others = self._whole_before(place, persons[0][0])
            return (self._by_words(others, self._known(others)), *found) if others else found
        if self.antecedents.is_one_of(place, "first_person"):
            person = next((one for one in self.people.persons if one.name in inside), None)
            if person is None and above is None and self._is_quoted(place):
                person = self.last
            if person is not None:
                return (self._resolved((place,), person),)
        if self.antecedents.is_one_of(place, "pronouns"):
            # where things have genders, and "sie" is several too, a pronoun for nobody named is one for a body, or for nobody known
            thing = speech.identified != "named" and not self.antecedents.lists(place[0]).get("neuter")
            person = None if thing else self._he_or_she(place, inside)
            if person is not None:
                return (self._resolved((place,), person),)
            body = self._body(place) if thing and speech.identified == "collective" else ()
            return body or (self._party(place, False, speaks=False),)
        if self.antecedents.is_one_of(place, "neuter", "plural_pronouns"):
            return self._it_or_they(place) or (self._party(place, False, speaks=False),)
        before = self.antecedents.relative(place, self._phrases.get(place[0], ()))
        related = self.people.at([before]) if before else []
        if related:
            self.last = related[0] if above is None else self.last
            return (self._resolved((place,), related[0]),)
        sure = speech.identified == "named"
        named = sure or (speech.identified == "unnamed" and self.epithets.is_definite(place))
        return (self._party(before or place, named, speaks=above is None, sure=sure),)

    def _whole_before(self, place: Place, part: Place) -> Place | None:
        """Who speaks with the first person of a phrase and stands before them, without the word that joins: "officials" of "officials and Ada Brandt"."""
        if part[1] == place[1]:
            return None
        words = list(_WORD.finditer(self.page.passages[place[0]].text.text, place[1], part[1]))
        return (place[0], place[1], words[-2].end()) if len(words) > 1 else None

    def _it_or_they(self, place: Place) -> tuple[Party, ...]:
        """Whom "it" and "they" for speakers stand for: those who spoke last, where they were several, or the body told of before."""
        if self.antecedents.is_one_of(place, "plural_pronouns"):
            told = next((told for one, told in reversed(self.spoken) if one.cue and one.cue[0] < place), ())
            if len(told) > 1 and all(party.actor for party in told) and self._is_near(told, place):
                here = {"spans": spans(self.page, (place,)), "text": text(self.page, (place,))}
                return tuple(replace(party, **here) for party in told)
        return self._body(place)

    def _body(self, place: Place) -> tuple[Party, ...]:
        """The body told of before for which a pronoun can stand."""
        body = self.antecedents.body_before(place)
        if body is None:
            return ()
        name = text(self.page, (body,))
        self.bodies.add(name)
        return (replace(self._by_words(place, self._known(body)), actor=name),)

    def _by_words(self, place: Place, found: Known) -> Party:
        """A party by its words alone."""
        return Party(
            spans=spans(self.page, (place,)),
            text=text(self.page, (place,)),
            country=found.country,
            sector=found.sector,
            known_from="table" if found.country or found.sector else "page",
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
        but = above if quoted else ()
        person = self.antecedents.told_before(place, but)
        if (
            person is None
            and self.last is not None
            and self.last.name not in but
            and self.antecedents.may_be(place, self.last)
        ):
            person = self.last
        return person or self.antecedents.heard_before(place, islice(reversed(self.heard.values()), _HEARD), but)

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
        subject = find(speech, [one for one, told in self.spoken if told])
        if isinstance(subject, Speech):
            self.subjects[speech] = subject
            told = next(told for one, told in self.spoken if one is subject)
            return tuple(replace(party, spans=(), text="" if party.actor else party.text) for party in told)
        if subject in self.people.by_place:
            return (self._resolved((), self.people.by_place[subject]),)
        if subject is not None:
            name = text(self.page, (subject,))
            self.bodies.add(name)
            return (replace(self._by_words(subject, self._known(subject)), spans=(), text="", actor=name),)
        if not speech.cue and self.last is not None and self._goes_on_speaking(speech.content[0]):
            return (self._resolved((), self.last),)
        dropped = bool(speech.cue) and self._drops(speech) and (speech.identified == "named" or self._opens(speech))
        return (self._resolved((), self.last),) if dropped and self.last is not None else ()

    def _opens(self, speech: Speech) -> bool:
        """Whether a cue is a verb of one person that opens its sentence, or follows what is said, with nothing between: its subject is left out and not overlooked.

        Only where the language has lists of what is hearsay and of what several do.
        """
        cue = speech.cue[0]
        number, _, end = cue
        lists, whole = self.antecedents.lists(number), self.page.passages[number].text.text
        sentence = self.antecedents.sentence(cue)
        said = [word.casefold() for word in _WORD.findall(whole[cue[1] : end])]
        if sentence is None or not said or not lists.get("reflexives"):
            return False
        nobody = any(word in lists.get("impersonal", ()) for word in said[:2]) or said[0] in lists.get("reflexives", ())
        several = said[0].endswith(tuple(lists.get("plural_endings", ())))
        joining = {*lists.get("and", ()), *lists.get("but", ())}
        opens = all(
            word.group().casefold() in joining or covers(speech.content, (number, *word.span()))
            for word in _WORD.finditer(whole, sentence[1], cue[1])
        )
        behind = _WORD.search(whole, end, sentence[2])
        goes_on = behind is None or covers(speech.content, (number, *behind.span()))
        return opens and goes_on and not nobody and not several

    def of(
        self, places: Sequence[Place], others: Sequence[Place] = (), trigger: Sequence[Place] = ()
    ) -> tuple[Party, ...]:
        """Who does something or has it done to them: names, offices, states, and pronouns for the person named last before them.

        `others` are those on the other side of the deed: the rest of a list that they are in does not come in with one of it. Nor do words that hold the
        `trigger` of the deed: "a woman who was beaten by Ada Brandt" is not who was beaten.
        """
        wholes = dict.fromkeys(
            whole for place in self._joined_up(places) if (whole := self._whole(place, trigger)) is not None
        )
        every = dict.fromkeys(
            part for place in wholes for one in self._examples(place) for part in self._listed(one, others)
        )
        parts = [
            one
            for part in every
            if not any(part != other and covers((other,), part) for other in every)
            for each in self._each(part)
            for one in self._coordinated(each)
        ]
        return self._once([self._acting(part) for part in parts], parts)

    def _examples(self, place: Place) -> list[Place]:
        """The names of a phrase that gives them as examples of what it tells of: "states such as Chile, Peru"; anything else stays whole."""
        number, start, end = place
        names = sorted(name.place for name in self._named(place[0]) if covers((place,), name.place))
        if not names or names[-1][2] != end or not all(self._joined(*pair) for pair in pairwise(names)):
            return [place]
        lists = self.antecedents.lists(number)
        before = _WORD.findall(self.page.passages[number].text.text[start : names[0][1]].casefold())
        while before and before[-1] in lists.get("definite", ()):
            before.pop()
        phrases = tuple(f" {phrase}" for phrase in lists.get("such_as", ()))
        return names if " ".join(before).endswith(phrases) else [place]

    def _each(self, place: Place) -> list[Place]:
        """The parts of a phrase that tells of several persons, one for each of them."""
        persons = self._persons(place)
        return [part for part, _ in persons] if len(persons) > 1 else [place]

    def _coordinated(self, place: Place) -> list[Place]:
        """The two of a phrase in which a word joins two nouns: "students and teachers"; two adjectives of one noun stay whole.

        Of names, one of which opens the phrase, the other is a name or has an article: "the UK and the international community". Two nouns are a word and a word, or have a plural each where only nouns do, or an article each; a pronoun is one of two.
        """
        number, start, end = place
        whole, lists = self.page.passages[number].text.text, self.antecedents.lists(number)
        words = list(_WORD.finditer(whole, start, end))
        if lists.get("and_written_on"):
            return self._nouns_written_on(place, words)
        low = [word.group().casefold() for word in words]
        joins = [at for at, word in enumerate(low) if word in lists.get("and", ())[:1]]  # "and", and not "or"
        gap = "".join(_WORD.sub("", whole[start:end]).split())
        if len(joins) != 1 or gap or not 0 < joins[0] < len(words) - 1:
            return [place]
        (at,) = joins
        behind = (number, words[at + 1].start(), end)
        if self._of_two_fields((number, start, words[at - 1].end()), behind):
            return [place]
        if any(overlap(name.place, place) for name in self._named(number)):
            first = (number, words[int(low[0] in lists.get("definite", ()))].start(), words[at - 1].end())
            article = low[at + 1] in lists.get("definite", ())
            if not self._is_name(first) or not (article or self._is_name(behind)):
                return [place]
            return [(number, start, first[2]), behind]
        before, after = low[:at], low[at + 1 :]
        definite, plural = lists.get("definite", ()), lists.get("noun_plural", "")
        bare = before[1:] if before[:1] and before[0] in definite else before
        ties = {*lists.get("prepositions", ()), *lists.get("of", ())}
        if not bare or not after or any(word in ties for word in bare):
            return [place]
        two = len(bare) == len(after) == 1 and bare[0][:_STEM] != after[0][:_STEM]
        plurals = len(bare) > 1 < len(after) and bare[-1] not in lists.get("no_plurals", ()) and bool(plural)
        plurals = plurals and all(
            part[-1].endswith(plural) and not part[-1].endswith(("ss", "us")) for part in (bare, after)
        )
        little = {*lists.get("little", ())} - {*lists.get("prepositions", ()), *({*lists.get("of", ())} - {*definite})}
        own = after[0] in little and before[0] in little and len(after) > 1
        pronoun = any(bare == [word] for name in _PRONOUNS for word in lists.get(name, ()))
        if not (two or plurals or own or pronoun):
            return [place]
        return [(number, start, words[at - 1].end()), behind]

    def _nouns_written_on(self, place: Place, words: Sequence[re.Match[str]]) -> list[Place]:
        """Those of a phrase in which "and" is written onto a noun that is theirs ("the mayor وشقيقه"), and two nouns that are a word each, both with an article or one ending."""
        number, start, end = place
        lists = self.antecedents.lists(number)
        (join, *_), of_somebody = lists["and"], tuple(lists.get("whose_endings", ()))
        joined = [at for at, word in enumerate(words) if at and word.group().startswith(join)]
        theirs = [at for at in joined if of_somebody and words[at].group().endswith(of_somebody)]
        if not theirs and len(words) == 2 and joined:
            one, other = words[0].group(), words[1].group()[len(join) :]
            article = any(
                one.startswith(form) and other.startswith(form) for form in lists.get("articles_written_on", ())
            )
            ending = any(one.endswith(form) and other.endswith(form) for form in lists.get("noun_endings", ()))
            theirs = joined if article or ending else []
        begins = [start, *(words[at].start() + len(join) for at in theirs)]
        ends = [*(words[at - 1].end() for at in theirs), end]
        return [(number, at, stop) for at, stop in zip(begins, ends, strict=True)]

    def _listed(self, place: Place, others: Sequence[Place]) -> list[Place]:
        """The whole list of names that a place is one of, if none of the others is in it too."""
        every = self._members(place, listed=True)
        split = any(overlap(part, other) for part in every if not overlap(part, place) for other in others)
        return self._members(place) if split else every

    def _once(self, found: Sequence[Party], parts: Sequence[Place]) -> tuple[Party, ...]:
        """Parties without pronouns that stand for another one of them, or for nobody known beside others that no "and" joins to them, and without a state's name a second time."""
        pronouns = [self.antecedents.is_one_of(place, "pronouns", "plural_pronouns") for place in parts]
        named = {party.actor for party, pronoun in zip(found, pronouns, strict=True) if not pronoun}
        listed = {place for pair in pairwise(parts) if self._joined(*pair) for place in pair}
        kept: list[Party] = []
        states: set[str | None] = set()
        for party, place, pronoun in zip(found, parts, pronouns, strict=True):
            if pronoun and (party.actor in named if party.actor else not all(pronouns) and place not in listed):
                continue
            state = party.country if is_name(party.text, self.antecedents.language(place[0])) else None
            if state is None or state not in states:
                kept.append(party)
            states.add(state)
        return tuple(kept)

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
        if self._of_two_fields(one, other):
            return True
        named = all(self._is_name(place) for place in (one, other))
        if not between:
            pronoun = self.antecedents.is_one_of(one, *_PRONOUNS)
            whose = self.antecedents.is_one_of(one, "whose")  # "its embassy"
            return not gap and not named and (whose or not pronoun) and bool(lists.get("of"))
        return (
            "".join(gap.split()).casefold() == "".join(between)
            and between[0] in lists.get("of", ())
            and all(word in lists.get("little", ()) for word in between)
            and not self._is_name(one)
        )

    def _of_two_fields(self, one: Place, other: Place) -> bool:
        """Whether a word and what "and" joins to it are one body with two fields, "Hazine ve Maliye Bakanlığı", where the body's kind stands behind both."""
        number, start, _ = one
        kinds = listed(self.antecedents.language(number), "parties.toml", "of_two_fields")
        words = list(_WORD.finditer(self.page.passages[number].text.text, start, other[1]))
        joining = [*self.antecedents.lists(number).get("and", ())[:1]]
        return (
            len(words) == 2
            and [words[1].group().casefold()] == joining
            and kinds.search(text(self.page, (other,))) is not None
            and self._known((number, *words[0].span()))[:2] == (None, None)
        )

    def _is_name(self, place: Place) -> bool:
        """Whether a place is a name and nothing beside it."""
        return any(name.place == place for name in self._named(place[0]))

    def _whole(self, place: Place, trigger: Sequence[Place] = ()) -> Place | None:
        """A party with all of the names and sources that it holds a part of; None where it is a word that joins and no more.

        Those that hold a part of the `trigger` do not count. A title right before a name goes
        on to the name: the encoder may point at "Mr" alone.
        """
        number, start, end = place
        whole = self.page.passages[number].text.text
        for other in self._phrases.get(number, ()):
            cut = min((word[1] for word in trigger if overlap(other, word)), default=None)
            if cut is not None:
                other = self._without_clause((number, other[1], cut))
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
        begins = {name.place[1] for name in self._named(number)}
        while words and words[0].group() in joining and words[0].start() not in begins:
            start = words.pop(0).end()
        if len(words) > 1 and self._is_preposition(words[0], words[1], number):
            start = words.pop(0).end()
        if words and (bare := self._without_focus((number, words[0].start(), end)))[1] > words[0].start():
            start = bare[1]
        _, start, end = self._without_apposition(self._without_clause((number, start, end)))
        code = self.page.language_of(self.page.passages[number])
        start, end = without_hearsay(whole, *within_edges(whole, start, end), code)
        start, end = with_marks(whole, *within_edges(whole, start, end))
        named = any(name.place[2] == end for name in self._named(number))
        endings = () if named else lists.get("possessive", ())
        possessive = next((one for one in endings if whole[start:end].endswith(one)), "")
        end -= len(possessive) if not _SINGLE.search(whole[start : end - len(possessive)]) else 0
        courtesy = whole[start:end].rstrip(".").casefold()
        if len(courtesy) <= _LONGEST_COURTESY and courtesy in titles_of(self.page, place):
            name = _WORD.match(whole, min(end + 1, len(whole)))  # one that the encoder did not see as a name
            if name is None or not name.group()[0].isupper():
                return None
            end = name.start() + len(POSSESSIVE.sub("", name.group()))
        return (number, start, end) if self._names_somebody(whole[start:end], number) else None

    def _without_focus(self, place: Place) -> Place:
        """A party without words that single it out, before a name, an article or a pronoun: "John Bolton" of "even John Bolton"; "even friends" stay."""
        number, start, end = place
        whole, lists = self.page.passages[number].text.text, self.antecedents.lists(number)
        focus = listed(self.page.language_of(self.page.passages[number]), "parties.toml", "focus")
        known = {
            *lists.get("definite", ()),
            *lists.get("whose", ()),
            *(one for name in _PRONOUNS for one in lists.get(name, ())),
        }
        begins = {name.place[1] for name in self._named(number)}
        while found := focus.match(whole, start, end):
            following = _WORD.search(whole, found.end(), end)
            if following is None or found.start() in begins or whole[found.end() : following.start()].strip(" \u00a0"):
                break
            if following.start() not in begins and following.group().casefold() not in known:
                break
            start = following.start()
        return (number, start, end)

    def _without_relative(self, place: Place) -> Place:
        """Words without the comma and the relative word at their end: "the union" of "the union, which"."""
        number, start, end = place
        whole = self.page.passages[number].text.text
        words = list(_WORD.finditer(whole, start, end))
        if len(words) < 2 or words[-1].group().casefold() not in self.antecedents.lists(number).get("relatives", ()):
            return place
        before = whole[start : words[-1].start()].rstrip()
        return (number, start, words[-2].end()) if before.endswith(",") else place

    def _without_clause(self, place: Place) -> Place:
        """Words up to a relative word in them: "a woman" of "a woman who was"; one that is an article too has a comma before it."""
        number, start, end = place
        lists, whole = self.antecedents.lists(number), self.page.passages[number].text.text
        relatives, articles = lists.get("relatives", ()), lists.get("definite", ())
        begins = {name.place[1] for name in self._named(number)}
        for word in list(_WORD.finditer(whole, start, end))[1:]:
            said, comma = word.group().casefold(), whole[start : word.start()].rstrip().endswith(",")
            if said in relatives and (comma or said not in articles) and word.start() not in begins:
                return (number, start, word.start())
        return place

    def _without_apposition(self, place: Place) -> Place:
        """Words up to the name of a person and a comma behind which no further name begins and nobody is joined: "Ada Brandt" of "Ada Brandt, 54, a pilot"."""
        number, start, end = place
        whole = self.page.passages[number].text.text
        joining = self.antecedents.lists(number).get("and", ())
        for name in self._named(number):
            stop = name.place[2]
            if name.kind != "person" or name.place[1] < start or not _APPOSITION.match(whole, stop, end):
                continue
            if not any(word.casefold() in joining for word in _WORD.findall(whole[stop:end])):
                return (number, start, stop)
        return place

    def _is_preposition(self, word: re.Match[str], following: re.Match[str], number: int) -> bool:
        """Whether a word is a preposition and no part of a name ("da Silva"), nor of how many ("al menos veinte")."""
        lists = self.antecedents.lists(number)
        names = [name.place for name in self._named(number) if name.kind == "person"]
        particle = word.group().title() in name_particles() or word.group() == "al"
        return (
            word.group() in lists.get("before_party", ())
            and f"{word.group()} {following.group()}".casefold() not in lists.get("how_many", ())
            and not any(start == word.start() or (particle and start == following.start()) for _, start, _ in names)
        )

    def _named(self, number: int) -> Sequence[Name]:
        """The names of a passage."""
        return self._names.get(number, ())

    @cached_property
    def _names(self) -> dict[int, list[Name]]:
        """The names of the page by passage."""
        found: dict[int, list[Name]] = {}
        for name in self.page.names:
            found.setdefault(name.place[0], []).append(name)
        return found

    def _beyond_article(self, place: Place, cue: Sequence[Place]) -> Place | None:
        """A place; of one that is but the article of a phrase that the encoder lost, with the noun of it: the next word with a capital that is near, or else the next word.

        One in small letters right before the cue is a pronoun of somebody else, "les accusant"; "Einer sagte" is somebody.
        """
        number, start, end = place
        text = self.page.passages[number].text.text
        little = self.antecedents.lists(number).get("little", ())
        words = _WORD.findall(text[start:end])
        if not words or any(word.casefold() not in little for word in words):
            return place
        behind: list[re.Match[str]] = []
        for word in islice(_WORD.finditer(text, end), _TO_NOUN):
            apart = text[behind[-1].end() if behind else end : word.start()].strip(" \u00a0'’")
            if apart or meet(((number, word.start(), word.end()),), cue):
                break
            behind.append(word)
        named = [word for word in behind if word[0][0].isupper()]
        if not behind:
            return place if text[start].isupper() else None
        return number, start, (named or behind)[0].end()

    def _names_somebody(self, words: str, number: int) -> bool:
        """Whether words are more than an article: a pronoun, a word with a capital, or one of some length."""
        lists = self.antecedents.lists(number)
        little = lists.get("little", ())
        return any(words.casefold() in lists.get(name, ()) for name in _PRONOUNS) or any(
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
            if person is not None and not self._may_be_a_body(place, person):
                return self._resolved((place,), person)
        return self._party(place, False, speaks=False)

    def _may_be_a_body(self, place: Place, person: Person) -> bool:
        """Whether a pronoun of a language in which things have genders has a state or a body before it in its sentence, and not the person."""
        if self.antecedents.lists(place[0]).get("neuter"):
            return False
        sentence = self.antecedents.sentence(place)
        here = [
            name
            for name in self._named(place[0])
            if name.place < place and self.antecedents.sentence(name.place) == sentence
        ]
        return any(name.kind != "person" for name in here) and not any(name.place in person.places for name in here)

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

    def _party(self, place: Place, named: bool, *, speaks: bool = True, sure: bool = True) -> Party:
        """Somebody by the words of a place, which may be an epithet of a person where they are `named`; `sure` if the encoder says so."""
        persons = self._persons(place)
        if persons:
            if speaks:
                self.last = persons[0][1]
            return self._resolved((place,), persons[0][1])
        person = self._meant(place, sure=sure) if named and not self.people.within(place) else None
        if person is not None:
            return self._resolved((place,), person)
        return self._by_words(place, self._known(place))

    def _persons(self, place: Place) -> list[tuple[Place, Person]]:
        """The persons of a phrase, each with their part of it, or the one called by what stands there."""
        persons = self.phrases.persons(place)
        if persons or self.people.within(place):
            return persons
        called = self.people.called(place, text(self.page, (place,)))
        return [(place, called)] if called else []

    def _resolved(self, places: tuple[Place, ...], person: Person) -> Party:
        """A person by the words for them at places, or by no words."""
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
        if self.epithets.is_aged(place):
            last = self.last if self.last is not None and self.antecedents.may_be(place, self.last) else None
            return self.epithets.of_age(place, last)
        if not sure:
            return None
        plain_words = {plain(word) for word in words if len(word) > 3}
        for person in reversed(self.people.persons):
            role = self.roles.get(id(person), "")
            if plain_words & {plain(word) for word in _WORD.findall(role) if len(word) > 3}:
                return person
        named = any(word[0].isupper() for word in words[1:]) and self.antecedents.language(place[0]) != "de"
        alone = len(words) == 1 and words[0][0].isupper() and not self._is_pronoun(place)
        if named or alone or self.antecedents.is_one_of(place, "plural_pronouns", "first_person"):
            return None
        if self.last is not None and self.antecedents.may_be(place, self.last):
            return self.last
        return self.antecedents.told_before(place) if self.last is not None else None

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
        before, after = whole[start : name[1]].strip(EDGES), whole[name[2] : end].strip(EDGES)
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
        beside = f"{whole[start : name[1]]} {whole[name[2] : end]}".strip(EDGES)
        return known(beside, self.antecedents.language(number), self.page.published) or NOBODY

    def _known(self, place: Place) -> Known:
        """State and sector of the words of a party."""
        return known(text(self.page, (place,)), self.antecedents.language(place[0]), self.page.published) or NOBODY

    def _members(self, place: Place, *, listed: bool = False) -> list[Place]:
        """The members of a list of names ("A, B and C") as parties of their own; anything else stays whole.

        Where what the encoder points at is `listed`, one member of a list of three or more of a kind, or some of them, stand for all.
        """
        if apart := self._written_on(place) or self._hyphened(place):
            return apart
        number, start, end = place
        inside = sorted(name.place for name in self._named(place[0]) if covers((place,), name.place))
        if not inside or inside[0][1] != start or not (inside[-1][2] == end or self._breaks_off(place, inside[-1])):
            return [place]
        if not all(self._joined(one, other) for one, other in pairwise(inside)):
            return [place]
        kinds = {name.kind for name in self._named(number) if name.place in inside}
        whole = len(inside) > 1 and self._joined(*inside[-2:], by_word=True)
        if not listed or len(kinds) > 1 or (whole and len(inside) < _SHORTEST_LIST):
            return inside
        names = sorted(name.place for name in self._named(number) if name.kind in kinds)
        first, last = names.index(inside[0]), names.index(inside[-1])
        while first > 0 and self._joined(names[first - 1], names[first]) and not self._leads_in(names[first - 1]):
            first -= 1
        while not whole and last + 1 < len(names) and self._joined(names[last], names[last + 1]):
            last += 1
        every = names[first : last + 1]
        return every if len(every) >= _SHORTEST_LIST and self._joined(*every[-2:], by_word=True) else inside

    def _written_on(self, place: Place) -> list[Place]:
        """The states and bodies of a list in which "and" is written onto the next word, "تركيا وأذربيجان", or the last of one; none where a part is anything else."""
        number, start, end = place
        lists, whole = self.antecedents.lists(number), self.page.passages[number].text.text
        joining = tuple(lists.get("and", ())) if lists.get("and_written_on") else ()
        if not joining:
            return []
        code = self.antecedents.language(number)
        words = list(_WORD.finditer(whole, start, end))
        parts: list[Place] = []
        begins = start
        for at, word in enumerate(words):
            bare = word.start() + len(next((one for one in joining if word.group().startswith(one)), ""))
            if bare > word.start() and any(is_name(whole[bare : one.end()], code) for one in words[at:]):
                parts += [(number, begins, words[at - 1].end())] if at else []
                begins = bare
        parts.append((number, begins, end))
        return parts if begins > start and all(is_name(whole[at:stop], code) for _, at, stop in parts) else []

    def _hyphened(self, place: Place) -> list[Place]:
        """The two states or bodies of which a hyphen makes one word, "the US-Iran" of their talks; none where a part is anything else."""
        number, start, end = place
        whole, code = self.page.passages[number].text.text, self.antecedents.language(number)
        word = _WORD.match(whole, start, end)
        article = word is not None and word.group().casefold() in self.antecedents.lists(number).get("definite", ())
        bare = word.end() + 1 if word is not None and article else start
        parts = [part.span() for part in _UNHYPHENED.finditer(whole, bare, end)]
        if len(parts) != 2 or is_name(whole[start:end], code):
            return []  # "Guinea-Bissau"
        if not all(is_name(whole[at:stop], code) for at, stop in parts):
            return []
        return [(number, start if at == bare else at, stop) for at, stop in parts]

    def _breaks_off(self, place: Place, last: Place) -> bool:
        """Whether a place goes on behind its last name with a word that joins and no more, as the name behind it was not seen: "Britain, France and"."""
        rest = _WORD.findall(self.page.passages[place[0]].text.text[last[2] : place[2]].casefold())
        lists = self.antecedents.lists(place[0])
        return rest[:1] != [] and rest[0] in lists.get("and", ()) and {*rest[1:]} <= {*lists.get("definite", ())}

    def _leads_in(self, name: Place) -> bool:
        """Whether a preposition stands before a name and a comma alone behind it: "According to Ada Brandt, Karl Moser and Lee Kim came"."""
        number, start, end = name
        whole = self.page.passages[number].text.text
        before = _WORD.findall(whole[max(0, start - _LONGEST_COURTESY * 4) : start].casefold())
        lists = self.antecedents.lists(number)
        return (
            whole[end : end + 1] == ","
            and bool(before)
            and before[-1] in lists.get("prepositions", lists.get("of", ()))
        )

    def _joined(self, one: Place, other: Place, *, by_word: bool = False) -> bool:
        """Whether nothing but commas, quotation marks or a word that joins stands between two names, and they are not one body with two fields."""
        between = self.page.passages[one[0]].text.text[one[2] : other[1]].strip()
        words = _WORD.findall(between.casefold())
        lists = self.antecedents.lists(one[0])
        joining = (*lists.get("and", ()), *lists.get("definite", ()))
        signs = _WORD.sub("", between)
        return (
            bool(between)
            and _LISTING.fullmatch(signs) is not None
            and (not signs.startswith(".") or signs.startswith(".,") or between[1:].split()[:1] == words[:1] != [])
            and all(word in joining for word in words)
            and (bool(words) or not by_word)
            and not self._of_two_fields(one, other)
        )

"""Who says what a headline tells, where a colon or a dash is all that says so: "Moscow: rebels shelled the town", "Rebels shelled the town: police"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from msgspec.structs import replace

from onrecord.attribution.places import covers, meet, overlap
from onrecord.encoder.labels import with_chances
from onrecord.events.backing import FILE
from onrecord.languages import rows, table
from onrecord.languages.actors import Known, known
from onrecord.languages.forms import articles, listed
from onrecord.languages.sectors import sector_words
from onrecord.pipeline import Deed, Draft, Name, Place, Speech

#: How sure such a speech is: all seven that 90 real headlines with a colon or a dash became were one.
CONFIDENCE = 0.6
_KINDS = frozenset(("headline", "subhead"))
#: Sectors of the ontology whose bodies speak; what stands before a colon may be what the text is about ("Football: ...").
_SPEAKING = frozenset(("GOV", "MIL", "COP", "JUD", "LEG", "IGO", "NGO", "REB", "PTY", "OPP", "SPY", "UAF"))
_LONGEST, _SHORTEST = 6, 3  # words of who says it, and the least of what is said
_ABOUT = 4  # words behind "on" in "Ms Brandt on the strike: ..."
_FIRST = 6  # passages behind a headline in which a state that stands before a colon has to be found to speak
_LEADS = re.compile(
    r"(?P<who>[^:«»“”\"]{2,60}?)(?:[ \u00a0\u202f]?:[ \u00a0\u202f]+|：)(?P<what>\S.*\S)[ \u00a0]*", re.DOTALL
)
_ENDS = re.compile(
    r"(?P<what>\S.*?)[ \u00a0\u202f]?(?P<mark>:|[ \u00a0][-–—])[ \u00a0]+(?P<who>[^:«»“”\"–—]{2,40})", re.DOTALL
)
#: Kinds of names of states in the tables: those that may as well be where something happens, and with them those that speak.
_PLACES = ("name", "capital")
_POWERS = (*_PLACES, "seat")
_UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")


def with_headlines(
    page: Draft, names: Sequence[Name], speeches: Sequence[Speech], deeds: Sequence[Deed]
) -> tuple[tuple[Speech, ...], tuple[Deed, ...]]:
    """The speeches, with those of headlines that the encoder did not see as such, and the deeds, those in them as claims and by nobody who only says so."""
    found, told = list(speeches), list(deeds)
    for number, passage in enumerate(page.passages):
        if passage.kind not in _KINDS:
            continue
        speech = _leading(page, number, names, speeches, deeds) or _ending(page, number, names)
        if speech is None:
            told = [_without_topic_of(page, number, deed) for deed in told]
            continue
        if not any(_same(speech, one) for one in speeches):
            found.append(speech)
        told = [_claimed(deed, speech) if covers(speech.content, deed.trigger[0]) else deed for deed in told]
    return tuple(found), tuple(told)


def _claimed(deed: Deed, speech: Speech) -> Deed:
    """A deed of a headline, as a claim, and not by who says so, who stands outside of what is said."""
    actors = tuple(place for place in deed.actors if not meet((place,), speech.sources))
    recipients = tuple(place for place in deed.recipients if not meet((place,), speech.sources))
    return replace(deed, flags=with_chances(deed.flags, claimed=1.0), actors=actors, recipients=recipients)


def _same(one: Speech, other: Speech) -> bool:
    """Whether another speech is by those who stand there, or holds most of what they say and is no part of it itself."""
    length = sum(end - start for _, start, end in one.content)
    shared = sum(overlap(mine, its) for mine in one.content for its in other.content)
    part = bool(other.sources) and all(covers(one.content, its) for its in other.sources)
    return meet(one.sources, other.sources) or (shared * 2 > length and not part)


def _without_topic_of(page: Draft, number: int, deed: Deed) -> Deed:
    """A deed of a headline that begins with what it is about ("Ukraine war: Russia shelled the town"), without those named there beside others."""
    hit = _LEADS.fullmatch(page.passages[number].text.text)
    if hit is None or not covers(((number, *hit.span("what")),), deed.trigger[0]):
        return deed
    actors = tuple(place for place in deed.actors if not overlap(place, (number, *hit.span("who"))))
    return replace(deed, actors=actors or deed.actors)


def _leading(
    page: Draft, number: int, names: Sequence[Name], speeches: Sequence[Speech], deeds: Sequence[Deed]
) -> Speech | None:
    """The speech of a headline that begins with who says it; a deed that is told of there ("Iran protests: ...") is what it is about."""
    passage = page.passages[number]
    hit = _LEADS.fullmatch(passage.text.text)
    if hit is None or not _is_told(hit["what"]):
        return None
    code, (start, end) = page.language_of(passage), hit.span("who")
    bare = _without_topic(hit["who"], code)
    who = (number, start, start + len(bare))
    person = any(name.kind == "person" and overlap(name.place, who) and name.place[2] == who[2] for name in names)
    if len(_WORD.findall(bare)) > _LONGEST or (not person and (len(bare) < end - start or not _speaks(bare, code))):
        return None
    if not person and any(meet(deed.trigger, (who,)) for deed in deeds):
        return None
    if not person and _is_only(bare, code, _PLACES) and not _is_heard(page, number, known(bare, code), speeches):
        return None
    return _speech(number, who, hit.span("what"), named=person)


def _ending(page: Draft, number: int, names: Sequence[Name]) -> Speech | None:
    """The speech of a headline that ends in who says it; behind a dash, where outlets put their names, persons only."""
    passage = page.passages[number]
    hit = _ENDS.fullmatch(passage.text.text)
    if hit is None or len(_WORD.findall(hit["who"])) >= _LONGEST - 1 or not _is_told(hit["what"]):
        return None
    code, who = page.language_of(passage), (number, *hit.span("who"))
    inside = [name for name in names if overlap(name.place, who) and name.place[2] == who[2]]
    person = any(name.kind == "person" for name in inside)
    body = hit["mark"] == ":" and _speaks(hit["who"], code, of_state=True)
    return _speech(number, who, hit.span("what"), named=person) if person or body else None


def _speech(number: int, who: Place, what: tuple[int, int], *, named: bool) -> Speech:
    return Speech(
        cue=(),
        content=((number, *what),),
        sources=(who,),
        addressees=(),
        act="state",
        mode="said",
        identified="named" if named else "collective",
        confidence=CONFIDENCE,
    )


def _is_told(words: str) -> bool:
    """Whether words are enough to tell of something; of scripts without spaces, so many characters."""
    return len(_WORD.findall(words)) >= _SHORTEST or len(_UNSPACED.findall(words)) >= 2 * _SHORTEST


def _without_topic(who: str, code: str) -> str:
    """Who speaks, without what about: "Ms Brandt" of "Ms Brandt on the strike"."""
    hit = _about(code).search(who)
    return who[: hit.start()] if hit and len(_WORD.findall(who[hit.end() :])) <= _ABOUT else who


@cache
def _about(code: str) -> re.Pattern[str]:
    words = "|".join(map(re.escape, table(code, FILE).get("about", ())))
    return re.compile(rf"\s+(?:{words or '(?!)'})\s+", re.IGNORECASE)


def _speaks(words: str, code: str, *, of_state: bool = False) -> bool:
    """Whether words are a body that speaks, or somebody by office, by the tables; behind a headline anybody `of_state` does."""
    lists, low = table(code, FILE), _WORD.findall(words.casefold())
    apart = {*lists.get("and", ()), *lists.get("prepositions", ())} - {*lists.get("of_object", ()), *articles(code)}
    found = known(words, code)
    if _is_source(words, code):
        return True
    if found is None or len(low) > _LONGEST - 2 or not apart.isdisjoint(low):
        return False
    body = found.actor is not None or bool(sector_words(words, code)) or _is_only(words, code, _POWERS)
    return (found.sector in _SPEAKING and body) or (of_state and found.country is not None)


def _is_source(words: str, code: str) -> bool:
    """Whether words are a report, witnesses and the like, with an article at most."""
    bare = " ".join(word for word in _WORD.findall(words.casefold()) if word not in articles(code))
    return listed(code, FILE, "sources").fullmatch(bare) is not None


@cache
def _forms(code: str, kinds: tuple[str, ...]) -> frozenset[str]:
    return frozenset(row["form"].casefold() for row in rows(code, "countries.csv") if row["kind"] in kinds)


def _is_only(words: str, code: str, kinds: tuple[str, ...]) -> bool:
    """Whether words are such a name of a state and, but for an article, nothing else: "Ukraine", but not "Ukraine war"."""
    bare = " ".join(word for word in words.casefold().split() if word not in articles(code))
    return not {words.casefold(), bare}.isdisjoint(_forms(code, kinds))


def _is_heard(page: Draft, number: int, state: Known | None, speeches: Sequence[Speech]) -> bool:
    """Whether somebody of a state speaks right behind a headline; of a headline alone nobody can tell, and what is said counts as claimed."""
    behind = [one for one in speeches if number < one.content[0][0] <= number + _FIRST]
    if number + 1 >= len(page.passages):
        return True
    if state is None:
        return False
    return any(
        (spoken := known(page.passages[at].text.text[start:end], page.language_of(page.passages[at]))) is not None
        and spoken.country == state.country
        for one in behind
        for at, start, end in one.sources
    )

"""Sources, cues and addressees that end or begin in the wrong place: a name behind a comma that was taken for what is said, whom it was told to, half of a phrase, an article of what is said."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from onrecord.attribution.places import covers, meet
from onrecord.languages import table
from onrecord.languages.forms import articles
from onrecord.pipeline import Deed, Draft, Place, Speech

#: Number of a passage, and where something ends in it.
End = tuple[int, int]

FILE = "parties.toml"
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_SIGNS = re.compile(r"[,;:،、&–—]")  # behind which another one begins


def with_addressees_apart(speeches: Sequence[Speech], deeds: Sequence[Deed]) -> tuple[Speech, ...]:
    """Speeches whose sources have no more of those whom they are told to, right behind who tells them: where verbs come first "warned | Warsaw Minsk" is one source."""
    by_end = by_recipient(deeds)
    return tuple(_with_addressees_apart(speech, by_end) for speech in speeches)


def _with_addressees_apart(speech: Speech, by_end: Mapping[End, Sequence[Deed]]) -> Speech:
    sources, addressees = list(speech.sources), list(speech.addressees)
    for at, source in enumerate(sources):
        told = [deed for deed in by_end.get((source[0], source[2]), ()) if meet(deed.trigger, speech.cue)]
        if (found := apart(source, told)) is not None:
            sources[at] = found[0]
            addressees += [found[1]] if not meet(found[1:], addressees) else []
    return replace(speech, sources=tuple(sources), addressees=tuple(addressees))


def by_recipient(deeds: Sequence[Deed]) -> dict[End, list[Deed]]:
    """The deeds by where each of their recipients ends."""
    found: dict[End, list[Deed]] = {}
    for deed in deeds:
        for number, _, end in deed.recipients:
            found.setdefault((number, end), []).append(deed)
    return found


def apart(place: Place, deeds: Sequence[Deed]) -> tuple[Place, Place] | None:
    """Who does a deed and to whom it is done, where a place begins with the one and ends with the other; the deeds have a recipient that ends there."""
    for deed in deeds:
        doing = [one for one in deed.actors if one[:2] == place[:2]]
        done_to = [one for one in deed.recipients if (one[0], one[2]) == (place[0], place[2])]
        two = next(((one, other) for one in doing for other in done_to if one[2] <= other[1]), None)
        if two is not None:
            return two
    return None


def with_beginnings(page: Draft, speeches: Sequence[Speech]) -> list[Speech]:
    """Speeches whose source is the end of another's, with all of it: "Affairs Ada Brandt" where she is "the Minister of Foreign Affairs Ada Brandt" elsewhere in the sentence.

    Of two whom a comma or a word joins the second may speak alone.
    """
    every = {source for speech in speeches for source in speech.sources}
    return [
        replace(speech, sources=(whole,))
        if len(speech.sources) == 1
        and (whole := _with_beginning(page, speech.sources[0], every)) != speech.sources[0]
        and not meet((whole,), (*speech.cue, *speech.content))
        else speech
        for speech in speeches
    ]


def _with_beginning(page: Draft, source: Place, every: set[Place]) -> Place:
    number, start, _ = source
    passage = page.passages[number]
    joining = table(page.language_of(passage), FILE).get("and", ())
    for other in sorted(every):
        before = passage.text.text[other[1] : start] if other[::2] == source[::2] else ""
        words = _WORD.findall(before.casefold())
        if words and not _SIGNS.search(before) and not any(word in joining for word in words):
            return other
    return source


def with_whole_parts(page: Draft, speech: Speech) -> Speech:
    """A speech whose source has the name that stands for it, and not those it was told to; whose addressees are whole, and whose cue has no article of what is said.

    "Según confirmó el presidente, Pedro Ruiz, habrá paz": the content began with the name; "según dijo a Atenea una fuente": the source began with the agency.
    """
    speech = without_told(page, with_apposed_name(page, speech))
    return with_whole_addressees(page, with_article(page, speech))


def with_article(page: Draft, speech: Speech) -> Speech:
    """A speech whose content has the article that its cue ends with: "offered an" and "amnesty to the army"."""
    if not speech.cue or not speech.content:
        return speech
    (number, start, end), content = speech.cue[-1], speech.content[0]
    passage = page.passages[number]
    words = list(_WORD.finditer(passage.text.text, start, end))
    code = page.language_of(passage)
    if content[0] != number or len(words) < 2 or passage.text.text[words[-1].end() : content[1]].strip(" \u00a0"):
        return speech
    if words[-1].group().casefold() not in articles(code) | {*table(code, FILE).get("indefinite", ())}:
        return speech
    return replace(
        speech,
        cue=(*speech.cue[:-1], (number, start, words[-2].end())),
        content=((number, words[-1].start(), content[2]), *speech.content[1:]),
    )


def with_whole_addressees(page: Draft, speech: Speech) -> Speech:
    """A speech with all of an addressee to whom the deed of the same words is done, where the encoder saw the beginning of it: "gave | U.S. | diplomats 72 hours"."""
    if not speech.addressees:
        return speech
    told: list[Place] = []
    for place in sorted(one for deed in page.deeds if meet(deed.trigger, speech.cue) for one in deed.recipients):
        if told and place[0] == told[-1][0] and not page.passages[place[0]].text.text[told[-1][2] : place[1]].strip():
            told[-1] = (place[0], told[-1][1], max(told[-1][2], place[2]))
        else:
            told.append(place)
    addressees, content = list(speech.addressees), list(speech.content)
    for at, addressee in enumerate(addressees):
        whole = next((one for one in told if one[:2] == addressee[:2] and one[2] > addressee[2]), None)
        if whole is None:
            continue
        left = [_behind(one, whole) for one in content]
        if all(one[1] < one[2] for one in left):
            addressees[at], content = whole, [_without_signs(page, one) for one in left]
    return replace(speech, addressees=tuple(addressees), content=tuple(content))


def _behind(place: Place, other: Place) -> Place:
    """What of a place stands behind another one that it begins in."""
    number, start, end = place
    return (number, other[2], end) if number == other[0] and other[1] <= start < other[2] else place


def _without_signs(page: Draft, place: Place) -> Place:
    """A place from its first sign on that is no blank."""
    number, start, end = place
    said = page.passages[number].text.text[start:end]
    return (number, start + len(said) - len(said.lstrip()), end)


def with_apposed_name(page: Draft, speech: Speech) -> Speech:
    """A speech of a person with a name, whose last source is an office and no name: with the name that stands between commas behind it and begins the content."""
    if speech.identified != "named" or not speech.sources or len(speech.content) > 1:
        return speech
    source, content = speech.sources[-1], speech.content[0]
    persons = [name.place for name in page.names if name.kind == "person" and name.place[0] == source[0]]
    if content[0] != source[0] or any(covers(speech.sources, person) for person in persons):
        return speech
    whole = page.passages[source[0]].text.text
    for number, start, end in persons:
        behind = re.compile(r",\s+").match(whole, end)
        if start == content[1] and whole[source[2] : start].strip() == "," and behind and behind.end() < content[2]:
            return replace(
                speech,
                sources=(*speech.sources[:-1], (number, source[1], end)),
                content=((number, behind.end(), content[2]),),
            )
    return speech


def without_told(page: Draft, speech: Speech) -> Speech:
    """A speech without what it was told to at the beginning of its source: a preposition of the language's list, and a name behind which more follows."""
    sources, told = [], []
    for source in speech.sources:
        addressee = _told(page, source)
        if addressee is None:
            sources.append(source)
            continue
        told.append(addressee)
        sources.append((source[0], addressee[2] + 1, source[2]))
    if not told:
        return speech
    return replace(speech, sources=tuple(sources), addressees=(*speech.addressees, *told))


def _told(page: Draft, source: Place) -> Place | None:
    """The preposition and the name that a source begins with, if a phrase of its own follows right behind them."""
    number, start, end = source
    passage = page.passages[number]
    whole, lists = passage.text.text, table(page.language_of(passage), FILE)
    words = list(_WORD.finditer(whole, start, end))[:2]
    if len(words) < 2 or words[0].group().casefold() not in lists.get("told", ()):
        return None
    name = next((one.place for one in page.names if one.place[:2] == (number, words[1].start())), None)
    if name is None or name[2] >= end or whole[name[2]] != " ":
        return None
    behind = _WORD.match(whole, name[2] + 1)
    ties = (*lists.get("of", ()), *lists.get("and", ()), *lists.get("relatives", ()))
    return (number, start, name[2]) if behind and behind.group().casefold() not in ties else None

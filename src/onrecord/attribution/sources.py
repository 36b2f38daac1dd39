"""Sources that end or begin in the wrong place: a name behind a comma that was taken for what is said, whom it was told to, and half of a phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.attribution.places import covers, meet
from onrecord.languages import table
from onrecord.pipeline import Draft, Place, Speech

FILE = "parties.toml"
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_SIGNS = re.compile(r"[,;:،、&–—]")  # behind which another one begins


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


def with_whole_source(page: Draft, speech: Speech) -> Speech:
    """A speech whose source has the name that stands for it, and not those it was told to.

    "Según confirmó el presidente, Pedro Ruiz, habrá paz": the content began with the name; "según dijo a Atenea una fuente": the source began with the agency.
    """
    return without_told(page, with_apposed_name(page, speech))


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

"""What is speaking and no deed, and a deed and no speaking."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

from msgspec.structs import replace

from onrecord.attribution.places import meet
from onrecord.events.backing import FILE
from onrecord.languages import cue_words, table
from onrecord.languages.forms import listed
from onrecord.languages.stems import stems
from onrecord.pipeline import Deed, Draft, Place, Speech

_CONDITIONS = frozenset(("AGREE", "REJECT", "REQUEST"))
_LIST = "unnamed"
_NEAR = 30  # characters between the words of asking and those for what is asked, with nothing that ends a clause
_ENDS = re.compile(r"[.,;:!?()«»“”\"–—]")
#: Deeds that nobody does by saying something, apart from a verdict; those that few do so; and acts that none of the former is.
_GIVEN, _VERDICT = frozenset(("AID", "SANCTION")), "convict"
_DONE = frozenset(
    (*_GIVEN, "ASSAULT", "COERCE", "CONCEDE", "CONSULT", "COOPERATE", "MOBILIZE", "PROTEST", "REJECT", "RETREAT")
)
_REFUSING, _DENYING = "refuse", "deny"
#: Deeds of saying something to or of somebody.
_TOLD_TO = frozenset(("ACCUSE", "REQUEST", "THREATEN"))
_PAIR = 2
_WORD = re.compile(r"\w+")
_MARKS = frozenset('"“”„«»‘‚「『')


def without_conditions(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds without those of asking for or insisting on that somebody is not named: "two officials who asked not to be named said"."""
    return tuple(deed for deed in deeds if deed.kind not in _CONDITIONS or not _is_condition(page, deed))


def _is_condition(page: Draft, deed: Deed) -> bool:
    number, first, _ = deed.trigger[0]
    last = deed.trigger[-1][2]
    passage = page.passages[number]
    start, end = next(
        ((one.start, one.end) for one in passage.sentences if one.start <= first < one.end), (0, len(passage.text.text))
    )
    found = listed(page.language_of(passage), FILE, _LIST).finditer(passage.text.text, start, end)
    text = passage.text.text
    return any(
        max(one.start() - last, first - one.end()) <= _NEAR
        and not _ENDS.search(text[last : one.start()] + text[one.end() : first])
        for one in found
    )


def without_doing(page: Draft, speeches: Sequence[Speech], deeds: Sequence[Deed]) -> tuple[Speech, ...]:
    """The speeches without those by words of doing: "Italy will send aid to Chad", "Seoul called off the talks".

    Words of giving or punishing are none of saying; of other deeds those that are the cue of no speech in any text that we know, unless what is said is quoted, a clause, or denied.
    """
    given = [place for deed in deeds if deed.kind in _GIVEN and deed.mode != _VERDICT for place in deed.trigger]
    done = [place for deed in deeds if deed.kind in _DONE for place in deed.trigger]
    return tuple(
        one
        for one in speeches
        if not (one.act != _REFUSING and meet(one.cue, given))
        and not (
            one.act != _DENYING and meet(one.cue, done) and _is_doing(page, one.cue) and not _is_told(page, one.content)
        )
    )


def by_accusers(page: Draft, speeches: Sequence[Speech], deeds: Sequence[Deed]) -> tuple[Speech, ...]:
    """The speeches, with those of accusing, asking and threatening by who does so and not to whom it is done: "Serbia is accused of arming rebels" is nobody's whom the page names."""
    return tuple(_by_accuser(page, one, [deed for deed in deeds if deed.kind in _TOLD_TO]) for one in speeches)


def _by_accuser(page: Draft, speech: Speech, deeds: Sequence[Deed]) -> Speech:
    told = next((deed for deed in deeds if meet(deed.trigger, speech.cue)), None)
    if told is None or not speech.sources:
        return speech
    if meet(speech.sources, told.actors) or not all(meet((one,), told.recipients) for one in speech.sources):
        return speech
    content = tuple(_behind(page, place, told.actors) for place in speech.content)
    return replace(speech, sources=told.actors, content=content, identified="collective" if told.actors else "none")


def _behind(page: Draft, content: Place, speakers: Sequence[Place]) -> Place:
    """A content without those who speak it at its beginning: "slammed by families over payouts"."""
    number, start, end = content
    start = max((one[2] for one in speakers if one[:2] == content[:2] and one[2] < end), default=start)
    whole = page.passages[number].text.text
    return number, start + len(whole[start:end]) - len(whole[start:end].lstrip()), end


def _is_doing(page: Draft, cue: Sequence[Place]) -> bool:
    """Whether the words of a cue, and what they end in, begin no speech in a language of which we know many that do."""
    passage = page.passages[cue[0][0]]
    code = page.language_of(passage)
    known = cue_words(code)
    joining = {*table(code, FILE).get("and", ())}
    pieces = " ".join(passage.text.text[start:end] for _, start, end in cue).split()
    words = stems(" ".join(one for one in pieces if one.casefold() not in joining), code) if known else ()
    # "hat gesagt" and "said in Kyiv" are known by a part, but not "sagte ... ab"; "sich immer weigert" by two words that stand apart
    parts = [words[number:] for number in range(len(words))]
    parts += [words[:number] for number in range(1, len(words))] if len(words) > _PAIR else []
    parts += list(combinations(words, _PAIR)) if len(words) > _PAIR else []
    return bool(words) and not any(" ".join(part) in known for part in parts)


def _is_told(page: Draft, content: Sequence[Place]) -> bool:
    """Whether what is said begins with, or right behind, a quotation mark, or is a clause: "regretted that"."""
    number, start, end = content[0]
    passage = page.passages[number]
    whole = passage.text.text
    first = _WORD.search(whole, start, end)
    clause = first is not None and first[0].casefold() in table(page.language_of(passage), FILE).get("that", ())
    return clause or any(char in _MARKS for char in whole[max(0, start - 1) : start + 1])

"""Words near an event that show how it is told ("allegedly", "unless", "did not"), as evidence beside what the encoder says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log
from typing import NamedTuple

from onrecord.encoder.labels import FLAGS
from onrecord.languages import table
from onrecord.languages.forms import any_of

FILE = "telling.toml"
#: How far before and behind an event, in characters of its sentence, the words are looked for; those that call a thing untrue in all that is behind.
BEFORE, BEHIND = 60, 20
#: By how much the log odds of a flag rise where words for it stand near, and by how much they fall where none do.
#: Chosen on the half of the status suite whose verbs training texts use, and on the sentences of real pages (benchmarks/events.py).
RISE = {"claimed": 3.0, "denied": 0.0, "negated": 0.0, "planned": 2.0, "possible": 2.0, "conditional": 1.5}
FALL = {"claimed": 2.0, "denied": 2.0, "negated": 0.5, "planned": 0.5, "possible": 1.0, "conditional": 1.5}
#: The same for what did not happen where the word for it follows right behind the event: "sank nothing" (of such events in our training texts four in
#: five did not happen); or where a word that leaves little else to negate stands so many characters before it: "never", "rather than", "refused".
RISE_BEHIND, RISE_NEVER, NEVER_BEFORE = 2.5, 2.5, 30
#: By how much the log odds of a denial rise where something is called untrue.
RISE_UNTRUE = 1.0
#: By how much the log odds of "possible" fall where an order or a threat stands near, and no word of what is only possible: what is ordered or threatened is planned.
FALL_BOUND = 2.0
# lists that stand beside those of the flags
UNLESS, NEGATED_BEHIND, NEVER, BOUND, UNTRUE = "unless", "negated_behind", "never", "bound", "untrue"
_SPACE = re.compile(r"\s+")
#: What follows "no", "nicht" ... where they negate less than the event: "not only", "no fewer than".
_BUT_SOME = re.compile(
    r"\s+(?:nur|bloß|allein|weniger|zuletzt|que|moins|menos|meno|fewer|less|only|other|but)\b", re.IGNORECASE
)
#: What ends the reach of "never"; and what turns it round: "never stopped bombing", "refused to rule out an attack".
_STOP = re.compile(r"[;:,؛،]|\b(?:and|but|und|aber|et|mais|y|pero|e|ma|mas|и|но|ولكن|لكن)\b")
_TURNED = re.compile(r"\b(?:rul\w+ out|stop|ceas|ausschl|aufh[öo]r|dej|cess|smess|deix|прекра|исключ|توقف|استبع)")
_HERE = " | "  # stands for the event between the words around it
_QUESTION = re.compile(r"[?؟？;][\s\"'»”’)]*$")
_GREEK = "el"  # whose question mark is the semicolon


class Signs(NamedTuple):
    """What shows a flag: words, and endings or beginnings that a verb takes; the latter may stand in the words of the event itself."""

    words: re.Pattern[str]
    inflection: re.Pattern[str]

    def near(self, before: str, trigger: str, behind: str) -> bool:
        """Whether any of them stands around an event or in it: "threatened" makes what is threatened planned, and not itself."""
        around = f"{before}{_HERE}{behind}"
        return bool(self.words.search(around) or self.inflection.search(before + trigger + behind))


@cache
def signs(code: str) -> Mapping[str, Signs]:
    """The signs of each flag in a language; empty for a language without the file."""
    return {
        flag: Signs(
            any_of([form for form in forms if "+" not in form]), any_of([form for form in forms if "+" in form])
        )
        for flag, forms in table(code, FILE).items()
    }


def unless(sentence: str, code: str) -> bool:
    """Whether a sentence says that something is so unless something else is: "no troops will leave unless he resigns" tells of both under a condition."""
    found = signs(code).get(UNLESS)
    return found is not None and found.words.search(sentence) is not None


def weighed(flags: Sequence[float], sentence: str, start: int, end: int, code: str) -> tuple[float, ...]:
    """The chances of FLAGS with the words near an event at `[start, end)` of its sentence taken into account."""
    known = signs(code)
    near = sentence[max(0, start - BEFORE) : start], sentence[start:end], sentence[end : end + BEHIND]
    asked = _QUESTION.search(sentence)
    question = asked is not None and (asked.group()[0] != ";" or code == _GREEK)

    nothing = known.get(NEGATED_BEHIND)
    space = _SPACE.match(sentence, end)
    follows = nothing.words.match(sentence, space.end()) if nothing and space else None
    behind_nothing = follows is not None and _BUT_SOME.match(sentence, follows.end()) is None
    bound = BOUND in known and known[BOUND].near(*near)
    if bound:  # and nothing else makes it only possible: "the commander warned", "tried to"
        others = known[BOUND].words.sub(_HERE, near[0]), near[1], known[BOUND].words.sub(_HERE, near[2])
        bound = not known["possible"].near(*others)
    clause = _STOP.split(near[0][-NEVER_BEFORE:])[-1]
    never = NEVER in known and known[NEVER].words.search(clause) is not None and _TURNED.search(clause) is None
    untrue = UNTRUE in known and known[UNTRUE].near(near[0], "", sentence[end:])

    def move(flag: str) -> float:
        if flag == "negated" and behind_nothing:
            return RISE_BEHIND
        if flag == "negated" and never:
            return RISE_NEVER
        if flag == "denied" and untrue:
            return RISE_UNTRUE
        if flag == "possible" and bound:
            return -FALL_BOUND
        if question and flag == "possible":
            return RISE[flag]
        if flag not in known:  # nothing is known of the language: half way between both
            return (RISE[flag] - FALL[flag]) / 2
        return RISE[flag] if known[flag].near(*near) else -FALL[flag]

    return tuple(_moved(chance, move(flag)) for flag, chance in zip(FLAGS, flags, strict=True))


def _moved(chance: float, by: float) -> float:
    """A chance whose log odds are moved."""
    odds = log((chance + 1e-3) / (1 - chance + 1e-3)) + by
    return 1 / (1 + exp(-odds))

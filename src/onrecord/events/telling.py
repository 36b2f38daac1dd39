"""Words near an event that show how it is told ("allegedly", "unless", "did not"), as evidence beside what the encoder says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from math import exp, log
from typing import NamedTuple

from onrecord.attribution.hearsay import FILE, NOBODY_SAYS
from onrecord.encoder.labels import FLAGS
from onrecord.languages import table
from onrecord.languages.forms import any_of
from onrecord.pipeline import Draft, Place

#: How far before and behind an event, in characters of its sentence, the words are looked for; those that call a thing untrue in all that is behind.
BEFORE, BEHIND = 60, 20
#: By how much the log odds of a flag rise where words for it stand near, and by how much they fall where none do.
#: Chosen on the status suite and on the texts of further languages, with sentences and passages of real pages in view (benchmarks/events.py).
RISE = {"claimed": 4.45, "denied": 0.0, "negated": 1.0, "planned": 4.0, "possible": 3.0, "conditional": 2.5}
FALL = {"claimed": 2.0, "denied": 2.0, "negated": 0.5, "planned": 0.5, "possible": 1.0, "conditional": 1.5}
UNLESS = "unless"
#: Lists beside those of the flags, each with the flag whose log odds move, and by how much, where one of its words stands; the first that does counts
#: instead of the words for the flag. What follows right behind an event ("sank nothing": of such events in our training texts four in five did not
#: happen); what leaves little else to negate ("never", "rather than", "refused") so many characters before it; what calls a report untrue;
#: what is ordered or threatened, which is planned and not only possible; and, before all of these, who neither confirms nor denies a thing, and who has
#: no choice but to do it; what is said to be done with a word that else tells of plans (Danish "skal have"); what is "reportedly" done is a claim, however sure the encoder is. Where a verb is negated by its ending (negative_form), that ending of the event says so.
MOVES = (
    ("undecided", "negated", -4.0),
    ("undecided", "denied", -4.0),
    ("undecided", "possible", 8.0),
    ("hearsay", "claimed", 8.0),
    ("negative_form", "negated", 5.0),
    ("forced", "negated", -8.0),
    ("negated_behind", "negated", 2.5),
    ("never", "negated", 2.5),
    ("untrue", "denied", 1.0),
    ("bound", "possible", -2.0),
    ("said_to_have", "planned", -6.0),
)
NEVER_BEFORE = 30
# words that turn these round: what follows "no", "nicht" ... where they negate less than the event ("not only", "no fewer than"); what ends the reach of
# "never"; what it is then said of ("never stopped bombing", "refused to rule out an attack")
_BUT_SOME, _JOINING, _TURNED = "but_some", "joining", "turned"
_SPACE = re.compile(r"\s+")
_LETTERS = re.compile(r"\w+")
_MARK = re.compile(r"[;:,؛،]")
_INSIDE = re.compile(r"(?<=[\w,] )\w+")  # a word that begins no sentence
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
        inflected = _without_names(before) + trigger + _without_names(behind)
        return bool(self.words.search(around) or self.inflection.search(inflected))


def _without_names(text: str) -> str:
    """A text without the words that have a capital inside a sentence: "Teherán" is no future."""
    return _INSIDE.sub(lambda word: "" if word[0][0].isupper() else word[0], text)


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
    question = is_question(sentence, code)

    seen = {name: known[name].near(*near) for name in RISE if name in known}
    seen["possible"] = seen.get("possible", False) or question
    seen["untrue"] = "untrue" in known and known["untrue"].near(near[0], "", sentence[end:])
    seen["undecided"] = "undecided" in known and _is_left_open(known["undecided"], sentence, start, end, code)
    seen["bound"] = _bound(known, near)
    seen["hearsay"] = _hearsay(known, near[0], code)
    seen["said_to_have"] = _said_to_have(known, near)
    seen["forced"] = _forced(known, near[0], code)
    seen["negative_form"] = "negative_form" in known and known["negative_form"].inflection.search(near[1]) is not None
    seen["never"] = _never(known, near[0], code)
    seen["negated_behind"] = _negated_behind(known, sentence, end)

    def move(flag: str) -> float:
        special = next((by for name, of, by in MOVES if of == flag and seen[name]), None)
        if special is not None:
            return special
        if flag not in known and not (flag == "possible" and question):
            return (RISE[flag] - FALL[flag]) / 2  # nothing is known of the language: half way between both
        return RISE[flag] if seen[flag] else -FALL[flag]

    return tuple(_moved(chance, move(flag)) for flag, chance in zip(FLAGS, flags, strict=True))


def is_question(sentence: str, code: str) -> bool:
    """Whether a question mark ends a sentence, in Greek a semicolon too."""
    asked = _QUESTION.search(sentence)
    return asked is not None and (asked.group()[0] != ";" or code == _GREEK)


def last_clause(before: str, code: str) -> str:
    """What stands in the last clause of some text, behind its last mark and the last word that joins two."""
    clause = _MARK.split(before)[-1]
    joining = signs(code).get(_JOINING)
    return clause if joining is None else joining.words.split(clause)[-1]


def goes_on(between: str, code: str) -> bool:
    """Whether the text between two words of a sentence begins no other clause: no mark, and no word that joins two."""
    joining = signs(code).get(_JOINING)
    return _MARK.search(between) is None and (joining is None or joining.words.search(between) is None)


def words_between(page: Draft, one: Place, other: Place) -> list[str] | None:
    """The words between two places of a clause, in small letters; None where they are of two."""
    first, second = sorted((one, other))
    if first[0] != second[0]:
        return None
    passage = page.passages[first[0]]
    between = passage.text.text[first[2] : max(first[2], second[1])]
    return _LETTERS.findall(between.casefold()) if goes_on(between, page.language_of(passage)) else None


def called_off(sentence: str, end: int, code: str) -> bool:
    """Whether what ends at `end` of a sentence is called or put off by words behind it in its clause: "the visit was cancelled"."""
    known = signs(code).get("called_off")
    found = known.words.search(sentence, end) if known else None
    return found is not None and goes_on(sentence[end : found.start()], code)


def _is_left_open(undecided: Signs, sentence: str, start: int, end: int, code: str) -> bool:
    """Whether somebody neither confirms nor denies an event, or that it happened, in the same clause or with nothing but a comma before what it is."""
    for found in undecided.words.finditer(sentence):
        between = sentence[found.end() : start] if found.end() <= start else sentence[end : found.start()]
        if goes_on(between.removeprefix(","), code):
            return True
    return False


def _bound(known: Mapping[str, Signs], near: tuple[str, str, str]) -> bool:
    """Whether an order or a threat stands near an event and nothing else makes it only possible: "the commander warned", "tried to"."""
    if "bound" not in known or not known["bound"].near(*near):
        return False
    before, trigger, behind = near
    without = known["bound"].words.sub(_HERE, before), trigger, known["bound"].words.sub(_HERE, behind)
    return not known["possible"].near(*without)


def _never(known: Mapping[str, Signs], before: str, code: str) -> bool:
    """Whether the clause before an event ends in what leaves little else to negate, and nothing turns that round."""
    if "never" not in known:
        return False
    clause = last_clause(before[-NEVER_BEFORE:], code)
    turned = _TURNED in known and known[_TURNED].words.search(clause) is not None
    return known["never"].words.search(clause) is not None and not turned


def _hearsay(known: Mapping[str, Signs], before: str, code: str) -> bool:
    """Whether a word that reports and that nobody says stands before an event in its clause: "Chad reportedly arrested"."""
    between = _behind_last(known, NOBODY_SAYS, before)
    return between is not None and goes_on(between, code)


def _said_to_have(known: Mapping[str, Signs], near: tuple[str, str, str]) -> bool:
    """Whether a word for what is planned is part of one for what is claimed: "skal have bombet", is said to have bombed."""
    if "claimed" not in known or "planned" not in known:
        return False
    before, trigger, behind = near
    around = _without_names(before) + trigger + _without_names(behind)
    return any(known["planned"].words.search(found.group()) for found in known["claimed"].inflection.finditer(around))


def _forced(known: Mapping[str, Signs], before: str, code: str) -> bool:
    """Whether the words before an event say that nothing else was left, "had no option but to surrender", and nothing between negates that or turns it round."""
    between = _behind_last(known, "forced", before)
    if between is None:
        return False
    against = any(name in known and known[name].words.search(between) for name in ("negated", "never", _TURNED))
    return goes_on(between.removeprefix(","), code) and not against


def _behind_last(known: Mapping[str, Signs], name: str, before: str) -> str | None:
    """What stands between the last word of a list and an event; None where none of them stands before it."""
    found = [*known[name].words.finditer(before)] if name in known else []
    return before[found[-1].end() :] if found else None


def _negated_behind(known: Mapping[str, Signs], sentence: str, end: int) -> bool:
    """Whether what did not happen follows right behind an event: "sank nothing", and not "sank no fewer than"."""
    space = _SPACE.match(sentence, end)
    if "negated_behind" not in known or space is None:
        return False
    follows = known["negated_behind"].words.match(sentence, space.end())
    if follows is None:
        return False
    space = _SPACE.match(sentence, follows.end())
    some = _BUT_SOME in known and space is not None and known[_BUT_SOME].words.match(sentence, space.end()) is not None
    return not some


def _moved(chance: float, by: float) -> float:
    """A chance whose log odds are moved."""
    odds = log((chance + 1e-3) / (1 - chance + 1e-3)) + by
    return 1 / (1 + exp(-odds))

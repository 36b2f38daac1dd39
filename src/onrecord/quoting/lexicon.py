"""What the language folders say of attribution, in the form that matching needs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple, cast

from onrecord.errors import OnrecordError
from onrecord.languages import rows, table
from onrecord.records import SpeechAct


class Cue(NamedTuple):
    """One form of a cue: its words in lower case, what act it reports, and the constructions it may stand in.

    `frames` are names of constructions (docs of `cues.csv`): quote, that, wh, to, bare, np, tail, told.
    `needs` is "aux" for a participle that is a cue only after an auxiliary, "active" for one that is none after a passive
    auxiliary, "subject" for a form (participle, gerund) whose subject stands in the clause before.
    """

    words: tuple[str, ...]
    act: SpeechAct
    mode: Literal["said", "thinks", "intends"]
    frames: frozenset[str]
    needs: str


class Lexicon(NamedTuple):
    """The words of one language that attribution goes by; `order` is svo, vso or sov."""

    cues: Mapping[str, tuple[Cue, ...]]
    sources: Mapping[str, tuple[tuple[str, ...], ...]]
    order: str
    nouns_capitalised: bool
    dialogue: bool
    bare_comma: bool
    inversion: bool
    comma_clause: bool
    elided: frozenset[str]
    words: Mapping[str, frozenset[str]]


#: Groups of words that `attribution.toml` may list; a group left out is empty.
GROUPS = (
    "conjunctions", "questions", "infinitive", "auxiliaries", "passives", "adverbs", "determiners", "linkers", "pronouns",
    "relatives", "breaks", "times", "unnamed", "collective", "documents", "and", "negations", "addressee", "asides",
    "existential", "resumes", "subordinators", "clitics", "seats",
)  # fmt: skip


@cache
def lexicon(code: str) -> Lexicon | None:
    """The lexicon of language `code`, or None where it has no cues."""
    table_rows = rows(code, "cues.csv")
    if not table_rows:
        return None
    cues: dict[str, list[Cue]] = {}
    for row in table_rows:
        words = tuple(row["form"].split())
        frames = frozenset(row["frames"].split())
        if row["mode"] not in ("said", "thinks", "intends") or not words:
            raise OnrecordError(f"languages/{code}/cues.csv: bad row {dict(row)}")
        cue = Cue(words, cast(SpeechAct, row["act"]), cast(Literal["said"], row["mode"]), frames, row["needs"] or "")
        cues.setdefault(words[0], []).append(cue)
    data = table(code, "attribution.toml")
    groups = {name: frozenset(data.get(name, ())) for name in GROUPS}
    titles = frozenset(row["title"] for row in rows(code, "titles.csv"))
    sources: dict[str, list[tuple[str, ...]]] = {}
    for phrase in data.get("sources", ()):
        sources.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    return Lexicon(
        cues={first: tuple(sorted(found, key=lambda cue: -len(cue.words))) for first, found in cues.items()},
        sources={first: tuple(sorted(found, key=len, reverse=True)) for first, found in sources.items()},
        order=data.get("order", "svo"),
        nouns_capitalised=bool(data.get("nouns_capitalised", False)),
        dialogue=bool(data.get("dialogue_dash", False)),
        bare_comma=bool(data.get("bare_comma", False)),
        inversion=bool(data.get("inversion", False)),
        comma_clause=bool(data.get("comma_clause", False)),
        elided=frozenset(word for words in groups.values() for word in words if word.endswith("'")),
        words={**groups, "titles": titles},
    )

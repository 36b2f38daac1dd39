"""Verbs that deny: what they make of an attribution, and clauses that say no more than that somebody denies what stands before them."""

from __future__ import annotations

import re
from functools import cache

from onrecord.languages import table
from onrecord.pipeline import Draft, Place, Speech
from onrecord.records import SpeechAct

FILE = "telling.toml"
#: A clause of no more words, with a verb of denial and none of negation, denies what was told before it: "Moscow denies it".
_BARE = 6
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_CLAUSE = re.compile(r"[;:,–—]\s")
_QUOTED = re.compile(r"[\"“”„«»‹›]")


def act_of(page: Draft, speech: Speech) -> SpeechAct:
    """The act of a speech; a denial where its verb is one of denial, and not a negated one ("does not deny")."""
    if not speech.cue:
        return speech.act
    number, start, _ = speech.cue[0]
    whole = page.passages[number].text.text
    code = page.passages[number].language or page.language or ""
    cue = " ".join(whole[at:end] for its, at, end in speech.cue if its == number)
    before = _WORD.findall(whole[:start])[-2:]
    return "deny" if _denies(cue, code) and not _negates(" ".join([*before, cue]), code) else speech.act


def denied_behind(page: Draft, place: Place) -> bool:
    """Whether the rest of the sentence behind a place ends in a bare denial, or the sentence that follows it is one."""
    number, _, end = place
    passage = page.passages[number]
    code = passage.language or page.language or ""
    at = next((at for at, sentence in enumerate(passage.sentences) if end <= sentence.end), None)
    if at is None:
        return False
    rest = _CLAUSE.split(passage.text.text[end : passage.sentences[at].end])
    clauses = rest[-1:] if len(rest) > 1 else []
    clauses += [passage.text.text[one.start : one.end] for one in passage.sentences[at + 1 : at + 2]]
    return any(
        len(_WORD.findall(clause)) <= _BARE
        and not _QUOTED.search(clause)
        and _denies(clause, code)
        and not _negates(clause, code)
        for clause in clauses
    )


def _denies(words: str, code: str) -> bool:
    return _any_of(code, "denies").search(words) is not None


def _negates(words: str, code: str) -> bool:
    return _any_of(code, "negated").search(words) is not None


@cache
def _any_of(code: str, name: str) -> re.Pattern[str]:
    """The forms of a list of `telling.toml`: `*` stands for the rest of a word, `+` for its beginning, `...` for some words; nothing matches none."""
    forms = [_pattern(form) for form in table(code, FILE).get(name, ())]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms) or '(?!)'})(?!\w)", re.IGNORECASE)


def _pattern(form: str) -> str:
    words = re.escape(form).replace(r"\ \.\.\.\ ", r"\b.{1,40}?\b").replace(r"\*", r"\w*").replace(r"\+", r"\w+")
    return words.replace(r"\ ", r"\s+").replace("'", "['’]")

"""Verbs that deny: what they make of an attribution, and clauses that say no more than that somebody denies what stands before them."""

from __future__ import annotations

import re
from functools import cache

from onrecord.languages import table
from onrecord.pipeline import Draft, PassageDraft, Place, Speech
from onrecord.records import SpeechAct

FILE = "denials.toml"
#: A clause of no more words may do nothing but deny.
_BARE = 8
#: Acts that a verb of denial makes a denial; of others (to be denied bail is to be refused it) the model is believed.
_UNDECIDED = frozenset(("state", "dispute", "confirm", "accuse"))
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_CLAUSE = re.compile(r"[;:,،؛–—]\s|\s-\s")
_END = re.compile(r"[.!?…؟\"“”„«»‹›‘]")
_NEAR = 60  # characters before a cue in which its negation may stand


def act_of(page: Draft, speech: Speech) -> SpeechAct:
    """The act of a speech: a denial where the model is undecided and the verb is one of denial, neither negated nor passive."""
    if not speech.cue or speech.act not in _UNDECIDED:
        return speech.act
    number, start, _ = speech.cue[0]
    passage = page.passages[number]
    code, whole = _language(page, passage), passage.text.text
    cue = " ".join(whole[at:end] for its, at, end in speech.cue if its == number)
    verb = _any_of(code, "denies").search(cue)
    if verb is None:
        return speech.act
    before = _END.split(whole[max(0, start - _NEAR) : start])[-1]
    around = f"{' '.join(_WORD.findall(before)[-2:])} {cue[: verb.start()]} {cue[verb.end() :]}"
    return speech.act if _is_undone(around, code) else "deny"


def denied_behind(page: Draft, place: Place) -> str | None:
    """The clause that denies what a place tells and does nothing else: the last one of its sentence, or the sentence behind it in its passage; None without one."""
    number, _, end = place
    passage = page.passages[number]
    code, whole = _language(page, passage), passage.text.text
    verbs = _any_of(code, "denies")
    at = next((at for at, sentence in enumerate(passage.sentences) if end <= sentence.end), None)
    if at is None:
        return None
    stop = passage.sentences[at].end
    cuts = [cut.end() for cut in _CLAUSE.finditer(whole, end, stop)]
    clauses = [(cuts[-1], stop)] if cuts else []
    clauses += [(one.start, one.end) for one in passage.sentences[at + 1 : at + 2]]
    for start, stop in clauses:
        clause = whole[start:stop].strip()
        quoted = any(one.start < stop and start < one.end for one in passage.quotations)
        if not quoted and (verb := verbs.search(clause)) is not None and _only_denies(clause, verb, code):
            return clause
    return None


def _only_denies(clause: str, verb: re.Match[str], code: str) -> bool:
    """Whether somebody stands before a verb and nothing behind it, or only words for what is denied; a verb that opens its clause has both behind it."""
    before, behind = _WORD.findall(clause[: verb.start()]), _WORD.findall(clause[verb.end() :])
    things = _any_of(code, "things")
    if len(before) + len(behind) + 1 > _BARE or _is_undone(f"{' '.join(before)}  {' '.join(behind)}", code):
        return False
    if not before:
        last = behind[-1] if behind else ""
        return things.fullmatch(last) is not None and bool(table(code, FILE).get("verb_first"))
    joins = before[0].casefold() in table(code, "parties.toml").get("and", ())
    return not joins and all(things.fullmatch(word) for word in behind)


def _is_undone(words: str, code: str) -> bool:
    """Whether a negation or a passive stands in words."""
    return any(_any_of(code, name).search(words) for name in ("negations", "passive"))


def _language(page: Draft, passage: PassageDraft) -> str:
    return passage.language or page.language or ""


@cache
def _any_of(code: str, name: str) -> re.Pattern[str]:
    """The forms of a list of `denials.toml`: `*` stands for the rest of a word, `...` for some words; nothing matches none."""
    forms = [_pattern(form) for form in table(code, FILE).get(name, ())]
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms) or '(?!)'})(?!\w)", re.IGNORECASE)


def _pattern(form: str) -> str:
    words = re.escape(form).replace(r"\ \.\.\.\ ", r"\b.{1,40}?\b").replace(r"\*", r"\w*")
    return words.replace(r"\ ", r"\s+").replace("'", "['’]")

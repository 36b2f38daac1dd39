"""Verbs that deny: what they make of an attribution, and clauses that say no more than that somebody denies what stands before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.attribution.places import meet
from onrecord.languages import table
from onrecord.languages.forms import listed
from onrecord.pipeline import Draft, Place, Speech
from onrecord.records import Attribution, Id, SpeechAct

FILE = "denials.toml"
#: A clause of no more words may do nothing but deny.
_BARE = 8
_SHORT = 14  # words of a clause that calls a report untrue
_SUBJECT = 3  # words of who denies, behind the verb
#: Acts that a verb of denial makes a denial; of others (to be denied bail is to be refused it) the model is believed.
_UNDECIDED = frozenset(("state", "dispute", "confirm", "accuse", "demand"))
#: Acts of which a negation says that they were not done, and not that something is not to be.
_SAYING = frozenset(("state", "confirm", "report-figure", "announce", "accuse"))
#: The acts that modes and types of deeds are.
_ACTS: dict[str, SpeechAct] = {"disapprove": "condemn", "allege": "accuse", "SUPPORT": "support", "REJECT": "refuse"}
#: Acts that a deed of the same verb cannot be: "lambasted" is no support.
_CONTRARY: dict[SpeechAct, frozenset[SpeechAct]] = {
    "support": frozenset(("condemn", "accuse", "refuse")),
    "condemn": frozenset(("support",)),
    "accuse": frozenset(("support",)),
}
#: How sure the encoder must be of a deed for it to tell what the act of its verb is, or that it is none of saying.
SURE = 0.9
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
_CLAUSE = re.compile(r"[;:,،؛–—]\s|\s-\s")
_END = re.compile(r"[.!?…؟\"“”„«»‹›‘]")
_NEAR = 60  # characters before a cue in which its negation may stand
_NEGATION = 4  # words before a cue that may negate it
_WIDEST = 120  # characters from the first to the last word of a cue
_OPENING = re.compile(r"\w+(?:[’'-]\w+)*(?!\.? \d)")  # the first word of who speaks; "No 10" is a house
_ELIDED = re.compile(r"\w{1,2}['’]")  # "l'" of "l'accusation"


def act_of(page: Draft, speech: Speech) -> SpeechAct:
    """The act of a speech: a denial where the model is undecided and the verb is one of denial, neither negated nor passive.

    Where the model sees nothing but a statement or the contrary, and is sure that the verb is a deed done by saying it, the act is that: "we condemn the raid".
    """
    if not speech.cue:
        return speech.act
    done = _done(page, speech) if speech.act == "state" or speech.act in _CONTRARY else None
    if done is not None and (speech.act == "state" or done in _CONTRARY[speech.act]):
        return done
    if speech.act not in _UNDECIDED:
        return speech.act
    number, start, _ = speech.cue[0]
    passage = page.passages[number]
    code, whole = page.language_of(passage), passage.text.text
    end = max(stop for its, _, stop in speech.cue if its == number)
    cue = whole[start : min(end, start + _WIDEST)]
    if listed(code, FILE, "denies").search(cue) is None:
        return speech.act
    before = _END.split(whole[max(0, start - _NEAR) : start])[-1]
    words = [*_WORD.findall(before)[-_NEGATION:], cue]
    if table(code, FILE).get("negation_behind"):
        words.append(_END.split(_CLAUSE.split(whole[end : end + _NEAR])[0])[0])
    return speech.act if _is_undone(" ".join(words), code) else "deny"


def unsaid(page: Draft) -> frozenset[Id]:
    """The attributions by which nobody has said it: "Tehran has not confirmed that it shot it down", "neither Paris nor Rome said"."""
    return frozenset(
        one.id
        for one in page.attributions
        # who does not believe a thing believes the contrary
        if one.cue and one.mode == "said" and one.speech_act in _SAYING and _is_unsaid(page, one)
    )


def _is_unsaid(page: Draft, one: Attribution) -> bool:
    """Whether a negation stands in the cue, between it and who speaks before it, or right before them."""
    assert one.cue is not None
    cue = one.cue.spans[0][0]  # one that is a negation and nothing else refuses what it is followed by
    for passage in page.passages:
        if (last := passage.text.find_source(cue)) is None:
            continue
        places = [
            (at, party.text)
            for party in one.speakers
            if party.spans and (at := passage.text.find_source(party.spans[0][0])) is not None and at < last
        ]
        first = min((at for at, _ in places), default=last)
        end = max((at + len(words) for at, words in places), default=last)
        whole = passage.text.text
        before = _END.split(_CLAUSE.split(whole[max(0, first - _NEAR) : first])[-1])[-1]
        between = _CLAUSE.split(whole[end:last])[-1] if last - end <= _WIDEST else ""
        # what is told of a speaker is not of what they say: "a diplomat who asked not to be named confirmed"
        opening = [hit.group() for _, words in places if (hit := _OPENING.match(words))]
        words = " ".join((*_WORD.findall(before)[-1:], *opening, between, one.cue.text))
        code = page.language_of(passage)
        only, negations = listed(code, FILE, "not_only"), listed(code, FILE, "negations")
        if negations.fullmatch(one.cue.text):
            return False
        return any(only.match(words[hit.end() :].lstrip()) is None for hit in negations.finditer(words))
    return False


def _done(page: Draft, speech: Speech) -> SpeechAct | None:
    """The act of which the verb of a speech is surely the deed."""
    for deed in page.deeds:
        act = _ACTS.get(deed.mode or "") or _ACTS.get(deed.kind)
        if act and deed.confidence >= SURE and meet(deed.trigger, speech.cue):
            return act
    return None


def denied_behind(page: Draft, place: Place) -> str | None:
    """The clause that denies what a place tells and does nothing else, or calls the report untrue: the last one of its sentence, or the sentence behind it in its passage; None without one."""
    number, _, end = place
    passage = page.passages[number]
    code, whole = page.language_of(passage), passage.text.text
    verbs = listed(code, FILE, "denies")
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
        denies = (verb := verbs.search(clause)) is not None and _only_denies(clause, verb, code)
        if not quoted and (denies or _calls_untrue(clause, code)):
            return clause
    return None


def _calls_untrue(clause: str, code: str) -> bool:
    """Whether a short clause says of what was told that it is untrue, and nothing in it turns that round: "the commissioner called the story a fabrication"."""
    rest = listed(code, FILE, "untrue").sub("", clause)
    return (
        len(_WORD.findall(clause)) <= _SHORT
        and rest != clause
        and listed(code, FILE, "reports").search(rest) is not None
        and listed(code, FILE, "negations").search(rest) is None
    )


def _only_denies(clause: str, verb: re.Match[str], code: str) -> bool:
    """Whether somebody stands before a verb and nothing behind it but words for what is denied, or these before it and somebody behind; of a verb that opens its clause, both behind."""
    before, behind = (
        [_ELIDED.sub("", word) for word in _WORD.findall(part)]
        for part in (clause[: verb.start()], clause[verb.end() :])
    )
    if len(before) + len(behind) + 1 > _BARE or _is_undone(clause, code):
        return False

    def things(words: Sequence[str]) -> bool:
        return all(listed(code, FILE, "things").fullmatch(word) for word in words)

    somebody = [word for word in before if not listed(code, FILE, "nobody").fullmatch(word) and not things([word])]
    if somebody:
        joins = before[0].casefold() in table(code, "parties.toml").get("and", ())
        return not joins and things(behind)
    if not before or not things(before[:1]):
        return bool(table(code, FILE).get("verb_first")) and len(behind) > 1 and things(behind[-1:])
    return 0 < len(behind) <= _SUBJECT and not things(behind)


def _is_undone(words: str, code: str) -> bool:
    """Whether a negation or a passive stands in words."""
    return any(listed(code, FILE, name).search(words) for name in ("negations", "passive"))

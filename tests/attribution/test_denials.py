"""Verbs that deny make a denial, and a clause that says no more than that denies what stands before it."""

from __future__ import annotations

import time

import pytest
from msgspec.structs import replace

from events.test_records import deed
from onrecord.attribution.denials import act_of, denied_behind, unsaid
from onrecord.pipeline import Draft, PassageDraft, Place, RawPage, Speech
from onrecord.records import Attribution, Party, SpeechAct, Words
from onrecord.spans import Aligned
from onrecord.stages.quotations import quotations
from onrecord.stages.split import split


def page(text: str, language: str) -> Draft:
    passage = PassageDraft(kind="paragraph", text=Aligned.verbatim(text, 0, len(text)), language=language)
    return quotations(
        split(Draft(raw=RawPage(id="p", content=text, where="t"), text=text, language=language, passages=(passage,)))
    )


def place(draft: Draft, words: str) -> Place:
    at = draft.text.index(words)
    return (0, at, at + len(words))


def said(draft: Draft, cue: str, content: str, act: SpeechAct) -> Speech:
    return Speech(
        cue=(place(draft, cue),), content=(place(draft, content),), sources=(), addressees=(), act=act, mode="said", identified="none", confidence=0.9,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "language", "cue", "act", "found"),
    [
        ("The mill denies that it dumped acid.", "en", "denies", "state", "deny"),
        ("The mill did not deny that it dumped acid.", "en", "did not deny", "state", "state"),
        ("The mill never denied that it dumped acid.", "en", "denied", "state", "state"),
        ("“Absolutely not,” the mill denied that it dumped acid.", "en", "denied", "state", "deny"),
        ("The man was denied bail.", "en", "denied", "state", "state"),
        ("The judge denied him bail.", "en", "denied", "refuse", "refuse"),
        ("The mill said that it dumped no acid.", "en", "said", "state", "state"),
        ("Die Mühle bestritt, Säure verklappt zu haben.", "de", "bestritt", "state", "deny"),
        ("Die Mühle bestritt nicht, Säure verklappt zu haben.", "de", "bestritt nicht", "state", "state"),
        ("Die Mühle bestritt nicht, Säure verklappt zu haben.", "de", "bestritt", "state", "state"),
        ("Die Mühle stritt das nicht ab, Säure verklappt zu haben.", "de", "stritt das nicht ab", "state", "state"),
        ("Few in town would deny that it dumped acid.", "en", "deny", "state", "state"),
        ("The mill won't deny that it dumped acid.", "en", "won't deny", "state", "state"),
        ("ولم ينكر المتهم أنه أغرق القارب.", "ar", "ينكر", "state", "state"),
        ("La planta negó haber vertido ácido.", "es", "negó", "state", "deny"),
        ("La planta se niega a cerrar.", "es", "niega", "state", "state"),
        ("نفت الشركة أنها أغرقت القارب.", "ar", "نفت", "state", "deny"),
        ("The mill denies that it dumped acid.", "xx", "denies", "state", "state"),
    ],
)  # fmt: skip
def test_the_verb_decides_of_a_denial(text: str, language: str, cue: str, act: SpeechAct, found: str) -> None:
    draft = page(text, language)
    speech = said(draft, cue, text.split()[-1], act)
    assert act_of(draft, speech) == found
    assert act_of(draft, replace(speech, cue=())) == act


@pytest.mark.parametrize(
    ("text", "language", "event", "denied"),
    [
        ("Ada Brandt says guards beat her. The prison denies it.", "en", "beat", "The prison denies it."),
        ("Ada Brandt says guards beat her. The prison does not deny it.", "en", "beat", None),
        ("Ada Brandt says guards beat her. The prison denied visitors all letters.", "en", "beat", None),
        ("Ada Brandt says guards beat her, which the prison denies.", "en", "beat", "which the prison denies."),
        ("Ada Brandt says guards beat her, and denied her food.", "en", "beat", None),
        ("Ada Brandt says guards beat her, and denied it.", "en", "beat", None),
        ("Police say he shot two people. The suspect was denied bail.", "en", "shot", None),
        ("Police say he shot two people. The suspect denied wrongdoing.", "en", "shot", None),
        ("Ada Brandt says guards beat her. “He denied it.”", "en", "beat", None),
        ("Selon Ada Brandt, des gardiens l'ont frappée. La prison dément.", "fr", "frappée", "La prison dément."),
        ("Selon Ada Brandt, des gardiens l'ont frappée. Le rythme est dément.", "fr", "frappée", None),
        ("Baku stritt das ab. Eriwan meldete, Soldaten hätten einen Hirten verschleppt.", "de", "verschleppt", None),
        ("Eriwan meldete, Soldaten hätten einen Hirten verschleppt. Baku stritt das rundweg ab.", "de", "verschleppt", "Baku stritt das rundweg ab."),
        ("Eriwan meldete, Soldaten hätten einen Hirten verschleppt. Baku stritt das nicht ab.", "de", "verschleppt", None),
        ("Eriwan meldete, Soldaten hätten einen Hirten verschleppt. Das bestreitet Baku.", "de", "verschleppt", "Das bestreitet Baku."),
        ("Gunmen killed five, officials said. The Taliban denied involvement.", "en", "killed", None),
        ("Ada Brandt ha detto che la polizia l'ha picchiata. Ha negato le accuse.", "it", "picchiata", None),
        ("Selon Ada Brandt, des gardiens l'ont frappée. La prison nie l'accusation.", "fr", "frappée", "La prison nie l'accusation."),
        ("Die Polizei nahm den Boxer fest. Er bestritt 34 Kämpfe.", "de", "fest", None),
        ("Ada Brandt acusó al gobierno de golpearla. El gobierno se niega a hablar.", "es", "golpearla", None),
        ("قالت كييف إن روسيا قصفت المدينة، وتنفي موسكو ذلك.", "ar", "قصفت", "وتنفي موسكو ذلك."),
        ("Students say that police beat them. Commissioner Piet Vos called the story a fabrication.", "en", "beat", "Commissioner Piet Vos called the story a fabrication."),
        ("Students say that police beat them. Piet Vos did not call the story a fabrication.", "en", "beat", None),
        ("The man beat two officers, police said. He is also accused of fabricating the report.", "en", "beat", None),
        ("Students say that police beat them. A painter called the wall absurd.", "en", "beat", None),
        ("Ada Brandt dice que la golpearon. El alcalde tachó de infundada la versión.", "es", "golpearon", "El alcalde tachó de infundada la versión."),
        ("قالت الشرطة إن المسلحين قتلوا رجلين. وقع الهجوم في فندق بالعاصمة.", "ar", "قتلوا", None),
    ],
)  # fmt: skip
def test_a_clause_that_only_denies_denies_what_stands_before_it(
    text: str, language: str, event: str, denied: str | None
) -> None:
    draft = page(text, language)
    assert denied_behind(draft, place(draft, event)) == denied


def test_a_long_passage_is_read_once() -> None:
    text = "Ada Brandt said that guards beat her, which the prison denies. " * 2_000
    draft = page(text, "en")
    cue = said(draft, "denies", "guards", "state")
    late = text.rindex("denies")
    begun = time.perf_counter()
    for _ in range(500):
        act_of(draft, replace(cue, cue=((0, late, late + 6),)))
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    ("kind", "mode", "confidence", "act", "found"),
    [
        ("ACCUSE", "disapprove", 0.95, "support", "condemn"),
        ("SUPPORT", None, 0.95, "condemn", "support"),
        ("SUPPORT", None, 0.95, "accuse", "support"),
        ("ACCUSE", "disapprove", 0.7, "support", "support"),  # the model is not sure of the deed
        ("ACCUSE", "disapprove", 0.95, "accuse", "accuse"),
        ("SUPPORT", None, 0.95, "promise", "promise"),
    ],
)
def test_an_act_is_not_the_contrary_of_its_deed(
    kind: str, mode: str | None, confidence: float, act: SpeechAct, found: str
) -> None:
    text = "Moser blasted the plan."
    one = deed(text, kind, mode=mode, trigger=["blasted"], confidence=confidence)
    draft = replace(page(text, "en"), deeds=(one,))
    assert act_of(draft, said(draft, "blasted", "plan.", act)) == found


@pytest.mark.parametrize(
    ("text", "language", "speaker", "cue", "act", "nobody"),
    [
        ("The mill has not confirmed that it dumped acid.", "en", "The mill", "has not confirmed", "state", True),
        ("Neither town nor mill confirmed that it dumped acid.", "en", "mill", "confirmed", "confirm", True),
        ("No expert said that it dumped acid.", "en", "No expert", "said", "state", True),
        ("The mill confirmed that it dumped no acid.", "en", "The mill", "confirmed", "confirm", False),
        ("A clerk who was not to be named said that it dumped acid.", "en", "A clerk who was not to be named", "said", "state", False),
        ("A clerk, not to be named, said that it dumped acid.", "en", "A clerk", "said", "state", False),
        ("It did not stop. The mill said that it dumped acid.", "en", "The mill", "said", "state", False),
        ("The mill told him not to dump acid.", "en", "The mill", "told him not", "demand", False),
        ("Ni el alcalde ni la planta han confirmado el vertido.", "es", "el alcalde", "han confirmado", "state", True),
        ("La planta no ha confirmado el vertido.", "es", "La planta", "no ha confirmado", "state", True),
        ("The mill not only confirmed that it dumped acid.", "en", "The mill", "confirmed", "confirm", False),
        ("The mill declined to dump acid.", "en", "The mill", "declined", "state", False),
        ("No 10 confirmed that it dumped acid.", "en", "No 10", "confirmed", "confirm", False),
        ("Завод не подтвердил сброс кислоты.", "ru", "Завод", "не подтвердил", "confirm", True),
        ("The mill has not confirmed that it dumped acid.", "xx", "The mill", "has not confirmed", "state", False),
    ],
)  # fmt: skip
def test_what_is_not_said_nobody_claims(
    text: str, language: str, speaker: str, cue: str, act: SpeechAct, *, nobody: bool
) -> None:
    draft = page(text, language)

    def found(words: str) -> tuple[tuple[int, int], ...]:
        return ((text.index(words), text.index(words) + len(words)),)

    one = Attribution(
        id="a", speakers=(Party(spans=found(speaker), text=speaker),), identified="collective", cue=Words(spans=found(cue), text=cue),
        content=Words(spans=((0, 1),), text=""), kind="indirect", mode="said", speech_act=act, confidence=1.0,
    )  # fmt: skip
    assert unsaid(replace(draft, attributions=(one,))) == (frozenset(("a",)) if nobody else frozenset())

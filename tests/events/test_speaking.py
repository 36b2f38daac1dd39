"""To ask that one is not named is no deed, and to give or to punish is not to say something."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from events.test_answered import speech
from events.test_records import deed, in_language, page
from onrecord.events.speaking import by_accusers, without_conditions, without_doing


@pytest.mark.parametrize(
    ("code", "text", "trigger", "kept"),
    [
        ("en", "Two diplomats who requested anonymity said so.", "requested", False),
        ("en", "Two diplomats who asked not to be named said so.", "asked", False),
        ("de", "Zwei Diplomaten, die um Anonymität baten, sagten es.", "baten", False),
        ("es", "Dos diplomáticos que pidieron el anonimato lo dijeron.", "pidieron", False),
        ("ru", "Два дипломата, попросившие об анонимности, сказали это.", "попросившие", False),
        ("tr", "Adının açıklanmasını istemeyen bir yetkili bunu söyledi.", "istemeyen", False),
        ("fr", "Un diplomate, sous couvert d'anonymat, dit que le Tchad a imploré le Mali.", "imploré", True),
        ("en", "Two diplomats asked Chad to leave.", "asked", True),
        ("en", "Chad asked for talks after an envoy who spoke of his anonymity had left the town.", "asked", True),
        ("xx", "Two diplomats who requested anonymity said so.", "requested", True),
    ],
)
def test_not_to_be_named_is_a_condition(code: str, text: str, trigger: str, *, kept: bool) -> None:
    draft = in_language(page(text, deed(text, "REQUEST", trigger=[trigger])), code)
    assert without_conditions(draft, draft.deeds) == (draft.deeds if kept else ())


def test_only_asking_and_agreeing_are_conditions() -> None:
    text = "The leak ended his anonymity, and he attacked."
    draft = in_language(page(text, deed(text, "ASSAULT", trigger=["ended"])), "en")
    assert without_conditions(draft, draft.deeds) == draft.deeds


@pytest.mark.parametrize(
    ("kind", "mode", "act", "kept"),
    [
        ("AID", None, "demand", False),
        ("SANCTION", "expel", "threaten", False),
        ("SANCTION", "convict", "state", True),
        ("SANCTION", "discontinue", "refuse", True),
        ("REQUEST", None, "demand", True),
    ],
)
def test_giving_and_punishing_are_not_said(kind: str, mode: str | None, act: str, *, kept: bool) -> None:
    text = "Italy will send help to Chad."
    said = (replace(speech(text, "send", "Italy"), act=act),)
    draft = in_language(page(text), "xx")
    assert without_doing(draft, said, [deed(text, kind, mode=mode, trigger=["send"])]) == (said if kept else ())


@pytest.mark.parametrize(
    ("code", "text", "cue", "kept"),
    [
        ("en", "Seoul called off the talks with Tokyo.", "called off", False),
        ("en", "Seoul blocked a resolution on Chad.", "blocked", False),
        ("en", "Seoul has refused to hold talks with Tokyo.", "has refused", True),
        ("en", "Seoul rejected the offer of talks.", "rejected", True),
        ("en", "Seoul vowed and swore to hold no talks.", "vowed and", True),
        ("en", "Seoul called off “the whole circus” of talks.", "called off", False),
        ("en", "Seoul shrugged: “There will be no talks.”", "shrugged", True),
        ("de", "Seoul sagte die Gespräche ab.", "sagte", True),
        ("fr", "Seoul a boycotté les pourparlers.", "a boycotté", False),
        ("de", "Weil Seoul sich immer weigert zu reden.", "sich immer weigert", True),
        ("xx", "Seoul called off the talks with Tokyo.", "called off", True),
    ],
)
def test_who_calls_off_talks_says_nothing(code: str, text: str, cue: str, *, kept: bool) -> None:
    quoted = text.find("“")
    said = speech(text, cue, "Seoul")
    said = replace(said, act="refuse", content=((0, quoted + 1, quoted + 10),) if cue == "shrugged" else said.content)
    draft = in_language(page(text), code)
    assert without_doing(draft, (said,), [deed(text, "REJECT", trigger=[cue])]) == ((said,) if kept else ())


@pytest.mark.parametrize(
    ("text", "source", "actors", "recipients", "by"),
    [
        ("Chad is accused of arming rebels.", "Chad", [], ["Chad"], []),
        ("Chad was accused by Mali of arming rebels.", "Chad", ["Mali"], ["Chad"], ["Mali"]),
        ("Mali accused Chad of arming rebels.", "Mali", ["Mali"], ["Chad"], ["Mali"]),
        ("Mali accused itself of arming rebels.", "Mali", ["Mali"], ["Mali"], ["Mali"]),
        ("Mali accused Chad of arming rebels.", "Mali", [], ["Chad"], ["Mali"]),
    ],
)
def test_who_is_accused_accuses_nobody(
    text: str, source: str, actors: list[str], recipients: list[str], by: list[str]
) -> None:
    accusing = deed(text, "ACCUSE", trigger=["accused"], actors=actors, recipients=recipients)
    (found,) = by_accusers(page(text), (speech(text, "accused", source),), [accusing])
    assert [text[start:end] for _, start, end in found.sources] == by
    assert (found.identified == "none") == (not by)


def test_what_is_said_begins_behind_who_says_it() -> None:
    text = "Chad slammed by families over payouts."
    slammed = deed(text, "ACCUSE", trigger=["slammed"], actors=["families"], recipients=["Chad"])
    said = replace(speech(text, "slammed by", "Chad"), content=((0, text.index("families"), len(text)),))
    (found,) = by_accusers(page(text), (said,), [slammed])
    assert [text[start:end] for _, start, end in found.content] == ["over payouts."]


def test_a_clause_is_said() -> None:
    text = "Seoul bemängelte, dass Tokio schweigt."
    said = replace(speech(text, "bemängelte", "Seoul"), act="condemn", content=((0, text.index("dass"), len(text)),))
    draft = in_language(page(text), "de")
    conceding = [deed(text, "CONCEDE", trigger=["bemängelte"])]
    assert without_doing(draft, (said,), conceding) == (said,)
    assert without_doing(draft, (replace(said, content=((0, text.index("Tokio"), len(text)),)),), conceding) == ()

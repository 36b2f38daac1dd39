"""To ask that one is not named is no deed, and to give or to punish is not to say something."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from events.test_answered import speech
from events.test_records import deed, in_language, page
from onrecord.events.speaking import without_conditions, without_doing


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
    assert without_doing(said, [deed(text, kind, mode=mode, trigger=["send"])]) == (said if kept else ())

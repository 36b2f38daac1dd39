"""What is not ruled out may happen, and nobody turns it down."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from events.test_answered import speech
from events.test_records import deed, in_language, page
from onrecord.encoder.labels import FLAGS, with_chances
from onrecord.events.left_open import with_left_open

NEGATED = with_chances((0.0,) * len(FLAGS), negated=0.9)


@pytest.mark.parametrize(
    ("code", "text", "trigger", "is_open"),
    [
        ("en", "Chad did not rule out expelling the envoy.", "expelling", True),
        ("en", "An expulsion has not been ruled out.", "expulsion", True),
        ("en", "Chad ruled out expelling the envoy.", "expelling", False),
        ("en", "Chad did not rule it out. Mali is not expelling the envoy.", "expelling", False),
        ("de", "Der Tschad schließt nicht aus, den Gesandten auszuweisen.", "auszuweisen", True),
        ("de", "Eine Ausweisung schloss der Tschad nicht aus.", "Ausweisung", True),
        ("fr", "Le Tchad n'exclut pas d'expulser l'envoyé.", "expulser", True),
        ("ru", "Чад не исключил высылку посланника.", "исключил высылку", True),
        ("ar", "لم يستبعد الوزير إرسال قوات.", "إرسال قوات", True),
        ("xx", "Chad did not rule out expelling the envoy.", "expelling", False),
    ],
)
def test_what_is_not_ruled_out_may_happen(code: str, text: str, trigger: str, is_open: bool) -> None:
    told = replace(deed(text, "SANCTION", trigger=[trigger]), flags=NEGATED)
    draft = in_language(page(text, told), code)
    ((found,), _) = with_left_open(draft, draft.deeds, ())
    flags = dict(zip(FLAGS, found.flags, strict=True))
    assert (flags["possible"], flags["negated"]) == ((1.0, 0.0) if is_open else (0.0, 0.9))


def test_who_does_not_rule_out_refuses_nothing() -> None:
    text = "Chad did not rule out expelling the envoy."
    refused = deed(text, "REJECT", trigger=["rule out"])
    expelled = deed(text, "SANCTION", trigger=["expelling"])
    draft = in_language(page(text, refused, expelled), "en")
    said = replace(speech(text, "did not rule out", "expelling the envoy"), act="refuse")
    deeds, speeches = with_left_open(draft, draft.deeds, (said,))
    assert [one.kind for one in deeds] == ["SANCTION"]
    assert [one.act for one in speeches] == ["state"]

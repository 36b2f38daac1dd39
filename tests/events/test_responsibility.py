"""An attack that somebody claims is by them, as their claim; one that nobody claims happened all the same."""

from __future__ import annotations

import pytest

from events.test_records import deed, in_language, page
from onrecord.encoder.labels import FLAGS
from onrecord.events.responsibility import with_responsibility
from onrecord.pipeline import Speech


@pytest.mark.parametrize(
    ("code", "text", "trigger", "cue", "source", "actors", "who"),
    [
        ("en", "The Front claimed responsibility for the bombing.", "bombing", "claimed", "The Front", [], ["The Front"]),
        ("en", "No group has claimed responsibility for the bombing.", "bombing", "claimed", "No group", [], []),
        ("en", "The Front has not claimed responsibility for the bombing.", "bombing", "claimed", "", ["The Front"], []),
        ("en", "The Front claimed responsibility for a bombing by Mali.", "bombing", "claimed", "The Front", ["Mali"], ["Mali"]),
        ("de", "Zu dem Anschlag bekannte sich niemand.", "Anschlag", "bekannte", "niemand", [], []),
        ("it", "La Nordia ha rivendicato l'attentato.", "attentato", "rivendicato", "La Nordia", [], ["La Nordia"]),
        ("fr", "L'attentat n'a pas été revendiqué.", "attentat", "revendiqué", "", [], []),
        ("es", "El Frente reivindicó el atentado.", "atentado", "reivindicó", "El Frente", [], ["El Frente"]),
        ("pt", "A Frente reivindicou o atentado.", "atentado", "reivindicou", "A Frente", [], ["A Frente"]),
    ],
)  # fmt: skip
def test_who_claims_an_attack(
    code: str, text: str, trigger: str, cue: str, source: str, actors: list[str], who: list[str]
) -> None:
    def place(words: str) -> tuple[int, int, int]:
        return 0, text.index(words), text.index(words) + len(words)

    attack = deed(text, "ASSAULT", trigger=[trigger], actors=actors, flags=(0.1, 0.6, 0.8, 0.0, 0.0, 0.0))
    claim = deed(text, "ACCUSE", trigger=[cue])
    speech = Speech(
        cue=(place(cue),), content=(place(trigger),), sources=(place(source),) if source else (), addressees=(), act="state",
        mode="said", identified="collective", confidence=1.0,
    )  # fmt: skip
    draft = in_language(page(text, claim, attack), code)
    (found,), said = with_responsibility(draft, draft.deeds, (speech,))
    assert said == ((speech,) if who else ())
    assert [text[start:end] for _, start, end in found.actors] == who
    flags = dict(zip(FLAGS, found.flags, strict=True))
    assert (flags["negated"], flags["denied"], flags["claimed"] == 1.0) == (0.0, 0.0, bool(who))


@pytest.mark.parametrize(
    ("code", "text", "attacks", "touched"),
    [
        ("en", "The army did not attack, but the Front claimed responsibility for the bombing.", ["attack", "bombing"], ["bombing"]),
        ("en", "The Front claimed responsibility for the bombing and police shot two men.", ["bombing", "shot"], ["bombing"]),
        ("en", "The army killed ten hours after the Front claimed responsibility for the bombing.", ["killed", "bombing"], ["bombing"]),
        ("en", "The Front, which claimed responsibility for the bombing, killed three.", ["bombing", "killed"], ["bombing"]),
        ("fr", "La Chine, qui revendique la mer, n'a pas attaqué le navire.", ["attaqué"], []),
        ("de", "Er bekannte sich schuldig, die Frau nicht geschlagen zu haben.", ["geschlagen"], []),
        ("es", "El sindicato reivindicó su derecho y no atacó a nadie.", ["atacó"], []),
        ("en", "The Front bombed Tarvos.", ["bombed"], []),
        ("xx", "The Front claimed responsibility for the bombing.", ["bombing"], []),
    ],
)  # fmt: skip
def test_only_the_attack_that_is_claimed(code: str, text: str, attacks: list[str], touched: list[str]) -> None:
    deeds = [deed(text, "ASSAULT", trigger=[word], flags=(0.1, 0.0, 0.9, 0.0, 0.0, 0.0)) for word in attacks]
    draft = in_language(page(text, *deeds), code)
    found, _ = with_responsibility(draft, draft.deeds, ())
    assert [word for word, one, was in zip(attacks, found, deeds, strict=True) if one != was] == touched


def test_a_claim_of_anything_else_stays_a_deed() -> None:
    text = "Boeing claimed responsibility for the error."
    one = deed(text, "CONCEDE", trigger=["claimed"])
    assert with_responsibility(page(text, one), (one,), ()) == ((one,), ())

"""An attack that somebody claims is by them, as their claim; one that nobody claims happened all the same."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

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
    (found,) = with_responsibility(draft, draft.deeds, (speech,))
    assert [text[start:end] for _, start, end in found.actors] == who
    flags = dict(zip(FLAGS, found.flags, strict=True))
    assert (flags["negated"], flags["denied"], flags["claimed"] == 1.0) == (0.0, 0.0, bool(who))


def test_other_deeds_and_sentences_stay_as_they_are() -> None:
    text = "The Front claimed responsibility for the bombing and freed hostages."
    freed = deed(text, "RETREAT", trigger=["freed"], actors=["The Front"])
    assert with_responsibility(page(text, freed), (freed,), ()) == (freed,)
    other = "The Front bombed Tarvos."
    bombed = deed(other, "ASSAULT", trigger=["bombed"], actors=["The Front"], flags=(0.0, 0.0, 0.9, 0.0, 0.0, 0.0))
    assert with_responsibility(page(other, bombed), (bombed,), ()) == (bombed,)
    unknown = replace(page(text, bombed), language="xx")
    assert with_responsibility(in_language(unknown, "xx"), (bombed,), ()) == (bombed,)

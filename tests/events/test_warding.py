"""Who repels an attack is attacked, and who foils one has attacked nobody."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from events.test_answered import speech
from events.test_records import deed, in_language, page
from onrecord.encoder.labels import FLAGS
from onrecord.events.warding import with_warding


@pytest.mark.parametrize(
    ("code", "text", "trigger", "actors", "recipients", "by", "to"),
    [
        ("en", "Police foiled an attack on the court.", ["attack"], ["Police"], ["court"], [], ["court"]),
        ("en", "The army repelled an attack on Garmo.", ["attack"], ["army"], ["Garmo"], [], ["army", "Garmo"]),
        ("en", "The army repelled attacks by rebels.", ["repelled attacks"], ["army"], ["rebels"], ["rebels"], ["army"]),
        ("en", "Chad repelled Mali's new attack.", ["attack"], ["Chad", "Mali"], [], ["Mali"], ["Chad"]),
        ("en", "The army repelled a rebel attack.", ["attack"], ["army", "rebel"], [], ["rebel"], ["army"]),
        ("en", "An attack was repelled by the army.", ["attack"], ["army"], [], [], ["army"]),
        ("de", "Die Armee wehrte einen Angriff ab.", ["Angriff"], ["Die Armee"], [], [], ["Die Armee"]),
        ("de", "Nun wehrte die Armee Angriffe der Rebellen ab.", ["Angriffe"], ["die Armee"], ["der Rebellen"], ["der Rebellen"], ["die Armee"]),
        ("de", "Mali wehrte tschadische Angriffe ab.", ["Angriffe"], ["Mali", "tschadische"], [], ["tschadische"], ["Mali"]),
        ("es", "El ejército repelió un asalto.", ["asalto"], ["ejército"], [], [], ["ejército"]),
        ("ar", "صد الجيش هجوما.", ["هجوما"], ["الجيش"], [], [], ["الجيش"]),
        ("tr", "Ordu saldırıyı püskürttü.", ["saldırıyı"], ["Ordu"], [], [], ["Ordu"]),
        ("en", "The army prepared an attack on Garmo.", ["attack"], ["army"], ["Garmo"], ["army"], ["Garmo"]),
        ("en", "Police foiled a plan, and rebels shelled Garmo.", ["shelled"], ["rebels"], ["Garmo"], ["rebels"], ["Garmo"]),
        ("en", "The army repelled rebels with heavy fire.", ["fire"], ["army"], ["rebels"], ["army"], ["rebels"]),
        ("en", "The president survived an attack.", ["attack"], ["president"], [], [], ["president"]),
        ("ru", "Президент пережил покушение.", ["покушение"], ["Президент"], [], [], ["Президент"]),
        ("xx", "Police foiled an attack on the court.", ["attack"], ["Police"], ["court"], ["Police"], ["court"]),
    ],
)  # fmt: skip
def test_who_wards_an_attack_off(
    code: str, text: str, trigger: list[str], actors: list[str], recipients: list[str], by: list[str], to: list[str]
) -> None:
    draft = in_language(page(text, deed(text, "ASSAULT", trigger=trigger, actors=actors, recipients=recipients)), code)
    (found,), _ = with_warding(draft, draft.deeds, ())
    assert [text[start:end] for _, start, end in found.actors] == by
    assert [text[start:end] for _, start, end in found.recipients] == to


@pytest.mark.parametrize(
    ("code", "text", "trigger", "actors", "recipients", "to"),
    [
        ("en", "The suspect escaped arrest.", "arrest", [], ["suspect"], ["suspect"]),
        ("en", "The suspect escaped arrest.", "arrest", ["suspect"], [], ["suspect"]),
        ("de", "Das Gericht stoppte die Abschiebung.", "Abschiebung", ["Das Gericht"], [], []),
        ("ru", "Суд остановил депортацию.", "депортацию", ["Суд"], [], []),
    ],
)
def test_a_measure_that_is_stopped_or_escaped(
    code: str, text: str, trigger: str, actors: list[str], recipients: list[str], to: list[str]
) -> None:
    one = deed(text, "COERCE", mode="arrest", trigger=[trigger], actors=actors, recipients=recipients)
    refused = deed(text, "REJECT", trigger=[text.split()[2]], actors=actors)
    draft = in_language(page(text, one, refused), code)
    found, *others = with_warding(draft, draft.deeds, ())[0]
    assert others == ([] if code == "en" else [refused])
    assert found.actors == ()
    assert [text[start:end] for _, start, end in found.recipients] == to
    assert dict(zip(FLAGS, found.flags, strict=True))["negated"] == 1.0


@pytest.mark.parametrize(
    ("text", "trigger"),
    [("Police blocked off the road.", "blocked off"), ("They held a ban to stop an arrest.", "ban")],
)
def test_a_measure_that_stops_something_is_taken(text: str, trigger: str) -> None:
    draft = page(text, deed(text, "COERCE", mode="arrest", trigger=[trigger]))
    assert with_warding(draft, draft.deeds, ()) == (draft.deeds, ())


def test_who_halts_an_attack_may_be_the_attacker() -> None:
    text = "The army halted its attack."
    draft = page(text, deed(text, "ASSAULT", trigger=["attack"], actors=["army"]))
    assert with_warding(draft, draft.deeds, ()) == (draft.deeds, ())


def test_what_is_foiled_did_not_happen_and_what_is_repelled_did() -> None:
    for verb, name, expected in (("foiled", "possible", 1.0), ("repelled", "denied", 0.3)):
        text = f"The army {verb} an attack."
        draft = page(text, deed(text, "ASSAULT", trigger=["attack"], flags=(0.0, 0.9, 0.0, 0.0, 0.4, 0.0)))
        (found,), _ = with_warding(draft, draft.deeds, ())
        assert dict(zip(FLAGS, found.flags, strict=True))[name] == expected


def test_warding_off_is_no_attack_and_nothing_that_is_said() -> None:
    text = "The army repelled an attack."
    verb = deed(text, "ASSAULT", trigger=["repelled"], actors=["army"])
    noun = deed(text, "ASSAULT", trigger=["attack"], actors=["army"])
    denied = replace(speech(text, "repelled", "army"), act="deny")
    draft = page(text, verb, noun)
    (found,), said = with_warding(draft, draft.deeds, (denied,))
    assert found.trigger == noun.trigger
    assert said == ()
    accused = deed(text, "ACCUSE", trigger=["attack"])
    assert with_warding(draft, (accused,), (denied,)) == ((accused,), (denied,))


@pytest.mark.parametrize(
    ("code", "text", "trigger", "recipients", "to", "where"),
    [
        ("en", "Chad shot down drones over Garmo.", "shot down", ["drones", "Garmo"], ["drones"], ["Garmo"]),
        ("de", "Der Tschad schoss Drohnen über Garmo ab.", "schoss Drohnen über Garmo ab", ["Garmo"], [], ["Garmo"]),
        ("ru", "ПВО сбила дрон над Гармо.", "сбила", ["Гармо"], [], ["Гармо"]),
        ("tr", "Ordu Garmo üzerinde uçağı düşürdü.", "düşürdü", ["Garmo", "uçağı"], ["uçağı"], ["Garmo"]),
        ("en", "Chad dropped bombs over Garmo.", "dropped", ["Garmo"], ["Garmo"], []),
        ("en", "Chad shot down a jet of Mali.", "shot down", ["Mali"], ["Mali"], []),
    ],
)
def test_what_is_shot_down_over_a_town_is_not_shot_at_it(
    code: str, text: str, trigger: str, recipients: list[str], to: list[str], where: list[str]
) -> None:
    draft = in_language(page(text, deed(text, "ASSAULT", trigger=[trigger], recipients=recipients)), code)
    (found,), _ = with_warding(draft, draft.deeds, ())
    assert [text[start:end] for _, start, end in found.recipients] == to
    assert [text[start:end] for _, start, end in found.place] == where

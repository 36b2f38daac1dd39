"""What is done by saying it in the first person of the present is done, and not only claimed by who says so."""

from __future__ import annotations

import pytest

from events.test_records import deed, in_language, page
from onrecord.events.performed import is_performed
from onrecord.events.status import Chains, told
from onrecord.languages import codes, table
from onrecord.records import Attribution, Party, Words


@pytest.mark.parametrize(
    ("code", "text", "kind", "trigger", "found"),
    [
        ("en", "We strongly condemn the raid.", "ACCUSE", "condemn", True),
        ("en", "I support Kestria.", "SUPPORT", "support", True),
        ("en", "We urged Kestria to stop.", "REQUEST", "urged", False),
        ("en", "We will condemn the raid.", "ACCUSE", "condemn", False),
        ("en", "We do not support Kestria.", "SUPPORT", "support", False),
        ("en", "They condemn the raid.", "ACCUSE", "condemn", False),
        ("en", "We back the troops.", "MOBILIZE", "back", False),
        ("de", "Wir verurteilen den Überfall.", "ACCUSE", "verurteilen", True),
        ("de", "Heute verurteilen wir den Überfall.", "ACCUSE", "verurteilen", True),
        ("de", "Die Minister verurteilen den Überfall.", "ACCUSE", "verurteilen", False),
        ("de", "Er sagte, Kestrien verurteile den Überfall.", "ACCUSE", "verurteile", False),
        ("de", "Das können wir akzeptieren.", "AGREE", "akzeptieren", False),
        ("de", "Wir begrüßen den Plan.", "SUPPORT", "begrüßen", True),
        ("en", "Should we condemn the raid?", "ACCUSE", "condemn", False),
        ("en", "He said that we condemn the raid.", "ACCUSE", "condemn", False),
        ("en", "If we reject the plan, it fails.", "REJECT", "reject", False),
        ("en", "It was about World War I. Demand rose.", "REQUEST", "Demand", False),
        ("en", "Hard times, and we demand an end.", "REQUEST", "demand", True),
        ("fr", "Paris nous accuse de mentir.", "ACCUSE", "accuse", False),
        ("it", "Non condanniamo l'attacco.", "ACCUSE", "condanniamo", False),
        ("es", "La semana pasada exigimos su salida.", "REQUEST", "exigimos", False),
        ("de", "Alle verurteilen, wir nicht.", "ACCUSE", "verurteilen", False),
        ("fr", "Nous condamnons l'attaque.", "ACCUSE", "condamnons", True),
        ("fr", "Je vous demande de partir.", "REQUEST", "demande", True),
        ("fr", "Il demande de partir.", "REQUEST", "demande", False),
        ("it", "Condanniamo l'attacco.", "ACCUSE", "Condanniamo", True),
        ("es", "Exigimos su salida.", "REQUEST", "Exigimos", True),
        ("pt", "Rejeitamos o plano.", "REJECT", "Rejeitamos", True),
        ("ru", "Мы осуждаем нападение.", "ACCUSE", "осуждаем", True),
        ("ru", "Они осуждают нападение.", "ACCUSE", "осуждают", False),
        ("ar", "ندين الهجوم.", "ACCUSE", "ندين", True),
        ("xx", "We condemn the raid.", "ACCUSE", "condemn", False),
    ],
)
def test_who_says_so_does_it(code: str, text: str, kind: str, trigger: str, *, found: bool) -> None:
    one = deed(text, kind, trigger=[trigger])
    assert is_performed(in_language(page(text, one), code), one) is found


def test_only_who_reports_what_was_said_claims_it() -> None:
    def says(name: str, start: int, nested_in: str | None = None) -> Attribution:
        party = Party(spans=(), text=name, actor=name)
        content = Words(spans=((start, 90),), text="x" * (90 - start))
        return Attribution(
            id=name, speakers=(party,), identified="named", cue=None, content=content, kind="indirect", mode="said",
            speech_act="state", addressees=(), wording="unknown", confidence=1.0, nested_in=nested_in,
        )  # fmt: skip

    flags = (0.9, 0.0, 0.0, 0.4, 0.0, 0.0)
    alone = told((50, 58), flags, Chains((says("Moser", 40),)), quoted=True, performed=True)
    assert (alone.status, alone.claims, alone.voice) == ("stated", (), "outlet")
    retold = Chains((says("Brandt", 10), says("Moser", 40, "Brandt")))
    assert told((50, 58), flags, retold, quoted=True, performed=True).claims == ("Brandt",)
    assert told((50, 58), flags, retold, quoted=True).claims == ("Brandt", "Moser")


def test_no_form_stands_in_two_lists() -> None:
    lists = {code: table(code, "performed.toml") for code in codes()}
    assert sum(map(bool, lists.values())) == 20
    for code, found in lists.items():
        both = {*found.get("own", ())} & {*found.get("with_pronoun", ())}
        assert not both, code
        assert not found or table(code, "parties.toml")["first_person"], code

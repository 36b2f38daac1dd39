"""How an event is told follows from the attributions around it and from the chances of its flags."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.events.assemble import doers, without_same
from onrecord.events.status import Chains, modality_of, status_of, told
from onrecord.records import Attribution, Party, Words

CALM = (0.01, 0.0, 0.0, 0.0, 0.0, 0.0)  # a claim is not out of the question


def attribution(
    name: str, content: tuple[int, int], *, cue: tuple[int, int] | None = None, act: str = "state", mode: str = "said",
    inside: str | None = None, by: str = "",
) -> Attribution:  # fmt: skip
    return Attribution(
        id=name,
        speakers=(Party(spans=(), text="", actor=by),) if by else (),
        identified="none",
        cue=Words(spans=(cue,), text="") if cue else None,
        content=Words(spans=(content,), text=""),
        kind="indirect",
        mode=mode,  # type: ignore[arg-type]
        speech_act=act,  # type: ignore[arg-type]
        nested_in=inside,
        confidence=1.0,
    )


def flags(**chances: float) -> tuple[float, ...]:
    return tuple(
        chances.get(name, 0.0) for name in ("claimed", "denied", "negated", "planned", "possible", "conditional")
    )


def test_what_nobody_claims_is_stated() -> None:
    how = told((5, 9), CALM, Chains([attribution("a", (20, 40))]))
    assert (how.status, how.voice, how.claims) == ("stated", "outlet", ())


def test_within_a_content_it_is_claimed_by_the_whole_chain() -> None:
    chains = Chains([attribution("inner", (20, 40), inside="outer"), attribution("outer", (10, 50))])
    how = told((25, 30), CALM, chains)
    assert (how.status, how.claims) == ("claimed", ("outer", "inner"))


def test_the_cue_of_an_attribution_is_not_claimed_by_it() -> None:
    how = told((12, 19), CALM, Chains([attribution("a", (10, 50), cue=(12, 19))]))
    assert how.status == "stated"


def test_what_is_only_intended_is_no_claim() -> None:
    how = told((25, 30), flags(planned=0.9), Chains([attribution("a", (20, 40), mode="intends")]))
    assert (how.status, how.claims) == ("planned", ())


def test_a_denial_around_an_event_is_its_denial() -> None:
    how = told((25, 30), CALM, Chains([attribution("a", (20, 40), act="deny")]))
    assert (how.status, how.denials, how.claims) == ("denied", ("a",), ())


def test_a_denial_in_the_next_sentence_is_found() -> None:
    chains = Chains([attribution("says", (0, 50)), attribution("denies", (60, 70), act="deny")])
    how = told((25, 30), flags(claimed=0.9, denied=0.8), chains)
    assert (how.status, how.claims, how.denials) == ("denied", ("says",), ("denies",))


def test_we_did_not_is_negated_rather_than_denied() -> None:
    how = told((25, 30), flags(negated=0.9), Chains([attribution("a", (20, 40), act="deny")]))
    assert (how.status, how.polarity, how.denials) == ("negated", "negated", ())


def test_allegedly_takes_the_attribution_beside_it() -> None:
    how = told((25, 30), flags(claimed=0.9), Chains([attribution("a", (34, 60), cue=(31, 33))]))
    assert (how.status, how.claims) == ("claimed", ("a",))


@pytest.mark.parametrize(
    ("planned", "possible", "conditional", "modality"),
    [
        (0.1, 0.1, 0.05, "actual"),
        (0.9, 0.2, 0.1, "planned"),
        (0.5, 0.8, 0.1, "possible"),
        (0.9, 0.3, 0.9, "conditional"),
    ],
)
def test_modality(planned: float, possible: float, conditional: float, modality: str) -> None:
    assert modality_of(planned, possible, conditional) == modality


@pytest.mark.parametrize(
    ("polarity", "denied", "modality", "attributed", "status"),
    [
        ("negated", True, "planned", True, "negated"),
        ("affirmed", True, "planned", True, "denied"),
        ("affirmed", False, "conditional", True, "hypothetical"),
        ("affirmed", False, "planned", True, "planned"),
        ("affirmed", False, "actual", True, "claimed"),
        ("affirmed", False, "actual", False, "stated"),
    ],
)
def test_status_is_the_first_that_fits(
    polarity: str, denied: bool, modality: str, attributed: bool, status: str
) -> None:
    assert status_of(polarity, denied, modality, attributed) == status  # type: ignore[arg-type]


def test_what_is_condemned_is_taken_for_granted_unless_it_is_told_as_a_claim() -> None:
    """Somebody "condemned the coup": there was one; "supports an attack": there may be none."""
    assert told((25, 30), CALM, Chains([attribution("a", (20, 40), act="support")])).status == "claimed"
    chains = Chains([attribution("a", (20, 40), act="condemn")])
    assert told((25, 30), CALM, chains).status == "stated"
    assert told((25, 30), flags(claimed=0.3), chains).status == "claimed"


def test_what_stands_in_quotation_marks_is_claimed_by_whoever_is_beside_it_or_by_nobody_found() -> None:
    beside = Chains([attribution("a", (34, 60), cue=(31, 33))])
    assert (told((25, 30), CALM, beside, quoted=True).status, told((25, 30), CALM, beside).status) == (
        "claimed",
        "stated",
    )
    assert told((25, 30), CALM, beside, quoted=True).claims == ("a",)
    alone = told((25, 30), CALM, Chains([]), quoted=True)
    assert (alone.voice, alone.status, alone.claims) == ("attributed", "claimed", ())


@pytest.mark.parametrize(("denier", "status"), [("Ada Brandt", "claimed"), ("Karl Moser", "denied"), ("", "denied")])
def test_who_claims_an_event_does_not_deny_it(denier: str, status: str) -> None:
    claim, denial = attribution("a", (20, 40), by="Ada Brandt"), attribution("b", (60, 80), act="deny", by=denier)
    assert told((25, 30), flags(claimed=0.9, denied=0.2), Chains([claim, denial])).status == status


def test_what_hangs_on_an_exception_is_neither_done_nor_left_undone() -> None:
    how = told((25, 30), flags(negated=0.9, conditional=0.8), Chains([]), excepted=True)
    assert (how.polarity, how.status) == ("affirmed", "hypothetical")
    assert told((25, 30), flags(negated=0.9, conditional=0.8), Chains([])).status == "negated"
    assert told((25, 30), flags(negated=0.9), Chains([]), excepted=True).status == "negated"


def test_who_claims_a_deed_of_others_is_no_doer_of_it() -> None:
    chains = Chains([attribution("a", (20, 60), by="Ada Brandt")])
    ada, peru, chile = (
        Party(spans=((at, at + 5),), text=name, actor=name)
        for at, name in ((0, "Ada Brandt"), (30, "Peru"), (8, "Chile"))
    )
    how = told((40, 45), CALM, chains)
    assert doers((ada, peru), how.claims, chains) == (peru,)
    assert doers((ada, chile), how.claims, chains) == (
        ada,
        chile,
    )  # neither is named in the claim: they do what they say they do
    assert doers((ada,), how.claims, chains) == (ada,)


@pytest.mark.parametrize(
    ("clause", "denied"), [("Moscow denies it.", True), ("Brandt denies it.", False), ("The ministry denies it.", True)]
)
def test_who_claims_does_not_deny_in_a_clause_of_its_own(clause: str, denied: bool) -> None:
    named = msgspec.structs.replace(attribution("a", (20, 60), by="Ada Brandt"), identified="named")
    body = attribution("b", (20, 60), by="Peru's ministry")
    assert (told((40, 45), CALM, Chains([named]), denial=clause).status == "denied") is denied
    assert told((40, 45), CALM, Chains([body]), denial=clause).status == "denied"
    assert told((4, 8), CALM, Chains([named]), denial=clause).status == "stated"


def test_what_a_denial_holds_is_denied_and_not_told_as_left_undone() -> None:
    chains = Chains([attribution("a", (20, 40), act="deny")])
    assert told((25, 30), flags(denied=0.5, negated=0.8), chains).status == "denied"
    assert told((25, 30), flags(denied=0.1, negated=0.8), chains).status == "negated"
    assert told((45, 50), flags(denied=0.5, negated=0.8), chains).status == "negated"


def test_what_was_tried_and_failed_is_hypothetical() -> None:
    assert told((25, 30), flags(negated=0.6, possible=0.8), Chains([])).status == "hypothetical"
    assert told((25, 30), flags(negated=0.8, possible=0.6), Chains([])).status == "negated"
    assert told((25, 30), flags(negated=0.26, possible=0.18), Chains([])).status == "negated"


def test_what_is_taken_for_granted_in_a_claim_is_none() -> None:
    claim = Chains([attribution("a", (20, 40))])
    assert told((25, 30), flags(claimed=0.003), claim).status == "stated"
    assert told((25, 30), flags(claimed=0.005), claim).status == "claimed"
    assert told((25, 30), flags(claimed=0.003), claim, quoted=True).status == "claimed"


@pytest.mark.parametrize(("outer", "status"), [(None, "stated"), ("outer", "claimed")])
def test_an_accusation_that_is_answered_is_told_by_who_tells_of_the_answer(outer: str | None, status: str) -> None:
    around = [attribution("answer", (20, 40), act="deny", inside=outer)]
    around += [attribution("outer", (10, 50))] if outer else []
    how = told((25, 30), flags(claimed=0.9), Chains(around), answered=True)
    assert (how.status, how.claims, how.denials) == (status, ("outer",) if outer else (), ())


def test_nobody_does_a_deed_to_themselves_by_the_same_words() -> None:
    one, other = Party(spans=((0, 5),), text="Bosnia"), Party(spans=((9, 12),), text="Mali")
    nobody = Party(spans=(), text="", actor="Chad")
    assert without_same((one, other, nobody), (one, nobody)) == (other, nobody)


def test_who_only_reports_that_an_accusation_is_answered_still_claims_it() -> None:
    how = told((25, 30), flags(claimed=0.9), Chains([attribution("report", (10, 50))]), answered=True)
    assert (how.status, how.claims) == ("claimed", ("report",))


@pytest.mark.parametrize(
    ("claimed", "outer", "status"), [(0.6, None, "stated"), (0.95, None, "claimed"), (0.6, "outer", "claimed")]
)
def test_what_is_condemned_happened_for_who_tells_of_that(claimed: float, outer: str | None, status: str) -> None:
    around = [attribution("judging", (20, 40), act="condemn", inside=outer)]
    around += [attribution("outer", (10, 50))] if outer else []
    assert told((25, 30), flags(claimed=claimed), Chains(around), judged=True).status == status


def test_what_nobody_has_said_is_nobodys_claim() -> None:
    unsaid = Chains([attribution("a", (20, 40)), attribution("b", (10, 50))], frozenset(("a",)))
    how = told((25, 30), CALM, unsaid)
    assert (how.status, how.claims) == ("claimed", ("b",))
    assert unsaid.claims((25, 30)) == ("b",)


@pytest.mark.parametrize(("negated", "status"), [(0.6, "claimed"), (0.97, "negated")])
def test_what_is_not_confirmed_is_not_denied(negated: float, status: str) -> None:
    chains = Chains([attribution("a", (20, 40))], frozenset(("a",)))
    assert told((25, 30), flags(claimed=0.9, denied=0.9, negated=negated), chains).status == status

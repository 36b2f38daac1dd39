"""What the encoder points at becomes attributions, but for what is none."""

from __future__ import annotations

import re

import pytest

from events.test_records import deed
from onrecord.attribution.assemble import attribute_page
from onrecord.pipeline import Deed, Draft, PassageDraft, Place, RawPage, Sentence, Speech
from onrecord.records import Attribution, SpeechAct
from onrecord.spans import Aligned


def attributed(
    text: str, cue: str, content: str, *sources: str, act: SpeechAct = "state", deeds: tuple[Deed, ...] = ()
) -> tuple[Attribution, ...]:
    """The attributions of a text of which the encoder found one, by its words."""

    def place(words: str) -> Place:
        at = text.index(words)
        return 0, at, at + len(words)

    speech = Speech(
        cue=(place(cue),), content=(place(content),), sources=tuple(map(place, sources)), addressees=(), act=act,
        mode="said", identified="named", confidence=0.9,
    )  # fmt: skip
    sentences = tuple(Sentence(start=at.start(), end=at.end()) for at in re.finditer(r"[^.]+\.?", text))
    passage = PassageDraft(
        kind="paragraph", text=Aligned.verbatim(text, 0, len(text)), language="en", sentences=sentences
    )
    page = Draft(
        raw=RawPage(id="p", content=text, where="t"), text=text, passages=(passage,), speeches=(speech,), deeds=deeds
    )
    return attribute_page(page)


@pytest.mark.parametrize(("cue", "found"), [("©", []), ("#", []), ("says", ["the harbour froze"])])
def test_a_sign_of_who_owns_a_picture_is_no_verb_of_saying(cue: str, found: list[str]) -> None:
    said = attributed(f"Moser {cue} the harbour froze", cue, "the harbour froze", "Moser")
    assert [one.content.text for one in said] == found


@pytest.mark.parametrize(
    ("text", "sources", "speakers"),
    [
        ("Moser, asked about ships, told reporters: it froze. Brandt called that odd.", ["Brandt"], []),
        ("It froze. So Moser told reporters.", ["Moser"], ["Moser"]),
        ("Moser, who has backed Brandt’s claim, told reporters it froze.", ["Moser", "Brandt’s claim"], ["Moser"]),
        ("Moser, who left, and Brandt told reporters it froze.", ["Moser", "Brandt"], ["Moser", "Brandt"]),
        ("Moser and Brandt told reporters it froze.", ["Moser", "Brandt"], ["Moser", "Brandt"]),
        ("It froze, told reporters Moser, who met Brandt.", ["Moser"], ["Moser"]),
        (
            "The harbour union, which told reporters it froze, left.",
            ["The harbour union, which"],
            ["The harbour union"],
        ),
    ],
)
def test_nobody_speaks_from_another_sentence_or_from_what_is_told_of_a_speaker(
    text: str, sources: list[str], speakers: list[str]
) -> None:
    content = "it froze" if "it froze" in text else "It froze"
    (one,) = attributed(text, "told", content, *sources)
    assert [party.text for party in one.speakers] == speakers


@pytest.mark.parametrize(
    ("text", "cue", "content", "kind", "found"),
    [
        ("Chad recalled its ambassador.", "recalled", "its ambassador", "SANCTION", []),
        ("Chad urged Mali to wait.", "urged", "to wait", "REQUEST", ["Chad"]),
        ("Chad said its army fired.", "said", "its army fired", "ASSAULT", ["Chad"]),
    ],
)
def test_what_is_done_by_other_means_is_not_said(
    text: str, cue: str, content: str, kind: str, found: list[str]
) -> None:
    trigger = "fired" if "fired" in text else cue
    one = deed(text, kind, trigger=[trigger])
    assert [
        party.text for said in attributed(text, cue, content, "Chad", deeds=(one,)) for party in said.speakers
    ] == found


@pytest.mark.parametrize(
    ("text", "verb", "content", "kind", "recipients", "found"),
    [
        ("Chad pardoned six pilots.", "pardoned", "six pilots", "CONCEDE", ["six pilots"], False),
        ("Chad jailed six pilots of the union.", "jailed", "six pilots of the union", "COERCE", ["six pilots", "union"], False),
        ("Chad condemned Mali.", "condemned", "Mali", "ACCUSE", ["Mali"], True),
        ("Chad backed Mali.", "backed", "Mali", "SUPPORT", ["Mali"], True),
        ("Chad banned Mali from flying.", "banned", "Mali from flying", "COERCE", ["Mali"], True),
    ],
)  # fmt: skip
def test_who_suffers_a_deed_is_nothing_that_is_said(
    text: str, verb: str, content: str, kind: str, recipients: list[str], *, found: bool
) -> None:
    one = deed(text, kind, trigger=[verb], recipients=recipients, confidence=0.7)
    assert bool(attributed(text, verb, content, "Chad", deeds=(one,))) is found


@pytest.mark.parametrize(
    ("text", "verb", "content", "kind", "confidence", "found"),
    [
        ("Chad sent troops to Mali.", "sent", "troops to Mali", "MOBILIZE", 0.95, False),
        ("Chad sent troops to Mali.", "sent", "troops to Mali", "MOBILIZE", 0.8, True),
        ("Chad banned it from flying.", "banned", "it from flying", "COERCE", 0.95, True),
        ("Chad demanded talks with Mali.", "demanded", "talks with Mali", "REQUEST", 0.95, True),
    ],
)
def test_an_order_that_is_the_deed_itself_is_not_said(
    text: str, verb: str, content: str, kind: str, confidence: float, *, found: bool
) -> None:
    one = deed(text, kind, trigger=[verb], recipients=[], confidence=confidence)
    assert bool(attributed(text, verb, content, "Chad", act="demand", deeds=(one,))) is found


def test_who_is_accused_does_not_speak_beside_who_accuses() -> None:
    text = "Chad accused Mali of raids."
    one = deed(text, "ACCUSE", trigger=["accused"], actors=["Chad"], recipients=["Mali"])
    (said,) = attributed(text, "accused", "of raids", "Chad", "Mali", deeds=(one,))
    assert [party.text for party in said.speakers] == ["Chad"]
    (said,) = attributed(text, "accused", "of raids", "Mali", deeds=(one,))
    assert [party.text for party in said.speakers] == ["Mali"]


def test_who_has_support_does_not_say_so() -> None:
    text = "The junta enjoys the backing of Mali."
    one = deed(text, "SUPPORT", trigger=["enjoys the backing"], actors=["Mali"], recipients=["The junta"])
    assert attributed(text, "enjoys the backing of", "Mali", "The junta", deeds=(one,)) == ()
    other = deed(text, "SUPPORT", trigger=["enjoys the backing"], actors=["The junta"], recipients=["Mali"])
    assert len(attributed(text, "enjoys the backing of", "Mali", "The junta", deeds=(other,))) == 1


@pytest.mark.parametrize(
    ("kind", "mode", "confidence", "act"),
    [
        ("ACCUSE", "disapprove", 0.95, "condemn"),
        ("ACCUSE", "allege", 0.95, "accuse"),
        ("REJECT", "change", 0.95, "refuse"),
        ("ACCUSE", "disapprove", 0.85, "state"),
        ("CONSULT", None, 0.95, "state"),
    ],
)
def test_the_verb_of_a_deed_tells_the_act(kind: str, mode: str | None, confidence: float, act: str) -> None:
    text = "Moser blasted the plan."
    one = deed(text, kind, mode=mode, trigger=["blasted"], confidence=confidence)
    (said,) = attributed(text, "blasted", "the plan", "Moser", deeds=(one,))
    assert said.speech_act == act

"""An accusation that somebody turns down was made, by somebody else and of whom turns it down."""

from __future__ import annotations

import pytest

from events.test_records import deed, in_language, page
from onrecord.encoder.labels import FLAGS
from onrecord.events.answered import with_answers
from onrecord.pipeline import Speech


def speech(text: str, cue: str, source: str) -> Speech:
    def place(words: str) -> tuple[int, int, int]:
        return 0, text.index(words), text.index(words) + len(words)

    return Speech(
        cue=(place(cue),), content=((0, 0, len(text)),), sources=(place(source),), addressees=(), act="deny",
        mode="said", identified="collective", confidence=1.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "text", "trigger", "cue", "source", "recipients", "by", "of"),
    [
        ("en", "Chad rejected the accusations by Mali.", "accusations", "rejected", "Chad", ["Mali"], ["Mali"], ["Chad"]),
        ("en", "Chad rejected accusations by Mali and Niger.", "accusations", "rejected", "Chad", ["Mali", "Niger"], ["Mali", "Niger"], ["Chad"]),
        ("en", "Chad rejected accusations against Mali.", "accusations", "rejected", "Chad", ["Mali"], [], ["Mali"]),
        ("en", "Chad rejected accusations that Mali was armed.", "accusations", "rejected", "Chad", ["Mali"], [], ["Mali"]),
        ("en", "Allegations by Mali were denied by Chad.", "Allegations", "denied", "Chad", ["Mali"], ["Mali"], ["Chad"]),
        ("de", "Der Sprecher wies den Vorwurf zurück.", "Vorwurf", "wies", "Der Sprecher", [], [], ["Der Sprecher"]),
        ("de", "Der Tschad weist Malis Kritik zurück.", "Kritik", "weist", "Der Tschad", ["Malis"], ["Malis"], ["Der Tschad"]),
        ("it", "Le accuse del Mali sono respinte dal Ciad.", "accuse", "respinte", "Ciad", ["Mali"], ["Mali"], ["Ciad"]),
        ("ru", "Чад отверг обвинения Мали.", "обвинения", "отверг", "Чад", ["Мали"], ["Мали"], ["Чад"]),
    ],
)  # fmt: skip
def test_whose_an_accusation_is(
    code: str, text: str, trigger: str, cue: str, source: str, recipients: list[str], by: list[str], of: list[str]
) -> None:
    flags = (0.9, 0.8, 0.7, 0.0, 0.0, 0.0)
    accusation = deed(text, "ACCUSE", trigger=[trigger], actors=[source], recipients=recipients, flags=flags)
    refusal = deed(text, "REJECT", trigger=[cue], actors=[source])
    draft = in_language(page(text, refusal, accusation), code)
    (found,) = with_answers(draft, draft.deeds, (speech(text, cue, source),))
    assert [text[start:end] for _, start, end in found.actors] == by
    assert [text[start:end] for _, start, end in found.recipients] == of
    told = dict(zip(FLAGS, found.flags, strict=True))
    assert found.answered
    assert (told["claimed"], told["denied"], told["negated"]) == (0.9, 0.0, 0.0)


def test_where_only_the_refusal_was_found_it_becomes_the_accusation() -> None:
    text = "Chad dismissed the criticism from Mali."
    refusal = deed(text, "REJECT", trigger=["dismissed"], actors=["Chad"], recipients=["Mali"])
    draft = in_language(page(text, refusal), "en")
    (found,) = with_answers(draft, draft.deeds, ())
    assert (found.kind, found.mode, found.answered) == ("ACCUSE", "disapprove", True)
    assert [text[start:end] for _, start, end in (*found.trigger, *found.actors, *found.recipients)] == ["criticism", "Mali", "Chad"]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "text", "verb", "other"),
    [
        ("en", "The firm declined to comment on the allegations.", "declined", "allegations"),
        ("en", "Mali rejected the offer, and Chad repeated its accusations.", "rejected", "accusations"),
        ("it", "Il Mali accusa il Ciad di rifiutare la tregua.", "rifiutare", "accusa"),
        ("xx", "Chad rejected the accusations by Mali.", "rejected", "accusations"),
    ],
)
def test_what_is_no_answer(code: str, text: str, verb: str, other: str) -> None:
    refusal = deed(text, "REJECT", trigger=[verb], actors=[text.split()[1]])
    accusation = deed(text, "ACCUSE", trigger=[other])
    draft = in_language(page(text, refusal, accusation), code)
    assert with_answers(draft, draft.deeds, ()) == draft.deeds


@pytest.mark.parametrize(("by", "actors"), [([], ["Chad"]), (["Mali"], ["Chad"]), (["Niger"], ["Niger"])])
def test_what_the_accused_turns_down_is_by_them(by: list[str], actors: list[str]) -> None:
    text = "Chad denied accusations by Mali of shelling Niger."
    accusation = deed(text, "ACCUSE", trigger=["accusations"], actors=["Mali"], recipients=["Chad"])
    shelling = deed(text, "ASSAULT", trigger=["shelling"], actors=by)
    draft = in_language(page(text, accusation, shelling), "en")
    _, found = with_answers(draft, draft.deeds, (speech(text, "denied", "Chad"),))
    assert [text[start:end] for _, start, end in found.actors] == actors

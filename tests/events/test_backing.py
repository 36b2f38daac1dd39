"""Who has support is supported, in twelve languages, and nobody else's parties change places."""

from __future__ import annotations

import pytest

from events.test_records import deed, in_language, page
from onrecord.events.backing import turned
from onrecord.languages import codes, table
from onrecord.pipeline import Deed


def read(code: str, text: str, kind: str, actor: str, trigger: str, recipient: str) -> Deed:
    """The deed of a sentence as it comes out, with the parties as the encoder took them."""
    one = deed(text, kind, actors=[actor], trigger=[trigger], recipients=[recipient])
    draft = in_language(page(text, one), code)
    return turned(draft, draft.deeds)[0]


@pytest.mark.parametrize(
    ("code", "text", "actor", "trigger", "recipient"),
    [
        ("en", "Mr Tolba enjoys the continued backing of Mali.", "Mr Tolba", "enjoys the continued backing", "Mali"),
        ("en", "Mr Tolba has the support of Mali.", "Mr Tolba", "support", "Mali"),
        ("de", "Die Junta genießt die Unterstützung Malis.", "Die Junta", "Unterstützung", "Malis"),
        ("fr", "La junte bénéficie du soutien du Mali.", "La junte", "soutien", "Mali"),
        ("es", "La junta cuenta con el respaldo de Malí.", "La junta", "respaldo", "Malí"),
        ("it", "La giunta gode dell'appoggio del Mali.", "La giunta", "appoggio", "Mali"),
        ("pt", "A junta tem o apoio do Mali.", "A junta", "apoio", "Mali"),
        ("ru", "Хунта пользуется поддержкой Мали.", "Хунта", "поддержкой", "Мали"),
        ("ar", "يحظى المجلس بتأييد مالي.", "المجلس", "بتأييد", "مالي"),
        ("nl", "De junta geniet de steun van Mali.", "De junta", "steun", "Mali"),
        ("pl", "Junta cieszy się poparciem Mali.", "Junta", "poparciem", "Mali"),
        ("uk", "Хунта користується підтримкою Малі.", "Хунта", "підтримкою", "Малі"),
        ("sv", "Juntan har stöd av Mali.", "Juntan", "stöd", "Mali"),
    ],
)
def test_who_has_support_is_supported(code: str, text: str, actor: str, trigger: str, recipient: str) -> None:
    number, start, end = 0, text.index(recipient), text.index(recipient) + len(recipient)
    assert read(code, text, "SUPPORT", actor, trigger, recipient).actors == ((number, start, end),)


@pytest.mark.parametrize(
    ("code", "text", "kind", "actor", "trigger", "recipient"),
    [
        ("en", "Mali has backed Mr Tolba.", "SUPPORT", "Mali", "backed", "Mr Tolba"),
        ("en", "Mali has expressed support for Mr Tolba.", "SUPPORT", "Mali", "support", "Mr Tolba"),
        ("en", "Mali has spoken in support of Togo.", "SUPPORT", "Mali", "support", "Togo"),
        ("en", "Mali had voiced support of Togo.", "SUPPORT", "Mali", "support", "Togo"),
        ("pl", "Mali ma poprzeć Togo.", "SUPPORT", "Mali", "poprzeć", "Togo"),
        ("uk", "Малі має підтримати Того.", "SUPPORT", "Малі", "підтримати", "Того"),
        ("en", "Mali has won the trial; praise of Togo followed.", "SUPPORT", "Mali", "praise", "Togo"),
        ("en", "Mali has the arrest of Mr Tolba on its list.", "COERCE", "Mali", "arrest", "Mr Tolba"),
        ("fr", "Le Mali a soutenu la junte.", "SUPPORT", "Le Mali", "soutenu", "la junte"),
        ("xx", "Mr Tolba enjoys the backing of Mali.", "SUPPORT", "Mr Tolba", "backing", "Mali"),
    ],
)
def test_others_stay_as_they_are(code: str, text: str, kind: str, actor: str, trigger: str, recipient: str) -> None:
    one = read(code, text, kind, actor, trigger, recipient)
    assert text[one.actors[0][1] : one.actors[0][2]] == actor


def test_all_of_those_whose_support_it_is_act() -> None:
    text = "Mr Tolba enjoys the support of Mali and Togo."
    one = deed(text, "SUPPORT", actors=["Mr Tolba", "Togo"], trigger=["support"], recipients=["Mali"])
    draft = page(text, one)
    (found,) = turned(draft, draft.deeds)
    words = [[text[start:end] for _, start, end in places] for places in (found.actors, found.recipients)]
    assert words == [["Mali", "Togo"], ["Mr Tolba"]]
    for told, actors, recipients in (
        ("Mali armed Togo, which has the support of Chad.", ["Mali"], ["Togo", "Chad"]),
        ("Togo has the support of Mali against Chad.", ["Togo"], ["Mali", "Chad"]),
    ):
        other = deed(told, "SUPPORT", actors=actors, trigger=["support"], recipients=recipients)
        draft = page(told, other)
        assert turned(draft, draft.deeds) == draft.deeds


def test_twelve_languages_have_both_lists() -> None:
    lists = [table(code, "parties.toml") for code in codes()]
    assert sum("has_support" in one for one in lists) >= 12
    assert all(("has_support" in one) == ("support_of" in one) for one in lists)


@pytest.mark.parametrize(("verb", "left"), [("enjoys", 1), ("hailed", 2)])
def test_the_verb_of_having_support_is_no_deed_beside_it(verb: str, left: int) -> None:
    text = f"Mr Tolba {verb} the support of Mali."
    having = deed(text, "SUPPORT", actors=["Mr Tolba"], trigger=[verb], recipients=["Mali"])
    support = deed(text, "SUPPORT", actors=["Mali"], trigger=["support"], recipients=["Mr Tolba"])
    draft = in_language(page(text, having, support), "en")
    found = turned(draft, draft.deeds)
    assert len(found) == left
    assert found[-1] == support

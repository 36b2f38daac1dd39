"""Lists of languages that write "and" onto the next word, and two parties side by side behind a verb that comes first."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from onrecord.attribution.parties import Parties
from onrecord.attribution.sources import with_addressees_apart
from onrecord.events.sides import with_sides
from onrecord.languages.actors import is_name
from onrecord.pipeline import Deed, Draft, PassageDraft, Place, RawPage, Sentence, Speech
from onrecord.spans import Aligned


def page(text: str, language: str) -> Draft:
    passage = PassageDraft(
        kind="paragraph",
        text=Aligned.verbatim(text, 0, len(text)),
        language=language,
        sentences=(Sentence(start=0, end=len(text)),),
    )
    return Draft(raw=RawPage(id="p", content=text, where="t"), text=text, passages=(passage,), language=language)


def place(text: str, words: str) -> Place:
    at = text.index(words)
    return (0, at, at + len(words))


@pytest.mark.parametrize(
    ("language", "phrase", "parties"),
    [
        ("ar", "تركيا وأذربيجان", ["تركيا", "أذربيجان"]),
        ("ar", "الولايات المتحدة وبريطانيا وحماس", ["الولايات المتحدة", "بريطانيا", "حماس"]),
        ("ar", "وألمانيا", ["ألمانيا"]),
        ("ar", "وارسو", ["وارسو"]),
        ("ar", "واشنطن وباريس", ["واشنطن", "باريس"]),
        ("ar", "مدير المرفأ وشقيقه", ["مدير المرفأ", "شقيقه"]),
        ("ar", "الجيش والشرطة", ["الجيش", "الشرطة"]),
        ("ar", "طلابا وعمالا", ["طلابا", "عمالا"]),
        ("ar", "وزارة الأمن والدفاع", ["وزارة الأمن والدفاع"]),
        ("he", "ירדן ומצרים", ["ירדן", "מצרים"]),
        ("he", "מורים ותלמידים", ["מורים", "תלמידים"]),
    ],
)
def test_who_is_joined_by_a_letter(language: str, phrase: str, parties: list[str]) -> None:
    draft = page(phrase, language)
    assert [one.text for one in Parties(draft).of([(0, 0, len(phrase))])] == parties


@pytest.mark.parametrize(
    ("language", "parts", "parties"),
    [
        ("tr", ("Hazine ve", "Maliye Bakanlığı"), ["Hazine ve Maliye Bakanlığı"]),
        ("tr", ("Hazine", "Maliye Bakanlığı"), ["Hazine ve Maliye Bakanlığı"]),
        ("tr", ("Kanada", "Adalet Bakanlığı"), ["Kanada", "Adalet Bakanlığı"]),
        ("tr", ("Kızılay", "Sağlık Bakanlığı"), ["Kızılay", "Sağlık Bakanlığı"]),
        ("tr", ("Öğrenciler", "veliler"), ["Öğrenciler", "veliler"]),
        ("hu", ("Külgazdasági", "Külügyminisztérium"), ["Külgazdasági és Külügyminisztérium"]),
    ],
)
def test_a_body_with_two_fields_is_one(language: str, parts: tuple[str, str], parties: list[str]) -> None:
    joining = {"tr": " ve ", "hu": " és "}[language]
    draft = page(joining.join(part.removesuffix(joining.rstrip()) for part in parts), language)
    assert [one.text for one in Parties(draft).of([place(draft.text, part) for part in parts])] == parties


def test_the_name_of_a_state_alone() -> None:
    assert is_name("مصر", "ar")
    assert is_name("United Nations", "en")
    assert not any(is_name(words, "en") for words in ("United Nations and", "Egyptian", "Egypt's army"))


TEXT = "حذرت وارسو مينسك من استفزازات"


def deed(trigger: str, **rest: Any) -> Deed:
    empty: dict[str, Any] = dict.fromkeys(
        ("actors", "recipients", "place", "date", "about", "term", "demand", "consequence"), ()
    )
    flags = (0.0,) * 6
    told = Deed(
        kind="THREATEN", mode=None, trigger=(place(TEXT, trigger),), flags=flags, question=None, stance="for", confidence=0.9, **empty
    )  # fmt: skip
    return replace(told, **rest)


def test_two_side_by_side_are_who_warns_and_who_is_warned() -> None:
    both, warsaw, minsk = (place(TEXT, words) for words in ("وارسو مينسك", "وارسو", "مينسك"))
    warned = deed("حذرت", actors=(warsaw,), recipients=(minsk,))
    speech = Speech(
        cue=warned.trigger, content=(place(TEXT, "استفزازات"),), sources=(both,), addressees=(), act="warn",
        mode="said", identified="named", confidence=0.9,
    )  # fmt: skip
    (found,) = with_addressees_apart((speech,), (warned,))
    assert (found.sources, found.addressees) == ((warsaw,), (minsk,))
    (alone,) = with_addressees_apart((replace(speech, cue=(place(TEXT, "من"),)),), (warned,))
    assert alone.sources == (both,)
    provoked = deed("استفزازات", kind="ASSAULT", actors=(both,))
    assert with_sides(page(TEXT, "ar"), (warned, provoked))[1].actors == (warsaw, minsk)


@pytest.mark.parametrize(
    ("phrase", "parties"),
    [
        ("the US-Iran", ["the US", "Iran"]),
        ("Russia-Ukraine", ["Russia", "Ukraine"]),
        ("Guinea-Bissau", ["Guinea-Bissau"]),
        ("Coca-Cola", ["Coca-Cola"]),
    ],
)
def test_two_states_with_a_hyphen(phrase: str, parties: list[str]) -> None:
    draft = page(phrase, "en")
    assert [one.text for one in Parties(draft).of([(0, 0, len(phrase))])] == parties


def test_a_state_that_is_named_twice_is_one_party() -> None:
    text = "the USA and Iran; the US"
    found = Parties(page(text, "en")).of([place(text, "the USA"), place(text, "Iran"), (0, 18, 24)])
    assert [one.text for one in found] == ["the USA", "Iran"]

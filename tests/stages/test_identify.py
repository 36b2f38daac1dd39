"""Language of pages and passages: given wins, then the text, then what the page declares."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from onrecord.pipeline import Draft
from onrecord.stages.identify import LANGUAGES, code_of, identify
from pages import lines_page

ENGLISH = (
    "The council of Torvik met on Monday and decided that the bridge would be repaired before the end of the year."
)
FRENCH = (
    "Le conseil de Torvik s'est réuni lundi et a décidé que le pont serait réparé avant la fin de l'année en cours."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        (FRENCH, "fr"),
        ("Der Rat von Torvik hat am Montag beschlossen, dass die Brücke repariert wird.", "de"),
        ("Il consiglio di Torvik ha deciso lunedì che il ponte sarà riparato entro l'anno.", "it"),
        ("Совет города решил в понедельник, что мост будет отремонтирован.", "ru"),
        ("Рада міста вирішила в понеділок, що міст буде відремонтовано.", "uk"),
        ("قرر مجلس المدينة يوم الاثنين إصلاح الجسر قبل نهاية العام.", "ar"),
        ("市議会は月曜日に橋を修理することを決めた。", "ja"),
        ("市议会星期一决定修理这座桥。", "zh"),
        ("시의회는 월요일에 다리를 수리하기로 결정했다.", "ko"),
    ],
)
def test_the_language_is_read_off_the_text(text: str, language: str) -> None:
    assert identify(lines_page(text)).language == language


def test_what_is_given_wins() -> None:
    page = identify(lines_page(FRENCH, "en-GB"))
    assert page.language == "en"


def test_what_the_page_declares_decides_where_the_text_leaves_a_doubt() -> None:
    short = "Torvik: OK"
    page = lines_page(short)
    declared = replace(page, form="html", text='<html class="x" lang="nb-NO">' + short)
    assert identify(declared).language == "no"
    long = replace(lines_page(ENGLISH), form="html", text='<html lang="no">' + ENGLISH)
    assert identify(long).language == "en"


def test_a_passage_may_have_a_language_of_its_own_and_a_short_one_has_that_of_the_page() -> None:
    text = "\n".join((ENGLISH, ENGLISH.replace("Monday", "Friday"), FRENCH, "Lundi", "Photo: Norpress"))
    assert [p.language for p in identify(lines_page(text)).passages] == ["en", "en", "fr", "en", "en"]


def test_a_page_without_words_has_no_language() -> None:
    assert identify(lines_page("123 --- 456")).language is None
    assert identify(Draft(raw=lines_page("").raw)).language is None


def test_tags_become_codes() -> None:
    assert [code_of(tag) for tag in ("pt-BR", "NB", "zh_Hant", "", None, "x-klingon", "fil")] == [
        "pt", "no", "zh", None, None, None, "tl",
    ]  # fmt: skip
    assert len(set(LANGUAGES)) >= 50

"""Time expressions are found in running text of every language that has a `dates.toml`, and nothing else is taken for one."""

from __future__ import annotations

import pytest

from onrecord.dating import expressions
from onrecord.dating.grammar import _patterns
from onrecord.dating.lexicon import lexicon
from onrecord.languages import codes, table

DATED = [code for code in codes() if table(code, "dates.toml")]


def found(text: str, code: str) -> list[str]:
    return [expression.text for expression in expressions(text, code)]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("en", "The envoy left on Thursday (31) and returned early on Monday.", ["Thursday (31)", "Monday"]),
        ("en", "Signed on March 3, 2019, in force since October 2018.", ["March 3, 2019", "October 2018"]),
        ("en", "On 3/3/2019, on 2019-03-03 and in 2014 (again in 2016)", ["3/3/2019", "2019-03-03", "2014", "2016"]),
        ("en", "It rained in the summer, last year and in spring 2020.", ["summer", "last year", "spring 2020"]),
        ("en", "He came three days ago; yesterday, Thursday, he left.", ["three days ago", "yesterday, Thursday"]),
        ("en", "The strike of October last year ended in the 1990s.", ["October last year", "1990s"]),
        ("en", "They meet from 3 to 5 March and on Thursday, Oct. 27.", ["3 to 5 March", "Thursday, Oct. 27"]),
        ("en", "It ended on 8 March. 2019 people came on 27 Oct. 2018.", ["8 March", "27 Oct. 2018"]),
        ("it", "Il 27 ottobre, giovedì 31, l’anno scorso", ["27 ottobre", "giovedì 31", "l’anno scorso"]),
        ("it", "Era ottobre dello scorso anno, due giorni fa no.", ["ottobre dello scorso anno", "due giorni fa"]),
        ("es", "Murió hace dos días, el 27 de octubre de 2018.", ["hace dos días", "27 de octubre de 2018"]),
        ("es", "Mañana viajará; esta mañana habló.", ["Mañana", "esta mañana"]),
        ("fr", "Le 1er mai 2019, mardi 29 janvier, il y a trois ans", ["1er mai 2019", "mardi 29 janvier", "il y a trois ans"]),
        ("de", "Vor drei Jahren, am Donnerstagabend, am 27. Oktober", ["Vor drei Jahren", "Donnerstagabend", "27. Oktober"]),
        ("de", "Im Oktober letzten Jahres und am Freitag (19. Oktober)", ["Oktober letzten Jahres", "Freitag (19. Oktober)"]),
        ("pt", "Na quinta-feira (31), no dia 3, há dois anos", ["quinta-feira (31)", "dia 3", "há dois anos"]),
        ("ru", "Вчера, в среду, 27 октября 2018 года", ["Вчера", "среду, 27 октября 2018 года"]),
        ("ru", "В октябре прошлого года и летом 2015 года", ["октябре прошлого года", "летом 2015 года"]),
        ("ar", "قال أمس إنه وصل يوم الخميس", ["أمس", "يوم الخميس"]),
        ("ar", "في 27 أكتوبر/تشرين الأول 2018", ["27 أكتوبر/تشرين الأول 2018"]),
        ("nl", "Donderdagavond, drie dagen geleden", ["Donderdagavond", "drie dagen geleden"]),
        ("pl", "W czwartek, rok temu, w 2014 roku", ["czwartek", "rok temu", "2014 roku"]),
        ("uk", "У п’ятницю, торік, три дні тому", ["п’ятницю", "торік", "три дні тому"]),
        ("tr", "Perşembe günü, geçen yıl, 27 Ekim 2018'de", ["Perşembe", "geçen yıl", "27 Ekim 2018'de"]),
        ("sv", "På torsdagen, i fjol, tre dagar sedan", ["torsdagen", "i fjol", "tre dagar sedan"]),
        ("he", "אתמול, ב-27 באוקטובר 2018", ["אתמול", "27 באוקטובר 2018"]),
        ("fa", "دیروز، ۲۰ اکتبر ۲۰۱۸", ["دیروز", "۲۰ اکتبر ۲۰۱۸"]),
        ("id", "Kamis (31/1/2019), tahun lalu", ["Kamis (31/1/2019)", "tahun lalu"]),
        ("zh", "去年10月，昨天，2019年3月3日（周日）", ["去年10月", "昨天", "2019年3月3日（周日）"]),
        ("ja", "昨年10月、先週の木曜日、31日", ["昨年10月", "先週の木曜日", "31日"]),
    ],
)  # fmt: skip
def test_found(code: str, text: str, expected: list[str]) -> None:
    assert found(text, code) == expected


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "For three years and eight days the man, 45, may march on; 2,014 people, 2000 soldiers, $2014, 10:30."),
        ("en", "April Smith has written since the fall of the regime."),
        ("it", "Il set finì 3 set a 1, per tre anni, 2000 persone."),
        ("es", "Santo Domingo y Domingo Cavallo, durante ocho días, 2000 personas"),
        ("fr", "Il a été arrêté pendant huit jours."),
        ("de", "Guten Morgen, acht Tage lang, der dritte Platz"),
        ("pt", "Pela segunda vez, durante três anos"),
        ("ru", "Защита окружающей среды, восемь дней, 2000 человек"),
        ("ro", "Mai mult, trei luni"),
        ("ja", "3日間"),
        ("xx", "yesterday"),
    ],
)
def test_no_time(code: str, text: str) -> None:
    assert found(text, code) == []


@pytest.mark.parametrize("code", DATED)
def test_language_is_whole(code: str) -> None:
    words = lexicon(code)
    assert words is not None
    assert set(words.weekdays.values()) == set(range(7))
    assert not words.spaced or set(words.months.values()) == set(range(1, 13))
    assert {unit for unit, _ in words.fixed.values()} >= {"day", "week", "month", "year"}
    assert _patterns(code)


@pytest.mark.parametrize("code", DATED)
def test_offsets_read_back(code: str) -> None:
    words = lexicon(code)
    assert words is not None
    text = "İ ẞ — " + "; ".join(words.fixed)
    times = expressions(text, code)
    assert times
    assert all(text[time.start : time.end] == time.text for time in times)

"""Figures: bounds, units, what is counted, and numbers that are no figures."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.languages import codes, table
from onrecord.measuring import figures

WRITTEN = ("en", "it", "es", "fr", "de", "pt", "ru", "ar", "nl", "pl", "uk", "tr", "sv", "ro", "cs", "el", "no", "da")
SENTENCES = Path(__file__).parent / "figures"


@pytest.mark.parametrize(
    ("code", "text", "words", "low", "high"),
    [
        ("en", "Up to 2,000 fighters crossed.", "Up to 2,000 fighters", None, 2000),
        ("en", "It lost at least 12 tanks.", "at least 12 tanks", 12, None),
        ("en", "No more than 300 troops stayed.", "No more than 300 troops", None, 300),
        ("en", "They saw 300 or more people.", "300 or more people", 300, None),
        ("en", "Between 10 and 20 soldiers fled.", "Between 10 and 20 soldiers", 10, 20),
        ("en", "About 10-20 soldiers fled.", "About 10-20 soldiers", 10, 20),
        ("en", "It needs 2 to 3 million people.", "2 to 3 million people", 2e6, 3e6),
        ("en", "Scores of civilians came.", "Scores of civilians", 40, None),
        ("it", "Fino a 2.000 mercenari stranieri combattono.", "Fino a 2.000 mercenari stranieri", None, 2000),
        ("it", "Oltre le 1.500 persone.", "Oltre le 1.500 persone", 1500, None),
        ("it", "Tra 10 e 20 soldati.", "Tra 10 e 20 soldati", 10, 20),
        ("es", "Más de 40 policías llegaron.", "Más de 40 policías", 40, None),
        ("fr", "Plus d'un million de personnes.", "Plus d'un million de personnes", 1e6, None),
        ("de", "Bis zu 2.000 ausländische Söldner.", "Bis zu 2.000 ausländische Söldner", None, 2000),
        ("pt", "Pelo menos 12 navios.", "Pelo menos 12 navios", 12, None),
        ("ru", "До 2 000 иностранных наёмников.", "До 2 000 иностранных наёмников", None, 2000),
        ("ar", "أكثر من ألفي مقاتل أجنبي", "أكثر من ألفي مقاتل أجنبي", 2000, None),
        ("ar", "بين 10 و20 جنديا", "بين 10 و20 جنديا", 10, 20),
        ("nl", "Tot 2.000 buitenlandse strijders.", "Tot 2.000 buitenlandse strijders", None, 2000),
        ("pl", "Co najmniej 12 żołnierzy.", "Co najmniej 12 żołnierzy", 12, None),
        ("uk", "Від 10 до 20 солдатів.", "Від 10 до 20 солдатів", 10, 20),
        ("tr", "2.000'den fazla kişi geldi.", "2.000'den fazla kişi", 2000, None),
    ],
)
def test_bounds(code: str, text: str, words: str, low: float | None, high: float | None) -> None:
    (found,) = figures(text, code)
    assert (text[found.start : found.end], found.low, found.high) == (words, low, high)


@pytest.mark.parametrize(
    ("code", "text", "words"),
    [
        ("en", "Nearly 40 people came.", "Nearly 40 people"),
        ("it", "Il numero è vicino a quota 2.000.", "vicino a quota 2.000"),
        ("it", "Il totale si avvicina a 2.000 persone.", "si avvicina a 2.000 persone"),
        ("es", "Unos 300 policías llegaron.", "Unos 300 policías"),
        ("fr", "Une centaine de policiers.", "Une centaine de policiers"),
        ("de", "Rund 300 Menschen.", "Rund 300 Menschen"),
        ("ru", "Около 300 солдат.", "Около 300 солдат"),
        ("ar", "نحو 40 شخصا", "نحو 40 شخصا"),
    ],
)
def test_approximate(code: str, text: str, words: str) -> None:
    (found,) = figures(text, code)
    assert found.approximate
    assert found.low == found.high
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    ("code", "text", "units"),
    [
        ("en", "The strike killed 12 people and injured 30.", ["dead", "injured"]),
        ("en", "12 people were killed and 30 wounded.", ["dead", "injured"]),
        ("en", "12 people, including 3 children, were killed.", ["dead", "people"]),
        ("en", "12 soldiers and 3 civilians were killed.", ["dead", "dead"]),
        ("en", "12 gunmen killed a guard.", ["people"]),
        ("en", "The 2008 war killed 850 people.", ["dead"]),
        ("en", "Between 2014 and 2016 over 13,000 died.", ["dead"]),
        ("it", "30mila soldati", ["people"]),
        ("en", "One dead, one man missing.", ["dead", "missing"]),
        ("en", "It cost $3bn, 500 million euros or 45 percent.", ["USD", "EUR", "percent"]),
        ("en", "Two dozen houses burned 300 km away.", ["houses", "km"]),
        ("it", "Fece 12 morti e 30 feriti.", ["dead", "injured"]),
        ("es", "El ataque dejó 12 muertos.", ["dead"]),
        ("es", "Murieron 12 personas y 40 fueron detenidas.", ["dead", "arrested"]),
        ("fr", "Au moins 12 personnes ont été tuées.", ["dead"]),
        ("de", "12 Tote; zwölf Menschen kamen bei dem Angriff ums Leben.", ["dead", "dead"]),
        ("pt", "A polícia prendeu 30 pessoas.", ["arrested"]),
        ("ru", "Погибли 12 человек, 30 ранены.", ["dead", "injured"]),
        ("ar", "مقتل 12 شخصا وإصابة 30 آخرين", ["dead", "injured"]),
        ("nl", "Twaalf doden en 30 gewonden.", ["dead", "injured"]),
        ("pl", "Zginęło 12 osób.", ["dead"]),
        ("uk", "Понад 40 людей затримано.", ["arrested"]),
        ("tr", "12 kişi öldü, yüzde 45 arttı.", ["dead", "percent"]),
    ],
)
def test_units(code: str, text: str, units: list[str]) -> None:
    assert [found.unit for found in figures(text, code)] == units


@pytest.mark.parametrize(
    ("code", "text", "counted"),
    [
        ("en", "2,000 foreign mercenaries from the north", "foreign mercenaries"),
        ("en", "thousands of protesters", "protesters"),
        ("it", "2.000 mercenari stranieri sono arrivati", "mercenari stranieri"),
        ("fr", "300 soldats russes", "soldats russes"),
        ("de", "300 russische Soldaten", "russische Soldaten"),
        ("ru", "300 иностранных бойцов", "иностранных бойцов"),
    ],
)
def test_counted(code: str, text: str, counted: str) -> None:
    (found,) = figures(text, code)
    assert found.counted is not None
    assert text[slice(*found.counted)] == counted


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "In 2014 they won 3-2 against the G7 team."),
        ("en", "Ahmed, 45, was killed. Omar (31) was not."),
        ("en", "One of the men waited for three years."),
        ("it", "Un uomo disse nel 2015 che era tardi."),
        ("de", "Ein Mann sagte 2015 nichts."),
        ("fr", "Un homme a parlé en 2015."),
        ("ru", "В 2015 году три раза сказал 8-летний."),
        ("xx", ""),
        ("en", "The schools stay closed until at least 2021."),
        ("de", "Die Sanktionen gelten bis mindestens 2026."),
        ("tr", "Yaptırımlar en az 2026 yılına kadar sürecek."),
        ("fr", "Il restera au pouvoir jusqu'en 2036 au moins."),
        ("es", "Seguirá en el cargo hasta al menos 2036."),
        ("it", "La guerra durerà fino ad almeno il 2026."),
        ("ru", "Примерно с 2015 года группа растёт."),
        ("en", "Almost two-thirds of the nurses left."),
        ("es", "Casi tres cuartas partes de las fincas ardieron."),
        ("pl", "Prawie dwie trzecie posłów wyszło."),
    ],
)
def test_none(code: str, text: str) -> None:
    assert figures(text, code) == ()


def sentences() -> list[tuple[str, str]]:
    """The lines of `figures/<language>.txt`: `sentence | figure | low | high | unit`, or `none | sentence`."""
    return [
        (path.stem, line)
        for path in sorted(SENTENCES.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


@pytest.mark.parametrize(("code", "line"), sentences())
def test_a_sentence_of_a_language_and_its_figure(code: str, line: str) -> None:
    text, *wanted = (field.strip() for field in line.split("|"))
    if text == "none":
        assert figures(wanted[0], code) == ()
        return
    (found,) = figures(text, code)
    bounds = tuple(None if bound == "-" else float(bound) for bound in wanted[1:3])
    unit = None if wanted[3] == "-" else wanted[3]
    assert (text[found.start : found.end], (found.low, found.high), found.unit) == (wanted[0], bounds, unit)


def test_convention_is_marked() -> None:
    (found,) = figures("Dozens of people came.", "en")
    assert (found.bound_from, found.low, found.high, found.unit) == ("convention", 24, None, "people")


@pytest.mark.parametrize("code", WRITTEN)
def test_tables_are_complete(code: str) -> None:
    english = set(table("en", "numbers.toml"))
    optional = {
        "adjectives",
        "noun_endings",
        "ambiguous",
        "doubtful",
        "strong",
        "half",
        "prefixes",
        "article",
        "between",
        "one_in",
        "year_even_bounded",  # Turkish tells it behind the year
    }
    assert english - optional <= set(table(code, "numbers.toml"))


@given(st.text(alphabet="0123456789.,-–$%€ \u00a0()abcdefiklmnoprstuv'", max_size=120), st.sampled_from(WRITTEN))
def test_spans_lie_in_order(text: str, code: str) -> None:
    at = 0
    for found in figures(text, code):
        assert at <= found.start < found.end <= len(text)
        at = found.end


def test_languages_without_a_table_read_digits() -> None:
    assert [found.low for found in figures("$3 500%", "xx")] == [3, 500]


def test_every_table_loads() -> None:
    assert all(figures("12 000 – 2.5%", code) is not None for code in codes())


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "Число погибших выросло до более чем 2000."),
        ("pl", "Liczba ofiar wzrosła do ponad 2500."),
        ("nl", "Het dodental steeg tot meer dan 2000."),
    ],
)
def test_what_rose_to_more_than_so_many_is_more(code: str, text: str) -> None:
    (found,) = figures(text, code)
    assert found.low in (2000, 2500)
    assert found.high is None


@pytest.mark.parametrize(
    ("code", "text", "words", "low", "high", "unit"),
    [
        ("en", "Its $5-billion takeover failed.", "$5-billion", 5e9, 5e9, "USD"),
        ("en", "A three-million-euro fine came.", "three-million-euro", 3e6, 3e6, "EUR"),
        ("en", "Between $5 and $6 billion was lost.", "Between $5 and $6 billion", 5e9, 6e9, "USD"),
        ("en", "The roughly 700-km move west.", "roughly 700-km", 700, 700, "km"),
        ("en", "The 2,000-plus people marched.", "2,000-plus people", 2000, None, "people"),
        ("en", "They fired 120 mm rounds.", "120 mm", 120, 120, "mm"),
        ("en", "The two surviving Reuters reporters said.", "two surviving Reuters reporters", 2, 2, "reporters"),
        ("de", "Das 5-Milliarden-Euro-Paket kam.", "5-Milliarden-Euro", 5e9, 5e9, "EUR"),
        ("de", "Eine 20-köpfige Delegation kam.", "20-köpfige", 20, 20, "people"),
        ("de", "Bis zu 15 Zentimetern hoch.", "Bis zu 15 Zentimetern", None, 15, "cm"),
        ("es", "Llegaron 2 mil 500 policías.", "2 mil 500 policías", 2500, 2500, "people"),
    ],
)
def test_written_with_a_hyphen_or_a_sign(
    code: str, text: str, words: str, low: float | None, high: float | None, unit: str
) -> None:
    (found,) = figures(text, code)
    assert (text[found.start : found.end], found.low, found.high, found.unit) == (words, low, high, unit)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The town was built around 900 BC by them."),
        ("de", "Es entstand ab etwa 900 v. Chr. im Tal."),
        ("fr", "La ville date de 900 av. J.-C. environ."),
        ("tr", "Kent MÖ 900 dolaylarında kuruldu."),
        ("en", "After hundreds of years of peace it fell."),
        ("en", "One in four soldiers deserted."),
        ("es", "Uno de cada cuatro soldados desertó."),
        ("fr", "Un soldat sur quatre a déserté."),
        ("de", "Mit einer Note von 3,6 landeten Läden hinten."),
        ("en", "A 12-point lead and a 7-month-old."),
    ],
)
def test_years_shares_and_marks_count_nothing(code: str, text: str) -> None:
    assert figures(text, code) == ()

"""Place phrases lead to states, cities and regions; namesakes are told apart by the states of the page."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files
from io import StringIO

import pytest

from onrecord.placing import locate
from onrecord.placing.cities import cities
from onrecord.placing.folding import fold

KHARKIV, ALEPPO, KYIV, MOSCOW, NEW_YORK = 706483, 170063, 703448, 524901, 5128581


@pytest.mark.parametrize(
    ("text", "code", "country", "geonameid"),
    [
        ("in Kharkiv", "en", "UKR", KHARKIV),
        ("в Харькове", "ru", "UKR", KHARKIV),
        ("у Харкові", "uk", "UKR", KHARKIV),
        ("w Charkowie", "pl", "UKR", KHARKIV),
        ("the Syrian city of Aleppo", "en", "SYR", ALEPPO),
        ("Halep'te", "tr", "SYR", ALEPPO),
        ("في حلب", "ar", "SYR", ALEPPO),
        ("叙利亚城市阿勒颇", "zh", "SYR", ALEPPO),
        ("под Киевом", "ru", "UKR", KYIV),
        ("the Ukrainian capital Kyiv", "en", "UKR", KYIV),
        ("a Mosca", "it", "RUS", MOSCOW),
        ("w Nowym Jorku", "pl", "USA", NEW_YORK),
        ("Caracas", "es", "VEN", 3646738),
        ("Mexico", "en", "MEX", None),
        ("El Salvador", "es", "SLV", None),
        ("the White House", "en", "USA", None),
        ("southern Lebanon", "en", "LBN", None),
        ("в Норвегии", "ru", "NOR", None),
        ("w Danii", "pl", "DNK", None),
    ],
)
def test_located(text: str, code: str, country: str, geonameid: int | None) -> None:
    found = locate(text, code, ())
    assert found is not None
    assert (found.country, found.geonameid) == (country, geonameid)
    assert (found.lat is None) == (geonameid is None)


@pytest.mark.parametrize(
    ("text", "countries", "country"),
    [
        ("Tripoli", (), "LBY"),
        ("Tripoli", ("LBN", "LBY"), "LBN"),
        ("Odessa", ("USA",), "USA"),
        ("Odessa", ("USA", "UKR"), "UKR"),
        ("Moscow", ("USA",), "RUS"),
        ("Paris", ("USA",), "FRA"),
        ("Paris, Texas", ("FRA",), "USA"),
        ("Victoria", ("SYC",), "SYC"),
    ],
)
def test_namesakes(text: str, countries: tuple[str, ...], country: str) -> None:
    found = locate(text, "en", countries)
    assert found is not None
    assert found.country == country


@pytest.mark.parametrize(
    ("text", "code", "country"),
    [
        ("nel Donbass", "it", "UKR"),
        ("в Крыму", "ru", "UKR"),
        ("Striscia di Gaza", "it", "PSE"),
        ("الضفة الغربية", "ar", "PSE"),
        ("Bergkarabach", "de", "AZE"),
        ("Xinjiang", "en", "CHN"),
        ("le Tigré", "fr", "ETH"),
        ("Darfur", "pl", "SDN"),
        ("Чечни", "ru", "RUS"),
        ("Kashmir", "en", None),
        ("Pakistani Kashmir", "en", "PAK"),
        ("the Black Sea", "en", None),
        ("mar Báltico", "es", None),
        ("Africa", "en", None),
    ],
)
def test_regions(text: str, code: str, country: str | None) -> None:
    found = locate(text, code, ())
    assert found is not None
    assert found.country == country
    assert found.lat is not None


@pytest.mark.parametrize(
    "text",
    ["the town", "in most places", "nice mobile", "In the city", "Of", "Main Square", "the church of San Biagio", ""],
)
def test_nowhere(text: str) -> None:
    assert locate(text, "en", ()) is None


def test_every_city_is_found_by_its_name() -> None:
    assert cities("Kharkiv")[0].geonameid == KHARKIV
    assert cities("KHARKIV") == cities("kharkiv")
    assert cities("") == cities("no such city") == ()


def test_regions_are_well_formed() -> None:
    text = (files("onrecord.languages") / "regions.csv").read_text(encoding="utf-8")
    lines = list(csv.DictReader(StringIO(text)))
    assert all(len(row["country"]) in (0, 3) and -90 <= float(row["lat"]) <= 90 and row["forms"] for row in lines)
    forms = Counter(form for row in lines for form in {fold(form) for form in row["forms"].split("|")})
    assert [form for form, count in forms.items() if count > 1] == []

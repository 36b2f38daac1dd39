"""Every `sectors.csv` is well formed, and words of a party tell its sector."""

from __future__ import annotations

from collections import Counter

import pytest

from onrecord.languages import codes, rows
from onrecord.languages.sectors import Phrases, sector_of
from onrecord.ontology import ontology

FILE = "sectors.csv"
COMPLETE = ("ar", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ru", "tr", "uk", "ja", "zh")
SECTORS = {"AGR", "BUS", "COP", "CRM", "CVL", "EDU", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "MIL", "OPP"} | {
    "PTY",
    "REB",
    "REF",
    "REL",
    "SOC",
    "SPY",
    "UAF",
}
with_sectors = pytest.mark.parametrize("code", [code for code in codes() if rows(code, FILE)])


@with_sectors
def test_rows_are_well_formed(code: str) -> None:
    found = rows(code, FILE)
    assert {row["sector"] for row in found} <= set(ontology().sectors)
    assert {row["use"] for row in found} <= {"", "weak", "host", "former"}
    assert [row["form"] for row in found if row["form"] != row["form"].strip() or not row["form"]] == []
    assert [form for form, count in Counter(row["form"] for row in found).items() if count > 1] == []


@with_sectors
def test_stems_are_long_enough(code: str) -> None:
    first = [row["form"].split()[0] for row in rows(code, FILE) if "*" in row["form"]]
    assert [stem for stem in first if stem.endswith("*") and len(stem) < 5] == []


@pytest.mark.parametrize("code", COMPLETE)
def test_every_sector_has_words(code: str) -> None:
    assert len(rows(code, FILE)) >= 150
    assert {row["sector"] for row in rows(code, FILE)} >= SECTORS


@pytest.mark.parametrize(
    ("text", "code", "sector"),
    [
        ("the spokesman of the army", "en", "MIL"),
        ("a police chief", "en", "COP"),
        ("opposition lawmakers", "en", "LEG"),
        ("the president of the court", "en", "JUD"),
        ("the former president", "en", "ELI"),
        ("former soldiers", "en", "MIL"),
        ("il presidente del tribunale", "it", "JUD"),
        ("un gruppo di pescatori", "it", "AGR"),
        ("los vecinos del barrio", "es", "CVL"),
        ("des hommes armés", "fr", "UAF"),
        ("die Polizeisprecherin", "de", "COP"),
        ("os caminhoneiros", "pt", "LAB"),
        ("бывший министр", "ru", "ELI"),
        ("полицейскими", "ru", "COP"),
        ("الصحفيون", "ar", "JRN"),
        ("de vakbonden", "nl", "LAB"),
        ("rzecznik policji", "pl", "COP"),
        ("прокуратура", "uk", "JUD"),
        ("muhalefet lideri", "tr", "OPP"),
        ("the weather", "en", None),
        ("anybody", "xx", None),
    ],
)
def test_sector_of(text: str, code: str, sector: str | None) -> None:
    assert sector_of(text, code) == sector


def test_longest_phrase_wins_and_acronyms_are_found_as_they_are() -> None:
    phrases = Phrases([("party", 1), ("party chief", 2), ("WHO", 3), ("polic*", 4), ("Bush", 5)])
    assert [found.value for found in phrases.find("the party chief who told the WHO and policemen in the bush")] == [
        2,
        3,
        4,
    ]
    assert [found.value for found in phrases.find("Bush")] == [5]

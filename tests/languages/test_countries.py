"""Every `countries.csv` is well formed and unambiguous, and well-known forms lead to the right state."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from io import StringIO
from pathlib import Path

import pytest

import onrecord.languages
from onrecord.languages import codes, rows
from onrecord.languages.actors import known
from onrecord.languages.countries import countries_in

FILE = "countries.csv"
HEADER = ["country", "form", "kind"]
KINDS = {"adjective", "capital", "name", "people", "seat"}
ONE_STATE = {"capital", "name", "seat"}  # kinds whose forms stand for one state only

# The member states of the United Nations, Kosovo, Palestine, Taiwan, Hong Kong and the Holy See: ISO 3166-1 alpha-3,
# and KOS, which ISO does not assign.
_STATES = """
AFG AGO ALB AND ARE ARG ARM ATG AUS AUT AZE BDI BEL BEN BFA BGD BGR BHR BHS BIH BLR BLZ BOL BRA BRB BRN BTN BWA
CAF CAN CHE CHL CHN CIV CMR COD COG COL COM CPV CRI CUB CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESP EST ETH
FIN FJI FRA FSM GAB GBR GEO GHA GIN GMB GNB GNQ GRC GRD GTM GUY HKG HND HRV HTI HUN IDN IND IRL IRN IRQ ISL ISR
ITA JAM JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KOS KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAR MCO MDA MDG
MDV MEX MHL MKD MLI MLT MMR MNE MNG MOZ MRT MUS MWI MYS NAM NER NGA NIC NLD NOR NPL NRU NZL OMN PAK PAN PER PHL
PLW PNG POL PRK PRT PRY PSE QAT ROU RUS RWA SAU SDN SEN SGP SLB SLE SLV SMR SOM SRB SSD STP SUR SVK SVN SWE SWZ
SYC SYR TCD TGO THA TJK TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR URY USA UZB VAT VCT VEN VNM VUT WSM YEM ZAF
ZMB ZWE
"""
STATES = frozenset(_STATES.split())
_PROMINENT = """
AFG ALB ARE ARG ARM AUS AUT AZE BEL BGD BGR BHR BIH BLR BOL BRA CAN CHE CHL CHN COD COL CUB CYP CZE DEU DNK DZA
ECU EGY ESP EST ETH FIN FRA GBR GEO GRC HRV HUN IDN IND IRL IRN IRQ ISR ITA JOR JPN KAZ KEN KOR KOS KWT LBN LBY
LTU LVA MAR MDA MEX MMR MYS NGA NLD NOR NZL PAK PER PHL POL PRK PRT PSE QAT ROU RUS SAU SDN SRB SVK SVN SWE SYR
THA TUN TUR TWN UKR USA VEN VNM YEM ZAF
"""
PROMINENT = frozenset(_PROMINENT.split())
COMPLETE = ("ar", "de", "en", "es", "fr", "it", "ja", "nl", "pl", "pt", "ru", "tr", "uk", "zh")
# Spanish, Italian and Portuguese name a people with the adjective; English does with some ("the Chinese").
PEOPLE_APART = ("ar", "de", "fr", "ja", "nl", "pl", "ru", "tr", "uk", "zh")

with_countries = pytest.mark.parametrize("code", [code for code in codes() if rows(code, FILE)])


def raw(code: str) -> list[list[str]]:
    """The file of language `code` as it is written, header first."""
    path = Path(onrecord.languages.__file__).parent / code / FILE
    return list(csv.reader(StringIO(path.read_text(encoding="utf-8"))))


def states_of(code: str, form: str, kind: str) -> set[str]:
    return {row["country"] for row in rows(code, FILE) if row["form"] == form and row["kind"] == kind}


def test_the_languages_are_there() -> None:
    assert {code for code in codes() if rows(code, FILE)} >= set(COMPLETE)


@with_countries
def test_header_and_shape(code: str) -> None:
    header, *body = raw(code)
    assert header == HEADER
    assert all(len(row) == len(HEADER) for row in body)


@with_countries
def test_codes_and_kinds_are_known(code: str) -> None:
    assert {row["country"] for row in rows(code, FILE)} <= STATES
    assert {row["kind"] for row in rows(code, FILE)} <= KINDS


@with_countries
def test_forms_have_no_blanks_at_their_ends(code: str) -> None:
    assert [cell for row in raw(code) for cell in row if not cell or cell != cell.strip()] == []


@with_countries
def test_no_row_twice(code: str) -> None:
    counts = Counter((row["form"], row["kind"], row["country"]) for row in rows(code, FILE))
    assert [row for row, count in counts.items() if count > 1] == []


@with_countries
def test_names_capitals_and_seats_stand_for_one_state(code: str) -> None:
    states: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows(code, FILE):
        if row["kind"] in ONE_STATE:
            states[row["form"]].add(row["country"])
    assert {form: found for form, found in states.items() if len(found) > 1} == {}


@with_countries
def test_sorted_by_country_kind_and_form(code: str) -> None:
    keys = [(country, kind, form) for country, form, kind in raw(code)[1:]]
    assert keys == sorted(keys)


@pytest.mark.parametrize("code", COMPLETE)
def test_every_state_has_a_name_and_prominent_ones_the_rest(code: str) -> None:
    having: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows(code, FILE):
        having[row["kind"]].add(row["country"])
    assert STATES - having["name"] == set()
    assert PROMINENT - having["adjective"] == set()
    assert PROMINENT - having["capital"] == set()
    assert code not in PEOPLE_APART or PROMINENT - having["people"] == set()
    assert len(having["seat"]) >= 30


@pytest.mark.parametrize(
    ("code", "form", "kind", "state"),
    [
        ("en", "U.S.", "name", "USA"),
        ("en", "Russian Federation", "name", "RUS"),
        ("en", "Kremlin", "seat", "RUS"),
        ("en", "Britons", "people", "GBR"),
        ("en", "Guinean", "adjective", "GIN"),
        ("en", "Korean", "adjective", "KOR"),
        ("it", "russe", "adjective", "RUS"),
        ("it", "azera", "adjective", "AZE"),
        ("it", "Palazzo Chigi", "seat", "ITA"),
        ("es", "EE. UU.", "name", "USA"),
        ("es", "alemanas", "adjective", "DEU"),
        ("fr", "nigériane", "adjective", "NGA"),
        ("fr", "nigérienne", "adjective", "NER"),
        ("fr", "Quai d’Orsay", "seat", "FRA"),
        ("de", "russischem", "adjective", "RUS"),
        ("de", "Französinnen", "people", "FRA"),
        ("pt", "Planalto", "seat", "BRA"),
        ("pt", "Moscovo", "capital", "RUS"),
        ("ru", "французского", "adjective", "FRA"),
        ("ru", "россиян", "people", "RUS"),
        ("ar", "الولايات المتحدة", "name", "USA"),
        ("ar", "الروسية", "adjective", "RUS"),
        ("nl", "Den Haag", "capital", "NLD"),
        ("nl", "Indiase", "adjective", "IND"),
        ("pl", "niemieccy", "adjective", "DEU"),
        ("pl", "Ukraińców", "people", "UKR"),
        ("uk", "українською", "adjective", "UKR"),
        ("uk", "В’єтнам", "name", "VNM"),
        ("tr", "İngiltere", "name", "GBR"),
        ("tr", "Beyaz Saray", "seat", "USA"),
        ("zh", "白宫", "seat", "USA"),
        ("zh", "烏克蘭", "name", "UKR"),
        ("ja", "米国", "name", "USA"),
        ("ja", "青瓦台", "seat", "KOR"),
    ],
)
def test_well_known_forms(code: str, form: str, kind: str, state: str) -> None:
    assert states_of(code, form, kind) == {state}


@pytest.mark.parametrize(
    ("code", "form"),
    [
        ("fr", "Grenade"),
        ("pt", "Salvador"),
        ("ru", "Того"),
        ("tr", "Mali"),
        ("ar", "مالي"),
        ("ja", "米"),
        ("zh", "以方"),
    ],
)
def test_ordinary_words_are_left_out(code: str, form: str) -> None:
    assert all(row["form"] != form for row in rows(code, FILE))


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("وروسيا", "RUS"), ("لروسيا", "RUS"), ("بالولايات المتحدة", "USA"), ("للولايات المتحدة", "USA"), ("والجيش الإسرائيلي", "ISR"),
        ("ولإسرائيل", "ISR"), ("ووزير", None), ("بلا", None),
    ],
)  # fmt: skip
def test_arabic_writes_small_words_together_with_a_state(words: str, state: str | None) -> None:
    found = known(words, "ar", None)
    assert (found.country if found else None) == state
    assert (state in countries_in(words, "ar")) is (state is not None)

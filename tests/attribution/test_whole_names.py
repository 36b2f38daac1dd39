"""Names that break off behind a preposition are made whole."""

from __future__ import annotations

from typing import Literal

import pytest

from onrecord.attribution.names import whole_names
from onrecord.pipeline import Draft, Name, PassageDraft, RawPage
from onrecord.spans import Aligned

Kind = Literal["person", "organization", "place", "group"]


def read(text: str, language: str, *names: tuple[str, Kind]) -> list[Name]:
    passage = PassageDraft(kind="paragraph", text=Aligned.verbatim(text, 0, len(text)), language=language)
    page = Draft(raw=RawPage(id="p", content=text, where="t"), text=text, language=language, passages=(passage,))
    given = [
        Name(place=(0, text.index(words), text.index(words) + len(words)), kind=kind, confidence=1.0)
        for words, kind in names
    ]
    return list(whole_names(page, given))


def found(text: str, language: str, *names: tuple[str, Kind]) -> list[str]:
    return [text[start:end] for _, start, end in (name.place for name in read(text, language, *names))]


@pytest.mark.parametrize(
    ("text", "language", "names", "whole"),
    [
        ("Il Consiglio dei Ministri tace.", "it", [("Consiglio dei", "organization")], ["Consiglio dei Ministri"]),
        ("Il Ministero dei trasporti tace.", "it", [("Ministero dei", "organization")], ["Ministero"]),
        ("Gli Stati Uniti d'America tacciono.", "it", [("Stati Uniti d", "place"), ("America", "place")], ["Stati Uniti d'America"]),
        ("Il Palavela di Torino tace.", "it", [("Palavela di", "organization"), ("Torino", "place")], ["Palavela", "Torino"]),
        ("Los Angeles is silent.", "en", [("Los Angeles", "place")], ["Los Angeles"]),
        ("The Bank of and others.", "en", [("Bank of and", "organization")], ["Bank"]),
        ("Merkel und Macron reden.", "de", [("Merkel und", "person"), ("Macron", "person")], ["Merkel", "Macron"]),
        ("The Department of the Treasury said.", "en", [("Department of the", "organization")], ["Department of the Treasury"]),
        ("Ursula von der Leyen redet.", "de", [("Ursula von der", "person"), ("Leyen", "person")], ["Ursula von der Leyen"]),
        ("Wie Siemens am Montag sagte.", "de", [("Siemens am", "organization")], ["Siemens"]),
        ("Rosja rzekomo milczy.", "pl", [("Rosja rzekomo", "person")], ["Rosja"]),
        ("Scholz am Montag in Bonn.", "de", [("Scholz am", "person")], ["Scholz"]),
        ("They met at McDonald's in Bonn.", "en", [("McDonald", "organization"), ("Bonn", "place")], ["McDonald's", "Bonn"]),
        ("They bought shares of Lloyd’s.", "en", [("Lloyd", "organization")], ["Lloyd’s"]),
        ("They read Lloyd's report.", "en", [("Lloyd", "organization")], ["Lloyd"]),
        ("They read Lloyd's “special report”.", "en", [("Lloyd", "organization")], ["Lloyd"]),
        ("They were in Israel's.", "en", [("Israel", "place")], ["Israel"]),
        ("The Bank of New York said.", "en", [("Bank of", "organization")], ["Bank of New York"]),
        ("Bombs fell on Kyiv in Ukraine.", "en", [("Kyiv in", "place"), ("Ukraine", "place")], ["Kyiv", "Ukraine"]),
        ("Saint Kitts e Nevis tace.", "it", [("Saint Kitts", "place"), ("Nevis", "place")], ["Saint Kitts e Nevis"]),
        ("In Bosnia-Erzegovina tacciono.", "it", [("Erzegovina", "place")], ["Bosnia-Erzegovina"]),
        ("Gli Stati Uniti d' America tacciono.", "it", [("Stati Uniti", "place"), ("America", "place")], ["Stati Uniti d' America"]),
        ("Calm in the Middle East.", "en", [("Middle", "place")], ["Middle East"]),
        ("The Bank of Western Sahara spoke.", "en", [("Bank of Western Sahara", "organization")], ["Bank of Western Sahara"]),
        ("Costa Rica's people voted.", "en", [("Costa", "place")], ["Costa Rica"]),
        ("He left the U.S. in May.", "en", [("U.S", "place")], ["U.S."]),
        ("Karl Moser Jr. met Karl M. in the EU.", "en", [("Karl Moser Jr", "person"), ("EU", "organization")], ["Karl Moser Jr.", "EU"]),
        ("The Costa Rica Times wrote.", "en", [("Costa Rica Times", "organization")], ["Costa Rica Times"]),
        ("Der Rat der Stadt schweigt.", "xx", [("Rat der", "organization")], ["Rat der"]),
    ],
)  # fmt: skip
def test_no_name_ends_in_a_preposition(
    text: str, language: str, names: list[tuple[str, Kind]], whole: list[str]
) -> None:
    assert found(text, language, *names) == whole


@pytest.mark.parametrize(
    ("text", "names", "whole"),
    [
        ("Ieri Di Marco e Van Dam tacquero.", [("Marco", "person"), ("Dam", "person")], ["Di Marco", "Van Dam"]),
        (
            "Ieri Erdoğan Netanyahu tacquero.",
            [("Erdoğan", "person"), ("Netanyahu", "person")],
            ["Erdoğan", "Netanyahu"],
        ),
        ("Di Marco si parla.", [("Marco", "person")], ["Marco"]),
        ("Di Marco, invece, si parla.", [("Marco", "person")], ["Marco"]),
        ("Ieri Lupi, de Marco e Letta tacquero.", [("Lupi", "person"), ("Marco", "person")], ["Lupi", "de Marco"]),
        ("La città di Marco tace.", [("Marco", "person")], ["Marco"]),
        ("Ieri El Cairo tacque.", [("Cairo", "place")], ["Cairo"]),
        ("Ieri Anna Di Marco tacque.", [("Anna Di", "person"), ("Marco", "person")], ["Anna Di", "Marco"]),
    ],
)
def test_a_person_has_the_particle(text: str, names: list[tuple[str, Kind]], whole: list[str]) -> None:
    assert found(text, "it", *names) == whole


def test_two_names_side_by_side_are_two_where_the_page_knows_both() -> None:
    text = "Karl Moser met Ada Brandt. Ada Brandt Karl Moser. Ada Brandt Karl Weber."
    names: list[tuple[str, Kind]] = [(one, "person") for one in ("Karl Moser", "Ada Brandt")]
    both, other = ("Ada Brandt Karl Moser", "person"), ("Ada Brandt Karl Weber", "person")
    assert found(text, "en", *names, both) == ["Karl Moser", "Ada Brandt", "Ada Brandt", "Karl Moser"]
    assert found(text, "en", *names, other) == ["Karl Moser", "Ada Brandt", "Ada Brandt Karl Weber"]


@pytest.mark.parametrize(
    ("text", "language", "names", "kinds"),
    [
        ("Caracas rejected it.", "en", ["Caracas"], ["place"]),
        ("Кишинёв отверг это.", "ru", ["Кишинёв"], ["place"]),
        ("Caracas rejected it.", "xx", ["Caracas"], ["person"]),
        ("Jordan rejected it.", "en", ["Jordan"], ["person"]),  # somebody's given name as well
        ("Caracas left. Ada Caracas spoke.", "en", ["Caracas", "Ada Caracas"], ["person", "person"]),
        ("Moser spoke.", "en", ["Moser"], ["person"]),
    ],
)
def test_a_capital_is_no_person(text: str, language: str, names: list[str], kinds: list[str]) -> None:
    given: list[tuple[str, Kind]] = [(name, "person") for name in names]
    assert [name.kind for name in read(text, language, *given)] == kinds

"""Words of a party lead to an actor, a state and a sector; the gazetteer of actors is well formed."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

import pytest

from onrecord.languages import codes
from onrecord.languages.actors import _table, actors, known
from onrecord.ontology import ontology

_DATE = re.compile(r"(?:\d{4}-\d\d-\d\d)?")


def short(text: str, code: str, on: str | None = None) -> str:
    """Country and sector as two words, "-" for None."""
    found = known(text, code, on)
    return " ".join(part or "-" for part in found[1:]) if found else "- -"


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Russian Foreign Minister Sergei Ivanov", "en", "RUS GOV"),
        ("the White House", "en", "USA GOV"),
        ("Moscow", "en", "RUS GOV"),
        ("the Kremlin", "en", "RUS GOV"),
        ("UN peacekeepers", "en", "- IGO"),
        ("the rebels of the FARC", "en", "COL REB"),
        ("the French ambassador to Mali", "en", "FRA GOV"),
        ("the ambassador to Mali", "en", "- GOV"),
        ("the US embassy in Caracas", "en", "USA GOV"),
        ("Mali's army", "en", "MLI MIL"),
        ("the Ukrainian president's envoy", "en", "UKR GOV"),
        ("the Russian ambassador to the UN", "en", "RUS GOV"),
        ("opposition lawmakers in Tbilisi", "en", "GEO LEG"),
        ("a former Israeli prime minister", "en", "ISR ELI"),
        ("Donetsk separatists", "en", "UKR REB"),
        ("Kosovo police", "en", "KOS COP"),
        ("Syria’s UN envoy", "en", "SYR GOV"),
        ("Putin's lawyers", "en", "RUS SOC"),
        ("gunmen", "en", "- UAF"),
        ("us", "en", "- -"),
        ("polizia francese", "it", "FRA COP"),
        ("talibani", "it", "AFG GOV"),
        ("il presidente dell'Ucraina", "it", "UKR GOV"),
        ("l'ambasciatore in Mali della Francia", "it", "FRA GOV"),
        ("il portavoce di Putin", "it", "RUS GOV"),
        ("tropas rusas", "es", "RUS MIL"),
        ("el embajador de México en Lima", "es", "MEX GOV"),
        ("la ONU", "es", "- IGO"),
        ("l’ambassadeur d’Ukraine en France", "fr", "UKR GOV"),
        ("des rebelles touaregs du Mali", "fr", "MLI REB"),
        ("der russische Außenminister", "de", "RUS GOV"),
        ("ein deutsches Gericht", "de", "DEU JUD"),
        ("Regierungstruppen in Syrien", "de", "SYR MIL"),
        ("a oposição venezuelana", "pt", "VEN OPP"),
        ("президент Украины", "ru", "UKR GOV"),
        ("правительственные войска Сирии", "ru", "SYR MIL"),
        ("посольство США в Киеве", "ru", "USA GOV"),
        ("الجيش السوري", "ar", "SYR MIL"),
        ("وزير الخارجية الروسي", "ar", "RUS GOV"),
        ("الأمم المتحدة", "ar", "- IGO"),
        ("de Franse politie", "nl", "FRA COP"),
        ("prezydent Niemiec", "pl", "DEU GOV"),
        ("уряд Німеччини", "uk", "DEU GOV"),
        ("Rusya'nın Ankara Büyükelçisi", "tr", "RUS GOV"),
        ("İsrail ordusu", "tr", "ISR MIL"),
        ("日本政府", "ja", "JPN GOV"),
        ("俄罗斯外交部长", "zh", "RUS GOV"),
        ("联合国", "zh", "- IGO"),
    ],
)
def test_country_and_sector(text: str, code: str, expected: str) -> None:
    assert short(text, code) == expected


@pytest.mark.parametrize(
    ("text", "code", "on", "actor", "expected"),
    [
        ("President Donald Trump", "en", "2018-05-01", "Donald Trump", "USA GOV"),
        ("Donald Trump", "en", "2022-05-01", "Donald Trump", "USA ELI"),
        ("Trump", "en", None, "Donald Trump", "USA GOV"),
        ("former president Donald Trump", "en", "2018-05-01", "Donald Trump", "USA ELI"),
        ("Stoltenberg", "de", "2020-01-01", "Jens Stoltenberg", "- IGO"),
        ("Jens Stoltenberg", "no", "2010-01-01", "Jens Stoltenberg", "NOR GOV"),
        ("Зеленского", "ru", "2023-01-01", "Volodymyr Zelensky", "UKR GOV"),
        ("Emmanuela Macrona", "pl", "2020-01-01", "Emmanuel Macron", "FRA GOV"),
        ("Erdoğan'ın", "tr", "2020-01-01", "Recep Tayyip Erdoğan", "TUR GOV"),
        ("الرئيس بوتين", "ar", "2020-01-01", "Vladimir Putin", "RUS GOV"),
        ("the Taliban", "en", "1999-01-01", "Taliban", "AFG GOV"),
        ("the Taliban", "en", "2010-01-01", "Taliban", "AFG REB"),
        ("Putin's spokesman Dmitry Peskov", "en", "2020-01-01", "Dmitry Peskov", "RUS GOV"),
        ("UN Secretary-General Antonio Guterres", "en", "2020-01-01", "António Guterres", "- IGO"),
        ("习近平", "zh", "2020-01-01", "Xi Jinping", "CHN GOV"),
        ("Hezbollah fighters", "en", None, "Hezbollah", "LBN REB"),
    ],
)
def test_actors_over_time(text: str, code: str, on: str | None, actor: str, expected: str) -> None:
    found = known(text, code, on)
    assert found is not None and found.actor == actor
    assert short(text, code, on) == expected


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("руската армия", "bg", "RUS MIL"), ("l'exèrcit rus", "ca", "RUS MIL"), ("ruská armáda", "cs", "RUS MIL"), ("den russiske hær", "da", "RUS MIL"),
        ("ο ρωσικός στρατός", "el", "RUS MIL"), ("Vene armee", "et", "RUS MIL"), ("ارتش روسیه", "fa", "RUS MIL"), ("Venäjän armeija", "fi", "RUS MIL"),
        ("צבא רוסיה", "he", "RUS MIL"), ("रूसी सेना", "hi", "RUS MIL"), ("ruska vojska", "hr", "RUS MIL"), ("az orosz hadsereg", "hu", "RUS MIL"),
        ("tentara Rusia", "id", "RUS MIL"), ("rússneski herinn", "is", "RUS MIL"), ("რუსეთის არმია", "ka", "RUS MIL"), ("러시아 군대는", "ko", "RUS MIL"),
        ("Rusijos kariuomenė", "lt", "RUS MIL"), ("Krievijas armija", "lv", "RUS MIL"), ("руската армија", "mk", "RUS MIL"), ("den russiske hæren", "no", "RUS MIL"),
        ("armata rusă", "ro", "RUS MIL"), ("ruská armáda", "sk", "RUS MIL"), ("ruska vojska", "sl", "RUS MIL"), ("ushtria ruse", "sq", "RUS MIL"),
        ("Alemanya", "ca", "DEU GOV"), ("l'alemanya", "ca", "DEU -"), ("चुनाव", "hi", "- -"), ("जर्मनी", "hi", "DEU GOV"), ("לרוסיה", "he", "RUS GOV"), ("이스라엘은", "ko", "ISR GOV"),
        ("руска војска", "sr", "RUS MIL"), ("ruske vojske", "sr", "RUS MIL"), ("den ryska armén", "sv", "RUS MIL"),
    ],
)  # fmt: skip
def test_country_and_sector_in_every_language(text: str, code: str, expected: str) -> None:
    assert short(text, code) == expected


def test_a_person_before_office_has_no_sector() -> None:
    assert known("Volodymyr Zelensky", "en", "2010-01-01") == ("Volodymyr Zelensky", "UKR", None)


def test_rows_are_well_formed() -> None:
    known_codes = set(codes())
    for row in _table():
        assert row["name"] == row["name"].strip() != "" and row["actor"] in actors(), row
        assert row["language"] == "" or row["language"] in known_codes, row
        assert row["sector"] == "" or row["sector"] in ontology().sectors, row
        assert row["kind"] in ("person", "organization", "place"), row
        for day in (row["from"], row["to"]):
            assert _DATE.fullmatch(day) and (not day or date.fromisoformat(day)), row
        assert not row["to"] or row["from"] < row["to"], row


def test_terms_do_not_overlap() -> None:
    overlaps = [
        (name, one, other)
        for name, actor in actors().items()
        for one, other in pairwise(actor.terms)
        if not one.end or one.end > other.start
    ]
    assert overlaps == []


def test_no_name_stands_for_two_actors() -> None:
    seen: dict[tuple[str, str], str] = {}
    for row in _table():
        assert seen.setdefault((row["name"], row["language"]), row["actor"]) == row["actor"], row


def test_there_are_enough_persons() -> None:
    assert sum(actor.kind == "person" for actor in actors().values()) >= 500


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("pro-Russian separatists", "en", "- REB"),
        ("a prominent anti-Syria journalist", "en", "- JRN"),
        ("anti-Putin activists", "en", "- SOC"),
        ("Iran-backed militias", "en", "- REB"),
        ("rebels backed by the Russian army", "en", "- REB"),
        ("US-backed Syrian rebels", "en", "SYR REB"),
        ("Syrian fighters backed by Turkey", "en", "SYR REB"),
        ("Iran-backed Houthis", "en", "YEM REB"),
        ("Houthis backed by Iran", "en", "YEM REB"),
        ("US-led rebels", "en", "USA REB"),
        ("allied Russian forces", "en", "RUS MIL"),
        ("an ex-French minister", "en", "FRA ELI"),
        ("von Russland unterstützte Rebellen", "de", "- REB"),
        ("les milices soutenues par l'Iran", "fr", "- REB"),
        ("milizie filo-iraniane", "it", "- REB"),
        ("Forze armate italiane", "it", "ITA MIL"),
        ("rebeldes apoiados pela Rússia", "pt", "- REB"),
        ("поддерживаемые Ираном боевики", "ru", "- REB"),
        ("поддерживаемые сирийские боевики", "ru", "SYR REB"),
        ("İran destekli milisler", "tr", "- REB"),
    ],
)
def test_whom_one_is_for_against_or_backed_by_is_not_whose_one_is(text: str, code: str, expected: str) -> None:
    assert short(text, code) == expected


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Ivanka Trump", None),
        ("Abbas Kiarostami", None),
        ("Carlos Maduro", None),
        ("President Trump", "Donald Trump"),
        ("the Trump administration", "Donald Trump"),
        ("the Trump Administration", "Donald Trump"),
        ("TRUMP SAYS", "Donald Trump"),
        ("Wladimir Poutine", "Vladimir Putin"),
        ("Vladimir Zelensky", "Volodymyr Zelensky"),
        ("Foreign Minister Abbas Araghchi", "Abbas Araghchi"),
    ],
)
def test_a_namesake_is_somebody_else(text: str, actor: str | None) -> None:
    found = known(text, "en")
    assert (found.actor if found else None) == actor


@pytest.mark.parametrize(
    ("text", "code", "actor"),
    [
        ("Владимир Путин", "ru", "Vladimir Putin"),
        ("Володимир Зеленський", "uk", "Volodymyr Zelensky"),
        ("Władimira Putina", "pl", "Vladimir Putin"),
        ("Orbán Viktor", "hu", "Viktor Orbán"),
        ("Benyamin Netanyahou", "fr", "Benjamin Netanyahu"),
    ],
)
def test_a_spelling_of_a_name_is_no_namesake(text: str, code: str, actor: str) -> None:
    found = known(text, code)
    assert found is not None
    assert found.actor == actor

"""What the builder of event words takes from dictionaries, wordnets and tables of forms, and how words vote."""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
from training.event_words import sources  # noqa: E402
from training.event_words.sources import Pair  # noqa: E402
from training.event_words.votes import DICTIONARY, MOST, NEXT, Votes, Words, phrase  # noqa: E402

ENTRIES = """\
beschlagnahmen /bəˈʃlaːkˌnaːmən/ <v>
confisquer, saisir (justice)
von Amts wegen wegnehmen
einziehen <v>
1. emménager
in eine Wohnung
2. confisquer, saisir 2.
von Amts wegen
 3.
noch ein Sinn
schnell <adj>
rapide
Bank <n, fem>
banque
"""


def test_entries_of_a_dictionary() -> None:
    """Nouns and verbs with the translations of each sense; explanations and adjectives are left out."""
    assert list(sources.entries(ENTRIES)) == [
        ("beschlagnahmen", "confisquer"),
        ("beschlagnahmen", "saisir"),
        ("einziehen", "emménager"),
        ("einziehen", "confisquer"),
        ("einziehen", "saisir"),
        ("Bank", "banque"),
    ]


@pytest.mark.parametrize(
    ("terms", "count"), [("WikDict, Creative Commons Attribution-ShareAlike", 6), ("WikDict, GPL", 0)]
)
def test_only_dictionaries_whose_terms_allow_it_are_read(tmp_path: Path, terms: str, count: int) -> None:
    (tmp_path / "freedict-deu-fra.dict.dz").write_bytes(gzip.compress(f"{terms}\n{ENTRIES}".encode()))
    (tmp_path / "freedict-kha-deu.dict.dz").write_bytes(gzip.compress(f"{terms}\n{ENTRIES}".encode()))
    found = list(sources.dictionaries(tmp_path))
    assert len(found) == count
    assert all((pair.code, pair.other_code) == ("de", "fr") for pair in found)


def test_forms_of_german_verbs(tmp_path: Path) -> None:
    one = {"S": {"3": ["lehnte", "ab"]}, "P": {"3": ["lehnten", "ab"]}}
    verbs = {"ablehnen": {"hasPrefix": True, "PA2": ["abgelehnt"], "EIZ": "abzulehnen", "PRT": one}}
    (tmp_path / "verbs.json").write_text(json.dumps(verbs), encoding="utf-8")
    assert sources.german_verbs(tmp_path / "verbs.json") == {
        "ablehnen": {"ablehnen", "abgelehnt", "abzulehnen", "lehnte ab", "ablehnte", "lehnten ab", "ablehnten"}
    }


def test_a_wordnet_gives_words_of_one_meaning_and_wider_ones(tmp_path: Path) -> None:
    for name, lemmas in {"english": [("v#1", "fine"), ("v#2", "punish")], "italian": [("v#1", "multare")]}.items():
        (tmp_path / name).mkdir()
        lines = "".join(f'INSERT INTO {name}_lemma VALUES ("{at}","v","{word}","N");\n' for at, word in lemmas)
        (tmp_path / name / f"{name}_lemma.sql").write_text(lines, encoding="utf-8")
    (tmp_path / "common").mkdir()
    (tmp_path / "common" / "common_relation.sql").write_text(
        "INSERT INTO common_relation VALUES ('@','v#1','v#2',NULL);\n", encoding="utf-8"
    )
    assert list(sources.wordnet(tmp_path)) == [
        Pair("en", "fine", "it", "multare", 1.0, 1.0),
        Pair("en", "fine", "en", "punish", sources.WIDER, sources.NEAR),
        Pair("it", "multare", "en", "punish", sources.WIDER, sources.NEAR),
    ]


def test_words_vote_with_their_events_in_all_forms_and_never_for_themselves() -> None:
    words = Words({"de": lambda word: {"lehnte ab", "abgelehnt"} if word == "ablehnen" else ()})
    words.add(
        [Pair("de", "ablehnen", "en", "reject", 1.0, 1.0), Pair("de", "ablehnen", "it", "respingere", 1.0, 1.0)],
        DICTIONARY,
    )
    votes = Votes(words, {"de": {"lehnt ab": Counter(REJECT=2.0), "abgelehnt": Counter(REJECT=1.0)}})
    (lemma,) = words.words_of(("de", "abgelehnt"))
    assert votes.own[lemma] == Counter(REJECT=3.0)
    assert votes.of(("en", "reject")) == {"REJECT": pytest.approx(DICTIONARY * 3 / 4)}
    assert votes.of(lemma) == {}


def test_a_word_without_events_passes_on_what_its_neighbours_say() -> None:
    words = Words({})
    words.add([Pair("it", "multare", "en", "fine", 1.0, 1.0), Pair("en", "fine", "fr", "amende", 1.0, 1.0)], DICTIONARY)
    votes = Votes(words, {"fr": {phrase("amende", "fr"): Counter(SANCTION=9.0)}})
    assert votes.of(("it", phrase("multare", "it"))) == {"SANCTION": pytest.approx(DICTIONARY * NEXT * 0.9)}


def test_many_words_do_not_outvote_everything() -> None:
    words = Words({})
    words.add([Pair("it", "multare", "en", f"fine{number}", 1.0, 1.0) for number in "abcdefgh"], DICTIONARY)
    votes = Votes(words, {"en": {phrase(f"fine{number}", "en"): Counter(SANCTION=9.0) for number in "abcdefgh"}})
    assert sum(votes.of(("it", phrase("multare", "it"))).values()) == pytest.approx(MOST)

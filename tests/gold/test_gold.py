"""The gold attributions are what their README promises: exact, complete in their kinds, and fenced off from training."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from read_gold import (
    ACTS,
    BRIEFS,
    FOLDER,
    KINDS,
    LANGUAGES,
    MODES,
    GoldError,
    counts,
    read_article,
    read_gold,
    strip_marks,
)

ROWS = read_gold()
SHORT = read_gold(BRIEFS)
ALL = [(row, item) for row in ROWS for item in row["attributions"]]
PARTS = ("source", "cue", "content", "addressee")
SENTENCE = re.compile(r"(?<=[.!?؟…])[\"”»“’)]*\s+(?=[\"“„«¿¡—–(]?\s?[A-ZÀ-ÞА-ЯЁ\u0600-\u06ff0-9£])|\n+")


def sentences(text: str) -> list[tuple[int, int]]:
    """Where sentences begin and end, by points before capitals: good enough to count them."""
    cuts = [0, *(found.end() for found in SENTENCE.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def untouched(row: dict[str, Any]) -> list[tuple[int, int]]:
    """The sentences of an article in which nothing is attributed."""
    taken = [span for item in row["attributions"] for part in PARTS[:3] for span in item[part]]
    return [(a, b) for a, b in sentences(row["text"]) if not any(s < b - 1 and e > a for s, e in taken)]


def of(language: str) -> list[dict[str, Any]]:
    return [item for row, item in ALL if row["language"] == language]


def test_ids_are_unique_and_languages_complete() -> None:
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    assert len({item["id"] for _, item in ALL}) == len(ALL)
    assert {row["language"] for row in ROWS} == set(LANGUAGES)
    assert all(row["id"].startswith(row["language"]) for row in ROWS)


@pytest.mark.parametrize("row", [*ROWS, *SHORT], ids=lambda row: row["id"])
def test_spans_hold_whole_words_of_the_text(row: dict[str, Any]) -> None:
    text = row["text"]
    for item in row["attributions"]:
        spans = sorted(span for part in PARTS for span in item[part])
        assert item["content"], item["id"]
        assert all(0 <= a < b <= len(text) and text[a:b] == text[a:b].strip() for a, b in spans), item["id"]
        assert all(b <= c for (_, b), (c, _) in pairwise(spans)), item["id"]
        for a, b in item["source"] + item["content"]:
            before, after = text[max(a - 1, 0) : a], text[b : b + 1]
            before = "" if row["language"] == "ar" and before == "و" else before  # "and" is written onto the next word
            assert not (before.isalpha() and text[a].isalpha()), item["id"]
            assert not (after.isalpha() and text[b - 1].isalpha()), item["id"]


@pytest.mark.parametrize("row", [*ROWS, *SHORT], ids=lambda row: row["id"])
def test_values_are_of_the_contract(row: dict[str, Any]) -> None:
    ids = {item["id"] for item in row["attributions"]}
    for item in row["attributions"]:
        assert item["speech_act"] in ACTS and item["kind"] in KINDS and item["mode"] in MODES
        assert item["nested_in"] is None or item["nested_in"] in ids - {item["id"]}
        assert bool(item["speakers"]) or item["identified"] in ("unnamed", "none"), item["id"]
        assert item["identified"] != "none" or not item["source"], item["id"]
        assert item["cue"] or item["source"] or item["kind"] == "direct", item["id"]
        assert bool(item["addressees"]) == bool(item["addressee"]), item["id"]


@pytest.mark.parametrize("row", [*ROWS, *SHORT], ids=lambda row: row["id"])
def test_a_nested_attribution_lies_in_the_content_around_it(row: dict[str, Any]) -> None:
    by_id = {item["id"]: item for item in row["attributions"]}
    for item in by_id.values():
        if item["nested_in"]:
            outer = by_id[item["nested_in"]]["content"]
            inner = [span for part in PARTS for span in item[part]]
            assert all(any(a <= c and d <= b for a, b in outer) for c, d in inner), item["id"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_quotation_marks_are_not_torn(row: dict[str, Any]) -> None:
    for item in row["attributions"]:
        for a, b in item["content"]:
            piece = row["text"][a:b]
            assert piece.count("«") == piece.count("»"), item["id"]
            assert piece.count('"') % 2 == 0 or '\n\n"' in piece, item["id"]  # opened anew in each paragraph
            if row["language"] == "de":
                assert piece.count("„") == piece.count("“"), item["id"]


def test_names_of_speakers_stand_on_the_page() -> None:
    for row, item in ALL:
        if item["identified"] == "named":
            for name in item["speakers"]:
                assert name in row["text"], (item["id"], name)


def test_counts() -> None:
    assert len(ALL) >= 700
    assert sum(bool(item["addressee"]) for _, item in ALL) >= 130
    assert sum(item["nested_in"] is not None for _, item in ALL) >= 110
    depth = {item["id"]: item["nested_in"] for _, item in ALL}
    assert sum(outer is not None and depth[outer] is not None for outer in depth.values()) >= 5
    assert min(Counter(item["speech_act"] for _, item in ALL)[act] for act in ACTS) >= 24
    assert {"none", "document", "unnamed", "collective", "named"} == {item["identified"] for _, item in ALL}
    assert sum(len(item["source"]) > 1 for _, item in ALL) >= 12
    assert sum(len(item["content"]) > 1 for _, item in ALL) >= 15
    whole = [row["text"][item["content"][0][0] : item["content"][-1][1]] for row, item in ALL]
    assert sum("\n\n" in content for content in whole) >= 8  # over several paragraphs


@pytest.mark.parametrize("language", LANGUAGES)
def test_counts_in_every_language(language: str) -> None:
    items = of(language)
    acts = Counter(item["speech_act"] for item in items)
    assert len(items) >= 70
    assert min(acts[act] for act in ACTS) >= 3, acts
    assert sum(bool(item["addressee"]) for item in items) >= 16
    assert sum(item["nested_in"] is not None for item in items) >= 12
    assert {item["mode"] for item in items} == MODES
    assert {item["kind"] for item in items} == KINDS


def test_a_third_of_the_sentences_attribute_nothing() -> None:
    assert 3 * sum(len(untouched(row)) for row in ROWS) >= sum(len(sentences(row["text"])) for row in ROWS)


def test_marks_are_taken_out_and_turned_into_spans() -> None:
    text, found = strip_marks("<s1 Vera Noll> <v1 said> <c1 <s2+t3 he> <v2 lied>>.", "x")
    assert text == "Vera Noll said he lied."
    assert found[1].content == [(15, 22)]
    assert found[2].source == found[3].addressee == [(15, 17)]


@pytest.mark.parametrize(
    "body",
    [
        "<s1 She> said.\n---\n1 state u",
        "<c1 It rains>, <v1 it> is said.\n---\n1 murmur 0",
        "<c1 It rains>.\n---\n2 state 0",
        "<c1 It rains.\n---\n1 state 0",
        "It rains>.\n---\n",
        "<c1 It <v1 is said> to rain>.\n---\n1 state 0",
        "It < rains.\n---\n",
    ],
)
def test_mistakes_are_refused(body: str) -> None:
    with pytest.raises(GoldError):
        read_article(f"# en-01 topic=climate\n{body}")


def test_the_readme_counts_what_is_there() -> None:
    assert counts(ROWS) in (FOLDER / "README.md").read_text(encoding="utf-8"), "run read_gold.py --counts"


_MARKS = re.compile(r"<(?:[svct]\d+\+?)+ |[{\[](?:[ATRWDPOLG]|x [A-Z]+) ")


def shingles(text: str, words: int = 8) -> set[tuple[str, ...]]:
    """Every run of so many words of a text, in lower case, without the marks of our notations."""
    found = re.findall(r"\w+", _MARKS.sub("", text).lower())
    return set(zip(*(found[k:] for k in range(words)), strict=False))


def test_no_sentence_of_the_gold_is_trained_on() -> None:
    gold = {run: row["id"] for row in (*ROWS, *SHORT) for run in shingles(row["text"])}
    folder = Path(__file__).resolve().parents[2] / "training"
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".txt", ".jsonl", ".json", ".csv", ".tsv", ".toml", ".py", ".md"} and path.is_file():
            shared = shingles(path.read_text(encoding="utf-8")) & gold.keys()
            assert not shared, (path.name, sorted(gold[run] for run in shared), next(iter(shared)))


def test_nothing_but_the_gold_lies_in_its_folder() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{code}.txt" for code in LANGUAGES} | {"README.md", "briefs"}

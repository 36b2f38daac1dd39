"""The scorers: gold against itself is perfect, and each kind of mistake costs what it should."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from onrecord.errors import UsageError
from onrecord.evaluation import evaluate_attribution, evaluate_mentions
from onrecord.evaluation.attribution import Words, align, gold_items, source_right
from onrecord.evaluation.gold import read_gold
from onrecord.pipeline import Draft, RawPage, finish
from onrecord.records import Attribution, Mention, PageRecord, Party
from onrecord.records import Words as PageWords

TEXT = "Brandt told the council that the ministry had denied the loss."


def span(words: str) -> list[list[int]]:
    at = TEXT.index(words)
    return [[at, at + len(words)]]


GOLD = {
    "id": "a",
    "language": "en",
    "text": TEXT,
    "attributions": [
        {"id": "1", "source": span("Brandt"), "cue": span("told"), "content": span("that the ministry had denied the loss"),
         "addressee": span("the council"), "kind": "indirect", "speech_act": "state", "nested_in": None},
        {"id": "2", "source": span("the ministry"), "cue": span("had denied"), "content": span("the loss"), "addressee": [],
         "kind": "indirect", "speech_act": "deny", "nested_in": "1"},
    ],
    "mentions": [{"span": span("Brandt")[0], "kind": "PER"}],
}  # fmt: skip


def words(spans: list[list[int]]) -> PageWords:
    return PageWords(spans=tuple((a, b) for a, b in spans), text="")


def party(spans: list[list[int]]) -> tuple[Party, ...]:
    return tuple(Party(spans=((a, b),), text="") for a, b in spans)


def perfect(raw: RawPage) -> PageRecord:
    found = tuple(
        Attribution(
            id=row["id"], speakers=party(row["source"]), identified="named", cue=words(row["cue"]), content=words(row["content"]),
            kind=row["kind"], speech_act=row["speech_act"], addressees=party(row["addressee"]), nested_in=row["nested_in"], confidence=1.0,
        )
        for row in GOLD["attributions"]  # type: ignore[attr-defined]
    )  # fmt: skip
    mention = Mention(id="m", spans=((0, 6),), text="Brandt", kind="person")
    return replace(finish(Draft(raw=raw), "test"), attributions=found, mentions=(mention,))


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    return path


def test_gold_against_itself_is_perfect(gold: Path) -> None:
    figures = evaluate_attribution(gold, perfect)
    assert {figures["all"][name]["F"] for name in ("@50", "@90", "full")} == {1.0}
    assert figures["speech_act"]["macro F"] == figures["addressee"]["F"] == figures["nested"]["F"] == 1.0
    assert evaluate_mentions(gold, perfect)["mean F"] == 1.0


def test_who_speaks_counts_by_whether_words_name_them(gold: Path) -> None:
    row = json.loads(gold.read_text(encoding="utf-8"))
    for one, name in zip(row["attributions"], ("Ida Brandt", "Per Lind"), strict=True):
        one |= {"identified": "named", "speakers": [name]}
    gold.write_text(json.dumps(row) + "\n", encoding="utf-8")

    def named(raw: RawPage, *names: str) -> PageRecord:
        record = perfect(raw)
        speakers = [
            tuple(replace(party, actor=name) for party in one.speakers)
            for one, name in zip(record.attributions, names, strict=True)
        ]
        return replace(
            record,
            attributions=tuple(
                replace(one, speakers=some) for one, some in zip(record.attributions, speakers, strict=True)
            ),
        )

    def figures(*names: str) -> tuple[int, int]:
        found = evaluate_attribution(gold, lambda raw: named(raw, *names))["speaker"]
        return found["by name"]["count"], found["without a name"]["count"]

    assert figures("Ida Brandt", "Per Lind") == (1, 1)
    assert figures("Ida Brandt", "Ida Brandt") == (1, 0)
    assert figures("Brandt", "per lind") == (0, 1)


def test_mistakes_cost(gold: Path) -> None:
    def worse(raw: RawPage) -> PageRecord:
        record = perfect(raw)
        one, other = record.attributions
        return replace(record, attributions=(replace(one, addressees=(), speakers=other.speakers), replace(other, nested_in=None, speech_act="state")), mentions=())  # fmt: skip

    figures = evaluate_attribution(gold, worse)
    assert figures["all"]["@50"]["F"] == 1.0
    assert figures["all"]["full"]["F"] == 0.5
    assert figures["speech_act"]["macro F"] == pytest.approx(1 / 3, abs=0.001)
    assert figures["addressee"]["F"] == figures["nested"]["F"] == 0.0
    assert evaluate_mentions(gold, worse)["mean F"] == 0.0


def test_alignment_is_one_to_one_and_prefers_the_right_speaker() -> None:
    numbers = Words(TEXT)
    one, other = gold_items(GOLD, numbers)
    assert align([one, other], [other, one], 0.5) in ([(0, 1), (1, 0)], [(1, 0), (0, 1)])
    assert source_right(one, one)
    assert not source_right(one, other)


def test_bad_gold_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text('{"text": "a", "attributions": []}\n{"text": 1\n', encoding="utf-8")
    with pytest.raises(UsageError, match="line 2"):
        read_gold(path, "attributions")
    path.write_text('{"id": "a"}\n', encoding="utf-8")
    with pytest.raises(UsageError, match="line 1"):
        read_gold(path, "attributions")


def test_an_outer_attribution_that_was_not_found_nests_nothing(gold: Path) -> None:
    def inner_only(raw: RawPage) -> PageRecord:
        record = perfect(raw)
        return replace(record, attributions=(replace(record.attributions[1], nested_in=None),))

    assert evaluate_attribution(gold, inner_only)["nested"] == {"P": 0.0, "R": 0.0, "F": 0.0}

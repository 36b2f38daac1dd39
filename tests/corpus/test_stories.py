"""Pages about one thing are one story, in any language and in any order of arrival; pages about another are not."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from random import Random

import numpy as np
import pytest
from story_pages import Sheet

from onrecord.corpus.likeness import StoryPage, likeness, likenesses, story_page
from onrecord.corpus.stories import Story, StoryIndex, average_link, stories_of
from onrecord.ids import page_id
from onrecord.pipeline import Given, RawPage, finish, run
from onrecord.records import PageRecord
from onrecord.stages import PER_PAGE

GOLD = Path(__file__).resolve().parent.parent / "gold" / "stories" / "pages.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def record(row: dict[str, str]) -> PageRecord:
    sheet = Sheet(f"{row['title']}\n{row['text']}", row["lang"], row["date"], row["outlet"])
    return sheet.record(mentions=sheet.names(), figures=sheet.figures())


@pytest.fixture(scope="module")
def pages() -> list[StoryPage]:
    return [story_page(record(row)) for row in ROWS]


def groups(pages: list[StoryPage]) -> tuple[tuple[str, ...], ...]:
    """The stories of pages, those of one page among them, as they came one by one."""
    made = StoryIndex()
    for page in pages:
        made.add(page)
    return tuple(sorted(tuple(sorted(page.id for page in group)) for group in made.groups()))


def stories() -> tuple[Story, ...]:
    return stories_of(map(record, ROWS))


def joined(pages: list[StoryPage], groups: tuple[tuple[str, ...], ...]) -> tuple[int, int, int]:
    """Pairs of one event that joined, all such pairs, and pairs of two events that joined."""
    home = {one: number for number, group in enumerate(groups) for one in group}
    found = [
        (a["event"] == b["event"], home[one.id] == home[other.id])
        for (a, one), (b, other) in combinations(zip(ROWS, pages, strict=True), 2)
    ]
    return sum(same and met for same, met in found), sum(same for same, _ in found), sum(met for same, met in found if not same)  # fmt: skip


def test_translated_pages_join_and_others_do_not(pages: list[StoryPage]) -> None:
    together, pairs, wrong = joined(pages, groups(pages))
    assert (pairs, wrong) == (20, 0)
    assert together >= 18


def test_any_order_gives_the_same_stories(pages: list[StoryPage]) -> None:
    first = groups(pages)
    for seed in range(4):
        assert groups(Random(seed).sample(pages, len(pages))) == first
    at_once = StoryIndex()
    at_once.add(*pages)
    assert sorted(sorted(page.id for page in group) for group in at_once.groups()) == [list(group) for group in first]


def test_a_page_added_again_changes_nothing(pages: list[StoryPage]) -> None:
    assert groups([*pages, *pages]) == groups(pages)


def test_a_story_has_title_days_and_pages_in_order(pages: list[StoryPage]) -> None:
    chile = [page for row, page in zip(ROWS, pages, strict=True) if row["event"] == "quake-chile"]
    story = next(one for one in stories() if one.pages[-1].id in {page.id for page in chile})
    assert (story.since, story.until) == ("2023-03-14", "2023-03-15")
    assert {page.id for page in story.pages} == {page.id for page in chile}
    assert story.title in {page.title for page in chile}


def test_copies_stay_together_and_are_listed(pages: list[StoryPage]) -> None:
    far = (pages[0].id, pages[-1].id)
    story = next(one for one in stories_of(map(record, ROWS), [far]) if one.copies)
    assert story.copies == (tuple(sorted(far)),)
    assert set(far) <= {page.id for page in story.pages}


def test_likeness_is_symmetric_and_at_most_one(pages: list[StoryPage]) -> None:
    for one, other in combinations(pages, 2):
        assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert all(0.9 < likeness(one, one) <= 1.000001 for one in pages)


def test_the_matrix_of_likeness_is_that_of_the_pairs(pages: list[StoryPage]) -> None:
    matrix = likenesses(pages)
    for (at, one), (beside, other) in combinations(enumerate(pages), 2):
        assert matrix[at, beside] == matrix[beside, at] == pytest.approx(likeness(one, other), abs=2e-6)


def test_average_link() -> None:
    like = np.array([[0, 0.9, 0.5, 0], [0.9, 0, 0.3, 0], [0.5, 0.3, 0, 0.1], [0, 0, 0.1, 0]])
    assert average_link(like, 0.5) == [[0, 1], [2], [3]]
    assert average_link(like, 0.4) == [[0, 1, 2], [3]]
    assert average_link(like, 0.01) == [[0, 1, 2, 3]]


@pytest.mark.parametrize("published", [None, "someday", "2020-05-05T10:00:00Z"])
def test_pages_without_words_or_dates_are_no_story(published: str | None) -> None:
    bare = [story_page(Sheet(text, published=published).record()) for text in ("", " ", "1", "the of and")]
    assert len(groups(bare)) == 4


def test_one_event_far_apart_in_time_is_less_alike() -> None:
    text = "Dam bursts above Ostrov\nThe earthen dam above Ostrov burst and flooded eleven farms."
    early, late = (story_page(Sheet(text, published=day).record()) for day in ("2020-05-05", "2021-05-05"))
    assert likeness(early, late) < 0.85


@pytest.mark.parametrize("language", ["", "xx"])
def test_function_words_of_an_unknown_language_join_nothing(language: str) -> None:
    texts = (
        "Boats\nThere were more boats with them than there have been.",
        "Sheep\nThere have been more sheep than there were with them.",
    )
    made = [story_page(Sheet(text, language).record()) for text in texts]
    assert len(groups(made)) == 2


def read(name: str, text: str, *, article: bool, given: Given) -> PageRecord:
    raw = RawPage(id=page_id(text.encode()), content=text, where=name, form="text", key=name, given=given, article=article)  # fmt: skip
    return finish(run(PER_PAGE, raw), "test")


@pytest.mark.slow
def test_translated_pages_join_as_the_model_reads_them() -> None:
    read_pages = [
        story_page(read(row["id"], row["text"], article=True, given=Given(title=row["title"], published=row["date"], language=row["lang"])))
        for row in ROWS
    ]  # fmt: skip
    together, pairs, wrong = joined(read_pages, groups(read_pages))
    assert (together >= 0.9 * pairs, wrong) == (True, 0)


@pytest.mark.slow
def test_the_seeds_are_two_stories(shared: Path) -> None:
    seeds = sorted((shared / "seeds").glob("*.txt"))
    made = [story_page(read(path.name[:3], path.read_text(encoding="utf-8"), article=False, given=Given())) for path in seeds]  # fmt: skip
    keys = {page.id: path.name[:3] for page, path in zip(made, seeds, strict=True)}
    assert sorted(sorted(keys[one] for one in group) for group in groups(made)) == [["000", "001"], ["002"]]


def test_every_event_of_the_gold_is_told_in_two_languages_at_least() -> None:
    told = defaultdict(list)
    for row in ROWS:
        told[row["event"]].append(row["lang"])
    assert all(len(set(codes)) == len(codes) > 1 for codes in told.values())
    assert {code for codes in told.values() for code in codes} == {"en", "it", "es", "fr", "de", "ru"}

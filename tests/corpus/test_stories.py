"""Pages about one thing are one story, in any language and in any order of arrival; pages about another are not."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from random import Random

import pytest
from story_pages import Sheet

from onrecord.corpus.likeness import StoryPage, Weights, likeness, story_page
from onrecord.corpus.stories import StoryIndex
from onrecord.ids import page_id
from onrecord.pipeline import Given, RawPage, finish, run
from onrecord.records import PageRecord
from onrecord.stages import PER_PAGE

GOLD = Path(__file__).resolve().parent.parent / "gold" / "stories" / "pages.jsonl"
ROWS = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


def light(row: dict[str, str]) -> StoryPage:
    """A page of the gold without the model: its figures, and capitalised words as names."""
    sheet = Sheet(f"{row['title']}\n{row['text']}", row["lang"], row["date"], row["outlet"])
    return story_page(sheet.record(mentions=sheet.names(), figures=sheet.figures()))


@pytest.fixture(scope="module")
def pages() -> list[StoryPage]:
    return [light(row) for row in ROWS]


def index(pages: list[StoryPage]) -> StoryIndex:
    made = StoryIndex()
    for page in pages:
        made.add(page)
    return made


def joined(pages: list[StoryPage], groups: tuple[tuple[str, ...], ...]) -> tuple[int, int, int]:
    """Pairs of one event that joined, all such pairs, and pairs of two events that joined."""
    home = {one: number for number, group in enumerate(groups) for one in group}
    found = [
        (a["event"] == b["event"], home[one.id] == home[other.id])
        for (a, one), (b, other) in combinations(zip(ROWS, pages, strict=True), 2)
    ]
    return sum(same and met for same, met in found), sum(same for same, _ in found), sum(met for same, met in found if not same)  # fmt: skip


def test_translated_pages_join_and_others_do_not(pages: list[StoryPage]) -> None:
    together, pairs, wrong = joined(pages, index(pages).settle())
    assert (pairs, wrong) == (20, 0)
    assert together >= 18


def test_pages_join_on_arrival(pages: list[StoryPage]) -> None:
    together, _, wrong = joined(pages, index(pages).arrived())
    assert (together >= 17, wrong) == (True, 0)


def test_any_order_gives_the_same_stories(pages: list[StoryPage]) -> None:
    first = index(pages).stories()
    for seed in range(4):
        assert index(Random(seed).sample(pages, len(pages))).stories() == first


def test_a_page_added_again_changes_nothing(pages: list[StoryPage]) -> None:
    one = index(pages)
    before = one.arrived()
    assert [one.add(page) for page in pages] and one.arrived() == before
    assert len(one) == len(pages)


def test_a_story_has_title_days_and_pages_in_order(pages: list[StoryPage]) -> None:
    chile = [page for row, page in zip(ROWS, pages, strict=True) if row["event"] == "quake-chile"]
    story = next(one for one in index(pages).stories() if one.pages[-1].id in {page.id for page in chile})
    assert (story.since, story.until) == ("2023-03-14", "2023-03-15")
    assert {page.id for page in story.pages} == {page.id for page in chile}
    assert story.title in {page.title for page in chile}


def test_copies_stay_together_and_are_listed(pages: list[StoryPage]) -> None:
    far = (pages[0].id, pages[-1].id)
    story = next(one for one in index(pages).stories([far]) if one.copies)
    assert story.copies == (tuple(sorted(far)),)
    assert set(far) <= {page.id for page in story.pages}


def test_likeness_is_symmetric_and_at_most_one(pages: list[StoryPage]) -> None:
    weights = Weights()
    for page in pages:
        weights.add(page)
    weighted = [weights.weighted(page) for page in pages]
    for one, other in combinations(weighted, 2):
        assert 0 <= likeness(one, other) == likeness(other, one) <= 1
    assert all(0.9 < likeness(one, one) <= 1 for one in weighted)


@pytest.mark.parametrize("published", [None, "someday", "2020-05-05T10:00:00Z"])
def test_pages_without_words_or_dates_are_no_story(published: str | None) -> None:
    bare = [story_page(Sheet(text, published=published).record()) for text in ("", " ", "1", "the of and")]
    assert index(bare).stories() == ()
    assert len(index(bare).stories(least=1)) == 4


def test_one_event_far_apart_in_time_is_less_alike() -> None:
    text = "Dam bursts above Ostrov\nThe earthen dam above Ostrov burst and flooded eleven farms."
    early, late = (story_page(Sheet(text, published=day).record()) for day in ("2020-05-05", "2021-05-05"))
    weights = Weights()
    weights.add(early)
    weights.add(late)
    assert likeness(weights.weighted(early), weights.weighted(late)) < 0.85


@pytest.mark.parametrize("language", ["", "xx"])
def test_function_words_of_an_unknown_language_join_nothing(language: str) -> None:
    texts = (
        "Boats\nThere were more boats with them than there have been.",
        "Sheep\nThere have been more sheep than there were with them.",
    )
    made = [story_page(Sheet(text, language).record()) for text in texts]
    assert index(made).stories() == ()


def read(name: str, text: str, *, article: bool, given: Given) -> PageRecord:
    raw = RawPage(id=page_id(text.encode()), content=text, where=name, form="text", key=name, given=given, article=article)  # fmt: skip
    return finish(run(PER_PAGE, raw), "test")


@pytest.mark.slow
def test_translated_pages_join_as_the_model_reads_them() -> None:
    read_pages = [
        story_page(read(row["id"], row["text"], article=True, given=Given(title=row["title"], published=row["date"], language=row["lang"])))
        for row in ROWS
    ]  # fmt: skip
    together, pairs, wrong = joined(read_pages, index(read_pages).settle())
    assert (together >= 0.9 * pairs, wrong) == (True, 0)


@pytest.mark.slow
def test_the_seeds_are_two_stories(shared: Path) -> None:
    seeds = sorted((shared / "seeds").glob("*.txt"))
    made = [story_page(read(path.name[:3], path.read_text(encoding="utf-8"), article=False, given=Given())) for path in seeds]  # fmt: skip
    keys = {page.id: page.key or "" for page in made}
    assert sorted(sorted(keys[one] for one in group) for group in index(made).settle()) == [["000", "001"], ["002"]]


def test_every_event_of_the_gold_is_told_in_two_languages_at_least() -> None:
    told = defaultdict(list)
    for row in ROWS:
        told[row["event"]].append(row["lang"])
    assert all(len(set(codes)) == len(codes) > 1 for codes in told.values())
    assert {code for codes in told.values() for code in codes} == {"en", "it", "es", "fr", "de", "ru"}

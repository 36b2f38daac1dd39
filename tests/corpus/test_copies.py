"""One text in many places is one group with one origin; other texts, digests and rewrites stay out of it."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest

from onrecord.corpus.copies import CopyGroup, CopyPage, connected, copy_page, find_overlaps, groups
from onrecord.corpus.outlets import Outlet, Outlets
from onrecord.corpus.sketches import SIZE, plain, sketch
from onrecord.corpus.sketches import shared as in_common
from onrecord.records import Origin, Page, PageRecord, Passage, Translation, Words

_WORDS = [
    one + two for one in ("bar", "col", "den", "fir", "gam", "hol") for two in ("a", "ent", "ic", "or", "um", "y")
]


def prose(seed: int, sentences: int = 12) -> str:
    """Invented sentences of 15 words."""
    rng = random.Random(seed)
    return " ".join(" ".join(rng.choices(_WORDS, k=15)).capitalize() + "." for _ in range(sentences))


def half(text: str) -> str:
    return text[: len(text) // 2]


def page(name: str, text: str, **facts: object) -> CopyPage:
    return CopyPage(name, sketch(text), **facts)  # type: ignore[arg-type]


def ids(found: Sequence[CopyGroup]) -> list[tuple[str, ...]]:
    return [group.ids for group in found]


QUOTES = [
    "“We told the ministers in March that the dam would not hold another winter, and nobody wrote it down.”",
    "“I signed the order because the river had already taken the lower road and both of the bridges.”",
    "“If the council wants my resignation it can have it on Monday, with the full list of those who knew.”",
    "“There was money for the wall, there was money for the pumps, and there was none for the people below.”",
    "“My mother lived in that valley for seventy years and she never once saw an engineer walk the slope.”",
]
TOLD = [
    ["Speaking to this paper on Tuesday, the former governor of Ostrava laid the blame on his superiors.",
     "He recalled the spring in which the first cracks were seen by shepherds above the village.",
     "Asked about his own part, he paused for a while before he answered.",
     "He would not be drawn on whether charges ought to follow.",
     "The inquiry resumes next week with evidence from two surveyors."],
    ["Ex-governor Karel Brand has broken a year of silence over the disaster.",
     "According to him, warnings went out long before the water came.",
     "Critics have long asked why the evacuation began so late.",
     "Brand also had harsh words for the treasury.",
     "His party distanced itself from the remarks within the hour."],
]  # fmt: skip


def interview(version: int) -> str:
    return "\n".join(f"{said} {quote}" for said, quote in zip(TOLD[version], QUOTES, strict=True))


@pytest.mark.parametrize(
    "copy",
    [
        lambda text: text,
        half,
        lambda text: text[len(text) // 2 :],
        lambda text: f"{prose(90, 2)} {' '.join(text.split()[30:])}",
        lambda text: f"{prose(91, 3)}\n{text}\n{prose(92, 3)}",
        lambda text: text.upper().replace(" ", "  "),
    ],
    ids=["whole", "half", "end", "lead", "frame", "case"],
)
def test_a_copy_is_found(copy: object) -> None:
    text = prose(1)
    pages = [page("one", text), page("two", copy(text)), page("three", prose(2))]  # type: ignore[operator]
    assert ids(groups(pages)) == [("one", "two")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("据当地媒体报道，两国代表团周三在边境城市举行了会谈，双方同意继续就水资源分配问题保持接触。", "水资源", False),
        ("据当地媒体报道，两国代表团周三在边境城市举行了会谈，双方同意继续就水资源分配问题保持接触。", "据当地媒体报道，两国代表团周三在边境城市举行了会谈，双方同意继续就水资源分配问题", True),
        ("सरकार ने बुधवार को कहा कि सीमा पर बातचीत जारी रहेगी और दोनों पक्ष पानी के बंटवारे पर सहमत हुए हैं।", "सरकार ने बुधवार को कहा कि सीमा पर बातचीत जारी रहेगी और दोनों पक्ष पानी", True),
        ("Guaidó dijo que la reunión será el miércoles en Bogotá y que después habrá elecciones en todo el país.", "Guaido dijo que la reunion sera el miercoles en Bogota y que despues habra elecciones", True),
    ],
)  # fmt: skip
def test_any_script(one: str, other: str, same: bool) -> None:
    assert bool(groups([page("one", one), page("two", other)])) == same


def test_rewrites_of_one_interview_are_not_copies() -> None:
    one, other = sketch(interview(0)), sketch(interview(1))
    assert in_common(one, other).contained > 0.5  # the words quoted are the same
    assert groups([CopyPage("one", one), CopyPage("two", other)]) == ()
    again = interview(0).replace("on Tuesday", "yesterday")
    assert ids(groups([page("one", interview(0)), page("two", interview(1)), page("three", again)])) == [
        ("one", "three")
    ]


@pytest.mark.parametrize("lengths", [(10, 10, 10, 10), (12, 10, 8), (20, 12, 4), (10, 10, 4)])
def test_a_digest_joins_nothing(lengths: tuple[int, ...]) -> None:
    parts = [prose(seed, length) for seed, length in enumerate(lengths)]
    pages = [page(f"part {number}", text) for number, text in enumerate(parts)]
    pages += [page(f"reprint {number}", text) for number, text in enumerate(parts)]
    found = groups([*pages, page("digest", "\n".join(parts))])
    assert ids(found) == [(f"part {number}", f"reprint {number}") for number in range(len(parts))]


def test_one_part_of_a_digest_is_no_copy_of_it() -> None:
    parts = [prose(seed) for seed in range(4)]
    assert groups([page("part", parts[0]), page("digest", "\n".join(parts))]) == ()
    again = "\n".join([*parts, "And that was the week."])
    assert ids(groups([page("digest", "\n".join(parts)), page("part", parts[0]), page("reprint", again)])) == [
        ("digest", "reprint")
    ]


def test_two_halves_are_one_text_but_two_articles_are_not() -> None:
    one, other = prose(1), prose(2)
    pages = [page("a", one), page("b", other), page("both", f"{one} {other}")]
    assert ids(groups(pages)) == [("a", "b", "both")]
    titled = [kept._replace(title=title) for kept, title in zip(pages, ("Dam breaks", "Vote is off", ""), strict=True)]
    assert groups(titled) == ()


def test_a_page_of_boilerplate_joins_nothing() -> None:
    frame = prose(50, 4)
    pages = [page(f"page {seed}", f"{frame} {prose(seed, 4)}") for seed in range(6)]
    assert groups([*pages, page("empty", frame)]) == ()


def test_the_order_of_pages_changes_nothing() -> None:
    text = prose(1)
    pages = [
        page("d", text, published="2024-05-02"),
        page("c", half(text), published="2024-05-03"),
        page("b", f"{text}\n{prose(3, 2)}", published="2024-05-01"),
        page("a", "\n".join([text, prose(4), prose(5)])),
        page("e", prose(4)),
    ]
    found = {groups(order) for order in permutations(pages)}
    assert [ids(one) for one in found] == [[("b", "c", "d")]]


def test_pairs_do_not_depend_on_the_order_even_where_a_key_leads_to_many_pages() -> None:
    text = prose(1, 20)
    pages = [page(f"p{number}", f"{text} {prose(100 + number, 3)}") for number in range(70)]
    orders = [pages, pages[::-1], random.Random(5).sample(pages, len(pages))]
    found = [find_overlaps(order) for order in orders]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) < 70 * 69 / 2
    assert len(groups(pages)[0].ids) == 70


def test_sketch() -> None:
    long = sketch(prose(1, 60))
    assert long.dtype == np.uint64
    assert len(long) == SIZE
    assert (np.diff(plain(long).astype(np.int64)) > 0).all()
    assert len(sketch("")) == len(sketch("two words")) == 0
    assert int(sketch("one two three")[0]) == 2132174085714969910  # the same on every machine
    inside, outside = sketch("“one two three”"), sketch("one two three")
    assert plain(inside) == plain(outside)
    assert inside != outside
    assert in_common(sketch(""), long).contained == 0


def origin(name: str, url: str | None = None) -> Origin:
    return Origin(name=name, url=url, spans=())


@pytest.mark.parametrize(
    ("facts", "expected", "why"),
    [
        ([{"published": "2024-05-02"}, {"published": "2024-05-01"}, {}], "b", "earliest published"),
        ([{"published": "2024-05-02"}, {"published": "2024-05-02"}, {"published": "2024-06-01"}], None, "several of the first day"),
        ([{}, {}, {}], None, "no date"),
        ([{"published": "2024-05-01", "origin": origin("Harbour Post")}, {}, {"outlet": "HARBOUR POST"}], "c", "named as source"),
        ([{"published": "2024-05-01", "origin": origin("Far Agency")}, {}, {}], None, "source is not here"),
        ([{"origin": origin("x", "https://www.harbour.example/a/")}, {"url": "http://harbour.example/a"}, {"url": "http://harbour.example/b"}], "b", "named as source"),
        ([{"origin": origin("HP wire")}, {"outlet": "hpw", "url": "https://news.harbour.example/1"}, {"outlet": "x"}], "b", "named as source"),
        ([{"origin": origin("b.example")}, {"url": "https://b.example/1", "origin": origin("c.example")}, {"url": "https://c.example/1"}], "c", "named as source"),
        ([{"url": "https://a.example/1", "origin": origin("a.example")}, {}, {}], "a", "named as source"),
    ],
)  # fmt: skip
def test_where_a_text_comes_from(facts: list[dict[str, object]], expected: str | None, why: str) -> None:
    text = prose(1)
    outlets = Outlets([Outlet(names=("Harbour Post Wire", "HP wire"), domains=("harbour.example",))])
    pages = [page(name, text, **given) for name, given in zip("abc", facts, strict=True)]
    (group,) = groups(pages, outlets=outlets)
    assert (group.ids, group.origin, group.why) == (("a", "b", "c"), expected, why)


def test_translations_join_by_address_or_by_what_the_caller_knows() -> None:
    pages = [
        page("a", prose(1), language="it", url="https://a.example/1"),
        page("b", prose(2), language="en", origin=origin("a.example", "https://a.example/1")),
        page("c", prose(3), language="it", origin=origin("a.example", "https://a.example/1")),
        page("d", prose(4), language="de"),
    ]
    assert ids(groups(pages)) == [("a", "b")]
    assert ids(groups(pages, translations=[("d", "a")])) == [("a", "b", "d")]
    assert groups(pages)[0].origin == "a"


def test_connected() -> None:
    assert connected([(3, 2), (5, 4), (1, 2)]) == [[1, 2, 3], [4, 5]]
    assert connected([(1, 1), (2, 3)], least=1) == [[1], [2, 3]]


def test_copy_page_takes_the_body() -> None:
    def passage(kind: str, text: str) -> Passage:
        return Passage(id=kind, kind=kind, language="en", spans=(), text=text)  # type: ignore[arg-type]

    record = PageRecord(
        made_by="test",
        page=Page(
            id="p", key=None, path=None, url=None, retrieved=None, language="en", outlet="Post", origin=None, authors=(),
            title=Words(spans=(), text="Dam breaks"), published="2024-05-01", published_from="given",
            translation=Translation(kind="none"),
        ),
        passages=(passage("headline", "Dam breaks in the north"), passage("lead", "one two three four"), passage("caption", "A dam in the north")),
    )  # fmt: skip
    kept = copy_page(record)
    assert (kept.id, kept.title, kept.outlet, kept.published) == ("p", "Dam breaks", "Post", "2024-05-01")
    assert (kept.sketch == sketch("one two three four")).all()


def test_real_texts(shared: Path) -> None:
    """Each text, its half and the text in a frame are one group; no two texts of different events are."""
    pages, event = [], {}
    for line in (shared / "bench" / "stories" / "stories.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if len(row["text"].split()) < 60:
            continue
        framed = f"{prose(len(pages), 2)}\n{row['text']}\n{prose(len(pages) + 1, 1)}"
        for form, text in (("given", row["text"]), ("half", half(row["text"])), ("framed", framed)):
            pages.append(page(f"{row['id']} {form}", text, title=row["title"]))
            event[f"{row['id']} {form}"] = row["cluster"]
    found = groups(pages)
    assert all(len({event[one] for one in group.ids}) == 1 for group in found)
    group_of = {one: group.ids for group in found for one in group.ids}
    names = {one.id.split()[0] for one in pages}
    together = [f"{one} {form}" in group_of.get(f"{one} given", ()) for one in names for form in ("half", "framed")]
    assert sum(together) >= 0.99 * len(together)

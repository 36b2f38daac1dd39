"""What is article on HTML and flattened pages, and the kinds of its passages."""

from __future__ import annotations

import gzip
import json
import statistics
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.article import extraction, flat, vote
from onrecord.article.copies import without_copies
from onrecord.metadata.words import is_byline, is_caption
from onrecord.pipeline import Draft, Given, PassageDraft, RawPage, run
from onrecord.spans import Aligned, read_back
from onrecord.stages.clean import clean
from onrecord.stages.read import read

BODY = (
    "The harbour council of Vestmark met on Monday and agreed to rebuild the northern pier before the winter storms.",
    "“We cannot wait for the ministry any longer,” said Ada Brenner, who chairs the council, after the vote in the town hall.",
    "Fishermen had complained for months that boats were damaged because nobody repaired the pier after the flood in spring.",
    "The work is expected to cost four million crowns, of which the region pays half, according to a paper seen by this newspaper.",
    "Opponents say the money is needed for the school. They want a second vote in autumn, when the new budget is known.",
)
MENU = "".join(f'<li><a href="/{name}">{name}</a></li>' for name in ("Politics", "Sport", "Culture", "Weather", "Jobs"))
RAIL = "".join(f'<li><a href="/{n}">Ten things that happened in town number {n}</a></li>' for n in range(12))


def page_of(content: str, form: str | None = "html", **more: object) -> Draft:
    raw = RawPage(id="p", content=content, where="test", form=form, **more)  # type: ignore[arg-type]
    return run((read, clean), raw)


def news(extra_before: str = "", extra_after: str = "", body: tuple[str, ...] = BODY) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in body)
    return (
        "<html><head><title>Vestmark rebuilds its pier | The Vestmark Courier</title>"
        '<meta property="og:site_name" content="The Vestmark Courier"></head><body>'
        f"<nav><ul>{MENU}</ul></nav><main><article><h1>Vestmark rebuilds its pier</h1>{extra_before}{paragraphs}{extra_after}"
        f"</article></main><aside class='related'><ul>{RAIL}</ul></aside>"
        "<footer><p>All rights reserved by the publisher of this page, whoever that may be.</p></footer></body></html>"
    )


def told(page: Draft) -> list[tuple[str, str]]:
    return [(passage.kind, passage.text.text) for passage in page.passages]


def test_the_article_and_nothing_else():
    page = page_of(news())
    assert told(page) == [("headline", "Vestmark rebuilds its pier"), *(("paragraph", text) for text in BODY)]
    assert not page.problems


def test_passages_read_back_off_the_page():
    page = page_of(
        news(
            body=(
                "Fish &amp; chips cost  more\n in <b>Vestmark</b> now, the council said on Monday, and nobody knows why.",
                *BODY,
            )
        )
    )
    assert page.passages[1].text.text.startswith("Fish & chips cost more in Vestmark now")
    for passage in page.passages:
        assert read_back(page.text, passage.text.spans(), markup=True).replace(" ", "") == passage.text.text.replace(
            " ", ""
        )


def test_captions_stay_as_captions_and_standfirsts_are_leads():
    figure = "<figure><img src=x><figcaption>The old pier after the flood. Photo: Lena Ask</figcaption></figure>"
    lead = '<p class="standfirst">After months of dispute the council votes for the pier, and against the school.</p>'
    kinds = [kind for kind, _ in told(page_of(news(extra_before=lead + figure)))]
    assert kinds == ["headline", "lead", "caption", *["paragraph"] * len(BODY)]


def test_subheads_count_only_within_the_article():
    body = (*BODY[:3], "</p><h2>Who pays for it</h2><p>" + BODY[3], BODY[4])
    page = page_of(news(body=body, extra_after="<h2>More from the Courier</h2>"))
    assert [text for kind, text in told(page) if kind == "subhead"] == ["Who pays for it"]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Read also: The school that nobody wants</p>",
        "<p>By Ada Brenner</p>",
        "<p>Source: coastnews.example</p>",
        "<p>Subscribe to our newsletter to support our journalism.</p>",
    ],
)
def test_furniture_among_the_paragraphs_goes(line: str):
    page = page_of(news(extra_before=line))
    assert [text for kind, text in told(page) if kind == "paragraph"] == list(BODY)


def test_repetitions_and_pull_quotes_are_dropped():
    quote = "<blockquote><p>We cannot wait for the ministry any longer</p></blockquote>"
    page = page_of(news(extra_after=f"{quote}<p>{BODY[0]}</p>"))
    assert [text for _, text in told(page)].count(BODY[0]) == 1
    assert Counter(kind for kind, _ in told(page))["paragraph"] == len(BODY)


def test_nothing_is_cleaned_away_from_an_article():
    page = page_of("A title of its own\n\nYes.\nNo.\nYes.", "text", article=True)
    assert [text for _, text in told(page)] == ["A title of its own", "Yes.", "No.", "Yes."]
    html = page_of(news(), article=True)
    assert len(html.passages) == len(html.segments)


FLAT = (
    "Vestmark rebuilds its pier | World\n\nVestmark rebuilds its pier\n\nAda Brenner\n\nAda Brenner in the town hall (Image: COASTPRESS)\n\n"
    + "\n\n".join(BODY[:2])
    + "\n\nWe cannot wait for the ministry any longer\n\nAda Brenner\n\n"
    + "\n\n".join(BODY[2:])
    + "\n\nsource: coastnews.example\n"
)


def test_flattened_page():
    page = page_of(FLAT, "text")
    assert told(page) == [
        ("headline", "Vestmark rebuilds its pier"),
        ("caption", "Ada Brenner in the town hall (Image: COASTPRESS)"),
        *(("paragraph", text) for text in BODY),
    ]
    assert page.passages[0].text.spans() == ((0, 26),)


def test_a_given_title_finds_its_line():
    page = page_of(FLAT, "text", given=Given(title="Vestmark rebuilds its pier"))
    assert told(page)[0] == ("headline", "Vestmark rebuilds its pier")


@pytest.mark.parametrize(
    "source",
    [
        "<html><body>" + "<div>" * 50_000 + f"<p>{BODY[0]}</p><p>{BODY[1]}</p>",
        "<html><body>" + "<title>" * 50_000 + f"<p>{BODY[0]}</p>",
        "<html><body>" + f"<p>{BODY[0]}</p>" + "<meta a='" * 30_000,
        "<html><body>" + f"<p>{BODY[0]}</p>" + "<script>" * 30_000,
        "<html><body>" + "".join(f"<p>{BODY[0]} {n}</p>" for n in range(5_000)),
        "<html></html>",
        "<p>",
    ],
)
def test_odd_pages_neither_hang_nor_fail(source: str):
    start = time.process_time()
    page = page_of(source)
    assert time.process_time() - start < 10
    told = [problem.message for problem in page.problems if problem.stage == "clean"]
    assert all(message.startswith("no article found") for message in told)
    assert not (told and page.passages)


def test_deep_pages_are_kept_from_trafilatura():
    assert extraction.too_much("<div>" * 300)
    assert extraction.too_much("<p>" * (2 * extraction.MOST_TAGS + 1))
    assert not extraction.too_much("<div></div>" * 1000)


def test_a_failing_extractor_costs_its_vote_and_no_more(monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("odd markup")

    monkeypatch.setattr(extraction, "bare_extraction", broken)
    monkeypatch.setattr(vote, "CLEAR", -1.0)
    page = page_of(news())
    assert [text for kind, text in told(page) if kind == "paragraph"][:4] == list(BODY[:4])
    assert page.problems[0].stage == "clean" and "odd markup" in page.problems[0].message


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "<h1>",
                "</h1>",
                "<li>",
                "<a href=x>",
                "</a>",
                "A man said so.",
                "By Jo Doe ",
                "&amp;",
                " ",
            ]
        ),
        max_size=60,
    )
)
def test_any_markup_gives_passages_that_lie_on_the_page(parts: list[str]):
    page = page_of("".join(parts))
    for passage in page.passages:
        assert passage.segment is not None
        for start, end in passage.text.spans():
            assert 0 <= start < end <= len(page.text)
        assert passage.text.text in page.segments[passage.segment].text


def test_without_scripts_keeps_the_text():
    assert extraction.without_scripts("a<script>x</script>b<!-- c -->d<STYLE>e</STYLE >f<script>g") == "abdfg"


def test_seed_pages(shared: Path):
    lines = {
        "000": ({0, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25}, {17, 21, 25}),
        "001": (set(range(0, 68, 2)) - {2, 8, 10, 28, 40, 52}, {4, 30, 42, 54}),
        "002": ({0, 7, 9, 11, 13, 15, 17, 19}, set()),
    }
    for path in sorted((shared / "seeds").glob("*.txt")):
        content = path.read_bytes().decode()
        page = page_of(content, None)
        numbers = [content[: passage.text.spans()[0][0]].count("\n") for passage in page.passages]
        captions = {number for number, p in zip(numbers, page.passages, strict=True) if p.kind == "caption"}
        assert (set(numbers), captions) == lines[path.name[:3]], path.name
        assert len(numbers) == len(set(numbers))


@pytest.mark.slow
def test_body_of_real_pages_is_above_that_of_trafilatura(shared: Path):
    with gzip.open(shared / "bench/cleaning/fundus_pages.jsonl.gz", "rt", encoding="utf-8") as rows:
        pages = [json.loads(row) for row in rows][::3]
    scores = []
    for row in pages:
        page = page_of(row["html"])
        got = Counter(
            " ".join(p.text.text for p in page.passages if p.kind not in ("headline", "caption")).lower().split()
        )
        want = Counter(" ".join(row["body"]).lower().split())
        scores.append(2 * (got & want).total() / max(1, got.total() + want.total()))
    found = [score for score in scores if score > 0.5]  # the others carry the gold of another article
    assert len(found) >= 0.65 * len(scores)
    assert statistics.mean(found) > 0.94


def flat_kinds(lines: list[str], taken: str) -> list[str | None]:
    return list(flat.kinds(lines, [mark == "x" for mark in taken], None))


def test_short_lines_below_each_other_are_a_list_also_at_the_end():
    lines = [BODY[0], "Vestmark 4 12 - 8", "Tamel 4 10 - 9", "Lowen 4 7 - 11", "Skarn 4 5 - 14"]
    assert flat_kinds(lines, "xxxxx") == ["paragraph", *["listing"] * 4]


def test_a_date_goes_at_the_opening_and_stays_in_the_middle():
    lines = ["14 March 2024", *BODY[:4], "- Ada B. (@adab) March 3, 2024", BODY[4]]
    kinds = flat_kinds(lines, "x" * 7)
    assert kinds[0] is None and kinds[5] is not None


def test_a_paragraph_left_out_with_its_pull_quote_comes_back():
    told = "Speaking on the quay, she added: “Ten days is generous. My grandfather was given one night.”"
    lines = [BODY[0], "Ten days is generous.", "Ada Brenner", told, BODY[1]]
    assert flat_kinds(lines, "x...x") == ["paragraph", None, None, "paragraph", "paragraph"]


def test_lists_between_paragraphs_stay_and_lists_of_links_go():
    items = "<ul><li>a siren in every street,</li><li>water levels every hour.</li></ul>"
    links = '<ul><li><a href="/a">The mayor resigns</a></li><li><a href="/b">Ten lighthouses</a></li></ul>'
    html = news().replace(f"<p>{BODY[3]}</p>", f"<p>The villages demand:</p>{items}<p>{BODY[3]}</p>{links}")
    assert [text for kind, text in told(page_of(html)) if kind == "listing"] == [
        "a siren in every street,",
        "water levels every hour.",
    ]


def test_a_refrain_is_no_copy_and_a_repetition_is():
    question = "What does the pier mean to you and your family?"
    lines = [line for text in BODY for line in (question, text)]
    drafts = [PassageDraft(kind="paragraph", text=Aligned.verbatim(text, 0, len(text))) for text in lines]
    assert len(without_copies(drafts)) == len(drafts)
    assert len(without_copies(drafts[:4])) == 3


@pytest.mark.parametrize("line", ["Jane Doe | 15/03/2024", "Ana Ruiz • 3.5.2024 18:12"])
def test_a_name_with_a_date_is_a_byline(line: str):
    assert is_byline(line)
    assert not is_byline("The harbour | the council voted on it on 15/03/2024 and nobody objected to it at all.")


def test_captions_signed_behind_a_stroke():
    assert is_caption("Freighters at anchor off Tamel. / Harbour Archive")
    assert not is_caption("The vote was 4/5. The council met again and/or voted.")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kestria said Voland shelled Tarvos.", ["paragraph"]),
        ("Voland shelled Tarvos\n\nKestria said Voland shelled Tarvos on Monday.", ["headline", "paragraph"]),
        ("«Condanniamo l'attacco», ha detto il ministro.", ["paragraph"]),
        ("大統領は月曜日に辞任した。", ["paragraph"]),
        ("Kestria said Voland shelled Tarvos", ["paragraph"]),
        (
            "Two sailors drowned\nTwo sailors of the Kestrian navy drowned in the harbour of Tarvos when their boat hit a mine",
            ["headline", "paragraph"],
        ),
        ("Home\nSports\nPolitics\nContact us", []),
        ("Home\nSports\nPolitics\nContact us\nRead more.", []),
    ],
)
def test_a_few_sentences_are_read_as_they_are(text: str, found: list[str]) -> None:
    page = page_of(text, form="text")
    assert [passage.kind for passage in page.passages] == found
    assert [problem.stage for problem in page.problems] == ([] if found else ["clean"])


def test_a_page_without_an_article_says_so() -> None:
    page = page_of(f"<html><body><nav><ul>{MENU}</ul></nav></body></html>")
    assert not page.passages
    assert "no article" in page.problems[0].message

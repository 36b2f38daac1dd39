"""Title, date, authors, outlet, origin and translation, from markup and from lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.metadata import dates, titles
from onrecord.metadata.head import head
from onrecord.pipeline import Draft, Given, RawPage, run
from onrecord.stages.clean import clean
from onrecord.stages.describe import describe
from onrecord.stages.identify import identify
from onrecord.stages.read import read
from onrecord.stages.repair import repair

BODY = (
    "The harbour council of Vestmark met on Monday and agreed to rebuild the northern pier before the winter storms.",
    "Fishermen had complained for months that boats were damaged because nobody repaired the pier after 4 March 2019.",
    "The work is expected to cost four million crowns, of which the region pays half, according to a paper seen here.",
    "Opponents say the money is needed for the school. They want a second vote in autumn, when the new budget is known.",
)


def described(content: str, form: str | None = None, **more: object) -> Draft:
    raw = RawPage(id="p", content=content, where="test", form=form, **more)  # type: ignore[arg-type]
    return run((read, clean, describe), raw)


def html(metadata: str = "", before: str = "", after: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in BODY)
    return (
        f"<html><head><title>Vestmark rebuilds its pier - The Courier</title>{metadata}</head><body><main><article>"
        f"<h1>Vestmark rebuilds its pier</h1>{before}{body}{after}</article></main></body></html>"
    )


def flat(before: str = "", after: str = "") -> str:
    return "\n".join(
        ["Vestmark rebuilds its pier | The Vestmark Courier", "Vestmark rebuilds its pier", before, *BODY, after]
    )


GRAPH = """<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "Vestmark rebuilds its pier",
"datePublished": "2024-05-03T23:30:00-04:00", "dateModified": "2024-06-01", "author": [{"@id": "#a"}, {"@type": "Person", "name": "John Roe"}],
"publisher": {"name": "The Courier"},}, {"@type": "Person", "@id": "#a", "name": "Jane Doe"}]}</script>"""


def test_json_ld_with_references_and_a_stray_comma():
    page = described(html(GRAPH))
    assert (page.published, page.published_from) == ("2024-05-03", "meta")
    assert page.authors == ("Jane Doe", "John Roe")
    assert page.outlet == "The Courier"
    assert page.title is not None and page.title.text == "Vestmark rebuilds its pier"
    start, end = page.title.spans[0]
    assert page.text[start:end] == page.title.text
    assert page.passages[0].kind == "headline"


def test_broken_json_is_passed_over():
    page = described(
        html(
            '<script type="application/ld+json">{"@type": "NewsArticle", </script><meta name="author" content="Jane Doe">'
        )
    )
    assert page.authors == ("Jane Doe",) and not page.problems


def test_a_title_that_only_metadata_have_becomes_the_headline():
    page = described(
        html('<meta property="og:site_name" content="The Courier">').replace("<h1>Vestmark rebuilds its pier</h1>", "")
    )
    assert page.title is not None and page.title.text == "Vestmark rebuilds its pier"
    assert page.passages[0].kind == "headline" and page.passages[0].text.spans() == page.title.spans


def test_a_site_that_calls_itself_as_the_article_keeps_its_title_whole():
    title = "Vestmark rebuilds its pier - Council wants it done before winter"
    page = described(
        html(f'<script type="application/ld+json">{{"@type": "WebSite", "name": "{title}"}}</script>')
        .replace("Vestmark rebuilds its pier - The Courier", title)
        .replace("<h1>Vestmark rebuilds its pier", f"<h1>{title}")
    )
    assert page.title is not None and page.title.text == title


def test_what_is_given_is_believed():
    page = described(html(GRAPH), given=Given(title="Another title", published="2020-01-01", outlet="Elsewhere"))
    assert page.title is not None and (page.title.text, page.title.spans) == ("Another title", ())
    assert (page.published, page.published_from, page.outlet) == ("2020-01-01", "given", "Elsewhere")


def test_flattened_page_with_byline_date_and_source():
    page = described(flat("By Jane Doe and John Roe\nPublished: 3 May 2024, 10:15", "source: coastnews.example"))
    assert page.authors == ("Jane Doe", "John Roe")
    assert (page.published, page.published_from) == ("2024-05-03", "text")
    assert page.outlet == "The Vestmark Courier"
    assert page.origin is not None and page.origin.name == "coastnews.example"
    start, end = page.origin.spans[0]
    assert page.text[start:end] == "coastnews.example"


def test_a_date_that_is_only_mentioned_dates_nothing():
    assert described(flat()).published is None


def test_the_address_dates_a_flattened_page():
    page = described(flat(), url="https://courier.example/2024/05/03/pier")
    assert (page.published, page.published_from) == ("2024-05-03", "url")


@pytest.mark.parametrize("line", ["Source link", "Sources said it rained", ""])
def test_a_source_that_names_nobody_is_no_origin(line: str):
    assert described(flat(after=line)).origin is None


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Quelle: Küstenblatt", "Küstenblatt"),
        ("Fonte: Il Faro", "Il Faro"),
        ("Источник: Маяк", "Маяк"),
        ("Read the original article at https://coastnews.example/a", "coastnews.example"),
    ],
)
def test_origins_in_several_languages(line: str, name: str):
    origin = described(flat(after=line)).origin
    assert origin is not None and origin.name == name


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Translated by Jane Doe", "human"),
        ("Traduzione a cura di Maria Rossi", "human"),
        ("This text is a machine translation", "machine"),
        ("", "none"),
    ],
)
def test_notes_on_translation(line: str, kind: str):
    assert described(flat(after=line)).translation.kind == kind


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-05-03T23:59:59Z", "2024-05-03"),
        ("20240503T101500Z", "2024-05-03"),
        ("3. Mai 2024", "2024-05-03"),
        ("May 3rd, 2024", "2024-05-03"),
        ("3 de mayo de 2024", "2024-05-03"),
        ("3 мая 2024 г.", "2024-05-03"),
        ("2024年5月3日", "2024-05-03"),
        ("03.05.2024 10:15", "2024-05-03"),
        ("04/05/2024", None),  # April or May: nobody can tell
        ("31.02.2024", None),
        ("3 wonders 2024", None),
    ],
)
def test_dates(text: str, date: str | None):
    assert dates.parse(text) == date


@pytest.mark.parametrize(
    ("title", "cut"),
    [
        ("Vestmark rebuilds its pier | World", "Vestmark rebuilds its pier"),
        ("Vestmark rebuilds its pier - The Courier", "Vestmark rebuilds its pier"),
        ("Vestmark rebuilds its pier | World News | The Courier", "Vestmark rebuilds its pier"),
        ("Pier: the council votes - and then sleeps", "Pier: the council votes - and then sleeps"),
        ("We will build it - Ada Brenner", "We will build it - Ada Brenner"),
    ],
)
def test_outlets_are_cut_from_titles(title: str, cut: str):
    assert titles.cut(title, ["The Courier"], "Ada Brenner chairs the council.") == cut


def test_metadata_keep_their_place():
    source = html('<meta content="Jane &amp; John" property="og:title">')
    content = head(source).meta("og:title")
    assert content is not None and content.text == "Jane & John"
    assert source[slice(*content.span)] == "Jane &amp; John"


def test_seed_pages(shared: Path):
    expected = {"000": ("Russia accuses", None), "001": ("World War 3", "express.co.uk"), "002": ("Mosca: fino", None)}
    for path in sorted((shared / "seeds").glob("*.txt")):
        page = described(path.read_bytes().decode())
        start, origin = expected[path.name[:3]]
        assert page.title is not None and page.title.text.startswith(start) and not page.title.text.endswith("World")
        assert (page.origin.name if page.origin else None) == origin
        assert page.published is None and page.published_from is None and page.authors == ()


def test_the_path_before_a_title_is_no_part_of_it():
    page = described(flat().replace("Vestmark rebuilds its pier |", "Home » World » Vestmark rebuilds its pier |"))
    assert page.title is not None and page.title.text == "Vestmark rebuilds its pier"
    start, end = page.title.spans[0]
    assert page.text[start:end] == page.title.text


def test_a_quotation_mark_is_no_bar():
    assert (
        titles.cut("Tamel : « Nous restons au port », dit le maire") == "Tamel : « Nous restons au port », dit le maire"
    )
    assert titles.cut("Le port reste ouvert » Le Phare") == "Le port reste ouvert"


RAIL = "\n".join(f"Ten things that happened in town number {number}" for number in range(20))


def test_an_address_below_the_rail_is_the_origin_and_a_name_among_the_links_is_not():
    origin = described(flat(after=f"{RAIL}\nsource: coastnews.example")).origin
    assert origin is not None and origin.name == "coastnews.example"
    assert described(flat(after=f"{RAIL}\nSource: The Tide\n{RAIL}")).origin is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("By Jane Doe in Port Selm", ("Jane Doe",)),
        ("Publié le 3 mai 2021 à 18h12 - Par Awa Delmas", ("Awa Delmas",)),
        ("Por Ana Ruiz y Luis Vega en Lima", ("Ana Ruiz", "Luis Vega")),
    ],
)
def test_bylines_with_places_and_dates(line: str, names: tuple[str, ...]):
    assert described(flat(line)).authors == names


def test_a_dateline_with_its_year_dates_the_page():
    assert dates.from_dateline("Porto Selm, 15 marzo 2024 - La marina ha chiuso lo stretto.") == "2024-03-15"
    assert dates.from_dateline("PORT SELM, March 15, 2024 (CPA) — The navy closed the strait.") == "2024-03-15"
    assert dates.from_dateline("The council - founded on 3 May 2001 - met again.") is None
    assert (
        dates.from_dateline("It was agreed on 3 May 2001 in Vestmark, and the pier - the old one - stayed closed.")
        is None
    )


def test_a_section_behind_the_bar_is_no_outlet():
    assert titles.outlet_in("Vestmark rebuilds its pier | World News", 26) == ""
    assert titles.outlet_in("Vestmark rebuilds its pier | Vestmark News", 26) == "Vestmark News"


def test_a_title_reads_as_its_repaired_headline():
    raw = RawPage(id="p", content=html().replace("rebuilds its pier", "rebuilds its cafÃ©"), where="test")
    page = run((read, clean, identify, repair, describe), raw)
    assert page.title is not None and page.title.text == "Vestmark rebuilds its café"
    assert page.title.spans == page.passages[0].text.spans()


def test_a_title_reads_as_metadata_have_it_where_its_headline_lacks_the_signs():
    raw = RawPage(
        id="p", content=html().replace("<h1>Vestmark rebuilds", "<h1>Vestmark <b>rebuilds,</b>"), where="test"
    )
    page = run((read, clean, identify, repair, describe), raw)
    assert page.title is not None and page.title.text == "Vestmark rebuilds its pier"


def test_an_article_that_begins_with_but_lost_its_beginning():
    def problems(first: str) -> list[tuple[str, str]]:
        lines = [f"Vestmark rebuilds its pier | The Vestmark Courier\nVestmark rebuilds its pier\n{first}", *BODY]
        page = run((read, clean, identify, repair, describe), RawPage(id="p", content="\n".join(lines), where="test"))
        return [
            (one.stage, page.text[slice(*one.span)])
            for one in page.problems
            if one.span and "paragraphs" in one.message
        ]

    sentence = "the mayor of Vestmark has told the council that the pier cannot wait for another winter of storms."
    assert problems(f"But {sentence}") == [("clean", "But")]
    assert problems(f"Yesterday {sentence}") == []

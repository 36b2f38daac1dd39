"""Title, outlet, origin, authors and date of a page, and signs that it is a translation."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.article import opening
from onrecord.metadata import dates, people, provenance, titles
from onrecord.metadata.head import Head, head
from onrecord.pipeline import Draft, stage
from onrecord.records import Words
from onrecord.spans import Aligned, align_markup

_BODY = frozenset({"lead", "paragraph", "listing", "subhead"})


@stage(
    "describe",
    needs="raw text form segments passages",
    adds="title outlet origin authors published published_from translation problems",
)
def describe(page: Draft) -> Draft:
    """Title, outlet, origin, authors and date of a page, and signs that it is a translation.

    What the caller gave is believed. A title reads as its headline does where that was repaired.
    """
    stated = head(page.text) if page.form == "html" else None
    given = page.raw.given
    page = _with_title(page, stated)
    if page.form == "text" and (span := opening.missing(page.passages, page.language)):
        page = page.problem("clean", opening.MESSAGE, span)  # told here since it takes the language
    body = [passage.segment for passage in page.passages if passage.kind in _BODY and passage.segment is not None]
    # Repair takes away the signs of machine translation, so they are looked for in the page as it came.
    text = "\n".join(page.segments[number].text for number in dict.fromkeys(body))
    published = _published(page, stated, body)
    canonical = stated.links.get("canonical") if stated is not None else None
    return replace(
        page,
        outlet=given.outlet or people.outlet(stated, page.raw.url, _tail(page) if stated is None else ""),
        origin=provenance.origin(page.text, page.segments, body)
        or provenance.canonical_origin(page.raw.url, canonical),
        authors=people.authors(
            stated, page.segments, min(body, default=None), titles.sites(stated, page.raw.url) if stated else ()
        ),
        published=published.date if published else None,
        published_from=published.known_from if published else None,
        translation=provenance.translation(page.segments, body, text),
    )


def _published(page: Draft, stated: Head | None, body: list[int]) -> dates.Published | None:
    if page.raw.given.published:
        return dates.Published(page.raw.given.published, "given")
    if stated is not None:
        return dates.from_markup(stated, page.text, page.raw.url)
    title = next((p.segment for p in page.passages if p.kind == "headline"), None)
    if date := dates.from_lines([segment.text for segment in page.segments], body, title):
        return dates.Published(date, "text")
    first = next((p for p in page.passages if p.kind in ("lead", "paragraph")), None)
    if first is not None and (date := dates.from_dateline(first.text.text)):
        return dates.Published(date, "text")
    if date := dates.from_url(page.raw.url):
        return dates.Published(date, "url")
    return None


def _tail(page: Draft) -> str:
    """What a flattened page hangs on its title, if it reads like a name with a bar before it: "BBC News" of "... | BBC News"."""
    headline = next((p for p in page.passages if p.kind == "headline" and p.segment is not None), None)
    if headline is None or headline.segment is None:
        return ""
    segment = page.segments[headline.segment]
    spans = headline.text.spans()
    return titles.outlet_in(segment.text, spans[-1][1] - segment.pieces[0][0]) if spans else ""


def _with_title(page: Draft, stated: Head | None) -> Draft:
    """The page with its title."""
    shown = next((p for p in page.passages if p.kind == "headline"), None)
    given = page.raw.given.title
    if given:
        same = shown is not None and titles.letters(shown.text.text) == titles.letters(given)
        return replace(page, title=Words(spans=shown.text.spans() if shown and same else (), text=given))
    if stated is None:
        return replace(page, title=Words(spans=shown.text.spans(), text=shown.text.text) if shown else None)
    body = " ".join(passage.text.text for passage in page.passages)
    found = titles.choose(stated, page.segments, body, page.raw.url)
    if found is None:
        return page
    text = align_markup(page.text, found.spans) if found.spans else Aligned(found.text, ())
    if shown is not None:
        before = text.text if shown.segment is None else page.segments[shown.segment].text
        if shown.text.text != before and titles.letters(before) == titles.letters(found.text):
            text = shown.text  # it was repaired
    return replace(page, title=Words(spans=text.spans(), text=text.text))

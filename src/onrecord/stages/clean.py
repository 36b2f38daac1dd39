"""Which segments are the article, and what kind of passage each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from onrecord.article import flat, kinds, vote
from onrecord.article.copies import without_copies
from onrecord.lines import article as article_lines
from onrecord.metadata import titles
from onrecord.metadata.head import head
from onrecord.pipeline import Draft, PassageDraft, Segment, stage
from onrecord.records import PassageKind
from onrecord.spans import align_markup

_NO_ARTICLE = "no article found in {} blocks of text; read as an article (--article), nothing is cleaned away"


@stage("clean", needs="raw text form segments", adds="passages problems")
def clean(page: Draft) -> Draft:
    """Which segments are the article, and what kind of passage each of them is.

    The headline comes first; captions are kept, as captions. With `raw.article` nothing is cleaned away. A text without any
    article gets a problem that says so.
    """
    if not page.segments:
        return page
    page = _clean_html(page) if page.form == "html" else _clean_text(page)
    return page if page.passages else page.problem("clean", _NO_ARTICLE.format(len(page.segments)))


def _clean_html(page: Draft) -> Draft:
    segments = page.segments
    if page.raw.article:
        taken = [True] * len(segments)
    else:
        verdict = vote.verdict(page.text, segments)
        taken = kinds.completed(segments, verdict.article, verdict.chances.tolist())
        if verdict.problem:
            page = page.problem("clean", verdict.problem)
    body = " ".join(segment.text for segment, take in zip(segments, taken, strict=True) if take)
    title = titles.choose(head(page.text), segments, body, page.raw.url)
    shown = title.segment if title is not None else None
    if page.raw.article:
        found: list[PassageKind | None] = [
            "headline" if number == shown else kinds.kind_of(segment) for number, segment in enumerate(segments)
        ]
        return replace(page, passages=tuple(_passages(page, segments, found)))
    if not any(taken):
        return page
    summaries = [titles.letters(text) for text in titles.descriptions(head(page.text))]
    passages = without_copies(_passages(page, segments, kinds.kinds(segments, taken, shown, summaries)))
    if title is not None and title.spans and passages and passages[0].kind != "headline":
        passages.insert(0, PassageDraft(kind="headline", text=align_markup(page.text, title.spans)))
    return replace(page, passages=tuple(passages))


def _clean_text(page: Draft) -> Draft:
    lines = [segment.text for segment in page.segments]
    taken = [True] * len(lines) if page.raw.article else article_lines(lines)
    whole = page.raw.article or (not any(taken) and flat.is_note(lines))
    taken = [True] * len(lines) if whole else taken
    title = flat.headline(lines, taken, page.raw.given.title)
    if whole:
        found: list[PassageKind | None] = ["paragraph"] * len(lines)
        if title is not None:
            found[title.line] = "headline"
    else:
        found = flat.kinds(lines, taken, title) if any(taken) else [None] * len(lines)
    passages = _passages(page, page.segments, found, title)
    return replace(page, passages=tuple(passages if whole else without_copies(passages)))


def _passages(
    page: Draft,
    segments: Sequence[Segment],
    found: Iterable[PassageKind | None],
    title: flat.Headline | None = None,
) -> list[PassageDraft]:
    """The passages of a page in its order, but the headline first."""
    passages: list[PassageDraft] = []
    for number, (segment, kind) in enumerate(zip(segments, found, strict=True)):
        if kind is None:
            continue
        text = segment.aligned(page.text)
        if title is not None and number == title.line:
            text = text.slice(title.start, title.start + title.length)
        passages.append(PassageDraft(kind=kind, text=text, segment=number))
    return sorted(passages, key=lambda passage: passage.kind != "headline")

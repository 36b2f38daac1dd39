"""What the command line shows: tables and pages for people, JSON Lines for programs."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import urlsplit

import msgspec
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from onrecord import gloss
from onrecord.archive import Case, Found, Hit, PageProblem, PageRow
from onrecord.citation import words_of
from onrecord.comparison import compared
from onrecord.pipeline import Draft
from onrecord.records import Attribution, Deadline, Event, Figure, PageRecord, Position, Record
from onrecord.spans import Spans

#: Highlights are set in bold and reverse; without colour they stand in brackets, so that nothing hangs on colour.
_HIGHLIGHT = "bold reverse"


def highlighted(text: str, marks: Spans, console: Console) -> Text:
    """A text with the marked stretches highlighted (offsets in `text`)."""
    shown = Text()
    at = 0
    for start, end in marks:
        shown.append(text[at:start])
        if console.color_system is None:
            shown.append(f"⟦{text[start:end]}⟧")
        else:
            shown.append(text[start:end], style=_HIGHLIGHT)
        at = end
    shown.append(text[at:])
    return shown


def source_line(page: PageRow) -> str:
    """Where a page is from, in a few words: outlet, else host or file name, and its date."""
    host = urlsplit(page.url).hostname if page.url else None
    name = page.outlet or host or (PurePath(page.path).name if page.path else page.address)
    return "\n".join(part for part in (name, page.published) if part)


def speakers(attribution: Attribution) -> str:
    """Speakers as the page names them, or how the attribution hides them."""
    named = ", ".join(party.shown() for party in attribution.speakers)
    return named or ("(not named)" if attribution.identified == "none" else f"({attribution.identified})")


def hits_table(hits: list[Hit], console: Console) -> Table:
    """Who said what, where: one row a hit, the words found highlighted."""
    table = Table(
        show_edge=False, pad_edge=False, expand=True, header_style="bold", show_lines=False, padding=(0, 1, 1, 0)
    )
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("said", ratio=8, overflow="fold")
    table.add_column("page", ratio=3, overflow="fold")
    table.add_column("id", width=8)
    for hit in hits:
        snippet = hit.snippet(280)
        who = Text(speakers(hit.attribution) if hit.attribution else f"({hit.passage.kind})" if hit.passage else "")
        if hit.attribution:
            who.append(f"\n{act(hit.attribution)}", style="dim")
        table.add_row(who, highlighted(snippet.text, snippet.marks, console), source_line(hit.page), hit.id[:8])
    return table


def comparison_table(page: Draft) -> Table:
    """Sentence by sentence what a naive coder files and what onrecord files; rows that differ are marked."""
    table = Table(
        title=page.raw.where, title_justify="left", show_edge=False, pad_edge=False, expand=True, padding=(0, 1, 1, 0)
    )
    table.add_column("sentence", ratio=5, overflow="fold")
    table.add_column("a naive coder files", ratio=2, overflow="fold")
    table.add_column("onrecord files", ratio=4, overflow="fold")
    last = ""
    for row in compared(page):
        status = Text(f"{'≠ ' if row.differs else '= '}{row.status}", style="bold red" if row.differs else "bold green")
        table.add_row("" if row.sentence == last else row.sentence, row.naive, Text.assemble(status, "\n", row.ours))
        last = row.sentence
    return table


def act(attribution: Attribution) -> str:
    """Kind and speech act in a few words, such as "direct, accuse"; mode where it is not plain saying."""
    parts = [attribution.kind, attribution.speech_act if attribution.mode == "said" else attribution.mode]
    return ", ".join(parts)


def hit_json(hit: Hit) -> dict[str, Any]:
    """A hit as the record of the contract, with its page beside it."""
    record: Record | None = hit.attribution or hit.passage
    body: dict[str, Any] = msgspec.to_builtins(record)
    return {"record": hit.kind, "page": page_json(hit.page), **body}


def page_json(page: PageRow) -> dict[str, Any]:
    """The identity of a page beside one of its records."""
    fields = ("id", "key", "path", "url", "language", "outlet", "published", "title", "version")
    return {field: getattr(page, field) for field in fields}


def evidence(text: str, spans: Spans, console: Console, around: int = 160) -> Text:
    """The words of a record highlighted in the page as it came in, with some of what stands around them."""
    if not spans:
        return Text("(not on the page)", style="italic")
    start, end = max(0, spans[0][0] - around), min(len(text), spans[-1][1] + around)
    while start > 0 and not text[start - 1].isspace() and spans[0][0] - start < around + 20:
        start -= 1
    shown = highlighted(text[start:end], tuple((low - start, high - start) for low, high in spans), console)
    return Text.assemble("… " if start else "", shown, " …" if end < len(text) else "")


def page_view(found: Found, console: Console) -> Group:
    """A whole page: what is known of it, its passages, and who says what in it."""
    record = found.record
    page = record.page
    head = Table(show_header=False, show_edge=False, box=None, padding=(0, 2, 0, 0))
    head.add_column(style="dim", no_wrap=True)
    head.add_column(overflow="fold")
    facts = {
        "title": page.title.text,
        "outlet": page.outlet,
        "authors": ", ".join(page.authors),
        "published": f"{page.published} (from {page.published_from})" if page.published else "not stated on the page",
        "origin": page.origin.name if page.origin else None,
        "language": page.language,
        "translation": page.translation.kind if page.translation.kind not in ("none", "unknown") else None,
        "address": page.url or page.path,
        "retrieved": page.retrieved,
        "cases": ", ".join(found.page.cases),
        "page": page.id,
        "made by": record.made_by,
    }
    for name, value in facts.items():
        if value:
            head.add_row(name, Text(value))
    parts: list[Any] = [head, Text()]
    for passage in record.passages:
        parts.append(Padding(Text.assemble((f"{passage.kind}  ", "dim"), passage.text), (0, 0, 1, 0)))
    parts += _attributions(record)
    parts += _glossed(record)
    parts += [Text(f"repaired: {r.was[:60]!r} -> {r.now[:60]!r} ({r.why})", style="dim") for r in record.repairs]
    parts += [Text(f"problem in {p.stage}: {p.message}", style="yellow") for p in record.problems]
    return Group(*parts)


def _attributions(record: PageRecord) -> list[Any]:
    if not record.attributions:
        return [Text("nobody is on record as saying anything here", style="italic")]
    table = Table(show_edge=False, pad_edge=False, expand=True, header_style="bold", padding=(0, 1, 1, 0))
    table.add_column("who", ratio=3, overflow="fold")
    table.add_column("said", ratio=9, overflow="fold")
    table.add_column("id", width=8)
    for item in record.attributions:
        who = Text.assemble(speakers(item), "\n", (act(item), "dim"))
        table.add_row(who, Text(item.content.text), item.id[:8])
    return [table]


def glosses(record: PageRecord) -> list[tuple[str, str, str]]:
    """Name, gloss and id of every event, figure, deadline and position of a page."""
    rows: list[tuple[str, Event | Figure | Deadline | Position]] = [
        *((f"{one.type} {one.status}", one) for one in record.events),
        *(("figure", one) for one in record.figures),
        *(("deadline", one) for one in record.deadlines),
        *((f"position {one.stance}", one) for one in record.positions),
    ]
    return [(name, gloss.of(one, record), one.id) for name, one in rows]


def _glossed(record: PageRecord) -> list[Any]:
    rows = glosses(record)
    if not rows:
        return []
    table = Table(show_edge=False, pad_edge=False, expand=True, header_style="bold", padding=(0, 1, 1, 0))
    table.add_column("record", ratio=3, overflow="fold")
    table.add_column("in words (generated)", ratio=9, overflow="fold")
    table.add_column("id", width=8)
    for name, words, id_ in rows:
        table.add_row(Text(name), Text(words.removeprefix(gloss.MARK)), id_[:8])
    return [Text(), table]


def record_view(found: Found, text: str, console: Console) -> Group:
    """One record: its fields, and its words highlighted on the page."""
    item = found.item
    assert item is not None
    words, spans = words_of(item, found.record.page)
    parts: list[Any] = [Text.assemble((found.kind, "bold"), "  ", str(getattr(item, "id", "")))]
    if isinstance(item, Attribution):
        cue = item.cue.text if item.cue else "(no cue)"
        parts.append(
            Text(f"{speakers(item)} · {cue} · {act(item)} · wording {item.wording} · confidence {item.confidence:.2f}")
        )
    if line := gloss.of(item, found.record):
        parts.append(Text(line))
    parts += [Text(words), Text(), evidence(text, spans, console), Text()]
    parts.append(
        Text(
            " · ".join(
                str(part)
                for part in (found.page.title, found.page.outlet, found.page.published, found.page.address)
                if part
            ),
            style="dim",
        )
    )
    return Group(*parts)


def problems_table(problems: list[PageProblem]) -> Table:
    """What went wrong, and where."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in ("where", "stage", "what", "page"):
        table.add_column(name, overflow="fold")
    for row in problems:
        table.add_row(row.path or "", row.problem.stage, Text(row.problem.message), (row.page or "")[:8])
    return table


def cases_table(cases: list[Case]) -> Table:
    """Cases with their number of pages."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in ("case", "pages", "since"):
        table.add_column(name)
    for case in cases:
        table.add_row(Text(case.name), str(case.pages), case.created)
    return table

"""What goes over many pages, for people: stories, actors, merged events and accounts side by side, for the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from onrecord.archive import Archive, Comparison, OutletRow, StoryFile
from onrecord.corpus.actors import Actor, Role
from onrecord.corpus.merge import MergedEvent, day_of, shown
from onrecord.corpus.stories import Story
from onrecord.records import Party
from onrecord.render import source_line

_OUTLET = "the page itself"  # who says what nobody is on record as claiming
_NOBODY = "(not named)"  # who claims an event that no outlet states and of which no page says whose claim it is


def stories_table(stories: Sequence[Story]) -> Table:
    """Stories with their days, and how many pages and texts tell them."""
    table = _table(days=22, story=None, pages=5, texts=5, events=6, id=8)
    for one in stories:
        texts = len(one.pages) - sum(len(group) - 1 for group in one.copies)
        numbers = (str(number) for number in (len(one.pages), texts, len(one.events)))
        table.add_row(_days(one.since, one.until), Text(one.title or "(no title)"), *numbers, one.id[:8])
    return table


def story_view(file: StoryFile) -> Group:
    """A story: title, timeline, pages with their copies."""
    story = file.story
    head = Text.assemble(
        (story.title or "(no title)", "bold"), f"\n{_days(story.since, story.until)}  story {story.id}"
    )
    pages = _table(published=10, outlet=None, title=None, copies=None, id=8)
    for one in file.pages:
        origin = [f"from {one.source}"] if one.source else []
        copies = [" ".join(filter(None, (copy.outlet or copy.address, copy.published))) for copy in one.copies]
        pages.add_row(
            one.page.published or "-", Text(one.page.outlet or "-"), Text(one.page.title), Text("\n".join(origin + copies)), one.page.id[:8]
        )  # fmt: skip
    parts: list[RenderableType] = [head, Text("\nPages", style="bold"), pages]
    if file.timeline:
        parts += [Text("\nTimeline", style="bold"), merged_table(file.timeline)]
    return Group(*parts)


def actors_table(actors: Sequence[Actor]) -> Table:
    """Who is there, in all forms of the name, with roles as pages state them."""
    table = _table(name=None, also=None, kind=12, state=5, pages=5, roles=None, id=8)
    for one in actors:
        texts = list(dict.fromkeys(name.text for name in one.names))
        roles = Text("\n".join(map(_role, sorted(one.roles, key=lambda role: -role.pages)[:3])))
        table.add_row(
            Text(texts[0]), Text(", ".join(texts[1:5])), one.kind, one.country or "", str(one.pages), roles, one.id[:8]
        )
    return table


def outlets_table(outlets: Sequence[OutletRow]) -> Table:
    """Outlets, and what somebody judged of them."""
    table = _table(outlet=None, pages=5, country=7, kind=12, owner=None, judged=None)
    table.columns[5].header = "judged by"
    for one in outlets:
        known = one.known
        told = (known.country or "", known.kind, known.owner, known.judged_by) if known else ("", "unknown", "", "")
        table.add_row(Text(one.name), str(one.pages), *map(Text, told))
    return table


def merged_table(events: Sequence[MergedEvent]) -> Table:
    """Events with who states, claims and denies them, and how many reports and texts tell them."""
    table = _table(day=11, event=None, status=None, said=None, reports=7, texts=5, id=8)
    table.columns[3].header = "who says so"
    for one in events:
        said = [f"stated by {', '.join(one.stated_by)}"] if one.stated_by else []
        said += [f"claimed by {', '.join(one.claimed_by)}"] if one.claimed_by else []
        said += [f"denied by {', '.join(one.denied_by)}"] if one.denied_by else []
        status = ", ".join(f"{count} {status}" for status, count in one.statuses.items())
        what = Text(f"{one.type}: {_parties(one.actor)}" + (f" -> {_parties(one.recipient)}" if one.recipient else ""))
        day = day_of(one) or "-"
        day = day if (one.date and one.date.start) or day == "-" else f"~{day}"
        numbers = (str(len(one.reports)), str(one.origins))
        table.add_row(day, what, status, Text("\n".join(said) or _NOBODY), *numbers, one.id[:8])
    return table


def comparison_view(found: Comparison, outlets: Callable[[str], str]) -> Group:
    """Accounts side by side, a table for each kind of difference; `outlets` shows the page of an id in a few words."""
    sections: Iterable[tuple[str, Table]] = (
        ("Figures that differ", _figures(found, outlets)),
        ("Positions that changed", _positions(found, outlets)),
        ("One utterance, several wordings", _wordings(found, outlets)),
        ("Quoted in the headline, not in the text", _headlines(found, outlets)),
        ("Announced, and what came after", _followed(found, outlets)),
    )
    parts: list[tuple[RenderableType, ...]] = [
        (Text(f"\n{title}", style="bold"), table) for title, table in sections if table.row_count
    ]
    return Group(*chain.from_iterable(parts))


def _figures(found: Comparison, outlets: Callable[[str], str]) -> Table:
    table = _table(what=None, figure=None, said=None, page=None)
    table.columns[2].header = "who says so"
    for one in found.figures:
        for number, account in enumerate(one.accounts):
            what = " ".join(filter(None, (one.counted or one.unit, "(headline says more)" if one.overstated else "")))
            by = ", ".join(account.claimed_by) or _OUTLET
            text = account.text + (" (headline)" if account.headline else "")
            table.add_row("" if number else Text(what), Text(text), Text(by), Text(outlets(account.page)))
    return table


def _positions(found: Comparison, outlets: Callable[[str], str]) -> Table:
    table = _table(holder=None, question=None, stands=None)
    for one in found.positions:
        if any(stand.changed_from for stand in one.stands):
            stands = "\n".join(
                f"{stand.date or '(no date)'} {stand.stance} ({outlets(stand.pages[0])})" for stand in one.stands
            )
            table.add_row(Text(one.holder), Text(f"{one.question}: {one.about}"), Text(stands))
    return table


def _wordings(found: Comparison, outlets: Callable[[str], str]) -> Table:
    table = _table(speaker=None, one=None, other=None)
    for one in found.wordings:
        cells = (
            Text.assemble(*_marked(wording.text, only), f"\n{outlets(wording.page)}" + (" (headline)" if wording.headline else ""))
            for wording, only in ((one.one, one.only_one), (one.other, one.only_other))
        )  # fmt: skip
        table.add_row(Text(one.speaker), *cells)
    return table


def _marked(text: str, only: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The words of a text, those that only it has in bold."""
    for word in text.split():
        yield word + " ", "bold" if word.casefold().strip(".,;:!?\"'“”„«»‘’()") in only else ""


def _headlines(found: Comparison, outlets: Callable[[str], str]) -> Table:
    table = _table(quotation=None, page=None)
    for one in found.headlines:
        table.add_row(Text("\n".join(one.texts)), Text(outlets(one.page)))
    return table


def _followed(found: Comparison, outlets: Callable[[str], str]) -> Table:
    table = _table(day=10, what=None, by=None, to=None, due=10, came=None, page=None)
    table.columns[5].header = "came after (in time)"
    for one in found.followed:
        came = f"{len(one.followed)}" + (f" ({len(one.in_time)})" if one.due else "")
        by, to = Text(", ".join(one.by)), Text(", ".join(one.to))
        table.add_row(
            one.date or "-", Text(f"{one.kind}: {one.text}"), by, to, one.due or "", came, Text(outlets(one.page))
        )
    return table


def page_line(store: Archive) -> Callable[[str], str]:
    """A function that shows the page of an id in a few words."""

    def line(page_id: str) -> str:
        page = store.page(page_id)
        return source_line(page).replace("\n", " ") if page is not None else page_id[:8]

    return line


def _parties(parties: Sequence[Party]) -> str:
    return ", ".join(shown(party) for party in parties) or "(not named)"


def _role(role: Role) -> str:
    days = _days(role.since, role.until)
    return f"{role.text} ({days})" if days != "-" else role.text


def _days(since: str | None, until: str | None) -> str:
    first, last = (since or "")[:10], (until or "")[:10]
    return first or last or "-" if first == last or not (first and last) else f"{first}..{last}"


def _table(**columns: int | None) -> Table:
    """A table over the whole width; of each column its width, None for what is left."""
    table = Table(show_edge=False, pad_edge=False, expand=True, header_style="bold", padding=(0, 1, 1, 0))
    for name, width in columns.items():
        if width is None:
            table.add_column(name, ratio=1, overflow="fold")
        else:
            table.add_column(name, width=width)
    return table

"""Accounts of one thing side by side: figures that differ, and where somebody stood over time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from onrecord.corpus.merge import key_of, person_key, shown
from onrecord.corpus.sketches import words
from onrecord.damage.words import common
from onrecord.measuring.nouns import CASUALTIES, CURRENCIES
from onrecord.records import Figure, Id, Language, PageRecord, Position, Record

#: A bare number is of the same thing as the figure before it if neither is more times the other.
_OF_A_SIZE = 3


class FigureAccount(Record, frozen=True, kw_only=True):
    """A figure as one page gives it; `claimed_by` is empty where the outlet says it itself."""

    id: Id
    page: Id
    outlet: str | None
    published: str | None
    text: str
    low: float | None
    high: float | None
    claimed_by: tuple[str, ...]
    headline: bool


class FigureComparison(Record, frozen=True, kw_only=True):
    """What pages of a story say of one number, the highest account first.

    `differs` says that two accounts exclude each other. `overstated` are pages whose headline says more than their body.
    """

    unit: str | None
    counted: str | None
    accounts: tuple[FigureAccount, ...]
    differs: bool
    overstated: tuple[Id, ...]


class Stand(Record, frozen=True, kw_only=True):
    """A position at a time: the ids of the positions that state it and of their pages; `changed_from` is the stance before it, if another."""

    date: str | None
    stance: str
    positions: tuple[Id, ...]
    pages: tuple[Id, ...]
    condition: str | None
    changed_from: str | None


class PositionHistory(Record, frozen=True, kw_only=True):
    """Where somebody stood on a question over time, undated stands first."""

    holder: str
    country: str | None
    question: str
    about: str
    stands: tuple[Stand, ...]

    def on(self, day: str) -> Stand | None:
        """The last stand of a date (ISO 8601) or before it."""
        return max(
            (stand for stand in self.stands if stand.date and stand.date <= day),
            key=lambda stand: stand.date or "",
            default=None,
        )


# --- figures --------------------------------------------------------------------------------------------------------


def compare_figures(records: Iterable[PageRecord], *, only_differing: bool = True) -> tuple[FigureComparison, ...]:
    """Figures of the pages of a story, those of one thing side by side, by unit and what is counted.

    Of one thing are figures of casualties in one place and of people, whatever the language; of other things and of money, if the counted noun is the
    same. What a page says twice it says once.
    """
    found: dict[tuple[str, str], list[tuple[Figure, PageRecord]]] = defaultdict(list)
    for record in sorted(records, key=lambda record: record.page.id):
        for key, figure in _counted(record):
            found[key].append((figure, record))
    compared = (_comparison(unit, some) for (unit, _), some in sorted(found.items()))
    return tuple(one for one in compared if len(one.accounts) > 1 and (one.differs or one.overstated or not only_differing))  # fmt: skip


def _counted(record: PageRecord) -> Iterator[tuple[tuple[str, str], Figure]]:
    """The figures of a page with what they count; a bare number ("no more than 1,400") counts what the figure before it does, if it is of its size."""
    last: tuple[tuple[str, str], float] | None = None
    for figure in sorted(record.figures, key=lambda figure: figure.spans):
        value = figure.high if figure.high is not None else figure.low
        keys = _things(figure, record.page.language or "")
        bare = figure.unit is None and not figure.counted
        if bare and last and value and last[1] / _OF_A_SIZE <= value <= last[1] * _OF_A_SIZE:
            keys = [last[0]]
        if keys:
            yield keys[0], figure
            last = (keys[0], value) if value else last


def _things(figure: Figure, language: Language) -> list[tuple[str, str]]:
    """What a figure counts: unit and place of casualties and of people of one name, else the first letters of its noun."""
    unit = figure.unit
    place = figure.place.country if figure.place and figure.place.country else ""
    if unit in CASUALTIES:
        return [(unit, place)]
    counted = [word for word in words(figure.counted or "") if word not in common(language)]
    noun = min(counted, key=lambda word: (-len(word), word), default="")[:6]
    if unit == "people":
        return [(unit, noun)]
    if not noun:  # kilometres, hours or euros of nothing in particular
        return []
    return [(unit if unit in CURRENCIES or unit == "percent" else "", noun)]


def _comparison(unit: str, some: Sequence[tuple[Figure, PageRecord]]) -> FigureComparison:
    told: dict[tuple[object, ...], FigureAccount] = {}
    for account in sorted((_account(figure, record) for figure, record in some), key=lambda one: one.id):
        told.setdefault((account.page, account.low, account.high, account.claimed_by, account.headline), account)
    accounts = list(told.values())
    ranked = sorted(accounts, key=lambda one: (-(_top(one)), one.page, one.id))
    counted = Counter(figure.counted for figure, _ in some if figure.counted)
    return FigureComparison(
        unit=unit or some[0][0].unit,
        counted=min(counted, key=lambda text: (-counted[text], text), default=None),
        accounts=tuple(ranked),
        differs=any(_exclude(one, other) for one in ranked for other in ranked),
        overstated=tuple(sorted(page for page in {one.page for one in ranked} if _overstated(page, ranked))),
    )


def _account(figure: Figure, record: PageRecord) -> FigureAccount:
    by_id = {one.id: one for one in record.attributions}
    speakers = (party for one in figure.claims if one in by_id for party in by_id[one].speakers)
    page = record.page
    return FigureAccount(
        id=figure.id,
        page=page.id,
        outlet=page.outlet,
        published=page.published,
        text=figure.text,
        low=figure.low,
        high=figure.high,
        claimed_by=tuple(dict.fromkeys(name for party in speakers if (name := shown(party)))),
        headline=in_headline(figure.spans[0] if figure.spans else None, record),
    )


def in_headline(span: tuple[int, int] | None, record: PageRecord) -> bool:
    """Whether a place of a page is in its title or headline."""
    spans = [*record.page.title.spans, *(each for one in record.passages if one.kind == "headline" for each in one.spans)]  # fmt: skip
    return span is not None and any(start <= span[0] and span[1] <= end for start, end in spans)


def _top(account: FigureAccount) -> float:
    return account.high if account.high is not None else account.low if account.low is not None else 0.0


def _exclude(one: FigureAccount, other: FigureAccount) -> bool:
    """Whether no number fits both."""
    low, high = (one.low, other.high)
    return low is not None and high is not None and low > high


def _overstated(page: Id, accounts: Sequence[FigureAccount]) -> bool:
    """Whether the highest figure of the headline of a page is above all that its body says."""
    head = [_top(one) for one in accounts if one.page == page and one.headline]
    body = [_top(one) if one.high is not None else float("inf") for one in accounts if one.page == page and not one.headline]  # fmt: skip
    return bool(head and body) and max(head) > max(body)


# --- positions ------------------------------------------------------------------------------------------------------


def position_histories(records: Iterable[PageRecord]) -> tuple[PositionHistory, ...]:
    """Positions by holder and question, in order of their dates (publication where the page gives none)."""
    found: dict[tuple[str, str, str], list[tuple[Position, PageRecord]]] = defaultdict(list)
    for record in records:
        for position in record.positions:
            holder, about = position.holder, position.question.about
            key = (person_key(holder.actor) if holder.actor else key_of(holder), position.question.kind, key_of(about))
            found[key].append((position, record))
    return tuple(_history(some) for _, some in sorted(found.items()))


def _history(some: Sequence[tuple[Position, PageRecord]]) -> PositionHistory:
    ordered = sorted(some, key=lambda pair: (_day(*pair) or "", pair[0].stance, pair[0].id))
    first = min(some, key=lambda pair: (pair[0].holder.actor is None, pair[0].id))[0]
    return PositionHistory(
        holder=shown(first.holder),
        country=first.holder.country,
        question=first.question.kind,
        about=shown(first.question.about),
        stands=tuple(_stands(ordered)),
    )


def _stands(ordered: Sequence[tuple[Position, PageRecord]]) -> Iterator[Stand]:
    """Positions of one day and stance as one stand; a change is told against the stand before."""
    groups: dict[tuple[str | None, str], list[tuple[Position, PageRecord]]] = {}
    for pair in ordered:
        groups.setdefault((_day(*pair), pair[0].stance), []).append(pair)
    before: str | None = None
    for (day, stance), pairs in groups.items():
        yield Stand(
            date=day,
            stance=stance,
            positions=tuple(position.id for position, _ in pairs),
            pages=tuple(sorted({record.page.id for _, record in pairs})),
            condition=next((position.condition.text for position, _ in pairs if position.condition), None),
            changed_from=before if day is not None and before not in (None, stance) else None,
        )
        before = stance if day is not None else before


def _day(position: Position, record: PageRecord) -> str | None:
    return position.date.start if position.date and position.date.start else record.page.published

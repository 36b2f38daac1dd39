"""What the records of a page add to the tables that questions are answered from, and how it is taken out again.

Everything here can be made anew from the records of the pages. Counts over pages (`merged`, `actors`) know newest versions only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec

from onrecord.archive import tallies
from onrecord.archive.parties import Claims, Who, actual, claimants, claims_of, status, who
from onrecord.archive.rows import Kind
from onrecord.archive.sqlite import Database
from onrecord.archive.words import indexed
from onrecord.records import Date, Event, Figure, Id, PageRecord, Party, Position

#: Number in `records` of the n-th record of a kind on a page.
Numbers = Mapping[tuple[Kind, int], int]

COUNTS = ("said", "did_stated", "did_otherwise", "target_stated", "target_otherwise")
_SUMS = ", ".join(f"?2 * sum({name})" for name in COUNTS)
MERGED = "status, modality, month, actors, type, recipients, day, apart"
_MERGE = MERGED.replace("month", "substr(day, 1, 7)")
_SCOPES = "(SELECT ?3 AS scope UNION ALL SELECT ?4 UNION ALL SELECT ?5) s"


class Side(NamedTuple):
    """A party of a record: the record's number in `records`, the side, the place there."""

    num: int
    side: str
    seq: int
    party: Party


def enter(database: Database, page: int, record: PageRecord, numbers: Numbers, *, summed: bool = True) -> None:
    """Fill the tables for the records of a page that has nothing there; `summed`: those of `onrecord.archive.tallies` too."""
    sides = list(_sides(record, numbers))
    parties = _enter_parties(database, sides)
    _put(database, "sides", [(one.num, one.side, one.seq, parties[who(one.party)][0]) for one in sides])
    actors = {party: actor for party, (_, actor) in parties.items()}
    _put(database, "events", [_event(one, page, record, numbers["event", n]) for n, one in enumerate(record.events)])
    _put(
        database, "figures", [_figure(one, page, record, numbers["figure", n]) for n, one in enumerate(record.figures)]
    )
    _put(
        database,
        "deadlines",
        [
            (numbers["deadline", n], page, _day(one.anchor, record), status(one), _start(one.due))
            for n, one in enumerate(record.deadlines)
        ],
    )
    _put(
        database,
        "positions",
        [_position(one, page, record, numbers["position", n], actors) for n, one in enumerate(record.positions)],
    )
    tallies = _tallies(record, sides)
    _put(
        database,
        "actor_pages",
        sorted((page, actor, *(tally[name] for name in COUNTS)) for actor, tally in _by_actor(tallies, actors).items()),
    )
    if database.value("SELECT newest FROM pages WHERE num = ?", (page,)):
        count(database, page, 1, summed=summed)


def remove(database: Database, page: int) -> None:
    """Take out what `enter` put in, while the page and its `records` are still there."""
    if database.value("SELECT newest FROM pages WHERE num = ?", (page,)):
        count(database, page, -1)
    used = database.rows(
        "SELECT party, count(*), actor FROM sides s JOIN records r ON r.num = s.num JOIN parties y ON y.num = s.party "
        "WHERE r.page = ? GROUP BY party",
        (page,),
    )
    for table in ("sides", "events", "figures", "deadlines", "positions"):
        database.run(f"DELETE FROM {table} WHERE num IN (SELECT num FROM records WHERE page = ?)", (page,))
    database.run("DELETE FROM actor_pages WHERE page = ?", (page,))
    database.run_many("UPDATE parties SET uses = uses - ? WHERE num = ?", [(uses, party) for party, uses, _ in used])
    parties, actors = [(party,) for party, _, _ in used], [(actor,) for actor in {row[2] for row in used}]
    database.run_many(
        "DELETE FROM party_words WHERE rowid = ? AND (SELECT uses FROM parties WHERE num = party_words.rowid) <= 0",
        parties,
    )
    database.run_many("DELETE FROM parties WHERE num = ? AND uses <= 0", parties)
    database.run_many(
        "DELETE FROM actors WHERE num = ? AND NOT EXISTS (SELECT 1 FROM parties WHERE actor = actors.num)", actors
    )


def count(database: Database, page: int, sign: int, *, summed: bool = True) -> None:
    """Count a page, its events and its actors in its scopes (sign 1) or count them no more (-1): for the newest versions."""
    row = database.row("SELECT language, outlet, published FROM pages WHERE num = ?", (page,))
    language, outlet, published = row if row is not None else (None, None, None)
    scopes = (tallies.ALL, scope("language", language), scope("outlet", outlet))
    values = (page, sign, *scopes)
    if summed:
        tallies.count_page(database, scopes, published, sign)
        reports = database.rows("SELECT status, actors, type, recipients, day FROM events WHERE page = ?", (page,))
        cells = [tallies.Cell._make((name, *report, sign)) for name in scopes for report in reports]
        tallies.change(database, "reports", cells)
    for table, key, counts, select in (
        ("merged", MERGED, ("reports",), f"s.scope, {_MERGE}, ?2 * count(*) FROM events x"),
        ("actor_counts", "actor", ("pages", *COUNTS), f"s.scope, actor, ?2 * count(*), {_SUMS} FROM actor_pages x"),
    ):
        changes = ", ".join(f"{name} = {name} + excluded.{name}" for name in counts)
        database.run(
            f"INSERT INTO {table} SELECT {select} CROSS JOIN {_SCOPES} WHERE x.page = ?1 GROUP BY s.scope, "
            f"{_MERGE if table == 'merged' else 'actor'} ON CONFLICT DO UPDATE SET {changes}",
            values,
        )
        if sign < 0:
            source = f"{_MERGE} FROM events" if table == "merged" else "actor FROM actor_pages"
            database.run(
                f"DELETE FROM {table} WHERE {counts[0]} <= 0 AND scope IN (?3, ?4, ?5) AND ({key}) IN "
                f"(SELECT {source} WHERE page = ?1) AND ?2 < 0",
                values,
            )


def scope(column: str, value: str | None) -> str:
    """The scope of the pages of a language or an outlet."""
    return f"{column} {value or ''}"


def check(database: Database) -> list[str]:
    """What in the tables does not agree with the rest of the archive, as lines."""
    scopes = (
        "(SELECT num, '' AS scope FROM pages WHERE newest UNION ALL SELECT num, 'language ' || coalesce(language, '') FROM pages "
        "WHERE newest UNION ALL SELECT num, 'outlet ' || coalesce(outlet, '') FROM pages WHERE newest) s ON s.num = x.page"
    )
    merged = f"SELECT s.scope, {_MERGE}, count(*) FROM events x JOIN {scopes} GROUP BY s.scope, {_MERGE}"
    sums = ", ".join(f"sum({name})" for name in COUNTS)
    actors = f"SELECT s.scope, actor, count(*), {sums} FROM actor_pages x JOIN {scopes} GROUP BY s.scope, actor"
    tests = {
        "records without their row in the tables for questions": " UNION ALL ".join(
            f"SELECT 1 FROM records r WHERE r.kind = '{kind}' AND NOT EXISTS (SELECT 1 FROM {kind}s WHERE num = r.num)"
            for kind in ("event", "figure", "deadline", "position")
        ),
        "reports are counted wrong": f"SELECT * FROM ({merged}) EXCEPT SELECT * FROM merged",
        "reports that no page has": f"SELECT * FROM merged EXCEPT SELECT * FROM ({merged})",
        "actors are counted wrong": f"SELECT * FROM ({actors}) EXCEPT SELECT * FROM actor_counts",
        "actors that no page has": f"SELECT * FROM actor_counts EXCEPT SELECT * FROM ({actors})",
        "parties are counted wrong": "SELECT num, uses FROM parties EXCEPT SELECT party, count(*) FROM sides GROUP BY party",
        "events without their reports": "SELECT num, reports FROM merged_events EXCEPT SELECT event, count(*) FROM merged_reports GROUP BY event",
        "reports of no event": (
            "SELECT x.num FROM events x JOIN pages p ON p.num = x.page WHERE p.newest AND p.num IN (SELECT page FROM settled) AND p.num NOT IN (SELECT page FROM unsettled) "
            "EXCEPT SELECT report FROM merged_reports"
        ),
        "events are counted wrong": (
            "SELECT json_extract(c.value, '$[0]'), json_extract(c.value, '$[1]'), substr(m.day, 1, 7), m.actors, m.type, m.recipients, m.day, count(*) "
            "FROM merged_events m, json_each(m.counted) c GROUP BY 1, 2, 3, 4, 5, 6, 7 EXCEPT SELECT * FROM event_counts"
        ),
        "names without their pages": "SELECT num, pages FROM names EXCEPT SELECT name, count(*) FROM name_pages GROUP BY name",
        "names of nobody": "SELECT 1 FROM names WHERE who IS NULL OR who NOT IN (SELECT num FROM who)",
        "stories without their pages": "SELECT num, pages FROM stories EXCEPT SELECT story, count(*) FROM story_pages GROUP BY story",
        "sides without their party": "SELECT 1 FROM sides WHERE party NOT IN (SELECT num FROM parties)",
    }
    wrong = [what for what, sql in tests.items() if database.value(f"SELECT 1 FROM ({sql}) LIMIT 1")]
    return wrong + tallies.check(database)


def _put(database: Database, table: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        database.run_many(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def _enter_parties(database: Database, sides: Sequence[Side]) -> dict[Who, tuple[int, int]]:
    """Number in `parties` and in `actors` of every party, with their uses counted."""
    found = {}
    for party, uses in sorted(Counter(who(one.party) for one in sides).items()):
        row = database.row(
            "SELECT num, actor FROM parties WHERE (text, name, country, sector) = (?, ?, ?, ?)", tuple(party)
        )
        if row is not None:
            database.run("UPDATE parties SET uses = uses + ? WHERE num = ?", (uses, row[0]))
            found[party] = (int(row[0]), int(row[1]))
            continue
        actor = _actor(database, party.key)
        num = database.run(
            "INSERT INTO parties (actor, text, name, country, sector, uses) VALUES (?, ?, ?, ?, ?, ?)",
            (actor, *party, uses),
        )
        database.run("INSERT INTO party_words (rowid, words) VALUES (?, ?)", (num, party.words))
        found[party] = (num, actor)
    return found


def _actor(database: Database, key: str) -> int:
    num = database.value("SELECT num FROM actors WHERE key = ?", (key,))
    return int(num) if num is not None else database.run("INSERT INTO actors (key) VALUES (?)", (key,))


def _sides(record: PageRecord, numbers: Numbers) -> Iterator[Side]:
    """The parties of all records of a page."""
    claims = claims_of(record)
    for n, said in enumerate(record.attributions):
        yield from _numbered(numbers["attribution", n], speaker=said.speakers)
    for n, event in enumerate(record.events):
        yield from _numbered(
            numbers["event", n],
            actor=event.actor,
            recipient=event.recipient,
            claimant=_speaking(event.claims, claims),
            denier=_speaking(event.denials, claims),
        )
    for n, figure in enumerate(record.figures):
        yield from _numbered(numbers["figure", n], claimant=_speaking(figure.claims, claims))
    for n, term in enumerate(record.deadlines):
        yield from _numbered(numbers["deadline", n], by=term.by, to=term.to, claimant=_speaking(term.claims, claims))
    for n, stand in enumerate(record.positions):
        yield from _numbered(
            numbers["position", n],
            holder=(stand.holder,),
            about=(stand.question.about,),
            claimant=_speaking(stand.claims, claims),
        )


def _numbered(num: int, **sides: Sequence[Party]) -> Iterator[Side]:
    for side, parties in sides.items():
        for seq, party in enumerate(parties):
            yield Side(num, side, seq, party)


def _speaking(ids: Sequence[Id], claims: Claims) -> tuple[Party, ...]:
    return tuple(party for one in ids if one in claims for party in claims[one].speakers)


def _tallies(record: PageRecord, sides: Sequence[Side]) -> dict[Who, Counter[str]]:
    """What each party that has a name or belongs to a state said, did and had done to it; what is not stated as a fact apart."""
    names = {one.spans: one.text for one in record.mentions}
    found: dict[Who, Counter[str]] = {}

    def add(parties: Sequence[Party], what: str) -> None:
        for party in parties:
            if party.actor or party.country or (party.spans and names.get(party.spans) == party.text):
                found.setdefault(who(party), Counter())[what] += 1

    for said in record.attributions:
        add(said.speakers, "said")
    for event in record.events:
        how = "stated" if actual(event) else "otherwise"
        add(event.actor, f"did_{how}")
        add(event.recipient, f"target_{how}")
    for one in sides:
        add((one.party,), "there")
    return found


def _by_actor(tallies: Mapping[Who, Counter[str]], actors: Mapping[Who, int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = {}
    for party, tally in tallies.items():
        found.setdefault(actors[party], Counter()).update(tally)
    return found


def _event(event: Event, page: int, record: PageRecord, num: int) -> tuple[object, ...]:
    day = _day(event.date, record)
    actors, recipients = countries(event.actor), countries(event.recipient)
    apart = 0 if day and (actors or recipients) else page
    return (
        num, page, event.type, " ".join(event.mode), event.status, event.voice, event.polarity, event.modality, _start(event.date),
        record.page.published, day, event.quad, event.score, event.confidence, event.place.country if event.place else None,
        actors, recipients, apart,
    )  # fmt: skip


def countries(parties: Sequence[Party]) -> str:
    """The states of parties, each once, sorted, a space between."""
    return " ".join(sorted({party.country for party in parties if party.country}))


def _figure(one: Figure, page: int, record: PageRecord, num: int) -> tuple[object, ...]:
    place = one.place.country if one.place else None
    counted = f" {indexed(one.counted or '')} "
    return num, page, _day(one.as_of, record), status(one), one.low, one.high, one.unit or "", counted, place


def _position(one: Position, page: int, record: PageRecord, num: int, actors: Mapping[Who, int]) -> tuple[object, ...]:
    day, by = _day(one.date, record), msgspec.json.encode(claimants(one, claims_of(record))).decode()
    holder, about = actors[who(one.holder)], actors[who(one.question.about)]
    return num, page, day, status(one), holder, one.question.kind, about, one.stance, by, f"{day} {one.id}"


def _start(date: Date | None) -> str | None:
    return date.start[:10] if date is not None and date.start else None


def _day(date: Date | None, record: PageRecord) -> str:
    return _start(date) or (record.page.published or "")[:10]

"""Who is there at all, by how many pages have them, and what they are told to have said, done and had done to them."""

from __future__ import annotations

from typing import cast

from onrecord.archive.counting import one_scope
from onrecord.archive.entries import COUNTS
from onrecord.archive.filters import Clause, between, joined
from onrecord.archive.questions import Question, Where, cut_of, question_of
from onrecord.archive.results import Actor
from onrecord.archive.sqlite import Database, Row

NAMES = 20  # of an actor, the commonest
_ALL = 1 << 62


def counted_actors(database: Database, where: Where) -> list[Row]:
    """Number in `actors`, pages, and what was counted, by pages; names break ties, and only those that can matter are looked up."""
    limit, offset = cut_of(where)
    question = question_of(database, cast("Where", {**where, "since": None, "until": None}), ())
    scope = _scope(database, where)
    source = _of_pages(question, where) if scope is None else Clause("actor_counts")
    actors = [
        Clause(f"x.actor IN (SELECT actor FROM parties WHERE num IN ({one.parties.sql}))", one.parties.values)
        for one in question.parties
    ]
    test, values = joined([*([scope] if scope is not None else []), *actors])
    return database.rows(
        f"WITH n AS MATERIALIZED (SELECT x.* FROM {source.sql} x WHERE {test}) "
        f"SELECT a.num, n.pages, {', '.join(f'n.{name}' for name in COUNTS)} FROM n CROSS JOIN actors a ON a.num = n.actor "
        "WHERE n.pages >= coalesce((SELECT pages FROM n ORDER BY pages DESC LIMIT 1 OFFSET ?), 0) "
        "ORDER BY n.pages DESC, a.key LIMIT ? OFFSET ?",
        (*source.values, *values, _ALL if limit < 0 else max(0, limit + offset - 1), limit, offset),
    )


def _scope(database: Database, where: Where) -> Clause | None:
    """The scope in which actors are counted already, if there is one for this."""
    given = {name for name in ("language", "outlet", "case", "since", "until", "all_versions") if where.get(name)}
    if not given:
        return Clause("x.scope = ''")
    column = next(iter(given))
    if len(given) > 1 or column not in ("language", "outlet"):
        return None
    return one_scope(database, column, str(where.get(column)))


def _of_pages(question: Question, where: Where) -> Clause:
    """Actors counted over some pages."""
    newest = [Clause("+p.newest = 1" if question.pages else "p.newest = 1")] if question.newest else []
    dated = between("p.published", where.get("since"), where.get("until"))
    sql, values = joined([*question.pages, *dated, *newest])
    sums = ", ".join(f"sum(x.{name}) AS {name}" for name in COUNTS)
    return Clause(
        f"(SELECT x.actor, count(*) AS pages, {sums} FROM pages p CROSS JOIN actor_pages x ON x.page = p.num "
        f"WHERE {sql} GROUP BY x.actor)",
        tuple(values),
    )


def shown(database: Database, row: Row) -> Actor:
    """The actor of a row of `counted_actors`."""
    num, *numbers = row
    names = _most(database, num, "CASE name WHEN '' THEN text ELSE name END")
    return Actor(
        name=names[0] if names else "",
        names=names,
        countries=_most(database, num, "country"),
        sectors=_most(database, num, "sector"),
        **dict(zip(Actor.__struct_fields__[4:], map(int, numbers), strict=True)),
    )


def _most(database: Database, actor: int, what: str) -> tuple[str, ...]:
    """What parties of an actor have, the commonest first."""
    rows = database.rows(
        f"SELECT {what} AS it, sum(uses) AS n FROM parties WHERE actor = ? GROUP BY it HAVING it != '' ORDER BY n DESC, it LIMIT {NAMES}",
        (actor,),
    )
    return tuple(str(it) for it, _ in rows)

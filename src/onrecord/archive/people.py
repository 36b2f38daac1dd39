"""Who is there, in any spelling and script, and what users judged of names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

import msgspec

from onrecord.archive.filters import (
    Clause,
    joined,
    one_of,
)  # fmt: skip
from onrecord.archive.query import term_of
from onrecord.archive.reach import Reach, code_of, prefix_of
from onrecord.archive.rows import PageRow
from onrecord.archive.shelf import Shelf, judgements
from onrecord.corpus.actors import Actor, Merge, first_of
from onrecord.corpus.named import ActorKind, node_id
from onrecord.errors import UsageError
from onrecord.records import Id

_ID = re.compile("[0-9a-f]{6,}")


class People(Reach):
    """The actors of an archive."""

    def actors(
        self,
        name: str | None = None,
        *,
        kind: ActorKind | None = None,
        country: str | None = None,
        page: str | None = None,
        limit: int | None = 20,
        offset: int = 0,
    ) -> tuple[Actor, ...]:
        """Who is there, by how many pages name them. `name`: words in any form of the name; `page`: the id of a page that names them."""
        tests = []
        if name is not None:
            tests.append(_named(name))
        if kind is not None:
            tests.append(Clause("w.kind = ?", (one_of("kind", kind, get_args(ActorKind)),)))
        if country is not None:
            tests.append(Clause("w.country = ?", (code_of(country),)))
        if page is not None:
            sql = "SELECT n.who FROM pages p JOIN name_pages x ON x.page = p.num JOIN names n ON n.num = x.name WHERE p.id = ?"
            tests.append(Clause(f"w.num IN ({sql})", (page,)))
        sql, values = joined(tests)
        found = self._db.rows(
            f"SELECT w.body FROM who w WHERE {sql} ORDER BY w.pages DESC, w.id LIMIT ? OFFSET ?",
            (*values, -1 if limit is None else limit, offset),
        )
        return tuple(msgspec.json.decode(body, type=Actor) for (body,) in found)

    def actor(self, actor_id: str) -> Actor:
        """The actor whose id begins so, or of whom a name has such an id; raises ArchiveError if there is none, or several."""
        with self._db.snapshot():
            body = self._db.value("SELECT body FROM who WHERE num = ?", (self._who(actor_id),))
            return msgspec.json.decode(body, type=Actor)

    def actor_pages(self, actor_id: str, *, limit: int | None = 20, offset: int = 0) -> tuple[PageRow, ...]:
        """Pages that name an actor, the newest first."""
        with self._db.snapshot():
            found = self._db.rows(
                "SELECT DISTINCT p.num FROM names n JOIN name_pages x ON x.name = n.num JOIN pages p ON p.num = x.page "
                "WHERE n.who = ? ORDER BY p.published DESC, p.id LIMIT ? OFFSET ?",
                (self._who(actor_id), -1 if limit is None else limit, offset),
            )
            pages = self._page_rows([num for (num,) in found])
            return tuple(pages[num] for (num,) in found)

    def name_id(self, name: str) -> Id:
        """The id of a name: by the beginning of the id of it or of its actor (the name it is shown by), or by one of its forms.

        Raises UsageError if no name, or several, are meant.
        """
        if _ID.fullmatch(name.strip().lower()):
            wanted = name.strip().lower()
            found = self._db.rows("SELECT id FROM names WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2", (wanted,))
            if not found:
                with self._db.snapshot():
                    return node_id(first_of(Shelf(self._db).seen_of(self._who(wanted))))
        else:
            found = self._db.rows(
                "SELECT DISTINCT n.id FROM names n JOIN name_told t ON t.name = n.num WHERE t.what = 'name' AND t.text = ? LIMIT 12",
                (" ".join(name.split()),),
            )
        if len(found) != 1:
            listed = ", ".join(one for (one,) in found)
            raise UsageError(
                f"{name}: "
                + (f"of several names, give the id of one: {listed}" if found else "no name of an actor here")
            )
        return str(found[0][0])

    def name_texts(self, name_ids: Iterable[Id]) -> dict[Id, str]:
        """The commonest form of names, by their ids."""
        wanted = msgspec.json.encode(list(name_ids)).decode()
        rows = self._db.rows(
            "SELECT n.id, t.text FROM names n JOIN name_told t ON t.name = n.num AND t.what = 'name' "
            "WHERE n.id IN (SELECT value FROM json_each(?)) ORDER BY t.pages, t.text DESC",
            (wanted,),
        )
        return {str(id_): str(text) for id_, text in rows}

    def judgements(self) -> tuple[Merge, ...]:
        """What users judged of names."""
        return judgements(self._db)

    def merges(self, actor_id: str) -> tuple[Merge, ...]:
        """The judgements behind an actor, of users and of the machine (`by` onrecord), with the reason of each."""
        with self._db.snapshot():
            return Shelf(self._db).merges(self._who(actor_id))

    def _who(self, prefix: str) -> int:
        """Number of an actor, by the beginning of its id or of that of one of its names."""
        wanted = prefix_of(prefix)
        whole = self._db.row("SELECT who FROM names WHERE id = ? AND who IS NOT NULL", (wanted,))
        return int(whole[0]) if whole is not None else self._one("who", "actor", prefix)

    def _with_actor(self, actor: str) -> Clause:
        """Pages `p` that name an actor: by id, else by words in a name."""
        names = "SELECT x.page FROM names n JOIN name_pages x ON x.name = n.num WHERE n.who IN"
        if _ID.fullmatch(actor) and self._db.value("SELECT 1 FROM who WHERE id >= ?1 AND id < ?1 || 'g'", (actor,)):
            return Clause(f"p.num IN ({names} (?))", (self._who(actor),))
        one = _named(actor)
        return Clause(f"p.num IN ({names} (SELECT w.num FROM who w WHERE {one.sql}))", one.values)


def _named(text: str) -> Clause:
    """Actors `w` in one of whose names these words stand in a row; of nothing but signs, none."""
    term = term_of(text)
    if term is None:
        return Clause("0")
    return Clause("w.num IN (SELECT rowid FROM who_words WHERE who_words MATCH ?)", (term.expression(),))

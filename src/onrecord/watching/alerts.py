"""Alerts: saved searches over every page that comes, and what they found to a webhook, a file or a command."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from onrecord import render
from onrecord.archive import Archive
from onrecord.archive.watching import Delivery, Found, Watching
from onrecord.errors import OnrecordError, UsageError
from onrecord.intake.web import post
from onrecord.records import Record
from onrecord.watching.config import AlertTable

WEBHOOK_SECONDS, COMMAND_SECONDS = 10.0, 60.0
MOST = 100  # hits of one page in one delivery
_TAIL = 1 << 20  # bytes of an alert file in which the last delivery stands

#: What each place to look in can be asked, beside what all can.
_COMMON = ("language", "outlet", "case")
_RECORDS = (*_COMMON, "actor", "country", "status", "claimant")
_FILTERS: dict[str, tuple[str, ...]] = {
    "quotes": (*_COMMON, "query", "speaker"),
    "passages": (*_COMMON, "query"),
    "events": (*_RECORDS, "type"),
    "figures": (*_RECORDS, "unit", "counted"),
    "deadlines": _RECORDS,
    "positions": (*_RECORDS, "question", "about", "stance"),
}
_NOT_FILTERS = ("name", "look_in", "webhook", "file", "command")


class Message(Record, frozen=True, kw_only=True):
    """What is delivered. `id` stays the same when a delivery is repeated."""

    alert: str
    id: str
    page: dict[str, Any]
    hits: list[dict[str, Any]]


class Alerts:
    """The alerts of a configuration on an archive. Raises UsageError if one of them asks what cannot be asked."""

    def __init__(self, tables: Sequence[AlertTable], archive: Archive, store: Watching) -> None:
        self.tables = {table.name: table for table in tables}
        self.archive, self.store = archive, store
        self._begun: set[Path] = set()  # files that we have written to
        for table in tables:
            try:
                self._hits(table, "")
            except OnrecordError as error:
                raise UsageError(f"alert {table.name!r}: {error}") from error
        store.begin_alerts(list(self.tables))

    def search(self, now: float) -> None:
        """Look at the pages that have come; what is found waits to be delivered, also if we are stopped right then."""
        for name, table in self.tables.items():
            while pages := self.store.unsearched(name):
                for num, page in pages:
                    self.store.searched(name, num, self._found(table, page), now)

    def _found(self, table: AlertTable, page: str) -> Found | None:
        hits = self._hits(table, page)
        row = self.archive.page(page)
        if not hits or row is None:
            return None
        ids = "\n".join(str(hit["id"]) for hit in hits)
        id_ = hashlib.blake2b(f"{table.name}\n{page}\n{ids}".encode(), digest_size=8).hexdigest()
        message = Message(alert=table.name, id=id_, page=render.page_json(row), hits=hits)
        return Found(page_id=page, id=id_, payload=msgspec.json.encode(message).decode())

    def _hits(self, table: AlertTable, page: str) -> list[dict[str, Any]]:
        asked: dict[str, Any] = {
            name: getattr(table, name)
            for name in table.__struct_fields__
            if name not in _NOT_FILTERS and getattr(table, name) is not None
        }
        if wrong := sorted(asked.keys() - set(_FILTERS[table.look_in])):
            raise UsageError(f"{table.look_in} cannot be asked for {wrong[0]}")
        if asked.get("case") not in (None, *(case.name for case in self.archive.cases())):
            return []  # no page of that case has come yet
        if table.look_in in ("quotes", "passages"):
            query, in_ = asked.pop("query", ""), "attributions" if table.look_in == "quotes" else "passages"
            found = self.archive.find(query, in_=in_, page=page, all_versions=True, limit=MOST, **asked)  # type: ignore[arg-type]
            return [render.hit_json(hit) for hit in found]
        ask: Callable[..., Sequence[Any]] = getattr(self.archive.ask, table.look_in)
        return [answer.json() for answer in ask(page=page, all_versions=True, limit=MOST, **asked)]

    async def deliver(self, delivery: Delivery) -> str | None:
        """Deliver; why it could not be done, or None. Repeated after a kill, a webhook and a command may see it twice."""
        table = self.tables[delivery.alert]
        try:
            if table.file is not None:
                self._append(Path(table.file), delivery)
            elif table.webhook is not None:
                await post(table.webhook, delivery.payload.encode(), {"Idempotency-Key": delivery.id}, WEBHOOK_SECONDS)
            elif table.command is not None:
                await _run(table.command, delivery)
        except (OSError, OnrecordError) as error:
            return str(error) or type(error).__name__
        return None

    def _append(self, path: Path, delivery: Delivery) -> None:
        """A line at the end of a file, once, whatever happened to the one who wrote it before."""
        line = delivery.payload.encode() + b"\n"
        with path.open("ab+") as file:
            if path not in self._begun:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _TAIL))
                tail = file.read()
                self._begun.add(path)
                if f'"id":"{delivery.id}"'.encode() in tail.rpartition(b"\n")[0]:
                    return
                if tail and not tail.endswith(b"\n"):
                    file.truncate(size - len(tail.rpartition(b"\n")[2]))  # half a line of one who was stopped
            file.write(line)
            file.flush()
            os.fsync(file.fileno())


async def _run(command: list[str], delivery: Delivery) -> None:
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(COMMAND_SECONDS):
            await process.communicate(delivery.payload.encode())
    except BaseException:
        if process.returncode is None:
            process.kill()
        raise
    if process.returncode:
        raise OnrecordError(f"{command[0]} ended with {process.returncode}")

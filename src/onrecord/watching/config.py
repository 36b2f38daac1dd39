"""FEEDS.toml: what is watched and who is told, checked when it is read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import httpx
import msgspec

from onrecord.errors import UsageError

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_DURATION = re.compile(r"(\d+)\s*([smhd])")


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the file; a key that it does not know is an error."""


def seconds(duration: str) -> float:
    """Seconds of "30s", "15m", "1h" or "1d"; raises UsageError."""
    found = _DURATION.fullmatch(duration.strip())
    if found is None or not int(found[1]):
        raise UsageError(f'{duration!r} is no time such as "30s", "15m", "1h" or "1d"')
    return float(int(found[1]) * _UNITS[found[2]])


class FeedTable(_Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[feed]]`: an RSS or Atom feed, and what is known of its pages."""

    url: str
    every: str = "15m"
    outlet: str | None = None
    language: str | None = None
    case: str | None = None


class FolderTable(_Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[folder]]`: files that are put there, or changed, are added."""

    path: str
    every: str = "1m"
    outlet: str | None = None
    language: str | None = None
    case: str | None = None


class AlertTable(_Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[alert]]`: a saved search, and where what it finds on new pages goes."""

    name: str
    look_in: Literal["quotes", "passages", "events", "figures", "deadlines", "positions"] = msgspec.field(
        name="in", default="quotes"
    )
    query: str | None = None  # of quotes and passages
    speaker: str | None = None  # of quotes
    type: str | None = None  # of events
    unit: str | None = None  # of figures
    counted: str | None = None
    question: str | None = None  # of positions
    about: str | None = None
    stance: str | None = None
    actor: str | None = None
    country: str | None = None
    status: str | None = None
    claimant: str | None = None
    language: str | None = None
    outlet: str | None = None
    case: str | None = None
    webhook: str | None = None
    file: str | None = None
    command: list[str] | None = None


class Config(_Table, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    archive: str | None = None
    host_seconds: float = 5.0
    concurrent: int = 8
    feed: list[FeedTable] = []
    folder: list[FolderTable] = []
    alert: list[AlertTable] = []


def read(path: Path) -> Config:
    """The configuration in a file; raises UsageError naming the file and what is wrong."""
    try:
        config = msgspec.toml.decode(path.read_bytes(), type=Config)
        _check(config)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (msgspec.DecodeError, ValueError, UsageError) as error:
        raise UsageError(f"{path}: {error}") from error
    return config


def _check(config: Config) -> None:
    if not config.feed and not config.folder:
        raise UsageError("neither a [[feed]] nor a [[folder]] to watch")
    if config.host_seconds < 0 or config.concurrent < 1:
        raise UsageError("host_seconds must not be negative, concurrent at least 1")
    tables: list[FeedTable | FolderTable] = [*config.feed, *config.folder]
    for table in tables:
        seconds(table.every)
        if table.language is not None and not re.fullmatch("[a-z]{2}", table.language):
            raise UsageError(f"language: {table.language!r} is not an ISO 639-1 code such as en or it")
    for feed in config.feed:
        _check_address(feed.url)
    for alert in config.alert:
        if sum(way is not None for way in (alert.webhook, alert.file, alert.command)) != 1:
            raise UsageError(f"alert {alert.name!r}: exactly one of webhook, file and command says where it goes")
        if alert.webhook is not None:
            _check_address(alert.webhook)
        if alert.command == []:
            raise UsageError(f"alert {alert.name!r}: the command is empty")
    for what, names in (
        ("feed", [feed.url for feed in config.feed]),
        ("alert", [alert.name for alert in config.alert]),
    ):
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise UsageError(f"{what} {twice[0]!r} stands there twice")


def _check_address(url: str) -> None:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise UsageError(f"{url!r} is no address: {error}") from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise UsageError(f"{url!r} is no http or https address")

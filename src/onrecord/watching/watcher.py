"""The watcher: takes what is due from the queue in the archive, does it, and notes what became of it in one transaction."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import msgspec

from onrecord.archive import Archive
from onrecord.archive.watching import Delivery, Fetch
from onrecord.engines import local
from onrecord.engines.local import MADE_BY, identity
from onrecord.errors import InputError, OnrecordWarning
from onrecord.intake import feeds
from onrecord.intake.items import Context
from onrecord.intake.robots import ForbiddenError
from onrecord.intake.web import Answer, RefusedError, page_of
from onrecord.pipeline import Given, RawPage, Reading
from onrecord.records import Problem, Record
from onrecord.settings import Settings
from onrecord.watching import folders
from onrecord.watching.alerts import Alerts
from onrecord.watching.aside import Aside
from onrecord.watching.clock import Clock
from onrecord.watching.config import Config, FeedTable, FolderTable, seconds
from onrecord.watching.manners import DAY, LATER, Manners, back_off, host_of

#: A page that cannot be had is tried again after a minute, two, four ...: a day and a half in all.
PAGE_TRIES, PAGE_FIRST = 11, 60.0
DELIVERY_TRIES, DELIVERY_FIRST = 12, 60.0
SETTLE = 60.0  # seconds that new pages wait, at most, to be worked in over all pages
_FEED_ACCEPT = {"Accept": "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"}


class Told(Record, frozen=True, kw_only=True):
    """What the queue keeps of a page: its feed, and the day that the feed states."""

    feed: str
    published: str | None = None


class Marks(Record, frozen=True, kw_only=True):
    """What the queue keeps of a feed: how to ask whether it has changed."""

    etag: str | None = None
    modified: str | None = None


class Watcher:
    """One run over a configuration and an archive. Killed whenever, the next run goes on: nothing lost, nothing twice."""

    def __init__(
        self, config: Config, archive: Archive, clock: Clock, settings: Settings, say: Callable[[str], None]
    ) -> None:
        self.config, self.archive, self.clock, self.settings, self.say = config, archive, clock, settings, say
        self.store = archive.watching()
        self.alerts = Alerts(config.alert, archive, self.store)
        self.manners = Manners(self.store, clock, settings, config.host_seconds)
        self.reader, self.parser = Aside(local.work), Aside(feeds.work)
        self.feeds = {feed.url: feed for feed in config.feed}
        self.added = 0
        self._settled = clock.now()
        self._folder_due = dict.fromkeys((folder.path for folder in config.folder), 0.0)
        self._running: dict[asyncio.Task[None], str] = {}
        self._writer = archive.writer()
        self.store.follow([(feed.url, host_of(feed.url)) for feed in config.feed], clock.now())

    def close(self) -> None:
        """Stop; what was under way is done again by the next run."""
        self.reader.close()
        self.parser.close()
        self._writer.close()
        self.store.close()

    async def run(self, *, until: float | None = None, once: bool = False) -> None:
        """Watch for ever, or `until` a time; `once`: until all that is due now, and what it brings, is done."""
        self._alert()  # what a run that was stopped had added
        begun = self.clock.now()
        try:
            while until is None or self.clock.now() < until:
                self._start(begun if once else None)
                self._settle()
                following = self._next(begun if once else None)
                if not self._running and following is None:
                    if once:
                        return
                    following = self.clock.now() + 60.0
                wake = self.clock.now() + 60.0 if following is None else following
                await self.clock.wait(self._running, wake if until is None else min(wake, until))
                for task in [task for task in self._running if task.done()]:
                    del self._running[task]
                    task.result()
        finally:
            self.reader.close()  # whoever waits for an answer of theirs waits no longer
            self.parser.close()
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)
            self._running.clear()

    def _settle(self) -> None:
        """Work new pages in over all pages: when there is nothing else to do, but within a minute."""
        now = self.clock.now()
        if not self._running or now >= self._settled + SETTLE:
            self._settled = now
            self._writer.settle()

    # what is due

    def _start(self, once_since: float | None) -> None:
        now = self.clock.now()
        for delivery in self.store.deliveries(now, self._busy("alert ")):
            self._run(f"alert {delivery.alert}", self._deliver(delivery))
        for folder in self.config.folder:
            if self._folder_due[folder.path] <= now and f"folder {folder.path}" not in self._running.values():
                self._folder_due[folder.path] = now + seconds(folder.every)
                self._run(f"folder {folder.path}", self._folder(folder))
        room = self.config.concurrent - len(self._busy("host "))
        for fetch in self.store.due(now, self._busy("host "), max(0, room)):
            if once_since is None or not _is_done_for(fetch, once_since):
                url = fetch.target or fetch.url
                self._run(f"host {host_of(url)}", self._feed(fetch) if fetch.kind == "feed" else self._page(fetch))

    def _run(self, what: str, work: Coroutine[Any, Any, None]) -> None:
        self._running[asyncio.create_task(work)] = what

    def _busy(self, kind: str) -> list[str]:
        return [what.removeprefix(kind) for what in self._running.values() if what.startswith(kind)]

    def _next(self, once_since: float | None) -> float | None:
        """When something is due that is not under way."""
        busy = self._busy("host ")
        if len(busy) >= self.config.concurrent:
            return None
        if once_since is not None:
            waits = self.store.waiting_since(once_since, self.clock.now())
            return self.store.next_due(busy, self._busy("alert ")) if waits else None
        times = [self.store.next_due(busy, self._busy("alert ")), *self._folder_due.values()]
        return min((time for time in times if time is not None), default=None)

    # feeds

    async def _feed(self, feed: Fetch) -> None:
        table = self.feeds[feed.url]
        url = feed.target or feed.url
        marks = msgspec.json.decode(feed.told, type=Marks) if feed.told else Marks()
        try:
            wait = await self.manners.wait_for(url)
            if wait is not None:
                self._wait(feed, wait)
                return
            asks = {"If-None-Match": marks.etag, "If-Modified-Since": marks.modified}
            headers = {**_FEED_ACCEPT, **{name: value for name, value in asks.items() if value}}
            answer = await self.manners.get(
                url, limit=self.settings.max_feed_bytes, limit_name="max_feed_bytes", headers=headers
            )
            if self._led_on(feed, answer):
                return
            await self._polled(feed, table, answer)
        except InputError as error:
            self._feed_failed(feed, table, error.what)

    async def _polled(self, feed: Fetch, table: FeedTable, answer: Answer) -> None:
        now, host = self.clock.now(), host_of(feed.url)
        due = now + seconds(table.every)
        if answer.status == 304:
            self.store.polled(feed, host, feed.told, (), now, due)
            return
        if answer.status != 200:
            raise InputError(feed.url, f"answered {answer.status} {answer.reason}".rstrip())
        message = feeds.Message(url=str(answer.url), kind=answer.headers.get("content-type", ""), body=answer.body)
        parsed = await self.parser.ask(msgspec.msgpack.encode(message), self.settings.feed_seconds)
        if parsed is None:
            raise InputError(feed.url, f"took more than feed_seconds {self.settings.feed_seconds:g} to parse")
        found = msgspec.msgpack.decode(parsed, type=feeds.Feed)
        if found.error:
            raise InputError(feed.url, found.error)
        marks = Marks(etag=answer.headers.get("etag"), modified=answer.headers.get("last-modified"))
        pages = [
            (entry.url, host_of(entry.url), _json(Told(feed=feed.url, published=entry.published)))
            for entry in found.entries
        ]
        new = self.store.polled(feed, host, _json(marks), pages, now, due)
        if new:
            self.say(f"{feed.url}: {new} new")

    def _feed_failed(self, feed: Fetch, table: FeedTable, error: str) -> None:
        now = self.clock.now()
        every = seconds(table.every)
        wait = back_off(feed.tries + 1, every, feed.key, max(DAY, every))
        self.store.again(feed, host_of(feed.url), now + wait, error=error, polled=now)
        if error != feed.error:
            self.say(f"{feed.url}: {error}")

    def _led_on(self, fetch: Fetch, answer: Answer) -> bool:
        """Whether an answer was a redirect, which is a request of its own, with manners of its own."""
        if answer.location is None:
            return False
        if fetch.hops >= self.settings.fetch_redirects:
            raise RefusedError(fetch.url, f"more than fetch_redirects {self.settings.fetch_redirects} redirects")
        target = answer.location.copy_with(fragment=None)
        if target.scheme not in ("http", "https") or not target.host:
            raise RefusedError(fetch.url, f"leads to {str(target)[:200]}, which is not http or https")
        self.store.redirected(fetch, str(target), host_of(str(target)), self.clock.now())
        return True

    def _wait(self, fetch: Fetch, until: float) -> None:
        """Leave a fetch for later: its host was asked for robots.txt just now, or nothing is allowed without that."""
        now = self.clock.now()
        if until <= now:
            self.store.postpone(fetch, until)
        else:
            self.store.postpone(fetch, until, error="waits for robots.txt, which cannot be had", polled=now)

    # pages

    async def _page(self, page: Fetch) -> None:
        told = msgspec.json.decode(page.told or "{}", type=Told)
        table = self.feeds.get(told.feed)
        given = Given(
            published=told.published,
            outlet=table.outlet if table else None,
            language=table.language if table else None,
        )
        url = page.target or page.url
        context = Context.of(page.url, None, given, False, self.settings)
        try:
            wait = await self.manners.wait_for(url)
            if wait is not None:
                self._wait(page, wait)
                return
            answer = await self.manners.get(url, limit=self.settings.max_page_bytes, limit_name="max_page_bytes")
            if self._led_on(page, answer):
                return
            if answer.status in LATER or answer.status >= 500:
                raise InputError(page.url, f"answered {answer.status} {answer.reason}".rstrip())
            try:
                raw = page_of(answer, context)
            except InputError as error:
                raise RefusedError(page.url, error.what) from error  # it would be no other the next time
            reading = await self._read(raw)
        except (RefusedError, ForbiddenError) as error:
            self._give_up(page, error.what)
        except InputError as error:
            self._try_again(page, error.what)
        else:
            self._writer.add(reading.record, reading.text, table.case if table else None)
            self._writer.also(self.store.finished(page))
            self._commit()

    async def _read(self, raw: RawPage) -> Reading:
        """A page as the process beside us reads it; of one that kills it nothing but a problem."""
        answer = await self.reader.ask(local.pack(raw), 2 * self.settings.page_seconds + 30)
        return local.unpack_reading(answer) if answer else local.failed(raw, "the process that read this page died")

    def _try_again(self, page: Fetch, error: str) -> None:
        if page.tries + 1 >= PAGE_TRIES:
            self._give_up(page, f"{error} ({PAGE_TRIES} times)")
            return
        now = self.clock.now()
        due = now + back_off(page.tries, PAGE_FIRST, page.key)
        self.store.again(page, host_of(page.url), due, error=error, polled=now)

    def _give_up(self, page: Fetch, error: str) -> None:
        self._writer.problem(page.url, Problem(stage="intake", message=error))
        self._writer.also(self.store.finished(page, error))
        self._commit()
        self.say(f"{page.url}: {error}")

    def _commit(self) -> None:
        self.added += len([one for one in self._writer.commit() if one.what in ("new", "version")])
        self._alert()

    # folders

    async def _folder(self, folder: FolderTable) -> None:
        for file in folders.changed(folder, self.store, self.clock.now()):
            for item in folders.items(file, folder, self.settings):
                if isinstance(item, RawPage):
                    if self._writer.seen(identity(item), MADE_BY, folder.case) is None:
                        reading = await self._read(item)
                        self._writer.add(reading.record, reading.text, folder.case)
                elif isinstance(item, Reading):
                    self._writer.add(item.record, item.text, folder.case)
                elif not isinstance(item, OnrecordWarning):
                    self.say(str(item))
                    self._writer.problem(item.where, Problem(stage="intake", message=item.what))
                self._commit()
            self._writer.also(self.store.file_done(str(file.path), file.size, file.modified))
            self._commit()

    # alerts

    def _alert(self) -> None:
        self.alerts.search(self.clock.now())

    async def _deliver(self, delivery: Delivery) -> None:
        error = await self.alerts.deliver(delivery)
        if error is None:
            self.store.delivered(delivery)
            return
        self.say(f"alert {delivery.alert!r} cannot be delivered: {error}")
        if delivery.tries + 1 < DELIVERY_TRIES:
            due = self.clock.now() + back_off(delivery.tries, DELIVERY_FIRST, delivery.id.encode())
            self.store.deliver_again(delivery, due)
            return
        what = f"alert {delivery.id} given up after {DELIVERY_TRIES} tries: {error}"
        self._writer.problem(delivery.alert, Problem(stage="alert", message=what))
        self._commit()
        self.store.delivered(delivery)


def _is_done_for(fetch: Fetch, since: float) -> bool:
    """Whether a run that is to do everything once has done this."""
    return fetch.polled is not None and fetch.polled >= since


def _json(record: Record) -> str:
    return msgspec.json.encode(record).decode()

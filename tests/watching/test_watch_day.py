"""24 simulated hours of feeds that fail, redirect, drip and attack, the watcher killed at random all the while."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from simulation import FAILING, GOOD, HOSTILE, HOUR, MOVED, SLOW, SLOW_HOST_DELAY, START, Asked, Day, Web, simulate

from onrecord.archive import open_archive

HOURS, KILLS = 24, 6


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Web, Day]:
    folder = tmp_path_factory.mktemp("day")
    return folder, *simulate(folder, HOURS, KILLS, seed=5)


def published(host: str) -> set[str]:
    """Articles of a host that stood in its feed long enough to be met whatever it did."""
    return {f"/{host}/{n}.html" for n in range(HOURS - 2)}


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_is_there_twice(day: tuple[Path, Web, Day]) -> None:
    folder, web, told = day
    assert told.kills == KILLS
    with open_archive(folder / "a.db") as archive:
        assert archive.check() == ()
        rows = list(archive.pages(newest=False))
        urls = Counter(row.url for row in rows)
        assert set(urls.values()) == {1}
        for host in (GOOD, FAILING, SLOW, HOSTILE):
            wanted = {web.url(host, path) for path in published(host)}
            assert wanted <= set(urls), f"{host}: {sorted(wanted - set(urls))}"
        assert {web.url(MOVED, f"/new{path}") for path in published(MOVED)} <= set(urls)
        assert {row.outlet for row in rows} == {GOOD, FAILING, MOVED, SLOW, HOSTILE}


@pytest.mark.slow
def test_no_request_is_faster_than_its_politeness(day: tuple[Path, Web, Day]) -> None:
    times: dict[str, list[float]] = defaultdict(list)
    for one in day[2].asked:
        times[one.host].append(one.at)
    for host, at in times.items():
        # the first two are robots.txt itself, and what follows it by our own pause
        gaps = [later - earlier for earlier, later in pairwise(at[1:])]
        assert min(gaps) >= (SLOW_HOST_DELAY if host == FAILING else 5.0), host


@pytest.mark.slow
def test_pages_are_fetched_once_but_for_what_a_kill_cut_short(day: tuple[Path, Web, Day]) -> None:
    _, _, told = day
    good = Counter((one.host, one.path) for one in told.asked if one.status == 200 and one.path.endswith(".html"))
    slow_first = sum(1 for host, path in good if host == SLOW and int(path.rpartition("/")[2][:-5]) % 5 == 1)
    assert good.total() - len(good) <= told.kills + slow_first


@pytest.mark.slow
def test_unchanged_feeds_are_asked_conditionally_and_failing_ones_less_often(day: tuple[Path, Web, Day]) -> None:
    def polls(host: str) -> list[Asked]:
        return [one for one in day[2].asked if one.host == host and one.path == "/feed"]

    assert sum(one.status == 304 for one in polls(GOOD)) > 60
    assert sum(one.conditional for one in polls(GOOD)) >= len(polls(GOOD)) - 1
    failing = [one for one in polls(FAILING) if START + 3 * HOUR <= one.at < START + 6 * HOUR]
    assert 1 <= len(failing) <= 5


@pytest.mark.slow
def test_hostile_hosts_are_refused(day: tuple[Path, Web, Day]) -> None:
    folder, web, told = day
    with open_archive(folder / "a.db") as archive:
        problems = {one.path: one.problem.message for one in archive.problems()}
        watching = archive.watching()
        feeds = {feed.url: feed for feed in watching.feeds()}
        watching.close()
    assert "169.254.169.254, a private or reserved address" in problems[web.url(HOSTILE, "/metadata")]
    assert "more than fetch_redirects 5 redirects" in problems[web.url(HOSTILE, "/loop")]
    assert "not http or https" in problems[web.url(HOSTILE, "/file")]
    assert "robots.txt" in problems[web.url(HOSTILE, "/closed/1.html")]
    assert feeds[web.url(HOSTILE, "/feed")].error == "declares entities, which is refused"
    assert not [one for one in told.asked if one.path.startswith("/closed")]


@pytest.mark.slow
def test_every_page_alerts_once(day: tuple[Path, Web, Day]) -> None:
    folder, _, _ = day
    with open_archive(folder / "a.db") as archive:
        expected = {hit.page.id for hit in archive.find('"late again"', limit=1000, all_versions=True) or ()}
        expected |= {hit.page.id for hit in archive.find("late again", limit=1000, all_versions=True)}
    alerts = [json.loads(line) for line in (folder / "alerts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(expected) > 80
    assert Counter(one["page"]["id"] for one in alerts) == Counter(expected)
    assert len({one["id"] for one in alerts}) == len(alerts)

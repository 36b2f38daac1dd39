"""The desk in a real browser: every page without violation of accessibility or policy, the review with the keyboard, nothing that leaves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from test_desk_security import every_view
from test_desk_views import page_of

from onrecord.archive import open_archive
from onrecord.desk.app import application

pytestmark = pytest.mark.slow
AXE = Path(__file__).resolve().parent / "vendor/axe.min.js"
Tab = Callable[..., Any]


@pytest.fixture
def tab(chromium: Any) -> Iterator[Tab]:
    """Opens tabs, and fails at the end if one of them met an error, an alert, or asked another machine."""
    wrong: list[str] = []
    contexts = []

    def opened(**options: Any) -> Any:
        context = chromium.new_context(**({"viewport": {"width": 1280, "height": 900}, "bypass_csp": False} | options))
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: (
                wrong.append(f"{page.url}: {said.text}") if said.type == "error" and "404" not in said.text else None
            ),
        )
        page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
        page.on("dialog", lambda dialog: wrong.append(f"{page.url}: a dialog"))
        page.on(
            "request", lambda asked: wrong.append(asked.url) if not asked.url.startswith("http://127.0.0.1:") else None
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert wrong == []


def views_of(path: Path, *, all_pages: bool) -> list[str]:
    """Every page of the desk but records, of which there are some; or a page of every kind."""
    with TestClient(application(path), base_url="http://127.0.0.1") as client:
        views = every_view(client, path)
    kinds: dict[str, list[str]] = {}
    for view in views:
        kind = re.sub(r"/[0-9a-f]{16,}", "/ID", re.sub(r"\?.*", "?" if "record=" in view else "", view))
        kinds.setdefault(kind, []).append(view)
    most = {"/records/ID": 3, "/review?": 6} if all_pages else {}
    return [view for kind, some in kinds.items() for view in some[: most.get(kind, 100 if all_pages else 1)]]


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 400)])
def test_axe_finds_no_violation_on_any_page(tab: Tab, address: str, path: Path, scheme: str, width: int) -> None:
    page = tab(color_scheme=scheme, viewport={"width": width, "height": 900})
    found: dict[str, list[str]] = {}
    for view in views_of(path, all_pages=(scheme, width) == ("light", 1280)):
        page.goto(address + view)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        if result["violations"]:
            found[view] = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in result["violations"]]
        assert page.title() != "owned"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1"), f"{view} is wider than {width}"
    assert found == {}


def test_hostile_pages_run_nothing(tab: Tab, address: str, path: Path) -> None:
    page = tab()
    id_ = page_of(path, "Title")
    for view in (
        f"/pages/{id_}",
        f"/pages/{id_}/original",
        "/",
        "/search?q=owned",
        "/events",
        "/positions",
        "/map",
        "/actors",
    ):
        page.goto(address + view)
        page.wait_for_load_state("networkidle")
        assert page.title() != "owned"
        assert (
            page.evaluate(
                "document.querySelectorAll('main script, main img, main [onerror], main [onmouseover]').length"
            )
            == 0
        )


def test_the_review_round_trip_with_the_keyboard(tab: Tab, address: str, path: Path) -> None:
    page = tab()
    page.goto(f"{address}/review?page={page_of(path, 'Chile gives')}")
    page.fill("input[name=reviewer]", "Ida")
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    with page.expect_navigation():
        page.keyboard.press("a")
    with page.expect_navigation():
        page.keyboard.press("r")
    page.keyboard.press("c")
    page.select_option("select[name=new_status]", "claimed")
    with page.expect_navigation():
        page.click("text=Keep the correction")
    assert page.locator("text=Nothing is open here on this page").count() == 1
    with open_archive(path) as archive:
        found = archive.reviews.all()
    assert [review.verdict for review in found] == ["correct", "reject", "accept"]
    assert {review.reviewer for review in found} == {"Ida"}
    page.goto(f"{address}/records/{found[0].record}")
    assert page.locator(".reviewed").first.inner_text() == "✎ corrected"


def test_filters_change_the_table_and_the_address(tab: Tab, address: str) -> None:
    page = tab()
    page.goto(f"{address}/events")
    before = page.locator("table.records tbody tr").count()
    page.select_option("select[name=status]", "denied")
    page.wait_for_url("**/events?*status=denied*")
    page.wait_for_function(f"document.querySelectorAll('table.records tbody tr').length < {before}")
    assert page.locator(".status-denied").count() >= 1
    href = page.locator(".downloads a").first.get_attribute("href")
    assert "status=denied" in href


def test_layers_and_notes(tab: Tab, address: str, path: Path) -> None:
    page = tab()
    page.goto(f"{address}/pages/{page_of(path, 'Chile gives')}")
    assert page.locator(".main-event").count() == 3
    page.click(".key-events input")
    page.wait_for_url("**layer=*")
    assert page.locator(".main-event").count() == 0
    page.go_back()
    page.hover(".note-deadlines")
    assert page.locator(".main-deadline.lit").count() == 1
    page.click(".note-deadlines .cite")
    page.wait_for_url("**/records/*#cite")
    assert "sha256:" in page.locator(".citation").inner_text()


def test_keys_and_theme(tab: Tab, address: str) -> None:
    page = tab()
    page.goto(f"{address}/events")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    assert page.locator("tr.here").count() == 1
    page.keyboard.press("g")
    page.keyboard.press("p")
    page.wait_for_url("**/positions")
    with page.expect_navigation():
        page.click("button[value=dark]")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 21, 18)"


def test_the_chart_is_drawn(tab: Tab, address: str) -> None:
    page = tab()
    page.goto(f"{address}/counts")
    page.wait_for_selector("#chart canvas")
    assert page.locator("table.numbers tbody tr").count() >= 3


def test_everything_can_be_read_without_javascript(tab: Tab, address: str, path: Path) -> None:
    page = tab(java_script_enabled=False)
    with open_archive(path) as archive:
        story = archive.stories(limit=1)[0].id
    page.goto(f"{address}/events")
    page.select_option("select[name=status]", "claimed")
    page.click(".filters button")
    assert "status=claimed" in page.url
    assert page.locator(".status-claimed").count() >= 1
    page.goto(f"{address}/stories/{story}")
    assert page.locator(".timeline li").count() >= 2
    page.goto(f"{address}/pages/{page_of(path, 'Chile gives')}")
    page.uncheck(".key-said input")
    page.click(".layers button")
    assert page.locator(".main-said").count() == 0
    page.goto(f"{address}/review")
    page.fill("input[name=reviewer]", "Ida")
    page.click("button[value=accept]")
    page.locator("text=✓ accepted").first.wait_for()

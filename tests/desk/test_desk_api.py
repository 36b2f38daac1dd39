"""The API answers in the shapes of the contract, and whatever it is asked it never fails."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_desk_views import page_of

from onrecord.archive import open_archive
from onrecord.codec import decode
from onrecord.desk.app import application


def test_a_page_is_the_record_of_the_contract(client: TestClient, path: Path) -> None:
    page = page_of(path, "Chile gives")
    with open_archive(path) as archive:
        assert decode(client.get(f"/api/pages/{page}").text) == archive.record(page)
        assert client.get(f"/api/pages/{page[:8]}/text").json() == {"id": page, "text": archive.text(page)}


def test_answers_carry_their_claimants(client: TestClient) -> None:
    (claimed,) = [one for one in client.get("/api/events?status=claimed").json() if one["type"] == "COERCE"]
    assert claimed["claimants"] == ["Ana Ruiz"]
    assert {one["status"] for one in client.get("/api/events?status=denied").json()} == {"denied"}
    assert client.get("/api/positions?country=BRA").json()[0]["stance"] == "for"
    assert client.get("/api/deadlines?open_on=2024-03-20").json()[0]["term"] == "P8D"
    assert len(client.get("/api/stories").json()) == 1
    assert client.get("/api/counts?by=type").json()[0].keys() == {"type", "count", "pages"}


def test_errors_are_json(client: TestClient) -> None:
    for view, code in (
        ("/api/events?type=NONSENSE", 400),
        ("/api/pages/zz", 404),
        ("/api/events?limit=none", 422),
        ("/api/nothing", 404),
    ):
        answer = client.get(view)
        assert (answer.status_code, list(answer.json())) == (code, ["detail"]), view


def test_every_address_is_described(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.")
    assert len(described["paths"]) >= 18
    assert all(path.startswith("/api/") for path in described["paths"])
    documented = (Path(__file__).resolve().parents[2] / "docs/desk.md").read_text(encoding="utf-8")
    assert {path for path in described["paths"] if f"`{path}" not in documented} == set()


@pytest.mark.slow
def test_whatever_is_asked_it_never_fails(path: Path) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: the API is not fuzzed")
    app = application(path, hosts=("127.0.0.1", "localhost", "testserver"))
    schema: Any = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    with open_archive(path) as archive:
        page = page_of(path, "Chile gives")
        known = [page, archive.record(page).events[0].id, archive.stories(limit=1)[0].id]
    codes: Counter[int] = Counter()

    def asked(case: Any, id_: str) -> None:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = id_ or case.path_parameters[name]
        answer = case.call()
        codes[answer.status_code] += 1
        assert answer.status_code < 500, (case.formatted_path, case.query, answer.text[:300])

    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:
        again = settings(
            max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None
        )
        again(given(operation.as_strategy(), st.sampled_from(("", *known)))(asked))()
    assert len(operations) >= 18
    assert codes[200] > 100
    assert codes[404] > 10

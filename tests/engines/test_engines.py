"""One map call, on processes of this machine and on Dask: every message answered once, whoever dies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import engine_work
import pytest

from onrecord import engines
from onrecord.engines import Engine, workers
from onrecord.engines.cluster import DaskEngine
from onrecord.engines.workers import LocalEngine
from onrecord.errors import EngineError


@pytest.fixture(params=["local", pytest.param("dask", marks=pytest.mark.slow)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    made: Engine = LocalEngine(2) if request.param == "local" else DaskEngine(None, 2)
    yield made
    made.close()


def test_every_message_is_answered_once(engine: Engine) -> None:
    messages = [str(number).encode() for number in range(25)]
    outcomes = [one for one in engine.map(engine_work.double, messages) if one is not None]
    assert sorted(one.message for one in outcomes) == sorted(messages)
    assert all(one.result == one.message * 2 for one in outcomes)


def test_messages_are_taken_as_workers_become_free(engine: Engine) -> None:
    taken = 0

    def messages() -> Iterator[bytes]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield str(number).encode()

    for outcome in engine.map(engine_work.double, messages()):
        if outcome is not None:
            break
    assert taken < 20


def test_a_message_over_which_a_worker_died_is_tried_again(engine: Engine, tmp_path: Path) -> None:
    messages = [str(tmp_path / f"{number}").encode() for number in range(3)]
    outcomes = [one for one in engine.map(engine_work.die_once, messages) if one is not None]
    assert sorted(one.message for one in outcomes) == sorted(messages)
    assert {one.result for one in outcomes} == {b"done"}


def test_what_kills_every_worker_is_given_up_and_the_rest_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "ATTEMPTS", 3)
    assert engines.ATTEMPTS > 3
    outcomes = {
        one.message: one for one in LocalEngine(2).map(engine_work.die, [b"a", b"bad", b"b"]) if one is not None
    }
    assert outcomes[b"a"].result == b"a" and outcomes[b"b"].result == b"b"
    assert outcomes[b"bad"].result is None and outcomes[b"bad"].error == "3 processes died over it"


@pytest.mark.slow
def test_dask_tells_what_the_work_raised() -> None:
    engine = DaskEngine(None, 1)
    (outcome,) = [one for one in engine.map(engine_work.fail, [b"a"]) if one is not None]
    engine.close()
    assert outcome.result is None and outcome.error == "ValueError: no such luck"


@pytest.mark.slow
def test_a_scheduler_that_is_not_there_is_one_clear_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.engines.cluster._CONNECT", 0.5)
    with pytest.raises(EngineError, match="no Dask scheduler at tcp"):
        DaskEngine("tcp://127.0.0.1:9", 1)

"""Batch in this process: parts, manifest, what a rerun does, and what is told of inputs that cannot be read."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import msgspec
import pandas as pd
import pytest

from onrecord import codec, read
from onrecord.adding import Adding
from onrecord.archive import open_archive
from onrecord.batching import journal, manifest
from onrecord.batching import work as working
from onrecord.batching.job import Job
from onrecord.batching.tasks import Options, Task, limits, tasks
from onrecord.engines import Outcome, Work
from onrecord.engines import local as engine_local
from onrecord.engines.local import MADE_BY, read_alone
from onrecord.errors import EngineError, InputError
from onrecord.intake import pages
from onrecord.parts import readings
from onrecord.pipeline import Given, RawPage, Reading
from onrecord.settings import Settings, settings

DOCS = Path(__file__).resolve().parents[2] / "docs" / "batch.md"


class Here:
    """An engine that works in this process."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.closed = False

    def map(self, work: Work, messages: Iterable[bytes]) -> Iterator[Outcome | None]:
        for message in messages:
            self.messages.append(message)
            yield Outcome(message, work(message))
            yield None

    def close(self) -> None:
        self.closed = True


OPTIONS = Options(made_by=MADE_BY, article=True, limits=limits())


def page(number: int) -> str:
    text = (
        f"Ferry {number} is late\n\n“The ferry is late again,” said Odile Barrow, who has waited for {number} hours.\n"
    )
    return json.dumps({"id": str(number), "text": text, "lang": "en"})


@pytest.fixture
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three files of three pages in a folder `in` of the working directory."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    for name in range(3):
        (folder / f"f{name}.jsonl").write_text("".join(page(10 * name + n) + "\n" for n in range(3)), encoding="utf-8")
    return folder


def run(*paths: str, out: str = "out", options: Options = OPTIONS) -> tuple[Job, Here, list[str]]:
    said: list[str] = []
    engine = Here()
    job = Job(paths, Path(out), options, say=said.append)
    for _ in job.run(engine):
        pass
    assert engine.closed
    return job, engine, said


def parts(out: str = "out") -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(Path(out).glob("*.parquet"))}


def test_parts_hold_what_reading_gives(inputs: Path) -> None:
    job, _, said = run("in")
    assert (len(job.parts), job.total, said) == (3, 3, [])
    expected = [codec.encode(record) for record in read("in", article=True)]
    found = [one for name in sorted(job.parts) for one in readings(Path("out") / name, name)]
    assert [codec.encode(one.record) for one in found if isinstance(one, Reading)] == expected
    assert all(isinstance(one, Reading) and "Ferry" in one.text for one in found)
    assert sorted(path.name for path in Path("out").iterdir()) == ["_manifest.json", *sorted(job.parts)]


def test_the_manifest_tells_every_part(inputs: Path) -> None:
    run("in")
    told = json.loads(Path("out/_manifest.json").read_text())
    assert (told["form"], told["complete"], told["pages"], told["failed"]) == ("onrecord-batch/1", True, 9, [])
    assert {part["name"]: part["sha256"] for part in told["parts"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in parts().items()
    }
    assert [part["inputs"][0]["path"] for part in told["parts"]] == ["in/f0.jsonl", "in/f1.jsonl", "in/f2.jsonl"]


def test_duckdb_and_pandas_read_parts_as_they_are(inputs: Path) -> None:
    run("in")
    rows = duckdb.sql(
        "SELECT page.key, a.speakers[1].text, a.content.text FROM 'out/*.parquet', unnest(attributions) t(a) ORDER BY 1"
    ).fetchall()
    assert len(rows) == 9
    assert rows[0][0] == "0" and "Odile Barrow" in rows[0][1] and "late" in rows[0][2]
    example = re.search(r'duckdb.sql\("""(.*?)"""', DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    assert duckdb.sql(example[1].replace("DIR/", "out/")).columns == ["outlet", "type", "status", "text", "start"]
    frame = pd.read_parquet("out")
    assert len(frame) == 9 and set(frame["made_by"]) == {MADE_BY}
    assert sorted(frame["page"].str["key"]) == sorted(str(10 * name + n) for name in range(3) for n in range(3))


def test_a_rerun_makes_only_what_is_missing_and_the_same(inputs: Path) -> None:
    run("in")
    before = parts()
    lost = sorted(before)[1]
    (Path("out") / lost).unlink()
    (Path("out") / ".f0.jsonl.parquet.host-1.part").write_bytes(b"left by a run that was killed")
    job, engine, _ = run("in")
    assert [msgspec.json.decode(message, type=Task).name for message in engine.messages] == [lost]
    assert (job.kept, job.made, parts()) == (2, 1, before)
    assert not list(Path("out").glob(".*"))


def test_what_changed_is_made_anew(inputs: Path) -> None:
    run("in")
    (inputs / "f1.jsonl").write_text(page(99) + "\n", encoding="utf-8")
    assert len(run("in")[1].messages) == 1
    assert json.loads(Path("out/_manifest.json").read_text())["pages"] == 7
    other = msgspec.structs.replace(OPTIONS, given=Given(outlet="The Quay"))
    assert len(run("in", options=other)[1].messages) == 3
    damaged = Path("out") / sorted(parts())[0]
    damaged.write_bytes(damaged.read_bytes()[:-100])
    assert len(run("in", options=other)[1].messages) == 1


def test_slices_of_a_large_file_are_parts_of_their_own(inputs: Path) -> None:
    small = msgspec.structs.replace(OPTIONS, slice_bytes=230)
    job, _, _ = run("in/f0.jsonl", options=small)
    assert len(job.parts) == 2 and sum(part.pages for part in job.parts.values()) == 3
    assert [name[-14:] for name in sorted(job.parts)] == ["-00000.parquet", "-00001.parquet"]


def test_pages_in_files_of_their_own_share_a_part(inputs: Path) -> None:
    for number in range(4):
        (inputs / f"p{number}.txt").write_text(f"The ferry {number} is late.", encoding="utf-8")
    (inputs / "empty.html").write_bytes(b"")
    job, _, _ = run("in")
    (shared,) = [part for part in job.parts.values() if len(part.inputs) > 1]
    assert (shared.pages, shared.problems) == (4, 1)
    (problem,) = [one for one in readings(Path("out") / shared.name, "") if isinstance(one, InputError)]
    assert str(problem) == "in/empty.html: empty file"


def test_inputs_that_cannot_be_read_are_told_and_stop_nothing(inputs: Path) -> None:
    (inputs / "gone.jsonl").symlink_to("nowhere")
    (inputs / "odd.warc.gz").write_bytes(b"no gzip")
    (inputs / "cut.jsonl.gz").write_bytes(gzip.compress((page(77) + "\n").encode() * 2)[:-4])
    job, _, said = run("in", "missing")
    assert len(job.parts) == 4
    failed = {one.input: one.error for one in job.failed}
    assert failed["in/gone.jsonl"] == "no such file or folder"
    assert "not gzip data" in failed["in/odd.warc.gz"] and "missing" in failed and len(said) == 3
    told = manifest.read(Path("out"))
    assert told is not None and not told.complete and len(told.failed) == 3
    (cut,) = [part for part in told.parts if part.name.startswith("cut")]
    assert cut.pages == 2 and cut.problems == 1
    (inputs / "gone.jsonl").unlink()
    (inputs / "gone.jsonl").write_text(page(5) + "\n", encoding="utf-8")
    assert run("in")[0].made == 1


def test_the_output_is_no_input(inputs: Path) -> None:
    run(".", out="in/out")
    job, engine, _ = run(".", out="in/out")
    assert (len(job.parts), engine.messages) == (3, [])


def test_names_of_files_may_be_long_and_must_be_text(inputs: Path) -> None:
    (inputs / ("ж" * 110 + ".jsonl")).write_text(page(50) + "\n", encoding="utf-8")
    Path(os.fsdecode(bytes(inputs) + b"/caf\xe9.jsonl")).write_text(page(51) + "\n", encoding="utf-8")
    job, _, said = run("in")
    assert len(job.parts) == 4
    assert said == ["in/caf\ufffd.jsonl: has a name that is not UTF-8: rename it"]


def test_a_full_disk_stops_the_job_and_keeps_what_is_done(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = 0
    real = working.PartWriter.finish

    def full(self: working.PartWriter, facts: object) -> tuple[int, str]:
        nonlocal begun
        begun += 1
        if begun == 2:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, facts)  # type: ignore[arg-type]

    monkeypatch.setattr(working.PartWriter, "finish", full)
    with pytest.raises(EngineError, match=r"out: the disk is full; what is done is safe"):
        run("in")
    assert len(parts()) == 1 and not list(Path("out").glob(".*"))
    told = manifest.read(Path("out"))
    assert told is not None and not told.complete and len(told.parts) == 1
    monkeypatch.undo()
    os.chdir(inputs.parent)
    job, engine, _ = run("in")
    assert (job.kept, job.made, len(engine.messages)) == (1, 2, 2)


def test_a_worker_that_would_read_otherwise_refuses(inputs: Path) -> None:
    other = msgspec.structs.replace(OPTIONS, limits={**OPTIONS.limits, "page_seconds": 1.0})
    job, _, said = run("in", options=other)
    assert not job.parts
    assert "a worker has page_seconds 60.0, the job 1.0" in said[0]


KILLED = """
import os, sys
from onrecord.batching import work as working
def deadly(raw):
    if "Ferry 1 " in raw.content:
        os.kill(os.getpid(), 9)
    return reading(raw)
reading, working.read_page = working.read_page, deadly
sys.stdout.buffer.write(working.work(sys.stdin.buffer.read()))
"""


def test_a_page_that_kills_its_worker_is_read_alone_at_last(inputs: Path) -> None:
    task = next(one for one in tasks(["in"], OPTIONS, Path("out")) if isinstance(one, Task))
    Path("out").mkdir()
    codes = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", KILLED], input=msgspec.json.encode(task), capture_output=True)
        codes.append(done.returncode)
    assert codes == [-9, -9, 0], done.stderr
    assert msgspec.json.decode(done.stdout, type=working.Done).pages == 3
    found = [one for one in readings(Path("out") / task.name, "") if isinstance(one, Reading)]
    assert [one.record.attributions != () for one in found] == [True, True, True]


def test_a_page_that_kills_its_own_process_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_local.sys, "executable", "/bin/false")
    reading = read_alone(RawPage(id="0" * 64, content="He spoke.", where="x"))
    assert reading.record.problems[0].message == "the process that read this page died"


def test_journals_count_deaths_at_one_page_only(tmp_path: Path) -> None:
    def killed_at(page: int) -> int:
        one = journal.Journal(tmp_path, "a")
        deaths = one.at(page, 0)
        one._file.close()  # as if killed: the journal stays
        return deaths

    assert [killed_at(3), killed_at(3), killed_at(3), killed_at(5), killed_at(5)] == [0, 1, 2, 0, 1]
    with journal.Journal(tmp_path, "a") as left_well:
        left_well.at(9, 120)
        now = journal.entry(tmp_path / journal.FOLDER / "a.json")
        assert now is not None and (now.page, now.bytes) == (9, 120)
    assert journal.entry(tmp_path / journal.FOLDER / "a.json") is None


def test_an_archive_takes_parts_without_reading_again(inputs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (inputs / "cut.jsonl.gz").write_bytes(gzip.compress((page(77) + "\n").encode() * 2)[:-4])
    run("in")
    monkeypatch.setattr(engine_local, "read_page", lambda raw: pytest.fail("a page was read again"))
    with open_archive("a.db", create=True) as archive:
        for round_ in range(2):
            said: list[str] = []
            with archive.writer() as writer:
                adding = Adding(writer, None, say=said.append, skip_known=True)
                items = pages(["out"], given=Given(), article=False, settings=settings())
                list(adding.run(items, 1))
            assert adding.done["new"] == (10 if round_ == 0 else 0)
            assert len(said) == 1 and "cut short" in said[0]
        assert archive.check() == ()
        assert archive.counts().pages == 10
        assert len(archive.find("ferry late", limit=50)) == 10
        assert any("cut short" in one.problem.message for one in archive.problems())
        assert [one.pages for one in archive.actors("Odile Barrow")] == [10]


def test_standing_tells_how_far_it_is(inputs: Path) -> None:
    job = Job(["in"], Path("out"), OPTIONS, say=print)
    lines = [standing.line() for standing in job.run(Here())]
    assert lines[0].startswith("1 of 3 parts, 3 pages, ") and all("pages/s" in line for line in lines)
    assert lines[-1].startswith("3 of 3 parts, 9 pages, ")


@pytest.mark.slow
def test_the_command_makes_parts_with_processes(inputs: Path) -> None:
    command = [sys.executable, "-m", "onrecord", "batch", "in", "--out", "out", "--jobs", "2", "--article"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "3 parts, 9 pages -> out\n"
    made = parts()
    run("in", out="here")
    assert parts("here") == made
    again = subprocess.run([*command, "--engine", "ray"], capture_output=True, text=True)
    assert again.returncode == 2 and "neither local nor dask" in again.stderr


def test_settings_of_slices_are_the_default() -> None:
    assert Settings().batch_slice_bytes == OPTIONS.slice_bytes

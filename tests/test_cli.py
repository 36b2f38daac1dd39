from __future__ import annotations

import builtins
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from onrecord.__main__ import main

PAGE = """Harbour talks stall as council sets term

The harbour council gave the dockers' union six days to end the blockade of the northern pier on Monday.

“We will not move a single crate until the night shifts are paid,” said Marta Quill, who leads the union.

Quill said that the council had not answered two letters. The council declined to comment on the letters.
"""


def onrecord(*arguments: str, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *arguments],
        input=stdin,
        capture_output=True,
        cwd=cwd,
        timeout=120,
        check=False,
    )


def lines(output: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in output.splitlines()]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "harbour.txt"
    file.write_text(PAGE, encoding="utf-8")
    return file


def test_read_prints_one_record_a_page_in_order(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text("".join(json.dumps({"id": f"p{n}", "text": PAGE}) + "\n" for n in range(3)), encoding="utf-8")
    done = onrecord("read", str(page), str(other), "--outlet", "The Pier")
    assert done.returncode == 0, done.stderr
    records = lines(done.stdout)
    assert [record["page"]["key"] for record in records] == [None, "p0", "p1", "p2"]  # type: ignore[index]
    assert len({record["page"]["id"] for record in records}) == 4  # type: ignore[index]
    assert {record["page"]["outlet"] for record in records} == {"The Pier"}  # type: ignore[index]


def test_the_number_of_workers_changes_nothing(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text(
        "".join(json.dumps({"id": str(n), "text": f"{PAGE}\n{n}"}) + "\n" for n in range(12)), encoding="utf-8"
    )
    one, two = onrecord("read", str(many)), onrecord("read", str(many), "--jobs", "2")
    assert one.returncode == two.returncode == 0, two.stderr
    assert one.stdout == two.stdout and one.stdout


def test_read_takes_standard_input() -> None:
    done = onrecord("read", "-", stdin=PAGE.encode())
    assert done.returncode == 0
    assert lines(done.stdout)[0]["page"]["title"]["text"] == "Harbour talks stall as council sets term"  # type: ignore[index]


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "no such file"), (b"", "empty"), (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "")],
    ids=["missing", "empty", "binary"],
)
def test_what_cannot_be_read_gets_one_clear_line_and_exit_1(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    file = tmp_path / "bad.txt"
    if content is not None:
        file.write_bytes(content)
    done = onrecord("read", str(file))
    said = done.stderr.decode()
    assert done.returncode == 1
    assert done.stdout == b""
    assert said.count("\n") == 1 and "bad.txt" in said and message in said.lower(), said
    assert "Traceback" not in said


def test_one_bad_file_does_not_stop_the_others(page: Path, tmp_path: Path) -> None:
    done = onrecord("read", str(tmp_path / "missing.txt"), str(page))
    assert done.returncode == 0
    assert len(lines(done.stdout)) == 1
    assert b"missing.txt" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [("read",), ("nonsense",), ("read", "x", "--published", "tomorrow"), ("read", "x", "--language", "english")],
)
def test_wrong_usage_is_exit_2(arguments: tuple[str, ...]) -> None:
    done = onrecord(*arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_add_find_show_cite_forget(page: Path, tmp_path: Path) -> None:
    archive = ("--archive", str(tmp_path / "a.db"))
    first = onrecord("add", str(page), *archive, "--case", "pier", "--json")
    assert [row["what"] for row in lines(first.stdout)] == ["new"], first.stderr
    again = onrecord("add", str(page), *archive, "--case", "pier", "--json")
    assert [row["what"] for row in lines(again.stdout)] == ["unchanged"]

    hits = lines(onrecord("find", "crate", *archive, "--json").stdout)
    assert len(hits) == 1
    assert hits[0]["kind"] == "direct"
    assert hits[0]["speakers"][0]["text"].startswith("Marta Quill")  # type: ignore[index]
    text = PAGE
    (start, end), *_ = hits[0]["content"]["spans"]  # type: ignore[index]
    assert text[start:end].startswith("“We will not move")

    record = str(hits[0]["id"])
    shown = onrecord("show", record[:8], *archive).stdout.decode()
    assert "⟦“We will not move" in shown.replace("\n", " ")
    cited = onrecord("cite", record, *archive).stdout.decode()
    assert hits[0]["page"]["id"] in cited and f"{start}-{end}" in cited  # type: ignore[index]
    csl = lines(onrecord("cite", record, *archive, "--csl").stdout)[0]
    assert csl["id"] == record and csl["title"] == "Harbour talks stall as council sets term"

    page_id = str(hits[0]["page"]["id"])  # type: ignore[index]
    assert onrecord("forget", page_id, *archive, "--yes").returncode == 0
    assert b"crate" not in (tmp_path / "a.db").read_bytes()
    assert onrecord("find", "crate", *archive, "--json").stdout == b""


def test_find_without_an_archive_says_so(tmp_path: Path) -> None:
    done = onrecord("find", "anything", cwd=tmp_path)
    assert done.returncode == 1
    assert b"onrecord.db" in done.stderr and done.stderr.count(b"\n") == 1
    assert not (tmp_path / "onrecord.db").exists()


def test_what_failed_is_listed(tmp_path: Path, page: Path) -> None:
    archive = ("--archive", str(tmp_path / "a.db"))
    onrecord("add", str(page), str(tmp_path / "missing.txt"), *archive)
    rows = lines(onrecord("problems", *archive, "--json").stdout)
    assert any("missing.txt" in str(row["path"]) for row in rows)


def test_interrupt_is_one_line_and_exit_130(tmp_path: Path) -> None:
    many = tmp_path / "many.jsonl"
    many.write_text(
        "".join(json.dumps({"id": str(n), "text": f"{PAGE}\n{n}"}) + "\n" for n in range(4000)), encoding="utf-8"
    )
    child = subprocess.Popen(
        [sys.executable, "-m", "onrecord", "add", str(many), "--archive", str(tmp_path / "a.db"), "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert child.stdout is not None
    first = child.stdout.readline()
    os.kill(child.pid, signal.SIGINT)
    rest, said = child.communicate(timeout=60)
    assert child.returncode == 130, said
    assert said.count(b"\n") == 1 and b"interrupted" in said
    acknowledged = [json.loads(line)["id"] for line in (first + rest).splitlines()]
    time.sleep(0.1)
    for page_id in acknowledged[:3]:
        assert onrecord("show", page_id, "--archive", str(tmp_path / "a.db"), "--json").returncode == 0


def test_interrupt_while_modules_load_is_one_line_and_exit_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    load = builtins.__import__

    def pressed(name: str, *rest: Any, **named: Any) -> Any:
        if name == "onrecord.cli":
            raise KeyboardInterrupt
        return load(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", pressed)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130
    assert capsys.readouterr().err == "onrecord: interrupted\n"


def test_every_command_explains_itself() -> None:
    listed = onrecord("--help").stdout.decode()
    for command in ("read", "add", "find", "show", "cite", "forget"):
        assert command in listed
        assert onrecord(command, "--help").returncode == 0


def test_compare_status_shows_both_codings(tmp_path: Path) -> None:
    file = tmp_path / "claim.txt"
    file.write_text(
        "Border quiet, ministry says\n\nUkraine said on Monday that Russia had attacked a hospital in Kharkiv. "
        "Russia denied attacking the hospital.\n",
        encoding="utf-8",
    )
    done = onrecord("read", str(file), "--article", "--compare-status")
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    assert "a naive coder" in shown
    assert "ASSAULT" in shown
    assert "≠" in shown


def test_export_writes_what_the_archive_holds(page: Path, tmp_path: Path) -> None:
    archive = str(tmp_path / "a.db")
    assert onrecord("add", str(page), "--archive", archive).returncode == 0
    done = onrecord("export", "csv", str(tmp_path / "out"), "--archive", archive)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "attributions.csv").is_file()
    wrong = onrecord("export", "docx", str(tmp_path / "out2"), "--archive", archive)
    assert (wrong.returncode, b"docx" in wrong.stderr) == (2, True)

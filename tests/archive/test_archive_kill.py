"""kill -9 during an add (a few rounds of the benchmark) and during a forget: nothing by half, nothing left behind."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archive_pages import made

from onrecord.archive import open_archive

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "durability.py"

FORGET = """
import sys
from onrecord.archive import open_archive
with open_archive(sys.argv[1]) as archive:
    print("ready", flush=True)
    archive.forget(sys.argv[2])
"""


@pytest.mark.slow
def test_killed_runs_keep_what_they_acknowledged() -> None:
    command = [sys.executable, str(BENCHMARK), "--kills", "4", "--pages", "150", "--read-every", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rounds with anything wrong: 0" in done.stdout
    assert "rounds: killed 4," in done.stdout


@pytest.mark.slow
def test_a_killed_forget_is_finished_later(tmp_path: Path) -> None:
    path, rng = tmp_path / "test.db", random.Random(1)
    secret = made("Quombledorf fell.", path="secret.txt", said=[("Vrint", "jibbelwock")])
    page = secret[0].page.id
    others = [made(f"Page {n} tells of common things. " * 40, path=f"{n}.txt") for n in range(300)]
    for _ in range(12):
        with open_archive(path, create=True) as archive:
            list(archive.add([*others, secret]))
        child = subprocess.Popen([sys.executable, "-c", FORGET, str(path), page], stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0, 0.12))
        child.kill()
        child.communicate()
        with open_archive(path) as archive:
            assert archive.check() == ()
            there = archive.page(page) is not None
            assert len(archive.find("quombledorf", in_="passages")) == int(there)
            archive.forget(*[page] * there)
            content = b"".join(file.read_bytes() for file in tmp_path.iterdir())
            assert not [
                word for word in (b"quombledorf", b"jibbelwock", b"secret.txt", page.encode()) if word in content
            ]

"""kill -9 during an add, a few rounds of the benchmark: what was acknowledged is there, nothing by half."""

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).resolve().parents[2] / "benchmarks" / "durability.py"


@pytest.mark.slow
def test_killed_runs_keep_what_they_acknowledged() -> None:
    command = [sys.executable, str(BENCHMARK), "--kills", "4", "--pages", "150", "--read-every", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "rounds with anything wrong: 0" in done.stdout
    assert "4 rounds: killed 0" not in done.stdout

"""Fixtures shared by all tests; no test reaches the network."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder of benchmark data that is not part of the project; tests that need it skip without it."""
    folder = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared"))
    if not (folder / "bench").is_dir():
        pytest.skip(f"benchmark data not found at {folder} (set ONRECORD_SHARED)")
    return folder

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import onrecord
from onrecord.errors import ArchiveError, InputError

EXAMPLES = Path(__file__).resolve().parent.parent / "examples" / "pages"


def test_read_gives_records_in_order() -> None:
    files = [EXAMPLES / "strait-corriere.txt", EXAMPLES / "talsperre-rundblick.html"]
    records = list(onrecord.read(*files))
    assert [record.page.language for record in records] == ["it", "de"]
    assert all(record.attributions for record in records)


def test_read_raises_for_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere"):
        list(onrecord.read(tmp_path / "nowhere.txt"))


def test_open_archive_makes_none_unasked(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError):
        onrecord.open_archive(tmp_path / "none.db")
    with onrecord.open_archive(tmp_path / "new.db", create=True) as archive:
        assert archive.counts().pages == 0


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import sys, onrecord; print(sorted(m for m in sys.modules if m.split('.')[0] in ('numpy', 'lxml', 'rich')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"[]"

"""The file itself: opening what is no archive, damage, full disks, two writers, readers, and no permission."""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from archive_pages import made

from onrecord.archive import Archive, open_archive
from onrecord.archive.sqlite import migrations
from onrecord.errors import ArchiveError

HERE = Path(__file__).parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An archive of twenty pages."""
    path = tmp_path / "test.db"
    with open_archive(path, create=True) as archive:
        list(
            archive.add(
                made(f"Page {n} of many. " * 20, path=f"{n}.txt", said=[("Ada", f"word {n}")]) for n in range(20)
            )
        )
    return path


def missing(path: Path) -> None:
    path.unlink()


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def no_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def other_file(path: Path) -> None:
    path.write_bytes(b"<html>not a database</html>" * 100)


def other_database(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE pages (id)")


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {max(migrations()) + 1}")


@pytest.mark.parametrize(
    ("spoil", "said", "create"),
    [
        (missing, "no such archive", False),
        (folder, "a folder, not an archive", True),
        (no_folder, "the folder does not exist", True),
        (empty, "there is no archive in it", False),
        (other_file, "not an onrecord archive", True),
        (other_database, "of another program", True),
        (newer, "made by a newer onrecord .* update onrecord", True),
    ],
)
def test_what_is_no_archive_is_refused_and_left_alone(
    path: Path, spoil: Callable[[Path], None], said: str, create: bool
) -> None:
    spoil(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ArchiveError, match=said) as raised:
        open_archive(path, create=create)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)
    assert (path.read_bytes() if path.is_file() else None) == before


def test_an_empty_file_may_become_an_archive(path: Path) -> None:
    empty(path)
    with open_archive(path, create=True) as archive:
        assert archive.counts().pages == 0


def test_settings_of_the_file(path: Path) -> None:
    with open_archive(path) as archive:
        pragma = {
            name: archive._db.value(f"PRAGMA {name}")
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
        }
    assert pragma == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1}


def test_migrations_that_fail_leave_the_archive_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good, bad = "ALTER TABLE pages ADD COLUMN mood TEXT;", "CREATE TABLE moods (num INTEGER);\nSELECT nothing;\n"
    newest = max(migrations())
    with monkeypatch.context() as patched:
        patched.setattr(
            "onrecord.archive.sqlite.migrations", lambda: {**migrations(), newest + 1: good, newest + 3: bad}
        )
        with pytest.raises(ArchiveError, match="nothing"):
            open_archive(path)
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == newest + 1
        assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'moods'").fetchone()[0] == 0
        assert connection.execute("SELECT count(mood) FROM pages").fetchone()[0] == 0


def everything(archive: Archive) -> None:
    """Ask all that can be asked."""
    archive.counts(), archive.cases(), archive.problems(), archive.versions("1.txt")
    archive.find("page", in_="passages"), archive.find("wor*"), archive.find("")
    for row in archive.pages():
        archive.record(row.id), archive.text(row.id), archive.sightings(row.id), archive.get(row.id)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_an_archive_error_or_no_harm(path: Path, seed: int) -> None:
    whole, rng = bytearray(path.read_bytes()), random.Random(seed)
    if seed % 4 == 0:
        whole = whole[: rng.randrange(1, len(whole))]
    else:
        for _ in range(10 ** (seed % 4)):
            whole[rng.randrange(len(whole))] = rng.randrange(256)
    path.write_bytes(whole)
    try:
        with open_archive(path) as archive:
            archive.check()
            everything(archive)
            list(archive.add([made("One more.", path="more.txt")]))
    except ArchiveError as error:
        assert str(error).startswith(str(path)) and "\n" not in str(error)


def test_damage_is_noticed(path: Path) -> None:
    whole = path.read_bytes()
    with open_archive(path) as archive:
        record = archive._db.value("SELECT record FROM contents WHERE page = 7")
        page = archive._db.value("SELECT id FROM pages WHERE num = 7")
    at = whole.index(record[:40]) + 20
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    with open_archive(path) as archive:
        with pytest.raises(ArchiveError, match=r"damaged|cannot be read"):
            archive.record(page)
        assert len(archive.check()) == 1


def test_half_a_file_does_not_pass_the_check(path: Path) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ArchiveError, match="damaged"), open_archive(path) as archive:
        assert archive.check()
        everything(archive)


def test_a_second_writer_waits_and_then_says_so(path: Path) -> None:
    with open_archive(path, wait=0.2) as archive, archive.writer() as first, archive.writer() as second:
        with first._db.transaction(), pytest.raises(ArchiveError, match=r"another process is writing .*waited 0.2 s"):
            second.add(*made("Late.", path="late.txt"))
            second.commit()
        second.add(*made("Late.", path="late.txt"))
        assert [added.what for added in second.commit()] == ["new"]


def test_two_writers_take_turns(path: Path) -> None:
    def write(name: str) -> None:
        with open_archive(path) as archive:
            list(archive.add(made(f"Page {name} {n}.", path=f"{name}{n}") for n in range(150)))

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_archive(path) as archive:
        assert archive.counts().pages == 320
        assert archive.check() == ()


def test_two_processes_may_make_the_archive_at_once(tmp_path: Path) -> None:
    code = "import sys; from onrecord.archive import open_archive; open_archive(sys.argv[1], create=True).close()"
    command = [sys.executable, "-c", code, str(tmp_path / "new.db")]
    children = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [child.communicate()[1] for child in children] == [""] * 4


def test_nobody_is_turned_away_while_others_make_the_archive(tmp_path: Path) -> None:
    failed: list[ArchiveError] = []
    for number in range(40):
        start = threading.Barrier(4)

        def make(path: Path = tmp_path / f"{number}.db", start: threading.Barrier = start) -> None:
            start.wait()
            try:
                open_archive(path, create=True).close()
            except ArchiveError as error:
                failed.append(error)

        threads = [threading.Thread(target=make) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []


def test_a_reader_sees_one_moment_while_others_write(path: Path) -> None:
    with open_archive(path) as reader, open_archive(path) as archive:
        listing = reader.pages()
        next(listing)
        list(archive.add([made("New.", path="new.txt")]))
        assert reader.counts().pages == 21


FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {here!r})
from archive_pages import made
from onrecord.archive import open_archive
path, size = Path(sys.argv[1]), int(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
with open_archive(path) as archive:
    try:
        for added in archive.add(made(f"Filling {{n}} " * 50, path=f"f{{n}}.txt") for n in range(100000)):
            print(added.id)
    except Exception as error:
        print(type(error).__name__, error, file=sys.stderr)
"""


def test_a_file_that_may_not_grow_keeps_what_was_acknowledged(path: Path) -> None:
    command = [sys.executable, "-c", FULL.format(here=str(HERE)), str(path), str(path.stat().st_size + 1_500_000)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.startswith(f"ArchiveError {path}: ") and len(done.stderr.splitlines()) == 1, done.stderr
    promised = done.stdout.split()
    assert promised
    with open_archive(path) as archive:
        assert archive.check() == ()
        there = {row.id for row in archive.pages()}
        assert there >= set(promised)
        assert [added.what for added in archive.add([made("Room again.", path="z")])] == ["new"]


def test_a_full_disk_says_so(path: Path) -> None:
    with open_archive(path) as archive, archive.writer() as writer:
        writer._db.run(f"PRAGMA max_page_count = {writer._db.value('PRAGMA page_count') + 5}")
        with pytest.raises(ArchiveError, match="the disk is full"):
            for number in range(1000):
                writer.add(*made(f"Filling {number} " * 50, path=f"f{number}"))
        assert archive.check() == ()


@pytest.fixture
def readable(path: Path) -> Iterator[Path]:
    """The archive in a folder that everybody may enter and nobody (but root) may write to."""
    folder = Path(tempfile.mkdtemp())
    copy = folder / "test.db"
    shutil.copy(path, copy)
    copy.chmod(0o444)
    folder.chmod(0o555)
    yield copy
    folder.chmod(0o755)
    shutil.rmtree(folder)


READ_ONLY = """
import os, sys
from onrecord.archive import open_archive
from onrecord.archive.sqlite import migrations
from onrecord.errors import ArchiveError
from onrecord.records import Problem
migrations()  # while the installation can be read
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
try:
    with open_archive(sys.argv[1], create=True) as archive:
        print(archive.counts().pages, len(archive.find("page", in_="passages")), archive.check())
        with archive.writer() as writer:
            writer.problem("x", Problem(stage="x", message="x"))
except ArchiveError as error:
    print(error)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_read_only_archive_can_be_read(readable: Path) -> None:
    done = subprocess.run([sys.executable, "-c", READ_ONLY, str(readable)], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines() == [
        "20 20 ()",
        f"{readable}: the archive is read-only here (no permission to write the file)",
    ], done.stderr


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_an_archive_that_may_not_be_read(readable: Path) -> None:
    readable.chmod(0o000)
    done = subprocess.run([sys.executable, "-c", READ_ONLY, str(readable)], capture_output=True, text=True, check=False)
    assert "cannot be opened" in done.stdout and str(readable) in done.stdout, done.stderr

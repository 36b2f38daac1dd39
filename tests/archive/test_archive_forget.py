"""Forgetting: no word of a page stays in tables, index, free space or journal."""

import sqlite3
from pathlib import Path

import pytest
from archive_pages import made

from onrecord.archive import open_archive
from onrecord.archive.words import indexed
from onrecord.errors import ArchiveError
from onrecord.records import PageRecord, Problem

SECRET = made(
    "Zyxgrauth wandered through Quombledorf.",
    "Xenvarigold 秘密文件 ended there.",
    said=[("Wuxhamira Vrint", "Jibbelwock comes")],
    path="kept/Yarrowqueth.html",
    url="https://yazzlepage.example/Uxbrindle",
    outlet="Oxvurgish Zeitung",
    title="Zizzerkranz",
    problems=["Pfuibratz in the head"],
)  # fmt: skip
TRACES = (  # noqa: SIM905
    "Zyxgrauth zyxgrauth Quombledorf quombledorf Xenvarigold 秘密 密文 Wuxhamira wuxhamira Jibbelwock jibbelwock "
    "Yarrowqueth yazzlepage Uxbrindle Oxvurgish Zizzerkranz Pfuibratz Harkenvolt"
).split()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "test.db"
    with open_archive(path, create=True, wait=0.3) as archive:
        others = [
            made(f"Page {n} tells of common things. " * 30, path=f"{n}.txt", said=[("Ada", f"word {n}")])
            for n in range(150)
        ]
        list(archive.add(others[:75]))
        list(archive.add([SECRET], case="Harkenvolt"))
        list(archive.add(others[75:], case="other"))
    return path


def raw(path: Path) -> bytes:
    return b"".join(path.with_name(path.name + end).read_bytes() for end in ("", "-wal", "-shm") if path.with_name(path.name + end).exists())  # fmt: skip


def blobs(path: Path) -> list[bytes]:
    """Stretches of the compressed contents of the page."""
    with sqlite3.connect(path) as connection:
        (row,) = connection.execute(
            "SELECT text, record FROM contents JOIN pages ON num = page WHERE id = ?", (SECRET[0].page.id,)
        )
    connection.close()
    return [blob[at : at + 24] for blob in row for at in range(8, len(blob) - 24, 40)]


def vocabulary(path: Path) -> set[str]:
    """All words of the search index."""
    with sqlite3.connect(path) as connection:
        for table in ("passage_words", "attribution_words"):
            connection.execute(f"CREATE VIRTUAL TABLE temp.v_{table} USING fts5vocab(main, {table}, row)")
        found = {
            term
            for table in ("passage_words", "attribution_words")
            for (term,) in connection.execute(f"SELECT term FROM temp.v_{table}")
        }
    connection.close()
    return found


def traces(path: Path, compressed: list[bytes]) -> list[object]:
    content = raw(path)
    found: list[object] = [word for word in TRACES if word.encode() in content]
    found += [part for part in compressed if part in content]
    return found + [id_ for id_ in (SECRET[0].page.id, *(p.id for p in SECRET[0].passages)) if id_.encode() in content]


def test_the_test_can_see_traces(path: Path) -> None:
    compressed = blobs(path)
    assert len(compressed) > 10
    # what is only in the compressed contents shows as these
    visible = {
        "zyxgrauth",
        "quombledorf",
        "秘密",
        "jibbelwock",
        "Yarrowqueth",
        "yazzlepage",
        "Zizzerkranz",
        "Harkenvolt",
    }
    assert {*visible, *compressed, SECRET[0].page.id} <= set(traces(path, compressed))
    with sqlite3.connect(path) as connection:  # what a plain DELETE would leave
        connection.execute("PRAGMA secure_delete = OFF")
        connection.execute("DELETE FROM pages WHERE id = ?", (SECRET[0].page.id,))
    connection.close()
    assert traces(path, [])


def test_no_trace_stays(path: Path) -> None:
    compressed, words = blobs(path), set(indexed(SECRET[1]).split())
    assert words <= vocabulary(path)
    with open_archive(path) as archive:
        archive.forget(SECRET[0].page.id)
        assert traces(path, compressed) == []  # while the archive is open: the journal too
        assert archive.counts().pages == 150
        assert [case.name for case in archive.cases()] == ["other"]
        assert archive.find("quombledorf", in_="passages") == ()
        assert len(archive.find("common", in_="passages", limit=200)) == 150
        assert archive.check() == ()
        with pytest.raises(ArchiveError, match="no page"):
            archive.text(SECRET[0].page.id)
    assert traces(path, compressed) == []
    assert not {word for word in words if word not in ("there", "ended", "through", "comes")} & vocabulary(path)


def test_problems_of_its_file_go_too(path: Path) -> None:
    with open_archive(path) as archive:
        with archive.writer() as writer:
            writer.problem(str(SECRET[0].page.path), Problem(stage="intake", message="truncated"))
        archive.forget(SECRET[0].page.id)
        assert archive.problems() == ()


def test_after_the_newest_the_version_before_is_the_newest(path: Path) -> None:
    newer = made("It never happened.", url=SECRET[0].page.url)
    with open_archive(path) as archive:
        list(archive.add([newer]))
        assert archive.find("quombledorf", in_="passages") == ()
        archive.forget(newer[0].page.id)
        assert len(archive.find("quombledorf", in_="passages")) == 1


def test_a_page_that_was_replaced_leaves_no_old_records(path: Path) -> None:
    record, text = SECRET
    empty = PageRecord(made_by="onrecord 2", page=record.page)
    with open_archive(path) as archive:
        list(archive.add([(empty, text)]))
        assert archive.find("quombledorf", in_="passages") == ()
        archive.forget(record.page.id)
    assert traces(path, []) == []
    assert "quombledorf" not in vocabulary(path)


def test_an_unknown_page_forgets_nothing(path: Path) -> None:
    with open_archive(path) as archive:
        with pytest.raises(ArchiveError, match="nothing was forgotten"):
            archive.forget(SECRET[0].page.id, "0" * 64)
        assert archive.page(SECRET[0].page.id) is not None


def test_a_reader_that_holds_the_journal_is_named_and_the_next_writer_finishes(path: Path) -> None:
    compressed = blobs(path)
    reader = sqlite3.connect(path, isolation_level=None)
    with open_archive(path, wait=0.3) as archive:
        list(archive.add([made("Something to read.", path="read.txt")]))
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM pages").fetchone()
        with pytest.raises(ArchiveError, match=r"gone from the tables.*still.*reading.*journal"):
            archive.forget(SECRET[0].page.id)
        assert archive.page(SECRET[0].page.id) is None
        with pytest.raises(ArchiveError, match="still"):
            archive.forget()
        reader.execute("COMMIT")
        list(archive.add([made("The next page.", path="next.txt")]))
        assert traces(path, compressed) == []
        assert archive.check() == ()
    reader.close()

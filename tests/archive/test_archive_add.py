"""Adding: what is acknowledged is there, the same page changes nothing, a changed page is a new version."""

from pathlib import Path

import msgspec
import pytest
from archive_pages import hash_of, made, with_id

from onrecord.archive import Archive, open_archive
from onrecord.archive.writer import BATCH_PAGES, address_of
from onrecord.errors import ArchiveError, UsageError
from onrecord.records import PageRecord, Problem


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return open_archive(tmp_path / "test.db", create=True)


def everything(archive: Archive) -> object:
    return [
        (row, archive.record(row.id), archive.text(row.id), archive.sightings(row.id)) for row in archive.pages(newest=False)
    ], archive.counts(), archive.problems()  # fmt: skip


def test_what_goes_in_comes_out(archive: Archive) -> None:
    record, text = made(
        "Floods closed the bridge.", said=[("Ada Rue", '"It will open"')], title="Floods", published="2020-03-01",
        outlet="The Ferry", url="https://ferry.example/1", problems=["odd encoding"],
    )  # fmt: skip
    (added,) = archive.add([(record, text)], case="bridges")
    assert (added.id, added.what, added.version) == (record.page.id, "new", 1)
    assert archive.record(added.id) == record
    assert archive.text(added.id) == text
    row = archive.page(added.id)
    assert row is not None
    assert (row.title, row.published, row.outlet, row.address, row.newest, row.cases) == (
        "Floods", "2020-03-01", "The Ferry", "https://ferry.example/1", True, ("bridges",),
    )  # fmt: skip
    assert [(p.page, p.problem) for p in archive.problems()] == [(added.id, record.problems[0])]
    assert archive.check() == ()


def test_the_same_page_twice_changes_nothing(archive: Archive) -> None:
    pages = [made("One word."), made("Another word.", path="b.txt", said=[("Bo", "yes")])]
    list(archive.add(pages, case="a"))
    before = everything(archive)
    assert [added.what for added in archive.add(pages, case="a")] == ["unchanged", "unchanged"]
    assert everything(archive) == before
    assert len(archive.find("yes", in_="attributions")) == 1


def test_the_same_page_twice_in_one_batch(archive: Archive) -> None:
    assert [added.what for added in archive.add([made("Word."), made("Word.")])] == ["new", "unchanged"]
    assert archive.counts().pages == 1


def test_a_new_case_and_a_new_place_are_noted(archive: Archive) -> None:
    list(archive.add([made("Word.")], case="a"))
    assert [added.what for added in archive.add([made("Word.")], case="b")] == ["noted"]
    assert [added.what for added in archive.add([made("Word.", path="copy.txt")])] == ["noted"]
    assert [added.what for added in archive.add([made("Word.", url="https://x.example/")])] == ["noted"]
    (row,) = archive.pages()
    assert row.cases == ("a", "b")
    assert (row.path, row.url) == ("page.txt", "https://x.example/")  # later sightings fill the gaps of the first
    assert {(seen.path, seen.url) for seen in archive.sightings(row.id)} == {
        ("page.txt", None), ("copy.txt", None), ("page.txt", "https://x.example/"),
    }  # fmt: skip
    assert [(case.name, case.pages) for case in archive.cases()] == [("a", 1), ("b", 1)]
    assert archive.check() == ()


@pytest.mark.parametrize(
    "facts", [{"url": "https://x.example/1"}, {"path": "saved.html"}, {"path": "l.jsonl", "key": "7"}]
)
def test_a_changed_page_is_a_new_version(archive: Archive, facts: dict[str, str]) -> None:
    old, new = made("The minister denied it.", **facts), made("The minister confirmed it.", **facts)
    assert [(a.what, a.version) for a in archive.add([old, new])] == [("new", 1), ("version", 2)]
    address = address_of(old[0].page)
    assert [(v.id, v.version, v.newest) for v in archive.versions(address)] == [
        (old[0].page.id, 1, False), (new[0].page.id, 2, True),
    ]  # fmt: skip
    assert archive.text(old[0].page.id) == old[1]
    assert archive.find("denied", in_="passages") == ()
    assert [hit.page.version for hit in archive.find("minister", in_="passages")] == [2]
    assert {hit.page.version for hit in archive.find("minister", in_="passages", all_versions=True)} == {1, 2}
    assert archive.get(old[0].passages[0].id).record == old[0]


def test_an_old_version_seen_again_stays_old(archive: Archive) -> None:
    old, new = made("First."), made("Second.")
    list(archive.add([old, new]))
    assert [a.what for a in archive.add([old, new])] == ["unchanged", "unchanged"]
    assert [(v.version, v.newest) for v in archive.versions("page.txt")] == [(1, False), (2, True)]


def test_a_version_chain_for_every_address(archive: Archive) -> None:
    old, moved = made("First.", path="a.txt"), made("First.", path="b.txt")
    list(archive.add([old, moved, made("Second.", path="b.txt")]))
    assert [row.version for row in archive.versions("a.txt")] == [1]
    assert [row.version for row in archive.versions("b.txt")] == [1, 2]
    assert archive.versions("a.txt")[0].newest  # nothing has replaced it there


def test_lines_of_one_file_are_not_versions_of_each_other(archive: Archive) -> None:
    list(archive.add([made("One.", path="all.jsonl"), made("Two.", path="all.jsonl"), made("Three.", path="-")]))
    list(archive.add([made("Four.", path="lines"), made("Five.", path="lines")]))  # sniffed, whatever its name
    assert all(row.version == 1 and row.newest for row in archive.pages())
    assert {row.id for row in archive.versions("all.jsonl")} == {
        row.id for row in archive.pages() if row.path == "all.jsonl"
    }


def test_equal_text_under_two_keys_is_two_pages(archive: Archive) -> None:
    list(archive.add([made("Same.", path="l.jsonl", key="1"), made("Same.", path="l.jsonl", key="2")]))
    assert [hit.page.key for hit in archive.find("same", in_="passages")] == ["1", "2"]


def test_a_newer_onrecord_replaces_the_records(archive: Archive) -> None:
    (first,) = archive.add([made("Ada said yes.", url="https://x.example/", made_by="onrecord 1", problems=["p"])])
    better = made("Ada said yes.", said=[("Ada", "yes")], made_by="onrecord 2")
    (again,) = archive.add([with_id(better, first.id)])
    assert again.what == "replaced"
    record = archive.record(first.id)
    assert (record.made_by, len(record.attributions), record.page.url) == ("onrecord 2", 1, "https://x.example/")
    assert len(archive.find("said", in_="passages")) == 1
    assert len(archive.find("yes")) == 1
    assert archive.problems() == ()
    assert archive.check() == ()


def test_seen_skips_only_what_is_already_read_so(archive: Archive) -> None:
    record, text = made("Word.")
    with archive.writer() as writer:
        assert writer.seen(record.page, record.made_by) is None
        writer.add(record, text)
        writer.commit()
        assert writer.seen(record.page, "onrecord of tomorrow") is None
        seen = writer.seen(record.page, record.made_by)
        assert seen is not None and seen.what == "unchanged"
        noted = writer.seen(record.page, record.made_by, "a")
        assert noted is not None and noted.what == "noted"
    assert archive.cases()[0].pages == 1


def test_acknowledged_means_that_others_see_it(archive: Archive) -> None:
    acknowledged = []
    with archive.writer() as writer:
        for number in range(BATCH_PAGES):
            assert archive.counts().pages == 0
            acknowledged += writer.add(*made(f"Page {number}.", path=f"{number}.txt"))
        assert archive.counts().pages == BATCH_PAGES
    assert [row.id for row in archive.pages()] == [added.id for added in acknowledged]


def test_slow_pages_do_not_wait_for_a_full_batch(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(1000))
    monkeypatch.setattr("onrecord.archive.writer.time.monotonic", lambda: next(clock))
    with archive.writer() as writer:
        assert len(writer.add(*made("Word."))) == 1


def test_a_batch_that_fails_leaves_nothing(archive: Archive) -> None:
    good = made("Good.")
    broken = msgspec.structs.replace(good[0], page=msgspec.structs.replace(good[0].page, id=hash_of("x"), title=None))  # type: ignore[arg-type]
    with pytest.raises(AttributeError):
        list(archive.add([good, (broken, "text")]))
    assert archive.counts().pages == 0
    assert archive.check() == ()
    assert [added.what for added in archive.add([good])] == ["new"]


def test_a_source_that_fails_loses_nothing_acknowledged(archive: Archive) -> None:
    def pages() -> object:
        for number in range(BATCH_PAGES + 1):
            yield made(f"Page {number}.", path=f"{number}.txt")
        raise RuntimeError("the source broke")

    got = []
    with pytest.raises(RuntimeError, match="source broke"):
        for added in archive.add(pages()):  # type: ignore[arg-type]
            got.append(added)
    assert len(got) == BATCH_PAGES == archive.counts().pages


def test_text_that_is_not_unicode_is_kept_and_a_record_that_is_not_is_refused(archive: Archive) -> None:
    record, _ = made("Fine.")
    list(archive.add([(record, "half a pair \ud800 and a NUL \0")]))
    assert archive.text(record.page.id) == "half a pair \ud800 and a NUL \0"
    with pytest.raises(ArchiveError, match="cannot be written"):
        list(archive.add([made("half a pair \ud800")]))


def test_problems_of_inputs_are_noted_once_and_gone_once_it_can_be_read(archive: Archive) -> None:
    for _ in range(2):
        with archive.writer() as writer:
            writer.problem("page.txt", Problem(stage="intake", message="no permission"))
    assert [(p.page, p.path, p.problem.message) for p in archive.problems()] == [(None, "page.txt", "no permission")]
    list(archive.add([made("Now it can.")]))
    assert archive.problems() == ()


def test_problems_of_a_file_that_gave_pages_too_stay(archive: Archive) -> None:
    cut_short = Problem(stage="intake", message="cut short")
    noted = []
    for _ in range(2):
        with archive.writer() as writer:
            writer.add(*made("One record.", path="all.warc"))
            writer.problem("all.warc", cut_short)
        noted.append(archive.problems())
    assert [p.problem for p in noted[0]] == [cut_short]
    assert noted[0] == noted[1]


def test_a_case_needs_a_name(archive: Archive) -> None:
    with pytest.raises(UsageError, match="empty"):
        list(archive.add([made("Word.")], case="  "))


def test_get_by_prefix(archive: Archive) -> None:
    page = with_id(made("One.", said=[("Ada", "yes")]), "abcdef01" + hash_of("1")[8:])
    twin = with_id(made("Two.", path="b.txt"), "abcdef02" + hash_of("2")[8:])
    list(archive.add([page, twin]))
    assert archive.get("ABCDEF01").page.id == page[0].page.id
    found = archive.get(page[0].attributions[0].id[:10])
    assert (found.kind, found.item, found.page.id) == ("attribution", page[0].attributions[0], page[0].page.id)
    with pytest.raises(ArchiveError, match=r"several ids: abcdef01.*abcdef02"):
        archive.get("abcdef")
    for wrong, said in (("abcde", "not an id"), ("xyzxyz", "not an id"), ("123456789a", "nothing here")):
        with pytest.raises(ArchiveError, match=said):
            archive.get(wrong)


def test_counts(archive: Archive) -> None:
    list(
        archive.add(
            [made("a", published="2019-01-01", said=[("x", "y")]), made("b", path="b", language="it", published="2020")]
        )
    )
    counts = archive.counts()
    assert (counts.pages, counts.records) == (2, {"attribution": 1, "passage": 3})
    assert (counts.languages, counts.published_from, counts.published_to) == ({"en": 1, "it": 1}, "2019-01-01", "2020")


def test_pages_are_listed_past_a_chunk(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.archive.view._CHUNK", 3)
    list(archive.add([made(f"Page {n}.", path=str(n)) for n in range(7)], case="a"))
    assert [row.path for row in archive.pages(case="a")] == [str(n) for n in range(7)]


def test_records_of_other_kinds_are_found_by_id(archive: Archive, tmp_path: Path) -> None:
    record, text = made("Ada Rue came.")
    mention = {"id": "0123456789abcdef", "spans": [[0, 7]], "text": "Ada Rue", "kind": "person"}
    whole = msgspec.convert({**msgspec.to_builtins(record), "mentions": [mention]}, PageRecord)
    list(archive.add([(whole, text)]))
    assert archive.get("0123456789").item == whole.mentions[0]


def test_a_page_that_reads_otherwise_at_once_is_replaced(tmp_path: Path) -> None:
    record, text = made("A page.", title="x")
    newer = msgspec.structs.replace(record, made_by="a newer onrecord")
    with open_archive(tmp_path / "twice.db", create=True) as archive:
        assert [added.what for added in archive.add([(record, text), (newer, text)])] == ["new", "replaced"]
        assert archive.record(record.page.id).made_by == "a newer onrecord"

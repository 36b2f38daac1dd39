"""Slices of a file: together they hold every record once, in order, wherever the cuts fall."""

from __future__ import annotations

import gzip
import io
import json
import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from onrecord.errors import InputError
from onrecord.intake.files import read_slice
from onrecord.intake.items import Context
from onrecord.intake.slices import cuts, kind_of
from onrecord.pipeline import Given, RawPage
from onrecord.settings import Settings


def lines(count: int) -> list[bytes]:
    rng = random.Random(4)
    return [json.dumps({"id": n, "text": f"Page {n}. " * rng.randrange(1, 60)}).encode() for n in range(count)]


def warc(count: int, packed: bool) -> bytes:
    out = io.BytesIO()
    for line in lines(count):
        head = (
            "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\n"
            f"WARC-Target-URI: https://a.example/{json.loads(line)['id']}\r\nContent-Length: {len(line)}\r\n\r\n"
        )
        record = head.encode() + line + b"\r\n\r\n"
        out.write(gzip.compress(record) if packed else record)
    return out.getvalue()


def table(count: int, path: Path) -> None:
    rows = [json.loads(line) for line in lines(count)]
    made = pa.table({"id": [row["id"] for row in rows], "text": [row["text"] for row in rows]})
    pq.write_table(made, path, row_group_size=7, compression="none")


def pages_of(path: Path, slice_bytes: int) -> list[list[RawPage | InputError]]:
    context = Context.of(str(path), str(path), Given(), False, Settings())
    found = []
    for start, end in cuts(path, slice_bytes):
        items = list(read_slice(path, start, end, context, lambda _: None))
        assert all(isinstance(item, RawPage | InputError) for item in items)
        found.append([item for item in items if isinstance(item, RawPage | InputError)])
    return found


@pytest.fixture(scope="module", params=["lines", "warc", "warc.gz", "groups"])
def file(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("slices")
    if request.param == "lines":
        path = folder / "in.jsonl"
        path.write_bytes(b"\n".join(lines(60)) + b"\n")
    elif request.param == "groups":
        path = folder / "in.parquet"
        table(60, path)
    else:
        path = folder / f"in.{request.param}"
        path.write_bytes(warc(60, request.param == "warc.gz"))
    assert kind_of(path) == request.param
    return path


@pytest.mark.parametrize("slice_bytes", [200, 333, 1000, 4096])
def test_slices_hold_every_record_once_and_in_order(file: Path, slice_bytes: int) -> None:
    (whole,) = pages_of(file, 1 << 30)
    sliced = pages_of(file, slice_bytes)
    assert len(whole) == 60 and len(sliced) > 1
    assert [page.id for part in sliced for page in part if isinstance(page, RawPage)] == [
        page.id for page in whole if isinstance(page, RawPage)
    ]
    assert not [item for part in sliced for item in part if isinstance(item, InputError)]


def test_cuts_need_no_reading_and_do_not_depend_on_who_asks(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"x" * 1001)
    assert cuts(path, 500) == [(0, 500), (500, 1000), (1000, None)]
    assert cuts(path, 1001) == [(0, None)]


def test_what_cannot_be_cut_stays_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n".join(lines(50))))
    assert cuts(path, 100) == [(0, None)]
    assert len(pages_of(path, 100)[0]) == 50


def test_a_damaged_member_costs_its_own_record_only(tmp_path: Path) -> None:
    content = bytearray(warc(40, packed=True))
    member = content.find(b"\x1f\x8b\x08", len(content) // 2)
    content[member + 40 : member + 60] = b"\0" * 20
    path = tmp_path / "a.warc.gz"
    path.write_bytes(bytes(content))
    sliced = pages_of(path, 1500)
    pages = [item for part in sliced for item in part if isinstance(item, RawPage) and not item.problems]
    assert len(pages) == 39
    assert any(isinstance(item, InputError) and ", from byte " in item.where for part in sliced for item in part)


def test_columns_of_a_table_are_the_keys_of_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    columns = {"text": ["He spoke.", None], "html": [None, b"<p>She spoke.</p>"], "lang": ["en", None], "other": [1, 2],
               "url": ["https://a.example/1", "https://a.example/2"]}  # fmt: skip
    pq.write_table(pa.table(columns), path)
    ((first, second),) = pages_of(path, 1 << 30)
    assert isinstance(first, RawPage) and isinstance(second, RawPage)
    assert (first.content, first.form, first.given.language, first.url) == (
        "He spoke.",
        "text",
        "en",
        "https://a.example/1",
    )
    assert (second.content, second.form, second.url) == (b"<p>She spoke.</p>", "html", "https://a.example/2")


@pytest.mark.parametrize(("content", "what"), [(b"PAR1 but no more", "not a Parquet file"), (None, "without a column")])
def test_tables_without_pages_are_told(tmp_path: Path, content: bytes | None, what: str) -> None:
    path = tmp_path / "a.parquet"
    if content is None:
        pq.write_table(pa.table({"body": ["x"]}), path)
    else:
        path.write_bytes(content)
    ((error,),) = pages_of(path, 1 << 30)
    assert isinstance(error, InputError) and what in str(error)

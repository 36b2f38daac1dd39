"""Paths to raw pages: files of every form, folders, standard input."""

from __future__ import annotations

import os
import stat
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, cast

from msgspec.structs import replace

from onrecord.charsets import binary
from onrecord.errors import InputError, LimitError, OnrecordWarning
from onrecord.intake.items import Context, Item
from onrecord.intake.lines import is_json_line, read_lines
from onrecord.intake.slices import Window, kind_of
from onrecord.intake.streams import Chunk, Source, gunzip, plain
from onrecord.intake.tables import read_parquet
from onrecord.intake.warc import is_warc, read_warc
from onrecord.pipeline import Given
from onrecord.settings import Settings

#: What a folder is searched for.
SUFFIXES = (".html", ".htm", ".txt", ".jsonl", ".warc", ".gz", ".parquet")
_PARQUET = b"PAR1"
_MANIFEST = "_manifest.json"  # beside the parts of a batch
_LOOK = 65_536  # bytes that tell the form of an input


def read_path(path: str, given: Given, article: bool, settings: Settings) -> Iterator[Item]:
    """Pages of a file, of all files of a folder (sorted, with the folders in it), or of standard input (`-`)."""
    if path == "-":
        context = Context.of("standard input", "-", given, article, settings)
        yield from _read_stream(sys.stdin.buffer, "", context)
        return
    shown = printable(path)
    context = Context.of(shown, shown, given, article, settings)
    try:
        status = Path(path).stat()
        if not path:
            raise FileNotFoundError
    except (OSError, ValueError) as error:
        yield _os_error(shown or "''", error)
        return
    if stat.S_ISDIR(status.st_mode):
        yield from _read_folder(Path(path), context)
    else:
        yield from _read_file(Path(path), status, context)


def printable(path: str) -> str:
    """A path as text that can be written anywhere: bytes of its name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")


def _os_error(where: str, error: OSError | ValueError) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(where, "no such file or folder")
    if isinstance(error, PermissionError):
        return InputError(where, "no permission to read it")
    return InputError(where, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _read_folder(folder: Path, context: Context) -> Iterator[Item]:
    passed: Counter[str] = Counter()
    found = 0
    for entry in walk(folder):
        if isinstance(entry, InputError):
            yield entry
            continue
        path, status = entry
        suffix = path.suffix.lower()
        if path.name == _MANIFEST:
            continue
        if suffix not in SUFFIXES or not stat.S_ISREG(status.st_mode):
            passed[suffix or "no suffix"] += 1
            continue
        found += 1
        shown = printable(str(path))
        yield from _read_file(path, status, replace(context, where=shown, path=shown))
    if passed:
        kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed.items()))
        yield OnrecordWarning(f"{context.where}: passed over files of other kinds: {kinds}")
    if not found:
        yield InputError(context.where, f"folder without a file to read ({' '.join(SUFFIXES)})")


def walk(folder: Path) -> Iterator[tuple[Path, os.stat_result] | InputError]:
    """Files under a folder, by name; links to folders are not followed, so that there is no loop."""
    stack = [folder]
    while stack:
        path = stack.pop()
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                yield path, status
            elif path == folder or not path.is_symlink():
                stack.extend(sorted(path.iterdir(), reverse=True))
        except OSError as error:
            yield _os_error(printable(str(path)), error)


def _read_file(path: Path, status: os.stat_result, context: Context) -> Iterator[Item]:
    if stat.S_ISREG(status.st_mode) and status.st_size == 0:
        yield InputError(context.where, "empty file")
        return
    try:
        with path.open("rb") as file:
            if _is_parquet(file):
                yield from read_parquet(path, context)
            else:
                yield from _read_stream(file, path.name.lower(), context)
    except OSError as error:
        yield _os_error(context.where, error)


def read_slice(
    path: Path, start: int, end: int | None, context: Context, progress: Callable[[int], None]
) -> Iterator[Item]:
    """Pages of the records of a file that begin between two places of `slices.cuts`; `progress` hears of bytes read."""
    try:
        with path.open("rb") as file:
            if not file.peek(1):
                yield InputError(context.where, "empty file")
                return
            if _is_parquet(file):
                yield from read_parquet(path, context, start, end)
                return
            window = Window(file, kind_of(path) if start or end is not None else None, start, end)
            if window.empty:
                return
            if start:
                context = replace(context, where=f"{context.where}, from byte {window.start}")
            for item in _read_stream(cast("BinaryIO", window), path.name.lower(), context):
                progress(window.position - window.start)
                yield item
    except OSError as error:
        yield _os_error(context.where, error)


def _is_parquet(file: BufferedReader) -> bool:
    return file.peek(len(_PARQUET)).startswith(_PARQUET)


def _read_stream(file: BinaryIO, name: str, context: Context) -> Iterator[Item]:
    """Pages of an open file; its (lower case) name is a hint, its content decides."""
    chunks: Iterator[Chunk] = plain(file, context.where)
    source = Source(chunks)
    if source.peek(3).startswith(b"\x1f\x8b"):
        source = Source(gunzip(_rest(source), context.where, context.max_ratio))
        name = name.removesuffix(".gz")
    elif name.endswith(".gz") and source.peek(1):
        yield InputError(context.where, "not gzip data, whatever its name says")
        return
    head, damaged = source.peek(_LOOK), False
    while not head and (gap := source.resume()) is not None:  # its first gzip member is damaged, the next may not be
        yield gap
        head, damaged = source.peek(_LOOK), True
    if not head:
        if not damaged:
            yield InputError(context.where, "empty input")
    elif is_warc(head):
        yield from read_warc(source, context)
    elif name.endswith(".warc"):
        yield InputError(context.where, "not a WARC file, whatever its name says")
    elif what := binary(head):
        yield InputError(context.where, f"{what}, not text")
    elif name.endswith(".jsonl") or (not name.endswith((".html", ".htm", ".txt")) and is_json_line(head)):
        yield from read_lines(source, context)
    else:
        yield from _read_page(source, name, context)


def _rest(source: Source) -> Iterator[Chunk]:
    """What a source has not given yet, as chunks."""
    while True:
        chunk = source.take(1 << 18)
        if chunk:
            yield chunk
        elif (gap := source.resume()) is not None:
            yield gap
        else:
            return


def _read_page(source: Source, name: str, context: Context) -> Iterator[Item]:
    content = source.take(context.max_page_bytes + 1)
    gap = source.resume()
    if len(content) > context.max_page_bytes:
        yield LimitError(context.where, f"more than max_page_bytes {context.max_page_bytes}")
    elif gap is not None:
        yield gap
    elif not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        yield InputError(context.where, "nothing but white space")
    else:
        page = context.page(content)
        yield replace(page, form="html") if name.endswith((".html", ".htm")) else page

"""What is to be done: inputs to tasks, one task a part, the same for the same inputs and options whoever asks."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from onrecord.errors import InputError, OnrecordWarning
from onrecord.intake.files import SUFFIXES, printable, walk
from onrecord.intake.slices import cuts
from onrecord.parts import Input
from onrecord.pipeline import Given
from onrecord.records import Record
from onrecord.settings import settings

#: Files that hold one page: so many of a folder, in the order of their names, make one part.
ONE_PAGE = (".html", ".htm", ".txt")
PAGES_A_PART = 500
_ENDS = 65_536
_LONGEST_STEM = 50  # characters: with what comes before and after it a name must stay within 255 bytes


#: Settings that decide what is read of a page.
_LIMITS = (
    "max_page_bytes",
    "max_unpacked_ratio",
    "max_segments",
    "max_encoded_chars",
    "least_confidence",
    "page_seconds",
)


def limits() -> dict[str, float]:
    """The settings of this process that decide what is read of a page."""
    return {name: float(getattr(settings(), name)) for name in _LIMITS}


class Options(Record, frozen=True, kw_only=True):
    """What beside its inputs decides what a part holds."""

    made_by: str
    article: bool = False
    given: Given = Given()
    slice_bytes: int = 64_000_000
    limits: dict[str, float]

    def line(self) -> str:
        """As a part keeps it."""
        return msgspec.json.encode(self).decode()


class Task(Record, frozen=True, kw_only=True):
    """One part: its name, its inputs (as shown, and where they are), its options, and the folder it goes to."""

    name: str
    inputs: tuple[Input, ...]
    paths: tuple[str, ...]
    options: Options
    out: str

    @property
    def size(self) -> int:
        """Bytes to be read, about."""
        return sum((one.size if one.end is None else min(one.end, one.size)) - one.start for one in self.inputs)


def tasks(paths: Iterable[str], options: Options, out: Path) -> Iterator[Task | InputError | OnrecordWarning]:
    """The tasks of files and folders, in the order of the paths and of the names in a folder."""
    here = out.absolute()
    for path in paths:
        passed: Counter[str] = Counter()
        found = False
        loose: list[Path] = []
        for entry in walk(Path(path)):
            if isinstance(entry, InputError):
                yield entry
                found = True
                continue
            file, _ = entry
            if here in file.absolute().parents:
                continue  # parts of a run before
            if not _is_text(file):
                yield InputError(printable(str(file)), "has a name that is not UTF-8: rename it")
                found = True
                continue
            suffix = file.suffix.lower()
            if suffix in SUFFIXES or file == Path(path):
                found = True
            else:
                passed[suffix or "no suffix"] += 1
                continue
            if suffix in ONE_PAGE:
                if loose and (loose[0].parent != file.parent or len(loose) == PAGES_A_PART):
                    yield from _loose(loose, options, out)
                    loose = []
                loose.append(file)
            else:
                yield from _sliced(file, options, out)
        if loose:
            yield from _loose(loose, options, out)
        if passed:
            kinds = ", ".join(f"{count} {suffix}" for suffix, count in sorted(passed.items()))
            yield OnrecordWarning(f"{printable(path)}: passed over files of other kinds: {kinds}")
        if not found:
            yield InputError(printable(path), f"folder without a file to read ({' '.join(SUFFIXES)})")


def _loose(files: list[Path], options: Options, out: Path) -> Iterator[Task | InputError]:
    inputs, there = [], []
    for file in files:
        try:
            inputs.append(_input(file))
            there.append(str(file.absolute()))
        except OSError as error:
            yield _unreadable(file, error)
    if inputs:
        name = f"{files[0].parent.name[:_LONGEST_STEM] or 'pages'}-{_mark(inputs[0].path)}.parquet"
        yield Task(name=name, inputs=tuple(inputs), paths=tuple(there), options=options, out=str(out.absolute()))


def _sliced(file: Path, options: Options, out: Path) -> Iterator[Task | InputError]:
    try:
        whole = _input(file)
        slices = cuts(file, options.slice_bytes)
    except OSError as error:
        yield _unreadable(file, error)
        return
    stem = file.name.removesuffix(".gz")[:_LONGEST_STEM]
    for number, (start, end) in enumerate(slices):
        count = f"-{number:05}" if len(slices) > 1 else ""
        yield Task(
            name=f"{stem}-{_mark(whole.path)}{count}.parquet",
            inputs=(msgspec.structs.replace(whole, start=start, end=end),),
            paths=(str(file.absolute()),),
            options=options,
            out=str(out.absolute()),
        )


def _is_text(path: Path) -> bool:
    """Whether a path can travel as text."""
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        return False
    return True


def _mark(path: str) -> str:
    """Tells files of one name in two folders apart."""
    return hashlib.blake2b(path.encode(), digest_size=4).hexdigest()


def _input(file: Path) -> Input:
    """A file with a digest of its ends: of files that are only added to or written anew it tells one from another."""
    with file.open("rb") as opened:
        size = os.fstat(opened.fileno()).st_size
        digest = hashlib.blake2b(opened.read(_ENDS), digest_size=16)
        opened.seek(max(0, size - _ENDS))
        digest.update(opened.read(_ENDS))
    return Input(path=printable(str(file)), size=size, digest=digest.hexdigest())


def _unreadable(file: Path, error: OSError) -> InputError:
    what = "no permission to read it" if isinstance(error, PermissionError) else f"cannot be read: {error.strerror}"
    return InputError(printable(str(file)), what)

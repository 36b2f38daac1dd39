"""Bytes of a page to text: which encoding they are in, and whether they are text at all."""

from __future__ import annotations

import re
from typing import NamedTuple

import webencodings
from charset_normalizer import from_bytes

#: Byte order marks, longest first: UTF-32-LE begins like UTF-16-LE.
_BOMS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_MAGIC = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (or an office document)"),
    (b"PK\x05\x06", "a ZIP archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"BZh", "bzip2 data"),
    (b"\xfd7zXZ\x00", "xz data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"PAR1", "a Parquet file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document"),
    (b"wOFF", "a font"),
    (b"RIFF", "a sound, film or image"),
    (b"OggS", "a sound"),
    (b"ID3", "a sound"),
)
_META = re.compile(
    rb"""<meta[^>]{0,400}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([A-Za-z0-9_:.-]{2,40})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([A-Za-z0-9_:.-]{2,40})""",
    re.IGNORECASE,
)
_META_WITHIN = 16_384  # browsers look through 1,024 bytes; real pages declare later
_SAMPLE = 65_536  # bytes that charset-normalizer sees
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 27}) + b"\x7f"
_FALLBACK = "cp1252"
# What browsers know beside UTF and windows-1252, without what nobody writes: more candidates make more wrong guesses.
_LATIN = ("cp1252", "cp1250", "iso8859_2", "cp1254", "cp1257")
_LEGACY = (
    *_LATIN, "cp1251", "koi8_r", "iso8859_5", "cp866", "cp1253", "cp1255", "cp1256", "cp874",
    "gb18030", "big5", "big5hkscs", "cp932", "euc_jp", "cp949",
)  # fmt: skip
_CLEARLY = 0.03  # Latin code pages look alike to charset-normalizer: another than windows-1252 must be better by this
# Python's names of the encodings in which a character takes several bytes, UTF aside.
_MULTIBYTE = frozenset(
    {"gb18030", "gbk", "big5", "big5hkscs", "euc_jp", "shift_jis", "cp932", "iso2022_jp", "euc_kr", "cp949"}
)


class Decoded(NamedTuple):
    """The text of a page, the encoding it was in, and what is worth reporting of that."""

    text: str
    encoding: str
    problems: tuple[str, ...] = ()


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Text of `content`, without translation of line ends; a byte order mark stays as U+FEFF.

    In order: byte order mark, `declared` (a protocol header), the page's own `<meta>` or XML declaration, strict UTF-8,
    a guess by charset-normalizer on a sample (in doubt between Latin code pages: windows-1252), windows-1252. Valid UTF-8 with non-ASCII characters beats a declared
    single-byte encoding: it is next to never an accident, wrong labels are common. What cannot be decoded becomes
    U+FFFD and is reported.
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return _replace(content, encoding)
    problems: list[str] = []
    labels = [label for label in (declared, _meta(content)) if label]
    known = [codec for label in labels if (codec := _codec(label)) is not None]
    if labels and not known:
        problems.append(f"unknown encoding {labels[0][:40]!r} declared")
    wide = wide_without_mark(content)
    if wide:
        return _replace(content, wide, problems)
    strict = _strict(content, "utf-8")
    if strict is not None and not (known and known[0] in _MULTIBYTE):
        return Decoded(strict, "utf-8", tuple(problems))
    candidates = [name for name in known if not name.startswith("utf-")]
    for name in candidates:
        text = _strict(content, name)
        if text is not None:
            return Decoded(text, name, tuple(problems))
    if strict is not None:
        return Decoded(strict, "utf-8", tuple(problems))
    if _mostly_utf8(content):
        return _replace(content, "utf-8", problems)
    if candidates:
        return _replace(content, candidates[0], problems)
    return _guess(content, problems)


def binary(content: bytes) -> str | None:
    """What kind of binary data the beginning of a file is, or None if it may be text in some encoding."""
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if any(content.startswith(mark) for mark, _ in _BOMS) or not content or wide_without_mark(content):
        return None
    sample = content[:_SAMPLE]
    nuls = sample.count(0)
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    # A stray NUL happens in text; one byte in 200 does not.
    if nuls * 200 > len(sample) or controls * 20 > len(sample):
        return "binary data"
    return None


def wide_without_mark(content: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` if the bytes are that without saying so: every other byte is NUL in Latin text."""
    sample = content[:4096]
    half = len(sample) // 2
    if half < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.5 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.5 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def without_surrogates(text: str) -> str:
    """Text with lone surrogates (of JSON escapes) replaced by U+FFFD one for one, so that offsets stay."""
    try:
        text.encode()  # ten times as fast as a search
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text


_SURROGATE = re.compile("[\ud800-\udfff]")


def _meta(content: bytes) -> str | None:
    found = _META.search(content, 0, _META_WITHIN)
    if not found:
        return None
    label = (found[1] or found[2]).decode("ascii")
    # Whoever could read the declaration byte by byte was not reading UTF-16.
    return "utf-8" if label.lower().startswith("utf-16") else label


def _strict(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _codec(label: str) -> str | None:
    """Python's name of the encoding that browsers take a label for (`latin1` is windows-1252), or None."""
    found = webencodings.lookup(label)
    return None if found is None or found.name in ("x-user-defined", "replacement") else str(found.codec_info.name)


def _replace(content: bytes, encoding: str, problems: list[str] | None = None) -> Decoded:
    text = content.decode(encoding, "replace")
    there = content.count(b"\xef\xbf\xbd") if encoding == "utf-8" else 0
    bad = text.count("\ufffd") - there
    report = list(problems or ())
    if bad > 0:
        report.append(f"{bad} undecodable places in {encoding} text replaced by U+FFFD")
    return Decoded(text, encoding, tuple(report))


def _mostly_utf8(content: bytes) -> bool:
    """Whether bytes that are not valid UTF-8 are UTF-8 all the same, with some damage."""
    sample = content[: 4 * _SAMPLE]
    text = sample.decode("utf-8", "replace")
    written = sample.count("\ufffd".encode())
    broken = text.count("\ufffd") - written
    multibyte = len(text) - broken - sum(1 for _ in re.finditer(r"[\x00-\x7f]", text))
    return multibyte > 4 * broken


def _guess(content: bytes, problems: list[str]) -> Decoded:
    # Only the neighbourhood of bytes above 127 tells encodings apart; a page may begin with much ASCII.
    first = re.search(rb"[\x80-\xff]", content)
    start = max(0, (first.start() if first else 0) - 1024)
    found = list(from_bytes(content[start : start + _SAMPLE], steps=5, chunk_size=1024, cp_isolation=list(_LEGACY)))
    name = found[0].encoding if found else _FALLBACK
    if name in _LATIN:
        western = next((match for match in found if _FALLBACK in match.could_be_from_charset), None)
        if western is not None and western.coherence + _CLEARLY >= found[0].coherence:
            name = _FALLBACK
    text = _strict(content, name) if name != _FALLBACK else None
    if text is not None:
        return Decoded(text, name, tuple(problems))
    return _replace(content, _FALLBACK, problems)

"""Encodings: marks, declarations, guesses, and what is binary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.charsets import binary, decode, without_surrogates

GERMAN = "Der Bürgermeister von Grünau sagte: „Größer wird es nicht.“ Später schwieg er öfter. " * 4
RUSSIAN = "Мэр города сказал, что переговоры продолжатся завтра, и уехал домой. " * 4
JAPANESE = "市長は交渉が明日続くと述べた。" * 8


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_wins_and_stays_in_the_text(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding), "koi8-r").text == "\ufeff" + GERMAN


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (GERMAN, "cp1252", "iso-8859-1"),
        (GERMAN, "utf-8", None),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (JAPANESE, "shift_jis", "x-sjis"),
        (JAPANESE, "euc_jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (JAPANESE, "gb18030", "gb2312"),
    ],
)
def test_a_declared_encoding_is_used(text: str, encoding: str, label: str | None) -> None:
    content = text.encode(encoding)
    assert decode(content, label) == (text, decode(content, label).encoding, ())
    if label:
        page = f'<html><head><meta charset="{label}"></head>'.encode() + content
        assert decode(page).text.endswith(text)


def test_meta_http_equiv_and_xml_declarations_count() -> None:
    meta = b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">'
    assert decode(meta + RUSSIAN.encode("cp1251")).text.endswith(RUSSIAN)
    xml = b"<?xml version='1.0' encoding='koi8-r'?>"
    assert decode(xml + RUSSIAN.encode("koi8-r")).text.endswith(RUSSIAN)


def test_valid_utf8_beats_a_wrong_single_byte_label() -> None:
    assert decode(GERMAN.encode(), "iso-8859-1") == (GERMAN, "utf-8", ())


@pytest.mark.parametrize(("text", "encoding"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r")])
def test_an_undeclared_encoding_is_guessed(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_text_without_a_mark_is_seen(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding)).text == GERMAN


def test_undecodable_bytes_are_counted_and_those_of_the_page_are_not() -> None:
    decoded = decode("é\ufffdé".encode() * 20 + b"\xff!\xfe", "utf-8")
    assert decoded.text == "é\ufffdé" * 20 + "\ufffd!\ufffd"
    (problem,) = decoded.problems
    assert problem.startswith("2 undecodable places")


def test_an_unknown_label_is_reported_and_the_text_read() -> None:
    decoded = decode(GERMAN.encode(), "x-klingon")
    assert decoded.text == GERMAN
    assert "x-klingon" in decoded.problems[0]


@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "latin1", "utf-16", "big5", "iso-2022-jp", "", "\x00"]))
def test_any_bytes_decode_to_text_that_can_be_written(content: bytes, label: str | None) -> None:
    decode(content, label).text.encode("utf-8")
    binary(content)


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_surrogates_are_replaced_one_for_one(text: str) -> None:
    clean = without_surrogates(text)
    assert len(clean) == len(text)
    clean.encode("utf-8")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"%PDF-1.7", "a PDF document"),
        (b"PK\x03\x04", "a ZIP archive (or an office document)"),
        (bytes(range(256)) * 4, "binary data"),
        (b"text\x00\x00\x00" * 10, "binary data"),
    ],
)
def test_binary_is_told(content: bytes, kind: str) -> None:
    assert binary(content) == kind


@pytest.mark.parametrize(
    "content",
    [GERMAN.encode("utf-16"), GERMAN.encode("utf-16-le"), GERMAN.encode("cp1252"), b"a\x00" + b"b" * 999, b""],
)
def test_text_is_not_binary(content: bytes) -> None:
    assert binary(content) is None

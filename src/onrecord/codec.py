"""Records to JSON bytes and back, checked against the contract on the way in."""

from __future__ import annotations

import msgspec

from onrecord.errors import InputError
from onrecord.records import PageRecord

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(PageRecord)


def encode(record: msgspec.Struct) -> bytes:
    """One record as a line of JSON without its newline, UTF-8, fields in the order of the contract."""
    return _ENCODER.encode(record)


def decode(line: bytes | str, where: str = "record") -> PageRecord:
    """The page record in a line of JSON.

    Raises InputError, naming `where` and the field, if the line is not what the contract says.
    """
    try:
        return _DECODER.decode(line)
    except msgspec.DecodeError as error:
        raise InputError(where, str(error)) from error


def json_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of a page record, made from the record types."""
    return msgspec.json.schema(PageRecord)

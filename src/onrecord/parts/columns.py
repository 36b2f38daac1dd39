"""The record contract as Arrow types: made from the record types, so that both are one contract."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from onrecord.records import PageRecord

_PLAIN = {str: "string", int: "int64", float: "float64", bool: "bool_"}


def arrow_type(arrow: Any, hint: Any) -> Any:
    """The Arrow type of a type of the contract: structs stay structs, tuples become lists, choices strings."""
    if hint in _PLAIN:
        return getattr(arrow, _PLAIN[hint])()
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Literal:
        return arrow.string()
    if origin in (Union, UnionType):
        (inner,) = (argument for argument in arguments if argument is not NoneType)
        return arrow_type(arrow, inner)
    if origin is tuple:
        return arrow.list_(arrow_type(arrow, arguments[0]))
    return arrow.struct(_fields(arrow, hint))


def _fields(arrow: Any, record: type[msgspec.Struct]) -> list[Any]:
    hints = get_type_hints(record)
    return [
        arrow.field(field.encode_name, arrow_type(arrow, hints[field.name])) for field in msgspec.structs.fields(record)
    ]


def schema(arrow: Any) -> Any:
    """Columns of a part: the fields of PageRecord under their names in JSON, and `text`, the page that spans index."""
    return arrow.schema([*_fields(arrow, PageRecord), arrow.field("text", arrow.string())])

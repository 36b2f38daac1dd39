"""The one door to pyarrow, which is an extra."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from onrecord.errors import UsageError


def arrow(why: str) -> Any:
    """The module pyarrow, with `parquet` in it; `why` begins the message where it is not installed.

    Raises UsageError naming the extra.
    """
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        raise UsageError(f"{why} needs pyarrow: install it with pip install 'onrecord[parquet]'") from error

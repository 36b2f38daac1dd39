"""The weights that ship with onrecord, and what names them in every record."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def version() -> str:
    """Names of the models with the first 8 hex digits of a SHA-256, for `made_by`.

    Of a model in a folder the digest is that of its `facts.json`, which holds the digests of its files.
    """
    found = []
    for entry in files(__name__).iterdir():
        file = entry / "facts.json" if entry.is_dir() else entry
        if file.name.endswith((".npz", ".json")) and file.is_file():
            found.append(f"{entry.name.split('.')[0]}-{hashlib.sha256(file.read_bytes()).hexdigest()[:8]}")
    return ", ".join(sorted(found)) or "none"

"""The weights that ship with onrecord, and what names them in every record."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files


@cache
def version() -> str:
    """Names of the model files with the first 8 hex digits of their SHA-256, for `made_by`."""
    found = sorted(
        (entry.name.split(".")[0], hashlib.sha256(entry.read_bytes()).hexdigest()[:8])
        for entry in files(__name__).iterdir()
        if entry.name.endswith((".npz", ".json", ".onnx", ".bin"))
    )
    return ", ".join(f"{name}-{digest}" for name, digest in found) or "none"

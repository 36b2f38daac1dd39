"""Work that an engine can be given in a test: worker processes import it by its name."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def double(message: bytes) -> bytes:
    time.sleep(0.02)
    return message * 2


def die_once(message: bytes) -> bytes:
    """Kills its process the first time it meets a message, which is the path of a file."""
    marker = Path(message.decode())
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return b"done"


def die(message: bytes) -> bytes:
    if message == b"bad":
        os.kill(os.getpid(), signal.SIGKILL)
    return message


def fail(message: bytes) -> bytes:
    raise ValueError("no such luck")

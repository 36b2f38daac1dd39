"""The command `gold`: what people decided in the review, as gold for `evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from onrecord.gold import TRACKS, write_gold
from onrecord.terminal import ArchiveFile, opened


def gold(
    track: Annotated[str, typer.Argument(metavar="TRACK", help=f"What was decided: {', '.join(TRACKS)}.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Gold in JSON Lines.")],
    archive: ArchiveFile = None,
) -> None:
    """Write what reviewers decided as gold that `evaluate` reads (docs/desk.md)."""
    with opened(archive) as store:
        rows = write_gold(store, track, out)
    print(f"{rows} texts -> {out}; `onrecord evaluate {track} {out}` scores against them")

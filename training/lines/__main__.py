"""Trains the model over lines from the benchmark pages: `python -m training.lines` in the root of the repository."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from training.lines.fit import Options, stop_words, train
from training.lines.pages import SETS, benchmark, digest, written

WRITTEN = Path(__file__).with_name("written.toml")


def main() -> None:
    """Train on all pages, write the model and print what it was made from."""
    parser = argparse.ArgumentParser(prog="python -m training.lines", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the benchmark data")
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/models/lines.npz"))
    given = parser.parse_args()
    options = Options()
    pages = benchmark(given.shared)
    more = written(WRITTEN, options.seed)
    stops = stop_words(options.stop_words)
    content = train([*pages, *more], stops, options).dump()
    given.out.write_bytes(content)
    report: dict[str, object] = {
        "data": {name: digest(given.shared / "bench" / "cleaning" / f"{name}.jsonl.gz") for name in SETS}
        | {WRITTEN.name: digest(WRITTEN)},
        "options": str(options),
        "model": {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()[:16]},
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()

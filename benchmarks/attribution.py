"""Attribution on PolNeAR dev and on the seed pages: runs the pipeline and prints the scorer's JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from onrecord.ids import page_id
from onrecord.pipeline import Draft, RawPage, finish, run
from onrecord.quoting.attribution import find
from onrecord.stages import PER_PAGE


def raw_page(row: dict[str, Any]) -> RawPage:
    """The text of one gold row as a page that is an article already."""
    return RawPage(
        id=page_id(row["text"].encode()), content=row["text"], where=row["id"], form="text", key=row["id"], article=True
    )


def records(rows: Iterable[dict[str, Any]]) -> bytes:
    """JSON Lines of page records."""
    encode = msgspec.json.encode
    return b"".join(encode(finish(run(PER_PAGE, raw_page(row)), "benchmark")) + b"\n" for row in rows)


def score(shared: Path, gold: Path) -> dict[str, Any]:
    """Figures of `bench/score.py attribution` for one gold file."""
    with gold.open(encoding="utf-8") as lines, tempfile.NamedTemporaryFile(suffix=".jsonl") as out:
        out.write(records(json.loads(line) for line in lines if line.strip()))
        out.flush()
        command = [sys.executable, str(shared / "bench" / "score.py"), "attribution", str(gold), out.name]
        result: dict[str, Any] = json.loads(subprocess.check_output(command))
    return result


def patterns(shared: Path, gold: Path) -> dict[str, dict[str, float]]:
    """Construction -> how many it yields, and the share whose content (and source) are right: confidence.toml."""
    sys.path.insert(0, str(shared / "bench" / "attribution"))
    scorer = importlib.import_module("score_attribution")
    counts: dict[str, list[int]] = {}
    for row in (json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()):
        page = run(PER_PAGE, raw_page(row))
        found = find(page)

        def spans(place: tuple[int, int, int] | None, page: Draft = page) -> list[tuple[int, int]]:
            return list(page.passages[place[0]].text.spans(*place[1:])) if place else []

        predicted = [
            {
                "source": spans(one.speaker),
                "cue": spans(one.cue),
                "content": [span for place in one.content for span in spans(place)],
            }
            for one in found
        ]
        doc = scorer.Doc(row, {"attributions": predicted})
        matched = {j: i for i, j in doc.align(0.5)}
        for j, one in enumerate(found):
            cell = counts.setdefault(one.pattern, [0, 0, 0])
            cell[0] += 1
            if j in matched:
                cell[1] += 1
                cell[2] += bool(scorer.source_right(doc.gold[matched[j]], doc.pred[j]))
    return {
        name: {"found": n, "content": round(right / n, 2), "content and source": round(full / n, 2)}
        for name, (n, right, full) in sorted(counts.items())
    }


def main() -> None:
    """Print one JSON object: file -> figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--patterns", action="store_true", help="precision of each construction on PolNeAR dev")
    parser.add_argument("--short", action="store_true", help="only the figures that are compared")
    args = parser.parse_args()
    gold = {
        "polnear_dev": args.shared / "bench" / "attribution" / "polnear_dev.jsonl",
        "seeds_en": args.shared / "seeds-gold" / "scorer_en.jsonl",
        "seeds_it": args.shared / "seeds-gold" / "scorer_it.jsonl",
    }
    if args.patterns:
        print(json.dumps(patterns(args.shared, gold["polnear_dev"]), indent=1))
        return
    found = {name: score(args.shared, path) for name, path in gold.items()}
    if args.short:
        for name, figures in found.items():
            for kind in ("all", "direct", "mixed", "indirect"):
                part = figures[kind]
                cells = {m: "/".join(f"{part[m][x]:.3f}" for x in "PRF") for m in ("a50", "a90", "full")}
                print(
                    f"{name:12} {kind:9} gold {part['gold']:5} found {part['pred']:5}", cells, f"src {part['src']:.3f}"
                )
    else:
        print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()

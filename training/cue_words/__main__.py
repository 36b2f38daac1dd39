"""Writes `languages/<code>/cue_words.txt`: `python -m training.cue_words --shared FOLDER`.

The words that our texts, those marked by us and PolNeAR (training part) have as cues of attributions, by their stems. They tell a deed that is said, "refused to go",
from one that is done: "called off the talks". Only for languages of which there are many.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from training.encoder.data import marked, read_file, read_jsonl

from onrecord.languages.stems import stems

HERE = Path(__file__).resolve().parents[1] / "attribution"
TARGET = HERE.parents[1] / "src" / "onrecord" / "languages"
#: Of PolNeAR, whose readers marked much that tells of opinions in any way, words that are a cue so often.
OFTEN = 5
#: A language has a list if it has so many.
MANY = 250


def cues(text: str, attributions: Sequence[dict[str, Any]], code: str) -> Iterator[str]:
    """Stems of the cue of each attribution of a text, with blanks between them."""
    for one in attributions:
        yield " ".join(stems(" ".join(text[start:end] for start, end in one["cue"]), code))


def by_language(shared: Path) -> dict[str, set[str]]:
    """The cues of each language."""
    found: dict[str, set[str]] = defaultdict(set)
    often: Counter[str] = Counter()
    for row in read_jsonl(shared / "bench" / "attribution" / "polnear_train.jsonl.gz"):
        often.update(cues(row["text"], row["attributions"], "en"))
    found["en"] |= {cue for cue, times in often.items() if times >= OFTEN}
    files = (path for folder in ("written", "briefs") for path in sorted((HERE / folder).glob("*.txt")))
    written = (row for path in files for row in read_file(path))
    for row in (*written, *marked(HERE / "marked.jsonl", shared)):
        code = row.get("language") or row["id"][:2]
        found[code].update(cues(row["text"], row["attributions"], code))
    return found


def main() -> None:
    """Write the lists."""
    parser = argparse.ArgumentParser(prog="python -m training.cue_words", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder of the benchmark data")
    for code, found in sorted(by_language(parser.parse_args().shared).items()):
        lines = sorted(found - {""})
        if len(lines) >= MANY:
            (TARGET / code / "cue_words.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
            print(code, len(lines))


if __name__ == "__main__":
    main()

"""How well sentences are found again once the sentences of a corpus are joined: F of boundaries per language."""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from pathlib import Path

from onrecord.stages.split import sentences

_SPACED = re.compile(r" (?=[.,;:!?)\]}»”…])|(?<=[(\[{«“„]) ")


def natural(tokens: str) -> str:
    """A tokenised sentence as it would be printed: no space before closing punctuation."""
    return _SPACED.sub("", tokens).replace(" ' ", "'").replace("' ", "'")


def main() -> None:
    """Print precision, recall and F of sentence boundaries per language; --errors N prints that many misses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--batch", type=int, default=5, help="sentences joined to one passage")
    args = parser.parse_args()
    by_language: dict[str, list[str]] = defaultdict(list)
    for name in ("wikineural_dev", "kind_wikinews_dev"):
        with (args.shared / "bench" / "mentions" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                text = natural(row["text"])
                # Only what begins and ends like a sentence can be found again; the sets hold headings and torn ones too.
                if re.search(r"[.!?…]['\")»”]*$", text) and (text[0].isupper() or text[0] in "«“„"):
                    by_language[f"{name.split('_')[0]} {row['lang']}"].append(text)
    for language, items in sorted(by_language.items()):
        right = missed = wrong = 0
        shown = args.errors
        for first in range(0, len(items), args.batch):
            batch = items[first : first + args.batch]
            text = " ".join(batch)
            gold = set()
            offset = 0
            for item in batch[:-1]:
                offset += len(item)
                gold.add(offset)
                offset += 1
            found = {s.end for s in sentences(text, language.split()[1])} - {len(text)}
            right += len(gold & found)
            missed += len(gold - found)
            wrong += len(found - gold)
            for end in sorted(gold ^ found):
                if shown > 0:
                    shown -= 1
                    print(
                        "  missed" if end in gold else "  wrong ",
                        text[max(0, end - 50) : end],
                        "|",
                        text[end : end + 40],
                    )
        precision, recall = right / (right + wrong), right / (right + missed)
        print(
            f"{language}: {len(items)} sentences, P {precision:.3f} R {recall:.3f} "
            f"F {2 * precision * recall / (precision + recall):.3f}"
        )


if __name__ == "__main__":
    main()

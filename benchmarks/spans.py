"""Every span of every record, over all pages at hand: does it read back as its text, repairs taken into account?

Run: python benchmarks/spans.py [--shared ../shared]. Exit code 1 if one does not.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.engines.local import Reading, read_page
from onrecord.ids import page_id
from onrecord.intake import pages
from onrecord.pipeline import Given, RawPage
from onrecord.records import PageRecord
from onrecord.settings import settings
from onrecord.spans import Spans, read_back


def at_hand(shared: Path) -> Iterator[tuple[str, RawPage]]:
    """Every page of the benchmark data and of the examples, with the name of its set."""
    for folder in (shared / "seeds", Path("examples/pages")):
        for item in pages([str(folder)], given=Given(), article=False, settings=settings()):
            if isinstance(item, RawPage):
                yield folder.name, item
    sets = [
        *sorted(shared.glob("bench/cleaning/*.jsonl.gz")),
        *sorted(shared.glob("bench/attribution/polnear_*")),
        shared / "bench/stories/stories.jsonl",
    ]
    for file in sets:
        opened: Any = gzip.open if file.suffix == ".gz" else open
        with opened(file, "rt", encoding="utf-8") as rows:
            for line in rows:
                row = json.loads(line)
                text = row.get("html") or row["text"]
                form: Any = "html" if row.get("html") else "text"
                yield (
                    file.name.split(".")[0],
                    RawPage(id=page_id(text.encode()), content=text, where=row["id"], form=form),
                )


def words(record: PageRecord) -> Iterator[tuple[str, Spans, str]]:
    """Every stretch of words of a record that has spans: what it is, where it stands, how it reads."""
    yield "title", record.page.title.spans, record.page.title.text
    for passage in record.passages:
        yield "passage", passage.spans, passage.text
    for attribution in record.attributions:
        yield "content", attribution.content.spans, attribution.content.text
        if attribution.cue:
            yield "cue", attribution.cue.spans, attribution.cue.text
        for party in (*attribution.speakers, *attribution.addressees):
            yield "party", party.spans, party.text


def main() -> None:
    """Prints a line a set: pages, spans, how many read back as they stand, how many as repaired, how many not at all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--show", type=int, default=5, help="how many of those that do not read back are shown")
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    shown = 0
    for name, raw in at_hand(options.shared):
        reading: Reading = read_page(raw)
        count = counts.setdefault(name, Counter())
        count["pages"] += 1
        mended = [repair.span for repair in reading.record.repairs]
        markup = "<" in reading.text[:2000] and raw.form != "text"
        for kind, spans, text in words(reading.record):
            if not spans:
                continue
            count["spans"] += 1
            low, high = spans[0][0], spans[-1][1]
            in_page = all(0 <= start < end <= len(reading.text) for start, end in spans)
            if in_page and "".join(read_back(reading.text, spans, markup=markup).split()) == "".join(text.split()):
                count["as they stand"] += 1
            elif in_page and any(start < high and end > low for start, end in mended):
                count["as repaired"] += 1
            else:
                count["not"] += 1
                if shown < options.show:
                    shown += 1
                    print(raw.where, kind, repr(text[:100]), repr(read_back(reading.text, spans, markup=markup)[:100]))
    for name, count in counts.items():
        print(
            f"{name:20}",
            ", ".join(f"{count[key]} {key}" for key in ("pages", "spans", "as they stand", "as repaired", "not")),
        )
    sys.exit(any(count["not"] for count in counts.values()))


if __name__ == "__main__":
    main()

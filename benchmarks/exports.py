"""Speed and memory of the exports on invented pages, as JSON: pages a second, bytes a page, and the peak of Python's memory in MB."""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import msgspec

from onrecord.exports import FORMATS, export
from onrecord.ids import record_id
from onrecord.records import Date, Event, PageRecord, Party, Place, Size, Words
from synthetic import lines, record

_STATES = ("PER", "CHL", "BRA", "FRA", "TUR", "KEN", "JPN")
_TYPES = (("COERCE", 4, -7.0), ("CONSULT", 1, 2.5), ("ACCUSE", 3, -3.0))


def with_events(page: PageRecord) -> PageRecord:
    """The page with an event for each of its attributions, in turn stated and claimed by it."""
    events = []
    for number, one in enumerate(page.attributions):
        kind, quad, score = _TYPES[number % len(_TYPES)]
        actor, recipient = (
            Party(spans=one.content.spans, text=state, country=state, sector="GOV")
            for state in (_STATES[number % 7], _STATES[(number + 3) % 7])
        )
        start, day = one.content.spans[0][0], page.page.published
        trigger = ((start + 1, start + 6),)
        events.append(
            Event(
                id=record_id(page.page.id, "event", trigger), type=kind, mode=(), actor=(actor,), recipient=(recipient,),
                trigger=Words(spans=trigger, text="acted"), voice="outlet" if number % 2 else "attributed", polarity="affirmed",
                modality="actual", claims=() if number % 2 else (one.id,), denials=(), status="stated" if number % 2 else "claimed",
                date=Date(spans=trigger, text="then", start=day, end=day, precision="day", edtf=day or "", anchor="given"),
                place=Place(spans=trigger, text="there", country="PER", lat=-12.0, lon=-77.0), size=Size(dead=number), quad=quad, score=score,
                confidence=0.5,
            )
        )  # fmt: skip
    return msgspec.structs.replace(page, events=tuple(events))


def pages(count: int) -> Iterator[PageRecord]:
    """`count` pages, made as they are asked for."""
    for line in lines(count):
        yield with_events(record(line)[0])


def main() -> None:
    """Time every format, and measure its memory at a tenth of the pages and at all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--text", choices=("none", "quotes", "full"), default="quotes")
    options = parser.parse_args()
    made = list(pages(options.pages))
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in FORMATS:
            start = time.perf_counter()
            summary = export(name, made, Path(folder) / name, text=options.text)
            seconds = time.perf_counter() - start
            size = sum(path.stat().st_size for path in summary.files)
            figures[name] = {
                "pages_per_second": round(options.pages / seconds),
                "bytes_per_page": round(size / options.pages),
                "rows": summary.rows,
            }
        del made
        for name in FORMATS:
            for part in (options.pages // 10, options.pages):
                tracemalloc.start()
                export(name, pages(part), Path(folder) / name, text=options.text)
                figures[name][f"peak_mb_{part}_pages"] = round(tracemalloc.get_traced_memory()[1] / 1e6, 1)
                tracemalloc.stop()
    print(json.dumps({"pages": options.pages, "text": options.text, "formats": figures}, indent=1))


if __name__ == "__main__":
    main()

"""Events against gold: types, parties' countries, and how an event is told.

Gold rows hold `events` of two kinds: with `trigger` spans and `flags` (our suite), scored event by event; or with types only (public
sets), scored by sentence as the benchmarks of the field do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import sqrt
from pathlib import Path
from typing import Any

from onrecord.evaluation.attribution import Reader
from onrecord.evaluation.gold import Row, f_measure, pages, read_gold
from onrecord.records import Event
from onrecord.spans import Span

#: What must never be put out as stated.
UNREAL = ("claimed", "denied", "negated", "planned", "hypothetical")
PARTIES = ("actor", "recipient")
#: From this part of shared characters on two parties are the same.
SAME = 0.5
_MODALITIES = (("conditional", "conditional"), ("possible", "possible"), ("planned", "planned"))


def evaluate_events(path: Path, read: Reader) -> dict[str, Any]:
    """Figures of the sentences of a gold file, and of each language where rows state flags."""
    rows = read_gold(path, "events")
    found = [read(raw).events for raw in pages(rows)]
    if not any("flags" in event for row in rows for event in row["events"]):
        return by_sentence(rows, found)
    languages: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        languages[row.get("language") or row.get("lang") or "all"].append(number)
    result = by_event(rows, found)
    result["languages"] = {
        name: by_event([rows[number] for number in some], [found[number] for number in some])
        for name, some in sorted(languages.items())
    }
    return result


def by_sentence(rows: Sequence[Row], found: Sequence[Sequence[Event]]) -> dict[str, Any]:
    """Types of sentences: strict micro and macro F, lenient recall (`alt` counts too), false alarms, countries of parties."""
    types: dict[str, Counter[str]] = defaultdict(Counter)
    countries: dict[str, Counter[str]] = {"actor": Counter(), "recipient": Counter()}
    total, lenient, alarms, negatives = 0, 0, 0, 0
    for row, events in zip(rows, found, strict=True):
        if row.get("ambiguous"):
            continue
        kinds = {event.type for event in events}
        gold = [event for event in row["events"] if event["type"]]
        if not row["events"]:
            negatives += bool(row.get("negative"))
            alarms += bool(row.get("negative")) and any(_violent(event) for event in events)
            continue
        for want in gold:
            total += 1
            lenient += bool(kinds & {want["type"], *want.get("alt", ())})
            types[want["type"]]["gold"] += 1
            types[want["type"]]["hit"] += want["type"] in kinds
            _count_countries(countries, want, events)
        for kind in kinds:
            types[kind]["found"] += 1
    sums = sum(types.values(), Counter[str]())
    known = {kind: f_measure(n["hit"], n["found"], n["gold"]) for kind, n in sorted(types.items()) if n["gold"]}
    return {
        "sentences": len(rows),
        "micro": f_measure(sums["hit"], sums["found"], sums["gold"]),
        "macro F": round(sum(item["F"] for item in known.values()) / max(1, len(known)), 3),
        "recall, other right types counted": round(lenient / max(1, total), 3),
        "false alarms of violence": round(alarms / negatives, 3) if negatives else None,
        "countries": {name: f_measure(n["hit"], n["found"], n["gold"]) for name, n in countries.items()},
        "types": {kind: {**known[kind], "gold": types[kind]["gold"]} for kind in known},
    }


def _violent(event: Event) -> bool:
    arrest = event.type == "COERCE" and "arrest" in event.mode
    return (event.type == "ASSAULT" or arrest) and event.status in ("stated", "claimed")


def _count_countries(counts: dict[str, Counter[str]], want: Row, events: Sequence[Event]) -> None:
    match = next((event for event in events if event.type == want["type"]), None)
    for ours, theirs in (("actor", "source"), ("recipient", "target")):
        gold = {party["code"][:3] for party in want.get(theirs, ()) if party.get("code")}
        if match is None or not gold:
            continue
        have = {party.country for party in getattr(match, ours)} - {None}
        counts[ours] += Counter(hit=len(have & gold), found=len(have), gold=len(gold))


def by_event(rows: Sequence[Row], found: Sequence[Sequence[Event]]) -> dict[str, Any]:
    """Events found by their triggers, their types, every field of how they are told, and what leaks out as stated."""
    counts: Counter[Any] = Counter()
    worst: list[tuple[float, str]] = []
    for row, events in zip(rows, found, strict=True):
        gold = [event for event in row["events"] if event["type"] != "-"]
        pairs = aligned(gold, events)
        counts["gold"] += len(gold)
        counts["found"] += len(events)
        for want in gold:
            counts["unreal"] += want["status"] in UNREAL
        for want, event in pairs:
            fields = fields_right(want, event)
            counts["aligned"] += 1
            if want["type"] == event.type:
                counts["type"] += 1
                counts["mode"] += (event.mode or (None,))[0] == want.get("mode")
            counts.update({name: int(right) for name, right in fields.items()})
            counts["every field"] += all(fields.values())
            for name in PARTIES:
                counts += parties_right(name, want, event, row["text"])
            if want["status"] in UNREAL and event.status == "stated":
                counts["leaked"] += 1
                worst.append((event.confidence, f"{want['status']}: [{event.trigger.text}] {row['text'][:160]}"))
    return {
        "texts": len(rows),
        "events": f_measure(counts["aligned"], counts["found"], counts["gold"]),
        "type accuracy": share(counts["type"], counts["gold"]),
        "type accuracy of those found": share(counts["type"], counts["aligned"]),
        "mode accuracy of those of the right type": share(counts["mode"], counts["type"]),
        "every field right": share(counts["every field"], counts["aligned"]),
        "fields": {
            name: share(counts[name], counts["aligned"])
            for name in ("status", "voice", "polarity", "modality", "denied")
        },
        "unreal put out as stated": share(counts["leaked"], counts["unreal"]),
        "parties": {
            name: f_measure(counts[name, "hit"], counts[name, "found"], counts[name, "gold"]) for name in PARTIES
        },
        "worst": [text for _, text in sorted(worst, reverse=True)[:5]],
    }


def aligned(gold: Sequence[Row], events: Sequence[Event]) -> list[tuple[Row, Event]]:
    """Gold events with what was found of them: first by triggers that overlap, the same type before others; then by type alone."""
    pairs: list[tuple[Row, Event]] = []
    free, open_ = list(events), list(gold)
    for test in (_same_words_and_type, _same_words, _same_type):
        for want in list(open_):
            event = next((event for event in free if test(want, event)), None)
            if event is not None:
                pairs.append((want, event))
                open_.remove(want)
                free.remove(event)
    return pairs


def _same_type(want: Row, event: Event) -> bool:
    return bool(want["type"] == event.type)


def _same_words(want: Row, event: Event) -> bool:
    return any(_touch(one, other) for one in want["trigger"] for other in event.trigger.spans)


def _same_words_and_type(want: Row, event: Event) -> bool:
    return _same_words(want, event) and _same_type(want, event)


def _touch(one: Sequence[int], other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def fields_right(want: Row, event: Event) -> dict[str, bool]:
    """Which fields of how an event is told are as in the gold."""
    flags = want["flags"]
    modality = next((value for flag, value in _MODALITIES if flag in flags), "actual")
    return {
        "status": want["status"] == event.status,
        "voice": ("claimed" in flags or "denied" in flags) == (event.voice == "attributed"),
        "polarity": ("negated" in flags) == (event.polarity == "negated"),
        "modality": modality == event.modality,
        "denied": ("denied" in flags) == bool(event.denials or event.status == "denied"),
    }


def parties_right(name: str, want: Row, event: Event, text: str) -> Counter[tuple[str, str]]:
    """How many actors or recipients of an event there are in the gold, how many were found, and how many of these are the same words by half.

    Words that are put out as standing for those of the gold, such as a pronoun, count too. Nothing where the gold does not say.
    """
    if name not in want:
        return Counter()
    free = [party for party in getattr(event, name) if party.spans]
    counts = Counter({(name, "gold"): len(want[name]), (name, "found"): len(free)})
    for span in want[name]:
        words = text[span[0] : span[1]].casefold()
        match = next(
            (one for one in free if _shared(span, one.spans[0]) >= SAME or (one.actor or "").casefold() == words), None
        )
        if match is not None:
            free.remove(match)
            counts[name, "hit"] += 1
    return counts


def _shared(one: Sequence[int], other: Span) -> float:
    """Characters that two spans share, as a part of those of both."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, both) / (max(one[1], other[1]) - min(one[0], other[0]))


def share(part: int, whole: int) -> dict[str, Any]:
    """A share with its counts and its 95 % interval (Wilson)."""
    if not whole:
        return {"share": None, "of": 0}
    z, p = 1.96, part / whole
    middle, half = p + z * z / (2 * whole), z * sqrt(p * (1 - p) / whole + z * z / (4 * whole * whole))
    low, high = ((middle - half) / (1 + z * z / whole), (middle + half) / (1 + z * z / whole))
    return {"share": round(p, 3), "count": part, "of": whole, "interval": [round(max(0.0, low), 3), round(high, 3)]}

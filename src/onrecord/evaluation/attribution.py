"""Attributions against gold: content, speaker, speech act, addressee and nesting.

The unit is the word (punctuation and quotation marks never count). Gold and found attributions are aligned one to one,
best overlap first; the overlap of two contents is their common words over the words of the larger. Gold rows follow
PolNeAR: `{"text", "attributions": [{"source", "cue", "content", ...}]}` with spans in code points; `speech_act`, `addressee` and
`nested_in` are scored where the gold has them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from onrecord.attribution.people import name_parts, plain
from onrecord.evaluation.gold import Row, f_measure, pages, read_gold
from onrecord.pipeline import RawPage
from onrecord.records import Attribution, PageRecord
from onrecord.spans import Span

WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
KINDS = ("all", "direct", "mixed", "indirect")
HALF, MOST = 0.5, 0.9
#: Words that end the first noun phrase of a source: its head stands before them.
_STOP = frozenset(
    [
        "of",
        "for",
        "from",
        "in",
        "at",
        "on",
        "who",
        "whose",
        "which",
        "that",
        "with",
        "by",
        "to",
        "and",
        "or",
        "as",
        "when",
        "where",
        "while",
        "during",
        "after",
        "before",
    ]
)
_BREAK = re.compile(r"[,;:(–—-]")

Reader = Callable[[RawPage], PageRecord]
_PARTICLE = 3  # letters of what may stand in many names: "van", "bin"


class Item(NamedTuple):
    """An attribution in numbers of words; `nested` is the place of the one that holds it in its list, or None."""

    content: frozenset[int]
    source: frozenset[int]
    cue: frozenset[int]
    addressee: frozenset[int]
    head: int | None
    kind: str
    act: str | None
    nested: int | None
    who: frozenset[str] = frozenset()  # the names of those who speak; of gold only where they are named persons
    by_name: bool = True  # whether the words for the speaker hold such a name, or part of it


class Words:
    """The words of a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [found.span() for found in WORD.finditer(text)]
        self.owner = {char: number for number, (start, end) in enumerate(self.spans) for char in range(start, end)}

    def of(self, spans: Iterable[Span]) -> frozenset[int]:
        """Numbers of the words that the spans touch."""
        return frozenset(self.owner[char] for start, end in spans for char in range(start, end) if char in self.owner)

    def head(self, spans: Sequence[Span]) -> int | None:
        """The last word of the first noun phrase of a source, found without a parser."""
        if not spans:
            return None
        inside = sorted(self.of(spans[:1]))
        head = None
        for place, number in enumerate(inside):
            if head is not None:
                between = self.text[self.spans[inside[place - 1]][1] : self.spans[number][0]]
                if self.text[slice(*self.spans[number])].lower() in _STOP or _BREAK.search(between):
                    break
            head = number
        return head


def _named(item: Row, text: str) -> dict[str, Any]:
    """Who speaks in a gold attribution, where it names persons, and whether its words for them do."""
    if item.get("identified") != "named" or not item.get("speakers"):
        return {}
    said = name_parts(" ".join(text[start:end] for start, end in item.get("source") or ()))
    by_name = any(part in said for name in item["speakers"] for part in name_parts(name) if len(part) > _PARTICLE)
    return {"who": frozenset(map(plain, item["speakers"])), "by_name": by_name}


def gold_items(row: Row, words: Words) -> list[Item]:
    """The attributions of a gold row."""
    rows = row["attributions"]
    places = {item.get("id"): number for number, item in enumerate(rows)}
    return [
        Item(
            content=words.of(item["content"]),
            source=words.of(item.get("source") or ()),
            cue=words.of(item.get("cue") or ()),
            addressee=words.of(item.get("addressee") or ()),
            head=words.head(item.get("source") or ()),
            kind=item.get("kind", "indirect"),
            act=item.get("speech_act"),
            nested=places.get(item["nested_in"]) if item.get("nested_in") else None,
            **_named(item, row["text"]),
        )
        for item in rows
    ]


def found_items(found: Sequence[Attribution], words: Words) -> list[Item]:
    """The attributions of a record."""
    places = {item.id: number for number, item in enumerate(found)}
    result = []
    for item in found:
        source = [span for party in item.speakers for span in party.spans]
        result.append(
            Item(
                content=words.of(item.content.spans),
                source=words.of(source),
                cue=words.of(item.cue.spans if item.cue else ()),
                addressee=words.of(span for party in item.addressees for span in party.spans),
                head=words.head(source),
                kind=item.kind,
                act=item.speech_act,
                nested=places[item.nested_in] if item.nested_in else None,
                who=frozenset(plain(party.actor or party.text) for party in item.speakers),
            )
        )
    return result


def source_right(gold: Item, found: Item) -> bool:
    """Whether the speaker is right: half of the larger span, or the same head word; both empty is right."""
    if not gold.source or not found.source:
        return not gold.source and not found.source
    if len(gold.source & found.source) >= HALF * max(len(gold.source), len(found.source)):
        return True
    return gold.head is not None and gold.head == found.head


def align(gold: Sequence[Item], found: Sequence[Item], threshold: float) -> list[tuple[int, int]]:
    """Pairs of gold and found attributions, one to one, best overlap first."""
    ways = []
    for i, one in enumerate(gold):
        for j, other in enumerate(found):
            common = len(one.content & other.content)
            if common and (overlap := common / max(len(one.content), len(other.content))) >= threshold:
                ways.append((-overlap, -source_right(one, other), i, j))
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in sorted(ways):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


class Counts:
    """Sums over the texts of a gold file."""

    def __init__(self) -> None:
        self.n: Counter[tuple[str, ...]] = Counter()

    def add(self, gold: Sequence[Item], found: Sequence[Item]) -> None:
        """One text."""
        for kind in KINDS:
            self.n["gold", kind] += sum(kind in ("all", item.kind) for item in gold)
            self.n["found", kind] += sum(kind in ("all", item.kind) for item in found)
        pairs = align(gold, found, HALF)
        for name, some in (
            ("@50", pairs),
            ("@90", align(gold, found, MOST)),
            ("full", [p for p in pairs if source_right(gold[p[0]], found[p[1]])]),
        ):
            for i, j in some:
                for kind in KINDS:
                    self.n[name, "gold", kind] += kind in ("all", gold[i].kind)
                    self.n[name, "found", kind] += kind in ("all", found[j].kind)
        if any(item.act for item in gold):
            self._more(gold, found, dict(pairs))

    def _more(self, gold: Sequence[Item], found: Sequence[Item], pairs: dict[int, int]) -> None:
        """What only gold of the record contract has: acts, addressees, nesting."""
        for i, item in enumerate(gold):
            self.n["act gold", str(item.act)] += 1
            self.n["act pair gold", str(item.act)] += i in pairs
            self.n["addressee gold",] += bool(item.addressee)
            self.n["nested gold",] += item.nested is not None
        for item in found:
            self.n["act found", str(item.act)] += 1
            self.n["addressee found",] += bool(item.addressee)
            self.n["nested found",] += item.nested is not None
        for i, j in pairs.items():
            one, other = gold[i], found[j]
            self.n["act pair found", str(other.act)] += 1
            self.n["act hit", str(one.act)] += one.act == other.act
            both = len(one.addressee & other.addressee)
            self.n["addressee hit",] += bool(both) and both >= HALF * max(len(one.addressee), len(other.addressee))
            held = None if one.nested is None else pairs.get(one.nested)
            self.n["nested hit",] += held is not None and held == other.nested
            if one.who:
                self.n["who gold", str(one.by_name)] += 1
                self.n["who hit", str(one.by_name)] += one.who == other.who

    def result(self) -> dict[str, Any]:
        """The figures."""
        n = self.n
        out: dict[str, Any] = {}
        for kind in KINDS:
            gold, found = n["gold", kind], n["found", kind]
            row: dict[str, Any] = {"gold": gold, "found": found}
            for name in ("@50", "@90", "full"):
                precision, recall = n[name, "found", kind] / max(1, found), n[name, "gold", kind] / max(1, gold)
                f = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
                row[name] = {"P": round(precision, 3), "R": round(recall, 3), "F": round(f, 3)}
            out[kind] = row
        acts = sorted(key[1] for key in n if key[0] == "act gold")
        if acts:
            whole = {a: f_measure(n["act hit", a], n["act found", a], n["act gold", a])["F"] for a in acts}
            paired = {a: f_measure(n["act hit", a], n["act pair found", a], n["act pair gold", a])["F"] for a in acts}
            out["speech_act"] = {
                "macro F": round(sum(whole.values()) / len(acts), 3),
                "macro F of aligned ones": round(sum(paired.values()) / len(acts), 3),
                "of each, aligned": paired,
            }
            for name in ("addressee", "nested"):
                out[name] = f_measure(n[f"{name} hit",], n[f"{name} found",], n[f"{name} gold",])
        for name, how in (("by name", "True"), ("without a name", "False")):
            if of := n["who gold", how]:
                right = n["who hit", how]
                out.setdefault("speaker", {})[name] = {"share": round(right / of, 3), "count": right, "of": of}
        return out


def evaluate_attribution(path: Path, read: Reader) -> dict[str, Any]:
    """Figures for a gold file: for all of it and, where the gold names languages, for each."""
    rows = read_gold(path, "attributions")
    counts: dict[str, Counts] = defaultdict(Counts)
    for row, raw in zip(rows, pages(rows), strict=True):
        words = Words(row["text"])
        gold, found = gold_items(row, words), found_items(read(raw).attributions, words)
        if not any(item.nested is not None for item in gold) and "nested_in" not in (row["attributions"] or [{}])[0]:
            found = [item for item in found if item.nested is None]  # gold that knows no nesting, as PolNeAR
        for name in ("all", row.get("language")):
            if name:
                counts[name].add(gold, found)
    result = {name: one.result() for name, one in sorted(counts.items())}
    return {"texts": len(rows), **result.pop("all"), **({"languages": result} if result else {})}

"""Finds the noun phrase that says who speaks: before or after a cue, with its title and apposition around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from onrecord.quoting.frames import Item
from onrecord.quoting.lexicon import Lexicon

Range = tuple[int, int]

_LONGEST = 30  # items of a noun phrase with its apposition
_NOUN_PHRASE = 14
_JOINING = frozenset("-–/&’'")
_DASHES = frozenset("—–-")


def _point(items: Sequence[Item], k: int) -> bool:
    """Whether item `k` is the point of a shortened title or an initial ("Mr.", "J.")."""
    return items[k].low == "." and 0 < k < len(items) - 1 and items[k - 1].kind == "w" and items[k - 1].end == items[k].start and (
        len(items[k - 1].low) <= 4 and items[k - 1].capital
    )  # fmt: skip


def before(items: Sequence[Item], end: int, lex: Lexicon, floor: int = 0) -> Range | None:
    """The subject whose last item stands right before item `end`, none of it before item `floor`."""
    last = end - 1
    if last < floor:
        return None
    item = items[last]
    if item.low in (",", ")", "—", "–") or (item.low == "-" and item.start > items[last - 1].end):
        return _with_apposition(items, last, lex, floor)
    if item.kind == "p" and not _point(items, last):
        return None
    if item.low in lex.words["relatives"]:
        return (last, end)
    found = noun_phrase_before(items, end, lex, floor)
    if found is None or found[0] - 2 < floor or items[found[0] - 1].low != ",":
        return found
    first = items[found[0]]
    if first.capital or first.low in lex.words["determiners"] or first.low in lex.words["pronouns"]:
        return found
    name = noun_phrase_before(items, found[0] - 1, lex, floor)  # "X, assistant secretary for Y said"
    if name is None or not items[name[1] - 1].capital:
        return found
    return (name[0], end) if name[0] == floor or items[name[0] - 1].low in lex.words["breaks"] else found


def _with_apposition(items: Sequence[Item], last: int, lex: Lexicon, floor: int) -> Range | None:
    """A noun phrase and what stands between commas, dashes or brackets after it, up to item `last`."""
    partner = "(" if items[last].low == ")" else items[last].low
    for k in range(last - 1, max(floor, last - _LONGEST) - 1, -1):
        low = items[k].low
        if low == partner and not (low == "," and _enumerates(items, k, last, lex)):
            if k == last - 1:
                return None
            head = _before_brackets(items, k, lex, floor)
            if head is None or items[k + 1].kind == "q":
                return None
            if items[k + 1].low in lex.words["breaks"] and items[k + 1].low not in lex.words["determiners"]:
                return head if last - k <= 8 else None  # "X, by contrast, said": an aside, no apposition
            if head[0] - 1 > floor and items[head[0] - 1].low == "," and not items[head[0]].capital:
                name = _before_brackets(items, head[0] - 1, lex, floor)  # "X, a lawyer from Paris, Texas, said"
                if name is not None and items[name[1] - 1].capital:
                    head = name
            return head[0], last + 1
        if low in (";", ":", ".", "!", "?") and not _point(items, k):
            return None
        if items[k].kind == "q":
            return None
    return None


def _before_brackets(items: Sequence[Item], end: int, lex: Lexicon, floor: int) -> Range | None:
    """The noun phrase before item `end`, past a remark in brackets ("X (R-Ohio)")."""
    if end - 1 > floor and items[end - 1].low == ")":
        for k in range(end - 2, max(floor, end - 9), -1):
            if items[k].low == "(":
                head = noun_phrase_before(items, k, lex, floor)
                return (head[0], end) if head else None
        return None
    return noun_phrase_before(items, end, lex, floor)


def _enumerates(items: Sequence[Item], k: int, last: int, lex: Lexicon) -> bool:
    """Whether the comma at `k` stands inside an apposition ("a lawyer for A, B and C,") and not before it."""
    return any(item.low in lex.words["and"] for item in items[k + 1 : min(k + 4, last)]) and items[k + 1].capital


def noun_phrase_before(items: Sequence[Item], end: int, lex: Lexicon, floor: int = 0) -> Range | None:
    """The noun phrase that ends right before item `end`: walks back over names, nouns and what links them."""
    words = lex.words
    if end - 1 < floor:
        return None
    if items[end - 1].low in words["pronouns"]:
        return end - 1, end
    start = end
    k = end - 1
    listing = False  # inside "A, B and C"
    while k >= floor and end - k <= _NOUN_PHRASE:
        item = items[k]
        low = item.low
        if item.kind == "q":
            break
        if item.kind == "p":
            inside = low in _JOINING and items[k - 1].end == item.start if k else False
            if _point(items, k) or (inside and start < end) or (listing and low == "," and items[k - 1].capital):
                k -= 1
                continue
            break
        if item.kind == "s":
            if start == end and not (k > floor and items[k - 1].kind == "w" and _noun(items[k - 1], lex)):
                break  # a name in marks needs a noun before it ("the company "X"")
            start = k
        elif low in words["determiners"]:
            start = k
            if k - 1 < floor or items[k - 1].low not in words["linkers"]:
                if k - 1 >= floor and items[k - 1].low in words["determiners"]:
                    k -= 1
                    continue
                break
        elif low in words["linkers"]:
            if start == end or k - 1 < floor or not _noun(items[k - 1], lex):
                break
        elif low in words["and"]:
            if not _joins(items, k, start, lex, floor):
                break
            listing = all(one.capital for one in items[start:end]) and items[k - 1].capital
        elif (listing and not item.capital) or not _noun(item, lex):
            break
        else:
            start = k
        k -= 1
    return (start, end) if start < end and _head(items, start, end, lex) else None


def _joins(items: Sequence[Item], k: int, start: int, lex: Lexicon, floor: int) -> bool:
    """Whether the conjunction at `k` joins two noun phrases that are the subject together."""
    if start != k + 1 or k - 1 < floor or not _noun(items[k - 1], lex):
        return False
    left, right = items[k - 1], items[k + 1]
    if left.capital and right.capital:
        return True
    first = noun_phrase_before(items, k, lex, floor)
    return first is not None and first[0] == floor and not right.capital


def _noun(item: Item, lex: Lexicon) -> bool:
    """Whether an item may be part of a noun phrase: any word that is not known to be something else."""
    if item.kind == "s":
        return True
    if item.kind != "w":
        return False
    words = lex.words
    return not (
        item.low in words["breaks"]
        or item.low in words["pronouns"]
        or item.low in words["conjunctions"]
        or item.low in words["relatives"]
        or item.low in words["auxiliaries"]
        or item.low in words["passives"]
        or item.low in words["times"]
        or item.low in words["adverbs"]
        or item.low in words["negations"]
    )


def _head(items: Sequence[Item], start: int, end: int, lex: Lexicon) -> bool:
    """Whether the range holds at least one noun or name, beside determiners and numbers."""
    return any(
        items[k].kind == "w" and items[k].low not in lex.words["determiners"] and not items[k].low[:1].isdigit()
        for k in range(start, end)
    )


def after(items: Sequence[Item], start: int, lex: Lexicon, *, apposition: bool = True) -> Range | None:
    """The noun phrase that begins at item `start`, with a short apposition between commas after it."""
    found = noun_phrase_after(items, start, lex)
    if found is None or not apposition or items[found[0]].low in lex.words["pronouns"]:
        return found
    end = found[1]
    if end + 1 < len(items) and items[end].low in (",", "("):
        closing = ")" if items[end].low == "(" else ","
        for k in range(end + 1, min(len(items), end + _NOUN_PHRASE + 4)):
            low = items[k].low
            if low == closing or (closing == "," and low == "." and not _point(items, k)):
                inner = noun_phrase_after(items, end + 1, lex)
                whole = inner is not None and (inner[1] >= k - 1 or items[inner[1]].low in lex.words["asides"])
                simple = all(items[m].low not in lex.words["breaks"] for m in range(end + 1, min(end + 3, k)))
                if whole and simple:
                    return found[0], k + 1 if closing == ")" else k
                return found
            if items[k].kind in "qs" or (low in (";", ":", ".") and not _point(items, k)):
                return found
    return found


def noun_phrase_after(items: Sequence[Item], start: int, lex: Lexicon) -> Range | None:
    """The noun phrase that begins at item `start`: a pronoun, or names and nouns up to a break."""
    words = lex.words
    if start >= len(items):
        return None
    if items[start].low in words["pronouns"]:
        return start, start + 1
    k = start
    seen_name = False
    while k < len(items) and k - start < _NOUN_PHRASE:
        item = items[k]
        low = item.low
        if item.kind == "p":
            inside = low in _JOINING and k + 1 < len(items) and items[k - 1].end == item.start == items[k + 1].start - 1
            initial = _point(items, k) and k + 1 < len(items) and items[k + 1].capital
            if k > start and (initial or inside):
                k += 1
                continue
            break
        if item.kind == "q":
            break
        if low in words["linkers"] or low in words["and"]:
            following = items[k + 1] if k + 1 < len(items) else None
            if k == start or following is None:
                break
            if not (_noun(following, lex) or following.low in words["determiners"]):
                break
            if low in words["and"] and not (following.capital or following.low in words["determiners"]):
                break
        elif low in words["determiners"]:
            joined = words["linkers"] | words["determiners"] | words["and"]
            if k > start and items[k - 1].low not in joined:
                break
        elif not _noun(item, lex) or (k > start and low[:1].isdigit()):
            break
        elif seen_name and not item.capital and items[k - 1].low not in words["linkers"]:
            owner = items[k - 1].low.endswith(("'s", "s'"))
            if items[k - 1].capital and not owner and items[k - 1].low not in words["titles"]:
                break
        seen_name = seen_name or (item.capital and k > start - 1)
        k += 1
    while k > start and (
        (items[k - 1].kind == "p" and not _point(items, k - 1)) or items[k - 1].low in words["linkers"]
    ):
        k -= 1
    return (start, k) if k > start and _head(items, start, k, lex) else None


def identified(
    items: Sequence[Item], found: Range, lex: Lexicon
) -> Literal["named", "unnamed", "collective", "document"]:
    """How the words of a speaker tell who it is: by the head of each of its parts between commas."""
    words = lex.words
    parts: list[list[Item]] = [[]]
    for item in items[found[0] : found[1]]:
        if item.kind == "w":
            parts[-1].append(item)
        elif item.low in (",", "(", ")"):
            parts.append([])
    parts = [part for part in parts if part]
    if not parts or (len(parts) == 1 and len(parts[0]) == 1 and parts[0][0].low in words["pronouns"]):
        return "unnamed"
    heads = [_head_of(part, lex) for part in parts]
    if heads[0].low in words["documents"]:
        return "document"
    if any(_names_person(part, head, lex) for part, head in zip(parts, heads, strict=True)):
        return "named"
    everything = [item for part in parts for item in part]
    listed = words["unnamed"] | words["collective"] | words["titles"] | words["determiners"]
    if all(item.low == item.low.upper() for item in everything):  # a script without capitals
        named = any(item.low not in listed for item in everything) and heads[0].low not in words["unnamed"]
        if named and not any(item.low in words["collective"] for item in everything):
            return "named"
    if heads[0].low in words["unnamed"]:
        return "unnamed"
    if any(item.low in words["collective"] for item in everything):
        return "collective"
    if any(item.low in words["unnamed"] or item.low in words["titles"] for item in everything):
        return "unnamed"
    plain = words["determiners"] | words["pronouns"]
    if lex.nouns_capitalised:
        return "unnamed"
    return (
        "named" if any(item.capital and item.low not in plain for item in everything[1:] or everything) else "unnamed"
    )


def _head_of(part: Sequence[Item], lex: Lexicon) -> Item:
    """The last word of the first noun phrase: before what a preposition links to it."""
    head = part[0]
    for item in part:
        if item.low in lex.words["linkers"] and item is not part[0]:
            break
        head = item
    return head


def _names_person(part: Sequence[Item], head: Item, lex: Lexicon) -> bool:
    """Whether a part is a name: two capitals in a row that no list explains, or one that stands alone."""
    words = lex.words
    known = words["determiners"] | words["unnamed"] | words["collective"] | words["documents"] | words["pronouns"]
    names = [item.capital and item.low not in known for item in part]
    if len(part) == 1:
        return names[0] and part[0].low not in words["titles"]
    run = 0
    for item, name in zip(part, names, strict=True):
        run = run + 1 if name else 0
        if run >= 2 and item.low not in words["titles"] and not any(i.low in words["collective"] for i in part[-1:]):
            return head.low not in words["collective"]
    return False

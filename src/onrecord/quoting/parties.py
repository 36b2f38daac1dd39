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
    return items[k].low == "." and k > 0 and items[k - 1].kind == "w" and items[k - 1].end == items[k].start and (
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
    return noun_phrase_before(items, end, lex, floor)


def _with_apposition(items: Sequence[Item], last: int, lex: Lexicon, floor: int) -> Range | None:
    """A noun phrase and what stands between commas, dashes or brackets after it, up to item `last`."""
    partner = "(" if items[last].low == ")" else items[last].low
    for k in range(last - 1, max(floor, last - _LONGEST) - 1, -1):
        low = items[k].low
        if low == partner and not (low == "," and _enumerates(items, k, last, lex)):
            if k == last - 1:
                return None
            head = _before_brackets(items, k, lex, floor)
            if head is None or items[k + 1].low in lex.words["breaks"] or items[k + 1].kind == "q":
                return None
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
    while k >= floor and end - k <= _NOUN_PHRASE:
        item = items[k]
        low = item.low
        if item.kind == "q":
            break
        if item.kind == "p":
            inside = low in _JOINING and items[k - 1].end == item.start if k else False
            if _point(items, k) or (inside and start < end):
                k -= 1
                continue
            break
        if item.kind == "s":
            if start == end:
                break
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
        elif not _noun(item, lex):
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
        or (item.low in words["adverbs"] and not item.capital)
        or item.low in words["negations"]
    )


def _head(items: Sequence[Item], start: int, end: int, lex: Lexicon) -> bool:
    """Whether the range holds at least one noun or name, beside determiners and numbers."""
    return any(
        items[k].kind == "w" and items[k].low not in lex.words["determiners"] and not items[k].low[0].isdigit()
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
                whole = inner is not None and (inner[1] >= k - 6 or inner[1] == k)
                simple = all(items[m].low not in lex.words["breaks"] for m in range(end + 1, min(end + 3, k)))
                if whole and simple:
                    return found[0], k + 1 if closing == ")" else k
                return found
            if items[k].kind in "qs" or low in (";", ":", ".") and not _point(items, k):
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
            if k > start and (_point(items, k) or inside):
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
            if k > start and items[k - 1].low not in words["linkers"] and items[k - 1].low not in words["determiners"]:
                if items[k - 1].low not in words["and"]:
                    break
        elif not _noun(item, lex):
            break
        elif seen_name and not item.capital and not lex.nouns_capitalised and items[k - 1].low not in words["linkers"]:
            if items[k - 1].capital and items[k - 1].low not in words["titles"]:
                break
        seen_name = seen_name or (item.capital and k > start - 1)
        k += 1
    while k > start and (items[k - 1].kind == "p" and not _point(items, k - 1) or items[k - 1].low in words["linkers"]):
        k -= 1
    return (start, k) if k > start and _head(items, start, k, lex) else None


def identified(items: Sequence[Item], found: Range, lex: Lexicon) -> Literal["named", "unnamed", "collective", "document"]:
    """How the words of a speaker tell who it is."""
    words = lex.words
    inside = [item for item in items[found[0] : found[1]] if item.kind == "w"]
    if any(item.low in words["documents"] for item in inside):
        names = [item for item in inside if item.capital]
        if not names or inside[-1].low in words["documents"]:
            return "document"
    if any(item.low in words["unnamed"] for item in inside) and not _is_named(inside, lex):
        return "unnamed"
    if any(item.low in words["collective"] for item in inside):
        return "collective"
    if _is_named(inside, lex):
        return "named"
    return "named" if len(inside) == 1 and inside[0].low in words["pronouns"] else "unnamed"


def _is_named(inside: Sequence[Item], lex: Lexicon) -> bool:
    """Whether a name is among the words: a capital that the place in the sentence or the language does not explain."""
    plain = lex.words["determiners"] | lex.words["pronouns"] | lex.words["unnamed"] | lex.words["titles"]
    capitals = [k for k, item in enumerate(inside) if item.capital and item.low not in plain]
    if not lex.nouns_capitalised:
        return bool(capitals)
    for k in capitals:
        if k + 1 in capitals or (len(inside) == 1):
            return True
    return False

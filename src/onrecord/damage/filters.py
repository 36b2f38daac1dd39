"""Words that a filter for rude words damaged from inside: "badured" for "assured", "pXXXenger", "c***tail".

No list of damaged words: a word that no dictionary knows is taken for damaged if putting a commonly filtered string back
makes it a frequent one. What the filter put there is either known to be put there by filters, or proves itself by doing
the same to two words of the page.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from onrecord.damage.edits import Edit, Mark
from onrecord.damage.words import frequent, listed, zipf
from onrecord.languages import rows

_WORD = re.compile(r"(?<![\w@#/.*])[^\W\d_]{4,30}(?![\w@/]|\.\w)")
_MASKED = re.compile(r"(?<![\w@#/*•])[^\W\d_]{0,20}[*•#]{1,8}[^\W\d_]{0,20}(?![\w@/*•#])")
_MASK = re.compile(r"[*•#]+")

_FREQUENT = 3.0  # Zipf frequency that a restored word must have
_GAP = 2.3  # how much more frequent it must be than the word as it stands
_GAP_ON_PAGE = 1.5  # the same where the filter has shown itself on the page
_MOST = 20_000  # unknown words of a page; what has more is not written in that language
_LONGEST = 12  # characters of a replacement


class Filtered(NamedTuple):
    """A string that filters look for, what they are known to put there, and words that rightly fall to them."""

    string: str
    replacements: tuple[str, ...]
    rude: frozenset[str]


@cache
def _filtered(language: str) -> tuple[Filtered, ...]:
    """Strings filtered in texts of a language: its own, and English ones, since most filters are English."""
    codes = dict.fromkeys((language, "en"))
    return tuple(
        Filtered(row["filtered"], tuple(row["replacements"].split()), frozenset(row["rude"].split()))
        for code in codes
        for row in rows(code, "filtered.csv")
    )


@cache
def _known_replacements(language: str) -> re.Pattern[str]:
    found = {replacement for entry in _filtered(language) for replacement in entry.replacements}
    return re.compile("|".join(sorted(map(re.escape, found), key=len, reverse=True)) or r"(?!)")


@cache
def _rude(language: str) -> frozenset[str]:
    return frozenset(word for entry in _filtered(language) for word in (*entry.rude, entry.string))


@cache
def _hosts(language: str) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
    """What stands before and after a filtered string in a frequent word -> (that string, that word)."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    text = "\n" + "\n".join(frequent(language)) + "\n"  # searched as one: a hundred times as fast as word by word
    for entry in _filtered(language):
        at = text.find(entry.string)
        while at >= 0:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            word, at = text[start:end], text.find(entry.string, end)
            before, _, after = word.rpartition(entry.string)
            if word not in entry.rude and (before or after):
                found[before, after].append((entry.string, word))
    return {key: tuple(value) for key, value in found.items()}


@cache
def _stems(language: str) -> frozenset[str]:
    return frozenset(before for before, _ in _hosts(language))


class Restored(NamedTuple):
    """A word put right: what the filter had put, where in the word, what had stood there, the word it makes."""

    put: str
    start: int
    string: str
    word: str


def _credible(word: str, restored: str, language: str) -> bool:
    frequency = zipf(restored, language)
    return frequency >= _FREQUENT and frequency - zipf(word, language) >= _GAP


def _by_known(word: str, language: str) -> Iterator[Restored]:
    """The word with a replacement that filters are known for taken back, at one place or at all."""
    if not _known_replacements(language).search(word):
        return
    words = frequent(language)
    for string, replacements, rude in _filtered(language):
        for put in replacements:
            start = word.find(put)
            while start >= 0:
                restored = word[:start] + string + word[start + len(put) :]
                if len(word) > len(put) and restored in words and restored not in rude:
                    yield Restored(put, start, string, restored)
                start = word.find(put, start + 1)
            if word.count(put) > 1 and (restored := word.replace(put, string)) in words and restored not in rude:
                yield Restored(put, -1, string, restored)


def _by_any(word: str, language: str) -> Iterator[Restored]:
    """The word with any stretch of it taken for a replacement."""
    hosts, stems = _hosts(language), _stems(language)
    for start in range(len(word) - 2):
        if word[:start] not in stems:
            continue
        for end in range(max(start + 3, len(word) - 12), min(len(word), start + _LONGEST) + 1):
            for string, restored in hosts.get((word[:start], word[end:]), ()):
                if start + len(word) - end >= 3:
                    yield Restored(word[start:end], start, string, restored)


def _put_by_filter(put: str, language: str) -> bool:
    """Whether a stretch is what a filter would put: a word, or one letter again and again."""
    return len(set(put)) == 1 or put in frequent(language)


def restored_words(forms: Iterable[str], language: str) -> dict[str, Restored]:
    """Words of a page that a filter damaged (lower case), each with how it is put right.

    A word counts only if the dictionary does not know it and knows the restored one as a frequent word. What a filter
    put is guessed only in words written small where names alone have capitals.
    """
    known, english = frequent(language), frequent("en")
    found: dict[str, Restored] = {}
    unknown = {word: form for form in forms if (word := form.lower()) not in known and word not in english}
    if len(unknown) > _MOST:
        return {}
    for word in unknown:
        candidates = {c for c in _by_known(word, language) if _credible(word, c.word, language)}
        if len({c.word for c in candidates}) == 1:
            found[word] = max(candidates)
    rest = {word: form for word, form in unknown.items() if word not in found}
    for word, case in _guessed(rest, language):
        found.setdefault(word, case)
    for put, string in {(case.put, case.string) for case in found.values()}:
        for word in rest.keys() - found.keys():
            start = word.find(put)
            restored = word.replace(put, string)
            # What a filter has done to one word of the page it has done to the rarer ones too.
            if start >= 0 and zipf(restored, language) - zipf(word, language) >= _GAP_ON_PAGE:
                found[word] = Restored(put, start if word.count(put) == 1 else -1, string, restored)
    return found


def _guessed(unknown: Mapping[str, str], language: str) -> Iterator[tuple[str, Restored]]:
    """Words in which the same unheard-of replacement makes sense as the same filtered string, two of them at least."""
    cases: dict[tuple[str, str], dict[str, Restored]] = defaultdict(dict)
    for word, form in unknown.items():
        # Names are unknown words with a capital, and so are compounds in German; a capital inside is no name.
        if len(word) >= 6 and (form == word or form != form.capitalize()):
            for case in _by_any(word, language):
                cases[case.put, case.string][word] = case
    for (put, _), group in cases.items():
        if len({case.word for case in group.values()}) < 2 or not _put_by_filter(put, language):
            continue
        credible = {word: case for word, case in group.items() if _credible(word, case.word, language)}
        # Forms of one word are one case, not two: what stands before the replacement has to differ.
        if len({word[: case.start] for word, case in credible.items()}) >= 2:
            yield from credible.items()


def _cased(new: str, word: str, place: int) -> str:
    """`new` in the case that `word` has at `place`."""
    if word.isupper():
        return new.upper()
    return new.capitalize() if place == 0 and word[:1].isupper() and not word[:2].isupper() else new


def words_of(text: str) -> set[str]:
    """The words of a text that a filter may have damaged, as they stand."""
    return set(_WORD.findall(text))


def replaced(text: str, found: Mapping[str, Restored]) -> Iterator[Edit]:
    """Where the words of `found` stand in a text, with the filtered string put back."""
    if not found:
        return
    for match in _WORD.finditer(text):
        case = found.get(match.group().lower())
        if case is None:
            continue
        places = (
            [case.start] if case.start >= 0 else [m.start() for m in re.finditer(re.escape(case.put), match[0].lower())]
        )
        for place in places:
            start = match.start() + place
            new = _cased(case.string, match.group(), place)
            yield Edit(start, start + len(case.put), new, "word-filter", *match.span())


@cache
def _shapes(language: str) -> Mapping[str, tuple[tuple[str, int, int], ...]]:
    """First letter of a frequent word that holds a filtered string -> the word and where the string stands in it."""
    found: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for (before, _), cases in _hosts(language).items():
        for string, word in cases:
            found[word[0]].append((word, len(before), len(before) + len(string)))
    return {letter: tuple(words) for letter, words in found.items()}


@lru_cache(maxsize=1024)
def _unmasked(word: str, language: str) -> frozenset[str]:
    """Frequent harmless words that a masked word may have been."""
    mask = _MASK.search(word)
    assert mask is not None
    before, after = word[: mask.start()].lower(), word[mask.end() :].lower()
    shapes = _shapes(language)
    found = set()
    for candidate, start, end in shapes.get(before[:1], ()) if before else (c for cs in shapes.values() for c in cs):
        hidden = len(candidate) - len(before) - len(after)
        if (
            hidden > 0
            and (hidden == len(mask.group()) or (len(mask.group()) in (3, 4) and hidden == end - start))
            and candidate.startswith(before)
            and candidate.endswith(after)
            and start <= len(before) <= start + 2
            and end - 1 <= len(before) + hidden <= end
        ):
            found.add(candidate)
    return frozenset(found)


@lru_cache(maxsize=1024)
def _may_be_rude(word: str, language: str) -> bool:
    """Whether a masked word fits a rude one: then the mask is the outlet's own and stays."""
    pattern = re.compile(re.escape(_MASK.sub("\0", word.lower())).replace("\0", r"[^\W\d_]{1,8}"))
    return any(pattern.fullmatch(rude) for rude in _rude(language))


def masked(text: str, language: str) -> tuple[list[Edit], list[Mark]]:
    """Masks inside harmless words: lifted where one frequent word fits, marked where several do."""
    edits: list[Edit] = []
    marks: list[Mark] = []
    if not listed(language) or not _MASK.search(text):
        return edits, marks
    doubtful: list[Edit] = []
    for match in _MASKED.finditer(text):
        word = match.group()
        mask = _MASK.search(word)
        if mask is None or not _worth_lifting(word, mask.start(), mask.end(), language):
            continue
        fits = {new for new in _unmasked(word, language) if zipf(new, language) >= _FREQUENT}
        if len(fits) == 1:
            before, new = mask.start(), fits.pop()
            hidden = new[before : len(new) - (len(word) - mask.end())]
            if before == 0 and _starts_sentence(text, match.start()):
                hidden = hidden.capitalize()
            place = match.start() + before
            lifted = Edit(place, place + len(mask.group()), hidden, "word-filter", *match.span())
            sure = mask.end() < len(word) or word.islower()
            (edits if sure else doubtful).append(lifted)
        elif fits:
            marks.append(Mark(*match.span(), "letters are masked, and several words fit"))
    # Three stars behind a name may point to a footnote; behind two names for which a filtered word fits they do not.
    if edits or len({text[one.low : one.high] for one in doubtful}) > 1:
        edits += doubtful
    return edits, marks


def _worth_lifting(word: str, start: int, end: int, language: str) -> bool:
    """Whether enough of a masked word is seen, and the mask is not likely the outlet's own."""
    seen = len(word) - (end - start)
    if end - start < 2 or seen < 2 or (seen < 3 and end < len(word)) or (start == 0 and seen < 4):
        return False
    return (end < len(word) or end - start == 3) and not _may_be_rude(word, language)


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip("\"'“„« ")
    return not before or before[-1] in ".!?"

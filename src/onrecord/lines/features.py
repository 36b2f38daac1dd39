"""What can be measured of each line of a page: of its own text, and of where it stands."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.lines import characters as ch
from onrecord.lines.characters import Characters, Floats, Hashes, Ints
from onrecord.lines.trees import Matrix

Flags = NDArray[np.bool_]

#: Windows of neighbours, in lines to either side.
WINDOWS = (1, 2, 4, 8, 16)
#: Neighbours that are looked at one by one.
STEPS = (-2, -1, 1, 2)
_TABLE = 1 << 16


class StopWords(msgspec.Struct, frozen=True, kw_only=True):
    """The most frequent words of many languages: a hash table from word to the languages that have it."""

    slot: NDArray[np.int32]  # low 16 bits of a hash -> row, -1 where empty
    hash: Hashes
    languages: Floats  # (words, languages); a row sums to 1

    @classmethod
    def build(cls, hashes: Hashes, languages: NDArray[np.uint8]) -> StopWords:
        """The table for words with the given hashes; `languages` (words, languages) is 1 where a language has a word."""
        slot = np.full(_TABLE, -1, dtype=np.int32)
        slot[_low(hashes)] = np.arange(len(hashes))
        shares = languages.astype(np.float64)
        return cls(slot=slot, hash=hashes, languages=shares / np.maximum(shares.sum(1, keepdims=True), 1.0))

    def find(self, hashes: Hashes) -> tuple[Flags, Flags]:
        """Which words are stop words of any language, and which of the language that most of them belong to."""
        rows = self.slot[_low(hashes)]
        hit = (rows >= 0) & (self.hash[rows] == hashes)
        votes = np.bincount(rows[hit], minlength=len(self.hash)) @ self.languages
        return hit, hit & (self.languages[:, int(np.argmax(votes))] > 0)[rows]


class TextWeights(msgspec.Struct, frozen=True, kw_only=True):
    """A linear model over hashed words, beginnings of words, pairs of words, and first and last words of a line."""

    table: Floats  # a power of two long
    bias: float

    def scores(self, page: Characters) -> tuple[Floats, Floats]:
        """For each line the sum of the weights of its grams over the root of their number, and their mean."""
        hashes, line = grams(page)
        count = len(page.length)
        total = np.bincount(line, weights=self.table[gram_index(hashes, len(self.table))], minlength=count)
        number = np.maximum(np.bincount(line, minlength=count), 1)
        return total / np.sqrt(number) + self.bias, total / number


def gram_index(hashes: Hashes, size: int) -> Ints:
    """The place of each gram in a table of `size` (a power of two) weights."""
    return ((hashes >> np.uint64(7)) & np.uint64(size - 1)).astype(np.int64)


def grams(page: Characters) -> tuple[Hashes, Ints]:
    """Hashes of everything that the text model sees, and the line of each."""
    words = page.words
    if not len(words.hash):
        return np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.int64)
    same = words.line[1:] == words.line[:-1]
    starts = np.concatenate((np.ones(1, bool), ~same))
    ends = np.concatenate((~same, np.ones(1, bool)))
    parts = (
        words.hash,
        words.prefix * np.uint64(5),
        ch.mix(words.hash[:-1] * np.uint64(3) + words.hash[1:])[same],
        ch.mix(words.hash[starts] + np.uint64(1)),
        ch.mix(words.hash[ends] + np.uint64(2)),
    )
    lines = (words.line, words.line, words.line[1:][same], words.line[starts], words.line[ends])
    return np.concatenate(parts), np.concatenate(lines)


def _low(hashes: Hashes) -> Ints:
    return (hashes & np.uint64(_TABLE - 1)).astype(np.int64)


def beside(values: Floats, widths: Sequence[int] = WINDOWS) -> Floats:
    """Sums of each row of `values` over the lines before and after each line: shape (2 * widths * rows, lines)."""
    rows, count = values.shape
    margin = max(widths)
    total = np.zeros((rows, count + 2 * margin + 1))
    np.cumsum(values, axis=1, out=total[:, margin + 1 : margin + 1 + count])
    total[:, margin + 1 + count :] = total[:, margin + count, None]
    here, after = total[:, margin : margin + count], total[:, margin + 1 : margin + 1 + count]
    parts = []
    for width in widths:
        parts.append(here - total[:, margin - width : margin - width + count])
        parts.append(total[:, margin + 1 + width : margin + 1 + width + count] - after)
    return np.concatenate(parts)


def shifted(values: Floats, steps: Sequence[int] = STEPS) -> Floats:
    """Each row of `values` as it stands some lines on, -1 beyond the page: shape (steps * rows, lines)."""
    rows, count = values.shape
    margin = max(map(abs, steps))
    padded = np.full((rows, count + 2 * margin), -1.0)
    padded[:, margin : margin + count] = values
    return np.concatenate([padded[:, margin + step : margin + step + count] for step in steps])


def distances(marked: Flags, most: int = 200) -> tuple[Floats, Floats]:
    """For each line how far back and how far on the next marked line is (0 where it is marked itself)."""
    count = len(marked)
    index = np.arange(count)
    before = np.maximum.accumulate(np.where(marked, index, -most))
    after = np.minimum.accumulate(np.where(marked, index, count + most)[::-1])[::-1]
    return np.minimum(index - before, most).astype(np.float64), np.minimum(after - index, most).astype(np.float64)


def _line_hashes(page: Characters, first: Ints, after: Ints) -> Hashes:
    """A hash of the words of each line in their order, case and punctuation left out."""
    words = page.words
    total = np.zeros(len(words.hash) + 1, dtype=np.uint64)
    rank = (np.arange(len(words.hash)) - first[words.line]).astype(np.uint64)
    np.cumsum(ch.mix(words.hash + rank * np.uint64(0x9E3779B97F4A7C15)), out=total[1:])
    return total[after] - total[first]


def _contained(lines: Sequence[str]) -> Floats:
    """2 where a line stands within one of the next two lines on either side, 1 where one of those stands in it, else 0."""
    found = [0.0] * len(lines)
    sizes = list(map(len, lines))
    for step in (1, 2):
        pairs = zip(lines, lines[step:], sizes, sizes[step:], strict=False)
        for number, (one, two, size, other) in enumerate(pairs):
            if size <= other:
                if 3 < size <= 300 and one in two:
                    found[number] = 2.0
                    found[number + step] = max(found[number + step], 1.0)
            elif 3 < other <= 300 and two in one:
                found[number + step] = 2.0
                found[number] = max(found[number], 1.0)
    return np.array(found)


def _shared(words: ch.Words, low: Ints, chosen: Flags, number: Floats, count: int) -> tuple[Floats, Floats]:
    """Share of the chosen words of each line that stand in the first line, and of those of the first that stand in it."""
    table = np.zeros(_TABLE, dtype=bool)
    opening = (words.line == 0) & chosen
    table[low[opening]] = True
    shared = np.bincount(words.line, weights=table[low] & chosen, minlength=count)
    return shared / number, np.minimum(shared / max(1.0, float(opening.sum())), 1.0)


def _theme(words: ch.Words, low: Ints, chosen: Flags, number: Floats, mass: Floats) -> Floats:
    """Share of the chosen words of each line that other lines around the page's heaviest place have too."""
    count, width = len(mass), 10
    total = np.concatenate((np.zeros(width + 1), np.cumsum(mass), np.full(width, mass.sum())))
    centre = int(np.argmax(total[2 * width + 1 :] - total[: -2 * width - 1]))
    inside = (np.abs(words.line - centre) <= width) & (mass[words.line] > 0) & chosen
    # A word counts once a line, and a line does not vouch for itself.
    pairs = np.unique(low[inside] * count + words.line[inside])
    lines_with = np.bincount(pairs // count, minlength=_TABLE)
    vouched = (lines_with[low] - inside > 0) & chosen
    return np.bincount(words.line, weights=vouched, minlength=count) / number


_OWN = [
    "width",
    "words",
    "word_length",
    "lower",
    "upper",
    "dense",
    "digit",
    "stops",
    "commas",
    "comma_share",
    "colons",
    "quotes",
    "bars",
    "bar_share",
    "brackets",
    "signs",
    "copyright",
    "other",
    "begin",
    "end",
    "before_end",
    "ends",
    "ellipsis",
    "stop_words",
    "any_stop_words",
    "stop_count",
    "capitals",
    "lone_capitals",
    "numbers",
    "years",
    "common",
    "only_here",
    "short_words",
    "text",
    "text_mean",
]
_PLACED = [
    "times",
    "begins_alike",
    "contained",
    "index",
    "from_end",
    "position",
    "lines",
    "page_mass",
    "mass_before",
    "sentence_back",
    "sentence_forth",
    "shorts_back",
    "shorts_forth",
    "title_share",
    "title_cover",
    "heads",
    "since_head",
    "theme",
    "relative_width",
]
_SUMMED = ("mass", "loose", "short", "text")
_MOVED = ("width", "text", "stop_words", "ends", "end", "capitals")

#: The names of the rows that `measure` returns, in order.
NAMES: tuple[str, ...] = (
    *_OWN,
    *_PLACED,
    *(f"{name}_{side}_{width}" for width in WINDOWS for side in ("before", "after") for name in _SUMMED),
    *(f"{name}_at_{step}" for step in STEPS for name in _MOVED),
)


def measure(lines: Sequence[str], page: Characters, stops: StopWords, weights: TextWeights) -> Matrix:
    """The measures of the lines of a page: shape (len(NAMES), len(lines))."""
    words, count = page.words, len(lines)
    low = _low(words.hash)
    any_stop, own_stop = stops.find(words.hash)
    own = _own(page, low, any_stop, own_stop, weights)
    value = dict(zip(_OWN, own, strict=True))
    width, ends = page.length * (1.0 + 1.5 * value["dense"]), value["ends"]
    sentence = (width >= 50) & ((value["words"] > np.log(7.0)) | (value["dense"] > 0.3))
    loose = np.where(sentence, np.minimum(width, 600.0), 0.0)
    mass = loose * ends
    placed = _placed(lines, page, low, ~any_stop, value, width, mass)
    signals = np.stack((mass, loose, (width < 40).astype(np.float64), np.tanh(value["text"])))
    moved = np.stack([value[name] for name in _MOVED])
    result = np.empty((len(NAMES), count), dtype=np.float32)
    at = 0
    for part in (own, placed, beside(signals), shifted(moved)):
        result[at : at + len(part)] = part
        at += len(part)
    return result


def _median(values: Floats) -> float:
    """The median, 0 of nothing; five times as fast on the few values of a page as numpy's."""
    ordered = np.sort(values)
    half = len(ordered) // 2
    if not len(ordered):
        return 0.0
    return float(ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2.0)


def _own(page: Characters, low: Ints, any_stop: Flags, own_stop: Flags, weights: TextWeights) -> list[Floats]:
    """Measures of each line's own text, and of its words against the page's, in the order of _OWN."""
    words, count = page.words, len(page.length)
    kinds = np.bincount(page.line * ch.KINDS + page.kind, minlength=count * ch.KINDS)
    kinds = np.ascontiguousarray(kinds.reshape(count, ch.KINDS).T.astype(np.float64))
    kinds[ch.SPACE] -= 1  # the line break
    number = np.bincount(words.line, minlength=count).astype(np.float64)
    some = np.maximum(number, 1.0)

    def share(values: Flags | Floats) -> Floats:
        return np.bincount(words.line, weights=values, minlength=count) / some

    letters = np.maximum(kinds[ch.LOWER : ch.MARK].sum(0), 1.0)
    size = np.maximum(kinds.sum(0), 1.0)
    dense = kinds[ch.DENSE] / letters
    first_kind = page.kind[words.start]
    capital = first_kind == ch.UPPER
    often = np.bincount(low, minlength=_TABLE)[low]
    begin, end = page.kind[page.first], page.kind[np.maximum(page.last - 1, page.first)]
    before_end = page.kind[np.maximum(page.last - 2, page.first)]
    stopped = (end == ch.STOP) | (((end == ch.QUOTE) | (end == ch.BRACKET)) & (before_end == ch.STOP))
    in_own = share(own_stop)
    score, mean = weights.scores(page)
    return [
        # A character of Han or kana says about as much as two and a half of an alphabet.
        np.log1p(page.length * (1.0 + 1.5 * dense)),
        np.log1p(number),
        letters / some,
        kinds[ch.LOWER] / letters,
        kinds[ch.UPPER] / letters,
        dense,
        kinds[ch.DIGIT] / size,
        kinds[ch.STOP],
        kinds[ch.COMMA],
        kinds[ch.COMMA] / some,
        kinds[ch.COLON],
        kinds[ch.QUOTE],
        kinds[ch.BAR],
        kinds[ch.BAR] / size,
        kinds[ch.BRACKET],
        kinds[ch.SIGN],
        kinds[ch.COPYRIGHT],
        kinds[ch.OTHER] / size,
        begin.astype(np.float64),
        end.astype(np.float64),
        before_end.astype(np.float64),
        stopped.astype(np.float64),
        ((end == ch.STOP) & (before_end == ch.STOP)).astype(np.float64),
        in_own,
        share(any_stop),
        np.log1p(in_own * some),
        share(capital),
        share(capital & ~own_stop),
        share(first_kind == ch.DIGIT),
        share((words.length == 4) & (first_kind == ch.DIGIT)) * some,
        share(np.log1p(often)),
        share(often == 1),
        share(words.length <= 3),
        score,
        mean,
    ]


def _placed(
    lines: Sequence[str],
    page: Characters,
    low: Ints,
    chosen: Flags,
    value: dict[str, Floats],
    width: Floats,
    mass: Floats,
) -> list[Floats]:
    """Measures of where each line stands: repetition, the title, the page as a whole, in the order of _PLACED."""
    words, count = page.words, len(lines)
    index = np.arange(count, dtype=np.float64)
    first = np.searchsorted(words.line, np.arange(count))
    after = np.append(first[1:], len(words.line))
    lined = _low(_line_hashes(page, first, after))
    begun = low[np.minimum(first, len(low) - 1)] if len(low) else np.zeros(count, dtype=np.int64)
    number = np.maximum(np.bincount(words.line, weights=chosen, minlength=count), 1.0)
    title_share, title_cover = _shared(words, low, chosen, number, count)
    heading = (title_cover > 0.5) & (title_share > 0.7) & (index > 0)
    last_head = np.maximum.accumulate(np.where(heading, index, -1.0))
    total = max(1.0, float(mass.sum()))
    heavy = mass > 0
    back, forth = distances(heavy)
    shorts_back, shorts_forth = distances(width >= 40)
    return [
        np.bincount(lined, minlength=_TABLE)[lined].astype(np.float64),
        np.log1p(np.bincount(begun, minlength=_TABLE)[begun]),
        _contained(page.clipped),
        np.log1p(index),
        np.log1p(count - 1 - index),
        index / max(1, count - 1),
        np.full(count, np.log1p(count)),
        np.full(count, np.log1p(total)),
        (np.cumsum(mass) - mass) / total,
        np.log1p(back),
        np.log1p(forth),
        np.log1p(shorts_back),
        np.log1p(shorts_forth),
        title_share,
        title_cover,
        np.minimum(np.cumsum(heading), 4.0),
        np.where(last_head >= 0, np.log1p(index - last_head), -1.0),
        _theme(words, low, chosen, number, mass),
        value["width"] - np.log1p(_median(width[heavy])),
    ]

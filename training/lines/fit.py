"""Fits the model over lines: hashed words, the members of the average (two rounds of boosted trees each), the choice."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import wordfreq
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from training.lines.boosting import Boosting, grown
from training.lines.choice import Judged, fit_choice, for_choice
from training.lines.pages import LabelledPage, made

from onrecord.lines.characters import characters
from onrecord.lines.context import second_look
from onrecord.lines.features import StopWords, TextWeights, gram_index, grams, measure
from onrecord.lines.model import Member, Model
from onrecord.lines.trees import Trees, chance

TEXT_SIZE = 1 << 16
FIRST = Boosting(trees=100, rate=0.09)
SECOND = Boosting(trees=60, rate=0.09, leaves=8)
CHOICE = Boosting(trees=120, rate=0.05, leaves=8, least_rows=60, columns=0.5, draws=3)


@dataclass(frozen=True)
class Options:
    """What may be varied in training."""

    first: Boosting = FIRST
    second: Boosting = SECOND
    choice: Boosting = CHOICE
    members: int = 2
    inner: int = 4
    stop_words: int = 80
    text_c: float = 0.3
    least: float = 0.2
    seed: int = 7


def stop_words(number: int) -> StopWords:
    """The `number` most frequent words of every language that wordfreq knows (those that are one word to us)."""
    languages = sorted(wordfreq.available_languages())
    found: dict[int, np.ndarray] = {}
    for place, language in enumerate(languages):
        for word in wordfreq.top_n_list(language, number):
            hashes = characters([word]).words.hash
            if len(hashes) == 1:
                found.setdefault(int(hashes[0]), np.zeros(len(languages), dtype=np.uint8))[place] = 1
    keys = sorted(found)
    return StopWords.build(np.array(keys, dtype=np.uint64), np.stack([found[key] for key in keys]))


def line_weights(page: LabelledPage) -> np.ndarray:
    """How much each line counts: its tokens against those of the article, as the scorer weighs them."""
    tokens = page.tokens()
    article = max(60.0, float(tokens[list(page.content)].sum()))
    return page.weight * 100.0 * (np.minimum(tokens, 150.0) + 2.0) / (article + 60.0)


def fit_text(pages: Sequence[LabelledPage], options: Options) -> TextWeights:
    """Logistic regression over hashed grams of single lines; a page that is part of another counts once."""
    rows, columns, targets, weights = [], [], [], []
    count = 0
    for page in pages:
        if page.set in ("flat_pages_near", "made"):
            continue
        hashes, line = grams(characters(page.lines))
        columns.append(gram_index(hashes, TEXT_SIZE))
        rows.append(line + count)
        targets.append(np.array(page.content, dtype=np.int64))
        weights.append(np.sqrt(line_weights(page)))
        count += len(page.lines)
    row, column = np.concatenate(rows), np.concatenate(columns)
    number = np.maximum(np.bincount(row, minlength=count), 1)
    grid = csr_matrix((1.0 / np.sqrt(number[row]), (row, column)), shape=(count, TEXT_SIZE))
    model = LogisticRegression(C=options.text_c, solver="liblinear", tol=1e-3, random_state=0)
    model.fit(grid, np.concatenate(targets), sample_weight=np.concatenate(weights))
    # As the file keeps it, so that training sees what the shipped model sees.
    table = model.coef_[0].astype(np.float16).astype(np.float64)
    return TextWeights(table=table, bias=float(model.intercept_[0]))


def split(pages: Sequence[LabelledPage], parts: int, seed: int) -> list[list[LabelledPage]]:
    """The pages in `parts` folds; all forms of one page in the same fold, sets and languages spread evenly."""
    groups: dict[str, LabelledPage] = {}
    for page in pages:
        groups.setdefault(page.group, page)
    order = sorted(groups)
    random.Random(seed).shuffle(order)
    order.sort(key=lambda group: (groups[group].set, groups[group].language))
    fold = {group: number % parts for number, group in enumerate(order)}
    return [[page for page in pages if fold[page.group] == part] for part in range(parts)]


def boost(pages: Sequence[LabelledPage], matrices: Sequence[np.ndarray], how: Boosting, seed: int) -> Trees:
    """Boosted trees over the lines of the pages."""
    return grown(
        np.concatenate([matrix.T for matrix in matrices]),
        np.concatenate([page.content for page in pages]),
        np.concatenate([line_weights(page) for page in pages]),
        how,
        seed,
    )


def train(pages: Sequence[LabelledPage], stops: StopWords, options: Options) -> Model:
    """The model for the pages given: words, the members that are averaged, and the choice over what they would say."""
    members, judged = zip(*(member(pages, stops, options, number) for number in range(options.members)), strict=True)
    return Model(
        stops=stops,
        text=fit_text(pages, options),
        members=members,
        choice=fit_choice((one for found in judged for one in found), options.least, options.choice, options.seed),
    )


def member(
    pages: Sequence[LabelledPage], stops: StopWords, options: Options, number: int
) -> tuple[Member, list[Judged]]:
    """One member of the average, and what it would say of pages unseen; every second one sees short articles.

    Inner folds, pages made and draws are its own. What one part learns from is never what it was itself trained on: words
    and first round judge the pages of each inner fold by the other folds before the second round sees the result, and
    so does the second round before the choice sees its result.
    """
    seed = options.seed + 100 * number
    folds = split(pages, options.inner, seed)
    folds = [fold + made(fold, seed + part, brief_share=0.4 * (number % 2 == 0)) for part, fold in enumerate(folds)]
    every = [page for fold in folds for page in fold]
    place = [part for part, fold in enumerate(folds) for _ in fold]
    # Cut and grafted pages blur what single lines look like, and teach what pages look like: for the second round only.
    genuine = [page.set != "made" or page.id.endswith(("#none", "#brief")) for page in every]
    texts = [
        fit_text([page for page, fold in zip(every, place, strict=True) if fold != part], options)
        for part in range(options.inner)
    ]
    firsts = [
        measure(page.lines, characters(page.lines), stops, texts[part]) for page, part in zip(every, place, strict=True)
    ]

    def grow(matrices: Sequence[np.ndarray], chosen: Sequence[int], how: Boosting) -> Trees:
        return boost([every[at] for at in chosen], [matrices[at] for at in chosen], how, seed)

    rounds = [
        grow(firsts, [at for at, fold in enumerate(place) if fold != part and genuine[at]], options.first)
        for part in range(options.inner)
    ]
    seconds = [
        second_look(matrix, chance(rounds[part].scores(matrix))) for matrix, part in zip(firsts, place, strict=True)
    ]
    judged = []
    for part in range(options.inner):
        trees = grow(seconds, [at for at, fold in enumerate(place) if fold != part], options.second)
        own = [at for at, fold in enumerate(place) if fold == part and for_choice(every[at])]
        judged += [Judged(every[at], trees.scores(seconds[at])) for at in own]
    first = grow(firsts, [at for at, real in enumerate(genuine) if real], options.first)
    return Member(first=first, second=grow(seconds, range(len(every)), options.second)), judged


def folds_with_models(
    pages: Sequence[LabelledPage],
    more: Sequence[LabelledPage],
    stops: StopWords,
    options: Options,
    parts: int,
    seed: int,
) -> Iterator[tuple[Model, list[LabelledPage]]]:
    """For each fold of the pages the model trained on all others (and on `more`), and the pages of the fold."""
    folds = split(pages, parts, seed)
    for number, fold in enumerate(folds):
        rest = [page for other, pages_ in enumerate(folds) if other != number for page in pages_]
        yield train([*rest, *more], stops, options), fold

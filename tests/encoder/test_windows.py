"""Windows hold every piece of every passage once, in order, and no more than the model can read."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.encoder.model import model
from onrecord.encoder.reading import _own, _without_articles, read
from onrecord.encoder.windows import QUOTED, Part, pack, tokenise, window, word_numbers
from onrecord.pipeline import PassageDraft, Quotation, Sentence
from onrecord.spans import Aligned


def passage(
    text: str, *, sentences: tuple[tuple[int, int], ...] = (), quotations: tuple[Quotation, ...] = ()
) -> PassageDraft:
    return PassageDraft(
        kind="paragraph",
        text=Aligned.verbatim(text, 0, len(text)),
        sentences=tuple(Sentence(start=a, end=b) for a, b in sentences),
        quotations=quotations,
    )


texts = st.lists(st.text(alphabet="ab ,.“”Ünd я ا国 \n", max_size=120), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(texts, st.integers(8, 40), st.integers(3, 40))
def test_every_piece_is_in_one_window(parts: list[str], longest: int, first: int) -> None:
    passages = [passage(text) for text in parts]
    pieces = tokenise(model().tokenizer, passages)
    packed = pack(passages, pieces, longest, min(first, longest))
    seen = [(part.passage, n) for parts_ in packed for part in parts_ for n in range(part.start, part.end)]
    assert seen == [(number, n) for number, its in enumerate(pieces) for n in range(len(its))]
    for parts_ in packed:
        view = window(pieces, parts_)
        assert len(view.ids) <= longest
        assert (view.passage >= 0).sum() == sum(part.end - part.start for part in parts_)


def test_pieces_lie_in_the_text_without_white_space() -> None:
    text = "Лавров said:  “No.”\u00a0 国会  النص"
    (its,) = tokenise(model().tokenizer, [passage(text)])
    read = [text[a:b] for a, b in zip(its.starts, its.ends, strict=True)]
    assert all(piece and piece == piece.strip() for piece in read)
    assert "".join(read) == "".join(text.split())


def test_a_long_passage_is_cut_where_a_sentence_ends() -> None:
    text = "one two three four. five six seven eight. nine ten"
    cut = passage(text, sentences=((0, 19), (20, 41), (42, len(text))))
    pieces = tokenise(model().tokenizer, [cut])
    stop = int(np.searchsorted(pieces[0].starts, 19))
    (first, *_), *rest = pack([cut], pieces, longest=stop + 4)
    assert first == Part(0, 0, stop)
    assert rest


def test_quoted_characters_are_told() -> None:
    quotation = Quotation(start=6, end=12, opened=True, closed=True, continues=False, thread=0)
    (its,) = tokenise(model().tokenizer, [passage("Said: “stay” now", quotations=(quotation,))])
    told = {bool(state == QUOTED) for start, state in zip(its.starts, its.quoted, strict=True) if 6 <= start < 12}
    assert told == {True}
    assert its.quoted[0] == its.quoted[-1] == 0


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_nothing_to_read(text: str) -> None:
    pieces = tokenise(model().tokenizer, [passage(text)])
    assert pack([passage(text)], pieces) == []


def test_the_ending_of_a_possessive_is_a_word() -> None:
    passages = [passage("Kestria’s army didn't move.")]
    pieces = tokenise(model().tokenizer, passages)
    view = window(pieces, pack(passages, pieces)[0])
    numbers, starts = word_numbers(passages, pieces, view).tolist(), pieces[0].starts[view.piece].tolist()
    ending, army, negation = (starts.index(at) for at in (7, 10, 10 + len("army didn")))
    assert len({numbers[ending - 1], numbers[ending], numbers[army]}) == 3
    assert numbers[negation] == numbers[negation - 1]


def test_an_abbreviation_of_letters_with_points_is_a_word() -> None:
    passages = [passage("Told U.S. diplomats to go. A. Brandt left.")]
    pieces = tokenise(model().tokenizer, passages)
    view = window(pieces, pack(passages, pieces)[0])
    numbers, starts = word_numbers(passages, pieces, view).tolist(), pieces[0].starts[view.piece].tolist()
    inside = {number for number, start in zip(numbers, starts, strict=True) if 5 <= start < 9}
    assert len(inside) == 1
    assert numbers[starts.index(10)] not in inside
    initial = starts.index(27)
    assert numbers[initial] != numbers[initial + 1]


def test_a_sign_that_keeps_letters_apart_is_within_a_word() -> None:
    text = "خانواده\u200cها آمدند"
    passages = [passage(text)]
    pieces = tokenise(model().tokenizer, passages)
    view = window(pieces, pack(passages, pieces)[0])
    numbers, starts = word_numbers(passages, pieces, view).tolist(), pieces[0].starts[view.piece].tolist()
    inside = {number for number, start in zip(numbers[1:-1], starts[1:-1], strict=True) if start < text.index(" ")}
    assert len(inside) == 1


def test_who_has_something_is_seen_beside_it() -> None:
    reading = read([passage("Russia’s invasion of Ukraine began in 2022.")])
    assert [name.place[1:] for name in reading.names] == [(0, 6), (21, 28)]
    [deed] = reading.deeds
    assert [place[1:] for place in deed.actors] == [(0, 6)]


def test_a_cue_has_no_ending_of_whoever_has_it() -> None:
    text = "Brandt's claim, or ’s."
    places = [(0, text.index("'s"), text.index(",")), (0, text.index("’s"), len(text) - 1)]
    assert [text[start:end] for _, start, end in _own(places, [passage(text)])] == ["claim"]


@pytest.mark.parametrize(
    ("language", "text", "words", "left"),
    [
        ("en", "Chad lifted the embargo.", ["lifted the"], ["lifted"]),
        ("fr", "Le Tchad a levé l'embargo.", ["levé l'"], ["levé"]),
        ("de", "Tschad hebt die Sperre auf.", ["hebt die", "auf"], ["hebt", "auf"]),
        ("pt", "O Chade rejeita as acusações.", ["rejeita", "as"], ["rejeita"]),
        ("de", "Das tat er.", ["Das"], ["Das"]),
        ("en", "They bathe.", ["bathe"], ["bathe"]),
        (None, "Chad lifted the embargo.", ["lifted the"], ["lifted the"]),
    ],
)
def test_words_of_a_deed_have_no_article_of_another_word(
    language: str | None, text: str, words: list[str], left: list[str]
) -> None:
    places = [(0, text.index(word), text.index(word) + len(word)) for word in words]
    found = _without_articles(places, [passage(text)], language)
    assert [text[start:end] for _, start, end in found] == left

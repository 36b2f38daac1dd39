"""Quotation marks of a page become quotations: style by style, and over passages."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.languages import table
from onrecord.quoting.utterances import Text, find_quotations, style_of


def quoted(*passages: str, language: str = "en", alone: tuple[int, ...] = ()) -> list[list[str]]:
    """The outermost quotations of each passage as text."""
    style = style_of(table(language, "quotes.toml"))
    texts = [Text(text, style, number in alone) for number, text in enumerate(passages)]
    found = find_quotations(texts)
    return [
        [text[quotation.start : quotation.end] for quotation in marks if quotation.depth == 0]
        for text, marks in zip(passages, found, strict=True)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We sail,” she said. “At dawn.”", ["“We sail,”", "“At dawn.”"]),
        ('"We sail," she said. "At dawn."', ['"We sail,"', '"At dawn."']),
        ("„Wir fahren“, sagte sie. „Morgen.“", ["„Wir fahren“", "„Morgen.“"]),
        ("„Jedziemy” – powiedziała.", ["„Jedziemy”"]),
        ("»Wir fahren«, sagte sie.", ["»Wir fahren«"]),
        ("« Nous partons », dit-elle.", ["« Nous partons »"]),
        ("Она сказала: «Мы едем».", ["«Мы едем»"]),
        ("彼女は「行く」と述べた。", ["「行く」"]),
        ("‘We don’t sail,’ she said.", ["‘We don’t sail,’"]),
        ("'We don't sail,' she said.", ["'We don't sail,'"]),
        ("''We sail,'' she said. ``No''", ["''We sail,''", "``No''"]),
        (",,Jedziemy'' - mówi.", [",,Jedziemy''"]),
        ('She wrote: “We sail at dawn" and left.', ['“We sail at dawn"']),  # mixed
        ('The harbour is shut.“We sail", she said', ['“We sail"']),  # no space after the full stop
        ('He closed: “We shall use what we have. "', ['“We shall use what we have. "']),  # space before the mark
        ('" We sail at dawn," she said.', ['" We sail at dawn,"']),  # space after the opening mark
        ('we will sail at dawn. "', ['we will sail at dawn. "']),  # only a closing mark
        ("“He told me “no” and left,” she said.", ["“He told me “no” and left,”"]),
        ("Report: 'Ships lost' after 'long night' at sea", ["'Ships lost'", "'long night'"]),
    ],
)
def test_styles(text: str, expected: list[str]) -> None:
    assert quoted(text) == [expected]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("I don't know the '90s, Brandt's men or the sailors' boats.", "en"),
        ("L'uomo dell'isola e un po' d'acqua", "it"),
        ("Il п'ять об'єктів", "uk"),
        ("דובר צה״ל אמר", "he"),
        ('דובר צה"ל אמר', "he"),
        ('The mast is 6\'2" and the plank 12" wide', "en"),
        ("'s Avonds en 's morgens", "nl"),
    ],
)
def test_apostrophes_and_measures_are_no_quotations(text: str, language: str) -> None:
    assert quoted(text, language=language) == [[]]


def test_paragraphs_that_open_again_are_one_utterance() -> None:
    style = style_of({})
    texts = ["She said: “The port is shut.", "“We cannot sail.", "“Not today.”", "“Then tomorrow,” he said."]
    marks = [found for (found,) in find_quotations([Text(text, style, False) for text in texts])]
    assert [mark.thread for mark in marks] == [0, 0, 0, 1]
    assert [mark.continues for mark in marks] == [False, True, True, False]
    assert [mark.closed for mark in marks] == [False, False, True, True]


def test_captions_headlines_and_labels_stand_outside_the_state() -> None:
    texts = (
        "He said: “Now we sail.",
        "A ship at “Dawn Quay” (Photo: A. Nobody)",
        "Ada Brandt",
        "“It is time,” he said.",
    )
    style = style_of({})
    found = find_quotations([Text(text, style, number == 1) for number, text in enumerate(texts)])
    first, last = found[0][0], found[3][0]
    assert found[2] == ()
    assert last.continues
    assert last.thread == first.thread


def test_paragraphs_that_do_not_open_again_are_carried() -> None:
    assert quoted('"We sail.', "The port is shut.", 'We leave," she said.') == [
        ['"We sail.'],
        ["The port is shut."],
        ['We leave,"'],
    ]


def test_an_unclosed_mark_does_not_swallow_the_page() -> None:
    narration = ["The harbour was quiet.", "The mayor called it “a calm day” and left."] * 20
    found = quoted("She said: “We sail at dawn.", *narration)
    assert found[0] == ["“We sail at dawn."]
    assert found[1::2] == [[]] * 20
    assert found[2::2] == [["“a calm day”"]] * 20


def test_an_unclosed_fragment_ends_with_its_sentence() -> None:
    assert quoted('He called it "a disgrace. Then the minister left the room.') == [['"a disgrace.']]


@pytest.mark.parametrize(
    ("text", "scare"),
    [
        ("He was “effectively fired” in May.", True),
        ("The film “The Long Quay” opens in May.", True),
        ("Ada “Duchess” Brandt won.", True),
        ("He said: “We sail at dawn.”", False),
        ("“We sail,” she said.", False),
        ("“At dawn.”", False),
        ("She answered: “Not with me”.", False),
    ],
)
def test_fragments_are_told_from_utterances(text: str, scare: bool) -> None:
    ((quotation,),) = find_quotations([Text(text, style_of({}), False)])
    assert quotation.scare is scare


marked = st.text(alphabet="ab. ,\n“”„\"«»'‘’「」—`A1", max_size=60)


@settings(deadline=None)
@given(st.lists(marked, max_size=8))
def test_quotations_lie_in_their_passage_and_nest(texts: list[str]) -> None:
    for text, marks in zip(texts, find_quotations([Text(t, style_of({}), False) for t in texts]), strict=True):
        stack: list[int] = []
        for mark in marks:
            assert 0 <= mark.start < mark.end <= len(text)
            while stack and stack[-1] <= mark.start:
                stack.pop()
            assert mark.depth == len(stack)
            assert not stack or mark.end <= stack[-1]
            stack.append(mark.end)


@pytest.mark.parametrize("unit", ['"', "“", '" ', "a.” ", "'a ", "“He left. "])
def test_time_is_linear_in_the_marks(unit: str) -> None:
    started = time.process_time()
    quoted(unit * 20_000)
    assert time.process_time() - started < 8

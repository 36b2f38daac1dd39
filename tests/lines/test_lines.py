"""The verdicts over lines: what is article, what is not, whatever the script, and at what cost."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.lines import article, probabilities

BODY = [
    "Councillors in Millbrook have put off a decision on the new ferry after a meeting that went on until midnight.",
    "“We owe the people on the island a straight answer, and they will have one by the spring,” said mayor Ida Crane.",
    "The company that runs the present boat told the meeting that its licence would end in June and that it would not ask for another.",
    "According to a report that was read out on Tuesday, about four hundred people cross the bay every day.",
    "The council will meet again next month, when the price of tickets is to be settled as well.",
]
BEFORE = [
    "Ferry decision put off | Millbrook Echo",
    "Home",
    "News",
    "Sport",
    "Weather",
    "Log in",
    "Ferry decision put off",
]
AFTER = [
    "Read more",
    "New roof for the school",
    "Harbour lights to be replaced",
    "New roof for the school",
    "Sign up to our newsletter",
    "Privacy policy",
    "© Millbrook Echo. All rights reserved.",
]
RAIL = [
    line
    for title in ("New roof for the school", "Harbour lights", "Old mill for sale", "Bakers on strike", "A walk in May")
    for line in (f"{title} by Ann Lorne {title}", title)
]


def test_the_article_and_nothing_else():
    """The paragraphs of a plain page are found, its menu and its footer are not."""
    verdicts = article(BEFORE + BODY + AFTER)
    assert verdicts == [False] * len(BEFORE) + [True] * len(BODY) + [False] * len(AFTER)


def test_an_article_of_one_line():
    """One paragraph is an article, and so are five run together into one line."""
    for body in (BODY[0], " ".join(BODY)):
        assert article([*BEFORE, body, *AFTER]) == [False] * len(BEFORE) + [True] + [False] * len(AFTER)


def test_a_line_that_introduces_a_quotation_of_the_article_belongs_to_it(monkeypatch: pytest.MonkeyPatch):
    class Model:
        def verdicts(self, lines: list[str]) -> list[bool]:
            return [line.startswith(("The mayor", "“")) for line in lines]

    monkeypatch.setattr("onrecord.lines.model", Model)
    lines = [
        "The mayor was there.",
        "In the evening she wrote:",
        "",
        "“I never took it.”",
        "Most read on this site:",
        "Home",
    ]
    assert article(lines) == [True, True, False, True, False, False]


def test_a_rail_of_links_is_no_article():
    """Titles said twice, with bylines, hold no article."""
    assert not any(article(RAIL))


def test_a_menu_is_no_article():
    """A page of menu entries and a footer holds no article."""
    assert not any(article([*BEFORE, *AFTER]))


@pytest.mark.parametrize(
    "paragraph",
    [
        "市議会は月曜日、新しい橋の建設計画について採決を延期した。市長は「住民の声をもっと聞く必要がある」と述べた。",
        "시의회는 월요일 새 다리 건설 계획에 대한 표결을 다음 달로 미루었다. 시장은 주민의 의견을 더 듣겠다고 말했다.",
        "नगर परिषद ने सोमवार को नए पुल की योजना पर मतदान टाल दिया और कहा कि लोगों की राय पहले सुनी जाएगी।",
        "أجل المجلس البلدي يوم الاثنين التصويت على خطة الجسر الجديد، وقال رئيس البلدية إنه يريد سماع رأي السكان أولا.",
        "Городской совет в понедельник отложил голосование по плану нового моста, сообщил глава города на встрече с жителями.",
    ],
)
def test_other_scripts(paragraph: str):
    """A paragraph among menu entries is the more likely article in every script."""
    lines = ["A", "B", "C", *(f"{number} {paragraph}" for number in range(4)), "D", "E", "F"]
    chances = probabilities(lines)
    assert chances[3:7].min() > chances[[0, 1, 2, 7, 8, 9]].max()


def test_a_page_does_not_depend_on_those_before_it():
    """The same lines give the same bits, alone or between other pages."""
    alone = probabilities(BEFORE + BODY)
    probabilities(RAIL * 50)
    article(["x" * 100_000])
    assert np.array_equal(alone, probabilities(BEFORE + BODY))


def test_no_lines():
    """An empty page has no verdicts."""
    assert article([]) == []
    assert probabilities([]).shape == (0,)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=60), max_size=30))
def test_any_lines_get_a_chance(lines: list[str]):
    """Whatever the characters (lone surrogates, line breaks, nothing), each line gets one finite chance."""
    chances = probabilities(lines)
    assert chances.shape == (len(lines),)
    assert np.all((chances >= 0) & (chances <= 1))
    assert len(article(lines)) == len(lines)


def test_lone_surrogates():
    """Half a surrogate pair is a character like another."""
    assert len(article(["\ud800 broken", "a\udfff"])) == 2


@pytest.mark.parametrize(
    "lines",
    [
        ["word " * 1_000_000],
        ["x" * 5_000_000],
        ["the same short line again"] * 50_000,
        [f"Line {number} says something of its own, and ends like a sentence." for number in range(50_000)],
        [""] * 50_000,
        ["a" * number for number in range(3_000)],
    ],
    ids=["long", "one-word", "same", "different", "empty", "nested"],
)
def test_hostile_pages_stay_cheap(lines: list[str]):
    """50,000 lines or 5 MB in one line take seconds, not minutes (processor time; 0.3 to 2 s where measured)."""
    begun = time.process_time()
    assert len(article(lines)) == len(lines)
    assert time.process_time() - begun < 15

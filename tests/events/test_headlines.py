"""A headline that only a colon or a dash ties to who says it is their claim; what a text is about says nothing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from events.test_answered import speech
from events.test_records import deed, in_language, page
from onrecord.encoder.labels import FLAGS
from onrecord.events.headlines import with_headlines
from onrecord.pipeline import Draft, Name, PassageDraft
from onrecord.spans import Aligned


def headline(text: str, code: str, persons: list[str], *bodies: str) -> tuple[Draft, list[Name]]:
    draft = in_language(page(text), code)
    first = replace(draft.passages[0], kind="headline")
    rest = [PassageDraft(kind="paragraph", text=Aligned.verbatim(body, 0, len(body)), language=code) for body in bodies]
    names = [
        Name(place=(0, text.index(one), text.index(one) + len(one)), kind="person", confidence=0.9) for one in persons
    ]
    return replace(draft, passages=(first, *rest)), names


@pytest.mark.parametrize(
    ("code", "text", "persons", "who", "what"),
    [
        ("en", "Brandt: rebels shelled the town", ["Brandt"], "Brandt", "rebels shelled the town"),
        ("en", "President Brandt: rebels shelled it", ["Brandt"], "President Brandt", "rebels shelled it"),
        ("en", "Brandt on the strike: rebels did it", ["Brandt"], "Brandt", "rebels did it"),
        ("fr", "Brandt : la France enverra des soldats", ["Brandt"], "Brandt", "la France enverra des soldats"),
        ("es", "Hamás: veinte muertos en un ataque", [], "Hamás", "veinte muertos en un ataque"),
        ("en", "Rebels shelled the town: police", [], "police", "Rebels shelled the town"),
        ("en", "Rebels shelled the town: reports", [], "reports", "Rebels shelled the town"),
        ("en", "Rebels shelled the town - Brandt", ["Brandt"], "Brandt", "Rebels shelled the town"),
        ("en", "Rebels shelled the town: Ukraine", [], "Ukraine", "Rebels shelled the town"),
        ("de", "Rebellen beschießen den Ort: Polizei", [], "Polizei", "Rebellen beschießen den Ort"),
        ("zh", "普京：西方正在对俄罗斯开战", ["普京"], "普京", "西方正在对俄罗斯开战"),
        ("ar", "ماكرون: فرنسا لن ترسل قوات", ["ماكرون"], "ماكرون", "فرنسا لن ترسل قوات"),
        ("en", "The Kremlin: rebels shelled the town", [], "The Kremlin", "rebels shelled the town"),
        ("ru", "Киев: повстанцы обстреляли город", [], "Киев", "повстанцы обстреляли город"),
    ],
)
def test_who_says_a_headline(code: str, text: str, persons: list[str], who: str, what: str) -> None:
    draft, names = headline(text, code, persons)
    ((found,), _) = with_headlines(draft, names, (), ())
    (_, start, end), (_, first, last) = found.sources[0], found.content[0]
    assert (text[start:end], text[first:last], found.cue) == (who, what, ())


@pytest.mark.parametrize(
    ("code", "text", "persons"),
    [
        ("en", "Football: Brandt to leave the club", ["Brandt"]),
        ("de", "Landtagswahl in Bayern: Was man wissen muss", []),
        ("de", "Israel und Gaza: Was man wissen muss", []),
        ("en", "Rebels shelled the town - World News", []),
        ("en", "Ukraine war: Russia shells the town", []),
        ("en", "Iran protests: Students flee the town", []),
        ("en", "The day after: what comes next", []),
        ("en", "Brandt: no", ["Brandt"]),
        ("en", "Rebels shelled the town at 10:30 police", []),
    ],
)
def test_what_says_nothing(code: str, text: str, persons: list[str]) -> None:
    draft, names = headline(text, code, persons)
    assert with_headlines(draft, names, (), ()) == ((), ())


def test_an_article_makes_no_body_of_a_state() -> None:
    draft, names = headline("La Russie : des drones frappent une maison", "fr", [], "Rien de plus n'est connu.")
    assert with_headlines(draft, names, (), ())[0] == ()


@pytest.mark.parametrize(
    ("body", "source", "heard"),
    [
        ("Die Stadtverwaltung von Kiew sagte, es gebe Tote.", "Die Stadtverwaltung von Kiew", True),
        ("Die Polizei in Oslo sagte, es gebe Tote.", "Die Polizei in Oslo", False),
    ],
)
def test_a_capital_speaks_where_somebody_of_its_state_does_below(body: str, source: str, *, heard: bool) -> None:
    draft, names = headline("Kiew: Drohnen treffen ein Haus", "de", [], body)
    at = (1, body.index(source), body.index(source) + len(source))
    below = replace(speech(body, "sagte", source), sources=(at,), content=((1, 0, len(body)),))
    found, _ = with_headlines(draft, names, (below,), ())
    assert len(found) == 1 + heard


def test_what_a_headline_tells_is_claimed_and_not_by_who_says_so() -> None:
    text = "Police shelled the town: Hamas"
    draft, names = headline(text, "en", [])
    shelled = deed(text, "ASSAULT", trigger=["shelled"], actors=["Police", "Hamas"], recipients=["town"])
    outside = deed(text, "ASSAULT", trigger=["Hamas"], actors=["Hamas"])
    _, (inner, outer) = with_headlines(draft, names, (), (shelled, outside))
    assert dict(zip(FLAGS, inner.flags, strict=True))["claimed"] == 1.0
    assert [text[start:end] for _, start, end in inner.actors] == ["Police"]
    assert outer == outside


def test_a_speech_that_was_found_stays_the_only_one() -> None:
    text = "Brandt: Chad wants to leave"
    draft, names = headline(text, "en", ["Brandt"])
    known = speech(text, ":", "Brandt")
    assert with_headlines(draft, names, (known,), ())[0] == (known,)
    inner = replace(speech(text, "wants", "Chad"), content=((0, text.index("to leave"), len(text)),))
    assert len(with_headlines(draft, names, (inner,), ())[0]) == 2


def test_what_a_headline_is_about_says_and_does_nothing() -> None:
    text = "Israel-Hamas war: Mali shelled the town"
    draft, names = headline(text, "en", [])
    war = deed(text, "ASSAULT", trigger=["war"], actors=["Hamas"])
    shelled = deed(text, "ASSAULT", trigger=["shelled"], actors=["Hamas", "Mali"])
    found, (first, second) = with_headlines(draft, names, (), (war, shelled))
    assert (found, first) == ((), war)
    assert [text[start:end] for _, start, end in second.actors] == ["Mali"]

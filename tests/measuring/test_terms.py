"""Terms: durations of deadlines as ISO 8601, without ages and distances in time."""

from __future__ import annotations

import pytest

from onrecord.measuring import terms


@pytest.mark.parametrize(
    ("code", "text", "words", "duration", "within"),
    [
        ("en", "They have eight days to call a vote.", "eight days", "P8D", False),
        ("en", "72 hours to leave", "72 hours", "PT72H", False),
        ("en", "within two weeks", "two weeks", "P2W", True),
        ("en", "in the next three months", "three months", "P3M", True),
        ("en", "gave them a month", "a month", "P1M", False),
        ("en", "a 48-hour ultimatum", "48-hour", "PT48H", True),
        ("en", "half an hour", "half an hour", "PT30M", False),
        ("en", "a year and a half", "a year and a half", "P18M", False),
        ("it", "entro 8 giorni", "8 giorni", "P8D", True),
        ("it", "otto giorni", "otto giorni", "P8D", False),
        ("it", "un ultimatum di 72 ore", "72 ore", "PT72H", True),
        ("es", "dentro de 24 horas", "24 horas", "PT24H", True),
        ("fr", "dans un délai de huit jours", "huit jours", "P8D", True),
        ("fr", "un an et demi", "un an et demi", "P18M", False),
        ("de", "innerhalb von 24 Stunden", "24 Stunden", "PT24H", True),
        ("pt", "no prazo de oito dias", "oito dias", "P8D", True),
        ("ru", "в течение 72 часов", "72 часов", "PT72H", True),
        ("ru", "в течение недели", "недели", "P1W", True),
        ("ar", "خلال 48 ساعة", "48 ساعة", "PT48H", True),
        ("ar", "في غضون أسبوعين", "أسبوعين", "P2W", True),
        ("nl", "binnen 24 uur", "24 uur", "PT24H", True),
        ("pl", "w ciągu 72 godzin", "72 godzin", "PT72H", True),
        ("uk", "протягом 72 годин", "72 годин", "PT72H", True),
        ("tr", "72 saat içinde", "72 saat", "PT72H", True),
    ],
)
def test_term(code: str, text: str, words: str, duration: str, within: bool) -> None:
    (found,) = terms(text, code)
    assert (text[found.start : found.end], found.duration, found.within) == (words, duration, within)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "an 8-year-old girl, aged 8 years"),
        ("en", "eight days ago, twice a month, two years later"),
        ("it", "una bambina di 8 anni, otto giorni fa; un giorno disse"),
        ("es", "hace dos años"),
        ("fr", "il y a deux ans"),
        ("de", "vor zwei Jahren, ein 8 Jahre altes Kind"),
        ("ru", "два года назад"),
        ("ar", "قبل ثلاثة أيام"),
        ("xx", "within 3 days"),
    ],
)
def test_none(code: str, text: str) -> None:
    assert terms(text, code) == ()


@pytest.mark.parametrize(
    ("code", "text", "whom", "purpose"),
    [
        ("en", "Togo gave the envoys 48 hours to leave the town.", "the envoys", "to leave the town"),
        ("en", "The crew was given three days to sail.", "", "to sail"),
        ("it", "Il Togo ha dato agli inviati 48 ore per partire.", "agli inviati", "per partire"),
        ("fr", "Le Togo a donné trois jours aux envoyés pour partir.", "", "pour partir"),
        ("de", "Togo gab den Gesandten zwei Tage, um zu gehen.", "den Gesandten", "um zu gehen"),
        ("ru", "Того дало послам 48 часов, чтобы уехать.", "послам", "чтобы уехать"),
    ],
)
def test_what_a_term_is_given_for(code: str, text: str, whom: str, purpose: str) -> None:
    (found,) = terms(text, code)
    assert found.grant is not None
    assert [text[start:end] if start < end else "" for start, end in found.grant[1:]] == [whom, purpose]


@pytest.mark.parametrize(
    "text", ["It took the envoys two weeks to arrive.", "They gave up after two days. To leave is hard."]
)
def test_a_term_that_nobody_gives(text: str) -> None:
    assert all(one.grant is None for one in terms(text, "en"))

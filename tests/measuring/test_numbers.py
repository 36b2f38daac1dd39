"""Numbers in digits and words, and digits that are no numbers."""

from __future__ import annotations

import pytest

from onrecord.measuring import numbers
from onrecord.measuring.numbers import amount


@pytest.mark.parametrize(
    ("code", "text", "value"),
    [
        ("en", "2,000", 2000),
        ("en", "1.5 million", 1_500_000),
        ("en", "2bn", 2e9),
        ("en", "two thousand", 2000),
        ("en", "three hundred and fifty", 350),
        ("en", "half a million", 500_000),
        ("en", "a dozen", 12),
        ("en", "one and a half million", 1_500_000),
        ("it", "2.000", 2000),
        ("it", "2,000", 2000),
        ("it", "1,5 milioni", 1_500_000),
        ("it", "duemila", 2000),
        ("it", "ventitré", 23),
        ("it", "due milioni e mezzo", 2_500_000),
        ("es", "dos mil", 2000),
        ("es", "treinta y cinco", 35),
        ("es", "2.000 millones", 2e9),
        ("fr", "2 000", 2000),
        ("fr", "2\u202f000", 2000),
        ("fr", "quatre-vingt-dix-sept", 97),
        ("de", "zweitausend", 2000),
        ("de", "einundzwanzig", 21),
        ("de", "anderthalb Millionen", 1_500_000),
        ("pt", "trinta e cinco", 35),
        ("ru", "две тысячи", 2000),
        ("ru", "1,5 млн", 1_500_000),
        ("ru", "2 000", 2000),
        ("ar", "ألفي", 2000),
        ("ar", "ثلاثة آلاف", 3000),
        ("ar", "خمسة وعشرون", 25),
        ("ar", "٢٠٠٠", 2000),
        ("nl", "drieëntwintig", 23),
        ("pl", "2 tys.", 2000),
        ("uk", "п'ятдесят", 50),
        ("tr", "2 bin", 2000),
    ],
)
def test_value(code: str, text: str, value: float) -> None:
    (found,) = numbers(text, code)
    assert (found.value, found.start, found.end, found.convention) == (value, 0, len(text), False)


@pytest.mark.parametrize(
    ("code", "text", "least"),
    [
        ("en", "dozens", 24),
        ("en", "scores", 40),
        ("en", "hundreds", 200),
        ("en", "tens of thousands", 20_000),
        ("en", "hundreds of thousands", 200_000),
        ("en", "several thousand", 2000),
        ("it", "decine", 20),
        ("it", "migliaia", 2000),
        ("es", "decenas de miles", 20_000),
        ("fr", "des milliers", 2000),
        ("de", "Zehntausende", 20_000),
        ("ru", "тысячи", 2000),
        ("ru", "сотни тысяч", 200_000),
        ("ar", "آلاف", 2000),
        ("ar", "عشرات الآلاف", 20_000),
        ("tr", "binlerce", 2000),
    ],
)
def test_convention(code: str, text: str, least: float) -> None:
    (found,) = numbers(text, code)
    assert found.convention
    assert found.value == least


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "on March 3 at 10:30, 3/3/2019, 2019-03-03"),
        ("en", "the F-16, the G7, Covid-19, article 51, page 4"),
        ("en", "call +39 02 1234 5678 or 020-7946-0958"),
        ("en", "the 3rd time, in the 1990s, version 1.2.3"),
        ("it", "il 27 ottobre alle ore 10, articolo 51"),
        ("de", "am 3. März um 10 Uhr, der 3. Tag"),
        ("ru", "3 марта, статья 51"),
        ("ar", "المادة 51، في 3 مارس"),
    ],
)
def test_none(code: str, text: str) -> None:
    assert numbers(text, code) == ()


def test_separators() -> None:
    assert amount("1.234.567", "it") == 1_234_567
    assert amount("1.234,5", "it") == 1234.5
    assert amount("1,234.5", "en") == 1234.5
    assert amount("1,00,000", "en") == 100_000
    assert amount("1,5", "en") == 1.5
    assert amount("12.05.2019", "de") is None

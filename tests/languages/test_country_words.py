"""Words of a party name its state."""

from __future__ import annotations

import pytest

from onrecord.languages.countries import countries_in


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("Russian Foreign Minister Ada Brandt", "en", ("RUS",)),
        ("the US ambassador to Papua New Guinea", "en", ("USA", "PNG")),
        ("let us go", "en", ()),
        ("Ukraine’s president", "en", ("UKR",)),
        ("Il capo della diplomazia russa", "it", ("RUS",)),
        ("der französische Präsident", "de", ("FRA",)),
        ("президент Украины", "ru", ("UKR",)),
        ("украинский министр", "ru", ("UKR",)),
        ("日本政府", "ja", ("JPN",)),
        ("the mayor", "en", ()),
        ("anybody", "xx", ()),
    ],
)
def test_countries_in(text: str, code: str, found: tuple[str, ...]) -> None:
    assert countries_in(text, code) == found

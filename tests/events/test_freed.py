"""A town that is freed is taken, and who is freed is let go."""

from __future__ import annotations

import pytest

from events.test_records import deed, in_language, page
from onrecord.events.freed import with_freed
from onrecord.pipeline import Name


@pytest.mark.parametrize(
    ("code", "text", "trigger", "recipients", "places", "taken"),
    [
        ("en", "The army liberated the town of Garmo.", "liberated", ["the town"], ["Garmo"], ["the town"]),
        ("en", "Norland freed Garmo.", "freed", ["Garmo"], ["Garmo"], ["Garmo"]),
        ("en", "Norland freed 20 hostages in Garmo.", "freed", ["20 hostages"], ["Garmo"], None),
        ("en", "Norland freed Garmo's mayor.", "freed", ["Garmo"], ["Garmo"], None),
        ("en", "Norland freed Garmo's mayor.", "freed", ["Garmo's mayor"], ["Garmo"], None),
        ("en", "Norland left the town of Garmo.", "left", ["the town"], ["Garmo"], None),
        ("de", "Die Armee befreite die Stadt Garmo.", "befreite", ["die Stadt Garmo"], ["Garmo"], ["die Stadt Garmo"]),
        ("ru", "Армия освободила город Гармо.", "освободила", [], ["Гармо"], ["город Гармо"]),
        ("ru", "Армия освободила Гармо.", "освободила", [], ["Гармо"], ["Гармо"]),
        ("ru", "Армия освободила пленных.", "освободила", [], ["Гармо"], None),
        ("ar", "حرر الجيش مدينة غارمو.", "حرر", [], [], ["مدينة"]),
        ("xx", "The army liberated the town.", "liberated", ["the town"], [], None),
    ],
)
def test_a_town_that_is_freed(
    code: str, text: str, trigger: str, recipients: list[str], places: list[str], taken: list[str] | None
) -> None:
    one = deed(text, "RETREAT", mode="release", trigger=[trigger], recipients=recipients)
    names = [
        Name(place=(0, text.index(name), text.index(name) + len(name)), kind="place", confidence=1.0)
        for name in places
        if name in text
    ]
    draft = in_language(page(text, one), code)
    (found,) = with_freed(draft, draft.deeds, names)
    if taken is None:
        assert found == one
    else:
        assert (found.kind, found.mode) == ("COERCE", "seize")
        assert [text[start:end] for _, start, end in found.recipients] == taken

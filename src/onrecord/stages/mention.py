"""Names of persons, organizations, places and groups, each with the actor it stands for on the page."""

from __future__ import annotations

from msgspec.structs import replace

from onrecord.attribution.people import people_of
from onrecord.attribution.places import spans, text
from onrecord.languages.countries import countries_in
from onrecord.pipeline import Draft, stage
from onrecord.records import Mention


@stage("mention", needs="raw text passages language names", adds="mentions")
def mention(page: Draft) -> Draft:
    """Names of persons, organizations, places and groups, each with the actor it stands for on the page."""
    people = people_of(page)
    found = []
    for name in page.names:
        person = people.by_place.get(name.place)
        where = spans(page, (name.place,))
        words = text(page, (name.place,))
        language = page.language_of(page.passages[name.place[0]])
        states = countries_in(words, language) if name.kind in ("place", "group") else ()
        found.append(
            Mention(
                id=page.id_of("mention", where),
                spans=where,
                text=words,
                kind=name.kind,
                actor=person.name if person else None,
                country=states[0] if states else None,
                known_from="table" if states else "page",
            )
        )
    return replace(page, mentions=tuple({one.id: one for one in found}.values()))

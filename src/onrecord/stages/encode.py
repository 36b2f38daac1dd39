"""Names, speeches and deeds of a page, as the encoder reads them."""

from __future__ import annotations

from itertools import accumulate

from msgspec.structs import replace

from onrecord.attribution.names import whole_names
from onrecord.attribution.sources import with_addressees_apart
from onrecord.encoder.reading import read
from onrecord.events.answered import with_answers
from onrecord.events.backing import turned
from onrecord.events.freed import with_freed
from onrecord.events.headlines import with_headlines
from onrecord.events.left_open import with_left_open
from onrecord.events.responsibility import with_responsibility
from onrecord.events.sides import with_sides
from onrecord.events.speaking import by_accusers, without_conditions, without_doing
from onrecord.events.undone import with_breaches, with_lifted, without_objects, without_undoing
from onrecord.events.warding import with_warding
from onrecord.pipeline import Draft, stage
from onrecord.settings import settings

#: What the mark behind a passage costs the model, in characters: a page of 100,000 short lines is long too.
_MARK = 8


@stage("encode", needs="passages language", adds="names speeches deeds problems")
def encode(page: Draft) -> Draft:
    """Names, speeches and deeds of a page, as the encoder reads them; of a page of a book's length, of its beginning."""
    longest = settings().max_encoded_chars
    lengths = list(accumulate(len(passage.text) + _MARK for passage in page.passages))
    count = sum(length <= longest for length in lengths)
    if count < len(lengths):
        unread = page.passages[count].text.spans()
        page = page.problem(
            "encode",
            f"only the first {count} of {len(lengths)} passages were read for who said what (max_encoded_chars)",
            unread[0] if unread else None,
        )
    found = read(page.passages[:count], language=page.language)
    deeds = without_objects(with_lifted(page, with_breaches(page, without_conditions(page, found.deeds))))
    deeds = with_freed(page, with_sides(page, turned(page, deeds)), found.names)
    speeches = without_undoing(page, without_doing(page, found.speeches, found.deeds), found.deeds)
    speeches = by_accusers(page, speeches, deeds)
    speeches, deeds = with_headlines(page, found.names, speeches, deeds)
    deeds, speeches = with_responsibility(page, deeds, speeches)
    deeds, speeches = with_left_open(page, with_answers(page, deeds, speeches), speeches)
    deeds, speeches = with_warding(page, deeds, with_addressees_apart(speeches, deeds))
    return replace(page, names=whole_names(page, found.names), speeches=speeches, deeds=deeds)

"""Who claims an attack: "the Northern Front claimed responsibility for the bombing" tells of a bombing by the Front, as its claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.attribution.places import covers, overlap
from onrecord.encoder.labels import FLAGS
from onrecord.events.telling import signs
from onrecord.languages import table
from onrecord.languages.forms import any_of
from onrecord.pipeline import Deed, Draft, Place, Speech

#: What somebody claims to have done in such words.
_VIOLENT = frozenset(("ASSAULT", "COERCE"))
_LIST = "responsibility"
_FOLLOWS = re.compile(r" \w+")


def with_responsibility(page: Draft, deeds: Sequence[Deed], speeches: Sequence[Speech]) -> tuple[Deed, ...]:
    """The deeds; of an attack in a sentence where somebody claims one, the claim is no deed beside it.

    It is by who claims it where nobody else is told to have done it; and it happened, whether anybody claims it or not: "nobody has claimed the attack".
    """
    claims: list[tuple[Place, Place]] = []
    for number, passage in enumerate(page.passages):
        known = signs(page.language_of(passage)).get(_LIST)
        if known is None or not any(deed.trigger[0][0] == number for deed in deeds):
            continue
        for found in known.words.finditer(passage.text.text):
            for one in passage.sentences:
                if one.start <= found.start() < one.end:
                    claims.append(((number, *found.span()), (number, one.start, one.end)))
    if not claims:
        return tuple(deeds)
    told: list[Deed] = []
    for deed in deeds:
        claim, sentence = next((pair for pair in claims if covers(pair[1:], deed.trigger[0])), (None, None))
        if claim is None or sentence is None:
            told.append(deed)
        elif deed.kind in _VIOLENT:
            told.append(_claimed(page, deed, claim, sentence, speeches))
        elif not any(overlap(claim, one) for one in deed.trigger):
            told.append(deed)
    return tuple(told)


def _claimed(page: Draft, deed: Deed, claim: Place, sentence: Place, speeches: Sequence[Speech]) -> Deed:
    """An attack that somebody or nobody claims: whoever stands before a claim that is negated did not do it."""
    speech = next((one for one in speeches if any(overlap(claim, cue) for cue in one.cue)), None)
    sources = speech.sources if speech is not None else ()
    flags = dict(zip(FLAGS, deed.flags, strict=True)) | {"negated": 0.0, "denied": 0.0}
    if _is_negated(page, claim, sentence, sources):
        before = (claim[0], sentence[1], claim[1])
        actors = tuple(one for one in deed.actors if not covers((before,), one))
        return replace(deed, flags=tuple(flags.values()), actors=actors)
    flags["claimed"] = 1.0
    return replace(deed, flags=tuple(flags.values()), actors=deed.actors or sources)


def _is_negated(page: Draft, claim: Place, sentence: Place, sources: Sequence[Place]) -> bool:
    """Whether a negation stands before the end of a claim, in its sentence or in whoever claims: "no group has claimed", "the Front has not claimed"."""
    number, _, end = claim
    passage = page.passages[number]
    negations = any_of(table(page.language_of(passage), "denials.toml").get("negations", ()))
    begin = min([sentence[1], *(at for its, at, _ in sources if its == number)])
    behind = any(negations.search(passage.text.text[at:stop]) for its, at, stop in sources if its == number)
    follows = _FOLLOWS.match(passage.text.text, end)  # "bekannte sich niemand"
    return behind or negations.search(passage.text.text[begin : follows.end() if follows else end]) is not None

"""Events of a page from the deeds that the encoder found."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.attribution.denials import denied_behind, unsaid
from onrecord.attribution.parties import Parties
from onrecord.attribution.places import sentence_at, words
from onrecord.encoder.labels import FLAGS, with_chances
from onrecord.events.doubles import told_once, without_doubles
from onrecord.events.performed import is_performed
from onrecord.events.sides import is_judged
from onrecord.events.status import Chains, Told, told
from onrecord.events.subjects import parties_of, saying, speaking
from onrecord.events.telling import called_off, unless, weighed
from onrecord.events.when_where import Settings
from onrecord.ontology import ontology
from onrecord.pipeline import Deed, Draft
from onrecord.records import Event, Id, Party, Size

#: Types and modes of what nobody denies who "denies the charges" or "denied it": the charge, the arrest, the verdict and the request stand.
_UNDENIED = frozenset(("ACCUSE", "REQUEST", "arrest", "convict"))
#: What is done to a deed that nobody doubts: "condemned the attack".
_CALLED_OFF = frozenset(("CONSULT", "PROTEST"))
_DISAPPROVE = "disapprove"
_OF_WHAT_IS_TO_BE = frozenset(("planned", "possible"))
#: Deeds that stand for a position only.
NO_EVENT = "-"


def events_of(page: Draft) -> tuple[tuple[Event, Deed], ...]:
    """The events of a page in reading order, each with the deed it comes from."""
    parties, chains, settings = Parties(page), Chains(page.attributions, unsaid(page)), Settings(page)
    made: dict[str, tuple[Event, Deed]] = {}
    for deed in page.deeds:
        if deed.kind == NO_EVENT:
            continue
        event = _event(page, deed, parties, chains, settings)
        made.setdefault(event.id, (event, deed))
    once = told_once(page, list(made.values()), lambda deed: _event(page, deed, parties, chains, settings))
    return tuple(without_doubles(page, once))


def _event(page: Draft, deed: Deed, parties: Parties, chains: Chains, settings: Settings) -> Event:
    trigger = words(page, deed.trigger)
    how = told_of(page, deed, chains, settings)
    unsaid_so = [one.id for one in chains.around(trigger.spans[0]) if one.id in chains.unsaid]
    actor = doers(parties_of(page, parties, chains, deed, "actors"), (*how.claims, *unsaid_so), chains)
    recipient = parties_of(page, parties, chains, deed, "recipients")
    actor = speaking(page, chains, deed, actor) if is_performed(page, deed) else actor
    actor = actor or saying(chains, deed.kind, trigger.spans, recipient)
    recipient = without_same(recipient, actor)
    kind = ontology().types[deed.kind]
    return Event(
        id=page.id_of("event", trigger.spans, *(party.spans for party in (*actor, *recipient))),
        type=deed.kind,
        mode=(deed.mode,) if deed.mode else (),
        actor=actor,
        recipient=recipient,
        trigger=trigger,
        voice=how.voice,
        polarity=how.polarity,
        modality=how.modality,
        claims=how.claims,
        denials=how.denials,
        status=how.status,
        date=settings.date(deed.date),
        place=settings.place(deed.place),
        size=Size(),
        quad=kind.quad,
        score=kind.modes.get(deed.mode or "", kind.score),
        confidence=deed.confidence,
    )


def without_same(recipients: tuple[Party, ...], actors: tuple[Party, ...]) -> tuple[Party, ...]:
    """Those to whom it is done, without words that stand for who does it: of "Bosnia and Herzegovina" a half was found on either side."""
    doing = {one.spans for one in actors}
    return tuple(one for one in recipients if not one.spans or one.spans not in doing)


def doers(actors: tuple[Party, ...], said: Sequence[Id], chains: Chains) -> tuple[Party, ...]:
    """Those who do what attributions say, without who says it, or does not confirm it, of others: "A attacked B and C for backing D".

    A speaker outside the claim is no doer beside others that the claim names.
    """
    claims = [chains.by_id[one] for one in said]
    speakers = {one.actor or one.text for claim in claims for one in claim.speakers}
    held = [span for claim in claims for span in claim.content.spans]

    def inside(one: Party) -> bool:
        return any(start <= at and end <= stop for at, end in one.spans for start, stop in held)

    kept = tuple(one for one in actors if inside(one) or (one.actor or one.text) not in speakers)
    return kept if any(inside(one) for one in kept) else actors


def told_of(page: Draft, deed: Deed, chains: Chains, settings: Settings) -> Told:
    """How a deed is told: by its flags, by the words near it, and by the attributions around it."""
    number, start, end = deed.trigger[0]
    passage = page.passages[number]
    _, index = sentence_at(page, deed.trigger[0])
    first, last = 0, len(passage.text.text)
    if index < len(passage.sentences):
        first, last = passage.sentences[index].start, passage.sentences[index].end
    sentence = passage.text.text[first:last]
    flags = weighed(deed.flags, sentence, start - first, end - first, settings.language(number))
    judged = any(
        other is not deed and other.kind == "ACCUSE" and other.mode == _DISAPPROVE and is_judged(page, other, deed)
        for other in page.deeds
    )
    if judged:
        # words near it that speak for what is to be are those of another verb: "condemned the attack and called on the rebels"
        told_near = zip(FLAGS, deed.flags, flags, strict=True)
        flags = tuple(min(chance, near) if name in _OF_WHAT_IS_TO_BE else near for name, chance, near in told_near)
    if _is_called_off(deed, sentence, first, settings.language(number)):
        flags = with_chances(flags, negated=1.0)
    quoted = any(one.start <= start and end <= one.end and not one.scare for one in passage.quotations)
    excepted = unless(sentence, settings.language(number))
    denial = None if deed.kind in _UNDENIED or deed.mode in _UNDENIED else denied_behind(page, deed.trigger[-1])
    return told(
        words(page, deed.trigger).spans[0],
        flags,
        chains,
        quoted=quoted,
        excepted=excepted,
        denial=denial,
        performed=is_performed(page, deed),
        answered=deed.answered,
        judged=judged,
    )


def _is_called_off(deed: Deed, sentence: str, first: int, code: str) -> bool:
    """Whether a visit, talks or a protest of a sentence that begins at `first` are said to be called or put off, right behind them and those whose they are."""
    number, _, end = deed.trigger[-1]
    behind = [
        place
        for place in (*deed.actors, *deed.recipients)
        if place[0] == number and end <= place[1] < first + len(sentence)
    ]
    return deed.kind in _CALLED_OFF and called_off(
        sentence, max((stop for _, _, stop in behind), default=end) - first, code
    )

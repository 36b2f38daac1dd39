"""On which side of a deed a party is, by the words between: "attacks against Kenya", "the invasion of Kenya"; and "Chad condemned the attack" is none by Chad."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from msgspec.structs import replace

from onrecord.attribution.places import meet, overlap, sentence_at
from onrecord.attribution.sources import End, apart, by_recipient
from onrecord.encoder.labels import with_chances
from onrecord.events.backing import FILE
from onrecord.languages import table
from onrecord.languages.forms import articles, listed
from onrecord.pipeline import Deed, Draft, Place

#: Types that are done against somebody.
CONFLICT = frozenset(("ACCUSE", "ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "REJECT", "SANCTION", "THREATEN"))
_JUDGING, _TURNING_DOWN, _DISAPPROVE = "ACCUSE", "REJECT", "disapprove"
#: What is somebody else's where it is turned down: "rejected the ultimatum".
_TURNED_DOWN = frozenset(("ACCUSE", "AGREE", "REQUEST", "THREATEN"))
_HARM = frozenset(("ASSAULT", "COERCE"))
_DONE_TO = frozenset((*_HARM, "MOBILIZE"))
#: What who asks may do as well: talk, or, where nobody listens, attack.
_BY_ASKING = frozenset((*_HARM, "CONSULT", "THREATEN"))
_ASKING, _PUNISHING = frozenset(("REQUEST", "THREATEN")), frozenset(("ACCUSE", "COERCE", "SANCTION"))
_LETTERS = re.compile(r"\w+")
_BETWEEN = re.compile(r"(?:[^\W\d_]|[ \u00a0'’])*")
_LISTED = re.compile(r"(?:[^\W\d_]|[ \u00a0'’,])*")
_BACK = 30  # characters before a deed in which "after the" is looked for
_NEAR = 3  # words between those of the deed and the party


def with_sides(page: Draft, deeds: Sequence[Deed]) -> tuple[Deed, ...]:
    """The deeds, with an actor to whom the words before it say that it is done among the recipients.

    That is one right behind the words of the deed and a preposition against somebody, or behind a noun for what is done to somebody and the preposition of
    what something is of, or the article that stands for it. Who condemns a deed, or turns an offer or a demand down, is not whose it is, and who is named in its
    passage comes before who is named in another.
    """
    by_end = by_recipient(deeds)
    deeds = [_with_parties_apart(deed, by_end) for deed in deeds]
    deeds = [_without_tellers(page, _without_earlier(page, _in_own_passage(deed))) for deed in deeds]
    deeds = [_without_those_of_next(deed, deeds) for deed in deeds]
    deeds = [_by_subject(page, deed, deeds) for deed in deeds]
    deeds = [_by_asked(page, deed, deeds) for deed in deeds]
    deeds = [_by_punished(page, deed, deeds) for deed in deeds]
    deeds = [_by_accusers(page, deed) for deed in deeds]
    judging = [deed for deed in deeds if deed.kind in (_JUDGING, _TURNING_DOWN)]
    deeds = [_put_right(page, _of_accused(page, _not_by_judges(page, deed, judging), judging)) for deed in deeds]
    return tuple(_of_condemned(page, deed, deeds) for deed in deeds)


def _without_tellers(page: Draft, deed: Deed) -> Deed:
    """A deed without an actor of whom the words beside say that they tell of it, and which is claimed then: "Laut Militär wurden Raketen abgefeuert"."""
    actors = tuple(place for place in deed.actors if not _tells(page, place))
    if len(actors) == len(deed.actors):
        return deed
    return replace(deed, actors=actors, flags=with_chances(deed.flags, claimed=1.0))


def _tells(page: Draft, place: Place) -> bool:
    """Whether a party stands right behind a word such as "according to", but for an article, or right before one such as "zufolge"."""
    number, start, end = place
    passage = page.passages[number]
    whole, code = passage.text.text, page.language_of(passage)
    before = whole[max(0, start - _BACK) : start].rstrip()
    if before.split()[-1:] and before.split()[-1].casefold() in articles(code):
        before = before[: -len(before.split()[-1])].rstrip()
    behind = whole[end : end + _BACK].lstrip()
    told = [one for one in listed(code, FILE, "told_by").finditer(before) if one.end() == len(before)]
    return bool(told or listed(code, FILE, "told_by_behind").match(behind))


def _with_parties_apart(deed: Deed, by_end: Mapping[End, Sequence[Deed]]) -> Deed:
    """A deed with a party of two whom another deed tells apart, as those two: where verbs come first "Warsaw Minsk" was one in "warned Warsaw Minsk against provocations"."""
    actors: list[Place] = []
    for place in deed.actors:
        actors += apart(place, by_end.get((place[0], place[2]), ())) or (place,)
    return replace(deed, actors=tuple(dict.fromkeys(actors)))


def _in_own_passage(deed: Deed) -> Deed:
    """A deed without parties of other passages on a side that has some in its own: the headline names them once more."""
    number = deed.trigger[0][0]

    def near(places: tuple[Place, ...]) -> tuple[Place, ...]:
        return tuple(place for place in places if place[0] == number) or places

    return replace(deed, actors=near(deed.actors), recipients=near(deed.recipients))


def _without_those_of_next(deed: Deed, deeds: Sequence[Deed]) -> Deed:
    """A deed that has recipients right behind it, without those behind the verb of the next one, which are that one's: "expelled the envoy and closed the school"."""
    last = deed.trigger[-1]
    own = [place for place in deed.recipients if place > last]

    def of_next(place: Place) -> bool:
        return any(
            last < other.trigger[0] < place
            and meet((place,), other.recipients)
            and any(one < other.trigger[0] for one in own)
            for other in deeds
            if other is not deed
        )

    return replace(deed, recipients=tuple(place for place in deed.recipients if not of_next(place)))


def _by_subject(page: Draft, deed: Deed, deeds: Sequence[Deed]) -> Deed:
    """A deed behind "and", without those to whom the subject that it shares with an earlier one did that: "Chad accused Mali of meddling and expelled its envoy"."""
    number, start, _ = deed.trigger[0]
    passage = page.passages[number]
    before = passage.text.text[max(0, start - _BACK) : start].casefold()
    words = _LETTERS.findall(re.split(r"[.;:!?]", before)[-1])[-_NEAR:]
    if len(deed.actors) < 2 or not {*table(page.language_of(passage), FILE).get("and", ())}.intersection(words):
        return deed
    for one in deeds:
        objects = tuple(
            place
            for place in deed.actors
            if one.trigger[-1] < place < deed.trigger[0] and meet((place,), one.recipients) and place[0] == number
        )
        subjects = [place for place in deed.actors if place < one.trigger[0] and meet((place,), one.actors)]
        if one is not deed and objects and subjects:
            return replace(deed, actors=_without(deed.actors, objects))
    return deed


def _by_asked(page: Draft, deed: Deed, deeds: Sequence[Deed]) -> Deed:
    """What somebody is asked or told to do, by them alone and not by who asks as well: "Chad gave Mali 48 hours to withdraw its troops"."""
    for one in deeds:
        asked = tuple(place for place in deed.actors if place > one.trigger[0] and meet((place,), one.recipients))
        asking = tuple(place for place in deed.actors if place < one.trigger[0] and meet((place,), one.actors))
        if (
            one.kind in _ASKING
            and deed.kind not in _BY_ASKING
            and deed.trigger[0] > one.trigger[0]
            and sentence_at(page, deed.trigger[0]) == sentence_at(page, one.trigger[0])
            and asked
            and asking
        ):
            return replace(deed, actors=_without(deed.actors, asking))
    return deed


def _by_punished(page: Draft, deed: Deed, deeds: Sequence[Deed]) -> Deed:
    """What somebody is punished for, by them and not by who punishes: "Chad expelled two Malians for spying", "за шпионаж"."""
    number, start, _ = deed.trigger[0]
    passage = page.passages[number]
    lists = table(page.language_of(passage), FILE)
    before = passage.text.text[max(0, start - _BACK) : start].casefold()
    words = _LETTERS.findall(re.split(r"[.,;:!?]", before)[-1])
    words = [word for word in words if word not in _all_articles(page.language_of(passage))][-1:]
    if not {*lists.get("reason", ())}.intersection(words):
        return deed
    for one in deeds:
        punishing = tuple(place for place in deed.actors if meet((place,), one.actors))
        beside = sentence_at(page, one.trigger[0]) == sentence_at(page, deed.trigger[0])
        if beside and not meet(deed.trigger, one.trigger) and one.kind in _PUNISHING and punishing and one.recipients:
            others = _without(deed.recipients, one.recipients)
            return replace(deed, actors=_without(deed.actors, punishing) or one.recipients, recipients=others)
    return deed


def _without_earlier(page: Draft, deed: Deed) -> Deed:
    """An attack or an arrest behind "after the" without the actors before that, as it is not theirs: "Chad halted its exports after the murder"."""
    number, start, _ = deed.trigger[0]
    passage = page.passages[number]
    lists = table(page.language_of(passage), FILE)
    words = list(_LETTERS.finditer(passage.text.text, max(0, start - _BACK), start))
    definite = articles(page.language_of(passage))
    noun = not definite  # "after attacking" is the subject's deed
    while words and words[-1].group().casefold() in {*definite, *lists.get("of_object", ()), *lists.get("of", ())}:
        noun |= words.pop().group().casefold() in definite
    if deed.kind not in _HARM or not noun or not words or words[-1].group().casefold() not in lists.get("after", ()):
        return deed
    at = words[-1].start()
    return replace(deed, actors=tuple(place for place in deed.actors if place[0] != number or place[1] > at))


def goes_with(page: Draft, one: Place, other: Place) -> bool:
    """Whether nothing but "and", a comma and articles stands between two parties."""
    if one[0] != other[0] or one[2] > other[1]:
        return False
    passage = page.passages[one[0]]
    between, code = passage.text.text[one[2] : other[1]], page.language_of(passage)
    little = articles(code) | {*table(code, FILE).get("and", ())}
    return _LISTED.fullmatch(between) is not None and little.issuperset(_LETTERS.findall(between.casefold()))


def _accusers(page: Draft, deed: Deed) -> tuple[Place, ...]:
    """Who accuses by the words right behind the verb: "accused by Chad and Mali", "accusé par le Tchad"."""
    if deed.kind != _JUDGING:
        return ()
    number, _, end = deed.trigger[-1]
    passage = page.passages[number]
    lists = table(page.language_of(passage), FILE)
    agent = {*lists.get("agent", ())}
    found: list[Place] = []
    for place in sorted({*deed.actors, *deed.recipients}):
        if place[0] != number or place[1] < end or (found and overlap(found[-1], place)):
            continue
        between = passage.text.text[end : place[1]]
        words = _LETTERS.findall(between.casefold())
        if found:
            follows = goes_with(page, found[-1], place)
        else:
            follows = (
                _BETWEEN.fullmatch(between) is not None
                and words[:1] != []
                and words[0] in agent
                and articles(page.language_of(passage)).issuperset(words[1:])
            )
        if not follows:
            break
        found.append(place)
        end = place[2]
    return tuple(found)


def _by_accusers(page: Draft, deed: Deed) -> Deed:
    """An accusation by whom it says, and against the others whom the reading has for who accuses."""
    accusers = _accusers(page, deed)
    if not accusers:
        return deed
    others = {*_without((*deed.actors, *deed.recipients), accusers)}
    return replace(deed, actors=accusers, recipients=tuple(sorted(others)))


def _of_accused(page: Draft, deed: Deed, judging: Sequence[Deed]) -> Deed:
    """A deed of which somebody is accused right before it, by the accused and not by who accuses: "Mali, accused by Chad of shelling a town".

    Nor is one that stands before such a verb by who condemns it: "the raid was condemned by Chad".
    """
    for one in judging:
        accusers = _accusers(page, one) if one is not deed else ()
        if accusers and deed.trigger[0] < one.trigger[0] and deed.trigger[0][0] == accusers[0][0]:
            deed = replace(deed, actors=_without(deed.actors, accusers))
        if (
            not accusers
            or one.mode == _DISAPPROVE
            or deed.trigger[0][0] != accusers[0][0]
            or deed.trigger[0][1] <= accusers[-1][2]
        ):
            continue
        passage = page.passages[accusers[0][0]]
        between = passage.text.text[accusers[-1][2] : deed.trigger[0][1]]
        words = _LETTERS.findall(between.casefold())
        of = table(page.language_of(passage), FILE).get("accused_of", ())
        if not _BETWEEN.fullmatch(between) or not words or words[0] not in of or len(words) > _NEAR:
            continue
        actors = _without(deed.actors, accusers)
        if actors != deed.actors:
            return replace(deed, actors=actors or _without(one.recipients, deed.recipients))
    return deed


def _of_condemned(page: Draft, deed: Deed, deeds: Sequence[Deed]) -> Deed:
    """Who is condemned for a deed, without whom and where it was done and what follows: "condemned the killing of its envoy in Quito and left"."""
    if deed.kind != _JUDGING or deed.mode != _DISAPPROVE:
        return deed
    for one in deeds:
        if one is deed or one.kind not in _DONE_TO or not is_judged(page, deed, one):
            continue
        last = one.trigger[0]
        behind = tuple(place for place in deed.recipients if place > last and not meet((place,), one.actors))
        whose = tuple(place for place in one.actors if place not in deed.actors and place[0] == last[0])
        left = _without(deed.recipients, behind)
        return replace(deed, recipients=left or whose)
    return deed


def _without(places: Sequence[Place], others: Sequence[Place]) -> tuple[Place, ...]:
    return tuple(place for place in places if not any(overlap(place, other) for other in others))


def _not_by_judges(page: Draft, deed: Deed, judging: Sequence[Deed]) -> Deed:
    """A deed without those as actors who condemn it, accuse somebody of it or turn it down, before the verb that says so: it is the verb's object, or what that is of."""
    judges = {
        place
        for one in judging
        if one is not deed and is_judged(page, one, deed) and not _accusers(page, one)
        if one.kind == _JUDGING or (deed.kind in _TURNED_DOWN and _has_article(page, one.trigger[-1], deed.trigger[0]))
        for place in one.actors
        if place < deed.trigger[0]
    }
    return replace(deed, actors=tuple(place for place in deed.actors if place not in judges)) if judges else deed


def is_judged(page: Draft, judging: Deed, deed: Deed) -> bool:
    """Whether a deed is told of right behind a verb of judging and who judges: with articles, what something is of and one word more between at most."""
    return any(_is_judged(page, verb, judging.actors, deed.trigger[0]) for verb in judging.trigger)


def _is_judged(page: Draft, verb: Place, judges: Sequence[Place], at: Place) -> bool:
    number, begin, end = verb
    passage = page.passages[number]
    if at[0] == number and begin < at[1] < end:
        return True  # "condemned the assault" was taken for one
    if at[0] != number or at[1] <= end or not _BETWEEN.fullmatch(passage.text.text, end, at[1]):
        return False
    lists = table(page.language_of(passage), FILE)
    between = passage.text.text[end : at[1]]
    inside = [passage.text.text[start:stop] for _, start, stop in judges if end <= start and stop <= at[1]]
    for judge in inside:  # "أدانت المكسيك الهجوم", "accusations by Mali of shelling a town"
        between = between.replace(judge, " ", 1)
    words = _LETTERS.findall(between.casefold())
    little = {word for name in ("little", "of_object", "definite", "against") for word in lists.get(name, ())}
    apart = {*lists.get("and", ()), *lists.get("but", ()), *lists.get("relatives", ()), *lists.get("after", ())}
    apart |= {*lists.get("prepositions", ())} - {*lists.get("of_object", ()), *lists.get("definite", ())}
    apart -= {*lists.get("definite", ()), *(lists.get("agent", ()) if inside else ())}
    return len([word for word in words if word not in little]) <= 1 and apart.isdisjoint(words)


def _has_article(page: Draft, verb: Place, deed: Place) -> bool:
    """Whether an article stands between a verb and the deed behind it, which is a noun then: "refused to demand" is the subject's own."""
    passage = page.passages[verb[0]]
    words = _LETTERS.findall(passage.text.text[verb[2] : deed[1]].casefold())
    return not _all_articles(page.language_of(passage)).isdisjoint(words)


def _all_articles(code: str) -> frozenset[str]:
    """Articles of a language, those of what the page has not told of as well."""
    return articles(code) | {*table(code, FILE).get("indefinite", ())}


def _put_right(page: Draft, deed: Deed) -> Deed:
    suffering = tuple(place for place in deed.actors if _is_done_to(page, deed, place))
    if not suffering:
        return deed
    return replace(
        deed,
        actors=tuple(place for place in deed.actors if place not in suffering),
        recipients=tuple(sorted({*deed.recipients, *suffering})),
    )


def _is_done_to(page: Draft, deed: Deed, place: Place) -> bool:
    """Whether nothing but such a preposition and articles stands between the words of a deed and a party behind them."""
    number, start, _ = place
    last = max(deed.trigger)
    passage = page.passages[number]
    whole, lists = passage.text.text, table(page.language_of(passage), FILE)
    if number != last[0] or start < last[2] or not _BETWEEN.fullmatch(whole, last[2], start):
        return False
    between = _LETTERS.findall(whole[last[2] : start].casefold())
    little = {word for name in ("little", "against", "of_object", "definite") for word in lists.get(name, ())}
    if not between or len(between) > _NEAR or not little.issuperset(between):
        return False
    if deed.kind in CONFLICT and between[0] in lists.get("against", ()):
        return True
    if deed.recipients:
        return False  # "the bombing of Kestria in Gaza" may be by Kestria
    noun = whole[last[1] : last[2]].casefold().split()[-1]
    return between[0] in lists.get("of_object", ()) and any(
        fnmatchcase(noun, form) for form in lists.get("done_to", ())
    )

"""To break a ceasefire is force, and to lift sanctions is to impose none."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from events.test_answered import speech
from events.test_records import deed, in_language, page
from onrecord.encoder.labels import FLAGS
from onrecord.events.undone import with_breaches, with_lifted, without_objects, without_undoing
from onrecord.pipeline import Sentence


@pytest.mark.parametrize(
    ("code", "text", "trigger", "told"),
    [
        ("en", "The rebels broke the truce on Monday.", ["broke the truce"], ["broke", "truce"]),
        ("en", "The rebels broke the truce on Monday.", ["truce"], ["broke", "truce"]),
        ("en", "Ceasefire violations went on.", ["Ceasefire violations"], ["Ceasefire", "violations"]),
        ("de", "Die Armee hat die Waffenruhe gebrochen.", ["Waffenruhe", "gebrochen"], ["Waffenruhe", "gebrochen"]),
        ("nl", "De bestandsschending duurde voort.", ["bestandsschending"], ["bestandsschending"]),
        ("fr", "Les rebelles ont rompu la trêve.", ["rompu"], ["rompu", "trêve"]),
        ("it", "I ribelli hanno rotto la tregua.", ["rotto la tregua"], ["rotto", "tregua"]),
        ("ru", "Армия нарушила режим прекращения огня.", ["нарушила"], ["нарушила", "режим прекращения огня"]),
        ("ar", "انتهك الجيش وقف إطلاق النار.", ["وقف إطلاق النار"], ["انتهك", "وقف إطلاق النار"]),
        ("tr", "Ordu ateşkesi ihlal etti.", ["ihlal etti"], ["ateşkesi", "ihlal"]),
        ("en", "The truce held despite violations.", ["truce held"], None),
        ("en", "The sides agreed a truce, and rebels broke camp.", ["truce"], None),
        ("en", "The rebels broke the law.", ["broke the law"], None),
        ("xx", "The rebels broke the truce.", ["broke the truce"], None),
    ],
)
def test_a_ceasefire_that_is_broken(code: str, text: str, trigger: list[str], told: list[str] | None) -> None:
    draft = in_language(page(text, deed(text, "RETREAT", mode="ceasefire", trigger=trigger)), code)
    (found,) = with_breaches(draft, draft.deeds)
    if told is None:
        assert found == draft.deeds[0]
    else:
        assert (found.kind, found.mode) == ("ASSAULT", None)
        assert [text[start:end] for _, start, end in found.trigger] == told


def test_one_breach_is_told_once_and_the_truce_is_no_party() -> None:
    text = "The army violated the truce."
    broken = deed(text, "ASSAULT", mode="sexual", trigger=["violated"], actors=["truce"])
    kept = deed(text, "RETREAT", mode="ceasefire", trigger=["truce"], actors=["army"])
    draft = in_language(page(text, broken, kept), "en")
    (found,) = with_breaches(draft, draft.deeds)
    assert (found.kind, found.mode, found.recipients) == ("ASSAULT", None, ())
    assert [text[start:end] for _, start, end in found.actors] == ["army"]


def test_the_accusation_of_a_breach_stays_beside_it() -> None:
    text = "Mali accused the rebels of breaking the truce."
    accused = deed(text, "ACCUSE", mode="allege", trigger=["accused"])
    broken = deed(text, "RETREAT", mode="ceasefire", trigger=["breaking the truce"], actors=["rebels"])
    draft = in_language(page(text, accused, broken), "en")
    assert [one.kind for one in with_breaches(draft, draft.deeds)] == ["ACCUSE", "ASSAULT"]


def test_how_force_was_used_is_kept() -> None:
    text = "They violated the truce with drone strikes."
    draft = in_language(page(text, deed(text, "ASSAULT", mode="drone", trigger=["violated", "drone strikes"])), "en")
    assert with_breaches(draft, draft.deeds) == draft.deeds


@pytest.mark.parametrize(
    ("code", "text", "trigger", "actors", "told"),
    [
        ("en", "The rebels ended the truce.", ["ended", "truce"], ["rebels"], ("REJECT", "yield")),
        ("en", "The truce collapsed.", ["truce"], [], None),
        ("en", "The truce broke down.", ["truce"], [], None),
        ("en", "They agreed to end fighting under a truce.", ["truce"], [], ("RETREAT", "ceasefire")),
        ("de", "Die Waffenruhe ist am Dienstag zusammengebrochen.", ["Waffenruhe"], [], None),
        ("ru", "Перемирие сорвалось во вторник.", ["Перемирие"], [], None),
        ("ar", "انهار وقف إطلاق النار.", ["وقف إطلاق النار"], [], None),
    ],
)
def test_a_ceasefire_that_ends(
    code: str, text: str, trigger: list[str], actors: list[str], told: tuple[str, str] | None
) -> None:
    one = deed(text, "RETREAT", mode="ceasefire", trigger=trigger, actors=actors)
    draft = in_language(page(text, one), code)
    assert [(found.kind, found.mode) for found in with_breaches(draft, draft.deeds)] == ([told] if told else [])


@pytest.mark.parametrize(
    ("code", "text", "lifts", "sanctions", "kinds"),
    [
        ("en", "Norland lifted its sanctions on Chad.", "lifted", "sanctions", ["CONCEDE"]),
        ("de", "Nordland hob die Sanktionen gegen den Tschad auf.", "hob die Sanktionen gegen den Tschad auf", "Sanktionen", ["CONCEDE"]),
        ("ar", "رفعت تشاد العقوبات عن مالي.", "رفعت", "العقوبات", ["CONCEDE"]),
        ("de", "Nordland will die Sanktionen gegen den Tschad im Mai aufheben.", "aufheben", "Sanktionen", ["CONCEDE"]),
        ("nl", "Noorland zal de sancties tegen Tsjaad opheffen.", "opheffen", "sancties", ["CONCEDE"]),
        ("en", "Sanctions on Chad stay and the ban was lifted.", "lifted", "Sanctions", ["CONCEDE", "SANCTION"]),
        ("en", "Norland lifted a ban and imposed sanctions on Chad.", "lifted", "imposed sanctions", ["CONCEDE", "SANCTION"]),
        ("en", "Norland apologised for sanctions on Chad.", "apologised", "sanctions", ["CONCEDE", "SANCTION"]),
    ],
)  # fmt: skip
def test_sanctions_that_are_lifted_are_not_imposed(
    code: str, text: str, lifts: str, sanctions: str, kinds: list[str]
) -> None:
    concession, imposed = deed(text, "CONCEDE", trigger=[lifts]), deed(text, "SANCTION", trigger=[sanctions])
    draft = in_language(page(text, concession, imposed), code)
    assert [one.kind for one in with_lifted(draft, draft.deeds)] == kinds


def test_talks_that_are_refused_are_not_held() -> None:
    text = "Norland cancelled the planned visit, and held talks with Chad."
    refused = deed(text, "REJECT", mode="meet", trigger=["cancelled"])
    visit, talks = deed(text, "CONSULT", trigger=["visit"]), deed(text, "CONSULT", trigger=["talks"])
    draft = page(text, refused, visit, talks)
    negated = [dict(zip(FLAGS, one.flags, strict=True))["negated"] for one in with_lifted(draft, draft.deeds)]
    assert negated == [0.0, 1.0, 0.0]
    denied = page(text, replace(refused, flags=(0.0, 0.9, 0.0, 0.0, 0.0, 0.0)), visit)
    assert with_lifted(denied, denied.deeds) == denied.deeds


@pytest.mark.parametrize(
    ("text", "cue", "kind", "kept"),
    [
        ("The army lifted the curfew.", "lifted", "CONCEDE", False),
        ("The army lifted the curfew.", "lifted", "SUPPORT", True),
        ("The army refused the curfew.", "refused", "REJECT", True),
    ],
)
def test_lifting_is_not_said(text: str, cue: str, kind: str, *, kept: bool) -> None:
    said = (replace(speech(text, cue, "army"), act="refuse"),)
    draft = page(text, deed(text, kind, trigger=[cue]))
    assert without_undoing(draft, said, draft.deeds) == (said if kept else ())


def test_who_bans_a_march_does_not_march() -> None:
    text = "Police banned the march."
    ban = deed(text, "COERCE", trigger=["banned"], actors=["Police"])
    march = deed(text, "PROTEST", trigger=["march"], actors=["Police"])
    draft = page(text, ban, march)
    assert [one.actors for one in with_lifted(draft, draft.deeds)] == [ban.actors, ()]


def test_what_happens_in_the_next_sentence_is_not_lifted() -> None:
    text = "The army lifted the curfew. Protests began."
    lifted, protests = deed(text, "CONCEDE", trigger=["lifted the curfew"]), deed(text, "PROTEST", trigger=["Protests"])
    whole = page(text, lifted, protests)
    cut = text.index("Protests")
    parts = (Sentence(start=0, end=cut), Sentence(start=cut, end=len(text)))
    draft = replace(whole, passages=(replace(whole.passages[0], sentences=parts),))
    assert with_lifted(draft, draft.deeds) == (lifted, protests)


@pytest.mark.parametrize(
    ("text", "verb", "undoing", "kind", "noun", "by", "left"),
    [
        ("Chad halted the execution.", "halted the execution", "CONCEDE", "ASSAULT", "execution", "Chad", "negated"),
        ("Chad halted the deportation.", "halted the deportation", "CONCEDE", "COERCE/deport", "deportation", "Chad", "negated"),
        ("Chad lifted the siege.", "lifted the siege", "CONCEDE", "COERCE/restrict", "siege", "Chad", "gone"),
        ("Chad withdrew its threat.", "withdrew its threat", "CONCEDE", "THREATEN", "threat", "Chad", "gone"),
        ("Chad met the demand of Mali.", "met the demand", "CONCEDE", "REQUEST", "demand", "Mali", "stated"),
        ("Chad cut the aid.", "cut the aid", "SANCTION", "AID", "aid", "Chad", "gone"),
        ("Chad scrapped the visit.", "scrapped the visit", "REJECT", "CONSULT", "visit", "Chad", "negated"),
        ("Chad rejected the offer of Mali.", "rejected the offer", "REJECT", "AGREE", "offer", "Mali", "stated"),
        ("Chad froze the accord.", "froze the accord", "SANCTION", "AGREE", "accord", "Chad", "gone"),
        ("Chad gave a jail term.", "gave a jail term", "SANCTION/convict", "COERCE/arrest", "jail", "Chad", "stated"),
        ("Chad rejected the charge.", "rejected the charge", "REJECT", "ACCUSE", "charge", "Mali", "stated"),
        ("Chad held the talks.", "held the talks", "AID", "CONSULT", "talks", "Chad", "stated"),
        ("Chad halted an execution.", "halted", "CONCEDE", "ASSAULT", "execution", "Chad", "stated"),
    ],
)  # fmt: skip
def test_what_the_words_of_another_deed_undo(
    text: str, verb: str, undoing: str, kind: str, noun: str, by: str, left: str
) -> None:
    type_, _, mode = kind.partition("/")
    actors = [by] if by in text else []
    how = undoing.partition("/")[2] or None
    one = deed(text, undoing.partition("/")[0], mode=how, trigger=[verb], actors=["Chad"])
    other = deed(text, type_, mode=mode or None, trigger=[noun], actors=actors)
    first, *rest = without_objects([one, other])
    assert first == one
    told = "gone" if not rest else "negated" if rest[0].flags[FLAGS.index("negated")] == 1.0 else "stated"
    assert told == left


@pytest.mark.parametrize(("verb", "kinds"), [(0.9, ["CONCEDE"]), (0.1, ["CONCEDE", "COERCE"])])
def test_what_may_be_lifted_is_no_ban_that_may_come(verb: float, kinds: list[str]) -> None:
    text = "Norland may lift the entry ban."
    flags = [(0.0, 0.0, 0.0, 0.0, chance, 0.0) for chance in (verb, 0.9)]
    lifting = replace(deed(text, "CONCEDE", trigger=["lift the entry ban"], actors=["Norland"]), flags=flags[0])
    ban = replace(deed(text, "COERCE", mode="restrict", trigger=["entry ban"]), flags=flags[1])
    assert [one.kind for one in without_objects([lifting, ban])] == kinds

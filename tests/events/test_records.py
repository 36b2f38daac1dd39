"""From deeds, as the encoder would point them out, to events, deadlines, positions and figures."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from onrecord.attribution.parties import Parties
from onrecord.events.assemble import events_of
from onrecord.events.deadlines import deadlines_of
from onrecord.events.measures import figures_of, with_sizes
from onrecord.events.positions import positions_of
from onrecord.pipeline import Deed, Draft, Name, PassageDraft, Place, Quotation, RawPage, Sentence, Speech
from onrecord.records import Attribution, Party, Words
from onrecord.spans import Aligned
from onrecord.stages.code import code

PARTS = ("trigger", "actors", "recipients", "place", "date", "about", "term", "demand", "consequence")


def page(text: str, *deeds: Deed, published: str | None = None) -> Draft:
    passage = PassageDraft(
        kind="paragraph",
        text=Aligned.verbatim(text, 0, len(text)),
        language="en",
        sentences=(Sentence(start=0, end=len(text)),),
    )
    raw = RawPage(id="p", content=text, where="t")
    return Draft(raw=raw, text=text, language="en", passages=(passage,), deeds=deeds, published=published)


def deed(text: str, kind: str, **given: Any) -> Deed:
    """A deed; its parts are given as words of the text."""

    def at(words: str) -> Place:
        return 0, text.index(words), text.index(words) + len(words)

    parts = {name: tuple(at(words) for words in given.pop(name, ())) for name in PARTS}
    rest: dict[str, Any] = {
        "mode": None, "flags": (0.0,) * 6, "question": None, "stance": "for", "confidence": 0.9, **given,
    }  # fmt: skip
    return Deed(kind=kind, **parts, **rest)


def in_language(draft: Draft, code: str) -> Draft:
    """A page of one passage in another language."""
    return replace(draft, language=code, passages=(replace(draft.passages[0], language=code),))


def test_an_event_has_states_place_and_date() -> None:
    text = "Russia attacked Kharkiv on Tuesday."
    one = deed(
        text,
        "ASSAULT",
        trigger=["attacked"],
        actors=["Russia"],
        recipients=["Kharkiv"],
        place=["Kharkiv"],
        date=["Tuesday"],
    )
    [(event, _)] = events_of(page(text, one, published="2022-03-03"))
    assert (event.type, event.status, event.quad, event.score) == ("ASSAULT", "stated", 4, -9.0)
    assert (event.actor[0].country, event.actor[0].sector) == ("RUS", "GOV")
    assert event.place is not None and event.place.country == "UKR"
    assert event.date is not None and event.date.start == "2022-03-01"


def test_a_place_has_no_preposition() -> None:
    text = "Russia attacked in Kharkiv."
    [(event, _)] = events_of(page(text, deed(text, "ASSAULT", trigger=["attacked"], place=["in Kharkiv"])))
    assert event.place is not None
    assert (event.place.text, event.place.country) == ("Kharkiv", "UKR")


def test_what_is_agreed_is_one_event() -> None:
    text = "France agreed to send aid to Chad."
    agree = deed(text, "AGREE", trigger=["agreed"], actors=["France"])
    send = deed(text, "AID", trigger=["send"], actors=["France"], recipients=["Chad"], flags=(0, 0, 0, 0.9, 0, 0))
    assert [event.type for event, _ in events_of(page(text, agree, send))] == ["AGREE"]


def test_an_event_told_by_two_words_is_one() -> None:
    text = "Israel carried out an air strike on Damascus."
    carried = deed(text, "ASSAULT", trigger=["carried"], actors=["Israel"])
    strike = deed(text, "ASSAULT", trigger=["air strike"], recipients=["Damascus"], mode="aerial", confidence=0.7)
    [(event, one)] = events_of(page(text, carried, strike))
    assert (event.trigger.text, event.mode, event.confidence) == ("carried", ("aerial",), 0.9)
    assert [party.text for party in (*event.actor, *event.recipient)] == ["Israel", "Damascus"]
    assert one.recipients == strike.recipients


@pytest.mark.parametrize(
    ("text", "first", "second", "given"),
    [
        ("Rebels attacked the town and killed ten.", "attacked", "killed", {}),
        ("Rebels attacked, killing ten.", "attacked", "killing", {}),
        ("Rebels attacked before they killed ten.", "attacked", "killed", {}),
        ("Rebels attacked and fled Chad was shelled", "attacked", "shelled", {}),
        ("Rebels killed after the attack by Chad.", "killed", "attack", {"actors": ["Chad"]}),
        ("Rebels killed in the attack.", "killed", "attack", {"flags": (0, 0, 0.9, 0, 0, 0)}),
        ("Rebels killed a priest abducted in May.", "killed", "abducted", {"recipients": ["a priest"]}),
        ("Rebels attacked convoys which were shelled.", "attacked", "shelled", {}),
        ("Rebels killed in attack.", "killed", "attack", {"mode": "aerial"}),
    ],
)
def test_events_of_two_clauses_or_of_others_or_told_otherwise_are_two(
    text: str, first: str, second: str, given: dict[str, Any]
) -> None:
    one = deed(text, "ASSAULT", trigger=[first], actors=["Rebels"], mode="firearms")
    assert len(events_of(page(text, one, deed(text, "ASSAULT", trigger=[second], **given)))) == 2


def test_in_a_language_of_which_we_do_not_know_what_joins_clauses_no_events_are_made_one() -> None:
    text = "Rebels attacked the killed."
    two = page(text, *(deed(text, "ASSAULT", trigger=[word], actors=["Rebels"]) for word in ("attacked", "killed")))
    assert [len(events_of(in_language(two, code))) for code in ("en", "sr")] == [1, 2]


def test_who_is_killed_does_not_strike() -> None:
    text = "Three people were killed in an air strike."
    killed = deed(text, "ASSAULT", trigger=["killed"], recipients=["Three people"])
    strike = deed(text, "ASSAULT", trigger=["air strike"], actors=["Three"], confidence=0.7)
    [(event, _)] = events_of(page(text, killed, strike))
    assert event.actor == ()


def test_an_attack_beside_an_agreement_stays() -> None:
    text = "France agreed to attack Chad."
    agree = deed(text, "AGREE", trigger=["agreed"], actors=["France"])
    attack = deed(text, "ASSAULT", trigger=["attack"], actors=["France"], flags=(0, 0, 0, 0.9, 0, 0))
    assert [event.type for event, _ in events_of(page(text, agree, attack))] == ["AGREE", "ASSAULT"]


def test_every_rule_names_types_of_the_ontology() -> None:
    from onrecord.ontology import ontology

    assert ontology().rules
    for rule in ontology().rules:
        assert {*rule.drop, rule.beside} <= set(ontology().types)


def test_a_deadline_has_term_demand_consequence_and_due_date() -> None:
    text = "On Monday Lima gave the rebels 72 hours to lay down arms or face bombing."
    one = deed(
        text, "THREATEN", trigger=["gave"], actors=["Lima"], recipients=["the rebels"], date=["Monday"], term=["72 hours"],
        demand=["to lay down arms"], consequence=["face bombing"],
    )  # fmt: skip
    draft = page(text, one, published="2024-05-08")
    draft = code(draft)
    [found] = deadlines_of(draft, list(zip(draft.events, draft.event_deeds, strict=True)))
    assert (found.term, found.text, found.demand.text) == ("PT72H", "72 hours", "to lay down arms")
    assert found.consequence is not None and found.consequence.text == "face bombing"
    assert found.due is not None and found.due.start == "2024-05-09"


def test_a_list_gives_each_its_position() -> None:
    text = "Peru, Chile and Brazil back Mr Ramos."
    one = deed(
        text, "SUPPORT", trigger=["back"], actors=["Peru", "Chile", "Brazil"], recipients=["Mr Ramos"], question="backing"
    )  # fmt: skip
    found = positions_of(page(text, one))
    assert [(one.holder.text, one.stance, one.question.about.text) for one in found] == [
        ("Peru", "for", "Mr Ramos"), ("Chile", "for", "Mr Ramos"), ("Brazil", "for", "Mr Ramos")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "trigger", "actor", "recipient", "given", "found"),
    [
        ("Peru backed Chad.", "backed", "Peru", "Chad", {}, ["backing"]),
        ("Peru recognised Chad.", "recognised", "Peru", "Chad", {}, ["recognition"]),
        ("Peru voiced support for Chad.", "support", "Peru", "Chad", {"question": "election"}, ["backing"]),
        ("Peru withdrew its support for Chad.", "support", "Peru", "Chad", {}, []),
        ("Peru praised Chad.", "praised", "Peru", "Chad", {}, []),
        ("Peru backed the idea.", "backed", "Peru", "the idea", {}, []),
        ("Peru could have backed Chad.", "backed", "Peru", "Chad", {"flags": (0, 0, 0, 0, 0.9, 0)}, []),
        ("Peru backed Chad.", "backed", "Peru", "Peru", {}, []),
    ],
)
def test_words_of_support_tell_a_position(
    text: str, trigger: str, actor: str, recipient: str, given: dict[str, Any], found: list[str]
) -> None:
    one = deed(text, "SUPPORT", trigger=[trigger], actors=[actor], recipients=[recipient], **given)
    assert [(one.question.kind, one.stance) for one in positions_of(page(text, one))] == [
        (kind, "for") for kind in found
    ]


def test_a_denied_position_is_none() -> None:
    text = "Peru denied backing Mr Ramos."
    one = deed(text, "SUPPORT", trigger=["backing"], actors=["Peru"], question="backing", flags=(0, 0.9, 0, 0, 0, 0))
    assert positions_of(page(text, one)) == ()


def test_a_figure_knows_its_event_and_gives_its_size() -> None:
    text = "The raid killed at least 12 people."
    draft = code(page(text, deed(text, "ASSAULT", trigger=["raid"])))
    figures = figures_of(draft, list(zip(draft.events, draft.event_deeds, strict=True)))
    assert [(one.low, one.high, one.unit) for one in figures] == [(12, None, "dead")]
    assert with_sizes(draft.events, figures)[0].size.dead == 12


def test_a_month_ends_where_the_month_ends() -> None:
    from onrecord.events.deadlines import _due
    from onrecord.records import Date

    def on(day: str) -> Date:
        return Date(spans=(), text="", start=day, end=day, precision="day", edtf=day, anchor="given")

    due = [_due(on(day), term) for day, term in (("2023-03-31", "P1M"), ("2024-01-31", "P1M"), ("2024-05-07", "PT72H"))]
    assert [one.start if one else None for one in due] == ["2023-04-30", "2024-02-29", "2024-05-10"]


def test_contexts_follow_from_what_happens() -> None:
    from onrecord.events.contexts import contexts_of

    text = "French troops shelled Lagos."
    one = deed(
        text, "ASSAULT", mode="heavy-weapons", trigger=["shelled"], actors=["French troops"], recipients=["Lagos"]
    )
    assert contexts_of([event for event, _ in events_of(page(text, one))], ()) == ("military",)


def test_a_name_that_looks_like_a_state_is_none() -> None:
    text = "Chad Miller attacked Lagos. The Israeli envoy Chad Miller left."
    one = deed(text, "ASSAULT", trigger=["attacked"], actors=["Chad Miller"])
    other = deed(text, "RETREAT", trigger=["left"], actors=["The Israeli envoy Chad Miller"])
    names = tuple(
        Name(place=(0, at, at + len("Chad Miller")), kind="person", confidence=1.0)
        for at in (0, text.rindex("Chad Miller"))
    )
    found = events_of(replace(page(text, one, other), names=names))
    assert [event.actor[0].country for event, _ in found] == [None, "ISR"]


def test_a_day_beside_a_duration_is_the_day_on_which_the_term_was_given() -> None:
    text = "Peru's coast guard ordered the trawlers on Thursday to leave within ten days."
    parts = {
        "trigger": ["ordered"],
        "actors": ["Peru's coast guard"],
        "recipients": ["the trawlers"],
        "demand": ["to leave"],
    }
    draft = code(page(text, deed(text, "REQUEST", term=["Thursday", "ten days"], **parts), published="2024-03-14"))
    (found,) = deadlines_of(draft, list(zip(draft.events, draft.event_deeds, strict=True)))
    assert found.anchor is not None and found.due is not None
    assert (found.term, found.anchor.start, found.due.start) == ("P10D", "2024-03-14", "2024-03-24")


def test_what_is_demanded_is_demanded_of_somebody_whatever_the_order_is_called() -> None:
    """A stray article is no part of what is demanded."""
    text = "The port rejected the appeal and ordered the trawlers to leave within ten days."
    one = deed(
        text, "MOBILIZE", trigger=["ordered"], actors=["The port"], recipients=["the trawlers"], term=["ten days"],
        demand=["the", "to leave"],
    )  # fmt: skip
    draft = code(page(text, one))
    (found,) = deadlines_of(draft, list(zip(draft.events, draft.event_deeds, strict=True)))
    assert ([party.text for party in found.to], found.demand.text) == (["the trawlers"], "to leave")


def test_an_article_alone_is_demanded_of_nobody() -> None:
    text = "The court agreed with the ministry within ten days."
    one = deed(
        text, "AGREE", trigger=["agreed"], actors=["The court"], recipients=["the ministry"], term=["ten days"], demand=["the"]
    )  # fmt: skip
    draft = code(page(text, one))
    found = deadlines_of(draft, list(zip(draft.events, draft.event_deeds, strict=True)))
    assert [(one.to, one.demand.text) for one in found] == [((), "")]


def test_a_term_that_is_given_is_a_deadline_though_the_encoder_marks_none() -> None:
    text = "Togo broke off relations with Mali on Friday and gave its envoys 48 hours to leave the country."
    broke = deed(text, "SANCTION", trigger=["broke"], actors=["Togo"], recipients=["Mali"], date=["on Friday"])
    draft = page(text, broke, published="2024-06-10")
    (one,) = deadlines_of(draft, events_of(draft))
    assert (one.term, one.demand.text, one.to[0].text) == ("PT48H", "to leave the country", "its envoys")
    assert [party.country for party in one.by] == ["TGO"]
    assert one.due is not None and one.due.start == "2024-06-09"


def test_what_hangs_on_a_condition_is_a_conditional_position_with_its_term() -> None:
    text = "Chad and Togo will recognise the council if the junta does not call a vote in ten days."
    one = deed(
        text, "SUPPORT", trigger=["recognise"], actors=["Chad", "Togo"], recipients=["the council"], question="recognition",
        flags=(0, 0, 0, 0.2, 0.1, 0.9),
    )  # fmt: skip
    draft = page(text, one)
    assert [position.stance for position in positions_of(draft)] == ["conditional", "conditional"]
    (due,) = deadlines_of(draft, events_of(draft))
    assert (due.term, [party.country for party in due.by]) == ("P10D", ["TCD", "TGO"])
    conditions = [position.condition for position in positions_of(draft, {one.trigger: due.demand})]
    assert [condition and condition.text for condition in conditions] == ["call a vote", "call a vote"]


def test_who_claims_it_of_others_did_not_do_it() -> None:
    text = "Mali condemned Niger and Chad for backing Togo."
    one = deed(
        text, "SUPPORT", trigger=["backing"], actors=["Mali", "Niger", "Chad"], recipients=["Togo"], question="backing",
        flags=(0.9, 0, 0, 0, 0, 0),
    )  # fmt: skip
    draft = page(text, one)
    (speaker,) = Parties(draft).of((((0, 0, 4)),))
    condemned = Attribution(
        id="a", speakers=(speaker,), identified="named", cue=None, content=Words(spans=((15, 46),), text="Niger and Chad for backing Togo"),
        kind="indirect", mode="said", speech_act="condemn", nested_in=None, confidence=1.0,
    )  # fmt: skip
    draft = replace(draft, attributions=(condemned,))
    [(event, _)] = events_of(draft)
    assert [party.country for party in event.actor] == ["NER", "TCD"]
    assert [position.holder.country for position in positions_of(draft)] == ["NER", "TCD"]


def test_who_must_act_in_a_condition_with_a_term_has_the_deadline() -> None:
    text = "Chad and Togo will recognise the council if the junta does not call a vote in ten days."
    one = deed(text, "SUPPORT", trigger=["recognise"], actors=["Chad", "Togo"], recipients=["the council"])
    other = deed(text, "CONCEDE", trigger=["call"], actors=["the junta"])
    draft = page(text, one, other)
    (due,) = deadlines_of(draft, events_of(draft))
    assert [party.country for party in due.by] == ["TCD", "TGO"]
    assert [party.text for party in due.to] == ["the junta"]
    assert due.demand.text == "call a vote"
    assert due.consequence is not None and due.consequence.text == "recognise the council"


def test_what_hangs_on_unless_hits_another_than_who_must_act() -> None:
    text = "Lima will cut off aid to Quito unless Mr Ramos frees the miners within two weeks, its envoy said."
    one = deed(text, "SANCTION", trigger=["cut off"], actors=["Lima"], recipients=["Quito"])
    name = text.index("Ramos")
    draft = replace(page(text, one), names=(Name(place=(0, name, name + 5), kind="person", confidence=1.0),))
    (due,) = deadlines_of(draft, events_of(draft))
    assert [party.text for party in due.to] == ["Mr Ramos"]
    assert (due.term, due.demand.text) == ("P2W", "frees the miners")
    assert due.consequence is not None and due.consequence.text == "cut off aid to Quito"


def test_parts_of_one_noun_phrase_are_one_party() -> None:
    text = "Most of the teachers who stayed in Donetsk refused; they and Chad resisted."
    places = [(0, text.index(words), text.index(words) + len(words)) for words in ("Most of", "the teachers who")]
    they = (0, text.index("they"), text.index("they") + 4)
    draft = page(text)
    assert [party.text for party in Parties(draft).of([*places, they])] == ["Most of the teachers"]
    assert [party.text for party in Parties(draft).of([they])] == ["they"]
    chad = (0, text.index("Chad"), text.index("Chad") + 4)
    assert [party.text for party in Parties(draft).of([they, chad])] == ["they", "Chad"]


def test_an_article_alone_is_no_party() -> None:
    text = "The shelling of the port went on. It hit Chad."
    assert Parties(page(text)).of([(0, 0, 3), (0, 13, 16)]) == ()


def test_a_pronoun_of_several_stands_for_no_single_person() -> None:
    text = "Hugo Alba left. Togo and Chad said they would stay."
    name = (Name(place=(0, 0, 9), kind="person", confidence=1.0),)
    draft = replace(page(text), names=name)
    they = (0, text.index("they"), text.index("they") + 4)
    (party,) = Parties(draft).of([they])
    assert (party.text, party.actor) == ("they", None)
    togo = (0, text.index("Togo"), text.index("Togo") + 4)
    assert [party.text for party in Parties(draft).of([togo, they])] == ["Togo"]


def test_parties_keep_their_brackets_and_lose_a_possessive() -> None:
    text = "Ada Brandt (SPD) condemned Kestria's raid on “The Lions” fans and the fans’ ‘last stand’."
    one = deed(text, "ACCUSE", trigger=["condemned"], actors=["Ada Brandt (SPD"], recipients=["Kestria's"])
    two = deed(text, "ASSAULT", trigger=["raid"], actors=["(SPD)"], recipients=["The Lions” fans"])
    three = deed(text, "ASSAULT", trigger=["stand"], actors=["the fans’"], recipients=["‘last stand’"])
    [(first, _), (second, _), (third, _)] = events_of(page(text, one, two, three))
    assert [party.text for party in (*third.actor, *third.recipient)] == ["the fans", "‘last stand’"]
    assert [party.text for party in (*first.actor, *first.recipient)] == ["Ada Brandt (SPD)", "Kestria"]
    assert [party.text for party in (*second.actor, *second.recipient)] == ["SPD", "“The Lions” fans"]


def test_words_that_hold_the_deed_are_not_who_it_was_done_to() -> None:
    text = "A woman who was beaten by Ada Brandt told her story."
    one = deed(text, "ASSAULT", trigger=["beaten"], actors=["Ada Brandt"], recipients=["A woman"])
    said = Speech(
        cue=((0, text.index("told"), text.index("told") + 4),),
        content=((0, text.index("her"), len(text) - 1),),
        sources=((0, 0, text.index(" told")),),
        addressees=(),
        act="state",
        mode="says",
        identified="unnamed",
        confidence=0.9,
    )
    draft = replace(page(text, one), speeches=(said,))
    [(event, _)] = events_of(draft)
    assert ([one.text for one in event.actor], [one.text for one in event.recipient]) == (["Ada Brandt"], ["A woman"])


@pytest.mark.parametrize(
    ("text", "speaker", "content", "actor", "act", "whom"),
    [
        ("“We struck the port,” said Peru.", "Peru", "We struck the port", "We", "state", ("We", "Peru")),
        ("“Chile struck us,” said Peru.", "Peru", "Chile struck us", "us", "state", ("us", None)),
        ("Peru said it struck the port.", "Peru", "it struck the port", "it", "state", ("it", "Peru")),
        ("Peru said its raid was over.", "Peru", "its raid was over", "its", "announce", ("its", "Peru")),
        ("Peru said of Chile that it struck the port.", "Peru", "of Chile that it struck the port", "it", "state", ("it", None)),
        ("Peru accused them, as it struck the port.", "Peru", "them, as it struck the port", "it", "accuse", ("it", None)),
        ("Peru said “it struck the port”.", "Peru", "“it struck the port”", "it", "state", ("it", None)),
        ("Peru said so. It struck the port.", "Peru", "so", "It", "state", ("It", None)),
    ],
)  # fmt: skip
def test_a_pronoun_for_who_speaks_stands_for_them(
    text: str, speaker: str, content: str, actor: str, act: Any, whom: tuple[str, str | None]
) -> None:
    trigger = "raid" if "raid" in text else "struck"
    draft = page(text, deed(text, "ASSAULT", trigger=[trigger], actors=[actor]))
    chile = text.find("Chile")
    names = (Name(place=(0, chile, chile + 5), kind="place", confidence=1.0),) if chile >= 0 else ()
    quotation = Quotation(
        start=text.find("“"), end=text.find("”") + 1, opened=True, closed=True, continues=False, thread=0
    )
    passage = replace(draft.passages[0], quotations=(quotation,) if "“" in text else ())
    at = text.index(content)
    (peru,) = Parties(draft).of([(0, text.index(speaker), text.index(speaker) + len(speaker))])
    said = Attribution(
        id="a", speakers=(peru,), identified="collective", cue=None, content=Words(spans=((at, at + len(content)),), text=content),
        kind="indirect", mode="said", speech_act=act, nested_in=None, confidence=1.0,
    )  # fmt: skip
    [(event, _)] = events_of(replace(draft, names=names, passages=(passage,), attributions=(said,)))
    [party] = event.actor
    assert (party.text, party.actor) == whom
    assert party.country == ("PER" if whom[1] else None)


@pytest.mark.parametrize(
    ("kind", "recipients", "who"),
    [("REQUEST", [], ["Peru"]), ("ASSAULT", [], []), ("REQUEST", ["Peru"], []), ("REQUEST", ["Chile"], ["Peru"])],
)
def test_who_says_it_does_what_is_done_by_saying(kind: str, recipients: list[str], who: list[str]) -> None:
    text = "Peru met Chile and demanded the release of two boats."
    draft = page(text, deed(text, kind, trigger=["demanded"], recipients=recipients))
    at = text.index("demanded")
    (peru,) = Parties(draft).of([(0, 0, 4)])
    said = Attribution(
        id="a", speakers=(replace(peru, spans=(), actor="Peru"),), identified="named", cue=Words(spans=((at, at + 8),), text="demanded"),
        content=Words(spans=((at + 9, len(text) - 1),), text=text[at + 9 : -1]), kind="indirect", mode="said", speech_act="demand",
        nested_in=None, confidence=1.0,
    )  # fmt: skip
    [(event, _)] = events_of(replace(draft, attributions=(said,)))
    assert [party.actor for party in event.actor] == who


def test_parties_begin_behind_their_preposition() -> None:
    text = "A nueve de los hijos de la doctora Ada Vidal los mató el Ejército, y reconoció al Estado."
    one = deed(text, "ASSAULT", trigger=["mató"], recipients=["A nueve de los hijos de la doctora Ada Vidal"])
    two = deed(text, "SUPPORT", trigger=["reconoció"], recipients=["al Estado"])
    draft = page(text, one, two)
    passage = replace(draft.passages[0], language="es")
    name = Name(place=(0, text.index("Ada"), text.index("Ada") + 9), kind="person", confidence=1.0)
    draft = replace(draft, language="es", passages=(passage,), names=(name,))
    [(first, _), (second, _)] = events_of(draft)
    assert [(party.text, party.actor) for party in first.recipient] == [
        ("A nueve de los hijos de la doctora Ada Vidal", None)
    ]
    assert [party.text for party in second.recipient] == ["Estado"]


def test_who_speaks_by_the_same_words_is_who_does() -> None:
    text = "She accused Peru of theft."
    draft = page(text, deed(text, "ACCUSE", trigger=["accused"], actors=["She"], recipients=["Peru"]))
    speaker = Party(spans=((0, 3),), text="She", actor="Ada Brandt", country="CHL", sector="GOV")
    said = Attribution(
        id="a", speakers=(speaker,), identified="named", cue=Words(spans=((4, 11),), text="accused"), content=Words(spans=((12, 25),), text="Peru of theft"),
        kind="indirect", mode="said", speech_act="accuse", nested_in=None, confidence=1.0,
    )  # fmt: skip
    [(event, _)] = events_of(replace(draft, attributions=(said,)))
    assert event.actor == (speaker,)


def test_several_persons_are_several_parties_and_what_somebody_has_is_not_them() -> None:
    text = "Minister Ada Brandt and her deputy Karl Moser met; Lee Kim’s lawyers sued."
    one = deed(text, "CONSULT", trigger=["met"], actors=["Minister Ada Brandt and her deputy Karl Moser"])
    two = deed(text, "ACCUSE", trigger=["sued"], actors=["Lee Kim’s lawyers"])
    names = tuple(
        Name(place=(0, text.index(name), text.index(name) + len(name)), kind="person", confidence=1.0)
        for name in ("Ada Brandt", "Karl Moser", "Lee Kim")
    )
    [(first, _), (second, _)] = events_of(replace(page(text, one, two), names=names))
    assert [party.actor for party in first.actor] == ["Ada Brandt", "Karl Moser"]
    assert [(party.text, party.actor) for party in second.actor] == [("Lee Kim’s lawyers", None)]


def test_examples_of_a_phrase_are_its_parties() -> None:
    text = "Several states such as Chile, Peru and Brazil backed Ada Brandt."
    one = deed(text, "SUPPORT", trigger=["backed"], actors=["Several states such as Chile, Peru"], recipients=["Ada"])
    names = tuple(
        Name(place=(0, text.index(name), text.index(name) + len(name)), kind="place", confidence=1.0)
        for name in ("Chile", "Peru", "Brazil")
    )
    [(event, _)] = events_of(replace(page(text, one), names=names))
    assert [party.text for party in event.actor] == ["Chile", "Peru", "Brazil"]


def test_we_is_the_state_of_the_person_who_speaks_and_it_is_no_person() -> None:
    text = "Ada Brandt said we struck it."
    draft = page(text, deed(text, "ASSAULT", trigger=["struck"], actors=["we"], recipients=["it"]))
    speaker = Party(
        spans=((0, 10),), text="Ada Brandt", actor="Ada Brandt", role="minister", country="PER", sector="GOV"
    )
    said = Attribution(
        id="a", speakers=(speaker,), identified="named", cue=None, content=Words(spans=((16, 28),), text="we struck it"), kind="indirect",
        mode="said", speech_act="state", nested_in=None, confidence=1.0,
    )  # fmt: skip
    name = Name(place=(0, 0, 10), kind="person", confidence=1.0)
    [(event, _)] = events_of(replace(draft, names=(name,), attributions=(said,)))
    [we] = event.actor
    assert (we.text, we.actor, we.role, we.country) == ("we", None, None, "PER")
    assert [party.actor for party in event.recipient] == [None]


@pytest.mark.parametrize(
    ("text", "language", "party", "whole"),
    [
        ("La policía detuvo al menos a diez.", "es", "al menos a diez", "al menos a diez"),
        ("A polícia prendeu da Silva ontem.", "pt", "da Silva", "da Silva"),
        ("La policía detuvo a Silva ayer.", "es", "a Silva", "Silva"),
        ("The killed were met by most countries.", "en", "by most countries", "most countries"),
    ],
)
def test_what_is_no_preposition_of_a_party_stays(text: str, language: str, party: str, whole: str) -> None:
    verb = next(word for word in ("detuvo", "prendeu", "killed") if word in text)
    draft = page(text, deed(text, "COERCE", trigger=[verb], recipients=[party]))
    at = text.find("Silva")
    names = (Name(place=(0, at, at + 5), kind="person", confidence=1.0),) if at >= 0 else ()
    passage = replace(draft.passages[0], language=language)
    [(event, _)] = events_of(replace(draft, language=language, passages=(passage,), names=names))
    assert [one.text for one in event.recipient] == [whole]


def test_initials_of_names_are_no_words_that_join() -> None:
    text = "La polizia ha arrestato E. Jean Carroll."
    name = Name(place=(0, text.index("E."), len(text) - 1), kind="person", confidence=1.0)
    draft = page(text, deed(text, "COERCE", trigger=["arrestato"], recipients=["E. Jean Carroll"]))
    passage = replace(draft.passages[0], language="it")
    [(event, _)] = events_of(replace(draft, language="it", passages=(passage,), names=(name,)))
    assert [(party.text, party.actor) for party in event.recipient] == [("E. Jean Carroll", "E. Jean Carroll")]


def test_two_ministers_who_say_we_are_one_state() -> None:
    text = "We struck it."
    speakers = tuple(
        Party(spans=(), text="", actor=name, country=country, sector="GOV" if country else None)
        for name, country in (("Karl Moser", "PER"), ("Ada Brandt", "PER"), ("Lee Kim", None))
    )
    said = Attribution(
        id="a", speakers=speakers, identified="named", cue=None, content=Words(spans=((0, 12),), text="We struck it"), kind="indirect",
        mode="said", speech_act="state", nested_in=None, confidence=1.0,
    )  # fmt: skip
    text += " Karl Moser, Ada Brandt, Lee Kim."
    names = tuple(
        Name(place=(0, text.index(one), text.index(one) + len(one)), kind="person", confidence=1.0)
        for one in ("Karl Moser", "Ada Brandt", "Lee Kim")
    )
    draft = page(text, deed(text, "ASSAULT", trigger=["struck"], actors=["We"]))
    [(event, _)] = events_of(replace(draft, names=names, attributions=(said,)))
    assert [(party.text, party.actor, party.country) for party in event.actor] == [("We", None, "PER")]


@pytest.mark.parametrize(
    ("code", "words", "parts"),
    [
        ("en", "Students and academics", ["Students", "academics"]),
        ("en", "restaurant owners and other employers", ["restaurant owners", "other employers"]),
        ("en", "him and other journalists", ["him", "other journalists"]),
        ("en", "students or academics", ["students or academics"]),
        ("en", "the political and military leaders", ["the political and military leaders"]),
        ("en", "Religious and political leaders", ["Religious and political leaders"]),
        ("en", "Human rights and aid groups", ["Human rights and aid groups"]),
        ("de", "Der Chef der Polizei und der Feuerwehr", ["Der Chef der Polizei und der Feuerwehr"]),
        ("en", "members of parties and unions", ["members of parties and unions"]),
        ("en", "students, teachers and cooks", ["students, teachers and cooks"]),
        ("it", "il governo e i clan", ["il governo", "i clan"]),
        ("es", "los países europeos y árabes", ["los países europeos y árabes"]),
        ("de", "Schüler und Lehrer", ["Schüler", "Lehrer"]),
        ("de", "Bürgerinnen und Bürger", ["Bürgerinnen und Bürger"]),
        ("xx", "Students and academics", ["Students and academics"]),
    ],
)
def test_two_nouns_are_two_and_two_adjectives_of_one_are_not(code: str, words: str, parts: list[str]) -> None:
    draft = in_language(page(f"{words} protested."), code)
    assert [party.text for party in Parties(draft).of([(0, 0, len(words))])] == parts


@pytest.mark.parametrize(
    ("text", "actors", "names", "parties"),
    [
        ("Chad and Togo fled.", ["Chad and Togo"], ["Chad", "Togo"], ["Chad", "Togo"]),
        ("The UK and the nurses fled.", ["The UK and the nurses"], ["UK"], ["The UK", "the nurses"]),
        ("Chad and nurses fled.", ["Chad and nurses"], ["Chad"], ["Chad and nurses"]),
        ("Trinidad and Tobago fled.", ["Trinidad and Tobago"], ["Trinidad and Tobago"], ["Trinidad and Tobago"]),
        ("Mr Ramos of Chad and the Fund fled.", ["Mr Ramos of Chad and the Fund"], ["Chad"], ["Mr Ramos of Chad and the Fund"]),
        ("Its envoy fled.", ["Its", "envoy"], [], ["Its envoy"]),
        ("It fled.", ["It"], [], ["It"]),
    ],
)  # fmt: skip
def test_two_that_a_word_joins_are_two(text: str, actors: list[str], names: list[str], parties: list[str]) -> None:
    draft = page(text, deed(text, "RETREAT", trigger=["fled"], actors=actors))
    places = [(0, text.index(name), text.index(name) + len(name)) for name in names]
    draft = replace(draft, names=tuple(Name(place=place, kind="place", confidence=0.9) for place in places))
    ((event, _),) = events_of(draft)
    assert [party.text for party in event.actor] == parties

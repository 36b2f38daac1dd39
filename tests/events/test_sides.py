"""A party that a preposition ties to the words of a deed is on the side that this tells, and no other changes place."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from events.test_records import deed, in_language, page
from onrecord.encoder.labels import FLAGS
from onrecord.events.sides import with_sides
from onrecord.pipeline import Deed, Sentence


def read(code: str, text: str, kind: str, trigger: str, actor: str) -> Deed:
    """The deed of a sentence as it comes out, with an actor as the encoder took it."""
    one = deed(text, kind, actors=[actor], trigger=[trigger], recipients=[])
    draft = in_language(page(text, one), code)
    return with_sides(draft, draft.deeds)[0]


@pytest.mark.parametrize(
    ("code", "text", "kind", "trigger", "actor", "suffers"),
    [
        ("en", "The attacks against the Kestrians went on.", "ASSAULT", "attacks", "Kestrians", True),
        ("en", "It happened when the invasion of Kestria began.", "ASSAULT", "invasion", "Kestria", True),
        ("en", "The attacks of Kestria went on.", "ASSAULT", "attacks", "Kestria", False),
        ("en", "The attacks by Kestria went on.", "ASSAULT", "attacks", "Kestria", False),
        ("en", "Kestria attacked on Monday.", "ASSAULT", "attacked", "Kestria", False),
        ("en", "The talks on Kestria went on.", "CONSULT", "talks", "Kestria", False),
        ("en", "The invasion, of which Kestria knew, began.", "ASSAULT", "invasion", "Kestria", False),
        ("de", "Die Angriffe auf Kestrien gingen weiter.", "ASSAULT", "Angriffe", "Kestrien", True),
        ("de", "Die Verhaftung des Kestriers war falsch.", "COERCE", "Verhaftung", "Kestriers", True),
        ("de", "Die Drohung des Kestriers war falsch.", "THREATEN", "Drohung", "Kestriers", False),
        ("es", "Los ataques de Kestria siguieron.", "ASSAULT", "ataques", "Kestria", False),
        ("es", "La invasión de Kestria siguió.", "ASSAULT", "invasión", "Kestria", True),
        ("fr", "L'arrestation du Kestrien a surpris.", "COERCE", "arrestation", "Kestrien", True),
        ("it", "L'attacco all'Iran continua.", "ASSAULT", "attacco", "Iran", True),
        ("fr", "L'invasion d'Israël continue.", "ASSAULT", "invasion", "Israël", True),
        ("it", "L'invasione della Kestria continua.", "ASSAULT", "invasione", "Kestria", True),
        ("xx", "The invasion of Kestria began.", "ASSAULT", "invasion", "Kestria", False),
    ],
)
def test_to_whom_it_is_done(code: str, text: str, kind: str, trigger: str, actor: str, *, suffers: bool) -> None:
    found = read(code, text, kind, trigger, actor)
    place = (0, text.index(actor), text.index(actor) + len(actor))
    assert (found.actors, found.recipients) == (((), (place,)) if suffers else ((place,), ()))


@pytest.mark.parametrize(
    ("code", "text", "verb", "noun", "kept"),
    [
        ("en", "Chad condemned the attack.", "condemned", "attack", False),
        ("en", "Chad accused Mali of attacks.", "accused", "attacks", False),
        ("en", "Chad condemned Mali and attacked it.", "condemned", "attacked", True),
        ("en", "Chad protested by attacks.", "protested", "attacks", True),
        ("en", "Chad criticised Mali but bombed it.", "criticised", "bombed", True),
        ("en", "Chad condemned Mali before attacking it.", "condemned", "attacking", True),
        ("fr", "Chad a accusé Mali avant de bombarder Gao.", "accusé", "bombarder", True),
        ("en", "Chad condemned it. The attack went on.", "condemned", "attack", True),
        ("it", "Chad condanna l'attacco.", "condanna", "attacco", False),
        ("de", "Chad verurteilt den Angriff.", "verurteilt", "Angriff", False),
    ],
)
def test_who_condemns_a_deed_does_not_do_it(code: str, text: str, verb: str, noun: str, *, kept: bool) -> None:
    judging = deed(text, "ACCUSE", actors=["Chad"], trigger=[verb])
    attack = deed(text, "ASSAULT", actors=["Chad"], trigger=[noun])
    draft = in_language(page(text, judging, attack), code)
    first, second = with_sides(draft, draft.deeds)
    assert first.actors == judging.actors
    assert bool(second.actors) is kept


@pytest.mark.parametrize(
    ("code", "text", "verb", "found"),
    [
        ("en", "Mali, accused by Chad of raids, denied it.", "accused", (["Chad"], ["Mali"])),
        ("fr", "Mali, accusé par Chad d'attaques, dément.", "accusé", (["Chad"], ["Mali"])),
        ("it", "Mali, accusato dal Chad di attacchi, nega.", "accusato", (["Chad"], ["Mali"])),
        ("en", "Mali, accused by Chad, Togo and Peru of raids, denied it.", "accused", (["Chad", "Togo", "Peru"], ["Mali"])),
        ("en", "Accused by Chad of raids, Mali denied it.", "Accused", (["Chad"], ["Mali"])),
        ("en", "Mali accused Chad of raids.", "accused", (["Mali"], ["Chad"])),
        ("xx", "Mali, accused by Chad of raids, denied it.", "accused", (["Mali"], ["Chad"])),
    ],
)  # fmt: skip
def test_who_accuses_stands_behind_the_passive(
    code: str, text: str, verb: str, found: tuple[list[str], list[str]]
) -> None:
    others = [name for name in ("Chad", "Togo", "Peru") if name in text]
    judging = deed(text, "ACCUSE", actors=["Mali"], trigger=[verb], recipients=others)
    draft = in_language(page(text, judging), code)
    (one,) = with_sides(draft, draft.deeds)
    assert tuple([text[start:end] for _, start, end in side] for side in (one.actors, one.recipients)) == found


@pytest.mark.parametrize(
    ("text", "noun", "mode", "actors", "recipients", "found"),
    [
        ("Mali, accused by Chad of raids, denied it.", "raids", "allege", ["Chad"], [], ["Mali"]),
        ("Mali, accused by Chad of having led raids, left.", "raids", "allege", ["Mali", "Chad"], [], ["Mali"]),
        ("Mali, accused by Chad of raids, denied it.", "raids", "allege", [], [], []),
        ("Mali, accused by Chad of raids, denied it.", "raids", "allege", ["Chad"], ["Mali"], []),
        ("Mali was blamed by Chad, which led raids.", "raids", "allege", ["Chad"], [], ["Chad"]),
        ("Mali was blamed by Chad which led raids.", "raids", "allege", ["Chad"], [], ["Chad"]),
        ("Mali was blamed by Chad and jailed.", "jailed", "allege", ["Chad"], ["Mali"], ["Chad"]),
        ("Mali was criticised by Chad for raids.", "raids", "disapprove", ["Chad"], [], ["Mali"]),
        ("The raids of Mali were criticised by Chad.", "raids", "disapprove", ["Chad", "Mali"], [], ["Mali"]),
    ],
)  # fmt: skip
def test_of_what_one_is_accused_is_not_by_who_accuses(
    text: str, noun: str, mode: str, actors: list[str], recipients: list[str], found: list[str]
) -> None:
    verb = next(word for word in ("accused", "blamed", "criticised") if word in text)
    judging = deed(text, "ACCUSE", actors=["Chad"], trigger=[verb], recipients=["Mali"], mode=mode)
    raids = deed(text, "ASSAULT", actors=actors, trigger=[noun], recipients=recipients)
    draft = in_language(page(text, judging, raids), "en")
    _, second = with_sides(draft, draft.deeds)
    assert [text[start:end] for _, start, end in second.actors] == found


def test_who_is_named_in_the_passage_of_a_deed_comes_first() -> None:
    text = "Chad attacked."
    one = deed(text, "ASSAULT", actors=["Chad"], trigger=["attacked"])
    headline = (1, 0, 4)
    twice = replace(one, actors=(*one.actors, headline), recipients=(headline,))
    (found,) = with_sides(page(text, twice), (twice,))
    assert (found.actors, found.recipients) == (one.actors, (headline,))


@pytest.mark.parametrize(
    ("code", "text", "trigger", "kept"),
    [
        ("en", "Chad halted its exports after the murder.", "murder", False),
        ("en", "Chad left after attacking Mali.", "attacking", True),
        ("en", "The attack by Chad came after the vote.", "attack", True),
        ("de", "Chad stoppte nach dem Mord den Handel.", "Mord", False),
        ("it", "Chad ha chiuso il confine dopo l'omicidio.", "omicidio", False),
        ("es", "Chad se fue tras atacar Mali.", "atacar", True),
        ("ru", "Chad отозвал посла после убийства.", "убийства", False),
    ],
)
def test_who_acts_after_a_deed_does_not_do_it(code: str, text: str, trigger: str, *, kept: bool) -> None:
    one = deed(text, "ASSAULT", actors=["Chad"], trigger=[trigger])
    draft = in_language(page(text, one), code)
    assert bool(with_sides(draft, draft.deeds)[0].actors) is kept


@pytest.mark.parametrize(
    ("code", "text", "verb", "noun", "kind", "kept"),
    [
        ("en", "Chad rejected the ultimatum.", "rejected", "ultimatum", "THREATEN", False),
        ("it", "Chad ha respinto le accuse.", "respinto", "accuse", "ACCUSE", False),
        ("es", "Chad rechazó la exigencia.", "rechazó", "exigencia", "REQUEST", False),
        ("de", "Chad verwarf die Forderung.", "verwarf", "Forderung", "REQUEST", False),
        ("en", "Chad refused to demand it.", "refused", "demand", "REQUEST", True),
        ("es", "Chad rechazó exigirlo.", "rechazó", "exigirlo", "REQUEST", True),
        ("en", "Chad refused the talks.", "refused", "talks", "CONSULT", True),
    ],
)
def test_who_turns_a_thing_down_has_not_put_it_forward(
    code: str, text: str, verb: str, noun: str, kind: str, *, kept: bool
) -> None:
    no = deed(text, "REJECT", actors=["Chad"], trigger=[verb])
    what = deed(text, kind, actors=["Chad"], trigger=[noun])
    draft = in_language(page(text, no, what), code)
    first, second = with_sides(draft, draft.deeds)
    assert first.actors == no.actors
    assert bool(second.actors) is kept


@pytest.mark.parametrize(
    ("text", "both", "kept"),
    [
        ("Chad expelled Ada and closed the school.", True, ["Ada"]),  # the school is closed, nobody expelled it
        ("Chad expelled Ada and closed the school.", False, ["Ada", "the school"]),  # nobody else has it
        ("Chad expelled and jailed Ada and the school.", True, ["Ada", "the school"]),  # both are behind both verbs
    ],
)
def test_recipients_of_the_next_verb_are_its_own(text: str, *, both: bool, kept: list[str]) -> None:
    verb = "closed" if "closed" in text else "jailed"
    one = deed(text, "SANCTION", actors=["Chad"], trigger=["expelled"], recipients=["Ada", "the school"])
    other = deed(text, "COERCE", actors=["Chad"], trigger=[verb], recipients=["the school"] if both else [])
    first, second = with_sides(page(text, one, other), (one, other))
    assert [text[start:end] for _, start, end in first.recipients] == kept
    assert second.recipients == other.recipients


@pytest.mark.parametrize(
    ("code", "text", "first", "second", "kept"),
    [
        ("en", "Chad accused Mali of meddling and expelled three envoys.", "accused", "expelled", ["Chad"]),
        ("pt", "Chade acusou Mali de ingerência e expulsou três enviados.", "acusou", "expulsou", ["Chade"]),
        ("en", "Chad accused Mali of meddling; it expelled three envoys.", "accused", "expelled", ["Chad", "Mali"]),
        ("en", "Chad let Mali in and then at once expelled three envoys.", "let", "expelled", ["Chad", "Mali"]),
    ],
)
def test_a_second_verb_is_not_by_whom_the_first_is_done_to(
    code: str, text: str, first: str, second: str, kept: list[str]
) -> None:
    subject, object_ = text.split()[0], "Mali"
    one = deed(text, "ACCUSE", actors=[subject], trigger=[first], recipients=[object_])
    other = deed(text, "SANCTION", actors=[subject, object_], trigger=[second], recipients=[])
    draft = in_language(page(text, one, other), code)
    found = with_sides(draft, draft.deeds)[1]
    assert [text[start:end] for _, start, end in found.actors] == kept


@pytest.mark.parametrize(
    ("kind", "asking", "left"),
    [
        ("RETREAT", "THREATEN", ["Mali"]),
        ("AID", "REQUEST", ["Mali"]),
        ("ASSAULT", "THREATEN", ["Chad", "Mali"]),  # what Chad threatens with
        ("RETREAT", "SANCTION", ["Chad", "Mali"]),
    ],
)
def test_what_one_is_asked_to_do_is_not_by_who_asks(kind: str, asking: str, left: list[str]) -> None:
    text = "Chad gave Mali two days to act."
    asked = deed(text, asking, actors=["Chad"], trigger=["gave"], recipients=["Mali"])
    draft = page(text, asked, deed(text, kind, actors=["Chad", "Mali"], trigger=["act"], recipients=[]))
    assert [text[start:end] for _, start, end in with_sides(draft, draft.deeds)[1].actors] == left


@pytest.mark.parametrize(
    ("code", "text", "kind", "verb", "why", "whom", "moved"),
    [
        ("en", "Chad expelled two Malians for spying.", "SANCTION", "expelled", "spying", "two Malians", True),
        ("en", "Chad expelled two Malians after spying.", "SANCTION", "expelled", "spying", "two Malians", False),
        ("en", "Chad thanked two Malians for spying.", "SUPPORT", "thanked", "spying", "two Malians", False),
        ("de", "Chad hat zwei Malier wegen Spionage ausgewiesen.", "SANCTION", "ausgewiesen", "Spionage", "zwei Malier", True),
        ("it", "Chad ha espulso due maliani per una rapina.", "SANCTION", "espulso", "rapina", "due maliani", True),
        ("xx", "Chad expelled two Malians for spying.", "SANCTION", "expelled", "spying", "two Malians", False),
    ],
)  # fmt: skip
def test_what_one_is_punished_for_is_not_by_who_punishes(
    code: str, text: str, kind: str, verb: str, why: str, whom: str, *, moved: bool
) -> None:
    punished = deed(text, kind, actors=["Chad"], trigger=[verb], recipients=[whom])
    reason = deed(text, "COERCE", actors=["Chad"], trigger=[why], recipients=[whom])
    draft = in_language(page(text, punished, reason), code)
    found = with_sides(draft, draft.deeds)[1]
    assert [text[start:end] for _, start, end in found.actors] == [whom if moved else "Chad"]
    assert [text[start:end] for _, start, end in found.recipients] == ([] if moved else [whom])


@pytest.mark.parametrize("asking", ["REQUEST", "SANCTION"])
def test_what_another_sentence_asks_or_punishes_is_no_matter(asking: str) -> None:
    text = "Chad told Mali. For spying it was."
    first = deed(text, asking, actors=["Chad"], trigger=["told"], recipients=["Mali"])
    draft = page(text, first, deed(text, "RETREAT", actors=["Chad", "Mali"], trigger=["spying"], recipients=[]))
    sentences = (Sentence(start=0, end=15), Sentence(start=16, end=len(text)))
    draft = replace(draft, passages=(replace(draft.passages[0], sentences=sentences),))
    assert [text[start:end] for _, start, end in with_sides(draft, draft.deeds)[1].actors] == ["Chad", "Mali"]


@pytest.mark.parametrize(
    ("code", "text", "verb", "noun", "by", "recipients", "of"),
    [
        ("en", "Chad condemned the murder of an envoy in Gao and left Niger.", "condemned", "murder", [], ["Gao", "Niger"], []),
        ("en", "Chad condemned the murder of an envoy by Mali.", "condemned", "murder", ["Mali"], ["envoy", "Mali"], ["Mali"]),
        ("en", "Chad condemned the murder of an envoy by Mali.", "condemned", "murder", ["Mali"], [], ["Mali"]),
        ("en", "Chad condemned Mali for the murder in Gao.", "condemned", "murder", [], ["Mali", "Gao"], ["Mali", "Gao"]),
        ("es", "El Chad condenó el asalto en Gao.", "condenó el asalto", "asalto", [], ["Gao"], []),
        ("de", "Der Tschad prangerte den Mord in Gao an.", "prangerte", "Mord", [], ["Gao"], []),
        ("ar", "أدانت تشاد الهجوم على باماكو.", "أدانت", "الهجوم", ["تشاد"], ["باماكو"], []),
    ],
)  # fmt: skip
def test_who_is_condemned_is_who_did_it(
    code: str, text: str, verb: str, noun: str, by: list[str], recipients: list[str], of: list[str]
) -> None:
    who = text.split()[1 if code in ("es", "de", "ar") else 0]
    judging = deed(text, "ACCUSE", mode="disapprove", trigger=[verb], actors=[who], recipients=recipients)
    murder = deed(text, "ASSAULT", trigger=[noun], actors=by, recipients=[])
    draft = in_language(page(text, judging, murder), code)
    found, its = with_sides(draft, draft.deeds)
    assert [text[start:end] for _, start, end in found.recipients] == of
    assert who not in [text[start:end] for _, start, end in its.actors]


@pytest.mark.parametrize(
    ("code", "text", "trigger", "actor", "by"),
    [
        ("en", "Two towns were shelled, according to the army.", "shelled", "the army", False),
        ("en", "Two towns were shelled by the army.", "shelled", "the army", True),
        ("de", "Laut Militär wurden Raketen abgefeuert.", "abgefeuert", "Militär", False),
        ("de", "Gemäss dem Militär wurden Raketen abgefeuert.", "abgefeuert", "Militär", False),
        ("de", "Raketen wurden dem Militär zufolge abgefeuert.", "abgefeuert", "Militär", False),
        ("tr", "Orduya göre iki köy bombalandı.", "bombalandı", "Orduya", False),
    ],
)
def test_who_tells_of_it_has_not_done_it(code: str, text: str, trigger: str, actor: str, by: bool) -> None:
    draft = in_language(page(text, deed(text, "ASSAULT", trigger=[trigger], actors=[actor])), code)
    (found,) = with_sides(draft, draft.deeds)
    claimed = dict(zip(FLAGS, found.flags, strict=True))["claimed"]
    assert (bool(found.actors), claimed) == ((True, 0.0) if by else (False, 1.0))

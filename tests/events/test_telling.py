"""Words near an event move the chances of how it is told."""

from __future__ import annotations

import pytest

from onrecord.encoder.labels import FLAGS
from onrecord.events.status import CLAIMED, NEGATED, POSSIBLE
from onrecord.events.telling import BEFORE, called_off, signs, unless, weighed
from onrecord.languages import codes, table

EVEN = (0.3,) * len(FLAGS)


@pytest.mark.parametrize(
    ("code", "sentence", "event", "flag"),
    [
        ("en", "Gunmen allegedly fired at the bus.", "fired", "claimed"),
        ("en", "They didn’t fire at the bus.", "fire", "negated"),
        ("en", "Unless they leave, the army fires.", "fires", "conditional"),
        ("en", "Did they fire at the bus?", "fire", "possible"),
        ("de", "Bewaffnete sollen geschossen haben.", "geschossen", "claimed"),
        ("fr", "Des hommes auraient tiré.", "tiré", "claimed"),
        ("it", "Se sparassero, fuggirebbe.", "sparassero", "conditional"),
        ("es", "Temen un ataque.", "ataque", "possible"),
        ("pt", "Não dispararam.", "dispararam", "negated"),
        ("ru", "Солдаты якобы стреляли.", "стреляли", "claimed"),
        ("ar", "لم يطلقوا النار.", "يطلقوا", "negated"),
        ("el", "Πυροβόλησαν;", "Πυροβόλησαν", "possible"),
    ],
)
def test_a_word_near_an_event_raises_its_flag(code: str, sentence: str, event: str, flag: str) -> None:
    start = sentence.index(event)
    moved = weighed(EVEN, sentence, start, start + len(event), code)
    assert moved[FLAGS.index(flag)] > EVEN[0]


@pytest.mark.parametrize(
    ("code", "sentence", "event", "flag"),
    [
        (
            "en",
            "After reports of looting, the army arrested two.",
            "arrested",
            "claimed",
        ),
        ("pt", "Maduro acusou Lima de ingerência e expulsou o enviado.", "expulsou", "claimed"),
        ("de", "Im Fall der Studentin demonstrierten Tausende.", "demonstrierten", "conditional"),
        ("it", "L'ex ministro, imputato per frode, è stato arrestato.", "arrestato", "claimed"),
        ("es", "Tras el viaje a Teherán fue atacado.", "atacado", "planned"),
        ("ru", "Полиция пресекла беспорядки.", "беспорядки", "possible"),
        ("ar", "سوريا هاجمت القرية.", "هاجمت", "planned"),
    ],
)
def test_words_of_other_things_near_an_event_do_not(code: str, sentence: str, event: str, flag: str) -> None:
    start = sentence.index(event)
    moved = weighed(EVEN, sentence, start, start + len(event), code)
    assert moved[FLAGS.index(flag)] < EVEN[0]


def test_a_word_far_off_or_of_another_language_does_not() -> None:
    sentence = "Allegedly" + " and so on" * (BEFORE // 9 + 1) + " they fired."
    start = sentence.index("fired")
    assert weighed(EVEN, sentence, start, start + 5, "en")[0] < EVEN[0]
    assert weighed(EVEN, "They fired;", 5, 10, "en")[4] < EVEN[0]


def test_the_word_of_the_event_is_no_sign_for_itself_unless_its_form_is() -> None:
    sentence = "Rebels threatened the town."
    assert weighed(EVEN, sentence, 7, 17, "en")[FLAGS.index("planned")] < EVEN[0]
    assert weighed(EVEN, sentence, 22, 26, "en")[FLAGS.index("planned")] > EVEN[0]
    assert weighed(EVEN, "Attaccherà.", 0, 10, "it")[FLAGS.index("planned")] > EVEN[0]
    assert weighed(EVEN, "Piden ayuda para atacar.", 17, 23, "es")[FLAGS.index("conditional")] < EVEN[0]


def test_every_file_has_the_flags_and_words_that_compile() -> None:
    known = [code for code in codes() if table(code, "telling.toml")]
    assert len(known) >= 8
    for code in known:
        assert {*FLAGS, "unless", "bound", "never", "untrue", "undecided", "responsibility"} <= {*signs(code)}
        assert {*signs(code)} <= {
            *FLAGS,
            "unless",
            "bound",
            "never",
            "untrue",
            "negated_behind",
            "forced",
            "negative_form",
            "nobody_says",
            "nobody_says_or_plans",
            "carries_out",
            "clause_begins",
            "but_some",
            "joining",
            "turned",
            "undecided",
            "responsibility",
            "called_off",
        }


def test_what_is_ordered_is_not_only_possible() -> None:
    chances, number = (0.1, 0.0, 0.0, 0.3, 0.6, 0.0), FLAGS.index("possible")
    for code, sentence, event in (
        ("en", "The court ordered them to release him.", "release"),
        ("fr", "Le tribunal a ordonné la saisie de la villa.", "saisie"),
        ("ru", "Президент приказал армии вернуть город.", "вернуть"),
    ):
        start = sentence.index(event)
        assert weighed(chances, sentence, start, start + len(event), code)[number] < POSSIBLE
    start = (sentence := "The court asked them to release him.").index("release")
    assert weighed(chances, sentence, start, start + 7, "en")[number] >= POSSIBLE


def test_a_word_of_denial_counts_in_all_of_the_sentence_behind() -> None:
    sentence = "That the guards beat a man for an hour in the yard of the old barracks is a lie, he said."
    number = FLAGS.index("denied")
    assert weighed(EVEN, sentence, 16, 20, "en")[number] > EVEN[0]
    assert weighed(EVEN, sentence.replace("lie", "fact"), 16, 20, "en")[number] < EVEN[0]


@pytest.mark.parametrize(
    ("code", "sentence", "event", "negated"),
    [
        ("en", "We have sunk nothing.", "sunk", True),
        ("es", "La policía detuvo a nadie.", "detuvo", True),
        ("en", "A bomb exploded but no one was hurt.", "exploded", False),
        ("de", "Sie beschossen nicht nur das Dorf.", "beschossen", False),
        ("en", "They refused to stop and shot him.", "shot", False),
        ("en", "They never stopped bombing the port.", "bombing", False),
        ("en", "The army attacked the port. No ship sank.", "attacked", False),
        ("en", "The army attacked the port that no one held.", "attacked", False),
        ("de", "Die Armee beschoss kein Dorf.", "beschoss", True),
        ("es", "No detuvieron a nadie.", "detuvieron", True),
        ("de", "Weder Rom noch Wien schickte Mehl.", "schickte", True),
        ("en", "They marched rather than fire.", "fire", True),
        ("en", "They did not march on and fired.", "fired", False),
        ("en", "It had never come to this: they fired.", "fired", False),
    ],
)
def test_words_that_can_negate_nothing_but_the_event_negate_it(
    code: str, sentence: str, event: str, negated: bool
) -> None:
    start = sentence.index(event)
    number = FLAGS.index("negated")
    chances = (0.05,) * len(FLAGS)
    moved = weighed(chances, sentence, start, start + len(event), code)[number]
    assert (moved >= NEGATED) is negated


@pytest.mark.parametrize(
    ("sentence", "code", "found"),
    [
        ("No troops will leave unless he resigns.", "en", True), ("No troops will leave.", "en", False),
        ("Keine Gespräche, es sei denn, er tritt ab.", "de", True), ("لن ترفع الحصار ما لم ينسحب", "ar", True), ("Unless", "xx", False),
    ],
)  # fmt: skip
def test_an_exception_is_seen(sentence: str, code: str, found: bool) -> None:
    assert unless(sentence, code) is found


@pytest.mark.parametrize(
    ("code", "sentence", "event"),
    [("es", "Prometieron que nadie remolcaría el barco.", "remolcaría"), ("en", "They vowed that nobody would tow it.", "tow")],
)  # fmt: skip
def test_nobody_weighs_more_than_a_condition(code: str, sentence: str, event: str) -> None:
    chances, start = (0.0, 0.0, 0.1, 0.1, 0.1, 0.3), sentence.index(event)
    assert weighed(chances, sentence, start, start + len(event), code)[FLAGS.index("negated")] >= NEGATED


@pytest.mark.parametrize(
    ("code", "sentence", "event", "found"),
    [
        ("en", "The army neither confirmed nor denied that it shelled Tarvos.", "shelled", True),
        ("en", "The army refused to confirm or deny that it shelled Tarvos.", "shelled", True),
        ("en", "The army denied that it shelled Tarvos.", "shelled", False),
        ("en", "Police neither confirmed nor denied the report, but a man was shot.", "shot", False),
        ("en", "Police would neither confirm nor deny it and shelled Tarvos.", "shelled", False),
        ("de", "Die Armee wollte weder bestätigen noch dementieren, dass sie Tarvos beschoss.", "beschoss", True),
        ("de", "Die Armee wollte den Beschuss weder bestätigen noch dementieren.", "Beschuss", True),
        ("it", "L'esercito non ha né confermato né smentito l'attacco.", "attacco", True),
        ("es", "El Ejército no confirmó ni desmintió el ataque.", "ataque", True),
        ("fr", "L'armée n'a ni confirmé ni démenti l'attaque.", "attaque", True),
        ("pt", "O Exército não confirmou nem negou o ataque.", "ataque", True),
        ("ru", "Военные не подтвердили и не опровергли обстрел.", "обстрел", True),
    ],
)
def test_who_neither_confirms_nor_denies_leaves_it_open(code: str, sentence: str, event: str, *, found: bool) -> None:
    start = sentence.index(event)
    flags = weighed((0.8, 0.6, 0.2, 0.0, 0.0, 0.0), sentence, start, start + len(event), code)
    assert (max(flags[1], flags[2]) < 0.1 and flags[4] > 0.3) is found


@pytest.mark.parametrize(
    ("code", "sentence", "event", "found"),
    [
        ("en", "The visit to Chad was cancelled.", "visit", True),
        ("en", "The talks were postponed to May.", "talks", True),
        ("en", "He visited Chad and the debt was cancelled.", "visited", False),
        ("en", "The visit began, and a concert was cancelled.", "visit", False),
        ("en", "A concert was cancelled before the visit.", "visit", False),
        ("fr", "La visite du pape a été reportée.", "visite", True),
        ("de", "Die Gespräche in Genf wurden kurzfristig abgesagt.", "Gespräche", True),
        ("it", "Il vertice è stato rinviato.", "vertice", True),
        ("es", "La visita fue cancelada.", "visita", True),
        ("pt", "A visita foi adiada.", "visita", True),
        ("ru", "Визит министра отменён.", "Визит", True),
        ("xx", "The visit to Chad was cancelled.", "visit", False),
    ],
)
def test_what_is_called_off_behind_it_did_not_happen(code: str, sentence: str, event: str, *, found: bool) -> None:
    assert called_off(sentence, sentence.index(event) + len(event), code) is found


@pytest.mark.parametrize(
    ("code", "sentence", "event"),
    [
        ("en", "The rebels had no option but to surrender.", "surrender"),
        ("de", "Ihnen blieb keine andere Wahl, als abzuziehen.", "abzuziehen"),
        ("fr", "Ils n'ont eu d'autre choix que de partir.", "partir"),
        ("it", "Non avevano altra scelta che ritirarsi.", "ritirarsi"),
        ("es", "No tuvieron más remedio que rendirse.", "rendirse"),
        ("pt", "Não tiveram outra opção senão recuar.", "recuar"),
        ("ru", "У них не было другого выхода, кроме как уйти.", "уйти"),
    ],
)
def test_what_somebody_had_no_choice_but_to_do_is_not_negated(code: str, sentence: str, event: str) -> None:
    start = sentence.index(event)
    sure = tuple(0.95 if flag == "negated" else 0.1 for flag in FLAGS)
    at = FLAGS.index("negated")
    assert weighed(sure, sentence, start, start + len(event), code)[at] < NEGATED


@pytest.mark.parametrize(
    ("code", "sentence", "event"),
    [
        ("en", "They had no choice but to talk, and did not attack.", "attack"),
        ("en", "They had no choice but not to attack.", "attack"),
        ("en", "They had no option but to stop the attack.", "attack"),
        ("de", "Ihnen blieb keine andere Wahl, als nicht anzugreifen.", "anzugreifen"),
    ],
)
def test_what_is_negated_beside_no_choice_stays_negated(code: str, sentence: str, event: str) -> None:
    sure = tuple(0.95 if flag == "negated" else 0.1 for flag in FLAGS)
    start = sentence.index(event)
    assert weighed(sure, sentence, start, start + len(event), code)[FLAGS.index("negated")] > NEGATED


def test_what_is_reportedly_done_is_a_claim_however_sure_the_encoder_is() -> None:
    none = (0.001,) * len(FLAGS)
    for code, sentence, event in (
        ("pl", "Rosja rzekomo zaatakowała.", "zaatakowała"),
        ("en", "Chad allegedly fired.", "fired"),
    ):
        start = sentence.index(event)
        assert weighed(none, sentence, start, start + len(event), code)[FLAGS.index("claimed")] > CLAIMED
    assert weighed(none, "Chad allegedly left, and Mali fired.", 30, 35, "en")[FLAGS.index("claimed")] < CLAIMED


@pytest.mark.parametrize(
    ("code", "said", "meant", "event"),
    [
        ("da", "Hæren skal have bombet et marked.", "Hæren skal bombe et marked.", "bomb"),
        ("no", "Hæren skal ha bombet et marked.", "Hæren skal bombe et marked.", "bomb"),
        ("sv", "Armén ska ha bombat en marknad.", "Armén ska bomba en marknad.", "bomb"),
    ],
)
def test_what_is_said_to_have_happened_is_no_plan(code: str, said: str, meant: str, event: str) -> None:
    chances = {}
    for sentence in (said, meant):
        start = sentence.index(event)
        end = sentence.index(" ", start)
        chances[sentence] = dict(zip(FLAGS, weighed((0.9,) * len(FLAGS), sentence, start, end, code), strict=True))
    assert chances[said]["planned"] < 0.1 < 0.9 < chances[meant]["planned"]
    assert chances[said]["claimed"] > 0.9

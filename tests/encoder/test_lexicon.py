"""What is known of words apart from any text, and how it is weighed against what the network reads."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from onrecord import languages
from onrecord.encoder.labels import EVENT_MODES, HINTS, TYPES
from onrecord.encoder.lexicon import Known, hints, known, of_pieces, phrases, weighed, weighed_modes
from onrecord.encoder.windows import Pieces
from onrecord.languages.stems import stem, stems
from onrecord.ontology import ontology

FILES = sorted(Path(languages.__file__).parent.glob("*/event_words.tsv"))
FILES_OF = {path.parent.name: path for path in FILES}
ASSAULT, COERCE, CONSULT = (TYPES.index(name) for name in ("ASSAULT", "COERCE", "CONSULT"))


def chances(**given: float) -> np.ndarray:
    """One row of chances of TYPES."""
    row = np.full((1, len(TYPES)), 0.001, dtype=np.float32)
    for name, chance in given.items():
        row[0, TYPES.index(name)] = chance
    return row


def of_word(events: float, **given: float) -> list[Known]:
    """What is known of one word."""
    weights = np.zeros(len(TYPES), dtype=np.float32)
    for name, weight in given.items():
        weights[TYPES.index(name)] = weight
    return [Known(events, weights, np.zeros((len(TYPES), len(EVENT_MODES)), dtype=np.float32))]


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("en", ("attack", "attacked", "attacks", "Attacking")),
        ("fr", ("attaque", "l’attaque", "d'attaques", "attaqué")),
        ("de", ("Überfall", "überfallen")),
        ("ru", ("атака", "атаки", "атакой")),
        ("uk", ("Атака",)),
    ],
)
def test_forms_of_a_word_have_one_stem(code: str, forms: tuple[str, ...]) -> None:
    assert len({stem(form, code) for form in forms}) == 1


@pytest.mark.parametrize(("text", "code", "other"), [("وبّخَ", "ar", "وبخ"), ("हमला", "hi", "हमले")])
def test_vowel_signs_are_part_of_their_words(text: str, code: str, other: str) -> None:
    assert len(stems(text, code)) == 1
    assert stems(text, code) == stems(other, code)


def test_marks_are_no_words() -> None:
    assert stems("«called, off»", "en") == ("call", "off")
    assert stems("— …", "en") == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_lines_of_the_files(path: Path) -> None:
    """A stem, types of the ontology with the events of our texts, with the votes of lists and neighbours, and with those of lists alone, the heaviest first; each stem once, none without the first two."""
    seen = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        word, *columns = line.split("\t")
        assert 1 <= len(columns) <= 3
        assert any(columns[:2])
        assert columns[-1]
        for types in (column.split() for column in columns):
            weights = [float(one.split("=")[1]) for one in types]
            assert weights == sorted(weights, reverse=True)
            assert min(weights, default=1) > 0
            labels = [one.split("=")[0].partition("/") for one in types]
            assert {kind for kind, _, _ in labels} <= set(TYPES) - {"none"}
            for kind, slash, mode in labels:
                assert mode in ({*ontology().types[kind].modes, "?"} if slash else {""})
        assert word not in seen
        seen.add(word)


def test_languages_that_have_event_words() -> None:
    assert {"ar", "de", "en", "es", "fr", "it", "pt", "ru", "uk", "zh"} <= {path.parent.name for path in FILES}


def test_words_of_our_texts_and_of_thesauri() -> None:
    ours, by_synonyms = known("condemned", "en"), known("impounded", "en")
    assert ours.events > 10
    assert TYPES[int(ours.weights.argmax())] == "ACCUSE"
    assert by_synonyms.events == 0
    assert TYPES[int(by_synonyms.weights.argmax())] == "COERCE"
    assert TYPES[int(known("zurückgewiesen", "de").weights.argmax())] == "REJECT"


@pytest.mark.parametrize(
    ("text", "code", "strange"),
    [("attacked", "en", False), ("qwrtz", "en", True), ("qwrtz", "is", False), ("qwrtz", "zh", False), ("qwrtz", "", False)],
)  # fmt: skip
def test_words_are_strange_only_where_very_many_are_known_with_their_endings(
    text: str, code: str, strange: bool
) -> None:
    assert known(text, code).strange == strange


def test_several_words_count_together_and_one_by_one() -> None:
    together, alone = known("pulled out", "en"), known("pulled", "en")
    assert TYPES[int(together.weights.argmax())] == "RETREAT"
    assert together.weights.sum() > alone.weights.sum() / 2


@pytest.mark.parametrize(("text", "code"), [("impounded", "xx"), ("impounded", ""), ("", "en"), ("qwrtz", "en")])
def test_of_other_words_nothing_is_known(text: str, code: str) -> None:
    nothing = known(text, code)
    assert nothing.events == 0
    assert not nothing.weights.any()


def test_without_knowledge_the_reading_stands() -> None:
    found = weighed(chances(ASSAULT=0.6, COERCE=0.3), of_word(0))
    assert int(found[0].argmax()) == ASSAULT
    assert found[0, ASSAULT] == pytest.approx(0.6 / (0.9 + 0.001 * (len(TYPES) - 3)), rel=1e-3)


def test_a_word_that_is_known_outweighs_a_weak_reading_and_a_sure_one_outweighs_it() -> None:
    impound = of_word(0, COERCE=8, ASSAULT=1)
    assert int(weighed(chances(ASSAULT=0.6, COERCE=0.3), impound)[0].argmax()) == COERCE
    often = of_word(200, COERCE=100, ASSAULT=80)
    assert int(weighed(chances(ASSAULT=0.9, COERCE=0.05), often)[0].argmax()) == ASSAULT


def test_the_mode_of_a_word_outweighs_a_weak_reading_where_its_type_has_it() -> None:
    modes = np.zeros((len(TYPES), len(EVENT_MODES)), dtype=np.float32)
    modes[COERCE, EVENT_MODES.index("seize")] = 6
    word = Known(0, modes.sum(1), modes)
    read = np.full(len(EVENT_MODES), 0.001, dtype=np.float32)
    read[EVENT_MODES.index("arrest")] = 0.8
    allowed = np.array([name in ("none", "arrest", "seize") for name in EVENT_MODES])
    found = weighed_modes(read, "COERCE", word, allowed)
    assert EVENT_MODES[int(found.argmax())] == "seize"
    assert found.sum() == pytest.approx(1)
    assert not found[~allowed].any()
    assert EVENT_MODES[int(weighed_modes(read, "ASSAULT", word, allowed).argmax())] == "arrest"


def test_what_is_asked_for_is_not_told_by_the_word() -> None:
    modes = np.zeros((len(TYPES), len(EVENT_MODES)), dtype=np.float32)
    modes[TYPES.index("REQUEST"), EVENT_MODES.index("yield")] = 50
    read = np.full(len(EVENT_MODES), 0.001, dtype=np.float32)
    read[EVENT_MODES.index("change")] = 0.5
    found = weighed_modes(read, "REQUEST", Known(0, modes.sum(1), modes), np.ones(len(EVENT_MODES), dtype=bool))
    assert EVENT_MODES[int(found.argmax())] == "change"


def test_words_have_their_modes() -> None:
    for text, code, kind, mode in [
        ("impounded", "en", "COERCE", "seize"),
        ("arrestato", "it", "COERCE", "arrest"),
        ("bombardé", "fr", "ASSAULT", "aerial"),
    ]:
        modes = known(text, code).modes[TYPES.index(kind)]
        assert EVENT_MODES[int(modes.argmax())] == mode


def test_no_event_stays_no_type() -> None:
    found = weighed(chances(none=0.9, CONSULT=0.05), of_word(5, CONSULT=5))
    assert found[0, 0] == 0
    assert found.sum() == pytest.approx(1)
    assert int(found[0].argmax()) == CONSULT


def said_of(text: str, code: str) -> dict[str, tuple[str | None, str | None]]:
    """Of each word of a text the likeliest type by lists and neighbours, and by lists alone."""
    found = {}
    for start, end, hint in hints(text, code):
        halves = hint[: len(TYPES)], hint[len(TYPES) :]
        found[text[start:end]] = tuple(TYPES[int(half.argmax())] if half.any() else None for half in halves)
    return found


def test_hints_are_what_lists_and_neighbours_say_of_each_word() -> None:
    found = said_of("The army impounded it, qwrtz.", "en")
    assert found["impounded"] == ("COERCE", "COERCE")
    assert found["qwrtz"] == ("none", None)
    assert [*found] == ["The", "army", "impounded", "it", "qwrtz"]


def test_words_of_a_listed_phrase_share_what_is_said_of_it() -> None:
    found = said_of("They laid siege to the town.", "en")
    assert found["laid"] == found["siege"]
    assert found["siege"] != found["town"]


@pytest.mark.parametrize(
    ("text", "code", "words", "kind"),
    [
        ("Die Wache nahm am Montag zwei Fischer fest.", "de", "nahm fest", "COERCE"),
        ("Sie nahm zwei Fischer fest und drohte.", "de", "nahm fest", "COERCE"),
        ("De politie hield op dinsdag twee vissers aan.", "nl", "hield aan", "COERCE"),
    ],
)
def test_other_words_may_stand_within_a_listed_phrase(text: str, code: str, words: str, kind: str) -> None:
    assert words in written(text, code)
    assert {said_of(text, code)[word] for word in words.split()} == {(kind, kind)}


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("Er nahm zwei Hosen. Der Knopf sitzt fest.", "de", "nahm fest"),  # two sentences
        ("Er nahm (das steht fest) zwei Hosen.", "de", "nahm fest"),
        ("Sie nahm gestern an drei Kursen teil.", "de", "nahm an"),  # "an" does not end the clause
    ],
)
def test_what_ends_a_clause_ends_a_phrase(text: str, code: str, words: str) -> None:
    assert words not in written(text, code)


def written(text: str, code: str) -> list[str]:
    """The phrases of a text as they stand there."""
    return [" ".join(text[start:end] for start, end in phrase.places) for phrase in phrases(text, code)]


@pytest.mark.parametrize(
    ("form", "code", "kind"),
    [("előállítottak", "hu", "COERCE"), ("yakalanması", "tr", "COERCE"), ("звинувачена", "uk", "ACCUSE")],
)
def test_where_words_have_many_forms_a_listed_one_stands_for_another(form: str, code: str, kind: str) -> None:
    assert said_of(form, code)[form][1] == kind
    assert TYPES[int(known(form, code).weights.argmax())] == kind


@pytest.mark.parametrize(("word", "code"), [("előá", "hu"), ("előállhatatlanság", "hu"), ("impoundage", "en")])
def test_other_words_have_nothing_of_a_listed_one(word: str, code: str) -> None:
    assert not known(word, code).weights.any()
    assert {listed for _, listed in said_of(word, code).values()} == {None}


def test_an_event_is_of_the_type_of_the_phrase_it_belongs_to() -> None:
    alone, among = known("nahm", "de"), known("nahm", "de", ("nahm fest",))
    assert among.weights[COERCE] / among.weights.sum() > 1.2 * alone.weights[COERCE] / alone.weights.sum()
    assert known("nahm fest", "de", ("legt nied",)).weights.tolist() == known("nahm fest", "de").weights.tolist()


def test_in_a_script_without_spaces_the_longest_known_word_counts() -> None:
    word = next(
        line.split("\t")[0]
        for line in FILES_OF["zh"].read_text("utf-8").splitlines()
        if len(line.split("\t")[0]) == 2 and line.count("\t") == 3
    )
    assert said_of(f"甲{word}乙", "zh")[word][1] is not None


@pytest.mark.parametrize("code", ["", "xx", "is"])
def test_without_a_list_words_have_no_hints(code: str) -> None:
    assert not any(hint.any() for *_, hint in hints("The army impounded it.", code))


def test_the_pieces_of_a_word_have_its_hints() -> None:
    starts, ends = np.array([0, 3, 4, 8, 13]), np.array([3, 4, 8, 13, 14])
    found = of_pieces("Il impounded .", "en", Pieces(starts, starts, ends, starts, 0))
    whole = next(hint for start, _, hint in hints("Il impounded .", "en") if start == 3)
    assert found.shape == (5, HINTS)
    assert (found[1:4] == whole).all()
    assert not found[4].any()

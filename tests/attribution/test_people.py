"""Names of one person are one person, those of two are two."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from onrecord.attribution.people import People, name_parts, same_word
from onrecord.pipeline import Draft, Name, PassageDraft, RawPage
from onrecord.spans import Aligned


def page(text: str, *names: str) -> Draft:
    """A page of one paragraph; each name stands where it is met next."""
    at, found = 0, []
    for name in names:
        at = text.index(name, at)
        found.append(Name(place=(0, at, at + len(name)), kind="person", confidence=1.0))
        at += len(name)
    passage = PassageDraft(kind="paragraph", text=Aligned.verbatim(text, 0, len(text)), language="en")
    return Draft(raw=RawPage(id="p", content=text, where="t"), text=text, passages=(passage,), names=tuple(found))


def actors(text: str, *names: str) -> list[str]:
    people = People(page(text, *names))
    return [people.by_place[place].name for place in people.in_order]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("lavrov", "lavrova", True),
        ("лавров", "лавровым", True),
        ("guaido", "gauido", True),
        ("rossi", "russo", False),
        ("merkel", "markel", True),
        ("li", "lin", False),
        ("brandt", "brandtner", True),
        ("ivanov", "petrov", False),
    ],
)
def test_same_word(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) is same
    assert same_word(other, one) is same


def test_a_surname_joins_the_full_name_wherever_it_stands() -> None:
    assert actors("Deri left. Carlo Deri came. Deri said no.", "Deri", "Carlo Deri", "Deri") == ["Carlo Deri"] * 3


def test_accents_and_slips_join() -> None:
    assert (
        actors("Juan Guaidó spoke. Guaido left, and Gauido too.", "Juan Guaidó", "Guaido", "Gauido")
        == ["Juan Guaidó"] * 3
    )


def test_two_of_one_family_stay_two() -> None:
    assert actors("Ada Brandt met Uwe Brandt.", "Ada Brandt", "Uwe Brandt") == ["Ada Brandt", "Uwe Brandt"]


def test_a_first_name_alone_is_nobody_else() -> None:
    assert actors("Juan Guaidó and Juan met.", "Juan Guaidó", "Juan") == ["Juan Guaidó", "Juan"]


def test_parts_leave_initials_and_possessives_out() -> None:
    assert name_parts("J. R. Smith’s") == ("smith",)


def test_a_title_tells_spouses_apart_and_goes_with_a_first_name() -> None:
    text = "Sir Tom Hale spoke. Lady Hale left. Sir Tom went on, and Mr Hale sat down."
    assert actors(text, "Sir Tom Hale", "Lady Hale", "Sir Tom", "Mr Hale") == [
        "Tom Hale", "Lady Hale", "Tom Hale", "Tom Hale"
    ]  # fmt: skip


def test_a_title_before_a_name_that_the_encoder_left_out_counts() -> None:
    text = "Sir Tom Hale spoke. Lady Hale left. Sir Tom went on."
    assert actors(text, "Tom Hale", "Hale", "Tom") == ["Tom Hale", "Hale", "Tom Hale"]


def test_a_title_of_the_sentence_before_is_nobodys() -> None:
    text = "He spoke to the Queen. Tom Hale left. Mr Hale said no. The lady, Tom Hale thought."
    assert actors(text, "Tom Hale", "Mr Hale", "Tom Hale") == ["Tom Hale"] * 3


@pytest.mark.parametrize(
    ("text", "names", "name"),
    [
        ("Brave Ada Brandt told all. Ada Brandt sat down. Ada Brandt wept.", ["Brave Ada Brandt", "Ada Brandt", "Ada Brandt"], "Ada Brandt"),
        ("Maj-Gen Tom Hale came, and Hale left.", ["Maj-Gen Tom Hale", "Hale"], "Tom Hale"),
        ("Ada Brandts Rede. Brandt ging.", ["Ada Brandts", "Brandt"], "Ada Brandt"),
        ("Ada Brandt's speech. Brandt left.", ["Ada Brandt's", "Brandt"], "Ada Brandt"),
        ("Ada Brandt zig-zagged. Brandt left.", ["Ada Brandt zig-", "Brandt"], "Ada Brandt"),
        ("Ada Jones came, and Jones left.", ["Ada Jones", "Jones"], "Ada Jones"),
    ],
)  # fmt: skip
def test_a_name_is_what_a_person_is_mostly_called(text: str, names: list[str], name: str) -> None:
    assert set(actors(text, *names)) == {name}


@pytest.mark.parametrize(
    ("words", "known"), [("Mr Brandt", True), ("Mrs Brandt", False), ("Mr Moser", False), ("the Brandt", False)]
)
def test_a_person_is_known_by_title_and_surname(words: str, known: bool) -> None:
    text = f"Karl Brandt spoke. Then {words} left."
    start = text.index(words)
    person = People(page(text, "Karl Brandt")).called((0, start, start + len(words)), words)
    assert (person is not None and person.name == "Karl Brandt") is known


@pytest.mark.parametrize(
    ("rest", "known"), [("Brandt redet.", True), ("Brandt redet. Der Brandt wütet.", False), ("Moser redet.", False)]
)
def test_where_nouns_have_capitals_a_surname_is_known_unless_it_is_a_noun_too(rest: str, known: bool) -> None:
    text = f"Ada Brandt kam. Dann ging alles. {rest}"
    draft = page(text, "Ada Brandt")
    draft = replace(draft, language="de", passages=(replace(draft.passages[0], language="de"),))
    start = text.index(rest)
    word = rest.split()[0]
    person = People(draft).called((0, start, start + len(word)), word)
    assert (person is not None) is known


def test_a_first_word_that_nobody_is_called_is_a_surname() -> None:
    assert set(actors("Lin Jian spoke. Lin left.", "Lin Jian", "Lin")) == {"Lin Jian"}
    assert set(actors("Juan Vega spoke. Juan left.", "Juan Vega", "Juan")) == {"Juan Vega", "Juan"}
    assert set(actors("Abiy Ahmed spoke. Abiy left.", "Abiy Ahmed", "Abiy")) == {"Abiy Ahmed"}
    assert set(actors("Alex Salmond spoke. Alex left.", "Alex Salmond", "Alex")) == {"Alex Salmond", "Alex"}


def test_who_is_called_so_last_comes_before_who_is_called_so_first() -> None:
    text = "Karl Lin met Lin Jian. Lin left."
    assert actors(text, "Karl Lin", "Lin Jian", "Lin") == ["Karl Lin", "Lin Jian", "Karl Lin"]


def test_a_title_may_be_a_surname() -> None:
    assert set(actors("Rosa Major spoke. Major left.", "Rosa Major", "Major")) == {"Rosa Major"}

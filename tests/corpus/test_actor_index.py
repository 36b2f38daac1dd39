"""Actors over pages: no two variants of a person apart, no two persons together, and nothing that hangs on the order of pages."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord.corpus.actors import Actor, Merge
from onrecord.corpus.who import ActorIndex
from onrecord.records import (
    Attribution,
    Mention,
    Page,
    PageRecord,
    Party,
    Passage,
    Translation,
    Words,
)

NOTHING = Words(spans=(), text="")


def page(
    name: str, *names: str, kind: str = "person", language: str = "en", published: str | None = None, **parties: Party
) -> PageRecord:
    """A page with mentions of `names` ("text=whom it stands for on the page") and parties that speak."""
    mentions = []
    for at, given_name in enumerate(names):
        text, _, actor = given_name.partition("=")
        mentions.append(
            Mention(
                id=f"{name}-{at}",
                spans=((at * 10, at * 10 + 5),),
                text=text,
                kind=kind,  # type: ignore[arg-type]
                actor=(actor or text) if kind == "person" else None,
            )
        )
    said = tuple(
        Attribution(
            id=f"{name}-{key}",
            speakers=(party,),
            identified="named",
            cue=None,
            content=NOTHING,
            kind="indirect",
            confidence=1.0,
        )
        for key, party in parties.items()
    )
    about = Page(
        id=name,
        key=None,
        path=None,
        url=None,
        retrieved=None,
        language=language,
        outlet=None,
        origin=None,
        authors=(),
        title=NOTHING,
        published=published,
        published_from=None,
        translation=Translation(kind="none"),
    )
    return PageRecord(made_by="test", page=about, mentions=tuple(mentions), attributions=said)


def party(text: str, **more: str | None) -> Party:
    return Party(spans=(), text=text, **more)  # type: ignore[arg-type]


def index(*pages: PageRecord, judgements: tuple[Merge, ...] = ()) -> ActorIndex:
    found = ActorIndex(judgements)
    for record in pages:
        found.add(record)
    return found


def texts(actors: tuple[Actor, ...]) -> set[frozenset[str]]:
    return {frozenset(name.text for name in actor.names) for actor in actors}


def joined(*pages: PageRecord) -> set[frozenset[str]]:
    return texts(index(*pages).actors())


#: The names of the three seed pages of the benchmark, as the pages spell them, and others like them.
SEEDS = (
    page("1", "Maria Zakharova", "Zakharova", "Nicolás Maduro", "Nicolas Maduro", "Maduro", "John Bolton", "Juan Guaidó",
         "Vladimir Putin", "VladimirPoutine", "Sergei Ryabkov"),
    page("2", "Mike Pompeo", "Mr Pompeo", "Pompeo", "Vassily Nebenzia", "Donald Trump", "Mr Trump", "Trump", "Nicolas Maduro",
         "Mr Maduro", "Mr Guaido", "Guaido", "Juan Gauido", "Hugo Chavez", "Rex Tillerson", "HR McMaster", "James Mattis",
         "Jim Mattis", "Mr Mattis", "Mattis", "Marshall Billingslea", "Billingslea", "Mark Fitzpatrick", "Mr Fitzpatrick",
         "John Bolton"),
    page("3", "Sergey Lavrov", "Lavrov", "Vladimir Putin", "Recep Tayyip Erdogan", "Erdogan", "Ilham Aliyev",
         "Nikol Pashinyan", language="it"),
    page("4", "Сергей Лавров", "Лавров", "Лаврова=Сергей Лавров", "Путин", language="ru"),
    page("5", "سيرغي لافروف", "لافروف", language="ar"),
    page("6", "习近平", language="zh"),
    page("7", "Xi Jinping", "Xi"),
)  # fmt: skip
PERSONS = {
    frozenset({"Maria Zakharova", "Zakharova"}),
    frozenset({"Nicolás Maduro", "Nicolas Maduro", "Maduro", "Mr Maduro"}),
    frozenset({"John Bolton"}),
    frozenset({"Juan Guaidó", "Juan Gauido", "Guaido", "Mr Guaido"}),
    frozenset({"Vladimir Putin", "VladimirPoutine", "Путин"}),
    frozenset({"Sergei Ryabkov"}),
    frozenset({"Mike Pompeo", "Mr Pompeo", "Pompeo"}),
    frozenset({"Vassily Nebenzia"}),
    frozenset({"Donald Trump", "Mr Trump", "Trump"}),
    frozenset({"Hugo Chavez"}),
    frozenset({"Rex Tillerson"}),
    frozenset({"HR McMaster"}),
    frozenset({"James Mattis", "Jim Mattis", "Mr Mattis", "Mattis"}),
    frozenset({"Marshall Billingslea", "Billingslea"}),
    frozenset({"Mark Fitzpatrick", "Mr Fitzpatrick"}),
    frozenset({"Sergey Lavrov", "Lavrov", "Сергей Лавров", "Лавров", "Лаврова", "سيرغي لافروف", "لافروف"}),
    frozenset({"Recep Tayyip Erdogan", "Erdogan"}),
    frozenset({"Ilham Aliyev"}),
    frozenset({"Nikol Pashinyan"}),
    frozenset({"习近平", "Xi Jinping", "Xi"}),
}


def test_the_persons_of_the_seeds() -> None:
    assert joined(*SEEDS) == PERSONS


def test_the_shown_name_is_full_and_the_commonest() -> None:
    shown = {actor.names[0].text for actor in index(*SEEDS).actors()}
    assert {"Nicolas Maduro", "Juan Guaidó", "Sergey Lavrov", "James Mattis"} <= shown


@settings(max_examples=25, deadline=None)
@given(st.permutations(SEEDS))
def test_the_order_of_pages_changes_nothing(order: list[PageRecord]) -> None:
    one, other = index(*SEEDS), index(*order)
    assert one.actors() == other.actors()
    assert one.merges() == other.merges()


def test_order_with_names_that_could_be_several() -> None:
    pages = (
        page("a", "Tom Ward"),
        page("b", "T. Ward", "Ward"),
        page("c", "Thomas R. Ward"),
        page("d", "Thomas J. Ward", "Tim Ward"),
        page("e", "Ward"),
    )
    assert len({index(*order).actors() for order in permutations(pages)}) == 1


def test_a_page_twice_is_once() -> None:
    assert index(*SEEDS, *SEEDS).actors() == index(*SEEDS).actors()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Ruiz", "Eva Ruiz"),
        ("George H. W. Bush", "George W. Bush"),
        ("Павел Корнеев", "Полина Корнеева"),
        ("Tom Ward", "Tom Ward Jr."),
        ("李鹏", "李克强"),
    ],
)
def test_two_persons_stay_two(one: str, other: str) -> None:
    assert joined(page("a", one), page("b", other)) == {frozenset({one}), frozenset({other})}


def test_a_name_between_two_joins_the_commoner_and_no_bridge() -> None:
    found = joined(page("a", "Lee R. Ward"), page("b", "Lee R. Ward"), page("c", "Lee J. Ward"), page("d", "Lee Ward"))
    assert found == {frozenset({"Lee R. Ward", "Lee Ward"}), frozenset({"Lee J. Ward"})}


def test_a_surname_follows_its_page() -> None:
    found = index(page("a", "Ana Ruiz", "Ruiz"), page("b", "Eva Ruiz", "Ruiz")).actors()
    assert texts(found) == {frozenset({"Ana Ruiz", "Ruiz"}), frozenset({"Eva Ruiz", "Ruiz"})}


def test_a_surname_follows_the_commonest_of_its_page() -> None:
    many = page("a", "Ana Ruiz", "Ana Ruiz", "Eva Ruiz", "Ruiz")
    assert joined(many) == {frozenset({"Ana Ruiz", "Ruiz"}), frozenset({"Eva Ruiz"})}
    even = page("a", "Ana Ruiz", "Eva Ruiz", "Ruiz")
    assert joined(even) == {frozenset({"Ana Ruiz"}), frozenset({"Eva Ruiz"}), frozenset({"Ruiz"})}


def test_a_surname_follows_the_archive_where_that_has_one() -> None:
    alone, first, second = page("a", "Ruiz"), page("b", "Ana Ruiz"), page("c", "Eva Ruiz")
    assert joined(alone, first) == {frozenset({"Ana Ruiz", "Ruiz"})}
    assert joined(alone, first, second) == {frozenset({"Ana Ruiz"}), frozenset({"Eva Ruiz"}), frozenset({"Ruiz"})}


def test_context_tells_which_of_two() -> None:
    alone = page("a", "Ruiz", by=party("Minister Ruiz", actor="Ruiz", country="PER", role="Minister"))
    first = page("b", "Ana Ruiz", by=party("Ana Ruiz", actor="Ana Ruiz", country="PER"))
    second = page("c", "Eva Ruiz", by=party("Eva Ruiz", actor="Eva Ruiz", country="ESP"))
    assert joined(alone, first, second) == {frozenset({"Ana Ruiz", "Ruiz"}), frozenset({"Eva Ruiz"})}


def test_surnames_alone_join_over_scripts_and_part_by_courtesy() -> None:
    assert joined(page("a", "Корнеев", language="ru"), page("b", "Korneev")) == {frozenset({"Корнеев", "Korneev"})}
    assert len(joined(page("a", "Mr Ruiz"), page("b", "Mrs Ruiz"))) == 2


def test_roles_are_what_pages_state_with_their_dates() -> None:
    role = party("Minister Ana Ruiz", actor="Ana Ruiz", role="Minister", country="PER", sector="GOV")
    wrong = party("Ana Ruiz", actor="Ana Ruiz", role="a former judge", country="PER", sector="GOV")
    (actor,) = index(
        page("a", "Ana Ruiz", by=role, published="2021-03-02"),
        page("b", "Ana Ruiz", by=role, published="2020-01-05"),
        page("c", "Ana Ruiz", by=wrong),
    ).actors()
    assert [(one.text, one.since, one.until, one.pages) for one in actor.roles] == [
        ("a former judge", None, None, 1),
        ("Minister", "2020-01-05", "2021-03-02", 2),
    ]
    assert (actor.country, actor.sector) == ("PER", "GOV")


def test_organizations_and_states() -> None:
    found = index(
        page("a", "Harbour Workers Union", "HWU", kind="organization", by=party("France", country="FRA", sector="GOV")),
        page("b", "HWU", kind="organization"),
        page("c", "Ministry of Justice", kind="organization", by=party("Ministry of Justice", country="PER")),
        page("d", "Ministry of Justice", kind="organization", by=party("Ministry of Justice", country="ESP")),
        page("e", "Газпром", kind="organization", language="ru"),
        page("f", "Gazprom", kind="organization"),
    ).actors()
    assert sorted((actor.kind, actor.names[0].text, actor.country) for actor in found) == [
        ("organization", "Gazprom", None),
        ("organization", "Harbour Workers Union", None),
        ("organization", "Ministry of Justice", "ESP"),
        ("organization", "Ministry of Justice", "PER"),
        ("state", "France", "FRA"),
    ]


def test_whoever_took_the_picture_is_no_actor() -> None:
    record = page("a", "Ana Ruiz", "Max Lens")
    caption = Passage(id="c", kind="caption", language="en", spans=((10, 20),), text="Max Lens")
    assert joined(replace(record, passages=(caption,))) == {frozenset({"Ana Ruiz"})}


def test_a_merge_is_undone_and_the_user_wins() -> None:
    pages = (page("a", "Ana Ruiz"), page("b", "Anna Ruiz"), page("c", "Ana Ruiz"))
    before = index(*pages)
    (actor,) = before.actors()
    (merge,) = before.merges()
    assert (merge.by, merge.same) == ("onrecord", True)
    assert set(actor.merged_from) == {merge.one, merge.other}
    judged = Merge(one=merge.one, other=merge.other, by="me", at="2026-01-01", why="two sisters", same=False)
    after = index(*pages, judgements=(*before.merges(), judged))
    assert texts(after.actors()) == {frozenset({"Ana Ruiz"}), frozenset({"Anna Ruiz"})}
    assert [(one.by, one.same) for one in after.merges()] == [("me", False)]


def test_a_user_joins_what_does_not_look_alike() -> None:
    pages = (page("a", "Ana Ruiz"), page("b", "La Jefa Grande"), page("c", "Anna Ruiz"))
    ids = {actor.names[0].text: actor for actor in index(*pages[:2]).actors()}
    told = Merge(one=ids["Ana Ruiz"].id, other=ids["La Jefa Grande"].id, by="me", at="2026-01-01", why="her byname")
    for order in permutations(pages):
        assert joined_with(told, *order) == {frozenset({"Ana Ruiz", "La Jefa Grande", "Anna Ruiz"})}


def joined_with(merge: Merge, *pages: PageRecord) -> set[frozenset[str]]:
    return texts(index(*pages, judgements=(merge,)).actors())


def test_what_is_no_name_is_nobody() -> None:
    assert joined(page("a", "—", "", "Ana Ruiz"), page("b", "…", kind="organization")) == {frozenset({"Ana Ruiz"})}


def test_judgements_of_the_machine_are_made_anew() -> None:
    pages = (page("a", "Ana Ruiz"), page("b", "Eva Ruiz"))
    one, other = (actor.id for actor in index(*pages).actors())
    stale = Merge(one=one, other=other, by="onrecord", at=None, why="an older version")
    assert len(index(*pages, judgements=(stale,)).actors()) == 2


def test_a_doubtful_likeness_needs_context() -> None:
    names = ("Pedro Luis Ruiz", "Luis Ruiz")
    assert len(joined(*(page(name, name) for name in names))) == 2
    told = (page(name, name, by=party(name, actor=name, country="PER", role="Senator")) for name in names)
    assert joined(*told) == {frozenset(names)}


def test_a_known_group_is_one_whatever_the_page_takes_it_for() -> None:
    assert len(index(page("a", "Houthis", kind="group"), page("b", "the Houthis", kind="organization")).actors()) == 1

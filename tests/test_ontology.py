from __future__ import annotations

from onrecord.ontology import ontology


def test_sixteen_types_with_their_quads() -> None:
    types = ontology().types
    assert len(types) == 16
    by_quad = {quad: {t.name for t in types.values() if t.quad == quad} for quad in ontology().quads}
    assert by_quad == {
        1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
        2: {"COOPERATE", "AID", "RETREAT"},
        3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
        4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
    }


def test_cooperation_scores_are_positive_and_conflict_scores_are_not() -> None:
    for kind in ontology().types.values():
        for score in (kind.score, *kind.modes.values()):
            assert score > 0 if kind.quad <= 2 else score <= 0.5, kind.name


def test_contexts_and_sectors() -> None:
    assert len(set(ontology().contexts)) == 37
    assert {"GOV", "MIL", "IGO", "JRN", "CVL", "UNK"} <= set(ontology().sectors)


def test_every_type_and_mode_has_a_gloss() -> None:
    types = ontology().types.values()
    assert {*ontology().glosses} == {
        name for one in types for name in (one.name, *(f"{one.name}/{mode}" for mode in one.modes))
    }
    for pair in ontology().glosses.values():
        assert all(template.count("{}") <= 1 for template in pair)

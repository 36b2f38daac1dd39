"""Cutting and folding words, and parsing what was typed."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.archive.query import parse
from onrecord.archive.rows import cut
from onrecord.archive.words import fold, indexed, words

#: Letters, marks, signs and silent characters of many scripts, so that they meet in one text.
MIXED = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "aZß-'\"*()^:{}+ _\n\t\0éİıłЙёأإىیکـ中国人のガｶﾞー한국ㄱไทยเมือहिन्दीကမ္ကខ្ម\u0301\u200c\u00ad\u200b①½㈠ﬁ"
        ),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("L'Ucraina non cede.", "l ucraina non cede"),
        ("don_t 3.5%", "don t 3 5"),
        ("中国人", "中国 国人 人"),
        ("中国人hello人", "中国 国人 人 hello 人"),
        ("東京（とうきょう）", "東京 京 とう うき きょ ょう う"),
        ("대통령은", "대통 통령 령은 은"),
        ("हिन्दी में", "हिन्दी में"),
        ("ไทย", "ไท ทย ย"),
        ("", ""),
        ("...", ""),
    ],
)
def test_indexed(text: str, tokens: str) -> None:
    assert indexed(text) == tokens


@pytest.mark.parametrize(
    "same",
    [
        ("Zürich", "ZURICH", "Zu\u0308rich"),
        ("STRASSE", "straße"),
        ("Wałęsa", "walesa"),
        ("İstanbul", "istanbul", "ISTANBUL", "ıstanbul"),
        ("Ёлка", "елка", "ЁЛКА"),
        ("كِتَاب", "كتاب", "كتـــاب"),
        ("أحمد", "احمد"),
        ("ایران", "ايران"),
        ("می\u200cخواهم", "میخواهم"),
        ("co\u00adoperate", "cooperate"),
        ("ﬁne", "fine"),
        ("Ｔｏｋｙｏ", "tokyo"),
        ("ｶﾞｽ", "ガス"),
        ("שָׁלוֹם", "שלום"),
        ("한국".encode().decode(), "\u1112\u1161\u11ab\u1100\u116e\u11a8"),
        ("Ἀθῆναι", "αθηναι"),
    ],
)
def test_words_that_are_typed_differently_are_one(same: tuple[str, ...]) -> None:
    assert len({indexed(word) for word in same}) == 1


def test_voiced_kana_are_not_folded_away() -> None:
    assert fold("が") != fold("か")


@settings(deadline=None)
@given(MIXED)
def test_tokens_survive_the_tokenizer_of_the_index(text: str) -> None:
    tokens = indexed(text).split(" ") if indexed(text) else []
    assert tokens == [word.token for word in words(text)]
    assert all(token and not any(c.isascii() and not c.isalnum() for c in token) for token in tokens)
    assert all(token == token.lower() or not token.isascii() for token in tokens)


@settings(deadline=None)
@given(MIXED)
def test_offsets_lie_in_the_text_in_order_and_read_as_the_token(text: str) -> None:
    last = 0
    for word in words(text):
        assert last <= word.start < word.first <= word.end <= len(text)
        last = word.start
        if not word.paired:
            assert fold(text[word.start : word.end]) == word.token


@settings(deadline=None)
@given(MIXED)
def test_any_string_is_a_query_and_marks_lie_in_the_text(typed: str) -> None:
    query = parse(typed)
    marks = query.marks(typed)
    assert all(0 <= low < high <= len(typed) for low, high in marks)
    assert all(one[1] < two[0] for one, two in pairwise(marks))


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("two words", ['"two"', '"words"'], []),
        ('"a phrase" rest', ['"a phrase"', '"rest"'], []),
        ("„eine Phrase“", ['"eine phrase"'], []),
        ('never "closed phrase', ['"never"', '"closed phrase"'], []),
        ("sanct*", ['"sanct" *'], []),
        ('"on the rec"*', ['"on the rec" *'], []),
        ("yes -no", ['"yes"'], ['"no"']),
        ('yes -"not this"', ['"yes"'], ['"not this"']),
        ("well-known", ['"well known"'], []),
        ("don't", ['"don t"'], []),
        ("中国人", ['"中国 国人"'], []),
        ("国", ['"国" *'], []),
        ("国 x", ['"国" *', '"x"'], []),
        ('"国 x"', ['"国 x"'], []),
        ("AND OR NOT NEAR(", ['"and"', '"or"', '"not"', '"near"'], []),
        ("* ** - -- -* ( ) ^", [], []),
    ],
)
def test_parse(typed: str, wanted: list[str], unwanted: list[str]) -> None:
    query = parse(typed)
    assert [term.expression() for term in query.wanted] == wanted
    assert [term.expression() for term in query.unwanted] == unwanted


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("uber", "Über uns, über euch", ["Über", "über"]),
        ("人民", "中国人民银行", ["人民"]),
        ("中国人民", "在中国人民银行", ["中国人民"]),
        ("人", "中国人民, 人", ["人", "人"]),
        ("sanct*", "Sanctions and sanctuary", ["Sanctions", "sanctuary"]),
        ('"the ministry"', "The ministry and the other ministry", ["The ministry"]),
        ("yes -no", "yes, no", ["yes"]),
        ("كتاب", "هذا كِتَابٌ جديد", ["كِتَابٌ"]),
    ],
)
def test_marks(typed: str, text: str, marked: list[str]) -> None:
    assert [text[low:high] for low, high in parse(typed).marks(text)] == marked


@settings(deadline=None)
@given(MIXED, st.integers(1, 60), st.data())
def test_a_snippet_is_a_stretch_of_the_text(text: str, width: int, data: st.DataObject) -> None:
    marks = parse(data.draw(st.sampled_from(["a", "中", text]))).marks(text)
    snippet = cut(text, marks, width)
    inner = snippet.text.removeprefix("…").removesuffix("…") if len(text) > width else snippet.text
    assert inner in text
    assert len(snippet.text) <= max(width, 1) + 2
    if marks:
        assert snippet.marks
        low, high = snippet.marks[0]
        assert text[marks[0][0] : marks[0][1]].startswith(snippet.text[low:high])

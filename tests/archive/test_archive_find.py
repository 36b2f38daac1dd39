"""Searching: any script, any query, and nothing but what was asked for."""

import random
from collections.abc import Iterator
from typing import Any

import pytest
from archive_pages import made
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.archive import Archive, open_archive
from onrecord.archive.query import parse
from onrecord.archive.words import words
from onrecord.errors import ArchiveError, UsageError

SCRIPTS = {
    "han": "中国人民银行今天发布声明。",
    "kana": "首相はガソリンの値上げについて語った。",
    "hangul": "대통령은 회담이 끝났다고 말했다.",
    "thai": "นายกรัฐมนตรีกล่าวว่าการประชุมสิ้นสุดลงแล้ว",
    "khmer": "នាយករដ្ឋមន្ត្រីបានថ្លែង",
    "arabic": "قالَ الوَزيرُ إنّ المحادثات انتهت",
    "persian": "وزیر گفت که مذاکره نمی\u200cکند",
    "hebrew": "השר אמר כי השיחות הסתיימו",
    "cyrillic": "Министр заявил, что переговоры ещё идут",
    "hindi": "मंत्री ने कहा कि वार्ता समाप्त हो गई है",
    "greek": "Ο υπουργός είπε ότι οι συνομιλίες τελείωσαν",
    "accents": "Le Président a déclaré que la forêt brûlait à Łódź",
    "turkish": "Bakan İstanbul'da görüşmelerin bittiğini söyledi",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with open_archive(tmp_path_factory.mktemp("find") / "test.db", create=True) as opened:
        pages = [made(text, path=name) for name, text in SCRIPTS.items()]
        facts = {"language": "it", "outlet": "Il Faro", "published": "2019-02-01"}
        pages += [
            made(
                "Talks",
                said=[("Ada Rue", '"We will build the bridge"')],
                path="t1",
                published="2019-01-15",
                outlet="Ferry",
            ),
            made("Colloqui", said=[("Bo Lind", '"The bridge is closed"'), ("", "the bridge fell")], path="t2", **facts),
        ]
        list(opened.add(pages))
        list(opened.add([pages[-1]], case="bridges"))
        yield opened


@pytest.mark.parametrize(
    ("typed", "script", "marked"),
    [
        ("人民", "han", "人民"),
        ("中国人民银行", "han", "中国人民银行"),
        ("行", "han", "行"),
        ("明", "han", "明"),
        ("ガソリン", "kana", "ガソリン"),
        ("値上げ", "kana", "値上げ"),
        ("대통령", "hangul", "대통령"),
        ("การประชุม", "thai", "การประชุม"),
        ("រដ្ឋមន្ត្រី", "khmer", "រដ្ឋមន្ត្រី"),
        ("الوزير", "arabic", "الوَزيرُ"),
        ("ان", "arabic", "إنّ"),
        ("وزير", "persian", "وزیر"),
        ("השיחות", "hebrew", "השיחות"),
        ("ЕЩЕ", "cyrillic", "ещё"),
        ("वार्ता", "hindi", "वार्ता"),
        ("υπουργος", "greek", "υπουργός"),
        ("president foret lodz", "accents", "Président"),
        ("istanbul", "turkish", "İstanbul"),
        ("bittigini", "turkish", "bittiğini"),
    ],
)
def test_every_script(archive: Archive, typed: str, script: str, marked: str) -> None:
    (hit,) = archive.find(typed, in_="passages")
    assert hit.page.path == script
    low, high = hit.marks[0]
    assert hit.text[low:high] == marked
    assert archive.text(hit.page.id)[slice(*hit.spans[0])] == hit.text


@pytest.mark.parametrize(
    "typed", ["人国", "ガソ値", "령대", "х", "मंत", "bridge -closed -build -fell", "bridge tunnel", '"bridge the"']
)
def test_what_is_not_there_is_not_found(archive: Archive, typed: str) -> None:
    assert archive.find(typed, in_="passages") == archive.find(typed) == ()


def test_words_may_stand_in_content_or_speaker(archive: Archive) -> None:
    (hit,) = archive.find("rue bridge")
    assert (hit.kind, hit.speaker, hit.text) == ("attribution", "Ada Rue", '"We will build the bridge"')
    assert [hit.speaker[low:high] for low, high in hit.speaker_marks] == ["Rue"]
    assert [hit.text[low:high] for low, high in hit.marks] == ["bridge"]
    assert hit.attribution is not None and hit.attribution.id == hit.id


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"query": "bridge"}, 3),
        ({"query": "bridge", "speaker": "bo lind"}, 1),
        ({"query": "", "speaker": "lind"}, 1),
        ({"query": "bridge", "speaker": "bridge"}, 0),
        ({"query": "bridge", "language": "it"}, 2),
        ({"query": "bridge", "outlet": "il faro"}, 2),
        ({"query": "bridge", "case": "bridges"}, 2),
        ({"query": "bridge", "since": "2019-02"}, 2),
        ({"query": "bridge", "since": "2019-01-16"}, 2),
        ({"query": "bridge", "until": "2019-01"}, 1),
        ({"query": "bridge", "until": "2019"}, 3),
        ({"query": "bridge", "since": "2019-01-15", "until": "2019-01-15"}, 1),
        ({"query": "bridge", "limit": 2}, 2),
        ({"query": "bridge", "limit": 2, "offset": 2}, 1),
        ({"query": "", "since": "2000"}, 3),
        ({"query": "-closed"}, 2),
        ({"query": "!!!"}, 0),
    ],
)
def test_filters(archive: Archive, asked: dict[str, str], found: int) -> None:
    assert len(archive.find(**asked)) == found  # type: ignore[arg-type]


def test_by_date(archive: Archive) -> None:
    assert [hit.page.path for hit in archive.find("bridge", order="date")] == ["t2", "t2", "t1"]
    assert [hit.page.path for hit in archive.find("", order="date", limit=3)] == ["t2", "t2", "t1"]


def test_what_cannot_be_asked(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match=r"no case is called 'x' \(there are: bridges\)"):
        archive.find("bridge", case="x")
    with pytest.raises(UsageError, match="since: 'yesterday' is not a date"):
        archive.find("bridge", since="yesterday")
    with pytest.raises(UsageError, match="speaker"):
        archive.find("bridge", in_="passages", speaker="x")


QUERIES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ['"', "'", "*", "-", "(", ")", "^", ":", "{", "}", "+", "\\", ";", "--", "NEAR", "AND", "OR", "NOT", " ", "\0",
             "content", "speaker:", "bridge", "中", "国人", "\ud800", "\u0301", "\u200c", "e\u0301", "%", "_", "?1", "the"]
        ),
        max_size=30,
    ).map("".join),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(typed=QUERIES, speaker=st.none() | QUERIES)
def test_nothing_that_is_typed_is_an_error(archive: Archive, typed: str, speaker: str | None) -> None:
    for hit in archive.find(typed, in_="passages"):
        assert not parse(typed).wanted or hit.marks
    for hit in archive.find(typed, speaker=speaker):
        assert not parse(typed).wanted or hit.marks or hit.speaker_marks


@pytest.mark.parametrize(
    "typed", ["the " * 3000, "-the " * 3000, '"' * 5000, "中" * 5000, "a-" * 5000, "x" * 100_000, "-x bridge " * 999]
)
def test_long_queries(archive: Archive, typed: str) -> None:
    archive.find(typed, in_="passages")
    archive.find(typed, speaker=typed)


LETTERS = st.text(st.sampled_from("abé 中国人のไท한국 "), max_size=12)


@settings(max_examples=60, deadline=None)
@given(
    texts=st.lists(LETTERS, min_size=1, max_size=6), typed=st.text(st.sampled_from('ab 中国人ไท한국"-*'), max_size=8)
)
def test_the_index_finds_what_reading_every_text_finds(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], typed: str
) -> None:
    query = parse(typed)
    expected = set()
    for number, text in enumerate(texts):
        found = tuple(words(text))
        there = [any(term.at(found, at) for at in range(len(found))) for term in query.terms]
        if query.terms and there == [term.wanted for term in query.terms]:
            expected.add(str(number))
    with open_archive(tmp_path_factory.mktemp("oracle") / "a.db", create=True) as archive:
        list(archive.add(made(text, path=str(number), key=str(number)) for number, text in enumerate(texts)))
        hits = {hit.page.path for hit in archive.find(typed, in_="passages", limit=100)}
    assert hits == (expected if not query.blank else {str(number) for number in range(len(texts))})


@pytest.mark.parametrize("order", ["relevance", "date"])
def test_what_is_everywhere_is_found_as_what_is_not(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, order: Any
) -> None:
    """The newest pages come first, however a search gets to them; the best matches too, however many are fetched at first."""
    chance = random.Random(3)
    days = ["2020-01-02", "2021-05-01", "2021-05", None]
    pages = [
        made(f"Word number {number}.", *["More word."] * chance.randrange(3), path=f"{number}.txt", published=chance.choice(days),
             outlet=chance.choice(["A", "B"]))
        for number in range(30)
    ]  # fmt: skip
    list(archive.add(pages))

    def found() -> list[list[str]]:
        asked: list[dict[str, Any]] = [
            {},
            {"outlet": "a"},
            {"since": "2021"},
            {"all_versions": True},
            {"limit": 3, "offset": 4},
        ]
        return [
            [hit.id for hit in archive.find(query, in_="passages", order=order, **one)]
            for query in ("word", "more word", "word -more", "", "-more")
            for one in asked
        ]

    expected = found()
    monkeypatch.setattr("onrecord.archive.finding.SPARE", 1)
    assert found() == expected
    if order == "date":
        monkeypatch.setattr("onrecord.archive.finding.WALKED", 0)
        assert found() == expected

"""The sentence that a record comes from, with its words marked: what stands beside every line of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from onrecord.alignment import Alignment
from onrecord.archive import Answer, Archive
from onrecord.archive.rows import cut
from onrecord.citation import words_of
from onrecord.desk.present import cut_by
from onrecord.records import Id, PageRecord, Record
from onrecord.spans import Spans

WIDTH = 260  # characters
Marked = list[tuple[str, bool]]


def of_answers(archive: Archive, answers: Iterable[Answer[Any]]) -> Mapping[Id, Marked]:
    """Evidence of records by their ids; each page is read once."""
    by_page: dict[Id, list[Answer[Any]]] = {}
    for answer in answers:
        by_page.setdefault(answer.page.id, []).append(answer)
    return {
        answer.id: of(record, text, answer.item)
        for record, text in archive.contents(by_page)
        for answer in by_page[record.page.id]
    }


def of(record: PageRecord, page: str, item: Record, width: int = WIDTH) -> Marked:
    """About `width` characters around the words of a record in the passage where they begin, the words marked."""
    words, spans = words_of(item, record.page)
    where = passage_of(record, page, spans)
    if where is None:
        return [(words, True)]
    text, marks = where
    snippet = cut(text, marks, max(width, marks[-1][1] - marks[0][0]))
    return cut_by(snippet.text, snippet.marks)


def passage_of(record: PageRecord, page: str, spans: Spans) -> tuple[str, Spans] | None:
    """The text of the passage in which spans begin and where they stand in it; None for what is in no passage."""
    for passage in record.passages:
        if not spans or not any(low <= spans[0][0] < high for low, high in passage.spans):
            continue
        marks = Alignment(page, passage.spans, passage.text, record.repairs).placed(spans)
        if marks:
            return passage.text, marks
    return None

"""Pages for the tests of the archive, made in one line each."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec

from onrecord.ids import page_id, record_id
from onrecord.records import Attribution, Page, PageRecord, Party, Passage, Problem, Translation, Words


def made(
    *paragraphs: str,
    said: Sequence[tuple[str, str]] = (),
    path: str | None = "page.txt",
    key: str | None = None,
    made_by: str = "onrecord test",
    problems: Sequence[str] = (),
    **facts: str | None,
) -> tuple[PageRecord, str]:
    """A page with these paragraphs, and one attribution for each (speaker, words) of `said`, which stand on it too."""
    lines = [*paragraphs, *(f"{words} ({speaker})" for speaker, words in said)]
    text = "\n".join(lines)
    page = page_id((text + (key or "")).encode("utf-8", "surrogatepass"))
    starts = [sum(len(line) + 1 for line in lines[:number]) for number in range(len(lines))]
    attributions = []
    for (speaker, words), start in zip(said, starts[len(paragraphs) :], strict=True):
        content = ((start, start + len(words)),)
        name = ((content[0][1] + 2, content[0][1] + 2 + len(speaker)),)
        attributions.append(
            Attribution(
                id=record_id(page, "attribution", content),
                speakers=(Party(spans=name, text=speaker),) if speaker else (),
                identified="named" if speaker else "none",
                cue=None,
                content=Words(spans=content, text=words),
                kind="direct",
                confidence=0.5,
            )
        )
    spans = [((start, start + len(line)),) for start, line in zip(starts, lines, strict=True)]
    record = PageRecord(
        made_by=made_by,
        page=Page(
            id=page,
            key=key,
            path=path,
            url=facts.get("url"),
            retrieved=facts.get("retrieved"),
            language=facts.get("language", "en"),
            outlet=facts.get("outlet"),
            origin=None,
            authors=(),
            title=Words(spans=(), text=facts.get("title") or ""),
            published=facts.get("published"),
            published_from="given" if facts.get("published") else None,
            translation=Translation(kind="unknown"),
        ),
        passages=tuple(
            Passage(id=record_id(page, "passage", span), kind="paragraph", language="en", spans=span, text=line)
            for span, line in zip(spans, lines, strict=True)
        ),
        attributions=tuple(attributions),
        problems=tuple(Problem(stage="test", message=message) for message in problems),
    )
    return record, text


def with_id(page: tuple[PageRecord, str], page_id: str) -> tuple[PageRecord, str]:
    """The same page under another id."""
    record, text = page
    return msgspec.structs.replace(record, page=msgspec.structs.replace(record.page, id=page_id)), text


def hash_of(text: str) -> str:
    """An id that looks like one."""
    return hashlib.sha256(text.encode()).hexdigest()

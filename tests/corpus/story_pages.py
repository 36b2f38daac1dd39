"""Records of invented pages, made from a few words, for the tests of stories, merged events and comparisons."""

from __future__ import annotations

import re
from typing import Any

from onrecord.ids import page_id, record_id
from onrecord.measuring import figures
from onrecord.records import (
    Attribution,
    Date,
    Event,
    Figure,
    Mention,
    Page,
    PageRecord,
    Party,
    Passage,
    Place,
    Size,
    Translation,
    Words,
)
from onrecord.spans import Spans

_NAME = re.compile(r"[^\W\d_a-zà-ÿа-я][\w’-]+(?: [^\W\d_a-zà-ÿа-я][\w’-]+)*")


def day(start: str, end: str | None = None) -> Date:
    return Date(
        spans=(), text=start, start=start, end=end or start, precision="day" if end is None else "month", edtf=start, anchor="given"
    )  # fmt: skip


class Sheet:
    """A page whose first line is its headline; records are made from words that stand in it."""

    def __init__(self, text: str, language: str = "en", published: str | None = "2020-05-05", outlet: str | None = None) -> None:  # fmt: skip
        self.text, self.language, self.published, self.outlet = text, language, published, outlet
        self.page = page_id(f"{outlet} {published} {text}".encode())

    def spans(self, words: str, nth: int = 0) -> Spans:
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return ((start, start + len(words)),)

    def words(self, words: str) -> Words:
        return Words(spans=self.spans(words), text=words)

    def party(self, words: str, country: str | None = None, **more: Any) -> Party:
        return Party(spans=self.spans(words), text=words, country=country, **more)

    def person(self, name: str) -> Mention:
        spans = self.spans(name)
        return Mention(id=record_id(self.page, "mention", spans), spans=spans, text=name, kind="person", actor=name)

    def attribution(self, content: str, *speakers: Party, **more: Any) -> Attribution:
        base: dict[str, Any] = {
            "id": record_id(self.page, "attribution", self.spans(content)), "speakers": speakers, "content": self.words(content),
            "identified": "named" if speakers else "none", "cue": None, "kind": "indirect", "confidence": 0.8,
        }  # fmt: skip
        return Attribution(**base | more)

    def event(self, trigger: str, kind: str, actor: tuple[Party, ...] = (), recipient: tuple[Party, ...] = (), status: Any = "stated", **more: Any) -> Event:  # fmt: skip
        base: dict[str, Any] = {
            "id": record_id(self.page, "event", self.spans(trigger)), "type": kind, "mode": (), "actor": actor, "recipient": recipient,
            "trigger": self.words(trigger), "voice": "outlet", "polarity": "affirmed", "modality": "actual", "claims": (), "denials": (),
            "status": status, "date": None, "place": None, "size": Size(), "quad": 4, "score": -7.0, "confidence": 0.7,
        }  # fmt: skip
        return Event(**base | more)

    def place(self, words: str, country: str, geonameid: int | None = None) -> Place:
        return Place(spans=self.spans(words), text=words, country=country, geonameid=geonameid)

    def figures(self, **claims: Any) -> tuple[Figure, ...]:
        """The figures that stand on the page; `claims` are set on those whose text is the key."""
        return tuple(
            Figure(
                id=record_id(self.page, "figure", ((one.start, one.end),)), spans=((one.start, one.end),), text=self.text[one.start : one.end],
                low=one.low, high=one.high, approximate=one.approximate, bound_from=one.bound_from, unit=one.unit,
                counted=self.text[slice(*one.counted)] if one.counted else None, as_of=None, place=None,
                claims=claims.get(self.text[one.start : one.end], ()), event=None,
            )
            for one in figures(self.text, self.language)
        )  # fmt: skip

    def names(self) -> tuple[Mention, ...]:
        """Runs of capitalised words, as persons."""
        return tuple(
            Mention(id=str(hit.start()), spans=(hit.span(),), text=hit.group(), kind="person") for hit in _NAME.finditer(self.text)
        )  # fmt: skip

    def record(self, **parts: Any) -> PageRecord:
        passages, at = [], 0
        for number, line in enumerate(self.text.split("\n")):
            span = (at, at + len(line))
            passages.append(
                Passage(
                    id=record_id(self.page, "passage", (span,)), kind="paragraph" if number else "headline", language=self.language,
                    spans=(span,), text=line,
                )
            )  # fmt: skip
            at = span[1] + 1
        title = Words(spans=passages[0].spans, text=passages[0].text)
        page = Page(
            id=self.page, key=None, path=None, url=None, retrieved=None, language=self.language, outlet=self.outlet, origin=None, authors=(),
            title=title, published=self.published, published_from="given" if self.published else None, translation=Translation(kind="none"),
        )  # fmt: skip
        return PageRecord(made_by="onrecord test", page=page, passages=tuple(passages), **parts)

"""Two invented pages with every kind of record, for the tests of the exports."""

from __future__ import annotations

from typing import Any

from onrecord.ids import page_id, record_id
from onrecord.records import (
    Attribution,
    Date,
    Deadline,
    Event,
    Figure,
    Mention,
    Page,
    PageRecord,
    Party,
    Passage,
    Place,
    Position,
    Question,
    Size,
    Translation,
    Words,
)
from onrecord.spans import Spans

STRAIT = (
    "Peru closes the strait\n"
    "Peru seized two trawlers of Chile off Arica on Monday, holding 14 sailors.\n"
    "Minister Ana Ruiz said: «=Chile shelled our \tharbour; it must leave within 72 hours».\n"
    "Chile denied firing on anybody.\n"
    "Brazil recognises the old border."
)
TALKS = "-Talks\nChile and Peru met in Lima, the office of Luis Paz wrote. Shots were allegedly fired."
#: Stretches of the pages that no export with `--text none` may hold.
SECRET = (
    "closes",
    "seized",
    "trawlers",
    "shelled",
    "harbour",
    "must leave",
    "firing",
    "anybody",
    "recognises",
    "old border",
    "Monday",
    "sailors",
    "Talks",
    "fired",
    "met",
    "the office",
    "Minister",
    "off Arica",
)


class Maker:
    """Makes records of a text from words that stand in it."""

    def __init__(self, text: str) -> None:
        self.text, self.page = text, page_id(text.encode())

    def spans(self, words: str) -> Spans:
        start = self.text.index(words)
        return ((start, start + len(words)),)

    def words(self, words: str) -> Words:
        return Words(spans=self.spans(words), text=words)

    def party(self, words: str, country: str | None = None, sector: str | None = None, **more: Any) -> Party:
        return Party(spans=self.spans(words), text=words, country=country, sector=sector, **more)

    def mention(self, words: str, kind: Any) -> Mention:
        spans = self.spans(words)
        return Mention(id=record_id(self.page, "mention", spans), spans=spans, text=words, kind=kind)

    def attribution(self, content: str, *speakers: Party, **more: Any) -> Attribution:
        base: dict[str, Any] = {
            "id": record_id(self.page, "attribution", self.spans(content)), "speakers": speakers, "content": self.words(content),
            "identified": "named" if speakers else "none", "cue": None, "kind": "indirect", "confidence": 0.8,
        }  # fmt: skip
        return Attribution(**base | more)

    def event(self, trigger: str, kind: str, status: Any = "stated", **more: Any) -> Event:
        base: dict[str, Any] = {
            "id": record_id(self.page, "event", self.spans(trigger)), "type": kind, "mode": (), "actor": (), "recipient": (),
            "trigger": self.words(trigger), "voice": "outlet" if status == "stated" else "attributed", "polarity": "affirmed",
            "modality": "actual", "claims": (), "denials": (), "status": status, "date": None, "place": None, "size": Size(),
            "quad": 4, "score": -7.0, "confidence": 0.7,
        }  # fmt: skip
        return Event(**base | more)

    def record(self, title: str, **parts: Any) -> PageRecord:
        starts = [0, *(at + 1 for at, sign in enumerate(self.text) if sign == "\n")]
        lines = [((start, start + len(line)), line) for start, line in zip(starts, self.text.split("\n"), strict=True)]
        return PageRecord(
            made_by="onrecord test",
            page=Page(
                id=self.page, key=None, path="/home/someone/secret-folder/page.txt",
                url="https://news.example/a?b=1", retrieved="2020-05-06T10:00:00Z",
                language="en", outlet="Harbour Post", origin=None, authors=("I. Nobody",), title=self.words(title), published="2020-05-05",
                published_from="given", translation=Translation(kind="none"), contexts=("military", "diplomatic"),
            ),
            passages=tuple(
                Passage(id=record_id(self.page, "passage", (span,)), kind="paragraph", language="en", spans=(span,), text=line)
                for span, line in lines
            ),
            **parts,
        )  # fmt: skip


def strait() -> PageRecord:
    """A seizure that the outlet states, an attack that a minister claims and Chile denies, a term, a figure, a position."""
    at = Maker(STRAIT)
    peru, chile = at.party("Peru", "PER", "GOV"), at.party("Chile", "CHL", "GOV")
    ruiz = at.party("Minister Ana Ruiz", "PER", "GOV", actor="Ana Ruiz", role="Minister")
    monday = Date(
        spans=at.spans("Monday"), text="Monday", start="2020-05-04", end="2020-05-04", precision="day", edtf="2020-05-04", anchor="published"
    )  # fmt: skip
    arica = Place(
        spans=at.spans("off Arica"), text="off Arica", country="CHL", geonameid=3899361, lat=-18.47, lon=-70.3
    )
    says = at.attribution(
        "«=Chile shelled our \tharbour; it must leave within 72 hours»", ruiz, kind="direct", speech_act="accuse"
    )
    denies = at.attribution("firing on anybody", chile, speech_act="deny")
    shelled = at.event(
        "shelled", "ASSAULT", "denied", actor=(chile,), claims=(says.id,), denials=(denies.id,), recipient=(at.party("our"),), score=-9.0
    )  # fmt: skip
    sailors = at.spans("14 sailors")
    return at.record(
        "Peru closes the strait",
        mentions=(at.mention("Peru", "place"), at.mention("Chile", "place"), at.mention("Ana Ruiz", "person")),
        attributions=(says, denies),
        events=(
            at.event("seized", "COERCE", actor=(peru,), recipient=(chile,), mode=("seize",), date=monday, place=arica, size=Size(arrested=14)),
            shelled,
        ),
        figures=(
            Figure(
                id=record_id(at.page, "figure", sailors), spans=sailors, text="14 sailors", low=14.0, high=14.0, approximate=False,
                bound_from="stated", unit="sailors", counted="sailors", as_of=None, place=None, claims=(), event=None,
            ),
        ),
        deadlines=(
            Deadline(
                id=record_id(at.page, "deadline", at.spans("72 hours")), spans=at.spans("72 hours"), text="72 hours", by=(ruiz,), to=(chile,),
                demand=at.words("must leave"), term="PT72H", anchor=None, due=None, consequence=None, claims=(says.id,), event=None,
            ),
        ),
        positions=(
            Position(
                id=record_id(at.page, "position", at.spans("Brazil recognises the old border")), spans=at.spans("Brazil recognises the old border"),
                text="Brazil recognises the old border", holder=at.party("Brazil", "BRA", "GOV"),
                question=Question(kind="recognition", about=at.party("the old border")), stance="for", condition=None, date=None, claims=(),
            ),
        ),
    )  # fmt: skip


def talks() -> PageRecord:
    """A meeting that somebody's office claims, and shots that nobody is named for."""
    at = Maker(TALKS)
    chile, peru = at.party("Chile", "CHL", "GOV"), at.party("Peru", "PER", "GOV")
    wrote = at.attribution("Chile and Peru met in Lima", at.party("the office of Luis Paz"))
    hedge = at.attribution("Shots were allegedly fired")
    return at.record(
        "-Talks",
        mentions=(at.mention("Chile", "place"), at.mention("Peru", "place"), at.mention("Luis Paz", "person")),
        attributions=(wrote, hedge),
        events=(
            at.event("met", "CONSULT", "claimed", actor=(chile, peru), claims=(wrote.id,), quad=1, score=2.5),
            at.event("fired", "ASSAULT", "claimed", claims=(hedge.id,)),
        ),
    )


def pages() -> list[PageRecord]:
    return [strait(), talks()]

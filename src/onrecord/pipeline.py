"""The pipeline: what a stage is, what travels through the stages, and the loop that runs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal, Protocol

import msgspec

from onrecord.errors import PipelineError
from onrecord.ids import record_id
from onrecord.records import (
    Attribution,
    Deadline,
    Event,
    Figure,
    Mention,
    Origin,
    Page,
    PageRecord,
    Passage,
    PassageKind,
    Position,
    Problem,
    Record,
    Repair,
    SpeechAct,
    Translation,
    Words,
)
from onrecord.spans import Aligned, Span, Spans, align_markup


class Given(Record, frozen=True, kw_only=True):
    """What the caller knows of a page; it is believed before anything the page says."""

    title: str | None = None
    published: str | None = None
    language: str | None = None
    outlet: str | None = None


class RawPage(Record, frozen=True, kw_only=True):
    """One page as it came in: what the intake hands to the pipeline, and what travels to worker processes.

    `content` is bytes of a file or payload, or the decoded string of a JSON line. `where` names file and record in
    messages. `encoding` is what a protocol header declared. `article` says that nothing is to be cleaned away.
    """

    id: str
    content: bytes | str
    where: str
    form: Literal["html", "text"] | None = None
    encoding: str | None = None
    key: str | None = None
    path: str | None = None
    url: str | None = None
    retrieved: str | None = None
    given: Given = Given()
    article: bool = False
    problems: tuple[Problem, ...] = ()


class Segment(Record, frozen=True, kw_only=True):
    """One block of text of a page: a line of a flattened page, or the text of one block element of HTML.

    `pieces` are the spans of its text nodes; `text` is how they read, equal to `segment.aligned(page).text`.
    For HTML: `tag` is the innermost block element, `inside` the elements and roles around it that tell what it is (the
    vocabulary: CONTAINERS and ROLES in `markup`, and `a` if all of it is a link), `link_chars` the characters inside
    links; an empty piece is a `<br>` and reads as a space. `markup` says whether entities and white space of `pieces`
    follow the rules of HTML.
    """

    text: str
    pieces: Spans
    markup: bool = False
    tag: str = ""
    inside: frozenset[str] = frozenset()
    link_chars: int = 0

    def aligned(self, page: str) -> Aligned:
        """The text of this segment with the map of its characters to the page."""
        if self.markup:
            return align_markup(page, self.pieces)
        if len(self.pieces) == 1:
            return Aligned.verbatim(page, *self.pieces[0])
        return Aligned.join([Aligned.verbatim(page, start, end) for start, end in self.pieces])


class Sentence(Record, frozen=True, kw_only=True):
    """Characters `start` to `end` of the text of a passage."""

    start: int
    end: int


class Quotation(Record, frozen=True, kw_only=True):
    """A stretch of quoted words in a passage, quotation marks included.

    `opened` and `closed` say whether its own mark stands at that end; a quotation that runs on over passages is one
    Quotation in each, and `continues` is true from the second on. `thread` numbers the whole utterance on the page.
    `depth` is 1 for a quotation inside another. `scare` says that the words are no utterance of their own but a
    fragment in somebody else's sentence: scare quotes, a title, a nickname, a few words taken over.
    """

    start: int
    end: int
    opened: bool
    closed: bool
    continues: bool
    thread: int
    depth: int = 0
    scare: bool = False


Place = tuple[int, int, int]  # number of a passage, first character in its text, end


class Name(Record, frozen=True, kw_only=True):
    """A name that the encoder found."""

    place: Place
    kind: Literal["person", "organization", "place", "group"]
    confidence: float


class Speech(Record, frozen=True, kw_only=True):
    """Somebody saying something, as the encoder found it: places in reading order, one for each piece or party."""

    cue: tuple[Place, ...]
    content: tuple[Place, ...]
    sources: tuple[Place, ...]
    addressees: tuple[Place, ...]
    act: SpeechAct
    mode: Literal["said", "thinks", "intends"]
    identified: Literal["named", "unnamed", "collective", "document", "none"]
    confidence: float


class Deed(Record, frozen=True, kw_only=True):
    """Somebody doing something to somebody, as the encoder found it.

    `kind` is a type of the ontology, or "-" where there is a position only. `flags` are the chances that it is told as claimed,
    denied, negated, planned, possible, conditional. Places are in reading order, one for each piece or party. An accusation that is
    `answered` was made, whoever denies what it says.
    """

    kind: str
    mode: str | None
    trigger: tuple[Place, ...]
    actors: tuple[Place, ...]
    recipients: tuple[Place, ...]
    place: tuple[Place, ...]
    date: tuple[Place, ...]
    about: tuple[Place, ...]
    term: tuple[Place, ...]
    demand: tuple[Place, ...]
    consequence: tuple[Place, ...]
    flags: tuple[float, ...]
    question: str | None
    stance: Literal["for", "against", "neutral", "conditional", "withdrawn"]
    confidence: float
    answered: bool = False


class PassageDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A passage on its way through the stages; `segment` is the index of the segment it came from."""

    kind: PassageKind
    text: Aligned
    segment: int | None = None
    language: str | None = None
    sentences: tuple[Sentence, ...] = ()
    quotations: tuple[Quotation, ...] = ()


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A page on its way through the stages: each stage returns a copy with its own fields filled in."""

    raw: RawPage
    text: str = ""  # the decoded page, which all spans index
    form: Literal["html", "text"] = "text"
    segments: tuple[Segment, ...] = ()
    passages: tuple[PassageDraft, ...] = ()
    language: str | None = None
    outlet: str | None = None
    origin: Origin | None = None
    authors: tuple[str, ...] = ()
    title: Words | None = None
    published: str | None = None
    published_from: Literal["given", "meta", "url", "text"] | None = None
    translation: Translation = Translation(kind="unknown")
    repairs: tuple[Repair, ...] = ()
    names: tuple[Name, ...] = ()
    speeches: tuple[Speech, ...] = ()
    deeds: tuple[Deed, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    event_deeds: tuple[Deed, ...] = ()  # the deed of each event
    figures: tuple[Figure, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    positions: tuple[Position, ...] = ()
    contexts: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def problem(self, stage: str, message: str, span: Span | None = None) -> Draft:
        """This draft with one more problem on its list."""
        added = Problem(stage=stage, message=message, span=span)
        return msgspec.structs.replace(self, problems=(*self.problems, added))

    def language_of(self, passage: PassageDraft) -> str:
        """The language of a passage, that of the page where it has none of its own, "" where neither is known."""
        return passage.language or self.language or ""

    def id_of(self, kind: str, *parts: Spans) -> str:
        """Id of a record of this page."""
        return record_id(self.raw.id, kind, *parts)


class Reading(Record, frozen=True, kw_only=True):
    """What reading one page gave: its record, and the decoded page that the spans of the record index."""

    record: PageRecord
    text: str


Step = Callable[[Draft], Draft]


class Stage(Protocol):
    """One step from page to page: pure, and explicit about the fields of Draft that it needs and adds."""

    name: str
    needs: frozenset[str]
    adds: frozenset[str]

    def __call__(self, page: Draft) -> Draft:
        """The page with the fields in `adds` filled in."""


class FunctionStage:
    """A stage made from a function by `stage`."""

    def __init__(self, name: str, needs: frozenset[str], adds: frozenset[str], step: Step) -> None:
        self.name, self.needs, self.adds, self.step = name, needs, adds, step
        self.__doc__ = step.__doc__

    def __call__(self, page: Draft) -> Draft:
        """The page after this step."""
        return self.step(page)

    def __repr__(self) -> str:
        return f"<stage {self.name}: {', '.join(sorted(self.needs))} -> {', '.join(sorted(self.adds))}>"


def stage(name: str, *, needs: str, adds: str) -> Callable[[Step], FunctionStage]:
    """Decorator that makes a function a stage; `needs` and `adds` are names of Draft fields, space between."""
    return lambda step: FunctionStage(name, frozenset(needs.split()), frozenset(adds.split()), step)


def check(stages: Sequence[Stage]) -> None:
    """Raise PipelineError if a stage needs a field that no stage before it adds, or names one that does not exist."""
    fields = set(Draft.__struct_fields__)
    have = {"raw"}
    for step in stages:
        if unknown := (step.needs | step.adds) - fields:
            raise PipelineError(
                f"stage {step.name} names fields that a page does not have: {', '.join(sorted(unknown))}"
            )
        if missing := step.needs - have:
            raise PipelineError(f"stage {step.name} needs {', '.join(sorted(missing))}, which no earlier stage adds")
        have |= step.adds


@lru_cache
def _checked(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    check(stages)
    return stages


def run(stages: tuple[Stage, ...], raw: RawPage) -> Draft:
    """One page through all stages in order.

    A stage that fails ends the page there: what the earlier ones found is kept and the failure becomes a problem.
    """
    page = Draft(raw=raw, problems=raw.problems)
    for step in _checked(stages):
        try:
            page = step(page)
        except Exception as error:  # one bad page never stops a run; the problem says which stage and why
            return page.problem(step.name, f"{type(error).__name__}: {error}")
    return page


def finish(page: Draft, made_by: str) -> PageRecord:
    """The record of a page that has been through the stages."""
    raw = page.raw
    return PageRecord(
        made_by=made_by,
        page=Page(
            id=raw.id,
            key=raw.key,
            path=raw.path,
            url=raw.url,
            retrieved=raw.retrieved,
            language=page.language,
            outlet=page.outlet,
            origin=page.origin,
            authors=page.authors,
            title=page.title or Words(spans=(), text=""),
            published=page.published,
            published_from=page.published_from,
            translation=page.translation,
            contexts=page.contexts,
        ),
        passages=tuple(
            Passage(
                id=page.id_of("passage", passage.text.spans()),
                kind=passage.kind,
                language=passage.language,
                spans=passage.text.spans(),
                text=passage.text.text,
            )
            for passage in page.passages
        ),
        repairs=page.repairs,
        mentions=page.mentions,
        attributions=page.attributions,
        events=page.events,
        figures=page.figures,
        deadlines=page.deadlines,
        positions=page.positions,
        problems=page.problems,
    )

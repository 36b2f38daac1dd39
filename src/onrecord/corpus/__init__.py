"""What goes over many pages, as a list: read this file first, then the file of the step that interests you.

A step is pure, records -> records. The archive keeps what they find up to date page by page (`onrecord.archive.upkeep`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from onrecord.corpus.actors import Actor, Merge
from onrecord.corpus.copies import CopyGroup, copy_page, groups
from onrecord.corpus.merge import MergedEvent, merged_events
from onrecord.corpus.outlets import Outlets
from onrecord.corpus.stories import Story, stories_of
from onrecord.corpus.who import ActorIndex
from onrecord.records import PageRecord


class Corpus(msgspec.Struct, frozen=True, kw_only=True):
    """Pages on their way through the steps; `judgements` and `outlets` are what the user knows."""

    records: tuple[PageRecord, ...]
    judgements: tuple[Merge, ...] = ()
    outlets: Outlets | None = None
    actors: tuple[Actor, ...] = ()
    copies: tuple[CopyGroup, ...] = ()
    stories: tuple[Story, ...] = ()
    events: tuple[MergedEvent, ...] = ()


Step = Callable[[Corpus], Corpus]


def who_is_who(corpus: Corpus) -> Corpus:
    """Names in any spelling and script -> actors, with roles as pages state them."""
    index = ActorIndex(corpus.judgements)
    index.add(*corpus.records)
    return msgspec.structs.replace(corpus, actors=index.actors())


def one_text(corpus: Corpus) -> Corpus:
    """Pages with one text -> groups, each with where its text comes from."""
    found = groups(map(copy_page, corpus.records), outlets=corpus.outlets)
    return msgspec.structs.replace(corpus, copies=found)


def one_thing(corpus: Corpus) -> Corpus:
    """Pages about one thing, in any language -> stories."""
    found = stories_of(corpus.records, [group.ids for group in corpus.copies])
    return msgspec.structs.replace(corpus, stories=found)


def one_event(corpus: Corpus) -> Corpus:
    """Reports of one event -> one event, with outlets, origins, claimants and deniers apart."""
    return msgspec.structs.replace(corpus, events=merged_events(corpus.records, corpus.stories, corpus.copies))


#: Every step over many pages, in this order.
ACROSS_PAGES: tuple[Step, ...] = (who_is_who, one_text, one_thing, one_event)


def across(records: Iterable[PageRecord], judgements: Iterable[Merge] = (), outlets: Outlets | None = None) -> Corpus:
    """Pages through all steps at once; the same whatever their order."""
    corpus = Corpus(records=tuple(records), judgements=tuple(judgements), outlets=outlets)
    for step in ACROSS_PAGES:
        corpus = step(corpus)
    return corpus

"""Finds who said what in the frames of one passage: constructions around a cue, tried from the surest to the least."""

from __future__ import annotations

from onrecord.pipeline import Quotation
from onrecord.quoting.around_quotes import AroundQuotes
from onrecord.quoting.cue_first import CueFirst
from onrecord.quoting.cue_last import CueLast


class FrameMatcher(AroundQuotes, CueFirst, CueLast):
    """Matches one frame."""

    def match(self) -> None:
        """All constructions, the surest first."""
        if self.lex.order == "sov":
            self.verb_last()
            self.colon()
            return
        self.quotes_before_cues()
        self.according()
        for hit in self.hits:
            if hit.core not in self.used:
                self.cue_leads(hit)
        self.tails()
        self.colon()
        self.signature()


def untaken(matcher: FrameMatcher) -> list[tuple[int, Quotation]]:
    """The utterances of a frame that no cue took."""
    return [
        (n, item.quotation)
        for n, item in enumerate(matcher.items)
        if item.kind == "q" and n not in matcher.taken and item.quotation is not None
    ]

"""What the heads of the model tell apart; the order of each tuple is the order of its outputs."""

from __future__ import annotations

#: Kinds of mention; each has an output for a piece that begins one and one for a piece that goes on.
MENTIONS = ("person", "organization", "place", "group")
#: What a piece is to an attribution. Sources and addressees may be several side by side, so theirs begin and go on.
ROLES = ("outside", "source begins", "source", "cue", "content", "addressee begins", "addressee")
OUTSIDE, SOURCE_BEGINS, SOURCE, CUE, CONTENT, ADDRESSEE_BEGINS, ADDRESSEE = range(len(ROLES))
ACTS = (
    "state", "accuse", "dispute", "deny", "confirm", "warn", "threaten", "demand", "ask", "propose", "promise", "refuse",
    "support", "condemn", "express-concern", "report-figure", "announce",
)  # fmt: skip
MODES = ("said", "thinks", "intends")
IDENTIFIED = ("named", "unnamed", "collective", "document", "none")

"""What the heads of the model tell apart; the order of each tuple is the order of its outputs."""

from __future__ import annotations

from collections.abc import Sequence

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

#: Types of event of a piece that stands for one; "none" for other pieces, "-" where there is a position and no event of the ontology.
TYPES = (
    "none", "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "-",
)  # fmt: skip
#: What lists say of a word: shares of types among all that is said, and among what lists say of it.
HINTS = 2 * len(TYPES)
#: What a piece is to an event.
EVENT_ROLES = (
    "outside", "trigger", "actor begins", "actor", "recipient begins", "recipient", "place", "date", "about", "term", "demand",
    "consequence",
)  # fmt: skip
TRIGGER, ACTOR_BEGINS, ACTOR, RECIPIENT_BEGINS, RECIPIENT, PLACE, DATE, ABOUT, TERM, DEMAND, CONSEQUENCE = range(
    1, len(EVENT_ROLES)
)
#: How an event is told; several may hold at once.
FLAGS = ("claimed", "denied", "negated", "planned", "possible", "conditional")
#: Modes of all types; "none" for an event without one.
EVENT_MODES = (
    "none", "visit", "third-party", "multilateral", "phone", "withdraw", "release", "disarm", "ceasefire", "access", "resign",
    "assist", "change", "yield", "meet", "disapprove", "investigate", "allege", "restrict", "arrest", "relations", "expel",
    "territory", "violence", "demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize", "convict", "discontinue",
    "troops", "weapons", "police", "militia", "seize", "censor", "curfew", "martial-law", "deport", "withhold",
    "misinformation", "cyber", "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms",
    "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons", "crowd-control", "unconventional",
)  # fmt: skip
#: What a position is about, and where it stands.
QUESTIONS = (
    "none", "recognition", "backing", "sanction", "ceasefire", "intervention", "agreement", "membership", "independence",
    "election", "law",
)  # fmt: skip
STANCES = ("for", "against", "neutral", "conditional", "withdrawn")
#: Pieces before and behind the one that stands for an event among which its parts are looked for.
REACH = 56


def with_chances(flags: Sequence[float], **chances: float) -> tuple[float, ...]:
    """The chances of FLAGS, some of them others: `with_chances(flags, claimed=1.0)`; KeyError for a flag that there is not."""
    if unknown := chances.keys() - {*FLAGS}:
        raise KeyError(*unknown)
    return tuple(chances.get(name, chance) for name, chance in zip(FLAGS, flags, strict=True))

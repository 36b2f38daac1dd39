"""Who claims an event and how it is told: the chain of attributions around it, and the chances of its flags."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from onrecord.records import Attribution, Id, Party, Status
from onrecord.spans import Span, Spans

Modality = Literal["actual", "planned", "possible", "conditional"]
#: The chance from which a flag holds, after the words near the event were weighed (`telling`).
CLAIMED, DENIED, NEGATED, PLANNED, POSSIBLE, CONDITIONAL = 0.15, 0.5, 0.21, 0.13, 0.22, 0.05
#: The chance of a claim from which a threat, a demand, a promise ... around an event makes it one: these tell of what is to happen, and do not
#: claim that it did; nor does who condemns a thing, which is taken for granted ("condemned the coup", outside of quotation marks).
IN_WILL = 0.1
#: The same for any other attribution: what it holds is a claim, unless the encoder is as good as sure that it is taken for granted there ("said that Ms
#: Moser, who resigned in June, ..."). Chosen on the half of the status suite whose verbs training texts use, where no claim more is put out as stated.
IN_OTHERS = 0.004
#: The chance of a claim from which what somebody condemns is one: "condemned the alleged raid".
ALLEGED = 0.9
#: The chance from which an event is told as left undone in what nobody has said.
UNSAID = 0.95
#: The chance of a denial from which a denial later in the text is one of the event.
DENIED_LATER = 0.05
#: The chance of a denial from which an event in the content of one is what it denies, and not told as left undone.
IN_DENIAL = 0.3
#: What an event in the content of such an act is at least, where its own flags leave that open.
WILL: dict[str, Modality] = {
    "threaten": "planned", "promise": "planned", "announce": "planned", "propose": "possible", "demand": "possible", "ask": "possible",
    "express-concern": "possible",
}  # fmt: skip
_REFUSING = "refuse"
_JUDGING = "condemn"
#: The chance from which an event that did not happen was not only tried in vain.
SURELY_NEGATED = 0.7
#: How sure the flags must be that an event is open for the act around it to decide how.
OPEN = 0.1
#: A deed in the content of a denial is denied, unless it is told as negated and the encoder sees no denial.
_DENYING = "deny"
#: Acts of who answers an accusation.
ANSWERING = (_DENYING, "dispute", _REFUSING)
#: How far behind an event, in characters of the page, a denial of it is looked for.
_NEAR = 400


class Told(NamedTuple):
    """How an event is told, in the terms of the record contract."""

    voice: Literal["outlet", "attributed"]
    polarity: Literal["affirmed", "negated"]
    modality: Modality
    claims: tuple[Id, ...]
    denials: tuple[Id, ...]
    status: Status


class Chains:
    """The attributions of a page by what they hold, and its speakers by their words, where those stand for somebody."""

    def __init__(self, attributions: Sequence[Attribution], unsaid: frozenset[Id] = frozenset()) -> None:
        self.attributions, self.unsaid = attributions, unsaid  # by `unsaid` ones nobody says it
        self.by_id = {one.id: one for one in attributions}
        self.speakers: dict[Spans, Party] = {
            party.spans: party for one in attributions for party in one.speakers if party.spans and party.actor
        }

    def depth(self, one: Attribution) -> int:
        """How many attributions lie around one."""
        depth = 0
        while one.nested_in is not None and one.nested_in in self.by_id and depth < len(self.by_id):
            one, depth = self.by_id[one.nested_in], depth + 1
        return depth

    def around(self, span: Span) -> list[Attribution]:
        """The attributions in whose content a span lies, outermost first; one whose cue it is does not count."""
        found: dict[Id, Attribution] = {}
        for one in self.attributions:
            if one.mode == "intends" or not any(
                start <= span[0] and span[1] <= end for start, end in one.content.spans
            ):
                continue
            if one.cue and any(start < span[1] and span[0] < end for start, end in one.cue.spans):
                continue
            chain = [one]
            while chain[-1].nested_in in self.by_id and len(chain) <= len(self.by_id):
                chain.append(self.by_id[chain[-1].nested_in])
            found |= {each.id: each for each in chain if each.mode != "intends"}
        return sorted(found.values(), key=lambda one: (self.depth(one), one.content.spans[0]))

    def claims(self, span: Span) -> tuple[Id, ...]:
        """Those in whose content a span lies and that say so, outermost first."""
        return self.said(self.around(span))

    def said(self, some: Sequence[Attribution]) -> tuple[Id, ...]:
        """Those of some attributions by which somebody says it."""
        return tuple(one.id for one in some if one.id not in self.unsaid)

    def denial_near(self, span: Span, around: Sequence[Attribution]) -> Attribution | None:
        """The next denial on the page behind an event that is told as denied: "Moscow denies it".

        Who claims the event, and not only tells of who does, denies something else.
        """
        claimants = _names(around[-1]) if around else set()
        behind = [
            one
            for one in self.attributions
            if one.speech_act in ("deny", "dispute")
            and 0 <= one.content.spans[0][0] - span[1] <= _NEAR
            and not (claimants and claimants >= _names(one) > set())
        ]
        return min(behind, key=lambda one: (one.speech_act != _DENYING, one.content.spans[0][0]), default=None)

    def speaks(self, clause: str, claims: Sequence[Attribution]) -> bool:
        """Whether a clause may be of one of those who claim something: it has the last word of a person's name, or all words of another party."""
        said = {*clause.casefold().rstrip(".!").split()}
        for one in claims:
            for name in _names(one):
                words = name.split()
                if words and {*(words[-1:] if one.identified == "named" else words)} <= said:
                    return True
        return False

    def hedge_near(self, span: Span) -> Attribution | None:
        """The nearest attribution that begins or ends beside an event told as claimed, where none holds it."""

        def distance(one: Attribution) -> int:
            return min(max(start - span[1], span[0] - end, 0) for start, end in (one.cue or one.content).spans)

        near = [one for one in self.attributions if one.mode != "intends" and distance(one) <= _NEAR // 4]
        return min(near, key=distance, default=None)


def _names(one: Attribution) -> set[str]:
    """Who speaks, as the page calls them."""
    return {(party.actor or party.text).casefold() for party in one.speakers}


def _least(one: Attribution) -> float:
    """The chance of a claim from which an attribution makes what it holds one."""
    return IN_WILL if one.speech_act in (*WILL, _REFUSING, _JUDGING) else IN_OTHERS


def modality_of(planned: float, possible: float, conditional: float) -> Modality:
    """What the chances of the flags come to."""
    if conditional >= CONDITIONAL and conditional >= possible:
        return "conditional"
    if possible >= POSSIBLE and possible >= planned:
        return "possible"
    return "planned" if planned >= PLANNED else "actual"


def status_of(polarity: str, denied: bool, modality: Modality, attributed: bool) -> Status:
    """The status that the contract derives: the first that fits."""
    if polarity == "negated":
        return "negated"
    if denied:
        return "denied"
    if modality in ("possible", "conditional"):
        return "hypothetical"
    if modality == "planned":
        return "planned"
    return "claimed" if attributed else "stated"


def told(
    span: Span,
    flags: Sequence[float],
    chains: Chains,
    *,
    quoted: bool = False,
    excepted: bool = False,
    denial: str | None = None,
    performed: bool = False,
    answered: bool = False,
    judged: bool = False,
) -> Told:
    """How an event with its trigger at `span` is told; `flags` are the chances of FLAGS.

    What stands in quotation marks is in somebody's words, whether anybody is found to say it or not; words taken over or used with a distance ("scare"
    quotes) are not `quoted`. In a sentence with an exception ("no talks unless he resigns": `excepted`) what hangs on it is neither done nor left undone; nor is what was tried ("failed to take the town"). `denial` is a clause behind it that only denies: by somebody else, it denies what is claimed.
    What is `performed` in saying it ("we condemn the attack") nobody claims but who reports that it was said. An accusation that is `answered` is
    told of by whoever tells of the answer. What is `judged` ("condemned the raid") happened for who condemns it as for who tells of that.
    """
    claimed, denied, negated, planned, possible, conditional = flags
    claimed = 1.0 if quoted else claimed
    around = chains.around(span)
    if performed and negated < NEGATED and denied < DENIED and max(possible, conditional) < OPEN:
        around = around[:-1]
        claimed = claimed if around else 0.0
        denied = planned = 0.0
    if answered and around and around[-1].speech_act in ANSWERING:
        around = around[:-1]
        claimed = claimed if around else 0.0
    if judged and claimed < ALLEGED:
        around = around[:-1] if around and around[-1].speech_act == _JUDGING else around
        claimed = claimed if around else 0.0
    if around and around[-1].id in chains.unsaid:  # "has not confirmed that" negates and denies the saying
        denied, negated = 0.0, negated if negated >= UNSAID else 0.0
    hangs = excepted and modality_of(planned, possible, conditional) == "conditional"
    polarity: Literal["affirmed", "negated"] = "affirmed"
    possibly = modality_of(planned, possible, conditional) == "possible"
    tried = possibly and negated < min(possible, SURELY_NEGATED)
    if negated >= NEGATED and not hangs and not tried:
        polarity = "negated"
    if denied >= IN_DENIAL and any(one.speech_act == _DENYING for one in around):
        polarity = "affirmed"
    denials = [one for one in around if one.speech_act == _DENYING and polarity == "affirmed"]
    later = chains.denial_near(span, around)
    if not denials and later is not None and denied >= DENIED_LATER:
        denials = [later]
    is_denied = bool(denials) or denied >= DENIED
    claims = [one for one in around if one not in denials and claimed >= _least(one)]
    if claimed >= CLAIMED and not claims and not denials and (hedge := chains.hedge_near(span)) is not None:
        claims = [hedge]
    is_denied |= denial is not None and (bool(claims) or claimed >= CLAIMED) and not chains.speaks(denial, claims)
    attributed = bool(claims) or claimed >= CLAIMED or is_denied
    modality = modality_of(planned, possible, conditional)
    if around and modality == "actual" and polarity == "affirmed":
        act = around[-1].speech_act
        if act in WILL and max(planned, possible, conditional) >= OPEN:
            modality = WILL[act]
        elif act == _REFUSING and negated >= OPEN:
            polarity = "negated"
    return Told(
        voice="attributed" if attributed else "outlet",
        polarity=polarity,
        modality=modality,
        claims=chains.said(claims),
        denials=tuple(one.id for one in denials),
        status=status_of(polarity, is_denied, modality, attributed),
    )

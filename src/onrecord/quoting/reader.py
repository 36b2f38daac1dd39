"""What all constructions share: the items of one frame, their cues, and the phrases and clauses among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from onrecord.quoting import parties
from onrecord.quoting.cues import Hit, find_cues
from onrecord.quoting.frames import Frame
from onrecord.quoting.lexicon import Lexicon
from onrecord.records import SpeechAct

Identified = Literal["named", "unnamed", "collective", "document", "none"]
Place = tuple[int, int, int]  # passage, start, end


class Found(NamedTuple):
    """An attribution in offsets of passages; `pattern` names the construction that gave it."""

    speaker: Place | None
    identified: Identified
    cue: Place | None
    content: tuple[Place, ...]
    pattern: str
    act: SpeechAct = "state"
    mode: Literal["said", "thinks", "intends"] = "said"
    addressee: Place | None = None


class Opened(NamedTuple):
    """A cue that leads to what the next frame or passage holds ("He added:")."""

    speaker: Place | None
    identified: Identified
    hit: Hit
    cue: Place


REACH = 14  # items between a cue and the colon, conjunction or quotation that it leads to
TERMINAL = ".!?…؟。"
SIGNS = frozenset("―—–-")


class FrameReader:
    """One frame; what a construction takes is marked, so that no words are used twice."""

    def __init__(self, passage: int, text: str, frame: Frame, lex: Lexicon) -> None:
        self.passage, self.text, self.items, self.lex = passage, text, frame.items, lex
        self.hits = find_cues(self.items, lex)
        self.used: set[int] = set()  # cues, by item
        self.taken: set[int] = set()  # quotations, by item
        self.found: list[Found] = []
        self.opened: Opened | None = None
        self.last_speaker: tuple[Place | None, Identified] | None = None

    def place(self, start: int, end: int) -> Place:
        """Items `start` to `end` as a place of the page, punctuation at the ends left out."""
        items = self.items
        while start + 1 < end and items[start].low in (",", ";", "—", "–"):
            start += 1
        while end - 1 > start and items[end - 1].low in (",", ";", "—", "–"):
            end -= 1
        return self.passage, items[start].start, items[end - 1].end

    def party(self, found: parties.Range | None) -> tuple[Place | None, Identified]:
        """A noun phrase as speaker."""
        if found is None:
            return None, "none"
        return self.place(*found), parties.identified(self.items, found, self.lex)

    def add(
        self,
        pattern: str,
        hit: Hit | None,
        speaker: tuple[Place | None, Identified],
        content: Sequence[Place],
        cue: Place | None = None,
        addressee: Place | None = None,
    ) -> None:
        """Keep one attribution."""
        if hit is not None:
            self.used.add(hit.core)
            cue = cue or self.place(hit.start, hit.end)
        kind = hit.cue if hit is not None else None
        self.found.append(
            Found(
                speaker[0],
                speaker[1],
                cue,
                tuple(content),
                pattern,
                kind.act if kind else "state",
                kind.mode if kind else "said",
                addressee,
            )
        )
        if speaker[0] is not None:
            self.last_speaker = speaker

    def own_subject(self, hit: Hit) -> tuple[Place | None, Identified] | None:
        """The subject pronoun that leans on a cue."""
        if hit.clitic is None:
            return None
        item = self.items[hit.clitic]
        pronoun = item.low.rpartition("-")[2]
        return (self.passage, item.end - len(pronoun), item.end), "unnamed"

    def subject_after(self, hit: Hit) -> parties.Range | None:
        """The noun phrase after a cue, past whom it was said to ("a indiqué à l'agence un responsable")."""
        start = self.after_cue(hit.end)
        if self.lex.inversion and start + 1 < len(self.items) and self.items[start].low in self.lex.words["addressee"]:
            receiver = parties.noun_phrase_after(self.items, start + 1, self.lex)
            if receiver is not None:
                start = self.after_cue(receiver[1])
        return parties.after(self.items, start, self.lex)

    def after_cue(self, k: int) -> int:
        """Item after adverbs that stand between a cue and its subject or object."""
        while k < len(self.items) and (
            self.items[k].low in self.lex.words["adverbs"]
            or self.items[k].low in self.lex.words["negations"]
            or self.items[k].low in self.lex.words["times"]
        ):
            k += 1
        return k

    def subject(self, hit: Hit) -> tuple[tuple[Place | None, Identified], int]:
        """The speaker of a cue that stands before its content, and the item after subject or cue."""
        if hit.cue.needs == "subject" and hit.start == hit.core:
            return self.inherited(hit), hit.end
        own = self.own_subject(hit)
        if own is not None:
            return own, hit.end
        before = None
        if self.lex.order != "vso":
            before = parties.before(self.items, hit.start, self.lex, floor=self.clause_start(hit))
        if self.lex.inversion or self.lex.order == "vso":
            oblique = before is None or (before[0] > 0 and self.items[before[0] - 1].low in self.lex.words["asides"])
            after = self.subject_after(hit) if oblique else None
            if after is not None and not (before and self.items[after[0]].low in self.lex.words["conjunctions"]):
                return self.party(after), after[1]
        if before is not None:
            return self.party(before), hit.end
        if (
            hit.start == 0
            or self.items[hit.start - 1].low == ","
            or self.items[hit.start - 1].low in self.lex.words["and"]
        ):
            return self.inherited(hit), hit.end
        return (None, "none"), hit.end

    def clause_start(self, hit: Hit) -> int:
        """Where the words may begin that belong to the clause of a cue."""
        floor = 0
        for other in self.hits:
            if other.core < hit.core:
                floor = max(floor, other.end)
        return floor

    def inherited(self, hit: Hit) -> tuple[Place | None, Identified]:
        """The subject of the clause before, for a participle or a second verb."""
        if self.last_speaker is not None:
            return self.last_speaker
        start = 0
        if self.items[0].low in self.lex.words["asides"] or self.items[0].low in self.lex.words["subordinators"]:
            start = next((k + 1 for k in range(min(16, hit.start)) if self.items[k].low == ","), 0)
        first = parties.noun_phrase_after(self.items, start, self.lex)
        if first is not None and first[1] <= hit.start and hit.start > 0:
            return self.party(first)
        return None, "none"

    def is_subordinate(self, hit: Hit) -> bool:
        """Whether the clause of a cue depends on a main clause that follows ("While X says that A, B")."""
        items, subordinators = self.items, self.lex.words["subordinators"]
        first = next((k for k, item in enumerate(items) if item.kind == "w"), 0)
        if hit.core == first and hit.cue.needs == "active":
            return True  # a participle: "Asked whether A, X said B"
        if items[first].low not in subordinators:
            return False
        return not any(item.low == "," for item in items[first : hit.start]) or hit.start - first < 8

    def clause_end(self, k: int, *, subordinate: bool = False) -> int:
        """Where a reported clause that begins at item `k` ends: with its sentence, or before another attribution."""
        items, words = self.items, self.lex.words
        end = len(items)
        while end > k and items[end - 1].kind == "p" and items[end - 1].low in TERMINAL + ",;:—–":
            end -= 1
        for m in range(k + 2, end):
            low = items[m].low
            if low == ";":
                return m
            if low in words["and"] and any(hit.start == m + 1 for hit in self.hits):
                return m
            if low in ("—", "–"):
                if any(m < hit.start <= m + 5 for hit in self.hits) or items[end - 1].kind == "q":
                    return m
                continue
            if low != ",":
                continue
            if subordinate and m - k > 3:
                return m
            following = next((hit for hit in self.hits if hit.start > m), None)
            if following is not None and following.start == m + 1:
                return m
            if self.source_at(m + 1):
                return m
            if items[m + 1].low in self.lex.words["and"] and following is not None and following.start <= m + 4:
                return m
            if m + 1 < end and items[m + 1].low in self.lex.words["resumes"]:
                return m
        return end

    def source_at(self, k: int) -> int:
        """Number of items of a phrase such as "according to" that stands at item `k`, or 0."""
        if k >= len(self.items):
            return 0
        for phrase in self.lex.sources.get(self.items[k].low, ()):
            if all(k + n < len(self.items) and self.items[k + n].low == word for n, word in enumerate(phrase)):
                return len(phrase)
        return 0

    def sentence_end(self) -> int:
        """The last item before the stop of the frame."""
        end = len(self.items)
        while end and self.items[end - 1].kind == "p" and self.items[end - 1].low in TERMINAL:
            end -= 1
        return end

    def led(self, k: int) -> bool:
        """Whether content evidently begins at item `k`."""
        if k >= len(self.items):
            return False
        item = self.items[k]
        if item.low == "," and k + 1 < len(self.items):
            item = self.items[k + 1]
            return item.kind == "q" or item.low in self.lex.words["conjunctions"]
        return item.kind == "q" or item.low in (":", "：") or item.low in self.lex.words["conjunctions"]

    def has_conjunction(self, k: int) -> bool:
        """Whether a conjunction or a quotation stands right after the comma at `k`."""
        return self.led(k)

    def conjunction_soon(self, k: int) -> bool:
        """Whether a conjunction or a colon follows within the reach of a cue that ends at item `k`."""
        for item in self.items[k : k + REACH]:
            if item.low in self.lex.words["conjunctions"] or item.low == ":":
                return True
            if item.low == ",":
                return False
        return False

    def receiver(self, k: int) -> parties.Range | None:
        """Whom somebody told: a pronoun, one name, or a noun phrase."""
        items = self.items
        if items[k].low in self.lex.words["addressee"] and k + 1 < len(items):
            k += 1
        return parties.noun_phrase_after(items, k, self.lex)

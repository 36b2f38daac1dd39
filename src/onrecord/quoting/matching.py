"""Finds who said what in the frames of one passage: constructions around a cue, tried from the surest to the least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from onrecord.pipeline import Quotation
from onrecord.quoting import parties
from onrecord.quoting.cues import Hit, find_cues
from onrecord.quoting.frames import Frame, Item
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


_REACH = 14  # items between a cue and the colon, conjunction or quotation that it leads to
_TERMINAL = ".!?…؟。"
_SIGNS = frozenset("―—–-")


class FrameMatcher:
    """Matches one frame; what it takes is marked, so that no words are used twice."""

    def __init__(self, passage: int, text: str, frame: Frame, lex: Lexicon) -> None:
        self.passage, self.text, self.items, self.lex = passage, text, frame.items, lex
        self.hits = find_cues(self.items, lex)
        self.used: set[int] = set()  # cues, by item
        self.taken: set[int] = set()  # quotations, by item
        self.found: list[Found] = []
        self.opened: Opened | None = None
        self.last_speaker: tuple[Place | None, Identified] | None = None

    # ---- places

    def place(self, start: int, end: int) -> Place:
        """Items `start` to `end` as a place of the page, punctuation at the ends left out."""
        items = self.items
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
        """The noun phrase after a cue."""
        return parties.after(self.items, self.after_cue(hit.end), self.lex)

    # ---- the constructions

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

    def quotes_before_cues(self) -> None:
        """`"Q," said X`, `"Q," X said`, `"Q," X added, "Q2"`."""
        for n, item in enumerate(self.items):
            if item.kind not in "qs" or n in self.taken or not self.is_utterance(n):
                continue
            clause = self.attributive(n + 1, quoted=item)
            if clause is None:
                continue
            hit, speaker, end = clause
            content = [self.place(n, n + 1)]
            self.taken.add(n)
            for m in range(n - 1, -1, -1):  # sentences of one quotation cut apart by marks
                if self.items[m].kind == "q" and m not in self.taken:
                    content.insert(0, self.place(m, m + 1))
                    self.taken.add(m)
                else:
                    break
            m = next((m for m in range(end, len(self.items)) if self.items[m].kind in "qs"), None)
            if m is not None and m - end <= 6 and m not in self.taken and self.items[m].kind == "q":
                if not any(other.core > hit.core and other.core < m for other in self.hits):
                    content.append(self.place(m, m + 1))
                    self.taken.add(m)
            self.add("quote-cue", hit, speaker, content)

    def is_utterance(self, n: int) -> bool:
        """Whether a quotation may stand before its cue: an utterance, or a fragment that opens the frame."""
        item = self.items[n]
        if item.kind == "q":
            return True
        lead = self.items[n - 1].low if n else ""
        return n == 0 or lead in (":", "—", "–")

    def attributive(self, start: int, quoted: Item | None) -> tuple[Hit, tuple[Place | None, Identified], int] | None:
        """A clause `X said` or `said X` that begins at item `start`: its cue, speaker and end."""
        items = self.items
        k = start
        comma = False
        while k < len(items) and items[k].kind == "p" and items[k].low in (",", "—", "–", "-"):
            comma = True
            k += 1
        if k >= len(items):
            return None
        if quoted is not None and not comma:
            inner = self.text[quoted.start : quoted.end].rstrip("\"”»'’“ \u00a0")
            if not inner.endswith((",", "!", "?", "…", "—", "–", "-")) and not self.is_bare_clause(k):
                return None
        hit = next((hit for hit in self.hits if hit.start >= k and hit.core not in self.used), None)
        if hit is None or hit.start - k > 24 or "quote" not in hit.cue.frames and "tail" not in hit.cue.frames:
            return None
        if any(item.kind == "q" for item in items[k : hit.start]):
            return None
        if hit.start == k:
            own = self.own_subject(hit)
            if own is not None:
                return hit, own, hit.end
            subject = self.subject_after(hit)
            end = subject[1] if subject else hit.end
            return hit, self.party(subject), end
        subject = parties.before(items, hit.start, self.lex, floor=k)
        if subject is None:
            return None
        lead = [item for item in items[k : subject[0]] if item.kind == "w"]
        if lead and not (lead[0].low in self.lex.words["and"] or lead[0].low in self.lex.words["adverbs"]):
            return None
        return hit, self.party(subject), hit.end

    def is_bare_clause(self, k: int) -> bool:
        """Whether an attributive clause may follow a quotation without a comma: it goes on in lower case, or with a cue."""
        item = self.items[k]
        if item.kind != "w":
            return False
        if any(hit.start == k for hit in self.hits):
            return True
        return self.lex.bare_comma and any(k < hit.start <= k + 4 for hit in self.hits)

    def after_cue(self, k: int) -> int:
        """Item after adverbs that stand between a cue and its subject or object."""
        while k < len(self.items) and (
            self.items[k].low in self.lex.words["adverbs"] or self.items[k].low in self.lex.words["negations"]
        ):
            k += 1
        return k

    # ---- cue first

    def subject(self, hit: Hit) -> tuple[tuple[Place | None, Identified], int]:
        """The speaker of a cue that stands before its content, and the item after subject or cue."""
        if hit.cue.needs == "subject":
            own = parties.before(self.items, hit.start, self.lex) if self.lex.order == "sov" else None
            if own is None:
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
        if hit.start == 0 or self.items[hit.start - 1].low == "," or self.items[hit.start - 1].low in self.lex.words["and"]:
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

    def cue_leads(self, hit: Hit) -> None:
        """`X said: "Q"`, `X said, "Q"`, `X said that ...`, `X said ...`, `X urged Y to ...`."""
        items, words, frames = self.items, self.lex.words, hit.cue.frames
        if self.reports_before(hit):
            return
        if any(other.end == hit.start for other in self.hits) and items[hit.core - 1].low not in words["documents"]:
            return  # a noun of the same form: "announced plans"
        if items[hit.core].low in words["documents"] and any(other.start == hit.end for other in self.hits):
            return  # "reports suggested"
        speaker, start = self.subject(hit)
        k = start
        addressee: Place | None = None
        while k < len(items) and k - start <= _REACH:
            item = items[k]
            if item.low in (":", "："):
                if "quote" in frames:
                    self.after_colon(hit, speaker, k, addressee)
                return
            if item.kind == "q":
                near = k == start or items[k - 1].low in (",", "—", "–") or "told" in frames
                if near and k not in self.taken and "quote" in frames:
                    self.take_quotes(hit, speaker, k, addressee)
                return
            if item.kind == "s":
                if (k == start or items[k - 1].low == ",") and {"quote", "np", "bare"} & frames:
                    self.take_clause("mixed", hit, speaker, k, addressee)
                elif speaker[0] is not None and ("np" in frames or "bare" in frames):
                    self.take_clause("bare", hit, speaker, start, addressee)
                return
            if item.low in words["conjunctions"]:
                if "that" in frames:
                    self.take_clause("that", hit, speaker, k, addressee)
                return
            if item.low in words["questions"] and "wh" in frames and (k == start or "told" in frames):
                self.take_clause("wh", hit, speaker, k, addressee)
                return
            if item.low in words["infinitive"] and "to" in frames and (k == start or addressee):
                self.take_clause("to", hit, speaker, k, addressee)
                return
            if item.kind == "p":
                if item.low == "," and self.has_conjunction(k):
                    k += 1
                    continue
                if item.low == "," and self.lex.comma_clause and "bare" in frames and speaker[0] is not None:
                    if self.subject_begins(k + 1, inverted=speaker[0][1] > items[hit.core].start):
                        self.take_clause("bare", hit, speaker, k + 1, addressee)
                    return
                if item.low != ",":
                    return
                k = self.skip_aside(k)
                if k < 0:
                    return
                continue
            step = self.step_over(k, start, hit, speaker, addressee)
            if step is None:
                return
            k, addressee = step

    def subject_begins(self, k: int, *, inverted: bool) -> bool:
        """Whether a clause without conjunction begins at item `k`, after a comma ("X sagte, er komme")."""
        if k + 4 >= len(self.items):
            return False
        item, words = self.items[k], self.lex.words
        if item.low in words["relatives"]:
            return not inverted  # after "sagte X," it opens a relative clause
        return item.capital or item.low in words["pronouns"] or item.low in words["determiners"]

    def step_over(
        self, k: int, start: int, hit: Hit, speaker: tuple[Place | None, Identified], addressee: Place | None
    ) -> tuple[int, Place | None] | None:
        """Past a time, a place or an addressee between cue and content; None once the content is taken, or is none."""
        items, words, frames = self.items, self.lex.words, hit.cue.frames
        item = items[k]
        if item.low in words["times"] or item.low in words["adverbs"]:
            return k + 1, addressee
        if "told" in frames and addressee is None:
            receiver = self.receiver(k)
            if receiver is not None:
                return receiver[1], self.place(*receiver)
        if item.low in words["asides"]:
            phrase = parties.noun_phrase_after(items, k + 1, self.lex)
            following = phrase[1] if phrase else k + 2
            if self.led(following) or items[k + 1 : k + 2] and items[k + 1].low in words["times"]:
                return following, addressee
        if "bare" in frames and not self.lex.comma_clause and speaker[0] is not None and (k == start or addressee or self.only_times(start, k)):
            if self.starts_clause(k, addressee is not None):
                self.take_clause("bare", hit, speaker, k, addressee)
            return None
        if "np" in frames and k == start and speaker[0] is not None and item.low not in words["breaks"]:
            self.take_clause("np", hit, speaker, k, addressee)
            return None
        if self.led(k + 1) or self.led(k + 2) or self.led(k + 3) or self.led(k + 4):
            return k + 1, addressee
        return None

    def only_times(self, start: int, k: int) -> bool:
        """Whether nothing but times and asides stands between."""
        skip = self.lex.words["times"] | self.lex.words["adverbs"] | self.lex.words["asides"]
        return all(item.low in skip for item in self.items[start:k])

    def receiver(self, k: int) -> parties.Range | None:
        """Whom somebody told: a pronoun, one name, or a noun phrase."""
        items = self.items
        if items[k].low in self.lex.words["addressee"] and k + 1 < len(items):
            k += 1
        return parties.noun_phrase_after(items, k, self.lex)

    def led(self, k: int) -> bool:
        """Whether content evidently begins at item `k`."""
        if k >= len(self.items):
            return False
        item = self.items[k]
        if item.low == "," and k + 1 < len(self.items):
            item = self.items[k + 1]
            return item.kind == "q" or item.low in self.lex.words["conjunctions"]
        return item.kind == "q" or item.low in (":", "：") or item.low in self.lex.words["conjunctions"]

    def reports_before(self, hit: Hit) -> bool:
        """Whether a clause ", says X" closes its sentence or is put into it: what it reports stands before."""
        items = self.items
        if "tail" not in hit.cue.frames or hit.start <= 3 or items[hit.start - 1].low not in (",", "—", "–"):
            return False
        if self.conjunction_soon(hit.end):
            return False
        if self.own_subject(hit) is not None:
            return True
        following = self.subject_after(hit)
        if following is None:
            return False
        rest = items[following[1] :]
        return not rest or rest[0].kind == "p" or (len(rest) <= 7 and rest[0].low in self.lex.words["breaks"])

    def conjunction_soon(self, k: int) -> bool:
        """Whether a conjunction or a colon follows within the reach of a cue that ends at item `k`."""
        for item in self.items[k : k + _REACH]:
            if item.low in self.lex.words["conjunctions"] or item.low == ":":
                return True
            if item.low == ",":
                return False
        return False

    def has_conjunction(self, k: int) -> bool:
        """Whether a conjunction or a quotation stands right after the comma at `k`."""
        return self.led(k)

    def skip_aside(self, k: int) -> int:
        """Item after an aside between commas that begins at `k`; -1 if there is none."""
        for m in range(k + 1, min(len(self.items), k + _REACH)):
            if self.items[m].low == ",":
                return m + 1 if self.led(m + 1) or self.led(m) else -1
            if self.items[m].kind == "q" or self.items[m].low in (":", ";", "."):
                return m if self.items[m].low == ":" and m - k < 8 else -1
        return -1

    def starts_clause(self, k: int, told: bool) -> bool:
        """Whether a clause with a subject of its own may begin at item `k`."""
        item = self.items[k]
        words = self.lex.words
        if item.low in words["breaks"] and item.low not in words["existential"]:
            return False
        return len(self.items) - k >= 3 or told

    def after_colon(
        self, hit: Hit, speaker: tuple[Place | None, Identified], colon: int, addressee: Place | None
    ) -> None:
        """What a colon after a cue leads to, here or in the next frame."""
        if colon + 1 >= len(self.items):
            self.used.add(hit.core)
            self.opened = Opened(*speaker, hit, self.place(hit.start, hit.end))
        elif self.items[colon + 1].kind in "qs" and colon + 1 not in self.taken:
            self.take_quotes(hit, speaker, colon + 1, addressee)
        elif not any(item.kind == "q" for item in self.items[colon + 1 :]):
            self.take_clause("colon", hit, speaker, colon + 1, addressee)

    def take_quotes(
        self, hit: Hit, speaker: tuple[Place | None, Identified], k: int, addressee: Place | None
    ) -> None:
        """The quotation at item `k` and those that touch it."""
        content = []
        while k < len(self.items) and (self.items[k].kind == "q" or not content):
            content.append(self.place(k, k + 1))
            self.taken.add(k)
            k += 1
        self.add("cue-quote", hit, speaker, content, addressee=addressee)

    def take_clause(
        self, pattern: str, hit: Hit, speaker: tuple[Place | None, Identified], k: int, addressee: Place | None
    ) -> None:
        """Items from `k` to the end of the clause as content."""
        end = self.clause_end(k, subordinate=self.is_subordinate(hit))
        if end <= k or not any(item.kind in "wqs" for item in self.items[k + 1 : end]) and self.items[k].kind == "w":
            return
        for n in range(k, end):
            if self.items[n].kind == "q":
                self.taken.add(n)
        inner = next((other for other in self.hits if k <= other.core < end), None)
        self.add(pattern, hit, speaker, [self.place(k, end)], addressee=addressee)
        if inner is not None:  # no claim inside a claim here: univocal
            self.used.update(other.core for other in self.hits if k <= other.core < end)

    def is_subordinate(self, hit: Hit) -> bool:
        """Whether the clause of a cue depends on a main clause that follows ("While X says that A, B")."""
        items, subordinators = self.items, self.lex.words["subordinators"]
        first = next((k for k, item in enumerate(items) if item.kind == "w"), 0)
        if items[first].low not in subordinators:
            return False
        return not any(item.low == "," for item in items[first : hit.start]) or hit.start - first < 8

    def clause_end(self, k: int, *, subordinate: bool = False) -> int:
        """Where a reported clause that begins at item `k` ends: with its sentence, or before another attribution."""
        items, words = self.items, self.lex.words
        end = len(items)
        while end > k and items[end - 1].kind == "p" and items[end - 1].low in _TERMINAL + ",;:—–":
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

    # ---- according to

    def source_at(self, k: int) -> int:
        """Number of items of a phrase such as "according to" that stands at item `k`, or 0."""
        if k >= len(self.items):
            return 0
        for phrase in self.lex.sources.get(self.items[k].low, ()):
            if all(k + n < len(self.items) and self.items[k + n].low == word for n, word in enumerate(phrase)):
                return len(phrase)
        return 0

    def according(self) -> None:
        """`According to X, ...` and `..., according to X`."""
        items = self.items
        for k in range(len(items)):
            length = self.source_at(k)
            if not length:
                continue
            source = self.source_party(k + length)
            if source is None:
                continue
            cue = self.place(k, k + length)
            if k == 0 or (k == 1 and items[0].kind == "w" and len(items[0].low) <= 4):
                start = source[1] + (1 if source[1] < len(items) and items[source[1]].low == "," else 0)
                end = self.sentence_end()
                if start == source[1] and not self.lex.bare_comma:
                    continue
            elif source[1] >= self.sentence_end() - 1 or items[k - 1].low == ",":
                start, end = 0, k
                for m in range(k - 1, max(0, k - 80), -1):
                    if items[m].low in (";", "—", "–"):
                        start = m + 1
                        break
            elif k >= 2 and source[1] + 2 < self.sentence_end():
                self.add("according", None, self.party(source), self.around(k, source[1]), cue=cue)
                return
            else:
                continue
            while end > start and items[end - 1].kind == "p":
                end -= 1
            if end - start < 3:
                continue
            self.taken.update(n for n in range(start, end) if items[n].kind == "q")
            self.used.update(hit.core for hit in self.hits if start <= hit.core < end)
            self.add("according", None, self.party(source), [self.place(start, end)], cue=cue)
            return

    def around(self, start: int, end: int) -> list[Place]:
        """The sentence without items `start` to `end`; its quotations and cues are used up."""
        last = self.sentence_end()
        self.taken.update(n for n, item in enumerate(self.items) if item.kind == "q")
        self.used.update(hit.core for hit in self.hits)
        return [self.place(0, start), self.place(end + (self.items[end].low == ","), last)]

    def source_party(self, k: int) -> parties.Range | None:
        """Who stands after "according to", past a verb in between ("según informó a la prensa X")."""
        verb = next((hit for hit in self.hits if hit.start == k), None)
        if verb is None:
            return parties.after(self.items, k, self.lex)
        self.used.add(verb.core)
        k = self.after_cue(verb.end)
        if k < len(self.items) and self.items[k].low in self.lex.words["addressee"]:
            receiver = parties.noun_phrase_after(self.items, k + 1, self.lex)
            if receiver is None:
                return None
            names = [n for n in range(*receiver) if self.items[n].capital]
            k = names[0] + 1 if names and receiver[1] - names[0] > 1 else receiver[1]
        return parties.after(self.items, k, self.lex)

    def sentence_end(self) -> int:
        """The last item before the stop of the frame."""
        end = len(self.items)
        while end and self.items[end - 1].kind == "p" and self.items[end - 1].low in _TERMINAL:
            end -= 1
        return end

    # ---- cue last

    def tails(self) -> None:
        """`..., X said.` and `A, X said, B.`"""
        items = self.items
        for hit in self.hits:
            if hit.core in self.used or "tail" not in hit.cue.frames:
                continue
            comma = self.tail_comma(hit)
            if comma is None or comma < 2:
                continue
            position, speaker, end = comma, *self.tail_parts(hit, comma)
            if speaker[0] is None:
                continue
            last = self.sentence_end()
            content = [self.place(0, position)]
            if end < last and items[end].low == ",":
                if last - end > 3:
                    content.append(self.place(end + 1, last))
            elif last - end > 8:
                continue
            inside = [n for n in range(position) if items[n].kind == "q"]
            if any(n in self.taken for n in inside):
                continue
            self.taken.update(inside)
            self.used.update(other.core for other in self.hits if other.core < hit.core)
            self.found = [one for one in self.found if one.content[0][1] >= items[hit.core].start or one.cue is None]
            self.add("tail", hit, speaker, content)
            return

    def tail_comma(self, hit: Hit) -> int | None:
        """The comma that an attributive clause around `hit` follows."""
        if hit.start > 0 and self.items[hit.start - 1].low in (",", "—", "–"):
            if (self.own_subject(hit) or self.subject_after(hit)) is not None:
                return hit.start - 1
        subject = parties.before(self.items, hit.start, self.lex)
        if subject is None or subject[0] == 0 or self.items[subject[0] - 1].low not in (",", "—", "–"):
            return None
        if self.items[subject[0]].low in self.lex.words["relatives"]:
            return None
        return subject[0] - 1

    def tail_parts(self, hit: Hit, comma: int) -> tuple[tuple[Place | None, Identified], int]:
        """Speaker and end of the attributive clause after the comma."""
        if comma == hit.start - 1:
            own = self.own_subject(hit)
            if own is not None:
                return own, hit.end
            subject = self.subject_after(hit)
            return self.party(subject), subject[1] if subject else hit.end
        end = hit.end
        while end < len(self.items) and end - hit.end < 5 and self.items[end].kind == "w":
            end += 1
        return self.party(parties.before(self.items, hit.start, self.lex)), end

    # ---- the verb stands last

    def verb_last(self) -> None:
        """`X, "Q" dedi.` and `X, ... söyledi.`: the speaker opens the sentence, the cue ends the clause."""
        floor = 0
        for hit in self.hits:
            quotes = [
                n
                for n in range(max(floor, hit.start - 5), hit.start)
                if self.items[n].kind == "q" or (self.items[n].kind == "s" and hit.start - n <= 2)
            ]
            if quotes:
                speaker = self.opening_subject(floor, quotes[0])
                self.taken.update(quotes)
                self.add("quote-cue", hit, speaker, [self.place(n, n + 1) for n in quotes])
            elif self.sentence_end() - hit.end <= 1 and floor == 0:
                subject = self.opening_subject(0, hit.start)
                comma = next((k for k in range(min(hit.start, _REACH)) if self.items[k].low == ","), None)
                if subject[0] is not None and comma is not None and hit.start - comma > 3:
                    if not any(item.kind == "q" for item in self.items[comma : hit.start]):
                        self.add("tail", hit, subject, [self.place(comma + 1, hit.start)])
            floor = hit.end

    def opening_subject(self, start: int, end: int) -> tuple[Place | None, Identified]:
        """The noun phrase that opens a clause and is set off from the rest by a comma, or a name before a quotation."""
        while start < end and self.items[start].kind == "p":
            start += 1
        comma = next((k for k in range(start, min(end, start + _REACH)) if self.items[k].low == ","), None)
        stop = comma if comma is not None else end
        if comma is None and (end - start > 5 or not all(item.capital for item in self.items[start:end])):
            return None, "none"
        found = parties.noun_phrase_after(self.items, start, self.lex)
        if found is None or found[1] < stop:
            return None, "none"
        return self.party((start, stop))

    # ---- no cue

    def colon(self) -> None:
        """`X: "Q"` where X is all that stands before the colon."""
        items = self.items
        for k in range(1, min(len(items) - 1, 16)):
            if items[k].low not in (":", "："):
                continue
            if items[k + 1].kind not in "qs" or k + 1 in self.taken:
                return
            subject = parties.noun_phrase_after(items, 0, self.lex)
            if subject is None or subject[1] < k - 1 or any(hit.core < k for hit in self.hits):
                return
            kind = parties.identified(items, subject, self.lex)
            if kind == "unnamed":
                return
            self.taken.add(k + 1)
            self.add("name-colon", None, (self.place(*subject), kind), [self.place(k + 1, k + 2)], self.place(k, k + 1))
            return


    def signature(self) -> None:
        """`"Q" - Name` at the end of a passage, and `NAME: ...` at the start of a line of a transcript."""
        items = self.items
        if len(items) > 2 and items[0].kind == "q" and 0 not in self.taken and items[1].low in _SIGNS:
            dashes = 2 if items[2].low == items[1].low else 1
            end = self.sentence_end()
            name = parties.noun_phrase_after(items, 1 + dashes, self.lex)
            if name is not None and name[1] <= end and end - dashes <= 14 and items[1 + dashes].capital:
                self.taken.add(0)
                cue = self.place(1, 1 + dashes) if items[1].low not in "—–" else (self.passage, items[1].start, items[dashes].end)
                self.add("signature", None, self.party(name), [self.place(0, 1)], cue)


def untaken(matcher: FrameMatcher) -> list[tuple[int, Quotation]]:
    """The utterances of a frame that no cue took."""
    return [
        (n, item.quotation)
        for n, item in enumerate(matcher.items)
        if item.kind == "q" and n not in matcher.taken and item.quotation is not None
    ]

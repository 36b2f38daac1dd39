"""Constructions in which the cue stands before its content: `X said: "Q"`, `X said that ...`, `X urged Y to ...`."""

from __future__ import annotations

from onrecord.quoting import parties
from onrecord.quoting.cues import Hit
from onrecord.quoting.reader import REACH, FrameReader, Identified, Opened, Place


class CueFirst(FrameReader):
    """Follows a cue to the quotation or the clause that it leads to."""

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
        while k < len(items) and k - start <= REACH:
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
                if not self.infinitive_at(k):
                    return
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

    def infinitive_at(self, k: int) -> bool:
        """Whether a verb may follow the particle at item `k`, and not a number or a noun phrase ("declined to 40")."""
        if k + 1 >= len(self.items):
            return False
        item, words = self.items[k + 1], self.lex.words
        return item.kind == "w" and item.low[:1].isalpha() and not item.capital and item.low not in words["determiners"]

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
            if self.led(following) or (items[k + 1 : k + 2] and items[k + 1].low in words["times"]):
                return following, addressee
        if (
            "bare" in frames
            and not self.lex.comma_clause
            and speaker[0] is not None
            and (k == start or addressee or self.only_times(start, k))
        ):
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

    def skip_aside(self, k: int) -> int:
        """Item after an aside between commas that begins at `k`; -1 if there is none."""
        for m in range(k + 1, min(len(self.items), k + REACH)):
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

    def take_quotes(self, hit: Hit, speaker: tuple[Place | None, Identified], k: int, addressee: Place | None) -> None:
        """The quotation at item `k` and those that touch it."""
        content: list[Place] = []
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
        if end <= k or (not any(item.kind in "wqs" for item in self.items[k + 1 : end]) and self.items[k].kind == "w"):
            return
        for n in range(k, end):
            if self.items[n].kind == "q":
                self.taken.add(n)
        inner = next((other for other in self.hits if k <= other.core < end), None)
        self.add(pattern, hit, speaker, [self.place(k, end)], addressee=addressee)
        if inner is not None:  # no claim inside a claim here: univocal
            self.used.update(other.core for other in self.hits if k <= other.core < end)

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

"""Constructions around a quotation: `"Q," said X`, `X: "Q"`, `"Q" - X`."""

from __future__ import annotations

from onrecord.pipeline import Quotation
from onrecord.quoting import parties
from onrecord.quoting.cues import Hit
from onrecord.quoting.frames import Item
from onrecord.quoting.reader import REACH, SIGNS, FrameReader, Identified, Place


class AroundQuotes(FrameReader):
    """Finds the cue that stands after or between quotations, or the name set beside one."""

    def quotes_before_cues(self) -> None:
        """`"Q," said X`, `"Q," X said`, `"Q," X added, "Q2"`."""
        for n, item in enumerate(self.items):
            if item.kind not in "qs" or n in self.taken or not self.is_utterance(n):
                continue
            clause = self.attributive(n + 1, quoted=item)
            if clause is None:
                continue
            hit, speaker, end = clause
            content = [self.place(self.quoted_from(n), n + 1)]
            self.taken.add(n)
            for m in range(n - 1, -1, -1):  # sentences of one quotation cut apart by marks
                if self.items[m].kind == "q" and m not in self.taken:
                    content.insert(0, self.place(m, m + 1))
                    self.taken.add(m)
                else:
                    break
            second = next((m for m in range(end, len(self.items)) if self.items[m].kind in "qs"), None)
            if second is not None and self.belongs(second, hit, end):
                content.append(self.place(second, second + 1))
                self.taken.add(second)
            self.add("quote-cue", hit, speaker, content)

    def interrupted(self, quotation: Quotation) -> bool:
        """`« Q, dit X, Q2 »`: an attributive clause between commas inside the marks of `quotation`, which this frame holds."""
        items = self.items
        for hit in self.hits:
            if "tail" not in hit.cue.frames or hit.start < 2 or items[hit.start - 1].low not in (",", "—", "–"):
                continue
            own, subject = self.own_subject(hit), self.subject_after(hit)
            end = hit.end if own else subject[1] if subject else len(items)
            if end >= len(items) - 1 or items[end].low not in (",", ".", "—", "–"):
                continue
            if not own and not (subject and items[subject[1] - 1].capital):
                continue  # "j'ai dit, je le répète, que": the speaker's own words
            before = (self.passage, quotation.start, items[hit.start - 2].end)
            after = (self.passage, items[end + 1].start, quotation.end)
            self.add("interrupted", hit, own or self.party(subject), [before, after])
            return True
        return False

    def headline(self) -> None:
        """`Moscow: ...` in a headline, where the name of a seat of government stands for it."""
        items = self.items
        if len(items) > 4 and items[1].low == ":" and items[0].low in self.lex.words["seats"] and not self.found:
            if any(item.kind == "q" for item in items):
                return
            last = self.sentence_end()
            self.add("headline", None, (self.place(0, 1), "collective"), [self.place(2, last)], self.place(1, 2))

    def is_utterance(self, n: int) -> bool:
        """Whether a quotation may stand before its cue: an utterance, or a fragment that opens the frame."""
        item = self.items[n]
        lead = self.items[n - 1].low if n else ""
        if item.kind == "q":
            return lead not in self.lex.words["asides"]  # 'On "The Late Show," X said': a title
        return n == 0 or lead in (":", "—", "–")

    def belongs(self, n: int, hit: Hit, end: int) -> bool:
        """Whether the quotation at item `n` goes on with what an attributive clause that ends at `end` interrupts."""
        if n - end > 6 or n in self.taken or self.items[n].kind != "q":
            return False
        return not any(hit.core < other.core < n for other in self.hits)

    def quoted_from(self, n: int) -> int:
        """Where the content begins whose end is the quotation at item `n`: with it, or with the sentence it completes."""
        inner = self.text[self.items[n].start : self.items[n].end].lstrip("\"“”„«»'‘ \u00a0")
        lead = self.items[:n]
        if not inner[:1].islower() or not lead or any(item.kind != "w" for item in lead) or len(lead) > REACH:
            return n
        return n if any(hit.core < n for hit in self.hits) else 0

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
        if hit is None or hit.start - k > 24 or ("quote" not in hit.cue.frames and "tail" not in hit.cue.frames):
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

    def colon(self) -> None:
        """`X: "Q"` where X is all that stands before the colon."""
        items = self.items
        for k in range(1, min(len(items) - 1, 16)):
            if items[k].low not in (":", "："):
                continue
            if items[k + 1].kind not in "qs" or k + 1 in self.taken:
                return
            subject = parties.noun_phrase_after(items, 0, self.lex)
            if subject is None or subject[1] != k or any(hit.core < k for hit in self.hits):
                return
            kind = parties.identified(items, subject, self.lex)
            if kind == "unnamed" and items[0].low not in self.lex.words["determiners"]:
                return  # "Read more: ..."
            self.taken.add(k + 1)
            self.add("name-colon", None, (self.place(*subject), kind), [self.place(k + 1, k + 2)], self.place(k, k + 1))
            return

    def signature(self) -> None:
        """`"Q" - Name` at the end of a passage, and `NAME: ...` at the start of a line of a transcript."""
        items = self.items
        if len(items) > 2 and items[0].kind == "q" and 0 not in self.taken and items[1].low in SIGNS:
            dashes = 2 if items[2].low == items[1].low else 1
            end = self.sentence_end()
            name = parties.noun_phrase_after(items, 1 + dashes, self.lex)
            if name is not None and name[1] <= end and end - dashes <= 14 and items[1 + dashes].capital:
                self.taken.add(0)
                cue = (
                    self.place(1, 1 + dashes)
                    if items[1].low not in "—–"
                    else (self.passage, items[1].start, items[dashes].end)
                )
                self.add("signature", None, self.party(name), [self.place(0, 1)], cue)

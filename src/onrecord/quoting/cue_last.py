"""Constructions in which the content stands first or around: `..., X said`, `according to X`, and verb-last languages."""

from __future__ import annotations

from onrecord.quoting import parties
from onrecord.quoting.cues import Hit
from onrecord.quoting.reader import REACH, FrameReader, Identified, Place


class CueLast(FrameReader):
    """Finds what stands before a clause that attributes it."""

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
                if source[1] >= self.sentence_end():  # what follows the comma is the content, no apposition
                    source = parties.noun_phrase_after(items, k + length, self.lex)
                if source is None or source[1] >= self.sentence_end():
                    continue
                start = source[1] + (items[source[1]].low == ",")
                end = self.sentence_end()
                if start == source[1] and not (self.lex.bare_comma or self.lex.comma_clause):
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
            if end - start < 2:
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
        end += self.items[end].low == ","
        return [self.place(0, start), *([self.place(end, last)] if end < last else [])]

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
                if last - end > 2:
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
        set_off = hit.start > 0 and self.items[hit.start - 1].low in (",", "—", "–")
        if set_off and (self.own_subject(hit) or self.subject_after(hit)) is not None:
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
        skip = self.lex.words["times"] | self.lex.words["asides"] | self.lex.words["adverbs"]
        if end < len(self.items) and self.items[end].kind == "w" and self.items[end].low not in skip:
            return (None, "none"), end
        while end < len(self.items) and end - hit.end < 5 and self.items[end].kind == "w":
            end += 1
        return self.party(parties.before(self.items, hit.start, self.lex)), end

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
                comma = next((k for k in range(min(hit.start, REACH)) if self.items[k].low == ","), None)
                if subject[0] is None or comma is None or hit.start - comma <= 3:
                    continue
                if not any(item.kind == "q" for item in self.items[comma : hit.start]):
                    self.add("tail", hit, subject, [self.place(comma + 1, hit.start)])
            floor = hit.end

    def opening_subject(self, start: int, end: int) -> tuple[Place | None, Identified]:
        """The noun phrase that opens a clause and is set off from the rest by a comma, or a name before a quotation."""
        while start < end and self.items[start].kind == "p":
            start += 1
        comma = next((k for k in range(start, min(end, start + REACH)) if self.items[k].low == ","), None)
        stop = comma if comma is not None else end
        if comma is None and (end - start > 5 or not all(item.capital for item in self.items[start:end])):
            return None, "none"
        found = parties.noun_phrase_after(self.items, start, self.lex)
        if found is None or found[1] < stop:
            return None, "none"
        return self.party((start, stop))

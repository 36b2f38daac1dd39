"""Whole quotations: what a speech holds of one it holds all of, over passages too, and none stays without an attribution."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.attribution.places import covers, joined, overlap
from onrecord.languages import table
from onrecord.pipeline import Draft, Place, Quotation, Speech

#: A speech that holds this share of a quotation holds it all.
_MOST = 0.5
#: An utterance without anybody who says it has so many words, and is this share of its sentences.
_FEWEST_WORDS, _ALL = 4, 0.9
_WORD = re.compile(r"\w+")
#: What nobody is said to say; the confidence is that of a quotation the encoder passed over.
_NOBODY = Speech(
    cue=(), content=(), sources=(), addressees=(), act="state", mode="said", identified="none", confidence=0.3
)
#: A dash behind a quotation and the end of a line behind a name: the name signs it.
_SIGNATURE, _LINE_ENDS = (
    re.compile(r"[.,]?[ \u00a0]{0,2}[―—–-]{1,2}[ \u00a0]{0,2}"),
    re.compile(r"[^\w\n]*(?:,[^\n.]{0,60})?(?:\n|$)"),
)
_SIGNED = 0.8  # how sure such a one is
_DASHES = ("– ", "— ", "― ", "- ")
_CLOSE = 40  # characters between a cue and a quotation that it introduces
_ENDED = re.compile(r"[.!?…。！？]\W*$")


class Quotes:
    """What stands in outer quotation marks on a page; `whole` leaves out fragments of somebody else's sentence."""

    def __init__(self, page: Draft) -> None:
        self.places: list[tuple[Place, Quotation]] = [
            ((number, quotation.start, quotation.end), quotation)
            for number, passage in enumerate(page.passages)
            for quotation in passage.quotations
            if quotation.depth == 0
        ]
        self.whole = [(place, quotation) for place, quotation in self.places if not quotation.scare]


def completed(speeches: Sequence[Speech], quotes: Quotes) -> list[Speech]:
    """Each speech with all of the quotations that it mostly holds, its own cue and source left out."""
    return [replace(speech, content=_completed(speech, quotes)) for speech in speeches]


def _completed(speech: Speech, quotes: Quotes) -> tuple[Place, ...]:
    content = list(speech.content)
    for place, _ in quotes.places:
        held = sum(overlap(place, piece) for piece in speech.content)
        if held < _MOST * (place[2] - place[1]):
            continue
        if any(overlap(place, other) for other in (*speech.cue, *speech.sources)):
            continue  # "We", he said, "stay": marks that do not close hold the cue too
        content.append(place)
    return joined(content)


def continued(speeches: Sequence[Speech], quotes: Quotes) -> list[Speech]:
    """Speeches, and one more for each later passage in which their quotation runs on, with the same cue and speakers.

    A quotation that is not closed before its paragraph ends is opened again in the next: each paragraph of it is words of its own
    to point at.
    """
    running = [place for place, quotation in quotes.whole if quotation.continues]
    result: list[Speech] = []
    for speech in speeches:
        later = [
            piece
            for piece in speech.content
            if piece[0] != speech.content[0][0] and any(overlap(piece, place) for place in running)
        ]
        first = tuple(piece for piece in speech.content if piece not in later)
        result.append(replace(speech, content=first))
        result += [replace(speech, content=(piece,), addressees=()) for piece in later]
    threads: dict[int, Speech] = {}
    for place, quotation in quotes.whole:
        holder = next((speech for speech in result if covers(speech.content, place)), None)
        if holder is not None:
            threads.setdefault(quotation.thread, holder)
        elif quotation.continues and quotation.thread in threads and not _taken(place, result):
            result.append(replace(threads[quotation.thread], content=(place,), addressees=()))
    return result


def _taken(place: Place, speeches: Sequence[Speech]) -> bool:
    """Whether part of a place is somebody's already."""
    return any(overlap(place, piece) for speech in speeches for piece in (*speech.content, *speech.cue))


def signed(page: Draft, speeches: Sequence[Speech], quotes: Quotes) -> list[Speech]:
    """Speeches with each quotation that a name behind a dash signs as one of its own: “We had no light.” ― Ida Crane.

    It is a sentence that ends as one, and not what somebody beside it is said to say; what else the speeches that held it hold stays theirs.
    """
    persons = [name.place for name in page.names if name.kind == "person"]
    result = list(speeches)
    for place, _ in quotes.whole:
        number, start, end = place
        whole = page.passages[number].text.text
        after = _SIGNATURE.match(whole, end)
        signer = after and next((at for at in persons if at[0] == number and at[1] == after.end()), None)
        if signer is None or _LINE_ENDS.match(whole, signer[2]) is None or not _is_sentence(whole[start:end]):
            continue
        if any(_says(speech, place) for speech in result):
            continue
        dash = (number, end, signer[1])
        result = [speech for speech in result if not any(overlap(dash, cue) for cue in speech.cue)]
        held = [
            speech
            for speech in result
            if _holds(speech, place) and not any(covers((place,), cue) for cue in speech.cue)
        ]
        result = [speech for speech in result if speech not in held]
        rests = [(speech, _without(speech.content, place)) for speech in held]
        result += [replace(speech, content=rest) for speech, rest in rests if rest]
        result.append(replace(_NOBODY, content=(place,), sources=(signer,), identified="named", confidence=_SIGNED))
    return result


def _is_sentence(words: str) -> bool:
    """Whether quoted words are more than a few and end as a sentence does."""
    return len(_WORD.findall(words)) >= _FEWEST_WORDS and _ENDED.search(words) is not None


def _holds(speech: Speech, place: Place) -> bool:
    """Whether a speech holds most of a quotation."""
    return sum(overlap(place, piece) for piece in speech.content) >= _MOST * (place[2] - place[1])


def _says(speech: Speech, place: Place) -> bool:
    """Whether somebody is said to say a quotation right before it, in its line."""
    return _holds(speech, place) and any(cue[0] == place[0] and 0 <= place[1] - cue[2] <= _CLOSE for cue in speech.cue)


def _without(content: Sequence[Place], place: Place) -> tuple[Place, ...]:
    """Places without what they share with another."""
    parts = [
        part
        for piece in content
        for part in ((piece[0], piece[1], min(piece[2], place[1])), (piece[0], max(piece[1], place[2]), piece[2]))
        if piece[0] == place[0]
    ]
    return joined(
        [*(part for part in parts if part[1] < part[2]), *(piece for piece in content if piece[0] != place[0])]
    )


def unclaimed(page: Draft, speeches: Sequence[Speech], quotes: Quotes) -> list[Speech]:
    """Utterances in quotation marks that the encoder gave to nobody: what nobody is said to say is on record too.

    They fill their sentences; what is quoted within a sentence of the outlet's is a title, a name or a word somebody used. In languages in which a dash opens
    speech, a paragraph that it opens is an utterance too.
    """
    quoted = [place for place, quotation in quotes.whole if quotation.opened and _fills_sentences(page, place)]
    return [replace(_NOBODY, content=(place,)) for place in (*quoted, *_dashed(page)) if not _taken(place, speeches)]


def opens_with_dash(page: Draft, number: int) -> bool:
    """Whether a passage is a paragraph that a dash opens, in a language in which that is speech."""
    passage = page.passages[number]
    speaks = table(page.language_of(passage), "parties.toml").get("dash_speaks", False)
    return bool(speaks) and passage.kind == "paragraph" and passage.text.text.lstrip().startswith(_DASHES)


def _dashed(page: Draft) -> list[Place]:
    """The paragraphs that a dash opens, if they have more than a few words."""
    texts = [
        (number, passage.text.text) for number, passage in enumerate(page.passages) if opens_with_dash(page, number)
    ]
    return [
        (number, len(text) - len(text.lstrip()), len(text.rstrip()))
        for number, text in texts
        if len(_WORD.findall(text)) >= _FEWEST_WORDS
    ]


def _fills_sentences(page: Draft, place: Place) -> bool:
    """Whether quoted words are most of the sentences that they touch, and more than a few."""
    number, start, end = place
    passage = page.passages[number]
    if len(_WORD.findall(passage.text.text, start, end)) < _FEWEST_WORDS:
        return False
    touched = [sentence for sentence in passage.sentences if sentence.start < end and start < sentence.end]
    around = sum(sentence.end - sentence.start for sentence in touched) or len(passage.text)
    return end - start >= _ALL * around

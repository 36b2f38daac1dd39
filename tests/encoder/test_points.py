"""Arabic vowel points change neither the pieces of a word nor which word they are."""

from __future__ import annotations

from onrecord.encoder.model import model
from onrecord.encoder.windows import pack, tokenise, window, word_numbers
from onrecord.pipeline import PassageDraft
from onrecord.spans import Aligned


def test_points_change_neither_pieces_nor_words() -> None:
    found = []
    for text in ("قال مدرسون إنهم", "قال مُدرِّسون إنّهم"):
        passages = [PassageDraft(kind="paragraph", text=Aligned.verbatim(text, 0, len(text)), language="ar")]
        pieces = tokenise(model().tokenizer, passages)
        view = window(pieces, pack(passages, pieces)[0])
        assert text[pieces[0].starts[0] :].startswith("قال")
        assert int(pieces[0].ends[-1]) == len(text)
        found.append((pieces[0].ids.tolist(), word_numbers(passages, pieces, view).tolist()))
    assert found[0] == found[1]

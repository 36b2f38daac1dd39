"""One page is read the same whatever else is read, and by as many processes as there are."""

from __future__ import annotations

import msgspec
import numpy as np

from onrecord.encoder.embedding import Embedding
from onrecord.encoder.model import model
from onrecord.engines.local import read_pages
from onrecord.ids import page_id
from onrecord.pipeline import RawPage

TEXTS = (
    "Harbour closed\n\n“We cannot sail,” Ada Brandt told the council on Monday. She accused the ministry of delay.",
    "Il porto è chiuso\n\nIl sindaco Carlo Deri ha detto che le navi restano ferme. Ha aggiunto: «Non è finita».",
    "Порт закрыт\n\n«Мы не выйдем в море», — заявила Ада Брандт. По её словам, виновато министерство.",
)


def raw(text: str) -> RawPage:
    return RawPage(id=page_id(text.encode()), content=text, where="t", form="text", article=True)


def records(texts: tuple[str, ...], jobs: int = 1) -> dict[str, bytes]:
    return {
        item.record.page.id: msgspec.json.encode(item.record)  # type: ignore[union-attr]
        for item in read_pages([raw(text) for text in texts], jobs)
    }


def test_neighbours_order_and_workers_change_nothing() -> None:
    together = records(TEXTS)
    assert together == records(TEXTS[::-1])
    assert together == records(TEXTS * 2, jobs=2)
    for text in TEXTS:
        assert records((text,)).items() <= together.items()


def test_embeddings_are_the_numbers_of_their_blocks() -> None:
    table = model().embedding.table
    found = Embedding.rows(model().embedding, np.array([5, 77], dtype=np.int32))
    block = np.asarray(table[77][:18])
    scale = float(block[:2].view(np.float16)[0])
    expected = [((int(b) & 15) - 8) * scale for b in block[2:]] + [((int(b) >> 4) - 8) * scale for b in block[2:]]
    assert np.allclose(found[1, :32], expected)
    assert found.shape == (2, table.shape[1] // 18 * 32)


def test_a_page_without_an_attribution_keeps_its_names() -> None:
    (record,) = read_pages([raw("The ferry to Rostock left at noon.")])
    assert not record.record.problems  # type: ignore[union-attr]
    assert [one.text for one in record.record.mentions] == ["Rostock"]  # type: ignore[union-attr]

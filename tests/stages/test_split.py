"""Sentences: where they end in eighteen languages, and that they cover the passage."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.stages.split import sentences, split
from pages import lines_page

CASES = [
    ("en", "Mr. Berg met Dr. A. B. Lind in the U.S. on Jan. 3.| He said no."),
    ("en", "“We go.”| She left (quickly.)| It cost $3.5 million, e.g. for St. Olav."),
    ("en", "He lived in the U.S.| The house was No. 5.| “Really?” he asked."),
    ("en", "It rained...| Then it stopped… and then it rained."),
    ("it", "Il sig. Berg ha parlato.| “Forse no”, ha detto il dott. Lind.| Erano 2.000 persone."),
    ("de", "Am 3. Oktober sprach Dr. Berg, z.B. über Torvik.| „Wir gehen.“| Das war 2019.| Er blieb."),
    ("fr", "M. Berg est parti. »| Mme Lind reste, cf. art. 5.| « Que faire ? »| Rien."),
    ("es", "El Sr. Berg viajó a EE.UU. en enero.| ¿Por qué?| ¡No lo sé!| La Dra. Lind calló."),
    ("pt", "O Sr. Berg falou.| A Dra. Lind saiu às 3.30 da tarde."),
    ("nl", "Dhr. Berg sprak met mr. Lind.| De brug blijft dicht, d.w.z. tot mei."),
    ("ru", "Г-н Берг и А. С. Линд приехали в 2019 г. в Торвик.| Они молчали, т. е. ничего не сказали."),
    ("uk", "Проф. Берг приїхав у м. Торвік.| Він мовчав."),
    ("ar", "قال الوزير إنه سيغادر.| هل يعود؟| لا نعرف."),
    ("tr", "Dr. Berg 3. kez geldi.| Prof. Lind sustu.| Neden?"),
    ("pl", "Prof. Berg przyjechał 3. października, tj. w środę.| Milczał."),
    ("el", "Ο κ. Μπεργκ έφυγε.| Γιατί;| Δεν ξέρουμε."),
    ("he", "השר אמר שיעזוב.| האם יחזור?| לא ידוע."),
    ("zh", "部长说他将离开。|他会回来吗？|“不知道。”|记者说。"),
    ("ja", "大臣は「行く。」と述べた。|理由は不明だ。|なぜか？"),
    ("ko", "장관은 떠난다고 말했다.| 돌아올까?| 모른다."),
    ("hi", "मंत्री ने कहा कि वे जाएँगे।| क्या वे लौटेंगे?| डॉ. लिंड चुप रहीं।"),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_sentences_end_where_they_should(language: str, marked: str) -> None:
    text = marked.replace("|", "")
    found = [text[s.start : s.end] for s in sentences(text, language)]
    assert found == [part.strip() for part in marked.split("|")]


@given(st.text(max_size=300), st.sampled_from(["en", "de", "ja", "fr", None]))
def test_sentences_cover_every_character_in_order(text: str, language: str | None) -> None:
    found = sentences(text, language)
    assert all(a.end <= b.start for a, b in pairwise(found))
    covered = "".join(text[s.start : s.end] for s in found)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(s.start < s.end and text[s.start : s.end] == text[s.start : s.end].strip() for s in found)


@pytest.mark.parametrize("unit", [". ", '" ', "A. ", "。", "a.\n\n", "Mr. ", ".", '."'])
def test_time_is_linear(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    begin = time.perf_counter()
    assert sentences(text, "en")
    assert time.perf_counter() - begin < 8


def test_the_stage_uses_the_language_of_the_passage() -> None:
    (passage,) = split(lines_page("Am 3. Oktober kam er. Dann ging er.", "de")).passages
    assert len(passage.sentences) == 2

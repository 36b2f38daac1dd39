"""Damaged sentences of our own in nine languages, and sentences that must stay as they are."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from onrecord.stages.repair import repair
from pages import lines_page

ROWS = list(csv.DictReader((Path(__file__).parent / "damaged.csv").read_text(encoding="utf-8").splitlines()))

UNTOUCHED = [
    (
        "en",
        "YouTube and WhatsApp said the iPhone app of McDonald's, seen by DeSantis and MacArthur, was made by BlackRock.",
    ),
    (
        "en",
        "Kemi Badenoch met the rebuttal of Mr. Hellman; Ms. Butterworth and Mr. Hancock of Scunthorpe sat beside them.",
    ),
    ("en", "He wrote #NicolasMaduro and @BadAssets on https://badets.example/BadUred?a=1&copy=2 and bad.example.com."),
    ("en", "“What the f***,” he said. Sh*t happens, b******s all of it, wrote the *Herald*."),
    (
        "en",
        "She waited . . . and then she said: 'I told him, \"No.\" ' He is worth 3.5 million, .50 calibre and .NET apart.",
    ),
    ("en", "AT&T, R&B; Q&A, H&M and Marks&Spencer are not damaged, nor is 5 < 6 or a <3 on a card."),
    ("en", "The Labour Party won. The Labour Party lost. The Labour Party is back, and the Labour Party wins again."),
    ("de", "Der Büchertisch stand neben der Badeanstalt, sagte Frau Badstübner: „Gehen wir baden.“ Dann ging sie."),
    ("fr", "« Nous partons », a dit le ministre ; puis : « Que faire ? » Il a répondu : « Rien ! »"),
    ("es", "¿Qué pasa? preguntó el badajocense. Abadía, Trinidad y Abderramán no dijeron nada."),
    ("it", "Il badante di Badoglio abita a Badia Polesine; l'ambasciatore ha lasciato l'associazione."),
    ("pt", "Ele nadou na Badajoz do FaceApp; o PicPay é do banco BTG."),
    ("nl", "De badgast in Badhoevedorp zei niets; IJsland en 's-Gravenhage evenmin."),
    ("ru", "Россия и Рига: рубль вырос, сказал Рубцов. «Сёстры» и «Вёрсты» молчат."),
    ("zh", "中国外交部发言人说，双方将继续对话。"),
]


@pytest.mark.parametrize("row", ROWS, ids=[f"{r['part']}-{r['language']}-{r['kind']}-{n}" for n, r in enumerate(ROWS)])
def test_a_damaged_sentence_is_mended_and_recorded(row: dict[str, str]) -> None:
    mended = repair(lines_page(row["damaged"], row["language"]))
    assert "¶".join(p.text.text for p in mended.passages).replace("\u00a0", " ") == row["expected"]
    for one in mended.repairs:
        assert one.was == mended.text[slice(*one.span)] != one.now
    if row["damaged"] != row["expected"]:
        assert row["kind"] in {one.why for one in mended.repairs} | {"markup", "feed-id", "fused"}


@pytest.mark.parametrize(("language", "text"), UNTOUCHED)
def test_what_is_right_stays(language: str, text: str) -> None:
    mended = repair(lines_page(text, language))
    assert [p.text.text for p in mended.passages] == [text]
    assert mended.repairs == ()

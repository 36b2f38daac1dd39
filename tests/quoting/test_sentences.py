"""Who said what in single sentences of each language: speaker, cue and content as they stand."""

from __future__ import annotations

import pytest

from onrecord.pipeline import Draft, PassageDraft, RawPage
from onrecord.records import Attribution
from onrecord.spans import Aligned
from onrecord.stages.attribute import attribute
from onrecord.stages.quotations import quotations


def read(*passages: str, language: str = "en") -> tuple[Attribution, ...]:
    """The attributions of a page of these paragraphs."""
    text = "\n".join(passages)
    drafts, start = [], 0
    for passage in passages:
        drafts.append(
            PassageDraft(kind="paragraph", text=Aligned.verbatim(text, start, start + len(passage)), language=language)
        )
        start += len(passage) + 1
    page = Draft(raw=RawPage(id="p", content=text, where="test"), text=text, language=language, passages=tuple(drafts))
    return attribute(quotations(page)).attributions


def parts(found: Attribution) -> tuple[str, str, str]:
    """Speaker, cue and content."""
    return " + ".join(who.text for who in found.speakers), found.cue.text if found.cue else "", found.content.text


@pytest.mark.parametrize(
    ("language", "text", "speaker", "cue", "content"),
    [
        ("en", "“We sail,” said Ada Brandt. “At dawn.”", "Ada Brandt", "said", "“We sail,” “At dawn.”"),
        ("en", "“We sail,” Ada Brandt added, “at dawn.”", "Ada Brandt", "added", "“We sail,” “at dawn.”"),
        ("en", "Ada Brandt, the harbour master, said: “No.”", "Ada Brandt, the harbour master", "said", "“No.”"),
        ("en", "Ada Brandt told the council the port was shut.", "Ada Brandt", "told", "the port was shut"),
        ("en", "Ada Brandt has also said that it is late.", "Ada Brandt", "has also said", "that it is late"),
        ("en", "The port is shut, officials said on Monday.", "officials", "said", "The port is shut"),
        ("en", "According to Ada Brandt, the port is shut.", "Ada Brandt", "According to", "the port is shut"),
        ("en", "The port is shut, according to the ministry.", "the ministry", "according to", "The port is shut"),
        ("en", "Alba, Belta and Corda said it was late.", "Alba + Belta + Corda", "said", "it was late"),
        ("en", "While Brandt says that it is late, the port is open.", "Brandt", "says", "that it is late"),
        ("en", "Brandt: “It is late.”", "Brandt", ":", "“It is late.”"),
        ("it", "«Non firmeremo», ha detto Carla Venturi.", "Carla Venturi", "ha detto", "«Non firmeremo»"),
        ("it", "Il sindaco ha poi concluso: “È tardi”.", "Il sindaco", "ha poi concluso", "“È tardi”"),
        ("it", "Ha ribadito che il porto è chiuso.", "", "Ha ribadito", "che il porto è chiuso"),
        ("fr", "« C'est tard », a-t-elle ajouté.", "elle", "a-t-elle ajouté", "« C'est tard »"),
        ("fr", "Le maire a déclaré qu'il partirait.", "Le maire", "a déclaré", "qu'il partirait"),
        ("fr", "Selon Luc Moreau, le port est fermé.", "Luc Moreau", "Selon", "le port est fermé"),
        ("de", "Der Minister erklärte, der Hafen sei zu.", "Der Minister", "erklärte", "der Hafen sei zu"),
        ("de", "Am Freitag sagte Kessler, dass es spät sei.", "Kessler", "sagte", "dass es spät sei"),
        ("de", "„Es ist spät“, sagte Anna Kessler am Montag.", "Anna Kessler", "sagte", "„Es ist spät“"),
        ("es", "«Es tarde», dijo la ministra Clara Vidal.", "la ministra Clara Vidal", "dijo", "«Es tarde»"),
        ("es", "—No —dijo él—. Seguimos.", "él", "dijo", "No Seguimos."),
        ("pt", "O prefeito afirmou que as obras começam.", "O prefeito", "afirmou", "que as obras começam"),
        ("nl", "„Het is laat”, zei minister Anna Kuipers.", "minister Anna Kuipers", "zei", "„Het is laat”"),
        ("ru", "«Уже поздно», — заявил Иван Орлов.", "Иван Орлов", "заявил", "«Уже поздно»"),
        ("ru", "— Нет, — сказал он. — Мы останемся.", "он", "сказал", "Нет Мы останемся."),
        ("ru", "По словам Анны Лисовой, порт закрыт.", "Анны Лисовой", "По словам", "порт закрыт"),
        ("uk", "Мер повідомив, що роботи почнуться.", "Мер", "повідомив", "що роботи почнуться"),
        ("pl", "„Już późno” – powiedział Jan Orłowski.", "Jan Orłowski", "powiedział", "„Już późno”"),
        ("ar", 'قال الوزير سامي الحداد: "لن نوقع".', "الوزير سامي الحداد", "قال", '"لن نوقع"'),
        ("ar", "وأكد رئيس البلدية أن الميناء مغلق.", "رئيس البلدية", "وأكد", "أن الميناء مغلق"),
        ("tr", 'Bakan Ayşe Demir, "Geç oldu" dedi.', "Bakan Ayşe Demir", "dedi", '"Geç oldu"'),
    ],
)
def test_one_sentence(language: str, text: str, speaker: str, cue: str, content: str) -> None:
    (found,) = read(text, language=language)
    assert parts(found) == (speaker, cue, content)


@pytest.mark.parametrize(
    "text",
    [
        "The so-called “grand bargain” failed.",
        "She was told to wait by the gate.",
        "The meeting was called by the harbour board.",
        "His claim failed.",
        "The film “The Long Quay” opens in May.",
    ],
)
def test_narration_yields_nothing(text: str) -> None:
    assert read(text) == ()


def test_a_cue_leads_into_the_next_paragraph() -> None:
    (found,) = read("Ada Brandt added:", "“We sail at dawn.”")
    assert parts(found) == ("Ada Brandt", "added", "“We sail at dawn.”")


def test_an_utterance_keeps_its_speaker_over_paragraphs() -> None:
    found = read("Ada Brandt said: “The port is shut.", "“We cannot sail.", "“Not today.”", "The night was calm.")
    assert [parts(one)[0] for one in found] == ["Ada Brandt"] * 3


def test_a_participle_has_the_subject_of_its_sentence() -> None:
    first, second = read("Ada Brandt said that it was late, adding that the port was shut.")
    assert parts(first) == ("Ada Brandt", "said", "that it was late")
    assert parts(second) == ("Ada Brandt", "adding", "that the port was shut")


def test_a_quotation_that_nothing_introduces_has_no_speaker() -> None:
    (found,) = read("“We sail at dawn and not before.”")
    assert (found.speakers, found.cue, found.identified) == ((), None, "none")


@pytest.mark.parametrize(
    ("text", "identified", "kind", "act"),
    [
        ("Ada Brandt warned: “It is late.”", "named", "direct", "warn"),
        ("Officials denied that the port was “quite shut”.", "unnamed", "mixed", "deny"),
        ("The ministry announced that the port was shut.", "collective", "indirect", "announce"),
        ("The report says that the port was shut.", "document", "indirect", "state"),
    ],
)
def test_what_an_attribution_says_of_itself(text: str, identified: str, kind: str, act: str) -> None:
    (found,) = read(text)
    assert (found.identified, found.kind, found.speech_act) == (identified, kind, act)

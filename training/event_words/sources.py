"""What dictionaries, thesauri and a wordnet say of words: which mean the same, and which forms they have (README.md names them and their terms)."""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

#: Thesauri of LibreOffice by language, as Debian packs them, under terms that let their findings ship; that of Italian is under the GPL alone.
THESAURI = {
    "de": "th_de_DE_v2.dat",
    "en": "th_en_US_v2.dat",
    "es": "th_es_ES_v2.dat",
    "fr": "thes_fr.dat",
    "pt": "th_pt_BR.dat",
    "ru": "th_ru_RU_v2.dat",
}
#: Languages of the dictionaries that are read, by the codes in their names. Bulgarian only leads from one language to another.
LANGUAGES = {
    "bul": "bg", "deu": "de", "ell": "el", "eng": "en", "fin": "fi", "fra": "fr", "ind": "id", "ita": "it", "jpn": "ja", "nld": "nl",
    "nor": "no", "pol": "pl", "por": "pt", "rus": "ru", "spa": "es", "swe": "sv", "tur": "tr",
}  # fmt: skip
#: Languages of MultiWordNet whose synsets have the numbers of WordNet 1.6; those of the others are of two versions.
WORDNETS = {"en": "english", "it": "italian"}
#: What a dictionary says of itself if its terms let its findings ship; others of the same project are under the GPL.
_TERMS = ("WikDict", "Attribution-ShareAlike")
#: How much a word counts that is not as wide as the other: a wider one, and one that is only near; and the other way round, where only one names the other.
WIDER, NEAR, THE_OTHER_WAY = 0.5, 0.3, 0.5
_WIDER_NOTES = ("generic", "Oberbegriff")
_NEAR_NOTES = ("related", "similar", "Unterbegriff", "Assoziation")
_HEAD = re.compile(r"^(\S.*?) (?:/.*/ )?<([^<>]+)>$")
_SENSE = re.compile(r"^\d+\. (\S.*)$")
_STRESS = "\u0301"
_LEMMA = re.compile(r'VALUES \("([nv]#\w+)","\w","((?:[^"\\]|\\.)*)"')
_RELATION = re.compile(r"VALUES \('@','([nv]#\w+)','([nv]#\w+)'")
#: Words longer than this are explanations.
_LONGEST = 40


class Pair(NamedTuple):
    """Two words as they are written, with their languages, and how much each counts for the other."""

    code: str
    word: str
    other_code: str
    other: str
    share: float
    back: float


def thesaurus(path: Path, code: str) -> Iterator[Pair]:
    """Words of a thesaurus with their synonyms (the format of MyThes, OpenOffice.org 2006)."""
    head, _, body = path.read_bytes().partition(b"\n")
    lines = iter(body.decode(head.decode("utf-8-sig").strip()).split("\n"))
    for line in lines:
        word, _, senses = line.rpartition("|")
        if not senses.isdigit():
            continue
        for _ in range(int(senses)):
            for synonym in next(lines, "").split("|")[1:]:
                note = " ".join(re.findall(r"\(([^)]*)\)", synonym))
                bare = re.sub(r"\([^)]*\)", "", synonym).strip()
                if bare and "ntonym" not in note:
                    share = WIDER if any(one in note for one in _WIDER_NOTES) else NEAR if any(one in note for one in _NEAR_NOTES) else 1.0  # fmt: skip
                    yield Pair(code, word, code, bare, share, share * THE_OTHER_WAY)


def dictionaries(folder: Path) -> Iterator[Pair]:
    """Nouns and verbs of the dictionaries of WikDict in a folder, with each translation (the format of dictd, as FreeDict writes it)."""
    for path in sorted(folder.glob("freedict-*.dict.dz")):
        one, other = (LANGUAGES.get(code) for code in path.name.split(".")[0].split("-")[1:])
        if one and other:
            text = gzip.decompress(path.read_bytes()).decode()
            if all(term in text[:2000] for term in _TERMS):
                for word, translation in entries(text):
                    yield Pair(one, word, other, translation, 1.0, 1.0)


def entries(text: str) -> Iterator[tuple[str, str]]:
    """Nouns and verbs of one dictionary with each translation: those of a sense stand behind its number, those of the only one on the first line."""
    word, first = "", False
    for line in text.replace(_STRESS, "").split("\n"):
        if (head := _HEAD.match(line)) is not None:
            word, first = (head[1], True) if head[2].split(",")[0] in ("n", "v") else ("", False)
        elif word:
            sense = _SENSE.match(line)
            if sense or first:
                listed = re.sub(r"\([^)]*\)|\s+\d+\.\s*$", "", sense[1] if sense else line)
                for translation in listed.split(","):
                    if 0 < len(bare := translation.strip()) < _LONGEST:
                        yield word, bare
            first = False


def wordnet(folder: Path) -> Iterator[Pair]:
    """Nouns and verbs of MultiWordNet (Pianta, Bentivogli and Girardi 2002) that share a meaning, or whose meanings are one under the other."""
    synsets: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for code, name in WORDNETS.items():
        for line in (folder / name / f"{name}_lemma.sql").read_text(encoding="utf-8").split("\n"):
            if (lemma := _LEMMA.search(line)) is not None:
                synsets[lemma[1]].append((code, lemma[2].replace("_", " ")))
    for words in synsets.values():
        for at, one in enumerate(words):
            for other in words[at + 1 :]:
                yield Pair(*one, *other, 1.0, 1.0)
    for line in (folder / "common" / "common_relation.sql").read_text(encoding="utf-8").split("\n"):
        if (relation := _RELATION.search(line)) is not None:
            for one in synsets.get(relation[1], ()):
                for other in synsets.get(relation[2], ()):
                    yield Pair(*one, *other, WIDER, NEAR)


def german_verbs(path: Path) -> dict[str, set[str]]:
    """The forms of German verbs in the third person and as participles; of those with a separable prefix apart and together ("lehnte ab", "ablehnte")."""
    found = {}
    for infinitive, verb in json.loads(path.read_text(encoding="utf-8")).items():
        forms = {infinitive, verb.get("EIZ", infinitive), *(verb.get("PA2") or ())}
        for tense in ("PRÄ", "PRT", "KJ1", "KJ2"):
            for number in ("S", "P"):
                form = verb.get(tense, {}).get(number, {}).get("3")
                if isinstance(form, list):
                    forms |= {" ".join(form), form[1] + form[0]}
                elif form:
                    forms.add(form)
        found[infinitive] = forms
    return found

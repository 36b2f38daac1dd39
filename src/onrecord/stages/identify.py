"""The language of a page and of each of its passages."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from msgspec.structs import replace

from onrecord.damage.words import common
from onrecord.pipeline import Draft, PassageDraft, stage

#: Languages we tell apart. A short list is what makes short texts reliable: the model knows 140, many of them close
#: relatives of a language of news (Venetian, Asturian, Scots) that would take single passages of it.
LANGUAGES = (
    "af", "am", "ar", "az", "be", "bg", "bn", "ca", "cs", "cy", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "ga", "gl", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "km", "kn", "ko",
    "ky", "lo", "lt", "lv", "mk", "ml", "mn", "mr", "ms", "mt", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "rw", "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "tl", "tr", "uk", "ur", "uz",
    "vi", "xh", "zh", "zu",
)  # fmt: skip

#: Codes that pages use for languages we list under another one.
_ALIASES = {"nb": "no", "nn": "no", "iw": "he", "in": "id", "fil": "tl", "cmn": "zh", "yue": "zh", "prs": "fa"}

#: Languages so close that single passages are taken for each other; only a very sure verdict tells them apart on a page.
_RELATIVES = (
    {"ja", "zh"}, {"xh", "zu", "rw"}, {"da", "no", "sv"}, {"id", "ms"}, {"cs", "sk"}, {"hr", "sl", "sr"}, {"af", "nl"},
    {"bg", "mk", "sr", "ru", "uk", "be"}, {"es", "gl", "pt", "ca"}, {"hi", "mr", "ne"}, {"az", "tr"}, {"fa", "ps", "ur"},
)  # fmt: skip

_SAMPLE = 4_000  # characters of the page that are looked at
_PASSAGE = 600  # characters of a passage that are looked at
_SHORT = 60  # a passage with fewer letters has the language of its page
_SURE = 0.5  # probability from which a passage may differ from its page
_SURE_OF_RELATIVE = 0.98
_DECLARED = 0.9  # what the page declares stands unless another language is at least so probable
_HOME = 0.2  # share of the commonest words of a language in running text of that language

_HTML_LANG = re.compile(r"<html\b[^<>]{0,2000}?\blang\s{0,9}=\s{0,9}[\"']?([A-Za-z]{2,3})", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+")
_SPACELESS = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _identifier() -> Any:
    """py3langid with our list of languages (0.9 s and 83 MB on first use)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier


def classify(text: str) -> tuple[str, float]:
    """The most probable language of a text (ISO 639-1) and its probability."""
    language, probability = _identifier().classify(_LINK.sub(" ", text))
    return str(language), float(probability)


def code_of(tag: str | None) -> str | None:
    """ISO 639-1 code of a language tag ("en-GB" is en); None for what names no language."""
    code = re.split(r"[-_]", tag.strip().lower())[0] if tag else ""
    code = _ALIASES.get(code, code)
    return code if len(code) == 2 and code.isalpha() else None


def _letters(text: str) -> int:
    return sum(map(len, _WORD.findall(text)))


def _page_language(page: Draft) -> str | None:
    if given := code_of(page.raw.given.language):
        return given
    declared = None
    if page.form == "html" and (match := _HTML_LANG.search(page.text[:20_000])):
        declared = code_of(match[1])
    sample: list[str] = []
    size = 0
    # Running text says more than headlines and captions, so longer passages come first.
    for passage in sorted(page.passages, key=lambda p: -min(len(p.text), _PASSAGE)):
        sample.append(passage.text.text[:_PASSAGE])
        size += len(sample[-1])
        if size > _SAMPLE:
            break
    text = "\n".join(sample)
    if not _WORD.search(text):
        return declared
    found, probability = classify(text)
    if declared and declared != found and (probability < _DECLARED or _letters(text) < _SHORT):
        return declared
    return found


def _at_home(text: str, language: str) -> bool:
    """Whether the commonest words of a language are as frequent in a text as in any text of that language."""
    words = common(language, 100)
    found = [word.lower() for word in _WORD.findall(text)]
    return bool(words) and sum(word in words for word in found) >= _HOME * len(found)


def _passage_language(passage: PassageDraft, language: str) -> str:
    text = passage.text.text[:_PASSAGE]
    if _at_home(text, language):
        return language
    letters = _letters(text)
    spaceless = len(_SPACELESS.findall(text))
    if letters < _SHORT and spaceless < _SHORT // 4:
        return language
    found, probability = classify(text)
    if found == language or probability < _SURE or (passage.kind == "caption" and letters < 2 * _SHORT):
        return language
    if any({found, language} <= group for group in _RELATIVES) and probability < _SURE_OF_RELATIVE:
        return language
    # Names and lists look like any language: another one must show its own commonest words too.
    return found if not common(found) or spaceless or _shows(text, found, language) else language


def _shows(text: str, found: str, language: str) -> bool:
    """Whether a text has more of the commonest words of `found` than of `language`."""
    words = [word.lower() for word in _WORD.findall(text)]
    own, other = common(found, 100), common(language, 100)
    return sum(word in own for word in words) > sum(word in other for word in words)


@stage("identify", needs="raw text form passages", adds="passages language")
def identify(page: Draft) -> Draft:
    """The language of a page and of each of its passages.

    What the caller gives wins; else what the text looks like, with the `lang` of the page where that leaves a doubt.
    """
    language = _page_language(page)
    if language is None:
        return page
    passages = tuple(replace(passage, language=_passage_language(passage, language)) for passage in page.passages)
    return replace(page, language=language, passages=passages)

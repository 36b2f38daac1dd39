"""Invented pages for benchmarks of the archive: JSON Lines as a user would have them, and records made from them."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator

from onrecord.ids import page_id, record_id
from onrecord.records import Attribution, Mention, Page, PageRecord, Party, Passage, Translation, Words

_SYLLABLES = (
    "ba",
    "do",
    "fe",
    "gra",
    "hul",
    "ki",
    "lo",
    "mar",
    "nes",
    "or",
    "pel",
    "qui",
    "ras",
    "sto",
    "tem",
    "vul",
    "wen",
    "zy",
)
_COMMON = [
    "the",
    "of",
    "and",
    "to",
    "in",
    "a",
    "that",
    "for",
    "on",
    "with",
    "as",
    "by",
    "at",
    "from",
    "after",
    "before",
    "government",
    "minister",
    "said",
    "talks",
    "border",
    "people",
    "city",
    "report",
    "officials",
    "would",
    "not",
    "been",
    "more",
    "than",
    "last",
    "week",
    "year",
    "country",
    "president",
    "agreement",
]
_HAN = "中国日本人民政府首相会谈边境报告协议总统城市北南东西经济部长发言新闻记者表示"
_OUTLETS = ("Valley Courier", "Harbour Post", "Il Faro di Ponte", "Die Brücke", "Вечерний Мост")
_LANGUAGES = ("en", "en", "it", "de", "ru")


class Invention:
    """A seeded source of words with roughly the frequencies of real text (Zipf over 20,000 invented words)."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        vocabulary = {"".join(self.random.choices(_SYLLABLES, k=self.random.randint(2, 4))) for _ in range(20_000)}
        rare = sorted(vocabulary)
        self.random.shuffle(rare)
        self.words = [*_COMMON, *rare]  # the most frequent ones are English, so that a page passes for an article
        self._cumulative: list[float] = []
        total = 0.0
        for rank in range(1, len(self.words) + 1):
            total += 1 / rank
            self._cumulative.append(total)

    def sentence(self) -> str:
        """About 22 words, every twentieth sentence in Chinese characters instead."""
        if self.random.random() < 0.05:
            return "".join(self.random.choices(_HAN, k=24)) + "。"
        chosen = self.random.choices(self.words, cum_weights=self._cumulative, k=self.random.randint(14, 30))
        return " ".join(chosen).capitalize() + "."

    def name(self) -> str:
        """A person who does not exist."""
        return " ".join("".join(self.random.choices(_SYLLABLES, k=2)).capitalize() for _ in range(2))


def lines(count: int, seed: int = 1, paragraphs: int = 10) -> Iterator[bytes]:
    """JSON lines of `count` invented pages, each with a word of its own (`page17x`)."""
    invention = Invention(seed)
    for number in range(count):
        title = invention.sentence().rstrip(".。")
        body = [title]
        for part in range(paragraphs):
            own = f" Page{number}x" if part == 0 else ""
            quote = f' "{invention.sentence()}" said {invention.name()}.' if part % 2 else ""
            body.append(f"{invention.sentence()}{own} {invention.sentence()}{quote}")
        outlet = number % len(_OUTLETS)
        page = {
            "id": f"invented-{number}",
            "url": f"https://news.example/{number}",
            "title": title,
            "text": "\n\n".join(body),
            "published": f"20{10 + number % 12:02}-{1 + number % 12:02}-{1 + number % 28:02}",
            "outlet": _OUTLETS[outlet],
            "lang": _LANGUAGES[outlet],
        }
        yield json.dumps(page, ensure_ascii=False).encode()


def record(line: bytes, made_by: str = "onrecord synthetic") -> tuple[PageRecord, str]:
    """A record such as the pipeline would make of a line of `lines`, and the decoded page."""
    given = json.loads(line)
    text, page = given["text"], page_id(line)
    passages, attributions, mentions, at = [], [], [], 0
    for number, paragraph in enumerate(text.split("\n\n")):
        span = (at, at + len(paragraph))
        kind = "headline" if number == 0 else "paragraph"
        passages.append(
            Passage(
                id=record_id(page, "passage", (span,)), kind=kind, language=given["lang"], spans=(span,), text=paragraph
            )
        )
        if '"' in paragraph:
            opened = paragraph.index('"')
            closed = paragraph.index('"', opened + 1) + 1
            content = (at + opened, at + closed)
            named = (at + closed + len(" said "), span[1] - 1)
            party = Party(spans=(named,), text=text[slice(*named)])
            mentions.append(
                Mention(id=record_id(page, "mention", (named,)), spans=(named,), text=party.text, kind="person")
            )
            attributions.append(
                Attribution(
                    id=record_id(page, "attribution", (content,)),
                    speakers=(party,),
                    identified="named",
                    cue=Words(spans=((content[1] + 1, content[1] + 5),), text="said"),
                    content=Words(spans=(content,), text=text[slice(*content)]),
                    kind="direct",
                    confidence=0.9,
                )
            )
        at = span[1] + 2
    return (
        PageRecord(
            made_by=made_by,
            page=Page(
                id=page,
                key=given["id"],
                path="invented.jsonl",
                url=given["url"],
                retrieved=None,
                language=given["lang"],
                outlet=given["outlet"],
                origin=None,
                authors=(),
                title=Words(spans=(), text=given["title"]),
                published=given["published"],
                published_from="given",
                translation=Translation(kind="none"),
            ),
            passages=tuple(passages),
            mentions=tuple(mentions),
            attributions=tuple(attributions),
        ),
        text,
    )


def digest(items: Iterator[bytes]) -> str:
    """A short hash of lines, to show that two runs worked on the same pages."""
    whole = hashlib.sha256()
    for item in items:
        whole.update(item)
    return whole.hexdigest()[:12]

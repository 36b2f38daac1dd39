"""When a page was published: by its markup, its address, or a line that does nothing but date it. Only importer of htmldate."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from htmldate import find_date

from onrecord.metadata.head import Head
from onrecord.metadata.words import listed, months, one_of

_ISO = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?$")
_DAY_FIRST = re.compile(r"(?<![\d.])(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_WORDED = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|°|ª)?\.?\s+(?:de\s+|d[e']\s*)?([^\W\d_]+)\.?,?\s+(?:de[l]?\s+)?(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})\.?\s*(?:gada\s+)?(\d{1,2})?\.?\s*([^\W\d_]+)\.?\s*(\d{1,2})?\.?(?!\d)")
_URL_DATE = re.compile(
    r"[/_-]((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.T-]|\d{0,6}(?:[/_.-]|$))"
)
_META = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished", "date.created",
    "dcterms.created", "dcterms.issued", "dc.date.issued", "dc.date.created", "parsely-pub-date", "sailthru.date", "pubdate",
    "publishdate", "publish-date", "publish_date", "published_time", "publication_date", "article.published",
    "cxenseparse:recs:publishtime", "og:published_time", "rnews:datepublished", "citation_online_date", "citation_publication_date",
    "date", "dc.date", "dcterms.date", "originalpublicationdate",
)  # fmt: skip
#: lxml refuses control characters other than white space.
_NOT_IN_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), " ")
#: htmldate is not asked about pages with more tags than this; its patterns run over the whole tree.
_MOST_TAGS = 60_000
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
#: A line that dates a page has no more words than this besides its date.
_LONGEST_DATE_LINE = 14

_DATELINE = re.compile(r"(?=[^\W\d_a-zà-ÿ])((?=.{0,70}\d{4})[^!?;:]{8,70}?)\s*[-–—]\s+\S")

_NOT_WORD = re.compile(r"\W+")
#: So many lines above the article the title may stand again.
_FARTHEST = 100

From = Literal["given", "meta", "url", "text"]


class Published(NamedTuple):
    """A date of publication (ISO 8601), and how it is known."""

    date: str
    known_from: From


def day(year: int, month: int, number: int) -> str | None:
    """A date as ISO 8601, or None for one that cannot be the date of a web page."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, number).isoformat()
    except ValueError:
        return None


def parse(text: str) -> str | None:
    """The first date in a short text that holds one, as it is stated there: a time zone does not shift it."""
    text = text.strip()
    if found := _COMPACT.match(text):
        return day(int(found[1]), int(found[2]), int(found[3]))
    for pattern in (_ISO, _CJK):
        if found := pattern.search(text):
            return day(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.search(text):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if "/" in found[0] and first <= 12 and second <= 12 and first != second:
            return None  # 03/04/2024 is April in one country and March in another
        return day(year, second, first) or day(year, first, second)
    return _parse_words(text.lower())


def _parse_words(text: str) -> str | None:
    names = months()
    for found in _WORDED.finditer(text):
        if found[2] in names:
            return day(int(found[3]), names[found[2]], int(found[1]))
    for found in _MONTH_FIRST.finditer(text):
        if found[1] in names:
            return day(int(found[3]), names[found[1]], int(found[2]))
    for found in _YEAR_FIRST.finditer(text):
        number = found[2] or found[4]
        if found[3] in names and number:
            return day(int(found[1]), names[found[3]], int(number))
    return None


def from_url(url: str | None) -> str | None:
    """The day in the path of an address (/2024/05/03/...), or None."""
    for found in _URL_DATE.finditer((url or "").split("?")[0]):
        if date := day(int(found[1]), int(found[2]), int(found[3])):
            return date
    return None


def _stated(head: Head) -> Iterator[str]:
    """Dates of publication in markup, the most reliable first."""
    for statement in head.articles():
        for key in ("datePublished", "dateCreated"):
            if isinstance(value := statement.get(key), str):
                yield value
    for name in _META:
        for content in head.metas.get(name, ()):
            yield content.text
    for time in head.times:
        if (
            "datepublished" in time.get("itemprop", "").lower()
            or "pubdate" in time
            or "publi" in time.get("class", "").lower()
        ):
            yield time.get("datetime", "")


def from_markup(head: Head, source: str, url: str | None) -> Published | None:
    """When an HTML page says it was published: metadata, time elements, its address, then what htmldate finds."""
    for value in _stated(head):
        if date := parse(value):
            return Published(date, "meta")
    address = url or head.links.get("canonical") or (content.text if (content := head.meta("og:url")) else None)
    if date := from_url(address):
        return Published(date, "url")
    days = {date for time in head.times if (date := parse(time.get("datetime", "")))}
    if len(days) == 1:
        return Published(days.pop(), "meta")
    if source.count("<") > 2 * _MOST_TAGS:
        return None
    # Fixed limits: the default is today, and the same bytes must give the same records tomorrow.
    found = find_date(
        source.translate(_NOT_IN_XML),
        original_date=True,
        extensive_search=False,
        min_date=f"{_FIRST_YEAR}-01-01",
        max_date=f"{_LAST_YEAR}-12-31",
    )
    return Published(found, "meta") if found else None


def _dates_page(line: str) -> bool:
    """Whether a line does nothing but date the page: a date and a few words that go with it, no sentence."""
    words = [word for word in re.findall(r"[^\W\d_]+", line) if word.lower() not in months()]
    return (
        len(line) <= 120
        and len(words) <= _LONGEST_DATE_LINE
        and not re.search(r"[.!?]\s+\w+\s+\w+\s+\w+\s+\w+|[.!?][\"”]?$", line)
    )


def from_dateline(paragraph: str) -> str | None:
    """The date in a dateline with its year: "Porto Selm, 15 marzo 2024 - ..."."""
    found = _DATELINE.match(paragraph)
    if found is None:
        return None
    words = re.findall(r"[^\W\d_]{4,}", found[1])
    return None if any(word[0].islower() and word.lower() not in months() for word in words) else parse(found[1])


def _title_again(lines: Sequence[str], title: int, first: int) -> int:
    """Number of the last line before `first` that repeats the title, which stands far above; `first` where none does."""
    plain = _NOT_WORD.sub("", lines[title]).lower()
    for number in range(first - 1, max(title, first - _FARTHEST), -1):
        again = _NOT_WORD.sub("", lines[number]).lower()
        if len(again) >= 12 and plain.startswith(again):
            return number
    return first


def from_lines(lines: Sequence[str], article: Iterable[int], title: int | None) -> str | None:
    """The date in a line between the headline and the first paragraphs of a flattened page, or just around them.

    `article` are the numbers of the lines of the article. A line that says "published" goes before one that gives only a
    date; one that says "updated" counts only if it states a publication as well.
    """
    numbers = sorted(article)
    if not numbers:
        return None
    low = max(0, numbers[0] - 8) if title is None or numbers[0] - title > 8 else title
    if title is not None and low > title:
        low = min(low, _title_again(lines, title, numbers[0]))
    high = min(len(lines), numbers[min(1, len(numbers) - 1)] + 3)
    window = [*range(low, high), *range(numbers[-1] + 1, min(len(lines), numbers[-1] + 4))]
    published = re.compile(
        rf"(?<!\w)(?:{one_of('published')})(?!\w)\D{{0,25}}(\d.*|[^\W\d_]{{3,}}\.?\s+\d.*)", re.IGNORECASE
    )
    updated = re.compile(rf"(?<!\w)(?:{one_of('updated')})(?!\w)", re.IGNORECASE)
    plain: str | None = None
    for number in window:
        line = lines[number]
        if number in numbers or not any(char.isdigit() for char in line) or not _dates_page(line):
            continue
        if (found := published.search(line)) and (date := parse(found[1])):
            return date
        before = updated.split(line)[0]
        if plain is None and (date := parse(before if listed("updated") else line)):
            plain = date
    return plain

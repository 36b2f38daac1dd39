"""Characters that were encoded twice, decoded wrongly or cut: entities left in the text, and mojibake (door to ftfy)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import ftfy
from ftfy.badness import badness

from onrecord.damage.edits import Edit, Mark, edit

_NAMES = "nbsp|quot|apos|rsquo|lsquo|ldquo|rdquo|ndash|mdash|hellip|laquo|raquo|amp"
_ENTITY = re.compile(
    r"&(?:amp;)*(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});"
    rf"|(?P<open>&(?:{_NAMES}|#\d{{2,5}})(?![\w;=])|&#\d{{2,5}}(?=[^\W\d]))"
    r"|(?P<torn>&[ ]?#[ ]?\d{2,5}[ ]?;)"
)
_HEADLESS = re.compile(rf"(?<![&\d#/=])#(?:8[12]\d\d|0?39|0?34|0?38|160|x2[27]);|(?<![&\w#/;.=?-])(?:{_NAMES});")
_CUT = re.compile(r"&#(?:x[0-9a-fA-F]?|\d?)(?![\w;])")
_URL_BEFORE = re.compile(r"(?:://|www\.|[?=/])\S*\Z")
# A spacing accent may have been taken apart into a space and a combining mark: they belong to the word.
_TOKEN = re.compile(r"[^\s]*[^\x00-\x7f\s][^\s]*(?: [\u0301\u0304\u0308\u0327][^\s]*)*")
_APART = {" \u0301": "´", " \u0304": "¯", " \u0308": "¨", " \u0327": "¸"}
# Two letters side by side that no spelling puts there: what UTF-8 looks like when it is read as a one-byte encoding.
SUSPECT = re.compile(
    "[\u00c2-\u00f4\u0102-\u0111\u0158-\u0165\u0412\u0413\u0420\u0421](?:"
    "[\u0080-\u00bf\u0152-\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
    "\u0402-\u040f\u0452-\u045f\u0490\u0491\u2116]|(?<=Ã) )"
)
_LOST = re.compile("\ufffd+")


def _unescaped(raw: str) -> str:
    for _ in range(8):
        plain = html.unescape(raw)
        if plain == raw:
            break
        raw = plain
    return "" if len(raw) == 1 and (raw < " " or raw in "\u200b\ufeff" or "\x7f" <= raw < "\xa0") else raw


def entities(text: str) -> Iterator[Edit]:
    """Character references that stand in the text as they were written, also torn, unfinished or without their `&`."""
    if "&" in text:
        for match in _ENTITY.finditer(text):
            if match["open"] and _URL_BEFORE.search(text[max(0, match.start() - 200) : match.start()]):
                continue
            raw = match.group().replace(" ", "") if match["torn"] else match.group()
            new = _unescaped(raw if raw.endswith(";") else raw + ";")
            if match["open"] and new == "\u00a0" and text[match.end() : match.end() + 1] == " ":
                new = ""
            if (new != raw and not new.startswith("&")) or new == "&":
                yield edit(match, new, "entity")
    if ";" in text:
        for match in _HEADLESS.finditer(text):
            yield edit(match, _unescaped("&" + match.group()), "entity")


def mojibake(text: str) -> Iterator[Edit]:
    """Words decoded with the wrong encoding, where ftfy knows the right one and the result reads cleaner.

    A word that looks clean by itself ("konuÅŸtu") is mended only beside one that does not.
    """
    if not SUSPECT.search(text):
        return
    unsure: list[Edit] = []
    sure = False
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        token = match.group()
        lone = token.endswith("Ã") and text[end : end + 1] == " "
        if len(token) > 2_000 or not (lone or SUSPECT.search(token)):
            continue
        whole = token
        for apart, accent in _APART.items():
            whole = whole.replace(apart, accent)
        new = ftfy.fix_encoding(whole)
        lone = lone and new.endswith("Ã")
        if lone:
            # The second byte of an "à" is a no-break space, which the page has made a plain one or left beside it.
            new = new[:-1] + "à"
            end += text[end : end + 2] == "  "
            if token.isupper():  # capital letters may end like that: "amanhã"
                unsure.append(Edit(start, end, new, "mojibake", start, end))
                continue
        if lone or (badness(whole) > badness(new) == 0 and len(new) < len(whole)):
            sure = True
            yield Edit(start, end, new, "mojibake", start, end)
        elif new == whole and (plain := _as_utf8(whole)):
            unsure.append(Edit(start, end, plain, "mojibake", start, end))
    if sure:
        yield from unsure


def _as_utf8(token: str) -> str | None:
    """The token as it reads if its characters are bytes of UTF-8; None if they are not."""
    try:
        return token.encode("sloppy-windows-1252").decode("utf-8")  # a codec that ftfy registers
    except UnicodeError:
        return None


def marks(text: str) -> Iterator[Mark]:
    """Characters that are lost: a reference cut before its number, replacement characters."""
    if "&#" in text:
        for match in _CUT.finditer(text):
            yield Mark(*match.span(), "a character reference is cut open")
    if len(SUSPECT.findall(text)) > 1:
        for match in _TOKEN.finditer(text):
            if len(SUSPECT.findall(match.group()[:200])) > 1 and badness(match.group()[:200]) > 1:
                yield Mark(*match.span(), "letters decoded with the wrong encoding")
    for match in _LOST.finditer(text):
        yield Mark(*match.span(), "characters were lost in decoding")

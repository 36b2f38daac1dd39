"""JSON-LD: every attribution as a schema.org Claim that appears in a NewsArticle."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from onrecord.exports.files import Summary, text_file
from onrecord.exports.wording import Text, View
from onrecord.records import Attribution, PageRecord, Party

#: Terms of ours that schema.org lacks are explained in docs/exports.md. The context stands in the file: nothing is fetched to read it.
CONTEXT: dict[str, Any] = {
    "@vocab": "https://schema.org/",
    "onrecord": "https://github.com/onrecord/onrecord/blob/main/docs/exports.md#",
    "appearance": {"@type": "@id"},
    "url": {"@type": "@id"},
    "isPartOf": {"@type": "@id"},
    "datePublished": {"@type": "Date"},
}


def write(pages: Iterable[PageRecord], out: Path, *, text: Text) -> Summary:
    """Write one JSON-LD document `out` with a node a line; rows are Claims, a page without any is left out."""
    rows = left_out = 0
    with text_file(out) as file:
        file.write(f'{{"@context":{msgspec.json.encode(CONTEXT).decode()},"@graph":[')
        separator = "\n"
        for record in pages:
            left_out += not record.attributions
            for node in _nodes(View(record, text)):
                file.write(separator + msgspec.json.encode(node).decode())
                separator = ",\n"
            rows += len(record.attributions)
        file.write("\n]}\n")
    return Summary((out,), rows, left_out)


def _nodes(view: View) -> Iterable[dict[str, Any]]:
    if view.record.attributions:
        yield _article(view)
    for one in view.record.attributions:
        yield _claim(view, one)


def _article(view: View) -> dict[str, Any]:
    page = view.page
    body = "\n\n".join(passage.text for passage in view.record.passages)
    return _filled(
        {
            "@type": "NewsArticle",
            "@id": _address("page", page.id),
            "url": page.url,
            "headline": view.words(page.title.text),
            "datePublished": page.published,
            "inLanguage": page.language,
            "publisher": {"@type": "Organization", "name": page.outlet} if page.outlet else None,
            "author": [{"@type": "Person", "name": name} for name in page.authors],
            "creditText": page.origin.name if page.origin else None,
            "articleBody": view.whole(body),
        }
    )


def _claim(view: View, one: Attribution) -> dict[str, Any]:
    """A Claim. Its name says what the author does with the text: a denial has the denied words as its text."""
    speakers = ", ".join(view.speakers([one.id]))
    act = one.speech_act if one.mode == "said" else one.mode
    return _filled(
        {
            "@type": "Claim",
            "@id": _address("attribution", one.id),
            "name": f"{speakers}: {act}",
            "text": view.words(one.content.text),
            "author": [author for party in one.speakers if (author := _author(view, party))],
            "appearance": _address("page", view.page.id),
            "isPartOf": _address("attribution", one.nested_in) if one.nested_in else None,
            "onrecord:speechAct": one.speech_act,
            "onrecord:mode": one.mode,
            "onrecord:kind": one.kind,
            "onrecord:identified": one.identified,
            "onrecord:wording": one.wording,
            "onrecord:confidence": one.confidence,
        }
    )


def _author(view: View, party: Party) -> dict[str, str] | None:
    """A speaker as Person where the page names a person, else as Organization; None where nothing can be shown."""
    name = view.label(party)
    kind = view.kind(party) or ("person" if party.actor else "organization")
    return {"@type": "Person" if kind == "person" else "Organization", "name": name} if name else None


def _address(kind: str, id_: str) -> str:
    return f"urn:x-onrecord:{kind}:{id_}"


def _filled(node: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in node.items() if value not in (None, "", [])}

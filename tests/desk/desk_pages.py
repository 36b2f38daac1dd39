"""Pages for the tests of the desk: a story of three outlets in two languages, one from right to left, and pages that attack."""

from __future__ import annotations

import msgspec
from asked_pages import CHILE, PERU, RUIZ, Asked, party

from onrecord.ids import record_id
from onrecord.records import Date, Deadline, Figure, Mention, Page, PageRecord, Place, Repair, Words
from onrecord.spans import Spans

#: Headers of a request that the desk's own pages send.
ORIGIN = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}

#: What a page may try; each must come out as text, whatever it stands in.
HOSTILE = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror="document.title=\'owned\'">',
    "<svg><script>document.title='owned'</script></svg>",
    "{{ 8191 * 8191 }}{% include 'base.html' %}",
    "' onmouseover='document.title=1' x='",
    "</textarea><script>document.title='owned'</script>",
)


def placed(page: Asked, words: str) -> Spans:
    start = page.text.index(words)
    return ((start, start + len(words)),)


def told(
    outlet: str,
    language: str,
    day: str,
    title: str,
    lines: tuple[str, ...],
    url: str | None = None,
) -> Asked:
    """A page whose title is its first passage."""
    return Asked(
        title, *lines, outlet=outlet, language=language, published=day, title=title, url=url, path=f"{outlet}.txt"
    )


def strait() -> Asked:
    page = told(
        "Harbour Post", "en", "2024-03-14", "Chile gives Peru eight days over the strait",
        (
            "Chile accused Peru of closing the strait and gave it eight days to open it.",
            "“Open it or we will,” said Minister Ana Ruiz. Up to 2,000 sailors are stranded; the mission says close to 1,900.",
            "Peru denied that its navy had sunk the dredger. Brazil backs Chile, Bolivia does not.",
        ),
        url="https://harbourpost.example/strait",
    )  # fmt: skip
    said = page.says(
        RUIZ, content="“Open it or we will,”", kind="direct", speech_act="threaten", confidence=0.9,
        cue=Words(spans=placed(page, "said Minister"), text="said"),
    )  # fmt: skip
    mission = page.says(party("the mission"), content="close to 1,900", speech_act="report-figure")
    denial = page.says(PERU, content="that its navy had sunk the dredger", speech_act="deny")
    for one, words in (
        (said, "“Open it or we will,”"),
        (mission, "close to 1,900"),
        (denial, "that its navy had sunk the dredger"),
    ):
        page.record = moved(page.record, "attributions", one, page, words)
    page.event("ACCUSE", CHILE, PERU, on="2024-03-14", trigger="accused")
    page.event("COERCE", PERU, party("the strait"), "claimed", on="2024-03-13", trigger="closing", claims=(said,),
               place=Place(spans=(), text="Arica", country="CHL", geonameid=1, lat=-18.48, lon=-70.32))  # fmt: skip
    page.event("ASSAULT", PERU, party("the dredger"), "denied", trigger="sunk", denials=(denial,),
               place=Place(spans=(), text="Lima", country="PER", geonameid=2, lat=-12.04, lon=-77.03))  # fmt: skip
    figure(page, "Up to 2,000 sailors", None, 2000.0)
    figure(page, "close to 1,900", 1900.0, 1900.0, mission)
    deadline(page, "eight days", "2024-03-22")
    for holder, stance, words in (
        (party("Brazil", "BRA"), "for", "Brazil backs Chile"),
        (party("Bolivia", "BOL"), "against", "Bolivia does not"),
    ):
        id_ = page.position(holder, "backing", CHILE, stance, "2024-03-14")
        page.record = moved(page.record, "positions", id_, page, words)
    for words, kind, country in (
        ("Chile", "place", "CHL"),
        ("Peru", "place", "PER"),
        ("Ana Ruiz", "person", "PER"),
        ("Brazil", "place", "BRA"),
    ):
        name(page, words, kind, words, country)
    return page


def name(page: Asked, words: str, kind: str, actor: str, country: str | None = None) -> None:
    """A name on the page, of one actor."""
    spans = placed(page, words)
    item = Mention(
        id=record_id(page.record.page.id, "mention", spans),
        spans=spans,
        text=words,
        kind=kind,
        actor=actor,
        country=country,
    )  # type: ignore[arg-type]
    page.record = msgspec.structs.replace(page.record, mentions=(*page.record.mentions, item))


def figure(page: Asked, words: str, low: float | None, high: float | None, *claims: str) -> None:
    spans = placed(page, words)
    item = Figure(
        id=record_id(page.record.page.id, "figure", spans), spans=spans, text=words, low=low, high=high, approximate=False, bound_from="stated",
        unit="people", counted="sailors", as_of=None, place=None, claims=claims, event=None,
    )  # fmt: skip
    page.record = msgspec.structs.replace(page.record, figures=(*page.record.figures, item))


def deadline(page: Asked, words: str, due: str) -> None:
    spans = placed(page, words)
    end = Date(spans=(), text=due, start=due, end=due, precision="day", edtf=due, anchor="published")
    item = Deadline(
        id=record_id(page.record.page.id, "deadline", spans), spans=spans, text=words, by=(CHILE,), to=(PERU,),
        demand=Words(spans=(), text="open it"), term="P8D", anchor=None, due=end, consequence=None, claims=(), event=None,
    )  # fmt: skip
    page.record = msgspec.structs.replace(page.record, deadlines=(*page.record.deadlines, item))


def moved(record: PageRecord, field: str, id_: str, page: Asked, words: str) -> PageRecord:
    """The record with an item of it standing on these words."""
    spans = placed(page, words)
    items = []
    for item in getattr(record, field):
        if item.id == id_:
            item = (
                msgspec.structs.replace(item, content=Words(spans=spans, text=words))
                if field == "attributions"
                else msgspec.structs.replace(item, spans=spans, text=words)
            )
        items.append(item)
    return msgspec.structs.replace(record, **{field: tuple(items)})


def wire(outlet: str, day: str) -> Asked:
    """Another outlet on the same matter."""
    page = told(
        outlet, "es", day, "Chile da ocho días al Perú por el estrecho",
        ("Chile acusó al Perú de cerrar el estrecho y le dio ocho días para abrirlo.", "Hay unos 1.900 marineros atrapados, dice la misión.", f"Redacción de {outlet}."),
        url=f"https://{outlet.lower().replace(' ', '')}.example/estrecho",
    )  # fmt: skip
    page.event("ACCUSE", CHILE, PERU, on="2024-03-14", trigger="acusó")
    figure(page, "unos 1.900 marineros", 1900.0, 1900.0)
    name(page, "Chile", "place", "Chile", "CHL")
    return page


def arabic() -> Asked:
    page = told(
        "صدى",
        "ar",
        "2024-03-15",
        "تشيلي تمهل بيرو ثمانية أيام",
        ("قالت الوزيرة آنا رويز إن المضيق مغلق منذ يوم الخميس.",),
    )
    said = page.says(party("الوزيرة آنا رويز"), content="إن المضيق مغلق")
    page.record = moved(page.record, "attributions", said, page, "إن المضيق مغلق")
    return page


def hostile() -> Asked:
    """A page that attacks from its title, text, outlet, address, author, names, codes and repairs."""
    attack = HOSTILE[0]
    page = told(
        f"Evil {HOSTILE[1]}",
        "en",
        "2024-03-16",
        f"Title {attack}",
        HOSTILE,
        url=f"javascript:document.title='owned'//{attack}",
    )
    name(page, HOSTILE[2], "person", HOSTILE[1], "PER")
    said = page.says(
        party(f"Mallory {HOSTILE[2]}", "PER", actor=HOSTILE[1]), content=HOSTILE[0], addressees=(party(HOSTILE[4]),)
    )
    page.record = moved(page.record, "attributions", said, page, HOSTILE[2])
    page.event("ACCUSE", party(HOSTILE[0], "PER"), party(HOSTILE[1], "CHL"), on="2024-03-16", trigger="owned", claims=(said,),
               place=Place(spans=(), text=HOSTILE[1], country="CHL", geonameid=1, lat=-18.48, lon=-70.32))  # fmt: skip
    page.position(party(HOSTILE[5], "PER"), "backing", party(HOSTILE[0]), "for", "2024-03-16")
    start = page.text.index(HOSTILE[3])
    repair = Repair(span=(start, start + 5), was=HOSTILE[0], now=page.text[start : start + 5], why=HOSTILE[1])
    meta: Page = msgspec.structs.replace(page.record.page, authors=(HOSTILE[0], HOSTILE[4]))
    page.record = msgspec.structs.replace(page.record, page=meta, repairs=(repair,))
    return page


def pages() -> list[tuple[PageRecord, str]]:
    """All of them."""
    made = (strait(), wire("Diario Sur", "2024-03-15"), wire("Diario Norte", "2024-03-15"), arabic(), hostile())
    return [page.page for page in made]

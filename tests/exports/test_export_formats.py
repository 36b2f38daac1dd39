"""The other formats, each read back by a program that others use, and what holds for all of them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import pytest
from export_pages import SECRET, pages

from onrecord.errors import OnrecordError, UsageError
from onrecord.exports import FORMATS, Summary, export
from onrecord.exports.polecat import COLUMNS


def written(name: str, folder: Path, text: Any = "quotes") -> tuple[Summary, str]:
    """What an export writes, all files in one string (Parquet as the rows that pyarrow reads)."""
    if name == "parquet":
        arrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
        summary = export(name, pages(), folder, text=text)
        return summary, "\n".join(str(arrow.read_table(path).to_pylist()) for path in summary.files)
    summary = export(name, pages(), folder / "out", text=text)
    return summary, "\n".join(
        path.read_text(encoding="utf-8") for path in summary.files if path.name not in ("columns.csv",)
    )


@pytest.mark.parametrize("name", FORMATS)
def test_without_text_no_words_of_the_page_leave(name: str, tmp_path: Path) -> None:
    _, out = written(name, tmp_path, "none")
    assert not [words for words in SECRET if re.search(rf"\b{words}\b", out)]
    assert "Ana Ruiz" in out or name in ("geojson", "gexf")  # the only place and the only edges are of states


@pytest.mark.parametrize("name", FORMATS)
def test_quotes_let_no_passages_leave(name: str, tmp_path: Path) -> None:
    _, out = written(name, tmp_path)
    assert "seized two trawlers" not in out
    if name not in ("gexf", "jsonld"):
        assert "seized" in out
    if name not in ("gexf", "geojson", "polecat"):
        assert "firing on anybody" in out


@pytest.mark.parametrize("name", FORMATS)
def test_full_lets_passages_leave(name: str, tmp_path: Path) -> None:
    _, out = written(name, tmp_path, "full")
    assert ("seized two trawlers" in out) == (name != "gexf")


@pytest.mark.parametrize("name", FORMATS)
def test_the_path_on_this_machine_stays_here(name: str, tmp_path: Path) -> None:
    assert "secret-folder" not in written(name, tmp_path, "full")[1]


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "parquet"])
def test_the_same_pages_give_the_same_bytes(name: str, tmp_path: Path) -> None:
    assert written(name, tmp_path / "one")[1] == written(name, tmp_path / "two")[1]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", ["none", "quotes", "full"])
def test_no_pages_are_an_empty_export(name: str, text: Any, tmp_path: Path) -> None:
    if name == "parquet":
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    assert export(name, [], tmp_path / "out", text=text).rows == 0


def test_nothing_half_written_is_left(tmp_path: Path) -> None:
    def broken() -> Any:
        yield pages()[0]
        raise OnrecordError("the archive is damaged")

    for name, kind in FORMATS.items():
        if name != "parquet":
            with pytest.raises(OnrecordError, match="damaged"):
                export(name, broken(), tmp_path / name)
            assert not list((tmp_path / name).rglob("*")) if kind.folder else not (tmp_path / name).exists()
    assert not list(tmp_path.rglob("*.part"))


def test_an_out_of_the_wrong_kind_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="folder"):
        export("csv", pages(), tmp_path / "file")
    with pytest.raises(UsageError, match="name of a file"):
        export("geojson", pages(), tmp_path)
    with pytest.raises(UsageError, match="there are: csv"):
        export("xlsx", pages(), tmp_path)


def test_polecat(tmp_path: Path) -> None:
    export("polecat", pages(), tmp_path / "events.txt")
    with (tmp_path / "events.txt").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", strict=True))
    assert list(rows[0])[:8] == [
        "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    ]  # fmt: skip
    assert list(COLUMNS).index("Version") == 39 and list(rows[0]) == list(COLUMNS)
    seized, shelled, met, _ = rows
    assert (seized["Event Date"], seized["Intensity"], seized["Quad Code"]) == (
        "2020-05-04",
        "-7.0",
        "MATERIAL CONFLICT",
    )
    assert (seized["Actor Country"], seized["Primary Recipient Sector"], seized["Country"]) == ("PER", "GOV", "CHL")
    assert (shelled["Status"], shelled["Intensity"], shelled["Claimants"], shelled["Deniers"]) == ("denied", "", "Ana Ruiz", "Chile")  # fmt: skip
    assert (met["Actor Country"], met["Event Date"], met["Event Date From"]) == ("CHL; PER", "2020-05-05", "published")
    assert met["Headline"] == "'-Talks"


def test_pandas_reads_polecat(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    export("polecat", pages(), tmp_path / "events.txt", text="full")
    frame = pandas.read_csv(tmp_path / "events.txt", sep="\t", parse_dates=["Event Date"])
    assert len(frame) == 4 and frame["Intensity"].count() == 1


def test_followthemoney_accepts_every_entity(tmp_path: Path) -> None:
    pytest.importorskip("followthemoney", reason="followthemoney is not installed: pip install 'onrecord[ftm]'")
    from followthemoney import model

    for text in ("none", "quotes", "full"):
        export("ftm", pages(), tmp_path / "out.json", text=text)  # type: ignore[arg-type]
        entities = [json.loads(line) for line in (tmp_path / "out.json").read_text(encoding="utf-8").splitlines()]
        known = {one["id"]: one for one in entities}
        assert len(known) == len(entities)
        for one in entities:
            schema = model[one["schema"]]
            schema.validate(one)
            assert set(one["properties"]) <= set(schema.properties) and set(schema.required) <= set(one["properties"])
            proxy = model.get_proxy(one, cleaned=False)
            assert proxy.properties.keys() == one["properties"].keys(), "the library dropped a value"
            for prop, value in proxy.itervalues():
                if prop.type.name == "entity" and prop.range is not None:
                    assert model[known[value]["schema"]].is_a(prop.range), (one["schema"], prop.name)


def test_followthemoney_has_status_and_direction(tmp_path: Path) -> None:
    export("ftm", pages(), tmp_path / "out.json")
    entities = [json.loads(line) for line in (tmp_path / "out.json").read_text(encoding="utf-8").splitlines()]
    named = {one["id"]: one["properties"].get("name", [""])[0] for one in entities}
    links = [one["properties"] for one in entities if one["schema"] == "UnknownLink"]
    assert [(named[one["subject"][0]], one["role"][0], named[one["object"][0]], one["status"][0]) for one in links] == [
        ("Peru", "COERCE", "Chile", "stated"),
        ("Chile", "ASSAULT", "our", "denied"),
    ]
    events = {one["properties"]["name"][0]: one["properties"] for one in entities if one["schema"] == "Event"}
    assert events["DENIED: ASSAULT Chile -> our"]["summary"] == [
        "status: denied; modality: actual; claimed by: Ana Ruiz; denied by: Chile"
    ]
    assert [one["schema"] for one in entities if named[one["id"]] == "Ana Ruiz" and one["schema"] != "Mention"] == [
        "Person"
    ]


def test_geojson(tmp_path: Path) -> None:
    summary = export("geojson", pages(), tmp_path / "map.geojson")
    found = json.loads((tmp_path / "map.geojson").read_text(encoding="utf-8"))
    assert (found["type"], summary.rows, summary.left_out) == ("FeatureCollection", 1, 3)
    (feature,) = found["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-70.3, -18.47]}
    assert (feature["properties"]["status"], feature["properties"]["actors"]) == ("stated", ["Peru"])


def test_the_geojson_library_accepts_it(tmp_path: Path) -> None:
    geojson = pytest.importorskip("geojson", reason="geojson is not installed")
    export("geojson", pages(), tmp_path / "map.geojson")
    assert geojson.loads((tmp_path / "map.geojson").read_text(encoding="utf-8")).is_valid


def test_networkx_reads_gexf(tmp_path: Path) -> None:
    networkx = pytest.importorskip("networkx", reason="networkx is not installed")
    summary = export("gexf", pages(), tmp_path / "net.gexf")
    graph = networkx.read_gexf(tmp_path / "net.gexf", version="1.3")
    assert summary.rows == graph.number_of_edges() == 2
    edges = {
        (source, target, data["type"]): (data["stated"], data["claimed"], data["reciprocal"])
        for source, target, data in graph.edges(data=True)
    }
    assert edges == {
        ("country:PER", "country:CHL", "COERCE"): (1, 0, False),
        ("country:CHL", "country:PER", "CONSULT"): (0, 1, True),
    }
    assert graph.nodes["country:PER"]["sector"] == "GOV"


def test_gexf_stays_xml_whatever_a_name_holds(tmp_path: Path) -> None:
    page = pages()[0]
    event = page.events[0]
    odd = msgspec.structs.replace(event.actor[0], actor='<A & "B">\x00\x0b')
    page = msgspec.structs.replace(page, events=(msgspec.structs.replace(event, actor=(odd,)),))
    export("gexf", [page], tmp_path / "net.gexf")
    labels = [node.get("label") for node in ElementTree.parse(tmp_path / "net.gexf").iter("{http://gexf.net/1.3}node")]
    assert labels == ['<A & "B">\ufffd\ufffd', "CHL"]


def test_gexf_is_the_same_in_any_order(tmp_path: Path) -> None:
    export("gexf", pages(), tmp_path / "one.gexf")
    export("gexf", reversed(pages()), tmp_path / "two.gexf")
    assert (tmp_path / "one.gexf").read_bytes() == (tmp_path / "two.gexf").read_bytes()


def test_pyld_reads_claims(tmp_path: Path) -> None:
    jsonld = pytest.importorskip("pyld", reason="PyLD is not installed").jsonld
    summary = export("jsonld", pages(), tmp_path / "claims.jsonld")
    expanded = jsonld.expand(json.loads((tmp_path / "claims.jsonld").read_text(encoding="utf-8")))
    schema = "https://schema.org/"
    claims = [node for node in expanded if node["@type"] == [f"{schema}Claim"]]
    articles = {node["@id"] for node in expanded if node["@type"] == [f"{schema}NewsArticle"]}
    assert summary.rows == len(claims) == 4
    assert all(node[f"{schema}appearance"][0]["@id"] in articles for node in claims)
    author = claims[0][f"{schema}author"][0]
    assert (author["@type"], author[f"{schema}name"]) == ([f"{schema}Person"], [{"@value": "Ana Ruiz"}])
    assert claims[1][f"{schema}name"] == [{"@value": "Chile: deny"}]
    assert f"{schema}author" not in claims[3]

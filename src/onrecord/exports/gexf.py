"""GEXF 1.3: the network of actors and states, an edge for each type of event from one to another, counted by status."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Literal, NamedTuple, TextIO, get_args
from xml.sax.saxutils import quoteattr

from onrecord.exports.files import Summary, text_file
from onrecord.exports.wording import Text, View
from onrecord.records import Event, PageRecord, Party, Status

#: Characters that XML 1.0 does not allow.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
STATUSES: tuple[str, ...] = get_args(Status)
_NODE = {"kind": "string", "country": "string", "sector": "string"}
_EDGE = {"type": "string", "quad": "integer", "reciprocal": "boolean", **dict.fromkeys(STATUSES, "integer")}


class Node(NamedTuple):
    """An actor or a state; `country` is empty for an actor with an id of its own."""

    kind: Literal["actor", "country"]
    label: str
    country: str = ""

    @property
    def id(self) -> str:
        """The id in the file."""
        return ":".join(part for part in self if part)


class Edge(NamedTuple):
    """Events of one type from one node to another; reciprocal ones have their nodes in alphabetical order."""

    source: Node
    target: Node
    type: str
    quad: int
    reciprocal: bool


class Network:
    """Nodes with the states and sectors they were seen with, and edges with their reports by status."""

    def __init__(self) -> None:
        self.nodes: dict[Node, tuple[set[str], set[str]]] = {}
        self.edges: dict[Edge, Counter[str]] = {}
        self.left_out = 0

    def add(self, view: View, event: Event) -> None:
        """Count one report of an event; one that does not join two nodes is left out."""
        actors, recipients = self._nodes(view, event.actor), self._nodes(view, event.recipient)
        reciprocal = not event.recipient
        pairs = (
            combinations(sorted(actors), 2)
            if reciprocal
            else ((one, two) for one in actors for two in recipients if one != two)
        )
        found = False
        for source, target in pairs:
            edge = Edge(source, target, event.type, event.quad, reciprocal)
            self.edges.setdefault(edge, Counter())[event.status] += 1
            found = True
        self.left_out += not found

    def _nodes(self, view: View, parties: Iterable[Party]) -> list[Node]:
        found = []
        for party in parties:
            node = node_of(view, party)
            if node is not None:
                countries, sectors = self.nodes.setdefault(node, (set(), set()))
                countries |= {party.country} if party.country else set()
                sectors |= {party.sector} if party.sector else set()
                found.append(node)
        return list(dict.fromkeys(found))


def node_of(view: View, party: Party) -> Node | None:
    """The node of a party: its actor, else the name of an organization or a person, else its state; None if nothing is known."""
    if party.actor:
        return Node("actor", party.actor)
    name = view.name(party)
    if name and not (party.country and view.kind(party) == "place"):
        return Node("actor", name, party.country or "")
    return Node("country", party.country) if party.country else None


def write(pages: Iterable[PageRecord], out: Path, *, text: Text) -> Summary:
    """Write the network `out`: names and codes only, whatever `text` allows. Memory grows with nodes and edges, not with pages.

    The same pages in any order give the same file. Rows are edges.
    """
    network = Network()
    for record in pages:
        view = View(record, text)
        for event in record.events:
            network.add(view, event)
    with text_file(out) as file:
        _write(network, file)
    return Summary((out,), len(network.edges), network.left_out)


def _write(network: Network, file: TextIO) -> None:
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3">\n')
    file.write('<graph defaultedgetype="directed" mode="static">\n')
    file.writelines(_declared("node", _NODE))
    file.writelines(_declared("edge", _EDGE))
    file.write("<nodes>\n")
    for node in sorted(network.nodes):
        countries, sectors = network.nodes[node]
        values = {"kind": node.kind, "country": ";".join(sorted(countries)), "sector": ";".join(sorted(sectors))}
        file.write(f"<node id={_quoted(node.id)} label={_quoted(node.label)}>{_values(values)}</node>\n")
    file.write("</nodes>\n<edges>\n")
    for number, edge in enumerate(sorted(network.edges)):
        file.write(
            f'<edge id="{number}" source={_quoted(edge.source.id)} target={_quoted(edge.target.id)} label={_quoted(edge.type)}>'
        )
        file.write(f"{_values(_counted(edge, network.edges[edge]))}</edge>\n")
    file.write("</edges>\n</graph>\n</gexf>\n")


def _counted(edge: Edge, counts: Counter[str]) -> dict[str, str]:
    fixed = {"type": edge.type, "quad": str(edge.quad), "reciprocal": str(edge.reciprocal).lower()}
    return fixed | {status: str(counts[status]) for status in STATUSES}


def _declared(what: str, fields: Mapping[str, str]) -> Iterator[str]:
    yield f'<attributes class="{what}">\n'
    for name, kind in fields.items():
        yield f'<attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield "</attributes>\n"


def _values(values: Mapping[str, str]) -> str:
    fields = "".join(f'<attvalue for="{name}" value={_quoted(value)}/>' for name, value in values.items() if value)
    return f"<attvalues>{fields}</attvalues>"


def _quoted(value: str) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", value))

"""A subgraph as the graph of another library: NetworkX, rustworkx or a pyvis page; it needs the extra `notebook`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx
import rustworkx
from pyvis.network import Network

from api.cells import figure_of, plain
from kb import schema
from queries.subgraph import Subgraph

if TYPE_CHECKING:
    Edges = rustworkx.PyDiGraph[dict[str, Any], dict[str, Any]]

_COLOURS = dict(zip(
    schema.LABELS,
    ("#8c564b", "#d95f02", "#e6ab02", "#1b9e77", "#66a61e", "#7570b3", "#386cb0", "#e7298a", "#a6761d", "#b2df8a",
     "#666666", "#bbbbbb", "#999999", "#fb9a99"), strict=True))  # fmt: skip
_OTHER = "#cccccc"
_KNOWN = {*schema.RELATIONS, *schema.RULINGS}
# pyvis writes links to Bootstrap's and its own addresses even into a page that holds everything else itself
_REMOTE = re.compile(r"<(?:link|script)\b[^>]*\b(?:href|src)\s*=\s*[\"'](?:https?:)?//[^>]*>\s*(?:</script>)?", re.I)


class Offline(Network):  # type: ignore[misc]  # pyvis has no types
    """pyvis' Network, whose pages load nothing from the internet."""

    def generate_html(self, *args: Any, **kwargs: Any) -> str:
        self.html = _REMOTE.sub("", super().generate_html(*args, **kwargs))
        return self.html

    def write_html(self, name: str, local: bool = True, notebook: bool = False, open_browser: bool = False) -> None:  # noqa: ARG002 - pyvis' form
        """Write the page, in UTF-8 on every system."""
        Path(name).write_text(self.generate_html(notebook=notebook), encoding="utf-8")


def to_networkx(found: Subgraph) -> networkx.MultiDiGraph:
    """Nodes by id, edges by the id of their fact; properties are attributes."""
    graph: networkx.MultiDiGraph = networkx.MultiDiGraph()
    for id_, node in found.nodes.items():
        graph.add_node(id_, **{name: value for name, value in node.items() if name != "id"})
    for edge in found.edges:
        graph.add_edge(edge["start"], edge["end"], key=edge["id"], **edge)
    return graph


def to_rustworkx(found: Subgraph) -> Edges:
    """Nodes and edges carry their dicts; `attrs` maps each id to the index of its node."""
    graph: Edges = rustworkx.PyDiGraph(multigraph=True)
    at = {id_: graph.add_node(node) for id_, node in found.nodes.items()}
    graph.add_edges_from([(at[edge["start"]], at[edge["end"]], edge) for edge in found.edges])
    graph.attrs = at
    return graph


def to_pyvis(found: Subgraph, height: str = "600px") -> Offline:
    """A page to look at: a colour a kind, facts as arrows, what is known of each when the mouse rests on it."""
    page = Offline(height=height, width="100%", directed=True, notebook=True, cdn_resources="in_line")
    for id_, node in found.nodes.items():
        page.add_node(
            id_,
            label=str(node.get("name") or node.get("title") or node.get("text") or id_),
            title=_told(node, ("id", "label", "aliases", "kind", "domain", "grade")),
            color=_COLOURS.get(node["label"], _OTHER),
        )
    for edge in found.edges:
        page.add_edge(
            edge["start"],
            edge["end"],
            label=schema.relation(edge["type"]).sentence if edge["type"] in _KNOWN else edge["type"],
            title="\n".join(filter(None, [figure_of(edge), _told(edge, ("measure", "stage", "status", "grade"))])),
            dashes=edge.get("status") == "planned",
        )
    return page


def _told(properties: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return "\n".join(f"{name}: {plain(value)}" for name in names if (value := properties.get(name)))

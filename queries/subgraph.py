"""Pieces of the graph as nodes and edges: behind an answer, around an entity, of a statement; it draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kb import cypher, schema
from kb.errors import BadQuestion
from kb.store import Limits, Reader, Store
from queries.answer import Answer
from queries.find import entity_id

MOST_EDGES = 5_000
MOST_HOPS = 4
ENDS = ("Country", "Policy", "Programme", "State", "Measure", "Viewpoint", "Product")
"""Kinds at which a neighbourhood stops: everything has to do with China, so a way through it says nothing."""


@dataclass(frozen=True)
class Subgraph:
    """`nodes` by id, with `label` and their properties; `edges` with `id`, `type`, `start`, `end` and their properties.

    `truncated` when there was more than a limit let through.
    """

    nodes: dict[str, dict[str, Any]]
    edges: list[dict[str, Any]]
    truncated: bool = False

    def __repr__(self) -> str:
        more = ", truncated" if self.truncated else ""
        return f"<{len(self.nodes)} nodes and {len(self.edges)} edges{more}>"


def of_answer(store: Store, answer: Answer) -> Subgraph:
    """The facts that the answer's claims stand behind, with their ends, and every entity of its rows."""

    def work(reader: Reader) -> Subgraph:
        params = {"ids": sorted(answer.entities), "claims": sorted(answer.claims)}
        facts = reader.run(cypher.FACTS_OF_CLAIMS, params)
        named = set(_texts(answer.rows)) & set(answer.entities)
        return _subgraph(reader, named, facts.rows, truncated=facts.truncated or answer.truncated)

    return store.read(work, Limits(seconds=60, rows=MOST_EDGES))


def around(store: Store, text: str, hops: int = 1) -> Subgraph:
    """Everything within so many facts of the entity that an id, name, alias or ISO code means."""
    if hops not in range(1, MOST_HOPS + 1):
        raise BadQuestion(f"hops is {hops!r}; it must be a whole number between 1 and {MOST_HOPS}.")

    def work(reader: Reader) -> Subgraph:
        start = entity_id(reader, "graph", text, ["Entity"])
        edge_of: dict[str, dict[str, Any]] = {}
        outer, seen, truncated = {start}, {start}, False
        for _ in range(hops):
            found = reader.run(cypher.FACTS_AROUND, {"ids": sorted(outer)})
            truncated = truncated or found.truncated
            edge_of |= {row["fact"]["id"]: row for row in found.rows}
            outer = {row["other"] for row in found.rows if row["label"] not in ENDS} - seen
            seen |= outer
        return _subgraph(reader, {start}, edge_of.values(), truncated=truncated)

    return store.read(work, Limits(seconds=60, rows=MOST_EDGES))


def of_statement(store: Store, text: str, params: Mapping[str, Any]) -> Subgraph:
    """The nodes, relationships and paths that a statement returns, alone or in lists; other values are left out."""
    result = store.read(lambda reader: reader.run(text, params), Limits(seconds=60, rows=MOST_EDGES))
    nodes: dict[str, dict[str, Any]] = {}
    edges: dict[tuple[str, ...], dict[str, Any]] = {}
    for item in _items(result.rows):
        if "labels" in item:
            nodes[str(item["id"])] = _node(item, item["labels"])
        else:
            key = tuple(str(item.get(name)) for name in ("start", "type", "end", "id"))
            edges[key] = {"id": item.get("id") or "|".join(key[:3]), **item}
    if not nodes:
        raise BadQuestion("the statement returns no nodes. Return a path (MATCH way = … RETURN way) or nodes.")
    if loose := [edge["type"] for edge in edges.values() if edge["start"] not in nodes or edge["end"] not in nodes]:
        raise BadQuestion(
            f"the statement returns {loose[0]} relationships without their nodes. Return a path "
            "(MATCH way = … RETURN way), or the nodes beside them."
        )
    return Subgraph(dict(sorted(nodes.items())), [edges[key] for key in sorted(edges)], result.truncated)


def _subgraph(reader: Reader, named: Iterable[str], facts: Iterable[Mapping[str, Any]], *, truncated: bool) -> Subgraph:
    edges = [
        {"id": row["fact"]["id"], "type": row["type"], "start": row["start"], "end": row["end"], **row["fact"]}
        for row in facts
    ]
    ids = {*named, *(edge[side] for edge in edges for side in ("start", "end"))}
    rows = reader.run(cypher.ENTITIES, {"ids": sorted(ids)})
    nodes = {row["entity"]["id"]: _node(row["entity"], row["labels"]) for row in rows.rows}
    whole = [edge for edge in edges if edge["start"] in nodes and edge["end"] in nodes]
    edges = sorted(whole, key=lambda edge: (edge["start"], edge["type"], edge["end"], edge["id"]))
    return Subgraph(nodes, edges, truncated or rows.truncated)


def _node(properties: Mapping[str, Any], labels: list[str]) -> dict[str, Any]:
    label = next((label for label in labels if label != "Entity"), "Entity")
    shown = {name: value for name, value in properties.items() if name not in ("id", "labels", *schema.LOOKED_UP)}
    return {"id": properties["id"], "label": label, **shown}


def _texts(value: Any) -> Iterator[str]:
    """Every text in a nest of plain values."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """Every node and relationship in a nest of plain values."""
    match value:
        case {"labels": list(), "id": _}:
            yield value
        case {"type": str(), "start": _, "end": _} if "source" not in value:  # a map of a claim has these too
            yield value
        case dict():
            for item in value.values():
                yield from _items(item)
        case list():
            for item in value:
                yield from _items(item)

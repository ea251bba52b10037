"""How fast entities are found by name, code and near spelling among many, and a sentence is read; beside the driver."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import neo4j

from benchmarks import synthetic
from benchmarks.question import percentiles
from benchmarks.scratch import empty, engine
from benchmarks.tables import Table
from kb import cypher, names, schema
from kb.engine import server
from kb.store import Store
from queries.find import exactly, nearly
from queries.lookup import search
from queries.words.understanding import understand

WARM_UP = 20
TARGET = 50.0  # ms, p95


def tables(entities: int = 50_000, calls: int = 200) -> Iterator[Table]:
    """Entities alone are written, with their keys; the ways take turns, each call with a name of its own."""
    with engine() as settings:
        where = server(settings)
        with Store(where) as store:
            empty(store)
            store.setup()
            _write(store, entities)
            login = (where.username, where.password)
            with neo4j.GraphDatabase.driver(where.uri, auth=login) as driver:

                def bare(lucene: str) -> Any:
                    return driver.execute_query(
                        cypher.FIND,
                        {"lookups": [["entity_keys", lucene]], "labels": [], "most": 20, "deep": 1_000},
                        routing_=neo4j.RoutingControl.READ,
                        database_=where.database,
                    )

                ways: dict[str, Callable[[int], Any]] = {
                    "one exact look-up, bare driver": lambda n: bare(names.fold(_name(n)).replace(" ", "\\ ")),
                    "exact name": lambda n: store.read(lambda reader: exactly(reader, [_name(n)])),
                    "near spelling": lambda n: store.read(lambda reader: nearly(reader, _slip(_name(n)))),
                    "find: exact, then near": lambda n: search(store, _name(n)),
                    "find, with a slip": lambda n: search(store, _slip(_name(n))),
                    "a sentence read": lambda n: store.read(lambda r: understand(r, f"who makes {_name(n)} in 2024")),
                }
                yield _table(_taken(ways, calls), entities, calls)


def _write(store: Store, count: int) -> None:
    rows: dict[str, list[dict[str, Any]]] = {}
    for claim in synthetic.entities(count):
        entity = {"id": claim.start, "name": claim.details["name"], "aliases": claim.details["aliases"]}
        properties = {**entity, "keys": names.keys(entity), "build": "benchmark"}
        label = schema.PREFIXES[claim.start.partition(":")[0]].name
        rows.setdefault(label, []).append({"id": claim.start, "properties": properties})
    for label, block in rows.items():
        store.write(cypher.merge_entities(label), block)


def _name(n: int) -> str:
    return f"Material {n * 37 % 7_000:06d}"


def _slip(name: str) -> str:
    """The name with a letter left out and two turned round."""
    return name.replace("teri", "etr")


def _taken(ways: dict[str, Callable[[int], Any]], calls: int) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for call in range(WARM_UP + calls):
        for name, way in ways.items():
            began = time.perf_counter()
            way(call)
            if call >= WARM_UP:
                taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def _table(taken: dict[str, list[float]], entities: int, calls: int) -> Table:
    rows = []
    bare = 0.0
    for name, times in taken.items():
        p50, p95 = percentiles(times)
        bare = bare or p95
        rows.append((name, p50, p95, p95 / bare))
    return Table(
        f"Finding among {entities:,} entities",
        ("way", "p50 ms", "p95 ms", "p95, times bare"),
        tuple(rows),
        f"{calls} calls each, in turns, after {WARM_UP} to warm up. Target: finding under {TARGET:.0f} ms at p95.",
    )

"""Trade facts into an empty Neo4j: by the batched merges of a build, and as tables by `neo4j-admin database import`.

Both begin with the same claim file and end with the same graph, constraints and indexes included; its counts are
compared.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks import loading
from benchmarks.tables import Table
from kb import build, cypher
from kb.engine import bulk, managed, server
from kb.export import export, settle
from kb.settings import Settings
from kb.store import Store
from loaders.load import load

_COUNT = "MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r) AS relationships"


def tables(facts: int = 500_000) -> Iterator[Table]:
    with tempfile.TemporaryDirectory(prefix="lodestone-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        merged, imported = (replace(Settings.read(), data=folder / way, uri=None) for way in ("merge", "import"))
        path = folder / "BACI_HS17_Y2022_V202601.csv"
        loading.write(path, facts * 100 // 198)  # two facts a row, and one where the weight is not known
        load("baci", [path], merged.data)
        claims = sorted((merged.data / "claims").glob("*.claims.parquet"))
        taken: dict[str, float] = {}

        def timed(what: str, work: Callable[[], object]) -> None:
            began = time.perf_counter()
            work()
            taken[what] = time.perf_counter() - began

        try:
            with Store(server(merged)) as store:
                timed("build by batched merge", lambda: build.build(store, merged))
                (built,) = store.rows(_COUNT)
                counts = build_counts(store)
            managed.purge(merged)
            timed("export: conclude and write tables", lambda: export(claims, folder / "tables"))
            timed("neo4j-admin database import full", lambda: bulk.load(imported, folder / "tables"))
            with Store(server(imported)) as store:
                timed("constraints and indexes", lambda: settle(store))
                (held,) = store.rows(_COUNT)
                if held != built or build_counts(store) != counts:
                    raise RuntimeError(f"the graphs differ: {built} merged, {held} imported")
        finally:
            managed.purge(merged)
            managed.purge(imported)
    things = built["nodes"] + built["relationships"]
    rows = [(what, seconds, things / seconds) for what, seconds in taken.items()]
    whole = sum(seconds for what, seconds in taken.items() if "merge" not in what)
    yield Table(
        f"{facts:,} trade facts into Neo4j",
        ("way", "seconds", "nodes and relationships/s"),
        (*rows, ("export and import, all together", whole, things / whole)),
        f"{built['nodes']:,} nodes and {built['relationships']:,} relationships: every fact has its claim, every claim "
        "its source and its entities. Both graphs were counted by label and type and are the same.",
    )


def build_counts(store: Store) -> list[dict[str, object]]:
    (found,) = store.rows(cypher.BUILDS)
    return [*store.rows(cypher.COUNT_NODES, build=found["id"]), *store.rows(cypher.COUNT_FACTS, build=found["id"])]

"""The whole build of a made-up world, against the same writes by the bare driver, in one run on one engine."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

import neo4j

from benchmarks import synthetic
from benchmarks.scratch import Spent, empty, engine, meter
from benchmarks.tables import Cell, Table
from kb import build as builder
from kb import claims as claim_files
from kb.engine import Server, server
from kb.facts import Conclusion
from kb.settings import Settings
from kb.store import Store
from loaders.run import write_sources

BATCH = 5_000
_FACTS_ALONE = ("MERGE (n:Entity", "MATCH (b:Entity")
_LIMIT = 3  # times the bare driver: the target of a whole build


class _Recorder:
    """Stands in for a Store: keeps what a build writes in a file instead of writing it."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self.rows: dict[str, int] = {}

    def write(self, text: str, rows: Sequence[Mapping[str, Any]], size: int = BATCH, **_: object) -> int:
        for at in range(0, len(rows), size):
            pickle.dump((text, rows[at : at + size]), self._file)
        self.rows[text] = self.rows.get(text, 0) + len(rows)
        return len(rows)

    def change(self, *_: object, **__: object) -> int:
        return 1

    def close(self) -> None:
        self._file.close()


def tables(nodes: int = 20_000, relationships: int = 100_000) -> Iterator[Table]:
    """Ways take turns in two rounds and the better one counts; a tenth of the world is built first, to warm up."""
    with engine() as settings, Store(server(settings)) as store:
        store.setup()
        prepare(settings, nodes // 10, relationships // 10)
        builder.build(store, settings)
        with meter(settings) as preparing:
            prepare(settings, nodes, relationships)
        with tempfile.TemporaryDirectory(prefix="lodestone-bench-") as folder:
            path = Path(folder) / "rows"
            with meter(settings) as concluding, Conclusion(*_files(settings)) as facts:
                facts.fingerprint()
            rows = _record(settings, path)
            ways: dict[str, Callable[[], object]] = {
                "nodes and relationships of the facts, bare driver": lambda: _replay(store.server, path, _FACTS_ALONE),
                "everything that the build writes, bare driver": lambda: _replay(store.server, path, ()),
                "whole build from claim files": lambda: builder.build(store, settings),
            }
            best: dict[str, Spent] = {}
            for _ in range(2):
                for name, way in ways.items():
                    empty(store)
                    with meter(settings) as spent:
                        way()
                    best[name] = min(spent, best.get(name, spent), key=lambda found: found.seconds)
        with meter(settings) as again:
            builder.build(store, settings)
        best["the same build again (nothing changed)"] = again
        best["part of a build: concluding, and the fingerprint"] = concluding
        best["before a build: making and writing the claims"] = preparing
        yield _table(best, rows, nodes, relationships)


def prepare(settings: Settings, nodes: int, relationships: int) -> None:
    """Make a world and write its claim and source files where a build looks for them."""
    claims, sources = _files(settings)
    claim_files.write(chain(synthetic.entities(nodes), synthetic.facts(relationships, nodes)), claims[0])
    write_sources(synthetic.SOURCES, sources[0])


def _files(settings: Settings) -> tuple[list[Path], list[Path]]:
    folder = settings.data / "claims"
    return [folder / "synthetic.claims.parquet"], [folder / "synthetic.sources.parquet"]


def _record(settings: Settings, path: Path) -> dict[str, int]:
    """What a build sends, as the build itself makes it: statements with their numbers of rows."""
    recorder = _Recorder(path)
    with Conclusion(*_files(settings)) as facts:
        builder.write(recorder, facts, "bench", facts.counts(), None)
    recorder.close()
    return recorder.rows


def _replay(where: Server, path: Path, only: tuple[str, ...]) -> None:
    """Send recorded rows with nothing but the driver: no claims are read, concluded, counted or swept."""
    with (
        neo4j.GraphDatabase.driver(where.uri, auth=(where.username, where.password)) as driver,
        driver.session(database=where.database) as session,
        path.open("rb") as file,
    ):
        while True:
            try:
                text, rows = pickle.load(file)  # noqa: S301  we wrote it ourselves
            except EOFError:
                return
            if not only or any(part in text for part in only):
                session.execute_write(_send, text, rows)


def _send(tx: neo4j.ManagedTransaction, text: str, rows: list[dict[str, Any]]) -> None:
    tx.run(text, rows=rows).consume()


def _table(best: Mapping[str, Spent], rows: Mapping[str, int], nodes: int, relationships: int) -> Table:
    facts, everything, *_ = best.values()
    found: list[tuple[Cell, ...]] = [
        (name, spent.seconds, spent.ours, spent.engine,
         spent.seconds / everything.seconds, spent.busy / everything.busy, spent.seconds / facts.seconds)
        for name, spent in best.items()
    ]  # fmt: skip
    return Table(
        f"A build of {nodes:,} nodes and {relationships:,} relationships",
        ("what", "seconds", "busy, Python", "busy, Neo4j", "times all writes", "same, busy", "times the facts alone"),
        tuple(found),
        f"The facts are {nodes:,} nodes and {relationships:,} relationships with all their properties; the build "
        f"writes {sum(rows.values()):,} nodes and relationships in all, for every fact has a claim, and every claim "
        f"its source and its entities. Batches of {BATCH:,}; better of two rounds in turns. Target: a whole build "
        f"takes at most {_LIMIT} times what the bare driver takes for the same writes.",
    )

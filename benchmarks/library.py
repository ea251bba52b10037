"""How long every question takes on the shipped graph and on one many times as large, on both lines, and where it goes.

The example of each question is asked: its statement by the bare driver, and the whole answer by the store. The larger
graph is made of copies (`benchmarks.copies`) and loaded by Neo4j's bulk import.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import neo4j

from benchmarks import copies
from benchmarks.question import percentiles
from benchmarks.tables import Table
from kb.engine import bulk, managed, server
from kb.errors import Stopped
from kb.export import export, settle
from kb.settings import Settings
from kb.store import Limits, Store
from loaders.run import load_curated
from queries.answer import ask
from queries.catalogue import Question, catalogue
from queries.parameters import resolve

LINES = ("2026", "5.26")
AS_OF = "2026-11-23"
PATIENT = Limits(seconds=300)
WARM_UP = 3
SECONDS = 2.0
"""A question that is slow is asked fewer times, but at least five times."""
SLOWEST = 5


@dataclass(frozen=True)
class Took:
    """Milliseconds of one question on one graph of one line: p50 and p95 of its statement and of its whole answer.

    None where the engine stopped it, since it needed more memory than a transaction may have.
    """

    rows: int | None = None
    statement: tuple[float | None, float | None] = (None, None)
    answer: tuple[float | None, float | None] = (None, None)
    costly: tuple[str, ...] = ()


def tables(times: int = 50, calls: int = 40) -> Iterator[Table]:
    with tempfile.TemporaryDirectory(prefix="lodestone-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        load_curated(folder / "claims")
        (claims,) = (folder / "claims").glob("*.claims.parquet")
        found: dict[int, dict[str, dict[str, Took]]] = {}
        sizes = {}
        for many in (1, times):
            made = folder / f"tables-{many}"
            files = [claims] if many == 1 else copies.write(claims, many, folder / "copies")
            sizes[many] = export(files, made).counts
            found[many] = {line: _asked(folder / f"{line}-{many}", line, made, calls) for line in LINES}
            yield _table(found[many], many, sizes[many])
        yield _slowest(found[times], times)


def _asked(data: Path, line: str, made: Path, calls: int) -> dict[str, Took]:
    with _engine(data, line, made) as store:
        where = store.server
        login = (where.username, where.password)
        with neo4j.GraphDatabase.driver(where.uri, auth=login, notifications_min_severity="OFF") as driver:
            return {name: _took(store, driver, asked, calls) for name, asked in catalogue().items()}


@contextmanager
def _engine(data: Path, line: str, made: Path) -> Iterator[Store]:
    """An engine of that line which holds those tables, and nothing of it afterwards."""
    settings = replace(Settings.read(), data=data, line=line, uri=None)
    try:
        bulk.load(settings, made)
        with Store(server(settings)) as store:
            settle(store)
            yield store
    finally:
        managed.purge(settings)


def _took(store: Store, driver: neo4j.Driver, asked: Question, calls: int) -> Took:
    given = {**asked.example(), **({"as_of": AS_OF} if "as_of" in asked.params else {})}
    params = store.read(lambda reader: resolve(reader, asked, given))
    one_more = {**params, **({"limit": params["limit"] + 1} if "limit" in params else {})}

    def statement(prefix: str = "") -> neo4j.EagerResult:
        return driver.execute_query(
            prefix + asked.cypher, one_more, routing_=neo4j.RoutingControl.READ, database_=store.server.database
        )

    try:
        rows = len(ask(store, asked.name, params, PATIENT).rows)
    except Stopped:
        return Took()
    profile: Any = statement("PROFILE ").summary.profile
    return Took(
        rows,
        _timed(statement, calls),
        _timed(lambda: ask(store, asked.name, params, PATIENT), calls),
        tuple(_costly(profile)),
    )


def _timed(way: Callable[[], object], calls: int) -> tuple[float, float]:
    for _ in range(WARM_UP):
        began = time.perf_counter()
        way()
        once = time.perf_counter() - began
    taken = []
    for _ in range(max(5, min(calls, int(SECONDS / once)))):
        began = time.perf_counter()
        way()
        taken.append((time.perf_counter() - began) * 1000)
    return percentiles(taken)


def _costly(profile: dict[str, Any], most: int = 4) -> Iterator[str]:
    """The operators of a profiled plan that read the store most, with how often and what they find."""

    def operators(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
        yield plan
        for child in plan.get("children", ()):
            yield from operators(child)

    for plan in sorted(operators(profile), key=lambda plan: -plan["args"].get("DbHits", 0))[:most]:
        details = " ".join(str(plan["args"].get("Details", "")).split())
        name = plan["operatorType"].split("@")[0]
        yield f"{name} {plan['args'].get('DbHits', 0):,} ({details[:70].replace('|', '/')})"


def _table(found: dict[str, dict[str, Took]], many: int, counts: Any) -> Table:
    nodes, facts = sum(counts["nodes"].values()), sum(counts["relationships"].values())
    columns = [f"{line} {what}" for line in found for what in ("statement p50", "p95", "answer p50", "p95")]
    size = f"{nodes:,} entities, {facts:,} facts, {counts['claims']:,} claims"
    aim = 100 if many == 1 else 1000
    missed = [
        f"{name} ({line}, {took.answer[1]:,.0f} ms)" if took.answer[1] else f"{name} ({line}, out of memory)"
        for line, questions in found.items() for name, took in questions.items() if (took.answer[1] or aim + 1) > aim
    ]  # fmt: skip
    return Table(
        f"The shipped graph: {size}" if many == 1 else f"{many} times the shipped graph: {size}",
        ("question", "rows", *columns),
        tuple(
            (name, took.rows, *(ms for line in found.values() for ms in (*line[name].statement, *line[name].answer)))
            for name, took in found[LINES[0]].items()
        ),
        "Milliseconds. The statement is run by the bare driver; the answer has its claims, sources, names, coverage "
        f"and build too. Aim: p95 of the answer under {aim} ms. Above it: {', '.join(missed) or 'none'}.",
    )


def _slowest(found: dict[str, dict[str, Took]], times: int) -> Table:
    took = found[LINES[0]]
    slowest = sorted(took, key=lambda name: -(took[name].statement[0] or 0.0))[:SLOWEST]
    return Table(
        f"Where the five slowest statements read, at {times} times the shipped graph",
        ("question", "line", "operators that read most, with their reads of the store"),
        tuple((name, line, "; ".join(found[line][name].costly)) for name in slowest for line in found),
        "What was done about slow ones stands in [decisions](decisions.md#where-a-question-starts).",
    )

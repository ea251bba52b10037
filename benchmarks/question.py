"""How long the main question takes: its statement and its whole answer, by the bare driver, the store and HTTP."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import quantiles
from typing import Any

import neo4j

from benchmarks.scratch import engine
from benchmarks.tables import Table
from kb.build import build
from kb.engine import server
from kb.settings import Settings
from kb.store import Limits, Store
from loaders.run import load_curated
from queries.answer import ask
from queries.catalogue import question

MAIN = "technologies_depending_on"
WARM_UP = 20
PATIENT = Limits(seconds=300)


def tables(calls: int = 200) -> Iterator[Table]:
    """The shipped graph is built first. The ways take turns, call by call, so that noise meets all of them alike."""
    with engine() as settings:
        load_curated(settings.data / "claims")
        where = server(settings)
        with Store(where) as store:
            build(store, settings)
            params = ask(store, MAIN, limits=PATIENT).params  # the first call plans: seconds, when all is cold
            text = question(MAIN).cypher
            login = (where.username, where.password)
            with neo4j.GraphDatabase.driver(where.uri, auth=login) as driver, _served(settings) as get:
                ways: dict[str, Callable[[], Any]] = {
                    "its statement, bare driver": lambda: driver.execute_query(
                        text, params, routing_=neo4j.RoutingControl.READ, database_=where.database
                    ),
                    "its statement, store": lambda: store.rows(text, **params),
                    "whole answer, store": lambda: ask(store, MAIN),
                    "whole answer, HTTP": lambda: get(f"/ask/{MAIN}"),
                }
                yield _table(_alternated(ways, calls), calls, len(get(f"/ask/{MAIN}")["rows"]))


def _alternated(ways: dict[str, Callable[[], Any]], calls: int) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for call in range(WARM_UP + calls):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            if call >= WARM_UP:
                taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def _table(taken: dict[str, list[float]], calls: int, rows: int) -> Table:
    bare = percentiles(next(iter(taken.values())))
    found = []
    for name, times in taken.items():
        p50, p95 = percentiles(times)
        found.append((name, p50, p95, p50 / bare[0], p95 / bare[1]))
    return Table(
        "The main question",
        ("way", "p50 ms", "p95 ms", "p50, times bare", "p95, times bare"),
        tuple(found),
        f"{calls} calls each, in turns, after {WARM_UP} to warm up; {rows} rows. A whole answer also has its claims, "
        "sources, names, coverage and build, from one transaction; HTTP asks before whether anything is built.",
    )


def percentiles(times: list[float]) -> tuple[float, float]:
    cuts = quantiles(times, n=100, method="inclusive")
    return cuts[49], cuts[94]


@contextmanager
def _served(settings: Settings) -> Iterator[Callable[[str], dict[str, Any]]]:
    """`lodestone serve` as a process of its own, asked over one connection that stays open."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--port", str(port)]
    env = {**os.environ, "LODESTONE_DATA": str(settings.data), "LODESTONE_HOME": str(settings.home)}
    env.pop("NEO4J_URI", None)
    with subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

        def get(path: str) -> dict[str, Any]:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
            if response.status != 200:
                raise RuntimeError(f"GET {path}: {response.status} {body[:200]!r}")
            found: dict[str, Any] = json.loads(body)
            return found

        try:
            _await(connection, process)
            yield get
        finally:
            connection.close()
            process.terminate()


def _await(connection: http.client.HTTPConnection, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            connection.connect()
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("`lodestone serve` does not answer.")

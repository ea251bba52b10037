"""A managed engine of the benchmarks' own, in a temporary folder; and a meter of time and of processor time."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import psutil

from kb.engine import managed, server
from kb.settings import Settings
from kb.store import Store

_EMPTY = (
    "MATCH ()-[r]->() WITH r LIMIT 10000 DELETE r RETURN count(*) AS written",
    "MATCH (n) WITH n LIMIT 10000 DELETE n RETURN count(*) AS written",
)


@contextmanager
def engine() -> Iterator[Settings]:
    """Settings of a running, empty engine; its jars are those of LODESTONE_HOME. It is purged afterwards."""
    with tempfile.TemporaryDirectory(prefix="lodestone-bench-", ignore_cleanup_errors=True) as folder:
        settings = replace(Settings.read(), data=Path(folder), uri=None)
        try:
            server(settings)
            yield settings
        finally:
            managed.purge(settings)


def empty(store: Store) -> None:
    """Delete everything; constraints and indexes stay. Small batches, for a transaction may take 256 MB."""
    for statement in _EMPTY:
        while store.change(statement):
            pass


@dataclass
class Spent:
    """Seconds on the clock, and seconds that this process and the engine kept a processor busy."""

    seconds: float = 0.0
    ours: float = 0.0
    engine: float = 0.0

    @property
    def busy(self) -> float:
        return self.ours + self.engine


@contextmanager
def meter(settings: Settings) -> Iterator[Spent]:
    """Measure what is done inside; busy time is what other work on the machine disturbs least."""
    pid = managed.status(settings).pid
    java, own = psutil.Process(pid) if pid else None, psutil.Process()
    spent, began = Spent(), time.perf_counter()
    ours, theirs = _busy(own), _busy(java)
    yield spent
    spent.seconds = time.perf_counter() - began
    spent.ours, spent.engine = _busy(own) - ours, _busy(java) - theirs


def _busy(process: psutil.Process | None) -> float:
    times = process.cpu_times() if process else None
    return times.user + times.system if times else 0.0

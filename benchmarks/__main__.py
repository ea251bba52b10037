"""`make bench`, `python -m benchmarks [part ...]`: runs the parts, prints their tables, writes them with --write."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import building, finding, first_run, memory, question
from benchmarks.tables import Table
from kb.engine.artifacts import read_lock
from kb.settings import Settings

RESULTS = Path(__file__).with_name("results.md")


def main() -> None:
    parser = _parser()
    options = parser.parse_args()
    parts: dict[str, Callable[[], Iterator[Table]]] = {
        "run": first_run.tables,
        "find": lambda: finding.tables(options.entities, options.calls),
        "question": lambda: question.tables(options.calls),
        "build": lambda: building.tables(options.nodes, options.relationships),
        "memory": lambda: memory.tables(options.claims),
    }
    if unknown := [name for name in options.parts if name not in parts]:
        parser.error(f"no part {unknown[0]!r}; there are {', '.join(parts)}")
    found = []
    for name in options.parts or parts:
        for table in parts[name]():
            print(f"{table.plain()}\n", flush=True)
            found.append(table)
    if options.write:
        RESULTS.write_text(_page(found), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m benchmarks",
        description="Speed and memory, side by side with what they are compared to. run: the parts of `make run`, cold "
        "and warm. find: look-ups by name among many. question: latency of the main question. build: a made-up world "
        "against the bare driver. memory: the builder's peak. Each starts an engine of its own and ends it; "
        "all together take about ten minutes.",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="run, find, question, build or memory; default all")
    parser.add_argument("--write", action="store_true", help=f"write the tables to benchmarks/{RESULTS.name} too")
    parser.add_argument("--calls", type=int, default=200, help="calls of the main question, each way (%(default)s)")
    parser.add_argument("--entities", type=int, default=50_000, help="entities of the find part (%(default)s)")
    parser.add_argument("--nodes", type=int, default=20_000, help="nodes of the built world (%(default)s)")
    parser.add_argument("--relationships", type=int, default=100_000, help="its relationships (%(default)s)")
    parser.add_argument("--claims", type=int, default=100_000, help="claims of the memory part (%(default)s)")
    return parser


def _page(tables: list[Table]) -> str:
    """When, on what, and every table. A load above the number of cores says how far to trust the seconds."""
    line = Settings.read().line
    loads = os.getloadavg() if hasattr(os, "getloadavg") else ()
    load = f", load {loads[0]:.1f} at the end" if loads else ""
    head = (
        "# Benchmark results\n\n"
        "Written by `python -m benchmarks --write`. Machines are shared and noisy: read ratios, not seconds.\n\n"
        f"{datetime.now(UTC).date().isoformat()}; Neo4j {read_lock(line).version} Community, managed; "
        f"Python {platform.python_version()}; {os.cpu_count()} cores{load}.\n"
    )
    return "\n".join([head, *(f"{table.markdown()}\n" for table in tables)])


if __name__ == "__main__":
    main()

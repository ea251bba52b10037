"""`make bench`, `python -m benchmarks [part ...]`: runs the parts, prints their tables, writes them with --write."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import building, bulk, finding, first_run, library, loading, memory, question, releases
from benchmarks.tables import Table
from kb.engine.artifacts import read_lock
from kb.settings import Settings

RESULTS = Path(__file__).with_name("results.md")
SPEED = Path(__file__).parents[1] / "docs" / "speed.md"
"""The page of `library`; all other parts share one."""
LONG = ("loading", "bulk", "library")
"""Parts that take as long as all others together, and run when they are named."""


def main() -> None:
    parser = _parser()
    options = parser.parse_args()
    parts: dict[str, Callable[[], Iterator[Table]]] = {
        "run": first_run.tables,
        "find": lambda: finding.tables(options.entities, options.calls),
        "question": lambda: question.tables(options.calls),
        "build": lambda: building.tables(options.nodes, options.relationships),
        "memory": lambda: memory.tables(options.claims),
        "loading": lambda: loading.tables(options.rows),
        "bulk": lambda: bulk.tables(options.facts),
        "releases": releases.tables,
        "library": lambda: library.tables(options.times, options.asked),
    }
    if unknown := [name for name in options.parts if name not in parts]:
        parser.error(f"no part {unknown[0]!r}; there are {', '.join(parts)}")
    found: dict[Path, list[Table]] = {}
    for name in options.parts or [name for name in parts if name not in LONG]:
        for table in parts[name]():
            print(f"{table.plain()}\n", flush=True)
            page = SPEED if name == "library" else RESULTS
            found.setdefault(page, []).append(table)
            if options.write:  # at once: the next table may take a quarter of an hour
                page.write_text(_page(page, found[page]), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "python -m benchmarks",
        description="Speed and memory, side by side with what they are compared to. run: the parts of `make run`, cold "
        "and warm. find: look-ups by name among many. question: latency of the main question. build: a made-up world "
        "against the bare driver. memory: the builder's peak. releases: the USGS summaries into claims. Most start an "
        "engine of their own and end it; all together take about ten minutes. Only when named: loading, a year of "
        "trade from CSV to claims, beside pandas; bulk, trade facts by merges and by import; library, every question "
        "on the shipped graph and on one many times as large, on both lines (half an hour).",
    )
    parser.add_argument("parts", nargs="*", metavar="PART", help="all but loading, bulk and library by default")
    parser.add_argument(
        "--write",
        action="store_true",
        help=f"write the tables to benchmarks/{RESULTS.name} too (library: docs/speed.md)",
    )
    parser.add_argument("--calls", type=int, default=200, help="calls of the main question, each way (%(default)s)")
    parser.add_argument("--entities", type=int, default=50_000, help="entities of the find part (%(default)s)")
    parser.add_argument("--nodes", type=int, default=20_000, help="nodes of the built world (%(default)s)")
    parser.add_argument("--relationships", type=int, default=100_000, help="its relationships (%(default)s)")
    parser.add_argument("--claims", type=int, default=100_000, help="claims of the memory part (%(default)s)")
    parser.add_argument("--rows", type=int, nargs="*", default=[50_000, 500_000], help="of the files of loading")
    parser.add_argument("--times", type=int, default=50, help="size of library's larger graph (%(default)s)")
    parser.add_argument("--asked", type=int, default=40, help="its calls of a question, fewer if slow (%(default)s)")
    parser.add_argument("--facts", type=int, default=500_000, help="trade facts of bulk (%(default)s)")
    return parser


def _page(page: Path, tables: list[Table]) -> str:
    """When, on what, and every table. A load above the number of cores says how far to trust the seconds."""
    own = page == SPEED
    title, lines = ("Speed of the questions", library.LINES) if own else ("Benchmark results", (Settings.read().line,))
    versions = " and ".join(read_lock(line).version for line in lines)
    loads = os.getloadavg() if hasattr(os, "getloadavg") else ()
    load = f", load {loads[0]:.1f} at the end" if loads else ""
    head = (
        f"# {title}\n\n"
        f"Written by `python -m benchmarks{' library' if own else ''} --write`. "
        "Machines are shared and noisy: read ratios, not seconds.\n\n"
        f"{datetime.now(UTC).date().isoformat()}; Neo4j {versions} Community, managed; "
        f"Python {platform.python_version()}; {os.cpu_count()} cores{load}.\n"
    )
    return "\n".join([head, *(f"{table.markdown()}\n" for table in tables)])


if __name__ == "__main__":
    main()

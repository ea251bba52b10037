"""Reading a release into a claim file, rows a second and peak memory, beside plain pandas.read_csv of the same file.

The files are made up in the form that CEPII publishes BACI in; the real sample is read too where it lies beside the
checkout. Every measurement is a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.memory import peak
from benchmarks.tables import Cell, Table

SAMPLE = Path("data/baci/2022/baci_2022.csv")
LIMIT = 2048.0  # MiB
_NAME = "BACI_HS17_Y2022_V202601.csv"


def tables(sizes: Sequence[int] = (50_000, 500_000)) -> Iterator[Table]:
    rows: list[tuple[Cell, ...]] = []
    with tempfile.TemporaryDirectory(prefix="lodestone-bench-") as name:
        folder = Path(name)
        sample = Path(os.environ.get("LODESTONE_SHARED", Path(__file__).parents[2] / "shared")) / SAMPLE
        if sample.exists():
            rows.append(_row("BACI 2022, sample", sample, folder))
        for size in sizes:
            path = folder / _NAME
            write(path, size)
            rows.append(_row(f"made up, {size:,} rows", path, folder))
    yield Table(
        "Loading BACI",
        ("file", "rows", "claims", "seconds", "busy", "rows/s busy", "peak MiB", "pandas busy", "pandas peak MiB"),
        tuple(rows),
        "From CSV to a checked and sorted claim file; a published row makes two claims (value, weight), a row of the "
        "sample one. Busy seconds are processor time, which other work on the machine disturbs least. pandas reads the "
        f"same file into a frame and does nothing else. Target: under {LIMIT:,.0f} MiB, and as many rows a second "
        "however long the file.",
    )


def write(path: Path, rows: int) -> None:
    """A year of flows between all pairs of countries, code after code; one in fifty has no weight."""
    import pycountry

    codes = sorted(int(entry.numeric) for entry in pycountry.countries)
    pairs = len(codes) * (len(codes) - 1)
    with path.open("w", encoding="ascii") as file:
        file.write("t,i,j,k,v,q\n")
        for n in range(rows):
            start = n % len(codes)
            end = (start + 1 + n // len(codes) % (len(codes) - 1)) % len(codes)
            weight = f"{n * 31 % 99_991 / 1000:.3f}" if n % 50 else "NA"
            code, value = f"{10_121 + n // pairs * 7:06}", f"{n * 7919 % 10**7 / 1000:.3f}"
            file.write(f"2022,{codes[start]},{codes[end]},{code},{value},{weight}\n")


def _row(name: str, path: Path, folder: Path) -> tuple[Cell, ...]:
    ours, theirs = (_measured(way, path, folder) for way in ("load", "pandas"))
    return (name, ours["rows"], ours["claims"], ours["seconds"], ours["busy"], ours["rows"] / ours["busy"],
            ours["peak"], theirs["busy"], theirs["peak"])  # fmt: skip


def _measured(way: str, path: Path, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.loading", way, str(path), str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _child(way: str, path: Path, folder: Path) -> dict[str, float]:
    import pandas as pd

    from loaders.load import load

    began, busy = time.perf_counter(), time.process_time()
    if way == "pandas":
        found: dict[str, float] = {"rows": len(pd.read_csv(path, dtype={"k": str}))}
    else:
        (loaded,) = load("baci", [path], folder)
        found = {"rows": loaded.rows, "claims": loaded.claims}
    return {**found, "seconds": time.perf_counter() - began, "busy": time.process_time() - busy, "peak": peak()}


if __name__ == "__main__":
    print(json.dumps(_child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))

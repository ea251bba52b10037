"""Reading a release of the USGS commodity summaries, beside plain pandas.read_csv of the same file.

The real files are read where they lie beside the checkout; a made-up file of the same form is read everywhere.
Every measurement is a process of its own, imports left out.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.memory import peak
from benchmarks.tables import Cell, Table

REAL = Path("data/usgs_mcs/2026/MCS2026_Commodities_Data.csv")
LIMIT = 3.0  # seconds for parsing and claims
_HEADER = (
    "MCS chapter,Section,Commodity,Country,Statistics,Statistics_detail,Unit,Year,Value,Notes,Is critical mineral 2025,"
    "Other notes"
)


def tables(rows: int = 9_000) -> Iterator[Table]:
    with tempfile.TemporaryDirectory(prefix="lodestone-bench-") as name:
        folder = Path(name)
        real = Path(os.environ.get("LODESTONE_SHARED", Path(__file__).parents[2] / "shared")) / REAL
        files = [("USGS summaries 2026", real)] if real.exists() else []
        made_up = folder / "MCS2026_Commodities_Data.csv"
        write(made_up, rows)
        found = tuple(_row(title, path, folder) for title, path in [*files, (f"made up, {rows:,} rows", made_up)])
    yield Table(
        "Loading the USGS commodity summaries",
        ("file", "rows", "claims", "claims, s", "busy", "and file, s", "busy", "pandas, s", "peak MiB"),
        found,
        "Rows read and made into claims; then also checked, sorted and written to a file; busy is processor time. "
        f"pandas reads the same file into a frame and does nothing else. Target: claims in under {LIMIT:g} s.",
    )


def write(path: Path, rows: int) -> None:
    """Mine output of made-up figures, in the form of the release of 2026."""
    import pycountry

    from kb.vocab.countries import country

    names = [country(entry.alpha_3)[0] for entry in pycountry.countries]
    commodities = ("Cobalt", "Copper", "Lithium", "Nickel", "Tin", "Tungsten", "Zinc", "Lead", "Silver")
    with path.open("w", encoding="cp1252", newline="", errors="replace") as file:
        file.write(f"{_HEADER}\r\n")
        table = csv.writer(file)
        for n in range(rows):
            name = names[n // (2 * len(commodities)) % len(names)].encode("cp1252", "ignore").decode("cp1252")
            commodity, year = commodities[n // 2 % len(commodities)], 2024 + n % 2
            section, unit = "World Mine Production and Reserves", "metric tons"
            table.writerow([commodity.upper(), section, commodity, name, "Production", "Mine production", unit, year,
                            f"{n * 7919 % 10**6:,}", "Estimated." if n % 2 else "", "No", ""])  # fmt: skip


def _row(title: str, path: Path, folder: Path) -> tuple[Cell, ...]:
    claims, whole, frame = (_measured(way, path, folder) for way in ("claims", "load", "pandas"))
    return (title, int(claims["rows"]), int(claims["claims"]), claims["seconds"], claims["busy"], whole["seconds"],
            whole["busy"], frame["seconds"], whole["peak"])  # fmt: skip


def _measured(way: str, path: Path, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.releases", way, str(path), str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _child(way: str, path: Path, folder: Path) -> dict[str, float]:
    import pandas as pd

    from loaders.load import load
    from loaders.usgs_mcs.loader import Loader, release_of

    began, busy = time.perf_counter(), time.process_time()
    found: dict[str, float]
    if way == "pandas":
        found = {"rows": len(pd.read_csv(path, encoding="cp1252"))}
    elif way == "load":
        (loaded,) = load("usgs-mcs", [path], folder)
        found = {"rows": loaded.rows, "claims": loaded.claims}
    else:
        loader = Loader([path], release_of(path) or "")
        made = [list(loader.claims(row)) for row in loader.rows()]
        found = {"rows": len(made), "claims": sum(map(len, made))}
    return {**found, "seconds": time.perf_counter() - began, "busy": time.process_time() - busy, "peak": peak()}


if __name__ == "__main__":
    print(json.dumps(_child(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))

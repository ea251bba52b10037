"""The peak memory of a builder of many claims: a process of its own that makes claims, concludes and writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.scratch import engine
from benchmarks.tables import Table

MEBI = 1 << 20
LIMIT = 1024.0  # MiB


def tables(claims: int = 100_000) -> Iterator[Table]:
    with engine() as settings:
        command = [sys.executable, "-m", "benchmarks.memory", str(settings.data), str(claims)]
        env = {name: value for name, value in os.environ.items() if name != "NEO4J_URI"}
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
        peaks: dict[str, float] = json.loads(done.stdout)
        rows = tuple((stage, peak, peak / LIMIT) for stage, peak in peaks.items())
    yield Table(
        f"Memory of the builder, {claims:,} claims",
        ("peak after", "MiB", "part of 1 GiB"),
        rows,
        "Resident memory of the process that builds, the highest so far; Neo4j's own is not in it. "
        "Target: under 1 GiB.",
    )


def _child(data: Path, claims: int) -> dict[str, float]:
    """Build so many claims, a sixth of them entities, and tell the peak after every stage."""
    peaks = {"start": peak()}

    from benchmarks.building import prepare
    from kb.build import build
    from kb.engine import server
    from kb.settings import Settings
    from kb.store import Store

    peaks["imports"] = peak()
    settings = replace(Settings.read(), data=data, uri=None)
    entities = claims // 6 // 20 * 20
    prepare(settings, entities, claims - entities)
    peaks["claims made and written to their file"] = peak()
    with Store(server(settings)) as store:
        build(store, settings)
    peaks["facts concluded and written to Neo4j"] = peak()
    return peaks


def peak() -> float:
    """Most resident memory of this process so far, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    import resource  # counts the parent's memory before exec too, so it is second choice; and Windows has none

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MEBI


if __name__ == "__main__":
    print(json.dumps(_child(Path(sys.argv[1]), int(sys.argv[2]))))

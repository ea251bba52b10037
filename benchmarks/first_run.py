"""The parts of `make run`: in a fresh copy of the checkout with nothing fetched, again, and with a stopped engine."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.tables import Cell, Table
from kb.engine import managed
from kb.settings import Settings

ROOT = Path(__file__).parent.parent
_PARTS = ("kb", "loaders", "queries", "api", "Makefile", "pyproject.toml", "requirements.lock", "README.md", "LICENSE")
_STEPS = ("import", "fetch", "start", "build", "answer")
_FIRST, _SECOND = 180, 15  # seconds: the targets of the first and the second `make run`


def tables() -> Iterator[Table]:
    with tempfile.TemporaryDirectory(prefix="lodestone-bench-", ignore_cleanup_errors=True) as folder:
        checkout = Path(folder) / "checkout"
        _copy(checkout)
        env = _environment(Path(folder) / "home")
        settings = Settings(data=checkout / ".lodestone", home=Path(folder) / "home")
        try:
            cold = _run(checkout, env)
            again = _run(checkout, env)
            managed.stop(settings)
            while managed.status(settings).state != "stopped":
                time.sleep(0.2)
            stopped = _run(checkout, env)
            whole = _timed(["make", "run"], checkout, env)
        finally:
            managed.purge(settings)
    columns = {"cold": cold, "again": again, "again, engine stopped": stopped}
    parts = ("install", *_STEPS, "all")
    rows: list[tuple[Cell, ...]] = [(part, *(column[part] for column in columns.values())) for part in parts]
    yield Table(
        "The parts of `make run`, in seconds",
        ("part", *columns),
        tuple(rows),
        f"Cold has neither environment, package cache nor jars. `all` includes the start of Python. The real "
        f"`make run`, as the second one, took {whole:.1f} s. Targets: the first under {_FIRST} s "
        f"({cold['all'] / _FIRST:.0%} of it), the second under {_SECOND} s ({whole / _SECOND:.0%} of it).",
    )


def _copy(checkout: Path) -> None:
    checkout.mkdir()
    for name in _PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, checkout / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.exists():
            shutil.copy(source, checkout / name)


def _environment(home: Path) -> dict[str, str]:
    """This environment, but with nothing that says where Lodestone's things or this Python's packages are."""
    ours = ("LODESTONE_DATA", "NEO4J_URI", "VIRTUAL_ENV", "PYTHONPATH", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    return {**env, "LODESTONE_HOME": str(home), "PIP_NO_CACHE_DIR": "1"}


def _run(checkout: Path, env: Mapping[str, str]) -> dict[str, float]:
    """Install as `make run` does, then its steps, in one process of the new environment."""
    install = _timed(["make", ".venv/.project"], checkout, env)
    began = time.perf_counter()
    python, steps = checkout / ".venv" / "bin" / "python", Path(__file__).with_name("steps.py")
    done = subprocess.run([python, steps], cwd=checkout, env=env, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    taken: dict[str, float] = json.loads(done.stdout)
    return {"install": install, **taken, "all": install + time.perf_counter() - began}


def _timed(command: list[str], checkout: Path, env: Mapping[str, str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=checkout, env=env, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    return time.perf_counter() - began

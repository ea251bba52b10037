"""Loads exported tables into a managed engine that has never run, with Neo4j's own bulk import; it reads no claims.

The import writes the store's files itself, so no server may run and there must be no graph yet.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from kb.engine import artifacts, config, ports
from kb.engine import layout as folder
from kb.engine.config import admin_command
from kb.engine.java import java
from kb.engine.layout import Layout
from kb.errors import BadInput, EngineError
from kb.settings import Settings

ARGUMENTS = "import.args"


def load(settings: Settings, tables: Path, progress: artifacts.Progress | None = None) -> None:
    """Import a folder that `kb.export` wrote. Raises BadInput for another folder, EngineError when the engine has a
    graph or runs, and when the import fails; then the half-made graph is taken away."""
    if not (tables / ARGUMENTS).is_file():
        raise BadInput(f"{tables} is no exported graph: it has no {ARGUMENTS}.")
    layout = Layout(settings.data)
    layout.prepare()
    with folder.held(layout, 30):
        store = layout.store / "databases" / settings.database
        if folder.supervised(layout) or store.exists():
            raise EngineError(
                f"The engine in {layout.root} {'runs' if folder.supervised(layout) else 'has a graph already'}; a bulk "
                "import needs one that has never run. Name another folder (LODESTONE_DATA), or delete it (`lodestone "
                "engine purge`)."
            )
        lock = artifacts.read_lock(settings.line)
        jars = artifacts.fetch(lock, settings, progress)
        config.configure(layout, lock.line, jars, *ports.choose(layout))
        words = ["database", "import", "full", settings.database, f"@{ARGUMENTS}"]
        if progress:
            progress("importing the tables", 0, 0)
        done = subprocess.run(
            admin_command(layout, java(), *words, f"--report-file={layout.root / 'import.report'}"),
            env={**os.environ, "NEO4J_HOME": str(layout.home), "NEO4J_CONF": str(layout.conf)},
            cwd=tables, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            folder.clear(store)
            said = (done.stderr.strip() or done.stdout.strip())[-800:]
            raise EngineError(f"Neo4j's bulk import of {tables} failed, and nothing of it was kept: {said}")
        folder.write(layout.version, lock.version)

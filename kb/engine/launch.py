"""From a stopped engine to one that answers: what must be there is made, the supervisor detached, Bolt awaited.

The caller holds the commands' lock and has made sure that no engine runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import kb
from kb.engine import artifacts, config, credentials, explain, ports
from kb.engine import layout as folder
from kb.engine.artifacts import Progress
from kb.engine.java import java
from kb.engine.layout import Layout, Running
from kb.errors import EngineError
from kb.settings import Settings

STARTS_WITHIN = 300.0  # seconds; far more than it takes, but a busy machine with a database to recover needs it
TICK = 0.05


def launch(settings: Settings, layout: Layout, progress: Progress | None) -> None:
    lock = artifacts.read_lock(settings.line)
    folder.check_version(layout, lock.version)
    folder.check_room(layout)
    executable = java()
    jars = artifacts.fetch(lock, settings, progress)
    bolt, http = ports.choose(layout)
    config.configure(layout, lock.line, jars, bolt, http)
    credentials.set_first_password(layout, executable)
    folder.write(layout.version, lock.version)
    layout.console.unlink(missing_ok=True)
    what = ["--data", str(layout.data), "--line", lock.line, "--version", lock.version]
    how = ["--bolt", str(bolt), "--http", str(http), "--idle-minutes", str(settings.idle_minutes)]
    _detach([*what, *how], layout)


def await_bolt(layout: Layout, progress: Progress | None) -> Running:
    """The engine once Bolt has answered a statement, not only once its port is open."""
    began = time.monotonic()
    while time.monotonic() - began < STARTS_WITHIN:
        engine = folder.running(layout)
        if engine is None or not folder.supervised(layout):
            raise EngineError(f"Neo4j did not start: {explain.why(layout.console)}")
        if layout.used.exists():  # an earlier command has had its answer
            return engine
        if ports.listens(engine.bolt) and credentials.lets_in(engine.bolt, credentials.password(layout)):
            return engine
        if progress:
            progress(f"starting Neo4j {engine.version}", int(time.monotonic() - began), 0)
        time.sleep(TICK)
    raise EngineError(
        f"Neo4j has not answered within {STARTS_WITHIN:.0f} s and still tries: {explain.why(layout.console)} "
        "Try again in a while, or end it (`lodestone engine stop`)."
    )


def _detach(arguments: list[str], layout: Layout) -> None:
    """Start the supervisor so that it outlives this command, its terminal and its pipes (`make run | tee` ends)."""
    paths = [str(Path(kb.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    flags = [getattr(subprocess, name, 0) for name in ("DETACHED_PROCESS", "CREATE_NEW_PROCESS_GROUP")]  # Windows
    with layout.supervisor_log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kb.engine.supervise", *arguments],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
            cwd=layout.root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            creationflags=sum(flags),
        )
    while not layout.running.exists():
        if process.poll() is not None:
            raise EngineError(f"Neo4j did not start: {_fault(layout)}")
        time.sleep(TICK)
    threading.Thread(target=process.wait, daemon=True).start()  # a long-lived command must not keep it as a zombie


def _fault(layout: Layout) -> str:
    """A supervisor that says something has failed itself; a silent one has seen Neo4j end."""
    said = layout.supervisor_log.read_text(encoding="utf-8", errors="replace").strip()
    return f"{said.splitlines()[-1]} (Log: {layout.supervisor_log})" if said else explain.why(layout.console)

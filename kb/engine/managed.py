"""The engine of this checkout: start, stop, status and purge; the supervisor watches it, `launch` brings it up.

Every command takes the commands' lock, so that two of them never start two engines. A start finds an engine that runs,
or waits for one that stops, or ends one whose supervisor was killed, and only then launches a new one.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from kb.engine import credentials, ports
from kb.engine import layout as folder
from kb.engine.address import Server
from kb.engine.artifacts import Progress
from kb.engine.launch import TICK, await_bolt, launch
from kb.engine.layout import Layout, Running
from kb.errors import Busy, EngineError
from kb.settings import Settings

ENDS_WITHIN = 90.0  # seconds; the supervisor kills after 60


@dataclass(frozen=True)
class Status:
    """How the engine of a checkout is; `line`, `pid` and ports only while it lives."""

    state: str  # absent, stopped, running or stopping
    line: str | None
    version: str | None
    pid: int | None
    bolt: int | None
    http: int | None
    data: Path
    disk: int  # bytes
    password_file: Path


def start(settings: Settings, progress: Progress | None = None) -> Server:
    """The running engine, started if need be; what is missing is fetched first."""
    layout = Layout(settings.data)
    layout.prepare()
    tell = progress or _silent
    with folder.held(layout, 600, lambda: tell("waiting for another command that starts or stops Neo4j", 0, 0)):
        _await_end(layout, progress)
        if not folder.supervised(layout):
            _end_orphan(layout)
            launch(settings, layout, progress)
        engine = await_bolt(layout, progress)
        if engine.line != settings.line:
            raise Busy(
                f"The engine in {layout.data} runs Neo4j {engine.version}, and LODESTONE_LINE asks for the line "
                f"{settings.line}. Stop it first (`lodestone engine stop`)."
            )
        folder.note_use(layout)
        return _server(layout, engine)


def stop(settings: Settings) -> bool:
    """Tell the engine to stop, without waiting for the end; False when none runs. A start waits for that end."""
    layout = Layout(settings.data)
    if not layout.root.exists():
        return False
    with folder.held(layout, 30):
        if folder.supervised(layout):
            layout.stop.touch()
            return True
        return _end_orphan(layout)


def status(settings: Settings) -> Status:
    layout = Layout(settings.data)
    lives = layout.root.exists() and folder.supervised(layout)
    engine = folder.running(layout) if lives else None
    if engine is not None:
        state = "stopping" if _ends(layout) else "running"
    else:
        state = "stopped" if layout.store.exists() else "absent"
    wrote = layout.version.read_text(encoding="utf-8").strip() if layout.version.exists() else None
    return Status(
        state=state,
        line=engine.line if engine else None,
        version=engine.version if engine else wrote,
        pid=engine.java if engine else None,
        bolt=engine.bolt if engine else None,
        http=engine.http if engine else None,
        data=layout.root,
        disk=_size(layout.root),
        password_file=layout.password,
    )


def purge(settings: Settings) -> None:
    """End the engine and delete its database, password and ports; the jars that checkouts share stay."""
    layout = Layout(settings.data)
    if not layout.root.exists():
        return
    with folder.held(layout, 30):
        engine = folder.running(layout)
        if engine is not None and (process := _java(layout, engine)) is not None:
            process.kill()  # the database goes, so there is nothing to save
            process.wait(ENDS_WITHIN)
        layout.stop.touch()
        _await_end(layout, None)
        shutil.rmtree(layout.root)


def password_file(settings: Settings) -> Path:
    return Layout(settings.data).password


def _await_end(layout: Layout, progress: Progress | None) -> None:
    """Wait for an engine that stops or has just ended."""
    began = time.monotonic()
    while folder.supervised(layout) and _ends(layout):
        if time.monotonic() - began > ENDS_WITHIN:
            raise EngineError(f"The last engine has not stopped within {ENDS_WITHIN:.0f} s. Its log: {layout.console}")
        if progress:
            progress("waiting for the last engine to stop", int(time.monotonic() - began), 0)
        time.sleep(TICK)


def _ends(layout: Layout) -> bool:
    """Of an engine with a supervisor: it was told to stop, or was ended by others and is yet to be cleared up."""
    engine = folder.running(layout)
    if layout.stop.exists() or engine is None or _java(layout, engine) is None:
        return True
    return layout.used.exists() and not ports.listens(engine.bolt)  # it has answered, and does no longer


def _end_orphan(layout: Layout) -> bool:
    """End a Neo4j whose supervisor was killed, since nothing would ever stop it; False when there is none."""
    engine = folder.running(layout)
    process = _java(layout, engine) if engine else None
    if process is not None:
        process.terminate()
        try:
            process.wait(ENDS_WITHIN)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait()
    layout.running.unlink(missing_ok=True)
    return process is not None


def _java(layout: Layout, engine: Running) -> psutil.Process | None:
    """The recorded Java while it lives; its argument file tells it from a stranger that got the same number."""
    try:
        process = psutil.Process(engine.java)
        alive = process.status() != psutil.STATUS_ZOMBIE and f"@{layout.args}" in process.cmdline()
    except psutil.Error:
        return None
    return process if alive else None


def _server(layout: Layout, engine: Running) -> Server:
    bolt = f"127.0.0.1:{engine.bolt}"
    return Server(
        uri=f"bolt://{bolt}",
        username=credentials.USERNAME,
        password=credentials.password(layout),
        database="neo4j",
        managed=True,
        line=engine.line,
        browser=f"http://127.0.0.1:{engine.http}/browser/?dbms=bolt://{credentials.USERNAME}@{bolt}",
    )


def _size(root: Path) -> int:
    total = 0
    for file in root.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except FileNotFoundError:
            continue  # the engine deletes files of its own
    return total


def _silent(what: str, done: int, total: int) -> None:
    pass

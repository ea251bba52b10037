"""The engine's parent, a detached process: starts Neo4j, ends it when asked or long idle, and lives exactly as long.

It is no service manager: it never restarts Neo4j, and knows nothing of passwords. Requests come as the file `stop`,
which works alike on every system.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from kb.engine import archive
from kb.engine.config import server_command
from kb.engine.java import java
from kb.engine.layout import Layout, Running, last_use, record_running

POLL = 0.2  # seconds between two looks for `stop`
PATIENCE = 60  # seconds for an orderly end
LEAST_IDLE = 2.0  # seconds: a command that was just told the port needs them to connect


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="kb.engine.supervise", description=__doc__)
    for name in ("--data", "--line", "--version"):
        parser.add_argument(name, required=True)
    parser.add_argument("--bolt", type=int, required=True)
    parser.add_argument("--http", type=int, required=True)
    parser.add_argument("--idle-minutes", type=float, required=True)
    said = parser.parse_args(arguments)
    layout = Layout(Path(said.data))
    try:
        lock = FileLock(layout.supervisor_lock).acquire(timeout=10)
    except Timeout:
        print("Another supervisor lives.", file=sys.stderr)
        return 1
    with lock:
        for leftover in (layout.stop, layout.used, layout.running):
            leftover.unlink(missing_ok=True)
        signal.signal(signal.SIGTERM, lambda *_: layout.stop.touch())
        process = launch(layout, said.line)
        maker = archive.Maker(layout, java())
        try:
            engine = Running(said.line, said.version, os.getpid(), process.pid, said.bolt, said.http)
            record_running(layout, engine)
            watch(layout, process, said.bolt, max(said.idle_minutes * 60, LEAST_IDLE), maker)
        finally:
            maker.end()
            end(process)
            for leftover in (layout.running, layout.used, layout.stop):
                leftover.unlink(missing_ok=True)
    return process.returncode


def launch(layout: Layout, line: str) -> subprocess.Popen[bytes]:
    with layout.console.open("wb") as console:
        return subprocess.Popen(
            server_command(layout, java(), line, *archive.options(layout, java())),
            cwd=layout.home,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent(),
        )


def watch(layout: Layout, process: subprocess.Popen[bytes], bolt: int, idle: float, maker: archive.Maker) -> None:
    """Return when Neo4j has ended by itself, or should be ended."""
    look_again = min(max(idle / 10, POLL), 10)
    looked, connected = time.time(), time.time()
    while process.poll() is None and not layout.stop.exists():
        time.sleep(POLL)
        if time.time() - looked < look_again:
            continue
        looked = time.time()
        if in_use(process.pid, bolt):
            connected = looked
        quiet = looked - max(connected, last_use(layout))
        maker.work(quiet)
        if quiet > idle:
            _stop_unless_used(layout, process.pid, bolt, idle)


def _stop_unless_used(layout: Layout, pid: int, bolt: int, idle: float) -> None:
    """Ask for the stop under the commands' lock: none can be told the port between the last look and the request."""
    try:
        with FileLock(layout.command_lock).acquire(timeout=0):
            if time.time() - last_use(layout) > idle and not in_use(pid, bolt):
                layout.stop.touch()
    except Timeout:
        return  # a command is at work on this engine, which is use


def in_use(pid: int, bolt: int) -> bool:
    """Whether that process has an open connection on its Bolt port."""
    try:
        connections = psutil.Process(pid).net_connections("tcp")
    except psutil.NoSuchProcess:
        return False
    return any(c.status == psutil.CONN_ESTABLISHED and c.laddr and c.laddr.port == bolt for c in connections)


def end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()  # on Windows this is a hard stop; Neo4j then recovers at its next start
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux Neo4j gets SIGTERM when its supervisor dies; elsewhere the next command ends the orphan."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork, where little is allowed
    return lambda: prctl(1, signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())

"""Where the managed engine of one checkout keeps what, and who may touch it when; no process is started here.

data/engine.lock      held by the command that starts, stops or purges the engine
data/supervisor.lock  held by the supervisor as long as it lives, so that it tells whether one does
data/engine/          all the rest; a purge deletes it
    password          of the user neo4j; only the owner can read it
    version           the newest release of Neo4j that has written here
    ports.json        the ports used last, tried again first so that bookmarks stay good
    running.json      process ids and ports of the engine that runs; written and removed by the supervisor
    used              its time is the last use; it is there only while Bolt has answered
    stop              asks the supervisor to stop
    java.args, classes*, console.log, supervisor.log, neo4j/ (Neo4j's own home: conf, data, logs)
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from kb.errors import Busy, EngineError

ROOM = 100 << 20


@dataclass(frozen=True)
class Running:
    """The engine that a supervisor has started."""

    line: str
    version: str
    supervisor: int
    java: int
    bolt: int
    http: int


@dataclass(frozen=True)
class Layout:
    """The paths of one checkout's engine; `data` is Settings.data."""

    data: Path

    @property
    def root(self) -> Path:
        return self.data / "engine"

    @property
    def home(self) -> Path:
        return self.root / "neo4j"

    @property
    def conf(self) -> Path:
        return self.home / "conf"

    @property
    def store(self) -> Path:
        return self.home / "data"

    @property
    def password(self) -> Path:
        return self.root / "password"

    @property
    def version(self) -> Path:
        return self.root / "version"

    @property
    def ports(self) -> Path:
        return self.root / "ports.json"

    @property
    def running(self) -> Path:
        return self.root / "running.json"

    @property
    def used(self) -> Path:
        return self.root / "used"

    @property
    def stop(self) -> Path:
        return self.root / "stop"

    @property
    def args(self) -> Path:
        return self.root / "java.args"

    @property
    def console(self) -> Path:
        return self.root / "console.log"

    @property
    def supervisor_log(self) -> Path:
        return self.root / "supervisor.log"

    @property
    def command_lock(self) -> Path:
        return self.data / "engine.lock"

    @property
    def supervisor_lock(self) -> Path:
        return self.data / "supervisor.lock"

    def prepare(self) -> None:
        """Make the folders; a folder that cannot be written is an error that names it."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
            self.root.mkdir(mode=0o700, exist_ok=True)
            self.conf.mkdir(parents=True, exist_ok=True)
            write(self.root / "writable", "")
            (self.root / "writable").unlink()
        except OSError as error:
            raise EngineError(
                f"The data folder {self.data} cannot be written: {error.strerror or error}. "
                "Set LODESTONE_DATA to a folder that you can write."
            ) from error


@contextmanager
def held(layout: Layout, seconds: float, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the commands' lock, so that nobody else starts, stops or purges this engine; `waiting` tells of a wait."""
    lock = FileLock(layout.command_lock)
    try:
        lock.acquire(timeout=1)
    except Timeout:
        waiting()
        try:
            lock.acquire(timeout=seconds)
        except Timeout:
            raise Busy(
                f"Another command has been starting or stopping the engine in {layout.data} for {seconds:.0f} s. "
                "Wait for it, then try again."
            ) from None
    try:
        yield
    finally:
        lock.release()


def supervised(layout: Layout) -> bool:
    """Whether a supervisor lives. Its lock says so: the system frees it however the process ends."""
    if not layout.supervisor_lock.exists():
        return False
    try:
        with FileLock(layout.supervisor_lock).acquire(timeout=0):
            return False
    except Timeout:
        return True


def running(layout: Layout) -> Running | None:
    """What the last supervisor wrote. It may be stale: ask `supervised` too."""
    try:
        return Running(**json.loads(layout.running.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def record_running(layout: Layout, engine: Running) -> None:
    write(layout.running, json.dumps(asdict(engine)))


def note_use(layout: Layout) -> None:
    layout.used.touch()
    os.utime(layout.used)


def last_use(layout: Layout) -> float:
    """Seconds since the epoch; now, while it is still starting."""
    try:
        return layout.used.stat().st_mtime
    except FileNotFoundError:
        return time.time()


def check_version(layout: Layout, version: str) -> None:
    """Refuse a database that a newer Neo4j has written, before this one could damage it."""
    wrote = layout.version.read_text(encoding="utf-8").strip() if layout.version.exists() else version
    if _order(wrote) > _order(version):
        raise EngineError(
            f"The database in {layout.root} was written by Neo4j {wrote}, and {version} cannot read it. Choose the "
            "newer line (LODESTONE_LINE), another folder (LODESTONE_DATA), or delete it (`lodestone engine purge`)."
        )


def check_room(layout: Layout) -> None:
    free = shutil.disk_usage(layout.root).free
    if free < ROOM:
        raise EngineError(
            f"The disk of {layout.root} is full: {free >> 20} MB are free, and a database needs {ROOM >> 20} MB to "
            "start. Free some, or move the folder (LODESTONE_DATA)."
        )


def clear(store: Path) -> None:
    """Take away a database of which only a part was made, and its transaction log."""
    for path in (store, store.parents[1] / "transactions" / store.name):
        shutil.rmtree(path, ignore_errors=True)


def write(path: Path, text: str, mode: int = 0o600) -> None:
    """Write a whole file or none, never readable by others, not even for a moment."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))

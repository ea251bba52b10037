"""An archive of the engine's classes, which halves its next start; made once, in quiet minutes, and never needed.

The first start writes the list of classes that Neo4j loads; when the engine has been idle for five minutes the
supervisor has Java dump them (40 s at the lowest priority, 150 MB). Java itself checks the archive against its jars and
starts without it where they differ.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import psutil

from kb.engine.layout import Layout

QUIET = 300.0  # seconds without a connection before the archive is made
ROOM = 1 << 30  # bytes that must be free: a convenience must not fill the disk


def options(layout: Layout, java: Path) -> list[str]:
    """What the server is started with: the archive, or the order to list classes for one."""
    archive = path(layout, java)
    if archive.exists():
        return [f"-XX:SharedArchiveFile={archive}", "-Xlog:disable", "-Xlog:all=error:stderr"]
    return [f"-XX:DumpLoadedClassList={_list(layout)}"]


def path(layout: Layout, java: Path) -> Path:
    """Its name changes with whatever makes Java refuse it: the jars, the options, this Java."""
    modules = java.parents[1] / "lib" / "modules"
    key = f"{layout.args.read_text(encoding='utf-8')}\n{java}\n{modules.stat().st_mtime_ns if modules.exists() else ''}"
    return layout.root / f"classes-{hashlib.sha256(key.encode()).hexdigest()[:12]}.jsa"


class Maker:
    """Makes the archive beside a running engine: `work` at every look, `end` before the supervisor ends."""

    def __init__(self, layout: Layout, java: Path) -> None:
        self.layout, self.java = layout, java
        self.target = path(layout, java)
        self.part = self.target.with_suffix(".part")
        self.process: subprocess.Popen[bytes] | None = None
        self.done = self.target.exists()

    def work(self, quiet: float) -> None:
        """Begin after a quiet while; later take what has become of it, once."""
        if self.done:
            return
        if self.process is None:
            if quiet >= QUIET and shutil.disk_usage(self.layout.root).free > ROOM:
                self.process = self._begin()
        elif self.process.poll() is not None:
            self.done = True
            if self.process.returncode == 0 and self.part.exists():
                for old in self.layout.root.glob("classes-*.jsa"):
                    old.unlink()
                self.part.replace(self.target)
            self.part.unlink(missing_ok=True)

    def end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.part.unlink(missing_ok=True)

    def _begin(self) -> subprocess.Popen[bytes]:
        command = [str(self.java), f"@{self.layout.args}", "-Xshare:dump", "-Xlog:disable"]
        files = [f"-XX:SharedClassListFile={_list(self.layout)}", f"-XX:SharedArchiveFile={self.part}"]
        nowhere = subprocess.DEVNULL
        process = subprocess.Popen([*command, *files], stdin=nowhere, stdout=nowhere, stderr=nowhere)
        psutil.Process(process.pid).nice(
            getattr(psutil, "IDLE_PRIORITY_CLASS", 19)
        )  # a class on Windows, else a number
        return process


def _list(layout: Layout) -> Path:
    return layout.root / "classes.list"

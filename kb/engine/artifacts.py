"""The jars that an engine runs: read from a lock, checked, and fetched where missing; starts nothing, resolves nothing.

A lock (`neo4j-2026.lock`, `neo4j-5.26.lock`, made by `kb.engine.lock`) has one line a jar:
`group:artifact:version[:classifier] sha256 size`. Jars are kept in `LODESTONE_HOME/jars`, shared by checkouts.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from kb.errors import EngineError
from kb.settings import Settings

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and how much there is (0 when that is not known)."""

WORKERS = 8


@dataclass(frozen=True)
class Artifact:
    """One jar, as its lock names it."""

    coordinates: str
    sha256: str
    size: int

    @property
    def path(self) -> str:
        """Where it is in every Maven repository, and below our own folder of jars."""
        group, name, release, *classifier = self.coordinates.split(":")
        return f"{group.replace('.', '/')}/{name}/{release}/{'-'.join([name, release, *classifier])}.jar"


@dataclass(frozen=True)
class Lock:
    """All jars of one line of Neo4j."""

    line: str
    version: str
    artifacts: tuple[Artifact, ...]


def lock_path(line: str) -> Path:
    return Path(__file__).with_name(f"neo4j-{line}.lock")


def read_lock(line: str) -> Lock:
    """The committed lock of `line`; the release of Neo4j is that of its server jar."""
    found = []
    for row in lock_path(line).read_text(encoding="utf-8").splitlines():
        if row and not row.startswith("#"):
            coordinates, sha256, size = row.split()
            found.append(Artifact(coordinates, sha256, int(size)))
    (release,) = (a.coordinates.split(":")[2] for a in found if a.coordinates.startswith("org.neo4j.app:neo4j-server:"))
    return Lock(line, release, tuple(found))


def fetch(lock: Lock, settings: Settings, progress: Progress | None = None) -> list[Path]:
    """The jars of `lock` on this machine, each with its right checksum; what is missing or broken is fetched first.

    All are hashed at every call (0.15 s), so that a disk's or a person's mistake never reaches Java.
    """
    folder = settings.home / "jars"
    try:
        if _missing(lock.artifacts, folder):  # a complete folder may be read-only
            folder.mkdir(parents=True, exist_ok=True)
            with FileLock(settings.home / "jars.lock"):  # two checkouts would otherwise fetch the same jars twice
                for leftover in folder.rglob("*.part"):  # of a fetch that was killed
                    leftover.unlink()
                missing = _missing(lock.artifacts, folder)
                _check_room(sum(artifact.size for artifact in missing), folder)
                _fetch(missing, folder, settings, f"fetching Neo4j {lock.version}", progress or _silent)
    except OSError as error:
        raise EngineError(_folder_fault(error, settings.home)) from error
    return [folder / artifact.path for artifact in lock.artifacts]


def verified(artifact: Artifact, path: Path) -> bool:
    """Whether `path` is that jar, to the bit."""
    try:
        if path.stat().st_size != artifact.size:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == artifact.sha256
    except FileNotFoundError:
        return False


def _missing(artifacts: Iterable[Artifact], folder: Path) -> list[Artifact]:
    artifacts = list(artifacts)
    with ThreadPoolExecutor(WORKERS) as pool:
        right = pool.map(lambda artifact: verified(artifact, folder / artifact.path), artifacts)
        return [artifact for artifact, is_right in zip(artifacts, right, strict=True) if not is_right]


def _fetch(missing: list[Artifact], folder: Path, settings: Settings, what: str, progress: Progress) -> None:
    from kb.engine import download  # here, since its libraries take half a second and most starts fetch nothing

    sizes = {artifact.coordinates: artifact.size for artifact in missing}
    done, total = 0, sum(sizes.values())
    progress(what, done, total)
    wanted = [(a.coordinates, a.path, folder / a.path, a.sha256) for a in missing]
    for coordinates in download.all_of(wanted, download.repository(settings), WORKERS):
        done += sizes[coordinates]
        progress(what, done, total)


def _check_room(needed: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise OSError(errno.ENOSPC, f"{needed >> 20} MB are needed and {free >> 20} MB are free")


def _folder_fault(error: OSError, home: Path) -> str:
    why = error.strerror or str(error)
    if error.errno == errno.ENOSPC:
        return f"The disk is full: no room for Neo4j's jars in {home} ({why}). Free some, or move LODESTONE_HOME."
    return (
        f"The folder {home} for Neo4j's jars cannot be used: {why}. Set LODESTONE_HOME to a folder that you can write."
    )


def _silent(what: str, done: int, total: int) -> None:
    pass

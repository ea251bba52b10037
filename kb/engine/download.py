"""Files from a Maven repository, in parallel, each kept only with its right checksum; it knows nothing of Neo4j.

The repository is the user's mirror (LODESTONE_MIRROR), or the central one, whose address the package `jgo` knows.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import NamedTuple

import requests
from requests.adapters import HTTPAdapter

from kb.errors import BadInput, EngineError
from kb.settings import Settings

TRIES = 3
PAUSE = 0.5  # seconds before the second try; doubled before the third
TIMEOUT = (10, 60)  # seconds to connect, and between two pieces of an answer
CHUNK = 1 << 18


class Wanted(NamedTuple):
    """One file: its name in messages, its place in the repository, where it is to be, and its SHA-256."""

    name: str
    source: str
    target: Path
    sha256: str


def repository(settings: Settings) -> str:
    if settings.mirror is None:
        from jgo.constants import MAVEN_CENTRAL_URL

        return str(MAVEN_CENTRAL_URL).rstrip("/")
    if not settings.mirror.startswith(("http://", "https://")):
        raise BadInput(
            f"LODESTONE_MIRROR is {settings.mirror!r}; it must be the http(s) address of a Maven repository."
        )
    return settings.mirror.rstrip("/")


def all_of(files: Iterable[tuple[str, str, Path, str]], base: str, workers: int) -> Iterator[str]:
    """Fetch them and yield each one's name once it is there; the first failure ends it all."""
    with requests.Session() as session, ThreadPoolExecutor(workers) as pool:
        session.mount(base, HTTPAdapter(pool_maxsize=workers))
        tasks = {pool.submit(_one, session, base, Wanted(*file)): file[0] for file in files}
        try:
            for task in as_completed(tasks):
                task.result()
                yield tasks[task]
        finally:
            pool.shutdown(cancel_futures=True)


def _one(session: requests.Session, base: str, file: Wanted) -> None:
    for attempt in range(TRIES):
        try:
            _download(session, f"{base}/{file.source}", file)
            return
        except requests.RequestException as error:
            if attempt == TRIES - 1 or not _passing(error):
                raise EngineError(_fault(error, base, file)) from error
            time.sleep(PAUSE * 2**attempt)


def _download(session: requests.Session, url: str, file: Wanted) -> None:
    """Fetch to a file beside the target, which takes its name only when its checksum is right."""
    file.target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.target.parent, suffix=".part")
    part, digest, size = Path(name), hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as sink, session.get(url, stream=True, timeout=TIMEOUT) as answer:
            answer.raise_for_status()
            for chunk in answer.iter_content(CHUNK):
                sink.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        if digest.hexdigest() != file.sha256:
            raise EngineError(
                f"The jar {file.name} from {url} is not the one of the lock: its SHA-256 is {digest.hexdigest()} "
                f"({size:,} bytes) and must be {file.sha256}. It was not kept. Try again; if it stays so, that "
                "repository, a proxy on the way, or LODESTONE_MIRROR serves something else and should not be trusted."
            )
        part.chmod(0o644)  # mkstemp lets nobody else read, but jars may be shared
        part.replace(file.target)
    finally:
        part.unlink(missing_ok=True)


def _passing(error: requests.RequestException) -> bool:
    """Whether another try may help: a broken line or a busy server, not a file that is not there."""
    return error.response is None or error.response.status_code == 429 or error.response.status_code >= 500


def _fault(error: requests.RequestException, base: str, file: Wanted) -> str:
    if error.response is not None:
        said = f"answered {error.response.status_code} for {file.name}"
    elif isinstance(error, (requests.ConnectionError, requests.Timeout)):
        said = f"cannot be reached, or broke off, at {file.name} ({type(error).__name__})"
    else:
        said = f"broke off at {file.name} ({type(error).__name__})"
    return (
        f"The Maven repository {base} {said}. Nothing incomplete was kept. Try again, set LODESTONE_MIRROR to a "
        "repository that this machine reaches, or use a Neo4j that runs elsewhere (`docker compose up`, or NEO4J_URI)."
    )

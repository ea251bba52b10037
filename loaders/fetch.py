"""Fetches the files of a release from its publisher: resumed where it broke off, checked, kept; it reads none of them.

A file takes its name only when it is whole: as long as the publisher said, and of the checksum that source.toml gives,
where it gives one. Archives are unpacked beside themselves. Files are kept in the data home, shared by checkouts
(`fetched/FAMILY/RELEASE`).
"""

from __future__ import annotations

import hashlib
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from kb.errors import BadInput, Unreachable, did_you_mean
from kb.sources import Release
from loaders.family import family

TRIES = 4
PAUSE = 1.0  # seconds before the second try; doubled before each further one
TIMEOUT = (10, 60)  # seconds to connect, and between two pieces of an answer
CHUNK = 1 << 18
MOST_BYTES = 20_000_000_000
AGENT = "lodestone (loads published data sets for one user; obeys Retry-After)"
Progress = Callable[[str, int, int], None]
"""Told now and then: the file, bytes that are here, bytes in all (0 when the publisher does not say)."""


@dataclass(frozen=True)
class Fetched:
    """One file: where it is, its SHA-256, and whether it was here already or was checked against a known checksum."""

    path: Path
    sha256: str
    cached: bool
    verified: bool


def release_of(family_id: str, label: str | None) -> tuple[str, Release]:
    """The release to fetch: the one asked for, else the newest whose addresses are known. Raises BadInput."""
    known = {name: release for name, release in family(family_id).releases.items() if release.files}
    if not known:
        source = family(family_id).source
        raise BadInput(
            f"no address of a file of {family_id} is known. Get its files by hand from "
            f"{source.url or source.publisher}, then run: lodestone load {family_id} FILE"
        )
    if label is None:
        label = max(known, key=lambda name: (known[name].released, name))
    if label not in known:
        raise BadInput(
            f"{family_id}: no address of release {label!r}.{did_you_mean(label, known)} Known: {', '.join(known)}."
        )
    return label, known[label]


def fetch(family_id: str, label: str, release: Release, home: Path, progress: Progress | None = None) -> list[Fetched]:
    """Every file of the release, fetched or here already. Raises Unreachable: what to fetch by hand, whereto."""
    folder = home / "fetched" / family_id / label
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    with requests.Session() as session:
        session.headers["User-Agent"] = AGENT
        # answers that ask for patience are heeded here; broken lines are resumed in _download
        patient = Retry(
            total=TRIES, connect=0, read=False, redirect=5, status_forcelist=(429, 503), backoff_factor=PAUSE,
            respect_retry_after_header=True, allowed_methods=("GET",), raise_on_status=False,
        )  # fmt: skip
        for scheme in ("https://", "http://"):
            session.mount(scheme, HTTPAdapter(max_retries=patient))
        for name, url in release.files.items():
            target = folder / name
            try:
                wanted = "" if release.moving else release.sha256.get(name, "")
                found.append(_one(session, url, target, wanted, progress))
            except requests.RequestException as error:
                raise Unreachable(
                    f"{url} cannot be fetched: {_why(error)}. Fetch it by hand, put it at {target}, then run: "
                    f"lodestone load {family_id} {folder}"
                ) from None
    for each in found:
        _unpack(each.path, folder)
    return found


def _unpack(path: Path, folder: Path, depth: int = 2) -> None:
    """Unpack an archive, and archives in it, beside it; what it says to unpack to is looked at first."""
    if depth == 0 or path.suffix.lower() != ".zip" or not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
        if size > MOST_BYTES:
            raise BadInput(f"{path}: it would unpack to {size:,} bytes; at most {MOST_BYTES:,} are taken.")
        inner = [Path(archive.extract(entry, folder)) for entry in archive.infolist()]
    for each in inner:
        _unpack(each, each.parent, depth - 1)


def _one(session: requests.Session, url: str, target: Path, wanted: str, progress: Progress | None) -> Fetched:
    if target.exists():
        here = _sha256(target)
        if not wanted or here == wanted:
            return Fetched(target, here, cached=True, verified=bool(wanted))
        target.unlink()  # not the file that the loader was checked against: perhaps half of it, put here by hand
    part = target.with_name(target.name + ".part")
    for attempt in range(1, TRIES + 1):
        try:
            _download(session, url, part, progress)
            break
        except requests.RequestException as error:
            if attempt == TRIES or not _passing(error):
                raise
            time.sleep(PAUSE * 2 ** (attempt - 1))
    got = _sha256(part)
    if wanted and got != wanted:
        part.unlink()
        raise Unreachable(
            f"{url} gave a file whose SHA-256 is {got} and must be {wanted}; it was not kept. The publisher may have "
            "put another version there: fetch it by hand, and load it if you trust it."
        )
    part.replace(target)
    return Fetched(target, got, cached=False, verified=bool(wanted))


def _download(session: requests.Session, url: str, part: Path, progress: Progress | None) -> None:
    """Get the rest of a file that broke off, or the whole; raises when fewer or more bytes come than were announced."""
    have = part.stat().st_size if part.exists() else 0
    version = part.with_name(part.name + ".version")
    headers = {"Accept-Encoding": "identity"}
    if have and version.exists():
        headers |= {"Range": f"bytes={have}-", "If-Range": version.read_text(encoding="utf-8")}
    with session.get(url, stream=True, timeout=TIMEOUT, headers=headers) as answer:
        if answer.url.startswith("http://") and url.startswith("https://"):
            raise requests.exceptions.InvalidURL(f"it leads to {answer.url}, which is not encrypted", response=answer)
        if answer.status_code == 416:  # what is here is no beginning of what is there
            part.unlink()
            raise requests.ConnectionError("what was here did not fit")
        answer.raise_for_status()
        resumed = answer.status_code == 206
        total = int(answer.headers.get("Content-Length", 0)) + (have if resumed else 0)
        mark = answer.headers.get("ETag") or answer.headers.get("Last-Modified")
        if mark and not mark.startswith("W/"):
            version.write_text(mark, encoding="utf-8")
        else:
            version.unlink(missing_ok=True)
        done = have if resumed else 0
        with part.open("ab" if resumed else "wb") as sink:
            for chunk in answer.iter_content(CHUNK):
                sink.write(chunk)
                done += len(chunk)
                if done > MOST_BYTES:
                    raise requests.exceptions.InvalidURL(f"it is larger than {MOST_BYTES:,} bytes", response=answer)
                if progress:
                    progress(part.stem, done, total)
    if total and done != total:
        raise requests.ConnectionError(f"{done:,} of {total:,} bytes came")
    version.unlink(missing_ok=True)


def _passing(error: requests.RequestException) -> bool:
    """Whether another try may help: a broken line or a busy server, not a file that is not there."""
    if isinstance(error, requests.exceptions.InvalidURL | requests.TooManyRedirects):
        return False
    return error.response is None or error.response.status_code == 429 or error.response.status_code >= 500


def _why(error: requests.RequestException) -> str:
    if isinstance(error, requests.exceptions.InvalidURL):
        return str(error)
    if error.response is not None:
        return f"the server answered {error.response.status_code}"
    if isinstance(error, requests.Timeout):
        return "the server took too long"
    return f"the line is closed or broke off ({type(error).__name__})"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

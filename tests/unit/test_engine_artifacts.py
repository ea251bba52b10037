"""The jars of the engine: locks that are whole, and a fetch that keeps nothing it has not checked."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest

from kb.engine import artifacts, download
from kb.engine.artifacts import Artifact, Lock, fetch, read_lock
from kb.engine.lock import TEST_LIBRARY, coordinates
from kb.errors import BadInput, EngineError
from kb.settings import LINES, Settings


@dataclass
class Repository:
    """A Maven repository on this machine: what it serves, how it fails, and what it was asked."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    failures: list[int] = field(default_factory=list)  # statuses of the next answers; 0 breaks off in the middle
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def repository() -> Iterator[Repository]:
    state = Repository()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked.append(self.path)
            failure = state.failures.pop(0) if state.failures else 200
            body = state.files.get(self.path.removeprefix("/maven/"))
            if body is None or failure not in (0, 200):
                self.send_error(failure if failure not in (0, 200) else 404)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if failure == 0 else body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/maven"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PAUSE", 0.001)


def jar(name: str, body: bytes) -> Artifact:
    return Artifact(f"org.example:{name}:1.0", hashlib.sha256(body).hexdigest(), len(body))


ONE, TWO = jar("one", b"first jar"), jar("two", b"second jar" * 1000)
LOCK = Lock("2026", "2026.04.0", (ONE, TWO))


def serve(repository: Repository) -> None:
    repository.files = {ONE.path: b"first jar", TWO.path: b"second jar" * 1000}


def kept(home: Path) -> list[str]:
    return sorted(file.relative_to(home / "jars").as_posix() for file in (home / "jars").rglob("*") if file.is_file())


def settings(home: Path, mirror: str | None) -> Settings:
    return Settings(data=home / "unused", home=home, mirror=mirror)


@pytest.mark.parametrize("line", LINES)
def test_lock_is_whole(line: str) -> None:
    lock = read_lock(line)
    assert lock.version.startswith(line)
    assert len(lock.artifacts) > 200
    assert len({a.coordinates for a in lock.artifacts}) == len(lock.artifacts)
    assert all(len(a.sha256) == 64 and a.size > 0 for a in lock.artifacts)
    assert "org.neo4j.client:neo4j-browser" in {a.coordinates.rpartition(":")[0] for a in lock.artifacts}


@pytest.mark.parametrize("line", LINES)
def test_lock_holds_no_test_library_and_no_host(line: str) -> None:
    assert [a.coordinates for a in read_lock(line).artifacts if TEST_LIBRARY.search(a.coordinates)] == []
    assert "://" not in artifacts.lock_path(line).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["junit:junit", "org.mockito:mockito-core", "org.neo4j.test:x", "org.neo4j:io-test-utils"]
)
def test_test_libraries_are_known(name: str) -> None:
    assert TEST_LIBRARY.search(name)


def test_coordinates_and_path_are_each_others_inverse() -> None:
    path = (
        "io/netty/netty-transport-native-epoll/4.2.12.Final/netty-transport-native-epoll-4.2.12.Final-linux-x86_64.jar"
    )
    assert coordinates(Path(path)) == "io.netty:netty-transport-native-epoll:4.2.12.Final:linux-x86_64"
    assert Artifact(coordinates(Path(path)), "", 0).path == path


def test_fetch_gets_what_is_missing_once_and_tells_how_far_it_is(tmp_path: Path, repository: Repository) -> None:
    serve(repository)
    told: list[tuple[str, int, int]] = []
    paths = fetch(LOCK, settings(tmp_path, repository.url + "/"), lambda *step: told.append(step))
    assert [path.read_bytes() for path in paths] == [b"first jar", b"second jar" * 1000]
    assert told[0] == ("fetching Neo4j 2026.04.0", 0, 10009)
    assert told[-1] == ("fetching Neo4j 2026.04.0", 10009, 10009)
    fetch(LOCK, settings(tmp_path, repository.url))
    assert sorted(repository.asked) == [f"/maven/{ONE.path}", f"/maven/{TWO.path}"]


def test_a_jar_that_was_damaged_on_disk_is_fetched_again(tmp_path: Path, repository: Repository) -> None:
    serve(repository)
    one, _ = fetch(LOCK, settings(tmp_path, repository.url))
    one.write_bytes(b"First jar")  # the same size
    fetch(LOCK, settings(tmp_path, repository.url))
    assert one.read_bytes() == b"first jar"
    assert repository.asked.count(f"/maven/{ONE.path}") == 2


def test_wrong_checksum_names_the_jar_and_keeps_nothing_of_it(tmp_path: Path, repository: Repository) -> None:
    serve(repository)
    repository.files[ONE.path] = b"fIrst jar"
    with pytest.raises(EngineError, match=r"org\.example:one:1\.0 .* is not the one of the lock: its SHA-256 is"):
        fetch(LOCK, settings(tmp_path, repository.url))
    assert ONE.path not in kept(tmp_path)
    assert not [name for name in kept(tmp_path) if name.endswith(".part")]


def test_a_line_that_breaks_once_is_tried_again(tmp_path: Path, repository: Repository) -> None:
    serve(repository)
    repository.failures = [0, 503]
    fetch(LOCK, settings(tmp_path, repository.url))
    assert kept(tmp_path) == [ONE.path, TWO.path]
    assert len(repository.asked) == 4


def test_a_line_that_always_breaks_is_explained(tmp_path: Path, repository: Repository) -> None:
    serve(repository)
    repository.failures = [0] * 20
    with pytest.raises(EngineError, match=r"broke off.* at org\.example:(one|two):1\.0"):
        fetch(LOCK, settings(tmp_path, repository.url))
    assert kept(tmp_path) == []


def test_an_unreachable_repository_is_explained(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"http://127\.0\.0\.1:9 cannot be reached.*LODESTONE_MIRROR.*NEO4J_URI"):
        fetch(LOCK, settings(tmp_path, "http://127.0.0.1:9"))
    assert kept(tmp_path) == []


def test_a_repository_without_the_jar_is_explained_at_once(tmp_path: Path, repository: Repository) -> None:
    with pytest.raises(EngineError, match=r"answered 404 for org\.example:"):
        fetch(LOCK, settings(tmp_path, repository.url))
    assert len(repository.asked) <= 2


def test_the_rest_of_a_killed_fetch_is_cleared(tmp_path: Path, repository: Repository) -> None:
    serve(repository)
    left = tmp_path / "jars" / "org" / "x.part"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    fetch(LOCK, settings(tmp_path, repository.url))
    assert kept(tmp_path) == [ONE.path, TWO.path]


def test_a_mirror_must_be_an_address(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"LODESTONE_MIRROR is 'ftp://x'"):
        fetch(LOCK, settings(tmp_path, "ftp://x"))


def test_without_a_mirror_the_central_repository_is_asked(tmp_path: Path) -> None:
    assert download.repository(settings(tmp_path, None)).startswith("https://")


def test_a_full_disk_is_said_before_the_fetch(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(repository)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5))
    with pytest.raises(EngineError, match=r"The disk is full: no room .*LODESTONE_HOME"):
        fetch(LOCK, settings(tmp_path, repository.url))
    assert repository.asked == []


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path, repository: Repository) -> None:
    serve(repository)
    home = tmp_path / "home"
    home.write_text("a file where the folder should be")
    with pytest.raises(EngineError, match=r"home for Neo4j's jars cannot be used: Not a directory.*LODESTONE_HOME"):
        fetch(LOCK, settings(home, repository.url))

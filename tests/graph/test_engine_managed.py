"""The managed engine, really run: started, shared, killed, left alone, stopped and deleted, in a folder of its own.

The tests share one engine and each first makes sure that it runs; only those that end it cost the next one a start.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import psutil
import pytest
import requests
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import ClientError, DriverError, Neo4jError

import kb
from kb.engine import Server, artifacts, managed, ports, server
from kb.engine.layout import Layout, running
from kb.errors import Busy, EngineError
from kb.settings import Settings

START = "from kb.settings import Settings; from kb.engine import server; print(server(Settings.read()).uri)"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, not_here: Callable[[str], NoReturn]) -> Iterator[Settings]:
    """A folder of this module's own, and the jars of LODESTONE_HOME."""
    home = Settings.read({"LODESTONE_HOME": os.environ.get("LODESTONE_HOME", "")})
    ours = replace(home, data=tmp_path_factory.mktemp("engine data"), mirror=os.environ.get("LODESTONE_MIRROR"))
    try:
        for line in ("2026", "5.26"):
            artifacts.fetch(artifacts.read_lock(line), ours)
    except EngineError as error:
        not_here(f"the jars of Neo4j cannot be had: {error}")
    yield ours
    managed.purge(ours)


@pytest.fixture
def layout(settings: Settings) -> Layout:
    return Layout(settings.data)


def driver(at: Server) -> Driver:
    return GraphDatabase.driver(at.uri, auth=(at.username, at.password))


def rows(at: Server, cypher: str) -> list[dict[str, Any]]:
    with driver(at) as opened:
        return [record.data() for record in opened.execute_query(cypher, database_=at.database).records]


def until(true: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def java(settings: Settings) -> psutil.Process:
    return psutil.Process(managed.status(settings).pid)


def test_two_commands_at_once_start_one_engine_and_both_end(settings: Settings) -> None:
    """Their output is a pipe to us: `communicate` returns only when nothing that they started holds it open."""
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")},
        "LODESTONE_DATA": str(settings.data),
        "LODESTONE_HOME": str(settings.home),
        "PYTHONPATH": str(Path(kb.__file__).parents[1]),
    }
    commands = [
        subprocess.Popen(
            [sys.executable, "-c", START], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    (first, first_fault), (second, second_fault) = [command.communicate(timeout=120) for command in commands]
    assert (first_fault, second_fault) == ("", "")
    assert first == second
    assert first.strip() == managed.start(settings).uri
    engines = [
        p for p in psutil.process_iter(["cmdline"]) if f"@{Layout(settings.data).args}" in (p.info["cmdline"] or [])
    ]
    assert [engine.pid for engine in engines] == [managed.status(settings).pid]


def test_it_answers_with_a_full_text_index(settings: Settings) -> None:
    at = server(settings)
    assert (at.managed, at.line, at.database) == (True, "2026", "neo4j")
    assert rows(
        at, "CALL dbms.components() YIELD name, versions WHERE name STARTS WITH 'Neo4j' RETURN versions[0] AS version"
    ) == [{"version": "2026.04.0"}]
    rows(at, "CREATE FULLTEXT INDEX names IF NOT EXISTS FOR (n:Entity) ON EACH [n.name]")
    rows(at, "CALL db.awaitIndexes()")
    rows(at, "CREATE (:Entity {name: 'sintered magnet'}), (:Entity {name: 'cobalt'})")
    search = "CALL db.index.fulltext.queryNodes('names', 'magnit~') YIELD node RETURN node.name AS name"
    assert until(lambda: rows(at, search) == [{"name": "sintered magnet"}], 5)
    rows(at, "MATCH (n:Entity) DELETE n")


def test_it_listens_on_this_machine_only(settings: Settings) -> None:
    at, found = server(settings), managed.status(settings)
    listening = {c.laddr for c in java(settings).net_connections("tcp") if c.status == psutil.CONN_LISTEN}
    assert {(address.ip.removeprefix("::ffff:"), address.port) for address in listening} == {
        ("127.0.0.1", found.bolt),
        ("127.0.0.1", found.http),
    }
    assert at.uri == f"bolt://127.0.0.1:{found.bolt}"


def test_it_serves_neo4j_browser(settings: Settings) -> None:
    at = server(settings)
    assert at.browser is not None
    assert "<title>Neo4j Browser</title>" in requests.get(at.browser, timeout=30).text


def test_its_password_is_its_users_alone_and_in_no_argument_list(settings: Settings) -> None:
    at, file = server(settings), managed.password_file(settings)
    assert file.read_text().strip() == at.password
    assert len(at.password) >= 32
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert at.password not in repr(at)
    assert not any(at.password in " ".join(p.info["cmdline"] or []) for p in psutil.process_iter(["cmdline"]))
    with pytest.raises(ClientError), driver(replace(at, password="neo4j")) as opened:
        opened.verify_connectivity()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:9/x.csv", "http://[::1]:9/x.csv"])
def test_it_lets_no_statement_read_files_or_hosts(settings: Settings, url: str) -> None:
    with pytest.raises(ClientError, match="Cannot load from URL"):
        rows(server(settings), f"LOAD CSV FROM '{url}' AS row RETURN row")


def test_another_line_is_refused_while_it_runs(settings: Settings) -> None:
    server(settings)
    with pytest.raises(Busy, match=r"runs Neo4j 2026\.04\.0, and LODESTONE_LINE asks for the line 5\.26"):
        server(replace(settings, line="5.26"))


def test_its_status_tells_what_is_where(settings: Settings, layout: Layout) -> None:
    server(settings)
    found = managed.status(settings)
    assert (found.state, found.line, found.version, found.data) == ("running", "2026", "2026.04.0", layout.root)
    assert 0 < found.disk < 50 << 20


def test_it_recovers_from_a_kill_with_all_that_was_written(settings: Settings) -> None:
    at = server(settings)
    rows(at, "UNWIND range(1, 1000) AS i CREATE (:Kept {i: i})")
    killed = java(settings)
    killed.kill()
    assert until(lambda: gone(killed.pid), 10)
    again = server(settings)
    assert (again.uri, again.password) == (at.uri, at.password)
    assert java(settings).pid != killed.pid
    assert rows(again, "MATCH (n:Kept) RETURN count(n) AS n") == [{"n": 1000}]


def test_it_is_no_orphan_when_its_supervisor_is_killed(settings: Settings, layout: Layout) -> None:
    server(settings)
    engine = running(layout)
    assert engine is not None
    psutil.Process(engine.supervisor).kill()
    if not sys.platform.startswith("linux"):  # where nothing tells Neo4j, the next command ends it
        managed.stop(settings)
    assert until(lambda: gone(engine.java), 30)
    assert managed.status(settings).state == "stopped"


def test_a_database_of_a_newer_neo4j_is_not_opened(settings: Settings) -> None:
    managed.stop(settings)
    assert until(lambda: managed.status(settings).state == "stopped", 30)
    with pytest.raises(EngineError, match=r"was written by Neo4j 2026\.04\.0, and 5\.26\.31 cannot read it"):
        managed.start(replace(settings, line="5.26"))
    assert managed.status(settings).state == "stopped"


def test_a_port_that_is_taken_in_the_last_moment_is_explained(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        _, http = ports.two_free()
        monkeypatch.setattr(ports, "choose", lambda _: (other.getsockname()[1], http))
        with pytest.raises(EngineError, match=r"did not start: a port that it needs was taken.*It said: .*Log: "):
            managed.start(settings)
    assert managed.status(settings).state == "stopped"


def test_it_stops_when_idle_but_never_under_an_open_connection(settings: Settings, layout: Layout) -> None:
    at = server(replace(settings, idle_minutes=0.04))
    found = managed.status(settings)
    assert found.pid is not None
    with driver(at) as opened, opened.session() as session:
        session.run("RETURN 1").consume()
        time.sleep(4)  # longer than it may be idle
        assert session.run("RETURN 2 AS two").single(strict=True)["two"] == 2
    assert until(lambda: gone(found.pid or 0), 15)
    assert until(lambda: managed.status(settings).state == "stopped", 5)
    assert not layout.running.exists()


def test_a_stop_makes_nobody_wait_and_a_start_waits_for_it(settings: Settings) -> None:
    before = server(settings)
    began = time.monotonic()
    assert managed.stop(settings) is True
    assert time.monotonic() - began < 1
    assert managed.status(settings).state == "stopping"
    after = server(settings)
    assert (after.uri, after.password) == (before.uri, before.password)
    assert rows(after, "MATCH (n:Kept) RETURN count(n) AS n") == [{"n": 1000}]


def test_a_lost_password_file_is_said(settings: Settings, layout: Layout) -> None:
    managed.stop(settings)
    assert until(lambda: managed.status(settings).state == "stopped", 30)
    kept = layout.password.read_text()
    layout.password.unlink()
    with pytest.raises(EngineError, match=r"password file .* is gone.*lodestone engine purge"):
        managed.start(settings)
    layout.password.write_text(kept)


def test_a_purge_leaves_nothing_but_the_jars(settings: Settings, layout: Layout) -> None:
    managed.purge(settings)
    assert not layout.root.exists()
    assert managed.status(settings).state == "absent"
    assert managed.stop(settings) is False
    assert (settings.home / "jars").is_dir()


def test_the_long_term_line_runs_too_and_a_purge_ends_it(settings: Settings, layout: Layout) -> None:
    at = server(replace(settings, line="5.26"))
    assert rows(
        at, "CALL dbms.components() YIELD name, versions WHERE name STARTS WITH 'Neo4j' RETURN versions[0] AS version"
    ) == [{"version": "5.26.31"}]
    rows(at, "CREATE FULLTEXT INDEX names FOR (n:Entity) ON EACH [n.name]")
    rows(at, "CREATE (:Entity {name: 'sintered magnet'})")
    search = "CALL db.index.fulltext.queryNodes('names', 'magnit~') YIELD node RETURN node.name AS name"
    assert until(lambda: rows(at, search) == [{"name": "sintered magnet"}], 5)
    with pytest.raises(ClientError, match="Cannot load from URL"):
        rows(at, "LOAD CSV FROM 'http://127.0.0.1:9/x.csv' AS row RETURN row")
    assert at.browser is not None
    assert "<title>Neo4j Browser</title>" in requests.get(at.browser, timeout=30).text
    pid = java(settings).pid
    managed.purge(settings)
    assert gone(pid)
    assert not layout.root.exists()
    with pytest.raises((DriverError, Neo4jError)):
        rows(at, "RETURN 1")

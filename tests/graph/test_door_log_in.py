"""Servers that do not answer, do not let us in, or are too old: one sentence each, with what to do."""

from dataclasses import replace
from typing import Any, Protocol

import pytest

from kb.engine import Server
from kb.engine.ports import listens
from kb.errors import GraphError, Unreachable
from kb.store import Store


class Line(Protocol):
    server: Server


def told(server: Server) -> str:
    with pytest.raises(Unreachable) as error:
        Store(server)
    return str(error.value)


@pytest.mark.parametrize(
    ("managed", "how"),
    [
        (False, "Check NEO4J_USERNAME and NEO4J_PASSWORD."),
        (True, "Its password file and database do not agree; `lodestone engine purge` starts afresh."),
    ],
)
def test_a_wrong_password_is_told(each_world: Line, managed: bool, how: str) -> None:
    server = replace(each_world.server, password="wrong", managed=managed)
    assert told(server) == f"{server.uri} does not accept the password of 'neo4j'. {how}"


def test_a_wrong_database_is_told(each_world: Line) -> None:
    server = replace(each_world.server, database="nowhere")
    assert told(server) == f"{server.uri} has no database 'nowhere'. Check NEO4J_DATABASE."


@pytest.mark.parametrize(
    ("managed", "how"),
    [
        (False, "Check NEO4J_URI and that the server runs, or unset it to use the managed engine."),
        (True, "Run the command again: it starts the engine."),
    ],
)
def test_a_server_that_does_not_answer_is_told(managed: bool, how: str) -> None:
    assert not listens(9)
    server = Server("bolt://127.0.0.1:9", "neo4j", "x", "neo4j", managed)
    assert told(server) == f"No Neo4j answers at bolt://127.0.0.1:9. {how}"


def test_an_address_of_no_known_kind_is_told() -> None:
    assert told(Server("ftp://127.0.0.1:7474", "neo4j", "x", "neo4j", False)).startswith("ftp://127.0.0.1:7474: ")


@pytest.mark.parametrize("version", ["5.25.1", "4.4.30", "3.5"])
def test_an_old_server_is_told(world: Line, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr("kb.cypher.COMPONENTS", f"RETURN '{version}' AS version, 'community' AS edition")
    with pytest.raises(GraphError) as error:
        Store(world.server)
    assert str(error.value) == (
        f"{world.server.uri} runs Neo4j {version}; Lodestone needs 5.26 or newer. "
        "Upgrade the server, or unset NEO4J_URI to use the managed engine."
    )


@pytest.mark.parametrize("version", ["5.26.0", "5.27-aura", "2025.01.0", "2026.04.0"])
def test_a_new_enough_server_is_taken(world: Line, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr("kb.cypher.COMPONENTS", f"RETURN '{version}' AS version, 'community' AS edition")
    with Store(world.server) as store:
        assert store.engine == f"Neo4j {version} community"


def test_the_store_lets_go_of_a_connection_that_fails(world: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[Any] = []
    monkeypatch.setattr("neo4j.Driver.close", lambda driver: closed.append(driver))
    told(replace(world.server, password="wrong"))
    assert len(closed) == 1

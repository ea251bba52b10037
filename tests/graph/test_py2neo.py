"""docs/py2neo.md holds on both lines: its snippets run, read what the read door reads, and its limits are as told."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import py2neo
import pytest
from py2neo.errors import ClientError

from tests.conftest import Line

PAGE = (Path(__file__).parents[2] / "docs" / "py2neo.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)
PRODUCED = (
    "MATCH (country:Country {id: 'country:CHN'})-[makes:PRODUCES]->(made:Material|Mineral) "
    "RETURN made.name AS material, makes.stage AS stage, makes.period AS period, makes.value AS value, "
    "makes.unit AS unit "
    "ORDER BY material, stage, period DESC, makes.id"
)


def connected(line: Line) -> py2neo.Graph:
    return py2neo.Graph(line.server.uri, auth=(line.server.username, line.server.password))


@pytest.fixture
def names(each_world: Line, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the names of the page hold after all its snippets ran."""
    monkeypatch.setenv("NEO4J_URI", each_world.server.uri)
    monkeypatch.setenv("NEO4J_USERNAME", each_world.server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", each_world.server.password)
    found: dict[str, Any] = {}
    for snippet in SNIPPETS:
        exec(snippet, found)  # noqa: S102 - the page's own code is what is tested
    return found


def test_the_page_speaks_of_the_version_that_is_tested() -> None:
    assert version("py2neo") == "2021.2.4"
    assert f"py2neo {version('py2neo')}" in PAGE
    assert len(SNIPPETS) == 6


def test_a_frame_and_a_piece_are_those_of_the_read_door_and_of_the_driver(
    each_world: Line, names: dict[str, Any]
) -> None:
    rows = each_world.store.rows(PRODUCED)
    for frame in (names["frame"], names["moved"]):
        plain = [{key: None if pd.isna(value) else value for key, value in row.items()}
                 for row in frame.to_dict("records")]  # fmt: skip
        assert plain == rows
    assert len(rows) > 3

    paths = "MATCH way = (:Technology)-[:CONTAINS|USES_MATERIAL*1..3]->(:Material) UNWIND relationships(way) AS r "
    known = {tuple(row.values()) for row in each_world.store.rows(
        paths + "RETURN DISTINCT startNode(r).id AS s, type(r) AS t, endNode(r).id AS e ORDER BY s, t, e")}  # fmt: skip
    moved = {(each.start_node["id"], each.type, each.end_node["id"]) for each in names["moved_piece"].relationships}
    assert names["edges"]
    assert set(names["edges"]) <= known
    assert moved <= known
    assert {tuple(sorted(node.labels)) for node in names["piece"].nodes} <= {
        ("Entity", "Technology"), ("Component", "Entity"), ("Entity", "Material")}  # fmt: skip


def test_one_node_and_its_relationships(each_world: Line, names: dict[str, Any]) -> None:
    text = "MATCH (:Country {id: 'country:CHN'})-[:PRODUCES]->(m) RETURN m.name AS name ORDER BY name"
    made = each_world.store.rows(text)
    assert names["china"]["name"] == "China"
    assert sorted(names["made"]) == [row["name"] for row in made]


def test_it_connects_by_an_old_protocol(each_world: Line) -> None:
    assert connected(each_world).service.connector._acquire_ro().protocol_version == (4, 3)
    assert "Bolt up to 4.3" in PAGE


def test_the_server_refuses_its_schema_helpers(names: dict[str, Any]) -> None:
    assert {name: code.rsplit(".", 1)[-1] for name, code in names["refused"].items()} == {
        "create_uniqueness_constraint": "SyntaxError",
        "create_index": "SyntaxError",
        "get_uniqueness_constraints": "ProcedureNotFound",
        "get_indexes": "ProcedureNotFound",
    }


def test_query_and_a_read_transaction_cannot_write(each_world: Line) -> None:
    graph = connected(each_world)
    with pytest.raises(ClientError, match="Writing in read access mode not allowed"):
        graph.query("CREATE (n:Probe) RETURN n")
    with pytest.raises(ClientError, match="Writing in read access mode not allowed"):
        graph.begin(readonly=True).run("CREATE (n:Probe) RETURN n")
    assert each_world.store.rows("MATCH (n:Probe) RETURN count(n) AS n") == [{"n": 0}]


def test_run_writes_whatever_readonly_says(each_scratch: Line) -> None:
    connected(each_scratch).run("CREATE (n:Probe) RETURN n", readonly=True)
    assert each_scratch.store.rows("MATCH (n:Probe) RETURN count(n) AS n") == [{"n": 1}]

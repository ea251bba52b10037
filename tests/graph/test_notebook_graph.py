"""The notebook's connection on the tiny world: answers, statements and the three kinds of subgraph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from api import lodestone
from kb import schema
from kb.errors import BadInput, BadQuestion, GraphError, Refused
from tests.conftest import Line


@pytest.fixture
def db(each_world: Line) -> Iterator[lodestone.Connection]:
    with lodestone.connect(each_world.settings("notebook")) as opened:
        yield opened


def test_a_statement_gives_a_typed_frame_and_takes_parameters(db: lodestone.Connection) -> None:
    text = "MATCH (c:Country) WHERE c.id IN $ids RETURN c.id AS id, 1 AS n, c.kind AS kind ORDER BY id"
    frame = db.cypher(text, ids=["country:CHN", "country:JPN"])
    assert frame[["id", "n"]].to_numpy().tolist() == [["country:CHN", 1], ["country:JPN", 1]]
    assert (str(frame["n"].dtype), frame.attrs) == ("Int64", {"truncated": False})


def test_a_connection_has_limits_and_parameters_any_name(each_world: Line) -> None:
    with lodestone.connect(each_world.settings("notebook"), rows=1) as db:
        frame = db.cypher("UNWIND $rows AS n RETURN n + $seconds AS n ORDER BY n", rows=[1, 2], seconds=1)
    assert (frame["n"].tolist(), frame.attrs) == ([2], {"truncated": True})


def test_it_only_reads(db: lodestone.Connection) -> None:
    with pytest.raises(Refused):
        db.cypher("CREATE (n:Country) RETURN n")
    with pytest.raises(Refused):
        db.graph(statement="MATCH way = (a)-[*]-(b) RETURN way")


def test_an_answer_comes_with_the_facts_behind_it(db: lodestone.Connection) -> None:
    answer = db.ask("technologies_depending_on", material="Strong magnet", country="CHN", as_of="2026-11-23")
    piece = db.graph(answer).found
    behind = {id_ for edge in piece.edges for id_ in edge["claims"]}
    steps = {(start, end) for row in answer.rows for start, end in zip(row["route"], row["route"][1:], strict=False)}
    edges = {(edge["start"], edge["end"]) for edge in piece.edges}
    assert set(answer.claims) <= behind
    assert [step for step in steps if step not in edges and step[::-1] not in edges] == []
    assert {row["technology"] for row in answer.rows} <= set(piece.nodes)
    assert [edge for edge in piece.edges if edge["start"] not in piece.nodes or edge["end"] not in piece.nodes] == []


def test_around_a_thing_it_grows_by_the_hop_but_not_through_countries(
    db: lodestone.Connection, each_world: Line
) -> None:
    near, far = db.graph(entity="NdFeB"), db.graph(entity="material:magnet", hops=2)
    assert {side for edge in near.found.edges for side in (edge["start"], edge["end"])} == set(near.found.nodes)
    assert all("material:magnet" in (edge["start"], edge["end"]) for edge in near.found.edges)
    assert {"material:sintered-magnet", "country:CHN", "policy:duty"} <= set(near.found.nodes)
    assert set(near.found.nodes) < set(far.found.nodes)
    beyond = each_world.store.rows(
        "MATCH (m:Material {id: 'material:magnet'})-[]-(:Country|Policy|Viewpoint)-[]-(x:Entity) "
        "WHERE x.id <> m.id AND NOT EXISTS { (m)-[]-(x) } "
        "AND NOT EXISTS { (m)-[]-(:Material|Mineral|Component|Technology|Process|Facility|Company)-[]-(x) } "
        "RETURN DISTINCT x.id AS id ORDER BY id"
    )
    assert len(beyond) > 3
    assert {row["id"] for row in beyond} & set(far.found.nodes) == set()


def test_paths_of_a_statement_are_its_graph(db: lodestone.Connection) -> None:
    text = "MATCH way = (:Technology {id: $id})-[:CONTAINS*1..2]->(:Component) RETURN way"
    graph = db.graph(statement=text, id="technology:drive")
    assert (sorted(graph.found.nodes), [(e["start"], e["type"], e["end"]) for e in graph.found.edges]) == (
        ["component:motor", "technology:drive"], [("technology:drive", "CONTAINS", "component:motor")])  # fmt: skip
    claims = db.graph(statement="MATCH (c:Claim)-[f:FROM]->(s:Source {id: 'blog'}) RETURN c, f, s")
    assert {node["label"] for node in claims.found.nodes.values()} == {"Claim", "Source"}
    assert {edge["type"] for edge in claims.found.edges} == {"FROM"}
    assert len(claims.pyvis().nodes) == len(claims.found.nodes)


@pytest.mark.parametrize(("statement", "said"), [
    ("MATCH (a:Country) RETURN a.name AS name", "returns no nodes"),
    ("MATCH (a:Technology)-[r:CONTAINS]->(b) RETURN a, r", "returns CONTAINS relationships without their nodes"),
])  # fmt: skip
def test_a_statement_without_a_graph_is_told(db: lodestone.Connection, statement: str, said: str) -> None:
    with pytest.raises(BadQuestion, match=said):
        db.graph(statement=statement)


def test_what_cannot_be_asked_is_told(db: lodestone.Connection) -> None:
    with pytest.raises(BadQuestion, match="Did you mean controls_on"):
        db.question("control_on")
    with pytest.raises(BadQuestion, match=r"has no parameter 'itm'\. Did you mean item"):
        db.ask("controls_on", itm="x")
    with pytest.raises(BadQuestion, match="hops is 9"):
        db.graph(entity="CHN", hops=9)
    with pytest.raises(BadInput, match="takes one of these"):
        db.graph(entity="CHN", statement="RETURN 1")


@pytest.mark.parametrize("value", [2**70, "\ud800", {1, 2}, object(), {1: "a"}])
def test_a_parameter_that_cannot_be_sent_is_told_and_the_connection_goes_on(
    db: lodestone.Connection, value: object
) -> None:
    with pytest.raises(BadQuestion, match=r"^The statement or a parameter cannot be sent to Neo4j: .+\.$"):
        db.cypher("RETURN $value AS value", value=value)
    assert db.cypher("RETURN 1 AS n")["n"].tolist() == [1]


def test_a_closed_connection_is_told(each_world: Line) -> None:
    with lodestone.connect(each_world.settings("notebook")) as opened:
        pass
    with pytest.raises(GraphError, match="Driver closed"):
        opened.cypher("RETURN 1 AS n")


def test_what_is_for_look_ups_alone_is_in_no_graph(db: lodestone.Connection) -> None:
    graph = db.graph(entity="NdFeB")
    assert set(graph.nodes().columns) & set(schema.LOOKED_UP) == set()
    told = db.graph(statement="MATCH way = (:Technology {id: 'technology:drive'})-[:CONTAINS]->() RETURN way")
    assert set(told.nodes().columns) & set(schema.LOOKED_UP) == set()


def test_what_a_notebook_shows_of_an_answer_and_a_graph_is_short(db: lodestone.Connection) -> None:
    answer = db.ask("technologies_depending_on", material="Strong magnet", country="CHN", as_of="2026-11-23")
    counts = f"{len(answer.rows)} rows, {len(answer.claims)} claims, {len(answer.sources)} sources"
    assert repr(answer) == f"<Answer of technologies_depending_on: {counts}>"
    found = db.graph(answer).found
    assert repr(found) == f"<{len(found.nodes)} nodes and {len(found.edges)} edges>"


def test_an_empty_graph_is_told(scratch: Line) -> None:
    with lodestone.connect(scratch.settings("notebook")) as opened, pytest.raises(GraphError, match="lodestone build"):
        opened.ask("controls_on", item="x")

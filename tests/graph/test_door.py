"""The read door: what it refuses, with the reason; what it lets through; and the limits that stop the rest."""

from typing import Protocol

import pytest

from kb.errors import BadQuestion, Refused, Stopped
from kb.store import Limits, Store


class Line(Protocol):
    store: Store


WRITES = "The statement writes. This door only reads; facts are changed by claims and `lodestone build`."
ADMIN = "The statement administers the server. This door only reads the graph."
LOADS = "The statement loads a file or URL. This door only reads the graph."
PLANS = "EXPLAIN and PROFILE are not let through here; open Neo4j Browser for plans (lodestone engine browse)."
NODES = "MATCH (n) RETURN count(n) AS n"

REFUSED = [
    ("CREATE (n:Mineral) RETURN n", WRITES),
    ("MERGE (n:Mineral {id: 'x'}) RETURN n", WRITES),
    ("MATCH (n) SET n.x = 1", WRITES),
    ("MATCH (n) SET n:Mineral RETURN n", WRITES),
    ("MATCH (n) REMOVE n.name", WRITES),
    ("MATCH (n) DELETE n", WRITES),
    ("MATCH (n) DETACH DELETE n", WRITES),
    ("FOREACH (x IN [1] | CREATE (:Mineral))", WRITES),
    ("MATCH (n) CALL (n) { SET n.a = 1 } RETURN n", WRITES),
    ("UNWIND [1] AS x CALL (x) { CREATE (:Mineral) } IN TRANSACTIONS RETURN x", WRITES),
    ("CALL db.createLabel('X')", WRITES),
    ("CREATE INDEX x FOR (n:Mineral) ON (n.y)", ADMIN),
    ("DROP CONSTRAINT entity_id", ADMIN),
    ("CREATE USER x SET PASSWORD 'abcdefgh1'", ADMIN),
    ("ALTER CURRENT USER SET PASSWORD FROM 'a' TO 'b'", ADMIN),
    ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", LOADS),
    ("LOAD CSV FROM $url AS line RETURN line", LOADS),
    ("UNWIND [1] AS x CALL (x) { LOAD CSV FROM 'http://127.0.0.1/' AS line RETURN line } RETURN line", LOADS),
    ("CALL dbms.listConfig() YIELD name RETURN name", ADMIN),
    ("CALL { CALL dbms.listConfig() YIELD name RETURN name } RETURN name", ADMIN),
    ("CALL db.clearQueryCaches()", ADMIN),
    ("SHOW USERS", ADMIN),
    ("SHOW SETTINGS", ADMIN),
    ("SHOW SETTINGS YIELD name RETURN name", ADMIN),
    ("SHOW TRANSACTIONS", ADMIN),
    ("TERMINATE TRANSACTIONS 'neo4j-transaction-1'", ADMIN),
    ("EXPLAIN MATCH (n) RETURN n", PLANS),
    ("  profile MATCH (n) RETURN n", PLANS),
]


@pytest.mark.parametrize(("text", "told"), REFUSED, ids=[text for text, _ in REFUSED])
def test_a_statement_that_does_more_than_read_is_refused(each_world: Line, text: str, told: str) -> None:
    before = each_world.store.rows(NODES)
    with pytest.raises(Refused) as error:
        each_world.store.rows(text, url="file:///etc/passwd")
    assert str(error.value) == told
    assert each_world.store.rows(NODES) == before


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a)-[*]->(b) RETURN a.id",
        "MATCH (a)-[:KIND_OF*]->(b) RETURN a.id",
        "MATCH (a)-[:KIND_OF*2..]->(b) RETURN a.id",
        "MATCH (a)-[:KIND_OF*..]->(b) RETURN a.id",
        "MATCH (a)-[:KIND_OF*]->(b) RETURN DISTINCT b.id",
        "MATCH (a) ((x)-[:KIND_OF]->(y))+ (b) RETURN a.id",
        "MATCH (a) ((x)-[:KIND_OF]->(y))* (b) RETURN a.id",
        "MATCH (a) ((x)-[:KIND_OF]->(y)){2,} (b) RETURN a.id",
        "MATCH (a) ((x)-[:KIND_OF]->(y)-[:MADE_FROM]->(z))+ (b) RETURN a.id",
        "MATCH (a)-[:KIND_OF]->+(b) RETURN a.id",
        "MATCH (a)-[:KIND_OF]->+(b) RETURN DISTINCT b.id",
        "MATCH (a)<--+(b) RETURN a.id",
        "MATCH (a)--{2,}(b) RETURN a.id",
        "MATCH p = shortestPath((a:Mineral)-[*]-(b:Material)) RETURN p",
        "MATCH p = SHORTEST 1 (a:Mineral)-[:KIND_OF]-+(b:Material) RETURN p",
        "MATCH (a:Entity) WHERE EXISTS { (a)-[:KIND_OF*]->(:Material) } RETURN a.id",
        "MATCH (a:Entity) RETURN COUNT { (a)-[:KIND_OF*]->() } AS n",
        "MATCH (a:Entity) RETURN [(a)-[:KIND_OF*]->(b) | b.id] AS n",
        "MATCH (a:Entity) CALL (a) { MATCH (a)-[:KIND_OF*]->(b) RETURN b } RETURN b.id",
    ],
)
def test_a_path_of_any_length_is_refused(each_world: Line, text: str) -> None:
    with pytest.raises(
        Refused,
        match=r"follows paths of any length .* Give an upper bound, like \*1\.\.6 or "
        r"\{1,6\}\.",
    ):
        each_world.store.rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (a)-[:KIND_OF*1..4]->(b) RETURN a.id",
        "MATCH (a)-[:KIND_OF*2]->(b) RETURN a.id",
        "MATCH (a)-[:KIND_OF*..3]->(b) RETURN DISTINCT b.id",
        "MATCH (a) ((x)-[:KIND_OF]->(y)){0,3} (b) RETURN a.id",
        "MATCH (a) ((x)-[:KIND_OF]->(y)-[:MADE_FROM]->(z)){1,2} (b) RETURN a.id",
        "MATCH p = shortestPath((a:Mineral)-[*..4]-(b:Material)) RETURN p",
        "MATCH (a)-[r:KIND_OF*1..3]->(b) WHERE all(x IN r WHERE size(x.claims) * 2 > 1) RETURN a.id",
        "CALL db.labels() YIELD label RETURN label",
        "CALL db.relationshipTypes() YIELD relationshipType RETURN relationshipType",
        "CALL db.index.fulltext.queryNodes('entity_names', 'magnet') YIELD node RETURN node.id",
        "CALL db.ping()",
        "SHOW INDEXES",
        "RETURN 'CREATE (n) SET n.x = 1 // DELETE' AS said",
        "// CREATE (n)\nRETURN 1 AS one",
    ],
)
def test_a_bounded_read_is_let_through(each_world: Line, text: str) -> None:
    each_world.store.check(text)
    each_world.store.rows(text)


@pytest.mark.parametrize(
    "text", ["MATCH (n RETURN n", "RETURN 1 AS a; RETURN 2 AS b", "MATCH (n) RETURN $missing", "CALL no.such()",
             "RETURN 1 / 0 AS x", "/* hidden */ PROFILE MATCH (n) RETURN n"]
)  # fmt: skip
def test_a_statement_that_cannot_run_is_told(each_world: Line, text: str) -> None:
    with pytest.raises(BadQuestion, match=r"^Neo4j cannot run the statement: ."):
        each_world.store.rows(text)


def test_an_endless_product_is_stopped_by_time(each_world: Line) -> None:
    endless = (
        "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a, b WHERE a + b = 0 RETURN count(*) AS n"
    )
    with pytest.raises(Stopped) as error:
        each_world.store.rows(endless, Limits(seconds=1))
    assert str(error.value) == (
        "The statement was stopped: it ran longer than its time limit. Narrow it, or raise --seconds."
    )
    assert each_world.store.rows("RETURN 1 AS one") == [{"one": 1}]


def test_a_statement_that_eats_memory_is_stopped(each_world: Line) -> None:
    with pytest.raises(Stopped) as error:
        each_world.store.rows(
            "UNWIND range(1, 50000000) AS n WITH collect(toString(n)) AS texts RETURN size(texts) AS n"
        )
    assert str(error.value) == (
        "The statement was stopped: it needed more memory than one transaction may have. Narrow it."
    )
    assert each_world.store.rows("RETURN 1 AS one") == [{"one": 1}]


@pytest.mark.parametrize(("most", "rows", "truncated"), [(3, 3, True), (5, 5, False), (6, 5, False)])
def test_more_rows_than_the_limit_are_cut_and_marked(each_world: Line, most: int, rows: int, truncated: bool) -> None:
    result = each_world.store.read(lambda reader: reader.run("UNWIND range(1, 5) AS n RETURN n"), Limits(rows=most))
    assert (result.columns, result.rows, result.truncated) == (
        ["n"], [{"n": n} for n in range(1, rows + 1)], truncated)  # fmt: skip


def test_numbers_that_json_has_not_are_none(each_world: Line) -> None:
    row = each_world.store.rows("RETURN 0.0 / 0.0 AS nan, [1.0 / 0.0, -1.0 / 0.0, 0.5] AS some, {of: 0.0 / 0.0} AS in")
    assert row == [{"nan": None, "some": [None, None, 0.5], "in": {"of": None}}]


def test_text_in_parameters_never_becomes_cypher(each_world: Line) -> None:
    evil = "x'}) DETACH DELETE n //"
    before = each_world.store.rows(NODES)
    assert each_world.store.rows("RETURN $text AS text", text=evil) == [{"text": evil}]
    assert each_world.store.rows("MATCH (n:Entity {id: $id}) RETURN n.id AS id", id=evil) == []
    assert each_world.store.rows(NODES) == before

"""The shipped graph: every fact is sourced, nothing stands alone, and every question's example resolves whole."""

from typing import Any, Protocol

import pytest

from kb import schema
from kb.store import Limits, Store
from queries.answer import Answer, ask
from queries.catalogue import catalogue


class Line(Protocol):
    store: Store


TYPES = [*schema.RELATIONS, *schema.RULINGS]
AS_OF = "2026-11-23"
SLOW = Limits(seconds=120)


def example(store: Store, name: str) -> Answer:
    params: dict[str, Any] = dict(catalogue()[name].example())
    if "as_of" in catalogue()[name].params:
        params["as_of"] = AS_OF
    return ask(store, name, params, SLOW)


def test_every_fact_cites_claims_that_exist_and_shows_one_of_them(each_shipped: Line) -> None:
    facts = each_shipped.store.rows(
        "MATCH (a)-[r]->(b) WHERE NOT type(r) IN ['FROM', 'ABOUT'] "
        "RETURN type(r) AS type, r.id AS id, r.claims AS claims, r.chosen AS chosen ORDER BY id",
        Limits(rows=100_000),
    )
    known = {row["id"] for row in each_shipped.store.rows("MATCH (c:Claim) RETURN c.id AS id", Limits(rows=100_000))}
    assert len(facts) > 1_000
    assert [row for row in facts if not row["claims"] or not set(row["claims"]) <= known] == []
    assert [row for row in facts if row["chosen"] not in row["claims"]] == []
    assert {row["type"] for row in facts} <= set(TYPES)


def test_every_entity_is_described_by_a_claim_of_its_own(each_shipped: Line) -> None:
    assert each_shipped.store.rows(
        "MATCH (n:Entity) WHERE n.claims IS NULL OR size(n.claims) = 0 "
        "OR EXISTS { UNWIND n.claims AS id OPTIONAL MATCH (c:Claim {id: id, start: n.id, type: 'DESCRIBED'}) "
        "WITH c WHERE c IS NULL RETURN c } RETURN n.id AS id"
    ) == []  # fmt: skip


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a claim without its one source",
         "MATCH (c:Claim) WHERE COUNT { (c)-[:FROM]->(:Source) } <> 1 OR NOT EXISTS { (c)-[:FROM]->(:Source {id: "
          "c.source}) } "
         "RETURN c.id AS id"),
        ("a claim about nothing",
         "MATCH (c:Claim) WHERE NOT c.type IN ['SUPPORTS', 'QUALIFIES', 'CONTRADICTS'] "
         "AND NOT EXISTS { (c)-[:ABOUT {role: 'start'}]->(:Entity {id: c.start}) } RETURN c.id AS id"),
        ("a source that nothing cites", "MATCH (s:Source) WHERE NOT EXISTS { (s)<-[:FROM]-(:Claim) } RETURN s.id AS "
         "id"),
        ("an entity of no or two labels", "MATCH (n:Entity) WHERE size(labels(n)) <> 2 RETURN n.id AS id"),
        ("a fact between claims and sources", "MATCH (:Source)-[r]->() RETURN r.id AS id"),
        ("a graded fact beyond D", "MATCH ()-[r]->() WHERE r.id IS NOT NULL AND NOT r.grade IN ['A', 'B', 'C', 'D'] "
         "RETURN r.id AS id"),
        ("an entity that stands alone",
         "MATCH (n:Entity) WHERE NOT EXISTS { (n)-[]-(:Entity) } AND NOT EXISTS { (n)<-[:ABOUT]-(c:Claim) "
         "WHERE c.type <> 'DESCRIBED' } AND NOT EXISTS { (n)<-[:SUPPORTS|QUALIFIES|CONTRADICTS]-(:Claim) } RETURN "
          "n.id AS id"),
    ],
)  # fmt: skip
def test_the_graph_holds_no(each_shipped: Line, what: str, text: str) -> None:
    assert each_shipped.store.rows(text) == [], what


@pytest.mark.parametrize("name", list(catalogue()))
def test_an_example_gives_rows_whose_claims_and_sources_resolve(each_shipped: Line, name: str) -> None:
    answer = example(each_shipped.store, name)
    assert answer.rows
    assert all(row["claims"] for row in answer.rows)
    assert {id_ for row in answer.rows for id_ in row["claims"]} == set(answer.claims)
    assert {claim["source"] for claim in answer.claims.values()} == set(answer.sources)
    assert answer.columns == list(catalogue()[name].columns) == list(answer.rows[0])
    keys = [tuple(str(row[column]) for column in catalogue()[name].row_key) for row in answer.rows]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", list(catalogue()))
def test_entity_columns_hold_ids_that_have_names(shipped: Line, name: str) -> None:
    answer = example(shipped.store, name)
    for column in catalogue()[name].columns.values():
        kind, _, labels = column.type.partition(":")
        if kind in ("id", "ids"):
            cells = [row[column.name] for row in answer.rows if row[column.name]]
            ids = {id_ for cell in cells for id_ in (cell if isinstance(cell, list) else [cell])}
            assert ids <= set(answer.entities), column.name
            wanted = set(schema.LABELS) if labels == "Entity" else set(labels.split("|"))
            assert {answer.entities[id_]["label"] for id_ in ids} <= wanted, column.name

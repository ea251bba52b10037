"""How both lines would find the rows of a question: from an index, never through all nodes or a product of patterns.

What stands inside an expression (`head(COLLECT { ... })`) is not shown by EXPLAIN; so nothing that needs an anchor of
its own is written there.
"""

from __future__ import annotations

from typing import Any

import pytest

from kb.store import Limits
from queries.catalogue import catalogue
from queries.parameters import resolve
from tests.conftest import Line

EVERYTHING = {"thing:Mineral|Material|Component|Technology": "an empty material asks for everything that is made"}
READ_WHOLE: dict[str, dict[str, str]] = {
    "concentration_by_stage": EVERYTHING,
    "concentration_shift": EVERYTHING,
    "supply_without_largest": EVERYTHING,
    "opposed_policies": {"policy:Policy": "it asks for every pair of policies"},
    "source_coverage": {"source:Source": "it asks for every source"},
    "recycling_supply": {"named:Country": "a scope names a country in words; there are some 250"},
}
"""The labels that a question reads whole, and why it must."""


def found_by(line: Line, name: str) -> list[tuple[str, str]]:
    """The operators of a question's plan that find what is not bound yet, or put unrelated rows together."""
    asked = catalogue()[name]
    params: dict[str, Any] = line.store.read(
        lambda reader: resolve(reader, asked, asked.example()), Limits(seconds=120)
    )
    return [
        (operator, details)
        for operator, details in line.store.plan(asked.cypher, params)
        if operator.endswith(("Scan", "Seek")) or operator == "CartesianProduct"
    ]


@pytest.mark.parametrize("name", list(catalogue()))
def test_a_question_starts_at_an_index_and_reads_no_more_than_it_must(each_shipped: Line, name: str) -> None:
    found = found_by(each_shipped, name)
    others = [(operator, details) for operator, details in found if not operator.endswith("IndexSeek")]
    assert {details for _, details in others} == set(READ_WHOLE.get(name, {}))
    assert {operator for operator, _ in others} <= {"NodeByLabelScan", "UnionNodeByLabelsScan"}
    assert len(found) > len(others) or name == "source_coverage"


@pytest.mark.parametrize(
    ("text", "operator"),
    [
        ("MATCH (n) WHERE n.name = 'x' RETURN n.id", "AllNodesScan"),
        ("MATCH (n:Mineral), (m:Mineral) RETURN n.id, m.id", "CartesianProduct"),
        ("MATCH (n:Entity {id: 'mineral:x'}) RETURN n.id", "NodeUniqueIndexSeek"),
        ("MATCH (n:Mineral {name: 'x'}) RETURN n.id", "NodeByLabelScan"),
    ],
)
def test_the_plan_tells_how_a_node_is_found(each_shipped: Line, text: str, operator: str) -> None:
    assert operator in {name for name, _ in each_shipped.store.plan(text)}

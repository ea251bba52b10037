"""Both lines, and both languages of the newer, give the same rows in the same order to every question's example."""

import math
from typing import Any, Protocol

import pytest

from kb.store import Limits, Store
from queries.answer import ask
from queries.catalogue import catalogue


class Line(Protocol):
    store: Store


def same(one: Any, other: Any) -> bool:
    """Equal, floats within 1e-9."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    return bool(one == other)


@pytest.mark.parametrize("name", list(catalogue()))
def test_lines_and_languages_answer_alike(newer_shipped: Line, shipped_526: Line, name: str) -> None:
    asked = catalogue()[name]
    params = {**asked.example(), **({"as_of": "2026-11-23"} if "as_of" in asked.params else {})}
    new, old = (ask(line.store, name, params, Limits(seconds=120)) for line in (newer_shipped, shipped_526))
    assert (new.build or {}).get("id") == (old.build or {"id": "none"})["id"]
    assert len(new.rows) == len(old.rows)
    for at, (row, other) in enumerate(zip(new.rows, old.rows, strict=True)):
        differing = {column: (row[column], other[column]) for column in row if not same(row[column], other[column])}
        assert differing == {}, f"row {at}"
    assert (new.coverage, new.question, new.entities) == (old.coverage, old.question, old.entities)
    assert {id_: claim["source"] for id_, claim in new.claims.items()} == {
        id_: claim["source"] for id_, claim in old.claims.items()
    }

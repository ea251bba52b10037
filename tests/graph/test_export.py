"""An exported graph, imported for real by Neo4j's admin tool, is the graph that a build writes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import pytest

from kb.engine import artifacts, bulk, managed, server
from kb.errors import BadInput, EngineError
from kb.export import export, settle
from kb.settings import Settings
from kb.store import Limits, Store
from queries.answer import ask
from tests.conftest import Line

PATIENT = Limits(seconds=300)
"""What an engine is asked first takes long on a busy machine."""
NODES = "MATCH (n) WHERE NOT n:Build RETURN labels(n) AS labels, properties(n) AS properties ORDER BY n.id"
QUESTIONS = {
    "technologies_depending_on": {"material": "material:magnet", "as_of": "2026-01-01"},
    "substitutes_for": {"item": "NdFeB"},
    "evidence_for": {"start": "CHN", "end": "material:magnet"},
}
FACTS = (
    "MATCH (a)-[r]->(b) RETURN a.id AS start, type(r) AS type, b.id AS end, properties(r) AS properties "
    "ORDER BY type, start, end, r.id, r.role"
)


@pytest.fixture(params=["2026", "5.26"])
def fresh(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, not_here: Callable[[str], NoReturn]
) -> Iterator[Settings]:
    """Settings of an engine of that line that has never run."""
    home = Settings.read({"LODESTONE_HOME": os.environ.get("LODESTONE_HOME", ""), "LODESTONE_LINE": request.param})
    ours = replace(home, data=tmp_path_factory.mktemp("imported"), mirror=os.environ.get("LODESTONE_MIRROR"))
    try:
        artifacts.fetch(artifacts.read_lock(ours.line), ours)
    except EngineError as error:
        not_here(f"the jars of Neo4j cannot be had: {error}")
    yield ours
    managed.purge(ours)


def _tables(world: Line, folder: Path) -> Path:
    claims = sorted((world.settings("world").data / "claims").glob("*.claims.parquet"))
    export(claims, folder)
    return folder


def _held(store: Store, text: str) -> list[dict[str, Any]]:
    return [{**row, "labels": sorted(row["labels"])} if "labels" in row else row for row in store.rows(text)]


def test_an_imported_graph_is_the_built_one_and_answers_as_it_does(
    world: Line, fresh: Settings, tmp_path: Path
) -> None:
    bulk.load(fresh, _tables(world, tmp_path / "tables"))

    with Store(server(fresh)) as store:
        settle(store)
        assert _held(store, NODES) == _held(world.store, NODES)
        assert _held(store, FACTS) == _held(world.store, FACTS)
        for question, params in QUESTIONS.items():
            imported, built = (ask(each, question, params, PATIENT).rows for each in (store, world.store))
            assert imported == built != []
        with pytest.raises(EngineError, match="a bulk import needs one that has never run"):
            bulk.load(fresh, tmp_path / "tables")


@pytest.mark.parametrize("fresh", ["2026"], indirect=True)
def test_a_relationship_without_its_end_fails_the_import_and_leaves_nothing(
    world: Line, fresh: Settings, tmp_path: Path
) -> None:
    tables = _tables(world, tmp_path / "tables")
    (tables / "nodes-Source.csv").write_text("id:ID\nnobody\n", encoding="utf-8")

    with pytest.raises(EngineError, match=r"bulk import of .* failed, and nothing of it was kept"):
        bulk.load(fresh, tables)

    assert managed.status(fresh).version is None
    assert not (fresh.data / "engine" / "neo4j" / "data" / "databases" / "neo4j").exists()


def test_a_folder_that_is_no_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"no exported graph: it has no import\.args"):
        bulk.load(replace(Settings.read({}), data=tmp_path / "data"), tmp_path)

"""A table of one's own in the graph: a source like any other on the command line, left out of what is passed on."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from kb.settings import Settings
from loaders.run import load_curated
from queries.answer import ask
from tests.conftest import WORLD, Line

MAP = """
id = "bom"
title = "Bill of materials"
[[claim]]
relationship = "CONTAINS"
start = "technology:dark"
end = { column = "Part", is = "Component" }
count = { column = "Qty" }
"""


@pytest.fixture
def own(scratch: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Line, Settings]:
    """The tiny world with a bill of materials of one's own imported into it by the command."""
    settings = scratch.settings("own")
    load_curated(settings.data / "claims", WORLD / "tables", WORLD / "source.toml")
    monkeypatch.setattr("loaders.run.load_curated", lambda *_: None)  # the world stands in for the shipped tables
    for name, value in (("URI", scratch.server.uri), ("USERNAME", "neo4j"), ("PASSWORD", scratch.server.password)):
        monkeypatch.setenv(f"NEO4J_{name}", value)
    monkeypatch.setenv("LODESTONE_DATA", str(settings.data))
    (tmp_path / "bom.csv").write_text("Part,Qty\nMotor,4\nWidget,1\n", encoding="utf-8")
    (tmp_path / "bom.toml").write_text(MAP, encoding="utf-8")
    result = CliRunner().invoke(
        app, ["import", str(tmp_path / "bom.csv"), "--map", str(tmp_path / "bom.toml"), "--yes"]
    )
    assert result.exit_code == 0, result.output
    assert "technology:dark CONTAINS component:motor" in result.stdout
    assert "no Component 'Widget'" in result.stdout
    return scratch, settings


def test_it_answers_here_and_is_left_out_of_answers_over_http(own: tuple[Line, Settings]) -> None:
    line, settings = own
    params = {"material": "material:magnet", "as_of": "2026-01-01"}
    here = ask(line.store, "technologies_depending_on", params)
    assert "technology:dark" in {row["technology"] for row in here.rows}
    with TestClient(create_app(settings)) as client:
        passed_on = client.get("/ask/technologies_depending_on", params=params).json()
        entity = client.get("/entities/technology:dark").json()
        sources = {source["id"]: source["terms"] for source in client.get("/sources").json() if source.get("terms")}
        [mine] = [id_ for id_, claim in here.claims.items() if claim["source"] == "own-bom"]
        refused = client.get(f"/claims/{mine}")
    assert "technology:dark" not in {row["technology"] for row in passed_on["rows"]}
    assert passed_on["withheld"] == {"own-bom": len(here.rows) - len(passed_on["rows"])}
    assert ([fact["type"] for fact in entity["facts"]], entity["withheld"]) == (["PRODUCES"], {"own-bom": 1})
    assert sources == {"own-bom": "private"}
    assert refused.status_code == 403
    assert "whose terms (private) keep it out of answers over HTTP" in refused.text


def test_it_is_left_out_of_an_export_and_goes_when_it_is_unloaded(own: tuple[Line, Settings], tmp_path: Path) -> None:
    line, _ = own
    exported = CliRunner().invoke(app, ["export", "neo4j-admin", str(tmp_path / "out")])
    assert exported.exit_code == 0, exported.output
    assert "own-bom" in exported.output
    assert "own-bom" not in (tmp_path / "out" / "nodes-Source.csv").read_text(encoding="utf-8")
    gone = CliRunner().invoke(app, ["unload", "own-bom"])
    assert gone.exit_code == 0, gone.output
    assert line.store.rows("MATCH (s:Source {id: 'own-bom'}) RETURN s.id AS id") == []

"""The command line against a Neo4j that holds the tiny world: every format, every refusal."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from queries.catalogue import catalogue
from tests.conftest import WORLD, Line

ASKED = ["ask", "technologies_depending_on", "-p", "material=Strong magnet", "-p", "country=CHN", "--seconds", "120"]


@pytest.fixture
def run(world: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    return _runner(world, tmp_path, monkeypatch)


def _runner(line: Line, data: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {"NEO4J_URI": line.server.uri, "NEO4J_USERNAME": line.server.username, "COLUMNS": "120",
                        "NEO4J_PASSWORD": line.server.password, "LODESTONE_DATA": str(data)}.items():  # fmt: skip
        monkeypatch.setenv(name, value)

    def run(*args: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, list(args), input=stdin)

    return run


def test_json_is_the_whole_answer_and_nothing_else(run: Any) -> None:
    result = run(*ASKED, "--format", "json")
    found = json.loads(result.stdout)
    assert list(found) == ["name", "question", "params", "columns", "rows", "entities", "claims", "sources", "coverage",
                           "as_of", "build", "engine", "truncated", "withheld"]  # fmt: skip
    assert found["params"]["material"] == "material:magnet"
    assert list(found["rows"][0]) == found["columns"] == list(catalogue()["technologies_depending_on"].columns)
    assert all(id_ in found["claims"] for row in found["rows"] for id_ in row["claims"])
    assert all(claim["source"] in found["sources"] for claim in found["claims"].values())
    assert result.stderr == ""


def test_csv_has_a_row_a_row(run: Any) -> None:
    as_json = json.loads(run(*ASKED, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(run(*ASKED, "--format", "csv").stdout)))
    assert [row["route"] for row in rows] == ["|".join(row["route"]) for row in as_json["rows"]]


def test_the_table_names_routes_sources_and_coverage(run: Any) -> None:
    text = run(*ASKED).stdout
    assert "Which technologies of ai-hardware depend on Strong magnet made in China?" in text
    assert "> Motor > Sintered strong" in text
    assert "magnet > Strong magnet" in text
    assert "over 85 %" in text
    assert "supplier named: " in text
    assert "Manual of machines, Works of Tests (2023), " in text
    assert "Stated absent" in text
    assert "No data" in text
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 120


def test_all_shows_every_route(run: Any) -> None:
    rows = json.loads(run(*ASKED, "--format", "json").stdout)["rows"]
    best, every = run(*ASKED).stdout, run(*ASKED, "--all").stdout
    assert len(best) < len(every)
    assert f"of {len(rows)} rows: the best route of each; --all shows every route." in best
    assert "--all" not in every


def test_disagreements_are_a_table_whose_figures_name_their_sources(run: Any) -> None:
    asked = ("ask", "disagreements", "-p", "points=3", "-p", "about=CHN")
    short, whole = run(*asked).stdout, run(*asked, "--all").stdout
    header = next(line for line in short.splitlines() if line.startswith("subject"))
    assert header.split() == ["subject", "chosen", "other", "difference", "rule", "unit", "between", "standing",
                              "grade", "sources"]  # fmt: skip
    assert re.search(r" \d+ \[1\] +\d+ \[2\] ", short)
    assert "--all shows more of each: chosen claim, other claim, start, relationship, end, period." in short
    assert "chosen claim" in whole
    assert "--all" not in whole
    commands = [line for line in short.splitlines() if line.startswith("    lodestone evidence ")]
    assert [len(command.split()) for command in commands] == [4] * len(commands) != []


def test_an_empty_answer_says_so_with_its_coverage(run: Any) -> None:
    text = run(*ASKED, "-p", "min_share=100").stdout
    assert "No rows: nothing that is documented answers this." in text
    assert "Coverage: 0 of " in text


def test_a_truncated_answer_says_so(run: Any) -> None:
    result = run(*ASKED, "-p", "limit=1", "--format", "json")
    assert json.loads(result.stdout)["truncated"] is True
    assert "Truncated: there are more rows than these 1; -p limit=2 shows more." in result.stderr


def test_evidence_shows_claims_that_differ(run: Any) -> None:
    text = run("evidence", "CHN", "Strong magnet").stdout
    assert "lodestone evidence country:CHN material:magnet" in text
    assert "90–94 %" in text


@pytest.mark.parametrize(("args", "said"), [
    (["ask", "technologies_depending_on", "-p", "matrial=x"], "has no parameter 'matrial'. Did you mean material?"),
    ([*ASKED, "-p", "limit=many"], "limit is 'many'; it must be a whole number."),
    ([*ASKED, "-p", "as_of=2025-02-30"], "it must be a date that exists"),
    (["ask", "technologies_depending_on", "-p", "material=material:magnets"], "Did you mean material:magnet"),
    ([*ASKED, "-p", "stage=magnett"], "Did you mean magnet"),
    ([*ASKED, "-p", "min_grade=F"], "min_grade is 'F'"),
    (["show", "technology:driv"], "Did you mean technology:drive"),
    (["cypher", "MATCH (n RETURN n"], "Neo4j cannot run the statement"),
    (["cypher", "RETURN $x"], "Neo4j cannot run the statement"),
])  # fmt: skip
def test_bad_input_is_one_sentence_and_exit_code_2(run: Any, args: list[str], said: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("lodestone: ")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("statement", "said"), [
    ("CREATE (n:Country) RETURN n", "writes"),
    ("MATCH (n) DETACH DELETE n", "writes"),
    ("CREATE INDEX x FOR (n:Country) ON (n.name)", "administers"),
    ("LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line", "loads a file or URL"),
    ("CALL dbms.listConfig() YIELD name RETURN name", "administers"),
    ("SHOW USERS", "administers"),
    ("MATCH (a)-[*]-(b) RETURN count(*)", "paths of any length"),
    ("EXPLAIN MATCH (n) RETURN n", "EXPLAIN and PROFILE"),
])  # fmt: skip
def test_the_read_door_refuses_with_the_reason(run: Any, world: Line, statement: str, said: str) -> None:
    before = world.store.rows("MATCH (n) RETURN count(n) AS n")
    result = run("cypher", statement)
    assert (result.exit_code, result.stdout) == (3, "")
    assert said in result.stderr
    assert world.store.rows("MATCH (n) RETURN count(n) AS n") == before


def test_an_endless_traversal_is_stopped(run: Any) -> None:
    result = run("cypher", "MATCH (a)-[*1..14]-(b) RETURN count(*)", "--seconds", "1")
    assert (result.exit_code, "longer than its time limit" in result.stderr) == (4, True)


def test_a_statement_of_ones_own(run: Any) -> None:
    text = "MATCH (n:Entity) WHERE n.id IN $ids RETURN n.id AS id, n.name AS name ORDER BY id"
    result = run("cypher", text, "-p", 'ids=["country:CHN", "country:JPN"]', "--format", "json")
    rows = [{"id": "country:CHN", "name": "China"}, {"id": "country:JPN", "name": "Japan"}]
    assert json.loads(result.stdout) == {"columns": ["id", "name"], "rows": rows, "truncated": False}


@pytest.mark.parametrize(("statement", "said"), [
    ("MATCH (m:Matreial) WHERE m.nam = 'x' RETURN m",
     "No rows. The schema has no label or type Matreial. Did you mean Material? The schema has no property nam. Did "
     "you mean name?"),
    ("MATCH (m:Material {name: 'x'}) RETURN m", "No rows."),
])  # fmt: skip
def test_a_statement_without_rows_tells_what_the_schema_lacks(run: Any, statement: str, said: str) -> None:
    result = run("cypher", statement)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"{said}\n")


def test_a_statement_from_standard_input_is_cut_at_rows(run: Any) -> None:
    result = run("cypher", "-", "--rows", "2", "--format", "csv", stdin="UNWIND range(1, 5) AS n RETURN n")
    assert (result.stdout, result.stderr) == (
        "n\n1\n2\n",
        "Truncated: there are more rows than these 2; --rows 20 shows more.\n",
    )


@pytest.mark.parametrize("text", ["technology:drive", "Drive", "disk drive"])
def test_show_takes_ids_names_and_aliases(run: Any, text: str) -> None:
    shown = run("show", text).stdout
    assert "Technology · technology:drive" in shown
    assert "contains Motor" in shown
    assert "Sources" in shown


def test_show_tells_what_is_stated_absent(run: Any) -> None:
    assert "Stated not to be so" in run("show", "technology:ssd").stdout


def test_show_as_json_resolves_everything(run: Any) -> None:
    found = json.loads(run("show", "CHN", "--format", "json").stdout)
    assert found["entity"]["id"] == "country:CHN"
    assert all(fact["start"] in found["entities"] and fact["end"] in found["entities"] for fact in found["facts"])
    assert all(claim["source"] in found["sources"] for claim in found["claims"].values())


def test_sources_count_their_claims(run: Any) -> None:
    found = {row["id"]: row["claims"] for row in json.loads(run("sources", "--format", "json").stdout)}
    assert found["blog"] == 2
    assert "manual" in run("sources").stdout


def test_status_tells_engine_build_and_counts(run: Any) -> None:
    found = json.loads(run("status", "--format", "json").stdout)
    assert found["engine"].startswith("Neo4j ")
    minerals = sum(line.startswith("mineral:") for line in (WORLD / "tables/entities.csv").read_text().splitlines())
    assert [(build["state"], build["counts"]["nodes"]["Mineral"]) for build in found["builds"]] == [("done", minerals)]
    assert "entities" in run("status").stdout


def test_every_question_answers_its_example_as_a_table(
    shipped: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _runner(shipped, tmp_path, monkeypatch)
    for name, question in catalogue().items():
        given = [
            f"{key}={','.join(value) if isinstance(value, list) else value}"
            for key, value in question.example().items()
        ]
        result = run("ask", name, *(part for each in given for part in ("-p", each)))
        assert result.exit_code == 0, (name, result.stderr)
        assert "Sources" in result.stdout or "No rows: " in result.stdout, name


def test_the_tour_builds_answers_and_changes_nothing_the_second_time(
    shipped: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = _runner(shipped, tmp_path, monkeypatch)
    result = run("tour")
    assert result.exit_code == 0, result.stderr
    assert "Nothing changed: the graph already holds build" in result.stdout
    parts = ["What was built", "claims", "disputed", "technology", "certainty", "share of", "Coverage", "Sources",
             "Time taken", "external", "Neo4j Browser", "Try next"]  # fmt: skip
    assert [part for part in parts if part not in result.stdout] == []


def test_an_empty_graph_is_told(scratch: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = _runner(scratch, tmp_path, monkeypatch)
    result = run("ask", "technologies_depending_on")
    assert (result.exit_code, result.stderr) == (6, "lodestone: The graph is empty; run `lodestone build` first.\n")
    assert "It is empty; run lodestone build." in run("status").stdout


def test_build_makes_the_shipped_graph(scratch: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = _runner(scratch, tmp_path, monkeypatch)
    first, second = (json.loads(run("build", "--format", "json").stdout) for _ in range(2))
    assert (first["changed"], second["changed"], first["build"] == second["build"]) == (True, False, True)
    assert first["nodes"]["Country"] > 10

"""Questions of the user's own folder answered by both doors, and what `--browser` prints run as it is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api.app import create_app
from api.cli import app
from kb.store import Limits
from queries.answer import ask
from queries.catalogue import catalogue, question
from tests.conftest import Line
from tests.unit.test_queries_own import TEXT

ANSWER = ["material:magnet", "material:magnet", "material:magnet", "material:magnet"]
Run = Callable[..., Result]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Line, str], Run]:
    """Gives the command line on that Neo4j, with one question of that text in the user's folder."""

    def opened(line: Line, text: str) -> Run:
        for name, value in {"NEO4J_URI": line.server.uri, "NEO4J_PASSWORD": line.server.password, "COLUMNS": "120",
                            "LODESTONE_DATA": str(tmp_path)}.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        folder = tmp_path / "questions"
        folder.mkdir()
        (folder / "my_magnets.cypher").write_text(text, encoding="utf-8")
        return lambda *args, stdin=None: CliRunner().invoke(app, list(args), input=stdin)

    return opened


def test_the_command_line_asks_it_with_names_claims_and_sources(each_world: Line, own: Callable[..., Run]) -> None:
    run = own(each_world, TEXT)
    result = run("ask", "my_magnets", "-p", "country=China", "--format", "json")
    found = json.loads(result.stdout)
    assert found["question"] == "Which magnets does China make?"
    assert [row["material"] for row in found["rows"]] == ANSWER
    assert {id_ for row in found["rows"] for id_ in row["claims"]} == set(found["claims"])
    assert "Sources" in run("ask", "my_magnets").stdout


def test_http_asks_and_lists_it(world: Line, own: Callable[..., Run]) -> None:
    own(world, TEXT)
    with TestClient(create_app(world.settings("http"))) as client:
        found = client.get("/ask/my_magnets", params={"country": "CHN"})
        assert found.json() == ask(world.store, "my_magnets", {"country": "country:CHN"}).as_dict()
        listed = {each["name"]: each["own"] for each in client.get("/questions").json()}
        assert (listed["my_magnets"], listed["controls_on"]) == (True, False)
        assert client.get("/ask/my_magnet").json()["error"]["message"].startswith(
            "no question 'my_magnet'. Did you mean my_magnets?"
        )


@pytest.mark.parametrize(("old", "new", "said"), [
    ("makes.claims AS claims", "null AS claims", "my_magnets: claims of row 1 is no list of claim ids"),
    ("makes.claims AS claims", "makes.id AS claims", "my_magnets: claims of row 1 is no list of claim ids"),
    ("ORDER BY material, makes.id", "ORDER BY material, makes.id,", "Neo4j cannot run the statement"),
    ("MATCH (:Country", "MATCH (a)-[:KIND_OF]-(b), (:Country", ""),
])  # fmt: skip
def test_what_only_the_graph_can_tell_is_one_sentence(
    world: Line, own: Callable[..., Run], old: str, new: str, said: str
) -> None:
    result = own(world, TEXT.replace(old, new))("ask", "my_magnets", "--format", "csv")
    assert (result.exit_code, said in result.stderr) == (2 if said else 0, True)
    assert "Traceback" not in result.stderr


def test_what_does_not_compile_is_not_added_and_its_place_in_the_file_is_told(
    each_world: Line, own: Callable[..., Run], tmp_path: Path
) -> None:
    run = own(each_world, TEXT)
    path = tmp_path / "half.cypher"
    path.write_text(TEXT.replace("ORDER BY material, makes.id", "ORDER BY material, foo(makes.id)"), encoding="utf-8")
    result = run("questions", "--add", str(path))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(
        f"lodestone: {path}: Neo4j cannot run the statement: Unknown function 'foo' (line 17, column 20)\n"
    )
    assert [each.name for each in (tmp_path / "questions").iterdir()] == ["my_magnets.cypher"]
    path.write_text(TEXT, encoding="utf-8")
    result = run("questions", "--add", str(path))
    assert (result.exit_code, result.stderr) == (
        0, f"half is yours now: {tmp_path / 'questions' / 'half.cypher'}\n")  # fmt: skip


@pytest.mark.parametrize(("text", "place"), [
    ("RETRN 1", "(line 1, column 1)\n\"RETRN 1\"\n ^"),
    ("MATCH (n:Country)\nRETURN nn.id", "(line 2, column 8)\n\"RETURN nn.id\"\n        ^"),
])  # fmt: skip
def test_the_place_of_a_mistake_is_told_as_it_was_typed(
    each_world: Line, own: Callable[..., Run], text: str, place: str
) -> None:
    result = own(each_world, TEXT)("cypher", text)
    assert (result.exit_code, result.stderr.strip().endswith(place)) == (2, True)


@pytest.mark.parametrize("name", list(catalogue()))
def test_the_printed_statement_with_the_printed_parameters_gives_the_rows_of_the_door(
    shipped: Line, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    monkeypatch.setenv("LODESTONE_DATA", str(tmp_path))
    printed = CliRunner().invoke(app, ["questions", name, "--browser"]).stdout
    assert rows_of(shipped, printed) == rows_of_the_door(shipped, name, catalogue()[name].example())


def test_names_and_codes_are_printed_as_the_ids_that_they_mean(shipped: Line, own: Callable[..., Run]) -> None:
    run = own(shipped, TEXT)
    given = {"material": "NdFeB magnet", "country": "JPN", "as_of": "2024-12-31", "limit": "5"}
    printed = run("questions", "technologies_depending_on", "--browser",
                  *(part for name, value in given.items() for part in ("-p", f"{name}={value}"))).stdout  # fmt: skip
    assert ':param material => "material:ndfeb-magnet";\n:param country => "country:JPN";\n' in printed
    assert rows_of(shipped, printed) == rows_of_the_door(shipped, "technologies_depending_on", given)


def test_an_own_question_is_printed_for_the_browser_too(shipped: Line, own: Callable[..., Run]) -> None:
    printed = own(shipped, TEXT)("questions", "my_magnets", "--browser").stdout
    assert rows_of(shipped, printed) == rows_of_the_door(shipped, "my_magnets", question("my_magnets").example())


def test_a_piped_statement_needs_no_argument(world: Line, own: Callable[..., Run]) -> None:
    text = "MATCH (c:Country {id: 'country:CHN'})\nRETURN c.name AS n;"
    result = own(world, TEXT)("cypher", "--format", "csv", stdin=text)
    assert (result.exit_code, result.stdout) == (0, "n\nChina\n")


def test_an_empty_pipe_is_told(world: Line, own: Callable[..., Run]) -> None:
    result = own(world, TEXT)("cypher", stdin="")
    assert (result.exit_code, "there is no statement: standard input is empty." in result.stderr) == (2, True)


def rows_of(line: Line, printed: str) -> list[dict[str, Any]]:
    """The rows of what was printed, taken apart as Neo4j Browser would."""
    params, _, statement = printed.partition("\n\n")
    given = {
        name: json.loads(value) for name, value in re.findall(r"^:param (\w+) => (.+);$", params, flags=re.MULTILINE)
    }
    assert len(given) == len(params.splitlines())
    rows = line.store.rows(statement, Limits(seconds=120), **given)
    return [{**row, "claims": sorted(set(row["claims"]))} for row in rows]


def rows_of_the_door(line: Line, name: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    return ask(line.store, name, given, Limits(seconds=120)).rows

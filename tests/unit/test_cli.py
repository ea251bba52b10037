"""The command line where no server is needed: help, the catalogue, bad input, exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from api.cli import app
from api.commands import options
from kb.errors import BadQuestion, LodestoneError
from queries.catalogue import catalogue

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No command of these tests may touch the engine of the checkout."""
    monkeypatch.setenv("LODESTONE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "120")
    for name in ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE"):
        monkeypatch.delenv(name, raising=False)


def run(*args: str) -> Result:
    return CliRunner().invoke(app, list(args))


@pytest.mark.parametrize("command", [
    [], ["ask"], ["questions"], ["evidence"], ["find"], ["show"], ["sources"], ["cypher"], ["build"], ["status"],
    ["serve"], ["fetch"], ["load"], ["unload"], ["import"], ["families"], ["identities"], ["exposure"],
    ["rule"], ["engine"], ["engine", "start"], ["engine", "stop"], ["engine", "status"], ["engine", "browse"],
    ["engine", "purge"], ["engine", "import"], ["export"], ["export", "neo4j-admin"],
])  # fmt: skip
def test_help_of_every_command(command: list[str]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Usage" in result.stdout


def test_help_and_the_catalogue_import_nothing_slow() -> None:
    code = ("import sys; from typer.testing import CliRunner; from api.cli import app; "
            "CliRunner().invoke(app, ['--help']); CliRunner().invoke(app, ['questions']); "
            "print([n for n in ('neo4j', 'pandas', 'duckdb', 'fastapi', 'requests') if n in sys.modules])")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == "[]\n"


def test_questions_lists_all() -> None:
    result = run("questions", "--format", "json")
    assert [row["name"] for row in json.loads(result.stdout)] == list(catalogue())
    table = run("questions").stdout
    assert all(name in table for name in catalogue())


def test_one_question_is_taught() -> None:
    text = run("questions", "technologies_depending_on").stdout
    assert all(name in text for name in catalogue()["technologies_depending_on"].params)
    assert "lodestone ask technologies_depending_on" in text


def test_a_question_for_the_browser() -> None:
    text = run("questions", "technologies_depending_on", "--browser", "-p", "country=country:JPN").stdout
    assert ':param country => "country:JPN";\n' in text
    assert catalogue()["technologies_depending_on"].cypher in text


@pytest.mark.parametrize(("args", "said"), [
    (["ask", "technologies_dependin"], "no question 'technologies_dependin'. Did you mean technologies_depending_on"),
    (["questions", "nothing_like_it"], "no question 'nothing_like_it'."),
    (["questions", "--browser"], "--browser needs the name of a question."),
    (["questions", "technologies_depending_on", "--browser", "-p", "contry=x"], "Did you mean country?"),
    (["ask", "technologies_depending_on", "-p", "country"], "-p 'country' is no key=value"),
])  # fmt: skip
def test_bad_input_is_one_sentence_and_exit_code_2(args: list[str], said: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("lodestone: ")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "args", [["ask"], ["ask", "x", "--format", "xml"], ["cypher", "RETURN 1", "--rows", "0"], ["nonsense"]]
)
def test_wrong_usage_ends_with_2(args: list[str]) -> None:
    assert run(*args).exit_code == 2


@pytest.mark.parametrize("args", [["--debug", "ask", "nothing"], ["ask", "nothing", "--debug"]])
def test_debug_shows_where_an_error_comes_from(args: list[str]) -> None:
    assert isinstance(run(*args).exception, BadQuestion)


def test_a_missing_password_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://db.example.org:7687")
    result = run("status")
    assert (result.exit_code, "NEO4J_PASSWORD is not set" in result.stderr) == (2, True)


@pytest.mark.parametrize("command", ["start", "stop", "status", "browse", "purge"])
def test_the_engine_of_somebody_else_is_left_alone(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://localhost:1")
    result = run("engine", command)
    assert (result.exit_code, "NEO4J_URI names a server that Lodestone does not run" in result.stderr) == (2, True)


def test_an_unreachable_server_ends_with_7(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "bolt://localhost:1")
    result = run("sources")
    assert (result.exit_code, "No Neo4j answers at bolt://localhost:1" in result.stderr) == (7, True)


def test_status_starts_nothing(tmp_path: Path) -> None:
    result = run("status", "--format", "json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["managed"]["state"], found["engine"]) == (0, "absent", None)
    assert not (tmp_path / "data" / "engine" / "running.json").exists()


def test_engine_stop_and_purge_where_there_is_none() -> None:
    assert run("engine", "stop").stdout == "No engine of this checkout runs.\n"
    assert run("engine", "purge").stdout == "There is nothing to delete.\n"


def test_a_taken_port_is_told() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]))
    assert (result.exit_code, "Cannot listen on 127.0.0.1" in result.stderr) == (2, True)


def test_ctrl_c_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(options.Settings, "read", interrupted)
    assert run("sources").exit_code == 130


def test_two_values_of_one_parameter_are_a_list() -> None:
    assert options.pairs(["kind=a", "kind=b", "as-of=2024-01-01"]) == {"kind": ["a", "b"], "as_of": "2024-01-01"}


def test_values_of_a_free_statement_are_json_or_text() -> None:
    found = options.values(["n=5", 'ids=["a"]', "name=China", "code=007x"])
    assert found == {"n": 5, "ids": ["a"], "name": "China", "code": "007x"}


def test_completion_of_questions_parameters_and_words() -> None:
    assert [name for name, _ in options.question_names("technologies_d")] == ["technologies_depending_on"]
    ctx = typer.Context(typer.main.get_command(app))
    ctx.params = {"name": "technologies_depending_on"}
    assert ("country=", "where it is made") in options.param_pairs(ctx, "co")
    assert [word for word, _ in options.param_pairs(ctx, "min_grade=")] == [f"min_grade={grade}" for grade in "ABCD"]


def test_every_error_has_an_exit_code() -> None:
    def below(kind: type[LodestoneError]) -> list[type[LodestoneError]]:
        return [kind, *(each for child in kind.__subclasses__() for each in below(child))]

    assert all(0 < kind.exit_code < 100 for kind in below(LodestoneError))

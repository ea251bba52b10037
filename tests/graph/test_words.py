"""Plain words on the tiny world: read whole or not at all; on the command line and over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api.app import create_app
from api.cli import app
from queries import catalogue
from queries.answer import ask
from queries.words import linking, patterns
from queries.words.understanding import Understanding, understand
from tests.conftest import Line

MAGNETS = "Which AI hardware depends on strong magnets made in Japan?"
READ = {"domain": "ai-hardware", "material": "material:magnet", "country": "country:JPN"}


def read(line: Line, sentence: str) -> Understanding:
    return line.store.read(lambda reader: understand(reader, sentence))


def sure(line: Line, sentence: str) -> tuple[str, dict[str, str]]:
    found = read(line, sentence)
    assert found.verdict == "sure", found
    return found.readings[0].name, dict(found.readings[0].params)


@pytest.mark.parametrize(("sentence", "name", "params"), [
    (MAGNETS, "technologies_depending_on", READ),
    ("AI hardware relying on Japanese NdFeB", "technologies_depending_on", READ),
    ("wich AI hardwear depnds on strong magnits from Jappan", "technologies_depending_on", READ),
    ("which AI hardware does not need Japanese strong magnets", "technologies_not_depending_on", READ),
    ("which AI hardware is free of strong magnets", "technologies_not_depending_on",
     {"domain": "ai-hardware", "material": "material:magnet"}),
    ("who made strong magnets in 2024?", "leading_producers", {"material": "material:magnet", "as_of": "2024-12-31"}),
    ("the top 3 producers of strong magnets, grade B or better", "leading_producers",
     {"material": "material:magnet", "limit": "3", "min_grade": "B"}),
    ("what minerals does a disk drive need", "minerals_beneath", {"technology": "technology:drive"}),
    ("path between a rack and China within 5 hops", "routes_between",
     {"start": "technology:rack", "end": "country:CHN", "max_hops": "5"}),
    ("is the strong magnet restricted before 10 November 2026", "controls_on",
     {"item": "material:magnet", "as_of": "2026-11-09"}),
    ("time from construction to first production", "build_times",
     {"start_state": "construction", "end_state": "first-production"}),
    ("alternatives for the fan motor", "substitutes_for", {"item": "component:fan-motor"}),
    ("can the fan motor be replaced", "substitutes_for", {"item": "component:fan-motor"}),
    ("China's controls on the strong magnet", "controls_on", {"issuer": "country:CHN", "item": "material:magnet"}),
    ("HHI of refining", "concentration_by_stage", {"stage": "refining"}),
    ("biggest miners of lode", "leading_producers", {"material": "mineral:lode", "stage": "mining"}),
])  # fmt: skip
def test_a_sentence_is_a_question_and_its_parameters(
    each_world: Line, sentence: str, name: str, params: dict[str, str]
) -> None:
    assert sure(each_world, sentence) == (name, params)


@pytest.mark.parametrize(("sentence", "left"), [
    ("which AI hardware depends on strong magnets made outside Japan", "outside Japan"),
    ("which AI hardware depends on Japanese strong magnets but not on Chinese ones", "not on Chinese"),
    ("which AI hardware depends on Bhutanese strong magnets", "Bhutanese (country:BTN is not in the graph)"),
    ("who makes strong magnets in China", "China"),
    ("who will make strong magnets", "will"),
    ("who could make strong magnets", "could"),
    ("what can strong magnets replace", "can strong magnets"),
    ("who makes strong magnets since 2024", "since 2024"),
    ("what minerals does the disk drive not need", "not need"),
    ("who makes more strong magnets than China", "China"),
    ("who imports Japanese strong magnets", "imports Japanese"),
    ("controls on strong magnets against China", "against China"),
    ("which country needs Japanese strong magnets", "which country"),
    ("controls on strong magnets in Japan", "in Japan"),
    ("controls on Japanese strong magnets", "on Japanese"),
    ("whom does Japan supply with strong magnets", "does Japan"),
    ("how many companies make strong magnets", "how many"),
    ("who was the first to make strong magnets", "first"),
])  # fmt: skip
def test_what_would_change_the_question_is_never_left_out(each_world: Line, sentence: str, left: str) -> None:
    found = read(each_world, sentence)
    assert found.verdict == "none"
    assert left in [one for each in found.readings for one in each.left]


@pytest.mark.parametrize("sentence", [
    "what is the capital of Japan", "strong magnet", "Japan", "buy strong magnets", "exports of strong magnets",
    "how many people make strong magnets", "why is the sky blue",
    "MATCH (n) DETACH DELETE n", "'; DROP DATABASE neo4j; --", "ignore all that and tell me a joke about magnets",
])  # fmt: skip
def test_what_no_question_answers_is_not_answered(each_world: Line, sentence: str) -> None:
    assert read(each_world, sentence).verdict == "none"


@pytest.mark.parametrize(("sentence", "kind"), [
    ("does Japan ban exports of strong magnets", "export ban"), ("export ban on strong magnets", "export ban"),
    ("do strong magnets need a licence to export", "export licence"), ("controls on strong magnets", None),
])  # fmt: skip
def test_a_kind_may_be_said_in_words_that_stand_apart(world: Line, sentence: str, kind: str | None) -> None:
    name, params = sure(world, sentence)
    assert (name, params.get("kind")) == ("controls_on", kind)


def test_a_source_may_be_told_by_words_of_its_title_and_publisher(world: Line) -> None:
    assert sure(world, "what does the Office of Foil ledger 26 say") == ("claims_of", {"source": "ledger-26"})
    unsure = read(world, "what does the Office of Foil ledger say")
    assert unsure.verdict == "several"
    assert [each.params["source"] for each in unsure.readings] == ["ledger", "ledger-26"]


def test_it_tells_which_words_gave_what(world: Line) -> None:
    [found] = read(world, MAGNETS).readings
    assert found.because == (
        ("AI hardware", "domain", "ai-hardware"),
        ("strong magnets", "material", "material:magnet"),
        ("Japan", "country", "country:JPN"),
    )


def test_a_parameter_that_is_needed_and_not_said_is_named(world: Line) -> None:
    nearest = read(world, "who makes it").readings[0]
    assert (nearest.name, nearest.missing) == ("leading_producers", ("material",))


@pytest.fixture
def one_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library with one more file in it."""
    held = (catalogue.catalogue, patterns.library, patterns.weight, patterns.vocabulary, linking._list_texts,
            linking._listed_words, linking.known_words, linking.known_stems)  # fmt: skip
    for path in catalogue.FOLDER.glob("*/*.cypher"):
        (tmp_path / path.parent.name).mkdir(exist_ok=True)
        (tmp_path / path.parent.name / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "evidence" / "seats_in.cypher").write_text(
        """// question = "Which companies have their headquarters in {country}?"
// topic    = "evidence"
// row_key  = ["company"]
// phrases  = ["headquarters in {country}", "which companies sit in {country}"]
// [params.country]
// type = "id:Country"
// example = "country:JPN"
// about = "the country"
// [columns.company]
// type = "id:Company"
// about = "a company"
// [columns.claims]
// type = "claims"
// about = "the claims"
MATCH (company:Company)-[seat:HEADQUARTERED_IN]->(:Country {id: $country})
RETURN company.id AS company, seat.claims AS claims
ORDER BY company
""", encoding="utf-8")  # fmt: skip
    for each in held:
        each.cache_clear()
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    yield
    monkeypatch.undo()
    for each in held:
        each.cache_clear()


@pytest.mark.usefixtures("one_more")
def test_a_question_can_be_asked_in_words_by_its_file_alone(world: Line) -> None:
    assert sure(world, "which firms have a headquarter in Japan?") == ("seats_in", {"country": "country:JPN"})


@pytest.fixture
def run(world: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {"NEO4J_URI": world.server.uri, "NEO4J_USERNAME": world.server.username, "COLUMNS": "120",
                        "NEO4J_PASSWORD": world.server.password, "LODESTONE_DATA": str(tmp_path)}.items():  # fmt: skip
        monkeypatch.setenv(name, value)

    def run(*args: str) -> Result:
        return CliRunner().invoke(app, list(args))

    return run


def test_the_understanding_stands_before_the_answer(run: Any) -> None:
    lines = run("ask", MAGNETS, "--seconds", "120").stdout.splitlines()
    assert lines[0] == "Understood as"
    assert [line.split() for line in lines[1:6]] == [
        ["question", "technologies_depending_on"],
        ["“AI", "hardware”", "domain", "=", "ai-hardware"],
        ["“strong", "magnets”", "material", "=", "material:magnet", "(Strong", "magnet)"],
        ["“Japan”", "country", "=", "country:JPN", "(Japan)"],
        ["not", "said", "stage", "=", "magnet"],
    ]
    assert "Which technologies of ai-hardware depend on Strong magnet made in Japan?" in lines


def test_json_is_the_answer_alone_and_the_understanding_a_note(run: Any, world: Line) -> None:
    result = run("ask", MAGNETS, "-f", "json", "--seconds", "120")
    assert json.loads(result.stdout) == ask(world.store, "technologies_depending_on", READ).as_dict()
    assert result.stderr == (
        "Understood as: lodestone ask technologies_depending_on -p domain=ai-hardware -p material=material:magnet "
        "-p country=country:JPN\n"
    )


def test_a_parameter_given_goes_before_one_that_was_read(run: Any) -> None:
    found = json.loads(run("ask", MAGNETS, "-p", "country=CHN", "-f", "json", "--seconds", "120").stdout)
    assert found["params"]["country"] == "country:CHN"


def test_no_meaning_ends_with_9_and_offers_the_nearest(run: Any) -> None:
    result = run("ask", "who makes strong magnets outside Japan")
    assert (result.exit_code, result.stdout) == (9, "")
    assert "No ready question is “who makes strong magnets outside Japan”" in result.stderr
    assert "lodestone ask leading_producers -p material=material:magnet" in result.stderr
    assert "leaves out" in result.stderr


def test_several_meanings_end_with_9_and_are_listed(run: Any, world: Line) -> None:
    sentence = "what is the evidence that the disk drive depends on China"
    understood = read(world, sentence)
    assert [each.name for each in understood.readings] == ["routes_between", "evidence_for"]
    result = run("ask", sentence)
    assert (result.exit_code, result.stdout) == (9, "")
    assert result.stderr.splitlines() == [
        f"lodestone: “{sentence}” may mean several things. Pick one:",
        "  lodestone ask routes_between -p start=technology:drive -p end=country:CHN",
        "  lodestone ask evidence_for -p start=technology:drive -p end=country:CHN",
    ]


def test_over_http_the_understanding_stands_beside_the_answer(world: Line) -> None:
    with TestClient(create_app(world.settings("http"))) as client:
        found = client.get("/ask", params={"q": MAGNETS}).json()
        assert found["understood"]["verdict"] == "sure"
        assert found["understood"]["readings"][0]["params"] == READ
        assert found["answer"] == ask(world.store, "technologies_depending_on", READ).as_dict()
        assert client.get("/ask", params={"q": MAGNETS, "limit": "1"}).json()["answer"]["params"]["limit"] == 1
        unsure = client.get("/ask", params={"q": "who makes strong magnets outside Japan"}).json()
        assert (unsure["understood"]["verdict"], unsure["answer"]) == ("none", None)

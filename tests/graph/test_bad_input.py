"""Bad input at either door: one shape of error, one sentence, near names, no traceback, and nothing is done."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner, Result

from api.app import create_app
from api.cli import app
from tests.conftest import Line

MAIN = "technologies_depending_on"
GIVEN = {"material": "material:magnet", "country": "CHN"}
LONG = "x" * 10_000
CYPHER = "CHN'}) DETACH DELETE n //"
BAD = [
    (MAIN, {"limit": "many"}, "limit is 'many'; it must be a whole number."),
    (MAIN, {"limit": "1.5"}, "limit is '1.5'; it must be a whole number."),
    (MAIN, {"limit": "0"}, "it must be between 1 and 10000."),
    (MAIN, {"limit": "-3"}, "it must not be negative"),
    (MAIN, {"limit": "10001"}, "it must be between 1 and 10000."),
    (MAIN, {"limit": "1e400"}, "it must be a whole number."),
    (MAIN, {"min_share": "101"}, "min_share is 101; it must be between 0 and 100."),
    (MAIN, {"min_share": "-1"}, "it must not be negative"),
    (MAIN, {"min_share": "inf"}, "it must not be negative, infinite"),
    (MAIN, {"min_share": "most"}, "it must be a number."),
    (MAIN, {"as_of": "2025-02-30"}, "it must be a date that exists"),
    (MAIN, {"as_of": "2025-13-01"}, "it must be a date that exists"),
    (MAIN, {"as_of": "0000-01-01"}, "it must be a date that exists"),
    (MAIN, {"as_of": "10000-01-01"}, "it must be a date that exists"),
    (MAIN, {"as_of": "yesterday"}, "it must be a date that exists"),
    (MAIN, {"min_grade": "AA"}, "Known: A, B, C, D."),
    (MAIN, {"stage": "magnets"}, "Did you mean magnet?"),
    (MAIN, {"domain": "ai-hardwear"}, "Did you mean ai-hardware?"),
    (MAIN, {"material": ""}, "material is empty."),
    (MAIN, {"material": "material:magnett"}, "Did you mean material:magnet"),
    (MAIN, {"material": "strong magnit"}, "Did you mean material:magnet"),
    (MAIN, {"material": "country:CHN"}, "no Material or Mineral 'country:CHN'."),
    (MAIN, {"material": LONG}, "material is 10000 characters long; at most 300 are read."),
    (MAIN, {"material": "\"'`\\"}, "no Material or Mineral"),
    (MAIN, {"country": CYPHER}, "no Country"),
    (MAIN, {"country": "$country"}, "no Country '$country'."),
    (MAIN, {"country": "*:* OR id:country"}, "no Country"),
    (MAIN, {"country": "\x00"}, "no Country"),
    (MAIN, {LONG: "x"}, "has no parameter 'xxxx"),
    (MAIN, {"contry": "CHN"}, "Did you mean country?"),
    ("opposed_policies", {"effects": "in farce"}, "Did you mean in force?"),
    ("controls_on", {"item": "material:magnet", "kind": LONG}, "kind is 10000 characters long"),
    ("controls_on", {"item": "material:magnet", "kind": "export ban,export licens"},
     "kind is 'export licens'. Did you mean export licence or export ban? Known: duty, export ban, export licence"),
    ("controls_on", {"item": "material:magnet", "kind": CYPHER}, "Known: duty, export ban, export licence"),
    ("claims_of", {"source": "survy"}, "Did you mean survey"),
    ("claims_of", {"source": CYPHER}, "no source"),
    ("build_times", {"start_state": "construktion"}, "Did you mean construction?"),
    ("evidence_for", {"start": "CHN"}, "evidence_for needs end"),
    ("concentration_by_stage", {"material": "x", "period": "20024"}, "period: '20024' is not a period; write 2024, "),
    ("concentration_by_stage", {"material": "x", "period": "last"}, "2021/2023. Or say newest."),
    ("concentration_by_stage", {"material": "x", "sets": "0"}, "sets is 0; it must be between 1 and 10000."),
    ("trade_change", {"country": "x", "product": "x", "period": "2025/2022", "period_to": "2025"}, "runs backwards."),
    ("trade_change", {"country": "x", "product": "x", "period": "2024-02-30", "period_to": "2025"}, "does not exist."),
    ("routes_between", {"start": "x", "end": "x", "max_hops": "13"}, "max_hops is 13; it must be between 1 and 12."),
    ("tiers_of", {"company": "x", "max_tiers": "5"}, "max_tiers is 5; it must be between 1 and 4."),
]


@pytest.fixture
def run(world: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in {"NEO4J_URI": world.server.uri, "NEO4J_USERNAME": world.server.username, "COLUMNS": "120",
                        "NEO4J_PASSWORD": world.server.password, "LODESTONE_DATA": str(tmp_path)}.items():  # fmt: skip
        monkeypatch.setenv(name, value)

    def run(*args: str) -> Result:
        return CliRunner().invoke(app, list(args))

    return run


@pytest.fixture
def client(world: Line) -> Iterator[TestClient]:
    with TestClient(create_app(world.settings("http"))) as opened:
        yield opened


@pytest.fixture
def untouched(world: Line) -> Iterator[None]:
    """The graph holds afterwards what it held before."""
    counted = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS nodes, count(r) AS relationships"
    before = world.store.rows(counted)
    yield
    assert world.store.rows(counted) == before


def one_sentence(result: Result, code: int = 2) -> str:
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith("lodestone: ")
    assert "Traceback" not in result.stderr
    assert len(result.stderr) < 1_000
    return result.stderr


def one_shape(response: Any, statuses: tuple[int, ...] = (422,)) -> str:
    assert response.status_code in statuses
    body = response.json()
    assert list(body) == ["error"]
    assert sorted(body["error"]) == ["message", "type"]
    assert body["error"]["type"] in ("BadQuestion", "BadInput", "NotFound")
    assert len(body["error"]["message"]) < 1_000
    return str(body["error"]["message"])


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(("name", "params", "said"), BAD)
def test_parameters(run: Any, client: TestClient, name: str, params: dict[str, str], said: str) -> None:
    given = {**GIVEN, **params} if name == MAIN else params
    typed = [part for key, value in given.items() for part in ("-p", f"{key}={value}")]
    on_terminal = one_sentence(run("ask", name, *typed))
    over_http = one_shape(client.get(f"/ask/{name}", params=given))
    assert said in on_terminal
    assert said in over_http
    assert on_terminal == f"lodestone: {over_http}\n"


@pytest.mark.parametrize("name", ["country", "limit", "as_of", "stage"])
def test_two_values_where_one_is_wanted(run: Any, client: TestClient, name: str) -> None:
    said = f"{MAIN}: {name} takes one value, not 2."
    magnet = "material=material:magnet"
    assert one_sentence(run("ask", MAIN, "-p", magnet, "-p", f"{name}=1", "-p", f"{name}=2")) == f"lodestone: {said}\n"
    assert one_shape(client.get(f"/ask/{MAIN}?{magnet}&{name}=1&{name}=2")) == said


@pytest.mark.parametrize(("args", "path", "said"), [
    (["show", LONG], f"/entities/{LONG}", "no Entity 'xxxx"),
    (["show", "technology:driv"], "/entities/technology:driv", "Did you mean technology:drive"),
    (["show", "'; RETURN 1 //"], "/entities/'; RETURN 1 //"[:22], "no Entity"),
    (["ask", LONG], f"/ask/{LONG}", "no question 'xxxx"),
    (["ask", "technologies_dependin"], "/ask/technologies_dependin", "Did you mean technologies_depending_on"),
    (["ask", "x'}) RETURN n"[:5]], "/ask/x'})", "no question"),
])  # fmt: skip
@pytest.mark.usefixtures("untouched")
def test_names_in_a_path(run: Any, client: TestClient, args: list[str], path: str, said: str) -> None:
    assert said in one_sentence(run(*args))
    assert said in one_shape(client.get(path), (404,))


@pytest.mark.parametrize(("text", "said"), [
    ("   ", "There is nothing to look for"), (LONG, "The text is 10000 characters long"),
])  # fmt: skip
def test_searches(run: Any, client: TestClient, text: str, said: str) -> None:
    assert said in one_sentence(run("find", text))
    assert said in one_shape(client.get("/entities", params={"search": text}))


@pytest.mark.parametrize(("sentence", "said"), [
    ("x " * 5_000, "The sentence is 10000 characters long"),
    ("? ! …", "There are no words to read"),
    ("is the strong magnet restricted on 31 February 2026", "31/2/2026 (day, month, year) is no date that exists."),
])  # fmt: skip
@pytest.mark.usefixtures("untouched")
def test_sentences(run: Any, client: TestClient, sentence: str, said: str) -> None:
    assert said in one_sentence(run("ask", sentence))
    assert said in one_shape(client.get("/ask", params={"q": sentence}))


@pytest.mark.parametrize("query", ["/ask", "/entities", "/entities?search=x&limit=0", "/entities?search=x&limit=many"])
def test_what_a_route_cannot_take(client: TestClient, query: str) -> None:
    one_shape(client.get(query))


@pytest.mark.parametrize(("path", "said"), [
    ("/entities?search=x&labl=Material",
     "/entities has no parameter 'labl'. Did you mean label? It takes search, label, limit."),
    ("/entities?search=x&search=y", "search takes one value, not 2."),
    ("/entities?search=x&limit=1&limit=2&limit=3", "limit takes one value, not 3."),
    ("/entities/CHN?limit=1", "/entities/CHN has no parameter 'limit'. It takes none."),
    ("/sources?limit=1", "/sources has no parameter 'limit'. It takes none."),
    ("/questions?topic=policy", "/questions has no parameter 'topic'. It takes none."),
    ("/ask?q=x&q=y", "q takes one value, not 2."),
])  # fmt: skip
def test_what_a_route_would_leave_unread(client: TestClient, path: str, said: str) -> None:
    assert one_shape(client.get(path)) == said


def test_a_label_may_be_given_twice(client: TestClient) -> None:
    found = client.get("/entities?search=magnet&label=Policy&label=Company").json()
    assert {each["label"] for each in found} == {"Policy", "Company"}


@pytest.mark.parametrize("path", ["/claims/", "/sources/", "/entities/"])
def test_a_long_id_is_quoted_short(client: TestClient, path: str) -> None:
    assert "xxxx…'" in one_shape(client.get(path + LONG), (404,))


@pytest.mark.usefixtures("untouched")
def test_cypher_in_plain_words_is_only_words(run: Any) -> None:
    said = one_sentence(run("ask", "MATCH (n) DETACH DELETE n"), code=9)
    assert "No ready question is “MATCH (n) DETACH DELETE n”" in said


def test_a_value_of_another_encoding_is_told(run: Any) -> None:
    assert "is no text" in one_sentence(run("ask", MAIN, "-p", "material=\udcff"))


@pytest.mark.parametrize(("args", "said"), [
    (["RETURN '\udcff' AS x"], "'utf-8' codec can't encode"), (["RETURN $x", "-p", "x=\udcff"], "'utf-8' codec can't"),
    (["RETURN $x", "-p", f"x={2**70}"], ""),  # the driver has several sentences for it
])  # fmt: skip
def test_what_cannot_be_sent_is_told(run: Any, args: list[str], said: str) -> None:
    assert f"cannot be sent to Neo4j: {said}" in one_sentence(run("cypher", *args))


def test_an_empty_name_is_told(run: Any) -> None:
    assert "no question ''." in one_sentence(run("ask", ""))

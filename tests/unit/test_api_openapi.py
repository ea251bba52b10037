"""The HTTP API's own description, and its errors where no server answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.problems import status_of
from kb.errors import BadQuestion, Busy, EngineError, GraphError, LodestoneError, Refused, Stopped, Unreachable
from kb.settings import Settings
from queries.catalogue import catalogue
from tests.unit.test_queries_own import TEXT


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    """An application whose server does not answer."""
    return TestClient(create_app(Settings(data=tmp_path, home=tmp_path, uri="bolt://localhost:1")))


def test_there_is_a_route_for_each_question_and_none_for_cypher(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert {path for path in paths if path.startswith("/ask/")} == {f"/ask/{name}" for name in catalogue()}
    assert set(paths) - {f"/ask/{name}" for name in catalogue()} == {
        "/health", "/questions", "/questions/{name}", "/ask", "/entities", "/entities/{id}", "/claims/{id}", "/sources",
            "/sources/{id}",
    }  # fmt: skip
    assert all(set(methods) == {"get"} for methods in paths.values())


def test_parameters_are_described_with_type_default_and_example(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/ask/technologies_depending_on"]["get"]
    told = {each["name"]: each for each in operation["parameters"]}
    asked = catalogue()["technologies_depending_on"]
    assert list(told) == list(asked.params)
    assert told["limit"]["schema"] == {"type": "integer", "default": asked.params["limit"].default}
    assert told["min_grade"]["schema"] == {"type": "string", "enum": ["A", "B", "C", "D"], "default": "D"}
    assert told["as_of"]["schema"] == {"type": "string", "format": "date"}
    assert told["country"]["example"] == "country:CHN"
    assert all(each["description"] for each in told.values())


def test_the_library_is_described_without_a_server(client: TestClient) -> None:
    assert [each["name"] for each in client.get("/questions").json()] == list(catalogue())
    assert client.get("/questions/technologies_depending_on").json()["topic"] == "dependency"


def test_own_questions_are_described_like_shipped_ones_while_they_are_there(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LODESTONE_DATA", str(tmp_path))
    before = client.get("/openapi.json").json()
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "my_magnets.cypher").write_text(TEXT, encoding="utf-8")
    (tmp_path / "questions" / "broken.cypher").write_text(TEXT.replace("PRODUCES", "MAKES"), encoding="utf-8")
    paths = client.get("/openapi.json").json()["paths"]
    assert paths.keys() - before["paths"].keys() == {"/ask/my_magnets"}
    mine, shipped = paths["/ask/my_magnets"]["get"], paths["/ask/controls_on"]["get"]
    assert (mine.keys(), mine["responses"]) == (shipped.keys(), shipped["responses"])
    assert (mine["tags"], mine["summary"]) == (["mine"], "Which magnets does {country} make?")
    assert [(each["name"], each["schema"]["default"]) for each in mine["parameters"]] == [("country", "country:CHN")]
    (tmp_path / "questions" / "my_magnets.cypher").unlink()
    assert client.get("/openapi.json").json() == before


@pytest.mark.parametrize("path", ["/questions/technologies_depend", "/ask/technologies_depend"])
def test_an_unknown_question_is_404_with_near_names(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["error"]["type"]) == (404, "BadQuestion")
    assert "Did you mean technologies_depending_on" in response.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/health", "/sources", "/entities/CHN", "/ask/technologies_depending_on"])
def test_no_server_is_503(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["error"]["type"]) == (503, "Unreachable")


def test_other_paths_and_methods_have_the_same_form_of_error(client: TestClient) -> None:
    assert (client.get("/nothing").status_code, client.get("/nothing").json()["error"]["type"]) == (404, "NotFound")
    assert client.post("/questions").status_code == 405


@pytest.mark.parametrize(("error", "named", "status"), [
    (BadQuestion("x"), True, 404), (BadQuestion("x"), False, 422), (Refused("x"), False, 403),
    (Stopped("x"), False, 504), (Busy("x"), False, 503), (GraphError("x"), True, 503), (Unreachable("x"), True, 503),
    (EngineError("x"), False, 503), (LodestoneError("x"), False, 500),
])  # fmt: skip
def test_statuses(error: LodestoneError, named: bool, status: int) -> None:
    assert status_of(error, named=named) == status

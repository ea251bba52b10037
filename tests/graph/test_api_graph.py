"""The HTTP API against a Neo4j that holds the tiny world."""

from __future__ import annotations

from collections.abc import Iterator

import neo4j
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from queries.answer import ask
from queries.catalogue import catalogue
from tests.conftest import Line


@pytest.fixture
def client(world: Line) -> Iterator[TestClient]:
    with TestClient(create_app(world.settings("http"))) as opened:
        yield opened


def test_health_names_engine_and_build(client: TestClient, world: Line) -> None:
    found = client.get("/health").json()
    assert (found["engine"], found["build"]["state"]) == (world.store.engine, "done")


def test_an_answer_is_that_of_the_library(client: TestClient, world: Line) -> None:
    params = {"material": "material:magnet", "country": "country:CHN"}
    found = client.get("/ask/technologies_depending_on", params=params)
    assert found.status_code == 200
    assert found.json() == ask(world.store, "technologies_depending_on", params).as_dict()


def test_every_question_has_a_route_that_knows_its_parameters(client: TestClient) -> None:
    for name, question in catalogue().items():
        response = client.get(f"/ask/{name}", params={"no_such": "x"})
        assert (response.status_code, f"{name} has no parameter 'no_such'" in response.text) == (422, True), name
        assert set(question.params) == {
            each["name"] for each in client.get(f"/questions/{name}").json()["params"].values()
        }


@pytest.mark.parametrize(("query", "said"), [
    ("limit=x", "limit is 'x'; it must be a whole number."),
    ("contry=CHN", "Did you mean country?"),
    ("material=material:magnets", "Did you mean material:magnet"),
    ("as_of=2025-13-01", "it must be a date that exists"),
])  # fmt: skip
def test_bad_parameters_are_422(client: TestClient, query: str, said: str) -> None:
    response = client.get(f"/ask/technologies_depending_on?{query}{'' if 'material' in query else '&material=NdFeB'}")
    assert (response.status_code, response.json()["error"]["type"]) == (422, "BadQuestion")
    assert said in response.json()["error"]["message"]


def test_entities_claims_and_sources_lead_to_each_other(client: TestClient) -> None:
    entity = client.get("/entities/Disk drive").json()
    assert entity["entity"]["id"] == "technology:drive"
    claim_id = entity["facts"][0]["claims"][0]
    claim = client.get(f"/claims/{claim_id}").json()
    assert claim["claim"] == entity["claims"][claim_id]
    source = client.get(f"/sources/{claim['source']['id']}").json()
    assert claim_id in source["claims"]
    assert claim["source"]["id"] in {each["id"] for each in client.get("/sources").json()}


def test_a_claim_tells_what_is_ruled_about_it(client: TestClient) -> None:
    found = client.get("/entities/viewpoint:around").json()
    assert found["entity"]["label"] == "Viewpoint"
    rulings = [
        client.get(f"/claims/{id_}").json()["rulings"]
        for id_ in client.get("/entities/technology:ssd").json()["claims"]
    ]
    assert [(each["type"], each["end"]) for found in rulings for each in found] == [("SUPPORTS", "viewpoint:around")]


@pytest.mark.parametrize("path", ["/entities/technology:driv", "/claims/claim:none", "/sources/manuall"])
def test_unknown_ids_are_404(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["error"]["type"]) == (404, "BadQuestion")


def test_near_ids_are_offered(client: TestClient) -> None:
    assert "Did you mean technology:drive" in client.get("/entities/technology:driv").json()["error"]["message"]
    assert "Did you mean manual?" in client.get("/sources/manuall").json()["error"]["message"]


def test_an_empty_graph_is_503(scratch: Line) -> None:
    with TestClient(create_app(scratch.settings("http"))) as client:
        response = client.get("/ask/technologies_depending_on")
        assert (response.status_code, "The graph is empty" in response.json()["error"]["message"]) == (503, True)
        assert client.get("/health").json()["build"] is None


@pytest.mark.parametrize("path", ["/entities/CHN", "/entities?search=CHN", "/sources", "/sources/x", "/claims/claim:x"])
@pytest.mark.parametrize("indexed", [True, False])
def test_nothing_is_looked_up_in_an_empty_graph(each_scratch: Line, path: str, indexed: bool) -> None:
    each_scratch.store.setup()
    login = (each_scratch.server.username, each_scratch.server.password)
    with neo4j.GraphDatabase.driver(each_scratch.server.uri, auth=login) as driver:
        if not indexed:  # as nobody has ever built there
            driver.execute_query("DROP INDEX entity_keys")
        with TestClient(create_app(each_scratch.settings("http"))) as client:
            response = client.get(path)
    each_scratch.store.setup()
    assert (response.status_code, response.json()["error"]) == (
        503, {"type": "EmptyGraph", "message": "The graph is empty; run `lodestone build` first."})  # fmt: skip

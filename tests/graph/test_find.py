"""Finding entities: the surest way first, near spelling after it, the same on each line; typed Lucene stays text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from kb import cypher
from kb.errors import BadQuestion
from queries.find import exactly
from queries.lookup import search
from tests.conftest import Line


def found(line: Line, text: str, *labels: str, most: int = 10) -> list[tuple[str, str]]:
    return [(each.id, each.by) for each in search(line.store, text, labels, most)]


@pytest.mark.parametrize(("typed", "first"), [
    ("material:magnet", ("material:magnet", "id")),
    ("MATERIAL:Magnet", ("material:magnet", "id")),
    ("Strong magnet", ("material:magnet", "name")),
    ("strong-MAGNET", ("material:magnet", "name")),
    ("  Strong   mágnet ", ("material:magnet", "name")),
    ("ndfeb", ("material:magnet", "alias")),
    ("sintered-magnet", ("material:sintered-magnet", "slug")),
    ("CHN", ("country:CHN", "code")),
    ("Chinese", ("country:CHN", "other name")),
    ("CN", ("country:CHN", "other name")),
    ("People's Republic of China", ("country:CHN", "other name")),
    ("strong magnit", ("material:magnet", "spelling")),
    ("Jappan", ("country:JPN", "spelling")),
    ("bonded strong", ("material:bonded-magnet", "spelling")),
])  # fmt: skip
def test_the_surest_meaning_comes_first(each_world: Line, typed: str, first: tuple[str, str]) -> None:
    assert found(each_world, typed)[0] == first


def test_near_names_are_ordered_by_likeness_then_length_then_id(each_world: Line) -> None:
    assert found(each_world, "magnet", "Material", most=4) == [
        ("material:magnet", "slug"),
        ("material:alloy", "spelling"),
        ("material:scrap", "spelling"),
        ("material:powder", "spelling"),
    ]


def test_only_the_wanted_labels_are_found(world: Line) -> None:
    assert {id_.partition(":")[0] for id_, _ in found(world, "magnet", "Policy", "Company")} == {"company", "policy"}


@pytest.mark.parametrize(
    "evil", ["*:*", "id:*", "magnet~9 OR *", '"', "(((", "a AND NOT b", "[a TO z]", "\\", "/.*/", "magnet^99 ||", "?*"]
)
def test_lucene_syntax_is_only_text(each_world: Line, evil: str) -> None:
    assert all(by == "spelling" for _, by in found(each_world, evil))


@pytest.mark.parametrize("nothing", ["*", "!!", "…", "//"])
def test_a_text_without_letters_or_digits_finds_nothing(world: Line, nothing: str) -> None:
    assert found(world, nothing) == []


@pytest.mark.parametrize(("typed", "labels", "said"), [
    ("", (), "There is nothing to look for"),
    ("  ", (), "There is nothing to look for"),
    ("x" * 10_000, (), "The text is 10000 characters long; at most 300 are looked for."),
    ("magnet", ("Matrial",), "no label 'Matrial'. Did you mean Material?"),
])  # fmt: skip
def test_what_cannot_be_looked_for_is_told(world: Line, typed: str, labels: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadQuestion) as error:
        search(world.store, typed, labels)
    assert said in str(error.value)


def test_many_texts_are_looked_up_at_once(each_world: Line) -> None:
    texts = ["Drive", "Disk drive", "xyzzy", "JPN", "", "drive"]
    by_text = each_world.store.read(lambda reader: exactly(reader, texts))
    assert {text: [each.id for each in entities] for text, entities in by_text.items()} == {
        "Drive": ["technology:drive"],
        "Disk drive": ["technology:drive"],
        "JPN": ["country:JPN"],
        "drive": ["technology:drive"],
    }


def test_a_look_up_scans_nothing(each_world: Line) -> None:
    lookups = [["entity_keys", "magnet"], ["entity_names", "magnet"]]
    given = {"lookups": lookups, "labels": ["Material"], "most": 10, "deep": 100}
    plan = each_world.store.plan(cypher.FIND, given)
    assert [name for name, _ in plan if "Scan" in name or "Cartesian" in name] == []


def test_the_same_over_http_and_on_the_command_line(
    world: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"NEO4J_URI": world.server.uri, "NEO4J_USERNAME": world.server.username,
                        "NEO4J_PASSWORD": world.server.password, "LODESTONE_DATA": str(tmp_path)}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    wanted: list[dict[str, Any]] = [each.as_dict() for each in search(world.store, "strong magnit", ["Material"], 3)]
    printed = CliRunner().invoke(app, ["find", "strong magnit", "-l", "Material", "--limit", "3", "-f", "json"])
    assert (printed.exit_code, json.loads(printed.stdout)) == (0, wanted)
    with TestClient(create_app(world.settings("http"))) as client:
        query = {"search": "strong magnit", "label": "Material", "limit": "3"}
        assert client.get("/entities", params=query).json() == wanted
        assert "keys" not in client.get("/entities/material:magnet").json()["entity"]


def test_a_name_that_is_not_there_is_said_in_a_note(
    world: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"NEO4J_URI": world.server.uri, "NEO4J_USERNAME": world.server.username,
                        "NEO4J_PASSWORD": world.server.password, "LODESTONE_DATA": str(tmp_path)}.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    result = CliRunner().invoke(app, ["find", "zzzzzz"])
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "Nothing is called so, nor nearly so.\n")

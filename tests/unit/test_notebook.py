"""Frames, networks and the one import of notebooks, where no server is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from api import lodestone, networks
from kb.engine import Server
from kb.settings import Settings
from queries import frames
from queries.answer import Answer
from queries.catalogue import question
from queries.subgraph import Subgraph
from tests.graph.test_tutorial import REMOTE

ROOT = Path(__file__).parents[2]
PIECE = Subgraph(
    {
        "technology:drive": {"id": "technology:drive", "label": "Technology", "name": "Drive </script>"},
        "material:magnet": {"id": "material:magnet", "label": "Material", "name": "Magnet"},
    },
    [
        {"id": "fact:1", "type": "USES_MATERIAL", "start": "technology:drive", "end": "material:magnet", "value": 2.0,
         "unit": "g", "grade": "A", "claims": ["claim:1"]},
        {"id": "fact:2", "type": "USES_MATERIAL", "start": "technology:drive", "end": "material:magnet",
         "words": "some", "status": "planned", "disputed": True, "claims": ["claim:2"]},
    ],
)  # fmt: skip


def types(frame: pd.DataFrame) -> dict[str, str]:
    return {str(name): str(dtype) for name, dtype in frame.dtypes.items()}


def test_columns_of_a_question_keep_their_types_where_all_is_missing() -> None:
    declared = {"a": "id:Material", "b": "integer", "c": "number", "d": "flag", "e": "date", "f": "ids:Material",
                "g": "claims", "h": "texts", "i": "grade"}  # fmt: skip
    row: dict[str, Any] = dict.fromkeys(declared)
    expected = {"a": "string", "b": "Int64", "c": "Float64", "d": "boolean", "e": "string", "f": "object",
                "g": "object", "h": "object", "i": "string"}  # fmt: skip
    assert types(frames.of_columns([row], declared)) == expected
    assert types(frames.of_columns([], declared)) == expected


def test_what_is_missing_is_neither_zero_nor_false_and_whole_numbers_stay_whole() -> None:
    rows = [{"n": 2**53 - 1, "f": 1, "t": True}, {"n": None, "f": None, "t": None}]
    frame = frames.of_columns(rows, {"n": "integer", "f": "number", "t": "flag"})
    assert frame["n"][0] == 2**53 - 1
    assert frame.isna().to_numpy().tolist() == [[False, False, False], [True, True, True]]


def test_dates_and_periods_stay_the_text_that_the_graph_holds() -> None:
    frame = frames.of_columns([{"until": "9999-12-31", "period": "2021/2023"}], {"until": "date", "period": "text"})
    assert frame.to_numpy().tolist() == [["9999-12-31", "2021/2023"]]


def test_values_of_a_statement_get_the_type_that_they_all_have() -> None:
    rows = [
        {"i": 1, "f": 1.5, "both": 1, "t": True, "s": "x", "list": [1], "mixed": "x", "none": None},
        {"i": None, "f": None, "both": 2.5, "t": None, "s": None, "list": None, "mixed": 1, "none": None},
    ]
    assert types(frames.of_values(rows, list(rows[0]))) == {
        "i": "Int64", "f": "Float64", "both": "Float64", "t": "boolean", "s": "string", "list": "object",
        "mixed": "object", "none": "object"}  # fmt: skip
    assert types(frames.of_values([], ["a"])) == {"a": "object"}


def test_claims_and_sources_of_an_answer_are_frames() -> None:
    claims = {
        "claim:1": {"id": "claim:1", "text": "It is.", "source": "a", "value": 90.0, "period": "2023", "grade": "A"},
        "claim:2": {"id": "claim:2", "text": "It is not.", "source": "a", "absent": True, "grade": "C"},
    }
    sources = {"a": {"id": "a", "title": "Survey", "publisher": "Office", "published": "2024"}}
    rows = [dict.fromkeys(question("source_coverage").columns)]
    answer = Answer("source_coverage", "What?", {}, list(rows[0]), rows, {}, claims, sources, {}, None, None, "", False)

    told = answer.claims_frame()

    assert types(told)["absent"] == "boolean"
    assert told["absent"].tolist() == [False, True]
    assert told["value"].isna().tolist() == [False, True]
    assert told[["id", "publisher", "title"]].to_numpy().tolist() == [
        ["claim:1", "Office", "Survey"], ["claim:2", "Office", "Survey"]]  # fmt: skip
    assert answer.sources_frame()[["id", "claims", "title"]].to_numpy().tolist() == [["a", 2, "Survey"]]
    assert types(answer.sources_frame())["claims"] == "Int64"
    assert types(answer.frame())["claim_count"] == "Int64"


def test_nodes_and_edges_are_frames() -> None:
    graph = lodestone.Graph(PIECE)
    assert graph.nodes()[["id", "label"]].to_numpy().tolist() == [
        ["technology:drive", "Technology"], ["material:magnet", "Material"]]  # fmt: skip
    edges = graph.edges()
    assert edges["disputed"].tolist() == [False, True]
    assert types(edges)["value"] == "Float64"


def test_networkx_keeps_parallel_facts_and_their_properties() -> None:
    graph = networks.to_networkx(PIECE)
    assert (graph.is_multigraph(), graph.is_directed()) == (True, True)
    assert graph.nodes["technology:drive"]["label"] == "Technology"
    assert set(graph["technology:drive"]["material:magnet"]) == {"fact:1", "fact:2"}
    assert graph["technology:drive"]["material:magnet"]["fact:1"]["value"] == 2.0


def test_rustworkx_holds_the_same_and_finds_nodes_by_id() -> None:
    graph = networks.to_rustworkx(PIECE)
    start, end = graph.attrs["technology:drive"], graph.attrs["material:magnet"]
    assert {edge["id"] for edge in graph.get_all_edge_data(start, end)} == {"fact:1", "fact:2"}
    assert graph[end]["name"] == "Magnet"


def test_a_pyvis_page_needs_no_network_and_runs_no_name(tmp_path: Path) -> None:
    page = networks.to_pyvis(PIECE)
    page.write_html(str(tmp_path / "page.html"), notebook=True)
    text = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert [REMOTE.search(text), "Drive </script>" in text] == [None, False]
    assert [node["label"] for node in page.nodes] == ["Drive </script>", "Magnet"]
    assert [edge["dashes"] for edge in page.edges] == [False, True]
    assert page.edges[0]["title"] == "2 g\ngrade: A"


def test_a_notebook_in_a_folder_below_finds_the_graph_of_its_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Settings] = []

    def server(settings: Settings, _: object) -> Server:
        asked.append(settings)
        raise ConnectionAbortedError

    below = tmp_path / "docs" / "more"
    below.mkdir(parents=True)
    (tmp_path / ".lodestone").mkdir()
    monkeypatch.chdir(below)
    monkeypatch.delenv("LODESTONE_DATA", raising=False)
    monkeypatch.setattr(lodestone, "server", server)
    with pytest.raises(ConnectionAbortedError):
        lodestone.connect()
    monkeypatch.setenv("LODESTONE_DATA", str(tmp_path / "other"))
    with pytest.raises(ConnectionAbortedError):
        lodestone.connect()
    assert [settings.data for settings in asked] == [tmp_path / ".lodestone", tmp_path / "other"]


def test_without_the_extra_the_import_says_what_to_install() -> None:
    code = """
import importlib.util, sys
known = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name in ("pyvis", "rustworkx") else known(name, *rest)
try:
    from api import lodestone
except ImportError as error:
    print(type(error).__name__, error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout == (
        "MissingPackages Notebooks need pyvis and rustworkx, which are not installed. In the clone of Lodestone run "
        "`python -m pip install -e '.[notebook]'`.\n"
    )

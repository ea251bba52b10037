"""The prompt of `lodestone cypher`: completion from the schema, statements of many lines, history, errors."""

from __future__ import annotations

import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from api import completion
from api.completion import suggestions
from api.prompt import Schema, is_whole, prompt
from kb import schema
from kb.errors import BadQuestion, Refused

Typed = Callable[..., list[tuple[str, dict[str, Any]]]]


def offered(before: str, *params: str) -> list[str]:
    return [text for text, _, _ in suggestions(before, params)]


@pytest.mark.parametrize(("before", "first"), [
    ("MATCH (t:Tech", ["Technology"]),
    ("MATCH (:Mineral|Mat", ["Material"]),
    ("MATCH (t:Technology)-[:uses_m", ["USES_MATERIAL"]),
    ("MATCH ()-[r:PRODUCES|HOL", ["HOLDS"]),
    ("MATCH (t) WHERE t:Tech", ["Technology"]),
    ("MATCH (t) RETURN t.ali", ["aliases"]),
    ("MATCH (c:Country {na", ["name"]),
    ("MATCH ()-[r:PRODUCES {stag", ["stage"]),
    ("mat", ["MATCH"]),
    ("MATCH (t:Technology) ret", ["RETURN", "RETURN DISTINCT"]),
    ("MATCH (t {id: $cou", ["country"]),
])  # fmt: skip
def test_what_is_offered_first(before: str, first: list[str]) -> None:
    found = offered(before, "country", "limit")
    assert set(found[: len(first)]) == set(first)


@pytest.mark.parametrize(("before", "offers"), [
    ("MATCH (c) RETURN c.na", ["name"]),  # `optional` holds it too, and would keep Tab from completing
    ("MATCH ()-[:aterial", ["USES_MATERIAL"]),
    ("MATCH (t) RETURN t.zzz", []),
])  # fmt: skip
def test_what_holds_a_word_is_offered_where_nothing_begins_so(before: str, offers: list[str]) -> None:
    assert offered(before) == offers


@pytest.mark.parametrize("before", [
    "", "MATCH (t {name: 'Tech", 'RETURN "mat', "// mat", "/* mat", "MATCH (t {id: ", "RETURN ", "MATCH (",
])  # fmt: skip
def test_nothing_is_offered_in_strings_comments_and_where_anything_may_stand(before: str) -> None:
    assert offered(before) == []


def test_a_closed_string_or_comment_does_not_stop_it() -> None:
    assert offered("MATCH (t {name: 'it\\'s'}) // all\nWHERE t:Tech")[0] == "Technology"


def test_every_label_type_and_property_of_the_schema_is_offered_with_its_meaning() -> None:
    assert {name for name, _, _ in suggestions("MATCH (n:")} >= set(schema.LABELS)
    assert {name for name, _, _ in suggestions("MATCH ()-[:")} >= {*schema.RELATIONS, *schema.RULINGS}
    groups = (schema.ENTITY, schema.FIGURE, schema.QUALIFIERS, schema.VALUES, schema.FACT, schema.CLAIM, schema.SOURCE)
    assert {name for name, _, _ in suggestions("n.")} >= {name for group in groups for name in group}
    assert all(about for known in (completion.LABELS, completion.TYPES, completion.PROPERTIES)
               for about in known.values())  # fmt: skip


def test_a_completion_takes_the_place_of_the_word_begun() -> None:
    found = list(Schema({}).get_completions(Document("MATCH (t:Tech"), None))  # type: ignore[arg-type]
    assert [(each.text, each.start_position) for each in found] == [("Technology", -4)]


@pytest.mark.parametrize(("text", "whole"), [
    ("RETURN 1;", True), ("RETURN 1", False), ("MATCH (n)\nRETURN n; ", True), (":help", True), ("", True),
])  # fmt: skip
def test_enter_takes_what_is_whole(text: str, whole: bool) -> None:
    assert is_whole(text) is whole


@pytest.fixture
def typed(tmp_path: Path) -> Typed:
    """Types keys into a prompt and gives the statements that it ran, with their parameters."""

    def run(
        keys: str, answer: Callable[[str], None] = lambda _: None, later: str = ""
    ) -> list[tuple[str, dict[str, Any]]]:
        ran: list[tuple[str, dict[str, Any]]] = []

        def one(text: str, params: dict[str, Any]) -> None:
            ran.append((text, params))
            answer(text)

        with create_pipe_input() as pipe, create_app_session(input=pipe, output=DummyOutput()):
            pipe.send_text(keys if later else keys + "\x04")  # Ctrl-D
            if later:  # completion is worked out beside the keys, so a person's pause has to be there
                threading.Timer(1.0, pipe.send_text, (later + "\x04",)).start()
            prompt(tmp_path / "data" / "cypher_history", one)
        return ran

    return run


def test_a_statement_of_many_lines_runs_when_it_ends_with_a_semicolon(typed: Typed) -> None:
    assert typed("MATCH (n)\rRETURN n;\r") == [("MATCH (n)\nRETURN n", {})]


def test_parameters_are_set_shown_and_forgotten(typed: Typed, capsys: pytest.CaptureFixture[str]) -> None:
    keys = ":param n => 5\r:param name China\r:params\rRETURN $n;\r:clear\rRETURN 1;\r"
    assert typed(keys) == [("RETURN $n", {"n": 5, "name": "China"}), ("RETURN 1", {})]
    assert '$n = 5\n$name = "China"' in capsys.readouterr().err


def test_the_tab_key_completes(typed: Typed) -> None:
    assert typed("MATCH (t:Tech\t", later=") RETURN t;\r") == [("MATCH (t:Technology) RETURN t", {})]


def test_an_error_is_told_and_the_next_statement_is_read(typed: Typed, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(text: str) -> None:
        if text == "CREATE (n)":
            raise Refused("The statement writes.")
        if text == "RETRN":
            raise BadQuestion("Neo4j cannot run the statement: no RETRN.")

    ran = typed("CREATE (n);\rRETRN;\r:nonsense\r:param\rRETURN 1;\r", answer)
    assert [text for text, _ in ran] == ["CREATE (n)", "RETRN", "RETURN 1"]
    assert capsys.readouterr().err.splitlines()[1:] == [
        "lodestone: The statement writes.",
        "lodestone: Neo4j cannot run the statement: no RETRN.",
        "lodestone: :nonsense is no command of this prompt; :help lists them.",
        "lodestone: ':param' sets no parameter; write for example :param country => \"country:CHN\".",
    ]


def test_ctrl_c_drops_what_is_typed_and_exit_leaves(typed: Typed) -> None:
    assert typed("RETURN 1\x03RETURN 2;\r:exit\rRETURN 3;\r") == [("RETURN 2", {})]


def test_the_history_is_kept_for_the_user_alone(typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "data" / "cypher_history"
    path.parent.mkdir()
    path.touch(mode=0o644)
    typed("RETURN 1;\r")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert typed("\x1b[A\r") == [("RETURN 1", {})]  # the up arrow of a later prompt

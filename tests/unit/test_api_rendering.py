"""How answers look on a terminal and in files: folding, fitting, numbering; no server."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api import cells, layout, tables
from api.commands.library import for_browser
from api.folding import best_of_each, folded
from api.formats import write_csv
from api.references import References
from api.tables import show_pairs, show_rows
from api.terminal import note, say
from queries.answer import COVERAGE, Answer
from queries.catalogue import Column, Question


def _question(**columns: str) -> Question:
    told = {"certainty": "certain: always; possible: sometimes", "link": "named: a name; inferred: a share"}
    made = {name: Column(name, type_, told.get(name, "a share, per cent" if "share" in name else name))
            for name, type_ in columns.items()}  # fmt: skip
    return Question("q", "Which?", "topic", ("a",), (), {}, made, "MATCH (n) RETURN n")


def _answer(question: Question, rows: list[dict[str, Any]], **more: Any) -> Answer:
    fields: dict[str, Any] = {
        "name": "q", "question": "Which?", "params": {}, "columns": list(question.columns), "rows": rows,
        "entities": {"a:1": {"name": "Drive"}, "b:1": {"name": "Motor"}, "c:1": {"name": "Magnet"}},
        "claims": {}, "sources": {}, "coverage": {name: [] for name in COVERAGE}, "as_of": None, "build": None,
        "engine": "Neo4j", "truncated": False, **more,
    }  # fmt: skip
    return Answer(**fields)


def _shown(question: Question, rows: list[dict[str, Any]], **more: Any) -> dict[str, list[str]]:
    answer = _answer(question, rows, **more)
    columns, _ = folded(answer, question, References(answer.claims, answer.sources))
    return {column.header: column.texts for column in columns}


def test_a_share_swallows_its_bounds_words_and_period() -> None:
    question = _question(a="id:Technology", share_of_world="number", share_low="number", share_high="number",
                         share_words="text", share_period="text")  # fmt: skip
    empty = dict.fromkeys(("share_of_world", "share_low", "share_high", "share_words", "share_period"))
    rows = [
        {**empty, "a": "a:1", "share_of_world": 94.0, "share_period": "2024"},
        {**empty, "a": "a:1", "share_low": 90.0, "share_words": "over 90 %"},
        {**empty, "a": "a:1", "share_low": 80.0, "share_high": 90.0},
        {**empty, "a": "a:1"},
    ]
    assert _shown(question, rows) == {"a": ["Drive"] * 4, "share of world": ["94 % (2024)", "over 90 %", "80–90 %", ""]}


def test_a_figure_keeps_its_unit_and_basis() -> None:
    question = _question(a="id:Technology", value="number", unit="text", basis="text", period="text")
    rows = [{"a": "a:1", "value": 1234567.0, "unit": "t", "basis": "REO", "period": "2023"}]
    assert _shown(question, rows) == {"a": ["Drive"], "value": ["1,234,567 t REO (2023)"]}


def test_what_the_share_is_of_is_told_in_the_row_only_where_rows_differ() -> None:
    question = _question(a="id:Technology", share="number", share_of="id:Material")
    rows = [{"a": "a:1", "share": 94.0, "share_of": "c:1"}, {"a": "a:1", "share": 60.0, "share_of": "b:1"}]
    assert _shown(question, rows)["share"] == ["94 % of Magnet", "60 % of Motor"]
    answer = _answer(question, rows[:1] * 2)
    columns, remarks = folded(answer, question, References({}, {}))
    assert columns[1].texts == ["94 %", "94 %"]
    assert remarks == [("share", "of Magnet, in every row")]


def test_two_figures_each_tell_their_source_and_their_difference_its_unit() -> None:
    question = _question(chosen="number", chosen_source="source", other="number", other_words="text",
                         other_source="source", difference="number", difference_in="text", source="source",
                         value="number")  # fmt: skip
    rows = [{"chosen": 8.0, "chosen_source": "s:1", "other": None, "other_words": "nine", "other_source": "s:2",
             "difference": 12.5, "difference_in": "per cent of the chosen", "source": "s:1", "value": 3.0}]  # fmt: skip
    assert _shown(question, rows) == {
        "chosen": ["8 [1]"], "other": ["nine [2]"], "difference": ["12.5 per cent of the chosen"], "source": ["[1]"],
        "value": ["3"]}  # fmt: skip


def test_details_are_shown_only_with_everything() -> None:
    question = replace(_question(a="id:Technology"), columns={
        "a": Column("a", "id:Technology", "a"), "b": Column("b", "text", "b", detail=True)})  # fmt: skip
    answer = _answer(question, [{"a": "a:1", "b": "more"}])
    few, _ = folded(answer, question, References({}, {}), every=False)
    every, _ = folded(answer, question, References({}, {}), every=True)
    assert ([column.name for column in few], [column.name for column in every]) == (["a"], ["a", "b"])


def test_a_route_hides_what_it_says_already() -> None:
    question = _question(technology="id:Technology", component="id:Component", route="ids:Entity", hops="integer")
    rows = [{"technology": "a:1", "component": "b:1", "route": ["a:1", "b:1", "c:1"], "hops": 2}]
    assert _shown(question, rows) == {"technology": ["Drive"], "route": ["> Motor > Magnet"]}


def test_an_id_that_is_not_on_every_route_is_shown() -> None:
    question = _question(technology="id:Technology", other="id:Component", route="ids:Entity")
    rows = [{"technology": "a:1", "other": "b:1", "route": ["a:1", "c:1"]}]
    assert _shown(question, rows)["other"] == ["Motor"]


def test_flags_are_yes_or_blank_and_empty_columns_go() -> None:
    question = _question(a="id:Technology", optional="flag", disputed="flag")
    rows = [{"a": "a:1", "optional": True, "disputed": False}, {"a": "b:1", "optional": False, "disputed": False}]
    assert _shown(question, rows) == {"a": ["Drive", "Motor"], "optional": ["yes", ""]}


def test_the_best_route_of_each_keeps_named_suppliers_apart_from_shares() -> None:
    question = _question(technology="id:Technology", certainty="text", link="text", route="ids:Entity")
    rows = [
        {"technology": "a:1", "certainty": "certain", "link": "inferred", "route": ["a:1", "c:1"]},
        {"technology": "a:1", "certainty": "possible", "link": "inferred", "route": ["a:1", "b:1", "c:1"]},
        {"technology": "a:1", "certainty": "possible", "link": "named", "route": ["a:1", "b:1", "c:1"]},
    ]
    assert best_of_each(rows, question) == [rows[0], rows[2]]


def test_sources_are_numbered_in_order_of_first_use() -> None:
    claims = {
        "k1": {"source": "s2", "locator": "p 1"},
        "k2": {"source": "s1", "locator": "p 2"},
        "k3": {"source": "s2", "locator": "p 9"},
    }
    sources = {
        "s1": {"title": "One", "publisher": "P", "published": "2024", "url": "https://one"},
        "s2": {"title": "Two", "publisher": "Q"},
    }
    references = References(claims, sources)
    assert [references.marks(["k1"]), references.marks(["k2", "k3"])] == ["[1]", "[1][2]"]
    assert list(references.lines()) == [
        ("[1]", "Two, Q (undated), p 1; p 9"),
        ("[2]", "One, P (2024), p 2, https://one"),
    ]


def test_many_locators_are_cut_and_counted() -> None:
    assert references_of([f"p {n}" for n in range(9)]) == "p 0; p 1; p 2; p 3; p 4; p 5; and 3 more places"


def references_of(locators: list[str]) -> str:
    from api.references import located

    return located(locators)


def test_figures_that_the_graph_marks_as_disputed_are_told_with_the_command_that_shows_them() -> None:
    claim = {"type": "PRODUCES", "start": "a:1", "end": "c:1", "measure": "share of world output", "period": "2023",
             "unit": "%", "comparable": "x"}  # fmt: skip
    claims = {"k1": {**claim, "value": 90.0}, "k2": {**claim, "value": 94.0}, "k3": {**claim, "low": 85.0}}
    found = list(tables.differences(_answer(_question(a="id:Technology"), [], claims=claims)))
    assert found == [("Drive, Magnet: share of world output, 2023: 85–94 %", "lodestone evidence a:1 c:1")]


def test_figures_that_the_graph_does_not_mark_are_no_difference() -> None:
    claim = {"type": "PRODUCES", "start": "a:1", "end": "c:1", "measure": "share of world output", "unit": "%"}
    claims = {"k1": {**claim, "value": 94.0}, "k3": {**claim, "value": 90.0}}
    alone = {"k1": {**claim, "value": 94.0, "comparable": "x"}}
    for told in (claims, alone):
        assert list(tables.differences(_answer(_question(a="id:Technology"), [], claims=told))) == []


def test_a_grid_stays_within_the_width_and_breaks_with_an_indent() -> None:
    grid = layout.grid([["route", "> motor > bonded magnet > alloy > oxide"], ["grade", "C"]], 27)
    assert grid == [["route                 grade"], ["> motor > bonded      C", "  magnet > alloy >", "  oxide"]]


def test_columns_that_cannot_be_legible_make_no_grid() -> None:
    assert layout.grid([["a", "incomprehensibilities of it"]] * 4, 60) is None


@pytest.mark.parametrize("width", [80, 100, 120, 140, 200])
def test_no_line_of_a_grid_is_wider_than_the_terminal(width: int) -> None:
    columns = [
        ["technology", "AI server", "Hard disk drive"],
        ["route", "> fan > motor > magnet " * 4, "> magnet"],
        ["grade", "C", "B"],
    ]
    grid = layout.grid(columns, width)
    assert grid is not None
    assert max(len(line) for row in grid for line in row) <= width


def test_an_address_is_never_broken() -> None:
    url = "https://example.org/" + "x" * 100
    assert layout.hanging("[1]", f"title, {url}", 6, 60) == ["  [1] title,", f"      {url}"]


def test_csv_joins_lists_and_disarms_formulas(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"text": "=1+1", "number": -5, "ids": ["a", "b"], "flag": True, "none": None},
        {"text": "@x", "ids": ["-a"]},
    ]
    write_csv(["text", "number", "ids", "flag", "none"], rows)
    assert capsys.readouterr().out == "text,number,ids,flag,none\n'=1+1,-5,a|b,true,\n'@x,,'-a,,\n"


@pytest.mark.parametrize(("value", "text"), [
    (94.0, "94"), (0.3124, "0.3124"), (33.333333, "33.33"), (1234567.0, "1,234,567"), (2024, "2024"), (-40.0, "-40"),
    (None, ""),
])  # fmt: skip
def test_numbers(value: float | None, text: str) -> None:
    assert cells.number(value) == text


def test_nodes_and_relationships_of_a_free_statement_are_short() -> None:
    assert cells.plain({"labels": ["Country"], "id": "country:CHN", "name": "China"}) == "China (country:CHN)"
    assert (
        cells.plain({"type": "PRODUCES", "start": "country:CHN", "end": "material:x", "value": 1})
        == "country:CHN-PRODUCES->material:x"
    )


def test_control_characters_of_the_data_reach_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    evil = "\x1b]0;title\x07\x9b2Jred\x7f"
    show_rows([{"name": evil, "kind": "mine"}], ["name", "kind"])
    show_pairs([("name", evil)])
    say(evil)
    note(evil)
    shown = capsys.readouterr()
    assert shown.out.count("�]0;title") == 3
    assert [char for char in shown.out + shown.err if char != "\n" and not char.isprintable()] == []


def test_an_unfinished_build_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    tables.caution(_answer(_question(a="id:Technology"), [], build={"id": "b", "state": "writing"}))
    assert "Warning: a build was writing" in capsys.readouterr().err


def test_truncation_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    tables.caution(_answer(_question(a="id:Technology"), [{"a": "a:1"}], truncated=True, params={"limit": 1}))
    assert "there are more rows than these 1; -p limit=2 shows more" in capsys.readouterr().err


def test_a_statement_for_the_browser_comes_with_its_parameters() -> None:
    question = Question("q", "Which?", "t", (), (), {}, {}, "MATCH (n)\nRETURN n\n")
    assert for_browser(question, {"kind": ["a", "b"], "limit": 7, "item": "material:x"}) == (
        ':param kind => ["a", "b"];\n:param limit => 7;\n:param item => "material:x";\n\nMATCH (n)\nRETURN n\n'
    )

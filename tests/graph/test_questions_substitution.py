"""Golden answers on substitution and recycling, worked out by hand on the tiny world (tests/world/README.md)."""

from __future__ import annotations

import pytest

from queries.answer import ask
from tests.conftest import Line
from tests.graph.test_questions import DAY, rows


def test_substitutes_for(each_world: Line) -> None:
    answer = ask(each_world.store, "substitutes_for", {"item": "NdFeB"})
    assert rows(answer, "substitute", "performance", "readiness", "leading_country", "use", "makers") == [
        ("material:ferrite", "weaker", "on the market", "country:JPN", "motors", ["company:owner"]),
    ]
    assert ask(each_world.store, "substitutes_for", {"item": "material:ferrite"}).rows == []
    general = ask(each_world.store, "substitutes_for", {"item": "material:permanent-magnet", "as_of": DAY})
    assert rows(general, "substitute", "replaces", "grade") == [("material:ferrite", "material:magnet", "B")]
    assert ask(each_world.store, "substitutes_for", {"item": "NdFeB", "min_grade": "A"}).rows == []


def test_viewpoints_on(each_world: Line) -> None:
    answer = ask(each_world.store, "viewpoints_on", {"topic": "material:magnet"})
    against = "China produces Strong magnet (share of world output; magnet): 94 % magnets by mass, 2023."
    assert rows(answer, "viewpoint", "attributed_to", "countered_by", "supported_by", "contradicted_by") == [
        ("viewpoint:around", 'unnamed "some"', ["viewpoint:no-way-around"],
         ["Solid-state drive not: uses Strong magnet."], [against]),
        ("viewpoint:no-way-around", "Professor Test", [], [], []),
    ]  # fmt: skip
    assert ask(each_world.store, "viewpoints_on", {"topic": "mineral:rare"}).rows == []
    against_one = ask(each_world.store, "viewpoints_on", {"topic": "viewpoint:around"})
    assert rows(against_one, "viewpoint", "grade") == [("viewpoint:no-way-around", "C")]
    strong = ask(each_world.store, "viewpoints_on", {"topic": "material:magnet", "min_grade": "C"})
    assert rows(strong, "viewpoint", "countered_by") == [("viewpoint:no-way-around", [])]


def test_recycling_tells_what_is_made_what_is_taken_in_and_what_is_only_a_share(each_world: Line) -> None:
    answer = ask(each_world.store, "recycling_supply", {"material": "Foil", "as_of": DAY})
    columns = ("facility", "what", "measure", "value", "value_words", "unit", "share_of_demand", "share_words", "scope")
    assert rows(answer, *columns) == [
        ("facility:foil-plan", "makes it", "capacity", 100, None, "t/a", None, None, ""),
        ("country:FIN", "makes it", "output", 50, None, "t", 25, None, "Finland"),
        ("facility:foil-works", "makes it", "output", 12, None, "t", None, None, ""),
        ("country:NOR", "makes it", "output", None, "withheld", None, None, None, ""),
        ("facility:sorter", "takes its scrap", "capacity", None, "over 500", "t/a", None, None, ""),
        (None, "share only", "", None, None, None, None, "close to nothing", "Northern shore"),
        (None, "share only", "", None, None, None, None, "over 30 %", "world"),
    ]
    columns = ("made", "place", "status", "verdict", "disputed", "grade")
    assert rows(answer, *columns)[:4] == [
        ("material:thin-foil", "country:NOR", "planned", "figure known", False, "C"),
        ("material:foil", "country:FIN", "reported", "figure known", True, "A"),
        ("material:foil", "country:FIN", "reported", "figure known", False, "A"),
        ("material:foil", "country:NOR", "reported", "no data", False, "A"),
    ]
    assert (answer.coverage["no_data"], len(answer.coverage["with_route"])) == (["country:NOR"], 4)


def test_recycling_shows_the_newest_figure_that_had_ended_and_its_dispute(each_world: Line) -> None:
    answer = ask(each_world.store, "recycling_supply", {"material": "material:foil", "as_of": "2024-02-01"})
    assert rows(answer, "facility", "period", "value", "value_low", "disputed") == [
        ("facility:foil-plan", "2028", 100, None, False),
        ("facility:foil-works", "2023", 9, None, True),
        ("facility:sorter", "2022", None, 500, False),
        (None, None, None, None, False),
    ]
    official = {"material": "material:foil", "as_of": "2024-02-01", "min_grade": "B"}
    assert rows(ask(each_world.store, "recycling_supply", official), "facility") == [
        ("facility:foil-works",),
        ("facility:sorter",),
    ]


@pytest.mark.parametrize("material", ["material:salt", "material:foil-scrap", "mineral:rare"])
def test_recycling_of_what_nobody_recycles_is_no_data(each_world: Line, material: str) -> None:
    answer = ask(each_world.store, "recycling_supply", {"material": material, "as_of": DAY})
    assert (answer.rows, answer.coverage["no_data"]) == ([], [material])

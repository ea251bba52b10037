"""Golden answers on processes, worked out by hand on the tiny world (tests/world/README.md), on each line."""

from __future__ import annotations

from typing import Any

import pytest

from queries.answer import ask
from tests.conftest import Line
from tests.graph.test_questions import DAY, rows


def test_build_times_are_stated_or_computed_and_planned_ones_wait(each_world: Line) -> None:
    columns = ("facility", "country", "months", "how", "stage", "status")
    refinery = ("facility:refinery", "country:CHN", 10.0, "stated", None, "attributed")
    works = ("facility:works", "country:JPN", 18.0, "computed from states", "magnet", "computed")
    planned = ("facility:planned-works", "country:USA", 24.0, "computed from states", "magnet", "planned")
    assert rows(ask(each_world.store, "build_times", {"as_of": DAY}), *columns) == [refinery, works]
    assert rows(ask(each_world.store, "build_times", {"as_of": "2027-04-01"}), *columns) == [refinery, works, planned]
    other = {"start_state": "discovered", "end_state": "permitted"}
    assert ask(each_world.store, "build_times", other).rows == []


def test_process_effects_stand_side_by_side(each_world: Line) -> None:
    answer = ask(each_world.store, "process_effects", {"process": "process:leach"})
    assert rows(answer, "measure", "value", "value_low", "value_high", "status", "attributed_to", "grade") == [
        ("CO2 emissions", -40, None, None, "attributed", "Inventor", "C"),
        ("Energy use", None, 3, None, "reported", None, "C"),
        ("refining cost", 5, None, None, "reported", None, "D"),
        ("refining cost", None, -40, 0, "attributed", "the article", "D"),
    ]
    strong = ask(each_world.store, "process_effects", {"process": "process:leach", "min_grade": "B"})
    assert strong.rows == []
    middling = ask(each_world.store, "process_effects", {"process": "Gentle leach", "min_grade": "C"})
    assert rows(middling, "measure", "item", "source") == [
        ("CO2 emissions", "material:oxide", "gazette"),
        ("Energy use", "measure:energy-use", "gazette"),
    ]


@pytest.mark.parametrize(
    ("process", "day", "expected"),
    [
        (
            "process:drying",
            "2025-06-01",
            [
                ("company:salty", "runs", None, "country:CHL", None, "process:drying", "reported"),
                (None, "is to run", "facility:pond", "country:NOR", None, "process:drying", "planned"),
                ("company:norse", "runs", "facility:pan", "country:NOR", "2020", "process:fast-drying", "reported"),
                ("company:dryer", "developed", None, "country:FIN", None, "process:fast-drying", "reported"),
            ],
        ),
        (
            "process:fast-drying",
            "2023-06-01",
            [
                ("company:fjord", "runs", "facility:pan", "country:NOR", "2020", "process:fast-drying", "reported"),
                ("company:dryer", "developed", None, "country:FIN", None, "process:fast-drying", "reported"),
            ],
        ),
        (
            "process:fast-drying",
            "2019-06-01",
            [("company:dryer", "developed", None, "country:FIN", None, "process:fast-drying", "reported")],
        ),
    ],
)
def test_process_operators(each_world: Line, process: str, day: str, expected: list[Any]) -> None:
    answer = ask(each_world.store, "process_operators", {"process": process, "as_of": day})
    assert rows(answer, "company", "role", "facility", "country", "since", "process", "status") == expected


def test_process_operators_tell_the_state_of_the_plant_and_the_weakest_grade(each_world: Line) -> None:
    columns = ("company", "plant_state", "plant_since", "grade")
    on = {"process": "process:dark-way", "as_of": "2023-01-01"}
    assert rows(ask(each_world.store, "process_operators", on), *columns) == [
        ("company:norse", "state:first-production", "2022-05-01", "A")
    ]
    before = {"process": "process:dark-way", "as_of": "2022-01-31"}
    assert rows(ask(each_world.store, "process_operators", before), *columns) == [("company:norse", None, None, "A")]
    strong = {"process": "process:drying", "as_of": DAY, "min_grade": "B"}
    assert rows(ask(each_world.store, "process_operators", strong), *columns) == [
        ("company:fjord", None, None, "A"),
        ("company:dryer", None, None, "A"),
    ]
    press_alone = {"process": "process:leach", "min_grade": "B", "as_of": DAY}
    assert ask(each_world.store, "process_operators", press_alone).rows == []


def test_foreign_processes_and_those_whose_origin_nobody_names(each_world: Line) -> None:
    answer = ask(each_world.store, "foreign_processes_in", {"country": "Norway", "as_of": DAY})
    assert rows(answer, "process", "developer", "developer_country", "facility", "verdict", "also_home", "stage") == [
        ("process:fast-drying", "company:dryer", "country:FIN", "facility:pan", "from abroad", False, "refining"),
        ("process:joint-way", "company:dryer", "country:FIN", "facility:kiln", "from abroad", True, None),
        ("process:dark-way", None, None, "facility:kiln", "no data", False, None),
        ("process:odd-way", "company:nowhere", None, "facility:kiln", "no data", False, None),
    ]
    assert answer.coverage["with_route"] == ["process:fast-drying", "process:joint-way"]
    assert answer.coverage["no_data"] == ["process:dark-way", "process:odd-way"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"country": "NOR", "stage": "refining"}, ["process:fast-drying"]),
        ({"country": "NOR", "stage": "refining", "as_of": "2019-06-01"}, []),
        (
            {"country": "NOR", "min_grade": "B"},
            ["process:fast-drying", "process:joint-way", "process:dark-way", "process:odd-way"],
        ),
        ({"country": "CHL"}, ["process:drying"]),
        ({"country": "DEU"}, []),
    ],
)
def test_foreign_processes_by_stage_day_and_grade(
    each_world: Line, params: dict[str, str], expected: list[str]
) -> None:
    answer = ask(each_world.store, "foreign_processes_in", {"as_of": DAY, **params})
    assert [row["process"] for row in answer.rows] == expected

"""Golden answers on policies, worked out by hand on the tiny world (tests/world/README.md), on each line."""

from __future__ import annotations

from typing import Any

import pytest

from queries.answer import ask
from tests.conftest import Line
from tests.graph.test_questions import DAY, rows

ROTOR = ["technology:turbine", "component:rotor"]
SALT = ["material:salt", "policy:rule"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (
            "2026-03-01",
            [
                ("policy:ban", "export ban", "state:in-force", "2026-01-01", "9999-12-31", False),
                ("policy:control", "export licence", "state:suspended", "2025-11-10", "2026-11-10", True),
                ("policy:old-quota", "quota", "state:expired", "2016-01-01", "9999-12-31", False),
            ],
        ),
        (
            "2026-11-10",
            [
                ("policy:control", "export licence", "state:unknown", "2026-11-10", "9999-12-31", True),
                ("policy:ban", "export ban", "state:in-force", "2026-01-01", "9999-12-31", False),
                ("policy:old-quota", "quota", "state:expired", "2016-01-01", "9999-12-31", False),
            ],
        ),
        ("2015-06-01", [("policy:old-quota", "quota", "state:unknown", "2015-01-01", "2016-01-01", False)]),
        ("2009-12-31", []),
    ],
)
def test_a_suspended_control_is_not_in_force(each_world: Line, day: str, expected: list[Any]) -> None:
    answer = ask(each_world.store, "controls_on", {"item": "material:magnet", "as_of": day})
    assert rows(answer, "policy", "kind", "state", "since", "until", "part_only") == expected


def test_controls_of_one_issuer(each_world: Line) -> None:
    asked = {"item": "material:magnet", "as_of": "2026-03-01"}
    chinese = ask(each_world.store, "controls_on", {**asked, "issuer": "country:CHN"})
    assert rows(chinese, "policy", "issuer") == [("policy:ban", "country:CHN"), ("policy:control", "country:CHN")]
    assert ask(each_world.store, "controls_on", {**asked, "issuer": "country:NOR"}).rows == []


def test_controls_of_other_kinds_are_asked_for_by_name(each_world: Line) -> None:
    answer = ask(each_world.store, "controls_on", {"item": "material:magnet", "kind": "duty", "as_of": DAY})
    assert rows(answer, "policy", "state") == [("policy:duty", "state:in-force")]


def test_a_control_in_two_parts_has_a_state_for_each_and_a_planned_end_is_marked(each_world: Line) -> None:
    answer = ask(each_world.store, "controls_on", {"item": "material:sea-salt", "as_of": "2026-04-01"})
    columns = ("policy", "issuer", "scope", "state", "since", "until", "status")
    assert rows(answer, *columns) == [
        ("policy:rule", "country:NOR", "", "state:unknown", "2026-03-01", "9999-12-31", None),
        ("policy:rule", "country:NOR", "salt for ships", "state:in-force", "2024-09-01", "9999-12-31", "reported"),
    ]
    later = ask(each_world.store, "controls_on", {"item": "component:rotor", "as_of": "2027-06-01"})
    assert rows(later, "policy", "state", "status", "grade") == [
        ("policy:counter-rule", "state:lifted", "planned", "C"),
    ]
    strong = {"item": "component:rotor", "as_of": "2027-06-01", "min_grade": "B"}
    assert rows(ask(each_world.store, "controls_on", strong), "state", "since") == [("state:unknown", "2027-01-01")]


HISTORY = [
    ("state:announced", "", "2024-01-15", "2024-06-01", "next state", False),
    ("state:in-force", "", "2024-06-01", "2025-03-01", "next state", False),
    ("state:suspended", "", "2025-03-01", "2026-03-01", "stated", True),
    ("state:unknown", "", "2026-03-01", "9999-12-31", "not known", False),
    ("state:in-force", "salt for ships", "2024-09-01", "9999-12-31", "open", False),
]


@pytest.mark.parametrize(
    ("day", "phases"),
    [
        ("2024-01-14", ["to come", "to come", "to come", "to come", "to come"]),
        ("2025-02-28", ["past", "holds", "to come", "to come", "holds"]),
        ("2026-03-01", ["past", "past", "past", "holds", "holds"]),
    ],
)
def test_history_ends_each_state_and_what_follows_the_last_is_unknown(
    each_world: Line, day: str, phases: list[str]
) -> None:
    answer = ask(each_world.store, "policy_history", {"policy": "Salt rule", "as_of": day})
    assert rows(answer, "state", "scope", "from", "until", "ends", "disputed") == HISTORY
    assert [row["phase"] for row in answer.rows] == phases


def test_history_without_states_with_a_gap_and_with_a_planned_end(each_world: Line) -> None:
    quiet = ask(each_world.store, "policy_history", {"policy": "policy:quiet-rule"})
    assert (quiet.rows, quiet.coverage["no_data"]) == ([], ["policy:quiet-rule"])
    gap = ask(each_world.store, "policy_history", {"policy": "policy:old-quota", "as_of": "2015-06-01"})
    assert rows(gap, "state", "from", "until", "phase", "status") == [
        ("state:in-force", "2010-01-01", "2015-01-01", "past", "reported"),
        ("state:unknown", "2015-01-01", "2016-01-01", "holds", None),
        ("state:expired", "2016-01-01", "9999-12-31", "to come", "reported"),
    ]
    planned = ask(each_world.store, "policy_history", {"policy": "policy:counter-rule", "as_of": DAY})
    assert rows(planned, "state", "until", "status", "grade") == [
        ("state:in-force", "2027-01-01", "reported", "A"),
        ("state:lifted", "9999-12-31", "planned", "C"),
    ]
    strong = ask(each_world.store, "policy_history", {"policy": "policy:counter-rule", "min_grade": "B", "as_of": DAY})
    assert rows(strong, "state", "from", "ends") == [
        ("state:in-force", "2024-07-01", "next state"),
        ("state:unknown", "2027-01-01", "not known"),
    ]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        (
            {"policy": "policy:rule", "as_of": "2026-04-01"},
            [
                ("company:fjord", "2025-05", "granted", None, "withheld", False, ["state:unknown", "state:in-force"]),
                ("company:norse", "2024-07", "granted", 100, None, True, ["state:unknown", "state:in-force"]),
                ("company:windy", "", "stated not granted", None, None, False, ["state:unknown", "state:in-force"]),
            ],
        ),
        (
            {"policy": "policy:rule", "as_of": "2024-08-01"},
            [
                ("company:norse", "2024-07", "granted", 100, None, True, ["state:in-force"]),
                ("company:windy", "", "stated not granted", None, None, False, ["state:in-force"]),
            ],
        ),
        ({"policy": "policy:quiet-rule", "as_of": "2026-04-01"}, []),
    ],
)
def test_licence_holders(each_world: Line, params: dict[str, str], expected: list[Any]) -> None:
    answer = ask(each_world.store, "licence_holders", params)
    columns = ("company", "period", "granted", "value", "value_words", "disputed", "policy_states")
    assert rows(answer, *columns) == expected


def test_what_a_policy_reaches(each_world: Line) -> None:
    answer = ask(each_world.store, "exposure_to_policy", {"policy": "policy:rule", "as_of": "2025-02-01"})
    turbine = [*ROTOR, "material:salt-glass", *SALT]
    assert rows(answer, "reached", "kind", "hops", "route", "link", "certainty", "optional", "weakest_grade") == [
        ("technology:turbine", "technology", 4, turbine, "needs it", "certain", False, "A"),
        ("technology:float", "technology", 3, ["technology:float", "material:sea-salt", *SALT], "needs it", "certain",
         False, "B"),
        ("technology:lamp", "technology", 3, ["technology:lamp", "material:any-salt", *SALT], "needs it", "possible",
         False, "B"),
        ("technology:buoy", "technology", 2, ["technology:buoy", *SALT], "needs it", "possible", True, "C"),
        ("company:norse", "company", 1, ["company:norse", "policy:rule"], "holds a licence", "certain", False, "A"),
        ("company:norse", "company", 2, ["company:norse", *SALT], "makes it where the rule holds", "certain", False,
         "A"),
        ("company:windy", "company", 5, ["company:windy", *turbine], "makes what needs it", "certain", False, "A"),
        ("company:fjord", "company", 4, ["company:fjord", "facility:pan", "material:sea-salt", *SALT],
         "makes it where the rule holds", "certain", False, "B"),
        ("company:fjord", "company", 4,
         ["company:fjord", "facility:pan", "process:fast-drying", "process:drying", "policy:rule"],
         "uses the process", "certain", False, "B"),
        ("company:salty", "company", 2, ["company:salty", "process:drying", "policy:rule"], "uses the process",
         "certain", False, "C"),
        ("company:windy", "company", 3, ["company:windy", "company:norse", *SALT], "is supplied with it", "certain",
         False, "C"),
        ("company:norse", "company", 4,
         ["company:norse", "facility:pan", "process:fast-drying", "process:drying", "policy:rule"],
         "uses the process", "certain", False, "C"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "day", "effect", "reached"),
    [
        ("policy:rule", "2024-01-01", "not yet", 11),
        ("policy:rule", "2024-03-01", "if it comes into force", 11),
        ("policy:rule", "2025-02-01", "in force", 12),
        ("policy:rule", "2025-03-01", "in force in part", 12),
        ("policy:control", "2025-12-01", "if resumed", 10),
        ("policy:control", "2026-12-01", "not known", 10),
        ("policy:old-quota", "2017-01-01", "lapsed", 9),
        ("policy:counter-rule", "2027-06-01", "not known", 3),
    ],
)
def test_a_day_decides_whether_a_policy_holds(
    each_world: Line, policy: str, day: str, effect: str, reached: int
) -> None:
    answer = ask(each_world.store, "exposure_to_policy", {"policy": policy, "as_of": day})
    assert ({row["effect"] for row in answer.rows}, len(answer.rows)) == ({effect}, reached)


def test_a_policy_that_names_nothing_reaches_nothing(each_world: Line) -> None:
    answer = ask(each_world.store, "exposure_to_policy", {"policy": "policy:quiet-rule"})
    assert (answer.rows, answer.coverage["no_data"]) == ([], ["policy:quiet-rule"])


@pytest.mark.parametrize(
    ("params", "effects"),
    [
        ({"as_of": "2025-02-01"}, [("in force", "in force")]),
        ({"as_of": "2026-04-01"}, [("in force", "in force in part")]),
        ({"as_of": "2026-04-01", "effects": "in force"}, []),
        ({"as_of": "2024-06-15"}, []),
    ],
)
def test_opposed_policies_hit_one_technology_from_two_sides(
    each_world: Line, params: dict[str, str], effects: list[Any]
) -> None:
    answer = ask(each_world.store, "opposed_policies", params)
    assert rows(answer, "effect", "other_effect") == effects
    for row in answer.rows:
        assert (row["technology"], row["certainty"], row["weakest_grade"]) == ("technology:turbine", "certain", "A")
        assert (row["policy"], row["issuer"], row["route"]) == (
            "policy:counter-rule", "company:agency", [*ROTOR, "policy:counter-rule"])  # fmt: skip
        assert (row["other_policy"], row["other_issuer"], row["other_route"]) == (
            "policy:rule", "country:NOR", [*ROTOR, "material:salt-glass", *SALT])  # fmt: skip

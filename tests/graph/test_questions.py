"""Golden answers on the tiny world, worked out by hand (tests/world/README.md): dependency and concentration."""

from __future__ import annotations

from typing import Any

from kb.store import Limits
from queries.answer import Answer, ask
from tests.conftest import Line

DAY = "2026-01-01"
DRIVE = ["technology:drive", "component:motor", "material:sintered-magnet", "material:magnet"]
FAN = ["technology:fan", "component:fan-motor", "material:permanent-magnet", "material:magnet"]


def rows(answer: Answer, *columns: str) -> list[tuple[Any, ...]]:
    return [tuple(row[column] for column in columns) for row in answer.rows]


def depending(line: Line, **params: Any) -> Answer:
    return ask(line.store, "technologies_depending_on", {"material": "material:magnet", "as_of": DAY, **params})


def test_routes_of_need(each_world: Line) -> None:
    answer = depending(each_world)
    assert rows(answer, "technology", "component", "certainty", "link", "optional", "hops", "weakest_grade") == [
        ("technology:drive", "component:motor", "certain", "world share only", False, 3, "B"),
        ("technology:shelf", "component:motor", "certain", "world share only", False, 4, "D"),
        ("technology:array", "component:motor", "certain", "world share only", False, 5, "D"),
        ("technology:fan", "component:fan-motor", "possible", "world share only", False, 3, "B"),
        ("technology:rack", "component:fan-motor", "possible", "world share only", False, 4, "B"),
        ("technology:server", "component:motor", "possible", "world share only", True, 4, "B"),
        ("technology:rack", "component:motor", "possible", "world share only", True, 5, "B"),
        ("technology:pump", "component:motor", "possible", "supplier named", False, 3, "C"),
    ]
    routes = {row["technology"]: row["route"] for row in answer.rows if row["hops"] == 3}
    assert routes == {
        "technology:drive": DRIVE,
        "technology:fan": FAN,
        "technology:pump": ["technology:pump", *DRIVE[1:]],
    }


def test_a_need_counts_for_the_kinds_above_it_and_may_be_met_by_those_below(each_world: Line) -> None:
    sintered = depending(each_world, material="material:sintered-magnet")
    general = depending(each_world, material="material:permanent-magnet")
    certainty = {row["technology"]: row["certainty"] for row in sintered.rows}
    assert (certainty["technology:drive"], certainty["technology:fan"]) == ("certain", "possible")
    certainty = {row["technology"]: row["certainty"] for row in general.rows}
    assert (certainty["technology:drive"], certainty["technology:fan"]) == ("certain", "certain")
    assert certainty["technology:ferrite-fan"] == "certain"


def test_no_route_climbs_and_then_descends(each_world: Line) -> None:
    assert "technology:ferrite-fan" not in {row["technology"] for row in depending(each_world).rows}


def test_share_is_the_newest_that_had_ended_and_a_bound_is_no_number(each_world: Line) -> None:
    columns = ("share_of_world", "share_low", "share_words", "share_period", "disputed")
    assert rows(depending(each_world), *columns)[0] == (None, 85, "over 85 %", "2024", False)
    assert rows(depending(each_world, as_of="2024-06-01"), *columns)[0] == (90, None, None, "2023", True)


def test_min_share_min_grade_and_limit(each_world: Line) -> None:
    assert rows(depending(each_world, min_share=86), "technology") == []
    strong = depending(each_world, min_grade="B")
    assert "technology:shelf" not in {row["technology"] for row in strong.rows}
    cut = depending(each_world, limit=2)
    assert (rows(cut, "technology"), cut.truncated) == ([("technology:drive",), ("technology:shelf",)], True)


def test_another_country_and_no_share_at_all(each_world: Line) -> None:
    assert depending(each_world, country="JPN").rows[0]["share_of_world"] == 7
    withheld = depending(each_world, country="USA").rows[0]
    assert (withheld["share_of_world"], withheld["share_words"]) == (None, "withheld")
    assert depending(each_world, country="DEU").rows == []


def test_coverage_tells_absent_from_unknown(each_world: Line) -> None:
    answer = depending(each_world)
    coverage = {name: [id_.removeprefix("technology:") for id_ in ids] for name, ids in answer.coverage.items()}
    assert coverage["with_route"] == ["array", "drive", "fan", "pump", "rack", "server", "shelf"]
    assert coverage["stated_absent"] == ["sheltered", "ssd", "ssd-special"]
    assert coverage["no_route"] == ["byproduct-device", "ferrite-fan", "flash-array", "recycled-device", "zero-device"]
    assert coverage["no_data"] == ["dark", "planned-device", "solid-storage", "special-drive"]
    assert len(coverage["looked_at"]) == 19


def test_technologies_not_depending_on(each_world: Line) -> None:
    answer = ask(each_world.store, "technologies_not_depending_on", {"material": "material:magnet", "as_of": DAY})
    assert rows(answer, "technology", "verdict", "parts_known") == [
        ("technology:dark", "no data", 0),
        ("technology:planned-device", "no data", 0),
        ("technology:solid-storage", "no data", 0),
        ("technology:special-drive", "no data", 0),
        ("technology:byproduct-device", "no route known", 1),
        ("technology:ferrite-fan", "no route known", 1),
        ("technology:flash-array", "no route known", 1),
        ("technology:recycled-device", "no route known", 1),
        ("technology:zero-device", "no route known", 1),
        ("technology:sheltered", "stated absent", 1),
        ("technology:ssd", "stated absent", 0),
        ("technology:ssd-special", "stated absent", 0),
    ]
    assert answer.coverage == depending(each_world).coverage


def test_minerals_beneath(each_world: Line) -> None:
    answer = ask(each_world.store, "minerals_beneath", {"technology": "Drive", "as_of": DAY})
    columns = ("mineral", "certainty", "stage", "leading_country", "share_of_world", "hops", "weakest_grade")
    assert rows(answer, *columns) == [
        ("mineral:rare", "certain", "mining", "country:CHN", 60, 5, "B"),
        ("mineral:heavy", "possible", None, None, None, 3, "B"),
    ]
    assert answer.rows[0]["route"] == [*DRIVE[:3], "material:alloy", "material:oxide", "mineral:rare"]
    assert ask(each_world.store, "minerals_beneath", {"technology": "technology:ssd"}).rows == []


def test_routes_between(each_world: Line) -> None:
    params = {"start": "technology:drive", "end": "China", "as_of": DAY}
    answer = ask(each_world.store, "routes_between", params)
    oxide = [*DRIVE[:3], "material:alloy", "material:oxide", "mineral:rare", "country:CHN"]
    assert rows(answer, "hops", "certainty", "weakest_grade", "route") == [
        (4, "certain", "B", [*DRIVE, "country:CHN"]),
        (6, "certain", "B", oxide),
    ]
    assert answer.rows[0]["relationships"] == ["CONTAINS", "USES_MATERIAL", "KIND_OF", "<PRODUCES"]
    assert rows(ask(each_world.store, "routes_between", {**params, "max_hops": 4}), "hops") == [(4,)]
    assert ask(each_world.store, "routes_between", {**params, "start": "technology:dark"}).rows == []


def test_leading_producers(each_world: Line) -> None:
    answer = ask(each_world.store, "leading_producers", {"material": "material:magnet", "as_of": DAY})
    columns = ("producer", "measure", "value", "unit", "period", "value_low", "value_words", "idle")
    assert rows(answer, *columns) == [
        ("country:CHN", "share of world output", None, "%", "2024", 85, "over 85 %", False),
        ("country:JPN", "share of world output", 7, "%", "2023", None, None, False),
        ("country:USA", "share of world output", None, None, "2023", None, "withheld", False),
        ("facility:idle-works", "capacity", 50, "t/a", "2023", None, None, True),
        ("country:CHN", "output", 900, "t", "2023", None, None, False),
        ("facility:works", "output", 100, "t", "2023", None, None, False),
    ]
    earlier = ask(each_world.store, "leading_producers", {"material": "material:magnet", "as_of": "2023-06-30"})
    assert rows(earlier, "producer", "value") == [("country:CHN", None), ("facility:works", 80)]
    assert ask(each_world.store, "leading_producers", {"material": "material:magnet", "stage": "mining"}).rows == []


def test_not_depending_by_share_domain_and_grade(each_world: Line) -> None:
    params = {"material": "material:magnet", "as_of": DAY}
    too_small = ask(each_world.store, "technologies_not_depending_on", {**params, "min_share": 86})
    verdicts = [row["verdict"] for row in too_small.rows]
    assert {verdict: verdicts.count(verdict) for verdict in verdicts} == {
        "no data": 4, "no route known": 12, "stated absent": 3}  # fmt: skip
    other = ask(each_world.store, "technologies_not_depending_on", {**params, "domain": "electric-mobility"})
    assert rows(other, "technology", "verdict") == [("technology:lode-machine", "no route known")]
    strong = ask(each_world.store, "technologies_not_depending_on", {**params, "min_grade": "B"})
    assert [row["technology"] for row in strong.rows if row["verdict"] == "no route known"] == [
        f"technology:{name}"
        for name in (
            "array",
            "byproduct-device",
            "ferrite-fan",
            "flash-array",
            "recycled-device",
            "shelf",
            "zero-device",
        )
    ]


def test_minerals_beneath_a_possible_need_and_before_any_share_had_ended(each_world: Line) -> None:
    columns = ("mineral", "certainty", "stage", "share_of", "share_of_world", "share_low", "share_words")
    fan = ask(each_world.store, "minerals_beneath", {"technology": "technology:fan", "as_of": DAY})
    assert rows(fan, *columns) == [
        ("mineral:heavy", "possible", "magnet", "material:magnet", None, 85, "over 85 %"),
        ("mineral:rare", "possible", "magnet", "material:magnet", None, 85, "over 85 %"),
        ("mineral:rare", "possible", "mining", "mineral:rare", 60, None, None),
    ]
    early = ask(each_world.store, "minerals_beneath", {"technology": "technology:drive", "as_of": "2023-06-01"})
    assert rows(early, *columns[:4]) == [
        ("mineral:rare", "certain", None, None),
        ("mineral:heavy", "possible", None, None),
    ]


def test_every_row_resolves_and_the_build_is_told(each_world: Line) -> None:
    answer = depending(each_world)
    assert answer.build is not None
    assert answer.build["state"] == "done"
    for row in answer.rows:
        assert row["claims"]
        assert set(row["claims"]) <= set(answer.claims)
        assert set(row["route"]) <= set(answer.entities)
    assert {claim["source"] for claim in answer.claims.values()} <= set(answer.sources)


def test_a_limit_on_rows_cuts_no_claim_of_those_that_are_left(each_world: Line) -> None:
    params = {"material": "material:magnet", "as_of": DAY}
    answer = ask(each_world.store, "technologies_depending_on", params, Limits(rows=2))
    assert answer.truncated
    assert len(answer.rows) == 2
    assert len(answer.claims) > 2
    assert {id_ for row in answer.rows for id_ in row["claims"]} == set(answer.claims)
    assert {claim["source"] for claim in answer.claims.values()} == set(answer.sources)

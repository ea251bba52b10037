"""Parameters that need no look at the graph: as they are typed, and as a notebook hands them over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pandas as pd
import pytest

from kb.errors import BadQuestion
from kb.vocab import words
from queries.catalogue import catalogue
from queries.parameters import resolve

CONTROLS = {"item": "material:magnet"}
TRADE = {"country": "country:JPN", "product": "product:hs-2846", "period": "2022", "period_to": "2025"}


def resolved(name: str, given: dict[str, Any], wanted: str) -> Any:
    return resolve(None, catalogue()[name], given)[wanted]


@pytest.mark.parametrize("kinds", [
    "export ban, quota", "export ban,,quota,", ["export ban", "quota"], ["export ban,quota"], ("export ban", "quota"),
    pd.Series(["export ban", "quota"]), pd.Series(["export ban", "quota"]).to_numpy(),
])  # fmt: skip
def test_a_list_is_taken_in_any_form(kinds: Any) -> None:
    assert resolved("controls_on", {**CONTROLS, "kind": kinds}, "kind") == ["export ban", "quota"]


@pytest.mark.parametrize("day", [
    "2024-05-01", date(2024, 5, 1), datetime(2024, 5, 1, 13, 30), pd.Timestamp("2024-05-01 13:30"),
])  # fmt: skip
def test_a_day_is_taken_in_any_form(day: Any) -> None:
    assert resolved("controls_on", {**CONTROLS, "as_of": day}, "as_of") == "2024-05-01"


@pytest.mark.parametrize("period", ["2024", "2024-06", "2024-06-30", "2021/2023", 2024])
def test_a_period_is_one_that_sources_write(period: Any) -> None:
    assert resolved("trade_change", {**TRADE, "period": period}, "period") == str(period)


def test_the_newest_period_is_one_where_it_is_the_default() -> None:
    assert (
        resolved("import_reliance", {"country": "country:JPN", "product": "x", "period": "newest"}, "period")
        == "newest"
    )
    with pytest.raises(
        BadQuestion, match=r"^trade_change: period: 'newest' is not a period; write 2024, .* 2021/2023\.$"
    ):
        resolved("trade_change", {**TRADE, "period": "newest"}, "period")


@pytest.mark.parametrize("missing", [pd.NA, pd.NaT, float("nan")])
def test_what_pandas_has_for_nothing_is_no_value(missing: Any) -> None:
    with pytest.raises(BadQuestion, match=r"^controls_on: limit is .+; it must be a whole number\.$"):
        resolve(None, catalogue()["controls_on"], {**CONTROLS, "limit": missing})


@pytest.mark.parametrize("two", [["a", "b"], ("a", "b"), {"a", "b"}, pd.Series(["a", "b"])])
def test_one_value_is_no_collection(two: Any) -> None:
    with pytest.raises(BadQuestion, match=r"^controls_on: item takes one value, not 2\.$"):
        resolve(None, catalogue()["controls_on"], {"item": two})


@pytest.mark.parametrize("name", ["opposed_policies", "exposure_to_policy"])
def test_the_effects_that_may_be_asked_for_are_those_that_an_answer_tells(name: str) -> None:
    told = catalogue()[name].columns["effect"].about
    assert [part.partition(":")[0] for part in told.split("; ")] == list(words("effects"))
    said = catalogue()[name].cypher
    assert [effect for effect in words("effects") if f"'{effect}'" not in said] == []

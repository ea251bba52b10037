"""Golden answers of the questions on concentration, worked out by hand on the tiny world (tests/world/README.md)."""

from __future__ import annotations

from typing import Any

import pytest

from queries.answer import Answer, ask
from queries.catalogue import question
from tests.conftest import Line

DAY = "2026-01-01"
LODE, METAL, PART = "mineral:lode", "material:lode-metal", "component:lode-part"
PER, ZMB, BOL, KAZ, NOR = (f"country:{code}" for code in ("PER", "ZMB", "BOL", "KAZ", "NOR"))
Rows = list[tuple[Any, ...]]


def rows(answer: Answer, *columns: str) -> Rows:
    return [tuple(row[column] for column in columns) for row in answer.rows]


def asked(line: Line, name: str, *columns: str, **params: Any) -> Rows:
    answer = ask(line.store, name, {"as_of": DAY, **params})
    assert all(set(row["claims"]) and set(row["claims"]) <= set(answer.claims) for row in answer.rows)
    return rows(answer, *columns)


BY_STAGE = ("material", "stage", "hhi", "top_country", "top_share", "countries", "set_covers")


def test_concentration_takes_one_source_and_period_and_names_what_has_no_number(each_world: Line) -> None:
    # yearbook 2023: 50² + 30² + 15² = 3,625, and 3,650 if the missing 5 came from one more country
    columns = ("top3_share", "hhi_high", "partial", "top_certain", "without_figure", "period", "how", "disputed")
    found = asked(each_world, "concentration_by_stage", *BY_STAGE, *columns, "source", "grade", material="Lode")
    assert found == [
        (LODE, "mining", 3625, PER, 50.0, 3, 95.0, 95.0, 3650, False, True, [KAZ], "2023", "stated shares", True,
         "yearbook", "A"),
    ]  # fmt: skip


def test_concentration_from_outputs_stands_over_the_world_total_of_their_own_source(each_world: Line) -> None:
    # yearbook 2024: 400, 300 and 100 of 1,000 t; Kazakhstan is withheld and may be larger than any
    columns = (*BY_STAGE, "hhi_high", "partial", "top_certain", "without_figure", "how", "disputed")
    assert asked(each_world, "concentration_by_stage", *columns, material=LODE, period="2024") == [
        (LODE, "mining", 2600, PER, 40.0, 3, 80.0, 3000, True, False, [KAZ], "from outputs", False),
    ]


def test_concentration_can_be_asked_for_one_stage(each_world: Line) -> None:
    every = asked(each_world, "concentration_by_stage", *BY_STAGE)
    mining = asked(each_world, "concentration_by_stage", *BY_STAGE, stage="mining")
    assert mining == [row for row in every if row[1] == "mining"]
    assert len(every) > len(mining) > 0
    assert asked(each_world, "concentration_by_stage", *BY_STAGE, material=LODE, stage="refining") == []


def test_every_share_set_of_a_stage_can_be_shown(each_world: Line) -> None:
    columns = ("period", "source", "hhi", "set_covers", "disputed")
    assert asked(each_world, "concentration_by_stage", *columns, material=LODE, sets=3) == [
        ("2024", "yearbook-25", 2600, 80.0, False),
        ("2023", "bulletin", 3600, 60.0, True),
        ("2023", "yearbook", 3625, 95.0, True),
    ]
    assert asked(each_world, "concentration_by_stage", *columns, material=LODE, sets=3, min_grade="B") == [
        ("2024", "yearbook-25", 2600, 80.0, False),
        ("2023", "yearbook", 3625, 95.0, True),
    ]


def test_a_bound_a_zero_and_a_plan_are_no_shares(each_world: Line) -> None:
    found = asked(each_world, "concentration_by_stage", *BY_STAGE, "without_figure", material=METAL)
    assert found == [(METAL, "refining", 8464, BOL, 92.0, 1, 92.0, [KAZ])]


def test_nothing_is_concentrated_before_the_first_period_ends(each_world: Line) -> None:
    assert asked(each_world, "concentration_by_stage", "hhi", material=LODE, as_of="2023-06-30") == []
    assert asked(each_world, "concentration_by_stage", "hhi", material="material:ferrite") == []


def test_an_empty_material_means_everything(each_world: Line) -> None:
    answer = ask(each_world.store, "concentration_by_stage", {"as_of": DAY, "min_grade": "B"})
    assert rows(answer, "material", "stage", "hhi") == [
        (PART, "component", 3400),
        ("material:lode-coat", "refining", 400),
        (METAL, "refining", 8464),
        ("material:magnet", "magnet", 8149),  # survey 2023: 90² + 7²
        (LODE, "mining", 3625),
        ("mineral:rare", "mining", 4225),  # 60² + 25²
    ]
    assert answer.question == "How concentrated is the making of any at each stage (period: newest)?"


SHIFT = ("material", "from_stage", "to_material", "to_stage", "hhi_from", "hhi_to", "rise", "rise_certain", "certainty")


def test_concentration_rises_most_from_mine_to_refinery(each_world: Line) -> None:
    found = asked(each_world, "concentration_shift", *SHIFT, "disputed", "partial", material=LODE)
    assert found == [
        (LODE, "mining", METAL, "refining", 3625, 8464, 4839, True, "certain", True, False),
        (LODE, "mining", PART, "component", 3625, 3400, -225, True, "certain", True, False),
    ]


def test_a_shift_is_asked_for_by_either_end(each_world: Line) -> None:
    found = asked(each_world, "concentration_shift", *SHIFT[:7], "certainty", "partial", material=PART)
    assert found == [
        (LODE, "mining", PART, "component", 3625, 3400, -225, "certain", False),
        (METAL, "refining", PART, "component", 8464, 3400, -5064, "certain", False),
        ("material:lode-coat", "refining", PART, "component", 400, 3400, 3000, "possible", True),
    ]


def test_one_set_alone_is_no_shift(each_world: Line) -> None:
    assert asked(each_world, "concentration_shift", *SHIFT, material=LODE, period="2024") == []


LEFT = ("material", "stage", "largest", "share_left", "share_named", "second", "second_share", "largest_certain")


def test_supply_without_the_largest(each_world: Line) -> None:
    found = asked(each_world, "supply_without_largest", *LEFT, "disputed", material=LODE)
    assert found == [(LODE, "mining", PER, 50.0, 45.0, ZMB, 30.0, True, True)]


def test_supply_without_the_largest_is_a_bound_where_somebody_is_withheld(each_world: Line) -> None:
    found = asked(each_world, "supply_without_largest", *LEFT, "without_figure", material=LODE, period="2024")
    assert found == [(LODE, "mining", PER, 60.0, 40.0, ZMB, 30.0, False, [KAZ])]


def test_supply_of_what_nobody_counts_is_empty(each_world: Line) -> None:
    assert asked(each_world, "supply_without_largest", *LEFT, material="material:ferrite") == []


def test_shares_are_cut_out_of_one_text() -> None:
    blocks = set()
    for name in ("concentration_by_stage", "supply_without_largest", "concentration_shift"):
        text = question(name).cypher.replace("toInteger($sets)", "1")
        blocks.add(text[text.index("// -- share sets") : text.index("// -- end of share sets --")])
    assert len(blocks) == 1


def test_leading_producers_show_the_newest_period_alone_whatever_its_basis(each_world: Line) -> None:
    columns = ("producer", "measure", "value", "basis", "period", "value_words", "disputed")
    assert asked(each_world, "leading_producers", *columns, material=LODE) == [
        (PER, "share of world output", 50, "contained lode", "2023", None, True),
        (ZMB, "share of world output", 30, "contained lode", "2023", None, False),
        (BOL, "share of world output", 15, "contained lode", "2023", None, False),
        (KAZ, "share of world output", None, None, "2023", "withheld", False),
        (PER, "output", 400, "contained lode, mine output", "2024", None, False),
        (ZMB, "output", 300, "contained lode, mine output", "2024", None, False),
        (BOL, "output", 100, "contained lode, mine output", "2024", None, False),
        ("facility:lode-pit", "output", 100, "contained lode", "2023", None, False),
        ("facility:lode-hole", "output", 60, "contained lode", "2023", None, False),
        ("facility:lode-vein", "output", 40, "contained lode", "2023", None, False),
        (KAZ, "output", None, None, "2024", "withheld", False),
    ]
    assert asked(each_world, "leading_producers", *columns[:5], material=LODE, as_of="2023-06-30") == [
        (PER, "output", 350, "gross ore", "2022"),
        ("facility:lode-pit", "output", 90, "contained lode", "2020"),
    ]


OWNED = ("owner_country", "share_by_owner", "share_by_place", "difference", "owners", "assumed")


def test_control_by_owner_follows_holdings_to_their_end(each_world: Line) -> None:
    # 200 t: pit 50 %, hole 30 %, vein 20 %. The group's 45 % of the vein are held through the miner and count once;
    # what is told of the vein's owners leaves 40 % of it unknown.
    found = asked(each_world, "control_by_owner", *OWNED, material=LODE)
    assert found == [
        (ZMB, 40.0, 80.0, -40.0, [ZMB], True),
        (KAZ, 39.0, 0.0, 39.0, ["company:lode-group"], False),
        (NOR, 13.0, 0.0, 13.0, ["company:lode-mining"], False),
        (None, 8.0, 0.0, 8.0, [], False),
        (PER, 0.0, 20.0, -20.0, [], False),
    ]
    columns = ("period", "set_total", "unit", "basis", "source", "plants", "plants_left_out")
    assert asked(each_world, "control_by_owner", *columns, material=LODE, limit=1) == [
        ("2023", 200.0, "t", "contained lode", "yearbook", 3, 0)
    ]


def test_control_by_owner_takes_the_holding_that_was_told_by_then(each_world: Line) -> None:
    found = asked(each_world, "control_by_owner", *OWNED, "plants_left_out", material=LODE, as_of="2021-06-30")
    assert found == [
        (KAZ, 48.0, 0.0, 48.0, ["company:lode-group"], False, 2),
        (NOR, 32.0, 0.0, 32.0, ["company:lode-mining"], False, 2),
        (ZMB, 20.0, 100.0, -80.0, [ZMB], True, 2),
    ]


def test_control_of_what_no_plant_counts_is_empty(each_world: Line) -> None:
    assert asked(each_world, "control_by_owner", *OWNED, material="material:ferrite") == []


TRADE = ("partner", "value_usd", "share", "item", "bundled", "words", "set_covers", "partial", "disputed")
CODE = "product:hs-990001"


@pytest.mark.parametrize(("product", "bundled"), [(CODE, False), (METAL, True)])
def test_import_reliance_keeps_withheld_partners_and_the_total(each_world: Line, product: str, bundled: bool) -> None:
    assert asked(each_world, "import_reliance", *TRADE, country="NOR", product=product) == [
        (PER, 500.0, 50.0, CODE, bundled, None, 90.0, False, False),
        (BOL, 400.0, 40.0, CODE, bundled, None, 90.0, False, False),  # 0.0004 million US dollars
        (KAZ, None, None, CODE, bundled, "withheld", 90.0, False, False),
    ]


def test_import_reliance_takes_one_source_and_marks_what_another_denies(each_world: Line) -> None:
    assert asked(each_world, "import_reliance", *TRADE, "source", country="NOR", product=CODE, period="2022") == [
        (PER, 600.0, 60.0, CODE, False, None, 100.0, False, True, "customs"),
        (BOL, 300.0, 30.0, CODE, False, None, 100.0, False, False, "customs"),
        (ZMB, 100.0, 10.0, CODE, False, None, 100.0, False, False, "customs"),
    ]


def test_import_shares_as_stated_and_one_partner_alone(each_world: Line) -> None:
    columns = ("partner", "value_usd", "share", "measure", "share_of", "set_covers", "partial", "amount", "unit")
    assert asked(each_world, "import_reliance", *columns, country="PER", product=METAL) == [
        (BOL, None, 70.0, "import share", "all imports", 70.0, True, 70.0, "%"),
    ]
    assert asked(each_world, "import_reliance", *columns, country="KAZ", product=LODE) == [
        (ZMB, None, None, "quantity", None, None, True, 50.0, "t"),
    ]
    assert asked(each_world, "import_reliance", *columns, country="DEU", product=LODE) == []


def test_trade_change_keeps_unknown_apart_from_none(each_world: Line) -> None:
    columns = ("partner", "share_before", "share_after", "change", "words_after", "disputed", "source", "source_after")
    params = {"country": "NOR", "product": CODE, "period": "2022", "period_to": "2023"}
    assert asked(each_world, "trade_change", *columns, **params) == [
        (PER, 60.0, 50.0, -10.0, None, True, "customs", "customs"),
        (BOL, 30.0, 40.0, 10.0, None, False, "customs", "customs"),
        (ZMB, 10.0, None, None, None, False, "customs", "customs"),
        (KAZ, None, None, None, "withheld", False, "customs", "customs"),
    ]
    by_thing = asked(each_world, "trade_change", "partner", "item", "bundled", **{**params, "product": METAL})
    assert by_thing == [(partner, CODE, True) for partner in (PER, BOL, ZMB, KAZ)]
    assert asked(each_world, "trade_change", *columns, **{**params, "period": "2019"}) == []


def test_lists_naming_tell_the_state_of_the_day(each_world: Line) -> None:
    columns = ("list", "issuer", "since", "state", "named", "names")
    old = ("policy:ore-list", None, "2020-01-01", "state:expired", "mineral:ore", "its general kind")
    part = ("policy:light-list", None, None, None, "mineral:lode-light", "a special kind")
    assert asked(each_world, "lists_naming", *columns, mineral=LODE) == [
        ("policy:lode-list", NOR, "2024-01-01", "state:in-force", LODE, "itself"), old, part,
    ]  # fmt: skip
    assert asked(each_world, "lists_naming", *columns, mineral=LODE, as_of="2023-06-30") == [
        ("policy:lode-list", NOR, "2023-01-01", "state:announced", LODE, "itself"), old, part,
    ]  # fmt: skip
    assert asked(each_world, "lists_naming", *columns, mineral="material:ferrite") == []


def test_lists_of_one_issuer(each_world: Line) -> None:
    assert asked(each_world, "lists_naming", "list", mineral=LODE, issuer=NOR) == [("policy:lode-list",)]
    assert asked(each_world, "lists_naming", "list", mineral=LODE, issuer="country:CHN") == []

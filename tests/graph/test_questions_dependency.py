"""Golden answers of the questions on shared, named and hidden suppliers, worked out by hand (tests/world/README.md)."""

from __future__ import annotations

from queries.answer import ask
from tests.conftest import Line
from tests.graph.test_questions_concentration import BOL, DAY, LODE, METAL, NOR, PART, PER, ZMB, asked

COIL, SHIELD, MACHINE = "component:lode-coil", "component:lode-shield", "technology:lode-machine"
MINES = ["facility:lode-hole", "facility:lode-pit", "facility:lode-vein"]
SHARED = (
    "upstream", "components", "certain_components", "through", "share_of_world", "share_of", "optional", "disputed",
)  # fmt: skip
ALL = [COIL, PART, SHIELD]
ZERO, ONE, TWO, THREE = (f"company:tier-{number}" for number in ("zero", "one", "two", "three"))


def test_shared_upstream_counts_each_part_for_what_it_is_itself_made_with(each_world: Line) -> None:
    # the bracket is stated free of lode; Kazakhstan coats one part alone; Norway makes one part alone
    found = asked(each_world, "shared_upstream", *SHARED, technology=MACHINE)
    assert found == [
        (BOL, ALL, [PART], [PART, METAL, LODE], 92.0, METAL, [SHIELD], False),
        (PER, ALL, [PART], [PART, LODE], 50.0, LODE, [SHIELD], True),
        (ZMB, ALL, [PART], [LODE], 30.0, LODE, [SHIELD], False),
        *((mine, ALL, [PART], [LODE], None, None, [SHIELD], False) for mine in MINES),
    ]


def test_shared_upstream_of_large_shares_alone(each_world: Line) -> None:
    columns = ("upstream", "components", "through", "link", "suppliers")
    found = asked(each_world, "shared_upstream", *columns, technology=MACHINE, min_share=60)
    assert found == [
        *((mine, ALL, [LODE], "maker only", []) for mine in MINES),
        (BOL, [PART, SHIELD], [METAL], "supplier named", [ONE]),  # who supplies the maker of the part
    ]
    links = asked(each_world, "shared_upstream", "upstream", "link", technology=MACHINE)
    assert links[:3] == [(BOL, "supplier named"), (PER, "world share only"), (ZMB, "world share only")]


def test_nothing_is_shared_where_no_part_is_known(each_world: Line) -> None:
    assert asked(each_world, "shared_upstream", *SHARED, technology="technology:dark") == []


TIERS = ("tier", "supplier", "item", "customer", "certainty", "country", "disputed", "weakest_grade")


def test_tiers_count_from_the_company_and_never_return_to_it(each_world: Line) -> None:
    answer = asked(each_world, "tiers_of", *TIERS, company="Tier zero")
    assert answer == [
        (1, ONE, METAL, ZERO, "certain", BOL, True, "B"),
        (1, THREE, LODE, "facility:tier-plant", "certain", None, False, "B"),
        (2, TWO, LODE, ONE, "possible", None, True, "B"),  # the disputed supply is on its way
    ]
    routes = asked(each_world, "tiers_of", "route", company=ZERO)
    assert routes == [([ZERO, ONE],), ([ZERO, "facility:tier-plant", THREE],), ([ZERO, ONE, TWO],)]


def test_tiers_of_a_day_before_the_supply_began_and_of_one_tier(each_world: Line) -> None:
    assert asked(each_world, "tiers_of", "tier", "supplier", company=ZERO, as_of="2023-06-30") == [(1, ONE), (1, THREE)]
    assert asked(each_world, "tiers_of", "tier", "supplier", company=ZERO, max_tiers=1) == [(1, ONE), (1, THREE)]


def test_no_supplier_is_documented(each_world: Line) -> None:
    alone = "company:inventor"
    assert asked(each_world, "tiers_of", *TIERS, company=alone) == []
    assert ask(each_world.store, "tiers_of", {"company": alone}).coverage["no_data"] == [alone]


HIDDEN = ("item", "steps", "route", "certainty", "link", "share_of_world", "has_by")


def test_hidden_dependence_tells_a_named_supplier_from_world_share(each_world: Line) -> None:
    found = asked(each_world, "hidden_dependence", *HIDDEN, country="NOR", other="BOL")
    imports = "relies on imports of it"
    assert found == [
        (PART, 2, [NOR, PART, METAL, BOL], "certain", "supplier named", 92.0, "makes it"),
        (METAL, 2, [NOR, METAL, LODE, BOL], "certain", "world share only", 15.0, imports),
        (PART, 3, [NOR, PART, METAL, LODE, BOL], "certain", "world share only", 15.0, "makes it"),
    ]
    large = asked(each_world, "hidden_dependence", "item", "steps", country="NOR", other="BOL", min_share=90)
    assert large == [(PART, 2)]


def test_hidden_dependence_on_what_is_withheld_bounded_or_of_one_variant(each_world: Line) -> None:
    columns = ("item", "feed", "certainty", "share_of_world", "share_low", "share_words", "own_share", "disputed")
    assert asked(each_world, "hidden_dependence", *columns, country="NOR", other="KAZ") == [
        (PART, METAL, "certain", None, 3.0, "over 3 %", 0.0, False),
        (METAL, LODE, "certain", None, None, "withheld", None, False),
        (PART, LODE, "certain", None, None, "withheld", None, False),
        (PART, "material:lode-coat", "possible", 20.0, None, None, None, False),
    ]


def test_hidden_dependence_marks_disputed_shares(each_world: Line) -> None:
    columns = ("item", "feed", "share_of_world", "disputed")
    assert asked(each_world, "hidden_dependence", *columns, country="NOR", other="PER", as_of=DAY) == [
        (METAL, LODE, 50.0, True),
        (PART, LODE, 50.0, True),
    ]


def test_no_hidden_dependence_on_who_makes_nothing(each_world: Line) -> None:
    assert asked(each_world, "hidden_dependence", *HIDDEN, country="NOR", other="DEU") == []
    assert asked(each_world, "hidden_dependence", *HIDDEN, country="NOR", other="NOR") == []

"""Golden answers on claims and sources, worked out by hand on the tiny world (tests/world/README.md), on each line."""

from __future__ import annotations

from typing import Any

import pytest

from queries.answer import ask
from tests.conftest import Line
from tests.graph.test_questions import rows


def test_claims_of_the_article(each_world: Line) -> None:
    answer = ask(each_world.store, "claims_of")
    assert [(row["said"].split(" (")[0].split(":")[0], row["verdict"], len(row["others"])) for row in answer.rows] == [
        ("China produces Strong magnet", "supported", 2),
        ("Gentle leach affects Rare oxide", "mixed", 2),
        ("Refinery has the figure Build time", "alone", 0),
        ("Refinery is located in China.", "alone", 0),
        ("The world can do without these magnets.", "mixed", 2),
    ]
    assert len(ask(each_world.store, "claims_of", {"source": "blog"}).rows) == 2
    assert ask(each_world.store, "claims_of", {"source": "iso-3166"}).rows == []


def test_evidence_for_shows_the_chosen_claim_and_why(each_world: Line) -> None:
    answer = ask(each_world.store, "evidence_for", {"start": "CHN", "end": "material:magnet"})
    assert rows(answer, "source", "observed", "grade", "chosen", "rule", "disputed") == [
        ("survey", "900", "A", True, "only claim", False),
        ("survey-25", "over 85", "A", True, "only claim", False),
        ("survey", "90", "A", True, "its grade is better", True),
        ("gazette", "94", "C", False, "its grade is better", True),
        ("seed-article", "majority", "D", True, "only claim", False),
    ]
    strong = ask(each_world.store, "evidence_for", {"start": "CHN", "end": "material:magnet", "min_grade": "B"})
    assert rows(strong, "source", "disputed") == [("survey", False), ("survey-25", False), ("survey", True)]
    denied = ask(each_world.store, "evidence_for", {"start": "company:salty", "end": "process:home-way"})
    assert rows(denied, "absent", "chosen", "rule", "disputed") == [
        (True, False, None, True),
        (False, False, None, True),
    ]
    absent = ask(each_world.store, "evidence_for", {"start": "technology:ssd", "end": "material:magnet"})
    assert rows(absent, "absent", "chosen") == [(True, False)]
    assert ask(each_world.store, "evidence_for", {"start": "technology:dark", "end": "material:magnet"}).rows == []


def test_source_coverage(each_world: Line) -> None:
    answer = ask(each_world.store, "source_coverage")
    found = {
        row["source"]: (row["claim_count"], row["fact_count"], row["chosen_count"], row["newest"])
        for row in answer.rows
    }
    assert found["survey"] == (6, 6, 6, "2023")
    assert found["survey-25"] == (1, 1, 1, "2024")
    assert found["seed-article"] == (6, 5, 4, None)
    assert {row["source"]: len(row["claims"]) for row in answer.rows}["manual"] == 5  # of all it gives
    assert found["ledger"][1:3] == (10, 8)
    assert found["iso-3166"][1:] == (0, 0, None)
    assert rows(ask(each_world.store, "source_coverage", {"limit": 1}), "source") == [("manual",)]
    assert rows(ask(each_world.store, "source_coverage", {"min_claims": 1_000}), "source") == []


NEWS = ("Salt rule granted to Norse (export licence; 2024-07)", 100, 130, 30, "per cent of the chosen value")
REVISED = ("Foil works produces Foil (output; recycling; 2023)", 9, 10, 11.11, "per cent of the chosen value")
FOIL = ("Finland produces Foil (output; recycling; 2024)", 50, 55, 10, "per cent of the chosen value")
TIER = ("Tier one supplies Tier zero (material:lode-metal; 2023)", 100, 200, 100, "per cent of the chosen value")
TRADE = ("Peru trades with Norway (value; product:hs-990001; 2022)", 600, 700, 16.67, "per cent of the chosen value")
PERU = ("Peru produces Lode (share of world output; mining; 2023)", 50, 60, 10, "per cent points")
PAN = ("Salt pan produces Sea salt (capacity; refining; 2024)", None, None, 52, "per cent of the chosen value")
DENIED = ("Salty uses process Home way", None, None, None, "none")
COST = ("Gentle leach affects Rare oxide (refining cost)", 5, None, 5, "per cent points")
SHARE = ("China produces Strong magnet (share of world output; magnet; 2023)", 90, 94, 4, "per cent points")
UNTIL = ("Salt rule in state Suspended (2025-03-01)", None, None, None, "none")


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"points": 0}, [TIER, PAN, NEWS, TRADE, REVISED, FOIL, PERU, COST, SHARE, UNTIL, DENIED]),
        ({"points": 4}, [TIER, PAN, NEWS, TRADE, REVISED, FOIL, PERU, COST, UNTIL, DENIED]),
        ({"points": 5}, [TIER, PAN, NEWS, TRADE, REVISED, FOIL, PERU, UNTIL, DENIED]),
        ({"points": 3, "about": "country:CHN"}, [SHARE]),
        ({"points": 0, "min_grade": "A"}, [REVISED]),
        ({"points": 4, "about": "material:magnet"}, []),
        ({"points": 0, "about": "mineral:rare"}, []),
    ],
)
def test_disagreements(each_world: Line, params: dict[str, Any], expected: list[Any]) -> None:
    answer = ask(each_world.store, "disagreements", params)
    assert rows(answer, "subject", "chosen", "other", "difference", "difference_in") == expected


def test_a_disagreement_tells_who_says_what_and_why_one_is_preferred(each_world: Line) -> None:
    answer = ask(each_world.store, "disagreements", {"points": 0})
    assert rows(answer, "chosen_source", "other_source", "rule", "between", "standing", "grade") == [
        ("manual", "bulletin", "its grade is better", "sources", "chosen", "B"),
        ("ledger", "herald", None, "sources", "neither", "C"),
        ("register", "herald", "its grade is better", "sources", "chosen", "A"),
        ("customs", "bulletin", "its grade is better", "sources", "chosen", "A"),
        ("ledger-26", "ledger", "its source is newer", "releases", "chosen", "A"),
        ("ledger", "herald", "its grade is better", "sources", "chosen", "A"),
        ("yearbook", "bulletin", "its grade is better", "sources", "chosen", "A"),
        ("blog", "seed-article", "the other source is undated", "sources", "chosen", "D"),
        ("survey", "gazette", "its grade is better", "sources", "chosen", "A"),
        ("register", "herald", "its grade is better", "sources", "chosen", "A"),
        ("register", "herald", "its grade is better", "sources", "chosen", "A"),
    ]
    bounds = next(row for row in answer.rows if row["chosen_source"] == "blog")
    assert (bounds["other_low"], bounds["other_high"], bounds["other_words"]) == (-40, 0, "up to 40 % lower")
    ends, denied = answer.rows[-2:]
    assert (denied["chosen_words"], denied["other_words"]) == ("not so", "so")
    assert (ends["chosen_words"], ends["other_words"]) == ("until 2026-03-01", "until 2026-06-01")
    for row in answer.rows:
        assert row["claims"] == sorted([row["chosen_claim"], row["other_claim"]])
        assert answer.claims[row["chosen_claim"]]["fact"] == answer.claims[row["other_claim"]]["fact"]

"""What makes two claims one, and what a claim may not say."""

from dataclasses import replace
from typing import Any

import pytest

from kb import schema
from kb.claims import Claim, filled, validated
from kb.errors import BadInput
from kb.figures import Figure

OUTPUT = Claim(
    "PRODUCES",
    "country:CHN",
    "material:magnet",
    "survey",
    {"stage": "magnet", "measure": "output", "period": "2023"},
    Figure(900, unit="t", basis="magnets"),
)


def claim(type_: str, start: str, end: str, **details: Any) -> Claim:
    return Claim(type_, start, end, "survey", details)


def told(wrong: Claim) -> str:
    with pytest.raises(BadInput) as error:
        validated(wrong)
    return str(error.value)


def test_a_revised_figure_is_the_same_claim() -> None:
    revised = replace(OUTPUT, figure=Figure(910, unit="t", basis="REO"), observed="910", status="estimated", grade="A")
    assert revised.id == OUTPUT.id


def test_a_value_is_no_part_of_the_identity() -> None:
    assert replace(OUTPUT, details={**OUTPUT.details, "idle": True}).id == OUTPUT.id


@pytest.mark.parametrize("empty", [None, ""])
def test_an_empty_qualifier_is_none(empty: str | None) -> None:
    assert claim("KIND_OF", "material:a", "material:b", variant=empty).id == claim(
        "KIND_OF", "material:a", "material:b").id  # fmt: skip
    assert claim("CONTAINS", "component:a", "component:b", variant=empty).id == claim(
        "CONTAINS", "component:a", "component:b").id  # fmt: skip


@pytest.mark.parametrize("change", [{"source": "other"}, {"start": "country:JPN"}, {"end": "material:b"},
                                    {"type": "YIELDS"}])  # fmt: skip
def test_source_type_and_ends_belong_to_the_identity(change: dict[str, Any]) -> None:
    assert replace(OUTPUT, **change).id != OUTPUT.id


@pytest.mark.parametrize(
    ("type_", "qualifier"),
    [(relation.type, name) for relation in schema.RELATIONS.values() for name in relation.qualifiers],
)
def test_each_qualifier_belongs_to_the_identity(type_: str, qualifier: str) -> None:
    ids = {
        claim(type_, "material:a", "material:b", **details).id for details in ({}, {qualifier: "x"}, {qualifier: "y"})
    }
    assert len(ids) == 3


def test_a_qualifier_is_named_in_the_identity_so_that_two_never_swap() -> None:
    one = claim("PRODUCES", "country:CHN", "material:a", stage="output")
    other = claim("PRODUCES", "country:CHN", "material:a", measure="output")
    assert one.id != other.id


def test_zero_says_something_and_emptiness_does_not() -> None:
    assert [filled(value) for value in (0, 0.0, "0", True, ["a"], None, "", False, [])] == [True] * 5 + [False] * 4


def test_a_sound_claim_is_given_back() -> None:
    assert validated(OUTPUT) is OUTPUT


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (claim("PRODUCE", "country:CHN", "material:a"), "no relationship 'PRODUCE'. Did you mean PRODUCES?"),
        (claim("KIND_OF", "magnet", "material:a"),
         "'magnet' is not an id; an id is a prefix and a slug, like material:ndfeb-magnet."),
        (claim("LISTS", "country:CHN", "material:a"),
         "LISTS cannot start at a Country (country:CHN); it starts at Policy."),
        (claim("HOLDS", "country:CHN", "component:a"),
         "HOLDS cannot end at a Component (component:a); it ends at Mineral or Material."),
        (claim("KIND_OF", "material:a", "mineral:a"),
         "KIND_OF joins two of one label, not material:a (Material) and mineral:a (Mineral)."),
        (claim("KIND_OF", "material:a", "material:a"), "KIND_OF from material:a to itself."),
        (replace(claim("KIND_OF", "material:a", "material:b"), figure=Figure(5, unit="%")),
         "KIND_OF has no figure; put the number where it belongs or leave it out."),
        (claim("KIND_OF", "material:a", "material:b", variant="A"),
         "KIND_OF has no 'variant'; it can have nothing more."),
        (claim("CONTAINS", "component:a", "component:b", period="2020"),
         "CONTAINS has no 'period'; it can have count, optional, variant."),
        (claim("IN_STATE", "policy:a", "state:in-force"), "IN_STATE needs from."),
        (claim("IN_STATE", "policy:a", "state:in-force", **{"from": "2026", "until": "2025-12"}),
         "until 2025-12 is before from 2026."),
        (claim("IN_STATE", "policy:a", "state:in-force", **{"from": "soon"}),
         "'soon' is not a period; write 2024, 2024-06, 2024-06-30 or 2021/2023."),
        (claim("PRODUCES", "country:CHN", "material:a", period="2024/2023"), "the period '2024/2023' runs backwards."),
        (claim("DEVELOPED", "company:a", "process:b", since="long ago"),
         "'long ago' is not a period; write 2024, 2024-06, 2024-06-30 or 2021/2023."),
        (claim("PRODUCES", "country:CHN", "material:a", stage="minning"),
         "'minning' is not in kb/vocab/stages.csv. Did you mean mining or refining?"),
        (claim("PRODUCES", "country:CHN", "material:a", measure="outputs"),
         "'outputs' is not in kb/vocab/measures.csv. Did you mean output?"),
        (claim("SUPPLIES", "company:a", "company:b", item="magnets"),
         "'magnets' is not an id; an id is a prefix and a slug, like material:ndfeb-magnet."),
        (claim("OWNS", "company:a", "company:b", share=101.0), "a share of 101 %; shares are between 0 and 100."),
        (replace(OUTPUT, details={"stage": "magnet"}),
         "PRODUCES has a figure but no measure; say what the figure is (kb/vocab/measures.csv)."),
        (replace(OUTPUT, figure=Figure(900)),
         "a figure without a unit; fill the column unit (see kb/vocab/units.csv)."),
        (replace(OUTPUT, details={"measure": "share of world output"}),
         "share of world output is counted in %, not 't'."),
        (replace(OUTPUT, details={"measure": "share of world output"}, figure=Figure(low=101, unit="%")),
         "a share of 101 %; shares are between 0 and 100."),
        (replace(OUTPUT, status="rumoured"),
         "status 'rumoured' is none of reported, computed, estimated, attributed, planned."),
        (replace(OUTPUT, grade="E"), "grade 'E' is none of A, B, C, D."),
        (replace(OUTPUT, status="attributed"), "an attributed claim needs attributed_to: who says it?"),
        (Claim("DESCRIBED", "material:a", "", "survey", {"name": "A", "stage": "mining"}),
         "DESCRIBED has no 'stage'; it can have aliases, attributed_to, domain, identifiers, kind, latitude, "
          "longitude, "
         "name."),
        (claim("SUPPORTS", "claim:aa", "material:a"),
         "SUPPORTS cannot end at a Material (material:a); it ends at Claim or Viewpoint."),
    ],
)  # fmt: skip
def test_each_mistake_is_told_in_one_sentence(wrong: Claim, sentence: str) -> None:
    assert told(wrong) == sentence


def test_a_change_may_be_more_than_100_per_cent_or_negative() -> None:
    change = claim("AFFECTS", "policy:a", "material:b", measure="price")
    assert validated(replace(change, figure=Figure(250, unit="%"))).figure.value == 250
    assert validated(replace(change, figure=Figure(low=-40, high=0, unit="%"))).figure.low == -40

"""Facts from claims: what is disputed, what absence does, when states end, what rulings merge, what order does not "
"do."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kb.claims import Claim, write
from kb.errors import BadTable
from kb.facts import Conclusion
from kb.figures import Figure
from kb.sources import Source, write_sources

SOURCES = [Source(name, name, "P", "paper", "2024", "u") for name in ("a", "b", "c", "unused")]
IDS = ("country:CHN", "material:magnet", "material:alloy", "material:other-magnet", "policy:control", "company:maker",
       "company:user", "state:in-force", "state:suspended", "state:expired")  # fmt: skip
SHARE = Claim(
    "PRODUCES",
    "country:CHN",
    "material:magnet",
    "a",
    {"measure": "share of world output", "period": "2023"},
    Figure(90, unit="%"),
    origin="shares.csv:2",
)
MADE = Claim("MADE_FROM", "material:magnet", "material:alloy", "a")
Concluding = Callable[..., Conclusion]


@pytest.fixture
def concluding(tmp_path: Path) -> Concluding:
    """A Conclusion of these claims, of the descriptions of IDS, and of rulings of identity."""

    def conclude(*claims: Claim, same: tuple[tuple[str, str, str], ...] = (), ids: tuple[str, ...] = IDS) -> Conclusion:
        named = [Claim("DESCRIBED", id_, "", "a", {"name": id_.partition(":")[2]}) for id_ in ids]
        write([*named, *claims], tmp_path / "claims")
        write_sources(SOURCES, tmp_path / "sources")
        judgements = tmp_path / "judgements.csv"
        lines = [f"{id_},{ruling},{other},same thing,2026-01-01" for id_, ruling, other in same]
        judgements.write_text("\n".join(["id,ruling,other,reason,date", *lines]) + "\n", encoding="utf-8")
        return Conclusion([tmp_path / "claims"], [tmp_path / "sources"], judgements=[judgements])

    return conclude


def rows(blocks: Any) -> list[dict[str, Any]]:
    return [row for block in blocks for row in block]


def facts(conclusion: Conclusion) -> list[dict[str, Any]]:
    with conclusion:
        return rows(conclusion.facts())


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        (Figure(90, unit="%"), Figure(94, unit="%"), True),
        (Figure(90, unit="%"), Figure(90, unit="%"), False),
        (Figure(90, unit="%"), Figure(low=85, unit="%"), False),
        (Figure(90, unit="%"), Figure(low=90, unit="%"), False),
        (Figure(90, unit="%"), Figure(low=91, unit="%"), True),
        (Figure(low=80, high=90, unit="%"), Figure(low=85, high=95, unit="%"), False),
        (Figure(low=80, high=85, unit="%"), Figure(low=86, high=95, unit="%"), True),
        (Figure(high=40, unit="%"), Figure(low=50, unit="%"), True),
        (Figure(90, unit="%"), Figure(words="withheld"), False),
        (Figure(0, unit="%"), Figure(5, unit="%"), True),
        (Figure(90, unit="%", basis="by mass"), Figure(94, unit="%", basis="by value"), True),
        (Figure(9, unit="t", basis="REO"), Figure(7, unit="t", basis="gross weight"), False),
        (Figure(9, unit="t", basis="REO"), Figure(9, unit="kg", basis="REO"), False),
        (Figure(9, unit="t", basis="REO"), Figure(7, unit="t", basis="REO"), True),
    ],
)
def test_figures_that_exclude_each_other_are_disputed(
    concluding: Concluding, one: Figure, other: Figure, disputed: bool
) -> None:
    made = [replace(MADE, figure=one), replace(MADE, source="b", figure=other)]
    assert [fact["disputed"] for fact in facts(concluding(*made))] == [disputed]


def test_claims_tell_what_became_of_them(concluding: Concluding) -> None:
    told = {
        "chosen": replace(MADE, grade="A", figure=Figure(9, unit="t", basis="REO")),
        "apart": replace(MADE, source="b", grade="B", figure=Figure(7, unit="t", basis="REO")),
    }
    with concluding(*told.values()) as conclusion:
        [fact] = rows(conclusion.facts())
        found = {row["id"]: row for row in rows(conclusion.claims())}
    shown = {
        name: [found[claim.id][key] for key in ("fact", "preferred", "rule", "disputed")]
        for name, claim in told.items()
    }
    assert shown == {"chosen": [fact["id"], True, fact["rule"], True], "apart": [fact["id"], False, None, True]}
    assert len({found[claim.id]["comparable"] for claim in told.values()}) == 1
    named = next(row for row in found.values() if row["type"] == "DESCRIBED")
    assert (named["fact"], named["preferred"], named["disputed"]) == (None, False, False)


def test_figures_of_another_basis_are_not_compared(concluding: Concluding) -> None:
    gross = replace(MADE, source="b", figure=Figure(7, unit="t", basis="gross weight"))
    with concluding(replace(MADE, figure=Figure(9, unit="t", basis="REO")), gross) as conclusion:
        assert {(row["comparable"], row["disputed"]) for row in rows(conclusion.claims())} == {(None, False)}


def test_neighbouring_periods_are_change(concluding: Concluding) -> None:
    later = replace(SHARE, source="b", details={**SHARE.details, "period": "2024"}, figure=Figure(94, unit="%"))
    found = facts(concluding(SHARE, later))
    seen = sorted((fact["period_from"], fact["period_until"], fact["value"], fact["disputed"]) for fact in found)
    assert seen == [("2023-01-01", "2024-01-01", 90.0, False), ("2024-01-01", "2025-01-01", 94.0, False)]


def test_an_absence_alone_makes_no_fact_and_stays_a_claim(concluding: Concluding) -> None:
    with concluding(replace(MADE, absent=True)) as conclusion:
        assert rows(conclusion.facts()) == []
        assert conclusion.counts()["absent"] == 1
        assert [row["text"] for row in rows(conclusion.claims()) if row["absent"]] == [
            "magnet not: is made from alloy."
        ]


def test_presence_and_absence_of_one_thing_are_disputed(concluding: Concluding) -> None:
    present, absent = replace(MADE, grade="A"), replace(MADE, source="b", absent=True)
    [fact] = facts(concluding(present, absent))
    assert (fact["disputed"], fact["chosen"], fact["claims"]) == (True, present.id, sorted([present.id, absent.id]))
    assert facts(concluding(replace(present, grade="D"), replace(absent, grade="A"))) == []


def test_a_state_ends_where_the_next_of_its_scope_begins(concluding: Concluding) -> None:
    def state(name: str, **details: str) -> Claim:
        return Claim("IN_STATE", "policy:control", f"state:{name}", "a", details)

    found = facts(
        concluding(
            state("in-force", **{"from": "2025-04"}),
            state("suspended", **{"from": "2025-11-10"}),
            state("expired", **{"from": "2027"}),
            state("in-force", scope="metal", **{"from": "2025-06", "until": "2025-09-15"}),
            state("expired", scope="metal", **{"from": "2026"}),
        )
    )
    spans = {(fact["scope"], fact["end"]): (fact["state_from"], fact["state_until"]) for fact in found}
    assert spans == {
        (None, "state:in-force"): ("2025-04-01", "2025-11-10"),
        (None, "state:suspended"): ("2025-11-10", "2027-01-01"),
        (None, "state:expired"): ("2027-01-01", "9999-12-31"),
        ("metal", "state:in-force"): ("2025-06-01", "2025-09-15"),
        ("metal", "state:expired"): ("2026-01-01", "9999-12-31"),
    }


def test_two_ends_of_one_state_are_disputed(concluding: Concluding) -> None:
    one = Claim("IN_STATE", "policy:control", "state:in-force", "a", {"from": "2025", "until": "2026"})
    [fact] = facts(concluding(one, replace(one, source="b", details={"from": "2025", "until": "2027"})))
    assert fact["disputed"] is True


def test_a_ruling_of_identity_merges_ends_and_qualifiers(concluding: Concluding) -> None:
    same = (("material:other-magnet", "same_as", "material:magnet"),)
    other = replace(SHARE, source="b", end="material:other-magnet")
    sold = Claim("SUPPLIES", "company:maker", "company:user", "a", {"item": "material:other-magnet"})
    sold_too = replace(sold, source="b", details={"item": "material:magnet"})
    with concluding(SHARE, other, sold, sold_too, same=same) as conclusion:
        found = rows(conclusion.facts())
        magnets = [row for row in rows(conclusion.entities()) if "magnet" in row["id"]]
    assert [(fact["type"], fact["end"], fact["item"], fact["claims"]) for fact in found] == [
        ("PRODUCES", "material:magnet", None, sorted([SHARE.id, other.id])),
        ("SUPPLIES", "company:user", "material:magnet", sorted([sold.id, sold_too.id])),
    ]
    [magnet] = magnets
    assert sorted([magnet["name"], *magnet["aliases"]]) == ["magnet", "other-magnet"]


@pytest.mark.parametrize(
    ("same", "told"),
    [
        ((("material:a", "same_as", "material:b"), ("material:b", "same_as", "material:c")),
         "a chain of rulings, material:a -> material:b -> material:c; point both at the last."),
        ((("material:a", "same_as", "material:a"),),
         "a chain of rulings, material:a -> material:a -> material:a; point both at the last."),
        ((("material:a", "same-as", "material:b"),), "no ruling 'same-as'; write same_as or different."),
        ((("material:a", "same_as", "material:b"), ("material:a", "same_as", "material:c")),
         "material:a stands there twice."),
    ],
)  # fmt: skip
def test_a_ruling_that_does_not_settle_is_refused(
    concluding: Concluding, tmp_path: Path, same: tuple[tuple[str, str, str], ...], told: str
) -> None:
    with pytest.raises(BadTable) as error:
        concluding(MADE, same=same)
    assert error.value.problems == [f"{tmp_path}/judgements.csv: {told}"]


def test_every_undescribed_id_is_told_with_its_row(concluding: Concluding) -> None:
    sold = Claim("SUPPLIES", "company:maker", "company:user", "a", {"item": "material:magnet"}, origin="sold.csv:4")
    with pytest.raises(BadTable) as error:
        concluding(SHARE, sold, ids=("company:maker", "company:user"))
    assert error.value.problems == [
        "shares.csv:2: no claim describes 'country:CHN'.",
        "shares.csv:2: no claim describes 'material:magnet'.",
        "sold.csv:4: no claim describes 'material:magnet'.",
    ]


def test_order_and_files_of_the_input_do_not_matter(tmp_path: Path) -> None:
    named = [Claim("DESCRIBED", id_, "", source, {"name": f"{id_} {source}"}) for id_ in IDS for source in "abc"]
    told = [
        replace(MADE, source=source, details={"route": route}, figure=Figure(n, unit="%"))
        for n, (source, route) in enumerate((s, r) for s in "abc" for r in ("", "primary", "recycled"))
    ]
    write_sources(SOURCES, tmp_path / "sources")
    seen = set()
    for seed in range(4):
        claims = [*named, *told]
        random.Random(seed).shuffle(claims)  # noqa: S311
        cut = 5 + 7 * seed
        write(claims[:cut], tmp_path / "one")
        write(claims[cut:], tmp_path / "two")
        with Conclusion([tmp_path / "one", tmp_path / "two"], [tmp_path / "sources"]) as conclusion:
            seen.add((conclusion.fingerprint(), str(rows(conclusion.facts())), str(rows(conclusion.entities()))))
    assert len(seen) == 1


def test_a_changed_figure_changes_the_fingerprint(concluding: Concluding) -> None:
    prints = []
    for value in (90, 91, 90):
        with concluding(replace(SHARE, figure=Figure(value, unit="%"))) as conclusion:
            prints.append(conclusion.fingerprint())
    assert prints[0] == prints[2] != prints[1]


def test_counts_and_sources_are_of_what_is_cited(concluding: Concluding) -> None:
    with concluding(SHARE, MADE, replace(MADE, source="b", absent=True)) as conclusion:
        assert conclusion.counts() == {
            "nodes": {"Company": 2, "Country": 1, "Material": 3, "Policy": 1, "State": 3},
            "relationships": {"MADE_FROM": 1, "PRODUCES": 1},
            "sources": 2,
            "claims": 13,
            "disputed": 1,
            "absent": 1,
        }
        assert [row["id"] for row in rows(conclusion.sources())] == ["a", "b"]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure(90, unit="%"), "CHN produces magnet (share of world output): 90 %, 2023."),
        (Figure(low=80, high=90.5, unit="%"), "CHN produces magnet (share of world output): 80-90.5 %, 2023."),
        (Figure(low=85, unit="%"), "CHN produces magnet (share of world output): over 85 %, 2023."),
        (Figure(high=5, unit="%"), "CHN produces magnet (share of world output): up to 5 %, 2023."),
        (Figure(low=50, unit="%", words="majority"), "CHN produces magnet (share of world output): majority, 2023."),
        (Figure(0, unit="%"), "CHN produces magnet (share of world output): 0 %, 2023."),
        (Figure(), "CHN produces magnet (share of world output), 2023."),
    ],
)
def test_a_claim_reads_as_a_sentence(concluding: Concluding, figure: Figure, text: str) -> None:
    with concluding(replace(SHARE, figure=figure)) as conclusion:
        assert [row["text"] for row in rows(conclusion.claims()) if row["type"] == "PRODUCES"] == [text]

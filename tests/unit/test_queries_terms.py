"""What may be passed on: rows that rest on a bound source are left out and counted, and nothing else is touched."""

from typing import Any

import pytest

from kb.errors import Refused
from queries.answer import Answer
from queries.terms import shared, shared_claim, shared_lookup

SOURCES = {"open": {"id": "open"}, "own": {"id": "own", "terms": "private"},
           "nc": {"id": "nc", "terms": "non-commercial"}}  # fmt: skip
CLAIMS = {f"claim:{id_}": {"id": f"claim:{id_}", "source": id_} for id_ in SOURCES}
ROWS = [
    {"what": "a", "claims": ["claim:open"]},
    {"what": "b", "claims": ["claim:open", "claim:own"]},
    {"what": "c", "claims": ["claim:own"]},
    {"what": "d", "claims": ["claim:nc"]},
]


def answer(rows: list[dict[str, Any]], **claims: Any) -> Answer:
    return Answer("n", "q", {}, ["what", "claims"], rows, {}, claims or CLAIMS, SOURCES, {}, None, None, "e", False)


def test_rows_that_rest_on_a_bound_claim_are_left_out_and_counted() -> None:
    found = shared(answer(ROWS))
    assert [row["what"] for row in found.rows] == ["a", "d"]
    assert sorted(found.claims) == ["claim:nc", "claim:open"]
    assert found.withheld == {"own": 2}


def test_an_answer_without_bound_claims_stays_as_it_is() -> None:
    whole = answer(ROWS[:1], **{"claim:open": CLAIMS["claim:open"]})
    assert shared(whole) is whole


def test_facts_and_claims_of_an_entity_are_left_out_too() -> None:
    facts = [{"id": "fact:1", "claims": ["claim:open"]}, {"id": "fact:2", "claims": ["claim:own"]}]
    found = shared_lookup({"entity": {"id": "x"}, "facts": facts, "claims": CLAIMS, "sources": SOURCES})
    assert ([fact["id"] for fact in found["facts"]], sorted(found["claims"]), found["withheld"]) == (
        ["fact:1"], ["claim:nc", "claim:open"], {"own": 1},
    )  # fmt: skip


def test_a_bound_claim_is_refused_by_name() -> None:
    with pytest.raises(Refused, match=r"claim:own is of own, whose terms \(private\) keep it out"):
        shared_claim({"claim": CLAIMS["claim:own"], "source": SOURCES["own"]})
    assert shared_claim({"claim": CLAIMS["claim:open"], "source": SOURCES["open"]})["source"]["id"] == "open"

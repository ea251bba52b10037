"""GLEIF: an LEI is an identity; API and golden copy say the same; who consolidates owns, without a share."""

import json
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadTable
from loaders.gleif.loader import release_of
from tests.sitefiles import one, told

CHILD, PARENT = "A" * 18 + "01", "B" * 18 + "02"


def _record(lei: str, name: str, country: str = "US", **changes: Any) -> dict[str, Any]:
    entity = {
        "legalName": {"name": name, "language": "en"}, "otherNames": [], "category": "GENERAL", "status": "ACTIVE",
        "legalAddress": {"city": "Dover", "country": country}, "jurisdiction": f"{country}-DE",
        "headquartersAddress": {"city": "Las Vegas", "country": country},
        "registeredAt": {"id": "RA000602"}, "registeredAs": "777",
    }  # fmt: skip
    registration = {"status": changes.pop("registered", "ISSUED")}
    links = changes.pop("parents", {})
    return {
        "type": "lei-records", "id": lei, "relationships": links,
        "attributes": {"lei": lei, "entity": entity | changes, "registration": registration},
    }  # fmt: skip


def _edge(type_: str = "IS_DIRECTLY_CONSOLIDATED_BY", status: str = "ACTIVE") -> dict[str, Any]:
    relation = {
        "startNode": {"id": CHILD, "type": "LEI"}, "endNode": {"id": PARENT, "type": "LEI"}, "type": type_,
        "status": status, "periods": [{"startDate": "2015-01-01T00:00:00Z", "type": "RELATIONSHIP_PERIOD"}],
    }  # fmt: skip
    return {"type": "relationship-records", "attributes": {"relationship": relation, "registration": {}}}


def _answer(folder: Path, *records: dict[str, Any], name: str = "answer.json", day: str = "2024-07-06") -> Path:
    path = folder / name
    meta = {"goldenCopy": {"publishDate": f"{day}T08:00:00Z"}} if day else {}
    path.write_text(json.dumps({"meta": meta, "data": list(records)}), encoding="utf-8")
    return path


def test_a_record_is_a_company_with_its_lei_names_seat_and_registration(tmp_path: Path) -> None:
    record = _record(CHILD, "Acme Inc.", otherNames=[{"name": "ACME", "type": "TRADING"}], registered="LAPSED")

    got = one("gleif", [_answer(tmp_path, record)], tmp_path)

    assert (got.report.source.id, got.report.source.published) == ("gleif-2024-07-06", "2024-07-06")
    assert got.what(f"company:lei-{CHILD.casefold()}") == {
        "name": "Acme Inc.", "aliases": ["ACME"], "kind": "company",
        "identifiers": [f"lei={CHILD}", "registry=RA000602:777"],
    }  # fmt: skip
    columns = ("end", "place", "observed", "grade")
    assert got.of("HEADQUARTERED_IN", *columns) == [
        ("country:USA", "Las Vegas", "entity ACTIVE, registration LAPSED", "A")
    ]
    assert got.of("LOCATED_IN", *columns) == [("country:USA", "Dover", "entity ACTIVE, registration LAPSED", "A")]


def test_without_an_address_the_jurisdiction_is_the_country(tmp_path: Path) -> None:
    record = _record(CHILD, "Acme", legalAddress={}, headquartersAddress=None)

    got = one("gleif", [_answer(tmp_path, record)], tmp_path)

    assert got.of("LOCATED_IN", "end") == [("country:USA",)]
    assert got.of("HEADQUARTERED_IN", "end") == []


def test_a_parent_owns_without_a_share_and_is_told_once_though_it_is_the_ultimate_one_too(tmp_path: Path) -> None:
    ultimate = _edge("IS_ULTIMATELY_CONSOLIDATED_BY")

    got = one("gleif", [_answer(tmp_path, _edge(), ultimate, _record(CHILD, "C"), _record(PARENT, "P"))], tmp_path)

    assert got.of("OWNS", "start", "end", "share", "period", "observed") == [
        (f"company:lei-{PARENT.casefold()}", f"company:lei-{CHILD.casefold()}", None, None,
         "IS_DIRECTLY_CONSOLIDATED_BY")
    ]  # fmt: skip
    assert got.report.ignored == {"the ultimate parent is the direct one, told already": 1}


def test_a_record_may_name_its_parent_itself(tmp_path: Path) -> None:
    child = _record(CHILD, "C", parents={"direct-parent": {"data": {"type": "lei-records", "id": PARENT}}})

    got = one("gleif", [_answer(tmp_path, child, _record(PARENT, "P"))], tmp_path)

    assert got.of("OWNS", "start") == [(f"company:lei-{PARENT.casefold()}",)]


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (_edge(status="INACTIVE"), "a relationship that has ended"),
        (_edge("IS_FUND-MANAGED_BY"), "IS_FUND-MANAGED_BY: a branch or fund, no ownership"),
        (_record("C" * 20, "Copy", registered="DUPLICATE"), "registration duplicate: no entity of its own"),
        ({"type": "reporting-exceptions", "attributes": {}}, "reporting exception: why somebody names no parent"),
    ],
)
def test_what_owns_nothing_is_passed_over_by_name(tmp_path: Path, record: dict[str, Any], reason: str) -> None:
    got = one("gleif", [_answer(tmp_path, _record(CHILD, "C"), _record(PARENT, "P"), record)], tmp_path)

    assert got.report.ignored == {reason: 1}
    assert got.of("OWNS", "start") == []


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (_record("short", "S"), "'short' is no LEI; one has 20 capital letters and digits."),
        (_record("C" * 20, "") , f"{'C' * 20} has no legal name."),
        (_record("C" * 20, "S", "XX"), "country 'XX' is no ISO 3166-1 alpha-2 code."),
        (_record("C" * 20, "S", category="SHIP"),
         f"{'C' * 20}: category 'SHIP' with registration 'ISSUED' is not known."),
        (_record("C" * 20, "S") | {"id": "D" * 20},
         f"the record '{'D' * 20}' speaks of the LEI '{'C' * 20}'."),
        (_record("C" * 20, "S", legalAddress={}, headquartersAddress={}, jurisdiction=""),
         f"{'C' * 20} has no country: no address and no jurisdiction."),
        (_record(CHILD, "Other name"), f"{CHILD} stands at answer.json, record 1 with other cells."),
        (_edge(), f"no record of the LEI {PARENT}; load it together with the relationship."),
    ],
)  # fmt: skip
def test_what_is_no_identity_is_set_aside(tmp_path: Path, record: dict[str, Any], reason: str) -> None:
    got = one("gleif", [_answer(tmp_path, _record(CHILD, "C"), record)], tmp_path)

    assert got.aside == [reason]
    assert [id_ for (id_,) in got.of("LOCATED_IN", "start")] == [f"company:lei-{CHILD.casefold()}"]


def test_the_golden_copy_says_the_same_as_the_api(tmp_path: Path) -> None:
    level_1 = tmp_path / "20240706-0800-gleif-goldencopy-lei2-golden-copy.csv"
    level_1.write_text(
        "LEI,Entity.LegalName,Entity.LegalName.xmllang,Entity.OtherEntityNames.OtherEntityName.1,"
        "Entity.OtherEntityNames.OtherEntityName.1.type,Entity.LegalAddress.City,Entity.LegalAddress.Country,"
        "Entity.HeadquartersAddress.City,Entity.HeadquartersAddress.Country,Entity.LegalJurisdiction,"
        "Entity.EntityCategory,Entity.RegistrationAuthority.RegistrationAuthorityID,"
        "Entity.RegistrationAuthority.RegistrationAuthorityEntityID,Entity.EntityStatus,"
        "Registration.RegistrationStatus,ConformityFlag\n"
        f"{CHILD},C,en,,,Dover,US,Las Vegas,US,US-DE,GENERAL,RA000602,777,ACTIVE,ISSUED,CONFORMING\n"
        f"{PARENT},P,en,,,Dover,US,Las Vegas,US,US-DE,GENERAL,RA000602,777,ACTIVE,ISSUED,CONFORMING\n",
        encoding="utf-8",
    )
    level_2 = tmp_path / "20240706-0800-gleif-goldencopy-rr-golden-copy.csv"
    level_2.write_text(
        "Relationship.StartNode.NodeID,Relationship.StartNode.NodeIDType,Relationship.EndNode.NodeID,"
        "Relationship.RelationshipType,Relationship.RelationshipStatus,Relationship.Period.1.startDate,"
        f"Registration.RegistrationStatus\n{CHILD},LEI,{PARENT},IS_DIRECTLY_CONSOLIDATED_BY,ACTIVE,2015,PUBLISHED\n",
        encoding="utf-8",
    )
    answer = _answer(tmp_path, _record(CHILD, "C"), _record(PARENT, "P"), _edge())

    bulk, api = one("gleif", [level_2, level_1], tmp_path / "a"), one("gleif", [answer], tmp_path / "b")

    says = ("type", "start", "end", "name", "kind", "identifiers", "place", "observed", "source", "grade")
    assert bulk.report.source.id == api.report.source.id == "gleif-2024-07-06"
    pick = lambda got: sorted(str({name: claim.get(name) for name in says}) for claim in got.claims)  # noqa: E731
    assert pick(bulk) == pick(api)


def test_answers_cut_short_or_with_new_fields_are_refused(tmp_path: Path) -> None:
    path = _answer(tmp_path, _record(CHILD, "C"))
    path.write_text(path.read_text(encoding="utf-8")[:-3], encoding="utf-8")
    with pytest.raises(BadTable, match=r"answer.json:1: not JSON: .*; is the file whole\?"):
        one("gleif", [path], tmp_path)

    with pytest.raises(BadTable, match="record 1: it has beneficialOwner, which this loader does not know"):
        one("gleif", [_answer(tmp_path, _record(CHILD, "C", beneficialOwner="somebody"))], tmp_path)


def test_an_answer_without_a_date_and_a_stranger(tmp_path: Path) -> None:
    stranger = tmp_path / "x.json"
    stranger.write_text('{"data": []}', encoding="utf-8")

    assert release_of(_answer(tmp_path, _record(CHILD, "C"), day="")) == "undated"
    assert release_of(stranger) is None


def test_the_real_answers(shared_data: Path, tmp_path: Path) -> None:
    got = {each.report.release: each for each in told("gleif", [shared_data / "gleif"], tmp_path)}

    assert {label: (each.report.rows, each.report.claiming) for label, each in got.items()} == {
        "2024-07-06": (2, 2), "undated": (1, 1)
    }  # fmt: skip
    fund = "company:lei-549300lbi3lriz2v8v66"
    assert got["2024-07-06"].what(fund) == {
        "name": "UK EQUITY FUND (OFFSHORE)", "kind": "fund", "identifiers": ["lei=549300LBI3LRIZ2V8V66"]
    }  # fmt: skip
    assert (fund, "country:IRL", "DUBLIN", "entity ACTIVE, registration LAPSED") in got["2024-07-06"].of(
        "HEADQUARTERED_IN", "start", "end", "place", "observed"
    )
    trader = got["2024-07-06"].what("company:lei-9845001b2ad43e664e58")
    assert (trader["kind"], trader["aliases"]) == ("sole proprietor", ["MATRIX POWER & AUTOMATION"])
    assert got["undated"].of("LOCATED_IN", "start", "end") == [("company:lei-sparse00000000000001", "country:SWE")]

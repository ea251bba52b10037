"""Turns GLEIF's API answers into the columns of its golden copy, so that one loader reads both; it judges nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kb.errors import BadTable
from loaders.base import Row

ENTITY = {
    "legalName", "otherNames", "transliteratedOtherNames", "legalAddress", "headquartersAddress", "registeredAt",
    "registeredAs", "jurisdiction", "category", "subCategory", "legalForm", "associatedEntity", "status", "expiration",
    "successorEntity", "successorEntities", "creationDate", "otherAddresses", "eventGroups",
}  # fmt: skip
ATTRIBUTES = {"lei", "entity", "registration", "bic", "mic", "ocid", "qcc", "spglobal", "conformityFlag"}
RELATION = {
    "startNode", "endNode", "type", "relationshipType", "status", "relationshipStatus", "periods",
    "relationshipPeriods", "quantifiers", "qualifiers",
}  # fmt: skip
PARENTS = {"direct-parent": "IS_DIRECTLY_CONSOLIDATED_BY", "ultimate-parent": "IS_ULTIMATELY_CONSOLIDATED_BY"}


def answer(path: Path) -> Mapping[str, Any]:
    """The JSON of an answer. Raises BadTable with the line when it is cut short."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BadTable([f"{path}: not UTF-8 text at byte {error.start}; fetch the file again."]) from None
    except json.JSONDecodeError as error:
        raise BadTable([f"{path}:{error.lineno}: not JSON: {error.msg}; is the file whole?"]) from None
    if not isinstance(found, dict) or not isinstance(found.get("data"), dict | list):
        raise BadTable([f"{path}: no answer of the API; it has no data."])
    return found


def published(path: Path) -> str:
    """Day of the golden copy that an answer rests on; '' when it does not say."""
    meta = answer(path).get("meta") or {}
    return str((meta.get("goldenCopy") or {}).get("publishDate") or "")[:10]


def rows(path: Path) -> Iterator[Row]:
    """One row a record, its `included` ones too, and one for each parent that a record names itself."""
    found = answer(path)
    data = found["data"] if isinstance(found["data"], list) else [found["data"]]
    for number, record in enumerate([*data, *found.get("included", [])], 1):
        where, origin = f"{path}: record {number}", f"{path.name}, record {number}"
        yield Row(where, origin, _cells(record, where))
        for link, type_ in PARENTS.items():
            parent = ((record.get("relationships") or {}).get(link) or {}).get("data") or {}
            if parent.get("id"):
                yield Row(where, f"{origin}, {link}", _edge(str(record.get("id")), str(parent["id"]), type_, "ACTIVE"))


def _cells(record: Mapping[str, Any], where: str) -> dict[str, str]:
    kind, attributes = record.get("type"), record.get("attributes") or {}
    if kind == "relationship-records":
        return _relationship(attributes, where)
    if kind != "lei-records":
        return {"type": str(kind)}
    entity, registration = attributes.get("entity") or {}, attributes.get("registration") or {}
    _known(attributes, ATTRIBUTES, where)
    _known(entity, ENTITY, where)
    names = [*(entity.get("otherNames") or []), *(entity.get("transliteratedOtherNames") or [])]
    cells = {
        "LEI": attributes.get("lei") or "",
        "id": record.get("id") or "",
        "Entity.LegalName": (entity.get("legalName") or {}).get("name") or "",
        "Entity.LegalJurisdiction": entity.get("jurisdiction") or "",
        "Entity.EntityCategory": entity.get("category") or "",
        "Entity.EntityStatus": entity.get("status") or "",
        "Entity.RegistrationAuthority.RegistrationAuthorityID": (entity.get("registeredAt") or {}).get("id") or "",
        "Entity.RegistrationAuthority.RegistrationAuthorityEntityID": entity.get("registeredAs") or "",
        "Registration.RegistrationStatus": registration.get("status") or "",
    }
    for side, key in (("LegalAddress", "legalAddress"), ("HeadquartersAddress", "headquartersAddress")):
        address = entity.get(key) or {}
        cells[f"Entity.{side}.City"] = address.get("city") or ""
        cells[f"Entity.{side}.Country"] = address.get("country") or ""
    for at, name in enumerate(names, 1):
        cells[f"Entity.OtherEntityNames.OtherEntityName.{at}"] = name.get("name") or ""
    return cells


def _relationship(attributes: Mapping[str, Any], where: str) -> dict[str, str]:
    relation = attributes.get("relationship") or {}
    _known(relation, RELATION, where)
    ends = [str((relation.get(side) or {}).get("id") or "") for side in ("startNode", "endNode")]
    type_ = str(relation.get("type") or relation.get("relationshipType") or "")
    cells = _edge(ends[0], ends[1], type_, str(relation.get("status") or relation.get("relationshipStatus") or ""))
    for at, period in enumerate(relation.get("periods") or relation.get("relationshipPeriods") or [], 1):
        cells[f"Relationship.Period.{at}.startDate"] = period.get("startDate") or ""
        cells[f"Relationship.Period.{at}.endDate"] = period.get("endDate") or ""
        cells[f"Relationship.Period.{at}.periodType"] = period.get("type") or period.get("periodType") or ""
    return cells


def _edge(child: str, parent: str, type_: str, status: str) -> dict[str, str]:
    return {
        "Relationship.StartNode.NodeID": child,
        "Relationship.EndNode.NodeID": parent,
        "Relationship.RelationshipType": type_,
        "Relationship.RelationshipStatus": status,
    }


def _known(found: Mapping[str, Any], known: set[str], where: str) -> None:
    if unknown := sorted(set(found) - known):
        raise BadTable([f"{where}: it has {', '.join(unknown)}, which this loader does not know."])

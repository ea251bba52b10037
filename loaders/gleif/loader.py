"""Reads GLEIF's legal entities (level 1) and consolidations (level 2), from API answers or the golden copy's CSV files.

An LEI is an identity: the company's id is made from it. What the record does not hold is not claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pycountry

from kb.claims import Claim
from kb.errors import BadInput
from kb.vocab.countries import country_id
from loaders import family
from loaders.base import Row, header, table
from loaders.gleif import records

CHILD, PARENT = "Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID"
LEVEL_1 = {"LEI", "Entity.LegalName"}
LEVEL_2 = {CHILD, PARENT, "Relationship.RelationshipType"}
EXCEPTIONS = {"LEI", "Exception.Category"}
HEADERS = [
    frozenset(
        LEVEL_1
        | {"Entity.LegalJurisdiction", "Entity.EntityCategory", "Entity.EntityStatus", "Entity.LegalAddress.Country"}
        | {"Entity.HeadquartersAddress.Country", "Registration.RegistrationStatus"}
    ),
    frozenset(LEVEL_2 | {"Relationship.RelationshipStatus"}),
    frozenset(EXCEPTIONS),
]
OWNING = {"IS_DIRECTLY_CONSOLIDATED_BY": "direct parent", "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimate parent"}
NOT_OWNING = {"IS_INTERNATIONAL_BRANCH_OF", "IS_FUND-MANAGED_BY", "IS_SUBFUND_OF", "IS_FEEDER_TO"}
KINDS = {
    "": "company",
    "GENERAL": "company",
    "FUND": "fund",
    "BRANCH": "branch",
    "SOLE_PROPRIETOR": "sole proprietor",
    "RESIDENT_GOVERNMENT_ENTITY": "agency",
    "INTERNATIONAL_ORGANIZATION": "international organisation",
}
VOID = {"ANNULLED", "DUPLICATE", "CANCELLED"}
"""Registrations that name no entity of their own."""
VALID = {"ISSUED", "LAPSED", "RETIRED", "MERGED", "PENDING_TRANSFER", "PENDING_ARCHIVAL", "PENDING_VALIDATION",
         "TRANSFERRED", ""}  # fmt: skip
_OTHER_NAME = re.compile(r"Entity\.(Transliterated)?OtherEntityNames\.(Transliterated)?OtherEntityName\.\d+")
_FILE_DAY = re.compile(r"(20\d\d)(\d\d)(\d\d)-\d{4}-gleif")


def release_of(path: Path) -> str | None:
    """Day of the golden copy: as an API answer states it, or as the name of a golden copy file does; else `undated`."""
    if (columns := set(header(path))) >= LEVEL_1 or columns >= LEVEL_2 or columns >= EXCEPTIONS:
        day = _FILE_DAY.search(path.name)
        return "-".join(day.groups()) if day else "undated"
    if path.suffix.casefold() != ".json":
        return None
    start = path.read_text(encoding="utf-8", errors="replace")
    if '"data"' not in start or not re.search(
        r'"type"\s*:\s*"(lei-records|relationship-records|reporting-exceptions)', start
    ):
        return None
    return records.published(path) or "undated"


class Loader(family.Loader):
    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        self._seen: dict[str, Row] = {}
        self._owned: set[tuple[str, str]] = set()

    def rows(self) -> Iterator[Row]:
        """Entities first and relationships after them, for these name entities by LEI alone."""
        later = []
        for path in self.files:
            columns = set(header(path))
            if columns >= LEVEL_2:
                later.append(path)
            elif columns >= LEVEL_1 or columns >= EXCEPTIONS:
                yield from table(path)
        edges = []
        for path in self.files:
            if path.suffix.casefold() == ".json":
                for row in records.rows(path):
                    if CHILD in row.cells:
                        edges.append(row)
                    else:
                        yield row
        yield from edges
        for path in later:
            yield from table(path)

    def claims(self, row: Row) -> Iterator[Claim]:
        if CHILD in row.cells:
            yield from self._owns(row)
        elif "Entity.LegalName" in row.cells:
            yield from self._entity(row)
        else:
            row.ignore("reporting exception: why somebody names no parent")

    def _entity(self, row: Row) -> Iterator[Claim]:
        lei, name = row.take("LEI"), row.take("Entity.LegalName")
        id_ = _company(lei)
        if row.get("id") not in ("", lei):
            raise BadInput(f"the record {row.get('id')!r} speaks of the LEI {lei!r}.")
        if not name:
            raise BadInput(f"{lei} has no legal name.")
        if self._seen.setdefault(lei, row).cells != row.cells:
            raise BadInput(f"{lei} stands at {self._seen[lei].origin} with other cells.")
        category, status = row.get("Entity.EntityCategory"), row.get("Registration.RegistrationStatus")
        if category not in KINDS or (status not in VALID and status not in VOID):
            raise BadInput(f"{lei}: category {category!r} with registration {status!r} is not known.")
        if status in VOID:
            row.ignore(f"registration {status.casefold()}: no entity of its own")
            return
        seats = {side: _country(row.get(f"Entity.{side}Address.Country")) for side in ("Legal", "Headquarters")}
        seats["Legal"] = seats["Legal"] or _country(row.get("Entity.LegalJurisdiction").partition("-")[0])
        if not any(seats.values()):
            raise BadInput(f"{lei} has no country: no address and no jurisdiction.")
        names = {row.take(column) for column in row.cells if _OTHER_NAME.fullmatch(column)} - {"", name}
        cities = {side: row.get(f"Entity.{side}Address.City") for side in seats}
        authority = row.get("Entity.RegistrationAuthority.RegistrationAuthorityID")
        number = row.get("Entity.RegistrationAuthority.RegistrationAuthorityEntityID")
        registry = [f"registry={authority}:{number}"] if number and authority != "RA999999" else []
        state = f"entity {row.get('Entity.EntityStatus') or 'status not given'}, registration {status or 'not given'}"
        row.done(ignore=[column for column in row.cells if column.startswith(("Entity.", "Registration.", "Conform"))])
        self.describe(
            row, id_, name, kind=KINDS[category], aliases=sorted(names), identifiers=[f"lei={lei}", *registry]
        )
        for side, type_ in (("Legal", "LOCATED_IN"), ("Headquarters", "HEADQUARTERED_IN")):
            if country := seats[side]:
                where = f"{lei}, {side.casefold()} address"
                yield row.claim(type_, id_, country, place=cities[side], observed=state, locator=where)

    def _owns(self, row: Row) -> Iterator[Claim]:
        """`OWNS` without a share: who consolidates another in its accounts controls it, and GLEIF says no more."""
        child, parent, type_ = row.take(CHILD), row.take(PARENT), row.take("Relationship.RelationshipType")
        status = row.get("Relationship.RelationshipStatus")
        for lei in (child, parent):
            if _company(lei) not in self._described:
                raise BadInput(f"no record of the LEI {lei}; load it together with the relationship.")
        if type_ not in OWNING and type_ not in NOT_OWNING:
            raise BadInput(f"relationship {type_!r}; known are {', '.join([*OWNING, *sorted(NOT_OWNING)])}.")
        if status not in ("ACTIVE", "INACTIVE", "NULL", ""):
            raise BadInput(f"relationship status {status!r}.")
        row.done(ignore=[column for column in row.cells if column.startswith(("Relationship.", "Registration."))])
        if type_ in NOT_OWNING:
            row.ignore(f"{type_}: a branch or fund, no ownership")
        elif status in ("INACTIVE", "NULL"):
            row.ignore("a relationship that has ended")
        elif (parent, child) in self._owned:
            row.ignore("the ultimate parent is the direct one, told already")
        else:
            self._owned.add((parent, child))
            yield row.claim(
                "OWNS", _company(parent), _company(child), observed=type_, locator=f"{OWNING[type_]} of {child}"
            )


def _company(lei: str) -> str:
    if not re.fullmatch(r"[A-Z0-9]{20}", lei):
        raise BadInput(f"{lei!r} is no LEI; one has 20 capital letters and digits.")
    return f"company:lei-{lei.casefold()}"


def _country(code: str) -> str:
    """Country id of an ISO 3166-1 alpha-2 code; '' for an empty one. XK is how Kosovo is written."""
    if not code or code == "XK":
        return "country:XKX" if code else ""
    found = pycountry.countries.get(alpha_2=code)
    if found is None:
        raise BadInput(f"country {code!r} is no ISO 3166-1 alpha-2 code.")
    return country_id(found.alpha_3)

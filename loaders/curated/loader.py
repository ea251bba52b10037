"""Reads the project's cited tables: entities.csv, sources.csv, rulings.csv, and claim tables of any other name.

One row is one claim. Every problem of every table is collected and told at once, and then nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kb import schema
from kb.claims import Claim, filled, validated
from kb.errors import BadInput, BadTable, did_you_mean
from kb.figures import Figure
from kb.ids import label_of
from kb.sources import Source, checked, grade
from kb.vocab import check
from kb.vocab.countries import country
from loaders.base import Row, table
from loaders.curated import form

_OWN = ("entities.csv", "sources.csv", "rulings.csv")
_NUMBERS = [name for name, prop in (schema.VALUES | schema.ENTITY).items() if prop.kind == "number"]
_FLAGS = [name for name, prop in schema.VALUES.items() if prop.kind == "flag"]
_TEXTS = [name for name, prop in (schema.QUALIFIERS | schema.VALUES).items() if prop.kind == "text"]


def sources(folder: Path) -> Iterator[Source]:
    """The publications that the tables cite."""
    seen: dict[str, str] = {}
    problems = []
    found = []
    for row in table(folder / "sources.csv"):
        try:
            id_ = row.take("id")
            if id_ in seen:
                raise BadInput(f"source {id_!r} stands at {seen[id_]} already.")
            seen[id_] = row.where
            names = ("title", "publisher", "kind", "published", "url", "licence", "note", "series")
            found.append(checked(Source(id_, **{name: row.get(name) for name in names}, family="curated")))
            row.done()
        except BadInput as error:
            problems.append(f"{row.where}: {error}")
    if problems:
        raise BadTable(problems)
    yield from found


def claims(folder: Path) -> Iterator[Claim]:
    """One claim a row: what entities are, what they have to do with each other, and rulings between claims.

    Countries need no row in entities.csv: they are described by their ISO code.
    """
    malformed = [problem for path in sorted(folder.glob("*.csv")) for problem in form.problems(path)]
    if malformed:
        raise BadTable(malformed)
    reader = _Reader({source.id: source for source in sources(folder)})
    for row in table(folder / "entities.csv"):
        reader.keep(row, reader.entity)
    for path in sorted(folder.glob("*.csv")):
        if path.name not in _OWN:
            for row in table(path):
                reader.keep(row, reader.relationship)
    if (folder / "rulings.csv").exists():
        for row in table(folder / "rulings.csv"):
            reader.keep(row, reader.ruling)
    reader.check_ends()
    if reader.problems:
        raise BadTable(reader.problems)
    yield from reader.found


class _Reader:
    def __init__(self, sources: dict[str, Source]) -> None:
        self.sources = sources
        self.found: list[Claim] = []
        self.problems: list[str] = []
        self.entities: dict[str, str] = {}
        self.keys: dict[str, Claim] = {}
        self.ids: dict[str, str] = {}

    def keep(self, row: Row, read: Any) -> None:
        try:
            claim = validated(read(row))
            row.done(ignore=("note",))
            if claim.id in self.ids:
                raise BadInput(
                    f"the same claim as {self.ids[claim.id]} (same source, relationship, ends and "
                    "qualifiers); merge the rows or give them a qualifier that tells them apart."
                )
            self.ids[claim.id] = row.where
            self.found.append(claim)
            if claim.key:
                self.keys[claim.key] = claim
        except BadInput as error:
            self.problems.append(f"{row.where}: {error}")

    def entity(self, row: Row) -> Claim:
        id_ = row.take("id")
        if id_ in self.entities:
            raise BadInput(f"entity {id_!r} stands at {self.entities[id_]} already.")
        self.entities[id_] = row.where
        details: dict[str, Any] = {name: row.get(name) for name in ("kind", "domain", "attributed_to")}
        details |= {name: row.number(name) for name in ("latitude", "longitude")}
        details |= {
            name: [part.strip() for part in row.get(name).split("|") if part.strip()]
            for name in ("aliases", "identifiers")
        }
        details = {name: value for name, value in details.items() if filled(value)}
        if not row.get("name"):
            raise BadInput(f"entity {id_!r} has no name.")
        wrong = set(details) & {"kind", "domain", "latitude", "attributed_to"} - set(
            schema.LABELS[label_of(id_)].properties
        )
        if wrong:
            raise BadInput(f"a {label_of(id_)} has no {', '.join(sorted(wrong))}.")
        if ("latitude" in details) != ("longitude" in details):
            raise BadInput("latitude and longitude go together.")
        if abs(details.get("latitude", 0)) > 90 or abs(details.get("longitude", 0)) > 180:
            raise BadInput("latitude is between -90 and 90, longitude between -180 and 180.")
        return Claim(schema.DESCRIBED, id_, "", details={"name": row.get("name"), **details}, **self._cited(row))

    def relationship(self, row: Row) -> Claim:
        details: dict[str, Any] = {name: row.get(name) for name in _TEXTS}
        details |= {name: row.number(name) for name in _NUMBERS if name in row.cells}
        details |= {name: row.flag(name) for name in _FLAGS if name in row.cells}
        figure = Figure(
            row.number("value"),
            row.number("low"),
            row.number("high"),
            *(row.get(name) or None for name in ("unit", "basis", "words")),
        )
        claim = Claim(
            row.take("relationship"),
            row.take("start"),
            row.take("end"),
            details={name: value for name, value in details.items() if filled(value)},
            figure=figure,
            observed=row.get("observed") or None,
            absent=row.flag("absent"),
            **self._cited(row),
        )
        if claim.type in schema.RULINGS:
            raise BadInput(f"{claim.type} is a ruling between two claims; it goes to rulings.csv.")
        if claim.type == "IN_STATE":
            check_state(claim.end)
        return claim

    def ruling(self, row: Row) -> Claim:
        """`claim` and `other` are keys of rows above (or viewpoint ids); the ruling is the project's own claim."""
        claim, other = row.take("claim"), row.take("other")
        for key in (claim, other):
            if key not in self.keys and key not in self.entities:
                raise BadInput(f"no row has the key {key!r}.{did_you_mean(key, [*self.keys, *self.entities])}")
        if not row.get("reason"):
            raise BadInput("a ruling needs a reason.")
        start = self.keys[claim].id if claim in self.keys else claim
        end = self.keys[other].id if other in self.keys else other
        return Claim(
            row.take("verdict"),
            start,
            end,
            "lodestone-rulings",
            {"reason": row.get("reason")},
            origin=row.origin,
            grade=grade("definitions", "reported", None),
            checked="definition",
        )

    def _cited(self, row: Row) -> dict[str, Any]:
        source = row.take("source")
        if source not in self.sources:
            raise BadInput(f"no source {source!r} in sources.csv.{did_you_mean(source, self.sources)}")
        status, how = row.get("status") or "reported", row.get("checked") or None
        kind = self.sources[source].kind
        if kind == "definitions":
            how = "definition"
        elif kind == "seed":
            how = "page"
        if how not in schema.CHECKS:
            raise BadInput(f"checked is {how or ''!r}; say how it was checked: {', '.join(schema.CHECKS)}.")
        key = row.get("key") or None
        if key and key in self.keys:
            raise BadInput(f"key {key!r} stands at {self.keys[key].origin} already.")
        cited = {
            "source": source,
            "status": status,
            "grade": grade(kind, status, how),
            "checked": how,
            "key": key,
            "locator": row.get("locator") or None,
            "origin": row.origin,
        }
        if "viewpoint:" not in row.get("id"):
            cited["attributed_to"] = row.get("attributed_to") or None
        return cited

    def check_ends(self) -> None:
        """Every id that a claim names is described; countries describe themselves."""
        described = set(self.entities)
        claim_ids = set(self.ids)
        for claim in list(self.found):
            where = self.ids[claim.id]
            for id_ in (claim.start, claim.end, claim.details.get("item"), claim.details.get("reporter")):
                if not id_ or id_ in described or id_ in claim_ids:
                    continue
                if id_.startswith("country:"):
                    described.add(id_)
                    try:
                        self.found.append(described_country(id_))
                    except BadInput as error:
                        self.problems.append(f"{where}: {error}")
                    continue
                self.problems.append(f"{where}: no entity {id_!r}.{did_you_mean(id_, self.entities)}")


def described_country(id_: str, source: str = "iso-3166") -> Claim:
    """What ISO 3166-1 says of a country id; `source` is whose claim file it stands in."""
    code = id_.removeprefix("country:")
    name, kind = country(code)
    return Claim(
        schema.DESCRIBED,
        id_,
        "",
        source,
        {"name": name, "kind": kind, "aliases": [code]},
        grade="B",
        checked="definition",
        locator=f"code {code}",
        origin="kb/vocab/countries.py",
    )


def check_state(id_: str) -> None:
    check("states", id_.removeprefix("state:"))

"""A claim: one thing that one source says, as it was read; and claim files, the Parquet tables that hold them.

Nothing here decides which claim is right; `kb.facts` does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from kb import periods, schema
from kb.errors import BadInput, did_you_mean
from kb.figures import Figure, check_share, checked
from kb.ids import hashed, label_of
from kb.vocab import check

_SQL_TYPES = {"text": "VARCHAR", "number": "DOUBLE", "flag": "BOOLEAN", "texts": "VARCHAR[]"}
_DETAILS = schema.QUALIFIERS | schema.VALUES | schema.ENTITY
COLUMNS: dict[str, str] = {
    name: _SQL_TYPES[prop.kind]
    for name, prop in (schema.CLAIM | schema.QUALIFIERS | schema.FIGURE | schema.VALUES | schema.ENTITY).items()
    if name not in schema.CONCLUDED
}
"""Columns of a claim file and their SQL types, in order."""
_ID_QUALIFIERS = ("item", "reporter")


def filled(value: object) -> bool:
    """Whether a cell says something: 0 does; None, '', False and [] do not."""
    return value is not None and value is not False and value != "" and value != []


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim. `details` holds qualifiers, values and, for DESCRIBED claims, what the entity is, by property name.

    `start` and `end` are entity ids (claim ids in rulings); `end` is empty in DESCRIBED claims.
    """

    type: str
    start: str
    end: str
    source: str
    details: Mapping[str, Any] = field(default_factory=dict)
    figure: Figure = field(default_factory=Figure)
    status: str = "reported"
    attributed_to: str | None = None
    grade: str = "D"
    observed: str | None = None
    absent: bool = False
    locator: str | None = None
    checked: str | None = None
    key: str | None = None
    origin: str = ""

    @property
    def qualifiers(self) -> tuple[str, ...]:
        """Names of the qualifiers that belong to the identity of a claim of this type."""
        return () if self.type == schema.DESCRIBED else schema.relation(self.type).qualifiers

    @property
    def id(self) -> str:
        """`claim:` and a hash of source, type, ends and qualifiers: a revised figure updates the same claim."""
        said = self.details.get
        named = [f"{name}={word}" for name in self.qualifiers if (word := said(name))]
        return hashed("claim", self.source, self.type, self.start, self.end, *named)

    def filled(self, name: str) -> bool:
        """Whether the claim says something in a column of its file."""
        if name in self.details:
            return filled(self.details[name])
        return filled(getattr(self.figure if name in schema.FIGURE else self, name, None))


def validated(claim: Claim) -> Claim:
    """The claim itself, or BadInput with the first thing that is wrong with it, without file and row."""
    if claim.type == schema.DESCRIBED:
        label_of(claim.start)
        _check_words(claim, _ALLOWED[claim.type])
        return claim
    known = schema.RELATIONS | schema.RULINGS
    if claim.type not in known:
        raise BadInput(f"no relationship {claim.type!r}.{did_you_mean(claim.type, known)}")
    relation = known[claim.type]
    start, end = label_of(claim.start), label_of(claim.end)
    for side, label, allowed in (("start", start, relation.starts), ("end", end, relation.ends)):
        if label not in allowed:
            raise BadInput(
                f"{claim.type} cannot {side} at a {label} ({getattr(claim, side)}); "
                f"it {side}s at {' or '.join(allowed)}."
            )
    if relation.same_label and start != end:
        raise BadInput(f"{claim.type} joins two of one label, not {claim.start} ({start}) and {claim.end} ({end}).")
    if claim.start == claim.end:
        raise BadInput(f"{claim.type} from {claim.start} to itself.")
    if claim.figure and not relation.figure:
        raise BadInput(f"{claim.type} has no figure; put the number where it belongs or leave it out.")
    _check_words(claim, _ALLOWED[claim.type])
    if relation.required and (missing := [name for name in relation.required if not claim.details.get(name)]):
        raise BadInput(f"{claim.type} needs {', '.join(missing)}.")
    checked(claim.figure)
    measure = claim.details.get("measure")
    if claim.figure.numeric and "measure" in relation.qualifiers and not measure:
        raise BadInput(f"{claim.type} has a figure but no measure; say what the figure is (kb/vocab/measures.csv).")
    if measure and check("measures", measure)["share"]:
        if claim.figure.numeric and claim.figure.unit != "%":
            raise BadInput(f"{measure} is counted in %, not {claim.figure.unit!r}.")
        if claim.type != "AFFECTS":
            check_share(claim.figure)
    return claim


_ALLOWED: dict[str, frozenset[str]] = {
    schema.DESCRIBED: frozenset(schema.ENTITY),
    **{name: frozenset((*it.qualifiers, *it.values)) for name, it in (schema.RELATIONS | schema.RULINGS).items()},
}
"""What a claim of a type can say besides its ends and figure."""


def _check_words(claim: Claim, allowed: frozenset[str]) -> None:
    details = claim.details
    for name, value in details.items():
        if name not in allowed and filled(value):
            raise BadInput(f"{claim.type} has no {name!r}; it can have {', '.join(sorted(allowed)) or 'nothing more'}.")
    if details.get("stage"):
        check("stages", details["stage"])
    for name in ("period", "since"):
        if details.get(name):
            periods.span(details[name])
    if not 0 <= (details.get("share") or 0) <= 100:
        raise BadInput(f"a share of {details['share']:g} %; shares are between 0 and 100.")
    for name in _ID_QUALIFIERS:
        if details.get(name):
            label_of(details[name])
    if details.get("from"):
        begins = periods.span(details["from"])[0]
        if details.get("until") and periods.span(details["until"])[0] < begins:
            raise BadInput(f"until {details['until']} is before from {details['from']}.")
    for name, word, words in (("status", claim.status, schema.STATUSES), ("grade", claim.grade, schema.GRADES)):
        if word not in words:
            raise BadInput(f"{name} {word!r} is none of {', '.join(words)}.")
    if claim.status == "attributed" and not claim.attributed_to and claim.type != schema.DESCRIBED:
        raise BadInput("an attributed claim needs attributed_to: who says it?")


@dataclass(frozen=True)
class Written:
    """What a claim file holds; claims that another row says word for word were left out (`repeated`), and those of one
    identity that differ (`torn`, the places of each) were all left out."""

    count: int
    repeated: int = 0
    torn: list[list[str]] = field(default_factory=list)


def write(
    claims: Iterable[Claim], path: Path, *, set_aside: bool = False, check: Callable[[], None] | None = None
) -> Written:
    """Write a claim file in one step: a reader sees the old file or the new one.

    Claims are passed on in blocks, so that memory stays bounded. Two of one identity raise BadInput with both places,
    or with `set_aside` are left out and told. `check` may raise before the file is put in place.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=path.parent, prefix=".writing-") as folder:
        part = Path(folder) / path.name
        with duckdb.connect(str(Path(folder) / "claims.duckdb"), config={"memory_limit": "512MB"}) as db:
            db.execute("CREATE TABLE claims (id VARCHAR, origin VARCHAR)")
            held = ["id", "origin"]
            more = iter(claims)
            while block := list(islice(more, 20_000)):
                _insert(db, held, block)
            if check:
                check()
            twice = _twice(db, held)
            if twice and not set_aside:
                raise BadInput(
                    "\n".join(
                        f"{places[0]} and {', '.join(places[1:])}: one claim twice (same source, relationship, ends "
                        "and qualifiers); merge the rows or give them a qualifier that tells them apart."
                        for places, _ in twice
                    )
                )
            count = db.execute("SELECT count(*) FROM claims").fetchone()
            empty = {name: f'NULL::{kind} AS "{name}"' for name, kind in COLUMNS.items() if name not in held}
            columns = ", ".join(empty.get(name, f'"{name}"') for name in COLUMNS)
            db.execute(f"COPY (SELECT {columns} FROM claims ORDER BY id) TO ? (FORMAT parquet)", [str(part)])
        part.replace(path)
    repeated = sum(len(places) - 1 for places, torn in twice if not torn)
    return Written(int(count[0]) if count else 0, repeated, [places for places, torn in twice if torn])


def _twice(db: duckdb.DuckDBPyConnection, held: Sequence[str]) -> list[tuple[list[str], bool]]:
    """Leave one of equal claims, and none of those that differ under one identity; their places, and if they differ."""
    says = ", ".join(f'"{name}"' for name in held if name not in ("origin", "locator", "key"))
    db.execute(
        f"""CREATE TEMP TABLE twice AS
            SELECT id, list(origin ORDER BY origin) AS places, count(DISTINCT hash({says})) > 1 AS torn,
                   min(claims.rowid) AS first
            FROM claims SEMI JOIN (SELECT id FROM claims GROUP BY id HAVING count(*) > 1) USING (id) GROUP BY id"""
    )
    db.execute(
        "DELETE FROM claims USING twice WHERE claims.id = twice.id AND (twice.torn OR claims.rowid <> twice.first)"
    )
    return db.execute("SELECT places, torn FROM twice ORDER BY places").fetchall()


def _insert(db: duckdb.DuckDBPyConnection, held: list[str], block: Sequence[Claim]) -> None:
    """Add a block of claims, column by column: what all of them say is said once, and a column that nobody has filled
    yet is not there (`held` are those that are)."""
    import pandas as pd  # a second to import; only writers need it

    columns = {name: [getattr(claim, name) for claim in block] for name in schema.CLAIM if name in COLUMNS}
    columns |= {name: [getattr(claim.figure, name) for claim in block] for name in schema.FIGURE}
    for name in set().union(*(claim.details for claim in block)):
        said = [claim.details.get(name) for claim in block]
        own = columns.get(name, said)
        columns[name] = [mine if mine is not None else other for mine, other in zip(own, said, strict=True)]
    common = {name: cells[0] for name, cells in columns.items() if name != "id" and cells.count(cells[0]) == len(cells)}
    told = {name: pd.Series(cells, dtype=object) for name, cells in columns.items() if name not in common}
    common = {name: cell for name, cell in common.items() if cell is not None}
    for name in (*common, *told):
        if name not in held:
            held.append(name)
            db.execute(f'ALTER TABLE claims ADD COLUMN "{name}" {COLUMNS[name]}')
    db.register("block", pd.DataFrame(told))
    names = ", ".join(f'"{name}"' for name in (*common, *told))
    once = [f"CAST(? AS {COLUMNS[name]})" for name in common]
    each = [f'CAST("{name}" AS {COLUMNS[name]})' for name in told]
    db.execute(f"INSERT INTO claims ({names}) SELECT {', '.join(once + each)} FROM block", list(common.values()))
    db.unregister("block")

"""The user's own table (CSV, workbook, Parquet) as claims, by a map of its columns; it becomes a source like any other.

A map is TOML: what the source is, and which claims each row makes. A value in it is a literal, or `{ column = "…" }`;
an end of a claim is an id, or a column with `is` (a kind of entity): names, aliases, ids and country codes are taken,
and with `new = true` an unknown name becomes an entity of one's own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from kb import schema
from kb.claims import Claim
from kb.errors import BadInput, BadTable, did_you_mean
from kb.figures import Figure
from kb.identity import normalised
from kb.ids import is_entity_id
from kb.sources import Assertions, Source, checked
from kb.vocab.countries import country_id
from loaders.base import Row, table
from loaders.family import Loader
from loaders.sheets import names, sheet

_SOURCE = ("title", "publisher", "kind", "published", "url", "licence", "note", "terms")
_KEYS = {"id", *_SOURCE, "sheet", "delimiter", "encoding", "ignore", "claim"}
_ENDS = ("start", "end", "item", "reporter")
_FIGURE = tuple(schema.FIGURE)
_OTHER = {"relationship", "status", "observed", "absent", "attributed_to"}


@dataclass(frozen=True)
class Map:
    """A map of columns, checked: the source, how the table is read, what each row claims, which columns are ignored."""

    source: Source
    claims: tuple[Mapping[str, Any], ...]
    ignore: tuple[str, ...] = ()
    sheet: str = ""
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    rules: Assertions = field(default_factory=lambda: Assertions(quarantined=0.5))
    """Own tables hold words that nobody knows; more than half of the rows, and the map is wrong."""


def read_map(path: Path) -> Map:
    """Read a map. Raises BadTable with everything that is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadTable([f"{path}: no such file; a map says what the columns mean (docs/own-data.md)."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTable([f"{path}: not valid TOML: {error}."]) from None
    problems = [f"{path}: unknown key {key!r}.{did_you_mean(key, _KEYS)}" for key in data if key not in _KEYS]
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", str(data.get("id", ""))):
        problems.append(
            f"{path}: id is {data.get('id', '')!r}; write a short name of small letters, digits and hyphens."
        )
    if not isinstance(data.get("claim"), list) or not data["claim"]:
        problems.append(f"{path}: no [[claim]]; say what a row claims.")
    else:
        problems += [f"{path}: claim {at}: {what}" for at, each in enumerate(data["claim"], 1) for what in _wrong(each)]
    if problems:
        raise BadTable(problems)
    told = {name: str(data[name]) for name in _SOURCE if name in data}
    told = {"title": data["id"], "publisher": "the user", "kind": "company", "terms": "private", **told}
    note = told.pop("note", "") or "the user's own table"
    try:
        source = checked(Source(f"own-{data['id']}", **told, note=note, family="own", series=f"own-{data['id']}"))
    except BadInput as error:
        raise BadTable([f"{path}: {error}"]) from None
    return Map(
        source, tuple(data["claim"]), tuple(data.get("ignore", ())),
        data.get("sheet", ""), data.get("delimiter", ","), data.get("encoding", "utf-8-sig"),
    )  # fmt: skip


def _wrong(claim: Mapping[str, Any]) -> Iterator[str]:
    type_ = claim.get("relationship", "")
    if type_ not in schema.RELATIONS:
        yield f"no relationship {type_!r}.{did_you_mean(str(type_), schema.RELATIONS)}"
        return
    relation = schema.RELATIONS[type_]
    allowed = {*_OTHER, "start", "end", *relation.qualifiers, *relation.values, *(_FIGURE if relation.figure else ())}
    yield from (f"{type_} takes no {key!r}.{did_you_mean(key, allowed)}" for key in claim if key not in allowed)
    for name in _ENDS:
        value = claim.get(name)
        if value is None:
            if name in ("start", "end"):
                yield f"{name} is missing."
        elif isinstance(value, Mapping):
            if value.get("is") not in schema.LABELS:
                yield f"{name}: say with `is` what kind of thing the column names: {', '.join(schema.LABELS)}."
            yield from (f"{name} takes no {key!r}." for key in value if key not in ("column", "is", "new", "country"))
        elif not is_entity_id(str(value)):
            yield f"{name} is {value!r}, which is no id; write one like material:ndfeb-magnet, or {{ column = … }}."
    for key, value in claim.items():
        if isinstance(value, Mapping) and not isinstance(value.get("column"), str):
            yield f'{key} names no column; write {{ column = "…" }}.'


class Names:
    """Entities by name, as claim files describe them: what an own table's words are looked up in."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.ids: set[str] = set()
        self._by_name: dict[tuple[str, str], set[str]] = {}
        paths = [str(path) for path in files]
        if not paths:
            return
        with duckdb.connect() as db:
            rows = db.execute(
                """SELECT "start", name, coalesce(aliases, []), coalesce(identifiers, [])
                   FROM read_parquet(?, union_by_name=true) WHERE type = 'DESCRIBED'""",
                [paths],
            ).fetchall()
        for id_, name, aliases, identifiers in rows:
            self.ids.add(id_)
            for word in (name, *aliases, *identifiers):
                self._by_name.setdefault((id_.partition(":")[0], normalised(word)), set()).add(id_)

    def find(self, label: str, text: str) -> str | None:
        """The id that a text means among entities of one label; None when none does. Raises BadInput when many do."""
        if text in self.ids:
            return text
        prefix = schema.LABELS[label].prefix
        found = sorted(self._by_name.get((prefix, normalised(text)), ()))
        if len(found) > 1:
            raise BadInput(f"{text!r} may mean {', '.join(found)}; write the id.")
        return found[0] if found else None

    def near(self, label: str, text: str) -> str:
        prefix = schema.LABELS[label].prefix
        return did_you_mean(normalised(text), [name for kind, name in self._by_name if kind == prefix])


class OwnLoader(Loader):
    """Reads one own table by its map."""

    def __init__(self, path: Path, plan: Map, known: Names) -> None:
        super().__init__([path], "own")
        self.plan = plan
        self.known = known
        self.elsewhere = known.ids

    def rows(self) -> Iterator[Row]:
        [path] = self.files
        yield from _rows(path, self.plan.sheet, self.plan.delimiter, self.plan.encoding)

    def claims(self, row: Row) -> Iterator[Claim]:
        for form in self.plan.claims:
            yield self._claim(row, form)
        row.done(ignore=self.plan.ignore)

    def _claim(self, row: Row, form: Mapping[str, Any]) -> Claim:
        ends = {name: self._end(row, form[name]) for name in _ENDS if name in form}
        figure = Figure(
            _number(row, form.get("value")),
            _number(row, form.get("low")),
            _number(row, form.get("high")),
            *(_text(row, form.get(name)) or None for name in ("unit", "basis", "words")),
        )
        details: dict[str, Any] = {}
        for name, value in form.items():
            prop = (schema.QUALIFIERS | schema.VALUES).get(name)
            if prop is not None and name not in _ENDS:
                text = _text(row, value)
                details[name] = (
                    _number(row, value) if prop.kind == "number" else text == "true" if prop.kind == "flag" else text
                )
        start, end = ends.pop("start"), ends.pop("end")
        return row.claim(
            form["relationship"], start, end, figure,
            status=_text(row, form.get("status")) or "reported",
            absent=_text(row, form.get("absent")) == "true",
            observed=_text(row, form.get("observed")) or None,
            attributed_to=_text(row, form.get("attributed_to")) or None,
            **{**details, **ends},
        )  # fmt: skip

    def _end(self, row: Row, value: Any) -> str:
        if not isinstance(value, Mapping):
            return str(value)
        text, label = row.take(value["column"]), value["is"]
        if not text:
            raise BadInput(f"{value['column']} is empty.")
        if label == "Country":
            return country_id(text.removeprefix("country:"))
        found = self.known.find(label, text)
        if found:
            return found
        if not value.get("new"):
            raise BadInput(f"{value['column']}: no {label} {text!r}.{self.known.near(label, text)}")
        slug = re.sub(r"[^a-z0-9]+", "-", normalised(text)).strip("-")
        if not slug:
            raise BadInput(f"{value['column']}: {text!r} makes no id; write the id.")
        return self.describe(row, f"{schema.LABELS[label].prefix}:{self.plan.source.id}.{slug}", text)


def column_of(path: Path, column: str | None = None) -> dict[int, str]:
    """The texts of one column (the first by default) by line, blank ones left out. Raises BadTable, BadInput."""
    found = {}
    for number, row in enumerate(_rows(path), 2):
        text = row.take(column or next(iter(row.cells)))
        if text:
            found[number] = text
    if not found:
        raise BadTable([f"{path}: no line names anything."])
    return found


def _rows(path: Path, of: str = "", delimiter: str = ",", encoding: str = "utf-8-sig") -> Iterator[Row]:
    """Rows of a CSV file, a sheet (the first by default) or a Parquet file, by the ending of the name."""
    match path.suffix.lower():
        case ".parquet":
            yield from _parquet(path)
        case ".xlsx" | ".xls" | ".xlsb" | ".ods":
            sheets = names(path)
            yield from sheet(path, of or (sheets[0] if sheets else ""))
        case _:
            yield from table(path, encoding, delimiter=delimiter)


def _parquet(path: Path) -> Iterator[Row]:
    with duckdb.connect() as db:
        try:
            cursor = db.execute("SELECT COLUMNS(*)::VARCHAR FROM read_parquet(?)", [str(path)])
        except duckdb.Error as error:
            raise BadTable([f"{path}: not a Parquet file: {error}"]) from None
        titles = [column[0] for column in cursor.description or ()]
        for number, cells in enumerate(iter(cursor.fetchone, None), 1):
            where = f"row {number}"
            yield Row(
                f"{path}: {where}", f"{path.name}, {where}", dict(zip(titles, (c or "" for c in cells), strict=True))
            )


def _text(row: Row, value: Any) -> str:
    if isinstance(value, Mapping):
        return row.take(value["column"])
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _number(row: Row, value: Any) -> float | None:
    if isinstance(value, Mapping):
        row.take(value["column"])
        return row.number(value["column"])
    return None if value is None else float(value)

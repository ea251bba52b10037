"""Reads the wide world tables of the releases up to 2025: a row is a country, its columns years of output, capacity and
reserves. In 2025 one file has all commodities; before, each has its own; unit, year and estimate stand in names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kb.claims import Claim
from kb.errors import BadInput, BadTable
from kb.figures import Figure
from kb.vocab import words
from loaders.base import Row
from loaders.usgs_mcs import files, matter
from loaders.usgs_mcs.cells import WITHHELD, Cell, read
from loaders.usgs_mcs.places import Place, place

if TYPE_CHECKING:
    from loaders.usgs_mcs.tell import Teller

WIDE = ("SOURCE", "COMMODITY", "COUNTRY", "TYPE", "UNIT_MEAS")
_CODE = re.compile(r"mcs20\d\d-([a-z_-]+?)_+world", re.IGNORECASE)
_HEADS = {
    "prod": "output",
    "production": "output",
    "cap": "capacity",
    "capacity": "capacity",
    "reserves": "reserves",
    "reserve": "reserves",
}
_UNIT_IN_NOTE = re.compile(
    r"(?:crude ore|iron content), (million metric tons)|data (?:is|are) (?:in )?(thousand metric tons)", re.I
)
_BASIS_IN_NOTE = re.compile(r"(ZrO2 content|gross weight|shipping grade)", re.I)
_NOTE_WORDS = re.compile(r"(very )?(large|small|moderate)( to (very )?large)?|included (in|with) .*", re.I)


@dataclass(frozen=True)
class Column:
    """What a column of figures holds: `form` is what its name says besides ('sponge', 'ore K2O equiv')."""

    name: str
    measure: str
    year: str
    unit: str
    estimated: bool
    form: str
    notes: str


def is_world(columns: list[str]) -> bool:
    """Whether a header is that of a wide world table: a country, and a year of output or capacity."""
    known = {name.casefold() for name in columns}
    return "country" in known and any(_head(name) in ("output", "capacity") for name in columns)


class Reader:
    """The claims of each row of one file."""

    def __init__(self, teller: Teller, path: Path, columns: list[str]) -> None:
        self.teller = teller
        self.columns = columns
        self.known = {name.casefold(): name for name in reversed(columns)}
        self.commodity: matter.Commodity | None = None
        if "commodity" not in self.known:
            match = _CODE.search(path.name)
            self.commodity = matter.of_file(match[1]) if match else None
            if self.commodity is None:
                name = "mcs2023-cobal_world.csv"
                raise BadTable(
                    [f"{path}: which commodity? The file does not say; keep the publisher's name, as {name}."]
                )
        self._units, self._odd = _prescan(path, self.known)
        self.figures = [column for name in columns if (column := _column(name, columns, teller.label))]

    def claims(self, row: Row) -> Iterator[Claim]:
        commodity = self.commodity or matter.commodity(row.take(self.known["commodity"]))
        country = row.take(self.known["country"])
        type_ = row.take(self._type()) if self._type() else ""
        stated = row.get(self.known.get("unit_meas", "-"))
        at = place(country)
        found: list[Claim] = []
        seen: set[tuple[str, str]] = set()
        newest = str(int(self.teller.label) - 1)
        for column in self.figures:
            note = row.get(column.notes)
            text = row.take(column.name)
            series = matter.series(commodity.key, _detail(column, type_, at))
            measure = column.measure
            if "capacity" in type_.casefold() and "production" not in type_.casefold():
                measure = "capacity"  # clinker capacity stands in columns named for production
            if measure == "reserves" and series.reserves == "capacity":
                measure = "capacity"
                if ("capacity", column.year) in seen:
                    continue  # the column of capacity says it already
            told = self._units.get((commodity.key, type_)) if column.measure == "reserves" else None
            unit = told or column.unit or stated or _unit_of(commodity.key)
            unit = matter.corrected(self.teller.label, commodity.key, column.measure, unit)
            cell = self._cell(text, note, column, unit, series)
            if (row.where, column.name) in self._odd:
                cell = Cell(Figure(words=f"{text} in the file, {self._odd[row.where, column.name]}"))
            if cell.figure is not None:
                seen.add((measure, column.year))
            estimated = _estimated(column, column.year == newest, type_, note, at, cell)
            if at.form.startswith("from ") and at.id == "country:USA":  # drawn from a store: no output of a second mine
                item, form = commodity.item, f"{column.measure} {at.form}"
                self.teller.count((series.item, series.stage, measure, column.year), Place("", at.form), cell)
                found += self.teller.us(
                    row, item, "measure:us-production", form, column.year, cell, text or note, estimated
                )
                continue
            found += self.teller.world(
                row, self._at(at, type_, note), series, measure, column.year, cell, text or note, estimated
            )
        row.done(ignore=[name for name in row.cells if self._plain(row, name)])
        if not found:
            row.ignore("no figure: blank, not available or not applicable")
        yield from found

    def _type(self) -> str:
        """The column of headings: Type, in one file Form, in one the heading of the table itself."""
        heads = ("mine production", "refinery production")
        heading = (name for name in self.columns if matter.folded(name).startswith(heads))
        return self.known.get("type") or self.known.get("form") or next(heading, "")

    def _cell(self, text: str, note: str, column: Column, unit: str, series: matter.Series) -> Cell:
        basis = series.basis
        if column.measure == "reserves" and series.reserves != "capacity":
            basis = match[1] if (match := _BASIS_IN_NOTE.search(note)) else series.reserves_basis
        if text.strip(" \xa0"):
            return read(text, unit, basis)
        said = note.strip(" .")
        if re.match(r"W\b", said):
            return Cell(Figure(words=WITHHELD))
        if column.measure == "reserves" and _NOTE_WORDS.fullmatch(said):
            return Cell(Figure(words=said))
        return Cell()

    @staticmethod
    def _at(at: Place, type_: str, note: str) -> Place:
        """The place, with a form that only the heading names, or the limit of a total that only the note names."""
        if at.world and not at.form and re.search(r"excludes u\.?s\.? production", note, re.I):
            return replace(at, form="excluding U.S. production")
        heading = type_.rpartition("(")[2].partition(")")[0] if type_.endswith(")") else ""
        known = ("", "k2o", "tio2", "rounded")
        if at.id and not at.world and not at.form and heading.casefold() not in known:
            return replace(at, form=heading)
        return at

    def _plain(self, row: Row, name: str) -> bool:
        """Whether a column may stay unread: source, unit, a note, or a column without a name and without text."""
        folded = name.casefold()
        if folded.startswith("column ") and row.cells[name].strip():
            raise BadInput(f"{row.cells[name].strip()!r} stands under no column name.")
        return folded in ("source", "unit_meas") or folded.endswith(("notes", "note")) or folded.startswith("column ")


def _prescan(path: Path, known: dict[str, str]) -> tuple[dict[tuple[str, str], str], dict[tuple[str, str], str]]:
    """What only the whole file tells: the unit of reserves that a few rows note for all of a table, and cells that the
    table itself rules out, with the reason (by row and column)."""
    units: dict[tuple[str, str], str] = {}
    tables: dict[tuple[str, str, str], list[tuple[str, bool, float]]] = {}
    for row in files.rows(path):
        commodity, type_, notes, country = (
            row.cells.get(known.get(name, ""), "").strip() for name in ("commodity", "type", "reserve_notes", "country")
        )
        if commodity and (match := _UNIT_IN_NOTE.search(notes)):
            units[matter.commodity(commodity).key, type_] = match[1] or match[2]
        for name, text in row.cells.items():
            if _head(name) and (number := re.sub(r"[,\s\xa0]", "", text)).replace(".", "", 1).isdigit():
                total = country.casefold().startswith("world")
                tables.setdefault((commodity, type_, name), []).append((row.where, total, float(number)))
    return units, {place_: why for (*_, name), cells in tables.items() for place_, why in _ruled_out(name, cells)}


def _ruled_out(name: str, cells: list[tuple[str, bool, float]]) -> Iterator[tuple[tuple[str, str], str]]:
    """A part larger than its total is impossible; where all the others fit the total, it is the part that is wrong."""
    totals = [cell for cell in cells if cell[1]]
    parts = [cell for cell in cells if not cell[1]]
    if len(totals) != 1 or len(parts) < 3:
        return
    (where, _, total), largest = totals[0], max(parts, key=lambda cell: cell[2])
    if largest[2] > total * 1.1:
        if sum(cell[2] for cell in parts) - largest[2] <= total * 1.05:
            yield (largest[0], name), f"which the world total of {total:,.0f} rules out"
        else:
            yield (where, name), f"less than its largest part of {largest[2]:,.0f}"


def _head(name: str) -> str:
    parts = name.casefold().split("_")
    if len(parts) < 2 or parts[-1].strip() in ("notes", "note"):
        return ""
    return _HEADS.get(parts[0], "")


def _column(name: str, columns: list[str], label: str) -> Column | None:
    """What a column name says; None for a column without figures."""
    measure = _head(name)
    if not measure:
        return None
    unit, year, estimated, form = "", "", False, []
    for part in re.split(r"[_\s]+", name)[1:]:
        if re.fullmatch(r"20\d\d", part):
            year = part
        elif part.casefold() == "est":
            estimated = True
        elif not unit and part.casefold() in words("unit_words"):
            unit = part
        elif part:
            form.append(part)
    head = name.split("_")[0].casefold()
    notes = next((at for at in columns if re.fullmatch(rf"{head.rstrip('s')}s?_notes?", at.casefold())), "-")
    return Column(name, measure, year or str(int(label) - 1), unit, estimated, " ".join(form), notes)


def _detail(column: Column, type_: str, at: Place) -> str:
    """The words that tell the series: the heading of the row, unless the column names a form of its own."""
    if column.form:
        return f"{column.form} {column.measure}".casefold()
    return f"{type_} {at.form}" if at.world and at.form else type_


def _estimated(column: Column, newest: bool, type_: str, note: str, at: Place, cell: Cell) -> bool:
    """By the column, the heading or a mark on the cell or the name. A note that a figure is reported overrides, for the
    year before the newest: the newest of output is an estimate always (the next release says so of each)."""
    said = note.casefold()
    if re.match(r"rep(or|ro)ted\b", said) and not (newest and column.measure == "output"):
        return False
    if cell.estimated or column.estimated or "estimated" in type_.casefold():
        return True
    if column.measure == "reserves":
        return False
    of_year = rf"\bestimated\b(?! (for|in)?\s*20\d\d)|estimated (for |in )?{column.year}"
    return at.estimated or bool(re.search(of_year, said))


@cache
def _unit_of(key: str) -> str:
    """One row of a release has no unit: it is then the unit of the commodity's other rows."""
    return "metric tons" if key == "titanium concentrates" else ""

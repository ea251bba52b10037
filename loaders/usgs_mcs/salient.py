"""Reads the salient statistics of the releases up to 2025: a file a commodity, a row a year, a column a statistic; the
unit and the form stand in the column's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kb.claims import Claim
from kb.errors import BadInput
from kb.figures import Figure
from kb.vocab import words
from loaders.base import Row
from loaders.usgs_mcs import matter
from loaders.usgs_mcs.cells import Cell, read

if TYPE_CHECKING:
    from loaders.usgs_mcs.tell import Teller

_KNOWN_BY = ("usprod", "imports", "exports", "consump", "price", "nir", "employment")
_PLAIN = {"", "all", "consump", "consumption", "metal", "refined", "total"}
_PRICE_OF = {"kg": "dkg", "t": "dt", "kt": "dt", "mct": "dct"}
"""A price column named for a mass alone is dollars per that mass (thousand tons: per ton, as the figures show)."""
_JOINED = re.compile(r"(hpq|crystal)(\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One statistic: what it is of, its measure, form in words, and unit."""

    name: str
    commodity: matter.Commodity
    measure: str
    form: str
    unit: str


def is_salient(columns: list[str]) -> bool:
    """Whether a header is that of salient statistics of one commodity: commodity, year, and statistics by name."""
    known = {name.casefold() for name in columns}
    heads = [name.split("_")[0].casefold() for name in columns]
    return {"commodity", "year"} <= known and any(
        head in _KNOWN_BY or head in {row["prefix"] for row in matter.rows("parts")} for head in heads[3:]
    )


class Reader:
    """The claims of each row of one file."""

    def __init__(self, teller: Teller, columns: list[str]) -> None:
        self.teller = teller
        self.columns = columns
        self._of: dict[str, list[Column]] = {}

    def claims(self, row: Row) -> Iterator[Claim]:
        word, year = row.take("Commodity"), row.take("Year")
        marked = re.fullmatch(r"(20\d\d)(_?e(st\w*)?)?", year)
        if marked is None:
            raise BadInput(f"Year {year!r} is no year.")
        year = marked[1]
        commodity = matter.commodity(word)
        if word not in self._of:
            self._of[word] = _told_apart(
                [_column(name, commodity, self.teller.label) for name in self.columns if self._is_figure(name)]
            )
        newest = bool(marked[2]) or year == str(int(self.teller.label) - 1)  # the year that a release estimates
        found: list[Claim] = []
        for column in self._of[word]:
            text = row.take(column.name)
            cell = self._cell(text, column)
            if column.measure == "reliance":
                form = "" if column.form in _PLAIN else column.form
                found += self.teller.reliance(row, column.commodity, form, "consumption", year, cell, text, newest)
                continue
            item, measure = column.commodity.item, f"measure:{column.measure}"
            found += self.teller.us(row, item, measure, column.form, year, cell, text, newest)
        unnamed = [name for name in row.cells if name.startswith("column ")]
        if told := [row.cells[name] for name in unnamed if row.cells[name].strip()]:
            raise BadInput(f"{told[0].strip()!r} stands under no column name.")
        row.done(ignore=("Source", "DataSource", *unnamed))
        if not found:
            row.ignore("no figure: blank, not available or not applicable")
        yield from found

    @staticmethod
    def _cell(text: str, column: Column) -> Cell:
        """The cell; a number whose unit no column of the kind states is kept in words."""
        if not column.unit and any(char.isdigit() for char in text):
            return Cell(Figure(words=f"{text}; the file states no unit"))
        return read(text, column.unit or "index", column.commodity.content)

    @staticmethod
    def _is_figure(name: str) -> bool:
        return name not in ("Source", "DataSource", "Commodity", "Year") and not name.startswith("column ")


def _told_apart(columns: list[Column]) -> list[Column]:
    """Columns without a unit get that of their kind, where it has but one; twins in two units are told apart by it."""
    found = []
    for column in columns:
        kind = {each.unit for each in columns if (each.commodity, each.measure) == (column.commodity, column.measure)}
        unit = column.unit or (max(kind) if len(kind - {""}) == 1 else "")
        twins = [
            each for each in columns
            if (each.commodity, each.measure, each.form) == (column.commodity, column.measure, column.form)
        ]  # fmt: skip
        form = f"{column.form}, in {unit}".strip(" ,") if len(twins) > 1 and unit else column.form
        found.append(replace(column, unit=unit, form=form))
    return found


def _column(name: str, commodity: matter.Commodity, label: str) -> Column:
    """What a column name says. Raises BadInput for a statistic that is not known."""
    bare, _, twin = name.partition(" (")
    parts = [part for part in re.split(r"[_\s,]+", _JOINED.sub(r"\1_\2", bare)) if part]
    of = commodity
    prefixes = {row["prefix"]: row["key"] for row in matter.rows("parts")}
    if parts[0].casefold() in prefixes and len(parts) > 1:
        of = matter.commodity(prefixes[parts[0].casefold()])
        parts = parts[1:]
    if parts[:2] == ["Prod", "Price"]:
        parts = parts[1:]
    heads = {row["head"]: row for row in matter.rows("heads")}
    head = next((at for at in (bare.split("_")[0].casefold(), parts[0].casefold()) if at in heads), None)
    head = parts[0].casefold() if parts[0].casefold() in heads else head
    if head is None:
        raise BadInput(f"the column {name!r} of {commodity.key} is no statistic of loaders/usgs_mcs/heads.csv.")
    measure = heads[head]["measure"]
    rest = parts[1:] if parts[0].casefold() == head else parts
    told = next(
        (
            r for r in matter.rows("columns")
            if r["column"] == bare and r["key"] in (commodity.key, of.key) and r["releases"] in ("", label)
        ),
        {"unit": "", "form": ""},
    )  # fmt: skip
    unit = told["unit"]
    if not unit and rest and rest[-1].casefold() in words("unit_words"):
        unit = rest[-1]
    if rest and (rest[-1].casefold() in words("unit_words") or rest[-1] in ("ct", "cm", "g")):
        rest = rest[:-1]
    if measure == "price":
        unit = _PRICE_OF.get(unit.casefold(), unit)
    if measure in ("reliance", "us-employment"):
        unit = "percent" if measure == "reliance" else "number"
    if told["form"]:
        return Column(name, of, measure, told["form"].strip("-"), unit)
    words_ = " ".join([heads[head]["keep"], *rest]).strip().casefold()
    number = twin.removesuffix(")")
    return Column(name, of, measure, f"{words_} (column {number})".strip() if number else words_, unit)

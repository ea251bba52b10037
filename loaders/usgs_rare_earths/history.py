"""Reads the workbook of Data Series 140: a year a row since 1900, the United States and the world, in tons of REO."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kb.claims import Claim
from kb.errors import BadTable
from loaders import sheets
from loaders.base import Row
from loaders.usgs_rare_earths.figures import RARE_EARTHS, REO, USA, Reads, ignored, read

if TYPE_CHECKING:
    from loaders.usgs_rare_earths.figures import Teller

COLUMNS = (
    "Year", "Production", "Imports", "Exports", "Apparent consumption", "Unit value ($/t)", "Unit value (98$/t)",
    "World production",
)  # fmt: skip
_FIGURES = {
    "Imports": ("measure:us-imports", ""),
    "Exports": ("measure:us-exports", ""),
    "Apparent consumption": ("measure:us-consumption", "apparent"),
    "Unit value ($/t)": ("measure:price", "unit value"),
    "Unit value (98$/t)": ("measure:price", "unit value in dollars of 1998"),
}
_OTHER = partial(ignored, "title, header or footnote")


def is_history(rows: list[list[str]]) -> bool:
    """Whether a sheet is this table: its header names the world's production beside the years."""
    return _header(rows) is not None


def rows(teller: Teller, path: Path, name: str) -> Reads:
    """Every row, with what reads it. Raises BadTable when the header is not the one known here."""
    found = sheets.cells(path, name)
    header = _header(found) or 0
    titles = [cell.strip() for cell in found[header]]
    if strange := [title for title in titles if title and title not in COLUMNS]:
        raise BadTable([f"{path}: sheet {name!r}, row {header + 1}: a column {strange[0]!r} that is not known here."])
    if lacking := [title for title in COLUMNS if title not in titles]:
        raise BadTable([f"{path}: sheet {name!r}, row {header + 1}: no column {lacking[0]!r}."])
    for number, row in enumerate(found, 1):
        if not any(cell.strip() for cell in row):
            continue
        at = f"sheet {name} row {number}"
        named = {title: row[index] for index, title in enumerate(titles) if title}
        reader = _year(teller) if number > header + 1 and re.fullmatch(r"(19|20)\d\d", row[0].strip()) else _OTHER
        yield Row(f"{path}: {at}", f"{path.name}, {at}", named), reader


def _header(rows: list[list[str]]) -> int | None:
    heads = ((at, {cell.strip() for cell in row}) for at, row in enumerate(rows[:15]))
    return next((at for at, cells in heads if {"Year", "World production"} <= cells), None)


def _year(teller: Teller) -> Callable[[Row], Iterable[Claim]]:
    def claims(row: Row) -> Iterator[Claim]:
        year = row.take("Year")
        text = row.take("Production")
        yield from teller.mined(row, USA, year, read(text, "t", REO, {}), text, False)
        for name, (measure, scope) in _FIGURES.items():
            text = row.take(name)
            cell = read(text, "dt" if measure == "measure:price" else "t", "REO", {})
            yield from teller.figure(row, RARE_EARTHS, measure, scope, year, cell, text)
        text = row.take("World production")
        yield from teller.world(row, year, read(text, "t", REO, {}), text, False)

    return claims

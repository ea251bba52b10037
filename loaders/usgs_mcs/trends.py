"""Reads the tables and figures on trends of the mineral industry (release of 2025): uses, leading producers, changes,
scrap. What they say of the industry as a whole, without a commodity, is ignored by name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kb.claims import Claim
from kb.errors import BadInput
from kb.figures import Figure
from loaders.base import Row
from loaders.usgs_mcs import files, matter
from loaders.usgs_mcs.cells import Cell, read
from loaders.usgs_mcs.places import place

if TYPE_CHECKING:
    from loaders.usgs_mcs.tell import Teller

_KINDS = {
    "uses": {"Critical Mineral", "Primary Applications"},
    "leading": {"Critical_mineral", "Leading_source_country", "Leading_source_precent_world"},
    "sources": {"Import_Share_Order", "Commodity"},
    "prices": {"critical_mineral_priced"},
    "consumption": {"Mineral_Commodity"},
    "scrap": {"Scrap_type", "Scrap_value_mdol"},
}
_WHOLE = (
    {"Source", "Year", "Mine_Production_Metals_mil_dols"},
    {"Source", "Year", "GDP_bil_dols"},
    {"State", "State_Notes", "Principal_commodities"},
    {"Nonfuel_Mineral_Economic_Inputs", "Value_billion_dollars"},
    {"Country", "Commodity_Count", "Map_Class"},
    {"commodity_category", "value_billion_dollars"},
)
_SPAN = re.compile(r"(20\d\d)_(20\d\d)$")
_LIST = {"2023": "2022", "2024": "2022", "2025": "2022"}
"""The list of critical minerals that a release of that year goes by."""


def kind(columns: list[str]) -> str:
    """Which of the tables a header belongs to: 'uses', …, 'whole'; '' for none of them."""
    known = set(columns)
    if any(needed <= known for needed in _WHOLE):
        return "whole"
    return next((name for name, needed in _KINDS.items() if needed <= known), "")


def release(path: Path, columns: list[str]) -> str:
    """From the column of years, else the years in the header, else the name (a figure of one release names another as
    its source), else the source."""
    if "Year" in columns and (found := files.year_of_release(path, columns, "Year")):
        return found
    rows = files.head(path, 2)
    source = files.named_release(Path(rows[1][0])) if len(rows) > 1 and rows[1] else ""
    return files.year_of_release(path, columns) or files.named_release(path) or source


class Reader:
    """The claims of each row of one of these tables."""

    def __init__(self, teller: Teller, columns: list[str]) -> None:
        self.teller = teller
        self.kind = kind(columns)
        self.year = str(int(teller.label) - 1)

    def claims(self, row: Row) -> Iterator[Claim]:
        if self.kind == "whole":
            row.ignore("the mineral industry of the United States as a whole: no commodity")
            return
        found = list(getattr(self, f"_{self.kind}")(row))
        if not row.closed:
            row.done(ignore=("Source", "Notes", "Category_Note"))
        if not found and not row.ignored:
            row.ignore("no figure: blank, not available or not applicable")
        yield from found

    def _uses(self, row: Row) -> Iterator[Claim]:
        word = row.take("Critical Mineral")
        said = row.take("Primary Applications")
        item = _commodity(word).item
        yield from self._figure(row, item, "measure:applications", "", self.year, Cell(Figure(words=said)), said)
        if year := _LIST.get(self.teller.label):
            yield from self.teller.listed(row, year, item)

    def _leading(self, row: Row) -> Iterator[Claim]:
        """The share of the world's output of its first producer; all else stands in the other files of the release."""
        word, country = row.take("Critical_mineral"), row.take("Leading_source_country")
        share = row.take("Leading_source_precent_world")
        commodity = _commodity(word)
        series = matter.series(commodity.key, "sponge" if commodity.key == "titanium" else "")
        cell = read(share, "percent", None)
        if cell.figure is not None:
            yield row.claim(
                "PRODUCES", place(country).id, self.teller.item(row, series.item), cell.figure, status="estimated",
                observed=share, stage=series.stage, measure="share of world output", period=self.year,
            )  # fmt: skip
        row.done(ignore=row.cells)

    def _sources(self, row: Row) -> Iterator[Claim]:
        columns = {name.rstrip("_0123456789"): name for name in row.cells}
        word = row.take("Commodity")
        said, reliance = row.take(columns["Major_Import_Sources"]), row.take(columns["Net_Import_Reliance_pct"])
        years = _span(columns["Major_Import_Sources"])
        commodity = _commodity(word)
        cell, scope = Cell(Figure(words=said)), f"main sources in order: {matter.folded(word)}"
        yield from self._figure(row, commodity.item, "measure:us-import-share", scope, years, cell, said)
        scope = f"as ranked: {matter.folded(word)}"
        cell = read(reliance, "percent", None)
        yield from self._figure(row, commodity.item, "measure:net-import-reliance", scope, self.year, cell, reliance)
        row.done(ignore=("Source", "Notes", "Import_Share_Order"))

    def _prices(self, row: Row) -> Iterator[Claim]:
        yield from self._changes(row, "critical_mineral_priced", "measure:price-change", ("Notes",))

    def _consumption(self, row: Row) -> Iterator[Claim]:
        if row.cells["Mineral_Commodity"] == "Commodity":
            row.ignore("a second header")
            return
        yield from self._changes(row, "Mineral_Commodity", "measure:us-consumption-change", ())

    def _changes(self, row: Row, word_column: str, measure: str, ignored: tuple[str, ...]) -> Iterator[Claim]:
        word = row.take(word_column)
        item = _commodity(word).item
        for name in [name for name in row.cells if _SPAN.search(name)]:
            text = row.take(name)
            suffix = ", a year" if name.startswith("CAGR") else ", of other minerals" if "Other" in name else ""
            scope = f"{matter.folded(word)}{suffix}"
            yield from self._figure(row, item, measure, scope, _span(name), read(text, "percent", None), text)
        row.done(ignore=ignored)

    def _scrap(self, row: Row) -> Iterator[Claim]:
        word = re.sub(r"\*?\s*(\([\d,]+\))?\s*$", "", row.take("Scrap_type")).rstrip("* ")
        item, year = _commodity(word).item, row.take("Year")[:4]
        text = row.take("Scrap_value_mdol")
        yield from self._figure(row, item, "measure:scrap-value", "", year, read(text, "mdol", None), text)
        for part in ("domestic", "imported", "exported"):
            text = row.take(f"Percent_{part}")
            yield from self._figure(row, item, "measure:scrap-share", part, year, read(text, "percent", None), text)

    def _figure(
        self, row: Row, item: str, measure: str, scope: str, period: str, cell: Cell, observed: str
    ) -> Iterator[Claim]:
        estimated = period.endswith(self.year) and measure != "measure:applications"
        yield from self.teller.us(row, item, measure, scope, period, cell, observed, estimated)


def _commodity(word: str) -> matter.Commodity:
    """The commodity of 'TIN, refined', 'Aluminum (bauxite)' or 'Titanium (metal)'. Raises BadInput with near words."""
    inner = re.search(r"\(([^()]+)\)", word)
    candidates = [word, *([inner[1]] if inner else []), re.split(r"[,(]", word)[0]]
    for candidate in candidates:
        if matter.is_commodity(candidate):
            return matter.commodity(candidate)
    raise BadInput(f"no commodity {word!r}.")


def _span(name: str) -> str:
    match = _SPAN.search(name)
    if match is None:
        raise BadInput(f"the column {name!r} names no span of years.")
    return f"{match[1]}/{match[2]}"

"""What the figures of the rare-earth workbooks are as claims; it reads no sheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib.resources import files

from kb.claims import Claim
from kb.figures import Figure
from kb.vocab.matter import name_of
from loaders.base import Row
from loaders.family import Loader, Total
from loaders.usgs_mcs import cells
from loaders.usgs_mcs.cells import ZERO, Cell

RARE_EARTHS = "mineral:rare-earths"
REO = "REO, mine output"
USA = "country:USA"
WORLD = "country:WLD"


Reads = Iterator[tuple[Row, Callable[[Row], Iterable[Claim]]]]
"""Rows, each with what reads it."""


class Teller(Loader):
    """A loader that can say what these figures mean."""

    def item(self, row: Row, id_: str) -> str:
        return self.describe(row, id_, name_of(id_))

    def mined(self, row: Row, country: str, year: str, cell: Cell, observed: str, estimated: bool) -> Iterator[Claim]:
        """Mine output of rare earths of a country, as the summaries and the curated tables have it."""
        if cell.figure is None:
            return
        self._parts(year, country, cell)
        figure = Figure(words=ZERO) if cell.zero else cell.figure
        yield row.claim(
            "PRODUCES", country, self.item(row, RARE_EARTHS), figure, status=status(estimated), absent=cell.zero,
            observed=observed, stage="mining", measure="output", period=year,
        )  # fmt: skip

    def world(self, row: Row, year: str, cell: Cell, observed: str, estimated: bool) -> Iterator[Claim]:
        self._parts(year, WORLD, cell)
        yield from self.figure(row, RARE_EARTHS, "measure:world-output", "mining", year, cell, observed, estimated)

    def figure(
        self,
        row: Row,
        start: str,
        measure: str,
        scope: str,
        year: str,
        cell: Cell,
        observed: str,
        estimated: bool = False,
    ) -> Iterator[Claim]:
        """A figure of an item or a trade code that is already described."""
        if cell.figure is not None:
            if not start.startswith("product:"):
                self.item(row, start)
            yield row.claim(
                "HAS_FIGURE", start, self.describe(row, measure, table("measures", "id")[measure]["name"]), cell.figure,
                status=status(estimated), observed=observed, period=year, scope=scope,
            )  # fmt: skip

    def trade(
        self, row: Row, exporter: str, importer: str, item: str, measure: str, year: str, cell: Cell, observed: str
    ) -> Iterator[Claim]:
        """Trade of the United States in one code; a dash is a stated absence."""
        if cell.figure is not None:
            figure = Figure(words=ZERO) if cell.zero else cell.figure
            yield row.claim(
                "TRADES_WITH", exporter, importer, figure, absent=cell.zero, observed=observed, item=item,
                measure=measure, period=year, reporter=USA,
            )  # fmt: skip

    def sums(self) -> Iterator[Total]:
        """The printed world total of each year against the countries named in the table."""
        for year, parts in sorted(self._years().items()):
            total = parts.get(WORLD)
            named = [number for country, number in parts.items() if country != WORLD]
            if total is not None and len(named) > 2:
                yield Total(f"Rare earths, mine output {year}", total, sum(named), "t", 0.01)

    def _parts(self, year: str, country: str, cell: Cell) -> None:
        if cell.figure is not None and cell.figure.value is not None:
            self._years().setdefault(year, {})[country] = cell.figure.value

    def _years(self) -> dict[str, dict[str, float]]:
        if not hasattr(self, "_sums"):
            self._sums: dict[str, dict[str, float]] = {}
        return self._sums


def read(text: str, unit: str, basis: str | None, footnotes: dict[str, str]) -> Cell:
    """A cell of these workbooks. '(1)' stands for what footnote 1 says: less than half a unit, or words."""
    if match := re.fullmatch(r"\((\d)\)", text.strip()):
        said = footnotes.get(match[1], "")
        return cells.read("s", unit, basis) if "less than" in said.casefold() else Cell(Figure(words=said or text))
    return cells.read(text, unit, basis)


def remarked(cell: Cell, numbers: list[str], footnotes: dict[str, str]) -> Cell:
    """The cell with what its footnotes say of it, in words."""
    said = "; ".join(footnotes[number].rstrip(".") for number in numbers if number in footnotes)
    said = "" if said.startswith("Source") else said
    if cell.figure is None or not said or cell.zero:
        return cell
    return replace(cell, figure=replace(cell.figure, words="; ".join(filter(None, (cell.figure.words, said)))))


def ignored(reason: str, row: Row) -> Iterable[Claim]:
    """Reads a row that makes no claim."""
    row.ignore(reason)
    return ()


def status(estimated: bool) -> str:
    return "estimated" if estimated else "reported"


@cache
def table(name: str, key: str) -> dict[str, dict[str, str]]:
    """The rows of a table beside this module, by one of its columns."""
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    return {row[key]: row for row in csv.DictReader(io.StringIO(text, newline=""))}

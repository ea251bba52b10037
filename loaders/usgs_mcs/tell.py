"""Turns figures of the summaries into claims: a world table, a US statistic, an import share. It reads no file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from kb.claims import Claim
from kb.figures import Figure
from kb.vocab.matter import name_of
from loaders.base import Row
from loaders.family import Loader, Total
from loaders.usgs_mcs import matter
from loaders.usgs_mcs.cells import EXPORTER, ZERO, Cell
from loaders.usgs_mcs.matter import Commodity, Series
from loaders.usgs_mcs.places import Place

USA = "country:USA"
TOLERANCE = 0.03
"""World totals are rounded to two or three digits."""
_LISTS = {
    "2022": "United States: 2022 list of critical minerals (50)",
    "2025": "United States: final 2025 list of critical minerals (60)",
}
_SO_TOTAL = ("all", "total", "combined total")


@dataclass
class Table:
    """One world table of one year while it is read: parts with a figure, those without one, and the published total."""

    parts: list[tuple[str, float]] = field(default_factory=list)
    without: set[str] = field(default_factory=set)
    total: float | None = None
    unit: str = ""
    but_usa: bool = False


class Teller(Loader):
    """A loader that can say what these figures mean; the readers of the kinds of file call it."""

    def __init__(self, paths: Sequence[Path], label: str) -> None:
        super().__init__(paths, label)
        self.tables: dict[tuple[str, str, str, str], Table] = {}
        self._listed: set[tuple[str, str]] = set()

    def item(self, row: Row, id_: str) -> str:
        return self.describe(row, id_, name_of(id_))

    def measure(self, row: Row, id_: str) -> str:
        return self.describe(row, id_, _measures()[id_])

    def world(
        self,
        row: Row,
        place: Place,
        series: Series,
        measure: str,
        period: str,
        cell: Cell,
        observed: str,
        estimated: bool,
    ) -> Iterator[Claim]:
        """A cell of a world table: `measure` is output, capacity or reserves."""
        if cell.figure is None:
            return
        status = "estimated" if estimated else "reported"
        held = measure == "reserves"
        item = self.item(row, series.reserves if held else series.item)
        figure = self._formed(cell.figure, place)
        self.count((item, "" if held else series.stage, measure, period), place, cell)
        if place.id and not place.world:
            figure = Figure(words=ZERO) if cell.zero else figure
            stage = {} if held else {"stage": series.stage}
            yield row.claim(
                "HOLDS" if held else "PRODUCES", place.id, item, figure, status=status, absent=cell.zero,
                observed=observed, measure=measure, period=period, **stage,
            )  # fmt: skip
            return
        kind = self.measure(row, f"measure:{'world' if place.world else 'joint'}-{measure}")
        stage_words = "" if held else series.stage
        name = " ".join(word for word in (place.name, place.form) if word)
        scope = stage_words if place.world else f"{stage_words}: {name}" if stage_words else name
        yield row.claim("HAS_FIGURE", item, kind, figure, status=status, observed=observed, period=period, scope=scope)

    def us(
        self, row: Row, item: str, measure: str, scope: str, period: str, cell: Cell, observed: str, estimated: bool
    ) -> Iterator[Claim]:
        """A salient statistic of the United States, as a figure of the commodity."""
        if cell.figure is not None:
            yield row.claim(
                "HAS_FIGURE", self.item(row, item), self.measure(row, measure), cell.figure,
                status="estimated" if estimated else "reported", observed=observed, period=period, scope=scope,
            )  # fmt: skip

    def made_in_usa(
        self, row: Row, commodity: Commodity, detail: str, period: str, cell: Cell, observed: str, estimated: bool
    ) -> Iterator[Claim]:
        """Output of the United States that no world table has is PRODUCES besides."""
        made = matter.us_output(commodity.key, detail)
        if made and cell.figure is not None:
            figure = Figure(words=ZERO) if cell.zero else replace(cell.figure, basis=cell.figure.unit and made.basis)
            yield row.claim(
                "PRODUCES", USA, self.item(row, made.item), figure, status="estimated" if estimated else "reported",
                absent=cell.zero, observed=observed, stage=made.stage, measure="output", period=period,
            )  # fmt: skip

    def reliance(
        self,
        row: Row,
        commodity: Commodity,
        form: str,
        of: str,
        period: str,
        cell: Cell,
        observed: str,
        estimated: bool,
    ) -> Iterator[Claim]:
        """Net import reliance: of the form's own item, else of the commodity; else a figure with the form as scope."""
        if cell.figure is None:
            return
        item = matter.form("reliance", commodity.key, form)
        if not item and (not form or not matter.has_forms("reliance", commodity.key)):
            item = commodity.relies
        if not item:
            yield from self.us(
                row, commodity.item, "measure:net-import-reliance", form, period, cell, observed, estimated
            )
            return
        none = EXPORTER if cell.exporter else ZERO if cell.zero else ""
        basis = f"{name_of(item).lower()}; share of {of}"
        figure = Figure(words=none) if none else replace(cell.figure, basis=basis if cell.figure.numeric else None)
        yield row.claim(
            "RELIES_ON", USA, self.item(row, item), figure, status="estimated" if estimated else "reported",
            absent=bool(none), observed=observed, measure="net import reliance", period=period,
        )  # fmt: skip

    def source(
        self, row: Row, commodity: Commodity, detail: str, place: Place, period: str, cell: Cell, observed: str,
        estimated: bool,
    ) -> Iterator[Claim]:  # fmt: skip
        """A country's share of the imports of the United States, of a form that has an item; else a figure."""
        if cell.figure is None:
            return
        said = matter.folded(detail)
        item = matter.form("source", commodity.key, detail)
        own = {commodity.key, *matter.words_of(commodity.key)}
        if not item and (said.startswith(_SO_TOTAL) or said.removesuffix(" compounds and metals") in own):
            item = commodity.relies
        item = item.strip("-")
        figure = replace(cell.figure, basis=f"US imports of {_plain(said, item or commodity.item)}")
        if item and place.id:
            yield row.claim(
                "TRADES_WITH", place.id, USA, figure, status="estimated" if estimated else "reported",
                observed=observed, item=self.item(row, item), measure="import share", period=period, reporter=USA,
            )  # fmt: skip
            return
        scope = f"{place.name}: {said}"
        yield from self.us(
            row, item or commodity.item, "measure:us-import-share", scope, period, replace(cell, figure=figure),
            observed, estimated,
        )  # fmt: skip

    def listed(self, row: Row, year: str, item: str) -> Iterator[Claim]:
        """The flag that a commodity is on the list of critical minerals: once for each item."""
        policy = f"policy:us-critical-minerals-list-{year}"
        if (policy, item) not in self._listed:
            self._listed.add((policy, item))
            name = _LISTS.get(year, f"United States: {year} list of critical minerals")
            yield row.claim(
                "LISTS", self.describe(row, policy, name, kind="list"), self.item(row, item), observed="Yes"
            )

    def totals(self) -> Iterator[Total]:
        for (item, stage, measure, period), table in sorted(self.tables.items()):
            lacking = table.without - ({USA} if table.but_usa else set())
            if table.total is not None and len(table.parts) > 2 and not lacking:
                parts = sum(number for id_, number in table.parts if not (table.but_usa and id_ == USA))
                what = " ".join(word for word in (name_of(item), stage, measure, period) if word)
                yield Total(what, table.total, parts, table.unit, TOLERANCE)

    def count(self, key: tuple[str, str, str, str], place: Place, cell: Cell) -> None:
        """Keep a part or the total of one table, by item, stage, measure and year, for `totals`."""
        table = self.tables.setdefault(key, Table())
        number = cell.figure.value if cell.figure else None
        if place.world:
            table.total, table.unit = number, (cell.figure.unit if cell.figure else "") or ""
            table.but_usa = "exclud" in place.form.casefold()
        elif number is None:
            table.without.add(place.id or place.name)
        else:
            table.parts.append((place.id or place.name, number))

    @staticmethod
    def _formed(figure: Figure, place: Place) -> Figure:
        """The figure with what the country cell adds: a form ('andalusite') to the basis, a total's limit in words."""
        if not place.form or not figure.numeric:
            return figure
        if place.world:
            return replace(figure, words="; ".join(filter(None, (figure.words, place.form))))
        return replace(figure, basis=f"{figure.basis}; {place.form}")


def _plain(said: str, item: str) -> str:
    return name_of(item).lower() if said.startswith(_SO_TOTAL) and " of " not in said else said


@cache
def _measures() -> dict[str, str]:
    return {row["id"]: row["name"] for row in matter.rows("measures")}

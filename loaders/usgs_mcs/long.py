"""Reads the one long file of a release from 2026 on: a row is one figure of one commodity, country and year."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from kb.claims import Claim
from kb.errors import BadInput
from kb.vocab import words
from loaders.base import Row
from loaders.usgs_mcs import matter
from loaders.usgs_mcs.cells import own_unit, read
from loaders.usgs_mcs.places import place

if TYPE_CHECKING:
    from loaders.usgs_mcs.tell import Teller

COLUMNS = (
    "MCS chapter", "Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit", "Year", "Value",
    "Notes",
)  # fmt: skip
CRITICAL = re.compile(r"Is critical mineral (\d{4})")
_MEASURES = {
    "Production": "us-production", "Import": "us-imports", "Export": "us-exports", "Consumption": "us-consumption",
    "Supply": "us-supply", "Stock": "us-stocks", "Shipment": "us-shipments", "Sold or used": "us-sales",
    "Sold": "us-sales", "Sales": "us-sales", "Employment": "us-employment", "Price": "price",
}  # fmt: skip
_WORLD = {"Production": "output", "Capacity": "capacity", "Reserves": "reserves"}
_YEARS = re.compile(r"(\d{4})(?:\s*[–—-]\s*(\d{2}|\d{4}))?")
_RELIANCE = re.compile(r"net import reliance\s*as a percentage of ((?:total )?\w+ consumption)[,:]?\s*(.*)")
_HEADS = re.compile(
    r"(production|imports for consumption total|imports for consumption|imports|exports|consumption|prices?|"
    r"stocks|supply|employment|shipments|sold or used|sales|sold)\b\s*[:,]?\s*"
)
_COUNTED = re.compile(r",\s*((thousand|million) (metric tons|liters|square feet|dollars)|metric tons|number)\b")
_PER = re.compile(r",?\s*(dollars|cents) per [a-z0-9 -]+?(?=[,:(]|$)")
_PAIR = re.compile(r":\s*(dollars|cents) per [^:]*$")
"""One price told in two units: the unit tells the rows apart."""
_MICA = ("mineral:mica-scrap-flake", "mineral:mica-sheet")


class Reader:
    """The claims of each row of a long file."""

    def __init__(self, teller: Teller) -> None:
        self.teller = teller
        self._twins: Counter[tuple[str, ...]] = Counter()

    def claims(self, row: Row) -> Iterator[Claim]:
        notes, listed, year_of_list = self._flags(row)
        chapter, section, word, country = (row.take(name) for name in COLUMNS[:4])
        statistic, detail, stated, year, value = (row.take(name) for name in COLUMNS[4:9])
        row.done(ignore=("Other notes",))
        commodity = matter.commodity(word)
        period = _period(year)
        estimated = _estimated(notes)
        unit = own_unit(detail, stated, _units())
        found: list[Claim] = []
        if statistic.startswith("Import sources"):
            cell = read(value, unit, "")
            found += self.teller.source(row, commodity, detail, place(country), period, cell, value, estimated)
        elif section.startswith("World"):
            if statistic not in _WORLD:
                raise BadInput(f"Statistics {statistic!r} in a world table is none of {', '.join(_WORLD)}.")
            series = matter.series(commodity.key, detail)
            cell = read(
                value, matter.corrected(self.teller.label, commodity.key, _WORLD[statistic], unit), series.basis
            )
            form = "" if series.named else _form(detail, commodity.key)
            form = "" if form in series.basis.casefold() else form
            at = place(f"{country} ({form})") if form else place(country)
            found += self.teller.world(row, at, series, _WORLD[statistic], period, cell, value, estimated)
        elif section.startswith("Salient"):
            if place(country).id != "country:USA":
                raise BadInput(f"a salient statistic of {country!r}; they are of the United States.")
            found += self._salient(row, commodity, statistic, detail, unit, period, value, estimated, notes)
        else:
            raise BadInput(f"no section {section!r} is known: World …, Salient Statistics …, Import Sources.")
        if listed:
            item = commodity.item if commodity.item.startswith("mineral:") else matter.commodity(chapter).item
            found += self.teller.listed(row, year_of_list, item)
        if not found:
            row.ignore("no figure: not available or not applicable")
        yield from found

    def _salient(
        self, row: Row, commodity: matter.Commodity, statistic: str, detail: str, unit: str, period: str, value: str,
        estimated: bool, notes: str,
    ) -> Iterator[Claim]:  # fmt: skip
        item = self._mica(commodity, statistic, detail, period, notes) or commodity.item
        if statistic == "Net import reliance":
            match = _RELIANCE.search(matter.folded(detail))
            of, form = (match[1], re.sub(r"\(.*?\)", "", match[2]).strip()) if match else ("consumption", "")
            cell = read(value, "percent", None)
            if item != commodity.item:
                form = "flake" if item == _MICA[0] else "sheet"
            yield from self.teller.reliance(row, commodity, form, of, period, cell, value, estimated)
            return
        if statistic not in _MEASURES:
            raise BadInput(f"no statistic {statistic!r} is known: {', '.join(_MEASURES)}, Net import reliance.")
        basis = "gross weight" if "gross weight" in detail.casefold() else commodity.content
        if not unit:  # 'Variable, depending on type of product' has none
            unit = "index"
        cell = read(value, unit, basis)
        scope = _scope(detail)
        measure = f"measure:{_MEASURES[statistic]}"
        yield from self.teller.us(row, item, measure, scope, period, cell, value, estimated)
        if statistic == "Production":
            yield from self.teller.made_in_usa(row, commodity, detail, period, cell, value, estimated)

    def _mica(self, commodity: matter.Commodity, statistic: str, detail: str, period: str, notes: str) -> str:
        """Scrap and flake mica and sheet mica have rows of one key: the publisher's table puts scrap and flake first,
        as the notes on imports confirm (below and above 6 dollars a kilogram)."""
        if commodity.key != "mica":
            return ""
        key = (statistic, detail, period)
        self._twins[key] += 1
        second = self._twins[key] > 1
        if (">$6.00" in notes and not second) or ("<$6.00" in notes and second):
            raise BadInput("mica of which kind? The notes name the other price class than the order of the rows.")
        twin = statistic in ("Import", "Export", "Consumption", "Net import reliance")
        return _MICA[second] if twin else ""

    @staticmethod
    def _flags(row: Row) -> tuple[str, bool, str]:
        """Notes, whether the row is flagged critical, and the list's year. One row of a release is shifted to the
        right: its flag stands in the notes and its commodity in the flag."""
        notes = row.take("Notes")
        column = next((name for name in row.cells if CRITICAL.fullmatch(name)), "")
        if not column:
            return notes, False, ""
        flag, year = row.take(column), column[-4:]
        if flag not in ("Yes", "No", "") and notes in ("Yes", "No"):
            notes, flag = "", notes
        if flag not in ("Yes", "No", ""):
            raise BadInput(f"{column} is {flag!r}; it is Yes, No or empty.")
        return notes, flag == "Yes", year


@cache
def _period(year: str) -> str:
    match = _YEARS.fullmatch(year)
    if match is None:
        raise BadInput(f"Year {year!r} is no year and no span of years.")
    first, last = match.groups()
    return f"{first}/{first[: 4 - len(last)]}{last}" if last else first


@cache
def _estimated(notes: str) -> bool:
    """'Estimated.' stands among the notes; 'Reported.' overrides what holds for a whole column."""
    said = [part.strip(" .").casefold() for part in re.split(r"\s*\.?\s*--\s*", notes)]
    return any(part.startswith("estimated") for part in said) and "reported" not in said


@cache
def _scope(detail: str) -> str:
    """The form, place or market that a statistic is about, without the statistic's own name and unit."""
    said = matter.folded(detail)
    said = _COUNTED.sub("", said)
    said = _HEADS.sub("", said, count=1) if _HEADS.match(said) else said
    if not _PAIR.search(said):
        said = _PER.sub("", said)
    return said.strip(" ,:")


@cache
def _form(detail: str, key: str) -> str:
    """What follows the colon or dash of a world table's heading: 'crude ore', 'andalusite'; not that it is rounded."""
    said = matter.folded(detail)
    head, _, rest = said.partition(":")
    if not rest:
        head, _, rest = said.partition(" - ")
    words_ = re.sub(r",?\s*\brounded\b", "", rest).strip(" ,:")
    return "" if words_ in ("", "all forms", "production", "reserves", key) or "mica" in head else words_


@cache
def _units() -> frozenset[str]:
    return frozenset(word for word in words("unit_words") if " " in word)

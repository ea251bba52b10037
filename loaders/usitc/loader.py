"""Reads workbooks of the USITC DataWeb: imports or exports of the United States by country and code, a column a year.

A code can stand in several rows, one for each unit that its lines are counted in. Their values add up to the code's;
weights, pieces and contents are different things and never add. It asks DataWeb nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from kb.claims import Claim
from kb.errors import BadInput, BadTable, Drift
from kb.figures import Figure
from kb.vocab import products
from kb.vocab.countries import country_id
from loaders import family, sheets
from loaders.base import Row
from loaders.family import Total

NAMES = ("Data Type", "Country", "HTS Number", "Description", "Quantity Description")
HEADERS = (frozenset(NAMES),)
PARAMETERS = "Query Parameters"
FLOWS = {
    "Imports For Consumption": "imports for consumption", "General Imports": "general imports",
    "Domestic Exports": "domestic exports", "Total Exports": "total exports", "Foreign Exports": "foreign exports",
}  # fmt: skip
VALUES = {"Customs Value": "customs value", "FAS Value": "free alongside ship"}
UNITS = ("First Unit of Quantity", "Second Unit of Quantity")
OTHERS = (
    "CIF Import Value", "Landed Duty-Paid Value", "Dutiable Value", "Calculated Duties",
    "Charges, Insurance, and Freight",
)  # fmt: skip
"""What DataWeb can tell besides: values of the same goods with other things in them."""
TONS = {"metric tons": 1.0, "kilograms": 1e-3, "grams": 1e-6}
CONTENTS = {"component tons": 1.0, "component kilograms": 1e-3, "component grams": 1e-6}
BASES = {
    "quantity": "goods of the code that are counted by weight",
    "count": "goods of the code that are counted in pieces",
    "content": "the component that the schedule names, contained in the goods of the code",
}

_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_COLUMN = re.compile(r"((?:19|20)\d\d)(_Year_to_date)?(_Suppressed)?")


def release_of(path: Path) -> str | None:
    """'imports-2026-07-10-3fa9c1': the flow, the day of the download and a hash of what was asked, so that another
    query of that day is another release."""
    if path.suffix.lower() not in (".xlsx", ".xls") or PARAMETERS not in sheets.names(path):
        return None
    asked = {row[0]: row[1] for row in sheets.cells(path, PARAMETERS) if len(row) > 1}
    if not {"Download Date", "Trade Flow"} <= asked.keys():
        return None
    day, flow = asked.pop("Download Date")[:10], asked["Trade Flow"]
    if flow not in FLOWS or not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
        raise BadTable([f"{path}: trade flow {flow!r} of {day!r}; known are {', '.join(FLOWS)}, with a download date."])
    digest = hashlib.sha256(repr(sorted(asked.items())).encode()).hexdigest()[:6]
    return f"{FLOWS[flow].replace(' ', '-')}-{day}-{digest}"


@dataclass(frozen=True)
class _Part:
    """What a row adds to a figure of its code, and how much a unit is; no `measure`: nothing, for `why` or `wrong`."""

    measure: str
    times: float = 1.0
    why: str = ""
    wrong: str = ""


class Loader(family.Loader):
    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        found = re.fullmatch(r"(.*)-(\d{4}-\d\d-\d\d)-[0-9a-f]{6}", label)
        self.flow = found[1].replace("-", " ") if found else ""
        self.published = found[2] if found else ""
        self._groups: dict[tuple[str, ...], list[Row]] = {}
        self._totals: list[tuple[str, Row]] = []

    def rows(self) -> Iterator[Row]:
        read = list(chain.from_iterable(_sheets(path) for path in self.files))
        for row in read:
            part = _part(row.cells["Data Type"], row.cells["Quantity Description"])
            self._groups.setdefault(self._key(row, part.measure), []).append(row)
        yield from read

    def _key(self, row: Row, measure: str) -> tuple[str, ...]:
        sheet = "YTD" if any("_Year_to_date" in name for name in row.cells) else ""
        return (measure, sheet, row.cells["Country"], row.cells["HTS Number"])

    def claims(self, row: Row) -> Iterable[Claim]:
        kind, unit, country, code = (
            row.take(n) for n in ("Data Type", "Quantity Description", "Country", "HTS Number")
        )
        part = _part(kind, unit)
        if country.startswith("Total") or kind.startswith("Total"):
            row.ignore("the sum of all rows, checked against them")
            self._totals.append((row.where, row))
            return
        if part.wrong:
            raise BadInput(part.wrong)
        if part.why:
            row.ignore(part.why)
            return
        rows = self._groups[self._key(row, part.measure)]
        if rows[0] is not row:
            row.ignore("another unit of its code, added to the first")
            return
        partner, item = country_id(country), products.product_id(code)
        found = list(self._figures(row, rows, part.measure, partner, item))
        _close(row)
        if not found:
            row.ignore("nothing traded in any year")
            return
        self.describe(row, item, **products.details(code, row.cells["Description"].strip().capitalize()))
        yield from found

    def _figures(self, row: Row, rows: list[Row], measure: str, partner: str, item: str) -> Iterator[Claim]:
        """One claim a year in which the rows together say more than 0."""
        ends = (partner, "country:USA") if "imports" in self.flow else ("country:USA", partner)
        for column, period in _periods(row).items():
            said = [(each, number) for each in rows if (number := each.number(column))]
            if not said:
                continue
            amount = round(sum(n * _part(each.cells["Data Type"], each.cells["Quantity Description"]).times
                               for each, n in said), 6)  # fmt: skip
            suppressed = sum(each.number(f"{column}_Suppressed") or 0 for each in rows)
            unit = {"value": "USD", "count": "pieces"}.get(measure, "t")
            basis = BASES.get(measure) or f"{VALUES[row.cells['Data Type']]}, {self.flow}"
            bounds: dict[str, Any] = (
                {"low": amount, "words": f"without {suppressed:g} suppressed"} if suppressed else {"value": amount}
            )
            yield row.claim(
                "TRADES_WITH", *ends, Figure(**bounds, unit=unit, basis=basis),
                status="reported" if len(said) == 1 else "computed",
                observed=" + ".join(each.cells[column].strip() for each, _ in said), locator=_locator(said, column),
                item=item, measure=_said(measure, self.flow), period=period, reporter="country:USA",
            )  # fmt: skip

    def totals(self) -> Iterator[Total]:
        """The sums that DataWeb prints below a sheet of values, against its rows."""
        for where, total in self._totals:
            kind = where.partition("sheet ")[2].partition(" row")[0]
            parts = [row for rows in self._groups.values() for row in rows if f"sheet {kind} row" in row.where]
            for column in _periods(total):
                published = float(total.cells[column].replace(",", "") or 0)
                told = sum(row.number(column) or 0 for row in parts if row is not total)
                if published or told:
                    yield Total(f"{kind}, {self.flow}, {column}", published, told, "USD", tolerance=0)


def _sheets(path: Path) -> Iterator[Row]:
    """The rows of every sheet of data. Its second line says how many there are: fewer means a file that was cut."""
    for name in sheets.names(path):
        if name == PARAMETERS:
            continue
        lines = sheets.cells(path, name)
        if len(lines) < 3 or lines[1][0] != "Data Row Count":
            raise BadTable([f"{path}: sheet {name!r} does not begin with a title, a row count and a header."])
        head = [cell.strip() for cell in lines[2]]
        if tuple(head[:5]) != NAMES:
            raise BadTable([f"{path}: sheet {name!r}, row 3: {', '.join(head[:5])}; expected {', '.join(NAMES)}."])
        data = [(at, line) for at, line in enumerate(lines[3:], 4) if any(cell.strip() for cell in line)]
        told = sum(1 for _, line in data if not line[0].startswith("Total"))
        if str(told) != lines[1][1]:
            raise BadTable([f"{path}: sheet {name!r} says {lines[1][1]} rows and holds {told}; was it cut off?"])
        months = re.search(r"from (\w{3}) - (\w{3})", lines[0][0])
        span = f"{_MONTHS.index(months[1]) + 1:02} {_MONTHS.index(months[2]) + 1:02}" if months else ""
        for at, line in data:
            at_row = f"sheet {name} row {at}"
            cells = {title: cell for title, cell in zip(head, line, strict=False) if title}
            yield Row(f"{path}: {at_row}", f"{path.name}, {at_row}", {**cells, "months": span})


def _part(kind: str, unit: str) -> _Part:
    """What a row of that data type and unit adds to."""
    if kind.startswith("Total"):
        return _Part("")
    if kind in VALUES:
        return _Part("value")
    if kind in OTHERS:
        return _Part("", why=f"{kind.lower()}: not the value of the goods alone")
    if kind not in UNITS:
        return _Part("", wrong=f"data type {kind!r} is none of {', '.join((*VALUES, *UNITS, *OTHERS))}.")
    if unit in TONS:
        return _Part("quantity", TONS[unit])
    if unit in CONTENTS:
        return _Part("content", CONTENTS[unit])
    if unit == "number":
        return _Part("count")
    if unit == "no units collected":
        return _Part("", why="no units collected")
    if unit == "gold content grams":
        return _Part("", why="gold contained in ores of other metals")
    return _Part("", wrong=f"unit {unit!r} is none of {', '.join((*TONS, *CONTENTS))}, number.")


def _said(measure: str, flow: str) -> str:
    """The value of domestic exports is another measure than that of all, which other sources count."""
    return "domestic export value" if (measure, flow) == ("value", "domestic exports") else measure


def _periods(row: Row) -> dict[str, str]:
    """Columns to read and their periods: every year; of sheets to date the last two, which no whole year holds yet or
    which the last is compared with. Raises Drift for a column that is neither."""
    found: dict[str, str] = {}
    first, _, last = row.cells["months"].partition(" ")
    for name in row.cells:
        if name in NAMES or name == "months":
            continue
        column = _COLUMN.fullmatch(name)
        if column is None:
            raise Drift(f"column {name!r} is neither a year, nor a year to date, nor what was suppressed of one.")
        if column[3]:
            continue
        if column[2] and not first:
            raise Drift("a sheet to date whose title does not say from which month to which.")
        found[name] = f"{column[1]}-{first}/{column[1]}-{last}" if column[2] else column[1]
    return dict(list(found.items())[-2:]) if any("/" in period for period in found.values()) else found


def _close(row: Row) -> None:
    """Years to date that whole years tell better are left out by name; zeros say that nothing was counted."""
    row.done(ignore=(*NAMES, "months", *(name for name in row.cells if _COLUMN.fullmatch(name))))


def _locator(said: list[tuple[Row, float]], column: str) -> str:
    first, *more = (row.origin for row, _ in said)
    return f"{first}, {column}" + "".join(f", and row {other.rpartition(' ')[2]}" for other in more)

"""Reads the Worldwide Governance Indicators in the three layouts of their updates; it makes no index of them.

Wide (2023 and before): a sheet a dimension, six columns a year under two header rows. Long (2023, 2024): one table,
a row for each country, year and dimension. By dimension (2025): a sheet each, a row for each economy and year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from kb.claims import Claim
from kb.errors import BadInput, BadTable, Drift
from kb.figures import Figure
from kb.vocab import words
from kb.vocab.countries import country_id
from loaders import family, sheets
from loaders.base import Row, header, table

DIMENSIONS = {
    "va": "Voice and Accountability", "pv": "Political Stability and Absence of Violence",
    "ge": "Government Effectiveness", "rq": "Regulatory Quality", "rl": "Rule of Law", "cc": "Control of Corruption",
}  # fmt: skip
LONG = ("code", "countryname", "year", "indicator", "estimate", "stddev", "nsource", "pctrank", "pctranklower",
        "pctrankupper", "codeindyr")  # fmt: skip
ECONOMY = ("Economy (code)", "Economy (name)", "Year", "Governance estimate (approx. -2.5 to +2.5)")
HEADERS = (frozenset(LONG), frozenset(ECONOMY))

ESTIMATE = "governance estimate, about -2.5 (weak) to 2.5 (strong)"
SCORE = "governance score, 0 (weak) to 100 (strong)"
RANK = "percentile rank among all countries, 0 (lowest) to 100 (highest)"
_WIDE = {
    "Estimate": "estimate",
    "StdErr": "error",
    "NumSrc": "sources",
    "Rank": "rank",
    "Lower": "low",
    "Upper": "high",
}
_NAMES = {
    "estimate": "estimate", "stddev": "error", "nsource": "sources", "pctrank": "rank", "pctranklower": "low",
    "pctrankupper": "high", ECONOMY[3]: "estimate", "Standard error (estimate)": "error",
    "Lower threshold (90% conf. int. estimate)": "estimate low",
    "Upper threshold (90% conf. int. estimate)": "estimate high", "Number of sources": "sources",
    "Governance score (0-100)": "score", "Lower threshold (90% conf. int. score)": "score low",
    "Upper threshold (90% conf. int. score)": "score high",
}  # fmt: skip
"""What the columns of the later layouts mean."""
_ASIDE = (
    "countryname", "codeindyr", ECONOMY[1], "Standard error (gov. score)", "Region", "Income classification",
    "ID variable (economy code/ gov. dimension/ year)",
)  # fmt: skip
_DIMENSION = ("dimension", "Governance dimension", "indicator")
_CODE = ("Code", "code", ECONOMY[0])
_SOURCE = re.compile(r"[A-Z]{2,4}[0-9]?(?: .*)?")
"""A column of one source's own score, in the workbooks "with source data"."""
_MISSING = ("", "#N/A", "..", "NA")


def release_of(path: Path) -> str | None:
    """The year of the update, which is the one after the newest year that it tells of: '2023' ends with 2022."""
    years = {year for row in _rows(path) for year in _years(row)}
    return str(max(map(int, years)) + 1) if years else None


def _rows(path: Path) -> Iterator[Row]:
    """The rows of every table of indicators in a file, with `dimension` as a cell; none for a stranger."""
    if path.suffix.lower() == ".csv":
        if set(LONG[:5]) <= set(header(path)):
            yield from table(path)
        return
    if path.suffix.lower() not in (".xlsx", ".xls"):
        return
    for name in sheets.names(path):
        lines = sheets.cells(path, name)
        at = next((at for at, line in enumerate(lines[:30]) if _is_head({cell.strip() for cell in line})), None)
        if at is None:
            continue
        above = lines[at - 1] if at else []
        heads = [cell.strip() for cell in lines[at]]
        wide = "Country/Territory" in heads
        if wide:
            heads = [f"{year} {head}" if head in _WIDE else head for year, head in zip(above, heads, strict=True)]
        if len(set(filter(None, heads))) < sum(map(bool, heads)):
            raise BadTable([f"{path}: sheet {name!r}, row {at + 1}: a repeated column name."])
        about = lines[0][0] if wide else name
        given = {} if set(_DIMENSION) & set(heads) else {"dimension": _dimension(path, name, about)}
        for number, line in enumerate(lines[at + 1 :], at + 2):
            if any(cell.strip() for cell in line):
                where = f"sheet {name} row {number}"
                cells = {head: cell for head, cell in zip(heads, line, strict=True) if head}
                yield Row(f"{path}: {where}", f"{path.name}, {where}", {**cells, **given})


def _is_head(cells: set[str]) -> bool:
    return {"Country/Territory", "Code"} <= cells or set(LONG[:5]) <= cells or set(ECONOMY) <= cells


def _dimension(path: Path, sheet: str, title: str) -> str:
    found = [key for key, name in DIMENSIONS.items() if title.casefold() in (key, name.casefold())]
    found = found or [key for key, name in DIMENSIONS.items() if title.split(" ")[0] == name.split(" ")[0]]
    if len(found) != 1:
        raise BadTable([f"{path}: sheet {sheet!r} is about {title!r}, none of {', '.join(DIMENSIONS.values())}."])
    return found[0]


def _years(row: Row) -> Iterable[str]:
    if (year := row.cells.get("year") or row.cells.get("Year")) is not None:
        return (year.strip(),)
    return {name[:4] for name in row.cells if name[:4].isdigit()}


class Loader(family.Loader):
    def rows(self) -> Iterator[Row]:
        return chain.from_iterable(_rows(path) for path in self.files)

    def claims(self, row: Row) -> Iterable[Claim]:
        code, dimension = (row.take(_first(row, names)) for names in (_CODE, _DIMENSION))
        dimension = dimension.casefold()
        if dimension not in DIMENSIONS:
            raise BadInput(f"indicator {dimension!r} is none of {', '.join(DIMENSIONS)}.")
        told = _wide(row) if "Country/Territory" in row.cells else _long(row)
        if code in words("areas"):
            row.ignore(f"an area that is no country: {words('areas')[code]['name']}")
            return
        country = country_id(code, "wgi")
        measure = f"measure:governance-{DIMENSIONS[dimension].casefold().replace(' ', '-')}"
        found = [claim for year, said in told.items() for claim in _of(row, country, measure, year, said)]
        if not found:
            row.ignore("no estimate")
            return
        self.describe(row, measure, f"Governance: {DIMENSIONS[dimension].casefold()}")
        yield from found


def _first(row: Row, names: Iterable[str]) -> str:
    """The one of these columns that the row has. Raises Drift for none."""
    for name in names:
        if name in row.cells:
            return name
    raise Drift(f"no column {' or '.join(names)}.")


def _wide(row: Row) -> dict[str, dict[str, str]]:
    """What a row says of each year, by what it is."""
    found: dict[str, dict[str, str]] = {}
    for name in row.cells:
        year, _, head = name.partition(" ")
        if head in _WIDE and year.isdigit():
            found.setdefault(year, {})[_WIDE[head]] = row.take(name)
    row.done(ignore=("Country/Territory",))
    return found


def _long(row: Row) -> dict[str, dict[str, str]]:
    year = row.take("year" if "year" in row.cells else "Year")
    if not re.fullmatch(r"(?:19|20)\d\d", year):
        raise BadInput(f"{year!r} is not a year.")
    said = {meaning: row.take(name) for name, meaning in _NAMES.items() if name in row.cells}
    if "estimate" not in said:
        raise Drift("no column with the governance estimate.")
    row.done(ignore=(*_ASIDE, *(name for name in row.cells if _SOURCE.fullmatch(name))))
    return {year: said}


def _of(row: Row, country: str, measure: str, year: str, said: Mapping[str, str]) -> Iterator[Claim]:
    """Estimate, its standard error, percentile rank and score of one country, dimension and year."""
    number = {what: _number(what, text) for what, text in said.items()}
    kinds = (
        ("estimate", "ratio", ESTIMATE, "estimate low", "estimate high"),
        ("error", "ratio", f"standard error of the {ESTIMATE}", "", ""),
        ("rank", "%", RANK, "low", "high"),
        ("score", "ratio", SCORE, "score low", "score high"),
    )
    for what, unit, basis, low, high in kinds:
        value = number.get(what)
        if value is not None:
            least, most = number.get(low), number.get(high)
            figure = Figure(
                value,
                None if least is None else min(least, value),  # rounded to three places apart from the value
                None if most is None else max(most, value),
                unit,
                basis,
            )
            scope = {"error": "standard error", "rank": "percentile rank"}.get(what, what)
            yield row.claim("HAS_FIGURE", country, measure, figure, observed=said[what], period=year, scope=scope)


def _number(what: str, text: str) -> float | None:
    if text in _MISSING:
        return None
    try:
        return float(text)
    except ValueError:
        raise BadInput(f"{what} is {text!r}, not a number.") from None

"""Reads the ICMM Global Mining Dataset: a workbook of mines, smelters, refineries and plants; nothing about owners.

Its identifiers (ICMM00026) are kept, so that a site of another source with the same one is the same site.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from kb.claims import Claim
from kb.errors import BadInput
from kb.vocab.countries import country_id
from kb.vocab.matter import commodity, name_of
from loaders import family, sheets
from loaders.base import Row
from loaders.family import Total
from loaders.places import coordinates

COMMODITIES = ("Primary Commodity", "Secondary Commodity", "Other Commodities")
COLUMNS = (
    "ICMMID", "Confidence Factor", "Mine Name", "Group Names", "Latitude", "Longitude", "Asset Type", "Country",
    *COMMODITIES,
)  # fmt: skip
HEADERS = [frozenset(COLUMNS)]
WORKS = {"Smelter", "Refinery", "Plant", "Steel Plant"}
ASSETS = {"Mine", *WORKS}
WITNESS = {
    "High": "",
    "Moderate": "",
    "Low": "S&P Global",
    "Very Low": "Water and Planetary Health Analytics (WAPHA) Global Metal Mines Database",
}
"""The one source that a row of that confidence rests on, as the sheet About defines it; several or vetted ones: ''."""
_EDITION = re.compile(r"Global Mining Dataset\W+(?P<month>[A-Z][a-z]+) (?P<year>20\d\d)")
_VERSION = re.compile(r"\(V(\d+)\)")


def release_of(path: Path) -> str | None:
    """`2025-09`, as the sheet About names the edition (`2025-09-v2` for a later version of it), else `undated`."""
    if _place(path) is None:
        return None
    words = "\n".join(cell for name in sheets.names(path)[:1] for row in sheets.cells(path, name) for cell in row)
    edition, version = _EDITION.search(words), _VERSION.search(words)
    if edition is None:
        return "undated"
    month = datetime.strptime(edition["month"][:3], "%b").month
    later = f"-v{version[1]}" if version and version[1] != "1" else ""
    return f"{edition['year']}-{month:02}{later}"


def _place(path: Path) -> tuple[str, int] | None:
    """Sheet and row (from 0) of the header of sites."""
    for name in sheets.names(path):
        for at, row in enumerate(sheets.cells(path, name)[:10]):
            if {"ICMMID", "Asset Type"} <= {cell.strip() for cell in row}:
                return name, at
    return None


class Loader(family.Loader):
    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        self._seen: dict[str, Row] = {}
        self._countries: Counter[str] = Counter()

    def rows(self) -> Iterator[Row]:
        for path in self.files:
            place = _place(path)
            if place is not None:
                yield from sheets.sheet(path, place[0], place[1])

    def claims(self, row: Row) -> Iterator[Claim]:
        """Where the site is, and what is won or made there: no figure and no year, for the row has none."""
        site = row.take("ICMMID")
        if not re.fullmatch(r"ICMM\d+", site):
            raise BadInput(f"ICMMID is {site!r}; one is ICMM and digits.")
        before = self._seen.setdefault(site, row)
        if before.cells != row.cells:
            raise BadInput(f"{site} stands at {before.origin} with other cells.")
        confidence = row.take("Confidence Factor")
        if confidence not in WITNESS:
            raise BadInput(f"Confidence Factor {confidence!r} is none of {', '.join(WITNESS)}.")
        witness = WITNESS[confidence]
        assets = {part.strip() for part in row.take("Asset Type").split(";") if part.strip()}
        if not assets or assets - ASSETS:
            raise BadInput(f"Asset Type is {row.take('Asset Type')!r}; known are {', '.join(sorted(ASSETS))}.")
        country = country_id(row.take("Country"))
        made = [each for column in COMMODITIES for each in _made(row, column, assets)]
        name, groups = row.take("Mine Name"), row.take("Group Names")
        place = coordinates(_degrees(row, "Latitude"), _degrees(row, "Longitude"), country)
        row.done()
        self.describe(
            row,
            id_ := f"facility:icmm-{site.removeprefix('ICMM')}",
            name or site,
            aliases=sorted({part.strip() for part in groups.split(";")} - {"", name}),
            identifiers=[f"icmm={site}"],
            **place,
        )
        self._countries[country] += 1
        status = "attributed" if witness else "reported"
        yield row.claim(
            "LOCATED_IN",
            id_,
            country,
            status=status,
            attributed_to=witness or None,
            locator=f"sheet External, row {site}, column Country",
        )
        told = set()
        for matter, stage, word, column in made:
            if (matter, stage) not in told:
                told.add((matter, stage))
                yield row.claim(
                    "PRODUCES",
                    id_,
                    self.describe(row, matter, name_of(matter)),
                    stage=stage,
                    status=status,
                    attributed_to=witness or None,
                    observed=f"{row.cells['Asset Type'].strip()}: {word}",
                    locator=f"sheet External, row {site}, column {column}",
                )

    def totals(self) -> Iterable[Total]:
        """Sites by country against the supplemental table of the same workbook."""
        for path in self.files:
            for country, published in _published(path).items():
                yield Total(f"sites in {country}", published, self._countries[country], "sites", 0)


def _made(row: Row, column: str, assets: set[str]) -> Iterator[tuple[str, str, str, str]]:
    """Matter, stage, word and column for each commodity of a `;` list; words for no one matter are passed over."""
    for word in row.take(column).split(";"):
        if word.strip():
            matter, stage = commodity(word).at("Mine" in assets, bool(assets & WORKS))
            if matter:
                yield matter, stage, word.strip(), column


def _degrees(row: Row, column: str) -> float | None:
    """A number whose minus may be the typographic one."""
    row.cells[column] = row.take(column).replace("\N{MINUS SIGN}", "-")
    return row.number(column)


def _published(path: Path) -> dict[str, float]:
    """Country id -> sites published, from the table beside the commodities; {} where the workbook has none."""
    for name in sheets.names(path):
        rows = sheets.cells(path, name)
        for at, row in enumerate(rows):
            columns = [cell.strip().casefold() for cell in row]
            public = [i for i, cell in enumerate(columns) if cell.startswith("count of country in the public")]
            if public and "country" in columns:
                first, last = columns.index("country"), public[0]
                return {
                    country_id(cells[first]): float(cells[last])
                    for cells in rows[at + 1 :]
                    if cells[first].strip()
                    and re.fullmatch(r"\d+", cells[last])
                    and not cells[first].strip().casefold().startswith(("total", "grand total"))
                }
    return {}

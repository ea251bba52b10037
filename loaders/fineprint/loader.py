"""Reads the FINEPRINT workbook: sites and sub-sites, what they win and make, reserves, capacity, owners and operators.

Sites are joined by the workbook's own names, within the workbook alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.claims import Claim
from kb.errors import BadInput, BadTable
from kb.figures import Figure
from kb.vocab.countries import country_id
from kb.vocab.matter import name_of
from loaders import family, sheets
from loaders.base import Row
from loaders.fineprint.owners import owners
from loaders.fineprint.quantities import contained, product, quantity
from loaders.fineprint.tables import COMPOUNDS, MEASURES, NOTES, SHEETS
from loaders.places import coordinates

HEADERS = [frozenset(columns) for columns in SHEETS.values()]
MINES = {"Mine", "Concentrator", "Region", "Company"}
WORKS = {"Smelter", "Refinery"}
STATES = {
    "production_start": ("state:first-production", "First production"),
    "production_end": ("state:closed", "Closed"),
}


def release_of(path: Path) -> str | None:
    """`to-2021`: the last year of output in the workbook."""
    there = sheets.names(path)
    if not {"general", "sub_sites", "other_info"} <= set(there):
        return None
    years = set()
    for name in {"minerals_ores_conce", "commodities"} & set(there):
        rows = sheets.cells(path, name)
        at = rows[0].index("year") if "year" in rows[0] else None
        years |= {row[at] for row in rows[1:] if at is not None and re.fullmatch(r"\d{4}", row[at])}
    return f"to-{max(years)}" if years else "undated"


@dataclass(frozen=True)
class Site:
    id: str
    country: str


class Loader(family.Loader):
    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        self._sites: dict[tuple[str, str], Site] = {}
        self._seen: dict[str, Row] = {}
        self._sheet = ""

    def rows(self) -> Iterator[Row]:
        """Sites first, for the other sheets name them."""
        for path in self.files:
            there = sheets.names(path)
            if strange := [name for name in there if name not in SHEETS]:
                raise BadTable([f"{path}: nobody reads the sheet {strange[0]!r}; known are {', '.join(SHEETS)}."])
            for name in SHEETS:
                if name in there:
                    self._sheet = name
                    yield from sheets.sheet(path, name)

    def claims(self, row: Row) -> Iterable[Claim]:
        if self._sheet == "transport":
            row.ignore("transport: where a product goes is told without who receives it")
        elif self._sheet == "waste":
            row.ignore("waste: rock and tailings, no mineral or material")
        else:
            read = {
                "general": self._general,
                "sub_sites": self._sub_site,
                "minerals_ores_conce": self._ore,
                "commodities": self._metal,
                "processing": self._processing,
                "capacity_reserves": self._capacity,
                "other_info": self._owned,
            }[self._sheet]
            found = list(read(row))
            row.done(ignore=NOTES)
            if not found:
                row.ignore(f"{self._sheet}: no figure of ours (grades, recoveries, sales or mixed ores alone)")
            return found
        return ()

    def _general(self, row: Row) -> Iterator[Claim]:
        name, country = row.take("mine_fac"), country_id(row.take("country"))
        kind = "company" if row.take("mine_or_processing") == "Company" else "facility"
        site = Site(f"{kind}:fineprint-{_slug(name)}-{country.removeprefix('country:').casefold()}", country)
        if self._seen.setdefault(site.id, row).cells != row.cells:
            raise BadInput(f"{name!r} stands at {self._seen[site.id].origin} with other cells.")
        town = row.take("location_municipality") or row.take("district")
        wide = row.take("state") or row.take("province")
        row.taken |= {"district", "province"}
        yield from self._presented(row, site, name, row.take("mine_other_names"), ", ".join(filter(None, (town, wide))))
        self._sites[name, ""] = site

    def _sub_site(self, row: Row) -> Iterator[Claim]:
        """A part of a site, told by its own name and the site's; no relationship of the schema says 'part of'."""
        mine, name = row.take("mine_fac"), row.take("sub_site")
        whole = self._site(mine, "")
        site = Site(f"facility:{whole.id.split(':')[1]}-{_slug(name)}", whole.country)
        if self._seen.setdefault(site.id, row).cells != row.cells:
            raise BadInput(f"{name!r} of {mine!r} stands at {self._seen[site.id].origin} with other cells.")
        yield from self._presented(row, site, f"{name} ({mine})", row.take("sub_site_other_name"), "")
        self._sites[mine, name] = site

    def _presented(self, row: Row, site: Site, name: str, others: str, place: str) -> Iterator[Claim]:
        """What the site is, where it is, what it wins or makes (without a figure), when it began and ended."""
        point = coordinates(row.number("latitude"), row.number("longitude"), site.country)
        does = {part.strip() for part in row.take("mine_or_processing").split(",") if part.strip()}
        if unknown := does - MINES - WORKS:
            raise BadInput(f"mine_or_processing says {', '.join(sorted(unknown))}.")
        words = [word for word in re.split("[,;]", row.take("commodities_products")) if word.strip()]
        made = dict.fromkeys(product(word, bool(does & MINES), bool(does & WORKS)) for word in words)
        said = _said(row)
        ends = {column: row.take(column) for column in STATES}
        if wrong := [cell for cell in ends.values() if cell and not re.fullmatch(r"\d{4}", cell)]:
            raise BadInput(f"production_start or production_end is {wrong[0]!r}, not a year.")
        details = {} if site.id.startswith("company:") else point
        aliases = sorted({part.strip() for part in re.split("[,;]", others)} - {"", name})
        self.describe(row, site.id, name, aliases=aliases, **details)
        yield row.claim("LOCATED_IN", site.id, site.country, place=place, **said)
        for matter, stage in made:
            if matter:
                yield row.claim("PRODUCES", site.id, self.describe(row, matter, name_of(matter)), stage=stage, **said)
        for column, (state, title) in STATES.items():
            if ends[column] and site.id.startswith("facility:"):
                begins: dict[str, Any] = {"from": ends[column]}
                yield row.claim("IN_STATE", site.id, self.describe(row, state, title), **begins, **said)

    def _site(self, mine: str, sub: str) -> Site:
        if (mine, sub) not in self._sites:
            raise BadInput(f"no site {mine!r}" + (f" with a part {sub!r}" if sub else "") + " among the sites.")
        return self._sites[mine, sub]

    def _ore(self, row: Row) -> Iterator[Claim]:
        site, said, kind = self._of(row), _said(row), row.take("type_mineral")
        word = row.take("min_ore_con")
        matter, stage = product(word, True, False) if word else ("", "")
        value, unit, basis, words = row.number("value"), row.take("unit"), "gross weight" + _share(row), _reporting(row)
        if kind not in MEASURES:
            raise BadInput(f"type_mineral {kind!r}; known are {', '.join(MEASURES)}.")
        if value is not None and matter:
            details = {"measure": MEASURES[kind], "period": row.take("year"), **said}
            if kind != "Ore processed":
                details["stage"] = stage
            yield self._figured(
                "TREATS" if kind == "Ore processed" else "PRODUCES",
                row, site, matter, quantity(value, unit, basis, matter, words), f"{value:g} {unit}", details,
            )  # fmt: skip
        row.take("year")

    def _metal(self, row: Row) -> Iterator[Claim]:
        site, said, value, unit = self._of(row), _said(row), row.number("value"), row.take("unit")
        word = row.take("commodity")
        matter, stage = _metal(word), product(word, True, True)[1]
        basis, words, year = _counted(word) + _share(row), _reporting(row), row.take("year")
        if value is not None and matter:
            figure = quantity(value, unit, basis, matter, words)
            details = {"stage": stage, "measure": "output", "period": year, **said}
            yield self._figured("PRODUCES", row, site, matter, figure, f"{value:g} {unit}", details)

    def _processing(self, row: Row) -> Iterator[Claim]:
        """What comes out of a smelter or refinery, and what goes in, with or without its tonnage."""
        site, said, words, year = self._of(row), _said(row), _reporting(row), row.take("year")
        basis = "gross weight" + _share(row)
        row.take("type_facility")
        for column, type_, measure in (
            ("process_output", "PRODUCES", "output"),
            ("process_input", "TREATS", "throughput"),
        ):
            word, value, unit = row.take(column), row.number(f"{column}_value"), row.take(f"{column}_unit")
            matter, stage = product(word, type_ == "TREATS", True) if word else ("", "")
            if not matter:
                continue
            if value is not None:
                details = {"measure": measure, "period": year, **said}
                details |= {"stage": stage} if type_ == "PRODUCES" else {}
                figure = quantity(value, unit, basis, matter, words)
                yield self._figured(type_, row, site, matter, figure, f"{value:g} {unit}", details)
            elif type_ == "TREATS":
                yield self._figured(type_, row, site, matter, Figure(), word, {"period": year, **said})

    def _capacity(self, row: Row) -> Iterator[Claim]:
        """Reserves as metal contained (as given, else ore × grade) or as ore where no metal is named; and capacity."""
        site, said, share = self._of(row), _said(row), _share(row, "reserves_share")
        ore_word, word, year = row.take("minerals_and_ores"), row.take("commodity"), row.take("reserves_year")
        ore_matter = product(ore_word, True, False)[0] if ore_word else ""
        matter = _metal(word) if word else ""
        tons, unit = row.number("reserves_mineral_value"), row.take("reserves_mineral_unit")
        metal, metal_unit = row.number("reserves_commodity_value"), row.take("reserves_commodity_unit")
        grade, grade_unit = row.number("grade"), row.take("grade_unit")
        details = {"measure": "reserves", "period": year, **said}
        basis = _counted(word) + share
        if matter and metal is not None:
            figure = quantity(metal, metal_unit, basis, matter)
            yield self._figured("HOLDS", row, site, matter, figure, f"{metal:g} {metal_unit}", details)
        elif matter and tons is not None and grade is not None and grade_unit in ("%", "g/t", "gm/t", "ppm", "kg/t"):
            figure = contained(quantity(tons, unit, basis, ore_matter), grade, grade_unit, matter, basis)
            observed = f"{tons:g} {unit} at {grade:g} {grade_unit}"
            yield self._figured("HOLDS", row, site, matter, figure, observed, {**details, "status": "computed"})
        elif ore_matter and tons is not None and not word:
            figure = quantity(tons, unit, f"gross weight{share}", ore_matter)
            yield self._figured("HOLDS", row, site, ore_matter, figure, f"{tons:g} {unit}", details)
        yield from self._makes(row, site, word or ore_word, said)

    def _makes(self, row: Row, site: Site, word: str, said: dict[str, Any]) -> Iterator[Claim]:
        value, unit = row.number("processing_capacity_value"), row.take("processing_capacity_unit")
        year = row.take("processing_capacity_year")
        matter, stage = product(word, False, True) if word else ("", "")
        if value is not None and matter:
            figure = quantity(value, unit, "gross weight", matter, per_year=True)
            details = {"stage": stage, "measure": "capacity", "period": year, **said}
            yield self._figured("PRODUCES", row, site, matter, figure, f"{value:g} {unit}", details)

    def _owned(self, row: Row) -> Iterator[Claim]:
        site, said, year = self._of(row), _said(row), row.take("year")
        prose, operator = row.take("owners"), row.take("operators")
        if re.search("[%:]", operator):
            raise BadInput(f"operators {operator!r} is no one name.")
        said["period"] = year
        for owner in owners(prose):
            holder = country_id(owner.name) if owner.country else self._company(row, owner.name, owner.alias)
            yield row.claim("OWNS", holder, site.id, share=owner.share, observed=prose, **said)
        if operator:
            yield row.claim("OPERATES", self._company(row, operator), site.id, observed=operator, **said)

    def _company(self, row: Row, name: str, alias: str = "") -> str:
        return self.describe(row, f"company:fineprint-{_slug(name)}", name, aliases=[alias] if alias else [])

    def _of(self, row: Row) -> Site:
        return self._site(row.take("mine_fac"), row.take("sub_site"))

    def _figured(
        self, type_: str, row: Row, site: Site, matter: str, figure: Figure, observed: str, details: dict[str, Any]
    ) -> Claim:
        end = self.describe(row, matter, name_of(matter))
        return row.claim(type_, site.id, end, figure, observed=observed, **details)


def _metal(word: str) -> str:
    """The mineral whose content a word names: iron is counted in iron, not in iron ore."""
    matter = product(word, True, True)[0]
    return "mineral:iron" if matter == "mineral:iron-ore" else matter


def _counted(word: str) -> str:
    folded = word.casefold()
    return f"contained {folded}" if folded in COMPOUNDS else "contained metal"


def _said(row: Row) -> dict[str, Any]:
    """The report that the row cites, and that what somebody approximated is an estimate."""
    status = "estimated" if "approximated" in row.take("comment") else "reported"
    source = row.take("source")
    return {"status": status} | ({"attributed_to": source} if source else {})


def _share(row: Row, column: str = "production_share") -> str:
    """What the figure counts when it is not the whole site's but that of an owner's share."""
    share = row.number(column)
    return "" if share is None or share == 1 else f", {round(share * 100, 2):g} % share of the site"


def _reporting(row: Row) -> str:
    period = row.take("reporting_period")
    return f"reporting year {period}" if period else ""


def _slug(text: str) -> str:
    """Without accents, points and apostrophes: 'Glencore plc.' and 'Glencore plc' are one."""
    plain = unicodedata.normalize("NFKD", re.sub("[.'’]", "", text))
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return re.sub(r"[^a-z0-9]+", "-", kept.casefold()).strip("-")

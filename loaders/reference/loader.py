"""Reads the open lists of country codes and of the Harmonized System: what things are called, no fact between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from kb import schema
from kb.claims import Claim
from kb.errors import BadInput
from kb.vocab import products
from kb.vocab.countries import country, country_id
from loaders import family
from loaders.base import Row, header, table

CODES = ("ISO3166-1-Alpha-3", "ISO3166-1-Alpha-2", "ISO3166-1-numeric", "M49")
NAMES = ("official_name_en", "UNTERM English Short", "CLDR display name")
SYSTEM = frozenset({"section", "hscode", "description", "parent", "level"})
SECTIONS = frozenset({"section", "name"})
HEADERS = (frozenset({*CODES, *NAMES}), SYSTEM)
IGNORED = (
    "FIFA", "Dial", "MARC", "is_independent", "GAUL", "FIPS", "WMO", "ITU", "IOC", "DS", "Global Code", "Global Name",
    "Intermediate Region Code", "Intermediate Region Name", "Sub-region Code", "Sub-region Name", "Region Code",
    "Region Name", "Small Island Developing States (SIDS)", "Land Locked Developing Countries (LLDC)",
    "Least Developed Countries (LDC)", "ISO4217-currency_name", "ISO4217-currency_alphabetic_code",
    "ISO4217-currency_numeric_code", "ISO4217-currency_minor_unit", "ISO4217-currency_country_name", "Capital",
    "Continent", "TLD", "Languages", "Geoname ID", "EDGAR", "Developed / Developing Countries", "UNTERM English Formal",
)  # fmt: skip
_TONGUE = re.compile(r"official_name_(?!en)..|UNTERM (?!English).*")
"""Names in other languages."""


def release_of(path: Path) -> str | None:
    """'country-codes', or 'hs2022' as the total's row says; the sections belong to the system beside them."""
    columns = frozenset(header(path))
    if {*CODES, *NAMES} <= columns:
        return "country-codes"
    if columns == SYSTEM:
        found = (
            re.search(r"HS(\d{4})", row.cells["description"]) for row in table(path) if row.cells["hscode"] == "TOTAL"
        )
        edition = next(islice(found, 1), None)
        return f"hs{edition[1]}" if edition else "hs"
    if columns == SECTIONS:
        beside = (each for each in sorted(path.parent.glob("*.csv")) if frozenset(header(each)) == SYSTEM)
        return next((release_of(each) for each in beside), None)
    return None


class Loader(family.Loader):
    def rows(self) -> Iterator[Row]:
        for path in self.files:
            yield from table(path)

    def claims(self, row: Row) -> Iterable[Claim]:
        if "hscode" in row.cells:
            return self._product(row)
        return self._country(row) if "M49" in row.cells else self._section(row)

    def _country(self, row: Row) -> Iterator[Claim]:
        alpha3, alpha2, numeric, m49 = (row.take(name) for name in CODES)
        name, kind = country(alpha3)
        for number in (numeric, m49):
            if number and country_id(number, "un") != f"country:{alpha3}":
                raise BadInput(
                    f"{alpha3} has the number {number} here, and {country_id(number, 'un')} has it in kb/vocab."
                )
        others = [row.take(column) for column in NAMES]
        wikidata = row.get("wikidata_id").rpartition("/")[2]
        known = {"iso-3166-1-alpha-2": alpha2, "m49": m49.zfill(3) if m49 else "", "wikidata": wikidata}
        row.done(ignore=(*IGNORED, *(column for column in row.cells if _TONGUE.fullmatch(column))))
        yield row.claim(
            schema.DESCRIBED, f"country:{alpha3}", name=name, kind=kind,
            aliases=list(dict.fromkeys([alpha3, *(other for other in others if other not in ("", name))])),
            identifiers=[f"{scheme}={code}" for scheme, code in known.items() if code],
        )  # fmt: skip

    def _product(self, row: Row) -> Iterator[Claim]:
        code, description = row.take("hscode"), row.take("description")
        if code == "TOTAL":
            row.ignore("the sum of all codes")
            return
        if row.take("level") != str(len(code)) or not description:
            raise BadInput(
                f"code {code!r} of level {row.cells['level']!r}, {description!r}; a level is a number of digits."
            )
        row.done(ignore=("section", "parent"))
        yield row.claim(schema.DESCRIBED, products.product_id(code), **products.details(code, description))

    def _section(self, row: Row) -> Iterable[Claim]:
        row.ignore("a section of the Harmonized System, which is no trade code")
        return ()

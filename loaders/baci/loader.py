"""Reads BACI years, as CEPII publishes them and as the shortened copies with ISO codes; it downloads nothing.

Published: t, i, j, k, v, q (year; exporter and importer by number, HS code, thousand dollars, tons), and lists of
country and product codes beside it. Shortened: i, j, cmd, value (letters, HS code, US dollars), year in the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kb.claims import Claim
from kb.errors import BadInput, BadTable
from kb.figures import Figure
from kb.vocab import products, words
from kb.vocab.countries import country_id
from loaders import family
from loaders.base import Row, header, table

PUBLISHED = frozenset({"t", "i", "j", "k", "v", "q"})
SHORT = frozenset({"i", "j", "cmd", "value"})
COUNTRIES = frozenset({"country_code", "country_name", "country_iso2", "country_iso3"})
PRODUCTS = frozenset({"code", "description"})
HEADERS = (PUBLISHED, SHORT, COUNTRIES)

VALUE = "reconciled trade value, free on board"
QUANTITY = "reconciled net weight of the goods of the code"

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_VERSION = re.compile(r"_(V20\d{4}[a-z]?)(?![a-z0-9])", re.IGNORECASE)
_REVISION = re.compile(r"(?<![a-z0-9])(HS\d\d)(?!\d)", re.IGNORECASE)
_HOW = "name it as CEPII does: BACI_HS17_Y2022_V202601.csv"


def release_of(path: Path) -> str | None:
    """'hs17-v202601-2022': revision and version as the name (or the country codes beside it) says, and the year.

    The code lists belong to the first year that stands beside them. Raises BadTable for a year that nothing tells.
    """
    columns = frozenset(header(path))
    if columns in (PUBLISHED, SHORT):
        return _label(path, columns)
    if columns == COUNTRIES or (columns == PRODUCTS and _REVISION.search(path.name)):
        years = sorted(each for each in path.parent.glob("*.csv") if frozenset(header(each)) in (PUBLISHED, SHORT))
        return release_of(years[0]) if years else None
    return None


def _label(path: Path, columns: frozenset[str]) -> str:
    named = _YEAR.search(path.name.replace("Y", " "))
    year = named[1] if named else ""
    if columns == PUBLISHED:
        first = next(table(path), None)
        year = first.take("t") if first else year
        if named and named[1] != year:
            raise BadTable([f"{path}: the name says {named[1]}, but its rows are of {year or 'no year'}; {_HOW}."])
    if not year:
        raise BadTable([f"{path}: neither a column t nor the file's name says which year it is; {_HOW}."])
    lists = [each.name for each in sorted(path.parent.glob("country_codes_V*.csv"))]
    version = next((found[1] for name in (path.name, *lists) if (found := _VERSION.search(name))), "")
    revision = found[1] if (found := _REVISION.search(path.name)) else ""
    return "-".join(part.lower() for part in (revision, version, year) if part)


class Loader(family.Loader):
    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        self.year = label[-4:]
        version = re.search(r"v(\d{4})(\d\d)", label)
        self.published = f"{version[1]}-{version[2]}" if version else ""  # V202601 came out in January 2026
        self._descriptions: dict[str, str] = {}
        self._products: dict[str, str] = {}
        self._places: dict[str, str] = {}

    def rows(self) -> Iterator[Row]:
        lists = [path for path in self.files if frozenset(header(path)) in (COUNTRIES, PRODUCTS)]
        for path in [*lists, *(path for path in self.files if path not in lists)]:
            yield from table(path)

    def claims(self, row: Row) -> Iterable[Claim]:
        if "cmd" in row.cells:
            return self._short(row)
        if "k" in row.cells:
            return self._published(row)
        return self._country(row) if "country_code" in row.cells else self._product(row)

    def _published(self, row: Row) -> Iterator[Claim]:
        if row.take("t") != self.year:
            raise BadInput(f"t is {row.take('t')!r} in a file of {self.year}.")
        ends = self._ends(row, "un")
        item = self._item(row, row.take("k").zfill(6))
        value, weight = row.number("v"), None if row.take("q") == "NA" else row.number("q")
        row.done()
        if ends:
            yield self._trade(row, ends, item, "value", _dollars(value, 1000), row.cells["v"])
            if weight is not None:
                figure = Figure(weight, unit="t", basis=QUANTITY)
                yield self._trade(row, ends, item, "quantity", figure, row.cells["q"])

    def _short(self, row: Row) -> Iterator[Claim]:
        ends = self._ends(row, "baci")
        item = self._item(row, row.take("cmd").zfill(6))
        value = row.number("value")
        row.done()
        if ends:
            yield self._trade(row, ends, item, "value", _dollars(value, 1), row.cells["value"])

    def _trade(self, row: Row, ends: tuple[str, str], item: str, measure: str, figure: Figure, observed: str) -> Claim:
        if figure.value is None or figure.value < 0:
            raise BadInput(f"the {measure} is {observed!r}; a flow has one that is not negative.")
        return row.claim("TRADES_WITH", *ends, figure, observed=observed.strip(), item=item, measure=measure,
                         period=self.year)  # fmt: skip

    def _ends(self, row: Row, scheme: str) -> tuple[str, str] | None:
        """Exporter and importer; None, and the row ignored, when one is no country."""
        found = []
        for column in ("i", "j"):
            code = row.take(column)
            if code in words("areas"):
                row.ignore(f"an area that is no country: {words('areas')[code]['name']}")
                return None
            if code not in self._places:
                self._places[code] = country_id(code, scheme)
            found.append(self._places[code])
        return found[0], found[1]

    def _item(self, row: Row, code: str) -> str:
        if code not in self._products:
            if len(code) != 6:
                raise BadInput(f"{code!r} is no code of six digits.")
            id_ = products.product_id(code)
            described = products.details(code, self._descriptions.get(code, ""))
            self._products[code] = self.describe(row, id_, **described)
        return self._products[code]

    def _country(self, row: Row) -> Iterable[Claim]:
        """The list of country codes is checked against the vocabulary, which names the countries."""
        code, letters = row.take("country_code"), row.take("country_iso3")
        if code not in words("areas") and country_id(code, "un") != country_id(letters, "baci"):
            raise BadInput(f"code {code} is {letters} here, and {country_id(code, 'un')} in kb/vocab.")
        row.ignore("list of country codes, as kb/vocab has them")
        return ()

    def _product(self, row: Row) -> Iterable[Claim]:
        self._descriptions[row.take("code").zfill(6)] = row.take("description")
        row.ignore("list of product codes, which names the products")
        return ()


def _dollars(value: float | None, times: int) -> Figure:
    """BACI counts dollars; a multiplication by 1000 leaves dust behind the point, also in the shortened copies."""
    return Figure(None if value is None else round(value * times, 3), unit="USD", basis=VALUE)

"""Reads the yearbook's tables of trade by country: rows of a country below the heading of a tariff code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from kb.claims import Claim
from kb.errors import BadInput
from loaders.base import Row
from loaders.usgs_mcs.places import place
from loaders.usgs_rare_earths.figures import RARE_EARTHS, USA, WORLD, Reads, ignored, read
from loaders.usgs_rare_earths.sheet import Sheet, in_words

if TYPE_CHECKING:
    from loaders.usgs_rare_earths.figures import Teller


@dataclass(frozen=True)
class Category:
    """What the rows below a heading are about: the codes of the tariff, and the heading in words."""

    codes: tuple[str, ...]
    name: str
    exports: bool

    @property
    def item(self) -> str:
        scheme = "schedule-b" if self.exports else "hts"
        return f"product:{scheme}-{self.codes[0].replace('.', '')}"


def rows(teller: Teller, sheet: Sheet, exports: bool) -> Reads:
    """Every row of the body, with what reads it; headings carry the code for the rows below them."""
    codes: tuple[str, ...] = ()
    heading, unfinished, group = "", False, ""
    what = sheet.title.casefold().partition("rare-earth ")[2].partition(",")[0]
    for number, cells in sheet.body:
        said = cells[0].strip()
        code = cells[2].strip() if len(cells) > 2 else ""
        row = sheet.row(number, cells, label=said, code=code)
        if not sheet.has_figures(cells):
            if not said:
                codes = (*codes, code.rstrip(","))
            elif unfinished:
                heading = f"{heading} {said}"
            else:
                heading, codes = said, (code.rstrip(","),) if code else ()
            unfinished = bool(said) and not said.endswith(":")
            yield row, partial(ignored, "heading")
            continue
        if code:  # category and country in one line
            heading, said = said.rsplit(", ", 1) if ", " in said else (said, "Total")
            codes = (code,)
        reo = "REO" in said
        if re.match(r"(grand total|total,)", said.casefold()) and not reo:
            group = f"{in_words(said)} of {what}" if said.startswith("Grand") else in_words(said)
        elif not reo:
            group = ""
        yield row, partial(_flow, teller, sheet, Category(codes, in_words(heading), exports), said, group)


def _flow(teller: Teller, sheet: Sheet, of: Category, said: str, group: str, row: Row) -> Iterator[Claim]:
    """A row of figures: a country, other countries, the total of a code, or of a `group` of codes; of each total the
    next row gives the content of rare-earth oxide."""
    row.take("label")
    row.take("code")
    way = "us-exports" if of.exports else "us-imports"
    reo = "REO" in said
    if not group and not of.codes:
        raise BadInput(f"{said!r} stands below no tariff code.")
    partner = WORLD if said == "Total" else "" if group or reo or said == "Other" else place(said).id
    for column, text, estimated, _ in sheet.values(row):
        year, counted = column.split()
        mass = counted == "kilograms"
        cell = read(text, "kg" if mass else "dollars", "REO" if reo else "gross weight", sheet.footnotes)
        if partner:
            ends = (USA, partner) if of.exports else (partner, USA)
            measure = "quantity" if mass else "value"
            yield from teller.trade(row, *ends, _product(teller, row, of), measure, year, cell, text)
            continue
        start = RARE_EARTHS if group else _product(teller, row, of)
        scope = ", ".join(
            word for word in (group, "REO equivalent" if reo else "" if group else "other countries") if word
        )
        measure = f"measure:{way}" if mass else f"measure:{way}-value"
        yield from teller.figure(row, start, measure, scope, year, cell, text, reo or estimated)


def _product(teller: Teller, row: Row, of: Category) -> str:
    codes = ", ".join(of.codes)
    scheme = "Schedule B" if of.exports else "HTS"
    return teller.describe(row, of.item, f"{scheme} {codes}: {of.name}", aliases=list(of.codes))

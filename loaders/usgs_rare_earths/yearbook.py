"""Reads the rare-earth tables of a Minerals Yearbook: salient statistics, ores, prices, trade, mine output."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from kb.claims import Claim
from kb.errors import BadInput, BadTable
from loaders.base import Row
from loaders.usgs_mcs.places import place
from loaders.usgs_rare_earths import trade
from loaders.usgs_rare_earths.figures import RARE_EARTHS, REO, Reads, ignored, read, remarked, table
from loaders.usgs_rare_earths.sheet import Sheet, label

if TYPE_CHECKING:
    from loaders.usgs_rare_earths.figures import Teller

_KINDS = (
    (r"SALIENT U\.S\. RARE EARTH", "salient"),
    (r"RARE EARTH CONTENTS OF", "ores"),
    (r"RARE-EARTH OXIDE PRICES", "prices"),
    (r"U\.S\. EXPORTS OF RARE-EARTH", "exports"),
    (r"U\.S\. IMPORTS FOR CONSUMPTION OF RARE-EARTH", "imports"),
    (r"WORLD MINE PRODUCTION", "world"),
)


def kind(title: str) -> str:
    """Which of the tables a title heads; '' for none."""
    return next((name for pattern, name in _KINDS if re.search(pattern, title.upper().replace("\xa0", " "))), "")


def rows(teller: Teller, sheet: Sheet, world_follows: bool) -> Reads:
    """Every row of a sheet that is not blank, with what reads it; `world_follows` when another sheet of the workbook
    is the table of mine output, which the salient statistics repeat. Raises BadTable for a table that is not known."""
    name = kind(sheet.title)
    if not name:
        if not re.search(
            "advance data release|posted", " ".join(" ".join(row) for _, row in sheet.before + sheet.body), re.I
        ):
            raise BadTable([f"{sheet.path}: sheet {sheet.name!r} is titled {sheet.title!r}; no such table is known."])
        for number, cells in [*sheet.before, *sheet.body, *sheet.after]:
            yield sheet.row(number, cells), partial(ignored, "note on the release")
        return
    yield from {
        "salient": _salient, "ores": _ores, "prices": _prices, "exports": _exports, "imports": _imports,
        "world": _world,
    }[name](teller, sheet, world_follows)  # fmt: skip
    for row, reason in sheet.ignored():
        yield row, partial(ignored, reason)


def _world(teller: Teller, sheet: Sheet, _: bool) -> Reads:
    for number, cells in sheet.body:
        row = sheet.row(number, cells, label=cells[0].strip())
        yield row, partial(_country, teller, sheet) if sheet.has_figures(cells) else partial(ignored, "heading")


def _country(teller: Teller, sheet: Sheet, row: Row) -> Iterator[Claim]:
    said = row.take("label")
    at = place("World total" if said.casefold() == "total" else said)
    notes = re.findall(r"\d", said)
    for year, text, estimated, numbers in sheet.values(row):
        cell = remarked(read(text, "t", REO, sheet.footnotes), [*notes, *numbers], sheet.footnotes)
        if at.world:
            yield from teller.world(row, year, cell, text, estimated)
        else:
            yield from teller.mined(row, at.id, year, cell, text, estimated or at.estimated)


def _exports(teller: Teller, sheet: Sheet, _: bool) -> Reads:
    return trade.rows(teller, sheet, exports=True)


def _imports(teller: Teller, sheet: Sheet, _: bool) -> Reads:
    return trade.rows(teller, sheet, exports=False)


# salient statistics of the United States


def _salient(teller: Teller, sheet: Sheet, world_follows: bool) -> Reads:
    headings: list[str] = []
    for number, cells in sheet.body:
        row = sheet.row(number, cells, label=cells[0].strip(), unit=cells[1].strip() if len(cells) > 1 else "")
        said = label(cells[0])[0]
        if sheet.has_figures(cells):
            again = world_follows and said.startswith("World production")
            reason = "world output, said in full by the table of mine production"
            yield row, partial(ignored, reason) if again else partial(_statistic, teller, sheet, list(headings))
            continue
        top = re.match(r"(exports|imports|prices)", said.casefold())
        headings = [cells[0].strip()] if top else [*headings[:1], cells[0].strip()]
        yield row, partial(ignored, "heading")


def _statistic(teller: Teller, sheet: Sheet, headings: list[str], row: Row) -> Iterator[Claim]:
    said, estimated, notes = label(row.take("label"))
    unit = row.take("unit")
    heads = [label(heading) for heading in headings]
    estimated = estimated or any(glued for _, glued, _ in heads)
    top = heads[0][0].casefold() if heads else ""
    scope = ": ".join([*(text.strip(": ").casefold() for text, _, _ in heads[1:]), said.casefold()])
    for year, text, marked_e, numbers in sheet.values(row):
        guess = estimated or marked_e
        if said.startswith("Production of rare-earth concentrates"):
            cell = remarked(read(text, "t", REO, sheet.footnotes), [*notes, *numbers], sheet.footnotes)
            yield from teller.figure(row, RARE_EARTHS, "measure:us-production", "concentrates", year, cell, text, guess)
        elif said.startswith("World production"):
            yield from teller.world(row, year, read(text, "t", REO, sheet.footnotes), text, guess)
        elif top.startswith("prices"):  # a row of a table names tons as the unit of a price a kilogram
            item = "mineral:monazite" if said.startswith("Monazite") else RARE_EARTHS
            cell = read(text, "dkg", "metal" if "metal basis" in said else "gross weight", sheet.footnotes)
            yield from teller.figure(row, item, "measure:price", scope, year, cell, text, guess)
        elif top.startswith(("exports", "imports")) or said.startswith(("Exports", "Imports", "Rare-earth conc")):
            if unit not in ("metric tons", "do.", ""):
                raise BadInput(f"{said!r} is counted in {unit!r}, not in tons.")
            measure = "measure:us-exports" if top.startswith("exports") else "measure:us-imports"
            cell = read(text, "t", "REO", sheet.footnotes)
            yield from teller.figure(row, RARE_EARTHS, measure, scope, year, cell, text, guess)
        else:
            raise BadInput(f"{said!r} is no statistic known here.")


# prices of oxides


def _prices(teller: Teller, sheet: Sheet, _: bool) -> Reads:
    for number, cells in sheet.body:
        row = sheet.row(number, cells, label=cells[0].strip(), purity=cells[2].strip() if len(cells) > 2 else "")
        yield row, partial(_price, teller, sheet) if sheet.has_figures(cells) else partial(ignored, "heading")


def _price(teller: Teller, sheet: Sheet, row: Row) -> Iterator[Claim]:
    said, _, _ = label(row.take("label"))
    element = re.split(r"\d", said)[0].strip(" ,").casefold()
    known = {entry["item"].partition(":")[2]: entry["item"] for entry in table("elements", "symbol").values()}
    if element not in known:
        raise BadInput(f"{said!r} is none of the rare earths.")
    scope = f"{element} oxide, {row.take('purity')}%"
    for year, text, estimated, _ in sheet.values(row):
        cell = read(text, "dkg", f"{element} oxide", sheet.footnotes)
        yield from teller.figure(row, known[element], "measure:price", scope, year, cell, text, estimated)


# what the ores of a place contain


def _ores(teller: Teller, sheet: Sheet, _: bool) -> Reads:
    lines = sheet.before + sheet.body
    head = next(at for at, (_, row) in enumerate(lines) if "La" in row and "Nd" in row)
    symbols = [
        (index, cell.strip())
        for index, cell in enumerate(lines[head][1])
        if cell.strip() in table("elements", "symbol")
    ]
    footnotes = next(
        (at for at, (_, row) in enumerate(lines) if at > head and re.match(r"Do\.,|\d[A-Z]", row[0])), len(lines)
    )
    found: list[tuple[int, list[str]]] = []
    for number, cells in lines[head + 1 : footnotes]:
        if cells[0].strip():
            found.append((number, list(cells)))
        elif found:  # the place goes on in the next line
            found[-1][1][4] = f"{found[-1][1][4].strip()} {cells[4].strip()}"
    sheet.before, sheet.after = lines[: head + 1], [*lines[footnotes:], *sheet.after]
    last = ["", ""]
    for number, cells in found:
        last = [
            was if re.fullmatch(r"do\.", now.strip(), re.I) else now.strip()
            for was, now in zip(last, (cells[0], cells[2]), strict=True)
        ]
        named = {symbol: cells[index].strip() for index, symbol in symbols}
        row = sheet.row(number, [], ore=last[0], country=last[1], place=cells[4].strip(), **named)
        yield row, partial(_ore, teller, tuple(symbol for _, symbol in symbols))


def _ore(teller: Teller, symbols: tuple[str, ...], row: Row) -> Iterator[Claim]:
    ore = table("sources", "word").get(row.take("ore").casefold())
    country = place(row.take("country")).id
    name, _, province = label(row.take("place"))[0].partition(", ")
    if ore is None:
        raise BadInput(f"{row.cells['ore']!r} is no source of rare earths known here.")
    site = table("sites", "place").get(name, {})
    if site.get("country", country) != country:
        raise BadInput(f"{name} stands in {site['country']} in sites.csv and in {country} in the table.")
    if site.get("about") == "a region":
        row.ignore("a region, no place of a mine")
        return
    slug = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    id_ = site.get("id") or f"facility:{slug}-{country[-3:].lower()}"
    facility = teller.describe(row, id_, site.get("name") or name)
    yield row.claim("LOCATED_IN", facility, country, observed=row.cells["place"], place=province)
    yield row.claim("PRODUCES", facility, teller.item(row, ore["item"]), observed=row.cells["ore"], stage="mining")
    for symbol in symbols:
        text = row.take(symbol)
        cell = read(text, "percent", None, {})
        if cell.figure is not None:
            item = teller.item(row, table("elements", "symbol")[symbol]["item"])
            yield row.claim(
                "YIELDS", facility, item, replace(cell.figure, basis="of the rare-earth oxides in the ore"),
                observed=text, measure="mass fraction",
            )  # fmt: skip

"""Reads the FINEPRINT workbook's quantities: some hundred spellings of units, and what a word for a product is.

`units.csv` gives tons for one of each unit, `products.csv` the matter of words that kb/vocab/commodities.csv lacks.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from kb.errors import BadInput, did_you_mean
from kb.figures import Figure
from kb.vocab.matter import commodity

PRECIOUS = {
    "mineral:gold", "mineral:silver", "mineral:platinum", "mineral:palladium", "mineral:rhodium", "mineral:iridium",
    "mineral:ruthenium", "mineral:platinum-group-metals",
}  # fmt: skip
SHORT_TON = 0.90718474
GRADES = {"%": 0.01, "g/t": 1e-6, "gm/t": 1e-6, "grams/tonne": 1e-6, "grams per tonne": 1e-6, "ppm": 1e-6, "kg/t": 1e-3}
"""Grades as a part of 1. An ounce a ton is left out: nobody says of which ounce and which ton."""


def product(word: str, mines: bool, works: bool) -> tuple[str, str]:
    """Matter and stage of a word for an ore, concentrate, metal or product; two '' for what is no one matter.

    Raises BadInput with near words for a word that neither list has.
    """
    known = _table("products")
    folded = " ".join(word.casefold().split())
    if folded in known:
        return known[folded]["matter"], known[folded]["stage"]
    return commodity(folded).at(mines, works)


def quantity(value: float, unit: str, basis: str, matter: str, words: str = "", per_year: bool = False) -> Figure:
    """The figure in t (or t/a) on that basis. A plain 'ton' may be short or metric, so it is a range, not a value.

    Raises BadInput for no unit, an unknown one, or ounces of what is not sold by the troy ounce.
    """
    known = _table("units")
    folded = " ".join(unit.casefold().split())
    if folded not in known:
        hint = did_you_mean(folded, known) if folded else ""
        raise BadInput(f"the unit {unit!r} is not in loaders/fineprint/units.csv.{hint}")
    tons, note = value * float(known[folded]["tons"]), known[folded]["note"]
    in_ = "t/a" if per_year else "t"
    if note == "troy" and matter not in PRECIOUS:
        raise BadInput(f"{matter} in {unit!r}; only precious metals are counted in troy ounces.")
    if note in ("dry", "wet"):
        basis = f"{basis}, {note}"
    if note == "ambiguous":
        said = "; ".join(part for part in (f"{value:g} {unit}, short or metric tons", words) if part)
        return Figure(None, _round(tons * SHORT_TON), _round(tons), in_, basis, said)
    return Figure(_round(tons), unit=in_, basis=basis, words=words or None)


def contained(ore: Figure, grade: float, unit: str, matter: str, basis: str) -> Figure:
    """Metal in ore of a grade. Raises BadInput for a grade that cannot be: precious metal in per cent, over 100 %."""
    part = GRADES.get(unit.casefold())
    if part is None or (unit == "%" and matter in PRECIOUS) or grade * part > 1:
        raise BadInput(f"a grade of {grade:g} {unit or '(no unit)'} of {matter} cannot be turned into metal.")
    low, high, value = (
        None if number is None else _round(number * grade * part) for number in (ore.low, ore.high, ore.value)
    )
    return Figure(value, low, high, "t", basis, ore.words)


def _round(number: float) -> float:
    return float(f"{number:.10g}")


@cache
def _table(name: str) -> dict[str, dict[str, str]]:
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    return {row["word"]: row for row in csv.DictReader(text.splitlines())}

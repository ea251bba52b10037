"""Units: what a publisher's word for a unit is in the project's own, and figures from one unit to another.

The arithmetic is pint's. What is counted (REO, contained metal, gross weight) is no matter of units: `kb.bases`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from kb.errors import BadInput, did_you_mean
from kb.figures import Figure
from kb.vocab import check, words

# How pint writes the project's units, where it is not the same word.
_PINT = {"%": "percent", "pieces": "piece", "people": "person", "carats": "carat", "m3": "meter ** 3",
         "m2": "meter ** 2", "index": "indexpoint", "ratio": "dimensionless", "million USD": "1e6 * USD",
         "billion USD": "1e9 * USD", "million EUR": "1e6 * EUR", "million AUD": "1e6 * AUD", "t/a": "t / year",
         "USD/L": "USD / liter", "months": "month", "years": "year", "days": "day", "drives": "drive",
         "kWh/t": "kWh / t"}  # fmt: skip
_OWN = ("USD = [usd]", "EUR = [eur]", "AUD = [aud]", "CNY = [cny]", "piece = [piece]", "person = [person]",
        "drive = [drive]", "indexpoint = [index]")  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """One of the project's units, and how many of it one of the publisher's units is."""

    name: str
    factor: float

    def of(self, number: float) -> float:
        """A number of the publisher's unit in the project's, without the noise of binary fractions."""
        return tidy(number * self.factor)


@cache
def unit(word: str) -> Unit:
    """What a publisher's word for a unit (kb/vocab/unit_words.csv) is. Raises BadInput with near words."""
    folded = " ".join(word.replace("\xa0", " ").casefold().split())
    known = words("unit_words")
    if folded not in known:
        raise BadInput(f"no unit {word.strip()!r}.{did_you_mean(folded, known)} See kb/vocab/unit_words.csv.")
    row = known[folded]
    return Unit(check("units", row["unit"])["word"], _factor(row["expression"], row["unit"]))


def converted(figure: Figure, to: str) -> Figure:
    """The figure in another of the project's units; bounds and words are kept. Raises BadInput when the two do not
    measure one kind of thing."""
    check("units", to)
    if figure.unit == to or not figure.numeric:
        return figure
    factor = _factor(_pint(check("units", figure.unit or "")["word"]), to)
    return scaled(figure, factor, unit=to)


def scaled(figure: Figure, factor: float, **changes: Any) -> Figure:
    """The figure with each of its numbers times `factor`."""
    numbers: dict[str, Any] = {
        name: tidy(number * factor)
        for name in ("value", "low", "high")
        if (number := getattr(figure, name)) is not None
    }
    return replace(figure, **numbers, **changes)


def tidy(number: float) -> float:
    """Twelve digits that count: 0.9 kt is 900 t, not 900.0000000000001."""
    return float(f"{number:.12g}")


@cache
def _factor(expression: str, to: str) -> float:
    import pint  # most of a second to import; only what converts needs it

    registry = _registry()
    try:
        ratio = registry.Quantity(1, "dimensionless") * registry.parse_expression(expression)
        return tidy((ratio / registry.parse_expression(_pint(to))).to("dimensionless").magnitude)
    except pint.DimensionalityError:
        raise BadInput(f"{expression} is no measure of the kind of {to}.") from None


@cache
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(cache_folder=None)
    for line in _OWN:
        registry.define(line)
    return registry


def _pint(name: str) -> str:
    return _PINT.get(name, name)

"""Bases: what a tonnage counts (contained metal, oxide, carbonate equivalent), and figures from one to another.

Factors are stoichiometry, computed here from the standard atomic weights (T. Prohaska and others, Standard atomic
weights of the elements 2021, IUPAC Technical Report, doi 10.1515/pac-2019-0603, abridged to five figures in
kb/vocab/atomic_weights.csv), or rules of thumb with their source, in kb/vocab/bases.csv. Gross weight is on no scale
with a content: that takes a grade. Units are `kb.units`' matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kb.errors import BadInput, did_you_mean
from kb.figures import Figure
from kb.units import scaled, tidy
from kb.vocab import check, rows, words

_ATOM = re.compile(r"([A-Z][a-z]?)(\d*)")
_GROUP = re.compile(r"\(([A-Za-z0-9]+)\)(\d*)")


@dataclass(frozen=True)
class Basis:
    """One way to count a substance: `factor` tons of it hold one ton of the element."""

    name: str
    factor: float
    source: str


def rebased(figure: Figure, substance: str, to: str) -> Figure:
    """The figure of a substance on another basis; bounds and words are kept, and what the basis says besides
    ('LCE, mine output'). Raises BadInput when one of the two is no basis of the substance."""
    if not figure.numeric:
        return figure
    have, rest = basis_of(figure.basis or "", substance)
    want, _ = basis_of(to, substance)
    if have == want:
        return figure
    return scaled(figure, want.factor / have.factor, basis=f"{want.name}{rest}")


def total(figures: Iterable[Figure]) -> Figure:
    """The sum of figures, bounds with bounds. Raises BadInput when two differ in unit or basis, or one has no number:
    withheld is not zero, and contained metal is not gross weight."""
    addends = list(figures)
    if not addends:
        raise BadInput("no figures to add.")
    first = addends[0]
    for other in addends:
        if not other.numeric:
            raise BadInput(f"a figure without a number cannot be added: {other.words!r}.")
        if (other.unit, other.basis) != (first.unit, first.basis):
            raise BadInput(
                f"two bases never add: {first.unit} ({first.basis}) and {other.unit} ({other.basis}); see kb.bases."
            )
    lows = [_side(figure, figure.low) for figure in addends]
    highs = [_side(figure, figure.high) for figure in addends]
    exact = all(figure.value is not None for figure in addends)
    bounded = any(figure.low is not None or figure.high is not None for figure in addends)
    return Figure(
        value=tidy(sum(figure.value or 0.0 for figure in addends)) if exact else None,
        low=tidy(sum(filter(None, lows))) if bounded and None not in lows else None,
        high=tidy(sum(filter(None, highs))) if bounded and None not in highs else None,
        unit=first.unit,
        basis=first.basis,
    )


def basis_of(text: str, substance: str) -> tuple[Basis, str]:
    """The basis that a text begins with, and the rest of the text. Raises BadInput with the bases that there are."""
    known = _bases(substance)
    if not known:
        raise BadInput(f"no factors between bases of {substance}: a mixture or not in kb/vocab/bases.csv.")
    folded = text.casefold().strip()
    for word in sorted(known, key=len, reverse=True):
        if folded.startswith(word) and not folded[len(word) : len(word) + 1].isalnum():
            return known[word], text.strip()[len(word) :]
    names = sorted({basis.name for basis in known.values()})
    raise BadInput(f"{text!r} is no basis of {substance}; there are {', '.join(names)}.{did_you_mean(folded, known)}")


@cache
def _bases(substance: str) -> dict[str, Basis]:
    found: dict[str, Basis] = {}
    for row in rows("bases"):
        if substance in row["substances"].split("|"):
            factor = float(row["factor"]) if row["factor"] else _per_element(row["formula"], row["element"])
            basis = Basis(row["basis"], factor, row["source"])
            found |= {word.casefold(): basis for word in (row["basis"], *row["words"].split("|"))}
    return found


@cache
def _per_element(formula: str, element: str) -> float:
    """Mass of the formula for one of the element in it: Nd2O3 for Nd is 1.1664."""
    atoms = _atoms(formula)
    whole = sum(count * float(check("atomic_weights", symbol)["weight"]) for symbol, count in atoms.items())
    return whole / (atoms[element] * float(words("atomic_weights")[element]["weight"]))


def _atoms(formula: str) -> dict[str, int]:
    flat = _GROUP.sub(lambda match: match[1] * int(match[2] or 1), formula)
    counts: dict[str, int] = {}
    for symbol, count in _ATOM.findall(flat):
        counts[symbol] = counts.get(symbol, 0) + int(count or 1)
    return counts


def _side(figure: Figure, bound: float | None) -> float | None:
    """A bound, or the value where the figure is exact."""
    return bound if bound is not None else figure.value

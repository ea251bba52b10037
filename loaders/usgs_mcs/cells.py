"""Reads one cell of the summaries: a number, a bound, a range, a word or a mark, as a figure; it knows no commodity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kb.errors import BadInput
from kb.figures import Figure
from kb.units import tidy, unit
from kb.vocab import check

WITHHELD = "withheld (W) to avoid disclosing company data"
ZERO = "zero"
EXPORTER = "net exporter"
HALF = "less than half a unit"

_NUMBER = r"[\d,]*\.?\d+"
_PLAIN = re.compile(rf"(e)?([?\-−–])?({_NUMBER})\.?")
_BOUND = re.compile(rf"(>|<|more than|over|less than|under)\s*({_NUMBER})(\s*[a-z ]+\.?)?", re.IGNORECASE)
_RANGE = re.compile(rf"({_NUMBER})\s*(?:[–—-]|\bto\b)\s*({_NUMBER})")
_HALF = re.compile(r"s|less than (½|1/2|one-half) unit\.?", re.IGNORECASE)
_WORDS = re.compile(
    r"(very )?(large|small|moderate)( to (very )?large)?|variable, depending on .*|included (in|with) .*", re.IGNORECASE
)
_NOTHING = {"", "na", "n.a.", "not available", "xx", "not applicable"}
_DASHES = {"—", "–", "-", "--", "---"}


@dataclass(frozen=True)
class Cell:
    """What a cell says. `figure` is None where it says nothing: blank, not available, not applicable."""

    figure: Figure | None = None
    zero: bool = False
    exporter: bool = False
    estimated: bool = False


@lru_cache(maxsize=20_000)
def read(text: str, unit_word: str, basis: str | None) -> Cell:
    """The cell as a figure in the project's unit. Raises BadInput for text that is no figure of any known kind."""
    said = " ".join(text.replace("\xa0", " ").split())
    if said.casefold() in _NOTHING:
        return Cell()
    if said == "W":
        return Cell(Figure(words=WITHHELD))
    if said == "E":
        return Cell(Figure(words=EXPORTER), exporter=True)
    if _WORDS.fullmatch(said):
        return Cell(Figure(words=said.rstrip(".")))
    counted = unit(unit_word)
    basis = basis if check("units", counted.name)["basis"] == "required" else None
    if said in _DASHES:
        return Cell(Figure(0.0, unit=counted.name, basis=basis, words=ZERO), zero=True)
    if _HALF.fullmatch(said):
        return Cell(Figure(high=counted.of(0.5), unit=counted.name, basis=basis, words=HALF))
    if match := _PLAIN.fullmatch(said):
        mark, minus, digits = match.groups()
        number = _number(digits)
        value = counted.of(-number if minus else number)
        return Cell(Figure(value, unit=counted.name, basis=basis), zero=value == 0, estimated=bool(mark))
    if match := _BOUND.fullmatch(said):
        over = match[1].casefold() in (">", "more than", "over")
        number = counted.of(_number(match[2]))
        side = {"low": number} if over else {"high": number}
        said_unit = "%" if counted.name == "%" else unit_word.strip()
        words = f"{'over' if over else 'under'} {match[2]} {said_unit}"
        return Cell(Figure(**side, unit=counted.name, basis=basis, words=words))
    if match := _RANGE.fullmatch(said):
        low, high = (counted.of(_number(part)) for part in match.groups())
        return Cell(Figure(low=low, high=high, unit=counted.name, basis=basis, words=f"{match[1]} to {match[2]}"))
    raise BadInput(f"{said!r} is no figure of the summaries: no number, bound, range, mark or word known here.")


def own_unit(detail: str, stated: str, known: frozenset[str]) -> str:
    """The unit of a figure: what its own words end with, where they name one; else the stated unit.

    A release puts 'thousand metric tons' beside wallboard counted in 'million square feet', and 'dollars per metric
    ton' beside a price per metric ton unit, which is 10 kg.
    """
    folded = " ".join(detail.casefold().split())
    if "metric ton unit" in folded:
        return "dollars per metric ton unit"
    tail = re.split(r"[,:(]", folded)[-1].strip(" )")
    return tail if tail in known else stated


def _number(digits: str) -> float:
    return tidy(float(digits.replace(",", "")))

"""A figure as one thing: value, bounds, unit, basis and the source's words, always read together."""

from __future__ import annotations

from dataclasses import dataclass

from kb.errors import BadInput
from kb.vocab import check


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in `unit` on `basis`; 'over 90' is low 90; withheld is words alone; all None is no figure."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    basis: str | None = None
    words: str | None = None

    @property
    def numeric(self) -> bool:
        return self.value is not None or self.low is not None or self.high is not None

    def __bool__(self) -> bool:
        return self.numeric or self.words is not None


def checked(figure: Figure) -> Figure:
    """The figure itself, or BadInput with what is wrong with it: no unit, no basis where the unit needs one,
    bounds crossed, a value outside its bounds."""
    if not figure.numeric:
        for name in ("unit", "basis"):
            if getattr(figure, name) and not figure.words:
                raise BadInput(f"{name} {getattr(figure, name)!r} without a figure; give value, low, high or words.")
        return figure
    if not figure.unit:
        raise BadInput("a figure without a unit; fill the column unit (see kb/vocab/units.csv).")
    unit = check("units", figure.unit)
    if unit["basis"] == "required" and not figure.basis:
        raise BadInput(
            f"a figure in {figure.unit} without a basis; say what is counted: REO, contained metal, gross weight …"
        )
    if figure.low is not None and figure.high is not None and figure.low > figure.high:
        raise BadInput(f"low {figure.low:g} is above high {figure.high:g}.")
    rising = [number for number in (figure.low, figure.value, figure.high) if number is not None]
    if rising != sorted(rising):
        raise BadInput(f"value {figure.value:g} is outside its bounds.")
    return figure


def check_share(figure: Figure) -> None:
    """BadInput unless every number of the figure is between 0 and 100 per cent."""
    for name in ("value", "low", "high"):
        number = getattr(figure, name)
        if number is not None and not 0 <= number <= 100:
            raise BadInput(f"a share of {number:g} %; shares are between 0 and 100.")

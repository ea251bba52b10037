"""Bases: contained metal, oxide and carbonate equivalent; what is not on one scale is refused."""

from pathlib import Path

import pytest

from kb.bases import basis_of, rebased, total
from kb.errors import BadInput
from kb.figures import Figure
from kb.vocab import rows, words
from loaders import sheets

LITHIUM = "mineral:lithium"


def t(value: float | None = None, basis: str = "contained lithium", **bounds: float) -> Figure:
    return Figure(value, bounds.get("low"), bounds.get("high"), "t", basis)


@pytest.mark.parametrize(
    ("substance", "start", "to", "factor"),
    [
        (LITHIUM, "contained lithium", "LCE", 5.3232),
        (LITHIUM, "contained lithium", "Li2O", 2.1527),
        (LITHIUM, "Li2O content", "LCE", 2.4729),
        (LITHIUM, "lithium hydroxide monohydrate", "LCE", 0.88045),
        ("mineral:neodymium", "contained neodymium", "REO", 1.1664),
        ("mineral:praseodymium", "contained praseodymium", "REO", 1.2082),
        ("mineral:dysprosium", "REO", "contained dysprosium", 0.87131),
        ("mineral:vanadium", "contained vanadium", "V2O5", 1.7852),
        ("mineral:tungsten", "WO3 content", "contained tungsten", 0.79298),
        ("mineral:potash", "KCl", "K2O equivalent", 0.63178),
        ("material:alumina", "alumina", "contained aluminium", 0.52928),
        ("mineral:bauxite", "dried bauxite", "contained aluminium", 0.25),
        ("mineral:nickel", "nickel sulphate hexahydrate", "contained nickel", 0.22330),
    ],
)
def test_factors_between_bases(substance: str, start: str, to: str, factor: float) -> None:
    assert rebased(t(1.0, start), substance, to).value == pytest.approx(factor, rel=5e-5)


def test_there_and_back_is_the_same_figure() -> None:
    figure = t(37.0)
    assert rebased(rebased(figure, LITHIUM, "LCE"), LITHIUM, "contained lithium") == figure


def test_bounds_words_and_the_rest_of_the_basis_are_kept() -> None:
    figure = Figure(None, 100.0, 200.0, "t", "contained lithium, mine output", "100 to 200")
    found = rebased(figure, LITHIUM, "LCE")
    assert (found.low, found.high, found.value) == (
        pytest.approx(532.3, rel=1e-3),
        pytest.approx(1064.6, rel=1e-3),
        None,
    )
    assert (found.unit, found.basis, found.words) == ("t", "LCE, mine output", "100 to 200")


def test_withheld_stays_withheld() -> None:
    assert rebased(Figure(words="withheld"), LITHIUM, "LCE") == Figure(words="withheld")


@pytest.mark.parametrize(
    ("substance", "start", "to", "message"),
    [
        (LITHIUM, "gross weight", "LCE", "'gross weight' is no basis of mineral:lithium"),
        (LITHIUM, "contained lithium", "REO", "'REO' is no basis of mineral:lithium"),
        (LITHIUM, "contained lithiumish", "LCE", "is no basis of"),
        ("mineral:rare-earths", "REO", "contained rare earths", "a mixture or not in"),
    ],
)
def test_what_no_factor_joins_is_refused(substance: str, start: str, to: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        rebased(t(1.0, start), substance, to)


def test_figures_of_one_basis_add() -> None:
    assert total([t(1.0), t(2.5)]) == t(3.5)
    assert total([t(1.0), t(low=2.0, high=3.0)]) == t(low=3.0, high=4.0)
    assert total([t(1.0), t(low=2.0)]) == t(low=3.0)


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (t(1.0, "LCE"), "two bases never add: t \\(contained lithium\\) and t \\(LCE\\)"),
        (Figure(1.0, unit="kg", basis="contained lithium"), "two bases never add"),
        (Figure(words="withheld"), "without a number cannot be added"),
    ],
)
def test_figures_of_two_bases_never_add(other: Figure, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        total([t(1.0), other])
    with pytest.raises(BadInput, match="no figures"):
        total([])


def test_every_factor_has_a_source_and_every_basis_a_substance() -> None:
    for row in rows("bases"):
        assert row["source"]
        assert bool(row["formula"]) != bool(row["factor"])
        for substance in row["substances"].split("|"):
            assert basis_of(row["basis"], substance)[0].factor > 0
    assert all(float(row["weight"]) > 0 for row in words("atomic_weights").values())


@pytest.mark.parametrize(
    ("element", "gross_row", "reo_row"),
    [("lanthanum", 20, 21), ("praseodymium", 31, 32), ("neodymium", 36, 37)],
)
def test_the_oxide_factors_are_those_of_the_publisher(
    shared_data: Path, element: str, gross_row: int, reo_row: int
) -> None:
    """The USGS gives gross weight and oxide equivalent of unalloyed metals, rounded to three digits."""
    table = sheets.cells(shared_data / "usgs_rare_earths" / "usgs_myb2022_rare_earths_tables.xlsx", "T7")
    gross, reo = (float(table[row][8]) for row in (gross_row, reo_row))
    figure = rebased(t(gross, f"contained {element}"), f"mineral:{element}", "REO")
    assert figure.value == pytest.approx(reo, rel=0.008)

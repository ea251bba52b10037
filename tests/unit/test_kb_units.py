"""Units: the publishers' words in the project's units, and figures from one unit to another."""

import pytest

from kb.errors import BadInput
from kb.figures import Figure
from kb.units import converted, unit
from kb.vocab import rows, words


@pytest.mark.parametrize(
    ("word", "number", "name", "result"),
    [
        ("thousand metric tons", 0.9, "t", 900.0),
        ("Thousand\xa0metric  tons", 1.1, "t", 1100.0),
        ("million metric tons", 2.0, "t", 2e6),
        ("kilograms", 900_000, "t", 900.0),
        ("million carats", 3.5, "carats", 3.5e6),
        (" thousands of carats", 2.0, "carats", 2000.0),
        ("million liters", 7.0, "m3", 7000.0),
        ("million square feet", 1.0, "m2", 92_903.04),
        ("percent", 12.5, "%", 12.5),
        ("cents per pound", 100.0, "USD/kg", 2.20462262185),
        ("dollars per troy ounce", 2000.0, "USD/kg", 64_301.4931372),
        ("dollars per short ton", 90.718474, "USD/t", 100.0),
        ("dollars per metric ton unit", 250.0, "USD/kg", 25.0),
        ("dollars per 50 grams", 5.0, "USD/kg", 100.0),
        ("million dollars", 3.0, "million USD", 3.0),
    ],
)
def test_a_publishers_unit_is_one_of_the_projects(word: str, number: float, name: str, result: float) -> None:
    assert (unit(word).name, unit(word).of(number)) == (name, pytest.approx(result, rel=1e-11))


def test_a_thousand_is_exact() -> None:
    assert unit("kt").of(0.9) == 900.0
    assert unit("million liters").of(1.1) == 1100.0


def test_an_unknown_unit_is_refused_with_near_ones() -> None:
    with pytest.raises(BadInput, match=r"no unit 'thousand metric ton'\. Did you mean thousand metric tons"):
        unit("thousand metric ton")


def test_every_word_stands_for_a_unit_of_the_project() -> None:
    assert {unit(row["word"]).name for row in rows("unit_words")} <= set(words("units"))


def test_a_figure_is_converted_with_its_bounds_and_words() -> None:
    figure = Figure(2.0, 1.5, 2.5, "t", "REO", "about 2 t")
    assert converted(figure, "kg") == Figure(2000.0, 1500.0, 2500.0, "kg", "REO", "about 2 t")
    assert converted(Figure(words="withheld"), "kg") == Figure(words="withheld")
    assert converted(figure, "t") is figure


def test_prices_of_mass_are_converted() -> None:
    assert converted(Figure(1234.0, unit="USD/t", basis="metal"), "USD/kg") == Figure(
        1.234, unit="USD/kg", basis="metal"
    )


@pytest.mark.parametrize("to", ["USD", "months", "carats and more"])
def test_units_of_different_kinds_are_not_converted(to: str) -> None:
    with pytest.raises(BadInput, match=r"no measure of the kind|is not in kb/vocab/units\.csv"):
        converted(Figure(1.0, unit="t", basis="REO"), to)

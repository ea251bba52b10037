"""A figure is value, bounds, unit, basis and words together; half a figure is refused."""

import pytest

from kb.errors import BadInput
from kb.figures import Figure, check_share, checked


@pytest.mark.parametrize(
    "figure",
    [
        Figure(),
        Figure(words="withheld"),
        Figure(unit="%", words="majority"),
        Figure(value=90, unit="%"),
        Figure(value=0, unit="%"),
        Figure(low=90, unit="%", words="over 90 %"),
        Figure(low=80, high=90, unit="%"),
        Figure(low=5, high=5, unit="months"),
        Figure(low=0, value=0, high=0, unit="%"),
        Figure(value=5534, unit="t", basis="REO"),
    ],
)
def test_a_whole_figure_is_taken_as_it_is(figure: Figure) -> None:
    assert checked(figure) is figure


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        (Figure(value=5), "a figure without a unit; fill the column unit (see kb/vocab/units.csv)."),
        (Figure(low=5, words="over 5"), "a figure without a unit; fill the column unit (see kb/vocab/units.csv)."),
        (Figure(unit="t"), "unit 't' without a figure; give value, low, high or words."),
        (Figure(basis="REO"), "basis 'REO' without a figure; give value, low, high or words."),
        (
            Figure(value=5, unit="t"),
            "a figure in t without a basis; say what is counted: REO, contained metal, gross weight …",
        ),
        (Figure(low=90, high=80, unit="%"), "low 90 is above high 80."),
        (Figure(low=80, value=95, high=90, unit="%"), "value 95 is outside its bounds."),
        (Figure(low=0, value=-1, unit="%"), "value -1 is outside its bounds."),
        (Figure(value=5, unit="month"), "'month' is not in kb/vocab/units.csv. Did you mean months?"),
        (Figure(value=5, unit="furlong"), "'furlong' is not in kb/vocab/units.csv."),
    ],
)
def test_half_a_figure_is_told(figure: Figure, told: str) -> None:
    with pytest.raises(BadInput) as error:
        checked(figure)
    assert str(error.value) == told


@pytest.mark.parametrize("figure", [Figure(value=0), Figure(value=100), Figure(low=0, high=100), Figure(words="much")])
def test_a_share_lies_between_0_and_100(figure: Figure) -> None:
    check_share(figure)


@pytest.mark.parametrize(
    ("figure", "number"), [(Figure(value=100.5), "100.5"), (Figure(low=-1), "-1"), (Figure(low=50, high=101), "101")]
)
def test_a_share_outside_0_to_100_is_told(figure: Figure, number: str) -> None:
    with pytest.raises(BadInput) as error:
        check_share(figure)
    assert str(error.value) == f"a share of {number} %; shares are between 0 and 100."


@pytest.mark.parametrize(
    ("figure", "numeric", "any_"),
    [
        (Figure(), False, False),
        (Figure(unit="%"), False, False),
        (Figure(words="withheld"), False, True),
        (Figure(value=0.0), True, True),
        (Figure(high=0.0), True, True),
    ],
)
def test_zero_is_a_number_and_words_are_a_figure(figure: Figure, numeric: bool, any_: bool) -> None:
    assert (figure.numeric, bool(figure)) == (numeric, any_)

"""Periods as the field writes them, and what is no period."""

import pytest

from kb.errors import BadInput
from kb.periods import span


@pytest.mark.parametrize(
    ("period", "days"),
    [
        ("2024", ("2024-01-01", "2025-01-01")),
        ("2024-02", ("2024-02-01", "2024-03-01")),
        ("2023-12", ("2023-12-01", "2024-01-01")),
        ("2024-02-29", ("2024-02-29", "2024-03-01")),
        ("2023-12-31", ("2023-12-31", "2024-01-01")),
        ("2021/2023", ("2021-01-01", "2024-01-01")),
        ("2021-11/2022-02", ("2021-11-01", "2022-03-01")),
        ("2024/2024", ("2024-01-01", "2025-01-01")),
        ("2024-06-30/2024", ("2024-06-30", "2025-01-01")),
    ],
)
def test_a_period_is_its_first_day_and_the_day_after_its_last(period: str, days: tuple[str, str]) -> None:
    assert span(period) == days


@pytest.mark.parametrize("period", ["2023-02-29", "2024-13", "2024-00", "2024-04-31", "0000", "9999", "9999-12-31"])
def test_a_date_that_does_not_exist_is_told(period: str) -> None:
    with pytest.raises(BadInput) as error:
        span(period)
    assert str(error.value) == f"'{period}' names a date that does not exist."


@pytest.mark.parametrize(
    "period",
    ["", "spring 2024", "24", "2024-1", "2024-06-30T00:00", "2024-W07", " 2024", "2024/", "/2024", "2021/2022/2023",
     "2021-2023", "٢٠٢٤"],
)  # fmt: skip
def test_what_is_no_period_is_told(period: str) -> None:
    with pytest.raises(BadInput) as error:
        span(period)
    assert str(error.value) == f"'{period}' is not a period; write 2024, 2024-06, 2024-06-30 or 2021/2023."


@pytest.mark.parametrize("period", ["2024/2023", "2024-06/2024-05", "2024-06-30/2024-06-29"])
def test_a_period_that_runs_backwards_is_told(period: str) -> None:
    with pytest.raises(BadInput) as error:
        span(period)
    assert str(error.value) == f"the period '{period}' runs backwards."

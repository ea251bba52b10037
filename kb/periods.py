"""Periods and dates as the field writes them: `2024`, `2024-06`, `2024-06-30`, `2021/2023`; nothing about figures."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from kb.errors import BadInput

OPEN_END = "9999-12-31"
_PART = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@lru_cache(1 << 12)
def span(period: str) -> tuple[str, str]:
    """First day (inclusive) and end (exclusive) of a period, as ISO days. A month or year is its whole span.

    Raises BadInput when it is no period, no real date, or runs backwards.
    """
    first, slash, last = period.partition("/")
    start = _part(first, period)[0]
    end = _part(last if slash else first, period)[1]
    if end <= start:
        raise BadInput(f"the period {period!r} runs backwards.")
    return start, end


def _part(text: str, whole: str) -> tuple[str, str]:
    match = _PART.fullmatch(text)
    if match is None:
        raise BadInput(f"{whole!r} is not a period; write 2024, 2024-06, 2024-06-30 or 2021/2023.")
    year, month, day = match.groups()
    try:
        start = date(int(year), int(month or 1), int(day or 1))
        if day:
            end = start + timedelta(days=1)
        elif month:
            end = date(start.year + start.month // 12, start.month % 12 + 1, 1)
        else:
            end = date(start.year + 1, 1, 1)
    except (ValueError, OverflowError):
        raise BadInput(f"{whole!r} names a date that does not exist.") from None
    return start.isoformat(), end.isoformat()

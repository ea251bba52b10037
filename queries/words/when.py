"""Dates, months, years and spans in a sentence: where they stand and which days they mean.

It reads 'on 9 December 2025', 'before November 2026', 'in 2024', 'from 2020 to 2023', '2025-12-09', 'today'. A date
that does not exist raises BadQuestion. Which parameter takes a date is no matter of it.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kb.errors import BadQuestion
from queries.words.tokens import Token

_MONTHS = {name.casefold(): at for names in (calendar.month_name, calendar.month_abbr) for at, name in enumerate(names)}
_MONTHS |= {"sept": 9}
_MONTHS.pop("")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BEFORE, _BY, _AFTER = {"before"}, {"by", "until", "till"}, {"after", "since"}
_AHEAD = timedelta(days=366)
"""So far ahead an act may already say what holds."""
_AT = {"in", "on", "at", "as", "of", "during", "for", "the", "year", "end", "start", "beginning", "between", "from"}


@dataclass(frozen=True)
class When:
    """A date and where it stands. `first` and `last` day of what is named; `how` is on, before, by, after, since or
    until."""

    start: int
    past: int
    first: date
    last: date
    how: str
    text: str
    """The ISO year, month or day that is named."""

    @property
    def day(self) -> date | None:
        """The one day that stands for it: its last, or the last before it; none for what is open to the future."""
        if self.how in ("after", "since"):
            return None
        return self.first - timedelta(days=1) if self.how == "before" else self.last


def dates(words: Sequence[Token], today: date) -> list[When]:
    """Every date in the sentence, in order. Raises BadQuestion for one that does not exist."""
    found = []
    at = 0
    while at < len(words):
        named = _named(words, at, today)
        if named is None:
            at += 1
            continue
        past, text, first, last = named
        start, how, first, last = _with_preposition(words, at, first, last)
        how = "after" if first > today + _AHEAD else how  # no day of the world that is known
        found.append(When(start, past, first, last, how, text))
        at = past
    return found


def _with_preposition(words: Sequence[Token], at: int, first: date, last: date) -> tuple[int, str, date, date]:
    start, how = at, "on"
    while start and words[start - 1].word in _AT | _BEFORE | _BY | _AFTER:
        start -= 1
        word = words[start].word
        if word in _BEFORE:
            how = "before"
        elif word in _BY:
            how = "by"
        elif word in _AFTER:
            how = word
        elif word in ("start", "beginning"):
            last = first
        if word in _BEFORE | _BY | _AFTER:
            break
    return start, how, first, last


def _named(words: Sequence[Token], at: int, today: date) -> tuple[int, str, date, date] | None:
    """Past the end of it, ISO text, first and last day of the date that begins at a word."""
    plain = [token.word for token in words[at : at + 4]] + [""] * 4
    one, two, three, four = plain[:4]
    if one in ("today", "now", "currently"):
        return (at + 1, today.isoformat(), today, today)
    if one == "yesterday":
        eve = today - timedelta(days=1)
        return (at + 1, eve.isoformat(), eve, eve)
    if one in ("this", "last") and two == "year":
        meant = today.year - (one == "last")
        return (at + 2, f"{meant}", date(meant, 1, 1), min(date(meant, 12, 31), today))
    if _YEAR.fullmatch(one) and re.fullmatch(r"\d\d?", two) and re.fullmatch(r"\d\d?", three):
        return _day(at + 3, one, int(two), three)
    skip = 1 if two == "of" else 0
    month, year = (three, four) if skip else (two, three)
    if (day := _DAY.fullmatch(one)) and month in _MONTHS:
        if _YEAR.fullmatch(year):
            return _day(at + 3 + skip, year, _MONTHS[month], day[1])
        raise BadQuestion(f"'{one} {month}' has no year; write for example {one} {month} {today.year}.")
    if one in _MONTHS and (day := _DAY.fullmatch(two)) and _YEAR.fullmatch(three):
        return _day(at + 3, three, _MONTHS[one], day[1])
    if one in _MONTHS and _YEAR.fullmatch(two):
        return _month(at + 2, int(two), _MONTHS[one])
    if _YEAR.fullmatch(one) and re.fullmatch(r"0[1-9]|1[0-2]", two):
        return _month(at + 2, int(one), int(two))
    if _YEAR.fullmatch(one):
        return (at + 1, one, date(int(one), 1, 1), date(int(one), 12, 31))
    return None


def _day(past: int, year: str, month: int, day: str) -> tuple[int, str, date, date]:
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        raise BadQuestion(f"{int(day)}/{month}/{year} (day, month, year) is no date that exists.") from None
    return (past, found.isoformat(), found, found)


def _month(past: int, year: int, month: int) -> tuple[int, str, date, date]:
    last = calendar.monthrange(year, month)[1]
    return (past, f"{year}-{month:02d}", date(year, month, 1), date(year, month, last))

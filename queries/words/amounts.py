"""Numbers, limits and grades in a sentence: 'top 5', 'at least 50 %', 'within 4 hops', 'grade B or better'.

It says where they stand, which way they bound, and what is counted; which parameter takes them is no matter of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from queries.words.tokens import Token

_NUMBERS = {word: at for at, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])} | {
    "fifteen": 15, "twenty": 20, "thirty": 30, "fifty": 50, "hundred": 100}  # fmt: skip
_BOUNDS = {
    ("at", "least"): "least", ("more", "than"): "least", ("no", "less", "than"): "least", ("or", "more"): "least",
    ("over",): "least", ("above",): "least", ("exceeding",): "least", ("greater", "than"): "least",
    ("minimum",): "least", ("minimum", "of"): "least",
    ("at", "most"): "most", ("less", "than"): "most", ("no", "more", "than"): "most", ("up", "to"): "most",
    ("under",): "most", ("below",): "most", ("fewer", "than"): "most", ("within",): "most",
    ("not", "more", "than"): "most",
    ("maximum",): "most", ("maximum", "of"): "most",
}  # fmt: skip
_FIRST = {"top", "first"}
_RANKS = {"largest", "biggest", "leading", "top", "main", "best", "greatest", "most"}


@dataclass(frozen=True)
class Amount:
    """A number and where it stands: `bound` is least, most, limit ('top 5') or exact; `unit` is the word after it."""

    start: int
    past: int
    value: str
    bound: str
    unit: str


@dataclass(frozen=True)
class Grade:
    """The letter of a grade and where it stands."""

    start: int
    past: int
    value: str


def amounts(words: Sequence[Token]) -> list[Amount]:
    """Every number of the sentence, in order."""
    found = []
    for at, token in enumerate(words):
        digits = re.fullmatch(r"\d{1,9}", token.word)
        if not digits and token.word not in _NUMBERS:
            continue
        if not digits and token.word == "one":
            continue  # 'the one that', 'one new plant'
        value = token.word if digits else str(_NUMBERS[token.word])
        start, past, bound = at, at + 1, "exact"
        for length in (3, 2, 1):
            before = tuple(word.word for word in words[max(0, at - length) : at])
            if before in _BOUNDS and len(before) == length:
                start, bound = at - length, _BOUNDS[before]
                break
        following = [word.word for word in words[at + 1 : at + 3]]
        if bound == "exact" and start and words[start - 1].word in _FIRST:
            start, bound = start - 1, "limit"
        elif bound == "exact" and following[:1] and following[0] in _RANKS:
            bound = "limit"
        if tuple(following[:2]) == ("or", "more"):
            bound, past = "least", at + 3
        unit = words[past].word if past < len(words) else ""
        if unit in ("percent", "per") or unit in _UNITS:
            past += 2 if unit == "per" else 1
            unit = "percent" if unit == "per" else unit
        found.append(Amount(start, past, value, bound, unit))
    return found


KNOWN = frozenset({*_NUMBERS, *_FIRST, *_RANKS, *(word for bound in _BOUNDS for word in bound)})
"""Every word that this module reads."""
_UNITS = {"percent", "percentage", "points", "point", "hops", "hop", "steps", "step", "days", "day", "rows", "results"}


def grades(words: Sequence[Token]) -> list[Grade]:
    """'grade B', 'at least grade B', 'grade B or better', 'graded A'."""
    found = []
    for at in range(len(words) - 1):
        if words[at].stem != "grade" or not re.fullmatch(r"[A-Da-d]", words[at + 1].text):
            continue
        start, past = at, at + 2
        before = [word.word for word in words[:at]]
        while start and before[start - 1] in ("at", "least", "of", "minimum", "with", "only"):
            start -= 1
        tail = [word.word for word in words[past : past + 2]]
        if len(tail) == 2 and tail[0] in ("or", "and") and tail[1] in ("better", "above", "higher"):
            past += 2
        if past < len(words) and words[past].word in ("evidence", "sources", "claims", "facts"):
            past += 1
        found.append(Grade(start, past, words[at + 1].text.upper()))
    return found

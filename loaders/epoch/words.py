"""Reads the small notations of Epoch AI's tables: certainty tags, lists of names, degrees, dates; it knows no table."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kb.errors import BadInput

TAGS = {"": "reported", "confident": "reported", "likely": "estimated", "speculative": "estimated"}
"""The status that a tag such as `Amazon #confident` gives a claim."""
CERTAINTY = {
    "": "reported",
    "Confirmed": "reported",
    "Likely": "estimated",
    "Unlikely": "estimated",
    "Uncertain": "estimated",
}
_DEGREES = re.compile(r"(?P<d>\d{1,3})°\s*(?P<m>\d{1,2})['’′]\s*(?P<s>\d{1,2}(?:\.\d+)?)[\"”″]\s*(?P<side>[NSEW])")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


@dataclass(frozen=True)
class Named:
    """A name of a list, with the status that its tag gives it."""

    name: str
    status: str
    observed: str


def names(cell: str) -> list[Named]:
    """Every name of a list such as `OpenAI #likely, Microsoft`. Raises BadInput for an unknown tag."""
    found = []
    for part in cell.split(","):
        name, _, tag = (piece.strip() for piece in part.partition("#"))
        if name:
            if tag not in TAGS:
                raise BadInput(f"{part.strip()!r}: the tag is none of {', '.join(filter(None, TAGS))}.")
            found.append(Named(name, TAGS[tag], part.strip()))
    return found


def degrees(cell: str) -> float | None:
    """Degrees, minutes and seconds, or a decimal number, as degrees north or east; None when empty."""
    text = cell.strip()
    if not text:
        return None
    match = _DEGREES.fullmatch(text)
    if match is None:
        if re.fullmatch(r"-?\d+\.\d+", text):
            return float(text)
        raise BadInput(f"{cell!r} is no latitude or longitude.")
    value = int(match["d"]) + int(match["m"]) / 60 + float(match["s"]) / 3600
    return round(-value if match["side"] in "SW" else value, 6)


def day(cell: str) -> str:
    """A date as written (`2021-07`, `2024-11-15`); '' when empty."""
    if cell and not _DATE.fullmatch(cell):
        raise BadInput(f"{cell!r} is no date.")
    return cell


def slug(text: str) -> str:
    """The name as part of an id. Raises BadInput for one without a Latin letter or digit."""
    found = re.sub(r"[^a-z0-9]+", "-", text.casefold().replace("+", " plus ")).strip("-")
    if not found:
        raise BadInput(f"the name {text!r} makes no id.")
    return found


@dataclass(frozen=True)
class Column:
    """What becomes of a column: `taken` by the loader, `ignored`, or a `figure` of its row's entity."""

    name: str
    use: str
    measure: str
    title: str
    unit: str
    factor: float
    scope: str


@cache
def columns() -> dict[str, tuple[Column, ...]]:
    """The columns of each table, as columns.csv says."""
    found: dict[str, list[Column]] = {}
    text = (files(__package__) / "columns.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        column = Column(
            row["column"], row["use"], row["measure"], row["name"], row["unit"], float(row["factor"] or 1), row["scope"]
        )
        found.setdefault(row["file"], []).append(column)
    return {table: tuple(known) for table, known in found.items()}


@cache
def hardware() -> dict[str, tuple[str, str]]:
    """Id and name of accelerators that the project's own tables have, by Epoch's name."""
    text = (files(__package__) / "hardware.csv").read_text(encoding="utf-8")
    return {row["word"]: (row["id"], row["name"]) for row in csv.DictReader(text.splitlines())}

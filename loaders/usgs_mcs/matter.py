"""What the summaries' words for commodities and forms mean here: the tables commodities, world, forms and us_output."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kb.errors import BadInput, did_you_mean


@dataclass(frozen=True)
class Commodity:
    """`item` is what its figures are about, `relies` what its import reliance is, `content` what its tons count."""

    key: str
    item: str
    relies: str
    content: str


@dataclass(frozen=True)
class Series:
    """One world table: the item, stage and basis; `reserves` is the item whose reserves stand beside it."""

    item: str
    stage: str
    basis: str
    reserves: str = ""
    reserves_basis: str = ""
    named: bool = False
    """Whether the table's own heading says which item it is: then its words are no form besides."""


def folded(text: str) -> str:
    """Lower case, single blanks, one kind of dash and apostrophe."""
    plain = text.replace("\xa0", " ").replace("’", "'").replace("—", " - ").replace("--", " - ")
    return " ".join(plain.casefold().split())


@cache
def commodity(word: str) -> Commodity:
    """What a release calls a commodity, in any of its spellings. Raises BadInput with near words."""
    known = _spellings()
    if folded(word) not in known:
        raise BadInput(f"no commodity {word.strip()!r}.{did_you_mean(folded(word), known)}")
    return known[folded(word)]


@cache
def is_commodity(word: str) -> bool:
    return folded(word) in _spellings()


@cache
def of_file(code: str) -> Commodity | None:
    """The commodity of a file of one commodity, by the code in its name: 'cobal' in mcs2023-cobal_world.csv."""
    for row in rows("commodities"):
        if code.casefold() in row["files"].split("|"):
            return _spellings()[row["key"]]
    return None


@cache
def series(key: str, detail: str) -> Series:
    """The world table of a commodity that these words head. Raises BadInput when there is none."""
    for row in rows("world"):
        if row["key"] == key and row["detail"] in folded(detail):
            return Series(row["item"], row["stage"], row["basis"], *_reserves(row), bool(row["detail"]))
    raise BadInput(f"no world table of {key} is headed {detail.strip()!r}; see loaders/usgs_mcs/world.csv.")


def _reserves(row: dict[str, str]) -> tuple[str, str]:
    return row["reserves"] or row["item"], row["reserves_basis"] or row["basis"]


@cache
def form(use: str, key: str, detail: str) -> str:
    """The item that a form in a reliance or import-source row stands for; '' where the table
    forms has no row, '-' where it says that the form has no item."""
    said = f" {re.sub(r'[^a-z0-9.,()%-]+', ' ', folded(detail))} "
    for row in rows("forms"):
        if row["use"] == use and row["key"] == key and row["detail"] in said:
            return row["item"]
    return ""


@cache
def has_forms(use: str, key: str) -> bool:
    """Whether any form of the commodity has an item of its own."""
    return any(row["use"] == use and row["key"] == key for row in rows("forms"))


@cache
def words_of(key: str) -> tuple[str, ...]:
    """The spellings of a commodity, folded."""
    return tuple(folded(word) for row in rows("commodities") if row["key"] == key for word in row["words"].split("|"))


@cache
def corrected(label: str, key: str, measure: str, unit: str) -> str:
    """The unit of a world table: what the file states, unless its figures show that it errs (corrections.csv)."""
    for row in rows("corrections"):
        if label in row["releases"].split() and row["key"] == key and row["measure"] == measure:
            return row["unit"]
    return unit


@cache
def us_output(key: str, detail: str) -> Series | None:
    """Output of the United States that no world table has: secondary metal, separated compounds."""
    for row in rows("us_output"):
        if row["key"] == key and row["detail"].replace(",", "") in folded(detail).replace(",", ""):
            return Series(row["item"], row["stage"], row["basis"])
    return None


@cache
def _spellings() -> dict[str, Commodity]:
    found: dict[str, Commodity] = {}
    for row in rows("commodities"):
        known = Commodity(row["key"], row["item"], row["relies"] or row["item"], row["content"])
        found |= {folded(word): known for word in (row["key"], *row["words"].split("|")) if word}
    return found


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table beside this module."""
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))

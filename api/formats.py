"""The machine's formats, JSON and CSV, written to stdout and to nothing else; tables for people are `api.tables`."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any


class Format(StrEnum):
    table = "table"
    json = "json"
    csv = "csv"


def write_json(data: Any) -> None:
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
    sys.stdout.write("\n")


def write_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """A header row, then a row a row: lists joined by '|', nested values as JSON, nothing for null."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([_text(column) for column in columns])
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)


def _cell(value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case int() | float():
            return value
        case list():
            return _text("|".join(item if isinstance(item, str) else str(_cell(item)) for item in value))
        case dict():
            return json.dumps(value, ensure_ascii=False, default=str)
    return _text(str(value))


def _text(text: str) -> str:
    """Text that a spreadsheet would run as a formula gets an apostrophe in front, which spreadsheets do not show."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text

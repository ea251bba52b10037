"""Rows as pandas frames with proper types; it reads no graph, and is imported only where a frame is asked for.

Int64, Float64, boolean   numbers and flags, with <NA> where nothing is known, which is neither zero nor false
string                    ids, words, grades; and dates and periods, as the ISO text that the graph holds: `2024`,
                          `2021/2023` and the open end `9999-12-31` are no days that a datetime column could keep
object                    lists (routes, claims) and nested values
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from kb import schema

_OF_COLUMNS = {"integer": "Int64", "number": "Float64", "flag": "boolean", "texts": "object", "objects": "object",
               "claims": "object", "ids": "object"}  # fmt: skip
_OF_PROPERTIES = {"number": "Float64", "flag": "boolean", "texts": "object", "text": "string"}
_KINDS = {
    name: each.kind
    for group in (
        schema.ENTITY,
        schema.FIGURE,
        schema.QUALIFIERS,
        schema.VALUES,
        schema.FACT,
        schema.CLAIM,
        schema.SOURCE,
    )
    for name, each in group.items()
}


def of_columns(rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> pd.DataFrame:
    """Rows of a question under its columns; `types` are those of its header."""
    return _frame(rows, {name: _OF_COLUMNS.get(kind.partition(":")[0], "string") for name, kind in types.items()})


def of_records(records: Iterable[Mapping[str, Any]], first: Sequence[str] = ()) -> pd.DataFrame:
    """Entities, facts, claims or sources, a row each: the columns `first`, then every property that one of them has."""
    rows = list(records)
    names = dict.fromkeys([*first, *(name for row in rows for name in row)])
    found = _frame(rows, {name: _OF_PROPERTIES[_KINDS.get(name, "text")] for name in names})
    flags = [name for name in names if _KINDS.get(name) == "flag"]
    return found.fillna(dict.fromkeys(flags, False))  # the graph keeps a flag only where it is true


def of_values(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> pd.DataFrame:
    """Rows of any statement: each column gets the type that all its values have, or object."""
    return _frame(rows, {name: _type([row[name] for row in rows]) for name in columns})


def _frame(rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame({name: _column([row.get(name) for row in rows], type_) for name, type_ in types.items()})


def _column(values: list[Any], type_: str) -> pd.Series[Any]:
    if type_ == "string":
        values = [value if value is None or isinstance(value, str) else str(value) for value in values]
    return pd.Series(values, dtype=type_)


def _type(values: list[Any]) -> str:
    kinds = {type(value) for value in values if value is not None}
    if not kinds:
        return "object"
    for type_, fitting in (("boolean", {bool}), ("Int64", {int}), ("Float64", {int, float}), ("string", {str})):
        if kinds <= fitting:
            return type_
    return "object"

"""Reads back what a load wrote, for tests of loaders: the claims of a release as dicts, without empty columns."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from kb.claims import filled


def claims(data: Path, source: str, where: str = "type <> 'DESCRIBED'") -> list[dict[str, Any]]:
    """The claims of `data/claims/SOURCE.claims.parquet` that the condition holds for, by locator and measure."""
    path = data / "claims" / f"{source}.claims.parquet"
    with duckdb.connect() as db:
        cursor = db.execute(
            f"SELECT * FROM read_parquet(?) WHERE {where} ORDER BY origin, type, measure, period",  # noqa: S608
            [str(path)],
        )
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchall()
    return [{name: cell for name, cell in zip(names, row, strict=True) if filled(cell)} for row in rows]


def triples(data: Path, source: str, *names: str, where: str = "type <> 'DESCRIBED'") -> list[tuple[Any, ...]]:
    """Of every such claim the named cells alone."""
    return [tuple(row.get(name) for name in names) for row in claims(data, source, where)]

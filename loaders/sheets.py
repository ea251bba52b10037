"""Reads a sheet of a workbook as rows of text, as `loaders.base.table` reads a CSV file; it knows no family."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from kb.errors import BadTable
from loaders.base import Row

MOST_BYTES = 1_000_000_000
"""A workbook that unpacks to more than this is refused; the largest real one unpacks to some 60 MB."""

Cell = int | float | str | bool | time | date | datetime | timedelta


def names(path: Path) -> list[str]:
    """The sheets of a workbook, in order; [] for what is no workbook. Raises BadTable for one that would burst."""
    try:
        return list(_workbook(path).sheet_names)
    except BadTable:
        if _is_zip(path) and _unpacked(path) > MOST_BYTES:
            raise
        return []


def cells(path: Path, sheet: str) -> list[list[str]]:
    """Every row of a sheet as text, blank cells as ''. Whole numbers lose their '.0', dates are ISO text.

    Raises BadTable: no such file or sheet, no workbook, merged cells below the `merged_until`-th row.
    """
    book = _workbook(path)
    if sheet not in book.sheet_names:
        raise BadTable([f"{path}: no sheet {sheet!r}; it has {', '.join(book.sheet_names)}."])
    return [[_text(cell) for cell in row] for row in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


def sheet(path: Path, name: str, header: int = 0) -> Iterator[Row]:
    """The rows of a sheet below its header row (counted from 0). Rows of blank cells are passed over.

    Raises BadTable for repeated or empty column names over filled columns, and for merged cells below the header.
    """
    rows = cells(path, name)
    if len(rows) <= header:
        raise BadTable([f"{path}: sheet {name!r} has {len(rows)} rows; its header should be row {header + 1}."])
    for first, last in _merged(path, name):
        if last[0] > header:
            raise BadTable(
                [f"{path}: sheet {name!r} has merged cells in rows {first[0] + 1} to {last[0] + 1}; part them."]
            )
    filled = {at for row in rows[header + 1 :] for at, cell in enumerate(row) if cell.strip()}
    columns = [(at, title.strip()) for at, title in enumerate(rows[header]) if title.strip() or at in filled]
    titles = [title for _, title in columns]
    if "" in titles or len(set(titles)) != len(titles):
        raise BadTable([f"{path}: sheet {name!r}, row {header + 1}: an empty or repeated column name."])
    for number, row in enumerate(rows[header + 1 :], header + 2):
        if any(cell.strip() for cell in row):
            at_row = f"sheet {name} row {number}"
            yield Row(f"{path}: {at_row}", f"{path.name}, {at_row}", {title: row[at] for at, title in columns})


def _workbook(path: Path) -> CalamineWorkbook:
    if not path.exists():
        raise BadTable([f"{path}: no such file."])
    if path.is_dir():
        raise BadTable([f"{path}: a folder, not a workbook."])
    if _is_zip(path) and (size := _unpacked(path)) > MOST_BYTES:
        raise BadTable([f"{path}: it would unpack to {size:,} bytes; at most {MOST_BYTES:,} are taken."])
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError) as error:
        raise BadTable([f"{path}: not a workbook: {error}."]) from None


def _is_zip(path: Path) -> bool:
    return path.is_file() and zipfile.is_zipfile(path)


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        return sum(entry.file_size for entry in archive.infolist())


def _merged(path: Path, name: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Merged ranges as (row, column) of their first and last cell, counted from 0; formats without them have none."""
    ranges = getattr(_workbook(path).get_sheet_by_name(name), "merged_cell_ranges", None)
    return list(ranges or [])


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return str(cell)

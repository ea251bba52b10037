"""Tells the kinds of file of the summaries apart, and their release; reads them as rows, every column named."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from kb.errors import BadTable
from loaders.base import Row

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_NAMED = re.compile(r"mcs(20\d\d)", re.IGNORECASE)
_FIRST_ROWS = 400


def header(path: Path) -> list[str]:
    """The column names, stripped; [] for what is no text table."""
    rows = head(path, 1)
    return [name.strip() for name in rows[0]] if rows else []


def head(path: Path, most: int = _FIRST_ROWS) -> list[list[str]]:
    """The first rows of a CSV file as they stand; [] for what is no text table."""
    try:
        with path.open("rb") as file:
            data = b"".join(line for line, _ in zip(file, range(most), strict=False))
        return list(csv.reader(io.StringIO(decoded(data), newline="")))
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, or the Windows code page that some releases are saved in."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def year_of_release(path: Path, columns: list[str], years: str | None = None) -> str:
    """A release carries estimates of the year before it: one more than the newest year among the column names, or in
    the column `years`; '' where there is none."""
    found = [year for name in columns for year in _YEAR.findall(name)]
    if years:
        rows = head(path)
        at = [name.strip() for name in rows[0]].index(years)
        found = [year for row in rows[1:] if len(row) > at for year in _YEAR.findall(row[at])]
    return str(int(max(found)) + 1) if found else ""


def named_release(path: Path) -> str:
    match = _NAMED.search(path.name)
    return match[1] if match else ""


def rows(path: Path) -> Iterator[Row]:
    """Every row that is not blank. A repeated column name gets a number, an empty one is 'column 7'; rows may end in
    empty cells beyond the header. Raises BadTable for a row that is too short, or too long in filled cells."""
    try:
        text = decoded(path.read_bytes())
    except UnicodeDecodeError as error:
        raise BadTable([f"{path}: neither UTF-8 nor Windows text ({error.reason} at byte {error.start})."]) from None
    reader = csv.reader(io.StringIO(text, newline=""))
    titles = names(next(reader, []))
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadTable([f"{path}:{reader.line_num}: not a CSV table: {error}."]) from None
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path}:{reader.line_num}"
        if len(cells) < len(titles) or any(cell.strip() for cell in cells[len(titles) :]):
            raise BadTable([f"{where}: {len(cells)} cells under {len(titles)} columns; is the file cut off?"])
        yield Row(where, f"{path.name}:{reader.line_num}", dict(zip(titles, cells, strict=False)))


def names(titles: list[str]) -> list[str]:
    """A name for every column: a repeated one gets a number, an empty one its place."""
    seen: Counter[str] = Counter()
    found = []
    for at, title in enumerate(titles, 1):
        name = title.strip() or f"column {at}"
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found

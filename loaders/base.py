"""What every loader reads rows with: a row that knows its file and line, and that complains about columns left over.

Workbooks are read in `loaders.sheets`; what becomes of a row is counted in `loaders.load`.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kb.claims import Claim, filled
from kb.errors import BadInput, BadTable, Drift
from kb.figures import Figure
from kb.sources import Source, grade

_NO_FIGURE = Figure()


@dataclass(slots=True)
class Row:
    """One row of a table. `take` hands out a cell; `done` raises when a column was neither taken nor ignored.

    A row that makes no claim on purpose says why: `ignore`. A reader that raises BadInput puts its row in quarantine.
    """

    where: str
    """Path as given and line, for messages."""
    origin: str
    """File name and line, for the claim: no path of a machine goes into the graph."""
    cells: dict[str, str]
    taken: set[str] = field(default_factory=set)
    ignored: str = ""
    """Why the row makes no claim, by name: 'world total', 'footnote'."""
    closed: bool = False
    """Whether every column is accounted for."""
    source: Source | None = None
    """The release that the row belongs to, once `loaders.load` has it in hand: its claims are of that source."""

    def take(self, column: str) -> str:
        """The cell without outer blanks; raises Drift when the table has no such column."""
        if column not in self.cells:
            raise Drift(f"no column {column!r}; the table has {', '.join(self.cells)}.")
        self.taken.add(column)
        return self.cells[column].strip()

    def get(self, column: str) -> str:
        """As `take`, but an absent column is an empty cell."""
        return self.take(column) if column in self.cells else ""

    def number(self, column: str) -> float | None:
        """The cell as a number, None when empty; raises BadInput when it is something else."""
        text = self.get(column)
        if not text:
            return None
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise BadInput(f"{column} is {text!r}, not a number; bounds go to low and high, anything else to words.")
        return number

    def flag(self, column: str) -> bool:
        """True for 'true', False for '' and 'false'; raises BadInput for anything else."""
        text = self.get(column)
        if text not in ("", "true", "false"):
            raise BadInput(f"{column} is {text!r}; write true, or leave it empty.")
        return text == "true"

    def done(self, ignore: Iterable[str] = ()) -> None:
        """Account for the other columns by name; raises Drift for any that is left."""
        if len(self.taken) < len(self.cells) and (
            left := [name for name in self.cells if name not in self.taken and name not in ignore]
        ):
            raise Drift(f"columns that nobody reads: {', '.join(left)}.")
        self.closed = True

    def ignore(self, reason: str) -> None:
        """The row makes no claim, for this reason; all of its columns count as read."""
        self.ignored, self.closed = reason, True

    def claim(
        self,
        type_: str,
        start: str,
        end: str = "",
        figure: Figure | None = None,
        *,
        status: str = "reported",
        absent: bool = False,
        observed: str | None = None,
        attributed_to: str | None = None,
        locator: str | None = None,
        **details: Any,
    ) -> Claim:
        """A claim of this row, by its source. `details` are qualifiers and values by name."""
        source = self.source
        return Claim(
            type_,
            start,
            end,
            source.id if source else "",
            {name: value for name, value in details.items() if filled(value)},
            figure or _NO_FIGURE,
            status,
            attributed_to,
            grade(source.kind, status, "file") if source else "D",
            observed,
            absent,
            locator or self.origin,
            "file",
            None,
            self.origin,
        )


def header(path: Path, encoding: str = "utf-8-sig") -> list[str]:
    """The column names of a CSV file, stripped; [] for what is no such file. It looks at the first line alone."""
    try:
        with path.open("rb") as file:
            first = file.readline(100_000).decode(encoding)
        return [name.strip() for name in next(csv.reader([first]), [])]
    except (OSError, UnicodeDecodeError, csv.Error):
        return []


def table(path: Path, encoding: str = "utf-8-sig", *, strict: bool = True, delimiter: str = ",") -> Iterator[Row]:
    """The rows of a CSV file with a header row. Raises BadTable with file and row when its form is broken.

    Rows of blank cells are passed over. `strict=False` lets a quote stand inside a cell, as some publishers write it,
    and names columns without a header 'column 7' as long as they are empty.
    """
    try:
        with path.open(encoding=encoding, newline="") as file:
            reader = csv.reader(file, strict=strict, delimiter=delimiter)
            first = next(reader, None)
            if first is None:
                raise BadTable([f"{path}: empty; it needs a header row."])
            names = [name.strip() or ("" if strict else f"column {at}") for at, name in enumerate(first, 1)]
            if len(set(names)) != len(names) or "" in names:
                raise BadTable([f"{path}:1: the header has an empty or repeated column name."])
            for cells in reader:
                where = f"{path}:{reader.line_num}"
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) != len(names):
                    raise BadTable([f"{where}: {len(cells)} cells under {len(names)} columns; is a comma not quoted?"])
                yield Row(where, f"{path.name}:{reader.line_num}", dict(zip(names, cells, strict=True)))
    except FileNotFoundError:
        raise BadTable([f"{path}: no such file."]) from None
    except IsADirectoryError:
        raise BadTable([f"{path}: a folder, not a table."]) from None
    except UnicodeDecodeError:
        name = encoding.removesuffix("-sig").upper()
        raise BadTable(
            [f"{path}:{_first_bad_line(path, encoding)}: not {name} text; save the file as UTF-8."]
        ) from None
    except csv.Error as error:
        raise BadTable([f"{path}:{reader.line_num}: not a CSV table: {error}."]) from None


def _first_bad_line(path: Path, encoding: str) -> int:
    """The decoder of an open file counts from its last chunk, so the line is looked up afterwards."""
    data = path.read_bytes()
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1

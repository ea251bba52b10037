"""USGS rare-earth statistics: the workbook of Data Series 140, and the tables of a Minerals Yearbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from kb.claims import Claim
from kb.errors import BadInput
from loaders import sheets
from loaders.base import Row
from loaders.family import Loader as Base
from loaders.family import Total
from loaders.usgs_rare_earths import history, sheet, yearbook
from loaders.usgs_rare_earths.figures import Teller

HEADERS: Sequence[frozenset[str]] = (frozenset(history.COLUMNS),)
_DATE = re.compile(r"(?:Posted|Last modification):\s*([A-Z][a-z]+ \d{1,2}, \d{4})")

__all__ = ["HEADERS", "Loader", "release_of"]


def release_of(path: Path) -> str | None:
    """`ds140-2020` or `myb-2022`: which of the two, and the newest year of its columns or rows."""
    found = []
    for name in sheets.names(path):
        rows = sheets.cells(path, name)
        if history.is_history(rows):
            years = [row[0] for row in rows if re.fullmatch(r"(19|20)\d\d", row[0])]
            return f"ds140-{max(years)}" if years else None
        table = sheet.read(path, name)
        if yearbook.kind(table.title):
            found += [column[:4] for _, column in table.columns]
    return f"myb-{max(found)}" if found else None


class Loader(Teller, Base):
    """One workbook."""

    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        self._reads: dict[str, Callable[[Row], Iterable[Claim]]] = {}
        self.published = self._dated()

    def _dated(self) -> str:
        for path in self.files:
            for name in sheets.names(path)[:1]:
                for row in sheets.cells(path, name):
                    if match := _DATE.search(" ".join(row)):
                        return datetime.strptime(match[1], "%B %d, %Y").date().isoformat()
        return ""

    def rows(self) -> Iterator[Row]:
        for path in self.files:
            for name in sheets.names(path):
                if history.is_history(sheets.cells(path, name)):
                    found = history.rows(self, path, name)
                else:
                    world_follows = "world" in map(yearbook.kind, self._titles(path))
                    found = yearbook.rows(self, sheet.read(path, name), world_follows)
                for row, read in found:
                    self._reads[row.where] = read
                    yield row

    def claims(self, row: Row) -> Iterable[Claim]:
        claims = list(self._reads[row.where](row))
        if strange := [name for name in row.cells if name.startswith("column ") and not row.closed]:
            raise BadInput(f"{row.cells[strange[0]]!r} stands in no column of the table.")
        if not row.closed:
            row.done()
        if not claims and not row.ignored:
            row.ignore("no figure: not available, not applicable or blank")
        return claims

    @staticmethod
    def _titles(path: Path) -> list[str]:
        return [sheet.read(path, name).title for name in sheets.names(path)]

    def totals(self) -> Iterable[Total]:
        return self.sums()

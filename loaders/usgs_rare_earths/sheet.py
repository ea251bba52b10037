"""Reads one sheet of the rare-earth workbooks: title, columns of years with their marks, headings, footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kb.errors import BadInput
from loaders import sheets
from loaders.base import Row

_YEAR = re.compile(r"(?:19|20)\d\d")
_FOOTNOTE = re.compile(r"[er]?(Estimated|Revised)|Do\., do\.|NA Not|XX Not|-- Zero|\d+[A-Z(]|Sources?:|Data are ")
_NUMBERED = re.compile(r"(\d+)(\D.*)")


@dataclass
class Sheet:
    """A table: where its rows are, which column is which, and what its footnotes say."""

    path: Path
    name: str
    title: str
    columns: list[tuple[int, str]]
    """Index and name of each column of figures: '2021', or '2021 value'. The cell to its right holds its marks."""
    before: list[tuple[int, list[str]]] = field(default_factory=list)
    body: list[tuple[int, list[str]]] = field(default_factory=list)
    after: list[tuple[int, list[str]]] = field(default_factory=list)
    footnotes: dict[str, str] = field(default_factory=dict)

    def row(self, number: int, cells: Sequence[str], **named: str) -> Row:
        """A row with its cells by name; what stands in no column of the table is 'column 7'."""
        at = f"sheet {self.name} row {number}"
        found = dict(named)
        used = set()
        for index, name in self.columns:
            used |= {index, index + 1}
            found[name] = cells[index].strip() if index < len(cells) else ""
            mark_is_free = index + 1 not in {other for other, _ in self.columns}
            found[f"{name} mark"] = cells[index + 1].strip() if mark_is_free and index + 1 < len(cells) else ""
        known = {value for value in named.values() if value}
        for index, cell in enumerate(cells):
            if index not in used and cell.strip() and cell.strip() not in known:
                found[f"column {index + 1}"] = cell.strip()
        return Row(f"{self.path}: {at}", f"{self.path.name}, {at}", found)

    def has_figures(self, cells: Sequence[str]) -> bool:
        return any(index < len(cells) and cells[index].strip() for index, _ in self.columns)

    def values(self, row: Row) -> Iterator[tuple[str, str, bool, list[str]]]:
        """Each figure of a row: its column, the cell, whether its mark says estimated, its footnotes."""
        for _, name in self.columns:
            estimated, numbers = marked(row.take(f"{name} mark"))
            yield name, row.take(name), estimated, numbers

    def ignored(self) -> Iterator[tuple[Row, str]]:
        """The rows that are no part of the table, with the reason by name."""
        for number, cells in self.before:
            yield self._plain(number, cells), "title or header"
        for number, cells in self.after:
            yield self._plain(number, cells), "footnote"

    def _plain(self, number: int, cells: Sequence[str]) -> Row:
        at = f"sheet {self.name} row {number}"
        named = {f"column {index + 1}": cell for index, cell in enumerate(cells) if cell.strip()}
        return Row(f"{self.path}: {at}", f"{self.path.name}, {at}", named)


def read(path: Path, name: str) -> Sheet:
    """One sheet, its rows sorted into title, body and footnotes. Blank rows are passed over."""
    numbered = [(n, row) for n, row in enumerate(sheets.cells(path, name), 1) if any(cell.strip() for cell in row)]
    titles = [row[0].strip() for _, row in numbered[:3] if row and row[0].strip()]
    title = next((text for text in titles if not re.fullmatch(r"TABLE \d+\w?", text)), "")
    start, columns = _header(numbered)
    end = next(
        (at for at, (_, row) in enumerate(numbered) if at >= start and _is_footnote(row)),
        len(numbered),
    )
    found = Sheet(path, name, title, columns, numbered[:start], numbered[start:end], numbered[end:])
    for _, row in found.after:
        if match := _NUMBERED.match(row[0].strip()):
            found.footnotes[match[1]] = match[2].strip()
    return found


def label(text: str) -> tuple[str, bool, list[str]]:
    """A row's label without footnote marks, whether the mark e is glued to it, and the numbers of its footnotes."""
    said = " ".join(text.replace("\xa0", " ").split())
    numbers: list[str] = []
    if match := re.search(r"(?<=[A-Za-z):])(\d(?:,\s*\d)*)$", said):
        numbers, said = match[1].replace(" ", "").split(","), said[: match.start()]
    estimated = bool(re.search(r"(compounds|basis|equivalent|metals|alloys|oxides|:)e$", said))
    return (said[:-1] if estimated else said).strip(), estimated, numbers


def in_words(text: str) -> str:
    """A label in lower case, without its marks and colon."""
    return label(text)[0].strip(": ").casefold()


def marked(mark: str) -> tuple[bool, list[str]]:
    """Whether a mark says estimated, and its footnotes; r (revised) changes nothing. Raises BadInput for others."""
    parts = [part for part in re.split(r"[,\s]+", mark) if part]
    if strange := [part for part in parts if part not in ("e", "r") and not part.isdigit()]:
        raise BadInput(f"a mark {strange[0]!r} beside a figure; known are e, r and numbers.")
    return "e" in parts, [part for part in parts if part.isdigit()]


def _header(rows: list[tuple[int, list[str]]]) -> tuple[int, list[tuple[int, str]]]:
    """Where the body starts, and its columns: one a year, or with a second line of kilograms and value one each."""
    for at, (_, row) in enumerate(rows):
        years = [(index, cell.strip()) for index, cell in enumerate(row) if _YEAR.fullmatch(cell.strip())]
        if len(years) < 2:
            continue
        for below, (_, line) in enumerate(rows[at + 1 : at + 4], at + 1):
            named = [(index, cell.strip().strip("()").casefold()) for index, cell in enumerate(line)]
            kinds = [(index, kind) for index, kind in named if kind in ("kilograms", "value")]
            if kinds:
                return below + 1, [(index, f"{_last(years, index)} {kind}") for index, kind in kinds]
        return at + 1, years
    return 0, []


def _last(years: list[tuple[int, str]], index: int) -> str:
    return [year for at, year in years if at <= index][-1]


def _is_footnote(row: Sequence[str]) -> bool:
    return bool(_FOOTNOTE.match(row[0].strip())) and not any(cell.strip() for cell in row[1:])

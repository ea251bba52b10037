"""A table of results: plain for a terminal, Markdown for benchmarks/results.md."""

from __future__ import annotations

from dataclasses import dataclass

Cell = str | int | float | None


@dataclass(frozen=True)
class Table:
    """One comparison. Numbers are shown with three digits that count; the note says what was compared."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""

    def plain(self) -> str:
        cells = [self.columns, *self._shown()]
        widths = [max(len(row[at]) for row in cells) for at in range(len(self.columns))]
        lines = ["  ".join(self._set(row[at], widths[at], at) for at in range(len(widths))).rstrip() for row in cells]
        rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
        return "\n".join([self.title, "", lines[0], rule, *lines[1:], *(["", self.note] if self.note else [])])

    def markdown(self) -> str:
        head = f"| {' | '.join(self.columns)} |"
        rule = f"| {' | '.join('---:' if at else '---' for at in range(len(self.columns)))} |"
        body = [f"| {' | '.join(row)} |" for row in self._shown()]
        return "\n".join([f"## {self.title}", "", head, rule, *body, *(["", self.note] if self.note else [])])

    def _shown(self) -> list[tuple[str, ...]]:
        return [tuple(_text(cell) for cell in row) for row in self.rows]

    @staticmethod
    def _set(text: str, width: int, at: int) -> str:
        return text.rjust(width) if at else text.ljust(width)


def _text(cell: Cell) -> str:
    if cell is None:
        return "-"
    if isinstance(cell, float):
        return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else cell

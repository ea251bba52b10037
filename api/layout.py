"""Fits columns of text into a width: which column gets how much, and where cells break; it prints nothing.

The first text of each column is its header.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from textwrap import wrap

GAP = 2
_NARROW = 14  # a column that is never wider is never broken
_LEAST = 10
_SAMPLE = 40  # rows that decide the widths
_TALL = 8  # lines; a row that needs more is read better as a block
_MOST = 24


def grid(columns: Sequence[Sequence[str]], width: int) -> list[list[str]] | None:
    """The lines of each row, the header's first; None when the columns are not legible side by side.

    A cell that breaks goes on two spaces further in.
    """
    widths = _widths([texts[:_SAMPLE] for texts in columns], width)
    if sum(widths) + GAP * (len(widths) - 1) > width:
        return None
    rows = []
    for at, row in enumerate(zip(*columns, strict=True)):
        cells = [_broken(text, room, hang=at > 0) for text, room in zip(row, widths, strict=True)]
        if len(columns) > 2 and any(len(cell) > _TALL for cell in cells):
            return None
        rows.append(
            [
                (" " * GAP).join(part.ljust(room) for part, room in zip(parts, widths, strict=True)).rstrip()
                for parts in zip_longest(*cells, fillvalue="")
            ]
        )
    return rows


def hanging(left: str, right: str, indent: int, width: int) -> list[str]:
    """A word and what belongs to it, indented; addresses stay whole, so that they can be clicked."""
    lead = f"  {left}".ljust(indent)
    return wrap(
        right,
        max(width, indent + 20),
        initial_indent=lead,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [lead.rstrip()]


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """Each column's width: what it needs to be legible, then what is left goes to the columns that make rows tall."""
    widths = [_least(texts) for texts in columns]
    widest = [max(map(len, texts)) for texts in columns]
    heights = [[_height(text, room) for text in texts[1:]] for texts, room in zip(columns, widths, strict=True)]
    for _ in range(width - sum(widths) - GAP * (len(columns) - 1)):
        votes = {at: 0 for at, room in enumerate(widths) if room < widest[at]}
        for row in zip(*heights, strict=True):
            for at in votes:
                votes[at] += row[at] if row[at] == max(row) > 1 else 0
        if not votes:
            break
        at = max(votes, key=lambda at: votes[at])
        widths[at] += 1
        heights[at] = [_height(text, widths[at]) for text in columns[at][1:]]
    return widths


def _height(text: str, width: int) -> int:
    return 1 if len(text) <= width else len(_broken(text, width, hang=True))


def _least(texts: Sequence[str]) -> int:
    header, *cells = texts
    words = max(map(len, header.split()), default=0)
    widest = max(map(len, cells), default=0)
    if widest <= _NARROW:
        return max(widest, words)
    longest = max((len(word) for text in cells for word in text.split()), default=0)
    return min(max(longest + GAP, words, _LEAST), _MOST)


def _broken(text: str, width: int, *, hang: bool) -> list[str]:
    indent = " " * GAP if hang and width >= _LEAST else ""
    return wrap(text, max(width, 1), subsequent_indent=indent, break_on_hyphens=False) or [""]

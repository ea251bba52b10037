"""The form that a curated table must have: what a spreadsheet or editor may have done to it, with file and row."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

LONGEST = 2_000
"""Characters of one cell; the longest honest one has a few hundred."""
_FORMULA = re.compile(r"[=@]|[+-](?![\d.])")
_IDS = ("id", "key", "start", "relationship", "end", "item", "reporter", "source", "claim", "other", "verdict")


def problems(path: Path) -> Iterator[str]:
    """Everything wrong with the form of one table; a table that cannot be read at all is left to its reader."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return
    if raw.startswith(b"\xef\xbb\xbf"):
        yield f"{path}:1: begins with a byte order mark; save it as UTF-8 without one."
    if b"\r" in raw:
        row = raw.count(b"\n", 0, raw.index(b"\r")) + 1
        yield f"{path}:{row}: ends its lines as Windows does; save it with plain line feeds."
    if len(raw) > LONGEST and max(map(len, text.splitlines())) > csv.field_size_limit():
        row = next(at for at, line in enumerate(text.splitlines(), 1) if len(line) > csv.field_size_limit())
        yield f"{path}:{row}: a line of over {csv.field_size_limit():,} characters; something was pasted into a cell."
        return
    reader = csv.reader(text.lstrip("\ufeff").splitlines(keepends=True))
    header = next(reader, [])
    if len(header) == 1 and ";" in header[0]:
        yield f"{path}:1: its columns are parted by semicolons; save it with commas."
        return
    for cells in reader:
        for name, cell in zip(header, cells, strict=False):
            wrong = _wrong(name, cell.strip())
            if wrong:
                yield f"{path}:{reader.line_num}: {name} {wrong}"


def _wrong(name: str, cell: str) -> str | None:
    if _FORMULA.match(cell):
        return f"is {cell[:40]!r}, which a spreadsheet takes for a formula; write it in words."
    if cell[:1] in ("“", "”", "„") and cell[-1:] in ("“", "”"):
        return f"is {cell[:40]!r}, in curly quotes; use straight ones around a cell, or none."
    if len(cell) > LONGEST:
        return f"has {len(cell):,} characters; at most {LONGEST:,} are taken."
    if name in _IDS and ";" in cell:
        return f"is {cell[:40]!r}, with a stray semicolon."
    return None

"""Twenty statements for analysts to copy, read from `queries/cypher/statements.cypher`; no command asks them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "cypher" / "statements.cypher"
_STATEMENT = re.compile(r"^// \d+\. (?P<title>[^\n]+)\n(?P<text>[^;]+);$", re.MULTILINE)


@dataclass(frozen=True)
class Statement:
    """`title` is what it asks, in words; `text` is the Cypher, without the semicolon."""

    title: str
    text: str


@cache
def statements() -> tuple[Statement, ...]:
    """All of them, in the order of the file."""
    found = _STATEMENT.finditer(FILE.read_text(encoding="utf-8"))
    return tuple(Statement(match["title"], match["text"]) for match in found)

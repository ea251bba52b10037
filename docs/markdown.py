"""The few Markdown forms that the generated pages are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written by `make docs`; change what it is written from instead. -->"


def page(title: str, *parts: str) -> str:
    """A whole page: the notice, a title, and parts with a blank line between them."""
    return "\n\n".join([NOTICE, f"# {title}", *(part for part in parts if part)]) + "\n"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; what would break a row is escaped."""
    lines = [f"| {' | '.join(columns)} |", f"|{'---|' * len(columns)}"]
    lines += [f"| {' | '.join(cell(text) for text in row)} |" for row in rows]
    return "\n".join(lines)


def cell(text: str) -> str:
    return text.replace("\n", " ").replace("|", "\\|")


def code(text: str) -> str:
    return f"`{text}`" if text else ""


def codes(words: Iterable[str]) -> str:
    return ", ".join(code(word) for word in words)


def block(language: str, text: str) -> str:
    return f"```{language}\n{text.strip()}\n```"

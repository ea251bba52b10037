"""Turns one value of an answer into the text of a cell: names for ids, figures with unit and period, yes for flags."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

ARROW = " > "
OPEN_END = "9999-12-31"


def name_of(id_: Any, entities: Mapping[str, Mapping[str, Any]]) -> str:
    """The name of an entity, or the text itself where it is no known id."""
    return str(entities.get(str(id_), {}).get("name", id_))


def number(value: float | None) -> str:
    """'94', '1,234,567', '0.312': no decimals that say nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.4g}" if abs(value) < 1_000 else f"{value:,.1f}"
    return f"{value:,.0f}" if abs(value) >= 10_000 else f"{value:.0f}"


def figure(
    value: float | None, low: float | None = None, high: float | None = None, unit: str = "", words: str | None = None
) -> str:
    """The figure as one text: its value, else the source's words, else its bounds."""
    tail = f" {unit}" if unit else ""
    if value is not None:
        return number(value) + tail
    if words:
        return words
    if low is not None and high is not None:
        return f"{number(low)}–{number(high)}{tail}"
    if low is not None:
        return f"≥ {number(low)}{tail}"
    return f"≤ {number(high)}{tail}" if high is not None else ""


def figure_of(row: Mapping[str, Any]) -> str:
    """The figure of a fact or claim, with basis and period: '94 % (2024)'."""
    said = figure(row.get("value"), row.get("low"), row.get("high"), row.get("unit") or "", row.get("words"))
    if not said:
        return ""
    return " ".join(filter(None, [said, row.get("basis") or "", f"({row['period']})" if row.get("period") else ""]))


def plain(value: Any) -> str:
    """Any value of any statement, short."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(value)
        case list():
            return ", ".join(plain(item) for item in value)
        case {"labels": _, "id": id_}:
            return f"{value.get('name') or value.get('title') or value.get('text') or ''} ({id_})".strip()
        case {"type": type_, "start": start, "end": end}:
            return f"{start or ''}-{type_}->{end or ''}"
        case {"nodes": nodes, "relationships": _}:
            return ARROW.join(plain(node) for node in nodes)
        case dict():
            return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)

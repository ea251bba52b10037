"""Turns what the driver hands over into plain values: numbers, text, lists, dicts; dates as ISO text."""

from __future__ import annotations

import math
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

_PLAIN = {str, int, bool}


def plain(value: Any) -> Any:
    """The value as JSON could hold it; nodes and relationships as dicts of their labels or type, and properties.

    JSON has neither NaN nor an infinite number: both are None.
    A relationship has the ids of its ends where the row holds its nodes too, else None: a relationship alone comes
    without them.
    """
    if value is None or type(value) in _PLAIN:  # nearly every value there is
        return value
    match value:
        case float():
            return value if math.isfinite(value) else None
        case Node():
            return {"labels": sorted(value.labels), **{key: plain(item) for key, item in value.items()}}
        case Relationship():
            start, end = (node.get("id") if node is not None else None for node in value.nodes)
            return {
                "type": value.type,
                "start": start,
                "end": end,
                **{key: plain(item) for key, item in value.items()},
            }
        case Path():
            return {
                "nodes": [plain(node) for node in value.nodes],
                "relationships": [plain(item) for item in value.relationships],
            }
        case list() | tuple() if not isinstance(value, Point | Duration):
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case Date() | DateTime() | Time() | Duration():
            return value.iso_format()
        case Point():
            return {"srid": value.srid, "coordinates": list(value)}
        case bytes() | bytearray():
            return bytes(value).hex()
    return value

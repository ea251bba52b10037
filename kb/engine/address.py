"""Server: where a Neo4j answers and how to log in there; it opens no connection."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Server:
    """What a driver needs. `line` and `browser` are known only of the managed engine."""

    uri: str
    username: str
    password: str = field(repr=False)
    database: str
    managed: bool
    line: str | None = None
    browser: str | None = None

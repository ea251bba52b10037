"""Settings from the environment, read once per command; nothing else reads `os.environ`."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from kb.errors import BadInput

LINES = ("2026", "5.26")


@dataclass(frozen=True)
class Settings:
    """Where things are. `uri` is None when the managed engine is to be used.

    `home` holds what checkouts share (jars, caches); `data` holds what they must not share
    (database, password, ports, lock, claim files).
    """

    data: Path
    home: Path
    uri: str | None = None
    username: str = "neo4j"
    password: str | None = None
    database: str = "neo4j"
    line: str = LINES[0]
    mirror: str | None = None
    idle_minutes: float = 30.0

    @classmethod
    def read(cls, env: Mapping[str, str] | None = None, root: Path | None = None) -> Settings:
        """Settings of `env` (the process environment by default) for the checkout `root` (default: working folder)."""
        env = os.environ if env is None else env
        root = Path.cwd() if root is None else root
        line = env.get("LODESTONE_LINE", LINES[0])
        if line not in LINES:
            raise BadInput(f"LODESTONE_LINE is {line!r}; it must be one of {', '.join(LINES)}.")
        idle = env.get("LODESTONE_IDLE_MINUTES", "30")
        try:
            minutes = float(idle)
        except ValueError:
            raise BadInput(f"LODESTONE_IDLE_MINUTES is {idle!r}; it must be a number of minutes.") from None
        return cls(
            data=Path(env.get("LODESTONE_DATA") or root / ".lodestone").absolute(),
            home=Path(env.get("LODESTONE_HOME") or user_data_path("lodestone", appauthor=False)).absolute(),
            uri=env.get("NEO4J_URI") or None,
            username=env.get("NEO4J_USERNAME") or "neo4j",
            password=env.get("NEO4J_PASSWORD") or None,
            database=env.get("NEO4J_DATABASE") or "neo4j",
            line=line,
            mirror=env.get("LODESTONE_MIRROR") or None,
            idle_minutes=minutes,
        )

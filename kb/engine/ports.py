"""Free ports of 127.0.0.1 for the engine: last time's where they are still free, so that bookmarks stay good."""

from __future__ import annotations

import json
import os
import socket

from kb.engine.layout import Layout, write


def choose(layout: Layout) -> tuple[int, int]:
    """The Bolt and the HTTP port, recorded for the next time."""
    try:
        recorded = json.loads(layout.ports.read_text(encoding="utf-8"))
        bolt, http = int(recorded["bolt"]), int(recorded["http"])
    except FileNotFoundError:
        bolt, http = 0, 0
    if not (bolt and http and is_free(bolt) and is_free(http)):
        bolt, http = two_free()
        write(layout.ports, json.dumps({"bolt": bolt, "http": http}))
    return bolt, http


def two_free() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:  # both at once, so that they differ
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


def is_free(port: int) -> bool:
    with socket.socket() as one:
        if os.name == "posix":  # connections that have just ended are no obstacle to Neo4j either
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def listens(port: int) -> bool:
    """Whether anything accepts connections there."""
    with socket.socket() as one:
        one.settimeout(1)
        return one.connect_ex(("127.0.0.1", port)) == 0

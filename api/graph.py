"""The one open connection of the HTTP API: opened by the first request that needs it, opened anew after it was lost."""

from __future__ import annotations

from threading import Lock

from fastapi import Request

from kb.engine import server
from kb.settings import Settings
from kb.store import Store


class Graph:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._store: Store | None = None

    def store(self) -> Store:
        """The open store. Raises Unreachable or EngineError."""
        with self._lock:
            if self._store is None:
                self._store = Store(server(self._settings))
            return self._store

    def close(self) -> None:
        with self._lock:
            store, self._store = self._store, None
        if store is not None:
            store.close()


def graph_of(request: Request) -> Graph:
    found: Graph = request.app.state.graph
    return found


def store_of(request: Request) -> Store:
    """Dependency: the open store of the application that serves this request."""
    return graph_of(request).store()

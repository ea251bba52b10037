"""The Neo4j that commands use: a server named by NEO4J_URI, or else the engine of this checkout, started on demand.

    server(settings) -> Server      where to log in; all that most callers need
    server_that_runs(settings)      the same, or None rather than start one
    managed                         start, stop, status and purge of this checkout's own engine
    artifacts, lock                 what the engine runs, and how that list is renewed
    external                        the checks on NEO4J_URI

Everything else here is the inside of `managed`. Only this package fetches, starts or stops a server; nothing here
reads or writes the graph.
"""

from __future__ import annotations

from kb.engine.address import Server
from kb.engine.artifacts import Progress
from kb.settings import Settings

__all__ = ["Progress", "Server", "server", "server_that_runs"]


def server(settings: Settings, progress: Progress | None = None) -> Server:
    """The external server when one is set, else the managed engine, fetched and started if need be."""
    if settings.uri:
        from kb.engine.external import external

        return external(settings)
    from kb.engine.managed import start  # here, since the supervisor loads this package too and lives for hours

    return start(settings, progress)


def server_that_runs(settings: Settings) -> Server | None:
    """What `server` gives, without starting anything: None where the managed engine does not run."""
    from kb.engine.managed import status

    return server(settings) if settings.uri or status(settings).state == "running" else None

"""A server that somebody else runs, named by NEO4J_URI: its address is checked here, not contacted."""

from __future__ import annotations

import ipaddress
from urllib.parse import SplitResult, urlsplit

from kb.engine.address import Server
from kb.errors import BadInput
from kb.settings import Settings

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
FIRST = "neo4j"  # what every new Neo4j can be entered with


def external(settings: Settings) -> Server:
    """The server of `settings.uri`. Only this machine may have no password, or Neo4j's well-known first one."""
    if settings.uri is None:
        raise BadInput("NEO4J_URI is not set, so there is no external server.")
    parts = _parts(settings.uri)
    if not _is_local(parts.hostname or ""):
        if settings.password is None:
            raise BadInput(
                f"NEO4J_URI names {parts.hostname}, but NEO4J_PASSWORD is not set. Set it to that server's password."
            )
        if settings.password == FIRST:
            raise BadInput(
                f"NEO4J_PASSWORD for {parts.hostname} is {FIRST!r}, the first password that everybody knows. "
                "Change it there (ALTER CURRENT USER SET PASSWORD), then set NEO4J_PASSWORD."
            )
    return Server(settings.uri, settings.username, settings.password or "", settings.database, managed=False)


def _parts(uri: str) -> SplitResult:
    try:
        parts = urlsplit(uri)
        _ = parts.port  # raises when it is no number
    except ValueError:
        raise BadInput("NEO4J_URI is no address; it must look like bolt://localhost:7687.") from None
    if parts.username is not None or parts.password is not None:
        raise BadInput("NEO4J_URI holds a user or password; put them into NEO4J_USERNAME and NEO4J_PASSWORD.")
    if parts.scheme not in SCHEMES:
        raise BadInput(f"NEO4J_URI is {uri!r}; it must begin with one of {', '.join(f'{s}://' for s in SCHEMES)}.")
    if not parts.hostname:
        raise BadInput(f"NEO4J_URI is {uri!r}, which names no host; it must look like {parts.scheme}://localhost:7687.")
    return parts


def _is_local(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False

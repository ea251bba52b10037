"""The engine's password, and whether its Bolt port lets us in with it; the only module here that uses the driver.

The first password is a random one. Neo4j's own admin tool sets it before the first start and reads it from the
password file (`@file`), so that it stands in no argument list and the server never runs with a well-known one.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from pathlib import Path

from kb.engine.config import admin_command
from kb.engine.layout import Layout, write
from kb.errors import EngineError

USERNAME = "neo4j"


def set_first_password(layout: Layout, java: Path) -> None:
    """Give a database that has never run its password; a database that has run keeps the one it has."""
    if (layout.store / "databases" / "system").exists():
        if not layout.password.exists():
            raise EngineError(
                f"The password file {layout.password} is gone, so nobody can log in to this database. "
                "Put the file back, or delete the database (`lodestone engine purge`) and build it again."
            )
        return
    write(layout.password, secrets.token_hex(24) + "\n")
    done = subprocess.run(
        admin_command(layout, java, "dbms", "set-initial-password", f"@{layout.password}"),
        env={**os.environ, "NEO4J_HOME": str(layout.home), "NEO4J_CONF": str(layout.conf)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        raise EngineError(f"The first password could not be set. Neo4j's admin tool said: {done.stderr.strip()[-500:]}")


def password(layout: Layout) -> str:
    return layout.password.read_text(encoding="utf-8").strip()


def lets_in(port: int, secret: str) -> bool:
    """Whether Bolt answers a statement on that port of this machine."""
    from neo4j import GraphDatabase  # here, since it takes half a second and only a start needs it
    from neo4j.exceptions import AuthError, DriverError, Neo4jError

    driver = GraphDatabase.driver(
        f"bolt://127.0.0.1:{port}", auth=(USERNAME, secret), connection_timeout=5, connection_acquisition_timeout=5,
        max_transaction_retry_time=0, telemetry_disabled=True,
    )  # fmt: skip
    with driver:
        try:
            driver.execute_query("RETURN 1", database_="neo4j")
        except AuthError as error:
            raise EngineError(
                f"The engine on port {port} does not take the password of this checkout. If it was changed by hand, "
                "write the new one into the file that `lodestone engine status` names."
            ) from error
        except (DriverError, Neo4jError):
            return False
    return True

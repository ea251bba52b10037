"""The pytest plugin `lodestone`: a Neo4j in a container with the shipped graph in it, for anybody's integration tests.

    def test_magnets(lodestone_neo4j):
        server = lodestone_neo4j
        with neo4j.GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver: ...

It needs Docker and `pip install lodestone[testing]`. LODESTONE_TEST_IMAGE names another image than the official one.
pytest imports this module at every start, wanted or not: so everything but pytest is imported where it is used.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from kb.build import Report
    from kb.engine import Server

IMAGE = "neo4j:5.26.31-community"


@pytest.fixture(scope="session")
def lodestone_neo4j(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Where a Neo4j in a container answers that holds the shipped graph: `uri`, `username`, `password`, `database`."""
    from kb.errors import LodestoneError

    try:
        with container() as server:
            build_shipped(server, tmp_path_factory.mktemp("lodestone"))
            yield server
    except LodestoneError as error:
        pytest.fail(f"lodestone_neo4j: {error}", pytrace=False)


def image() -> str:
    return os.environ.get("LODESTONE_TEST_IMAGE") or IMAGE


@contextmanager
def container(name: str | None = None) -> Iterator[Server]:
    """A new, empty Neo4j in a container of that image, gone afterwards. Raises Unreachable when there can be none."""
    from kb.engine import Server
    from kb.errors import Unreachable

    name = name or image()
    try:
        from docker.errors import DockerException
        from testcontainers.community.neo4j import Neo4jContainer
    except ImportError as error:
        raise Unreachable(f"No container can be started: {error}. Install `lodestone[testing]`.") from None
    secret = secrets.token_hex(16)
    try:
        started = Neo4jContainer(name, password=secret, username="neo4j")
        for setting, value in settings().items():
            started.with_env(setting, value)
        started.start()
    except (DockerException, RuntimeError, TimeoutError) as error:  # RuntimeError: it ended before it was ready
        raise Unreachable(
            f"No container of {name} can be started: {_why(error)}. It needs a Docker engine that runs and has, or "
            "can pull, that image (LODESTONE_TEST_IMAGE names another)."
        ) from None
    try:
        yield Server(started.get_connection_url(), "neo4j", secret, "neo4j", managed=False)
    finally:
        started.stop()


def settings() -> dict[str, str]:
    """Environment of the container: the managed engine's limits, named the way that the official image reads them."""
    from kb.engine.config import neo4j_conf

    ours = dict(line.split("=", 1) for line in neo4j_conf("5.26", 7687, 7474).splitlines())
    own = re.compile(r".*_address$|server\.https?[._]|internal\.dbms\.bolt")  # where it listens is the image's matter
    kept = {name: value for name, value in ours.items() if not own.match(name)}
    return {
        f"NEO4J_{name.replace('_', '__').replace('.', '_')}": value
        for name, value in {**kept, "server.memory.heap.max_size": "512m"}.items()
    }


def build_shipped(server: Server, data: Path) -> Report:
    """Build the graph that Lodestone ships into that server; claim files go below `data`."""
    from kb.build import build
    from kb.settings import Settings
    from kb.store import Store
    from loaders.run import load_curated

    folder = data / "claims"
    folder.mkdir(parents=True, exist_ok=True)
    load_curated(folder)
    with Store(server) as store:
        return build(store, Settings(data=data, home=data))


def _why(error: BaseException) -> str:
    if "fetching server API version" in str(error):  # what Docker's client says when nobody listens
        return "no Docker engine answers"
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")

"""Fixtures: one Neo4j of each line for the whole run, the graph that a test asks of it, and what was not run and why.

    world, shipped, scratch                 the tiny world, the shipped graph or an empty database, on the managed 2026
    world_526, shipped_526, scratch_526     the same in a container of the 5.26 line
    each_shipped, each_scratch              once on each line
    each_world                              once on each line, and on the 2026 line with Cypher 25 for its language
    newer_shipped                           the shipped graph on the 2026 line, once with each language

All hand over a Line. Community has one database a server, so tests are put in the order of these names, each graph is
built once a line, and its language changes once a graph. A test that writes takes a scratch. Whatever this machine
lacks is skipped and told at the end; with REQUIRE_NEO4J=1 it fails.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import neo4j
import pytest

from api import pytest_plugin as plugin
from kb.build import Report, build
from kb.engine import Server, managed, server
from kb.errors import EngineError, Unreachable
from kb.settings import Settings
from kb.store import Store
from loaders.run import load_curated

WORLD = Path(__file__).parent / "world"
GRAPHS = ("world", "shipped", "scratch")
CYPHER_5, CYPHER_25 = "CYPHER 5", "CYPHER 25"
"""What a server makes of a statement that names no language; the 5.26 line knows the first alone."""
_EMPTY = "MATCH (n) DETACH DELETE n RETURN count(n) AS written"
_FOR_EACH = re.compile("^(each|newer)_")
_STARTED = pytest.StashKey[list[str]]()


@dataclass
class Line:
    """A Neo4j that runs, an open connection to it, which graph it holds and which language it reads at the moment."""

    name: str
    server: Server
    store: Store
    data: Path
    holds: str = "scratch"
    language: str = CYPHER_5

    def speak(self, language: str) -> Line:
        """Make that the language of its database, unless it is; over a new connection, which has checked no plan."""
        if language != self.language:
            login = (self.server.username, self.server.password)
            with neo4j.GraphDatabase.driver(self.server.uri, auth=login) as driver:
                driver.execute_query(
                    "ALTER DATABASE $name SET DEFAULT LANGUAGE " + language,
                    {"name": self.server.database},
                    database_="system",
                )
            self.store.close()
            self.store, self.language = Store(self.server), language
        return self

    def hold(self, graph: str) -> Line:
        """Make the server hold that graph, unless it does."""
        if graph == "scratch" or "scratch" in (self.holds, graph):
            self.empty()
        if graph == self.holds != "scratch":
            return self
        self.holds = graph
        if graph == "world":
            self.build(WORLD / "tables", WORLD / "source.toml")
        elif graph == "shipped":
            plugin.build_shipped(self.server, self.data / graph)
        return self

    def build(self, tables: Path, description: Path) -> Report:
        """Build a folder of tables into the server, in place of what it holds."""
        settings = self.settings(tables.parent.name)
        claims = settings.data / "claims"
        claims.mkdir(parents=True, exist_ok=True)
        load_curated(claims, tables, description)
        return build(self.store, settings)

    def settings(self, name: str) -> Settings:
        """Settings whose claim files are of that name's own, and which name this server as NEO4J_URI would."""
        data = self.data / name
        return Settings(
            data=data, home=data, uri=self.server.uri, username=self.server.username, password=self.server.password
        )

    def empty(self) -> None:
        self.store.change(_EMPTY)


def not_here(reason: str) -> NoReturn:
    """Skip the test for something that this machine lacks; fail it where everything has to be there."""
    if os.environ.get("REQUIRE_NEO4J") == "1":
        pytest.fail(f"REQUIRE_NEO4J=1, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session", name="not_here")
def _not_here() -> Callable[[str], NoReturn]:
    return not_here


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real upstream files beside the checkout; the project itself contains none of them."""
    shared = os.environ.get("LODESTONE_SHARED") or Path(__file__).parents[2] / "shared"
    folder = Path(shared) / "data"
    if not folder.is_dir():
        pytest.skip("the upstream files of ../shared/data are not here")
    return folder


@pytest.fixture(scope="session")
def managed_2026(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A managed engine with a folder of its own; the jars are those of LODESTONE_HOME."""
    settings = replace(Settings.read({"LODESTONE_HOME": os.environ.get("LODESTONE_HOME", "")}),
                       data=tmp_path_factory.mktemp("managed"))  # fmt: skip
    try:
        started, fault = None, ""
        try:
            started = server(settings)
        except EngineError as error:
            fault = str(error)
        yield started or not_here(f"the managed engine does not start: {fault}")
    finally:
        managed.purge(settings)


@pytest.fixture(scope="session")
def container_526() -> Iterator[Server]:
    """A container of LODESTONE_TEST_IMAGE, or of the official image of the 5.26 line."""
    with ExitStack() as stack:
        started, fault = None, ""
        try:
            started = stack.enter_context(plugin.container())
        except Unreachable as error:
            fault = str(error)
        yield started or not_here(fault)


def _line(name: str, where: Server, what: str, config: pytest.Config, data: Path) -> Iterator[Line]:
    line = Line(name, where, Store(where), data)
    try:
        config.stash.setdefault(_STARTED, []).append(f"{line.store.engine}: {what}")
        assert line.store.engine.startswith(f"Neo4j {name}"), line.store.engine
        yield line
    finally:
        line.store.close()


@pytest.fixture(scope="session")
def line_2026(
    managed_2026: Server, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Line]:
    yield from _line("2026", managed_2026, "the managed engine", pytestconfig, tmp_path_factory.mktemp("line"))


@pytest.fixture(scope="session")
def line_526(
    container_526: Server, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Line]:
    what = f"a container of {plugin.image()}"
    yield from _line("5.26", container_526, what, pytestconfig, tmp_path_factory.mktemp("line"))


@pytest.fixture
def world(line_2026: Line) -> Line:
    return line_2026.speak(CYPHER_5).hold("world")


@pytest.fixture
def shipped(line_2026: Line) -> Line:
    return line_2026.speak(CYPHER_5).hold("shipped")


@pytest.fixture
def scratch(line_2026: Line) -> Line:
    return line_2026.speak(CYPHER_5).hold("scratch")


@pytest.fixture
def world_526(line_526: Line) -> Line:
    return line_526.hold("world")


@pytest.fixture
def shipped_526(line_526: Line) -> Line:
    return line_526.hold("shipped")


@pytest.fixture
def scratch_526(line_526: Line) -> Line:
    return line_526.hold("scratch")


def _of(request: pytest.FixtureRequest) -> Line:
    name, _, language = request.param.partition("-")
    line = request.getfixturevalue(f"line_{name}")
    assert isinstance(line, Line)
    return line.speak(CYPHER_25 if language else CYPHER_5)


@pytest.fixture(params=["2026", "2026-cypher25", "526"])
def each_world(request: pytest.FixtureRequest) -> Line:
    return _of(request).hold("world")


@pytest.fixture(params=["2026", "526"])
def each_shipped(request: pytest.FixtureRequest) -> Line:
    return _of(request).hold("shipped")


@pytest.fixture(params=["2026", "2026-cypher25"])
def newer_shipped(request: pytest.FixtureRequest) -> Line:
    return _of(request).hold("shipped")


@pytest.fixture(params=["2026", "526"])
def each_scratch(request: pytest.FixtureRequest) -> Line:
    return _of(request).hold("scratch")


def _turn(item: pytest.Item) -> tuple[int, bool]:
    """When a test runs: first those without a server, then by the graph that they ask for, and by its language."""
    names = getattr(item, "fixturenames", ())
    turns = [
        turn for turn, graph in enumerate(GRAPHS, 1) for name in names if _FOR_EACH.sub("", name).startswith(graph)
    ]
    return max(turns, default=0), "cypher25" in item.name


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=_turn)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if started := config.stash.get(_STARTED, []):
        terminalreporter.section("the servers of this run")
        for what in started:
            terminalreporter.write_line(what)
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", []))
    if reasons:
        terminalreporter.section("not run, and why")
        for reason, count in sorted(reasons.items()):
            terminalreporter.write_line(f"{count} {'test' if count == 1 else 'tests'}: {reason}")


def _reason(report: pytest.TestReport) -> str:
    return str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr).removeprefix("Skipped: ")

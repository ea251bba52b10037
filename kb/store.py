"""The only door to the graph: writes in counted batches, reads behind limits, and the driver's errors become ours.

Every reader goes through one read door: READ access mode, a check of the plan before the statement runs, and limits on
time, rows and memory. It alone imports the driver.
"""

from __future__ import annotations

import logging
import re
from asyncio import CancelledError
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import neo4j
from neo4j import exceptions as driver_errors

from kb import cypher
from kb.door import operators, refuse_plan, refuse_prefix
from kb.engine import Server
from kb.errors import BadQuestion, EmptyGraph, GraphError, LodestoneError, Refused, Stopped, Unreachable
from kb.values import plain

T = TypeVar("T")
OLDEST = (5, 26)
_RETRY_SECONDS = 15.0
_PLACE = re.compile(r"\(line (\d+), column (\d+) \(offset: \d+\)\)")
logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # its warnings reach the reader as our errors, once


@dataclass(frozen=True)
class Limits:
    """What one read may take: seconds on the server, rows handed over."""

    seconds: float = 30.0
    rows: int = 10_000


@dataclass(frozen=True)
class Result:
    """Columns and rows (plain values) of a statement; `truncated` when there were more than the limit."""

    columns: list[str]
    rows: list[dict[str, Any]]
    truncated: bool = False


class Reader:
    """Runs statements inside one read transaction."""

    def __init__(self, run: Callable[[str, dict[str, Any]], neo4j.Result], limits: Limits) -> None:
        self._run = run
        self._limits = limits

    def run(self, text: str, params: Mapping[str, Any] | None = None) -> Result:
        result = self._run(text, dict(params or {}))
        columns = list(result.keys())
        rows: list[dict[str, Any]] = []
        truncated = False
        for record in result:
            if len(rows) == self._limits.rows:
                truncated = True
                break
            rows.append(dict(zip(columns, map(plain, record.values()), strict=True)))
        if truncated:
            result.consume()
        return Result(columns, rows, truncated)


@dataclass
class Store:
    """An open connection to one database. Use as a context manager, or call `close`."""

    server: Server
    _driver: neo4j.Driver = field(init=False, repr=False)
    _passed: set[str] = field(init=False, default_factory=set, repr=False)
    engine: str = field(init=False, default="")

    def __post_init__(self) -> None:
        try:
            self._driver = neo4j.GraphDatabase.driver(
                self.server.uri,
                auth=(self.server.username, self.server.password),
                user_agent="lodestone",
                connection_timeout=10.0,
                connection_acquisition_timeout=20.0,
                max_transaction_retry_time=_RETRY_SECONDS,
                notifications_min_severity="OFF",
                telemetry_disabled=True,
            )
        except (driver_errors.ConfigurationError, ValueError) as error:
            raise Unreachable(f"{self.server.uri}: {error}") from None
        try:
            self.engine = self._version()
        except BaseException:
            self._driver.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._driver.close()

    def read(self, work: Callable[[Reader], T], limits: Limits | None = None) -> T:
        """Run `work` in one read transaction, again from its start when the server asks for a retry.

        Ctrl-C drops the connection, at which the server ends the statement.
        """
        limits = limits or Limits()

        def unit(tx: neo4j.ManagedTransaction) -> T:
            def run(text: str, params: dict[str, Any]) -> neo4j.Result:
                try:
                    self._pass(tx, text, params)
                    return tx.run(text, params)
                except (TypeError, ValueError, OverflowError) as error:  # the driver's own, of what Bolt cannot carry
                    raise BadQuestion(f"The statement or a parameter cannot be sent to Neo4j: {error}.") from None

            try:
                return work(Reader(run, limits))
            except driver_errors.TransientError as error:
                if "OutOfMemory" in str(error.code):  # the driver would try the same again until it gives up
                    raise ours(error, self.server) from None
                raise
            except KeyboardInterrupt:
                raise CancelledError from None  # the driver would wait for the statement, but at this hangs up

        try:
            with self._errors(), self._session(neo4j.READ_ACCESS) as session:
                return session.execute_read(neo4j.unit_of_work(timeout=limits.seconds)(unit))
        except CancelledError:
            raise KeyboardInterrupt from None

    def rows(self, text: str, limits: Limits | None = None, /, **params: Any) -> list[dict[str, Any]]:
        """The rows of one statement."""
        return self.read(lambda reader: reader.run(text, params), limits).rows

    def write(
        self,
        text: str,
        rows: Sequence[Mapping[str, Any]],
        size: int = 5_000,
        after: Callable[[int], None] | None = None,
    ) -> int:
        """Send rows in batches of `size`; each must report as many written as sent, or GraphError is raised."""
        total = 0
        with self._session(neo4j.WRITE_ACCESS) as session:
            for at in range(0, len(rows), size):
                batch = list(rows[at : at + size])
                with self._errors():
                    written = session.execute_write(_written, text, {"rows": batch})
                if written != len(batch):
                    raise GraphError(
                        f"{len(batch)} rows were sent and {written} written: an end is missing in the graph. "
                        f"Run `lodestone build` again. The statement: {text}"
                    )
                total += written
                if after:
                    after(written)
        return total

    def change(self, text: str, **params: Any) -> int:
        """Run one write statement and return its `written`."""
        with self._session(neo4j.WRITE_ACCESS) as session, self._errors():
            return session.execute_write(_written, text, params)

    def setup(self) -> None:
        """Create the schema's constraints and indexes where they are missing."""
        with self._session(neo4j.WRITE_ACCESS) as session, self._errors():
            for statement in cypher.setup():
                session.run(statement).consume()

    def check(self, text: str, params: Mapping[str, Any] | None = None) -> None:
        """Raise Refused or BadQuestion unless the read door lets the statement through."""
        with self._session(neo4j.READ_ACCESS) as session, self._errors():
            session.execute_read(lambda tx: self._pass(tx, text, dict(params or {})))

    def plan(self, text: str, params: Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
        """Operators and their details of a statement's plan, top first; it is not run."""

        def unit(tx: neo4j.ManagedTransaction) -> list[tuple[str, str]]:
            return list(operators(_explained(tx, text, dict(params or {})).plan or {}))

        with self._session(neo4j.READ_ACCESS) as session, self._errors():
            return session.execute_read(unit)

    def _pass(self, tx: neo4j.ManagedTransaction, text: str, params: dict[str, Any]) -> None:
        if text in self._passed:
            return
        refuse_prefix(text)
        summary = _explained(tx, text, params)
        refuse_plan(summary.query_type, list(operators(summary.plan or {})))
        if len(self._passed) < 1_000:
            self._passed.add(text)

    def _session(self, mode: str) -> neo4j.Session:
        return self._driver.session(database=self.server.database, default_access_mode=mode, fetch_size=2_000)

    def _version(self) -> str:
        with self._session(neo4j.READ_ACCESS) as session, self._errors():
            row = session.run(cypher.COMPONENTS).single(strict=True)
        numbers = tuple(int(part) for part in re.findall(r"\d+", row["version"])[:2])
        if numbers < OLDEST:
            raise GraphError(
                f"{self.server.uri} runs Neo4j {row['version']}; Lodestone needs 5.26 or newer. "
                "Upgrade the server, or unset NEO4J_URI to use the managed engine."
            )
        return f"Neo4j {row['version']} {row['edition']}"

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (driver_errors.Neo4jError, driver_errors.DriverError) as error:
            raise ours(error, self.server) from None


def _explained(tx: neo4j.ManagedTransaction, text: str, params: dict[str, Any]) -> neo4j.ResultSummary:
    """The summary, with the plan, of a statement that is not run; the reader's own lines follow our word."""
    return tx.run("EXPLAIN\n" + text, params).consume()


def _placed(message: str) -> str:
    """The server's message about a text that `_explained` sent, with the reader's own line and column."""
    return _PLACE.sub(lambda match: f"(line {max(1, int(match[1]) - 1)}, column {match[2]})", message)


def _written(tx: neo4j.ManagedTransaction, text: str, params: dict[str, Any]) -> int:
    return int(tx.run(text, params).single(strict=True)["written"])


def ours(error: Exception, server: Server) -> LodestoneError:
    """The driver's error as one of ours, with what to do."""
    code, message = "", str(error)
    if isinstance(error, driver_errors.Neo4jError):
        code, message = str(error.code or ""), str(error.message or error).strip()
    if isinstance(error, driver_errors.AuthError):
        how = (
            "Its password file and database do not agree; `lodestone engine purge` starts afresh."
            if server.managed
            else "Check NEO4J_USERNAME and NEO4J_PASSWORD."
        )
        return Unreachable(f"{server.uri} does not accept the password of {server.username!r}. {how}")
    if code.endswith("DatabaseNotFound"):
        return Unreachable(f"{server.uri} has no database {server.database!r}. Check NEO4J_DATABASE.")
    if isinstance(error, driver_errors.ServiceUnavailable | driver_errors.SessionExpired):
        how = (
            "Run the command again: it starts the engine."
            if server.managed
            else "Check NEO4J_URI and that the server runs, or unset it to use the managed engine."
        )
        return Unreachable(f"No Neo4j answers at {server.uri}. {how}")
    if "TransactionTimedOut" in code or code.endswith("Transaction.Terminated"):
        return Stopped("The statement was stopped: it ran longer than its time limit. Narrow it, or raise --seconds.")
    if "OutOfMemory" in code:
        return Stopped("The statement was stopped: it needed more memory than one transaction may have. Narrow it.")
    if "no such fulltext schema index" in message:
        return EmptyGraph()  # a build makes the indexes
    if code.endswith("AccessMode"):
        return Refused("The statement writes. This door only reads; facts are changed by claims and `lodestone build`.")
    if code.startswith("Neo.ClientError.Statement") or code.startswith("Neo.ClientError.Procedure"):
        return BadQuestion(f"Neo4j cannot run the statement: {_placed(message)}")
    return GraphError(f"Neo4j at {server.uri}: {message}{f' ({code})' if code else ''}")

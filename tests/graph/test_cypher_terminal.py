"""`lodestone cypher` on a real terminal: a prompt that runs statements, tells errors and goes on; Ctrl-C stops them."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import neo4j
import pytest

from tests.conftest import Line

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")
PATIENCE = 120.0  # seconds
SLOW = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH a + b AS n WHERE n < 0 RETURN count(n) AS n"


class Terminal:
    """A program on a pseudo-terminal: `wait` reads until a text has been shown anew, `type` presses keys."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self._end, other = pty.openpty()
        # its own terminal, without which Ctrl-C would reach nobody
        self.process = subprocess.Popen(command, env=env, preexec_fn=lambda: os.login_tty(other), pass_fds=[other])
        os.close(other)
        self.shown = ""

    def type(self, keys: str) -> None:
        os.write(self._end, keys.encode())

    def wait(self, text: str) -> None:
        until = time.monotonic() + PATIENCE
        while text not in self.shown:
            assert time.monotonic() < until, f"{text!r} was not shown: {self.shown}"
            ready, _, _ = select.select([self._end], [], [], 1.0)
            if ready:
                self.shown += os.read(self._end, 65_536).decode(errors="replace")
        self.shown = self.shown.partition(text)[2]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._end)


@pytest.fixture
def opened(world: Line, tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Opens terminals in which `lodestone` runs with these words."""
    env = {**os.environ, "NEO4J_URI": world.server.uri, "NEO4J_USERNAME": world.server.username, "COLUMNS": "120",
           "NEO4J_PASSWORD": world.server.password, "LODESTONE_DATA": str(tmp_path), "TERM": "xterm",
           "PROMPT_TOOLKIT_NO_CPR": "1"}  # fmt: skip
    with ExitStack() as stack:

        def open_(*words: str) -> Terminal:
            terminal = Terminal([sys.executable, "-c", "from api.cli import main; main()", *words], env)
            stack.callback(terminal.close)
            return terminal

        yield open_


def slow_ones(line: Line) -> int:
    """How many such statements the server is at."""
    login = (line.server.username, line.server.password)
    with neo4j.GraphDatabase.driver(line.server.uri, auth=login) as driver:
        shown = driver.execute_query("SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery = $slow", slow=SLOW)
    return len(shown.records)


def wait_for(count: int, line: Line) -> None:
    until = time.monotonic() + PATIENCE / 6  # sooner than the time limit of a statement
    while slow_ones(line) != count:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_terminal_gets_a_prompt(opened: Callable[..., Terminal], tmp_path: Path) -> None:
    terminal = opened("cypher", "-p", "id=country:CHN")
    terminal.wait("cypher>")
    terminal.type("CREATE (n:Probe) RETURN n;\r")
    terminal.wait("The statement writes.")
    terminal.wait("cypher>")
    terminal.type("MATCH (c:Country {id: $id})\rRETURN 'made of ' + c.name AS said;\r")
    terminal.wait("made of China")
    terminal.wait("cypher>")
    terminal.type("\x04")
    assert terminal.process.wait(PATIENCE) == 0
    assert "RETURN 'made of ' + c.name" in (tmp_path / "cypher_history").read_text(encoding="utf-8")


def test_ctrl_c_stops_the_statement_and_the_prompt_goes_on(world: Line, opened: Callable[..., Terminal]) -> None:
    terminal = opened("cypher")
    terminal.wait("cypher>")
    for _ in range(2):
        terminal.type(f"{SLOW};\r")
        wait_for(1, world)
        terminal.type("\x03")
        terminal.wait("lodestone: Stopped.")
        wait_for(0, world)
        terminal.wait("cypher>")
    terminal.type("RETURN 'still ' + 'here' AS said;\r")
    terminal.wait("still here")
    terminal.wait("cypher>")
    terminal.type("\x04")
    assert terminal.process.wait(PATIENCE) == 0


def test_ctrl_c_ends_a_command_and_its_statement(world: Line, opened: Callable[..., Terminal]) -> None:
    terminal = opened("cypher", SLOW)
    wait_for(1, world)
    terminal.type("\x03")
    wait_for(0, world)
    assert terminal.process.wait(PATIENCE) == 130

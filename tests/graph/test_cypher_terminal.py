"""`lodestone cypher` on a real terminal: a prompt that runs statements, tells errors and goes on."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Line

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals on this system")
PATIENCE = 120.0  # seconds


class Terminal:
    """A program on a pseudo-terminal: `wait` reads until a text has been shown anew, `type` presses keys."""

    def __init__(self, command: list[str], env: dict[str, str]) -> None:
        self._end, other = pty.openpty()
        self.process = subprocess.Popen(command, stdin=other, stdout=other, stderr=other, env=env, close_fds=True)
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


def test_a_terminal_gets_a_prompt(world: Line, tmp_path: Path) -> None:
    env = {**os.environ, "NEO4J_URI": world.server.uri, "NEO4J_USERNAME": world.server.username, "COLUMNS": "120",
           "NEO4J_PASSWORD": world.server.password, "LODESTONE_DATA": str(tmp_path), "TERM": "xterm",
           "PROMPT_TOOLKIT_NO_CPR": "1"}  # fmt: skip
    program = [sys.executable, "-c", "from api.cli import main; main()"]
    terminal = Terminal([*program, "cypher", "-p", "id=country:CHN"], env)
    try:
        terminal.wait("cypher>")
        terminal.type("CREATE (n:Probe) RETURN n;\r")
        terminal.wait("The statement writes.")
        terminal.wait("cypher>")
        terminal.type("MATCH (c:Country {id: $id})\rRETURN 'made of ' + c.name AS said;\r")
        terminal.wait("made of China")
        terminal.wait("cypher>")
        terminal.type("\x04")
        assert terminal.process.wait(PATIENCE) == 0
    finally:
        terminal.close()
    assert "RETURN 'made of ' + c.name" in (tmp_path / "cypher_history").read_text(encoding="utf-8")

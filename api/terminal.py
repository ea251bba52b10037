"""Where commands write: results on stdout, progress and notes on stderr; plain text where no person looks on."""

from __future__ import annotations

import shutil
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bars

WIDTH_OF_A_PIPE = 120
_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if code not in b"\t\n"}


def console(*, error: bool = False) -> Console:
    """A console that takes text as it is: brackets in a name are no markup."""
    from rich.console import Console

    width = shutil.get_terminal_size((WIDTH_OF_A_PIPE, 40)).columns
    return Console(stderr=error, width=max(width, 40), markup=False, highlight=False, emoji=False)


def harmless(text: str) -> str:
    """The text without control characters: those in other people's data could do anything to a terminal."""
    return text.translate(_CONTROLS)


def say(text: str = "", style: str | None = None) -> None:
    """A line of a result."""
    console().print(harmless(text), style=style)


def note(text: str) -> None:
    """A line beside the result; stdout stays clean for pipes."""
    console(error=True).print(harmless(text), soft_wrap=not sys.stderr.isatty())


class Progress:
    """Shows on stderr what is under way, and remembers in `seconds` how long each part took.

    On a terminal a bar that goes away; elsewhere one line a part.
    """

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._what = ""
        self._since = time.monotonic()
        self._console = console(error=True)
        self._bars: Bars | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        if what != self._what:
            self._turn(what)
            if self._bars is None:
                self._console.print(f"{what} ...")
        if self._bars is not None:
            task = self._bars.task_ids[0]
            self._bars.update(task, description=what, completed=done if total else 0, total=total or None, visible=True)

    def __enter__(self) -> Progress:
        if self._console.is_terminal:
            from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bars

            self._bars = Bars(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                TimeElapsedColumn(),
                console=self._console,
                transient=True,
            )
            self._bars.add_task("", total=None, visible=False)
            self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._turn("")
        if self._bars is not None:
            self._bars.stop()

    def _turn(self, what: str) -> None:
        now = time.monotonic()
        if self._what:
            self.seconds[self._what] = self.seconds.get(self._what, 0.0) + now - self._since
        self._what, self._since = what, now

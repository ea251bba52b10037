"""The program `lodestone`: gathers the commands, and turns errors into one sentence and an exit code."""

from __future__ import annotations

import os
import signal
import sys
import threading
import warnings
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from api.commands import (
    building,
    checking,
    engine,
    exporting,
    identities,
    library,
    loading,
    lookup,
    own_tables,
    questions,
    serve,
    statement,
    tour,
)
from kb.errors import LodestoneError

GRACE = 2.0  # seconds
ASK, LOOK, MAKE = "Ask", "Look up", "Build and run"


class Program(TyperGroup):
    """Our errors end a command with a sentence; `--debug`, wherever it stands, shows where they come from."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if "--debug" in args:
            args = ["--debug", *(arg for arg in args if arg != "--debug")]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except LodestoneError as error:
            if ctx.params.get("debug"):
                raise
            print(f"lodestone: {error}", file=sys.stderr)
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            raise  # the reader has gone, as in `| head`; typer ends silently
        except OSError as error:
            if ctx.params.get("debug"):
                raise
            print(f"lodestone: {error}", file=sys.stderr)
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=Program,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"lodestone {version('lodestone')}")
        raise typer.Exit


@app.callback()
def program(
    debug: Annotated[bool, typer.Option("--debug", help="Show the whole traceback of an error.")] = False,
    version: Annotated[  # noqa: ARG001 - its callback does the work
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Lodestone: which technology depends on whose mine, refinery or magnet plant, every hop tied to a source.

    Begin with `lodestone build`, then `lodestone questions` and `lodestone ask technologies_depending_on`.
    Neo4j is fetched and started by itself; NEO4J_URI names another one. Answers go to stdout, notes to stderr.
    """
    if not debug:
        warnings.simplefilter("ignore")  # those of other people's libraries tell a reader of answers nothing


app.command(rich_help_panel=ASK)(questions.ask)
app.command(rich_help_panel=ASK)(library.questions)
app.command(rich_help_panel=ASK)(questions.evidence)
app.command(rich_help_panel=ASK)(own_tables.exposure)
app.command(rich_help_panel=LOOK)(lookup.find)
app.command(rich_help_panel=LOOK)(lookup.show)
app.command(rich_help_panel=LOOK)(lookup.sources)
app.command(rich_help_panel=LOOK)(statement.cypher)
app.command(rich_help_panel=MAKE)(building.build)
app.command(rich_help_panel=MAKE)(loading.fetch)
app.command(rich_help_panel=MAKE)(loading.load)
app.command(rich_help_panel=MAKE)(loading.unload)
app.command("import", rich_help_panel=MAKE)(own_tables.import_table)
app.command(rich_help_panel=MAKE)(loading.families)
app.command(rich_help_panel=MAKE)(identities.identities)
app.command(rich_help_panel=MAKE)(identities.rule)
app.command(rich_help_panel=MAKE)(building.status)
app.command(rich_help_panel=MAKE)(checking.check)
app.command(rich_help_panel=MAKE)(checking.diff)
app.command(rich_help_panel=MAKE)(serve.serve)
app.command(hidden=True)(tour.tour)
app.add_typer(engine.app, name="engine", rich_help_panel=MAKE)
app.add_typer(exporting.app, name="export", rich_help_panel=MAKE)


def main() -> None:
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    app()


def _interrupt(*_: object) -> None:
    """Ctrl-C unwinds; the driver would wait there for the server's running statement, so that is cut after a moment."""
    cut = threading.Timer(GRACE, os._exit, (130,))
    cut.daemon = True
    cut.start()
    raise KeyboardInterrupt

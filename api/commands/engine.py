"""`engine …`: the managed Neo4j of this checkout; what NEO4J_URI names is somebody else's to start and stop."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.options import FormatOption
from api.formats import Format, write_csv, write_json
from kb.errors import BadInput
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.engine import Server
    from kb.engine.managed import Status

app = typer.Typer(no_args_is_help=True, help="The Neo4j that Lodestone runs here: start, stop, look, delete.")
OUTSIDE = "Once connected, the page asks hosts on the internet for fonts and analytics; it works without them."


@app.command()
def start() -> None:
    """Fetch Neo4j (once) and start it. Other commands do this by themselves."""
    from api.terminal import say

    where = _start(_managed())
    say(f"Neo4j answers at {where.uri}; Neo4j Browser: {where.browser}")


@app.command()
def stop() -> None:
    """Stop it. The graph stays; the next command that needs the engine starts it again."""
    from api.terminal import say
    from kb.engine import managed

    say("Neo4j is stopping." if managed.stop(_managed()) else "No engine of this checkout runs.")


@app.command()
def status(format_: FormatOption = Format.table) -> None:
    """Show whether it runs, where, and what it takes; starts nothing."""
    from kb.engine import managed

    found = managed.status(_managed())
    match format_:
        case Format.json:
            write_json(asdict(found))
        case Format.csv:
            write_csv(list(asdict(found)), [asdict(found)])
        case Format.table:
            from api.tables import show_pairs

            show_pairs(lines(found))


def lines(found: Status) -> list[tuple[str, str]]:
    """The status in words."""
    rows = [
        (
            "engine",
            " ".join(filter(None, [f"Neo4j {found.version}" if found.version else "managed Neo4j", found.state])),
        )
    ]
    if found.state == "running":
        rows += [
            ("process", str(found.pid)),
            ("bolt", f"bolt://127.0.0.1:{found.bolt}"),
            ("browser", f"http://127.0.0.1:{found.http}/browser/"),
        ]
    return [*rows, ("data", f"{found.data} ({found.disk / 1e6:.0f} MB)"), ("password", f"in {found.password_file}")]


@app.command()
def browse(
    open_: Annotated[bool, typer.Option("--open", help="Open the page in your web browser.")] = False,
    show_password: Annotated[bool, typer.Option("--show-password", help="Print the password too.")] = False,
) -> None:
    """Tell where Neo4j Browser is and how to log in; the engine is started if need be."""
    import webbrowser

    from api.tables import show_pairs
    from api.terminal import note
    from kb.engine import managed

    settings = _managed()
    where = _start(settings)
    secret = where.password if show_password else f"in {managed.password_file(settings)} (--show-password prints it)"
    show_pairs([("page", where.browser or ""), ("user", where.username), ("password", secret)])
    note(OUTSIDE)
    if open_ and where.browser and not webbrowser.open(where.browser):
        note("No web browser could be opened here; open the page yourself.")


@app.command()
def purge(yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False) -> None:
    """Stop it and delete its database and password. `lodestone build` makes the graph anew; the fetched jars stay."""
    from api.terminal import say
    from kb.engine import managed

    settings = _managed()
    found = managed.status(settings)
    if found.state == "absent":
        say("There is nothing to delete.")
        return
    if not yes:
        typer.confirm(f"Delete the database in {found.data} ({found.disk / 1e6:.0f} MB)?", abort=True, err=True)
    managed.purge(settings)
    say(f"Deleted {found.data}.")


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="A folder that `lodestone export neo4j-admin` wrote.")],
) -> None:
    """Load an exported graph by Neo4j's bulk import into an engine that has never run, and start it."""
    from api.terminal import Progress, say
    from kb import cypher
    from kb.engine import bulk, server
    from kb.export import settle
    from kb.store import Store

    settings = _managed()
    with Progress() as progress:
        bulk.load(settings, folder, progress)
        where = server(settings, progress)
        with Store(where) as store:
            progress("making constraints and indexes", 0, 0)
            settle(store)
            (build,) = store.rows(cypher.BUILDS)
    say(f"Imported build {build['id']}. Neo4j answers at {where.uri}; Neo4j Browser: {where.browser}")


def _start(settings: Settings) -> Server:
    from api.terminal import Progress
    from kb.engine import server

    with Progress() as progress:
        return server(settings, progress)


def _managed() -> Settings:
    settings = Settings.read()
    if settings.uri:
        raise BadInput("NEO4J_URI names a server that Lodestone does not run. Unset it to use the managed engine.")
    return settings

"""`export …`: the graph as files for other programs; what a licence does not let out is left out, and told."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import FormatOption
from api.formats import Format, write_csv, write_json
from kb.settings import Settings

app = typer.Typer(no_args_is_help=True, help="The graph as files; what a licence does not let out stays out.")


@app.callback()
def exports() -> None:
    """Keeps `neo4j-admin` a command of its own while it is the only one."""


@app.command("neo4j-admin")
def neo4j_admin(
    folder: Annotated[Path, typer.Argument(help="A new or empty folder.")],
    include: Annotated[
        list[str] | None,
        typer.Option(
            "--include", metavar="TERMS", help="Take sources of these terms too: private, no-redistribution …"
        ),
    ] = None,
    format_: FormatOption = Format.table,
) -> None:
    """Write the graph as tables of `neo4j-admin database import full`, concluded from the claim files here.

    Load them with `lodestone engine import`, or with any Neo4j 5.26 or newer that is stopped.
    """
    from api.terminal import Progress
    from kb.build import judgements_of
    from kb.export import export

    settings = Settings.read()
    claims = sorted((settings.data / "claims").glob("*.claims.parquet"))
    with Progress() as progress:
        report = export(
            claims,
            folder,
            include or (),
            lambda _, done, total: progress("writing tables", done, total),
            judgements_of(settings),
        )
    row = {**asdict(report), "folder": str(report.folder)}
    match format_:
        case Format.json:
            write_json(row)
        case Format.csv:
            write_csv(list(row), [row])
        case Format.table:
            _show(row)


def _show(row: dict[str, object]) -> None:
    from api.commands.building import show_counts
    from api.terminal import note, say

    show_counts(row["counts"])  # type: ignore[arg-type]
    say(f"Wrote build {row['build']} to {row['folder']}.")
    say(f"Load it into an engine that has never run: lodestone engine import {row['folder']}")
    say("or, from that folder, into another Neo4j that is stopped: neo4j-admin database import full neo4j @import.args")
    say("and then run the statements of after.cypher in it.")
    left_out = row["left_out"]
    assert isinstance(left_out, dict)  # noqa: S101
    for source, terms in left_out.items():
        note(f"Left out: {source}, for its terms are {terms} (--include {terms} takes it).")

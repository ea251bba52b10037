"""`import` and `exposure`: the user's own tables, as a private source of the graph or asked line by line."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.building import built, show_report
from api.commands.loading import show
from api.commands.options import FormatOption, Params, Seconds, opened
from api.formats import Format
from kb.errors import BadInput
from kb.settings import Settings

if TYPE_CHECKING:
    from loaders.own import OwnLoader

SHOWN = 10


def import_table(
    path: Annotated[Path, typer.Argument(metavar="TABLE", help="A CSV, Excel or Parquet table.")],
    map_: Annotated[Path, typer.Option("--map", help="What its columns mean (TOML; docs/own-data.md).")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")] = False,
    build: Annotated[bool, typer.Option("--build/--no-build", help="Build the graph afterwards.")] = True,
) -> None:
    """Import a table of your own: a bill of materials, suppliers, plants. Ten rows are first shown as understood.

    The result is a source like any other; unless its map says otherwise it is private: left out of exports and of
    answers over HTTP. For example:
      lodestone import bom.csv --map bom.toml
    """
    from api.terminal import Progress, note, say
    from loaders.load import write
    from loaders.own import Names, OwnLoader, read_map
    from loaders.run import load_curated

    settings = Settings.read()
    plan = read_map(map_)
    claims = settings.data / "claims"
    own = f"{plan.source.id}.claims.parquet"
    if not list(claims.glob("*.claims.parquet")):
        load_curated(claims)
    known = Names(path for path in claims.glob("*.claims.parquet") if path.name != own)
    say(
        f"{path.name} as {plan.source.id}: {plan.source.title} ({plan.source.terms or 'may be passed on'})",
        style="bold",
    )
    _preview(OwnLoader(path, plan, known))
    if not yes and not _agreed():
        note("Nothing was written.")
        raise typer.Exit(0)
    show(write(OwnLoader(path, plan, known), plan.source, plan.rules, "own", settings.data))
    if build:
        with opened(settings) as store, Progress() as progress:
            show_report(built(store, settings, progress))


def _preview(loader: OwnLoader) -> None:
    from api.terminal import say

    for row in islice(loader.rows(), SHOWN):
        try:
            for claim in loader.claims(row):
                numbers = (claim.figure.value, claim.figure.low, claim.figure.high)
                figure = " ".join(f"{number:g}" for number in numbers if number is not None)
                told = "; ".join(f"{name}={value}" for name, value in claim.details.items())
                figure = " ".join(part for part in (figure, claim.figure.unit, claim.figure.words) if part)
                say(
                    f"  {row.origin}: {claim.start} {claim.type} {claim.end}  {'; '.join(filter(None, (figure, told)))}"
                )
        except BadInput as error:
            say(f"  {row.origin}: set aside: {error}")


def _agreed() -> bool:
    import sys

    if not sys.stdin.isatty():
        raise BadInput("to write without being asked, say --yes.")
    return typer.confirm("Write it?", err=True)


def exposure(
    path: Annotated[Path, typer.Argument(metavar="TABLE", help="A CSV, Excel or Parquet table; its lines are asked.")],
    column: Annotated[str | None, typer.Option(help="The column that names things; the first by default.")] = None,
    country: Annotated[str, typer.Option(help="Only what this country leads in.")] = "",
    min_share: Annotated[
        float, typer.Option(min=0, max=100, help="Only where the leading country has this share of world output (%).")
    ] = 0.0,
    param: Params = None,
    every: Annotated[bool, typer.Option("--all", help="Every row, not the first of each line and mineral.")] = False,
    format_: FormatOption = Format.table,
    seconds: Seconds = 30.0,
) -> None:
    """Ask what each line of a bill of materials depends on, down to the mineral, with the route; nothing is written.

    -p takes as_of, min_grade and limit, of each line. For example:
      lodestone exposure bom.csv
      lodestone exposure bom.xlsx --column Part --country CHN --min-share 50
    """
    from api.commands.options import pairs
    from api.formats import write_csv, write_json
    from api.tables import show_exposure
    from kb.store import Limits
    from loaders.own import column_of
    from queries.exposure import exposure as asked
    from queries.find import entity_id

    items = column_of(path, column)
    with opened() as store:
        leader = store.read(lambda reader: entity_id(reader, "--country", country, ["Country"])) if country else ""
        found = asked(
            store, items, pairs(param or ()), country=leader, min_share=min_share, limits=Limits(seconds=seconds)
        )
    match format_:
        case Format.json:
            write_json({**found.answer.as_dict(), "unknown": found.unknown, "bare": found.bare})
        case Format.csv:
            write_csv(found.answer.columns, found.answer.rows)
        case Format.table:
            show_exposure(found, every=every)

"""`ask` and `evidence`: questions asked on the command line; `questions`, which lists them, is `commands.library`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.options import FormatOption, Params, Seconds, opened, pairs, question_names
from api.formats import Format, write_csv, write_json

if TYPE_CHECKING:
    from queries.answer import Answer


def ask(
    name: Annotated[
        str, typer.Argument(help="A question; `lodestone questions` lists them.", autocompletion=question_names)
    ],
    param: Params = None,
    every: Annotated[bool, typer.Option("--all", help="Every route in the table, not the best of each.")] = False,
    format_: FormatOption = Format.table,
    seconds: Seconds = 30.0,
) -> None:
    """Ask a ready question. Tables show the best route of each subject; json and csv always hold every row.

    For example:
      lodestone ask technologies_depending_on
      lodestone ask technologies_depending_on -p country=JPN -p as_of=2023-12-31
      lodestone ask controls_on -p item=material:ndfeb-magnet --format json
    """
    _ask(name, pairs(param or ()), format_, seconds, every=every)


def evidence(
    start: Annotated[str, typer.Argument(help="Where the relationship starts: id, name, alias or ISO code.")],
    end: Annotated[str, typer.Argument(help="Where it ends.")],
    param: Params = None,
    format_: FormatOption = Format.table,
    seconds: Seconds = 30.0,
) -> None:
    """Show every claim behind the relationships between two entities.

    For example:
      lodestone evidence country:CHN material:ndfeb-magnet
    """
    _ask("evidence_for", {"start": start, "end": end, **pairs(param or ())}, format_, seconds)


def _ask(name: str, params: dict[str, str], format_: Format, seconds: float, *, every: bool = True) -> None:
    from queries.catalogue import question

    question(name)  # a name that nobody knows needs no engine
    from api.answers import answer
    from kb.store import Limits

    with opened() as store:
        _show(answer(store, name, params, Limits(seconds=seconds)), format_, every=every)


def _show(found: Answer, format_: Format, *, every: bool) -> None:
    from api import tables

    match format_:
        case Format.json:
            write_json(found.as_dict())
        case Format.csv:
            write_csv(found.columns, found.rows)
        case Format.table:
            tables.show_answer(found, every=every)
            return
    tables.caution(found)

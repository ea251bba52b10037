"""`cypher`: statements of one's own through the read door, from the argument, a pipe or a prompt."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.options import FormatOption, Params, Seconds, opened, values
from api.formats import Format, write_csv, write_json
from kb.errors import BadQuestion, did_you_mean
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.store import Limits, Result, Store


def cypher(
    statement: Annotated[
        str | None, typer.Argument(help="A statement that only reads; - reads it from standard input; none: a prompt.")
    ] = None,
    param: Params = None,
    format_: FormatOption = Format.table,
    seconds: Seconds = 30.0,
    rows: Annotated[int, typer.Option(min=1, max=1_000_000, help="Most rows.")] = 1_000,
) -> None:
    """Run Cypher through the read door: it cannot write, load files, administer, or run for ever.

    Without a statement, a terminal gets a prompt with history and completion, and a pipe is read.
    Values of -p are JSON, or text when they are not. For example:
      lodestone cypher "MATCH (t:Technology) RETURN t.domain AS domain, count(*) AS n ORDER BY n DESC"
      lodestone cypher "MATCH (n:Entity) WHERE n.id IN \\$ids RETURN n.name" -p 'ids=["country:CHN"]'
      lodestone cypher < statement.cypher
    """
    from kb.store import Limits

    limits = Limits(seconds=seconds, rows=rows)
    params = values(param or ())
    if statement is None and sys.stdin.isatty():
        from api.prompt import prompt

        settings = Settings.read()
        with opened(settings) as store:
            prompt(
                settings.data / "cypher_history",
                lambda text, own: _show_result(text, _run(store, text, {**params, **own}, limits), format_),
            )
        return
    text = sys.stdin.read() if statement in (None, "-") else str(statement)
    if not text.strip():
        raise BadQuestion("there is no statement: standard input is empty. Give one in quotes, or by a pipe.")
    with opened() as store:
        found = _run(store, text, params, limits)
    _show_result(text, found, format_)


def _run(store: Store, text: str, params: dict[str, Any], limits: Limits) -> Result:
    return store.read(lambda reader: reader.run(text, params), limits)


def _nothing(text: str) -> str:
    """Of a statement without rows: a name that the schema lacks is likely why, and the server does not say so."""
    from api.completion import LABELS, PROPERTIES, TYPES
    from queries.text import blanked, unknown_names

    unknown = unknown_names(blanked(text))
    known = [*LABELS, *TYPES, *PROPERTIES]
    said = [f"The schema has no {name}.{did_you_mean(name.split()[-1], known)}" for name in unknown]
    return " ".join(["No rows.", *said])


def _show_result(text: str, found: Result, format_: Format) -> None:
    from api.tables import show_rows
    from api.terminal import note

    match format_:
        case Format.json:
            write_json({"columns": found.columns, "rows": found.rows, "truncated": found.truncated})
        case Format.csv:
            write_csv(found.columns, found.rows)
        case Format.table:
            if not found.rows:
                note(_nothing(text))
            show_rows(found.rows, found.columns)
    if found.truncated:
        at = len(found.rows)
        note(f"Truncated: there are more rows than these {at}; --rows {10 * at} shows more.")

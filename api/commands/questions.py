"""`ask` and `evidence`: questions asked on the command line; `questions`, which lists them, is `commands.library`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.options import FormatOption, Params, Seconds, opened, pairs, question_names
from api.formats import Format, write_csv, write_json

if TYPE_CHECKING:
    from queries.answer import Answer


def ask(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME|WORDS",
            help="A question; `lodestone questions` lists them. Or a sentence in plain words.",
            autocompletion=question_names,
        ),
    ],
    param: Params = None,
    every: Annotated[
        bool, typer.Option("--all", help="Every route and detail in the table, not the best of each.")
    ] = False,
    format_: FormatOption = Format.table,
    seconds: Seconds = 30.0,
) -> None:
    """Ask a ready question, by name or in plain words. A sentence is answered only when one question fits it whole;
    otherwise the nearest ones are listed, and the exit code is 9.

    Tables show the best route of each subject; json and csv always hold every row. For example:
      lodestone ask technologies_depending_on
      lodestone ask "which AI hardware depends on Chinese magnet production?"
      lodestone ask technologies_depending_on -p country=JPN -p as_of=2023-12-31
      lodestone ask controls_on -p item=material:ndfeb-magnet --format json
    """
    if name.strip() and any(char.isspace() for char in name.strip()):
        _ask_in_words(name, pairs(param or ()), format_, seconds, every=every)
    else:
        _ask(name.strip(), pairs(param or ()), format_, seconds, every=every)


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


def _ask(name: str, params: Mapping[str, Any], format_: Format, seconds: float, *, every: bool = True) -> None:
    from queries.catalogue import question

    question(name)  # a name that nobody knows needs no engine
    from api.answers import answer
    from kb.store import Limits

    with opened() as store:
        _show(answer(store, name, params, Limits(seconds=seconds)), format_, every=every)


def _ask_in_words(sentence: str, params: Mapping[str, Any], format_: Format, seconds: float, *, every: bool) -> None:
    """How the sentence was understood stands before the table; beside json and csv it goes to stderr."""
    from queries.words.understanding import words_of

    words_of(sentence)  # a text that cannot be read needs no engine
    from api import understood as telling
    from api.answers import answer_in_words
    from api.tables import show_pairs
    from api.terminal import note, say
    from kb.store import Limits

    with opened() as store:
        understood, found = answer_in_words(store, sentence, params, Limits(seconds=seconds))
    telling.refuse(understood)
    assert found is not None  # noqa: S101  what has one meaning has an answer
    if format_ is Format.table:
        say("Understood as", style="bold")
        show_pairs(telling.pairs(understood, found))
        say()
    else:
        note(f"Understood as: {telling.command(understood.readings[0])}")
    _show(found, format_, every=every)


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

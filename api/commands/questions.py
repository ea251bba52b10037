"""`ask`, `evidence` and `questions`: the question library on the command line."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.options import FormatOption, Params, Seconds, opened, pairs, question_names
from api.formats import Format, write_csv, write_json

if TYPE_CHECKING:
    from queries.answer import Answer
    from queries.catalogue import Question


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
    every: Annotated[bool, typer.Option("--all", help="Every route in the table, not the best of each.")] = False,
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


def questions(
    name: Annotated[str | None, typer.Argument(help="Show this one in full.", autocompletion=question_names)] = None,
    browser: Annotated[
        bool, typer.Option("--browser", help="Print :param lines and the statement for Neo4j Browser.")
    ] = False,
    param: Params = None,
    format_: FormatOption = Format.table,
) -> None:
    """List the ready questions by topic, or show one with its parameters, columns and an example.

    For example:
      lodestone questions
      lodestone questions technologies_depending_on
      lodestone questions technologies_depending_on --browser
    """
    from api.described import described
    from kb.errors import BadQuestion
    from queries.catalogue import catalogue, question

    if name is None:
        if browser:
            raise BadQuestion("--browser needs the name of a question.")
        found = [described(each) for each in catalogue().values()]
        if format_ is Format.json:
            write_json(found)
        elif format_ is Format.csv:
            write_csv(["topic", "name", "question"], found)
        else:
            _list(list(catalogue().values()))
        return
    asked = question(name)
    if browser:
        typer.echo(for_browser(asked, pairs(param or ())), nl=False)
    elif format_ is Format.json:
        write_json(described(asked))
    elif format_ is Format.csv:
        write_csv(["name", "type", "default", "example", "about"], described(asked)["params"].values())
    else:
        _describe(asked)


def for_browser(asked: Question, given: dict[str, str]) -> str:
    """`:param` lines and the statement: pasted into Neo4j Browser they give the rows of the question."""
    from kb.errors import BadQuestion, did_you_mean

    for name in given:
        if name not in asked.params:
            raise BadQuestion(f"{asked.name} has no parameter {name!r}.{did_you_mean(name, asked.params)}")
    lines = []
    for name, param in asked.params.items():
        value: Any = given.get(name, param.example if param.required else param.default)
        if value == "today":
            value = date.today().isoformat()
        if param.type in ("number", "integer") and isinstance(value, str):
            value = json.loads(value)
        if param.type == "texts" and isinstance(value, str):
            value = [part.strip() for part in value.split(",") if part.strip()]
        lines.append(f":param {name} => {json.dumps(value, ensure_ascii=False)};")
    return "\n".join([*lines, "", asked.cypher])


def _ask(name: str, params: dict[str, str], format_: Format, seconds: float, *, every: bool = True) -> None:
    from queries.catalogue import question

    question(name)  # a name that nobody knows needs no engine
    from api.answers import answer
    from kb.store import Limits

    with opened() as store:
        _show(answer(store, name, params, Limits(seconds=seconds)), format_, every=every)


def _ask_in_words(sentence: str, params: dict[str, str], format_: Format, seconds: float, *, every: bool) -> None:
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


def _list(found: list[Question]) -> None:
    from api.tables import show_pairs
    from api.terminal import say

    for topic in dict.fromkeys(each.topic for each in found):
        say(topic.capitalize(), style="bold")
        show_pairs((each.name, each.question) for each in found if each.topic == topic)
        say()
    say("lodestone questions NAME shows one; lodestone ask NAME -p key=value asks it.")


def _describe(asked: Question) -> None:
    from api.tables import show_rows
    from api.terminal import say

    say(asked.question, style="bold")
    for phrase in asked.phrases:
        say(f"  also: {phrase}")
    if asked.params:
        say()
        say("Parameters", style="bold")
        rows = [
            {
                "name": each.name,
                "type": each.type,
                "default": "(needed)" if each.required else each.default,
                "example": each.example,
                "about": each.about,
            }
            for each in asked.params.values()
        ]
        show_rows(rows, ["name", "type", "default", "example", "about"])
    say()
    say("Columns", style="bold")
    show_rows(
        [{"name": each.name, "type": each.type, "about": each.about} for each in asked.columns.values()],
        ["name", "type", "about"],
    )
    say()
    say("Example", style="bold")
    given = "".join(f" -p {name}={_quoted(value)}" for name, value in asked.example().items())
    say(f"  lodestone ask {asked.name}{given}")
    say(f"  lodestone questions {asked.name} --browser")


def _quoted(value: Any) -> str:
    import shlex

    return shlex.quote(",".join(value) if isinstance(value, list) else str(value))

"""`questions`: lists and teaches the library, writes a question for Neo4j Browser, and keeps the user's own ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.options import FormatOption, Params, opened, own_names, pairs, question_names
from api.formats import Format, write_csv, write_json
from kb.settings import Settings

if TYPE_CHECKING:
    from queries.catalogue import Question


def questions(
    name: Annotated[str | None, typer.Argument(help="Show this one in full.", autocompletion=question_names)] = None,
    browser: Annotated[
        bool, typer.Option("--browser", help="Print :param lines and the statement for Neo4j Browser.")
    ] = False,
    add: Annotated[
        Path | None,
        typer.Option("--add", metavar="FILE", help="Check a .cypher file and keep it as your own question."),
    ] = None,
    remove: Annotated[
        str | None,
        typer.Option("--remove", metavar="NAME", help="Delete a question of your own.", autocompletion=own_names),
    ] = None,
    param: Params = None,
    format_: FormatOption = Format.table,
) -> None:
    """List the ready questions by topic, or show one with its parameters, columns and an example.

    Your own questions are .cypher files in the folder `questions` of the data folder.

    For example:
      lodestone questions
      lodestone questions technologies_depending_on --browser
      lodestone questions --add magnet_makers.cypher
    """
    from api.described import described
    from api.terminal import note
    from kb.errors import BadQuestion
    from queries import own
    from queries.catalogue import catalogue, question

    if sum(wish is not None for wish in (name, add, remove)) > 1:
        raise BadQuestion("give one of these: the name of a question, --add or --remove.")
    if param and not browser:
        raise BadQuestion("-p goes with --browser here; `lodestone ask NAME -p key=value` asks a question.")
    if add is not None:
        _add(add)
        return
    if remove is not None:
        note(f"Deleted {own.remove(remove)}.")
        return
    if name is None:
        if browser:
            raise BadQuestion("--browser needs the name of a question.")
        mine = own.library()
        known = [*catalogue().values(), *mine.questions.values()]
        found = [described(each) for each in known]
        if format_ is Format.json:
            write_json(found)
        elif format_ is Format.csv:
            write_csv(["topic", "name", "question", "own"], found)
        else:
            _list(known)
        for each, why in mine.broken.items():
            note(f"Your question {each} is set aside: {why}")
        return
    asked = question(name)
    if browser:
        typer.echo(for_browser(asked, _resolved(asked, pairs(param or ()))), nl=False)
        note("Paste the :param lines first, then the statement: of several at once Neo4j Browser shows no rows.")
    elif format_ is Format.json:
        write_json(described(asked))
    elif format_ is Format.csv:
        write_csv(["name", "type", "default", "example", "about"], described(asked)["params"].values())
    else:
        _describe(asked)


def _add(path: Path) -> None:
    """Keep the file, tried on the graph where one is up: none is started for it."""
    from api.terminal import note
    from kb.engine import server_that_runs
    from kb.errors import Unreachable
    from kb.store import Store
    from queries import own

    why = "No Neo4j runs."
    store = None
    try:
        where = server_that_runs(Settings.read())
        store = Store(where) if where else None
    except Unreachable as error:
        why = str(error)
    with store or nullcontext():
        kept = own.add(path, store=store)
    note(f"{kept.name} is yours now: {own.folder() / path.name}")
    if store is None:
        note(f"Its statement was not tried on a graph. {why} `lodestone ask {kept.name}` tells whether it compiles.")


def for_browser(asked: Question, params: Mapping[str, Any]) -> str:
    """`:param` lines and the statement: pasted into Neo4j Browser they give the rows of the question."""
    lines = [f":param {name} => {json.dumps(value, ensure_ascii=False)};" for name, value in params.items()]
    return "\n".join([*lines, "", asked.cypher])


def _resolved(asked: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters as a statement takes them: what names no id yet is looked up, which needs the graph."""
    from kb.ids import is_entity_id
    from queries.parameters import looked_up, resolve

    wanted = {**asked.example(), **given}
    if all(name not in asked.params or not looked_up(asked.params[name]) or is_entity_id(str(value))
           for name, value in given.items()):  # fmt: skip
        return resolve(None, asked, wanted)
    with opened() as store:
        return store.read(lambda reader: resolve(reader, asked, wanted))


def _list(found: list[Question]) -> None:
    from api.tables import show_pairs
    from api.terminal import say

    for topic in dict.fromkeys(each.topic for each in found):
        say(topic.capitalize(), style="bold")
        show_pairs(
            (each.name, f"{each.question}{' (own)' if each.own else ''}") for each in found if each.topic == topic
        )
        say()
    say("lodestone questions NAME shows one; lodestone ask NAME -p key=value asks it.")


def _describe(asked: Question) -> None:
    from api.tables import show_rows
    from api.terminal import say

    say(asked.question, style="bold")
    if asked.own:
        say("  a question of your own, which Lodestone does not ship", style="dim")
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

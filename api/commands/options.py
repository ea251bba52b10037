"""What several commands share: the connection, the options --format and -p, and the completion of what can be typed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.formats import Format
from kb.errors import BadQuestion, quoted
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.store import Store

FormatOption = Annotated[Format, typer.Option("--format", "-f", help="For people (table) or machines (json, csv).")]
Seconds = Annotated[float, typer.Option(min=0.1, max=3600, help="Stop the statement after this many seconds.")]


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Store]:
    """The open graph; the managed engine is fetched and started when needed, with progress on stderr."""
    from api.terminal import Progress
    from kb.engine import server
    from kb.store import Store

    with Progress() as progress:
        where = server(settings or Settings.read(), progress)
    with Store(where) as store:
        yield store


def pairs(given: Sequence[str]) -> dict[str, str | list[str]]:
    """`key=value` texts as a dict; several values of one key are a list."""
    found: dict[str, list[str]] = {}
    for name, value in map(_parted, given):
        found.setdefault(name.replace("-", "_"), []).append(value)
    return {name: each[0] if len(each) == 1 else each for name, each in found.items()}


def values(given: Sequence[str]) -> dict[str, Any]:
    """`key=value` texts for a free statement: a value that is JSON is taken as JSON, any other as text."""
    found: dict[str, Any] = {}
    for name, text in map(_parted, given):
        try:
            found[name] = json.loads(text)
        except ValueError:
            found[name] = text
    return found


def _parted(item: str) -> tuple[str, str]:
    name, equals, value = item.partition("=")
    if not equals or not name.strip():
        raise BadQuestion(f"-p {quoted(item)} is no key=value; write for example -p country=CHN.")
    return name.strip(), value.strip()


def question_names(incomplete: str) -> list[tuple[str, str]]:
    """Completion: the questions that begin so, with their sentence."""
    from queries import own
    from queries.catalogue import catalogue

    known = {**catalogue(), **own.library().questions}
    return [(name, question.question) for name, question in known.items() if name.startswith(incomplete)]


def own_names(incomplete: str) -> list[str]:
    """Completion: the user's own questions that begin so, broken ones too."""
    from queries import own

    mine = own.library()
    return [name for name in (*mine.questions, *mine.broken) if name.startswith(incomplete)]


def param_pairs(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Completion: parameters of the question typed before, then the words that they take."""
    from kb import schema
    from kb.vocab import words
    from queries import own
    from queries.catalogue import catalogue

    question = {**own.library().questions, **catalogue()}.get(str(ctx.params.get("name")))
    if question is None:
        return []
    name, equals, _ = incomplete.partition("=")
    if not equals:
        return [(f"{param.name}=", param.about) for param in question.params.values() if param.name.startswith(name)]
    param = question.params.get(name)
    if param is None:
        return []
    kind, _, rest = param.type.partition(":")
    known = schema.GRADES if kind == "grade" else words(rest) if kind == "word" else [param.example]
    return [(choice, param.about) for word in known if (choice := f"{name}={word}").startswith(incomplete)]


Params = Annotated[list[str] | None, typer.Option(
    "--param", "-p", metavar="KEY=VALUE", autocompletion=param_pairs,
    help="A parameter; repeat it for more. Ids, ISO codes, names and aliases are taken.")]  # fmt: skip

"""The prompt of `lodestone cypher`: statements of many lines, with history and completion; it runs none itself."""

from __future__ import annotations

import json
import re
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

from api.completion import suggestions
from api.terminal import note
from kb.errors import BadQuestion, LodestoneError

HELP = """A statement ends with ; and may have many lines; Tab completes labels, types, properties, keywords.
  :param NAME => VALUE   give $NAME a value (JSON, or text when it is none)
  :params                show them            :clear   forget them
  :help                  this                 :exit    leave; Ctrl-D does too
Up and down go through what was typed before. Ctrl-C drops the statement that is being typed, or stops the one that
runs."""
Run = Callable[[str, dict[str, Any]], None]


class Schema(Completer):
    """Completion out of the schema and the parameters set so far."""

    def __init__(self, params: dict[str, Any]) -> None:
        self._params = params

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 - the library's form
    ) -> Iterable[Completion]:
        for text, word, about in suggestions(document.text_before_cursor, self._params):
            yield Completion(text, start_position=-len(word), display_meta=about)


def prompt(history: Path, run: Run) -> None:
    """Read statements until the end of input and hand each to `run`; an error of ours is told, and the next is read.

    Ctrl-C ends what `run` does, and the next is read too.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)  # that of `api.cli` would end the program
    params: dict[str, Any] = {}
    session: PromptSession[str] = PromptSession(
        "cypher> ",
        multiline=True,
        prompt_continuation="      > ",
        history=FileHistory(str(private(history))),
        completer=Schema(params),
        complete_while_typing=False,
        key_bindings=_keys(),
    )
    note("Statements end with ; and only read. :help tells more, Ctrl-D leaves.")
    while True:
        try:
            text = session.prompt().strip()
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        if text in (":exit", ":quit"):
            return
        try:
            _do(text, params, run)
        except LodestoneError as error:
            print(f"lodestone: {error}", file=sys.stderr)
        except KeyboardInterrupt:
            print("\nlodestone: Stopped.", file=sys.stderr)


def _do(text: str, params: dict[str, Any], run: Run) -> None:
    if text == ":help":
        note(HELP)
    elif text == ":params":
        note("\n".join(f"${name} = {json.dumps(value)}" for name, value in params.items()) or "No parameters are set.")
    elif text == ":clear":
        params.clear()
    elif text.split()[:1] == [":param"]:
        name, value = _param(text)
        params[name] = value
    elif text.startswith(":"):
        raise BadQuestion(f"{text.split()[0]} is no command of this prompt; :help lists them.")
    elif statement := text.removesuffix(";").strip():
        run(statement, dict(params))


def _param(text: str) -> tuple[str, Any]:
    match = re.fullmatch(r":param\s+(\w+)\s*(?:=>|:)?\s*(.+?);?", text, re.DOTALL)
    if match is None:
        raise BadQuestion(f'{text!r} sets no parameter; write for example :param country => "country:CHN".')
    try:
        return match[1], json.loads(match[2])
    except ValueError:
        return match[1], match[2]


def private(path: Path) -> Path:
    """The file, which only its user can read: statements may hold what is not for everybody."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.chmod(0o600)
    return path


def _keys() -> KeyBindings:
    """Enter takes what is whole: a statement that ends with ;, a command, or nothing; else it begins a line."""
    keys = KeyBindings()

    @Condition
    def whole() -> bool:
        from prompt_toolkit.application import get_app

        return is_whole(get_app().current_buffer.text)

    @keys.add("enter", filter=whole)
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    return keys


def is_whole(text: str) -> bool:
    """Whether Enter takes the text as it stands."""
    text = text.strip()
    return not text or text.startswith(":") or text.endswith(";")

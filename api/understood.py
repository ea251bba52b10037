"""How a sentence in plain words was understood, told to a person: before its answer, or in place of one."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kb.errors import Unclear

if TYPE_CHECKING:
    from queries.answer import Answer
    from queries.words.reading import Reading
    from queries.words.understanding import Understanding

_SELDOM = ("limit", "min_grade")
"""Parameters whose defaults need no telling."""


def pairs(understood: Understanding, answer: Answer) -> Iterator[tuple[str, str]]:
    """What was read, a pair a line: the typed words and the parameter that they gave; then the defaults that hold."""
    reading = understood.readings[0]
    yield "question", reading.name
    for typed, read in understood.mended:
        yield f"“{typed}”", f"read as “{read}”"
    for words, name, _ in reading.because:
        yield f"“{words}”", _parameter(name, answer)
    for name in answer.params:
        if name not in reading.params and name not in _SELDOM and answer.params[name] not in ("", [], None, 0):
            yield "not said", _parameter(name, answer)


def refuse(understood: Understanding) -> None:
    """Raise Unclear unless the sentence has one sure meaning."""
    from queries.words.understanding import Verdict

    if understood.verdict is Verdict.sure:
        return
    quoted = f"“{understood.sentence}”"
    if understood.verdict is Verdict.several:
        lines = [
            f"{quoted} may mean several things. Pick one:",
            *(f"  {command(each)}" for each in understood.readings),
        ]
    else:
        lines = [f"No ready question is {quoted}, as far as its words are understood. The nearest:"]
        lines += [f"  {command(each)}{_why_not(each)}" for each in understood.readings]
        lines.append("`lodestone questions` lists them all; `lodestone find` looks for names.")
    raise Unclear("\n".join(lines))


def command(reading: Reading) -> str:
    """The command that asks a reading; what it lacks stands in capitals."""
    given: Mapping[str, Any] = {**reading.params, **{name: name.upper() for name in reading.missing}}
    return shlex.join(
        ["lodestone", "ask", reading.name, *(x for name, value in given.items() for x in ("-p", f"{name}={value}"))]
    )


def _why_not(reading: Reading) -> str:
    said = [f"leaves out {', '.join(reading.left)}"] if reading.left else []
    said += [f"needs {', '.join(reading.missing)}"] if reading.missing else []
    return f"   ({'; '.join(said)})" if said else ""


def _parameter(name: str, answer: Answer) -> str:
    value = answer.params[name]
    named = answer.entities.get(value, {}).get("name") if isinstance(value, str) else None
    shown = ", ".join(value) if isinstance(value, list) else str(value)
    return f"{name} = {shown}{f' ({named})' if named else ''}"

"""The catalogue: every `.cypher` file under queries/cypher, its header read and its body checked; it asks nothing.

A header is TOML in `//` lines. A file whose header and body disagree, or that falls into a known trap, is refused when
it is read, so that a question in the catalogue can be trusted. `queries.own` reads a user's files by the same rules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from pathlib import Path
from string import Formatter
from typing import Any

from kb import schema, vocab
from kb.errors import BadQuestion, BadTable, did_you_mean, quoted
from queries import text

FOLDER = Path(__file__).parent / "cypher"
PARAM_TYPES = ("text", "texts", "integer", "number", "date", "period", "grade", "source", "domain")
COLUMN_TYPES = ("text", "texts", "integer", "number", "flag", "date", "grade", "claims", "source", "objects")
_HEADER = {"question": "a text", "topic": "a text", "row_key": "a list of texts", "phrases": "a list of texts",
           "columns": "tables", "params": "tables", "coverage": "a list of texts"}  # fmt: skip


@dataclass(frozen=True)
class Param:
    """A parameter: `type` is one of PARAM_TYPES, `word:LIST` of kb.vocab, `id:Label|Label`, or
    `texts:controls` (kinds of control that the graph has) or `texts:effects` (of kb.vocab)."""

    name: str
    type: str
    about: str
    example: Any
    default: Any = None
    required: bool = False


@dataclass(frozen=True)
class Column:
    """A column: `type` is one of COLUMN_TYPES, `id:Label|…` or `ids:Label|…`; a `detail` makes a terminal's table too
    wide, which shows it when everything is asked for."""

    name: str
    type: str
    about: str
    detail: bool = False


@dataclass(frozen=True)
class Question:
    """One file. `coverage` names questions with the same parameters, often itself, whose rows together are all that was
    looked at: by their column `verdict` when it says why there is no answer, else as having one. `own` tells
    a user's file from a shipped one."""

    name: str
    question: str
    topic: str
    row_key: tuple[str, ...]
    phrases: tuple[str, ...]
    params: Mapping[str, Param]
    columns: Mapping[str, Column]
    cypher: str = field(repr=False)
    coverage: tuple[str, ...] = ()
    own: bool = False

    def example(self) -> dict[str, Any]:
        """The parameters of the example call."""
        return {name: param.example for name, param in self.params.items() if param.required}


@cache
def catalogue() -> Mapping[str, Question]:
    """All shipped questions by name, in order of topic and name."""
    found = [read(path) for path in sorted(FOLDER.glob("*/*.cypher"))]
    questions = {question.name: question for question in found}
    wrong = [
        f"{question.name}: {problem}." for question in found for problem in coverage_problems(question, questions)
    ]
    if wrong:
        raise BadTable(wrong)
    return questions


def coverage_problems(asked: Question, known: Mapping[str, Question]) -> list[str]:
    """What is wrong with the questions that it names as its coverage."""
    return [
        f"coverage names {name!r}, which is no question with the same parameters"
        for name in asked.coverage
        if name not in known or set(known[name].params) != set(asked.params)
    ]


def question(name: str) -> Question:
    """The question of that name, shipped or the user's own. Raises BadQuestion with near names."""
    known = catalogue()
    if name in known:
        return known[name]
    from queries import own  # it reads its files by the rules below

    mine = own.library()
    if name in mine.broken:
        raise BadQuestion(
            f"your question {name!r} cannot be asked: {mine.broken[name]} Mend that file, or remove it: "
            f"`lodestone questions --remove {name}`."
        )
    if name not in mine.questions:
        near = did_you_mean(name, [*known, *mine.questions])
        raise BadQuestion(f"no question {quoted(name)}.{near} `lodestone questions` lists them all.")
    return mine.questions[name]


def read(path: Path, *, own: bool = False) -> Question:
    """Read and check one file. Raises BadTable with everything that is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        raise BadTable([f"{path}: it is not UTF-8 text."]) from None
    head = list(takewhile(lambda line: line.startswith("//"), lines))
    cypher = "\n".join(lines[len(head) :]).strip() + "\n"
    try:
        header = tomllib.loads("\n".join(line[2:].removeprefix(" ") for line in head))
    except tomllib.TOMLDecodeError as error:
        raise BadTable([f"{path}: the header is not TOML: {error}."]) from None
    if malformed := _malformed(header):
        raise BadTable([f"{path}: {problem}." for problem in malformed])
    problems: list[str] = []
    params = {name: _param(name, row, problems) for name, row in header.get("params", {}).items()}
    columns = {
        name: Column(name, row.get("type", ""), row.get("about", ""), row.get("detail") is True)
        for name, row in header["columns"].items()
    }
    problems += [
        f"column {column.name} has the unknown type {column.type!r}"
        for column in columns.values()
        if not _known_type(column.type, COLUMN_TYPES, ("id:", "ids:"))
    ]
    problems += _placeholders(header["question"], params)
    problems += _disagreements(text.blanked(cypher), params, columns, tuple(header["row_key"]))
    if problems:
        raise BadTable([f"{path}: {problem}." for problem in problems])
    return Question(
        path.stem,
        header["question"],
        header["topic"],
        tuple(header["row_key"]),
        tuple(header["phrases"]),
        params,
        columns,
        cypher,
        tuple(header.get("coverage", ())),
        own=own,
    )


def _malformed(header: Mapping[str, Any]) -> list[str]:
    """What the header lacks, or else what in it has not the form that it must have."""
    optional = ("params", "coverage")
    missing = [key for key in _HEADER if key not in header and key not in optional]
    if missing:
        return [f"the header lacks {', '.join(missing)}"]
    return [f"{key} is not {form}" for key, form in _HEADER.items() if key in header and not _has(form, header[key])]


def _has(form: str, value: Any) -> bool:
    match form:
        case "a text":
            return isinstance(value, str) and bool(value.strip())
        case "a list of texts":
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, dict) and all(
        isinstance(row, dict) and all(isinstance(row.get(name, ""), str) for name in ("type", "about"))
        for row in value.values()
    )


def _placeholders(sentence: str, params: Mapping[str, Param]) -> list[str]:
    """The sentence is filled in with the parameters, so it can name nothing else."""
    try:
        named = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
    except ValueError as error:
        return [f"its question cannot be filled in: {error}"]
    return [f"its question names {{{name}}}, which is no parameter" for name in named if name not in params]


def _param(name: str, row: Mapping[str, Any], problems: list[str]) -> Param:
    type_ = row.get("type", "")
    if not _known_type(type_, PARAM_TYPES, ("id:", "word:", "texts:")):
        problems.append(f"parameter {name} has the unknown type {type_!r}")
    if "default" not in row and "example" not in row:
        problems.append(f"parameter {name} has neither default nor example")
    if name == "limit" and type_ != "integer":
        problems.append(f"parameter limit has the type {type_!r}; it must be integer, since it cuts the rows")
    return Param(
        name,
        type_,
        row.get("about", ""),
        row.get("example", row.get("default")),
        row.get("default"),
        required="default" not in row,
    )


def _known_type(type_: str, plain: tuple[str, ...], prefixes: tuple[str, ...]) -> bool:
    if type_ in plain:
        return True
    prefix, colon, names = type_.partition(":")
    if f"{prefix}:" not in prefixes or not colon:
        return False
    if prefix == "word":
        return names in ("stages", "measures", "states", "units") and bool(vocab.words(names))
    if prefix == "texts":
        return names in ("controls", "effects")
    return all(name in schema.LABELS or name == "Entity" for name in names.split("|"))


def _disagreements(
    body: str, params: Mapping[str, Param], columns: Mapping[str, Column], row_key: tuple[str, ...]
) -> list[str]:
    problems = []
    used = text.parameters(body)
    problems += [f"the body uses ${name}, which the header does not declare" for name in sorted(used - set(params))]
    problems += [f"the header declares {name}, which the body does not use" for name in sorted(set(params) - used)]
    returned = text.columns(body)
    if returned != list(columns):
        problems.append(f"the body returns {', '.join(returned)}; the header says {', '.join(columns)}")
    if returned[-1:] != ["claims"]:
        problems.append("the last column is not claims")
    problems += [f"row_key names {name}, which is no column" for name in row_key if name not in columns]
    problems += [f"it has the {name}, which the schema lacks" for name in text.unknown_names(body)]
    problems += [f"it has {trap}" for trap in text.traps(body)]
    return problems

"""The catalogue: every `.cypher` file under queries/cypher, its header read and its body checked; it asks nothing.

A header is TOML in `//` lines. A file whose header and body disagree, or that falls into a known trap, is refused when
it is read, so that a question in the catalogue can be trusted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

from kb import schema, vocab
from kb.errors import BadQuestion, BadTable, did_you_mean
from queries import text

FOLDER = Path(__file__).parent / "cypher"
PARAM_TYPES = ("text", "texts", "integer", "number", "date", "grade", "source", "domain")
COLUMN_TYPES = ("text", "texts", "integer", "number", "flag", "date", "grade", "claims", "source", "objects")


@dataclass(frozen=True)
class Param:
    """A parameter: `type` is one of PARAM_TYPES, `word:LIST` of kb.vocab, or `id:Label|Label`."""

    name: str
    type: str
    about: str
    example: Any
    default: Any = None
    required: bool = False


@dataclass(frozen=True)
class Column:
    """A column: `type` is one of COLUMN_TYPES, `id:Label|…` or `ids:Label|…`."""

    name: str
    type: str
    about: str


@dataclass(frozen=True)
class Question:
    """One file. `coverage` names questions with the same parameters, often itself, whose rows together are all that was
    looked at: by their column `verdict` when it says why there is no answer, else as having one."""

    name: str
    question: str
    topic: str
    row_key: tuple[str, ...]
    phrases: tuple[str, ...]
    params: Mapping[str, Param]
    columns: Mapping[str, Column]
    cypher: str = field(repr=False)
    coverage: tuple[str, ...] = ()

    def example(self) -> dict[str, Any]:
        """The parameters of the example call."""
        return {name: param.example for name, param in self.params.items() if param.required}


@cache
def catalogue() -> Mapping[str, Question]:
    """All shipped questions by name, in order of topic and name."""
    found = [read(path) for path in sorted(FOLDER.glob("*/*.cypher"))]
    questions = {question.name: question for question in found}
    wrong = [
        f"{question.name}: coverage names {name!r}, which is no question with the same parameters."
        for question in found
        for name in question.coverage
        if name not in questions or set(questions[name].params) != set(question.params)
    ]
    if wrong:
        raise BadTable(wrong)
    return questions


def question(name: str) -> Question:
    """The question of that name. Raises BadQuestion with near names."""
    known = catalogue()
    if name not in known:
        raise BadQuestion(f"no question {name!r}.{did_you_mean(name, known)} `lodestone questions` lists them all.")
    return known[name]


def read(path: Path) -> Question:
    """Read and check one file. Raises BadTable with everything that is wrong with it."""
    lines = path.read_text(encoding="utf-8").splitlines()
    head = list(takewhile(lambda line: line.startswith("//"), lines))
    cypher = "\n".join(lines[len(head) :]).strip() + "\n"
    try:
        header = tomllib.loads("\n".join(line[2:].removeprefix(" ") for line in head))
    except tomllib.TOMLDecodeError as error:
        raise BadTable([f"{path}: the header is not TOML: {error}."]) from None
    missing = [key for key in ("question", "topic", "row_key", "phrases", "columns") if key not in header]
    if missing:
        raise BadTable([f"{path}: the header lacks {', '.join(missing)}."])
    problems: list[str] = []
    params = {name: _param(name, row, problems) for name, row in header.get("params", {}).items()}
    columns = {name: Column(name, row.get("type", ""), row.get("about", "")) for name, row in header["columns"].items()}
    problems += [
        f"column {column.name} has the unknown type {column.type!r}"
        for column in columns.values()
        if not _known_type(column.type, COLUMN_TYPES, ("id:", "ids:"))
    ]
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
    )


def _param(name: str, row: Mapping[str, Any], problems: list[str]) -> Param:
    type_ = row.get("type", "")
    if not _known_type(type_, PARAM_TYPES, ("id:", "word:")):
        problems.append(f"parameter {name} has the unknown type {type_!r}")
    if "default" not in row and "example" not in row:
        problems.append(f"parameter {name} has neither default nor example")
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

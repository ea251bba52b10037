"""The user's own questions: `.cypher` files in `questions` of the data folder, under the same rules as shipped ones.

A file that breaks a rule, or takes the name of a shipped question, is set aside with the reason; the others are usable.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kb.errors import BadInput, BadQuestion, BadTable, Refused, did_you_mean, quoted
from kb.settings import Settings
from queries.catalogue import Question, catalogue, coverage_problems, read

if TYPE_CHECKING:
    from kb.store import Store

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Library:
    """Own questions by name, and for each file that cannot be used the sentences that say why."""

    questions: Mapping[str, Question]
    broken: Mapping[str, str]


def folder(settings: Settings | None = None) -> Path:
    """Where the user's questions lie."""
    return (settings or Settings.read()).data / "questions"


def library(where: Path | None = None) -> Library:
    """What lies there now; read anew each time, since people edit these files while they ask."""
    questions: dict[str, Question] = {}
    broken: dict[str, str] = {}
    for path in sorted((where or folder()).glob("*.cypher")):
        try:
            questions[path.stem] = _read(path)
        except (BadInput, OSError) as error:
            broken[path.stem] = _why(error)
    known = {**questions, **catalogue()}
    for name, question in list(questions.items()):
        if problems := coverage_problems(question, known):
            broken[name] = " ".join(f"{problem}." for problem in problems)
            del questions[name]
    return Library(questions, broken)


def add(path: Path, where: Path | None = None, store: Store | None = None) -> Question:
    """Check a file and copy it to the user's questions. Raises BadTable with everything that is wrong with it.

    With a store its server is asked too whether the statement compiles.
    """
    where = where or folder()
    if not path.is_file():
        raise BadInput(f"{path}: no such file.")
    if path.suffix != ".cypher":
        raise BadInput(f"{path} is no .cypher file.")
    question = _read(path)
    if problems := coverage_problems(question, {**library(where).questions, question.name: question, **catalogue()}):
        raise BadTable([f"{path}: {problem}." for problem in problems])
    target = where / path.name
    if target.exists():
        raise BadInput(
            f"You have a question {question.name!r} already: {target}. Edit that file, or remove it first: "
            f"`lodestone questions --remove {question.name}`."
        )
    if store is not None:
        try:
            store.check(path.read_text(encoding="utf-8"))  # with its header, so that the server tells lines of the file
        except (BadQuestion, Refused) as error:
            raise BadTable([f"{path}: {error}"]) from None
    where.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)
    return question


def remove(name: str, where: Path | None = None) -> Path:
    """Delete the user's file of that name, sound or broken."""
    where = where or folder()
    if name in catalogue():
        raise BadQuestion(f"{name} is a question that Lodestone ships; only your own can be removed.")
    files = {path.stem: path for path in where.glob("*.cypher")}
    if name not in files:
        raise BadQuestion(f"no question {quoted(name)} of your own in {where}.{did_you_mean(name, files)}")
    files[name].unlink()
    return files[name]


def _read(path: Path) -> Question:
    if not _NAME.fullmatch(path.stem):
        raise BadInput(f"{path}: its name must be small letters, digits and _, like my_question.cypher.")
    if path.stem in catalogue():
        raise BadInput(f"{path}: {path.stem} is a question that Lodestone ships; give the file another name.")
    return read(path, own=True)


def _why(error: BadInput | OSError) -> str:
    return " ".join(error.problems) if isinstance(error, BadTable) else str(error)

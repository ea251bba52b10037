"""Phrasings that were never used as phrases, each with the question it means, and what became of it on a graph.

`python -m docs.phrasings` reads them all against the shipped graph of this checkout and records the outcomes, from
which docs/phrasings.md is made; the tests hold the record against each line of Neo4j. `--set FILE` reads the sentences
of another file of the same columns and prints what became of them; nothing is recorded.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kb.engine import server
from kb.errors import BadQuestion, BadTable, LodestoneError
from kb.settings import Settings
from kb.store import Store
from queries.catalogue import Question, catalogue
from queries.words.reading import Reading
from queries.words.understanding import Verdict, understand

FOLDER = Path(__file__).parents[1] / "tests" / "phrasings"
SETS = ("known", "unseen")
RECORD = FOLDER / "outcomes.csv"
DECLINE = "decline"
KINDS = ("right", "declined", "listed", "unanswered", "wrong")
COLUMNS = ["phrasing", "question", "params"]


@dataclass(frozen=True)
class Phrasing:
    """A sentence and what it means: one of `questions` with just these parameters beside the defaults, or `decline`."""

    set: str
    text: str
    questions: tuple[str, ...]
    params: str


@dataclass(frozen=True)
class Outcome:
    """What became of a phrasing: right, declined (as it should be), listed (the right one among several), unanswered
    (declined, though a question fits) or wrong. `reading` is the question and its parameters, or why not."""

    set: str
    phrasing: str
    outcome: str
    reading: str


def phrasings() -> list[Phrasing]:
    """All of both sets, in their order."""
    return [each for name in SETS for each in read_set(FOLDER / f"{name}.csv")]


def read_set(path: Path) -> list[Phrasing]:
    """The sentences of a file with the columns phrasing, question and params. Raises BadTable for other columns and
    questions that do not exist."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise BadTable([f"{path.name}: the columns must be {', '.join(COLUMNS)}."])
        found = [Phrasing(path.stem, row["phrasing"], tuple((row["question"] or "").split("|")), row["params"] or "")
                 for row in reader]  # fmt: skip
    unknown = sorted({name for each in found for name in each.questions} - set(catalogue()) - {DECLINE})
    if unknown:
        raise BadTable([f"{path.name}: no question {name!r}." for name in unknown])
    return found


def outcomes(store: Store, tried: Sequence[Phrasing]) -> list[Outcome]:
    """Phrasings, read against a graph."""
    return [_outcome(store, each) for each in tried]


def recorded() -> list[Outcome]:
    """The outcomes as they were recorded."""
    with RECORD.open(encoding="utf-8", newline="") as file:
        return [Outcome(**row) for row in csv.DictReader(file)]


def _outcome(store: Store, asked: Phrasing) -> Outcome:
    try:
        understood = store.read(lambda reader: understand(reader, asked.text))
    except BadQuestion as error:
        return Outcome(asked.set, asked.text, "declined" if DECLINE in asked.questions else "unanswered", str(error))
    if understood.verdict is Verdict.sure:
        reading = understood.readings[0]
        question = catalogue()[reading.name]
        read = _beside_defaults(question, dict(reading.params))
        meant = _beside_defaults(question, dict(pair.split("=", 1) for pair in asked.params.split(";") if pair))
        right = reading.name in asked.questions and read == meant
        return Outcome(asked.set, asked.text, "right" if right else "wrong", _said(reading, read))
    if DECLINE in asked.questions:
        return Outcome(asked.set, asked.text, "declined", str(understood.verdict))
    listed = understood.verdict is Verdict.several and any(each.name in asked.questions for each in understood.readings)
    return Outcome(asked.set, asked.text, "listed" if listed else "unanswered", str(understood.verdict))


def _beside_defaults(question: Question, params: dict[str, str]) -> dict[str, str]:
    """The parameters whose values are not the question's defaults."""
    defaults = {name: param.default for name, param in question.params.items()}
    defaults = {name: date.today().isoformat() if value == "today" else value for name, value in defaults.items()}
    plain = {name: ",".join(value) if isinstance(value, list) else str(value) for name, value in defaults.items()}
    return {name: value for name, value in params.items() if value != plain.get(name)}


def _said(reading: Reading, params: dict[str, str]) -> str:
    return " ".join([reading.name, *(f"{name}={value}" for name, value in sorted(params.items()))])


def _told(found: Sequence[Outcome]) -> str:
    """What became of each phrasing, and how many of each kind."""
    lines = [f"{each.outcome:10}  {each.phrasing}\n{'':10}  {each.reading}" for each in found]
    count = Counter(each.outcome for each in found)
    answerable = len(found) - count["declined"]
    lines.append(", ".join(f"{count[kind]} {kind}" for kind in KINDS) + f"; {count['right']} of {answerable} that a "
                 "question answers are right.")  # fmt: skip
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m docs.phrasings", description="Read phrasings against the graph.")
    parser.add_argument("--set", type=Path, metavar="FILE", help="read this file, print its outcomes, record nothing")
    options = parser.parse_args(argv)
    try:
        tried = read_set(options.set) if options.set else phrasings()
        with Store(server(Settings.read())) as store:
            found = outcomes(store, tried)
    except OSError as error:
        print(f"docs: {error}", file=sys.stderr)
        return 2
    except LodestoneError as error:
        print(f"docs: {error}", file=sys.stderr)
        return error.exit_code
    if options.set:
        print(_told(found))
        return 0
    with RECORD.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(Outcome.__dataclass_fields__)
        writer.writerows((each.set, each.phrasing, each.outcome, each.reading) for each in found)
    print(f"docs: recorded {len(found)} outcomes in {RECORD.name}; `make docs` writes the page.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

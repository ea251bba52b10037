"""Decides which columns and rows of an answer a terminal shows, by their types and names, never by question.

- A number swallows its companions: `<x>_low`, `_high`, `_words`, `_unit` or `_in`, `_basis`, `_period`, `_of` and
  `_source` make one figure.
- What its header calls a detail is left out, unless everything is wanted.
- A `route` shows names hop by hop; `hops` and ids that stand on every row's route say nothing more.
- Claims become source numbers, in the last column. What is empty in every row is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api import cells
from api.references import References
from queries.catalogue import Column, Question

if TYPE_CHECKING:
    from queries.answer import Answer

_COMPANIONS = ("low", "high", "words", "unit", "in", "basis", "period", "of", "source")
_OF_A_TYPE = {"of": "id:", "source": "source"}  # what the types of these begin with


@dataclass(frozen=True)
class Shown:
    """One column of a table: `texts` has a cell a row."""

    name: str
    texts: list[str]
    right: bool = False

    @property
    def header(self) -> str:
        return self.name.replace("_", " ")

    def lines(self) -> list[str]:
        """Header and cells; numbers stand below each other at the right."""
        texts = [self.header, *self.texts]
        width = max(map(len, texts))
        return [text.rjust(width) for text in texts] if self.right else texts


def best_of_each(rows: list[dict[str, Any]], question: Question) -> list[dict[str, Any]]:
    """Of rows with routes, the first of each subject and judgement (supplier named or not).

    Questions give the certain before the possible and the best evidence first, so the first is the best.
    """
    if "route" not in question.columns:
        return rows
    judged = [
        column.name
        for column in question.columns.values()
        if column.type == "text" and ":" in column.about and column.name != "certainty"
    ]
    subject = next(iter(question.columns))
    if not question.columns[subject].type.startswith("id:"):
        return rows
    first: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        first.setdefault((row[subject], *(row[name] for name in judged)), row)
    return list(first.values())


def folded(
    answer: Answer, question: Question, references: References, *, every: bool = True
) -> tuple[list[Shown], list[tuple[str, str]]]:
    """The columns to show, details only with `every`, the sources last; and remarks that hold for a whole column."""
    companions = _companions(question.columns)
    swallowed = {name for names in companions.values() for name in names.values()}
    hidden = swallowed | _on_the_route(answer.rows, question.columns)
    shown, remarks = [], []
    for column in question.columns.values():
        if column.type == "claims" or column.name in hidden or (column.detail and not every):
            continue
        folds = dict(companions.get(column.name, {}))
        if same := _same(answer.rows, folds.get("of")):
            del folds["of"]
            if same not in answer.params.values():
                remarks.append(
                    (column.name.replace("_", " "), f"of {cells.name_of(same, answer.entities)}, in every row")
                )
        texts = [_text(row, column, folds, answer, references) for row in answer.rows]
        if any(texts):
            right = column.type in ("integer", "number") and column.name not in companions
            shown.append(Shown(column.name, texts, right))
    marks = [references.marks(row.get("claims") or []) for row in answer.rows]
    return _distinct([*shown, *([Shown("sources", marks)] if any(marks) else [])]), remarks


def _distinct(columns: list[Shown]) -> list[Shown]:
    """Of columns that say the same in every row, the first."""
    first: dict[tuple[str, ...], Shown] = {}
    for column in columns:
        first.setdefault(tuple(column.texts), column)
    return list(first.values()) if columns and len(columns[0].texts) > 1 else columns


def _same(rows: Sequence[Mapping[str, Any]], name: str | None) -> Any:
    """What stands in that column of every row, if it is one and the same."""
    found = {row.get(name) for row in rows} if name else set()
    return found.pop() if len(found) == 1 else None


def _companions(columns: Mapping[str, Column]) -> dict[str, dict[str, str]]:
    """Of each figure's column, its companions: what they are (low, high, words …) -> their column."""
    found: dict[str, dict[str, str]] = {}
    numbers = [column.name for column in columns.values() if column.type in ("number", "integer")]
    for name in columns:
        stem, _, what = name.rpartition("_")
        if what not in _COMPANIONS or not columns[name].type.startswith(_OF_A_TYPE.get(what, "")):
            continue
        if what == "source" and not stem:
            continue  # it is the source of the row
        home = [
            other
            for other in numbers
            if other != name
            and (
                other in (stem, "value")
                if not stem
                else (other == stem or other.startswith(f"{stem}_")) and other.rpartition("_")[2] not in _COMPANIONS
            )
        ]
        if home:
            found.setdefault(home[0], {})[what] = name
    return found


def _on_the_route(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, Column]) -> set[str]:
    if "route" not in columns or not columns["route"].type.startswith("ids:"):
        return set()
    subject = next(iter(columns))
    return {
        name
        for name, column in columns.items()
        if name == "hops"
        or (
            name != subject and column.type.startswith("id:") and all(row[name] in (row["route"] or []) for row in rows)
        )
    }


def _text(
    row: Mapping[str, Any], column: Column, companions: Mapping[str, str], answer: Answer, references: References
) -> str:
    value = row.get(column.name)
    if companions:
        return _figure(row, column, {what: row.get(name) for what, name in companions.items()}, answer, references)
    if value is None or value == "" or value == []:
        return ""
    kind = column.type.partition(":")[0]
    match kind:
        case "id":
            return cells.name_of(value, answer.entities)
        case "ids":
            names = [cells.name_of(id_, answer.entities) for id_ in value]
            if column.name != "route":
                return ", ".join(names)
            known = value[0] in answer.params.values() or value[0] in [row[name] for name in row if name != "route"]
            return cells.ARROW.join(["", *names[1:]] if known and len(names) > 1 else names).lstrip()
        case "integer" | "number":
            return cells.number(value) + (" %" if _per_cent(column) else "")
        case "flag":
            return "yes" if value else ""
        case "date":
            return "open" if value == cells.OPEN_END else str(value)
        case "source":
            return references.mark_of(value)
        case "texts":
            return ", ".join(cells.name_of(item, answer.entities) for item in value)
        case "objects":
            return "; ".join(_object(item, answer) for item in value)
    if value in answer.claims:
        return str(answer.claims[value].get("text") or value)
    return cells.name_of(value, answer.entities)


def _figure(
    row: Mapping[str, Any], column: Column, companions: Mapping[str, Any], answer: Answer, references: References
) -> str:
    unit = companions.get("unit") or companions.get("in") or ("%" if _per_cent(column) else "")
    said = cells.figure(
        row.get(column.name), companions.get("low"), companions.get("high"), unit, companions.get("words")
    )
    if not said:
        return ""
    of, period = companions.get("of"), companions.get("period")
    other = f"of {cells.name_of(of, answer.entities)}" if of and of not in answer.params.values() else ""
    mark = references.mark_of(companions["source"]) if companions.get("source") else ""
    return " ".join(filter(None, [said, companions.get("basis"), other, f"({period})" if period else "", mark]))


def _per_cent(column: Column) -> bool:
    return "per cent" in column.about


def _object(item: Mapping[str, Any], answer: Answer) -> str:
    said = (
        (name, cells.name_of(value, answer.entities)) for name, value in item.items() if value not in (None, "", [])
    )
    return ", ".join(f"{name} {value}" for name, value in said)

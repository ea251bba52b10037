"""A question as JSON, the same for both doors: what it takes, what it gives, an example call and its statement."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from queries.catalogue import Question


def described(question: Question) -> dict[str, Any]:
    """The question as JSON could hold it."""
    return {
        "name": question.name,
        "question": question.question,
        "topic": question.topic,
        "own": question.own,
        "phrases": list(question.phrases),
        "params": {name: asdict(param) for name, param in question.params.items()},
        "columns": {name: asdict(column) for name, column in question.columns.items()},
        "row_key": list(question.row_key),
        "example": question.example(),
        "cypher": question.cypher,
    }

"""Closed word lists: stages, measures, units, blocs; an unknown word raises with near words offered.

Each list is a CSV file beside this module: `word` and what it means. It knows nothing of claims.
"""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files

from kb.errors import BadInput, did_you_mean


@cache
def words(name: str) -> dict[str, dict[str, str]]:
    """The rows of one list, by word: 'stages', 'measures', 'units', 'blocs'."""
    return {row["word"]: row for row in rows(name)}


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one list in their order, also of those whose words repeat: 'demonyms'."""
    text = (files(__package__) / f"{name}.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text, newline="")))


def check(name: str, word: str) -> dict[str, str]:
    """The row of a word, or BadInput that names the list and near words."""
    known = words(name)
    if word not in known:
        raise BadInput(f"{word!r} is not in kb/vocab/{name}.csv.{did_you_mean(word, known)}")
    return known[word]

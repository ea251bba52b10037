"""English words that any question may hold: function words, critical ones, negations, and groups of like meaning.

The lists stand in the text files beside it. Nothing here knows a question, a name or the graph.
"""

from __future__ import annotations

import csv
import io
from functools import cache, lru_cache
from importlib.resources import files

from queries.words.tokens import stem

NOT = frozenset({"not", "no", "without", "never", "none", "nothing", "nobody", "neither", "nor", "free",
                 "minus", "lack", "lacks", "lacking", "absent", "nowhere"})  # fmt: skip
"""Words that deny what follows them."""
EXCEPT = frozenset({"except", "non", "excluding", "besides", "outside", "apart", "instead", "excepting", "beyond",
                    "rather", "aside", "barring"})  # fmt: skip
"""Words that leave out what follows them; so does 'other than'."""
AUXILIARIES = frozenset({"do", "does", "did", "can", "could", "will", "would", "may", "might", "must", "should"})
"""Words before a subject: in 'what can ferrite replace' ferrite is what replaces, not what is replaced."""
MAYBE = frozenset({"could", "might", "may", "can"})
"""Words that ask what is possible; 'could you' only asks politely."""
POLITE = frozenset({"pls", "plz", "please", "hi", "hey", "hello", "kindly"})
"""Words that only greet and ask."""
REQUESTS = frozenset({"list", "name", "find", "count", "display"})
"""Verbs that ask for a list when they begin a sentence."""
LABELS = frozenset({"country", "company", "facility", "part", "technology", "policy", "process", "material"})
"""Groups that name a kind of entity; they tell little about which question is asked."""


@cache
def function_words() -> frozenset[str]:
    return _listed("function_words")


@cache
def soft_words() -> frozenset[str]:
    """Words that mean little where a question does not have them."""
    return _listed("soft_words")


@cache
def critical_words() -> frozenset[str]:
    """Words that change what is asked: a question that lacks one of them is another question."""
    return _listed("critical_words")


@cache
def groups() -> dict[str, frozenset[str]]:
    """The groups of like meaning that each stem belongs to."""
    found: dict[str, set[str]] = {}
    for row in csv.DictReader(io.StringIO(_text("groups.csv"), newline="")):
        for word in row["words"].split():
            found.setdefault(stem(word), set()).add(row["concept"])
    return {each: frozenset(concepts) for each, concepts in found.items()}


@cache
def group_words() -> frozenset[str]:
    rows = csv.DictReader(io.StringIO(_text("groups.csv"), newline=""))
    return frozenset(word for row in rows for word in row["words"].split())


def alike(one: str, other: str) -> float:
    """Of 1: how near in meaning two stems are."""
    if one == other:
        return 1.0
    return 0.9 if groups().get(one, frozenset()) & groups().get(other, frozenset()) else 0.0


@lru_cache(1 << 15)
def nearest(one: str, others: frozenset[str]) -> float:
    """Of 1: how near in meaning a stem is to the nearest of others, as `alike` would say of each."""
    if one in others:
        return 1.0
    return 0.9 if groups().get(one, frozenset()) & _concepts(others) else 0.0


@lru_cache(1 << 12)
def _concepts(stems: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*(groups().get(each, frozenset()) for each in stems))


def _listed(name: str) -> frozenset[str]:
    return frozenset(_text(f"{name}.txt").split())


def _text(name: str) -> str:
    return (files(__package__) / name).read_text(encoding="utf-8")

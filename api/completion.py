"""What can be typed next in a Cypher statement: labels, relationship types and properties of the schema, keywords.

It looks at the text before the cursor only, and asks no server.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from kb import schema

KEYWORDS = (
    "MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "RETURN DISTINCT", "WITH", "UNWIND", "CALL", "UNION", "UNION ALL",
    "ORDER BY", "SKIP", "LIMIT", "ASC", "DESC", "AS", "AND", "OR", "XOR", "NOT", "IN", "IS NULL", "IS NOT NULL",
    "STARTS WITH", "ENDS WITH", "CONTAINS", "CASE", "WHEN", "THEN", "ELSE", "END", "EXISTS", "COUNT", "COLLECT", "null",
    "true", "false",
    "all(", "any(", "avg(", "coalesce(", "collect(", "count(", "count(*)", "date(", "duration(", "head(", "labels(",
    "last(", "length(", "max(", "min(", "nodes(", "none(", "range(", "reduce(", "relationships(", "round(", "single(",
    "size(", "sum(", "toFloat(", "toInteger(", "toLower(", "toString(", "toUpper(", "type(",
)  # fmt: skip
_OTHER_LABELS = {
    "Entity": "whatever has a name and facts: every label above",
    "Claim": "what one source says",
    "Source": "who says it",
    "Build": "the build that wrote the graph",
}
LABELS: Mapping[str, str] = {**{name: label.about for name, label in schema.LABELS.items()}, **_OTHER_LABELS}
TYPES: Mapping[str, str] = {
    **{name: f"… {each.sentence} …" for name, each in {**schema.RELATIONS, **schema.RULINGS}.items()},
    "FROM": "claim to its source",
    "ABOUT": "claim to the entity it is about",
}
PROPERTIES: Mapping[str, str] = {
    name: each.about
    for group in (schema.BUILD, schema.SOURCE, schema.CLAIM, schema.VALUES, schema.QUALIFIERS, schema.FIGURE,
                  schema.ENTITY, schema.FACT)
    for name, each in group.items()
}  # fmt: skip
_CLOSED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|//[^\n]*\n|/\*.*?\*/", re.DOTALL)
_OPENING = {")": "(", "]": "[", "}": "{"}


def suggestions(before: str, params: Collection[str] = ()) -> list[tuple[str, str, str]]:
    """What may follow `before`: (what to insert, how much of `before` it takes the place of, what it means)."""
    text = _CLOSED.sub("''", before)
    if re.search(r"['\"]|//|/\*", text.replace("''", "")):
        return []  # inside a string or a comment
    word = re.split(r"\W", text)[-1]
    ahead = text[: len(text) - len(word)]
    if ahead.endswith("$"):
        return _matching(word, dict.fromkeys(params, "parameter"))
    if ahead.endswith("."):
        return _matching(word, PROPERTIES)
    bracket = _innermost(ahead)
    if bracket != "{" and re.search(r"[\w(\[\s|&:]\s*:\s*(?:\w+\s*[|&:]\s*)*!?$", ahead):
        return _matching(word, TYPES if bracket == "[" else LABELS if bracket == "(" else {**LABELS, **TYPES})
    if bracket == "{" and re.search(r"[{,]\s*$", ahead):
        return _matching(word, PROPERTIES) + (_keywords(word) if word else [])
    return _keywords(word) if word else []


def _keywords(word: str) -> list[tuple[str, str, str]]:
    return _matching(word, dict.fromkeys(KEYWORDS, ""))


def _matching(word: str, known: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Those that begin so, else those that hold it, in small letters or capitals."""
    folded = word.casefold()
    begins = [name for name in known if name.casefold().startswith(folded)]
    return [(name, word, known[name]) for name in begins or [name for name in known if folded in name.casefold()]]


def _innermost(text: str) -> str:
    """The bracket that is still open at the end of the text, or ''."""
    opened: list[str] = []
    for char in _brackets(text):
        if char in _OPENING.values():
            opened.append(char)
        elif opened and opened[-1] == _OPENING[char]:
            opened.pop()
    return opened[-1] if opened else ""


def _brackets(text: str) -> Iterable[str]:
    return (char for char in text if char in "()[]{}")

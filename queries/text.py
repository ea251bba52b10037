"""Looks at Cypher text without a server: blanks strings and comments, finds names, columns, traps; runs nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kb import schema

_LABELS = {*schema.LABELS, "Entity", "Claim", "Source", "Build"}
_TYPES = {*schema.RELATIONS, *schema.RULINGS, "FROM", "ABOUT"}
_PROPERTIES = {
    "role", "months", "years",  # role of ABOUT; parts of a duration
    *(name for group in (schema.FIGURE, schema.QUALIFIERS, schema.VALUES, schema.ENTITY, schema.FACT, schema.CLAIM,
                         schema.SOURCE, schema.BUILD) for name in group),
}  # fmt: skip
_EXPRESSIONS = {"CASE", "COLLECT", "COUNT", "EXISTS", "NOT"}
"""Words that may begin a value in a map, where the colon is no label's."""
_NAMESPACES = {"date", "datetime", "duration", "point"}
_QUOTED = re.compile(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|//[^\n]*|/\*.*?\*/", re.DOTALL)


def blanked(text: str) -> str:
    """The text with comments gone and every string empty, so that words in them mean nothing."""
    return _QUOTED.sub(lambda match: " " if match[0].startswith("/") else "''", text)


def parameters(body: str) -> set[str]:
    """Names of the parameters that a blanked body uses."""
    return set(re.findall(r"\$(\w+)", body))


def columns(body: str) -> list[str]:
    """Column names of the last RETURN of a blanked body, in order."""
    last = re.split(r"\bRETURN\b", body)[-1]
    last = re.split(r"\b(?:ORDER BY|SKIP|LIMIT)\b", last)[0]
    last = re.sub(r"^\s*DISTINCT\b", "", last)
    return [_column(item) for item in _split(last)]


def _column(item: str) -> str:
    match = re.search(r"\bAS\s+(\w+)\s*$", item)
    return match[1] if match else item.strip()


def _split(text: str) -> Iterator[str]:
    """The parts between commas that stand in no bracket."""
    depth, start = 0, 0
    for at, char in enumerate(text):
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0:
            yield text[start:at]
            start = at + 1
    yield text[start:]


def unknown_names(body: str) -> list[str]:
    """Labels, types and properties in a blanked body that the schema does not have."""
    found = []
    names_of = (
        r"(?<![\w$'])\w*\s*:\s*([A-Z]\w*(?:\s*[|&:]\s*!?[A-Z]\w*)*)"  # n:Mineral, and values of no map
        r"|[(\[]\s*\w*\s*:\s*([a-z]\w*(?:\s*[|&:]\s*!?\w+)*)"  # in a pattern, small letters too
    )
    for names in ("".join(match) for match in re.findall(names_of, body)):
        for name in re.findall(r"\w+", names):
            if name not in _LABELS | _TYPES | _EXPRESSIONS:
                found.append(f"label or type {name}")
    keys = set(re.findall(r"[{,]\s*(\w+)\s*:(?!:)", body))
    in_patterns = {
        key
        for pattern in re.findall(
            r"[(\[]\s*(?!(?:COLLECT|COUNT|EXISTS)\b)(?:\w+\s*(?::[\w|]+)?|:[\w|]+)\s*\{([^{}]*)\}", body
        )
        for key in re.findall(r"(\w+)\s*:", pattern)
    }
    for owner, name in re.findall(r"(\w+|\]|\))\.([a-zA-Z_]\w*)", body):
        if owner not in _NAMESPACES and name not in _PROPERTIES | (keys - in_patterns):
            found.append(f"property {name}")
    found += [f"property {key}" for key in in_patterns if key not in _PROPERTIES]
    return sorted(set(found))


# in small letters too, but for USE: `use` is a property
_WRITES = re.compile(
    r"(?<![.$:])\b((?i:CREATE|MERGE|SET|DELETE|DETACH|REMOVE|FOREACH|DROP|LOAD|IN\s+TRANSACTIONS|ALTER|GRANT)|USE)\b"
)
_TRAPS: tuple[tuple[str, str], ...] = (
    (r"-\s*\[[^\]{]*\*\s*(?:\d*\s*\.\.)?\s*(?=[\]{])", "a path without an upper bound"),
    (r"\{\s*\d*\s*,\s*\}|[)\]][<>-]*[+*]", "a path without an upper bound"),  # sums have a blank before their sign
    (r"-\s*\[\s*\w*\s*\*", "a variable-length path without a type"),
    (r"(?::|&|\|)\s*!\s*\(?\s*[A-Z]", "a negated label (5.26 gives wrong rows for some); name the wanted labels"),
    (r"\b(?i:shortestPath|allShortestPaths)\b|\bSHORTEST\b", "a shortest path (equal ends raise; ties have no order)"),
    (r"^\s*(?i:CYPHER)\b", "a language prefix, which one line or the other refuses"),
    (r"^\s*(?i:EXPLAIN|PROFILE)\b", "the prefix of a plan, which the read door refuses"),
    (r"\b(?i:elementId|id)\s*\(", "an internal id, which is not stable across stores; use the property id"),
    (
        r"\bRETURN\s+(?:DISTINCT\s+)?\*|\bRETURN\b[^{}]*\b(?:properties|labels|keys)\s*\(",
        "columns in an order that nobody promises",
    ),
    (r"\bCALL\s*\{\s*WITH\b", "an importing WITH, which Cypher 25 refuses; write CALL (x) {"),
    (r"\b(?i:CALL\s+[a-z]+\.)", "a procedure"),
)


def traps(body: str) -> list[str]:
    """What a blanked body must not have, each as a phrase: writing, unbounded paths, known traps of either line."""
    found = [f"the write word {match[0]}" for match in _WRITES.finditer(body)]
    found += [what for pattern, what in _TRAPS if re.search(pattern, body)]
    first = re.search(r"\bcollect\s*\(", body, re.IGNORECASE)
    if first and "ORDER BY" not in body[: first.start()]:
        found.append("collect() with no ORDER BY before it, whose order nobody promises")
    if "ORDER BY" not in re.split(r"\bRETURN\b", body)[-1]:
        found.append("no ORDER BY after its last RETURN")
    return list(dict.fromkeys(found))

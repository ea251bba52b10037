"""Turns what a person typed into a question's parameters: ids from names, codes and aliases; dates, numbers, grades."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from kb import cypher, periods, schema
from kb.errors import BadInput, BadQuestion, did_you_mean, quoted
from kb.store import Reader
from kb.vocab import words
from queries.catalogue import Param, Question
from queries.find import LONGEST, entity_id

MOST_ROWS = 10_000
_BOUNDS = {"limit": (1, MOST_ROWS), "sets": (1, MOST_ROWS), "max_hops": (1, 12), "max_tiers": (1, 4),
           "min_share": (0, 100), "points": (0, 100)}  # fmt: skip
"""Of numbers by the name that every question gives them; shares and their differences are per cent."""


def resolve(reader: Reader | None, question: Question, given: Mapping[str, Any]) -> dict[str, Any]:
    """Every parameter of the question, checked. Raises BadQuestion: unknown name, wrong type, unknown id.

    Without a reader nothing is looked up: ids, sources and domains are taken as they are.
    """
    unknown = [name for name in given if name not in question.params]
    if unknown:
        raise BadQuestion(
            f"{question.name} has no parameter {quoted(unknown[0])}.{did_you_mean(unknown[0], question.params)} "
            f"It takes {', '.join(question.params) or 'none'}."
        )
    found = {}
    # what needs no look at the graph first, so that a plain slip is told before an id that is not there
    for name in sorted(question.params, key=lambda name: looked_up(question.params[name])):
        param, value = question.params[name], _told(given.get(name))
        if value is None or (isinstance(value, str) and not value):
            if value is not None and param.default != "":
                raise BadQuestion(f"{question.name}: {name} is empty. {param.about}")
            if param.required:
                raise BadQuestion(f"{question.name} needs {name}: {param.about}. For example {name}={param.example}.")
            value = date.today().isoformat() if param.default == "today" else param.default
        found[name] = _value(reader, question, param, value)
    return {name: found[name] for name in question.params}


def _told(value: Any) -> Any:
    """What a notebook hands over, as it would be typed: any collection is a list, a moment its day."""
    if isinstance(value, datetime):
        return value.date()
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def looked_up(param: Param) -> bool:
    """Whether the graph has to be asked what a value of it means."""
    return param.type.partition(":")[0] in ("id", "source", "domain")


def _value(reader: Reader | None, question: Question, param: Param, value: Any) -> Any:
    where = f"{question.name}: {param.name}"
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str) and len(item) > LONGEST:
            raise BadQuestion(f"{where} is {len(item)} characters long; at most {LONGEST} are read.")
        if isinstance(item, str) and any("\ud800" <= char <= "\udfff" for char in item):
            raise BadQuestion(f"{where} is {item!r}, which is no text: it was typed in another encoding than UTF-8.")
    kind, _, rest = param.type.partition(":")
    if isinstance(value, list) and kind != "texts":
        raise BadQuestion(f"{where} takes one value, not {len(value)}.")
    if looked_up(param):
        text = str(value)
        return text if reader is None or not text else _found(reader, where, kind, rest, text)
    match kind:
        case "integer" | "number":
            return _number(where, value, whole=kind == "integer", bounds=_BOUNDS.get(param.name))
        case "date":
            return _date(where, value)
        case "period":
            return str(value) if value == param.default else _period(where, str(value), param.default)
        case "grade":
            return _one_of(where, str(value).upper(), schema.GRADES)
        case "word":
            return _one_of(where, str(value), words(rest)) if str(value) else ""
        case "texts":
            items = value if isinstance(value, list) else [value]
            parts = [part.strip() for item in items for part in str(item).split(",") if part.strip()]
            known = _texts(reader, param, rest) if parts != param.default else ()
            return [_one_of(where, part, known) for part in parts] if known else parts
    return str(value)


def _texts(reader: Reader | None, param: Param, rest: str) -> list[str]:
    """The texts that a parameter may have; none when any will do, or when there is no graph to know them from."""
    if rest == "effects":
        return list(words(rest))
    if rest and reader is not None:
        return sorted({*(param.default or ()), *(row["kind"] for row in reader.run(cypher.CONTROLS).rows)})
    return []


def _found(reader: Reader, where: str, kind: str, labels: str, value: str) -> str:
    match kind:
        case "source":
            return _source(reader, where, value)
        case "domain":
            return _domain(reader, where, value)
    return entity_id(reader, where, value, labels.split("|"))


def _number(where: str, value: Any, *, whole: bool, bounds: tuple[int, int] | None) -> int | float:
    try:
        number = int(str(value)) if whole else float(value)
    except (ValueError, TypeError):
        raise BadQuestion(f"{where} is {value!r}; it must be a {'whole ' if whole else ''}number.") from None
    if not 0 <= number < 2**53:
        raise BadQuestion(f"{where} is {value}; it must not be negative, infinite or above {2**53}.")
    if bounds is not None and not bounds[0] <= number <= bounds[1]:
        raise BadQuestion(f"{where} is {value}; it must be between {bounds[0]} and {bounds[1]}.")
    return number


def _date(where: str, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise BadQuestion(f"{where} is {str(value)!r}; it must be a date that exists, like 2026-11-23.") from None


def _period(where: str, value: str, default: Any) -> str:
    try:
        periods.span(value)
    except BadInput as error:
        raise BadQuestion(f"{where}: {error}{f' Or say {default}.' if default else ''}") from None
    return value


def _one_of(where: str, value: str, known: Any) -> str:
    if value not in known:
        raise BadQuestion(f"{where} is {value!r}.{did_you_mean(value, known)} Known: {', '.join(known)}.")
    return value


def _source(reader: Reader, where: str, value: str) -> str:
    if reader.run(cypher.SOURCES, {"ids": [value]}).rows:
        return value
    known = [row["source"]["id"] for row in reader.run(cypher.ALL_SOURCES).rows]
    raise BadQuestion(
        f"{where}: no source {quoted(value)}.{did_you_mean(value, known)} `lodestone sources` lists them all."
    )


def _domain(reader: Reader, where: str, value: str) -> str:
    known = [row["domain"] for row in reader.run(cypher.DOMAINS).rows]
    return _one_of(where, value, known)

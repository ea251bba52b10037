"""Asks of every line of a list, a bill of materials say, what lies beneath it; it reads no file and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kb.errors import BadQuestion
from kb.store import Limits, Store
from queries.answer import Answer, ask
from queries.catalogue import Column, Question, question

BENEATH = "minerals_beneath"


@dataclass(frozen=True)
class Exposure:
    """One answer for all lines, its rows with `line` and `item` first; and why some lines mean nothing."""

    answer: Answer
    asked: Question
    unknown: dict[int, str]
    bare: dict[int, str]
    """Lines of known things beneath which nothing is documented, and their ids."""


def exposure(
    store: Store,
    items: Mapping[int, str],
    params: Mapping[str, Any],
    *,
    country: str = "",
    min_share: float = 0.0,
    limits: Limits | None = None,
) -> Exposure:
    """What each line depends on down to the mineral, with the country that leads at each stage and the route.

    `items` are texts by line number: ids, names or aliases of technologies, parts, materials, minerals. `country` (an
    id) keeps the rows that it leads, `min_share` (per cent of world output) those of at least that share; a lower bound
    counts as the share. Raises BadQuestion when no line means anything.
    """
    answers: dict[str, Answer] = {}
    unknown: dict[int, str] = {}
    why: dict[str, str] = {}
    for line, text in items.items():
        if text in why:
            unknown[line] = why[text]
        if text in answers or text in why:
            continue
        try:
            answers[text] = ask(store, BENEATH, {**params, "technology": text}, limits)
        except BadQuestion as error:
            unknown[line] = why[text] = str(error).removeprefix(f"{BENEATH}: technology: ")
    if not answers:
        raise BadQuestion("no line means anything that the graph knows: " + " ".join(list(unknown.values())[:3]))
    known = {line: answers[text] for line, text in items.items() if text in answers}
    rows = [
        {"line": line, "item": answer.params["technology"], **row}
        for line, answer in known.items()
        for row in answer.rows
        if country in ("", row["leading_country"]) and _share(row) >= min_share
    ]
    first = next(iter(answers.values()))
    columns = {
        "line": Column("line", "integer", "line of the table"),
        "item": Column("item", "id:Technology|Component|Material|Mineral", "what the line names"),
    }
    asked = question(BENEATH)
    whole = replace(
        first,
        question="What do the lines depend on, and which country leads at each stage?",
        params={},
        columns=[*columns, *first.columns],
        rows=rows,
        coverage={},
        entities=_all(answers, "entities"),
        claims=_all(answers, "claims"),
        sources=_all(answers, "sources"),
        truncated=any(answer.truncated for answer in answers.values()),
    )
    bare = {line: answer.params["technology"] for line, answer in known.items() if not answer.rows}
    return Exposure(whole, replace(asked, columns={**columns, **asked.columns}), unknown, bare)


def _share(row: Mapping[str, Any]) -> float:
    return float(row["share_of_world"] or row["share_low"] or 0.0)


def _all(answers: Mapping[str, Answer], name: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for answer in answers.values():
        found |= getattr(answer, name)
    return found

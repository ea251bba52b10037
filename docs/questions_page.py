"""docs/questions.md: the question library, from queries.catalogue."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from docs.markdown import block, code, codes, page, table
from queries.catalogue import Param, Question, catalogue


def questions_page() -> str:
    topics: dict[str, list[Question]] = {}
    for question in catalogue().values():
        topics.setdefault(question.topic, []).append(question)
    return page(
        "Questions",
        f"{len(catalogue())} ready questions. Each is one file under `queries/cypher/`, which also pastes into Neo4j "
        "Browser; `lodestone questions NAME` shows it, `lodestone ask NAME` asks it. Entity parameters (`id:…`) take "
        "ids, names, aliases and ISO codes. Every row of every answer ends with the `claims` behind it.",
        "\n".join(
            f"- {topic}: {', '.join(f'[{each.name}](#{each.name})' for each in found)}"
            for topic, found in sorted(topics.items())
        ),
        *(part for topic, found in sorted(topics.items()) for part in (_title(topic), *map(_question, found))),
    )


def _title(topic: str) -> str:
    return f"## {topic.capitalize()}"


def _question(question: Question) -> str:
    given = question.example()
    route = f"GET /ask/{question.name}"
    parts = [
        f"### {question.name}",
        f"*{question.question}*",
        f"Also asked as: {'; '.join(question.phrases)}." if question.phrases else "",
        block("sh", _command(question.name, given) + "\n" + f"# {route}{_query(given)}"),
        _params(question.params) if question.params else "It takes no parameters.",
        table(
            ("column", "type", "about"),
            ((code(each.name), code(each.type), each.about) for each in question.columns.values()),
        ),
        f"A row is told from others by {codes(question.row_key)}.",
    ]
    return "\n\n".join(part for part in parts if part)


def _params(params: Mapping[str, Param]) -> str:
    return table(
        ("parameter", "type", "default", "example", "about"),
        ((code(each.name), code(each.type), _default(each), _example(each), each.about) for each in params.values()),
    )


def _default(param: Param) -> str:
    if param.required:
        return "required"
    return "the current day" if param.default == "today" else _shown(param.default) or "empty"


def _example(param: Param) -> str:
    return "" if param.example == param.default else _shown(param.example)


def _shown(value: Any) -> str:
    return code(_text(value)) if value not in (None, "", [], "today") else ""


def _command(name: str, given: Mapping[str, Any]) -> str:
    words = ["lodestone", "ask", name]
    for param, value in given.items():
        words += ["-p", f"{param}={_text(value)}"]
    return shlex.join(words)


def _query(given: Mapping[str, Any]) -> str:
    return "?" + urlencode({name: _text(value) for name, value in given.items()}, safe=":,") if given else ""


def _text(value: Any) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)

"""Sources: who says what a claim says; read from a family's source.toml and, where it has many, its sources.csv."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kb import periods, schema
from kb.errors import BadInput, BadTable, did_you_mean


@dataclass(frozen=True, slots=True)
class Source:
    """One publication. `id` is a slug; `published` an ISO date, month or year, empty when the page gives none."""

    id: str
    title: str
    publisher: str
    kind: str
    published: str = ""
    url: str = ""
    licence: str = ""
    note: str = ""
    family: str = ""
    sha256: str = ""

    def row(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Assertions:
    """What must hold of a family's claims, or they are not written."""

    claims_min: int = 0
    claims_max: int | None = None
    countries: tuple[str, ...] = ()
    filled: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Family:
    """A source family as its source.toml describes it."""

    source: Source
    assertions: Assertions


_KEYS = {"title", "publisher", "url", "licence", "released", "retrieved", "sha256", "kind", "note", "assert"}
_ASSERT_KEYS = {"claims", "countries", "filled"}
_CLAIM_COLUMNS = schema.CLAIM | schema.QUALIFIERS | schema.FIGURE | schema.VALUES | schema.ENTITY


def read_family(path: Path, id_: str) -> Family:
    """Read a source.toml. Raises BadTable with the file and what is wrong in it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadTable([f"{path}: no such file; every family has a source.toml."]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTable([f"{path}: not valid TOML: {error}."]) from None
    problems = [f"{path}: unknown key {key!r}.{did_you_mean(key, _KEYS)}" for key in data if key not in _KEYS]
    problems += [f"{path}: {key!r} is missing." for key in ("title", "publisher", "kind") if not data.get(key)]
    rules = data.get("assert", {})
    problems += [f"{path}: {problem}" for problem in _wrong_rules(rules)]
    problems += [
        f"{path}: {key} is {data[key]!r}, not text."
        for key in ("title", "publisher", "kind", "url", "licence", "note", "sha256")
        if not isinstance(data.get(key, ""), str)
    ]
    if problems:
        raise BadTable(problems)
    bounds = rules.get("claims", {})
    try:
        source = checked(
            Source(
                id_,
                data["title"],
                data["publisher"],
                data["kind"],
                str(data.get("released", "")),
                data.get("url", ""),
                data.get("licence", ""),
                data.get("note", ""),
                id_,
                data.get("sha256", ""),
            )
        )
        assertions = Assertions(
            bounds.get("min", 0),
            bounds.get("max"),
            tuple(rules.get("countries", ())),
            dict(rules.get("filled", {})),
        )
    except BadInput as error:
        raise BadTable([f"{path}: {error}"]) from None
    return Family(source, assertions)


def _wrong_rules(rules: Any) -> Iterator[str]:
    """What is wrong with the table [assert], a sentence each."""
    if not isinstance(rules, dict):
        yield f"assert is {rules!r}; it is a table: [assert]."
        return
    for key in rules:
        if key not in _ASSERT_KEYS:
            yield f"unknown key assert.{key}.{did_you_mean(key, _ASSERT_KEYS)}"
    bounds, ids, filled = (
        rules.get(key, kind()) for key, kind in (("claims", dict), ("countries", list), ("filled", dict))
    )
    if not isinstance(bounds, dict) or set(bounds) - {"min", "max"} or not all(type(n) is int for n in bounds.values()):
        yield f"assert.claims is {bounds!r}; write {{ min = 400, max = 5_000 }}."
    if not isinstance(ids, list) or not all(isinstance(id_, str) for id_ in ids):
        yield f'assert.countries is {ids!r}; write a list of ids: ["country:CHN"].'
    if not isinstance(filled, dict) or not all(type(part) in (int, float) for part in filled.values()):
        yield f"assert.filled is {filled!r}; write parts of 1: {{ locator = 0.5 }}."
    else:
        yield from (
            f"assert.filled names {name!r}, which no claim has." for name in filled if name not in _CLAIM_COLUMNS
        )


def checked(source: Source) -> Source:
    """The source itself, or BadInput with what it lacks."""
    if source.kind not in schema.SOURCE_KINDS:
        raise BadInput(f"source kind {source.kind!r} is none of {', '.join(schema.SOURCE_KINDS)}.")
    for name in ("title", "publisher"):
        if not getattr(source, name):
            raise BadInput(f"source {source.id!r} has no {name}.")
    if source.published:
        periods.span(source.published)
    if not source.url and source.kind not in ("definitions", "seed") and not source.note:
        raise BadInput(f"source {source.id!r} has no url; give it, or say in note why there is none.")
    return source


def grade(kind: str, status: str, check: str | None) -> str:
    """The grade of a claim by the written rule.

    A: an official, statistical or scholarly source, or a company on itself, read, reported. B: a report or reference
    work, and what holds by definition. C: press; or attributed, estimated, computed or planned. D: a community page,
    a passage that could not be read again, and the seed article.
    """
    if kind in ("community", "seed") or check == "not re-opened":
        return "D"
    if kind == "press" or status not in ("reported",):
        return "C"
    return "A" if kind in ("official", "statistics", "paper", "company") else "B"

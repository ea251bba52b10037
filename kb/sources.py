"""Sources: who says what a claim says; read from a family's source.toml and, where it has many, its sources.csv."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kb import schema
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
    rules: Mapping[str, Any] = data.get("assert", {})
    problems += [
        f"{path}: unknown key assert.{key}.{did_you_mean(key, _ASSERT_KEYS)}"
        for key in rules
        if key not in _ASSERT_KEYS
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
            int(bounds.get("min", 0)),
            bounds.get("max"),
            tuple(rules.get("countries", ())),
            dict(rules.get("filled", {})),
        )
    except (BadInput, TypeError, ValueError, AttributeError) as error:
        raise BadTable([f"{path}: {error}"]) from None
    return Family(source, assertions)


def checked(source: Source) -> Source:
    """The source itself, or BadInput with what it lacks."""
    if source.kind not in schema.SOURCE_KINDS:
        raise BadInput(f"source kind {source.kind!r} is none of {', '.join(schema.SOURCE_KINDS)}.")
    for name in ("title", "publisher"):
        if not getattr(source, name):
            raise BadInput(f"source {source.id!r} has no {name}.")
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

"""What a source family is to the machinery: how its files are recognised, read and checked; it reads none itself.

A family is a folder of this package with `source.toml`, `decisions.md` and `loader.py`. The loader module has

    HEADERS                 the columns of its kinds of file, for telling what a strange file resembles
    release_of(path)        the release that a file belongs to, judged by its header alone; None for a stranger
    Loader(files, label)    one release: `rows`, then `claims` of each row, then `entities` and `totals`
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from kb import schema
from kb.claims import Claim
from kb.errors import BadInput, did_you_mean
from kb.sources import Family, read_family
from loaders.base import Row

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Total:
    """A published total against the sum of its parts, in `unit`; `tolerance` is a part of 1."""

    what: str
    published: float
    parts: float
    unit: str
    tolerance: float = 0.01

    @property
    def agrees(self) -> bool:
        return abs(self.published - self.parts) <= self.tolerance * abs(self.published)


class Loader:
    """Base of every family's loader. It holds what the claims name, so that a claim file describes all of it."""

    def __init__(self, files: Sequence[Path], label: str) -> None:
        self.files = list(files)
        self.label = label
        self._described: dict[str, Claim] = {}

    def published(self) -> str:
        """When the release came out, as its files say: an ISO date, month or year; '' where they do not. A date in
        source.toml comes first."""
        return ""

    def rows(self) -> Iterator[Row]:
        """Every row of every file. What is wrong with a file as a whole raises BadTable."""
        raise NotImplementedError

    def claims(self, row: Row) -> Iterable[Claim]:
        """The claims of one row, its columns accounted for by `row.done`; none after `row.ignore(reason)`. BadInput
        puts the row in quarantine; Drift and BadTable stop the load."""
        raise NotImplementedError

    def totals(self) -> Iterable[Total]:
        """Published totals against their parts, once all rows were read."""
        return ()

    def describe(self, row: Row, id_: str, name: str, **details: Any) -> str:
        """Say once what an entity is (countries say it themselves); the first row that names it is its origin."""
        if id_ not in self._described:
            self._described[id_] = row.claim(schema.DESCRIBED, id_, name=name, **details)
        return id_

    def entities(self) -> Iterable[Claim]:
        return self._described.values()


class Module(Protocol):
    """A family's `loader.py`."""

    HEADERS: Sequence[frozenset[str]]

    def release_of(self, path: Path) -> str | None: ...

    def Loader(self, files: Sequence[Path], label: str) -> Loader: ...


@cache
def families() -> dict[str, Family]:
    """Every family by id, as its source.toml describes it; the curated tables have a loader of their own."""
    folders = sorted(path.parent for path in HERE.glob("*/source.toml") if path.parent.name != "curated")
    ids = [folder.name.replace("_", "-") for folder in folders]
    return {id_: read_family(folder / "source.toml", id_) for id_, folder in zip(ids, folders, strict=True)}


def family(id_: str) -> Family:
    """The family of that id. Raises BadInput with near ids."""
    if id_ not in families():
        raise BadInput(f"no family {id_!r}.{did_you_mean(id_, families())} Known: {', '.join(families())}.")
    return families()[id_]


def module(id_: str) -> Module:
    """The loader module of a family."""
    family(id_)
    return import_module(f"loaders.{id_.replace('-', '_')}.loader")


def resemblance(columns: Iterable[str]) -> str:
    """A sentence that names the family whose columns are most like these, and where they differ; '' for no columns."""
    here = frozenset(columns)
    kinds = [(id_, known) for id_ in families() for known in module(id_).HEADERS] if here else []
    found = [(len(here & known) / len(here | known), id_, known) for id_, known in kinds]
    if not found:
        return ""
    likeness, nearest, known = max(found, key=lambda row: (row[0], row[1]))
    if likeness < 0.2:
        return " It resembles no family."
    lacking, strange = sorted(known - here), sorted(here - known)
    lacks = f" It lacks {', '.join(lacking[:5])}." if lacking else ""
    has = f" It has {', '.join(strange[:5])} besides." if strange else ""
    return f" It resembles {nearest} most.{lacks}{has}"

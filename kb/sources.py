"""Sources: who says what a claim says; read from a family's source.toml and, where it has many, its sources.csv."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

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
    terms: str = ""
    series: str = ""

    def row(self) -> dict[str, str]:
        return asdict(self)


@dataclass(frozen=True)
class Assertions:
    """What must hold of a family's claims, or they are not written."""

    claims_min: int = 0
    claims_max: int | None = None
    countries: tuple[str, ...] = ()
    filled: Mapping[str, float] = field(default_factory=dict)
    quarantined: float = 0.05
    """As large a part of the rows may be set aside; more means that the file is not what the loader knows."""


@dataclass(frozen=True)
class Release:
    """What is known beforehand of one release: where it is fetched, by file name, and what its files hash to."""

    released: str = ""
    url: str = ""
    title: str = ""
    note: str = ""
    licence: str = ""
    terms: str | None = None
    """Empty, it may be passed on though the family may not; None: as the family."""
    moving: bool = False
    """The publisher puts newer files at the same address: a known checksum is no demand on what is fetched."""
    rows: int = 0
    """Rows of the files that the loader was checked against."""
    files: Mapping[str, str] = field(default_factory=dict)
    """File name -> address to fetch it from."""
    sha256: Mapping[str, str] = field(default_factory=dict)
    """File name -> checksum of the file that the loader was checked against."""


@dataclass(frozen=True)
class Family:
    """A source family as its source.toml describes it."""

    source: Source
    assertions: Assertions
    releases: Mapping[str, Release] = field(default_factory=dict)

    def release(self, label: str, published: str = "", sha256: str = "") -> Source:
        """The source that one release is: `family-label`, of the family's series. Dated by what is known of the
        release, else by `published`, else by the label where it is a date itself."""
        known = self.releases.get(label, Release())
        source = self.source
        return checked(
            replace(
                source,
                id=f"{source.id}-{label}",
                title=known.title or f"{source.title}, {label}",
                published=known.released or published or (label if _is_period(label) else source.published),
                url=known.url or source.url,
                note=known.note or source.note,
                licence=known.licence or source.licence,
                terms=source.terms if known.terms is None else known.terms,
                sha256=sha256,
                series=source.id,
            )
        )


def _is_period(label: str) -> bool:
    try:
        periods.span(label)
    except BadInput:
        return False
    return True


_KEYS = {
    "title", "publisher", "url", "licence", "terms", "released", "retrieved", "sha256", "kind", "note", "assert",
    "releases",
}  # fmt: skip
_RELEASE_KEYS = set(Release.__dataclass_fields__)
_ASSERT_KEYS = {"claims", "countries", "filled", "quarantined"}
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
    releases = data.get("releases", {})
    problems += [f"{path}: {problem}" for problem in _wrong_releases(releases)]
    problems += [
        f"{path}: {key} is {data[key]!r}, not text."
        for key in ("title", "publisher", "kind", "url", "licence", "terms", "note", "sha256")
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
                data.get("terms", ""),
            )
        )
        assertions = Assertions(
            bounds.get("min", 0),
            bounds.get("max"),
            tuple(rules.get("countries", ())),
            dict(rules.get("filled", {})),
            rules.get("quarantined", 0.05),
        )
    except BadInput as error:
        raise BadTable([f"{path}: {error}"]) from None
    known = {label: Release(**{**row, "released": str(row.get("released", ""))}) for label, row in releases.items()}
    return Family(source, assertions, known)


def _wrong_releases(releases: Any) -> Iterator[str]:
    if not isinstance(releases, dict) or not all(isinstance(row, dict) for row in releases.values()):
        yield 'releases is no table of tables; write [releases."2026"].'
        return
    for label, row in releases.items():
        for key in row:
            if key not in _RELEASE_KEYS:
                yield f"unknown key releases.{label}.{key}.{did_you_mean(key, _RELEASE_KEYS)}"


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
    if type(rules.get("quarantined", 0.0)) not in (int, float):
        yield f"assert.quarantined is {rules['quarantined']!r}; write a part of 1."
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
    if source.terms and source.terms not in schema.TERMS:
        raise BadInput(f"terms {source.terms!r} of {source.id!r} are none of {', '.join(schema.TERMS)}.")
    for name in ("title", "publisher"):
        if not getattr(source, name):
            raise BadInput(f"source {source.id!r} has no {name}.")
    if source.published:
        periods.span(source.published)
    if not source.url and source.kind not in ("definitions", "seed") and not source.note:
        raise BadInput(f"source {source.id!r} has no url; give it, or say in note why there is none.")
    return source


@cache
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


def write_sources(sources: Iterable[Source], path: Path) -> None:
    """Write a source file (Parquet) in one step."""
    names = list(Source.__dataclass_fields__)
    part = path.with_name(path.name + ".part")
    with duckdb.connect() as db:
        db.execute(f"CREATE TABLE sources ({', '.join(f'{name} VARCHAR' for name in names)})")
        rows = [[source.row()[name] for name in names] for source in sources]
        if rows:
            db.executemany(f"INSERT INTO sources VALUES ({', '.join('?' * len(names))})", rows)
        db.execute("COPY (SELECT * FROM sources ORDER BY id) TO ? (FORMAT parquet)", [str(part)])
    part.replace(path)


def read_sources(path: Path) -> list[Source]:
    """The sources of a source file; one of an older schema lacks some columns."""
    with duckdb.connect() as db:
        result = db.execute("SELECT * FROM read_parquet(?) ORDER BY id", [str(path)])
        names = [column[0] for column in result.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    known = Source.__dataclass_fields__
    return [Source(**{name: value or "" for name, value in row.items() if name in known}) for row in rows]

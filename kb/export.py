"""Writes a concluded graph as the tables of `neo4j-admin database import full`; it needs no server and starts none.

The tables hold just what `kb.build` would send to a server, since it is `kb.build.write` that fills them. What a
licence does not let out stays out, and is told.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import duckdb

from kb import build, cypher, schema
from kb.errors import BadInput, GraphError
from kb.facts import JUDGEMENTS, Conclusion
from kb.store import Store

ARGUMENTS = "import.args"
AFTER = "after.cypher"
_BETWEEN = "\x1f"
"""Between the elements of a list: no text that was read holds it."""
_TYPES = {"text": "string", "number": "double", "flag": "boolean", "texts": "string[]"}
_KINDS = {
    name: prop.kind
    for props in (schema.QUALIFIERS, schema.FIGURE, schema.VALUES, schema.ENTITY, schema.FACT, schema.CLAIM,
                  schema.SOURCE, schema.BUILD, schema.LOOKED_UP)
    for name, prop in props.items()
}  # fmt: skip
_FACT = [*schema.FIGURE, *(name for name in schema.FACT if name != "id")]
_ENTITY = [*schema.ENTITY, *schema.LOOKED_UP]
_CLAIM = dict.fromkeys([*schema.CLAIM, *schema.QUALIFIERS, *schema.FIGURE, *schema.VALUES, *schema.ENTITY])


@dataclass(frozen=True)
class _Table:
    """One file: its option and label or type, and the columns that it has besides ids."""

    name: str
    option: str
    columns: tuple[str, ...]


def _tables() -> dict[str, _Table]:
    """The table that takes the rows of each statement of a build."""
    found = {
        cypher.merge_entities(label): _Table(f"nodes-{label}.csv", f"--nodes=Entity:{label}", _but_id(_ENTITY))
        for label in schema.LABELS
    }
    found |= {
        cypher.merge_nodes(label): _Table(f"nodes-{label}.csv", f"--nodes={label}", columns)
        for label, columns in (("Source", _but_id(schema.SOURCE)), ("Claim", _but_id(_CLAIM)))
    }
    for type_ in cypher.TYPES:
        relation = schema.relation(type_)
        columns = ("id", *relation.qualifiers, *relation.values, *_FACT)
        found[cypher.merge_facts(type_)] = _Table(f"facts-{type_}.csv", f"--relationships={type_}", columns)
    found[cypher.MERGE_FROM] = _Table("claims-FROM.csv", "--relationships=FROM", ("build",))
    found[cypher.MERGE_ABOUT] = _Table("claims-ABOUT.csv", "--relationships=ABOUT", ("role", "build"))
    return found


def _but_id(columns: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (*columns, "claims", "grade", "build") if name != "id"))


@dataclass(frozen=True)
class Report:
    """What was written, and which sources were left out for which terms."""

    folder: Path
    build: str
    counts: Mapping[str, Any]
    left_out: Mapping[str, str]


def export(
    claims: Sequence[Path],
    folder: Path,
    include: Collection[str] = (),
    progress: build.Progress | None = None,
    judgements: Sequence[Path] = (JUDGEMENTS,),
) -> Report:
    """Conclude facts from claim files and write them to a new or empty folder.

    A claim file with a source whose `terms` bind a copy is left out, unless `include` names the terms. Raises BadInput
    for a folder that holds something, for terms that are none, and when nothing is left.
    """
    if wrong := sorted(set(include) - set(schema.TERMS)):
        raise BadInput(f"no terms {wrong[0]!r}; there are {', '.join(schema.TERMS)}.")
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"{folder} holds something already; name a new folder.")
    bound = {path: terms - set(include) for path in claims if (terms := _terms(path))}
    left_out = {_source(path): ", ".join(sorted(terms)) for path, terms in bound.items() if terms}
    taken = [path for path in claims if _source(path) not in left_out]
    if not taken:
        raise BadInput(f"nothing may be exported: {_listed(left_out) or 'there are no claim files'}.")
    folder.mkdir(parents=True, exist_ok=True)
    with Conclusion(taken, [_beside(path) for path in taken], judgements=judgements) as facts:
        id_ = hashlib.sha256(f"{build.FORMAT} {facts.fingerprint()}".encode()).hexdigest()[:12]
        counts = facts.counts()
        with _Writer(folder) as writer:
            build.write(writer, facts, id_, counts, progress)
        writer.build(id_, counts, [f"{_source(path)} {_sha256(path)}" for path in taken])
    _write_lines(folder / ARGUMENTS, writer.arguments())
    _write_lines(folder / AFTER, [f"{statement};" for statement in (cypher.FILL_ALIASES, *cypher.setup())])
    return Report(folder, id_, counts, left_out)


def settle(store: Store) -> None:
    """Give an imported graph what the tables cannot hold: constraints, indexes and empty lists."""
    while store.change(cypher.FILL_ALIASES):
        pass
    store.setup()


class _Writer:
    """Stands where a build expects a server, and writes rows to the tables instead."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables = _tables()
        self._open: dict[str, tuple[TextIO, Any]] = {}
        self._files = ExitStack()

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._files.close()

    def write(
        self,
        text: str,
        rows: Sequence[Mapping[str, Any]],
        size: int = 0,  # noqa: ARG002  a server's matter
        after: Callable[[int], None] | None = None,
    ) -> int:
        if rows:
            table = self._tables[text]
            self._file(table).writerows(_cells(table, row) for row in rows)
        if after:
            after(len(rows))
        return len(rows)

    def change(self, text: str, **params: Any) -> int:  # noqa: ARG002  a heartbeat
        return 1

    def build(self, id_: str, counts: Mapping[str, Any], sources: list[str]) -> None:
        """The node that says which build the graph is, finished."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        row = {"state": "done", "owner": "export", "started": now, "touched": now, "finished": now}
        row |= {"counts": json.dumps(counts), "sources": _BETWEEN.join(sources)}
        with (self._folder / "nodes-Build.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["id:ID", *(f"{name}:{_TYPES[_KINDS[name]]}" for name in row)])
            writer.writerow([id_, *row.values()])

    def arguments(self) -> list[str]:
        """The argument file of the import; names are relative to the folder, and a bare one has no parent for Neo4j."""
        written = [table for table in self._tables.values() if table.name in self._open]
        return [
            "--id-type=string", "--array-delimiter=U+001F", "--multiline-fields=true", "--bad-tolerance=0",
            "--nodes=Build=./nodes-Build.csv", *(f"{table.option}=./{table.name}" for table in written),
        ]  # fmt: skip

    def _file(self, table: _Table) -> Any:
        if table.name not in self._open:
            path = self._folder / table.name
            file = self._files.enter_context(path.open("w", encoding="utf-8", newline=""))
            writer = csv.writer(file, lineterminator="\n")
            ends = ["id:ID"] if table.option.startswith("--nodes") else [":START_ID", ":END_ID"]
            writer.writerow([*ends, *(f"{name}:{_TYPES[_kind(name)]}" for name in table.columns)])
            self._open[table.name] = (file, writer)
        return self._open[table.name][1]


def _cells(table: _Table, row: Mapping[str, Any]) -> list[Any]:
    """A row of a build's statement as the cells of its table. Raises GraphError for what no column takes."""
    properties = row.get("properties", row)
    if table.option.startswith("--nodes"):
        ends = [row["id"]]
    else:
        ends = [row["start"], row["end"]] if "start" in row else [row["claim"], row.get("entity") or row.get("source")]
    if lost := set(properties) - {"id", "claim", "entity", "source"} - set(table.columns):
        raise GraphError(f"{table.name} has no column for {', '.join(sorted(lost))}; please report it.")
    return [*ends, *(_text(properties.get(name)) for name in table.columns)]


def _text(value: Any) -> Any:
    if isinstance(value, bool):
        return str(value).lower()
    return _BETWEEN.join(value) if isinstance(value, list) else value


def _kind(name: str) -> str:
    return "text" if name == "role" else _KINDS[name]


def _terms(claims: Path) -> set[str]:
    with duckdb.connect() as db:
        rows = db.execute("SELECT DISTINCT terms FROM read_parquet(?)", [str(_beside(claims))]).fetchall()
    return {terms for (terms,) in rows if terms}


def _beside(claims: Path) -> Path:
    return claims.with_name(claims.name.replace(".claims.", ".sources."))


def _source(claims: Path) -> str:
    return claims.name.removesuffix(".claims.parquet")


def _listed(left_out: Mapping[str, str]) -> str:
    return "; ".join(f"{source} is {terms}" for source, terms in left_out.items())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

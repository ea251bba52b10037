"""Concludes facts from claims: one relational query over claim files, judgements and preference; it keeps no state.

Claims with one identity (type, ends after judgements, qualifiers) make one fact. The preferred claim gives the figure,
all of them are cited. DuckDB does the work, so that the claims need not fit in memory and their order does not matter.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from kb import identity, periods, schema
from kb.claims import COLUMNS
from kb.errors import BadInput, BadTable
from kb.vocab import words

HERE = Path(__file__).parent
JUDGEMENTS = HERE / "judgements.csv"
PREFERENCE = HERE / "preference.toml"
CONCLUDE = HERE / "conclude.sql"

_CRITERIA = {
    "superseded": ("superseded", "it is of a newer release of its series"),
    "dated": ("published = ''", "the other source is undated"),
    "figure": (
        "CASE WHEN value IS NOT NULL THEN 0 WHEN coalesce(low, high) IS NOT NULL THEN 1 "
        "WHEN words IS NOT NULL THEN 2 ELSE 3 END",
        "it has the fuller figure",
    ),
    "status": (f"list_position({list(schema.STATUSES)}, status)", "its status is firmer"),
    "grade": ("grade", "its grade is better"),
    "source": ("source_rank", "its source is preferred for this kind of fact"),
    "newest": ("published", "its source is newer"),
    "id": ("id", "the claims are equally good; the lower id is taken"),
}
_DESCENDING = {"newest"}


class Conclusion:
    """The facts of some claim files, ready to be read in blocks. Use as a context manager.

    Raises BadInput when claims name entities that no claim describes, or judgements make a cycle.
    """

    def __init__(
        self,
        claim_files: Sequence[Path],
        source_files: Sequence[Path],
        *,
        judgements: Sequence[Path] = (JUDGEMENTS,),
        preference: Path = PREFERENCE,
        memory: str = "512MB",
    ) -> None:
        self._db = duckdb.connect(config={"memory_limit": memory, "threads": 2, "preserve_insertion_order": False})
        self._view("claim_files", COLUMNS, claim_files)
        self._view("sources", {name: "VARCHAR" for name in schema.SOURCE if name != "build"}, source_files)
        self._identities(judgements)
        self._preference(preference)
        self._spans()
        self._db.execute(CONCLUDE.read_text(encoding="utf-8").format(**self._sql()))
        self._check()

    def __enter__(self) -> Conclusion:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def entities(self) -> Iterator[list[dict[str, Any]]]:
        """Blocks of entities: id, label, name, aliases, claims and the properties of their label."""
        return self._blocks("SELECT * FROM entities ORDER BY label, id")

    def facts(self) -> Iterator[list[dict[str, Any]]]:
        """Blocks of facts: id, type, start, end, qualifiers, figure, values and provenance."""
        return self._blocks('SELECT * FROM facts ORDER BY type, "start", "end", id')

    def claims(self) -> Iterator[list[dict[str, Any]]]:
        """Blocks of claims after judgements, with what a build adds to them (schema.CONCLUDED)."""
        return self._blocks("SELECT * FROM weighed ORDER BY id")

    def sources(self) -> Iterator[list[dict[str, Any]]]:
        """Blocks of the sources that a claim cites."""
        return self._blocks("SELECT * FROM sources WHERE id IN (SELECT source FROM told) ORDER BY id")

    def counts(self) -> dict[str, Any]:
        """What was concluded: nodes by label, relationships by type, sources, claims, disputed facts."""
        rows = self._db.execute
        return {
            "nodes": dict(rows("SELECT label, count(*) FROM entities GROUP BY 1 ORDER BY 1").fetchall()),
            "relationships": dict(rows("SELECT type, count(*) FROM facts GROUP BY 1 ORDER BY 1").fetchall()),
            "sources": _one(rows("SELECT count(*) FROM sources WHERE id IN (SELECT source FROM told)")),
            "claims": _one(rows("SELECT count(*) FROM told")),
            "disputed": _one(rows("SELECT count(*) FROM facts WHERE disputed")),
            "absent": _one(rows("SELECT count(*) FROM told WHERE absent")),
        }

    def fingerprint(self) -> str:
        """A hash of everything concluded: equal fingerprints are equal graphs."""
        digest = hashlib.sha256()
        for name in ("entities", "facts", "told", "sources"):
            digest.update(name.encode())
            rows = self._db.execute(f"SELECT sha256(to_json({name})::VARCHAR) AS row FROM {name} ORDER BY row")
            while block := rows.fetchmany(50_000):  # rows by their hash: their texts together may not fit in memory
                digest.update("".join(row for (row,) in block).encode())
        return digest.hexdigest()[:12]

    def _blocks(self, query: str, size: int = 5_000) -> Iterator[list[dict[str, Any]]]:
        cursor = self._db.cursor().execute(query)
        names = [column[0] for column in cursor.description or ()]
        while block := cursor.fetchmany(size):
            yield [dict(zip(names, row, strict=True)) for row in block]

    def _view(self, name: str, columns: Mapping[str, str], files: Sequence[Path]) -> None:
        """A view of Parquet files with all of these columns; files of an older schema lack some."""
        named = ", ".join(f'NULL::{kind} AS "{column}"' for column, kind in columns.items())
        self._db.execute(
            f"CREATE VIEW {name} AS SELECT * FROM (SELECT {named} WHERE false) "
            f"UNION ALL BY NAME SELECT * FROM read_parquet({_list(files)}, union_by_name=true)"
        )

    def _identities(self, judgements: Sequence[Path]) -> None:
        """Fill `same_as` with every id that means another, and keep what is needed to propose candidates."""
        self.ruled = identity.rulings(judgements)
        self.things = self._things()
        identity.check_known(self.ruled, {thing.id for thing in self.things})
        stated = self._db.execute(
            """SELECT DISTINCT "start", "end" FROM claim_files
               WHERE type IN ('OWNS', 'OPERATES', 'SUPPLIES', 'KIND_OF')"""
        ).fetchall()
        self.merged = identity.merged(self.things, self.ruled, map(frozenset, stated))
        self._db.execute("CREATE TABLE same_as (id VARCHAR, canonical VARCHAR)")
        if self.merged:
            rows = [(id_, stays) for id_, (stays, _) in self.merged.items()]
            self._db.executemany("INSERT INTO same_as VALUES (?, ?)", rows)

    def _things(self) -> list[identity.Thing]:
        rows = self._db.execute(
            """WITH seats AS (SELECT "start" AS id, list(DISTINCT "end") AS countries FROM claim_files
                   WHERE type IN ('LOCATED_IN', 'HEADQUARTERED_IN') AND absent IS NOT TRUE GROUP BY 1)
               SELECT "start" AS id, list_distinct(flatten(list(coalesce(aliases, []) || [name]))) AS names,
                      list_distinct(flatten(list(coalesce(identifiers, [])))) AS identifiers,
                      any_value(countries) AS countries, min_by((latitude, longitude), described.id)
                          FILTER (latitude IS NOT NULL) AS point,
                      bool_or(sources.family = 'curated') AS own
               FROM (SELECT * FROM claim_files WHERE type = 'DESCRIBED') AS described
               LEFT JOIN seats ON seats.id = described."start"
               LEFT JOIN sources ON sources.id = described.source GROUP BY described."start" ORDER BY 1"""
        ).fetchall()
        return [
            identity.Thing(id_, frozenset(names), frozenset(identifiers), frozenset(countries or ()), point, bool(own))
            for id_, names, identifiers, countries, point, own in rows
        ]

    def candidates(self) -> list[identity.Candidate]:
        """Pairs of entities that may be one and that nobody ruled on."""
        return identity.candidates(self.things, self.ruled, self.merged)

    def _preference(self, path: Path) -> None:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = [name for name in data["order"] if name not in _CRITERIA]
        if unknown or data["order"][-1:] != ["id"]:
            raise BadInput(f"{path}: order must be made of {', '.join(_CRITERIA)} and end with id.")
        self.order: list[str] = data["order"]
        self._db.execute("CREATE TABLE preferred (type VARCHAR, source VARCHAR, source_rank INTEGER)")
        rows = [(type_, source, rank) for type_, names in data["sources"].items() for rank, source in enumerate(names)]
        if rows:
            self._db.executemany("INSERT INTO preferred VALUES (?, ?, ?)", rows)

    def _spans(self) -> None:
        """First day and end of every period and date that a claim names, as `kb.periods` reads them."""
        words = self._db.execute('SELECT DISTINCT unnest([period, "from", until]) AS word FROM claim_files').fetchall()
        self._db.execute("CREATE TABLE spans (word VARCHAR, first VARCHAR, beyond VARCHAR)")
        rows = [(word, *periods.span(word)) for (word,) in words if word]
        if rows:
            self._db.executemany("INSERT INTO spans VALUES (?, ?, ?)", rows)

    def _sql(self) -> dict[str, str]:
        relations = schema.RELATIONS | schema.RULINGS
        identity = "\n".join(
            f"WHEN '{name}' THEN concat_ws(chr(31), {', '.join(_named(column) for column in relation.qualifiers)})"
            for name, relation in relations.items()
            if relation.qualifiers
        )
        details = [name for name in COLUMNS if name in schema.QUALIFIERS | schema.FIGURE | schema.VALUES]
        order = ", ".join(f"({_CRITERIA[name][0]}) {'DESC' if name in _DESCENDING else 'ASC'}" for name in self.order)
        rules = "\n".join(
            f"WHEN ({sql}) IS DISTINCT FROM lead({sql}) OVER preferred THEN '{why}'"
            for sql, why in (_CRITERIA[name] for name in self.order)
        )
        sentences = "\n".join(f"WHEN '{name}' THEN '{relation.sentence}'" for name, relation in relations.items())
        labels = "\n".join(f"WHEN '{label.prefix}' THEN '{label.name}'" for label in schema.LABELS.values())
        based = ", ".join(f"'{word}'" for word, row in words("units").items() if row["basis"])
        return {
            "based": based,
            "identity": identity,
            "order": order,
            "rules": rules,
            "sentences": sentences,
            "labels": labels,
            "columns": ", ".join(
                f'claim_files."{name}"' for name in COLUMNS if name not in ("start", "end", "item", "reporter")
            ),
            "details": ", ".join(f'first("{name}" ORDER BY rank) AS "{name}"' for name in details),
            "entity": ", ".join(
                f'first(ranked."{name}" ORDER BY rank) FILTER (ranked."{name}" IS NOT NULL) AS "{name}"'
                for name in schema.ENTITY
                if name not in ("name", "aliases")
            ),
        }

    def _check(self) -> None:
        missing = self._db.execute("""
            SELECT DISTINCT named.origin, named.id FROM (
                SELECT origin, unnest(["start", "end", item, reporter]) AS id FROM told) AS named
            WHERE named.id <> '' AND named.id NOT IN (SELECT id FROM entities) AND named.id NOT IN (SELECT id FROM told)
            ORDER BY 1, 2 LIMIT 20""").fetchall()
        if missing:
            raise BadTable([f"{origin}: no claim describes {id_!r}." for origin, id_ in missing])


def _named(column: str) -> str:
    return f"""CASE WHEN coalesce("{column}", '') <> '' THEN '{column}=' || "{column}" END"""


def _list(paths: Sequence[Path]) -> str:
    return "[" + ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths) + "]"


def _one(cursor: duckdb.DuckDBPyConnection) -> Any:
    row = cursor.fetchone()
    assert row is not None  # noqa: S101  an aggregate always has a row
    return row[0]

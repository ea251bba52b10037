"""Asks a question and gives an Answer: rows, and everything they refer to, from one read transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kb import cypher
from kb.errors import BadQuestion
from kb.ids import is_entity_id
from kb.store import Limits, Reader, Store
from queries.catalogue import Question, question
from queries.parameters import MOST_ROWS, resolve

if TYPE_CHECKING:
    import pandas as pd

COVERAGE = ("looked_at", "with_route", "stated_absent", "no_route", "no_data")
_VERDICTS = {"stated absent": "stated_absent", "no route known": "no_route", "no data": "no_data"}


@dataclass(frozen=True)
class Answer:
    """What a question gave. Entity columns hold ids, `entities` has their names; `claims` and `sources` resolve.

    `build` tells which build answered; its `state` is 'writing' while one is under way, and then the rows are not to
    be trusted as a whole.
    """

    name: str
    question: str
    params: dict[str, Any]
    columns: list[str]
    rows: list[dict[str, Any]]
    entities: dict[str, dict[str, Any]]
    claims: dict[str, dict[str, Any]]
    sources: dict[str, dict[str, Any]]
    coverage: dict[str, list[str]]
    as_of: str | None
    build: dict[str, Any] | None
    engine: str
    truncated: bool
    withheld: dict[str, int] = field(default_factory=dict)
    """Rows that may not be passed on, by source: left out of answers over HTTP and of exports (`queries.terms`)."""

    def __repr__(self) -> str:
        counts = f"{len(self.rows)} rows, {len(self.claims)} claims, {len(self.sources)} sources"
        return f"<Answer of {self.name}: {counts}{', truncated' if self.truncated else ''}>"

    def as_dict(self) -> dict[str, Any]:
        """The answer as JSON could hold it, keys in the documented order."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def frame(self) -> pd.DataFrame:
        """The rows as a pandas frame with the types of the question's columns; `queries.frames` says which."""
        from queries import frames  # pandas takes a second to import; only notebooks need it

        columns = question(self.name).columns
        return frames.of_columns(self.rows, {name: columns[name].type for name in self.columns})

    def claims_frame(self) -> pd.DataFrame:
        """The claims behind the rows, one a row, with the publisher and the title of their source."""
        from queries import frames

        told = [
            {**claim, "publisher": source.get("publisher"), "title": source.get("title")}
            for claim in self.claims.values()
            for source in [self.sources.get(claim["source"], {})]
        ]
        return frames.of_records(told, ("id", "text", "observed", "grade", "publisher", "title", "locator", "source"))

    def sources_frame(self) -> pd.DataFrame:
        """The sources of those claims, one a row, with the number of claims that each of them gave."""
        from queries import frames

        counts = Counter(claim["source"] for claim in self.claims.values())
        found = frames.of_records(self.sources.values(), ("id", "title", "publisher", "published", "url", "kind"))
        found.insert(1, "claims", [counts[id_] for id_ in found["id"]])
        return found.astype({"claims": "Int64"})


def ask(store: Store, name: str, params: Mapping[str, Any] | None = None, limits: Limits | None = None) -> Answer:
    """Ask the named question. Raises BadQuestion for an unknown question, parameter, word or id."""
    asked = question(name)

    def work(reader: Reader) -> Answer:
        resolved = resolve(reader, asked, params or {})
        before = build_of(reader)
        rows, truncated = _rows(reader, asked, resolved)
        coverage = _coverage(reader, asked, resolved, rows)
        behind = reader.run(
            cypher.BEHIND,
            {
                "claims": sorted({id_ for row in rows for id_ in row["claims"]}),
                "named": sorted(_ids([rows, resolved, coverage])),
            },
        ).rows[0]
        entities = {each["id"]: {"name": each["name"], "label": each["label"]} for each in behind["entities"]}
        build = build_of(reader)
        if build and before != build:  # the graph changed between two of our statements
            build = {**build, "state": "writing"}
        return Answer(
            asked.name,
            _in_words(asked, resolved, entities),
            resolved,
            list(asked.columns),
            rows,
            entities,
            {claim["id"]: claim for claim in behind["claims"]},
            {source["id"]: source for source in behind["sources"]},
            coverage,
            resolved.get("as_of"),
            build,
            store.engine,
            truncated,
        )

    return store.read(work, limits)


def build_of(reader: Reader) -> dict[str, Any] | None:
    """The build that the graph shows: id, state, times. None for an empty graph; 'writing' while one is under way."""
    builds = reader.run(cypher.BUILDS).rows
    if not builds:
        return None
    shown = max(builds, key=lambda row: (row["state"] == "writing", row["started"]))
    return {name: shown[name] for name in ("id", "state", "started", "finished")}


def _rows(reader: Reader, asked: Question, params: Mapping[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    one_more = {**params, "limit": params["limit"] + 1} if "limit" in params else params
    result = reader.run(asked.cypher, one_more)
    if unsourced := [at for at, row in enumerate(result.rows, 1) if not _are_claims(row["claims"])]:
        raise BadQuestion(
            f"{asked.name}: claims of row {unsourced[0]} is no list of claim ids, so its row has no source. "
            "Return for example relationship.claims AS claims."
        )
    rows = [{**row, "claims": sorted(set(row["claims"]))} for row in result.rows]
    if "limit" in params and len(rows) > params["limit"]:
        return rows[: params["limit"]], True
    return rows, result.truncated


def _are_claims(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(id_, str) for id_ in value)


def _coverage(
    reader: Reader, asked: Question, params: Mapping[str, Any], rows: list[dict[str, Any]]
) -> dict[str, list[str]]:
    """What was looked at, and what of it has a route, is stated absent, has no known route, or no data at all."""
    found: dict[str, set[str]] = {name: set() for name in COVERAGE}
    for name in asked.coverage:
        for subject, verdict in _subjects(reader, asked, question(name), params, rows):
            found[_VERDICTS.get(verdict, "with_route")].add(subject)
    for name in _VERDICTS.values():
        found[name] -= found["with_route"]
    if not any(found.values()):
        ids = [name for name, param in asked.params.items() if param.type.startswith("id:")]
        found["with_route" if rows else "no_data"] = {str(params[name]) for name in ids if params[name]}
    found["looked_at"] = set().union(*found.values())
    return {name: sorted(ids) for name, ids in found.items()}


def _subjects(
    reader: Reader, asked: Question, other: Question, params: Mapping[str, Any], rows: list[dict[str, Any]]
) -> set[tuple[str, str]]:
    """First column and verdict of every row of a coverage question; `rows` serve where they are all of its rows."""
    if other is not asked or len(rows) >= params["limit"]:
        rows = reader.run(other.cypher, {**params, "limit": MOST_ROWS}).rows
    subject = next(iter(other.columns))
    return {(row[subject], row.get("verdict", "")) for row in rows if row[subject]}


def _ids(value: Any) -> set[str]:
    """Every entity id in a nest of lists and dicts."""
    if isinstance(value, str):
        return {value} if is_entity_id(value) else set()
    if isinstance(value, dict):
        value = list(value.values())
    return set().union(*(_ids(item) for item in value)) if isinstance(value, list) else set()


def _in_words(asked: Question, params: Mapping[str, Any], entities: Mapping[str, Mapping[str, Any]]) -> str:
    words = {name: entities.get(str(value), {}).get("name", value) for name, value in params.items()}
    return asked.question.format(**{name: _said(value) for name, value in words.items()})


def _said(value: Any) -> str:
    match value:
        case list():
            return ", ".join(value)
        case float():
            return f"{value:g}"
        case "":
            return "any"
    return str(value)

"""Look-ups by id that every door shares: one entity with its facts and claims, one claim, one source, all sources.

Each runs in one read transaction. What is asked for and not there raises BadQuestion with near names.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kb import cypher, schema
from kb.errors import BadQuestion, did_you_mean, quoted
from kb.store import Limits, Reader, Store
from queries.answer import build_of
from queries.find import LONGEST, Found, entity_id, find, refuse_empty

_MOST = Limits(rows=10_000)


def entity(store: Store, text: str) -> dict[str, Any]:
    """The entity that an id, name, alias or ISO code means, its facts, and every claim about it with its source."""

    def work(reader: Reader) -> dict[str, Any]:
        id_ = entity_id(reader, "show", text, ["Entity"])
        found = reader.run(cypher.ENTITY, {"id": id_}).rows[0]
        facts = reader.run(cypher.ENTITY_FACTS, {"id": id_})
        claims = reader.run(cypher.ENTITY_CLAIMS, {"id": id_})
        told = [row["claim"] for row in claims.rows]
        return {
            "entity": {**_told(found["entity"]), "label": _label(found["labels"])},
            "facts": [
                {**row["fact"], "type": row["type"], "start": row["start"], "end": row["end"]} for row in facts.rows
            ],
            "entities": _names(reader, [*told, *facts.rows]),
            "claims": {claim["id"]: claim for claim in told},
            "sources": _sources(reader, told),
            "build": build_of(reader),
            "truncated": facts.truncated or claims.truncated,
        }

    return store.read(work, _MOST)


def search(store: Store, text: str, labels: Sequence[str] = (), most: int = 10) -> list[Found]:
    """Entities that the text means, surest first, then those of near spelling. Raises BadQuestion."""
    if not text.strip():
        raise BadQuestion("There is nothing to look for: give a name, an id or a part of a name.")
    if len(text) > LONGEST:
        raise BadQuestion(f"The text is {len(text)} characters long; at most {LONGEST} are looked for.")
    for label in labels:
        if label not in schema.LABELS:
            raise BadQuestion(
                f"no label {quoted(label)}.{did_you_mean(label, schema.LABELS)} Known: {', '.join(schema.LABELS)}."
            )

    def work(reader: Reader) -> list[Found]:
        found = find(reader, text, labels, most)
        if not found:
            refuse_empty(reader)
        return found

    return store.read(work, _MOST)


def claim(store: Store, id_: str) -> dict[str, Any]:
    """One claim, its source, the names of its ends, and the rulings that join it to other claims or viewpoints."""

    def work(reader: Reader) -> dict[str, Any]:
        found = [row["claim"] for row in reader.run(cypher.CLAIMS, {"ids": [id_]}).rows]
        if not found:
            refuse_empty(reader)
            raise BadQuestion(
                f"no claim {quoted(id_)}. Answers name the claims behind them: `lodestone ask NAME --format json`."
            )
        rulings = reader.run(cypher.CLAIM_RULINGS, {"id": id_}).rows
        return {
            "claim": found[0],
            "source": _sources(reader, found)[found[0]["source"]],
            "entities": _names(reader, [*found, *rulings]),
            "rulings": rulings,
            "build": build_of(reader),
        }

    return store.read(work, _MOST)


def source(store: Store, id_: str) -> dict[str, Any]:
    """One source and every claim that was read from it."""

    def work(reader: Reader) -> dict[str, Any]:
        found = reader.run(cypher.SOURCES, {"ids": [id_]}).rows
        if not found:
            refuse_empty(reader)
            known = [row["source"]["id"] for row in reader.run(cypher.ALL_SOURCES).rows]
            raise BadQuestion(f"no source {quoted(id_)}.{did_you_mean(id_, known)} `lodestone sources` lists them all.")
        claims = reader.run(cypher.SOURCE_CLAIMS, {"id": id_})
        told = [row["claim"] for row in claims.rows]
        return {
            "source": found[0]["source"],
            "entities": _names(reader, told),
            "claims": {claim["id"]: claim for claim in told},
            "build": build_of(reader),
            "truncated": claims.truncated,
        }

    return store.read(work, _MOST)


def sources(store: Store) -> list[dict[str, Any]]:
    """Every source with the number of claims read from it, the most productive first."""

    def work(reader: Reader) -> list[dict[str, Any]]:
        refuse_empty(reader)
        return [{**row["source"], "claims": row["claims"]} for row in reader.run(cypher.ALL_SOURCES).rows]

    return store.read(work, _MOST)


def _names(reader: Reader, rows: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    ids = {str(row[side]) for row in rows for side in ("start", "end", "item") if row.get(side)}
    return {
        row["id"]: {"name": row["name"], "label": _label(row["labels"])}
        for row in reader.run(cypher.NAMES, {"ids": sorted(ids)}).rows
    }


def _sources(reader: Reader, claims: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    ids = sorted({claim["source"] for claim in claims})
    return {row["source"]["id"]: row["source"] for row in reader.run(cypher.SOURCES, {"ids": ids}).rows}


def _told(entity: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in entity.items() if name not in schema.LOOKED_UP}


def _label(labels: list[str]) -> str:
    return next(label for label in labels if label != "Entity")

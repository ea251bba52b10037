"""Builds the graph: claim files -> facts -> store, then a sweep of what no longer holds; one report.

A build that dies deletes nothing and leaves `Build.state` at 'writing'; the next one repairs it. Building twice from
the same claims changes nothing and says so.
"""

from __future__ import annotations

import csv
import hashlib
import json
import os
import socket
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from filelock import FileLock, Timeout

from kb import cypher, history, names, schema
from kb.claims import filled
from kb.errors import Busy, ForeignData, GraphError
from kb.facts import JUDGEMENTS, Conclusion
from kb.identity import Candidate
from kb.settings import Settings
from kb.sources import read_sources
from kb.store import Store

FORMAT = "2"
"""Raised when the same facts are written in another shape, so that old graphs are rebuilt."""
STALE_SECONDS = 300
Progress = Callable[[str, int, int], None]
_FACT_KEYS = [*schema.QUALIFIERS, *schema.FIGURE, *schema.VALUES, *(name for name in schema.FACT if name != "build")]


@dataclass(frozen=True)
class Report:
    """What a build did. `changed` is False when the graph held it already."""

    id: str
    changed: bool
    counts: Mapping[str, Any]
    swept: int
    seconds: float
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Sources whose claims did not go in, and the terms that no switch allowed."""
    merged: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Ids that mean another, which one, and why."""
    candidates: int = 0
    """Pairs of entities that may be one, in `candidates.csv` of the data folder, for a person to rule on."""


def build(store: Store, settings: Settings, progress: Progress | None = None, allow: Collection[str] = ()) -> Report:
    """Conclude facts from every claim file of `settings.data` and make the graph hold just them.

    Sources of terms that need a switch (`schema.SWITCHED`) are left out, unless `allow` names the terms.

    Raises Busy when another build is under way, ForeignData when the database holds something else, GraphError when
    what was written cannot be counted again. Nothing is deleted before everything is written and counted.
    """
    began = time.monotonic()
    folder = settings.data / "claims"
    files = sorted(folder.glob("*.claims.parquet"))
    if not files:
        raise GraphError(f"{folder} holds no claim files; run `lodestone build`, which makes them.")
    left_out = _not_allowed(files, allow)
    files = [path for path in files if path not in left_out]
    sources = [_beside(path) for path in files]
    judgements = judgements_of(settings)
    try:
        with (
            FileLock(settings.data / "build.lock", timeout=0),
            Conclusion(files, sources, judgements=judgements) as facts,
        ):
            id_ = hashlib.sha256(f"{FORMAT} {facts.fingerprint()}".encode()).hexdigest()[:12]
            counts = facts.counts()
            proposed = _review(facts, settings.data)
            told = ({_family(path): terms for path, terms in left_out.items()}, facts.merged, proposed)
            refuse_foreign(store)
            if _holds(store, id_, counts):
                return Report(id_, False, counts, 0, time.monotonic() - began, *told)
            _claim_turn(store, settings)
            store.setup()
            checksums = [f"{_family(path)} {_sha256(path)}" for path in files]
            store.change(
                cypher.BEGIN_BUILD,
                id=id_,
                owner=_owner(settings),
                now=_now(),
                counts=json.dumps(counts),
                sources=checksums,
                allowed=sorted(allow),
            )
            write(store, facts, id_, counts, progress)
            _recount(store, id_, counts)
            swept = _sweep(store, id_)
            store.change(cypher.END_BUILD, id=id_, now=_now())
            store.change(cypher.FORGET_BUILDS, id=id_)
            history.keep(settings, id_, [*files, *sources, *judgements[1:]])
            return Report(id_, True, counts, swept, time.monotonic() - began, *told)
    except Timeout:
        raise Busy(
            f"Another build of this checkout is under way ({settings.data / 'build.lock'} is held). "
            "Wait for it, then run the command again."
        ) from None


def judgements_of(settings: Settings) -> list[Path]:
    """The shipped rulings on identity, and those of this checkout, which rule over them."""
    own = settings.data / JUDGEMENTS.name
    return [JUDGEMENTS, own] if own.exists() else [JUDGEMENTS]


def _not_allowed(files: Sequence[Path], allow: Collection[str]) -> dict[Path, str]:
    """Claim files with a source whose terms need a switch that is not given, and those terms."""
    found = {}
    for path in files:
        needed = {source.terms for source in read_sources(_beside(path))} & schema.SWITCHED
        if lacking := needed - set(allow):
            found[path] = ", ".join(sorted(lacking))
    return found


def _beside(path: Path) -> Path:
    return path.with_name(path.name.replace(".claims.", ".sources."))


def _family(path: Path) -> str:
    return path.name.removesuffix(".claims.parquet")


def _review(facts: Conclusion, folder: Path) -> int:
    """Write the review files: merged.csv, what was taken for one, and candidates.csv, what may be one; count those."""
    found = facts.candidates()
    merged = [(id_, stays, why) for id_, (stays, why) in sorted(facts.merged.items())]
    for name, rows in (
        ("merged.csv", [("id", "other", "why"), *merged]),
        ("candidates.csv", [tuple(each.name for each in fields(Candidate)), *map(astuple, found)]),
    ):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return len(found)


def refuse_foreign(store: Store) -> None:
    """Raise ForeignData when the database holds nodes that no build of ours wrote."""
    found = store.rows(cypher.FOREIGN)[0]
    if found["nodes"]:
        raise ForeignData(
            f"The database {store.server.database!r} at {store.server.uri} holds nodes that are not Lodestone's "
            f"({', '.join(found['labels'])}). Name another database with NEO4J_DATABASE, or empty this one yourself."
        )


def _holds(store: Store, id_: str, counts: Mapping[str, Any]) -> bool:
    builds = store.rows(cypher.BUILDS)
    if [(row["id"], row["state"]) for row in builds] != [(id_, "done")]:
        return False
    try:
        _recount(store, id_, counts)
    except GraphError:
        return False
    return True


def _claim_turn(store: Store, settings: Settings) -> None:
    """Raise Busy when somebody else's build is alive; our own unfinished one is dead, for we hold its lock."""
    for row in store.rows(cypher.BUILDS):
        if row["state"] != "writing" or row["owner"] == _owner(settings):
            continue
        age = (datetime.now(UTC) - datetime.fromisoformat(row["touched"])).total_seconds()
        if age < STALE_SECONDS:
            raise Busy(
                f"{row['owner']} is building into {store.server.uri} (last batch {age:.0f} s ago). Wait for it; "
                f"a build that stays silent for {STALE_SECONDS} s counts as dead."
            )


class Sink(Protocol):
    """What a graph is written to, statement by statement: a `Store`, or `kb.export`'s tables."""

    def write(
        self,
        text: str,
        rows: Sequence[Mapping[str, Any]],
        size: int = ...,
        after: Callable[[int], None] | None = ...,
    ) -> int: ...

    def change(self, text: str, **params: Any) -> int: ...


def write(store: Sink, facts: Conclusion, id_: str, counts: Mapping[str, Any], progress: Progress | None) -> None:
    """Write everything concluded: entities, sources, claims with their sources and entities, then facts."""
    total = sum(counts["nodes"].values()) + sum(counts["relationships"].values()) + counts["sources"] + counts["claims"]
    done = 0

    def send(what: str, text: str, rows: list[dict[str, Any]]) -> None:
        def after(written: int) -> None:
            nonlocal done
            done += written
            if progress:
                progress(what, min(done, total), total)

        store.write(text, rows, after=after)
        store.change(cypher.TOUCH_BUILD, id=id_, now=_now())

    for label, block in _by("label", facts.entities()):
        own = ("id", "name", "aliases", "claims", "grade", "identifiers", *schema.LABELS[label].properties)
        found_by = [{**row, "keys": names.keys(row)} for row in block]
        send(label, cypher.merge_entities(label), [_row(row, (*own, "keys"), id_) for row in found_by])
    for block in facts.sources():
        send("Source", cypher.merge_nodes("Source"), [_row(row, schema.SOURCE, id_) for row in block])
    for block in facts.claims():
        send("Claim", cypher.merge_nodes("Claim"), [_row(row, row, id_) for row in block])
        store.write(cypher.MERGE_FROM, [{"claim": row["id"], "source": row["source"], "build": id_} for row in block])
        store.write(cypher.MERGE_ABOUT, [about for row in block for about in _about(row, id_)])
    for type_, block in _by("type", facts.facts()):
        send(
            type_,
            cypher.merge_facts(type_),
            [{"start": row["start"], "end": row["end"], **_row(row, _FACT_KEYS, id_)} for row in block],
        )


def _by(key: str, blocks: Iterator[list[dict[str, Any]]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Blocks that are sorted by `key`, cut where it changes."""
    for block in blocks:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in block:
            found.setdefault(row[key], []).append(row)
        yield from found.items()


def _row(row: Mapping[str, Any], names: Any, build_id: str) -> dict[str, Any]:
    properties = {name: row[name] for name in names if filled(row.get(name)) or name == "aliases"}
    properties.setdefault("build", build_id)
    return {"id": row["id"], "properties": properties}


def _about(row: Mapping[str, Any], build_id: str) -> Iterator[dict[str, Any]]:
    for role in ("start", "end", "item"):
        if row[role] and not row[role].startswith("claim:"):
            yield {"claim": row["id"], "entity": row[role], "role": role, "build": build_id}


def _recount(store: Store, id_: str, counts: Mapping[str, Any]) -> None:
    """Raise GraphError unless the graph holds what this build concluded, by label and type."""
    nodes = {row["label"]: row["n"] for row in store.rows(cypher.COUNT_NODES, build=id_)}
    types = {row["type"]: row["n"] for row in store.rows(cypher.COUNT_FACTS, build=id_)}
    wanted = {**counts["nodes"], "Source": counts["sources"], "Claim": counts["claims"]}
    wrong = [f"{label}: {nodes.get(label, 0)} of {n}" for label, n in wanted.items() if nodes.get(label, 0) != n]
    wrong += [
        f"{type_}: {types.get(type_, 0)} of {n}"
        for type_, n in counts["relationships"].items()
        if types.get(type_, 0) != n
    ]
    if wrong:
        raise GraphError(
            f"The graph does not hold what was concluded ({'; '.join(wrong)}). Nothing was deleted; run "
            "`lodestone build` again."
        )


def _sweep(store: Store, id_: str) -> int:
    swept = 0
    for statement in (cypher.SWEEP_RELATIONSHIPS, cypher.SWEEP_NODES):
        while gone := store.change(statement, build=id_):
            swept += gone
            store.change(cypher.TOUCH_BUILD, id=id_, now=_now())
    return swept


def _owner(settings: Settings) -> str:
    return f"{socket.gethostname()} {hashlib.sha256(os.fsencode(settings.data)).hexdigest()[:8]}"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

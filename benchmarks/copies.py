"""Claim files of a graph many times as large as another and of its shape: copies of claims about copies of things.

Countries, states and measures are not copied: they are the hubs of the larger graph as of the small one. Copies have
sources, names and numbers of record of their own, so that nothing of one copy competes with another or means the same.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from kb import schema

SHARED = ("Country", "State", "Measure")
_IDS = ("start", "end", "item", "reporter")
_SHARED = f"""regexp_matches("{{name}}", '^({"|".join(schema.LABELS[label].prefix for label in SHARED)}):')"""
_STAYS = _SHARED + """ OR "{name}" IN (FROM said_once)"""


def write(claims: Path, copies: int, folder: Path) -> list[Path]:
    """Write `copies` times the claims of a file, the file itself the first time, and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with duckdb.connect() as db:
        db.read_parquet(str(claims)).filter(f"NOT ({_apart(1, _SHARED)})").project("id").create("said_once")
        for copy in range(copies):
            path = folder / claims.name.replace(".claims.", f"-{copy:03d}.claims.")
            for source, target, copied in (
                (claims, path, _claims(copy)),
                (
                    _sources(claims),
                    _sources(path),
                    f"replace({_marked('id', copy)} AS id, {_marked('series', copy)} AS series)",
                ),
            ):
                rows = db.read_parquet(str(source))
                if copy and source == claims:
                    rows = rows.filter(_apart(copy))
                rows.project(f"* {copied}" if copy else "*").write_parquet(str(target))
            written.append(path)
    return written


def _claims(copy: int) -> str:
    """What of a claim another copy says in its own words."""
    ids = [f'{_moved(name, copy)} AS "{name}"' for name in _IDS]
    lists = [f"list_transform({name}, lambda word: word || ' {copy}') AS {name}" for name in ("aliases", "identifiers")]
    ids += [f"{_marked('id', copy)} AS id", f"{_marked('source', copy)} AS source", f"name || ' {copy}' AS name"]
    return f"replace({', '.join(ids + lists)})"


def _moved(name: str, copy: int, stays: str = _STAYS) -> str:
    """The id of another copy's thing; what is shared, and no id at all, stay as they are."""
    return f"""CASE WHEN {stays.format(name=name)} THEN "{name}" ELSE {_marked(name, copy)} END"""


def _marked(name: str, copy: int) -> str:
    return f"""CASE WHEN coalesce("{name}", '') = '' THEN "{name}" ELSE "{name}" || '-copy{copy}' END"""


def _apart(copy: int, stays: str = _STAYS) -> str:
    """Whether another copy of the claim is about another thing; what only shared things have in common is said once."""
    return " OR ".join(f'coalesce("{name}" <> {_moved(name, copy, stays)}, false)' for name in _IDS)


def _sources(claims: Path) -> Path:
    return claims.with_name(claims.name.replace(".claims.", ".sources."))

"""Runs a loader: checks the family's assertions over all its claims, then writes claim file and source file."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from kb import claims as claim_files
from kb.claims import Claim
from kb.errors import BadTable
from kb.sources import Assertions, read_family, write_sources
from loaders.curated import loader as curated

CURATED = Path(__file__).parent / "curated"


@dataclass(frozen=True)
class Loaded:
    """What a loader run wrote."""

    family: str
    claims: int
    sources: int
    folder: Path


def load_curated(out: Path, tables: Path = CURATED / "tables", description: Path = CURATED / "source.toml") -> Loaded:
    """Turn the curated tables into `out/curated.claims.parquet` and `out/curated.sources.parquet`.

    Raises BadTable with every problem, file and row; then nothing is written.
    """
    family = read_family(description, "curated")
    found = list(curated.claims(tables))
    _check(family.assertions, found, description)
    cited = {claim.source for claim in found}
    sources = [replace(source, family="curated") for source in curated.sources(tables) if source.id in cited]
    if missing := sorted(cited - {source.id for source in sources}):
        raise BadTable(
            [f"{tables / 'sources.csv'}: no source {id_!r}, which the loader itself cites." for id_ in missing]
        )
    count = claim_files.write(found, out / "curated.claims.parquet").count
    write_sources(sources, out / "curated.sources.parquet")
    return Loaded("curated", count, len(sources), out)


def _check(assertions: Assertions, found: list[Claim], where: Path) -> None:
    problems = []
    if not assertions.claims_min <= len(found) <= (assertions.claims_max or len(found)):
        problems.append(
            f"{where}: {len(found)} claims; the family asserts {assertions.claims_min} to "
            f"{assertions.claims_max or 'any'}."
        )
    named = {id_ for claim in found for id_ in (claim.start, claim.end)}
    problems += [
        f"{where}: no claim names {id_}, which the family asserts." for id_ in assertions.countries if id_ not in named
    ]
    counted = Counter(name for claim in found for name in assertions.filled if claim.filled(name))
    problems += [
        f"{where}: {name} is filled in {counted[name] / len(found):.0%} of the claims; the family asserts {least:.0%}."
        for name, least in assertions.filled.items()
        if counted[name] < least * len(found)
    ]
    if problems:
        raise BadTable(problems)

"""The gate for facts: what must hold over all curated tables together, each breach with file, row and remedy.

What must hold of one row alone, the loader refuses when it reads it.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from kb import periods, schema
from kb.claims import Claim
from kb.errors import BadTable
from kb.facts import JUDGEMENTS
from kb.identity import normalised, rulings
from kb.ids import label_of
from kb.sources import Source, grade
from kb.vocab import words
from loaders.base import table
from loaders.curated import loader
from loaders.places import TOLERANCE, lies_in

MOST_PER_CENT = 102.0
"""Shares of one set may add up to this much: they are rounded, each on its own."""


@dataclass(frozen=True)
class _Tables:
    folder: Path
    sources: dict[str, Source]
    claims: list[Claim]


@dataclass(frozen=True)
class Report:
    """Rows read by table, and every breach as 'file:row: what is wrong; what to do'."""

    rows: dict[str, int]
    problems: list[str] = field(default_factory=list)


def check(folder: Path) -> Report:
    """Check a folder of tables. Rows that do not even load are problems too."""
    rows = {path.name: sum(1 for _ in table(path)) for path in sorted(folder.glob("*.csv"))}
    try:
        sources = {source.id: source for source in loader.sources(folder)}
        tables = _Tables(folder, sources, list(loader.claims(folder)))
    except BadTable as error:
        return Report(rows, error.problems)
    checks = (_sources, _isolated, _twins, _shares, _states, _places, _grades)
    problems = [problem for each in checks for problem in each(tables)]
    return Report(rows, sorted(problems))


def fix_order(folder: Path) -> list[str]:
    """Sort every table by its first columns, header first, and return the names of those that changed."""
    changed = []
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            header, *rows = [row for row in csv.reader(file) if row]
        keys = [
            header.index(name) for name in ("id", "start", "relationship", "end", "claim", "verdict") if name in header
        ]
        ordered = sorted(rows, key=lambda row, keys=keys: ([row[key] for key in keys], row))  # type: ignore[misc]
        if ordered != rows:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, lineterminator="\n").writerows([header, *ordered])
            changed.append(path.name)
    return changed


def _sources(tables: _Tables) -> Iterator[str]:
    cited = {claim.source for claim in tables.claims}
    for row in table(tables.folder / "sources.csv"):
        source = tables.sources[row.take("id")]
        where = row.origin
        if source.id not in cited and source.id != "lodestone-rulings":
            yield f"{where}: no claim cites {source.id}; remove the source, or cite it."
        if source.kind in ("definitions", "seed", "reference"):
            continue
        if not source.published and not source.note:
            yield f"{where}: {source.id} has no date; give it, or say in note that the page has none."
        if source.kind == "statistics" and not source.licence:
            yield f"{where}: {source.id} is a data set without a licence; say on what terms it may be passed on."


def _isolated(tables: _Tables) -> Iterator[str]:
    joined = {
        id_
        for claim in tables.claims
        if claim.type != schema.DESCRIBED
        for id_ in (claim.start, claim.end, claim.details.get("item"), claim.details.get("reporter"))
    }
    for claim in tables.claims:
        if claim.type == schema.DESCRIBED and claim.start not in joined:
            yield f"{claim.origin}: {claim.start} stands alone; no other row names it. Add a claim, or remove it."


def _twins(tables: _Tables) -> Iterator[str]:
    known = rulings([JUDGEMENTS])
    ruled = known.different | {frozenset(pair) for pair in known.same.items()}
    seen: dict[tuple[str, str], Claim] = {}
    for claim in tables.claims:
        if claim.type != schema.DESCRIBED:
            continue
        label = label_of(claim.start)
        keys = [(label, normalised(name)) for name in (claim.details["name"], *claim.details.get("aliases", []))]
        keys += [("identifier", identifier) for identifier in claim.details.get("identifiers", [])]
        for key in dict.fromkeys(keys):
            other = seen.setdefault(key, claim)
            if other.start != claim.start and frozenset((claim.start, other.start)) not in ruled:
                what = "identifier" if key[0] == "identifier" else f"{key[0].lower()} name"
                yield (
                    f"{claim.origin}: {claim.start} and {other.start} ({other.origin}) share the {what} {key[1]!r}; "
                    "rule in kb/judgements.csv whether they are the same."
                )


def _shares(tables: _Tables) -> Iterator[str]:
    """Shares of one material, stage, period, measure and source add up to at most MOST_PER_CENT."""
    reasons = _deviations(tables.folder)
    sets: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in tables.claims:
        measure = claim.details.get("measure", "")
        whole = claim.type == "PRODUCES" and measure.startswith("share of world")
        if whole and claim.start.startswith("country:") and claim.status != "planned" and not claim.absent:
            stage, period = claim.details.get("stage", ""), claim.details.get("period", "")
            sets[claim.end, stage, period, measure, claim.source].append(claim)
    for name, members in sets.items():
        countries = [claim for claim in members if claim.start not in ("country:EUE", "country:WLD")]
        total = sum(claim.figure.value or claim.figure.low or 0.0 for claim in countries)
        if total > MOST_PER_CENT and "|".join(name) not in reasons:
            what = " ".join(part for part in name if part)
            yield (
                f"{members[0].origin}: the shares of {what} add up to {total:g} %, over {MOST_PER_CENT:g}; "
                "mend them, or give the reason in deviations.toml."
            )


def _deviations(folder: Path) -> set[str]:
    path = folder.parent / "deviations.toml"
    if not path.exists():
        return set()
    import tomllib

    return set(tomllib.loads(path.read_text(encoding="utf-8")))


def _states(tables: _Tables) -> Iterator[str]:
    """A policy, programme or plant never has two states of one scope at once."""
    held: dict[tuple[str, str], list[tuple[str, str, Claim]]] = defaultdict(list)
    for claim in tables.claims:
        if claim.type == "IN_STATE" and claim.status != "planned" and not claim.absent:
            until = claim.details.get("until")
            end = periods.span(until)[0] if until else periods.OPEN_END
            begin = periods.span(claim.details["from"])[0]
            held[claim.start, claim.details.get("scope", "")].append((begin, end, claim))
    for (id_, scope), states in held.items():
        states.sort(key=lambda state: (state[0], state[1], state[2].end))
        for (begin, end, claim), (next_begin, _, other) in pairwise(states):
            same_start = begin == next_begin and claim.end != other.end
            overlap = end != periods.OPEN_END and end > next_begin and claim.end != other.end
            if same_start or overlap:
                part = f" of scope {scope!r}" if scope else ""
                yield (
                    f"{other.origin}: {id_}{part} is in {claim.end} ({claim.origin}) and in {other.end} at once "
                    f"from {next_begin}; end the one, or give them scopes."
                )


def _places(tables: _Tables) -> Iterator[str]:
    """Coordinates lie in the country that LOCATED_IN names, within TOLERANCE degrees."""
    stands: dict[str, list[str]] = defaultdict(list)
    for claim in tables.claims:
        if claim.type == "LOCATED_IN" and not claim.absent:
            stands[claim.start].append(claim.end.removeprefix("country:"))
    for claim in tables.claims:
        if claim.type != schema.DESCRIBED or "latitude" not in claim.details:
            continue
        point = (claim.details["latitude"], claim.details["longitude"])
        codes = stands.get(claim.start, [])
        if not codes:
            yield f"{claim.origin}: {claim.start} has coordinates but no LOCATED_IN row; add it."
        elif not any(code in words("blocs") or lies_in(*point, code) for code in codes):
            yield (
                f"{claim.origin}: {claim.start} at {point[0]}, {point[1]} does not lie in {' or '.join(codes)} "
                f"(tolerance {TOLERANCE} degrees); are latitude and longitude swapped?"
            )


def _grades(tables: _Tables) -> Iterator[str]:
    for claim in tables.claims:
        wanted = grade(tables.sources[claim.source].kind, claim.status, claim.checked)
        if claim.grade != wanted:
            yield f"{claim.origin}: grade {claim.grade}, the rule gives {wanted}."

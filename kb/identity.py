"""Which ids mean one thing: by rulings, shared identifiers, exact names with country, distance; never by a name alone.

It proposes what is merely like as candidates and merges none of them. It reads claims and writes nothing.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from rapidfuzz import fuzz, process

from kb.errors import BadTable, did_you_mean
from kb.ids import label_of
from kb.vocab import words

NEAR_KM = 20.0
"""Facilities of one name in one country are one when no farther apart: data sets place them by town or by shaft."""
LIKE = 88.0
"""Names with at least this score (rapidfuzz's token_set_ratio, 0-100) are proposed as candidates."""
RULED = "ruled the same"
RULINGS = ("same_as", "different")


@dataclass(frozen=True)
class Thing:
    """An entity as its claims describe it. `own` says that the project's own tables do."""

    id: str
    names: frozenset[str]
    identifiers: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    point: tuple[float, float] | None = None
    own: bool = False


@dataclass(frozen=True)
class Candidate:
    """Two entities that may be one. `score` is 0-100; a person rules in judgements.csv."""

    score: float
    id: str
    name: str
    other: str
    other_name: str
    country: str
    why: str


@dataclass(frozen=True)
class Rulings:
    """What people ruled: `same` from id to the id it means, and pairs that are `different`."""

    same: Mapping[str, str] = field(default_factory=dict)
    different: frozenset[frozenset[str]] = frozenset()


def rulings(paths: Iterable[Path]) -> Rulings:
    """Read files of rulings: id, ruling (same_as or different), other, reason, date. Raises BadTable with every fault.

    A ruling is undone by deleting its row; a later file rules over an earlier one on the same pair.
    """
    same: dict[str, str] = {}
    different: set[frozenset[str]] = set()
    stands: dict[str, Path] = {}
    problems = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                id_, other = row["id"], row["other"]
                if row["ruling"] not in RULINGS:
                    problems.append(f"{path}: no ruling {row['ruling']!r}; write same_as or different.")
                elif row["ruling"] == "different":
                    different.add(frozenset((id_, other)))
                    if same.get(id_) == other:
                        del same[id_]
                elif stands.get(id_) == path:
                    problems.append(f"{path}: {id_} stands there twice.")
                else:
                    stands[id_] = path
                    same[id_] = other
                    different.discard(frozenset((id_, other)))
    problems += [
        f"{stands[id_]}: a chain of rulings, {id_} -> {other} -> {same[other]}; point both at the last."
        for id_, other in same.items()
        if other in same
    ]
    if problems:
        raise BadTable(problems)
    return Rulings(same, frozenset(different))


def merged(things: Sequence[Thing], ruled: Rulings, apart: Iterable[frozenset[str]] = ()) -> dict[str, tuple[str, str]]:
    """Every id that means another: id -> (that other, why). `apart` are pairs that a claim joins, so they are two.

    The one that stays is the one a ruling points at, else the project's own, else the first id in order. The order of
    the input does not matter.
    """
    groups = _Groups(ruled.different | frozenset(apart), {thing.id for thing in things if thing.own}, ruled.same)
    for id_, other in sorted(ruled.same.items()):
        groups.join(id_, other, RULED)
    by_id = sorted(things, key=lambda thing: thing.id)
    for why, pairs in (("one identifier", _by_identifier(by_id)), ("one name and country", _companies(by_id)),
                       ("one name and country, and near", _facilities(by_id))):  # fmt: skip
        for first, second in pairs:
            groups.join(first.id, second.id, why)
    return groups.meanings()


def candidates(things: Sequence[Thing], ruled: Rulings, known: Mapping[str, tuple[str, str]]) -> list[Candidate]:
    """Companies and facilities of one country with like names that nothing merged and nobody ruled on, best first."""
    blocks: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in sorted(things, key=lambda thing: thing.id):
        label = label_of(thing.id)
        if label in ("Company", "Facility") and thing.id not in known:
            for country in sorted(thing.countries) or ([""] if label == "Company" else []):
                blocks[label, country].append(thing)
    found: dict[frozenset[str], Candidate] = {}
    for (_, country), block in blocks.items():
        names = [normalised(min(thing.names)) for thing in block]
        scores = process.cdist(names, names, scorer=fuzz.token_set_ratio, score_cutoff=LIKE, workers=1)
        for (at, one), (to, two) in combinations(enumerate(block), 2):
            score, pair = float(scores[at][to]), frozenset((one.id, two.id))
            if score < LIKE or pair in ruled.different or not _may_be_one(one, two):
                continue
            why = f"like names in {country or 'no stated country'}" + (
                f", {_km(one.point, two.point):.0f} km apart" if one.point and two.point else ""
            )
            found[pair] = Candidate(
                round(score, 1), one.id, min(one.names), two.id, min(two.names), country.partition(":")[2], why
            )
    return sorted(found.values(), key=lambda each: (-each.score, each.id, each.other))


def normalised(name: str) -> str:
    """A name without case, accents, punctuation and legal forms."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    kept = [word for word in re.findall(r"[a-z0-9]+", plain.replace(".", "")) if word not in words("legal_forms")]
    return " ".join(kept) or plain or name.casefold()


def check_known(ruled: Rulings, ids: set[str]) -> None:
    """Raise BadTable for a ruling that points at an id which no claim describes."""
    wrong = [other for id_, other in ruled.same.items() if id_ in ids and other not in ids]
    if wrong:
        raise BadTable(
            f"judgements: no claim describes {id_!r}, which a ruling points at.{did_you_mean(id_, ids)}"
            for id_ in wrong
        )


def _by_identifier(things: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    first: dict[tuple[str, str], Thing] = {}
    for thing in things:
        for identifier in sorted(thing.identifiers):
            other = first.setdefault((label_of(thing.id), identifier), thing)
            if other is not thing:
                yield other, thing


def _companies(things: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Companies of one normalised name and country, unless both have an LEI and they differ."""
    for one, two in _alike(things, "Company"):
        if not _two_leis(one, two):
            yield one, two


def _facilities(things: Sequence[Thing]) -> Iterator[tuple[Thing, Thing]]:
    for one, two in _alike(things, "Facility"):
        if one.point and two.point and _km(one.point, two.point) <= NEAR_KM:
            yield one, two


def _alike(things: Sequence[Thing], label: str) -> Iterator[tuple[Thing, Thing]]:
    blocks: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in things:
        if label_of(thing.id) == label:
            for name in sorted({normalised(name) for name in thing.names}):
                for country in sorted(thing.countries):
                    blocks[name, country].append(thing)
    for block in blocks.values():
        yield from combinations(block, 2)


def _two_leis(one: Thing, two: Thing) -> bool:
    leis = [{each for each in thing.identifiers if each.startswith("lei=")} for thing in (one, two)]
    return bool(leis[0] and leis[1] and not leis[0] & leis[1])


def _may_be_one(one: Thing, two: Thing) -> bool:
    if _two_leis(one, two):
        return False
    return not (one.point and two.point) or _km(one.point, two.point) <= 2 * NEAR_KM


def _km(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Great-circle distance of two points in degrees (haversine, mean Earth radius 6,371 km)."""
    north, east, other_north, other_east = map(radians, (*one, *two))
    half = sin((other_north - north) / 2) ** 2 + cos(north) * cos(other_north) * sin((other_east - east) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(half))


class _Groups:
    """Ids joined into groups, never two that are ruled or stated to be different."""

    def __init__(self, different: frozenset[frozenset[str]], own: set[str], same: Mapping[str, str]) -> None:
        self._apart: dict[str, set[str]] = defaultdict(set)
        for pair in different:
            if len(pair) == 2:
                one, two = sorted(pair)
                self._apart[one].add(two)
                self._apart[two].add(one)
        self._own = own
        self._pointed = set(same.values())
        self._group: dict[str, list[str]] = {}
        self._why: dict[str, str] = {}

    def join(self, one: str, two: str, why: str) -> None:
        first, second = (self._group.get(id_, [id_]) for id_ in (one, two))
        if first is second or any(self._apart.get(id_, set()) & set(second) for id_ in first):
            return
        if why != RULED and self._own.intersection(first) and self._own.intersection(second):
            return  # the project's own tables keep them apart, and their gate has looked at twins
        whole = [*first, *second]
        for id_ in whole:
            self._group[id_] = whole
            self._why.setdefault(id_, why)

    def meanings(self) -> dict[str, tuple[str, str]]:
        found = {}
        for id_, group in self._group.items():
            stays = min(group, key=lambda each: (each not in self._pointed, each not in self._own, each))
            if id_ != stays:
                found[id_] = (stays, self._why[id_])
        return found

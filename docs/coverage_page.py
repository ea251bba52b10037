"""docs/coverage.md: per material and stage, and per technology, what is known, by how many, how old; gaps first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from docs.markdown import code, page, table
from kb.claims import Claim
from kb.schema import DESCRIBED, GRADES
from loaders.curated.loader import claims
from loaders.run import CURATED

_STAGES = ("mining", "separation", "refining", "metal", "alloy", "magnet", "component", "assembly", "recycling")


@dataclass
class _Known:
    """What the claims on one subject come to."""

    claims: int = 0
    sources: set[str] = field(default_factory=set)
    grades: set[str] = field(default_factory=set)
    periods: set[str] = field(default_factory=set)

    def add(self, claim: Claim) -> None:
        self.claims += 1
        self.sources.add(claim.source)
        self.grades.add(claim.grade)
        self.periods |= {claim.details["period"]} if claim.details.get("period") else set()

    @property
    def weak(self) -> bool:
        """One source, and none of its claims better than grade C."""
        return len(self.sources) == 1 and min(self.grades) >= "C"

    def cells(self) -> tuple[str, ...]:
        best = min(self.grades) if self.grades else ""
        newest = max(self.periods, default="")
        return (f"{self.claims:,}", f"{len(self.sources):,}", best, newest, "one weak source" if self.weak else "")


def coverage_page(tables: Path = CURATED / "tables") -> str:
    """Raises BadTable while a table has rows that cannot become claims."""
    found = [claim for claim in claims(tables) if claim.status != "planned"]
    names = {claim.start: str(claim.details["name"]) for claim in found if claim.type == DESCRIBED}
    facts = [claim for claim in found if claim.type != DESCRIBED]
    return page(
        "Coverage",
        "What the curated tables know, and where they are thin: the worst gaps first. A row that rests on one source "
        "of grade C or D says so. Planned facts are not counted. Unknown is not none: a gap here is a gap in this "
        "project, not in the world.",
        "## Production, by item and stage",
        "Claims on who makes it (countries, plants and companies), their sources, best grade, and newest period.",
        table(("item", "stage", "claims", "sources", "best grade", "newest period", ""), _production(facts, names)),
        "## Technologies",
        "Claims on what each contains or is made with; no claims means that nothing is known of its parts.",
        table(
            ("technology", "domain", "claims", "sources", "best grade", "newest period", ""),
            _technologies(found, names),
        ),
        "## Claims that rest on one weak source",
        "Facts with a figure that a single claim of grade D gives.",
        table(("claim", "source"), _weakest(facts, names)),
    )


def _production(facts: list[Claim], names: dict[str, str]) -> Iterable[tuple[str, ...]]:
    known: dict[tuple[str, str], _Known] = defaultdict(_Known)
    for claim in facts:
        if claim.type == "PRODUCES" and claim.details.get("stage") in _STAGES:
            known[claim.end, claim.details["stage"]].add(claim)
    order = sorted(
        known.items(), key=lambda item: (len(item[1].sources), item[1].claims, names[item[0][0]], item[0][1])
    )
    return [(names[item], stage, *what.cells()) for (item, stage), what in order]


def _technologies(found: list[Claim], names: dict[str, str]) -> Iterable[tuple[str, ...]]:
    described = [claim for claim in found if claim.type == DESCRIBED and claim.start.startswith("technology:")]
    domains = {claim.start: str(claim.details.get("domain", "")) for claim in described}
    known: dict[str, _Known] = {id_: _Known() for id_ in domains}
    for claim in found:
        if claim.start in known and claim.type in ("CONTAINS", "USES_MATERIAL"):
            known[claim.start].add(claim)
    order = sorted(known.items(), key=lambda item: (len(item[1].sources), item[1].claims, names[item[0]]))
    return [(names[id_], domains[id_], *_cells(what)) for id_, what in order]


def _cells(what: _Known) -> tuple[str, ...]:
    return what.cells() if what.claims else ("0", "0", "", "", "no data")


def _weakest(facts: list[Claim], names: dict[str, str]) -> Iterable[tuple[str, ...]]:
    by_fact: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in facts:
        qualifiers = (str(claim.details.get(name, "")) for name in claim.qualifiers)
        by_fact[claim.type, claim.start, claim.end, *qualifiers].append(claim)
    alone = [group[0] for group in by_fact.values() if len(group) == 1]
    weak = [claim for claim in alone if claim.grade == GRADES[-1] and claim.figure]
    return sorted((_in_words(claim, names), code(claim.source)) for claim in weak)


def _in_words(claim: Claim, names: dict[str, str]) -> str:
    ends = (names.get(claim.start, claim.start), claim.type, names.get(claim.end, claim.end))
    return " ".join([*ends, str(claim.details.get("measure", ""))]).strip()

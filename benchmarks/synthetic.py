"""Claims of a made-up world of any size, valid and always the same; one claim for every entity and every fact."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kb import schema
from kb.claims import Claim, validated
from kb.figures import Figure
from kb.sources import Source, grade

SOURCES = tuple(
    Source(f"synthetic-{year}", f"Yearbook {year}", "Lodestone benchmarks", "statistics", str(year), note="made up")
    for year in range(2015, 2025)
)
_SHARES = (("Facility", 8), ("Company", 6), ("Material", 3), ("Component", 2), ("Technology", 1))  # of 20 entities
_FIRST = date(2010, 1, 1)
_STAGES = ("mining", "separation", "metal", "alloy", "magnet")


def entities(count: int) -> Iterator[Claim]:
    """What `count` entities are: facilities, companies, materials, components and technologies."""
    for label, _ in _SHARES:
        for n in range(_many(label, count)):
            details: dict[str, object] = {"name": f"{label} {n:06d}", "aliases": [f"{label[0]}{n}", f"{label} no. {n}"]}
            if label == "Facility":
                details |= {"latitude": n % 180 - 90.0, "longitude": n % 360 - 180.0}
            if label == "Company":
                details |= {"kind": "company"}
            if label == "Technology":
                details |= {"domain": f"domain-{n % 9}"}
            yield _cited(Claim(schema.DESCRIBED, _id(label, n), "", "", details), n)


def facts(count: int, of: int) -> Iterator[Claim]:
    """`count` claims between `of` entities, every one of another fact: half of them dated figures of production."""
    facility, company, material, component, technology = (_many(label, of) for label, _ in _SHARES)
    for n in range(count):
        day, item = (_FIRST + timedelta(n // 20)).isoformat(), _id("Material", n * 7 % material)
        match n % 20:
            case 0:
                claim = Claim("CONTAINS", _id("Technology", n % technology), _id("Component", n * 3 % component), "",
                              {"variant": f"model {n}", "count": float(1 + n % 8)})  # fmt: skip
            case 1 | 2 | 3:
                claim = Claim("USES_MATERIAL", _id("Component", n % component), item, "",
                              {"variant": f"model {n}", "measure": "mass", "period": day, "per": "part"},
                              Figure(n % 97 / 10, unit="g", basis="the part"))  # fmt: skip
            case 4 | 5 | 6:
                claim = Claim("SUPPLIES", _id("Company", n % company), _id("Company", (n * 11 + 1) % company), "",
                              {"item": item, "period": day})  # fmt: skip
            case 7 | 8:
                claim = Claim("OWNS", _id("Company", n % company), _id("Facility", n * 13 % facility), "",
                              {"period": day, "share": float(n % 100)})  # fmt: skip
            case 9:
                claim = Claim("MADE_FROM", item, _id("Material", (n * 7 + 1) % material), "",
                              {"route": f"route {n}"}, Figure(words="most"))  # fmt: skip
            case _:
                claim = Claim("PRODUCES", _id("Facility", n % facility), item, "",
                              {"stage": _STAGES[n % 5], "measure": "output", "period": day},
                              Figure(float(n), unit="t", basis="REO"), observed=f"{n} tonnes")  # fmt: skip
        yield validated(_cited(claim, n))


def _cited(claim: Claim, n: int) -> Claim:
    source = SOURCES[n % len(SOURCES)]
    return replace(claim, source=source.id, grade=grade(source.kind, "reported", "file"), checked="file",
                   locator=f"row {n}", origin=f"synthetic.csv:{n}")  # fmt: skip


def _many(label: str, of: int) -> int:
    return of * dict(_SHARES)[label] // 20


def _id(label: str, n: int) -> str:
    return f"{schema.LABELS[label].prefix}:n{n:06d}"

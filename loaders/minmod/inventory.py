"""What the mineral inventory of a MinMod site says it holds: metal contained in ore of a grade, a figure a mineral.

It knows no files and no countries; a unit, category or key that it does not know raises BadInput.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kb.errors import BadInput
from kb.figures import Figure
from kb.vocab.matter import name_of

RARE_EARTHS = frozenset(f"Q{number}" for number in range(686, 701))
"""Lanthanum to lutetium and yttrium. A record that names all of them with nothing else said of them names the group."""
TONS = {"Q200": 1.0, "Q202": 1e6, "Q213": 907_184.74, "Q214": 0.90718474, "Q215": 453.59237}
PER_TON = {"Q201": 0.01, "Q203": 1e-6, "Q220": 1e-6, "Q217": 1e-3}
"""Units of ore in t, and of grade as a part of 1; equivalence grades and money cannot be turned into metal."""
MEASURES = {
    "Inferred": "resources",
    "Indicated": "resources",
    "Measured": "resources",
    "Probable": "reserves",
    "Proven": "reserves",
}
TAKEN_OUT = ("Extracted", "CumulativeExtracted", "OriginalResource")
"""Categories of what is no longer in the ground, or was before mining; the site does not hold it."""
KEYS = {"commodity", "reference", "category", "grade", "ore", "zone", "date"}


@dataclass(frozen=True)
class Holding:
    """One mineral that a site holds: a `resources` or `reserves` figure, or its mere presence (no measure)."""

    matter: str
    measure: str
    figure: Figure
    confidence: float
    observed: str


def target(term: Mapping[str, Any]) -> tuple[str, float]:
    """The last part of a term's address (`Q537`, `Inferred`) and the matcher's confidence in it."""
    unknown = set(term) - {"source", "confidence", "observed_name", "normalized_uri"}
    if unknown:
        raise BadInput(f"a term with {', '.join(sorted(unknown))}, which this loader does not know.")
    uri = str(term.get("normalized_uri") or "")
    if not uri:
        raise BadInput(f"{term.get('observed_name')!r} was matched to nothing.")
    return uri.rsplit("/", 1)[-1], float(term.get("confidence", 0))


def matter_of(commodity: str) -> str:
    """The mineral that a commodity id stands for; '' for one that is none of ours. BadInput for an unknown id."""
    known = _commodities()
    if commodity not in known:
        raise BadInput(f"commodity {commodity!r} is not in loaders/minmod/commodities.csv.")
    return known[commodity]


@cache
def _commodities() -> dict[str, str]:
    lines = (files(__package__) / "commodities.csv").read_text(encoding="utf-8").splitlines()[1:]
    return {id_: matter for id_, matter, _ in (line.split(",", 2) for line in lines)}


def holdings(inventory: Sequence[Mapping[str, Any]]) -> Iterator[Holding]:
    """Of each mineral one holding a measure. Categories of one measure are added, and named in the words."""
    for entry in inventory:
        if unknown := set(entry) - KEYS:
            raise BadInput(f"an inventory with {', '.join(sorted(unknown))}, which this loader does not know.")
    bare = [entry for entry in inventory if not entry.keys() & {"grade", "ore", "category"}]
    yield from _present(bare)
    parts: dict[tuple[str, str], list[tuple[float, float, str]]] = {}
    for entry in inventory:
        if entry.keys() & {"grade", "ore", "category"}:
            matter = matter_of(target(entry["commodity"])[0])
            for measure, part in _contained(entry):
                if matter:
                    parts.setdefault((matter, measure), []).append(part)
    for (matter, measure), found in parts.items():
        words = "; ".join(word for _, _, word in found)
        basis = f"{name_of(matter).casefold()} contained in ore"
        yield Holding(
            matter,
            measure,
            Figure(round(sum(tons for tons, _, _ in found), 6), unit="t", basis=basis, words=words),
            min(confidence for _, confidence, _ in found),
            words,
        )


def _present(entries: Sequence[Mapping[str, Any]]) -> Iterator[Holding]:
    """Minerals named without any figure; all fifteen rare earths together are the group."""
    found: dict[str, tuple[float, str]] = {}
    for entry in entries:
        id_, confidence = target(entry["commodity"])
        found[id_] = (confidence, str(entry["commodity"].get("observed_name") or id_))
    if found.keys() >= RARE_EARTHS:
        sure = min(found[id_][0] for id_ in RARE_EARTHS)
        yield Holding("mineral:rare-earths", "", Figure(), sure, "all fifteen rare earths")
        found = {id_: term for id_, term in found.items() if id_ not in RARE_EARTHS}
    told = set()
    for id_, (confidence, name) in found.items():
        matter = matter_of(id_)
        if matter and matter not in told:
            told.add(matter)
            yield Holding(matter, "", Figure(), confidence, name)


def _contained(entry: Mapping[str, Any]) -> Iterator[tuple[str, tuple[float, float, str]]]:
    """Measure, and (tons contained, confidence, words), of one line with ore and grade."""
    categories = [target(term) for term in entry.get("category", [])]
    names = [name for name, _ in categories]
    if unknown := [name for name in names if name not in MEASURES and name not in TAKEN_OUT]:
        raise BadInput(f"inventory category {unknown[0]!r}; known are {', '.join([*MEASURES, *TAKEN_OUT])}.")
    if names and set(names) <= set(TAKEN_OUT):
        return
    measures = {MEASURES[name] for name in names if name in MEASURES} or {"resources"}
    if len(measures) > 1:
        raise BadInput(f"one figure for {' and '.join(sorted(measures))} together.")
    if not (entry.get("ore") and entry.get("grade")):
        raise BadInput("an inventory line with a category and without both ore and grade.")
    ore, ore_unit, sure_ore = _measured(entry["ore"], TONS)
    grade, grade_unit, sure_grade = _measured(entry["grade"], PER_TON)
    confidence = min([sure_ore, sure_grade, target(entry["commodity"])[1], *(sure for _, sure in categories)])
    words = f"{ore:g} {ore_unit} of ore at {grade:g} {grade_unit}" + (f" ({', '.join(names)})" if names else "")
    tons = ore * TONS[target(entry["ore"]["unit"])[0]] * grade * PER_TON[target(entry["grade"]["unit"])[0]]
    yield measures.pop(), (tons, confidence, words)


def _measured(quantity: Mapping[str, Any], known: Mapping[str, float]) -> tuple[float, str, float]:
    """Value, unit as observed, confidence. BadInput for a unit that is not among the known, or a value below zero."""
    value, unit = quantity.get("value"), quantity.get("unit")
    if not isinstance(value, int | float) or value < 0 or not isinstance(unit, dict):
        raise BadInput(f"a quantity of {value!r}; a number of at least 0 with a unit is expected.")
    id_, confidence = target(unit)
    if id_ not in known:
        raise BadInput(f"the unit {unit.get('observed_name') or id_!r} ({id_}) cannot be turned into tons of metal.")
    return float(value), str(unit.get("observed_name") or id_), confidence

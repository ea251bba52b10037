"""Finds, among the claims of an answer, figures that exclude each other for one identity; it judges none of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from api.cells import name_of, number
from kb import schema

if TYPE_CHECKING:
    from queries.answer import Answer


def differences(answer: Answer) -> Iterator[tuple[str, str]]:
    """What differs, in words, and the command that shows every claim about it."""
    groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for claim in answer.claims.values():
        if claim["type"] not in schema.RELATIONS or _bounds(claim) is None:
            continue
        qualifiers = schema.RELATIONS[claim["type"]].qualifiers
        identity = (
            claim["type"],
            claim["start"],
            claim["end"],
            claim.get("unit"),
            *(claim.get(name) for name in qualifiers),
        )
        groups.setdefault(identity, []).append(claim)
    for (_, start, end, unit, *_), claims in groups.items():
        bounds = sorted({bound for claim in claims if (bound := _bounds(claim))})
        if max(low for low, _ in bounds) > min(high for _, high in bounds):
            seen = sorted({value for bound in bounds for value in bound if value not in (float("inf"), float("-inf"))})
            measure = claims[0].get("measure") or "figure"
            period = f", {claims[0]['period']}" if claims[0].get("period") else ""
            yield (
                f"{name_of(start, answer.entities)}, {name_of(end, answer.entities)}: {measure}{period}: "
                f"{number(seen[0])}–{number(seen[-1])} {unit or ''}".strip(),
                f"lodestone evidence {start} {end}",
            )


def _bounds(claim: dict[str, Any]) -> tuple[float, float] | None:
    value, low, high = claim.get("value"), claim.get("low"), claim.get("high")
    if value is not None:
        return float(value), float(value)
    if low is None and high is None:
        return None
    return float("-inf") if low is None else float(low), float("inf") if high is None else float(high)

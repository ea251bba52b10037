"""Minerals and materials that loaders name: one id and one English name each, and what trade words for them mean.

The curated tables describe more; what both describe has one name (a test compares them).
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.vocab import check


@dataclass(frozen=True)
class Commodity:
    """What a data set's word for a commodity means: what a mine of it wins, and what a refinery or smelter makes, at
    which stage. `made` and `stage` are empty where the word is only mined."""

    mined: str
    made: str
    stage: str


def name_of(id_: str) -> str:
    """The English name of a mineral or material. Raises BadInput for one that is not listed in matter.csv."""
    return check("matter", id_)["name"]


def commodity(word: str) -> Commodity:
    """What a commodity word means, in any case. Raises BadInput with near words."""
    row = check("commodities", " ".join(word.casefold().split()))
    return Commodity(row["mined"], row["made"], row["stage"])

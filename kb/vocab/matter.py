"""Minerals and materials that loaders name: one id and one English name each, and what trade words for them mean.

The curated tables describe more; what both describe has one name (a test compares them).
"""

from __future__ import annotations

from dataclasses import dataclass

from kb.vocab import check


@dataclass(frozen=True)
class Commodity:
    """What a data set's word for a commodity means: what a mine of it wins, and what a refinery or smelter makes, at
    which stage. `made` and `stage` are empty where the word is only mined, `mined` where it is only made, all three
    where it stands for no one mineral or material. `product` marks a word for what is made, such as alumina."""

    mined: str
    made: str
    stage: str
    product: bool = False

    def at(self, mines: bool, works: bool) -> tuple[str, str]:
        """What a site wins or makes, and at which stage. At a site that both mines and refines the word alone does not
        say which: a word for a product is made there, any other is counted at its first step, mining."""
        first = bool(self.mined) and (mines or not self.made)
        return (
            (self.made, self.stage) if self.made and (not first or (works and self.product)) else (self.mined, "mining")
        )


def name_of(id_: str) -> str:
    """The English name of a mineral or material. Raises BadInput for one that is not listed in matter.csv."""
    return check("matter", id_)["name"]


def commodity(word: str) -> Commodity:
    """What a commodity word means, in any case. Raises BadInput with near words."""
    row = check("commodities", " ".join(word.casefold().split()))
    return Commodity(row["mined"], row["made"], row["stage"], row["product"] == "yes")

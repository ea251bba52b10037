"""Reads who owns a mine from prose such as `A (24%), State of Mali (20%)`; prose that is no such list is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kb.errors import BadInput

MOST = 100.5
"""Shares may add up to a little over 100 by rounding."""
_OWNER = re.compile(
    r"(?P<name>[^()%:]+?)\s*(?:\((?P<alias>[^()%\d]+)\)\s*)?\(\s*(?P<share>\d+(?:\.\d*)?)\s*%\s*[()]"
)  # fmt: skip
_BETWEEN = re.compile(r"\s*(?:[,;]|and\b|\.)?\s*")
_SOLD = re.compile(r",\s*sold (?:their interest )?on [\w ]+")
_SUFFIX = re.compile(r",\s*(?:S\.?A\.?|Inc|Ltd|Co\b|L\.?L\.?C|plc|N\.?V|AG)", re.I)
_STATE = re.compile(r"(?:State|Government) of (?P<after>.+)|(?P<before>.+) Government")
_SEVERAL = re.compile(r"\b(?:Ltd|Co|Inc|Corporation|S\.A)\b\.? +and +", re.I)
_NOBODY = re.compile(r"\binvestors\b", re.I)


@dataclass(frozen=True)
class Owner:
    """`country` is set for a state that owns, and its name is then the country's."""

    name: str
    share: float | None
    alias: str = ""
    country: bool = False


def owners(prose: str) -> list[Owner]:
    """Every owner with the per cent it holds; a lone name has none. Raises BadInput for anything but such a list."""
    text = _SOLD.sub("", " ".join(prose.split()).removeprefix("Joint Venture: "))
    if not re.search(r"[%():]", text):
        return [Owner(_name(text, prose), None)] if text else []
    found, at = [], 0
    while at < len(text.rstrip(" .,;")):
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
        match = _OWNER.match(text, at)
        if match is None:
            raise BadInput(f"owners {prose!r} is no list of names with a share each.")
        at = match.end()
        if not _NOBODY.search(match["name"]):
            found.append(_owner(match, prose))
    if sum(owner.share or 0 for owner in found) > MOST:
        raise BadInput(f"owners {prose!r} hold more than 100 % together.")
    return found


def _owner(match: re.Match[str], prose: str) -> Owner:
    share = float(match["share"])
    if share > 100:
        raise BadInput(f"owners {prose!r}: a share of {share:g} %.")
    state = _STATE.fullmatch(match["name"].strip())
    if state:
        return Owner(state["after"] or state["before"], share, country=True)
    return Owner(_name(match["name"], prose), share, (match["alias"] or "").strip())


def _name(text: str, prose: str) -> str:
    """One company's name; two that share a per cent are refused, for nobody says how they share it."""
    name = text.strip().removesuffix(";").strip()
    if _SEVERAL.search(name) or "," in _SUFFIX.sub("", name):
        raise BadInput(f"owners {prose!r}: {name!r} names several for one share.")
    return name

"""Countries by ISO 3166-1 alpha-3 code, with one English name each; blocs and the world by the codes in blocs.csv."""

from __future__ import annotations

import pycountry

from kb.errors import BadInput, did_you_mean
from kb.vocab import words

# ISO's own English names where the field says otherwise in every table it prints.
_NAMES = {
    "COD": "DR Congo", "COG": "Congo", "CZE": "Czechia", "GBR": "United Kingdom", "IRN": "Iran", "KOR": "South Korea",
    "LAO": "Laos", "MMR": "Myanmar", "PRK": "North Korea", "RUS": "Russia", "TUR": "Türkiye", "TWN": "Taiwan",
    "TZA": "Tanzania", "USA": "United States", "VNM": "Vietnam", "BOL": "Bolivia", "VEN": "Venezuela", "CHN": "China",
}  # fmt: skip


def country(code: str) -> tuple[str, str]:
    """English name and kind (country, bloc or world) of an alpha-3 code. Raises BadInput with near codes."""
    bloc = words("blocs").get(code)
    if bloc:
        return bloc["name"], bloc["kind"]
    found = pycountry.countries.get(alpha_3=code)
    if found is None:
        known = [*words("blocs"), *(entry.alpha_3 for entry in pycountry.countries)]
        raise BadInput(f"{code!r} is not an ISO 3166-1 alpha-3 code.{did_you_mean(code, known)}")
    return _NAMES.get(code) or str(getattr(found, "common_name", found.name)), "country"

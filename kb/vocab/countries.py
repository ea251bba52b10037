"""Countries by ISO 3166-1 alpha-3 code, with one English name each; blocs and the world by the codes in blocs.csv."""

from __future__ import annotations

from functools import cache

import pycountry

from kb.errors import BadInput, did_you_mean
from kb.names import fold
from kb.vocab import rows, words

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


def named_country(text: str) -> str | None:
    """The code of the country or bloc that has the text as a name, code, adjective or other common name."""
    return country_names().get(fold(text))


@cache
def country_names() -> dict[str, str]:
    """Every folded name, code and adjective with the code that it stands for: ISO's, the field's, demonyms.csv."""
    found: dict[str, str] = {}
    for entry in pycountry.countries:
        iso = [entry.name, getattr(entry, "common_name", ""), getattr(entry, "official_name", ""), entry.alpha_3]
        for name in (*iso, entry.alpha_2, _NAMES.get(entry.alpha_3, "")):
            found[fold(name)] = entry.alpha_3
    for code, bloc in words("blocs").items():
        found |= {fold(code): code, fold(bloc["name"]): code}
    found |= {fold(row["word"]): row["code"] for row in rows("demonyms")}
    found.pop("", None)
    return found

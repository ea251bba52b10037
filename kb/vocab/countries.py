"""Countries by ISO 3166-1 alpha-3 code, with one English name each; blocs and the world by the codes in blocs.csv.

How publishers spell and number them stands in country_names.csv; a spelling that is in neither is refused.
"""

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


def country_id(text: str, scheme: str = "") -> str:
    """The id of a country as a publisher writes it: a name in any of its known spellings, or an ISO 3166-1 code.

    With a `scheme` the text is a code of that scheme in country_names.csv ('wgi', 'un'), or else ISO's: alpha-3, or
    numeric for 'un'. Raises BadInput with near names.
    """
    found = known_country(text, scheme)
    if not found:
        raise BadInput(f"no country {text.strip()!r}.{did_you_mean(fold(text), _spellings(scheme))}")
    return found


def known_country(text: str, scheme: str = "") -> str:
    """As `country_id`, but '' for a spelling that is not known: for a reader that has other ways to read it."""
    code = _spellings(scheme).get(fold(text))
    return f"country:{code}" if code else ""


@cache
def _spellings(scheme: str) -> dict[str, str]:
    """ISO code by folded spelling: ISO's own, then those of country_names.csv, which win."""
    found: dict[str, str] = {}
    for entry in pycountry.countries:
        if scheme == "un":
            names = [entry.numeric, entry.numeric.lstrip("0")]
        elif scheme:
            names = [entry.alpha_3]
        else:
            names = [entry.name, getattr(entry, "official_name", ""), getattr(entry, "common_name", ""), entry.alpha_3]
        found |= {fold(name): entry.alpha_3 for name in names if name}
    if not scheme:
        found |= {fold(name): code for code, name in _NAMES.items()}
        found |= {fold(word): code for code, row in words("blocs").items() for word in (code, row["name"])}
    return found | {fold(row["word"]): row["code"] for row in rows("country_names") if row["scheme"] == scheme}


def named_country(text: str) -> str | None:
    """The code of the country or bloc that has the text as a name, code, adjective or other common name."""
    return country_names().get(fold(text))


@cache
def country_names() -> dict[str, str]:
    """Every folded name, code and adjective with the code that it stands for: publishers' spellings, demonyms.csv."""
    found = {fold(entry.alpha_2): entry.alpha_3 for entry in pycountry.countries}
    found |= _spellings("") | {fold(row["word"]): row["code"] for row in rows("demonyms")}
    found.pop("", None)
    return found

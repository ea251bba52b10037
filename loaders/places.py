"""Whether a point lies in a country, by the boundaries of the world's time zones; it knows nothing of claims."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pycountry
import tzfpy

from kb.errors import BadInput

TOLERANCE = 0.25
"""Degrees of latitude and longitude: coordinates of a plant at a border or a coast may be as far off as this."""


ALSO = {"XKX": {"RS"}, "NOR": {"SJ"}}
"""Alpha-2 codes under which the tz database has land of a country: Kosovo as Serbia, Svalbard by its own code."""


def coordinates(latitude: float | None, longitude: float | None, country: str) -> dict[str, float]:
    """What a described facility gets: nothing without coordinates. BadInput for no place on Earth, or one that does
    not lie in the country (an id): then one of the two is wrong, and the row does not say which."""
    if latitude is None and longitude is None:
        return {}
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        raise BadInput("latitude and longitude are no place on Earth.")
    if not lies_in(latitude, longitude, country.removeprefix("country:")):
        raise BadInput(f"the coordinates do not lie in {country}, the country of the row.")
    return {"latitude": latitude, "longitude": longitude}


def lies_in(latitude: float, longitude: float, code: str) -> bool:
    """Whether the point, or one within TOLERANCE of it, lies in the country with that ISO 3166-1 alpha-3 code."""
    found = pycountry.countries.get(alpha_3=code)
    codes = ({found.alpha_2} if found else set()) | ALSO.get(code, set())
    return bool(codes & countries_near(latitude, longitude))


def country_at(latitude: float, longitude: float) -> str:
    """Id of the country at the point itself. BadInput at sea or where a time zone is of several countries."""
    found = _countries().get(tzfpy.get_tz(longitude, latitude), set())
    alpha_3 = [country.alpha_3 for country in pycountry.countries if country.alpha_2 in found]
    if len(alpha_3) != 1:
        raise BadInput(f"no one country is known at latitude {latitude:g}, longitude {longitude:g}.")
    return f"country:{alpha_3[0]}"


def countries_near(latitude: float, longitude: float) -> set[str]:
    """Alpha-2 codes of the countries at the point and at eight points TOLERANCE around it."""
    steps = (0.0, TOLERANCE, -TOLERANCE)
    zones = {
        tzfpy.get_tz(longitude + east, max(-90.0, min(90.0, latitude + north))) for north in steps for east in steps
    }
    return set().union(*(_countries().get(zone, set()) for zone in zones))


@cache
def _countries() -> dict[str, set[str]]:
    """Countries by time zone, as the tz database lists them."""
    text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    found = {zone: {code} for code, _, zone, *_ in rows}
    found["Asia/Bangkok"].add("VN")  # the boundaries give northern Vietnam to the clock of Bangkok
    return found

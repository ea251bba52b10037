"""Reads MinMod's mineral sites (JSON, one release a compilation) and its vocabularies (CSV); no prices, no owners.

Every assertion of a site carries the confidence of the matcher that made it. What it observed is read with our own
vocabulary; a country that only the matcher names is not taken.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from kb.claims import Claim
from kb.errors import BadInput, BadTable
from kb.vocab.countries import country_id
from kb.vocab.matter import name_of
from loaders import family, sheets
from loaders.base import Row, header, table
from loaders.minmod.inventory import holdings, matter_of, target
from loaders.places import coordinates

SITE = {"source_id", "record_id", "name", "location_info"}
PASSED_OVER = {
    "reference": "the compilation itself, again",
    "created_by": "who loaded it",
    "modified_at": "when it was loaded",
    "deposit_type_candidate": "a geological class, with confidence 0 throughout",
    "site_type": "a word of the matcher",
    "site_rank": "a word of the matcher",
    "snapshot_id": "of the matcher",
    "dedup_site_uri": "of the matcher",
    "geology_info": "geology, not supply",
    "mineral_form": "geology, not supply",
    "discovered_year": "not about supply",
}
VOCABULARIES = {
    "commodity": ("minmod_id", "name", "parent", "aliases"),
    "commodity_form": ("minmod_id", "formula", "commodity_id", "conversion"),
    "country": ("minmod_id", "iso3", "iso2"),
    "state_or_province": ("minmod_id", "country_code", "state_code"),
    "unit": ("minmod_id", "unit name", "unit aliases"),
    "crs": ("minmod_id", "name"),
    "category": ("id", "label"),
    "deposit_type": ("minmod_id", "deposit_type", "deposit_environment"),
    "data_source": ("uri", "connection", "score"),
    "mineral_form": ("Mineral Name", "Chemical Formula"),
}
HEADERS = [frozenset(columns) for columns in VOCABULARIES.values()] + [frozenset(SITE | {"mineral_inventory"})]
WGS84 = {"Q701", "EPSG:4326"}
SURE = 0.95
"""Below this confidence of the matcher a claim is an estimate."""
_SOURCE = re.compile(r'"source_id"\s*:\s*"([^"]+)"')
_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+(?:[eE]-?\d+)?)\s+(-?[\d.]+(?:[eE]-?\d+)?)\s*\)")


def release_of(path: Path) -> str | None:
    """The compilation that the sites of a JSON file come from (`mrdata-ree`), or `vocabularies`."""
    if _vocabulary(path):
        return "vocabularies"
    if path.suffix.casefold() != ".json":
        return None
    with path.open(encoding="utf-8", errors="replace") as file:
        start = file.read(20_000)
    found = _SOURCE.search(start)
    return _label(found[1]) if found and '"location_info"' in start and '"record_id"' in start else None


def _label(source: str) -> str:
    """The name of a compilation by its address: as source.toml knows it, else made from the address."""
    for name, release in family.family("minmod").releases.items():
        if release.url == source:
            return name
    return _slug(source.split("://")[-1])


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def _vocabulary(path: Path) -> str:
    """Which vocabulary a file is, by its columns; '' for none."""
    columns = set(header(path))
    for sheet in sheets.names(path)[:1]:
        columns = set((sheets.cells(path, sheet) or [[]])[0])
    exact = {"crs", "category"}
    for name, known in VOCABULARIES.items():
        if columns == set(known) if name in exact else columns >= set(known):
            return name
    return ""


class Loader(family.Loader):
    def __init__(self, files: Sequence[Path], label: str) -> None:
        super().__init__(files, label)
        self._seen: dict[str, Row] = {}

    def rows(self) -> Iterator[Row]:
        for path in self.files:
            if self.label != "vocabularies":
                yield from _records(path)
            elif sheets.names(path):
                yield from sheets.sheet(path, sheets.names(path)[0])
            else:
                yield from table(path)

    def claims(self, row: Row) -> Iterator[Claim]:
        if self.label == "vocabularies":
            yield from self._word(row)
        else:
            yield from self._site(row)

    def _word(self, row: Row) -> Iterator[Claim]:
        """A commodity describes a mineral of ours; of the other vocabularies the project has its own."""
        if not set(VOCABULARIES["commodity"]) <= row.cells.keys():
            row.ignore("vocabulary: the project has its own countries, units and categories")
            return
        id_, name = row.take("minmod_id"), row.take("name")
        matter = matter_of(id_)
        if not matter or " > " in name:
            row.ignore("vocabulary: a commodity that is no mineral of ours, or a form of one")
            return
        aliases = sorted({part.strip() for part in row.take("aliases").split("|")} - {"", name_of(matter)})
        row.done(ignore=row.cells)
        yield row.claim("DESCRIBED", matter, name=name_of(matter), aliases=aliases, identifiers=[f"minmod={id_}"])

    def _site(self, row: Row) -> Iterator[Claim]:
        record = row.take("record_id")
        id_ = f"facility:{self.label}-{_slug(record)}"
        before = self._seen.setdefault(id_, row)
        if before.cells != row.cells:
            raise BadInput(f"record {record!r} stands at {before.origin} with other cells.")
        if _label(row.take("source_id")) != self.label:
            raise BadInput(f"a record of {row.take('source_id')}, in a file of {self.label}.")
        name = row.take("name") or record
        if "\N{REPLACEMENT CHARACTER}" in name + row.take("location_info"):
            raise BadInput(f"the name {name!r} is damaged: letters of it were lost before it came here.")
        place = json.loads(row.take("location_info"))
        countries = list(_countries(place))
        point = coordinates(*_point(place), countries[0][0]) if countries else {}
        found = list(holdings(json.loads(row.get("mineral_inventory") or "[]")))
        aliases = json.loads(row.get("aliases") or "[]")
        row.done(ignore=PASSED_OVER)
        self.describe(row, id_, name, aliases=aliases, identifiers=[f"{self.label}={record}"], **point)
        if not countries and not found:
            raise BadInput("a site without a country and without an inventory.")
        for country, confidence, observed in countries:
            yield row.claim(
                "LOCATED_IN",
                id_,
                country,
                status="reported" if confidence >= SURE else "estimated",
                observed=_sure(observed, confidence),
                place=", ".join(_provinces(place)),
                locator=f"record {record}, country",
            )
        for holding in found:
            computed = "computed" if holding.figure else "reported"
            yield row.claim(
                "HOLDS",
                id_,
                self.describe(row, holding.matter, name_of(holding.matter)),
                holding.figure,
                measure=holding.measure,
                status=computed if holding.confidence >= SURE else "estimated",
                observed=_sure(holding.observed, holding.confidence),
                locator=f"record {record}, mineral inventory",
            )


def _records(path: Path) -> Iterator[Row]:
    """The sites of a JSON file, each a row whose cells are JSON again, below the top level."""
    try:
        sites = json.loads(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise BadTable([f"{path}: not UTF-8 text at byte {error.start}; fetch the file again."]) from None
    except json.JSONDecodeError as error:
        raise BadTable([f"{path}:{error.lineno}: not JSON: {error.msg}; is the file whole?"]) from None
    if not isinstance(sites, list) or not all(isinstance(site, dict) for site in sites):
        raise BadTable([f"{path}: not a list of sites."])
    for number, site in enumerate(sites, 1):
        cells = {key: value if isinstance(value, str) else json.dumps(value) for key, value in site.items()}
        yield Row(f"{path}: site {number}", f"{path.name}, site {number}", cells)


def _countries(place: Mapping[str, Any]) -> Iterator[tuple[str, float, str]]:
    """Country id, confidence and the words observed, which decide; what only the matcher names is refused."""
    known = {"country", "state_or_province", "crs", "location"}
    if unknown := set(place) - known:
        raise BadInput(f"location_info with {', '.join(sorted(unknown))}, which this loader does not know.")
    for term in place.get("country", []):
        yield country_id(str(term.get("observed_name") or "")), float(term.get("confidence", 0)), term["observed_name"]


def _provinces(place: Mapping[str, Any]) -> list[str]:
    return [str(term["observed_name"]) for term in place.get("state_or_province", []) if term.get("observed_name")]


def _point(place: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Latitude and longitude of `POINT (lon lat)`. Null island, `POINT (0 0)`, is no place but the lack of one."""
    text = str(place.get("location") or "").strip()
    if not text or text.upper().endswith("EMPTY"):
        return None, None
    match = _POINT.fullmatch(text)
    if match is None:
        raise BadInput(f"location {text[:40]!r} is no POINT (longitude latitude).")
    longitude, latitude = float(match[1]), float(match[2])
    if longitude == latitude == 0:
        return None, None
    crs = place.get("crs") or {}
    system = target(crs)[0] if crs.get("normalized_uri") else str(crs.get("observed_name") or "none")
    if system not in WGS84:
        raise BadInput(f"coordinates in {crs.get('observed_name') or system}; only EPSG:4326 is read.")
    return latitude, longitude


def _sure(observed: str, confidence: float) -> str:
    return observed if confidence >= SURE else f"{observed} (matched with confidence {confidence:.2f})"

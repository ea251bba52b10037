"""Small files in the forms of the Mineral Commodity Summaries, and what the loader makes of them."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from kb.claims import filled
from loaders.load import Loaded, load

LONG = [
    "MCS chapter",
    "Section",
    "Commodity",
    "Country",
    "Statistics",
    "Statistics_detail",
    "Unit",
    "Year",
    "Value",
    "Notes",
    "Is critical mineral 2025",
    "Other notes",
]
WORLD, SALIENT, SOURCES = "World Mine Production and Reserves", "Salient Statistics—United States", "Import Sources"
T = "thousand metric tons"
WIDE = [
    "SOURCE",
    "COMMODITY",
    "COUNTRY",
    "TYPE",
    "UNIT_MEAS",
    "PROD_2023",
    "PROD_EST_ 2024",
    "PROD_NOTES",
    "CAP_2023",
    "CAP_EST_ 2024",
    "CAP_NOTES",
    "RESERVES_2024",
    "RESERVE_NOTES",
]
SINGLE = ["Source", "Country", "Type", "Prod_t_2021", "Prod_t_est_2022", "Prod_notes", "Reserves_t", "Reserves_notes"]


def write(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def row(
    section: str, commodity: str, country: str, statistic: str, detail: str, value: str, *, year: str = "2025",
    unit: str = "metric tons", notes: str = "", flag: str = "No", chapter: str = "",
) -> list[str]:  # fmt: skip
    return [
        chapter or commodity.upper(),
        section,
        commodity,
        country,
        statistic,
        detail,
        unit,
        year,
        value,
        notes,
        flag,
        "",
    ]


def wide(commodity: str, country: str, type_: str, unit: str = "metric tons", **cells_: str) -> list[str]:
    named = {
        "SOURCE": "MCS2025",
        "COMMODITY": commodity,
        "COUNTRY": country,
        "TYPE": type_,
        "UNIT_MEAS": unit,
        **cells_,
    }
    return [named.get(name, "") for name in WIDE]


def claims(data: Path, label: str) -> list[dict[str, Any]]:
    with duckdb.connect() as db:
        cursor = db.execute(
            "SELECT * FROM read_parquet(?)", [str(data / "claims" / f"usgs-mcs-{label}.claims.parquet")]
        )
        names = [column[0] for column in cursor.description or ()]
        return [
            {name: value for name, value in zip(names, found, strict=True) if filled(value)}
            for found in cursor.fetchall()
        ]


def read(path: Path, label: str = "2026") -> tuple[Loaded, list[dict[str, Any]]]:
    """One file loaded: what it gave, and its claims but for those that describe entities."""
    [loaded] = load("usgs-mcs", [path], path.parent / "data")
    assert loaded.release == label
    return loaded, [claim for claim in claims(path.parent / "data", label) if claim["type"] != "DESCRIBED"]


def one(path: Path, label: str = "2026", **wanted: str) -> dict[str, Any]:
    """The one claim that has these properties, without what every claim has."""
    found = [claim for claim in read(path, label)[1] if all(claim.get(k) == v for k, v in wanted.items())]
    assert len(found) == 1, found
    return {k: v for k, v in found[0].items() if k not in ("id", "source", "grade", "locator", "checked", "origin")}


def long(tmp_path: Path, *rows: list[str], encoding: str = "cp1252") -> Path:
    return write(tmp_path / "MCS2026_Commodities_Data.csv", LONG, rows, encoding)

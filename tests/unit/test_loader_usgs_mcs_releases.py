"""USGS Mineral Commodity Summaries: releases told apart and side by side, and the real files."""

import csv
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadTable
from loaders.load import Loaded, load
from loaders.usgs_mcs.loader import release_of
from tests.mcsfiles import LONG, SALIENT, SINGLE, WIDE, claims, long, one, row, wide, write

# releases


def test_a_release_is_known_by_its_years_whatever_its_name(tmp_path: Path) -> None:
    one_row = row(SALIENT, "Salt", "United States", "Production", "Production", "4", year="2026")
    assert release_of(write(tmp_path / "x.csv", LONG, [one_row], "cp1252")) == "2027"
    assert release_of(write(tmp_path / "y.csv", WIDE, [wide("Tin", "Peru", "Mine production")])) == "2025"
    assert release_of(write(tmp_path / "z.csv", SINGLE, [])) == "2023"
    assert release_of(write(tmp_path / "t.csv", ["a", "b"], [["1", "2"]])) is None
    assert release_of(tmp_path) is None


def test_both_releases_stay_with_one_identity(tmp_path: Path) -> None:
    header = [
        "Source",
        "Country",
        "Type",
        "Prod_t_2022",
        "Prod_t_est_2023",
        "Prod_notes",
        "Reserves_t",
        "Reserves_notes",
    ]
    type_ = "Rare earths, mine production, rare-earth-oxide equivalent, metric tons"
    older = write(
        tmp_path / "mcs2024-raree_world.csv", header, [["MCS2024", "China", type_, "", "240,000", "", "", ""]]
    )
    cells_ = {"PROD_2023": "255000"}
    newer = write(
        tmp_path / "w.csv", WIDE, [wide("Rare earths", "China", "Mine production, rare-earth-oxide", **cells_)]
    )
    found = [one(older, "2024", type="PRODUCES"), one(newer, "2025", type="PRODUCES")]
    identity = ("start", "end", "stage", "measure", "period", "unit", "basis")
    assert {tuple(claim[name] for name in identity) for claim in found} == {
        ("country:CHN", "mineral:rare-earths", "mining", "output", "2023", "t", "REO, mine output")
    }
    assert [claim["value"] for claim in found] == [240e3, 255e3]


def test_a_file_cut_off_in_a_row_is_refused(tmp_path: Path) -> None:
    salt = row(SALIENT, "Salt", "United States", "Production", "Production", "4")
    path = long(tmp_path, salt, salt)
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(BadTable, match="is the file cut off"):
        load("usgs-mcs", [path], tmp_path / "data")
    assert not (tmp_path / "data" / "claims").exists() or not list((tmp_path / "data" / "claims").glob("*.parquet"))


# the real files


def loaded(shared_data: Path, tmp_path: Path, *names: str) -> tuple[Loaded, dict[tuple[str, ...], dict[str, Any]]]:
    [found] = load("usgs-mcs", [shared_data / "usgs_mcs" / name for name in names], tmp_path)
    keys = ("type", "start", "end", "stage", "measure", "period", "scope", "item")
    return found, {tuple(c.get(key, "") for key in keys): c for c in claims(tmp_path, found.release)}


Said = tuple[Loaded, dict[tuple[str, ...], dict[str, Any]]]


@pytest.fixture(scope="module")
def release_2026(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Said:
    return loaded(shared_data, tmp_path_factory.mktemp("2026"), "2026")


def test_the_release_of_2026(release_2026: Said) -> None:
    found, said = release_2026
    assert (found.release, found.rows, found.torn, dict(found.quarantined)) == ("2026", 8886, 0, {})
    assert found.ignored == {"no figure: not available or not applicable": 359}
    spots = {
        ("PRODUCES", "country:CHN", "mineral:rare-earths", "mining", "output", "2024", "", ""): 270_000.0,
        ("PRODUCES", "country:COD", "mineral:cobalt", "mining", "output", "2025", "", ""): 230_000.0,
        ("PRODUCES", "country:CHN", "material:refined-gallium", "refining", "output", "2025", "", ""): 900.0,
        ("HOLDS", "country:CHL", "mineral:copper", "", "reserves", "2025", "", ""): 180e6,
        ("HAS_FIGURE", "material:refined-copper", "measure:world-output", "", "", "2025", "refining", ""): 29e6,
        ("RELIES_ON", "country:USA", "material:aluminium", "", "net import reliance", "2024", "", ""): 62.0,
        ("TRADES_WITH", "country:NOR", "country:USA", "", "import share", "2021/2024", "", "mineral:cobalt"): 26.0,
    }
    assert {key: said[key]["value"] for key in spots} == spots
    assert sum(key[0] == "LISTS" for key in said) == 62


def test_the_release_of_2025(shared_data: Path, tmp_path: Path) -> None:
    found, said = loaded(shared_data, tmp_path, "2025")
    assert (found.release, found.torn, dict(found.quarantined)) == ("2025", 0, {})
    china = ("PRODUCES", "country:CHN", "mineral:rare-earths", "mining", "output")
    assert [said[(*china, year, "", "")]["value"] for year in ("2023", "2024")] == [255e3, 270e3]
    kaolin = said["HAS_FIGURE", "mineral:kaolin", "measure:world-output", "", "", "2024", "mining", ""]
    assert kaolin["words"] == "4400 in the file, less than its largest part of 9,900"
    assert said["PRODUCES", "country:CHN", "mineral:ilmenite", "mining", "output", "2024", "", ""]["value"] == 3.3e6


def test_the_release_of_2023(shared_data: Path, tmp_path: Path) -> None:
    found, said = loaded(shared_data, tmp_path, "2023/world", "2023/salient")
    assert (found.release, found.torn, dict(found.quarantined)) == ("2023", 0, {})
    zinc = said["HOLDS", "country:AUS", "mineral:zinc", "", "reserves", "2022", "", ""]
    assert zinc["words"] == "1,166,000 in the file, which the world total of 210,000 rules out"
    assert said["HOLDS", "country:CHL", "mineral:rhenium", "", "reserves", "2022", "", ""]["value"] == 1300.0


def test_what_the_curated_tables_read_from_the_release_of_2026_is_found_by_the_loader(release_2026: Said) -> None:
    """Same identity, same figure, same status: the two are one fact, and nothing is disputed between them."""
    _, said = release_2026
    tables = Path(__file__).parents[2] / "loaders" / "curated" / "tables"
    compared = 0
    for path in sorted(tables.glob("*.csv")):
        for told in csv.DictReader(path.open(encoding="utf-8")):
            if told.get("source") != "usgs-mcs2026-data" or told.get("status") == "computed":
                continue
            if "relationship" not in told or told["relationship"] == "MADE_FROM":
                continue
            names = ("relationship", "start", "end", "stage", "measure", "period", "scope", "item")
            claim = said[tuple(told.get(name, "") for name in names)]
            numbers = tuple(float(told[name]) if told.get(name) else None for name in ("value", "low", "high"))
            assert (claim.get("value"), claim.get("low"), claim.get("high")) == numbers, told
            assert claim["status"] == (told.get("status") or "reported"), told
            assert claim.get("absent", False) == (told.get("absent") == "true"), told
            compared += 1
    assert compared > 600

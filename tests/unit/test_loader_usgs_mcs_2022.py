"""USGS Mineral Commodity Summaries in one file a commodity, as from 2022 to 2024: each of their traps."""

import csv
from pathlib import Path

import pytest

from kb.errors import BadTable
from loaders.load import load
from loaders.usgs_mcs import cells
from tests.mcsfiles import LONG, SALIENT, SINGLE, WIDE, WORLD, long, one, read, row, wide, write

# 2022-2024: one file a commodity


def test_unit_year_and_estimate_stand_in_the_column_names(tmp_path: Path) -> None:
    rows = [
        ["MCS2023", "Australia", "Mine production", "5,900", "e6,000", "", "1,000", ""],
        ["MCS2023", "Japane", "Mine production", "12", "13", "", "NA", ""],
        ["MCS2023", "New Caledonia11", "Mine production", "1", "Less than ½ unit.", "", "Included in World total.", ""],
        [""] * 8,
        ["MCS2023", "World total (rounded)", "Mine production", "6,000", "6,100", "", ">1,000", ""],
    ]
    path = write(tmp_path / "mcs2023-cobal_world.csv", SINGLE, rows)
    told = {
        (c["start"], c.get("measure", c["end"]), c["period"]): (c.get("value"), c.get("words"), c["status"])
        for c in read(path, "2023")[1]
    }
    assert told == {
        ("country:AUS", "output", "2021"): (5900.0, None, "reported"),
        ("country:AUS", "output", "2022"): (6000.0, None, "estimated"),
        ("country:AUS", "reserves", "2022"): (1000.0, None, "reported"),
        ("country:JPN", "output", "2021"): (12.0, None, "estimated"),
        ("country:JPN", "output", "2022"): (13.0, None, "estimated"),
        ("country:NCL", "output", "2021"): (1.0, None, "reported"),
        ("country:NCL", "output", "2022"): (None, "less than half a unit", "estimated"),
        ("country:NCL", "reserves", "2022"): (None, "Included in World total", "reported"),
        ("mineral:cobalt", "measure:world-output", "2021"): (6000.0, None, "reported"),
        ("mineral:cobalt", "measure:world-output", "2022"): (6100.0, None, "estimated"),
        ("mineral:cobalt", "measure:world-reserves", "2022"): (None, "over 1,000 t", "reported"),
    }


@pytest.mark.parametrize(
    ("header", "unit_factor", "label"),
    [
        ("Source,Country,Type,Prod_kt_2021,Prod_kt_Est_2022,Prod_notes", 1000.0, "2023"),
        ("Country,Form,Prod_t_est_2020,Prod_t_est_2021", 1.0, "2022"),
        ("Source,Country,Type,Prod_Mt_2022,Prod_Mt_est_2023,Prod_notes,,", 1e6, "2024"),
        ("Source,Country,Prod_kg_2022,Prod_kg_est_2023,Prod_note", 0.001, "2024"),
        ('Source,Country,"Mine production, cobalt",Prod_t_2022,Prod_t_est_2023,Prod_notes', 1.0, "2024"),
    ],
)
def test_headers_of_the_years_differ(tmp_path: Path, header: str, unit_factor: float, label: str) -> None:
    names = next(csv.reader([header]))
    said = {"Source": "MCS 2024", "Country": "Cuba"}
    cells_ = [said.get(name, "7" if name.startswith("Prod_") and "note" not in name else "") for name in names]
    path = write(tmp_path / f"mcs{label}-cobal_world.csv", names, [cells_])
    assert {c["value"] for c in read(path, label)[1]} == {7 * unit_factor}


def test_titanium_has_sponge_and_pigment_side_by_side(tmp_path: Path) -> None:
    header = "Source,Country,Type,Prod_Sponge_t_Est_2021,Prod_Sponge_t_Est_2022,Prod_notes,Cap_Sponge_t_2021,"
    header += "Cap_Pigment_t_2021"
    type_ = "Sponge Metal Production and Sponge and Pigment Capacity"
    path = write(
        tmp_path / "mcs2023-titan_world.csv", header.split(","), [["MCS2023", "China", type_, "1", "2", "", "3", "4"]]
    )
    told = {(c["end"], c["measure"], c["period"], c["value"]) for c in read(path, "2023")[1]}
    assert told == {
        ("material:titanium-sponge", "output", "2021", 1.0),
        ("material:titanium-sponge", "output", "2022", 2.0),
        ("material:titanium-sponge", "capacity", "2021", 3.0),
        ("material:titanium-dioxide", "capacity", "2021", 4.0),
    }


def test_a_part_beyond_its_total_is_kept_in_words(tmp_path: Path) -> None:
    numbers = {"Australia": "1,166,000", "Canada": "1,800", "China": "31,000", "World total (rounded)": "90,000"}
    rows = [["MCS2023", name, "Mine production", "1", "1", "", number, ""] for name, number in numbers.items()]
    path = write(tmp_path / "mcs2023-zinc_world.csv", SINGLE, rows)
    wrong = one(path, "2023", type="HOLDS", start="country:AUS")
    assert (wrong.get("value"), wrong["words"]) == (
        None,
        "1,166,000 in the file, which the world total of 90,000 rules out",
    )


def test_figures_under_no_column_name_are_set_aside(tmp_path: Path) -> None:
    header = [*SINGLE, ""]
    rows = [
        ["MCS2024", "Cuba", "Mine production", "1", "2", "", "3", "", "3"],
        ["MCS2024", "Peru", "Mine production", "1", "2", *[""] * 4],
    ]
    loaded_, found = read(write(tmp_path / "mcs2023-barit_world.csv", header, rows), "2023")
    assert loaded_.quarantined == {"'3' stands under no column name.": 1}
    assert {claim["start"] for claim in found} == {"country:PER"}


def test_a_column_of_reserves_may_have_its_year_and_basis(tmp_path: Path) -> None:
    header = [
        "Country",
        "Type",
        "Prod_kt_2022",
        "Prod_kt_est_2023",
        "Reserves_ore_kt_2023",
        "Reserves_ore_K2O_equiv_kt",
    ]
    path = write(
        tmp_path / "mcs2024-potas_world.csv", header, [["Laos", "Mine production, K2O", "1", "2", "500", "75"]]
    )
    held = {(c["end"], c["period"], c["value"]) for c in read(path, "2024")[1] if c["type"] == "HOLDS"}
    assert held == {("mineral:potash-ore", "2023", 500_000.0), ("mineral:potash", "2023", 75_000.0)}


def test_helium_drawn_from_a_store_is_no_second_output(tmp_path: Path) -> None:
    header = ["Source", "Country", "Type", "Prod_mcm_2021", "Prod_mcm_est_2022"]
    rows = [
        ["MCS2023", "United States (extracted from natural gas)", "Mine production, helium", "70", "75"],
        ["MCS2023", "United States (from Cliffside Field)", "Mine production, helium", "7", "8"],
    ]
    path = write(tmp_path / "mcs2023-heliu_world.csv", header, rows)
    told = {(c["type"], c["period"], c.get("scope")): (c["value"], c["unit"]) for c in read(path, "2023")[1]}
    assert told == {
        ("PRODUCES", "2021", None): (70e6, "m3"),
        ("PRODUCES", "2022", None): (75e6, "m3"),
        ("HAS_FIGURE", "2021", "output from Cliffside Field"): (7e6, "m3"),
        ("HAS_FIGURE", "2022", "output from Cliffside Field"): (8e6, "m3"),
    }


@pytest.mark.parametrize("header", [[*LONG, "Confidence"], [*WIDE, "STOCKS_2024"]])
def test_a_further_column_is_refused_by_name(tmp_path: Path, header: list[str]) -> None:
    first = (
        row(SALIENT, "Salt", "United States", "Production", "Production", "4")
        if header[0] == "MCS chapter"
        else wide("Tin", "Peru", "Mine production, tin content", PROD_2023="5")
    )
    path = write(tmp_path / "x.csv", header, [[*first, "7"]])
    with pytest.raises(BadTable, match=f"columns that nobody reads: {header[-1]}"):
        load("usgs-mcs", [path], tmp_path / "data")


def test_a_renamed_column_makes_a_stranger_that_resembles_the_family(tmp_path: Path) -> None:
    header = ["Amount" if name == "Value" else name for name in LONG]
    path = write(tmp_path / "x.csv", header, [row(SALIENT, "Salt", "United States", "Production", "Production", "4")])
    with pytest.raises(BadTable, match=r"It resembles usgs-mcs most\. It lacks Value\. It has Amount besides"):
        load("usgs-mcs", [path], tmp_path / "data")


def test_a_row_twice_is_one_claim(tmp_path: Path) -> None:
    twice = row(WORLD, "Tin", "Peru", "Production", "Mine production", "10")
    loaded_, found = read(long(tmp_path, twice, twice))
    assert (len(found), loaded_.repeated) == (1, 1)


def test_a_file_that_says_no_commodity_needs_its_name(tmp_path: Path) -> None:
    path = write(tmp_path / "data.csv", SINGLE, [["MCS2023", "Cuba", "Mine production", "1", "2", "", "", ""]])
    with pytest.raises(BadTable, match="which commodity"):
        load("usgs-mcs", [path], tmp_path / "data")


def test_salient_columns(tmp_path: Path) -> None:
    header = "DataSource,Commodity,Year,USprod_kg,Imports_GeO2_kg,Price_Metal_dkg,Price_dt,Price_dt,Employment_,NIR_ct,"
    rows = [
        ["MCS2025", "Germanium", "2023", "W", "5000", "1,200", "1", "2", "70", ">50", ""],
        ["MCS2025", "Germanium", "2024", "0", "NA", "50–300", "3", "4", "Less than 1/2 unit.", "E", ""],
    ]
    path = write(tmp_path / "mcs2025-germa_salient.csv", header.split(","), rows)
    told = {
        (c["end"], c.get("scope", ""), c["period"]): (c.get("value"), c.get("low"), c.get("words"), c["status"])
        for c in read(path, "2025")[1]
    }
    assert told == {
        ("measure:us-production", "", "2023"): (None, None, cells.WITHHELD, "reported"),
        ("measure:us-production", "", "2024"): (0.0, None, None, "estimated"),
        ("measure:us-imports", "geo2", "2023"): (5.0, None, None, "reported"),
        ("measure:price", "metal", "2023"): (1200.0, None, None, "reported"),
        ("measure:price", "metal", "2024"): (None, 50.0, "50 to 300", "estimated"),
        ("measure:price", "", "2023"): (1.0, None, None, "reported"),
        ("measure:price", "(column 2)", "2023"): (2.0, None, None, "reported"),
        ("measure:price", "", "2024"): (3.0, None, None, "estimated"),
        ("measure:price", "(column 2)", "2024"): (4.0, None, None, "estimated"),
        ("measure:us-employment", "", "2023"): (70.0, None, None, "reported"),
        ("measure:us-employment", "", "2024"): (None, None, "less than half a unit", "estimated"),
        ("mineral:germanium", "", "2023"): (None, 50.0, "over 50 %", "reported"),
        ("mineral:germanium", "", "2024"): (None, None, "net exporter", "estimated"),
    }

"""USGS Mineral Commodity Summaries in one wide file and tables on trends, as in 2025: each of their traps."""

from pathlib import Path

from loaders.load import load
from loaders.usgs_mcs import cells
from tests.mcsfiles import WIDE, T, one, read, wide, write

# 2025: one wide file


def test_a_wide_row_is_two_years_and_reserves(tmp_path: Path) -> None:
    cells_ = {"PROD_2023": "255000", "PROD_EST_ 2024": "270000", "RESERVES_2024": "44000000"}
    path = write(
        tmp_path / "MCS2025_World_Data.csv", WIDE,
        [wide("Rare earths", "China ", "Mine production, rare-earth-oxide equivalent", **cells_)],
    )  # fmt: skip
    told = [(c["type"], c["period"], c["value"], c["status"], c["basis"]) for c in read(path, "2025")[1]]
    assert sorted(told) == [
        ("HOLDS", "2024", 44e6, "reported", "REO, mine output"),
        ("PRODUCES", "2023", 255e3, "reported", "REO, mine output"),
        ("PRODUCES", "2024", 270e3, "estimated", "REO, mine output"),
    ]


def test_wide_notes_say_what_the_blank_cells_mean(tmp_path: Path) -> None:
    path = write(
        tmp_path / "world.csv", WIDE,
        [
            wide("Lithium ", "United\xa0States", "Mine production, lithium content", PROD_NOTES="W for 23-24"),
            wide("Tin", "Peru", "Mine production, tin content", RESERVE_NOTES="Moderate  "),
            wide("Tin", "China", "Mine production, tin content", RESERVE_NOTES="NA  "),
            wide("Zinc", "Peru", "Mine production, zinc content", **{"PROD_2023": "5", "PROD_EST_ 2024": "6",
                 "PROD_NOTES": "estimated 2023"}),
            wide("Zinc", "China", "Mine production, zinc content", **{"PROD_2023": "7", "PROD_EST_ 2024": "8",
                 "PROD_NOTES": "reproted"}),
        ],
    )  # fmt: skip
    loaded, found = read(path, "2025")
    told = {(c["start"], c["end"], c["period"]): (c.get("value"), c.get("words"), c["status"]) for c in found}
    assert told == {
        ("country:USA", "mineral:lithium", "2023"): (None, cells.WITHHELD, "reported"),
        ("country:USA", "mineral:lithium", "2024"): (None, cells.WITHHELD, "estimated"),
        ("country:PER", "mineral:tin", "2024"): (None, "Moderate", "reported"),
        ("country:PER", "mineral:zinc", "2023"): (5.0, None, "estimated"),
        ("country:PER", "mineral:zinc", "2024"): (6.0, None, "estimated"),
        ("country:CHN", "mineral:zinc", "2023"): (7.0, None, "reported"),
        ("country:CHN", "mineral:zinc", "2024"): (8.0, None, "estimated"),
    }
    assert loaded.ignored == {"no figure: blank, not available or not applicable": 1}


def test_misspelt_germanium_is_germanium(tmp_path: Path) -> None:
    type_ = "Primary and secondary refinery production"
    path = write(tmp_path / "w.csv", WIDE, [wide("Gemanium", "China", type_, "kilograms", **{"PROD_2023": "9000"})])
    claim = one(path, "2025", type="PRODUCES")
    assert (claim["end"], claim["value"], claim["unit"]) == ("material:refined-germanium", 9.0, "t")


def test_the_reserves_of_magnesium_metal_and_indium_are_capacity(tmp_path: Path) -> None:
    path = write(
        tmp_path / "w.csv", WIDE,
        [
            wide("Indium", "Japan", "Refinery production", RESERVES_2024="70"),
            wide("Magnesium metal", "Brazil", "Magnesium smelter production", T, **{"CAP_EST_ 2024": "22",
                 "RESERVES_2024": "22"}),
        ],
    )  # fmt: skip
    told = {(c["type"], c["end"], c["measure"], c["period"], c["value"]) for c in read(path, "2025")[1]}
    assert told == {
        ("PRODUCES", "material:refined-indium", "capacity", "2024", 70.0),
        ("PRODUCES", "material:magnesium-metal", "capacity", "2024", 22_000.0),
    }


def test_a_total_that_lost_a_zero_is_kept_in_words(tmp_path: Path) -> None:
    type_ = "Mine poduction, Kaolin"
    rows = [
        wide("Clays", name, type_, T, **{"PROD_2023": number, "PROD_EST_ 2024": number})
        for name, number in (("China", "7800"), ("India", "8400"), ("Spain", "4000"))
    ]
    total = wide("Clays", "World total (rounded)", type_, T, **{"PROD_2023": "20200", "PROD_EST_ 2024": "2020"})
    path = write(tmp_path / "w.csv", WIDE, [*rows, total])
    told = {c["period"]: (c.get("value"), c.get("words")) for c in read(path, "2025")[1] if "world-output" in c["end"]}
    assert told == {
        "2023": (20_200_000.0, None),
        "2024": (None, "2020 in the file, less than its largest part of 8,400"),
    }


def test_a_note_gives_the_unit_of_reserves_for_the_whole_table(tmp_path: Path) -> None:
    type_ = "Mine production, molybdenum content"
    path = write(
        tmp_path / "w.csv", WIDE,
        [
            wide("Molybdenum ", "Chile", type_, RESERVES_2024="1400"),
            wide("Molybdenum ", "China", type_, RESERVES_2024="5900",
                 RESERVE_NOTES=" (Reserve data is thousand metric tons)."),
        ],
    )  # fmt: skip
    assert {c["start"]: c["value"] for c in read(path, "2025")[1]} == {"country:CHL": 1.4e6, "country:CHN": 5.9e6}


# 2025: tables and figures on trends


def test_uses_leading_shares_and_scrap(tmp_path: Path) -> None:
    uses = write(
        tmp_path / "MCS2025_T4.csv", ["Source", "Critical Mineral", "Primary Applications", "Category_Note"],
        [["MCS2025", "Gallium", "Integrated circuits.", ""]],
    )  # fmt: skip
    leading = write(
        tmp_path / "MCS2025_T5.csv",
        ["Source", "Year", "Critical_mineral", "Leading_source_country", "Leading_source_precent_world"],
        [
            ["MCS2025", "2024_estimated", "Aluminum (bauxite)", "Guinea", "29"],
            ["MCS2025", "2024_estimated", "Titanium (metal)", "China", "69"],
            ["MCS2025", "2024_estimated", "Germanium", "China", "NA"],
        ],
    )  # fmt: skip
    scrap = write(
        tmp_path / "fig13.csv",
        ["Scrap_type", "Year", "Scrap_value_mdol", "Percent_domestic", "Percent_imported", "Percent_exported"],
        [["Antimony* (73)", "2024_estimate", "73", "99", "1", "0"]],
    )  # fmt: skip
    told = {(c["end"], c.get("words"), c["type"]) for c in read(uses, "2025")[1]}
    assert told == {
        ("measure:applications", "Integrated circuits.", "HAS_FIGURE"),
        ("mineral:gallium", None, "LISTS"),
    }
    shares = {(c["start"], c["end"], c["measure"], c["value"], c["status"]) for c in read(leading, "2025")[1]}
    assert shares == {
        ("country:GIN", "mineral:bauxite", "share of world output", 29.0, "estimated"),
        ("country:CHN", "material:titanium-sponge", "share of world output", 69.0, "estimated"),
    }
    parts = {(c["end"], c.get("scope"), c["value"], c["unit"]) for c in read(scrap, "2025")[1]}
    assert parts == {
        ("measure:scrap-value", None, 73.0, "million USD"),
        ("measure:scrap-share", "domestic", 99.0, "%"),
        ("measure:scrap-share", "imported", 1.0, "%"),
        ("measure:scrap-share", "exported", 0.0, "%"),
    }


def test_sources_in_order_and_changes(tmp_path: Path) -> None:
    header = [
        "Source", "Import_Share_Order", "Commodity", "Net_Import_Reliance_pct_2024", "Major_Import_Sources_2020_2023",
        "Notes",
    ]  # fmt: skip
    ranking = write(
        tmp_path / "fig2.csv", header, [["MCS2025", "35", "TIN, refined", "73", "Peru, Bolivia", "Descending."]]
    )
    changes = write(
        tmp_path / "fig12.csv",
        ["Mineral_Commodity", "Pch_Critical_Minerals_2020_2024", "Pch_Other_Minerals_2020_2024"],
        [["Commodity", "Critical Minerals", "Other Minerals"], ["Titanium metal", "-5", ""]],
    )  # fmt: skip
    told = {(c["end"], c["scope"], c["period"], c.get("value"), c.get("words")) for c in read(ranking, "2025")[1]}
    assert told == {
        ("measure:us-import-share", "main sources in order: tin, refined", "2020/2023", None, "Peru, Bolivia"),
        ("measure:net-import-reliance", "as ranked: tin, refined", "2024", 73.0, None),
    }
    loaded_, found = read(changes, "2025")
    assert [(c["start"], c["period"], c["value"]) for c in found] == [("material:titanium-sponge", "2020/2024", -5.0)]
    assert loaded_.ignored == {"a second header": 1}


def test_what_is_about_the_industry_as_a_whole_is_ignored_by_name(tmp_path: Path) -> None:
    path = write(
        tmp_path / "MCS2025_Fig3.csv", ["Source", "Country", "Commodity_Count", "Map_Class"],
        [["MCS2024", "Australia", "6", "4 to 6"]],
    )  # fmt: skip
    uses = ["Source", "Critical Mineral", "Primary Applications", "Category_Note"]
    write(tmp_path / "MCS2025_T4.csv", uses, [["MCS2025", "Gallium", "Integrated circuits.", ""]])
    [found] = load("usgs-mcs", [path, tmp_path / "MCS2025_T4.csv"], tmp_path / "data")
    assert found.ignored == {"the mineral industry of the United States as a whole: no commodity": 1}


def test_the_newest_year_may_carry_its_mark(tmp_path: Path) -> None:
    rows = [["MCS2022", "Cobalt", "2020", "600"], ["MCS2022", "Cobalt", "2021e", "700"]]
    path = write(tmp_path / "x.csv", ["DataSource", "Commodity", "Year", "USprod_t"], rows)
    assert [(c["period"], c["status"]) for c in sorted(read(path, "2022")[1], key=lambda c: c["period"])] == [
        ("2020", "reported"),
        ("2021", "estimated"),
    ]

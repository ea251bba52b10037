"""USGS Mineral Commodity Summaries in one long file, as from 2026 on: each of its traps."""

from pathlib import Path

import pytest

from tests.mcsfiles import SALIENT, SOURCES, WORLD, T, long, one, read, row

# 2026: one long file


def test_output_and_reserves_of_a_country(tmp_path: Path) -> None:
    path = long(
        tmp_path,
        row(WORLD, "Cobalt", "Congo (Kinshasa)", "Production", "Mine production", "1,100", notes="Estimated."),
        row(WORLD, "Cobalt", "Congo (Kinshasa)", "Reserves", "Reserves", ">6,000", notes="See Appendix C."),
    )
    produces = {
        "type": "PRODUCES", "start": "country:COD", "end": "mineral:cobalt", "stage": "mining", "measure": "output",
        "period": "2025", "value": 1100.0, "unit": "t", "basis": "contained cobalt, mine output", "observed": "1,100",
        "status": "estimated",
    }  # fmt: skip
    holds = {
        "type": "HOLDS", "start": "country:COD", "end": "mineral:cobalt", "measure": "reserves", "period": "2025",
        "low": 6000.0, "unit": "t", "basis": "contained cobalt, mine output", "words": "over 6,000 metric tons",
        "observed": ">6,000", "status": "reported",
    }  # fmt: skip
    assert one(path, type="PRODUCES") == produces
    assert one(path, type="HOLDS") == holds


def test_a_dash_is_a_stated_absence_and_W_is_not(tmp_path: Path) -> None:
    path = long(
        tmp_path,
        row(WORLD, "Tungsten", "United States", "Production", "Mine production", "—"),
        row(WORLD, "Tungsten", "China", "Production", "Mine production", "W"),
    )
    absent, withheld = one(path, start="country:USA"), one(path, start="country:CHN")
    assert (absent["absent"], absent["words"], "value" in absent) == (True, "zero", False)
    assert ("absent" in withheld, withheld["words"]) == (False, "withheld (W) to avoid disclosing company data")


@pytest.mark.parametrize(
    ("notes", "status"),
    [
        ("Estimated.", "estimated"),
        ("Estimated. -- Gross weight.", "estimated"),
        ("Gross weight. -- Estimated.", "estimated"),
        ("Estimated .-- Source: a consultant.", "estimated"),
        ("Reported.", "reported"),
        ("Estimated. -- Reported.", "reported"),
        ("Includes U.S. Geological Survey estimates.", "reported"),
        ("", "reported"),
    ],
)
def test_the_estimate_flag_stands_in_the_notes(tmp_path: Path, notes: str, status: str) -> None:
    path = long(tmp_path, row(WORLD, "Tin", "Peru", "Production", "Mine production", "10", notes=notes))
    assert one(path, type="PRODUCES")["status"] == status


def test_the_world_total_is_a_figure_of_the_item_and_no_sum(tmp_path: Path) -> None:
    path = long(
        tmp_path,
        row(WORLD, "Copper", "Chile", "Production", "Refinery production", "10", unit=T),
        row(WORLD, "Copper", "China", "Production", "Refinery production", "1", unit=T),
        row(WORLD, "Copper", "Other countries", "Production", "Refinery production", "4", unit=T),
        row(WORLD, "Copper", "World total", "Production", "Refinery production: rounded", "20", unit=T),
    )
    total = one(path, end="measure:world-output")
    others = one(path, end="measure:joint-output")
    assert (total["start"], total["scope"], total["value"]) == ("material:refined-copper", "refining", 20_000.0)
    assert (others["scope"], others["value"]) == ("refining: other countries", 4000.0)
    [difference] = read(path)[0].totals
    assert (difference.what, difference.published, difference.parts, difference.unit, difference.agrees) == (
        "Refined copper refining output 2025", 20_000.0, 15_000.0, "t", False,
    )  # fmt: skip


def test_statistics_is_trusted_and_not_section(tmp_path: Path) -> None:
    section = "World Refinery Production and Reserves"
    path = long(
        tmp_path, row(section, "Selenium", "Japan", "Capacity", "Refinery capacity", "70", notes="See Appendix C.")
    )
    claim = one(path, start="country:JPN")
    assert (claim["type"], claim["measure"], claim["end"]) == ("PRODUCES", "capacity", "material:refined-selenium")


def test_forms_of_one_chapter_are_items_of_their_own(tmp_path: Path) -> None:
    path = long(
        tmp_path,
        row(WORLD, "Iron Ore", "India", "Production", "Mine production: Usable ore", "30", unit=T),
        row(WORLD, "Iron Ore", "India", "Production", "Mine production: Iron content", "19", unit=T),
        row(WORLD, "Boron", "Chile", "Production", "Production—ulexite", "5", unit=T),
    )
    made = {claim["end"]: (claim["value"], claim["basis"]) for claim in read(path)[1] if claim["type"] == "PRODUCES"}
    assert made == {
        "mineral:iron-ore": (30_000.0, "gross weight, usable ore (reserves: crude ore)"),
        "mineral:iron": (19_000.0, "contained iron"),
        "mineral:boron": (5000.0, "gross weight, form as named; ulexite"),
    }


def test_net_import_reliance(tmp_path: Path) -> None:
    detail = "Net import reliance as a percentage of apparent consumption"
    path = long(
        tmp_path,
        row(SALIENT, "Bauxite", "United States", "Net import reliance", detail, ">75", unit="percent"),
        row(SALIENT, "Gold", "United States", "Net import reliance", detail, "E", unit="percent"),
        row(SALIENT, "Rare Earths", "United States", "Net import reliance", f"{detail}: Compounds and metals", "53"),
        row(SALIENT, "Mercury", "United States", "Net import reliance", detail, "NA", unit="percent"),
    )
    loaded, found = read(path)
    assert {claim["end"]: (claim.get("value"), claim.get("low"), claim.get("words"), claim.get("absent", False))
            for claim in found if claim["type"] == "RELIES_ON"} == {
        "mineral:bauxite": (None, 75.0, "over 75 %", False),
        "mineral:gold": (None, None, "net exporter", True),
        "material:rare-earth-oxide": (53.0, None, None, False),
    }  # fmt: skip
    assert loaded.ignored == {"no figure: not available or not applicable": 1}


def test_import_sources_are_trade_with_the_united_states(tmp_path: Path) -> None:
    common: dict[str, str] = {"unit": "percent", "year": "2021–24"}
    statistic = "Import sources 2021-2024"
    path = long(
        tmp_path,
        row(SALIENT, "Cobalt", "United States", "Production", "Production: Mine", "1"),
        row(SOURCES, "Cobalt", "Norway", statistic, "Metal, oxide, and salts", "24", **common),
        row(SOURCES, "Germanium", "China, Germany, and Russia", statistic, "Germanium metal", "9", **common),
        row(SOURCES, "Copper", "Chile", statistic, "Copper content of scrap", "7", **common),
    )
    trade = one(path, type="TRADES_WITH")
    assert trade == {
        "type": "TRADES_WITH", "start": "country:NOR", "end": "country:USA", "item": "mineral:cobalt",
        "period": "2021/2024", "measure": "import share", "reporter": "country:USA", "value": 24.0, "unit": "%",
        "status": "reported", "basis": "US imports of metal, oxide, and salts", "observed": "24",
    }  # fmt: skip
    assert {claim["scope"] for claim in read(path)[1] if claim.get("end") == "measure:us-import-share"} == {
        "China, Germany, and Russia: germanium metal",
        "Chile: copper content of scrap",
    }


def test_salient_statistics_are_figures_of_the_commodity(tmp_path: Path) -> None:
    path = long(
        tmp_path,
        row(SALIENT, "Aluminum", "United States", "Price", "Price, ingot, average U.S. market (spot), cents per pound",
            "100", unit="cents per pound"),
        row(SALIENT, "Aluminum", "United States", "Employment", "Employment, number", "30,000", unit="number"),
        row(SALIENT, "Manganese", "United States", "Price", "Price, average, China, dollars per metric ton unit", "5",
            unit="dollars per metric ton"),
        row(SALIENT, "Gypsum", "United States", "Sold", "Wallboard products sold, million square feet", "2",
            unit="thousand metric tons"),
        row(SALIENT, "Niobium (Columbium)", "United States", "Shipment", "Shipments from Government stockpile", "?1"),
    )  # fmt: skip
    told = {
        (claim["start"], claim["end"], claim.get("scope", "")): (claim["value"], claim["unit"])
        for claim in read(path)[1]
    }
    assert told == {
        ("mineral:aluminium", "measure:price", "ingot, average u.s. market (spot)"): (2.20462262185, "USD/kg"),
        ("mineral:aluminium", "measure:us-employment", ""): (30_000.0, "people"),
        ("mineral:manganese", "measure:price", "average, china"): (0.5, "USD/kg"),
        ("mineral:gypsum", "measure:us-sales", "wallboard products sold"): (185_806.08, "m2"),
        ("mineral:niobium", "measure:us-shipments", "from government stockpile"): (-1.0, "t"),
    }


def test_secondary_output_is_recycling_too(tmp_path: Path) -> None:
    detail = "Production: Secondary (from old scrap)"
    path = long(tmp_path, row(SALIENT, "Aluminum", "United States", "Production", detail, "1,5", unit=T))
    made = one(path, type="PRODUCES")
    assert (made["stage"], made["end"], made["value"]) == ("recycling", "material:aluminium", 15_000.0)
    assert one(path, end="measure:us-production")["scope"] == "secondary (from old scrap)"


def test_the_critical_flag_lists_each_item_once(tmp_path: Path) -> None:
    production = ("United States", "Production", "Production: Mine", "1")
    path = long(
        tmp_path,
        row(SALIENT, "Cobalt", *production, flag="Yes"),
        row(SALIENT, "Cobalt", *production[:3], "2", year="2024", flag="Yes"),
        row(SALIENT, "Titanium sponge metal", "United States", "Production", "Production", "3", flag="Yes",
            chapter="TITANIUM AND TITANIUM DIOXIDE"),
        row(SALIENT, "Salt", "United States", "Production", "Production", "4"),
        row(SALIENT, "Wollastonite", "United States", "Employment", "people employed", "68\xa0", unit="number",
            flag=""),
    )  # fmt: skip
    listed = {(claim["start"], claim["end"]) for claim in read(path)[1] if claim["type"] == "LISTS"}
    assert listed == {
        ("policy:us-critical-minerals-list-2025", "mineral:cobalt"),
        ("policy:us-critical-minerals-list-2025", "mineral:titanium"),
    }


def test_a_row_shifted_to_the_right_is_put_back(tmp_path: Path) -> None:
    shifted = row(WORLD, "Yttrium", "World total", "Production", "mine production of Y2O3", "10,000 - 15,000",
                  notes="Yes", flag="Yttrium")  # fmt: skip
    path = long(tmp_path, shifted)
    total = one(path, end="measure:world-output")
    assert (total["low"], total["high"], total["status"]) == (10_000.0, 15_000.0, "reported")
    assert one(path, type="LISTS")["end"] == "mineral:yttrium"


def test_a_flag_of_no_known_word_is_set_aside(tmp_path: Path) -> None:
    path = long(tmp_path, row(SALIENT, "Salt", "United States", "Production", "Production", "4", flag="Perhaps"))
    loaded, _ = read(path)
    assert loaded.quarantined == {"Is critical mineral 2025 is 'Perhaps'; it is Yes, No or empty.": 1}


def test_mica_rows_of_one_key_are_scrap_first_and_sheet_second(tmp_path: Path) -> None:
    low, high = "codes: 2525.20.0000, <$6.00 per kilogram.", "codes: 6814.10.0000, >$6.00 per kilogram."
    path = long(
        tmp_path,
        row(SALIENT, "Mica (Natural)", "United States", "Import", "Imports", "24", notes=low),
        row(SALIENT, "Mica (Natural)", "United States", "Import", "Imports", "3", notes=high),
        row(SALIENT, "Mica (Natural)", "United States", "Import", "Imports", "4", notes=high, year="2024"),
    )
    loaded, found = read(path)
    assert {(claim["start"], claim["value"]) for claim in found} == {
        ("mineral:mica-scrap-flake", 24.0),
        ("mineral:mica-sheet", 3.0),
    }
    assert [reason[:21] for reason in loaded.quarantined] == ["mica of which kind? T"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"section": "Forecasts"}, "no section 'Forecasts' is known"),
        ({"statistic": "Mood"}, "no statistic 'Mood' is known"),
        ({"commodity": "Unobtainium"}, "no commodity 'Unobtainium'"),
        ({"country": "France"}, "a salient statistic of 'France'"),
        ({"unit": "bushels"}, "no unit 'bushels'"),
        ({"year": "soon"}, "Year 'soon' is no year"),
    ],
)
def test_what_the_reader_does_not_know_is_set_aside_with_its_reason(
    tmp_path: Path, changed: dict[str, str], reason: str
) -> None:
    named = {"section": SALIENT, "commodity": "Salt", "country": "United States", "statistic": "Production", **changed}
    options = {name: named[name] for name in ("unit", "year") if name in named}
    strange = row(
        named["section"], named["commodity"], named["country"], named["statistic"], "Production", "4", **options
    )
    path = long(tmp_path, row(SALIENT, "Peat", "United States", "Production", "Production", "1"), strange)
    loaded, found = read(path)
    assert len(found) == 1
    assert [why.startswith(reason) for why in loaded.quarantined] == [True]


def test_utf8_is_read_as_well_as_the_windows_code_page(tmp_path: Path) -> None:
    country = "Côte d’Ivoire"
    for encoding in ("cp1252", "utf-8", "utf-8-sig"):
        path = long(
            tmp_path, row(WORLD, "Manganese", country, "Production", "Mine production", "1", unit=T), encoding=encoding
        )
        assert one(path, type="PRODUCES")["start"] == "country:CIV"

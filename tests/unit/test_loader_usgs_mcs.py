"""USGS Mineral Commodity Summaries: what each trap of each kind of file becomes, and the real files."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest

from kb.claims import filled
from kb.errors import BadInput, BadTable
from loaders.load import Loaded, load
from loaders.usgs_mcs import cells, places
from loaders.usgs_mcs.loader import release_of

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


# the cell

T = "thousand metric tons"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("1,230", (1_230_000.0, None, None, None)),
        ("0.9", (900.0, None, None, None)),
        ("e5,000", (5_000_000.0, None, None, None)),
        ("?1", (-1000.0, None, None, None)),
        ("−16", (-16_000.0, None, None, None)),
        ("68\xa0", (68_000.0, None, None, None)),
        ("—", (0.0, None, None, "zero")),
        ("W", (None, None, None, "withheld (W) to avoid disclosing company data")),
        ("E", (None, None, None, "net exporter")),
        ("s", (None, None, 500.0, "less than half a unit")),
        ("Less than ½ unit.", (None, None, 500.0, "less than half a unit")),
        ("Less than 1/2 unit.", (None, None, 500.0, "less than half a unit")),
        (">50", (None, 50_000.0, None, "over 50 thousand metric tons")),
        ("<1,000", (None, None, 1_000_000.0, "under 1,000 thousand metric tons")),
        ("Less than 50,000\xa0tons", (None, None, 50_000_000.0, "under 50,000 thousand metric tons")),
        ("50–300", (None, 50_000.0, 300_000.0, "50 to 300")),
        ("330 - 390", (None, 330_000.0, 390_000.0, "330 to 390")),
        ("Large", (None, None, None, "Large")),
        ("Moderate to large", (None, None, None, "Moderate to large")),
        ("Variable, depending on type of product", (None, None, None, "Variable, depending on type of product")),
        ("Included in World total.", (None, None, None, "Included in World total")),
    ],
)
def test_a_cell_is_a_number_a_bound_a_range_or_words(text: str, figure: tuple[Any, ...]) -> None:
    found = cells.read(text, T, "gross weight").figure
    assert found is not None
    assert (found.value, found.low, found.high, found.words) == figure


@pytest.mark.parametrize("text", ["", "NA", " na ", "XX", "xx"])
def test_what_is_not_available_or_not_applicable_is_no_figure(text: str) -> None:
    assert cells.read(text, T, "gross weight").figure is None


def test_an_e_before_a_number_is_an_estimate_and_E_is_a_net_exporter() -> None:
    assert cells.read("e5,000", T, "x").estimated
    assert cells.read("E", "percent", None).exporter


@pytest.mark.parametrize("text", ["12,3x", "about 5", "1,000\ufffd", "\x92"])
def test_a_cell_of_no_known_kind_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="is no figure of the summaries"):
        cells.read(text, T, "gross weight")


# the country


@pytest.mark.parametrize(
    ("text", "id_", "form", "estimated"),
    [
        ("Japane", "country:JPN", "", True),
        ("Russiae", "country:RUS", "", True),
        ("New Caledonia11", "country:NCL", "", False),
        ("Chile", "country:CHL", "", False),
        ("France", "country:FRA", "", False),
        ("Ukraine", "country:UKR", "", False),
        ("Belgium8", "country:BEL", "", False),
        ("United\xa0States1", "country:USA", "", False),
        ("Korea, Republic of", "country:KOR", "", False),
        ("Congo (Kinshasa)", "country:COD", "", False),
        ("Virgin Islands, U.S.", "country:VIR", "", False),
        ("Trinidad and Tobago", "country:TTO", "", False),
        ("Kazakhstan, concentrate", "country:KAZ", "concentrate", False),
        ("United\xa0States (kyanite)", "country:USA", "kyanite", False),
        ("Brazil (crude and beneficiated)9", "country:BRA", "crude and beneficiated", False),
        ("World total (rounded) 10", "country:WLD", "", False),
        ("World total (rounded), excluding U.S. production", "country:WLD", "excluding U.S. production", False),
        ("Other countries6", "", "", False),
        ("Other countries (includes crude)", "", "includes crude", False),
    ],
)
def test_a_country_cell(text: str, id_: str, form: str, estimated: bool) -> None:
    found = places.place(text)
    assert (found.id, found.form, found.estimated) == (id_, form, estimated)


def test_several_countries_in_one_row_are_no_country() -> None:
    assert places.place("China, Germany, and Russia") == places.Place("", "China, Germany, and Russia")


def test_a_strange_country_is_refused() -> None:
    with pytest.raises(BadInput, match="no country 'Atlantis'"):
        places.place("Atlantis")


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

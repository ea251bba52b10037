"""The FINEPRINT workbook: owners read from prose, a hundred spellings of units, sites joined by its names."""

from pathlib import Path

import pytest

from kb.errors import BadInput, BadTable
from loaders.fineprint.loader import release_of
from loaders.fineprint.owners import Owner, owners
from loaders.fineprint.quantities import contained, product, quantity
from tests.sitefiles import Told, one, workbook

GENERAL = [
    "mine_fac", "mine_other_names", "country", "state", "district", "province", "location_municipality", "latitude",
    "longitude", "mine_or_processing", "commodities_products", "production_start", "production_end", "activity_status",
    "source", "source_url", "comment",
]  # fmt: skip
SUB = [
    "mine_fac", "sub_site", "sub_site_other_name", "latitude", "longitude", "mine_or_processing",
    "commodities_products", "production_start", "production_end", "source", "source_url", "comment",
]  # fmt: skip
ORES = [
    "mine_fac", "sub_site", "type_mineral", "min_ore_con", "year", "unit", "value", "production_share", "source",
    "comment", "reporting_period",
]  # fmt: skip
METALS = [
    "mine_fac", "sub_site", "commodity", "metal_payable", "year", "unit", "value", "production_share", "source",
    "comment", "reporting_period",
]  # fmt: skip
PROCESSING = [
    "mine_fac", "sub_site", "type_facility", "year", "process_input", "process_input_unit", "process_input_value",
    "process_output", "process_output_unit", "process_output_value", "production_share", "source", "comment",
    "reporting_period",
]  # fmt: skip
CAPACITY = [
    "mine_fac", "sub_site", "minerals_and_ores", "commodity", "processing_capacity_year", "processing_capacity_unit",
    "processing_capacity_value", "reserves_year", "reserves_mineral_unit", "reserves_mineral_value",
    "reserves_commodity_unit", "reserves_commodity_value", "reserves_share", "grade_unit", "grade", "source",
    "comment",
]  # fmt: skip
OTHER = ["mine_fac", "sub_site", "owners", "operators", "year", "source", "source_url", "comment"]
TRANSPORT = ["mine_fac", "sub_site", "product", "transport_to"]
WASTE = ["mine_fac", "sub_site", "waste_type", "stripping_ratio"]
HILL = {
    "mine_fac": "Hill", "mine_other_names": "Old Hill, Hill", "country": "Chile", "state": "Atacama",
    "latitude": "-27.0", "longitude": "-70.0", "mine_or_processing": "Mine, Refinery ",
    "commodities_products": "Copper cathode, Gold, rebar", "production_start": "2001", "source": "Report 2018",
}  # fmt: skip


def _load(folder: Path, general: list[dict[str, str]] | None = None, **sheets: list[dict[str, str]]) -> Told:
    columns = {
        "general": GENERAL, "sub_sites": SUB, "minerals_ores_conce": ORES, "commodities": METALS,
        "processing": PROCESSING, "transport": TRANSPORT, "capacity_reserves": CAPACITY, "waste": WASTE,
        "other_info": OTHER,
    }  # fmt: skip
    filled = {"general": [HILL] if general is None else general, **sheets}
    columns |= {name: ["mine_fac"] for name in sheets if name not in columns}
    tables = {
        name: [names, *([row.get(column, "") for column in names] for row in filled.get(name, []))]
        for name, names in columns.items()
    }
    return one("fineprint", [workbook(folder / "mines.xlsx", tables)], folder)


def test_a_site_has_its_names_place_start_and_what_it_wins_or_makes(tmp_path: Path) -> None:
    got = _load(tmp_path)

    assert (got.report.source.id, got.report.source.terms) == ("fineprint-undated", "share-alike")
    assert got.what("facility:fineprint-hill-chl") == {
        "name": "Hill", "aliases": ["Old Hill"], "latitude": -27.0, "longitude": -70.0
    }  # fmt: skip
    assert got.of("LOCATED_IN", "end", "place", "attributed_to", "grade") == [
        ("country:CHL", "Atacama", "Report 2018", "B")
    ]
    assert got.of("PRODUCES", "end", "stage", "value") == [
        ("material:refined-copper", "refining", None),
        ("material:steel", "metal", None),
        ("mineral:gold", "mining", None),
    ]
    assert got.of("IN_STATE", "end", "from") == [("state:first-production", "2001")]


def test_a_sub_site_is_a_site_of_its_own_in_the_country_of_the_whole(tmp_path: Path) -> None:
    got = _load(tmp_path, sub_sites=[{"mine_fac": "Hill", "sub_site": "East", "mine_or_processing": "Mine"}])

    assert got.what("facility:fineprint-hill-chl-east") == {"name": "East (Hill)"}
    assert ("facility:fineprint-hill-chl-east", "country:CHL") in got.of("LOCATED_IN", "start", "end")


def test_ore_mined_ore_treated_and_metal_are_three_measures_on_their_own_bases(tmp_path: Path) -> None:
    ores = [
        {
            "mine_fac": "Hill",
            "type_mineral": kind,
            "min_ore_con": "Gold ore",
            "year": "2018",
            "unit": "Kt",
            "value": "2",
        }
        for kind in ("Ore mined", "Ore processed")
    ]
    mixed = {"mine_fac": "Hill", "type_mineral": "Ore mined", "min_ore_con": "Bulk ore", "unit": "Kt", "value": "9"}
    metal = {
        "mine_fac": "Hill", "commodity": "Gold", "year": "2018", "unit": "kozt", "value": "10",
        "production_share": "0.4", "reporting_period": "July-June", "comment": "approximated by a guess",
    }  # fmt: skip

    got = _load(tmp_path, minerals_ores_conce=[*ores, mixed], commodities=[metal])

    columns = ("end", "stage", "measure", "period", "value", "unit", "basis", "words", "status")
    assert [row for row in got.of("PRODUCES", *columns) if row[2]] == [
        ("mineral:gold", "mining", "ore mined", "2018", 2000, "t", "gross weight", None, "reported"),
        ("mineral:gold", "mining", "output", "2018", 0.311034768, "t", "contained metal, 40 % share of the site",
         "reporting year July-June", "estimated"),
    ]  # fmt: skip
    assert got.of("TREATS", "end", "measure", "value") == [("mineral:gold", "throughput", 2000)]
    assert got.report.ignored == {
        "minerals_ores_conce: no figure of ours (grades, recoveries, sales or mixed ores alone)": 1
    }
    assert got.report.release == "to-2018"


def test_a_smelter_treats_and_produces(tmp_path: Path) -> None:
    row = {
        "mine_fac": "Hill", "type_facility": "Smelter", "year": "2019", "process_input": "Bauxite",
        "process_output": "Alumina", "process_output_unit": "000s tonnes", "process_output_value": "3",
    }  # fmt: skip

    got = _load(tmp_path, processing=[row])

    assert got.of("TREATS", "end", "period", "value") == [("mineral:bauxite", "2019", None)]
    assert ("material:alumina", "refining", 3000, "gross weight") in got.of(
        "PRODUCES", "end", "stage", "value", "basis"
    )


def test_reserves_are_metal_as_given_or_computed_or_ore_where_no_metal_is_named(tmp_path: Path) -> None:
    base = {"mine_fac": "Hill", "reserves_year": "2019"}
    rows = [
        base | {"minerals_and_ores": "Bulk ore", "commodity": "Copper", "reserves_mineral_unit": "Mt",
                "reserves_mineral_value": "10", "grade_unit": "%", "grade": "0.5"},
        base | {"minerals_and_ores": "Bulk ore", "commodity": "Gold", "reserves_mineral_unit": "Mt",
                "reserves_mineral_value": "10", "reserves_commodity_unit": "Moz", "reserves_commodity_value": "1"},
        base | {"minerals_and_ores": "Coal", "reserves_mineral_unit": "million tons", "reserves_mineral_value": "2"},
        {"mine_fac": "Hill", "commodity": "Aluminium", "processing_capacity_unit": "ktpa",
         "processing_capacity_value": "720", "processing_capacity_year": "2019"},
    ]  # fmt: skip

    got = _load(tmp_path, capacity_reserves=rows)

    assert got.of("HOLDS", "end", "value", "low", "high", "basis", "status", "words") == [
        ("mineral:coal", None, 1_814_369.48, 2_000_000, "gross weight", "reported",
         "2 million tons, short or metric tons"),
        ("mineral:copper", 50_000, None, None, "contained metal", "computed", None),
        ("mineral:gold", 31.1034768, None, None, "contained metal", "reported", None),
    ]  # fmt: skip
    assert ("material:aluminium", "capacity", 720_000, "t/a") in got.of("PRODUCES", "end", "measure", "value", "unit")


def test_owners_and_operators(tmp_path: Path) -> None:
    row = {
        "mine_fac": "Hill",
        "owners": "Acme Ltd. (24%), State of Mali (20.5%)",
        "operators": "Acme Ltd",
        "year": "2018",
    }

    got = _load(tmp_path, other_info=[row])

    assert got.of("OWNS", "start", "end", "share", "period") == [
        ("company:fineprint-acme-ltd", "facility:fineprint-hill-chl", 24, "2018"),
        ("country:MLI", "facility:fineprint-hill-chl", 20.5, "2018"),
    ]
    assert got.of("OPERATES", "start", "period") == [("company:fineprint-acme-ltd", "2018")]


def test_shipments_and_waste_are_passed_over_by_name(tmp_path: Path) -> None:
    got = _load(tmp_path, transport=[{"mine_fac": "Hill"}], waste=[{"mine_fac": "Hill"}])

    assert set(got.report.ignored) == {
        "transport: where a product goes is told without who receives it",
        "waste: rock and tailings, no mineral or material",
    }


def test_a_sheet_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="nobody reads the sheet 'prices'"):
        _load(tmp_path, prices=[])


@pytest.mark.parametrize(
    ("sheet", "row", "reason"),
    [
        ("commodities", {"mine_fac": "Nowhere", "commodity": "Gold"}, "no site 'Nowhere' among the sites."),
        ("commodities", {"mine_fac": "Hill", "sub_site": "West", "commodity": "Gold"},
         "no site 'Hill' with a part 'West' among the sites."),
        ("commodities", {"mine_fac": "Hill", "commodity": "Gold", "value": "1", "unit": "bushels"},
         "the unit 'bushels' is not in loaders/fineprint/units.csv."),
        ("commodities", {"mine_fac": "Hill", "commodity": "Gold", "value": "1"},
         "the unit '' is not in loaders/fineprint/units.csv."),
        ("commodities", {"mine_fac": "Hill", "commodity": "Copper", "value": "1", "unit": "koz"},
         "mineral:copper in 'koz'; only precious metals are counted in troy ounces."),
        ("minerals_ores_conce", {"mine_fac": "Hill", "type_mineral": "Ore lost", "min_ore_con": "Coal"},
         "type_mineral 'Ore lost'; known are Clean coal, Concentrate, NM mineral, Ore mined, Coal mined, "
         "Ore processed."),
        ("other_info", {"mine_fac": "Hill", "owners": "A, 63.9% subsidiary of B"},
         "owners 'A, 63.9% subsidiary of B' is no list of names with a share each."),
        ("general", HILL | {"mine_fac": "Dale", "country": "Peru"},
         "the coordinates do not lie in country:PER, the country of the row."),
        ("general", HILL | {"mine_fac": "Dale", "commodities_products": "Unobtainium"},
         "'unobtainium' is not in kb/vocab/commodities.csv."),
        ("general", HILL | {"mine_fac": "Dale", "production_start": "about 2001"},
         "production_start or production_end is 'about 2001', not a year."),
        ("general", HILL | {"source": "Another report"},
         "'Hill' stands at mines.xlsx, sheet general row 2 with other cells."),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_set_aside(tmp_path: Path, sheet: str, row: dict[str, str], reason: str) -> None:
    got = _load(tmp_path, **({"general": [HILL, row]} if sheet == "general" else {sheet: [row]}))

    assert [aside.split(" Did you mean")[0] for aside in got.aside] == [reason]
    assert got.report.claiming == 1


@pytest.mark.parametrize(
    ("prose", "found"),
    [
        ("", []),
        ("Southern Copper Corporation", [Owner("Southern Copper Corporation", None)]),
        ("A (24%), B (56%)", [Owner("A", 24), Owner("B", 56)]),
        ("Mitsui and Co (20%)", [Owner("Mitsui and Co", 20)]),
        ("A Corp. (72%) B, Inc. (15%) and C Ltd. (13%).",
         [Owner("A Corp.", 72), Owner("B, Inc.", 15), Owner("C Ltd.", 13)]),
        ("A (50%), B (50%(", [Owner("A", 50), Owner("B", 50)]),
        ("A\nB S.A.A. (21.%)", [Owner("A B S.A.A.", 21)]),
        ("Kilo (SOK IMO)(10%)", [Owner("Kilo", 10, "SOK IMO")]),
        ("Joint Venture: Teck (50%)", [Owner("Teck", 50)]),
        ("Rio (80%), sold their interest on 1 December 2013", [Owner("Rio", 80)]),
        ("A (89.7%), Ivorian investors (0.3%)", [Owner("A", 89.7)]),
        ("Laos Government (10%), Government of India (9%)",
         [Owner("Laos", 10, country=True), Owner("India", 9, country=True)]),
    ],
)  # fmt: skip
def test_prose_of_owners(prose: str, found: list[Owner]) -> None:
    assert owners(prose) == found


@pytest.mark.parametrize(
    "prose",
    [
        "After 2007: G (100%), Until 2007: K (49%)",
        "Bulyanhulu (BGML) subsidiary of A, 63.9% subsidiary of B",
        "A (85%), B (23%)",
        "A (120%)",
        "Sumitomo Mining Co., Ltd and Sumitomo Corporation (20%)",
        "A (57.5%), consortium comprising B, C and D (10%)",
        "A (48.76%), B (Persero) (PT B) and C (51.24%)",
    ],
)
def test_prose_that_is_no_list_of_shares_is_refused(prose: str) -> None:
    with pytest.raises(BadInput, match="owners "):
        owners(prose)


@pytest.mark.parametrize(
    ("value", "unit", "matter", "tons", "basis"),
    [
        (2, "Kt", "mineral:copper", 2_000, "b"),
        (2, "thousand  metric tons", "mineral:copper", 2_000, "b"),
        (2, "KTONNES", "mineral:copper", 2_000, "b"),
        (2, "million recoverable pounds", "mineral:copper", 907.18474, "b"),
        (1, "000 dry short tons", "mineral:copper", 907.18474, "b, dry"),
        (1, "WMT", "mineral:copper", 1, "b, wet"),
        (1, "million long tonnes", "mineral:iron-ore", 1_016_046.909, "b"),
        (1, "ounces (000)", "mineral:silver", 0.0311034768, "b"),
        (5, "000 carats", "mineral:diamond", 0.001, "b"),
    ],
)
def test_spellings_of_units(value: float, unit: str, matter: str, tons: float, basis: str) -> None:
    figure = quantity(value, unit, "b", matter)

    assert (figure.value, figure.unit, figure.basis) == (pytest.approx(tons), "t", basis)


def test_precious_metal_in_per_cent_is_no_grade() -> None:
    ore = quantity(1, "Mt", "b", "mineral:gold")

    assert contained(ore, 2, "g/t", "mineral:gold", "b").value == 2
    with pytest.raises(BadInput, match=r"a grade of 0.63 % of mineral:gold cannot be turned into metal"):
        contained(ore, 0.63, "%", "mineral:gold", "b")


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("Copper  Concentrate", ("material:copper-concentrate", "mining")),
        ("Bulk ore", ("", "")),
        ("Gold", ("mineral:gold", "mining")),
    ],
)
def test_words_for_products(word: str, found: tuple[str, str]) -> None:
    assert product(word, True, False) == found


def test_the_real_workbook(shared_data: Path, tmp_path: Path) -> None:
    path = shared_data / "fineprint" / "detailed_data_mining.xlsx"
    assert release_of(path) == "to-2021"

    got = one("fineprint", [path], tmp_path)

    report = got.report
    assert (report.rows, report.notes) == (36_082, [])
    assert report.rows == report.claiming + report.ignored.total() + report.quarantined.total()
    assert report.quarantined.total() == 133
    sukari = [row for row in got.of("PRODUCES", "start", "end", "measure", "period", "value", "observed")
              if row[0] == "facility:fineprint-sukari-egy" and row[3] == "2018"]  # fmt: skip
    assert sukari == [
        ("facility:fineprint-sukari-egy", "mineral:gold", "output", "2018", 14.6938423, "472418 ozt")
    ]  # fmt: skip
    owned = got.of("OWNS", "start", "end", "share")
    assert len(owned) == 790
    assert [row for row in owned if "boddington" in row[1]] == [
        ("company:fineprint-anglogold-ashanti", "facility:fineprint-boddington-aus", 33.33),
        ("company:fineprint-newcrest-mining-limited", "facility:fineprint-boddington-aus", 22.2),
        ("company:fineprint-newmont-mining-corporation", "facility:fineprint-boddington-aus", 100.0),
    ]

"""The ICMM workbook: sites with their identifiers, what is won or made there, and nothing that the rows do not say."""

from pathlib import Path

import pytest

from kb.errors import BadTable
from loaders.icmm.loader import release_of
from tests.sitefiles import one, workbook

ABOUT = [["", ""], ["", "Global Mining Dataset - September 2025"], ["", '"ICMM Global Mining Dataset, (V1) release."']]
HEADER = [
    "ICMMID", "Confidence Factor", "Mine Name ", "Group Names", "Latitude", "Longitude", "Asset Type", "Country",
    "Primary Commodity", "Secondary Commodity", "Other Commodities",
]  # fmt: skip
MINE = [
    "ICMM00001", "High", "North Pit", "North Pit;Old Pit;North Pit", "-20.5", "130.5", "Mine", "Australia", "nickel",
    "cobalt", "copper;nickel",
]  # fmt: skip


def _file(folder: Path, *rows: list[str], header: list[str] = HEADER, about: list[list[str]] = ABOUT) -> Path:
    return workbook(folder / "any name.xlsx", {"About": about, "External": [header, *rows]})


def _row(**changes: str) -> list[str]:
    names = [name.strip() for name in HEADER]
    return [changes.get(name.split()[0].casefold(), cell) for name, cell in zip(names, MINE, strict=True)]


def test_a_site_keeps_its_identifier_names_and_place_and_has_no_owner_status_or_figure(tmp_path: Path) -> None:
    got = one("icmm", [_file(tmp_path, MINE)], tmp_path)

    assert got.report.source.id == "icmm-2025-09"
    assert got.what("facility:icmm-00001") == {
        "name": "North Pit", "aliases": ["Old Pit"], "latitude": -20.5, "longitude": 130.5,
        "identifiers": ["icmm=ICMM00001"],
    }  # fmt: skip
    assert got.of("LOCATED_IN", "start", "end", "status", "grade") == [
        ("facility:icmm-00001", "country:AUS", "reported", "A")
    ]
    assert got.of("PRODUCES", "end", "stage", "period", "value", "words") == [
        ("mineral:cobalt", "mining", None, None, None),
        ("mineral:copper", "mining", None, None, None),
        ("mineral:nickel", "mining", None, None, None),
    ]
    assert {claim["type"] for claim in got.claims} == {"DESCRIBED", "LOCATED_IN", "PRODUCES"}


@pytest.mark.parametrize(
    ("asset", "commodities", "made"),
    [
        ("Refinery", "nickel", [("material:refined-nickel", "refining")]),
        ("Smelter;Refinery", "zinc", [("mineral:zinc", "refining")]),
        ("Refinery; Steel Plant", "steel", [("material:steel", "metal")]),
        ("Mine;Smelter;Refinery", "copper", [("mineral:copper", "mining")]),
        ("Mine;Refinery", "alumina;bauxite", [("material:alumina", "refining"), ("mineral:bauxite", "mining")]),
        ("Mine", "aluminium", [("mineral:bauxite", "mining")]),
        ("Mine", "ferrochrome", [("material:ferrochromium", "refining")]),
        ("Smelter;Refinery", "anode slime;gold", [("mineral:gold", "refining")]),
        ("Mine", "chormite", [("mineral:chromium", "mining")]),
    ],
)
def test_asset_types_decide_whether_a_commodity_is_mined_or_made(
    tmp_path: Path, asset: str, commodities: str, made: list[tuple[str, str]]
) -> None:
    row = _row(asset=asset, primary="", secondary="", other=commodities)

    assert one("icmm", [_file(tmp_path, row)], tmp_path).of("PRODUCES", "end", "stage") == made


def test_a_site_known_from_one_source_alone_is_attributed_to_it(tmp_path: Path) -> None:
    got = one("icmm", [_file(tmp_path, _row(confidence="Very Low"))], tmp_path)

    (located,) = got.of("LOCATED_IN", "status", "attributed_to", "grade")
    assert located == ("attributed", "Water and Planetary Health Analytics (WAPHA) Global Metal Mines Database", "C")


def test_a_typographic_minus_is_a_minus(tmp_path: Path) -> None:
    got = one("icmm", [_file(tmp_path, _row(latitude="−20.5"))], tmp_path)

    assert got.what("facility:icmm-00001")["latitude"] == -20.5


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"country": "New Caledonia"},
         "the coordinates do not lie in country:NCL, the country of the row."),
        ({"country": "Atlantis"}, "no country 'Atlantis'."),
        ({"primary": "unobtainium"}, "'unobtainium' is not in kb/vocab/commodities.csv."),
        ({"asset": "Mine;Harbour"},
         "Asset Type is 'Mine;Harbour'; known are Mine, Plant, Refinery, Smelter, Steel Plant."),
        ({"confidence": "Doubtful"}, "Confidence Factor 'Doubtful' is none of High, Moderate, Low, Very Low."),
        ({"icmmid": "12"}, "ICMMID is '12'; one is ICMM and digits."),
        ({"latitude": "95"}, "latitude and longitude are no place on Earth."),
        ({"latitude": "n/a"},
         "Latitude is 'n/a', not a number; bounds go to low and high, anything else to words."),
    ],
)  # fmt: skip
def test_a_row_that_contradicts_itself_or_is_not_understood_is_set_aside(
    tmp_path: Path, changes: dict[str, str], reason: str
) -> None:
    other = _row(icmmid="ICMM00002")

    got = one("icmm", [_file(tmp_path, other, _row(**changes))], tmp_path)

    assert [told.split(" Did you mean")[0] for told in got.aside] == [reason]
    assert {claim["start"] for claim in got.claims if claim["type"] == "LOCATED_IN"} == {"facility:icmm-00002"}
    assert not [claim for claim in got.claims if claim["start"] == "facility:icmm-00001"]


def test_an_identifier_that_stands_twice_with_other_cells_is_set_aside_and_a_repeated_row_is_counted(
    tmp_path: Path,
) -> None:
    got = one("icmm", [_file(tmp_path, MINE, MINE, _row(mine="South Pit"))], tmp_path)

    assert got.aside == ["ICMM00001 stands at any name.xlsx, sheet External row 2 with other cells."]
    assert (got.report.claiming, got.report.repeated) == (2, 4)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("Global Mining Dataset - September 2025", "2025-09"),
        ("Global Mining Dataset - March 2027 (V2) release", "2027-03-v2"),
        ("Sites of the world", "undated"),
    ],
)
def test_the_sheet_about_names_the_edition(tmp_path: Path, words: str, label: str) -> None:
    assert release_of(_file(tmp_path, MINE, about=[["", words]])) == label


def test_a_table_of_sites_by_country_is_compared_with_the_rows(tmp_path: Path) -> None:
    supplement = [["Country", "Count of country in the publicly available Global Mining Dataset"], ["Australia", "2"]]
    path = workbook(tmp_path / "a.xlsx", {"About": ABOUT, "External": [HEADER, MINE], "Supplement": supplement})

    (total,) = one("icmm", [path], tmp_path).report.totals

    assert (total.what, total.published, total.parts, total.agrees) == ("sites in country:AUS", 2, 1, False)


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ([*HEADER, "Owner"], "columns that nobody reads: Owner."),
        ([name.replace("Country", "Nation") for name in HEADER], "no column 'Country'"),
    ],
)
def test_a_workbook_with_other_columns_is_refused(tmp_path: Path, header: list[str], problem: str) -> None:
    with pytest.raises(BadTable, match=problem):
        one("icmm", [_file(tmp_path, [*MINE, "x"][: len(header)], header=header)], tmp_path)


def test_the_september_2025_edition(shared_data: Path, tmp_path: Path) -> None:
    got = one("icmm", [shared_data / "icmm" / "global-mining-dataset.xlsx"], tmp_path)

    report = got.report
    assert (report.rows, report.claiming, report.notes) == (8_508, 8_484, [])
    assert report.quarantined == {"the coordinates do not lie in country:NCL, the country of the row.": 24}
    assert (len(got.of("LOCATED_IN", "start")), len(got.of("PRODUCES", "start"))) == (8_484, 13_504)
    assert [total.what for total in report.totals if not total.agrees] == [
        "sites in country:ECU", "sites in country:NCL", "sites in country:USA"
    ]  # fmt: skip
    made = {start: [] for start in ("facility:icmm-13731", "facility:icmm-00538", "facility:icmm-13483")}
    for start, end, stage in got.of("PRODUCES", "start", "end", "stage"):
        if start in made:
            made[start].append((end, stage))
    assert made["facility:icmm-13731"] == [
        ("material:alumina", "refining"), ("material:aluminium", "metal"), ("material:refined-gallium", "refining")
    ]  # fmt: skip
    assert made["facility:icmm-13483"] == [("material:alumina", "refining")]
    assert ("mineral:copper", "mining") in made["facility:icmm-00538"]

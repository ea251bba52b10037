from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kb.errors import BadTable
from kb.vocab import words
from kb.vocab.countries import country_id
from loaders.baci.loader import QUANTITY, VALUE, release_of
from loaders.load import load
from tests.claimed import claims, triples

SOURCE = "baci-hs17-v202601-2022"
CODES = 'country_code,country_name,country_iso2,country_iso3\n516,Namibia,NA,NAM\n490,"Other Asia, nes",,S19\n'


def _published(folder: Path, *rows: str, name: str = "BACI_HS17_Y2022_V202601.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(["t,i,j,k,v,q", *rows]) + "\n", encoding="utf-8")
    return path


def _short(folder: Path, *rows: str, name: str = "BACI_HS17_Y2022_V202601.csv") -> Path:
    path = folder / name
    path.write_text("\n".join(["i,j,cmd,value", *rows]) + "\n", encoding="utf-8")
    return path


def test_a_published_row_is_a_value_in_dollars_and_a_weight_in_tons(tmp_path: Path) -> None:
    load("baci", [_published(tmp_path, "2022,842,699,850511,1.234,       0.5")], tmp_path)

    value, quantity = sorted(claims(tmp_path, SOURCE), key=lambda claim: str(claim["measure"]), reverse=True)

    common = {
        "type": "TRADES_WITH", "start": "country:USA", "end": "country:IND", "item": "product:hs-850511",
        "period": "2022", "source": SOURCE, "status": "reported", "grade": "A", "checked": "file",
        "locator": "BACI_HS17_Y2022_V202601.csv:2", "origin": "BACI_HS17_Y2022_V202601.csv:2",
    }  # fmt: skip
    assert value == common | {
        "id": value["id"], "measure": "value", "value": 1234.0, "unit": "USD", "basis": VALUE, "observed": "1.234"
    }  # fmt: skip
    assert quantity == common | {
        "id": quantity["id"], "measure": "quantity", "value": 0.5, "unit": "t", "basis": QUANTITY, "observed": "0.5"
    }  # fmt: skip


def test_numbers_that_are_not_iso_are_the_countries_they_stand_for(tmp_path: Path) -> None:
    rows = [f"2022,{code},156,850511,1,1" for code in ("842", "699", "251", "490", "579", "757", "4")]

    load("baci", [_published(tmp_path, *rows)], tmp_path)

    starts = triples(tmp_path, SOURCE, "start", where="measure = 'value'")
    assert [start for (start,) in starts] == [
        "country:USA", "country:IND", "country:FRA", "country:TWN", "country:NOR", "country:CHE", "country:AFG"
    ]  # fmt: skip


def test_namibia_is_not_a_missing_cell_and_na_is_a_missing_weight(tmp_path: Path) -> None:
    _published(tmp_path, "2022,516,156,740311,7,NA")
    (tmp_path / "country_codes_V202601.csv").write_text(CODES, encoding="utf-8")

    (loaded,) = load("baci", [tmp_path], tmp_path / "data")

    assert triples(tmp_path / "data", SOURCE, "start", "measure", "value") == [("country:NAM", "value", 7000.0)]
    assert loaded.ignored == {"list of country codes, as kb/vocab has them": 2}


def test_the_short_form_is_in_dollars_and_takes_its_year_from_the_name(tmp_path: Path) -> None:
    load("baci", [_short(tmp_path, "NAM,S19,850511,235.0", name="baci_2023.csv")], tmp_path)

    assert triples(tmp_path, "baci-2023", "start", "end", "measure", "value", "unit", "period") == [
        ("country:NAM", "country:TWN", "value", 235.0, "USD", "2023")
    ]


def test_a_short_form_without_a_year_says_how_to_name_it(tmp_path: Path) -> None:
    path = _short(tmp_path, "NAM,USA,850511,1", name="trade.csv")

    with pytest.raises(BadTable, match=r"which year it is; name it as CEPII does: BACI_HS17_Y2022_V202601\.csv"):
        load("baci", [path], tmp_path)


def test_a_name_of_another_year_is_refused(tmp_path: Path) -> None:
    path = _published(tmp_path, "2022,842,699,850511,1,1", name="BACI_HS17_Y2021_V202601.csv")

    with pytest.raises(BadTable, match=r"the name says 2021, but its rows are of 2022"):
        load("baci", [path], tmp_path)


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("BACI_HS92_Y1995_V202401b.csv", "hs92-v202401b-1995"),
        ("BACI_HS22_Y1995_V202501.csv", "hs22-v202501-1995"),
        ("part.csv", "1995"),
    ],
)
def test_a_release_is_revision_version_and_year(tmp_path: Path, name: str, label: str) -> None:
    assert release_of(_published(tmp_path, "1995,842,699,10121,1,1", name=name)) == label


def test_a_release_is_dated_by_its_version_so_that_the_newer_one_wins(tmp_path: Path) -> None:
    path = _published(tmp_path, "2022,842,699,850511,1,1", name="BACI_HS12_Y2022_V202401b.csv")

    (loaded,) = load("baci", [path], tmp_path)

    assert (loaded.source.published, loaded.source.series) == ("2024-01", "baci")


def test_a_leading_zero_that_was_lost_comes_back(tmp_path: Path) -> None:
    load("baci", [_published(tmp_path, "2022,842,699,10121,1,1")], tmp_path)

    assert triples(tmp_path, SOURCE, "item", where="measure = 'value'") == [("product:hs-010121",)]


def test_products_are_named_by_the_vocabulary_then_by_the_list_beside_then_by_their_code(tmp_path: Path) -> None:
    _published(tmp_path, *(f"2022,842,699,{code},1,NA" for code in ("850511", "010121", "999999")))
    (tmp_path / "product_codes_HS17_V202601.csv").write_text('code,description\n10121,"Horses; live"\n', "utf-8")

    load("baci", [tmp_path], tmp_path / "data")

    named = triples(tmp_path / "data", SOURCE, "start", "name", "status", where="\"start\" LIKE 'product:%'")
    assert sorted(named) == [
        ("product:hs-010121", "HS 010121: Horses; live", "reported"),
        ("product:hs-850511", "HS 850511: permanent magnets of metal", "reported"),
        ("product:hs-999999", "HS 999999", "computed"),
    ]


def test_an_area_that_is_no_country_is_left_out_by_name(tmp_path: Path) -> None:
    (loaded,) = load("baci", [_published(tmp_path, "2022,842,849,850511,1,1", "2022,842,4,850511,1,1")], tmp_path)

    assert loaded.ignored == {"an area that is no country: United States' minor Pacific islands": 1}
    assert (loaded.rows, loaded.claiming) == (2, 1)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2022,842,999,850511,1,1", "no country '999'"),
        ("2022,842,699,8505110,1,1", "'8505110' is no code of six digits"),
        ("2023,842,699,850511,1,1", "t is '2023' in a file of 2022"),
        ("2022,842,699,850511,,1", "the value is ''"),
        ("2022,842,699,850511,-3,1", "the value is '-3'"),
        ("2022,842,699,850511,a,1", "v is 'a', not a number"),
        ("2022,842,842,850511,1,1", "to itself"),
    ],
)
def test_a_row_that_cannot_be_a_flow_is_set_aside_with_its_line(tmp_path: Path, row: str, reason: str) -> None:
    good = [f"2022,842,{code},850511,1,1" for code in (4, 8, 12)]

    (loaded,) = load("baci", [_published(tmp_path, *good, row)], tmp_path)

    assert loaded.rows == 4
    assert loaded.claiming == 3
    ((told, _),) = loaded.quarantined.items()
    assert reason in told
    assert loaded.quarantine is not None
    assert "BACI_HS17_Y2022_V202601.csv:5" in loaded.quarantine.read_text(encoding="utf-8")


def test_swapped_columns_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    rows = [f"2022,850511,{code},842,1,1" for code in (4, 8, 12, 20, 24, 28)]

    with pytest.raises(BadTable, match="6 of 6 rows cannot become claims"):
        load("baci", [_published(tmp_path, *rows)], tmp_path)

    assert not list((tmp_path / "claims").glob("*"))


def test_a_file_cut_off_in_a_row_is_refused_with_its_line(tmp_path: Path) -> None:
    path = _published(tmp_path, "2022,842,699,850511,1,1", "2022,842,6")

    with pytest.raises(BadTable, match=r":3: 3 cells under 6 columns"):
        load("baci", [path], tmp_path)


def test_a_list_of_codes_that_contradicts_the_vocabulary_is_told(tmp_path: Path) -> None:
    _published(tmp_path, "2022,842,699,850511,1,1")
    (tmp_path / "country_codes_V202601.csv").write_text(CODES + "842,USA,CA,CAN\n", encoding="utf-8")

    (loaded,) = load("baci", [tmp_path], tmp_path / "data")

    assert loaded.quarantined == {"code 842 is CAN here, and country:USA in kb/vocab.": 1}


def test_every_code_of_the_real_list_is_a_country_or_a_named_area(shared_data: Path) -> None:
    with (shared_data / "baci" / "2022" / "country_codes_V202601.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    known = [row["country_code"] in words("areas") or country_id(row["country_code"], "un") for row in rows]

    assert len(rows) == 238
    assert all(known)


def test_the_real_sample_becomes_one_claim_a_row_and_agrees_with_the_curated_rows(
    tmp_path: Path, shared_data: Path
) -> None:
    (loaded,) = load("baci", [shared_data / "baci" / "2022"], tmp_path)

    assert (loaded.claiming, loaded.quarantined, loaded.torn, loaded.repeated) == (23_167, {}, 0, 0)
    found = {
        (row["start"], row["end"], row["item"]): row["value"]
        for row in claims(tmp_path, "baci-v202601-2022")
    }  # fmt: skip
    tables = Path(__file__).parents[2] / "loaders" / "curated" / "tables" / "trade-products.csv"
    with tables.open(encoding="utf-8", newline="") as file:
        cited = [
            row for row in csv.DictReader(file) if row["source"] == "cepii-baci-2022" and row["end"] != "country:WLD"
        ]
    assert len(cited) > 150
    assert [row for row in cited if found[row["start"], row["end"], row["item"]] != float(row["value"])] == []
    assert {row["basis"] for row in cited} == {VALUE}

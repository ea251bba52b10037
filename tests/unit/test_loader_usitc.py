from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from kb.errors import BadTable
from loaders.load import Loaded, load
from loaders.usitc.loader import NAMES, release_of
from tests import workbook
from tests.claimed import claims, triples

Line = Sequence[str | float | None]
YEARS = ("2024", "2025")
TO_DATE = ("2023_Year_to_date", "2024_Year_to_date", "2025_Year_to_date")


def _sheet(*lines: Line, columns: Sequence[str] = YEARS, total: Line = (), count: int | None = None) -> list[Line]:
    head = [["Imports For Consumption|Annual + Year-To-Date Data from Jan - Apr"]]
    head += [["Data Row Count", len(lines) if count is None else count], [*NAMES, *columns]]  # type: ignore[list-item]
    return [*head, *lines, *([["Total: ", "", "", "", "", *total]] if total else [])]


def _book(
    folder: Path, sheets: dict[str, list[Line]], flow: str = "Imports For Consumption", asked: str = "2846"
) -> Path:
    parameters: list[Line] = [
        ["Download Date", "2026-07-10T16:57:38.942000"], ["Trade Flow", flow], ["Commodity List", asked]
    ]  # fmt: skip
    return workbook.write(folder / "query.xlsx", {"Query Parameters": parameters, **sheets})


def _load(folder: Path, sheets: dict[str, list[Line]], flow: str = "Imports For Consumption") -> Loaded:
    (loaded,) = load("usitc", [_book(folder, sheets, flow)], folder)
    return loaded


def _value(country: str, code: str, unit: str, *cells: float) -> Line:
    return ["Customs Value", country, code, "WORDS", f"Value for: {unit}", *cells]


def _first(country: str, code: str, unit: str, *cells: float) -> Line:
    return ["First Unit of Quantity", country, code, "WORDS", unit, *cells]


def test_a_value_is_the_customs_value_of_imports_from_a_partner(tmp_path: Path) -> None:
    loaded = _load(tmp_path, {"Customs Value": _sheet(_value("South Korea", "2846", "kilograms", 0, 30005))})

    (value,) = claims(tmp_path, loaded.source.id)

    assert value == {
        "id": value["id"], "type": "TRADES_WITH", "start": "country:KOR", "end": "country:USA",
        "item": "product:hs-2846", "measure": "value", "period": "2025", "reporter": "country:USA",
        "value": 30005.0, "unit": "USD", "basis": "customs value, imports for consumption", "observed": "30005",
        "status": "reported", "grade": "A", "checked": "file", "source": loaded.source.id,
        "locator": "query.xlsx, sheet Customs Value row 4, 2025", "origin": "query.xlsx, sheet Customs Value row 4",
    }  # fmt: skip


def test_exports_run_from_the_united_states_free_alongside_ship(tmp_path: Path) -> None:
    line = ["FAS Value", "Japan", "2846", "WORDS", "Value for: kilograms", 5, 0]
    loaded = _load(tmp_path, {"FAS Value": _sheet(line)}, flow="Domestic Exports")

    assert triples(tmp_path, loaded.source.id, "start", "end", "measure", "basis") == [
        ("country:USA", "country:JPN", "domestic export value", "free alongside ship, domestic exports")
    ]


def test_values_of_one_code_in_several_units_add_up(tmp_path: Path) -> None:
    lines = [_value("China", "8505", unit, 0, value) for unit, value in (("number", 7), ("kilograms", 3))]
    loaded = _load(tmp_path, {"Customs Value": _sheet(*lines)})

    assert triples(tmp_path, loaded.source.id, "value", "status", "observed", "locator") == [
        (10.0, "computed", "7 + 3", "query.xlsx, sheet Customs Value row 4, 2025, and row 5")
    ]
    assert loaded.ignored == {"another unit of its code, added to the first": 1}


def test_weights_add_up_over_both_units_and_pieces_and_contents_stay_apart(tmp_path: Path) -> None:
    first = [_first("China", "8505", "number", 0, 900), _first("China", "8505", "kilograms", 0, 6000),
             _first("China", "8505", "no units collected", 0, 0)]  # fmt: skip
    second = [["Second Unit of Quantity", "China", "8505", "WORDS", "kilograms", 0, 34_000],
              ["Second Unit of Quantity", "China", "8112", "WORDS", "component kilograms", 0, 500]]  # fmt: skip
    loaded = _load(tmp_path, {"First": _sheet(*first), "Second": _sheet(*second)})

    assert sorted(triples(tmp_path, loaded.source.id, "measure", "item", "value", "unit", "status")) == [
        ("content", "product:hs-8112", 0.5, "t", "reported"),
        ("count", "product:hs-8505", 900.0, "pieces", "reported"),
        ("quantity", "product:hs-8505", 40.0, "t", "computed"),
    ]
    assert loaded.ignored["no units collected"] == 1


@pytest.mark.parametrize(("unit", "tons"), [("metric tons", 12_000.0), ("kilograms", 12.0), ("grams", 0.012)])
def test_weights_are_stored_in_metric_tons(tmp_path: Path, unit: str, tons: float) -> None:
    loaded = _load(tmp_path, {"First": _sheet(_first("Japan", "2846", unit, 0, 12_000))})

    assert triples(tmp_path, loaded.source.id, "value", "unit") == [(tons, "t")]


def test_what_was_suppressed_makes_the_rest_a_lower_bound(tmp_path: Path) -> None:
    columns = (*YEARS, "2024_Suppressed", "2025_Suppressed")
    loaded = _load(tmp_path, {"First": _sheet(_first("China", "8505", "kilograms", 0, 8000, 0, 2), columns=columns)})

    assert triples(tmp_path, loaded.source.id, "value", "low", "words") == [(None, 8.0, "without 2 suppressed")]


def test_a_sheet_to_date_gives_its_last_two_years_for_their_months(tmp_path: Path) -> None:
    sheet = _sheet(_value("China", "2846", "kilograms", 1, 2, 3), columns=TO_DATE)
    loaded = _load(tmp_path, {"Customs Value YTD": sheet})

    assert triples(tmp_path, loaded.source.id, "period", "value") == [
        ("2024-01/2024-04", 2.0), ("2025-01/2025-04", 3.0)
    ]  # fmt: skip


def test_a_zero_makes_no_claim(tmp_path: Path) -> None:
    lines = [_value("China", "2846", "kilograms", 4, 0), _value("Japan", "2846", "kilograms", 0, 0)]
    loaded = _load(tmp_path, {"Customs Value": _sheet(*lines)})

    assert triples(tmp_path, loaded.source.id, "start", "period") == [("country:CHN", "2024")]
    assert loaded.ignored == {"nothing traded in any year": 1}


def test_printed_sums_are_checked_against_the_rows(tmp_path: Path) -> None:
    lines = [_value("China", "2846", "kilograms", 1000, 4), _value("Japan", "2846", "kilograms", 234, 5)]
    loaded = _load(tmp_path, {"Customs Value": _sheet(*lines, total=("1,234", "10"))})

    assert [(total.what, total.published, total.parts, total.agrees) for total in loaded.totals] == [
        ("Customs Value, imports for consumption, 2024", 1234.0, 1234.0, True),
        ("Customs Value, imports for consumption, 2025", 10.0, 9.0, False),
    ]


def test_a_release_is_a_flow_a_day_and_what_was_asked(tmp_path: Path) -> None:
    sheets = {"Customs Value": _sheet(_value("China", "2846", "kilograms", 1, 2))}
    first = release_of(_book(tmp_path, sheets))
    other = release_of(_book(tmp_path, sheets, asked="2805"))
    exports = release_of(_book(tmp_path, sheets, flow="Domestic Exports"))

    assert len({first, other, exports}) == 3
    assert str(first).startswith("imports-for-consumption-2026-07-10-")
    assert str(exports).startswith("domestic-exports-2026-07-10-")


def test_a_release_is_dated_by_its_download(tmp_path: Path) -> None:
    loaded = _load(tmp_path, {"Customs Value": _sheet(_value("China", "2846", "kilograms", 1, 2))})

    assert (loaded.source.published, loaded.source.series) == ("2026-07-10", "usitc")


@pytest.mark.parametrize(
    ("sheet", "reason"),
    [
        (_sheet(_value("China", "2846", "kilograms", 1, 2), count=3), "says 3 rows and holds 1; was it cut off"),
        (_sheet(_value("China", "2846", "kilograms", 1, 2), columns=("2024", "January")), "'January' is neither"),
        ([["title"], ["Data Row Count", 0], ["Country", "Data Type"]], "row 3: Country, Data Type"),
        ([["title"]], "does not begin with a title, a row count and a header"),
    ],
)  # fmt: skip
def test_another_form_is_refused_and_nothing_is_written(tmp_path: Path, sheet: list[Line], reason: str) -> None:
    with pytest.raises(BadTable, match=reason):
        _load(tmp_path, {"Customs Value": sheet})

    assert not list((tmp_path / "claims").glob("*"))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (_first("China", "2846", "gallons", 1, 1), "unit 'gallons' is none of"),
        (_value("Atlantis", "2846", "kilograms", 1, 1), "no country 'Atlantis'"),
        (_value("China", "28.46", "kilograms", 1, 1), "'28.46' is not a code"),
        (["Tax", "China", "2846", "WORDS", "", 1, 1], "data type 'Tax' is none of"),
    ],
)
def test_a_word_that_nobody_knows_sets_its_row_aside(tmp_path: Path, line: Line, reason: str) -> None:
    loaded = _load(tmp_path, {"Customs Value": _sheet(_value("China", "2846", "kilograms", 1, 2), line)})

    ((told, _),) = loaded.quarantined.items()
    assert reason in told


def test_the_real_workbooks_give_what_the_curated_rows_cite(tmp_path: Path, shared_data: Path) -> None:
    exports, imports = load("usitc", [shared_data / "usitc"], tmp_path)

    assert (exports.rows, imports.rows) == (1964, 1876)
    assert exports.quarantined + imports.quarantined == {}
    assert len([*exports.totals, *imports.totals]) == 70
    assert [total for total in [*exports.totals, *imports.totals] if not total.agrees] == []
    found = {
        (row["start"], row["item"], row["period"]): (row["value"], row["basis"])
        for row in claims(tmp_path, imports.source.id, "measure = 'value'")
    }
    tables = Path(__file__).parents[2] / "loaders" / "curated" / "tables"
    cited = [
        row
        for path in tables.glob("*.csv")
        for row in csv.DictReader(path.open(encoding="utf-8", newline=""))
        if row.get("source") == "usitc-dataweb-2026" and row.get("relationship") == "TRADES_WITH"
    ]
    assert len(cited) == 80
    assert [
        row for row in cited if found[row["start"], row["item"], row["period"]] != (float(row["value"]), row["basis"])
    ] == []
    magnets = "start = 'country:CHN' AND item = 'product:hs-8505' AND period = '2025'"
    assert sorted(triples(tmp_path, imports.source.id, "measure", "value", "status", where=magnets)) == [
        ("count", 728_097_842.0, "reported"),
        ("quantity", 28_009.161, "computed"),
        ("value", 418_189_682.0, "computed"),
    ]

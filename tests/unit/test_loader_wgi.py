from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadTable
from loaders.load import Loaded, load
from loaders.wgi.loader import ECONOMY, ESTIMATE, LONG, RANK, SCORE
from tests import workbook
from tests.claimed import claims, triples

Line = Sequence[str | float | None]
STATS = ("Estimate", "StdErr", "NumSrc", "Rank", "Lower", "Upper")
CORRUPTION = "measure:governance-control-of-corruption"
ERROR = f"standard error of the {ESTIMATE}"


def _wide(folder: Path, *lines: Line, title: str = "Control of Corruption", stats: Sequence[str] = STATS) -> Path:
    years = ["Basic", "Basic", *(year for year in ("2021", "2022") for _ in stats)]
    sheet: list[Line] = [[title], ["Legend"], ["Estimate", "from -2.5 to 2.5"], [], years,
                         ["Country/Territory", "Code", *stats, *stats], *lines]  # fmt: skip
    return workbook.write(folder / "wgi.xlsx", {"Introduction": [["2023 Update"]], "ControlofCorruption": sheet})


def _figures(*stats: float | str) -> Line:
    return ["#N/A"] * 6 + list(stats)


def _load(path: Path) -> Loaded:
    (loaded,) = load("wgi", [path], path.parent)
    return loaded


def _said(folder: Path, loaded: Loaded, *names: str) -> list[tuple[Any, ...]]:
    return sorted(triples(folder, loaded.source.id, *names), key=str)


def test_a_wide_sheet_gives_estimate_error_and_rank_with_its_bounds(tmp_path: Path) -> None:
    loaded = _load(_wide(tmp_path, ["Aruba", "ABW", *_figures(1.25, 0.2, 3, 87.5, 70, 95)]))

    assert loaded.release == "2023"
    assert _said(tmp_path, loaded, "scope", "value", "low", "high", "unit", "basis", "period") == [
        ("estimate", 1.25, None, None, "ratio", ESTIMATE, "2022"),
        ("percentile rank", 87.5, 70.0, 95.0, "%", RANK, "2022"),
        ("standard error", 0.2, None, None, "ratio", ERROR, "2022"),
    ]
    first = claims(tmp_path, loaded.source.id, "scope = 'estimate'")[0]
    assert (first["type"], first["start"], first["end"]) == ("HAS_FIGURE", "country:ABW", CORRUPTION)
    assert (first["observed"], first["grade"]) == ("1.25", "A")
    assert first["locator"] == "wgi.xlsx, sheet ControlofCorruption row 7"


@pytest.mark.parametrize(
    ("code", "country"),
    [("ZAR", "COD"), ("ROM", "ROU"), ("ADO", "AND"), ("KSV", "XKX"), ("TMP", "TLS"), ("WBG", "PSE"), ("COD", "COD")],
)
def test_codes_of_the_world_bank_are_the_countries_they_stand_for(tmp_path: Path, code: str, country: str) -> None:
    loaded = _load(_wide(tmp_path, ["Somewhere", code, *_figures(1, 0.2, 3, 50, 40, 60)]))

    assert {start for (start,) in _said(tmp_path, loaded, "start")} == {f"country:{country}"}


def test_what_is_missing_makes_no_claim_and_a_former_country_is_left_out(tmp_path: Path) -> None:
    lines = [["Aruba", "ABW", *_figures(1, "#N/A", "#N/A", "..", "", "#N/A")],
             ["Nowhere", "AFG", *_figures(*["#N/A"] * 6)],
             ["Netherlands Antilles (former)", "ANT", *_figures(1, 0.2, 3, 50, 40, 60)]]  # fmt: skip
    loaded = _load(_wide(tmp_path, *lines))

    assert _said(tmp_path, loaded, "start", "scope") == [("country:ABW", "estimate")]
    assert loaded.ignored == {"no estimate": 1, "an area that is no country: Netherlands Antilles (until 2010)": 1}


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_long_layout_is_told_by_its_columns(tmp_path: Path, ending: str) -> None:
    row = {"code": "ZAR", "countryname": "Congo, Dem. Rep.", "year": "2023", "indicator": "pv", "estimate": "-2.1",
           "stddev": "0.2", "nsource": "8", "pctrank": "3.5", "pctranklower": "1", "pctrankupper": "7.5",
           "codeindyr": "ZARpv2023"}  # fmt: skip
    path = tmp_path / f"wgidataset.{ending}"
    if ending == "csv":
        path.write_text(",".join(LONG) + "\n" + ",".join(f'"{row[name]}"' for name in LONG) + "\n", encoding="utf-8")
    else:
        workbook.write(path, {"Sheet1": [list(LONG), [row[name] for name in LONG]]})

    loaded = _load(path)

    assert loaded.release == "2024"
    stability = "measure:governance-political-stability-and-absence-of-violence"
    assert _said(tmp_path, loaded, "start", "end", "scope", "value", "low", "high", "period") == [
        ("country:COD", stability, "estimate", -2.1, None, None, "2023"),
        ("country:COD", stability, "percentile rank", 3.5, 1.0, 7.5, "2023"),
        ("country:COD", stability, "standard error", 0.2, None, None, "2023"),
    ]


def test_a_sheet_a_dimension_gives_bounds_of_the_estimate_and_a_score(tmp_path: Path) -> None:
    columns = ["ID variable (economy code/ gov. dimension/ year)", *ECONOMY, "Region", "Income classification",
               "Governance dimension", "Number of sources", "Standard error (estimate)",
               "Lower threshold (90% conf. int. estimate)", "Upper threshold (90% conf. int. estimate)",
               "Governance score (0-100)", "Standard error (gov. score)", "Lower threshold (90% conf. int. score)",
               "Upper threshold (90% conf. int. score)", "FRH mean"]  # fmt: skip
    line = ["CODrl2024", "COD", "Congo, Dem. Rep.", 2024, -1.5, "Sub-Saharan Africa", "Low income", "rl", 9, 0.1, -1.7,
            -1.3, 21.5, 2.0, 18, 25, 0.3]  # fmt: skip
    path = workbook.write(tmp_path / "wgi.xlsx", {"rl": [columns, line], "Metadata": [["About"]]})

    loaded = _load(path)

    assert loaded.release == "2025"
    assert _said(tmp_path, loaded, "end", "scope", "value", "low", "high", "basis") == [
        ("measure:governance-rule-of-law", "estimate", -1.5, -1.7, -1.3, ESTIMATE),
        ("measure:governance-rule-of-law", "score", 21.5, 18.0, 25.0, SCORE),
        ("measure:governance-rule-of-law", "standard error", 0.1, None, None, ERROR),
    ]


def test_a_column_that_nobody_knows_stops_the_load(tmp_path: Path) -> None:
    path = workbook.write(tmp_path / "wgi.xlsx", {"rl": [[*ECONOMY, "Mood"], ["COD", "Congo", 2024, -1.5, "good"]]})

    with pytest.raises(BadTable, match="columns that nobody reads: Mood"):
        _load(path)


def test_a_statistic_that_nobody_knows_stops_the_load(tmp_path: Path) -> None:
    stats = (*STATS[:5], "Mode")

    with pytest.raises(BadTable, match="a repeated column name"):
        _load(_wide(tmp_path, ["Aruba", "ABW", *_figures(1, 0.2, 3, 50, 40, 60)], stats=stats))


def test_a_dimension_that_is_none_is_refused(tmp_path: Path) -> None:
    path = _wide(tmp_path, ["Aruba", "ABW", *_figures(1, 0.2, 3, 50, 40, 60)], title="Happiness")

    with pytest.raises(BadTable, match="'ControlofCorruption' is about 'Happiness'"):
        _load(path)


def test_the_real_workbook_gives_six_dimensions_of_every_country(tmp_path: Path, shared_data: Path) -> None:
    (loaded,) = load("wgi", [shared_data / "wgi"], tmp_path)

    assert (loaded.release, loaded.rows, loaded.claiming) == ("2023", 1284, 1278)
    assert loaded.quarantined == {}
    assert loaded.ignored == {"an area that is no country: Netherlands Antilles (until 2010)": 6}
    where = f"start = 'country:COD' AND period = '2022' AND \"end\" = '{CORRUPTION}'"
    found = dict(triples(tmp_path, "wgi-2023", "scope", "observed", where=where))
    assert found.keys() == {"estimate", "percentile rank", "standard error"}
    last = triples(tmp_path, "wgi-2023", "value", where=where.replace("COD", "ZWE") + " AND scope = 'estimate'")
    assert len(triples(tmp_path, "wgi-2023", "id")) == 89_154 - 6 - 213
    assert last != []

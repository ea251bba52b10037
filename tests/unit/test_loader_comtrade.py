from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadTable
from loaders.comtrade.loader import EXPORT, IGNORED, IMPORT, READ, WEIGHT, release_of
from loaders.load import Loaded, load
from tests.claimed import claims, triples

ROW = {
    "typeCode": "C", "freqCode": "A", "period": "2023", "reporterCode": "156", "flowCode": "M", "partnerCode": "842",
    "partner2Code": "0", "classificationCode": "H6", "classificationSearchCode": "HS",
    "isOriginalClassification": "True", "cmdCode": "2846", "customsCode": "C00", "motCode": "0", "mosCode": "0",
    "qtyUnitCode": "8", "qty": "2500.0",
    "isQtyEstimated": "False", "netWgt": "2500.0", "isNetWgtEstimated": "False", "cifvalue": "77.5",
    "primaryValue": "77.5",
}  # fmt: skip
COLUMNS = (*READ, *IGNORED)


def _csv(folder: Path, *rows: dict[str, str], name: str = "answer.csv", columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / name
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        writer.writerows({**ROW, **row} for row in rows)
    return path


def _load(folder: Path, *rows: dict[str, str]) -> Loaded:
    (loaded,) = load("comtrade", [_csv(folder, *rows)], folder)
    return loaded


def _flows(folder: Path, loaded: Loaded, *names: str) -> list[tuple[Any, ...]]:
    return triples(folder, loaded.source.id, *names)


def test_an_import_is_a_flow_to_the_reporter_with_insurance_and_freight(tmp_path: Path) -> None:
    loaded = _load(tmp_path, {})

    value, quantity = claims(tmp_path, loaded.source.id)

    common = {
        "type": "TRADES_WITH", "start": "country:USA", "end": "country:CHN", "item": "product:hs-2846",
        "period": "2023", "reporter": "country:CHN", "source": loaded.source.id, "status": "reported", "grade": "A",
        "checked": "file", "locator": "answer.csv:2", "origin": "answer.csv:2",
    }  # fmt: skip
    assert value == common | {
        "id": value["id"], "measure": "CIF value", "value": 77.5, "unit": "USD", "basis": IMPORT, "observed": "77.5"
    }  # fmt: skip
    assert quantity == common | {
        "id": quantity["id"], "measure": "quantity", "value": 2.5, "unit": "t", "basis": WEIGHT, "observed": "2500.0"
    }  # fmt: skip


def test_an_export_is_a_flow_from_the_reporter_free_on_board(tmp_path: Path) -> None:
    loaded = _load(tmp_path, {"flowCode": "X", "cifvalue": "", "fobvalue": "77.5"})

    assert _flows(tmp_path, loaded, "start", "end", "reporter", "basis") == [
        ("country:CHN", "country:USA", "country:CHN", WEIGHT), ("country:CHN", "country:USA", "country:CHN", EXPORT)
    ]  # fmt: skip


def test_imports_that_are_counted_free_on_board_say_so(tmp_path: Path) -> None:
    loaded = _load(tmp_path, {"cifvalue": "", "fobvalue": "77.5"})

    assert ("customs value, imports, free on board",) in _flows(tmp_path, loaded, "basis")


def test_taiwan_is_490_and_0_is_the_world(tmp_path: Path) -> None:
    loaded = _load(tmp_path, {"partnerCode": "490"}, {"partnerCode": "0"}, {"partnerCode": "699"})

    starts = {start for (start,) in _flows(tmp_path, loaded, "start")}

    assert starts == {"country:TWN", "country:WLD", "country:IND"}


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        ({"motCode": "2100"}, "a mode of transport alone"),
        ({"customsCode": "C01"}, "a customs procedure alone"),
        ({"partner2Code": "344"}, "a second partner alone"),
        ({"mosCode": "1"}, "a mode of supply alone"),
        ({"flowCode": "RX"}, "re-exports, a part of the flow"),
        ({"typeCode": "S"}, "trade in services"),
        ({"classificationCode": "S4"}, "a classification other than the Harmonized System"),
        ({"isOriginalClassification": "False"}, "converted to another revision of the Harmonized System"),
        ({"cmdCode": "TOTAL"}, "a sum over codes"),
        ({"partnerCode": "899"}, "an area that is no country: areas not specified"),
        ({"partnerCode": "156"}, "goods that come back: reporter and partner are one"),
    ],
)  # fmt: skip
def test_a_part_of_a_flow_is_left_out_by_name_and_never_summed(
    tmp_path: Path, part: dict[str, str], reason: str
) -> None:
    loaded = _load(tmp_path, {}, {"primaryValue": "9", **part})

    assert loaded.ignored == {reason: 1}
    assert (loaded.rows, loaded.claiming) == (2, 1)
    assert [value for (value,) in _flows(tmp_path, loaded, "value")] == [77.5, 2.5]


@pytest.mark.parametrize(
    ("cells", "weights"),
    [
        ({"isNetWgtEstimated": "True"}, [(2.5, "estimated", "C")]),
        ({"netWgt": "0.0", "qty": "3000.0"}, [(3.0, "reported", "A")]),
        ({"netWgt": "0.0", "qty": "3000.0", "isQtyEstimated": "True"}, [(3.0, "estimated", "C")]),
        ({"netWgt": "", "qty": "3000.0", "qtyUnitCode": "5"}, []),
        ({"netWgt": "0.0", "qty": "0.0", "qtyUnitCode": "-1"}, []),
    ],
)  # fmt: skip
def test_a_weight_is_the_net_weight_else_a_quantity_in_kilograms_and_says_if_it_is_estimated(
    tmp_path: Path, cells: dict[str, str], weights: list[tuple[float, str, str]]
) -> None:
    loaded = _load(tmp_path, cells)

    where = "measure = 'quantity'"
    assert triples(tmp_path, loaded.source.id, "value", "status", "grade", where=where) == weights


def test_a_month_is_a_month(tmp_path: Path) -> None:
    loaded = _load(tmp_path, {"freqCode": "M", "period": "202305"})

    assert set(_flows(tmp_path, loaded, "period")) == {("2023-05",)}


@pytest.mark.parametrize("revision", ["H4", "H5", "H6"])
def test_every_revision_of_the_harmonized_system_is_taken(tmp_path: Path, revision: str) -> None:
    loaded = _load(tmp_path, {"classificationCode": revision})

    assert loaded.claiming == 1


def test_files_with_the_same_rows_are_one_release_and_are_not_doubled(tmp_path: Path) -> None:
    _csv(tmp_path, {}, {"partnerCode": "0"}, name="heavy.csv")
    _csv(tmp_path, {"partnerCode": "0"}, {}, name="light.csv")

    (loaded,) = load("comtrade", [tmp_path], tmp_path / "data")

    assert (loaded.rows, loaded.claiming, loaded.repeated, loaded.torn) == (4, 4, 4, 0)
    assert len(claims(tmp_path / "data", loaded.source.id)) == 4


def test_a_second_file_does_not_put_out_the_first_and_a_revised_one_does(tmp_path: Path) -> None:
    first = _csv(tmp_path, {}, name="a.csv")
    second = _csv(tmp_path, {"partnerCode": "0"}, name="b.csv")
    revised = _csv(tmp_path, {"primaryValue": "80.0"}, name="c.csv")

    assert release_of(first) == release_of(revised) != release_of(second)
    assert str(release_of(first)).startswith("2846-2023-")


def test_the_json_envelope_is_read_as_it_was_written(tmp_path: Path) -> None:
    record: dict[str, Any] = {**ROW, "reporterCode": 156, "motCode": 0, "isNetWgtEstimated": True, "fobvalue": None}
    record |= {"netWgt": 2618.57, "primaryValue": 77694.0, "cifvalue": 77694.0, "cmdDesc": "Compounds of rare earths"}
    path = tmp_path / "answer.json"
    path.write_text(json.dumps({"elapsedTime": "0.1 secs", "count": 1, "data": [record], "error": ""}))

    (loaded,) = load("comtrade", [path], tmp_path)

    assert triples(tmp_path, loaded.source.id, "measure", "value", "observed", "status", "locator") == [
        ("CIF value", 77694.0, "77694.0", "reported", "answer.json, record 1"),
        ("quantity", 2.61857, "2618.57", "estimated", "answer.json, record 1"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"elapsedTime":"1","count":2,"data":[{"reporterCode":156}],"error":""}', "count 2, error '', and holds 1"),
        ('{"elapsedTime":"1","count":1,"data":[{"reporterCode":156', "not a whole JSON answer"),
        ('{"elapsedTime":"1","count":0,"data":[],"error":""}', "an answer without rows"),
        ('{"elapsedTime":"1","data":null,"error":"Access denied"}', "it says: Access denied"),
    ],
)  # fmt: skip
def test_a_damaged_answer_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(text)

    with pytest.raises(BadTable, match=reason):
        load("comtrade", [path], tmp_path)


def test_a_column_that_nobody_knows_stops_the_load(tmp_path: Path) -> None:
    path = _csv(tmp_path, {"tariff": "5"}, columns=(*COLUMNS, "tariff"))

    with pytest.raises(BadTable, match="columns that nobody reads: tariff"):
        load("comtrade", [path], tmp_path)


def test_the_capitals_of_the_web_page_are_the_same_columns(tmp_path: Path) -> None:
    path = _csv(tmp_path, {})
    head, *rest = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([",".join(name[0].upper() + name[1:] for name in head.split(",")), *rest]) + "\n")

    (loaded,) = load("comtrade", [path], tmp_path)

    assert loaded.claims == 5  # a value, a weight, two countries and a product


def test_an_unknown_flow_is_set_aside(tmp_path: Path) -> None:
    loaded = _load(tmp_path, {}, {"flowCode": "ZZ", "partnerCode": "0"})

    assert [reason for reason in loaded.quarantined if reason.startswith("flowCode is 'ZZ'")] != []


def test_the_real_answers_are_accounted_for_row_by_row(tmp_path: Path, shared_data: Path) -> None:
    loaded = load("comtrade", [shared_data / "comtrade_api"], tmp_path)

    assert sum(each.rows for each in loaded) == 753
    assert sum(each.claiming for each in loaded) == 698
    assert sum((each.ignored for each in loaded), start=loaded[0].ignored.__class__()) == {
        "a mode of transport alone": 53,
        "an area that is no country: areas not specified": 1,
        "goods that come back: reporter and partner are one": 1,
    }
    assert sum(sum(each.quarantined.values()) + each.torn for each in loaded) == 0
    (rare,) = (each for each in loaded if len(each.files) == 2)
    assert rare.files == ["heavy_ree_trade_data.csv", "light_ree_trade_data.csv"]
    assert rare.repeated == 160
    assert [(total.what, total.published, total.agrees) for each in loaded for total in each.totals] == [
        ("value, 2023 156 M 2846", 1881334377.0, True)
    ]
    world = "start = 'country:WLD' AND \"end\" = 'country:CHN' AND period = '2023'"
    assert triples(tmp_path, "comtrade-2846-2023-76b9f433", "measure", "value", "unit", "status", where=world) == [
        ("CIF value", 1881334377.0, "USD", "reported"), ("quantity", 109285.77257, "t", "estimated")
    ]  # fmt: skip

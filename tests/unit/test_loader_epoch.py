"""Epoch AI's tables: tags and certainties are statuses, plans are planned, and odd notations are read or refused."""

import csv
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadInput, BadTable
from loaders.epoch.loader import release_of
from loaders.epoch.words import Named, columns, degrees, names
from tests.sitefiles import Told, one, told


def _table(folder: Path, kind: str, *rows: dict[str, str]) -> Path:
    path = folder / f"{kind} copy.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in columns()[kind]], restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def _load(folder: Path, kind: str, *rows: dict[str, str]) -> Told:
    return one("epoch", [_table(folder, kind, *rows)], folder)


CHIP = {
    "Hardware name": "Acme A1", "Manufacturer": "Acme", "Type": "GPU", "Foundry": "SMIC,TSMC", "TDP (W)": "700.0",
    "Transistors (millions)": "80000.0", "FP8 performance (FLOP/s)": "2e+15", "Energy efficiency": "inf",
    "Price-performance": "inf", "Notes": "two\nlines", "Link to datasheet": "https://a.example\nhttps://b.example",
}  # fmt: skip
CLUSTER = {
    "Name": "Big One", "Status": "Existing", "Certainty": "Confirmed", "Country": "Japan", "Location": "Chiba",
    "Owner": "Acme,Beta Corp", "Chip type (primary)": "NVIDIA H100 SXM5 80GB", "Chip quantity (primary)": "1024.0",
    "First Operational Date": "2024-05-01", "Calculated Power Capacity (MW)": "1.5", "Quote": "many\nlines",
}  # fmt: skip
CENTRE = {
    "Handle": "Acme Canton", "Title": "Acme Mega Site", "Latitude": "32°35'25\"N", "Longitude": " 90°05'35\"W",
    "Address": "Canton", "Owner": "Amazon #confident", "Energy companies": "Entergy,Acme #speculative",
    "Current power (MW)": "341",
}  # fmt: skip


def test_an_accelerator_has_two_foundries_a_designer_a_kind_and_figures_and_no_inf(tmp_path: Path) -> None:
    got = _load(tmp_path, "ml_hardware", CHIP)

    assert got.report.source.id == "epoch-ml-hardware"
    assert got.what("technology:epoch-acme-a1") == {"name": "Acme A1", "domain": "ai-hardware"}
    assert got.of("KIND_OF", "start", "end") == [("technology:epoch-acme-a1", "technology:gpu-accelerator")]
    assert got.of("PRODUCES", "start", "stage", "observed") == [
        ("company:epoch-acme", None, "Manufacturer: Acme"),
        ("company:epoch-smic", "component", "Foundry: SMIC"),
        ("company:epoch-tsmc", "component", "Foundry: TSMC"),
    ]
    assert got.of("HAS_FIGURE", "end", "scope", "value", "unit") == [
        ("measure:peak-performance", "FP8", 2e15, "FLOP/s"),
        ("measure:thermal-design-power", None, 700, "W"),
        ("measure:transistor-count", None, 80e9, "pieces"),
    ]


def test_an_accelerator_that_the_projects_tables_have_keeps_their_id_and_name(tmp_path: Path) -> None:
    got = _load(tmp_path, "ml_hardware", CHIP | {"Hardware name": "NVIDIA B200"})

    assert got.what("technology:b200") == {
        "name": "NVIDIA B200 accelerator", "aliases": ["NVIDIA B200"], "domain": "ai-hardware"
    }  # fmt: skip


def test_a_cluster_contains_its_chips_and_is_owned_and_so_perhaps_run(tmp_path: Path) -> None:
    got = _load(tmp_path, "gpu_clusters", CLUSTER)

    site = "facility:epoch-big-one"
    assert got.of("LOCATED_IN", "start", "end", "place", "status") == [(site, "country:JPN", "Chiba", "reported")]
    assert got.of("OWNS", "start", "end", "status") == [
        ("company:epoch-acme", site, "reported"), ("company:epoch-beta-corp", site, "reported")
    ]  # fmt: skip
    assert [status for (status,) in got.of("OPERATES", "status")] == ["estimated", "estimated"]
    assert got.of("CONTAINS", "start", "end", "count") == [(site, "technology:h100", 1024)]
    assert got.of("IN_STATE", "end", "from") == [("state:operating", "2024-05-01")]
    assert got.of("HAS_FIGURE", "end", "value", "unit", "words") == [
        ("measure:power-capacity", 1.5, "MW", "calculated from chips")
    ]


@pytest.mark.parametrize(
    ("state", "certainty", "status"),
    [("Existing", "Likely", "estimated"), ("Existing", "Unlikely", "estimated"), ("Planned", "Confirmed", "planned")],
)
def test_status_and_certainty_are_kept(tmp_path: Path, state: str, certainty: str, status: str) -> None:
    got = _load(tmp_path, "gpu_clusters", CLUSTER | {"Status": state, "Certainty": certainty})

    for type_ in ("LOCATED_IN", "OWNS", "CONTAINS", "IN_STATE", "HAS_FIGURE"):
        assert {found for (found,) in got.of(type_, "status")} == {status}


def test_a_decommissioned_cluster_is_closed(tmp_path: Path) -> None:
    ended = {"Status": "Decommissioned", "Decommissioned Date (if applicable)": "2021-07"}

    got = _load(tmp_path, "gpu_clusters", CLUSTER | ended)

    assert got.of("IN_STATE", "end", "from") == [("state:closed", "2021-07"), ("state:operating", "2024-05-01")]


def test_nameless_and_doubled_clusters_are_passed_over_by_name(tmp_path: Path) -> None:
    got = _load(
        tmp_path, "gpu_clusters", CLUSTER, CLUSTER | {"Name": "Anonymized Chinese System"},
        CLUSTER | {"Name": "Big One again", "Possible Duplicate": "True"},
        {"Name": "Mere Name", "Status": "Planned", "Certainty": "Likely"},
    )  # fmt: skip

    assert got.report.ignored == {
        "an anonymised system: no name, no owner": 1, "a possible duplicate, by the publisher's own flag": 1,
        "a cluster of which nothing but the name is told": 1,
    }  # fmt: skip


def test_a_data_centre_lies_where_its_degrees_say(tmp_path: Path) -> None:
    got = _load(tmp_path, "data_centers", CENTRE)

    site = "facility:epoch-acme-canton"
    assert got.what(site) == {
        "name": "Acme Mega Site", "aliases": ["Acme Canton"], "latitude": 32.590278, "longitude": -90.093056
    }  # fmt: skip
    assert got.of("LOCATED_IN", "end", "status", "grade") == [("country:USA", "computed", "C")]
    assert got.of("OWNS", "start", "observed") == [("company:epoch-amazon", "Owner: Amazon #confident")]
    assert got.of("SUPPLIES", "start", "end", "status") == [
        ("company:epoch-acme", site, "estimated"), ("company:epoch-entergy", site, "reported")
    ]  # fmt: skip
    assert got.of("HAS_FIGURE", "end", "value", "words") == [("measure:power-capacity", 341, "as of 2025-12")]


def test_a_timeline_is_estimated_until_the_export_and_planned_after_it(tmp_path: Path) -> None:
    steps = [
        {"Data center": "Acme Canton", "Date": day, "Power (MW)": "9.0", "Construction status": "Roof\non"}
        for day in ("2025-06-01", "2028-01-01")
    ]
    bare = {"Data center": "Acme Canton", "Date": "2025-01-01", "Construction status": "Land clearing begins"}
    tables = [_table(tmp_path, "timelines", *steps, bare), _table(tmp_path, "data_centers", CENTRE)]

    got = one("epoch", tables, tmp_path)

    assert [row for row in got.of("HAS_FIGURE", "period", "value", "status", "observed") if row[0]] == [
        ("2025-06-01", 9, "estimated", "Roof on"), ("2028-01-01", 9, "planned", "Roof on")
    ]  # fmt: skip
    assert got.report.ignored == {"a step of building without a figure": 1}


def test_an_air_cooled_chiller_contains_fans(tmp_path: Path) -> None:
    chiller = {
        "Model": "C-9", "Manufacturer": "Acme", "Type": "Air-cooled", "Cooling capacity (kW)": "480",
        "Number of fans": "12.0",
    }  # fmt: skip

    got = _load(tmp_path, "chillers", chiller, {"Type": "Air-cooled", "Area (m^2)": "0.0"})

    assert got.of("CONTAINS", "start", "end", "count") == [("technology:epoch-acme-c-9", "technology:chiller-fan", 12)]
    assert got.of("KIND_OF", "end") == [("technology:air-cooled-chiller",)]
    assert got.report.ignored == {"a row without a model": 1}


def test_companies_and_what_they_spend(tmp_path: Path) -> None:
    company = _table(tmp_path, "companies", {"Name": "Acme", "Organization (from Organizations)": "Acme Research"})
    spend = _table(
        tmp_path, "spend",
        {"Id": "a", "Company": "Acme", "Amount": "5", "Date": "2024-12-31", "Period type": "Year",
         "Confidence": "Likely", "Category": "R&D,Inference"},
        {"Id": "b", "Company": "Beta", "Amount": "7", "Date": "2025-07-31", "Period type": "Annualized"},
    )  # fmt: skip

    got = one("epoch", [spend, company], tmp_path)

    assert got.what("company:epoch-acme") == {"name": "Acme", "aliases": ["Acme Research"], "kind": "company"}
    assert got.of("HAS_FIGURE", "start", "value", "period", "scope", "status", "words") == [
        ("company:epoch-acme", 5, "2024", "R&D and Inference", "estimated", None),
        ("company:epoch-beta", 7, "2025-07", None, "reported", "annualised"),
    ]


@pytest.mark.parametrize(
    ("kind", "good", "bad", "reason"),
    [
        ("ml_hardware", CHIP, {"TDP (W)": "inf", "Hardware name": "X"},
         "TDP (W) is 'inf', not a number; bounds go to low and high, anything else to words."),
        ("ml_hardware", CHIP, {"Hardware name": "☃"}, "the name '☃' makes no id."),
        ("gpu_clusters", CLUSTER, {"Status": "Rumoured"}, "Status 'Rumoured' with Certainty 'Confirmed' is not known."),
        ("gpu_clusters", CLUSTER, {"Country": "Atlantis"}, "no country 'Atlantis'."),
        ("gpu_clusters", CLUSTER, {"First Operational Date": "soon"}, "'soon' is no date."),
        ("data_centers", CENTRE, {"Latitude": "north", "Handle": "X"}, "'north' is no latitude or longitude."),
        ("data_centers", CENTRE, {"Latitude": "", "Handle": "X"},
         "a data centre without coordinates; its country is not given otherwise."),
        ("data_centers", CENTRE, {"Latitude": "0°0'0\"N", "Longitude": "30°0'0\"W", "Handle": "X"},
         "no one country is known at latitude 0, longitude -30."),
        ("data_centers", CENTRE, {"Owner": "Amazon #hopeful", "Handle": "X"},
         "'Amazon #hopeful': the tag is none of confident, likely, speculative."),
        ("data_centers", CENTRE, {}, "the handle 'Acme Canton' stands twice."),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_set_aside(
    tmp_path: Path, kind: str, good: dict[str, str], bad: dict[str, str], reason: str
) -> None:
    got = _load(tmp_path, kind, good, good | bad)

    assert [aside.split(" Did you mean")[0] for aside in got.aside] == [reason]
    assert got.report.claiming == 1


def test_a_timeline_of_a_data_centre_that_nobody_describes_makes_no_ghost(tmp_path: Path) -> None:
    step = {"Data center": "Ghost", "Date": "2025-06-01", "Power (MW)": "9.0"}

    got = one("epoch", [_table(tmp_path, "timelines", step), _table(tmp_path, "data_centers", CENTRE)], tmp_path)

    assert got.aside == ["no data centre has the handle 'Ghost'."]
    assert not [claim for claim in got.claims if "ghost" in claim["start"]]


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("", []),
        ("SMIC,TSMC", [Named("SMIC", "reported", "SMIC"), Named("TSMC", "reported", "TSMC")]),
        ("Amazon #confident", [Named("Amazon", "reported", "Amazon #confident")]),
        (
            "A #likely, B #speculative",
            [Named("A", "estimated", "A #likely"), Named("B", "estimated", "B #speculative")],
        ),
    ],
)
def test_lists_of_names(cell: str, found: list[Named]) -> None:
    assert names(cell) == found


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("", None),
        ("32°35'25\"N", 32.590278),
        (" 101°18'43\"W", -101.311944),
        ("41°11'6.6732\"N", 41.185187),
        ("-3.5", -3.5),
    ],
)
def test_degrees_minutes_and_seconds(cell: str, value: float | None) -> None:
    assert degrees(cell) == value


def test_degrees_that_are_none_are_refused() -> None:
    with pytest.raises(BadInput, match="is no latitude or longitude"):
        degrees("32 degrees north")


def test_a_table_with_another_column_is_refused(tmp_path: Path) -> None:
    path = _table(tmp_path, "ml_hardware", CHIP)
    lines = path.read_text(encoding="utf-8")
    path.write_text(lines.replace("Hardware name,", "Hardware name,Colour,").replace("Acme A1,", "Acme A1,red,"))

    with pytest.raises(BadTable, match="columns that nobody reads: Colour"):
        one("epoch", [path], tmp_path)


def test_a_stranger_is_no_table_of_epoch(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Name,Owner\nA,B\n", encoding="utf-8")

    assert release_of(path) is None


def test_the_real_files(shared_data: Path, tmp_path: Path) -> None:
    got: dict[str, Any] = {each.report.release: each for each in told("epoch", [shared_data / "epoch_ai"], tmp_path)}

    reports = {label: each.report for label, each in got.items()}
    assert {label: (each.rows, each.quarantined.total(), each.torn) for label, each in reports.items()} == {
        "ai-companies": (18, 0, 0), "data-centers": (278, 0, 0), "gpu-clusters": (786, 0, 0), "ml-hardware": (170, 0, 0)
    }  # fmt: skip
    assert reports["gpu-clusters"].ignored.total() == 328
    chips = got["ml-hardware"]
    assert ("company:epoch-tsmc", "technology:h100", "component") in chips.of("PRODUCES", "start", "end", "stage")
    figures = chips.of("HAS_FIGURE", "start", "end", "value")
    assert ("technology:h100", "measure:thermal-design-power", 700) in figures
    centres = got["data-centers"]
    assert {end for (end,) in centres.of("LOCATED_IN", "end")} == {"country:USA", "country:CHN", "country:ARE"}
    assert len(centres.of("LOCATED_IN", "start")) == 17
    neom = [row for row in got["gpu-clusters"].of("LOCATED_IN", "start", "end", "status") if "neom" in row[0]]
    assert ("facility:epoch-datavolt-neom-1-5-gw-phase-2", "country:SAU", "planned") in neom

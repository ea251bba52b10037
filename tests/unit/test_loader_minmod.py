"""MinMod sites: read with the project's own vocabulary, the matcher's confidence kept, nothing located by guess."""

import json
from pathlib import Path
from typing import Any

import pytest

from kb.errors import BadTable
from loaders.minmod.loader import release_of
from tests.sitefiles import one, told

URI = "https://minmod.isi.edu/resource/"
REE = "https://mrdata.usgs.gov/ree"
JOURNAL = "https://doi.org/10.5382/econgeo.4950"
ALL_FIFTEEN = [f"Q{number}" for number in range(686, 701)]


def _term(target: str, observed: str = "", confidence: float = 1.0) -> dict[str, Any]:
    term: dict[str, Any] = {"source": "matcher", "confidence": confidence, "normalized_uri": URI + target}
    return term | ({"observed_name": observed} if observed else {})


def _line(commodity: str, *categories: str, ore: float = 0, grade: float = 0, unit: str = "Q201") -> dict[str, Any]:
    line: dict[str, Any] = {"commodity": _term(commodity, commodity), "reference": {}}
    if categories:
        line["category"] = [_term(name) for name in categories]
        line["ore"] = {"value": ore, "unit": _term("Q202", "Mt")}
        line["grade"] = {"value": grade, "unit": _term(unit, {"Q201": "%", "Q203": "g/t"}.get(unit, unit))}
    return line


def _site(**changes: Any) -> dict[str, Any]:
    place: dict[str, Any] = {
        "country": [_term("Q1013", "Australia")],
        "state_or_province": [_term("Q2213", "Western Australia")],
        "crs": _term("Q701", "EPSG:4326"),
        "location": "POINT (121.5 -30.5)",
    }
    place |= changes.pop("place", {})
    site = {"source_id": REE, "record_id": "7", "name": "Far Hill", "location_info": place, "mineral_inventory": []}
    return site | changes


def _file(folder: Path, *sites: dict[str, Any]) -> Path:
    path = folder / "anything.json"
    path.write_text(json.dumps(list(sites)), encoding="utf-8")
    return path


def test_a_site_has_a_point_of_longitude_first_a_province_and_the_identifier_of_its_compilation(tmp_path: Path) -> None:
    got = one("minmod", [_file(tmp_path, _site(mineral_inventory=[_line("Q537")]))], tmp_path)

    assert (got.report.source.id, got.report.source.terms) == ("minmod-mrdata-ree", "")
    assert got.what("facility:mrdata-ree-7") == {
        "name": "Far Hill", "latitude": -30.5, "longitude": 121.5, "identifiers": ["mrdata-ree=7"]
    }  # fmt: skip
    assert got.of("LOCATED_IN", "end", "place", "status") == [("country:AUS", "Western Australia", "reported")]
    assert got.of("HOLDS", "end", "measure", "value") == [("mineral:cobalt", None, None)]


def test_all_fifteen_rare_earths_together_are_the_group(tmp_path: Path) -> None:
    lines = [_line(id_) for id_ in [*ALL_FIFTEEN, "Q579"]]

    got = one("minmod", [_file(tmp_path, _site(mineral_inventory=lines))], tmp_path)

    assert got.of("HOLDS", "end", "observed") == [
        ("mineral:niobium", "Q579"),
        ("mineral:rare-earths", "all fifteen rare earths"),
    ]


def test_ore_times_grade_is_metal_contained_and_reserves_are_not_added_to_resources(tmp_path: Path) -> None:
    lines = [
        _line("Q578", "Indicated", ore=10, grade=2),
        _line("Q578", "Inferred", ore=5, grade=1),
        _line("Q578", "Proven", ore=1, grade=3),
        _line("Q600", "Inferred", ore=2, grade=0.5, unit="Q203"),
        _line("Q601", "Extracted", ore=2, grade=0.5, unit="Q203"),
    ]

    got = one("minmod", [_file(tmp_path, _site(source_id=JOURNAL, mineral_inventory=lines))], tmp_path)

    assert got.report.source.terms == "no-redistribution"
    assert got.of("HOLDS", "end", "measure", "value", "unit", "basis", "status", "words") == [
        ("mineral:nickel", "reserves", 30_000, "t", "nickel contained in ore", "computed",
         "1 Mt of ore at 3 % (Proven)"),
        ("mineral:nickel", "resources", 250_000, "t", "nickel contained in ore", "computed",
         "10 Mt of ore at 2 % (Indicated); 5 Mt of ore at 1 % (Inferred)"),
        ("mineral:palladium", "resources", 1, "t", "palladium contained in ore", "computed",
         "2 Mt of ore at 0.5 g/t (Inferred)"),
    ]  # fmt: skip


def test_null_island_is_no_place(tmp_path: Path) -> None:
    got = one("minmod", [_file(tmp_path, _site(place={"location": "POINT (0 0)"}))], tmp_path)

    assert got.what("facility:mrdata-ree-7") == {"name": "Far Hill", "identifiers": ["mrdata-ree=7"]}


def test_a_doubtful_match_is_an_estimate_that_tells_its_confidence(tmp_path: Path) -> None:
    unsure = {"country": [_term("Q1052", "Côte d'Ivoire", 0.66)], "location": ""}

    got = one("minmod", [_file(tmp_path, _site(place=unsure))], tmp_path)

    assert got.of("LOCATED_IN", "end", "status", "grade", "observed") == [
        ("country:CIV", "estimated", "C", "Côte d'Ivoire (matched with confidence 0.66)")
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"place": {"country": [_term("Q1235", "Int'l Waters", 0.55)]}}, 'no country "Int\'l Waters".'),
        ({"name": "Mina S�o Jo�o"},
         "the name 'Mina S�o Jo�o' is damaged: letters of it were lost before it came here."),
        ({"place": {"crs": _term("Q702", "EPSG:4267")}}, "coordinates in EPSG:4267; only EPSG:4326 is read."),
        ({"place": {"crs": {}}}, "coordinates in none; only EPSG:4326 is read."),
        ({"place": {"location": "POLYGON ((0 0))"}},
         "location 'POLYGON ((0 0))' is no POINT (longitude latitude)."),
        ({"place": {"location": "POINT (-30.5 121.5)"}}, "latitude and longitude are no place on Earth."),
        ({"place": {"location": "POINT (10 50)"}},
         "the coordinates do not lie in country:AUS, the country of the row."),
        ({"place": {"zone": "x"}}, "location_info with zone, which this loader does not know."),
        ({"mineral_inventory": [_line("Q9999")]}, "commodity 'Q9999' is not in loaders/minmod/commodities.csv."),
        ({"mineral_inventory": [_line("Q578", "Guessed", ore=1, grade=1)]},
         "inventory category 'Guessed'; known are Inferred, Indicated, Measured, Probable, Proven, Extracted, "
         "CumulativeExtracted, OriginalResource."),
        ({"mineral_inventory": [_line("Q578", "Inferred", ore=1, grade=1, unit="Q210")]},
         "the unit 'Q210' (Q210) cannot be turned into tons of metal."),
        ({"mineral_inventory": [_line("Q578") | {"recovery": 1}]},
         "an inventory with recovery, which this loader does not know."),
        ({"source_id": JOURNAL}, f"a record of {JOURNAL}, in a file of mrdata-ree."),
    ],
)  # fmt: skip
def test_what_cannot_be_trusted_is_set_aside(tmp_path: Path, changes: dict[str, Any], reason: str) -> None:
    got = one("minmod", [_file(tmp_path, _site(record_id="1"), _site(**changes))], tmp_path)

    assert got.aside == [reason]
    assert {claim["start"] for claim in got.claims if claim["type"] != "DESCRIBED"} == {"facility:mrdata-ree-1"}


def test_a_record_that_stands_twice_with_other_cells_is_set_aside(tmp_path: Path) -> None:
    got = one("minmod", [_file(tmp_path, _site(), _site(), _site(name="Near Hill"))], tmp_path)

    assert got.aside == ["record '7' stands at anything.json, site 1 with other cells."]
    assert (got.report.claiming, got.report.repeated) == (2, 1)


def test_a_file_cut_short_and_one_with_a_new_key_are_refused(tmp_path: Path) -> None:
    whole = _file(tmp_path, _site(), _site(record_id="8"))
    whole.write_text(whole.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    with pytest.raises(BadTable, match=r"anything.json:1: not JSON: .*; is the file whole\?"):
        one("minmod", [whole], tmp_path)

    with pytest.raises(BadTable, match="columns that nobody reads: owner"):
        one("minmod", [_file(tmp_path, _site(owner="somebody"))], tmp_path)


@pytest.mark.parametrize(
    ("source", "label"),
    [
        (REE, "mrdata-ree"),
        (JOURNAL, "mudd-jowitt-nickel"),
        ("https://example.org/Some Data", "example-org-some-data"),
    ],
)
def test_the_address_of_a_compilation_names_the_release(tmp_path: Path, source: str, label: str) -> None:
    assert release_of(_file(tmp_path, _site(source_id=source))) == label


def test_an_unknown_compilation_may_not_be_passed_on(tmp_path: Path) -> None:
    got = one("minmod", [_file(tmp_path, _site(source_id="https://doi.org/10.1/x"))], tmp_path)

    assert got.report.source.terms == "no-redistribution"


def test_commodities_of_the_vocabulary_describe_minerals_and_other_vocabularies_are_passed_over(tmp_path: Path) -> None:
    commodities = tmp_path / "commodity.csv"
    commodities.write_text(
        "minmod_id,name,parent,aliases,geokb_name,geokb_id,is_critical_commodity,mrds_code\n"
        "Q537,Cobalt,,Co,cobalt,Q1,1,CO\nQ540,Copper > Sulfide,Q538,,,,0,CU_S\nQ646,Peat,,,,,0,PEA\n",
        encoding="utf-8",
    )
    systems = tmp_path / "crs.csv"
    systems.write_text("minmod_id,name\nQ701,EPSG:4326\n", encoding="utf-8")

    got = one("minmod", [commodities, systems], tmp_path)

    assert got.report.source.licence == "MIT; copyright 2023 DARPA-CRITICALMAAS"
    assert got.what("mineral:cobalt") == {"name": "Cobalt", "aliases": ["Co"], "identifiers": ["minmod=Q537"]}
    assert (got.report.claiming, got.report.ignored.total()) == (1, 3)


def test_the_real_files(shared_data: Path, tmp_path: Path) -> None:
    got = told("minmod", [shared_data / "minmod" / "mineral-sites", shared_data / "minmod" / "entities"], tmp_path)

    reports = {each.report.release: each.report for each in got}
    assert {label: (report.rows, report.claiming, report.source.terms) for label, report in reports.items()} == {
        "jowitt-ree": (267, 266, "no-redistribution"),
        "mrdata-ree": (799, 789, ""),
        "mudd-jowitt-nickel": (627, 619, "no-redistribution"),
        "vocabularies": (6_082, 89, ""),
    }
    assert [report.torn for report in reports.values()] == [0, 0, 0, 0]
    by_label = {each.report.release: each for each in got}
    assert by_label["mrdata-ree"].what("facility:mrdata-ree-63") == {
        "name": "Ngualla", "latitude": -7.7, "longitude": 32.833333333333, "identifiers": ["mrdata-ree=63"]
    }  # fmt: skip
    nickel = by_label["mudd-jowitt-nickel"].of("HOLDS", "start", "end", "measure", "value", "words")
    assert ("facility:mudd-jowitt-nickel-gordonbrook-bungonia", "mineral:nickel", "resources", 233.073,
            "0.077691 Mt of ore at 0.3 %Ni (Inferred)") in nickel  # fmt: skip

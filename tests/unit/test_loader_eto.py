"""CSET/ETO's chip supply chain: joined on ids only; country shares and company mentions told apart."""

from pathlib import Path

import pytest

from kb.errors import BadTable
from tests.sitefiles import Told, one

SEATS = "companies headquartered in the country"
CHART = "market_share_chart_global_market_size_info,market_share_chart_caption,market_share_chart_source"
FILES = {
    "inputs": f"""input_name,input_id,type,stage_name,stage_id,description,{CHART}
Lithography,N1,process,Fabrication,S2,"Two
lines, of text",,,CSET
Scanners,N2,tool_resource,,,,$1.4 billion (2019),,
EUV scanners,N3,tool_resource,,,,about $900 million (2019),,
""",
    "stages": f"stage_id,stage_name,description,{CHART}\nS2,Fabrication,,Over $50 billion (2019),caption,source\n",
    "providers": """provider_name,provider_id,provider_type,country
NLD,P1,country,
MAL,P2,country,
Various,P3,country,
ASML,P4,organization,NLD
""",
    "sequence": """input_name,input_id,goes_into_name,goes_into_id,is_type_of_name,is_type_of_id
Scanner,N2,Litho,N1,,
EUV,N3,,,Scanner,N2
""",
    "provision": """provider_name,provider_id,provided_name,provided_id,share_provided,negligible_market_share
NLD,P1,Scanner,N2,89%,
MAL,P2,Scanner,N2,1%,
Various,P3,Scanner,N2,10%,
A.S.M.L.,P4,Scanner,N2,,
ASML,P4,EUV,N3,,negligible
MAL,P2,Fabrication,S2,2%,
""",
}


def _load(folder: Path, *names: str, **more: str) -> Told:
    paths = []
    for name in names or FILES:
        path = folder / f"{name}-as-fetched.csv"
        path.write_text("\ufeff" + FILES[name] + more.get(name, ""), encoding="utf-8")
        paths.append(path)
    return one("eto", paths, folder)


def test_inputs_are_components_of_their_stage_and_of_what_they_go_into(tmp_path: Path) -> None:
    got = _load(tmp_path)

    assert (got.report.source.id, got.report.source.terms) == ("eto-chips", "non-commercial")
    assert got.what("component:eto-n2") == {"name": "Scanners", "identifiers": ["eto=N2"]}
    assert got.of("CONTAINS", "start", "end") == [
        ("component:eto-n1", "component:eto-n2"),
        ("component:eto-s2", "component:eto-n1"),
    ]
    assert got.of("KIND_OF", "start", "end") == [("component:eto-n3", "component:eto-n2")]


def test_country_shares_and_company_mentions_are_told_apart(tmp_path: Path) -> None:
    got = _load(tmp_path)

    assert got.of("PRODUCES", "start", "end", "measure", "value", "basis", "words") == [
        ("company:eto-p4", "component:eto-n2", None, None, None, None),
        ("company:eto-p4", "component:eto-n3", "share of world sales", None, None, "negligible"),
        ("country:MYS", "component:eto-n2", "share of world sales", 1, SEATS,
         "shares up to 1 % are given as 1 %"),
        ("country:MYS", "component:eto-s2", "share of world capacity", 2, SEATS, None),
        ("country:NLD", "component:eto-n2", "share of world sales", 89, SEATS, None),
    ]  # fmt: skip
    assert got.report.ignored["Various: a share of no one country"] == 1
    (total,) = [total for total in got.report.totals if total.what == "shares of N2"]
    assert (total.parts, total.agrees) == (100, True)


def test_names_that_differ_between_files_change_nothing(tmp_path: Path) -> None:
    got = _load(tmp_path)

    assert got.what("company:eto-p4") == {"name": "ASML", "kind": "company", "identifiers": ["eto=P4"]}
    assert got.of("HEADQUARTERED_IN", "start", "end") == [("company:eto-p4", "country:NLD")]


def test_sizes_of_markets_keep_their_bounds_and_words(tmp_path: Path) -> None:
    got = _load(tmp_path)

    assert got.of("HAS_FIGURE", "start", "value", "low", "unit", "period", "words") == [
        ("component:eto-n2", 1400, None, "million USD", "2019", None),
        ("component:eto-n3", 900, None, "million USD", "2019", "about $900 million (2019)"),
        ("component:eto-s2", None, 50_000, "million USD", "2019", "Over $50 billion (2019)"),
    ]


@pytest.mark.parametrize(
    ("name", "row", "reason"),
    [
        ("provision", "X,P9,Scanner,N2,5%,\n", "no provider has the id 'P9'."),
        ("provision", "ASML,P4,Ghost,N77,5%,\n", "no input or stage has the id 'N77'."),
        ("provision", "ASML,P4,Scanner,N2,most,\n", "share_provided is 'most', not per cent."),
        ("provision", "ASML,P4,Scanner,N2,,tiny\n", "negligible_market_share is 'tiny'."),
        ("sequence", "Ghost,N77,Litho,N1,,\n", "no input has the id 'N77'."),
        ("sequence", "Scanner,N2,Ghost,N78,,\n", "no input has the id 'N78'."),
        ("sequence", "Scanner,N2,,,,\n", "a step that goes into nothing and is a type of nothing."),
        ("providers", "Acme,P7,organization,XYZ\n", "no country 'XYZ'."),
        ("providers", "Acme,P7,alliance,NLD\n", "provider_type 'alliance'; known are country and organization."),
        ("inputs", "Odd,N9,spirit,,,,,,\n",
         "type 'spirit'; known are tool_resource, material_resource, process, ultimate_output."),
        ("inputs", "Odd,N9,process,,,,a lot,,\n", "market size 'a lot' is no sum of dollars."),
    ],
)  # fmt: skip
def test_a_row_that_points_nowhere_is_set_aside_and_makes_no_ghost(
    tmp_path: Path, name: str, row: str, reason: str
) -> None:
    got = _load(tmp_path, **{name: row})

    assert [aside.split(" Did you mean")[0] for aside in got.aside] == [reason]
    assert not [claim for claim in got.claims if "n77" in claim["start"] or "n78" in claim["start"]]


def test_a_file_without_those_that_define_its_ids_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="6 of 6 rows cannot become claims"):
        _load(tmp_path, "provision")


def test_the_real_files(shared_data: Path, tmp_path: Path) -> None:
    got = one("eto", [shared_data / "eto_chips"], tmp_path)

    report = got.report
    assert (report.rows, report.claiming, report.quarantined.total(), report.torn) == (1_129, 1_087, 0, 0)
    assert report.notes == ["Left out, for they are none of eto: LICENSE.md, README.md, technical_notes.md."]
    assert [total.what for total in report.totals if not total.agrees] == []
    shares = got.of("PRODUCES", "start", "end", "value")
    assert ("country:TWN", "component:eto-s2", 47) in shares
    assert ("country:MYS", "component:eto-s3", 2) in shares
    assert ("component:eto-n26", "component:eto-n8") in got.of("CONTAINS", "start", "end")
    assert ("component:eto-n20", "component:eto-n19") in got.of("KIND_OF", "start", "end")
    assert len(got.of("HEADQUARTERED_IN", "start")) == 274

"""The user's own table: names become ids, unknown ones are told or become one's own entities, no column is lost."""

from pathlib import Path

import duckdb
import pytest

from kb.claims import Claim
from kb.claims import write as write_claims
from kb.errors import BadTable
from kb.figures import Figure
from kb.ids import label_of
from loaders.load import write
from loaders.own import Names, OwnLoader, read_map

MAP = """
id = "bom"
title = "Bill of materials"
ignore = ["Remark"]
[[claim]]
relationship = "CONTAINS"
start = "technology:server"
end = { column = "Part", is = "Component", new = true }
count = { column = "Qty" }
[[claim]]
relationship = "USES_MATERIAL"
start = { column = "Part", is = "Component", new = true }
end = { column = "Material", is = "Material" }
measure = "mass"
value = { column = "Grams" }
unit = "g"
basis = "gross weight"
"""
KNOWN = {"technology:server": ("Server", []), "component:fan": ("Cooling fan", ["Fan, axial"]),
         "material:magnet": ("NdFeB magnet", ["neo magnet"]), "material:steel": ("Steel", []),
         "material:steel-b": ("Other steel", ["Steel"])}  # fmt: skip


@pytest.fixture
def known(tmp_path: Path) -> Names:
    claims = [
        Claim("DESCRIBED", id_, "", "s", {"name": name, "aliases": aliases}) for id_, (name, aliases) in KNOWN.items()
    ]
    write_claims(claims, tmp_path / "known.parquet")
    return Names([tmp_path / "known.parquet"])


def put(folder: Path, text: str, name: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def loader(folder: Path, known: Names, table: str, map_: str = MAP, name: str = "bom.csv") -> OwnLoader:
    return OwnLoader(put(folder, table, name), read_map(put(folder, map_, "map.toml")), known)


def claims(reader: OwnLoader) -> list[Claim]:
    return [claim for row in reader.rows() for claim in reader.claims(row)]


TABLE = "Part,Qty,Material,Grams,Remark\nfan axial,6,Neo Magnet,14.5,x\nBracket 7,2,NdFeB magnet,,\n"


def test_names_and_aliases_become_ids_and_new_names_entities_of_ones_own(tmp_path: Path, known: Names) -> None:
    reader = loader(tmp_path, known, TABLE)
    assert [(each.type, each.start, each.end, each.details.get("count"), each.figure) for each in claims(reader)] == [
        ("CONTAINS", "technology:server", "component:fan", 6, Figure()),
        ("USES_MATERIAL", "component:fan", "material:magnet", None, Figure(14.5, unit="g", basis="gross weight")),
        ("CONTAINS", "technology:server", "component:own-bom.bracket-7", 2, Figure()),
        ("USES_MATERIAL", "component:own-bom.bracket-7", "material:magnet", None, Figure()),
    ]  # fmt: skip
    assert [(each.start, each.details) for each in reader.entities()] == [
        ("component:own-bom.bracket-7", {"name": "Bracket 7"})
    ]


def test_the_source_is_private_unless_its_map_says_otherwise(tmp_path: Path, known: Names) -> None:
    assert loader(tmp_path, known, TABLE).plan.source.terms == "private"
    assert loader(tmp_path, known, TABLE, 'terms = ""\n' + MAP).plan.source.terms == ""


def test_what_it_writes_is_a_source_like_any_other(tmp_path: Path, known: Names) -> None:
    table = "Part,Qty,Material,Grams,Remark\nfan axial,6,Neo Magnet,14.5,x\nBracket 7,2,unobtainium,1,\n"
    reader = loader(tmp_path, known, table)
    told = write(reader, reader.plan.source, reader.plan.rules, "own", tmp_path)
    assert (told.rows, told.claiming, told.quarantined) == (2, 1, {"Material: no Material 'unobtainium'.": 1})
    with duckdb.connect() as db:
        path = str(tmp_path / "claims" / "own-bom.claims.parquet")
        rows = db.execute("SELECT type, origin FROM read_parquet(?) ORDER BY type, origin", [path]).fetchall()
    assert rows[:2] == [("CONTAINS", "bom.csv:2"), ("DESCRIBED", "bom.csv:3")]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("neo magent", "Material: no Material 'neo magent'. Did you mean neo magnet"),
        ("Steel", "'Steel' may mean material:steel, material:steel-b; write the id."),
        ("", "Material is empty."),
    ],
)
def test_a_word_that_means_nothing_or_two_things_sets_its_row_aside(
    tmp_path: Path, known: Names, cell: str, said: str
) -> None:
    reader = loader(
        tmp_path, known, f"Part,Qty,Material,Grams,Remark\nfan axial,6,{cell},14.5,x\n" + "fan axial,1,neo magnet,1,\n"
    )
    told = write(reader, reader.plan.source, reader.plan.rules, "own", tmp_path)
    assert [reason[: len(said)] for reason in told.quarantined] == [said]


def test_a_column_that_the_map_does_not_name_stops_it(tmp_path: Path, known: Names) -> None:
    reader = loader(tmp_path, known, "Part,Qty,Material,Grams,Remark,Price\nfan axial,6,Neo Magnet,14.5,x,9\n")
    with pytest.raises(BadTable) as error:
        write(reader, reader.plan.source, reader.plan.rules, "own", tmp_path)
    assert error.value.problems == [f"{tmp_path}/bom.csv:2: columns that nobody reads: Price."]


def test_parquet_and_other_delimiters_are_read_alike(tmp_path: Path, known: Names) -> None:
    wanted = claims(loader(tmp_path, known, TABLE))
    duckdb.read_csv(str(tmp_path / "bom.csv"), all_varchar=True).write_parquet(str(tmp_path / "bom.parquet"))
    plan = read_map(tmp_path / "map.toml")
    found = claims(OwnLoader(tmp_path / "bom.parquet", plan, known))
    assert [(each.start, each.end, each.figure) for each in found] == [(e.start, e.end, e.figure) for e in wanted]
    other = loader(tmp_path, known, TABLE.replace(",", ";"), 'delimiter = ";"\n' + MAP)
    assert [each.end for each in claims(other)] == [each.end for each in wanted]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('id = "bom"', 'id = "My BOM"'), "id is 'My BOM'; write a short name of small letters, digits and hyphens."),
        (("CONTAINS", "CONTAIN"), "claim 1: no relationship 'CONTAIN'. Did you mean CONTAINS?"),
        (("count =", "cuont ="), "claim 1: CONTAINS takes no 'cuont'. Did you mean count?"),
        (('is = "Material"', 'is = "Stuff"'), "claim 2: end: say with `is` what kind of thing the column names: "),
        (('"technology:server"', '"Server"'), "claim 1: start is 'Server', which is no id;"),
        (("ignore", "ignored"), "unknown key 'ignored'. Did you mean ignore?"),
    ],
)
def test_a_map_that_is_wrong_is_told_with_the_remedy(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    with pytest.raises(BadTable) as error:
        read_map(put(tmp_path, MAP.replace(*change), "map.toml"))
    assert error.value.problems[0].startswith(f"{tmp_path}/map.toml: {said}")


def test_labels_of_new_entities_are_those_that_the_map_says(tmp_path: Path, known: Names) -> None:
    reader = loader(tmp_path, known, TABLE)
    claims(reader)
    assert {label_of(each.start) for each in reader.entities()} == {"Component"}


def test_the_example_of_the_page_is_read_as_it_says(tmp_path: Path, known: Names) -> None:
    page = (Path(__file__).parents[2] / "docs" / "own-data.md").read_text(encoding="utf-8")
    map_, example = (page.split(f"```{kind}\n")[1].split("```")[0] for kind in ("toml", "csv"))
    example = example.replace("Primary aluminium", "Other steel")  # what the small graph of these tests has
    found = claims(loader(tmp_path, known, example, map_))
    assert [(each.type, each.end, each.figure.value) for each in found] == [
        ("CONTAINS", "component:own-rack-x.hard-disk-spindle-motor", None),
        ("USES_MATERIAL", "material:magnet", 3.5),
        ("CONTAINS", "component:own-rack-x.bracket-7", None),
        ("USES_MATERIAL", "material:steel-b", 120),
    ]

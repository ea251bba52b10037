"""The tables of a bulk import: what they hold is what a build sends, and licences decide what may leave."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kb import schema
from kb.claims import Claim, write
from kb.errors import BadInput
from kb.export import export
from kb.figures import Figure
from kb.sources import Source
from loaders.run import write_sources

CHINA = Claim(
    "DESCRIBED", "country:CHN", "", "a", {"name": "China", "kind": "country", "aliases": ["CHN", "PRC"]}, origin="a:1"
)
MAGNET = Claim("DESCRIBED", "material:magnet", "", "a", {"name": 'Magnet, "sintered"'}, origin="a:2")
MADE = Claim(
    "PRODUCES", "country:CHN", "material:magnet", "a",
    {"stage": "magnet", "measure": "output", "period": "2024", "idle": True},
    Figure(1.5e-7, unit="t", basis="magnets"), observed='two\nlines, "quoted"', grade="A", origin="a:3",
)  # fmt: skip
OWN = Claim("DESCRIBED", "company:mine", "", "b", {"name": "Mine"}, origin="b:1")


def _file(folder: Path, source: Source, *claims: Claim) -> Path:
    path = folder / f"{source.id}.claims.parquet"
    write(claims, path)
    write_sources([source], folder / f"{source.id}.sources.parquet")
    return path


def _source(id_: str, terms: str = "") -> Source:
    return Source(id_, f"Source {id_}", "Somebody", "statistics", "2025", note="made up", terms=terms)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [
        _file(tmp_path / "claims", _source("a"), CHINA, MAGNET, MADE),
        _file(tmp_path / "claims", _source("b", "private"), OWN),
    ]


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table, without its empty cells."""
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return [{key: cell for key, cell in row.items() if cell} for row in csv.DictReader(file)]


def test_nodes_have_their_properties_under_typed_headers(files: list[Path], tmp_path: Path) -> None:
    report = export(files, tmp_path / "out")

    (china,) = _table(tmp_path / "out", "nodes-Country.csv")
    assert china == {
        "id:ID": "country:CHN", "name:string": "China", "kind:string": "country", "aliases:string[]": "CHN\x1fPRC",
        "claims:string[]": CHINA.id, "grade:string": "D", "build:string": report.build,
        "keys:string[]": "country chn\x1fchn\x1fchina\x1fprc",
    }  # fmt: skip
    (magnet,) = _table(tmp_path / "out", "nodes-Material.csv")
    assert magnet["name:string"] == 'Magnet, "sintered"'


def test_facts_join_ids_and_keep_numbers_flags_and_qualifiers(files: list[Path], tmp_path: Path) -> None:
    export(files, tmp_path / "out")

    (made,) = _table(tmp_path / "out", "facts-PRODUCES.csv")
    assert (made[":START_ID"], made[":END_ID"]) == ("country:CHN", "material:magnet")
    assert (made["value:double"], made["unit:string"], made["basis:string"]) == ("1.5e-07", "t", "magnets")
    assert (made["stage:string"], made["period:string"], made["idle:boolean"]) == ("magnet", "2024", "true")
    assert (made["period_from:string"], made["chosen:string"]) == ("2024-01-01", MADE.id)


def test_claims_keep_line_breaks_and_stand_with_their_source_and_ends(files: list[Path], tmp_path: Path) -> None:
    export(files, tmp_path / "out")

    claims = {row["id:ID"]: row for row in _table(tmp_path / "out", "nodes-Claim.csv")}
    assert claims[MADE.id]["observed:string"] == 'two\nlines, "quoted"'
    about = [row for row in _table(tmp_path / "out", "claims-ABOUT.csv") if row[":START_ID"] == MADE.id]
    assert [(row[":END_ID"], row["role:string"]) for row in about] == [
        ("country:CHN", "start"), ("material:magnet", "end")
    ]  # fmt: skip
    assert {row[":END_ID"] for row in _table(tmp_path / "out", "claims-FROM.csv")} == {"a"}


def test_terms_that_bind_a_copy_leave_a_source_out_and_it_is_told(files: list[Path], tmp_path: Path) -> None:
    report = export(files, tmp_path / "out")

    assert report.left_out == {"b": "private"}
    assert [row["id:ID"] for row in _table(tmp_path / "out", "nodes-Source.csv")] == ["a"]
    assert not (tmp_path / "out" / "nodes-Company.csv").exists()


def test_terms_that_are_named_let_it_in(files: list[Path], tmp_path: Path) -> None:
    report = export(files, tmp_path / "out", include=["private"])

    assert report.left_out == {}
    assert [row["id:ID"] for row in _table(tmp_path / "out", "nodes-Company.csv")] == ["company:mine"]


def test_the_argument_file_names_every_table_with_its_label_or_type(files: list[Path], tmp_path: Path) -> None:
    export(files, tmp_path / "out")

    lines = (tmp_path / "out" / "import.args").read_text(encoding="utf-8").splitlines()
    named = {line.split("=./", 1)[1]: line.split("=", 2)[1] for line in lines if line.startswith(("--nodes", "--rel"))}
    assert named == {
        "nodes-Build.csv": "Build", "nodes-Country.csv": "Entity:Country", "nodes-Material.csv": "Entity:Material",
        "nodes-Source.csv": "Source", "nodes-Claim.csv": "Claim", "facts-PRODUCES.csv": "PRODUCES",
        "claims-FROM.csv": "FROM", "claims-ABOUT.csv": "ABOUT",
    }  # fmt: skip
    assert {path.name for path in (tmp_path / "out").glob("*.csv")} == set(named)


def test_a_folder_that_holds_something_is_left_alone(files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")

    with pytest.raises(BadInput, match="holds something already"):
        export(files, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_nothing_that_may_leave_is_an_error_that_says_why(files: list[Path], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="nothing may be exported: b is private"):
        export(files[1:], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_terms_that_are_none_are_refused(files: list[Path], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no terms 'secret'"):
        export(files, tmp_path / "out", include=["secret"])


def test_a_property_is_of_one_kind_wherever_it_stands() -> None:
    groups = (schema.QUALIFIERS, schema.FIGURE, schema.VALUES, schema.ENTITY, schema.FACT, schema.CLAIM, schema.SOURCE,
              schema.BUILD, schema.LOOKED_UP)  # fmt: skip
    kinds = {(name, prop.kind) for group in groups for name, prop in group.items()}
    assert sorted(name for name, _ in kinds) == sorted({name for name, _ in kinds})

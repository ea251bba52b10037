"""Loading a family: what tables of any form become, what must hold of them, and that a failure writes nothing."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from kb.errors import BadInput, BadTable
from loaders.base import Row, table
from loaders.run import Loaded, load_curated

WORLD = Path(__file__).parents[1] / "world"


def rows(path: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as db:
        cursor = db.execute("SELECT * FROM read_parquet(?) ORDER BY id", [str(path)])
        return [dict(zip([c[0] for c in cursor.description or ()], row, strict=True)) for row in cursor.fetchall()]


def description(tmp_path: Path, rules: str) -> Path:
    path = tmp_path / "source.toml"
    path.write_text((WORLD / "source.toml").read_text(encoding="utf-8") + rules, encoding="utf-8")
    return path


def test_the_tiny_world_is_loaded_whole(tmp_path: Path) -> None:
    loaded = load_curated(tmp_path, WORLD / "tables", WORLD / "source.toml")
    claims, sources = rows(tmp_path / "curated.claims.parquet"), rows(tmp_path / "curated.sources.parquet")
    cited = (WORLD / "tables" / "sources.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert loaded == Loaded("curated", len(claims), len(cited), tmp_path)
    assert [source["id"] for source in sources] == sorted({claim["source"] for claim in claims})
    assert {source["family"] for source in sources} == {"curated"}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["curated.claims.parquet", "curated.sources.parquet"]


def test_a_row_becomes_the_claim_it_says(tmp_path: Path) -> None:
    load_curated(tmp_path, WORLD / "tables", WORLD / "source.toml")
    [share] = [row for row in rows(tmp_path / "curated.claims.parquet") if row["key"] == "share-90"]
    assert {name: value for name, value in share.items() if value is not None} == {
        "id": share["id"], "type": "PRODUCES", "start": "country:CHN", "end": "material:magnet", "source": "survey",
        "status": "reported", "grade": "A", "observed": "90", "absent": False, "locator": "table 1", "checked": "page",
        "key": "share-90", "origin": "claims.csv:41", "measure": "share of world output", "stage": "magnet",
        "period": "2023", "value": 90.0, "unit": "%", "basis": "magnets by mass",
    }  # fmt: skip


def test_zero_is_kept_and_countries_describe_themselves(tmp_path: Path) -> None:
    load_curated(tmp_path, WORLD / "tables", WORLD / "source.toml")
    found = rows(tmp_path / "curated.claims.parquet")
    counts = {row["end"]: row["count"] for row in found if row["start"] == "technology:zero-device" and row["end"]}
    assert counts == {"component:motor": 0.0, "component:chip": 1.0}
    named = {row["start"]: (row["name"], row["aliases"]) for row in found if row["source"] == "iso-3166"}
    wanted = {"country:CHN": ("China", ["CHN"]), "country:USA": ("United States", ["USA"])}
    assert {id_: named[id_] for id_ in wanted} == wanted
    assert named.keys() == {row[end] for row in found for end in ("start", "end") if row[end].startswith("country:")}


def test_where_the_tables_stand_does_not_show_in_the_claims(tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    copy.mkdir()
    for file in (WORLD / "tables").iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    load_curated(tmp_path / "a", WORLD / "tables", WORLD / "source.toml")
    load_curated(tmp_path / "b", copy, WORLD / "source.toml")
    assert rows(tmp_path / "a" / "curated.claims.parquet") == rows(tmp_path / "b" / "curated.claims.parquet")


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ("claims = { min = 1000 }", "{} claims; the family asserts 1000 to any."),
        ("claims = { max = 10 }", "{} claims; the family asserts 0 to 10."),
        ('countries = ["country:CHN", "country:AUS"]', "no claim names country:AUS, which the family asserts."),
        ("filled = { value = 0.99 }", "value is filled in {share:.0%} of the claims; the family asserts 99%."),
    ],
)
def test_what_a_family_asserts_must_hold_or_nothing_is_written(tmp_path: Path, rules: str, told: str) -> None:
    path = description(tmp_path, f"\n[assert]\n{rules}\n")
    with pytest.raises(BadTable) as error:
        load_curated(tmp_path / "out", WORLD / "tables", path)
    count = load_curated(tmp_path, WORLD / "tables", WORLD / "source.toml").claims
    share = sum(row["value"] is not None for row in rows(tmp_path / "curated.claims.parquet")) / count
    assert error.value.problems == [f"{path}: {told.format(count, share=share)}"]
    assert not (tmp_path / "out").exists()


def test_a_failed_load_leaves_the_old_files(tmp_path: Path) -> None:
    load_curated(tmp_path / "out", WORLD / "tables", WORLD / "source.toml")
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    with pytest.raises(BadTable):
        load_curated(tmp_path / "out", WORLD / "tables", description(tmp_path, "\n[assert]\nclaims = { max = 1 }\n"))
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


@pytest.mark.parametrize("text", [b"a,b\r\n1,2\r\n", b"\xef\xbb\xbfa,b\n1,2\n", b"a , b\n 1,2 \n", b"\n\na,b\n1,2"[2:],
                                  b'"a","b"\n\n , \n"1","2"\n'])  # fmt: skip
def test_line_ends_marks_and_blanks_do_not_matter(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(text)
    [row] = table(path)
    assert (row.take("a"), row.take("b")) == ("1", "2")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", ": empty; it needs a header row."),
        (b"a,,c\n", ":1: the header has an empty or repeated column name."),
        (b"a,b,a\n", ":1: the header has an empty or repeated column name."),
        (b"a,b\n1,2\n1,2,3\n", ":3: 3 cells under 2 columns; is a comma not quoted?"),
        (b"a,b\n1\n", ":2: 1 cells under 2 columns; is a comma not quoted?"),
        (b"a,b\n1,2\nna\xefve,2\n", ":3: not UTF-8 text; save the file as UTF-8."),
        (b"a,b\n" + b"1,2\n" * 9000 + b"\xff,2\n", ":9002: not UTF-8 text; save the file as UTF-8."),
        (b'a,b\n"1"x,2\n', ":2: not a CSV table: ',' expected after '\"'."),
        (b'a,b\n"1,2\n', ":2: not a CSV table: unexpected end of data."),
    ],
)
def test_a_table_of_broken_form_is_told_with_its_row(tmp_path: Path, text: bytes, told: str) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(text)
    with pytest.raises(BadTable) as error:
        list(table(path))
    assert error.value.problems == [f"{path}{told}"]


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadTable) as error:
        list(table(tmp_path / "x.csv"))
    assert error.value.problems == [f"{tmp_path}/x.csv: no such file."]


def test_a_row_hands_out_cells_and_complains_of_what_is_left() -> None:
    row = Row("x.csv:2", "x.csv:2", {"a": " 1 ", "b": "", "c": "-2.5", "d": "note"})
    assert (row.take("a"), row.get("missing"), row.number("b"), row.number("c")) == ("1", "", None, -2.5)
    with pytest.raises(BadInput) as error:
        row.done()
    assert str(error.value) == "columns that nobody reads: d."
    row.done(ignore=["d"])
    with pytest.raises(BadInput) as error:
        row.take("e")
    assert str(error.value) == "no column 'e'; the table has a, b, c, d."

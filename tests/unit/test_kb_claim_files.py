"""Claim files: what is written is what is read, in one step, and never two claims of one identity."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from kb import schema
from kb.claims import COLUMNS, Claim, write
from kb.errors import BadInput
from kb.figures import Figure

OUTPUT = Claim(
    "PRODUCES",
    "country:CHN",
    "material:magnet",
    "survey",
    {"stage": "magnet", "measure": "output", "period": "2023"},
    Figure(0.0, unit="t", basis="magnets, gross"),
    observed='"none", it\nsays',
    origin="shares.csv:2",
)
KIND = Claim("KIND_OF", "material:a", "material:b", "definitions", absent=True, origin="kinds.csv:7")
NAMED = Claim(
    "DESCRIBED", "material:a", "", "definitions", {"name": "Ä", "aliases": ["a", "α"]}, origin="entities.csv:2"
)


def read(path: Path) -> dict[str, dict[str, object]]:
    with duckdb.connect() as db:
        cursor = db.execute("SELECT * FROM read_parquet(?)", [str(path)])
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert names == list(COLUMNS)
    return {str(row["id"]): row for row in rows}


def written(claim: Claim) -> dict[str, object]:
    """What the claim says, by column."""
    figure = {name: getattr(claim.figure, name) for name in schema.FIGURE}
    own = {name: getattr(claim, name) for name in schema.CLAIM if name in COLUMNS}
    return {**dict.fromkeys(COLUMNS), **claim.details, **figure, **{k: v for k, v in own.items() if v is not None}}


def test_a_claim_file_gives_back_every_claim_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.claims.parquet"
    assert write([OUTPUT, KIND, NAMED], path).count == 3
    assert read(path) == {claim.id: written(claim) for claim in (OUTPUT, KIND, NAMED)}
    assert [file.name for file in path.parent.iterdir()] == ["x.claims.parquet"]


def test_the_order_of_claims_does_not_change_the_file(tmp_path: Path) -> None:
    write([OUTPUT, KIND, NAMED], tmp_path / "a")
    write([NAMED, OUTPUT, KIND], tmp_path / "b")
    assert list(read(tmp_path / "a")) == list(read(tmp_path / "b")) == sorted(c.id for c in (OUTPUT, KIND, NAMED))


def test_no_claims_make_an_empty_file(tmp_path: Path) -> None:
    assert write([], tmp_path / "none").count == 0
    assert read(tmp_path / "none") == {}


def test_claims_of_one_identity_are_told_with_every_row(tmp_path: Path) -> None:
    again = replace(OUTPUT, figure=Figure(5, unit="t", basis="REO"), origin="shares.csv:9")
    twice = replace(KIND, origin="kinds.csv:3")
    with pytest.raises(BadInput) as error:
        write([OUTPUT, KIND, again, twice], tmp_path / "x")
    why = (
        "one claim twice (same source, relationship, ends and qualifiers); merge the rows or give them a qualifier "
        "that tells them apart."
    )
    assert str(error.value).splitlines() == [
        f"kinds.csv:3 and kinds.csv:7: {why}",
        f"shares.csv:2 and shares.csv:9: {why}",
    ]
    assert list(tmp_path.iterdir()) == []


def _dies() -> Iterator[Claim]:
    yield KIND
    raise RuntimeError("the loader died")


def test_a_write_that_dies_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    write([OUTPUT], path)
    before = path.read_bytes()
    with pytest.raises(RuntimeError, match="the loader died"):
        write(_dies(), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_more_claims_than_one_block_are_all_written(tmp_path: Path) -> None:
    many = (replace(KIND, start=f"material:a{n}") for n in range(20_001))
    assert write(many, tmp_path / "many").count == 20_001

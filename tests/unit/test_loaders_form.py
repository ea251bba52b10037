"""What spreadsheets and editors do to a table: each case is told with file and row, and nothing is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kb.errors import BadTable
from loaders.run import load_curated

WORLD = Path(__file__).parents[1] / "world"


@pytest.fixture
def world(tmp_path: Path) -> Path:
    shutil.copytree(WORLD / "tables", tmp_path / "tables")
    return tmp_path


def refused(world: Path) -> list[str]:
    with pytest.raises(BadTable) as error:
        load_curated(world / "out", world / "tables", WORLD / "source.toml")
    assert not (world / "out").exists()
    return [problem.replace(f"{world / 'tables'}/", "") for problem in error.value.problems]


def change(world: Path, old: bytes, new: bytes, name: str = "entities.csv") -> None:
    path = world / "tables" / name
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


def test_windows_line_ends(world: Path) -> None:
    change(world, b"checked\n", b"checked\r\n")
    assert refused(world) == ["entities.csv:1: ends its lines as Windows does; save it with plain line feeds."]


def test_a_byte_order_mark(world: Path) -> None:
    change(world, b"id,name", b"\xef\xbb\xbfid,name")
    assert refused(world) == ["entities.csv:1: begins with a byte order mark; save it as UTF-8 without one."]


def test_semicolons_for_commas(world: Path) -> None:
    path = world / "tables" / "sources.csv"
    path.write_bytes(path.read_bytes().replace(b",", b";"))
    assert refused(world) == ["sources.csv:1: its columns are parted by semicolons; save it with commas."]


def test_a_stray_semicolon(world: Path) -> None:
    change(world, b"material:ferrite,Ferrite", b"material:ferrite;,Ferrite")
    assert refused(world) == ["entities.csv:30: id is 'material:ferrite;', with a stray semicolon."]


def test_curly_quotes(world: Path) -> None:
    change(world, b"Ferrite magnet", "“Ferrite magnet”".encode())
    assert refused(world) == [
        "entities.csv:30: name is '“Ferrite magnet”', in curly quotes; use straight ones around a cell, or none."
    ]


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "@SUM(A1)", "+cmd", "-cmd"])
def test_a_formula(world: Path, formula: str) -> None:
    change(world, b"Ferrite magnet", formula.encode())
    assert refused(world) == [
        f"entities.csv:30: name is {formula!r}, which a spreadsheet takes for a formula; write it in words."
    ]


def test_a_cell_of_ten_megabytes(world: Path) -> None:
    change(world, b"Ferrite magnet", b"x" * 10_000_000)
    assert refused(world) == ["entities.csv:30: a line of over 131,072 characters; something was pasted into a cell."]


def test_a_cell_that_is_too_long(world: Path) -> None:
    change(world, b"Ferrite magnet", b"x" * 3_000)
    assert refused(world) == ["entities.csv:30: name has 3,000 characters; at most 2,000 are taken."]


def test_a_byte_that_is_not_utf8(world: Path) -> None:
    change(world, b"Ferrite magnet", b"Ferr\xefte magnet")
    assert refused(world) == ["entities.csv:30: not UTF-8 text; save the file as UTF-8."]

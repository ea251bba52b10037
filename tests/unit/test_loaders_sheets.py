"""Sheets of workbooks: rows as text with their place, and what is refused: merged cells, bombs, strangers."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from kb.errors import BadTable
from loaders import sheets
from tests.sitefiles import workbook

ROWS = [["Title of the sheet"], ["Country", "Tons", ""], ["China", "240000", ""], ["", "", ""], ["Chile", " 5 ", ""]]


def merge(path: Path, cells: str) -> Path:
    """The workbook with those cells of its first sheet merged."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    merged = f'</sheetData><mergeCells count="1"><mergeCell ref="{cells}"/></mergeCells>'
    parts[name] = parts[name].replace("</sheetData>", merged)
    with zipfile.ZipFile(path, "w") as archive:
        for part, text in parts.items():
            archive.writestr(part, text)
    return path


def refused(path: Path, name: str = "Data", header: int = 1) -> str:
    with pytest.raises(BadTable) as error:
        list(sheets.sheet(path, name, header))
    return error.value.problems[0].replace(f"{path.parent}/", "")


def test_rows_know_their_sheet_and_line_and_blank_ones_are_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"About": [["text"]], "Data": ROWS})
    assert sheets.names(path) == ["About", "Data"]
    assert [(row.origin, row.cells) for row in sheets.sheet(path, "Data", 1)] == [
        ("x.xlsx, sheet Data row 3", {"Country": "China", "Tons": "240000"}),
        ("x.xlsx, sheet Data row 5", {"Country": "Chile", "Tons": " 5 "}),
    ]


def test_cells_merged_below_the_header_are_refused_and_a_merged_title_is_not(tmp_path: Path) -> None:
    assert refused(merge(workbook(tmp_path / "x.xlsx", {"Data": ROWS}), "A3:A5")) == (
        "x.xlsx: sheet 'Data' has merged cells in rows 3 to 5; part them."
    )
    titled = merge(workbook(tmp_path / "y.xlsx", {"Data": ROWS}), "A1:B1")
    assert len(list(sheets.sheet(titled, "Data", 1))) == 2


def test_a_workbook_that_would_burst_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path / "x.xlsx", {"Data": ROWS})
    monkeypatch.setattr(sheets, "MOST_BYTES", 1_000)
    assert "x.xlsx: it would unpack to" in refused(path)
    with pytest.raises(BadTable, match="at most 1,000 are taken"):
        sheets.names(path)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["only a title"]], "x.xlsx: sheet 'Data' has 1 rows; its header should be row 2."),
        ([[""], ["Tons", "Tons"], ["1", "2"]], "x.xlsx: sheet 'Data', row 2: an empty or repeated column name."),
        ([[""], ["Tons", ""], ["1", "2"]], "x.xlsx: sheet 'Data', row 2: an empty or repeated column name."),
    ],
)
def test_a_header_that_does_not_name_its_columns_is_refused(tmp_path: Path, rows: list[list[str]], said: str) -> None:
    assert refused(workbook(tmp_path / "x.xlsx", {"Data": rows})) == said


def test_what_is_no_workbook_has_no_sheets_and_cannot_be_read(tmp_path: Path) -> None:
    text = tmp_path / "x.csv"
    text.write_text("a,b\n", encoding="utf-8")
    assert sheets.names(text) == []
    assert refused(text).startswith("x.csv: not a workbook: ")
    assert refused(tmp_path / "none.xlsx") == "none.xlsx: no such file."
    assert refused(workbook(tmp_path / "y.xlsx", {"Other": ROWS})) == "y.xlsx: no sheet 'Data'; it has Other."

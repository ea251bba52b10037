"""Makes small workbooks, and loads files of a family and reads back what they say; for tests of loaders of sites."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb

from kb.claims import filled
from loaders.load import Loaded, load

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(path: Path, sheets: dict[str, Sequence[Sequence[str]]]) -> Path:
    """Write a workbook whose cells are all text; enough of the format for every reader."""
    titles = list(sheets)
    entries = "".join(
        f'<sheet name="{escape(title)}" sheetId="{at}" r:id="rId{at}"/>' for at, title in enumerate(titles, 1)
    )
    targets = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(titles) + 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{kind}.worksheet+xml"/>'
        for at in range(1, len(titles) + 1)
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override '
            f'PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}</Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{entries}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{targets}</Relationships>'
        )
        for at, title in enumerate(titles, 1):
            rows = "".join(
                "<row>"
                + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>' for cell in row)
                + "</row>"
                for row in sheets[title]
            )
            archive.writestr(
                f"xl/worksheets/sheet{at}.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            )
    return path


@dataclass
class Told:
    """What loading some files of one release gave: the report, and its claims without empty columns."""

    report: Loaded
    claims: list[dict[str, Any]]

    def of(self, type_: str, *names: str) -> list[tuple[Any, ...]]:
        """The named cells of every claim of a type, in order."""
        return sorted(
            (tuple(claim.get(name) for name in names) for claim in self.claims if claim["type"] == type_),
            key=lambda row: [str(cell) for cell in row],
        )

    def what(self, id_: str) -> dict[str, Any]:
        """How the entity is described: its own properties alone."""
        (claim,) = (claim for claim in self.claims if claim["type"] == "DESCRIBED" and claim["start"] == id_)
        names = ("name", "aliases", "kind", "domain", "latitude", "longitude", "identifiers")
        return {name: claim[name] for name in names if name in claim}

    @property
    def aside(self) -> list[str]:
        """Why rows were set aside."""
        return sorted(self.report.quarantined.elements())


def told(family: str, paths: Sequence[Path], data: Path) -> list[Told]:
    """Load the files and read back what was written, release by release."""
    found = []
    for report in load(family, paths, data / "loaded"):
        path = data / "loaded" / "claims" / f"{report.source.id}.claims.parquet"
        with duckdb.connect() as db:
            cursor = db.execute("SELECT * FROM read_parquet(?) ORDER BY origin, type, id", [str(path)])
            names = [column[0] for column in cursor.description or ()]
            rows = cursor.fetchall()
        claims = [{name: cell for name, cell in zip(names, row, strict=True) if filled(cell)} for row in rows]
        found.append(Told(report, claims))
    return found


def one(family: str, paths: Sequence[Path], data: Path) -> Told:
    """As `told`, of files that are all of one release."""
    (only,) = told(family, paths, data)
    return only

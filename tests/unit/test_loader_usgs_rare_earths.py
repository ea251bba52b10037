"""USGS rare-earth statistics: marks, footnotes, headings and totals of both workbooks, and the real files."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import duckdb
import pytest

from kb.claims import filled
from kb.errors import BadTable
from loaders.load import Loaded, load
from loaders.usgs_rare_earths import sheet
from loaders.usgs_rare_earths.loader import release_of

Cells = Sequence[Sequence[str]]
NS = "http://schemas.openxmlformats.org"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(path: Path, **tables: Cells) -> Path:
    """A workbook of text cells; only what a reader needs."""
    at = list(enumerate(tables.items(), 1))
    relation = f'xmlns="{NS}/package/2006/relationships"'
    office = f"{NS}/officeDocument/2006/relationships"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{NS}/package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"{KIND}.worksheet+xml"/><Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships {relation}><Relationship Id="r" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{NS}/spreadsheetml/2006/main" xmlns:r="{office}"><sheets>'
        + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"/>' for n, (name, _) in at)
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"<Relationships {relation}>"
        + "".join(f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="s{n}.xml"/>' for n, _ in at)
        + "</Relationships>",
    }
    for n, (_, rows) in at:
        cells = [[f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row] for row in rows]
        told = "".join(f"<row>{''.join(row)}</row>" for row in cells)
        parts[f"xl/s{n}.xml"] = (
            f'<worksheet xmlns="{NS}/spreadsheetml/2006/main"><sheetData>{told}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def read(path: Path) -> tuple[Loaded, list[dict[str, Any]]]:
    [loaded] = load("usgs-rare-earths", [path], path.parent / "data")
    with duckdb.connect() as db:
        file = path.parent / "data" / "claims" / f"usgs-rare-earths-{loaded.release}.claims.parquet"
        cursor = db.execute("SELECT * FROM read_parquet(?)", [str(file)])
        names = [column[0] for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    claims = [{name: value for name, value in row.items() if filled(value)} for row in rows]
    return loaded, [claim for claim in claims if claim["type"] != "DESCRIBED"]


def world(*rows: Sequence[str], notes: Sequence[str] = ()) -> Cells:
    """A table of mine output for 2021 and 2022; a row is a label, two figures each with its mark."""
    return [
        ["TABLE 8"],
        ["RARE EARTHS: WORLD MINE PRODUCTION, BY COUNTRY OR LOCALITY1"],
        ["(Metric tons, rare-earth oxide equivalent)"],
        ["Country or locality2", "", "2021", "", "2022", ""],
        *([label, "", *cells] for label, *cells in rows),
        ["eEstimated.  rRevised.  -- Zero."],
        *([note] for note in notes),
    ]


def test_marks_beside_figures_and_glued_to_names(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "myb.xlsx",
        T8=world(
            ("Australiae", "24000", "", "18000", ""),
            ("Burundi", "180", "e", "--", ""),
            ("China3", "168000", "", "210000", "e"),
            ("Indiae, 4", "2900", "", "2900", ""),
            ("Russia", "2500", "r", "W", ""),
            ("United States", "42400", "r, 6", "(1)", ""),
            notes=("1Less than ½ unit.", "3Official production quota.", "6Includes bastnaesite only."),
        ),
    )
    told = {(c["start"], c["period"]): (c.get("value"), c.get("words"), c["status"]) for c in read(path)[1]}
    assert told == {
        ("country:AUS", "2021"): (24_000.0, None, "estimated"),
        ("country:AUS", "2022"): (18_000.0, None, "estimated"),
        ("country:BDI", "2021"): (180.0, None, "estimated"),
        ("country:BDI", "2022"): (None, "zero", "reported"),
        ("country:CHN", "2021"): (168_000.0, "Official production quota", "reported"),
        ("country:CHN", "2022"): (210_000.0, "Official production quota", "estimated"),
        ("country:IND", "2021"): (2900.0, None, "estimated"),
        ("country:IND", "2022"): (2900.0, None, "estimated"),
        ("country:RUS", "2021"): (2500.0, None, "reported"),
        ("country:RUS", "2022"): (None, "withheld (W) to avoid disclosing company data", "reported"),
        ("country:USA", "2021"): (42_400.0, "Includes bastnaesite only", "reported"),
        ("country:USA", "2022"): (None, "less than half a unit", "reported"),
    }


def test_the_identity_is_that_of_the_summaries(tmp_path: Path) -> None:
    path = workbook(tmp_path / "myb.xlsx", T8=world(("China", "168000", "", "210000", "")))
    [claim, _] = sorted(read(path)[1], key=lambda c: c["period"])
    names = ("type", "start", "end", "stage", "measure", "period", "unit", "basis")
    assert tuple(claim[name] for name in names) == (
        "PRODUCES", "country:CHN", "mineral:rare-earths", "mining", "output", "2021", "t", "REO, mine output",
    )  # fmt: skip


def test_the_total_is_compared_with_its_parts(tmp_path: Path) -> None:
    rows = [(name, "10", "", "20", "") for name in ("China", "India", "Brazil")]
    path = workbook(tmp_path / "myb.xlsx", T8=world(*rows, ("Total", "30", "r", "90", "")))
    loaded, found = read(path)
    assert [(total.published, total.parts, total.agrees) for total in loaded.totals] == [
        (30, 30, True),
        (90, 60, False),
    ]
    assert sum(claim.get("end") == "measure:world-output" for claim in found) == 2


def test_a_strange_mark_is_set_aside(tmp_path: Path) -> None:
    path = workbook(tmp_path / "myb.xlsx", T8=world(("China", "1", "", "2", ""), ("India", "1", "p", "2", "")))
    loaded, found = read(path)
    assert loaded.quarantined == {"a mark 'p' beside a figure; known are e, r and numbers.": 1}
    assert len(found) == 2


def test_salient_statistics_keep_their_headings(tmp_path: Path) -> None:
    table = [
        ["TABLE 1"],
        ["SALIENT U.S. RARE EARTH STATISTICS1"],
        ["", "", "", "2021", "", "2022", ""],
        [
            "Production of rare-earth concentrates, rare-earth-oxide (REO) equivalent2",
            "metric tons",
            "",
            "42400",
            "3",
            "42500",
            "",
        ],
        ["Exports, REO equivalent:e"],
        ["Compounds:"],
        ["Cerium compounds", "do.", "", "698", "", "703", ""],
        ["Imports for consumption, REO equivalent:"],
        ["Other rare-earth compoundse", "do.", "", "5460", "", "NA", ""],
        ["World production, REO equivalent", "do.", "", "290000", "r", "297000", ""],
        ["Prices, annual average:"],
        ["Mischmetal, 65% cerium, 35% lanthanum, metal basis4", "metric tons", "", "5.66", "", "6.52", ""],
        ["eEstimated.  rRevised.  do. Ditto."],
    ]
    path = workbook(tmp_path / "myb.xlsx", T1=table, T8=world(("China", "1", "", "2", "")))
    loaded, found = read(path)
    told = {
        (c["end"], c["scope"], c["period"]): (c["value"], c["unit"], c["status"])
        for c in found
        if c["type"] == "HAS_FIGURE"
    }
    assert told == {
        ("measure:us-production", "concentrates", "2021"): (42_400.0, "t", "reported"),
        ("measure:us-production", "concentrates", "2022"): (42_500.0, "t", "reported"),
        ("measure:us-exports", "compounds: cerium compounds", "2021"): (698.0, "t", "estimated"),
        ("measure:us-exports", "compounds: cerium compounds", "2022"): (703.0, "t", "estimated"),
        ("measure:us-imports", "other rare-earth compounds", "2021"): (5460.0, "t", "estimated"),
        ("measure:price", "mischmetal, 65% cerium, 35% lanthanum, metal basis", "2021"): (5.66, "USD/kg", "reported"),
        ("measure:price", "mischmetal, 65% cerium, 35% lanthanum, metal basis", "2022"): (6.52, "USD/kg", "reported"),
    }
    assert loaded.ignored["world output, said in full by the table of mine production"] == 1


def test_trade_by_country_stands_below_its_code(tmp_path: Path) -> None:
    table = [
        ["TABLE 7"],
        ["U.S. IMPORTS FOR CONSUMPTION OF RARE-EARTH METALS AND ALLOYS, BY COUNTRY OR LOCALITY1"],
        ["", "", "", "", "2021", "", "", "", "2022"],
        ["", "", "", "", "Gross weight", "", "", "", "Gross weight"],
        [
            "Category and country or locality",
            "",
            "HTS code2",
            "",
            "(kilograms)",
            "",
            "Value",
            "",
            "(kilograms)",
            "",
            "Value",
        ],
        ["Ferrocerium and other pyrophoric alloys:", "", "3606.90.3000,"],
        ["", "", "3606.90.3010"],
        ["Austria ", "", "", "", "50900", "", "534000", "", "--", "", "--"],
        ["Other", "", "", "", "48000", "r", "356000", "r", "46900", "", "384000"],
        ["Total", "", "", "", "98900", "", "890000", "", "46900", "", "384000"],
        [
            "Total estimated rare-earth-oxide (REO) equivalent content",
            "",
            "",
            "",
            "88000",
            "",
            "XX",
            "",
            "41000",
            "",
            "XX",
        ],
        ["Yttrium materials content by weight", "", "2846.90.4000"],
        ["greater than 19%:"],
        ["Scandium chloride, Russia", "", "2846.90.2082", "", "35", "", "39000", "", "--", "", "--"],
        ["Grand total", "", "", "", "99000", "", "929000", "", "46900", "", "384000"],
        ["Grand total estimated REO equivalent content", "", "", "", "88000", "", "XX", "", "41000", "", "XX"],
        ["rRevised.  XX Not applicable.  -- Zero."],
        ["Source: U.S. Census Bureau."],
    ]
    loaded, found = read(workbook(tmp_path / "myb.xlsx", T7=table))
    trade = {
        (c["start"], c["item"], c["measure"], c["period"]): c.get("value", c.get("words"))
        for c in found
        if c["type"] == "TRADES_WITH"
    }
    assert trade == {
        ("country:AUT", "product:hts-3606903000", "quantity", "2021"): 50.9,
        ("country:AUT", "product:hts-3606903000", "value", "2021"): 534_000.0,
        ("country:AUT", "product:hts-3606903000", "quantity", "2022"): "zero",
        ("country:AUT", "product:hts-3606903000", "value", "2022"): "zero",
        ("country:WLD", "product:hts-3606903000", "quantity", "2021"): 98.9,
        ("country:WLD", "product:hts-3606903000", "value", "2021"): 890_000.0,
        ("country:WLD", "product:hts-3606903000", "quantity", "2022"): 46.9,
        ("country:WLD", "product:hts-3606903000", "value", "2022"): 384_000.0,
        ("country:RUS", "product:hts-2846902082", "quantity", "2021"): 0.035,
        ("country:RUS", "product:hts-2846902082", "value", "2021"): 39_000.0,
        ("country:RUS", "product:hts-2846902082", "quantity", "2022"): "zero",
        ("country:RUS", "product:hts-2846902082", "value", "2022"): "zero",
    }
    figures = {
        (c["start"], c["end"], c["scope"]): (c["value"], c.get("basis"))
        for c in found
        if c.get("period") == "2021" and "scope" in c
    }
    assert figures == {
        ("product:hts-3606903000", "measure:us-imports", "other countries"): (48.0, "gross weight"),
        ("product:hts-3606903000", "measure:us-imports-value", "other countries"): (356_000.0, None),
        ("product:hts-3606903000", "measure:us-imports", "REO equivalent"): (88.0, "REO"),
        ("mineral:rare-earths", "measure:us-imports", "grand total of metals and alloys"): (99.0, "gross weight"),
        ("mineral:rare-earths", "measure:us-imports-value", "grand total of metals and alloys"): (929_000.0, None),
        ("mineral:rare-earths", "measure:us-imports", "grand total of metals and alloys, REO equivalent"): (
            88.0,
            "REO",
        ),
    }
    assert loaded.ignored["heading"] == 4


def test_ores_of_a_place(tmp_path: Path) -> None:
    table = [
        ["TABLE 2"],
        ["RARE EARTH CONTENTS OF SELECTED SOURCE MINERALS1, 2"],
        ["Primary Source", "", "Country", "", "Location", "", "La", "", "Nd"],
        ["Bastnaesite", "", "China", "", "Bayan Obo, Nei Mongol ", "", "23", "", "18.5"],
        ["", "", "", "", "Autonomous Region3"],
        ["Do.", "", "do.", "", "Dechang, Sichuan ", "", "35.63", "", "NA"],
        ["", "", "", "", "Province4"],
        ["Rare-earth laterite", "", "do.", "", "Longnan, Jiangxi", "", "<1.09", "", "3.47"],
        ["Xenotime", "", "do.", "", "Southeast Guangdong Province9", "", "1.2", "", "3.5"],
        ["Do., do. Ditto.  NA Not available."],
    ]
    loaded, found = read(workbook(tmp_path / "myb.xlsx", T2=table, T8=world(("China", "1", "", "2", ""))))
    places = {(c["start"], c["end"], c["place"]) for c in found if c["type"] == "LOCATED_IN"}
    contents = {(c["start"], c["end"], c.get("value"), c.get("high")) for c in found if c["type"] == "YIELDS"}
    assert places == {
        ("facility:bayan-obo", "country:CHN", "Nei Mongol Autonomous Region"),
        ("facility:dechang-chn", "country:CHN", "Sichuan Province"),
        ("facility:longnan", "country:CHN", "Jiangxi"),
    }
    assert contents == {
        ("facility:bayan-obo", "mineral:lanthanum", 23.0, None),
        ("facility:bayan-obo", "mineral:neodymium", 18.5, None),
        ("facility:dechang-chn", "mineral:lanthanum", 35.63, None),
        ("facility:longnan", "mineral:lanthanum", None, 1.09),
        ("facility:longnan", "mineral:neodymium", 3.47, None),
    }
    assert loaded.ignored["a region, no place of a mine"] == 1


def test_prices_of_oxides(tmp_path: Path) -> None:
    table = [
        ["TABLE 3"],
        ["AVERAGE RARE-EARTH OXIDE PRICES1"],
        ["Product (oxide)", "", "(percent)", "", "2021", "", "2022"],
        ["Scandium2, 3", "", "99.99", "", "2200", "", "2100"],
        ["Neodymium4, 5", "", "99.5", "", "98", "", "134"],
        ["Unobtainium", "", "99.5", "", "98", "", "134"],
    ]
    loaded, found = read(workbook(tmp_path / "myb.xlsx", T3=table))
    assert {(c["start"], c["scope"], c["period"], c["value"]) for c in found} == {
        ("mineral:scandium", "scandium oxide, 99.99%", "2021", 2200.0),
        ("mineral:scandium", "scandium oxide, 99.99%", "2022", 2100.0),
        ("mineral:neodymium", "neodymium oxide, 99.5%", "2021", 98.0),
        ("mineral:neodymium", "neodymium oxide, 99.5%", "2022", 134.0),
    }
    assert loaded.quarantined == {"'Unobtainium' is none of the rare earths.": 1}


HISTORY = [
    "Year", "Production", "Imports", "Exports", "Apparent consumption", "Unit value ($/t)", "Unit value (98$/t)",
    "World production",
]  # fmt: skip


def test_history_is_a_year_a_row(tmp_path: Path) -> None:
    rows = [
        ["RARE EARTHS STATISTICS1"],
        ["Last modification: September 27, 2021"],
        HISTORY,
        ["1956", "W", "27.8", "19.5", "2720", "5070", "30400", "5230"],
        ["2018", "0", "NA", "19100", "6500", "8860", "5750", "190000"],
        ["NA Not available. W Withheld."],
    ]
    loaded, found = read(workbook(tmp_path / "ds.xlsx", Sheet1=rows))
    assert (loaded.release, loaded.source.published, loaded.ignored) == (
        "ds140-2018", "2021-09-27", {"title, header or footnote": 4},
    )  # fmt: skip
    told = {(c["end"], c.get("scope"), c["period"]): c.get("value", c.get("words")) for c in found}
    assert told["mineral:rare-earths", None, "1956"] == "withheld (W) to avoid disclosing company data"
    assert told["mineral:rare-earths", None, "2018"] == "zero"
    assert told["measure:world-output", "mining", "2018"] == 190_000.0
    assert told["measure:price", "unit value in dollars of 1998", "1956"] == 30_400.0
    assert ("measure:us-imports", None, "2018") not in told


@pytest.mark.parametrize(
    ("header", "message"),
    [([*HISTORY[:3], "Re-exports", *HISTORY[4:]], "column 'Re-exports'"), ([*HISTORY, "Stocks"], "column 'Stocks'")],
)
def test_history_with_other_columns_is_refused(tmp_path: Path, header: list[str], message: str) -> None:
    path = workbook(tmp_path / "ds.xlsx", S=[header, ["2018", *["1"] * (len(header) - 1)]])
    with pytest.raises(BadTable, match=message):
        load("usgs-rare-earths", [path], tmp_path / "data")


def test_a_sheet_of_another_title_is_refused(tmp_path: Path) -> None:
    strange = [["TABLE 9"], ["WORLD STOCKS OF MAGNETS"], ["Country", "2021", "2022"], ["China", "1", "2"]]
    path = workbook(tmp_path / "myb.xlsx", T8=world(("China", "1", "", "2", "")), T9=strange)
    with pytest.raises(BadTable, match="sheet 'T9' is titled 'WORLD STOCKS OF MAGNETS'"):
        load("usgs-rare-earths", [path], tmp_path / "data")


def test_what_is_no_such_workbook_is_a_stranger(tmp_path: Path) -> None:
    assert release_of(workbook(tmp_path / "x.xlsx", A=[["a", "b"], ["1", "2"]])) is None
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert release_of(tmp_path / "x.csv") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Other rare-earth compoundse", ("Other rare-earth compounds", True, [])),
        ("Exports, REO equivalent:e", ("Exports, REO equivalent:", True, [])),
        ("Monazite concentrate, gross basise", ("Monazite concentrate, gross basis", True, [])),
        ("Rare-earth concentrate", ("Rare-earth concentrate", False, [])),
        ("Scandium2, 3", ("Scandium", False, ["2", "3"])),
        ("Mischmetal, 65% cerium", ("Mischmetal, 65% cerium", False, [])),
    ],
)
def test_a_label_without_its_marks(text: str, found: tuple[str, bool, list[str]]) -> None:
    assert sheet.label(text) == found


def test_the_real_workbooks(shared_data: Path, tmp_path: Path) -> None:
    folder = shared_data / "usgs_rare_earths"
    history, yearbook = load("usgs-rare-earths", [folder], tmp_path)
    assert (history.release, history.rows, history.claims, history.torn) == ("ds140-2020", 129, 704, 0)
    assert (yearbook.release, yearbook.rows, yearbook.torn) == ("myb-2022", 355, 0)
    assert not history.quarantined
    assert not yearbook.quarantined
    assert [total.agrees for total in yearbook.totals] == [True] * 5
    with duckdb.connect() as db:
        file = str(tmp_path / "claims" / "usgs-rare-earths-*.claims.parquet")
        spots = db.execute(
            "SELECT source, start, period, value FROM read_parquet(?) WHERE measure = 'output' AND period IN "
            "('1984', '2018', '2022') AND start IN ('country:USA', 'country:CHN', 'country:MMR') ORDER BY ALL",
            [file],
        ).fetchall()
    assert spots == [
        ("usgs-rare-earths-ds140-2020", "country:USA", "1984", 25_300.0),
        ("usgs-rare-earths-ds140-2020", "country:USA", "2018", 14_000.0),
        ("usgs-rare-earths-myb-2022", "country:CHN", "2018", 120_000.0),
        ("usgs-rare-earths-myb-2022", "country:CHN", "2022", 210_000.0),
        ("usgs-rare-earths-myb-2022", "country:MMR", "2018", 23_000.0),
        ("usgs-rare-earths-myb-2022", "country:MMR", "2022", 12_000.0),
        ("usgs-rare-earths-myb-2022", "country:USA", "2018", 14_000.0),
        ("usgs-rare-earths-myb-2022", "country:USA", "2022", 42_500.0),
    ]

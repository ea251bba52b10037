"""What every family shares: releases told apart, every row accounted for, bad files refused with nothing written."""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from kb.claims import Claim
from kb.errors import BadInput, BadTable
from kb.figures import Figure
from kb.sources import Assertions, Family, Source
from kb.vocab.countries import country_id
from loaders import family as known
from loaders.base import Row, header, table
from loaders.load import forget, load, loaded

HEADERS = frozenset({"Country", "Year", "Tons"})


class Loader(known.Loader):
    def rows(self) -> Iterator[Row]:
        for path in self.files:
            yield from table(path)

    def claims(self, row: Row) -> Iterator[Claim]:
        if row.take("Country") == "Subtotal":
            row.ignore("subtotal")
            return
        mineral = self.describe(row, "mineral:ore", "Ore")
        figure = Figure(row.number("Tons"), unit="t", basis="gross weight")
        yield row.claim(
            "PRODUCES", country_id(row.take("Country")), mineral, figure,
            stage="mining", measure="output", period=row.take("Year"), observed=row.take("Tons"),
        )  # fmt: skip
        row.done()

    def totals(self) -> Iterator[known.Total]:
        yield known.Total("ore, 2024", 100, 97, "t")


def release_of(path: Path) -> str | None:
    return path.stem.rpartition("-")[2] if set(header(path)) >= HEADERS else None


FAMILY = Family(Source("ore", "Ore statistics", "Bureau", "statistics", url="x", licence="open"), Assertions())


@pytest.fixture(autouse=True)
def _one_family(monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(HEADERS=[HEADERS], release_of=release_of, Loader=Loader)
    monkeypatch.setattr(known, "families", lambda: {"ore": FAMILY})
    monkeypatch.setattr(known, "module", lambda id_: known.family(id_) and module)


def file(folder: Path, *rows: str, name: str = "ore-2025.csv", columns: str = "Country,Year,Tons") -> Path:
    path = folder / name
    path.write_text("\n".join([columns, *rows]) + "\n", encoding="utf-8")
    return path


def written(folder: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as db:
        cursor = db.execute(
            "SELECT * FROM read_parquet(?) ORDER BY origin, type", [str(folder / "claims/*.claims.parquet")]
        )
        return [dict(zip([c[0] for c in cursor.description or ()], row, strict=True)) for row in cursor.fetchall()]


def test_every_row_is_a_claim_ignored_or_set_aside(tmp_path: Path) -> None:
    rows = [f"China,{year},{year}" for year in range(1950, 2020)]
    path = file(tmp_path, *rows, "Subtotal,2024,5", "Qqqq,2024,5", "Chile,2024,many")
    [told] = load("ore", [path], tmp_path)
    assert (told.rows, told.claiming, told.ignored, told.claims) == (73, 70, Counter(subtotal=1), 72)
    assert told.quarantined == {
        "no country 'Qqqq'.": 1,
        "Tons is 'many', not a number; bounds go to low and high, anything else to words.": 1,
    }
    assert told.quarantine == tmp_path / "quarantine" / "ore-2025.csv"
    with told.quarantine.open(encoding="utf-8", newline="") as report:
        assert [(row["origin"], row["cells"]) for row in csv.DictReader(report)] == [
            ("ore-2025.csv:73", '{"Country": "Qqqq", "Year": "2024", "Tons": "5"}'),
            ("ore-2025.csv:74", '{"Country": "Chile", "Year": "2024", "Tons": "many"}'),
        ]
    assert [(total.what, total.agrees) for total in told.totals] == [("ore, 2024", False)]


def test_a_claim_file_describes_all_that_it_names_and_says_where_from(tmp_path: Path) -> None:
    load("ore", [file(tmp_path, "China,2024,5")], tmp_path)
    output, ore, country = sorted(written(tmp_path), key=lambda row: row["type"] != "PRODUCES")
    assert {name: output[name] for name in ("source", "grade", "checked", "origin", "observed", "value", "end")} == {
        "source": "ore-2025", "grade": "A", "checked": "file", "origin": "ore-2025.csv:2", "observed": "5",
        "value": 5.0, "end": "mineral:ore",
    }  # fmt: skip
    assert {row["start"] for row in (ore, country)} == {"mineral:ore", "country:CHN"}
    assert {row["source"] for row in (ore, country)} == {"ore-2025"}


def test_releases_are_told_apart_and_stay_side_by_side(tmp_path: Path) -> None:
    old, new = file(tmp_path, "China,2024,5", name="ore-2024.csv"), file(tmp_path, "China,2024,6")
    told = load("ore", [new, old], tmp_path)
    assert [(each.source.id, each.source.published, each.source.series) for each in told] == [
        ("ore-2024", "2024", "ore"), ("ore-2025", "2025", "ore"),
    ]  # fmt: skip
    assert list(loaded(tmp_path)) == ["ore-2024", "ore-2025"]
    forget("ore-2024", tmp_path)
    assert [path.name for path in sorted((tmp_path / "claims").iterdir())] == [
        "ore-2025.claims.parquet", "ore-2025.loaded.json", "ore-2025.sources.parquet",
    ]  # fmt: skip


def test_loading_again_writes_the_same_file(tmp_path: Path) -> None:
    path = file(tmp_path, "China,2024,5", "Chile,2024,6")
    load("ore", [path], tmp_path)
    first = written(tmp_path)
    load("ore", [path], tmp_path)
    assert written(tmp_path) == first


def test_a_row_said_twice_counts_once_and_rows_that_differ_not_at_all(tmp_path: Path) -> None:
    [told] = load("ore", [file(tmp_path, "China,2024,5", "China,2024,5", "Chile,2024,6", "Chile,2024,7")], tmp_path)
    assert (told.rows, told.claiming, told.repeated, told.torn) == (4, 4, 1, 2)
    assert {row["start"] for row in written(tmp_path) if row["type"] == "PRODUCES"} == {"country:CHN"}
    assert "ore-2025.csv:4, ore-2025.csv:5" in (tmp_path / "quarantine" / "ore-2025.csv").read_text(encoding="utf-8")


def refused(tmp_path: Path, path: Path, **more: Any) -> str:
    """What a load says that must write nothing; the message without the folder's name."""
    with pytest.raises(BadTable) as error:
        load("ore", [path], tmp_path / "data", **more)
    assert not list((tmp_path / "data").rglob("*.*")), "something was written"
    return error.value.problems[-1].replace(f"{tmp_path}/", "")


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        ("Country,Year,Tonnes", ["China,2024,5"], "ore-2025.csv: not a file of ore. It resembles ore most. It lacks "
         "Tons. It has Tonnes besides."),
        ("Country,Year,Tons,Note", ["China,2024,5,x"], "ore-2025.csv:2: columns that nobody reads: Note."),
        ("Country,Year,Tons", ["China,2024"], "ore-2025.csv:2: 2 cells under 3 columns; is a comma not quoted?"),
        ("Country,Year,Tons", [], "ore-2025.csv: no rows below the header."),
        ("a,b,c,d", ["1,2,3,4"], "ore-2025.csv: not a file of ore. It resembles no family."),
        ("Tons,Year,Country", ["China,2024,5"] * 5, "ore-2025.csv: 5 of 5 rows cannot become claims, more than 5%; "
         "this is not the file that ore knows."),
    ],
    ids=["renamed column", "extra column", "truncated row", "no rows", "stranger", "swapped columns"],
)  # fmt: skip
def test_a_file_that_is_not_what_it_should_be_is_refused(
    tmp_path: Path, columns: str, rows: list[str], said: str
) -> None:
    assert refused(tmp_path, file(tmp_path, *rows, columns=columns)) == said


def test_bytes_that_are_no_text_are_refused_with_their_line(tmp_path: Path) -> None:
    path = file(tmp_path, "China,2024,5")
    path.write_bytes(path.read_bytes() + b"Chil\xe9,2024,6\n")
    assert refused(tmp_path, path) == "ore-2025.csv:3: not UTF-8 text; save the file as UTF-8."


def test_an_empty_file_a_folder_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "none.csv").touch()
    (tmp_path / "folder").mkdir()
    assert refused(tmp_path, tmp_path / "none.csv") == "none.csv: empty."
    assert refused(tmp_path, tmp_path / "folder") == "folder: a folder in which no file is one of ore."
    file(tmp_path, "China,2024,5")
    said = refused(tmp_path, tmp_path / "ore-2026.csv")
    assert said.startswith("ore-2026.csv: no such file. Did you mean ore-2025.csv")


def test_a_folder_gives_the_files_that_the_family_knows_and_names_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    file(folder, "China,2024,5")
    (folder / "README.txt").write_text("read me", encoding="utf-8")
    [told] = load("ore", [folder], tmp_path)
    assert (told.files, told.notes) == (["ore-2025.csv"], ["Left out, for they are none of ore: README.txt."])


def test_another_release_than_the_one_asked_for_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "China,2024,5")
    assert refused(tmp_path, path, only="2024") == "ore-2025.csv: of the release 2025, not 2024."


def test_a_failed_load_leaves_the_earlier_one(tmp_path: Path) -> None:
    path = file(tmp_path, "China,2024,5")
    load("ore", [path], tmp_path)
    kept = written(tmp_path)
    file(tmp_path, "China,2024,5,6")
    with pytest.raises(BadTable):
        load("ore", [path], tmp_path)
    assert written(tmp_path) == kept
    assert not list((tmp_path / "claims").glob(".writing-*"))


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Assertions(claims_min=4), "ore-2025.csv: 2 claims; the family asserts 4 to any."),
        (Assertions(countries=("country:USA",)), "ore-2025.csv: no claim names country:USA, which the family asserts."),
        (
            Assertions(filled={"basis": 0.9}),
            "ore-2025.csv: basis is filled in 50% of the claims; the family asserts 90%.",
        ),
    ],
)
def test_what_the_family_asserts_must_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rules: Assertions, said: str
) -> None:
    monkeypatch.setattr(known, "families", lambda: {"ore": Family(FAMILY.source, rules)})
    assert refused(tmp_path, file(tmp_path, "China,2024,5")) == said


def test_an_unknown_family_offers_near_ones(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as error:
        load("ores", [file(tmp_path, "China,2024,5")], tmp_path)
    assert str(error.value) == "no family 'ores'. Did you mean ore? Known: ore."


def test_a_loader_that_forgets_a_row_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Loader, "claims", lambda self, row: [])  # noqa: ARG005
    assert refused(tmp_path, file(tmp_path, "China,2024,5")) == (
        "ore-2025.csv:2: the loader neither took, ignored nor refused the row; please report it."
    )


def test_a_file_that_differs_from_the_checked_one_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kb.sources import Release

    release = Release(released="2025-03-01", sha256={"ore-2025.csv": "0" * 64})
    monkeypatch.setattr(known, "families", lambda: {"ore": Family(FAMILY.source, Assertions(), {"2025": release})})
    [told] = load("ore", [file(tmp_path, "China,2024,5")], tmp_path)
    assert told.source.published == "2025-03-01"
    assert told.notes == ["ore-2025.csv is not the file that the loader was checked against (its checksum differs)."]


def test_what_is_told_of_a_load_is_kept_beside_it(tmp_path: Path) -> None:
    load("ore", [file(tmp_path, "China,2024,5", "Subtotal,2024,5")], tmp_path)
    told = loaded(tmp_path)["ore-2025"]
    assert (told["rows"], told["ignored"], told["source"]["publisher"]) == (2, {"subtotal": 1}, "Bureau")

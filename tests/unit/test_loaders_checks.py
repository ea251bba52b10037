"""The gate for facts: each breach, on a copy of the tiny world with one thing broken, and its exact message."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from loaders.curated.checks import check, fix_order, normalised
from loaders.places import lies_in

WORLD = Path(__file__).parents[1] / "world" / "tables"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    folder = tmp_path / "tables"
    shutil.copytree(WORLD, folder)
    return folder


def append(folder: Path, table: str, /, **cells: str) -> None:
    with (folder / table).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with (folder / table).open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, lineterminator="\n").writerow(
            {"checked": "page", **cells} if "checked" in header else cells
        )


def rows_of(folder: Path, name: str) -> int:
    return len((folder / name).read_text(encoding="utf-8").splitlines())


def last_entity(folder: Path, but: int = 0) -> str:
    return f"entities.csv:{rows_of(folder, 'entities.csv') - but}"


def test_the_tiny_world_passes(tables: Path) -> None:
    report = check(tables)
    assert report.problems == []
    assert report.rows == {path.name: rows_of(tables, path.name) - 1 for path in tables.glob("*.csv")}


def test_a_source_that_nobody_cites_without_date_and_licence(tables: Path) -> None:
    append(
        tables,
        "sources.csv",
        id="new-set",
        title="Set",
        publisher="Bureau",
        kind="statistics",
        url="https://example.org/set",
    )
    at = f"sources.csv:{rows_of(tables, 'sources.csv')}"
    assert check(tables).problems == [
        f"{at}: new-set has no date; give it, or say in note that the page has none.",
        f"{at}: new-set is a data set without a licence; say on what terms it may be passed on.",
        f"{at}: no claim cites new-set; remove the source, or cite it.",
    ]


def test_an_isolated_entity(tables: Path) -> None:
    append(tables, "entities.csv", id="material:lonely", name="Lonely", source="manual", locator="p 1")
    at = f"entities.csv:{rows_of(tables, 'entities.csv')}"
    assert check(tables).problems == [
        f"{at}: material:lonely stands alone; no other row names it. Add a claim, or remove it."
    ]


def test_two_entities_of_one_name(tables: Path) -> None:
    append(
        tables,
        "entities.csv",
        id="company:owner-ltd",
        name="Works Owner, Ltd.",
        kind="company",
        source="manual",
        locator="p 1",
    )
    append(
        tables,
        "claims.csv",
        start="company:owner-ltd",
        relationship="OWNS",
        end="facility:refinery",
        source="manual",
        locator="p 1",
    )
    at = f"entities.csv:{rows_of(tables, 'entities.csv')}"
    assert check(tables).problems == [
        f"{at}: company:owner-ltd and company:owner (entities.csv:44) share the company name 'works owner'; "
        "rule in kb/judgements.csv whether they are the same."
    ]


def test_two_entities_of_one_identifier(tables: Path) -> None:
    for id_, name in (("company:one", "One"), ("company:two", "Two")):
        append(
            tables,
            "entities.csv",
            id=id_,
            name=name,
            kind="company",
            identifiers="lei=X1",
            source="manual",
            locator="p 1",
        )
        append(
            tables,
            "claims.csv",
            start=id_,
            relationship="OWNS",
            end="facility:refinery",
            source="manual",
            locator="p 1",
        )
    last = rows_of(tables, "entities.csv")
    assert check(tables).problems == [
        f"entities.csv:{last}: company:two and company:one (entities.csv:{last - 1}) share the identifier 'lei=X1'; "
        "rule in kb/judgements.csv whether they are the same."
    ]


def test_shares_that_add_up_to_too_much(tables: Path) -> None:
    share = {
        "relationship": "PRODUCES",
        "end": "material:magnet",
        "measure": "share of world output",
        "stage": "magnet",
        "period": "2023",
        "unit": "%",
        "source": "survey",
    }
    append(tables, "claims.csv", start="country:DEU", value="6", **share)
    problem = check(tables).problems
    assert problem == [
        "claims.csv:41: the shares of material:magnet magnet 2023 share of world output survey add up to 103 %, "
        "over 102; mend them, or give the reason in deviations.toml."
    ]
    name = "material:magnet|magnet|2023|share of world output|survey"
    (tables.parent / "deviations.toml").write_text(f'"{name}" = "rounded by the bureau"\n', encoding="utf-8")
    assert check(tables).problems == []


def test_a_policy_in_two_states_at_once(tables: Path) -> None:
    expired = {"start": "policy:ban", "relationship": "IN_STATE", "end": "state:expired", "from": "2026-01"}
    append(tables, "claims.csv", **expired, source="gazette", locator="p 7")
    assert check(tables).problems == [
        "claims.csv:84: policy:ban is in state:expired (claims.csv:93) and in state:in-force at once from 2026-01-01; "
        "end the one, or give them scopes."
    ]


def test_coordinates_outside_the_country(tables: Path) -> None:
    append(
        tables,
        "claims.csv",
        start="facility:works",
        relationship="LOCATED_IN",
        end="country:CHN",
        source="manual",
        locator="p",
    )
    assert check(tables).problems == []
    text = (tables / "entities.csv").read_text(encoding="utf-8").replace("35.1,139.2", "35.1,-100.2")
    (tables / "entities.csv").write_text(text, encoding="utf-8")
    assert check(tables).problems == [
        "entities.csv:38: facility:works at 35.1, -100.2 does not lie in JPN or CHN (tolerance 0.25 degrees); "
        "are latitude and longitude swapped?"
    ]


def test_coordinates_without_a_country(tables: Path) -> None:
    append(
        tables,
        "entities.csv",
        id="facility:lost",
        name="Lost works",
        latitude="1",
        longitude="1",
        source="manual",
        locator="p",
    )
    append(
        tables,
        "claims.csv",
        start="company:owner",
        relationship="OWNS",
        end="facility:lost",
        source="manual",
        locator="p",
    )
    at = f"entities.csv:{rows_of(tables, 'entities.csv')}"
    assert check(tables).problems == [f"{at}: facility:lost has coordinates but no LOCATED_IN row; add it."]


def test_rows_that_do_not_load_are_problems_too(tables: Path) -> None:
    append(
        tables,
        "claims.csv",
        start="country:CHN",
        relationship="PRODUCES",
        end="material:magnets",
        source="manual",
        locator="p",
    )
    assert check(tables).problems == [
        f"{tables / 'claims.csv'}:93: no entity 'material:magnets'. Did you mean material:magnet, "
        "material:bonded-magnet or material:slag?"
    ]


@pytest.mark.parametrize(
    ("latitude", "longitude", "code"),
    [
        (35.48, -115.53, "USA"),
        (59.38, 28.19, "EST"),
        (22.28, 103.57, "VNM"),
        (-28.86, 122.44, "AUS"),
        (41.6, 110.0, "CHN"),
    ],
)
def test_places(latitude: float, longitude: float, code: str) -> None:
    assert lies_in(latitude, longitude, code)
    assert not lies_in(latitude, longitude, "BRA")


def test_normalised() -> None:
    assert normalised("Čez, a.s. Co., Ltd.") == "cez"
    assert normalised("The Company") == "the company"


def test_fix_order_sorts_and_loses_nothing(tables: Path) -> None:
    before = {path.name: sorted(path.read_text(encoding="utf-8").splitlines()) for path in tables.glob("*.csv")}
    assert "claims.csv" in fix_order(tables)
    assert fix_order(tables) == []
    assert {path.name: sorted(path.read_text(encoding="utf-8").splitlines()) for path in tables.glob("*.csv")} == before
    assert check(tables).problems == []

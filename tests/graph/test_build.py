"""Building: twice is once, a change changes only itself, what vanished is swept, and counts are compared."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from kb import cypher
from kb.build import Report, build
from kb.claims import Claim, write
from kb.errors import ForeignData, GraphError
from kb.figures import Figure
from kb.settings import Settings
from kb.sources import Source, write_sources
from kb.store import Store


class Line(Protocol):
    store: Store

    def settings(self, name: str) -> Settings: ...
    def build(self, tables: Path, description: Path) -> Report: ...


WORLD = Path(__file__).parents[1] / "world"
NAMES = {"country:CHN": "China", "material:magnet": "Magnet", "material:alloy": "Alloy", "mineral:iron": "Iron"}
NAMED = [Claim("DESCRIBED", id_, "", "survey", {"name": name}) for id_, name in NAMES.items()]
MADE = Claim("MADE_FROM", "material:magnet", "material:alloy", "survey", {}, Figure(95, unit="%", words="95 %"))
IRON = Claim("MADE_FROM", "material:alloy", "mineral:iron", "gazette", {}, Figure(0, unit="%"))
SHARE = Claim("PRODUCES", "country:CHN", "material:magnet", "survey", {"measure": "share of world output"},
              Figure(90, unit="%"))  # fmt: skip
SOURCES = [Source(id_, id_, "P", "paper", "2024", "u") for id_ in ("survey", "gazette")]
ALL = [*NAMED, MADE, IRON, SHARE]
GRAPH = (
    "CALL () { MATCH (n) WHERE NOT n:Build RETURN n.id AS id, properties(n) AS it "
    "UNION MATCH (a)-[r]->(b) RETURN a.id + '|' + type(r) + '|' + b.id + '|' + coalesce(r.id, r.role, '') AS id, "
    "properties(r) AS it } RETURN id, it ORDER BY id"
)


def settings(tmp_path: Path, *claims: Claim) -> Settings:
    folder = tmp_path / "claims"
    write(claims, folder / "x.claims.parquet")
    write_sources(SOURCES, folder / "x.sources.parquet")
    return Settings(data=tmp_path, home=tmp_path)


def graph(store: Store) -> dict[str, dict[str, Any]]:
    """Every node and relationship by its id, without the build that wrote it."""
    return {row["id"]: {k: v for k, v in row["it"].items() if k != "build"} for row in store.rows(GRAPH)}


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    return sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))


def test_building_twice_changes_nothing(each_scratch: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    first = each_scratch.build(WORLD / "tables", WORLD / "source.toml")
    before = graph(each_scratch.store), each_scratch.store.rows(cypher.BUILDS)
    for name in ("write", "change", "setup"):
        monkeypatch.setattr(Store, name, lambda *_, **__: pytest.fail("it writes"))
    second = build(each_scratch.store, each_scratch.settings("world"))
    assert (first.changed, second.changed, second.swept) == (True, False, 0)
    assert (second.id, second.counts) == (first.id, first.counts)
    assert (graph(each_scratch.store), each_scratch.store.rows(cypher.BUILDS)) == before


def test_a_fresh_build_writes_what_was_concluded(each_scratch: Line, tmp_path: Path) -> None:
    report = build(each_scratch.store, settings(tmp_path, *ALL))
    assert report.counts == {
        "nodes": {"Country": 1, "Material": 2, "Mineral": 1},
        "relationships": {"MADE_FROM": 2, "PRODUCES": 1},
        "sources": 2,
        "claims": 7,
        "disputed": 0,
        "absent": 0,
    }
    found = graph(each_scratch.store)
    [made] = [value for key, value in found.items() if key.startswith("material:magnet|MADE_FROM|")]
    assert {name: made[name] for name in made if name != "id"} == {
        "claims": [MADE.id], "chosen": MADE.id, "rule": "only claim", "status": "reported", "grade": "D", "value": 95.0,
        "unit": "%", "words": "95 %",
    }  # fmt: skip
    assert found["material:magnet"] == {
        "id": "material:magnet", "name": "Magnet", "aliases": [], "claims": [NAMED[1].id], "grade": "D",
        "keys": ["material magnet", "magnet"]}  # fmt: skip


def test_zero_reaches_the_graph(each_scratch: Line, tmp_path: Path) -> None:
    build(each_scratch.store, settings(tmp_path, *ALL))
    found = each_scratch.store.rows("MATCH (:Material)-[r:MADE_FROM]->(:Mineral) RETURN r.value AS value")
    claims = each_scratch.store.rows("MATCH (c:Claim {id: $id}) RETURN c.value AS value", id=IRON.id)
    assert found == claims == [{"value": 0.0}]


def test_a_changed_figure_changes_only_its_claim_and_its_fact(each_scratch: Line, tmp_path: Path) -> None:
    build(each_scratch.store, settings(tmp_path, *ALL))
    before = graph(each_scratch.store)
    revised = replace(MADE, figure=Figure(96, unit="%"))
    report = build(each_scratch.store, settings(tmp_path, *NAMED, revised, IRON, SHARE))
    after = graph(each_scratch.store)
    changed = differences(before, after)
    assert (report.changed, report.swept, len(changed)) == (True, 0, 2)
    assert changed[0] == MADE.id
    assert changed[1].startswith("material:magnet|MADE_FROM|material:alloy|fact:")
    # properties are replaced: the words that are gone from the claim are gone from the graph
    assert [("words" in before[key], "words" in after[key], after[key]["value"]) for key in changed] == [
        (True, False, 96.0)] * 2  # fmt: skip


def test_what_vanished_is_swept_with_its_relationships(each_scratch: Line, tmp_path: Path) -> None:
    build(each_scratch.store, settings(tmp_path, *ALL))
    before = graph(each_scratch.store)
    report = build(each_scratch.store, settings(tmp_path, *NAMED[:3], MADE, SHARE))
    gone = differences(before, graph(each_scratch.store))
    assert report.swept == len(gone)
    assert [key for key in gone if "|" not in key] == sorted([NAMED[3].id, IRON.id, "gazette", "mineral:iron"])
    assert len([key for key in gone if key.startswith("material:alloy|MADE_FROM|mineral:iron")]) == 1
    assert [row["state"] for row in each_scratch.store.rows(cypher.BUILDS)] == ["done"]


def test_a_fact_that_is_claimed_absent_now_is_no_relationship_any_more(each_scratch: Line, tmp_path: Path) -> None:
    build(each_scratch.store, settings(tmp_path, *ALL))
    absent = replace(SHARE, figure=Figure(), absent=True)
    report = build(each_scratch.store, settings(tmp_path, *NAMED, MADE, IRON, absent))
    assert (report.counts["relationships"], report.counts["absent"]) == ({"MADE_FROM": 2}, 1)
    assert each_scratch.store.rows("MATCH (:Country)-[r]->(:Material) RETURN type(r) AS type") == []


def test_foreign_data_is_left_alone_and_told(each_scratch: Line, tmp_path: Path) -> None:
    each_scratch.store.change("CREATE (n:Invoice {id: 'mine'}) RETURN count(n) AS written")
    with pytest.raises(ForeignData) as error:
        build(each_scratch.store, settings(tmp_path, *ALL))
    assert str(error.value) == (
        f"The database 'neo4j' at {each_scratch.store.server.uri} holds nodes that are not Lodestone's (Invoice). "
        "Name another database with NEO4J_DATABASE, or empty this one yourself."
    )
    assert list(graph(each_scratch.store)) == ["mine"]


def test_a_row_whose_end_is_missing_is_told(scratch: Line) -> None:
    rows = [{"id": "fact:1", "start": "country:CHN", "end": "country:JPN", "properties": {}}]
    with pytest.raises(GraphError, match=r"^1 rows were sent and 0 written: an end is missing in the graph. Run"):
        scratch.store.write(cypher.merge_facts("TRADES_WITH"), rows)


def test_a_graph_that_lost_something_is_repaired(scratch: Line, tmp_path: Path) -> None:
    first = build(scratch.store, settings(tmp_path, *ALL))
    before = graph(scratch.store)
    scratch.store.change("MATCH (n:Mineral) DETACH DELETE n RETURN count(*) AS written")
    again = build(scratch.store, settings(tmp_path, *ALL))
    assert (again.id, again.changed) == (first.id, True)
    assert graph(scratch.store) == before


def test_no_claim_files_are_told(scratch: Line, tmp_path: Path) -> None:
    with pytest.raises(GraphError) as error:
        build(scratch.store, Settings(data=tmp_path, home=tmp_path))
    assert str(error.value) == f"{tmp_path}/claims holds no claim files; run `lodestone build`, which makes them."


def test_progress_ends_at_its_total(scratch: Line, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    note: Callable[[str, int, int], None] = lambda *step: told.append(step)  # noqa: E731
    build(scratch.store, settings(tmp_path, *ALL), note)
    assert told[-1] == ("PRODUCES", 16, 16)
    assert [what for what, _, _ in told] == [
        "Country",
        "Material",
        "Mineral",
        "Source",
        "Claim",
        "MADE_FROM",
        "PRODUCES",
    ]


def test_sources_of_switched_terms_go_in_only_when_they_are_allowed(each_scratch: Line, tmp_path: Path) -> None:
    own = settings(tmp_path, *ALL)
    bound = Source("bound", "Bound", "P", "paper", "2025", "u", terms="non-commercial")
    more = replace(SHARE, source="bound", figure=Figure(80, unit="%"))
    write([replace(each, source="bound") for each in NAMED] + [more], tmp_path / "claims" / "y.claims.parquet")
    write_sources([bound], tmp_path / "claims" / "y.sources.parquet")

    without = build(each_scratch.store, own)
    allowed = build(each_scratch.store, own, allow={"non-commercial"})

    assert (dict(without.left_out), dict(allowed.left_out)) == ({"y": "non-commercial"}, {})
    assert (without.counts["claims"], allowed.counts["claims"]) == (len(ALL), len(ALL) + len(NAMED) + 1)
    [told] = each_scratch.store.rows("MATCH (b:Build) RETURN b.allowed AS allowed, b.id AS id")
    assert told == {"allowed": ["non-commercial"], "id": allowed.id}

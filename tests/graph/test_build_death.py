"""Builds that die midway delete nothing, say so in every answer, and are repaired by the next; two never run at "
"once."""

import os
import signal
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn, Protocol

import pytest
from filelock import FileLock

from kb import cypher
from kb.build import build
from kb.engine import Server, managed, server
from kb.errors import Busy, EngineError, Unreachable
from kb.settings import Settings
from kb.store import Store
from loaders.run import load_curated
from queries.answer import ask

WORLD = Path(__file__).parents[1] / "world"
COUNT = "MATCH (n) WHERE NOT n:Build RETURN n.id AS id ORDER BY id"
IDS = "MATCH ()-[r]->() WHERE r.id IS NOT NULL RETURN type(r) AS type, r.id AS id ORDER BY type, id"


class Line(Protocol):
    server: Server
    store: Store

    def settings(self, name: str) -> Settings: ...


class Died(Exception):
    pass


def settings(folder: Path, without: str = "") -> Settings:
    """Claim files of the tiny world, or of it without the rows that hold a text."""
    tables = folder / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    for file in (WORLD / "tables").iterdir():
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not without or without not in line]
        (tables / file.name).write_text("".join(kept), encoding="utf-8")
    load_curated(folder / "claims", tables, WORLD / "source.toml")
    return Settings(data=folder, home=folder)


def graph(store: Store) -> list[dict[str, Any]]:
    return store.rows(COUNT) + store.rows(IDS)


def states(store: Store) -> list[str]:
    return [row["state"] for row in store.rows(cypher.BUILDS)]


def dies_at(type_: str) -> Callable[[str, int, int], None]:
    def progress(what: str, *_: int) -> None:
        if what == type_:
            raise Died

    return progress


def test_a_first_build_that_dies_is_marked_and_repaired(each_scratch: Line, tmp_path: Path) -> None:
    where = settings(tmp_path)
    with pytest.raises(Died):
        build(each_scratch.store, where, dies_at("KIND_OF"))
    assert states(each_scratch.store) == ["writing"]
    answer = ask(each_scratch.store, "leading_producers", {"material": "material:magnet"})
    assert answer.build is not None
    assert (answer.build["state"], answer.build["finished"]) == ("writing", None)

    report = build(each_scratch.store, where)
    assert (report.changed, states(each_scratch.store)) == (True, ["done"])
    assert ask(each_scratch.store, "leading_producers", {"material": "material:magnet"}).build == {
        **each_scratch.store.rows("MATCH (b:Build) RETURN b.started AS started, b.finished AS finished")[0],
        "id": report.id,
        "state": "done",
    }


def test_a_build_that_dies_deletes_nothing_of_the_last_one(each_scratch: Line, tmp_path: Path) -> None:
    build(each_scratch.store, settings(tmp_path))
    before = graph(each_scratch.store)
    smaller = settings(tmp_path, without="technology:car")
    with pytest.raises(Died):
        build(each_scratch.store, smaller, dies_at("USES_MATERIAL"))
    assert graph(each_scratch.store) == before
    assert sorted(states(each_scratch.store)) == ["done", "writing"]

    report = build(each_scratch.store, smaller)
    assert (report.swept > 0, states(each_scratch.store)) == (True, ["done"])
    gone = [row["id"] for row in before if row not in graph(each_scratch.store)]
    assert "technology:car" in gone
    assert [id_ for id_ in gone if id_.startswith("technology:")] == ["technology:car"]


def test_going_back_after_a_death_gives_the_first_graph_again(each_scratch: Line, tmp_path: Path) -> None:
    first = build(each_scratch.store, settings(tmp_path))
    before = graph(each_scratch.store)
    with pytest.raises(Died):
        build(each_scratch.store, settings(tmp_path, without="technology:car"), dies_at("USES_MATERIAL"))
    again = build(each_scratch.store, settings(tmp_path))
    assert (again.id, again.changed) == (first.id, True)
    assert (graph(each_scratch.store), states(each_scratch.store)) == (before, ["done"])


def test_a_server_killed_in_mid_build_is_repaired_by_the_next(
    scratch: Line, tmp_path: Path, not_here: Callable[[str], NoReturn]
) -> None:
    build(scratch.store, settings(tmp_path / "fresh"))
    fresh = graph(scratch.store)
    home = Settings.read({"LODESTONE_HOME": os.environ.get("LODESTONE_HOME", "")})
    where = replace(settings(tmp_path / "killed"), home=home.home)
    try:
        try:
            running = server(where)
        except EngineError as error:
            not_here(f"the managed engine does not start: {error}")
        pid = managed.status(where).pid
        assert pid is not None

        def kill(what: str, *_: int) -> None:
            if what == "USES_MATERIAL":
                os.kill(pid, signal.SIGKILL)

        with Store(running) as store, pytest.raises(Unreachable, match="Run the command again: it starts the engine"):
            build(store, where, kill)
        with Store(server(where)) as store:
            assert states(store) == ["writing"]
            assert build(store, where).changed is True
            assert (graph(store), states(store)) == (fresh, ["done"])
    finally:
        managed.purge(where)


def test_a_second_build_of_one_checkout_is_busy(scratch: Line, tmp_path: Path) -> None:
    where = settings(tmp_path)
    with FileLock(tmp_path / "build.lock"), pytest.raises(Busy) as error:
        build(scratch.store, where)
    assert str(error.value) == (
        f"Another build of this checkout is under way ({tmp_path}/build.lock is held). "
        "Wait for it, then run the command again."
    )
    assert graph(scratch.store) == []


def _elsewhere(store: Store, seconds: int) -> None:
    """Another checkout's build that wrote its last batch so long ago."""
    store.change(
        "CREATE (b:Build {id: 'other', state: 'writing', owner: 'otherhost 0a1b2c3d', started: "
        "'2026-01-01T00:00:00+00:00', "
        "touched: toString(datetime.realtime('Z') - duration({seconds: $seconds}))}) RETURN count(b) AS written",
        seconds=seconds,
    )


def test_a_build_of_another_checkout_that_lives_is_waited_for(each_scratch: Line, tmp_path: Path) -> None:
    _elsewhere(each_scratch.store, seconds=100)
    with pytest.raises(Busy) as error:
        build(each_scratch.store, settings(tmp_path))
    told = str(error.value)
    assert told.startswith(f"otherhost 0a1b2c3d is building into {each_scratch.store.server.uri} (last batch 10")
    assert told.endswith(" s ago). Wait for it; a build that stays silent for 300 s counts as dead.")
    assert graph(each_scratch.store) == []


def test_a_build_of_another_checkout_that_fell_silent_is_taken_over(each_scratch: Line, tmp_path: Path) -> None:
    _elsewhere(each_scratch.store, seconds=400)
    report = build(each_scratch.store, settings(tmp_path))
    builds = each_scratch.store.rows(cypher.BUILDS)
    assert [(row["id"], row["state"]) for row in builds] == [(report.id, "done")]

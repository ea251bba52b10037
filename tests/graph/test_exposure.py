"""What the lines of a list depend on: parts and materials too, unknown words told, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from kb.errors import BadQuestion
from queries.exposure import Exposure, exposure
from tests.conftest import Line

DAY = "2026-01-01"


def asked(line: Line, items: dict[int, str], **more: object) -> Exposure:
    return exposure(line.store, items, {"as_of": DAY}, **more)  # type: ignore[arg-type]


def test_every_line_is_answered_by_what_it_names(each_world: Line) -> None:
    found = asked(each_world, {2: "Drive", 3: "motor", 5: "Magnet alloy", 6: "drive"})
    minerals = {(row["line"], row["item"]): [] for row in found.answer.rows}
    for row in found.answer.rows:
        minerals[row["line"], row["item"]].append((row["mineral"], row["certainty"]))
    both = [("mineral:heavy", "possible"), ("mineral:rare", "certain")]
    assert {key: sorted(set(told)) for key, told in minerals.items()} == {
        (2, "technology:drive"): both,
        (3, "component:motor"): both,
        (5, "material:alloy"): both[1:],
        (6, "technology:drive"): both,
    }
    assert all(row["route"][0] == row["item"] for row in found.answer.rows)
    assert {claim for row in found.answer.rows for claim in row["claims"]} <= set(found.answer.claims)


def test_words_that_mean_nothing_and_things_of_which_nothing_is_known_are_told(each_world: Line) -> None:
    found = asked(each_world, {2: "Drive", 3: "Dryve", 4: "dark machine", 9: "Dryve"})
    assert set(found.unknown) == {3, 9}
    assert "Did you mean" in found.unknown[3]
    assert found.bare == {4: "technology:dark"}
    with pytest.raises(BadQuestion, match="no line means anything that the graph knows"):
        asked(each_world, {2: "xyzzy"})


def test_a_country_and_a_least_share_narrow_it(each_world: Line) -> None:
    whole = asked(each_world, {2: "Drive"})
    led = {row["leading_country"] for row in whole.answer.rows}
    assert "country:CHN" in led
    assert {row["leading_country"] for row in asked(each_world, {2: "Drive"}, country="country:CHN").answer.rows} == {
        "country:CHN"
    }
    assert asked(each_world, {2: "Drive"}, min_share=99.0).answer.rows == []


def test_the_command_reads_a_table_and_shows_lines(
    world: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("URI", world.server.uri), ("USERNAME", "neo4j"), ("PASSWORD", world.server.password)):
        monkeypatch.setenv(f"NEO4J_{name}", value)
    monkeypatch.setenv("LODESTONE_DATA", str(tmp_path / "data"))
    table = tmp_path / "bom.csv"
    table.write_text("Part,Qty\nDrive,2\nDryve,1\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["exposure", str(table), "-p", f"as_of={DAY}"])
    assert result.exit_code == 0, result.output
    assert "> Sintered strong magnet" in " ".join(result.stdout.split())
    assert "line 3" in result.stdout
    told = CliRunner().invoke(app, ["exposure", str(table), "--column", "Prat"])
    assert told.exit_code == 2

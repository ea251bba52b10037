"""`lodestone check` and `lodestone diff`, on the shipped tables and on broken ones; no server."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app

WORLD = Path(__file__).parents[1] / "world" / "tables"


def test_the_shipped_tables_pass_the_gate() -> None:
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "No problems."


def test_a_breach_is_told_and_ends_with_1(tmp_path: Path) -> None:
    shutil.copytree(WORLD, tmp_path / "tables")
    entities = tmp_path / "tables" / "entities.csv"
    with entities.open("a", encoding="utf-8") as file:
        file.write("material:lonely,Lonely,,,,,,,,manual,p 1,page\n")
    last = len(entities.read_text(encoding="utf-8").splitlines())
    result = CliRunner().invoke(app, ["check", str(tmp_path / "tables"), "--format", "csv"])
    assert result.exit_code == 1
    assert result.stdout == (
        f'problem\n"entities.csv:{last}: material:lonely stands alone; no other row names it. '
        'Add a claim, or remove it."\n'
    )


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["check", str(tmp_path / "none")]).exit_code == 2


def test_diff_without_builds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LODESTONE_DATA", str(tmp_path))
    result = CliRunner().invoke(app, ["diff", "abc"])
    assert result.exit_code == 2
    assert "build 'abc' is not kept here. Kept, newest first: none." in result.output + capsys.readouterr().err

"""The generated pages: they are those that the code would write now, and a stale one is named."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from docs import generate
from docs.markdown import table
from kb import schema
from loaders.run import CURATED
from queries.catalogue import catalogue


@pytest.mark.parametrize("name", generate.PAGES)
def test_page_is_what_the_code_would_write_now(name: str) -> None:
    assert (generate.HERE / name).read_text(encoding="utf-8") == generate.PAGES[name](), "run `make docs`"


def test_check_names_every_page_that_is_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate.stale, "__defaults__", (tmp_path,))
    generate.write(tmp_path)
    (tmp_path / "schema.md").write_text("old", encoding="utf-8")
    (tmp_path / "sources.md").unlink()
    monkeypatch.setattr(sys, "argv", ["docs.generate", "--check"])

    code = generate.main()

    named = [line.split()[0] for line in capsys.readouterr().err.splitlines()]
    assert (code, named) == (1, ["docs/schema.md", "docs/sources.md"])
    assert (tmp_path / "schema.md").read_text(encoding="utf-8") == "old"


def test_check_is_silent_about_pages_that_are_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate.stale, "__defaults__", (tmp_path,))
    generate.write(tmp_path)
    monkeypatch.setattr(sys, "argv", ["docs.generate", "--check"])

    assert (generate.main(), capsys.readouterr().err) == (0, "")


def test_writing_twice_writes_nothing_the_second_time(tmp_path: Path) -> None:
    assert [generate.write(tmp_path), generate.write(tmp_path)] == [list(generate.PAGES), []]


def test_schema_page_names_every_label_relationship_and_property() -> None:
    page = generate.PAGES["schema.md"]()
    groups = (
        schema.LABELS, schema.RELATIONS, schema.RULINGS, schema.ENTITY, schema.QUALIFIERS, schema.FIGURE, schema.VALUES,
        schema.FACT, schema.CLAIM, schema.SOURCE, schema.BUILD, schema.GRADES, schema.STATUSES,
    )  # fmt: skip
    assert [name for group in groups for name in group if f"`{name}`" not in page] == []


def test_pictures_and_the_sentence_above_them_name_every_relationship() -> None:
    section = generate.PAGES["schema.md"]().split("## Labels")[0]
    assert [type_ for type_ in (*schema.RELATIONS, *schema.RULINGS) if type_ not in section] == []


def test_questions_page_has_the_command_and_route_of_every_question() -> None:
    lines = generate.PAGES["questions.md"]().splitlines()
    routes = [line.split()[2].partition("?")[0] for line in lines if line.startswith("# GET ")]
    commands = [line.split()[2] for line in lines if line.startswith("lodestone ask ")]
    assert sorted(routes) == sorted(f"/ask/{name}" for name in catalogue())
    assert sorted(commands) == sorted(catalogue())


def test_sources_page_names_no_file_of_this_machine() -> None:
    page = generate.PAGES["sources.md"]()
    assert str(CURATED.parent.parent) not in page


def test_table_escapes_what_would_end_a_cell() -> None:
    assert table(["a"], [["x | y\nz"]]) == "| a |\n|---|\n| x \\| y z |"

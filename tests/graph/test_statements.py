"""The twenty statements for analysts: whole, safe, and with the same rows on both lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from kb.store import Limits
from queries import text
from queries.statements import FILE, Statement, statements
from tests.conftest import Line
from tests.graph.test_shipped_lines import same

PAGE = Path(__file__).parents[2] / "docs" / "schema.md"
# what db.index.fulltext.queryNodes, which the read door lets through, looks like to the checks of questions
SEARCH = {"property": ["property index", "property queryNodes"], "traps": ["a procedure"]}
ALL = Limits(seconds=120, rows=100_000)


def test_there_are_twenty_and_no_statement_of_the_file_is_lost() -> None:
    assert len(statements()) == 20
    assert FILE.read_text(encoding="utf-8").count(";\n") == 20


@pytest.mark.parametrize("asked", statements(), ids=lambda each: each.title[:40])
def test_a_statement_keeps_to_the_schema_and_its_rows_have_one_order(asked: Statement) -> None:
    body = text.blanked(asked.text)
    searches = "queryNodes" in body
    assert text.unknown_names(body) == (SEARCH["property"] if searches else [])
    assert text.traps(body) == (SEARCH["traps"] if searches else [])


@pytest.mark.parametrize("asked", statements(), ids=lambda each: each.title[:40])
def test_the_schema_page_shows_it_as_it_is_run(asked: Statement) -> None:
    assert f"```cypher\n{asked.text}\n```" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("asked", statements(), ids=lambda each: each.title[:40])
def test_a_statement_gives_rows_through_the_read_door(each_shipped: Line, asked: Statement) -> None:
    assert each_shipped.store.rows(asked.text, ALL)


@pytest.mark.parametrize("asked", statements(), ids=lambda each: each.title[:40])
def test_both_lines_give_the_same_rows(shipped: Line, shipped_526: Line, asked: Statement) -> None:
    new, old = (line.store.rows(asked.text, ALL) for line in (shipped, shipped_526))
    assert len(new) == len(old)
    assert [at for at, (row, other) in enumerate(zip(new, old, strict=True)) if not same(row, other)] == []

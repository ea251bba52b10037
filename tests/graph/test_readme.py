"""What the README shows is what the commands print: every console block is run, and the article's table compared."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from queries.answer import ask
from tests.conftest import Line

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
CONSOLE = re.compile(r"```console\n(.+?)```", re.DOTALL)
VERDICTS = ("supports", "qualifies", "contradicts")


def commands() -> list[tuple[str, str]]:
    """Every command of the README's console blocks with the output shown under it."""
    found = []
    for block in CONSOLE.findall(README):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            found.append((command, shown))
    return found


def same(shown: str, printed: str) -> bool:
    """Whether the output is as shown; `...` stands for anything, and a build's id is always another."""
    checker = doctest.OutputChecker()
    plain = [re.sub(r"build [0-9a-f]{12} · Neo4j \S+ \w+", "build ID", text) for text in (shown, printed)]
    lines = ["\n".join(line.rstrip() for line in text.strip().splitlines()) + "\n" for text in plain]
    return checker.check_output(lines[0], lines[1], doctest.ELLIPSIS)


@pytest.mark.parametrize(("command", "shown"), commands())
def test_a_command_of_the_readme_prints_what_is_shown(
    shipped: Line, monkeypatch: pytest.MonkeyPatch, command: str, shown: str
) -> None:
    monkeypatch.setenv("NEO4J_URI", shipped.server.uri)
    monkeypatch.setenv("NEO4J_PASSWORD", shipped.server.password)
    program, *words = shlex.split(command)
    assert program == "lodestone"
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    assert same(shown, result.stdout), result.stdout


def test_the_article_is_told_claim_by_claim(shipped: Line) -> None:
    section = README.split("claim by claim", 1)[1].split("\n## ", 1)[0]
    table = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")][2:]
    answer = ask(shipped.store, "claims_of")
    told = [
        [row["said"], row["verdict"], *(str(sum(other.startswith(v) for other in row["others"])) for v in VERDICTS)]
        for row in answer.rows
    ]
    assert table == told


def test_the_counts_of_the_readme_are_those_of_the_build(shipped: Line) -> None:
    counted = re.search(r"([\d,]+) claims from ([\d,]+) sources on ([\d,]+) entities", README)
    assert counted is not None
    rows = shipped.store.rows(
        "MATCH (n:Claim|Source|Entity) RETURN labels(n)[0] AS label, count(*) AS n ORDER BY label"
    )
    entities = shipped.store.rows("MATCH (n:Entity) RETURN count(n) AS n")[0]["n"]
    found = {row["label"]: row["n"] for row in rows}
    assert [int(text.replace(",", "")) for text in counted.groups()] == [found["Claim"], found["Source"], entities]

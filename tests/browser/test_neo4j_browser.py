"""Neo4j Browser, as the managed engine serves it, runs the statements of the README in a real (headless) Chromium."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.conftest import Line

README = Path(__file__).parents[2] / "README.md"
# without these Chromium looks for hosts on the internet at every start
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
MINUTE = 60_000


def statements() -> list[str]:
    return re.findall(r"```cypher\n(.+?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def page(not_here: Callable[[str], NoReturn]) -> Iterator[Page]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        not_here("no Chromium is installed for the browser test")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser.new_page(viewport={"width": 1400, "height": 1000})
        browser.close()


def test_a_statement_of_the_readme_runs(page: Page, shipped: Line) -> None:
    assert shipped.server.browser is not None
    page.goto(shipped.server.browser, timeout=MINUTE)
    page.fill("input[type=password]", shipped.server.password, timeout=MINUTE)
    page.get_by_test_id("connect").click()
    page.get_by_text(":play start").first.wait_for(timeout=MINUTE)  # it is shown once connected
    statement = statements()[1]
    editor = page.get_by_test_id("activeEditor")
    editor.wait_for(timeout=MINUTE)
    editor.click()
    page.keyboard.insert_text(" ".join(line for line in statement.splitlines() if not line.startswith("//")))
    page.get_by_test_id("editor-Run").click()
    frame = page.get_by_test_id("frame").filter(has_text="MATCH (c:Country)")
    frame.get_by_role("row").nth(1).wait_for(timeout=MINUTE)
    shown = frame.inner_text()
    assert "country" in shown
    assert "China" in shown
    assert "Rare-earth permanent magnet" in shown


def test_each_statement_of_the_readme_gives_rows_through_the_read_door(shipped: Line) -> None:
    assert len(statements()) == 3
    for statement in statements():
        assert shipped.store.rows(statement)

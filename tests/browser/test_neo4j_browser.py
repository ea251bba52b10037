"""In a real (headless) Chromium: Neo4j Browser runs what analysts paste, a notebook's picture needs no network."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from api.commands.library import for_browser
from api.networks import to_pyvis
from kb.store import Limits
from queries.answer import ask
from queries.catalogue import FOLDER, catalogue
from queries.parameters import resolve
from queries.subgraph import Subgraph
from tests.conftest import Line

README = Path(__file__).parents[2] / "README.md"
# without these Chromium looks for hosts on the internet at every start
QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
MINUTE = 60_000
# as a person pastes; typed, a long statement takes the editor a minute
PASTE = """text => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def statements() -> list[str]:
    return re.findall(r"```cypher\n(.+?)```", README.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def chromium(not_here: Callable[[str], NoReturn]) -> Iterator[Browser]:
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        not_here("no Chromium is installed for the browser test")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def connected(chromium: Browser, shipped: Line) -> Iterator[Page]:
    """Neo4j Browser, logged in to the engine that holds the shipped graph."""
    assert shipped.server.browser is not None
    page = chromium.new_page(viewport={"width": 1400, "height": 1000})
    page.goto(shipped.server.browser, timeout=MINUTE)
    page.fill("input[type=password]", shipped.server.password, timeout=MINUTE)
    page.get_by_test_id("connect").click()
    page.get_by_text(":play start").first.wait_for(timeout=MINUTE)  # it is shown once connected
    yield page
    page.close()


def run(page: Page, text: str) -> Locator:
    """Paste the text, run it, and give the frame in which its result will stand; `:clear` takes all frames away."""
    before = page.get_by_test_id("frame").count()
    editor = page.get_by_test_id("activeEditor")
    editor.wait_for(timeout=MINUTE)
    editor.click()
    page.evaluate(PASTE, text)
    page.get_by_test_id("editor-Run").click()
    frames = page.get_by_test_id("frame")
    if text == ":clear":
        frames.first.wait_for(state="detached", timeout=MINUTE)
    else:
        frames.nth(before).wait_for(state="attached", timeout=MINUTE)
    return frames.first  # the newest


def test_a_statement_of_the_readme_runs(connected: Page) -> None:
    frame = run(connected, statements()[1])
    frame.get_by_role("row").nth(1).wait_for(timeout=MINUTE)
    shown = frame.inner_text()
    assert "country" in shown
    assert "China" in shown
    assert "Rare-earth permanent magnet" in shown


def records(page: Page, params: str, statement: str) -> int:
    """How many records Neo4j Browser says that the statement gave, after the `:param` lines were run."""
    run(page, ":clear")  # it keeps no more than some dozen frames
    run(page, params).locator("[title='Status: success']").nth(params.count("\n")).wait_for(timeout=MINUTE)
    told = run(page, statement).get_by_text(re.compile(r"^Started streaming \d+ record"))
    told.wait_for(timeout=2 * MINUTE)
    return int(re.findall(r"\d+", told.inner_text())[0])


def test_every_question_file_pasted_whole_gives_the_rows_of_its_answer(connected: Page, shipped: Line) -> None:
    expected, shown = {}, {}
    for name, asked in catalogue().items():
        expected[name] = len(ask(shipped.store, name, asked.example(), Limits(seconds=120)).rows)
        params, _, _ = for_browser(asked, resolve(None, asked, asked.example())).partition("\n\n")
        text = (FOLDER / asked.topic / f"{name}.cypher").read_text(encoding="utf-8")
        shown[name] = records(connected, params, text)
    assert shown == expected


def test_each_statement_of_the_readme_gives_rows_through_the_read_door(shipped: Line) -> None:
    assert len(statements()) == 3
    for statement in statements():
        assert shipped.store.rows(statement)


def test_the_picture_of_a_notebook_is_drawn_without_a_network(chromium: Browser, tmp_path: Path) -> None:
    nodes = {id_: {"id": id_, "label": "Material", "name": id_} for id_ in ("material:a", "material:b")}
    edge = {"id": "fact:1", "type": "MADE_FROM", "start": "material:a", "end": "material:b"}
    to_pyvis(Subgraph(nodes, [edge])).write_html(str(tmp_path / "picture.html"), notebook=True)
    page = chromium.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.context.set_offline(True)

    page.goto((tmp_path / "picture.html").as_uri(), timeout=MINUTE)
    page.locator("canvas").wait_for(timeout=MINUTE)

    assert page.evaluate("[nodes.length, edges.length]") == [2, 1]
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
    assert wrong == []
    page.close()

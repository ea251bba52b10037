"""docs/tutorial.ipynb runs from its first cell to its last on both lines, and shows what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import Line

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.ipynb"
REMOTE = re.compile(r"<(?:link|script|img|iframe)\b[^>]*\b(?:href|src)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)


def read() -> Any:
    return nbformat.read(TUTORIAL, as_version=4)


def shown(cell: Any) -> str:
    """What the cell printed and gave, as text."""
    return "\n".join(
        output["text"] if output["output_type"] == "stream" else output.get("data", {}).get("text/plain", "")
        for output in cell["outputs"]
    )


def use(line: Line, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Point whatever starts now, a kernel too, at that Neo4j."""
    for name, value in {"NEO4J_URI": line.server.uri, "NEO4J_USERNAME": line.server.username, "IPYTHONDIR": str(data),
                        "NEO4J_PASSWORD": line.server.password, "LODESTONE_DATA": str(data)}.items():  # fmt: skip
        monkeypatch.setenv(name, value)


def test_it_is_kept_without_outputs() -> None:
    assert [cell["id"] for cell in read()["cells"] if cell.get("outputs") or cell.get("execution_count")] == []


def test_every_cell_runs_and_shows_something(
    each_shipped: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(each_shipped, tmp_path, monkeypatch)
    notebook = read()

    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()

    texts = [shown(cell) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [at for at, text in enumerate(texts[:-1]) if not text] == []
    assert texts[-1] == ""
    whole = "\n".join(texts)
    assert f"<Lodestone on {each_shipped.store.engine}" in texts[0]
    assert "Which technologies of ai-hardware depend on NdFeB magnet made in China?" in whole
    assert re.search(r"share_of_world +Float64", whole)
    assert re.search(r"optional +boolean", whole)
    assert "Hard disk drive" in whole
    assert "Solid-state drive" in whole
    page = (tmp_path / "magnet.html").read_text(encoding="utf-8")
    assert "NdFeB magnet" in page
    assert REMOTE.search(re.sub(r"<!--.*?-->", "", page, flags=re.DOTALL)) is None


def test_the_snippet_of_the_page_on_notebooks_runs(
    each_shipped: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(each_shipped, tmp_path, monkeypatch)
    page = (TUTORIAL.parent / "notebooks.md").read_text(encoding="utf-8")
    exec(re.findall(r"```python\n(.+?)```", page, re.DOTALL)[0], {})  # noqa: S102 - the page's own code
    assert "technology:hard-disk-drive" in capsys.readouterr().out

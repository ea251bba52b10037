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


def test_it_is_kept_without_outputs() -> None:
    assert [cell["id"] for cell in read()["cells"] if cell.get("outputs") or cell.get("execution_count")] == []


def test_every_cell_runs_and_shows_something(
    each_shipped: Line, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_URI", each_shipped.server.uri)
    monkeypatch.setenv("NEO4J_USERNAME", each_shipped.server.username)
    monkeypatch.setenv("NEO4J_PASSWORD", each_shipped.server.password)
    monkeypatch.setenv("LODESTONE_DATA", str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
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

"""The pytest plugin as another project uses it, and that it costs nothing where nobody does."""

import os
import subprocess
import sys
from pathlib import Path

from kb.engine import Server

PROJECT = """
import neo4j

def test_their_own(lodestone_neo4j):
    server = lodestone_neo4j
    with neo4j.GraphDatabase.driver(server.uri, auth=(server.username, server.password)) as driver:
        records, _, _ = driver.execute_query("MATCH (b:Build) RETURN b.state AS state", database_=server.database)
    assert [record["state"] for record in records] == ["done"]
"""


def foreign_run(folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_theirs.py").write_text(PROJECT)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, env={**os.environ, **env}, capture_output=True, text=True, check=False)


def test_a_foreign_project_gets_the_shipped_graph(container_526: Server, tmp_path: Path) -> None:
    assert container_526  # there is Docker, and the image
    done = foreign_run(tmp_path)

    assert done.stdout.splitlines()[-1].startswith("1 passed"), done.stdout


def test_without_docker_it_says_so_in_a_sentence(tmp_path: Path) -> None:
    done = foreign_run(tmp_path, DOCKER_HOST="unix:///nowhere/docker.sock", LODESTONE_TEST_IMAGE="some/image")

    assert done.returncode == 1
    assert "lodestone_neo4j: No container of some/image can be started:" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_run_that_does_not_use_it_imports_nothing_for_it() -> None:
    heavy = {"docker", "duckdb", "kb", "loaders", "neo4j", "pandas", "testcontainers"}
    code = f"import sys, api.pytest_plugin; print({{name.split('.')[0] for name in sys.modules}} & {heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"

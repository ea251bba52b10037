"""docker-compose.yml: what it says, and that `docker compose up` ends with the API answering."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
import yaml

from api import pytest_plugin as plugin
from kb.engine import Server
from kb.engine.ports import two_free

ROOT = Path(__file__).parents[2]
UP_WITHIN = 600.0  # seconds


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
    return subprocess.run(words, cwd=ROOT, env={**kept, **env}, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def compose(not_here: Callable[[str], NoReturn]) -> list[str]:
    """Docker's own plugin, or the program of the years before it."""
    if shutil.which("docker") and run("docker", "compose", "version").returncode == 0:
        return ["docker", "compose"]
    if not shutil.which("docker-compose"):
        not_here("neither `docker compose` nor docker-compose is installed")
    return ["docker-compose"]


@pytest.fixture(scope="module")
def config(compose: list[str]) -> dict[str, Any]:
    done = run(*compose, "config", NEO4J_PASSWORD="a password")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = yaml.safe_load(done.stdout)
    return found


def test_it_asks_for_a_password(compose: list[str], tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    done = run(*compose, "--env-file", str(tmp_path / "empty"), "config")

    assert done.returncode != 0
    assert "copy .env.example to .env" in done.stderr


def test_every_port_is_this_machines_only(config: dict[str, Any]) -> None:
    ports = [port for service in config["services"].values() for port in service.get("ports", [])]
    hosts = [port["host_ip"] if isinstance(port, dict) else port.split(":")[0] for port in ports]

    assert hosts == ["127.0.0.1"] * 3


def test_neo4j_has_the_limits_of_the_managed_engine(config: dict[str, Any]) -> None:
    neo4j = config["services"]["neo4j"]
    sized = {name for name in plugin.settings() if "memory_heap" in name or "pagecache" in name}
    wanted = {name: value for name, value in plugin.settings().items() if name not in sized}

    assert {name: neo4j["environment"].get(name) for name in wanted} == wanted
    assert neo4j["image"] == plugin.IMAGE
    assert sized <= set(neo4j["environment"])


def test_the_api_waits_for_the_server_and_the_graph(config: dict[str, Any]) -> None:
    waits = {name: needed["condition"] for name, needed in config["services"]["api"]["depends_on"].items()}

    assert waits == {"neo4j": "service_healthy", "build": "service_completed_successfully"}


@pytest.fixture
def project(compose: list[str], container_526: Server) -> Iterator[tuple[list[str], dict[str, str]]]:
    """The command and the environment of a project of its own, gone afterwards with its volume and its image."""
    assert container_526  # there is Docker, and the image
    (bolt, http), (port, _) = two_free(), two_free()
    name = f"lodestone-test-{os.getpid()}"
    env = {
        "NEO4J_PASSWORD": secrets.token_hex(16), "LODESTONE_PORT": str(port), "NEO4J_BOLT_PORT": str(bolt),
        "NEO4J_HTTP_PORT": str(http), "LODESTONE_IMAGE": name, "LODESTONE_NEO4J_IMAGE": plugin.image(),
    }  # fmt: skip
    command = [*compose, "--project-name", name]
    yield command, env
    run(*command, "down", "--volumes", **env)
    run("docker", "image", "rm", "--force", name)


def test_up_ends_with_the_api_answering(project: tuple[list[str], dict[str, str]]) -> None:
    command, env = project
    build_image(env["LODESTONE_IMAGE"])

    up = run(*command, "up", "--detach", **env)
    logs = run(*command, "logs", **env).stdout if up.returncode else ""
    assert up.returncode == 0, f"{up.stderr[-2000:]}\n{logs[-4000:]}"
    health = answered(f"http://127.0.0.1:{env['LODESTONE_PORT']}/health")

    assert health["build"]["state"] == "done"
    assert "5.26" in health["engine"]
    user = run(*command, "exec", "-T", "api", "id", "-u", **env)
    assert user.stdout.strip() == "10001"


def build_image(tag: str) -> None:
    command = ["docker", "build", "--quiet", "--tag", tag]
    if base := os.environ.get("LODESTONE_TEST_PYTHON_IMAGE"):  # set where containers reach no network either
        command += ["--network", "host", "--build-arg", f"PYTHON_IMAGE={base}"]
    done = run(*command, ".")
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


def answered(url: str) -> Any:
    began = time.monotonic()
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310
                return json.load(answer)
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() - began > UP_WITHIN:
                raise
            time.sleep(1)

"""Renew the locks of Neo4j's jars with Maven (`make engine-lock`); no part of a running Lodestone uses it.

Maven resolves what the server, the database and Neo4j Browser need at run time; the result is checked for test
libraries, hashed and written beside this file. Maven takes its repository from its own settings.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from kb.engine.artifacts import lock_path

VERSIONS = {"2026": "2026.04.0", "5.26": "5.26.31"}
BROWSER = "5.15.0"
"""The newest release of Neo4j Browser that the repository has; both lines serve it."""

PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"

TEST_LIBRARY = re.compile(
    r"(^|[.:-])(tests?|junit|mockito|testcontainers|hamcrest|assertj|jmh|opentest4j|awaitility|jqwik)([.:-]|$)"
)
"""A jar that no running engine needs. Maven's run-time scope has let none through so far; this makes sure of it."""

_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>lodestone</groupId><artifactId>engine</artifactId><version>1</version>
  <dependencies>{}</dependencies>
</project>
"""


def main() -> None:
    for line, version in VERSIONS.items():
        with tempfile.TemporaryDirectory() as folder:
            rows = resolve(version, Path(folder))
        lock_path(line).write_text("\n".join([*_header(version), *rows, ""]), encoding="utf-8")
        print(f"{lock_path(line).name}: {len(rows)} jars of Neo4j {version}", file=sys.stderr)


def resolve(version: str, folder: Path) -> list[str]:
    """The rows of a lock: what Maven copies into `folder` for that release, less test libraries."""
    wanted = [
        f"org.neo4j.app:neo4j-server:{version}",
        f"org.neo4j:neo4j:{version}",
        f"org.neo4j.client:neo4j-browser:{BROWSER}",
    ]
    (folder / "pom.xml").write_text(_POM.format("".join(map(_dependency, wanted))), encoding="utf-8")
    jars = folder / "jars"
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={jars}", "-Dmdep.useRepositoryLayout=true"]
    subprocess.run(["mvn", "-q", "-B", PLUGIN, *options], cwd=folder, check=True)
    found = {coordinates(jar.relative_to(jars)): jar for jar in jars.rglob("*.jar")}
    return [
        f"{name} {hashlib.sha256(jar.read_bytes()).hexdigest()} {jar.stat().st_size}"
        for name, jar in sorted(found.items())
        if not TEST_LIBRARY.search(name)
    ]


def coordinates(path: Path) -> str:
    """`org/neo4j/neo4j/5.26.31/neo4j-5.26.31.jar` -> `org.neo4j:neo4j:5.26.31`, and a classifier where there is one."""
    *group, name, version, file = path.parts
    classifier = file.removeprefix(f"{name}-{version}").removesuffix(".jar").removeprefix("-")
    return ":".join(filter(None, [".".join(group), name, version, classifier]))


def _dependency(name: str) -> str:
    group, artifact, version = name.split(":")
    return (
        f"<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
        f"<version>{version}</version></dependency>"
    )


def _header(version: str) -> list[str]:
    return [
        f"# The jars of Neo4j Community {version} with Neo4j Browser {BROWSER}, at run time.",
        f"# Made by `python -m kb.engine.lock`, which asks Maven ({PLUGIN}, scope runtime).",
        "# group:artifact:version[:classifier] sha256 size",
    ]


if __name__ == "__main__":
    main()

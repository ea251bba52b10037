"""Builds stand-ins for two official images where no registry of images answers (`python build.py`).

    lodestone-test/python:3.11       for python:…-slim, below the Dockerfile: Debian with Python
    lodestone-test/neo4j:5.26.31     for neo4j:5.26.31-community: the same with Java 17 and the very jars of
                                     kb/engine/neo4j-5.26.lock, checked against that lock

They are for tests only, and their names say so, lest anybody take them for the official ones. Debian comes by
debootstrap from the mirror that apt uses; `entrypoint.sh` keeps the conventions of the official image of Neo4j. Needs
root, debootstrap and a Docker engine; two minutes. The last lines of the output name the images, as shell variables.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from kb.engine.artifacts import fetch, read_lock
from kb.settings import Settings

LINE = "5.26"
SUITE = "bookworm"
PACKAGES = "ca-certificates,openjdk-17-jre-headless,python3,python3-venv,wget"
INDEX = "Created-By: Packages", "Component: main", f"Codename: {SUITE}"
PYTHON = "lodestone-test/python:3.11"
CHANGES = ('ENTRYPOINT ["/entrypoint.sh"]', "EXPOSE 7474 7687", "VOLUME /data", "WORKDIR /var/lib/neo4j")
LEFT_OUT = [f"./{path}/*" for path in ("var/cache/apt", "var/lib/apt/lists", "usr/share/doc", "usr/share/man")]
AUTHORITIES = "etc/ssl/certs/ca-certificates.crt"


def main() -> None:
    lock = read_lock(LINE)
    tag = f"lodestone-test/neo4j:{lock.version}"
    jars = fetch(lock, Settings.read())
    with tempfile.TemporaryDirectory(prefix="lodestone-image-") as folder:
        root = Path(folder) / "root"
        debian(root, Path(folder) / "debootstrap.log")
        pack(root, PYTHON)
        neo4j(root, jars)
        pack(root, tag, *CHANGES)
    print(f"{PYTHON}: Debian {SUITE} with {PACKAGES}")
    print(f"{tag}: the same with Neo4j {lock.version}, {len(jars)} jars of neo4j-{LINE}.lock")
    print(f"LODESTONE_TEST_IMAGE={tag}")
    print(f"LODESTONE_TEST_PYTHON_IMAGE={PYTHON}")


def debian(root: Path, log: Path) -> None:
    command = ["debootstrap", "--variant=minbase", f"--include={PACKAGES}", SUITE, str(root), *mirror()]
    with log.open("wb") as said:
        done = subprocess.run(command, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        sys.exit(f"debootstrap failed:\n{log.read_text(errors='replace')[-2000:]}")
    if (ours := Path("/", AUTHORITIES)).exists():  # those that this machine trusts for its registries
        shutil.copyfile(ours, root / AUTHORITIES)


def mirror() -> list[str]:
    """The address that apt has for this suite; debootstrap's own default where apt has none."""
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", *INDEX]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.splitlines()[:1]


def neo4j(root: Path, jars: list[Path]) -> None:
    home = root / "var/lib/neo4j"
    for folder in (home / "lib", home / "conf", home / "run", root / "data", root / "logs"):
        folder.mkdir(parents=True)
    for jar in jars:
        shutil.copyfile(jar, home / "lib" / jar.name)  # the jars at home may be their owner's only; here all can read
    shutil.copyfile(Path(__file__).with_name("entrypoint.sh"), root / "entrypoint.sh")
    (root / "entrypoint.sh").chmod(0o755)


def pack(root: Path, tag: str, *changes: str) -> None:
    options = [word for change in changes for word in ("--change", change)]
    archive = ["tar", "-C", str(root), "--numeric-owner", *(f"--exclude={path}" for path in LEFT_OUT), "-c", "."]
    with subprocess.Popen(archive, stdout=subprocess.PIPE) as tar:
        command = ["docker", "import", *options, "-", tag]
        subprocess.run(command, stdin=tar.stdout, stdout=subprocess.DEVNULL, check=True)
    if tar.returncode:
        sys.exit(f"tar ended with {tar.returncode}")


if __name__ == "__main__":
    main()

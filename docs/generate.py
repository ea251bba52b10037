"""`python -m docs.generate` writes the pages that follow from the code; with --check it names those that are stale."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from docs.coverage_page import coverage_page
from docs.phrasings_page import phrasings_page
from docs.questions_page import questions_page
from docs.schema_page import schema_page
from docs.sources_page import sources_page
from kb.errors import LodestoneError

HERE = Path(__file__).parent
PAGES: Mapping[str, Callable[[], str]] = {
    "schema.md": schema_page,
    "coverage.md": coverage_page,
    "questions.md": questions_page,
    "phrasings.md": phrasings_page,
    "sources.md": sources_page,
}


def stale(folder: Path = HERE) -> list[str]:
    """Names of the pages in the folder that are missing or not what would be written now."""
    return [name for name, text in PAGES.items() if _held(folder / name) != text()]


def write(folder: Path = HERE) -> list[str]:
    """Write every page that is stale, and name it."""
    names = stale(folder)
    for name in names:
        (folder / name).write_text(PAGES[name](), encoding="utf-8", newline="\n")
    return names


def main() -> int:
    parser = argparse.ArgumentParser("python -m docs.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name the pages that are stale")
    check = parser.parse_args().check
    try:
        names = stale() if check else write()
    except LodestoneError as error:
        print(f"docs: {error}", file=sys.stderr)
        return error.exit_code
    if not check:
        done = f"wrote {', '.join(names)}" if names else "every page is up to date"
        print(f"docs: {done}")
        return 0
    for name in names:
        print(f"docs/{name} is stale; `make docs` writes it anew.", file=sys.stderr)
    return 1 if names else 0


def _held(path: Path) -> str | None:
    return path.read_bytes().decode("utf-8") if path.exists() else None


if __name__ == "__main__":
    sys.exit(main())

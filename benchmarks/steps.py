"""What `make run` does after the install, step by step, timed; run by the Python of a fresh environment.

It is a script, not a module of the package, so that it imports the Lodestone that is installed there.
"""

from __future__ import annotations

import json
import time


def main() -> dict[str, float]:
    """Seconds of every step, in order."""
    taken: dict[str, float] = {}
    last = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal last
        taken[name], last = time.perf_counter() - last, time.perf_counter()

    from api.answers import answer
    from api.commands.building import built
    from api.commands.tour import MAIN
    from api.terminal import Progress
    from kb.engine import server
    from kb.engine.artifacts import fetch, read_lock
    from kb.settings import Settings
    from kb.store import Store

    settings = Settings.read()
    lap("import")
    fetch(read_lock(settings.line), settings)
    lap("fetch")
    where = server(settings)
    lap("start")
    with Store(where) as store:
        with Progress() as progress:
            built(store, settings, progress)
        lap("build")
        answer(store, MAIN, {})
        lap("answer")
    return taken


if __name__ == "__main__":
    print(json.dumps(main()))

"""`tour` (what `make run` calls): start Neo4j, build the graph, answer the main question, and say what to try next."""

from __future__ import annotations

import time

from api.terminal import Progress, say
from kb.settings import Settings

MAIN = "technologies_depending_on"
PATIENCE = 180.0  # seconds for the main question: a first run may share its machine with much else
NEXT = (
    "lodestone questions",
    "lodestone evidence country:CHN material:ndfeb-magnet",
    'lodestone cypher "MATCH (c:Country)-[:PRODUCES]->(m) RETURN c.name, count(*) AS n ORDER BY n DESC LIMIT 5"',
)


def tour() -> None:
    """Start the engine, build the graph, answer the main question."""
    from api.answers import answer
    from api.commands.building import built, show_report
    from api.tables import show_answer
    from kb.engine import server
    from kb.store import Limits, Store

    settings = Settings.read()
    began = time.monotonic()
    with Progress() as progress:
        where = server(settings, progress)
    engine_seconds, parts = time.monotonic() - began, progress.seconds
    with Store(where) as store:
        with Progress() as progress:
            report = built(store, settings, progress)
        build_seconds = time.monotonic() - began - engine_seconds
        say("What was built", style="bold")
        show_report(report)
        say()
        asked = time.monotonic()
        with Progress() as progress:
            progress("asking the main question", 0, 0)
            found = answer(store, MAIN, {}, Limits(seconds=PATIENCE))
        show_answer(found)
        answer_seconds = time.monotonic() - asked
    say()
    say("Time taken", style="bold")
    started = ", ".join(f"{what} {seconds:.1f} s" for what, seconds in parts.items())
    engine = f"external: {settings.uri}" if settings.uri else started or "already running"
    _pairs(
        [
            ("engine", f"{engine_seconds:.1f} s ({engine})"),
            ("build", f"{build_seconds:.1f} s"),
            ("answer", f"{answer_seconds:.1f} s"),
        ]
    )
    say()
    say("Neo4j Browser", style="bold")
    _browser(settings, where.browser)
    say()
    say("Try next", style="bold")
    for command in NEXT:
        say(f"  {command}")


def _browser(settings: Settings, page: str | None) -> None:
    from kb.engine import managed

    if page is None:
        _pairs(
            [("page", f"the one of your server, {settings.uri}"), ("user", settings.username), ("password", "yours")]
        )
        return
    secret = f"lodestone engine browse --show-password (kept in {managed.password_file(settings)})"
    _pairs([("page", page), ("user", "neo4j"), ("password", secret)])


def _pairs(rows: list[tuple[str, str]]) -> None:
    from api.tables import show_pairs

    show_pairs(rows)

"""`build` and `status`: make the graph, and say what there is; the counts come from the build's own report."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.options import FormatOption, opened
from api.formats import Format, write_csv, write_json
from kb import schema
from kb.errors import BadInput
from kb.settings import Settings

if TYPE_CHECKING:
    from api.terminal import Progress
    from kb.build import Report
    from kb.store import Store


Allow = Annotated[list[str] | None, typer.Option(
    "--allow", metavar="TERMS",
    help="Let sources of these terms into the graph: non-commercial, share-alike. The build records it.")]  # fmt: skip


def terms(allow: list[str] | None) -> frozenset[str]:
    """The terms that --allow names. Raises BadInput for any that is no switch."""
    for each in allow or ():
        if each not in schema.SWITCHED:
            raise BadInput(f"--allow {each!r}: it takes {' or '.join(sorted(schema.SWITCHED))}.")
    return frozenset(allow or ())


def build(allow: Allow = None, format_: FormatOption = Format.table) -> None:
    """Build the graph from curated tables and loaded releases; a second run with nothing new changes nothing."""
    from api.terminal import Progress

    settings = Settings.read()
    with opened(settings) as store, Progress() as progress:
        report = built(store, settings, progress, terms(allow))
    row = {
        "build": report.id,
        "changed": report.changed,
        **report.counts,
        "swept": report.swept,
        "left_out": dict(report.left_out),
        "merged": len(report.merged),
        "candidates": report.candidates,
        "seconds": round(report.seconds, 2),
    }
    match format_:
        case Format.json:
            write_json(row)
        case Format.csv:
            write_csv(list(row), [row])
        case Format.table:
            show_report(report)


def built(store: Store, settings: Settings, progress: Progress, allow: frozenset[str] = frozenset()) -> Report:
    """Read the tables into claim files, then conclude and write."""
    from kb.build import build as write
    from loaders.run import load_curated

    progress("reading the curated tables", 0, 0)
    load_curated(settings.data / "claims")
    progress("concluding facts from claims", 0, 0)
    return write(store, settings, lambda _, done, total: progress("writing the graph", done, total), allow)


def show_report(report: Report) -> None:
    from api.terminal import say

    show_counts(report.counts)
    what = f"Built {report.id}" if report.changed else f"Nothing changed: the graph already holds build {report.id}"
    swept = f"; {report.swept:,} things that no longer hold were removed" if report.swept else ""
    say(f"{what}{swept} ({report.seconds:.1f} s).")
    for source, lacking in report.left_out.items():
        say(f"Left out: {source}, whose terms are {lacking}; --allow {lacking} takes it in.")
    if report.merged:
        say(f"{len(report.merged):,} ids mean one of another source; `lodestone identities` tells which and why.")
    if report.candidates:
        say(f"{report.candidates:,} more pairs may be one; `lodestone identities --candidates` lists them.")


def show_counts(counts: Mapping[str, Any]) -> None:
    """Counts by label and by relationship, and of sources, claims and disputed facts."""
    from api.tables import show_pairs

    nodes, types = counts["nodes"], counts["relationships"]
    show_pairs([
        ("entities", f"{sum(nodes.values()):,}: {_listed(nodes)}"),
        ("facts", f"{sum(types.values()):,}: {_listed(types)}"),
        ("claims", f"{counts['claims']:,}; {counts.get('absent', 0):,} of them say that something is not so"),
        ("sources", f"{counts['sources']:,}"),
        ("disputed", f"{counts['disputed']:,} facts on which sources exclude each other"),
    ])  # fmt: skip


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{name} {count:,}" for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    )


def status(format_: FormatOption = Format.table) -> None:
    """Show the engine, the build and its counts; starts nothing."""
    found = _status(Settings.read())
    match format_:
        case Format.json:
            write_json(found)
        case Format.csv:
            write_csv(["key", "value"], [{"key": key, "value": value} for key, value in found.items()])
        case Format.table:
            _show_status(found)


def _status(settings: Settings) -> dict[str, Any]:
    from dataclasses import asdict

    from kb import cypher
    from kb.engine import managed, server
    from kb.store import Store

    engine = None if settings.uri else managed.status(settings)
    found: dict[str, Any] = {
        "uri": settings.uri,
        "managed": asdict(engine) if engine else None,
        "engine": None,
        "builds": [],
    }
    if engine is not None and engine.state != "running":
        return found
    with Store(server(settings)) as store:
        found["engine"] = store.engine
        found["builds"] = [{**row, "counts": json.loads(row["counts"] or "{}")} for row in store.rows(cypher.BUILDS)]
    return found


def _show_status(found: dict[str, Any]) -> None:
    from api.commands.engine import lines
    from api.tables import show_pairs
    from api.terminal import say
    from kb.engine.managed import Status

    say("Engine", style="bold")
    own = found["managed"]
    show_pairs(lines(Status(**own)) if own else [("engine", found["engine"]), ("server", found["uri"])])
    say()
    say("Graph", style="bold")
    if found["engine"] is None:
        say("  The engine does not run, so the graph was not looked at; any command that reads it starts the engine.")
        return
    for build in found["builds"]:
        show_pairs([("build", f"{build['id']}, {build['state']}, {build['finished'] or build['touched']}")])
        show_counts(build["counts"])
    if not found["builds"]:
        say("  It is empty; run lodestone build.")
    if any(build["state"] == "writing" for build in found["builds"]):
        say("  A build is writing, or died: lodestone build repairs the graph.")

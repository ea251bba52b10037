"""`check` and `diff`: the gate for facts, and what changed between two builds; neither needs a server."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from api.commands.options import FormatOption
from api.formats import Format, write_csv, write_json
from kb.settings import Settings

MOST = 50


def check(
    folder: Annotated[Path | None, typer.Argument(help="A folder of tables; the shipped ones by default.")] = None,
    fix_order: Annotated[bool, typer.Option("--fix-order", help="First sort every table canonically.")] = False,
    format_: FormatOption = Format.table,
) -> None:
    """Check the curated tables: every breach with file, row and remedy; exits with 1 when there is one.

    For example:
      lodestone check
      lodestone check --fix-order
    """
    from api.terminal import note, say
    from loaders.curated import checks
    from loaders.run import CURATED

    tables = folder or CURATED / "tables"
    if not tables.is_dir():
        raise typer.BadParameter(f"{tables} is no folder of tables.")
    if fix_order:
        changed = checks.fix_order(tables)
        note(f"Sorted: {', '.join(changed)}." if changed else "Every table was in order.")
    report = checks.check(tables)
    match format_:
        case Format.json:
            write_json(asdict(report))
        case Format.csv:
            write_csv(["problem"], [{"problem": problem} for problem in report.problems])
        case Format.table:
            for problem in report.problems[:MOST]:
                say(problem)
            if len(report.problems) > MOST:
                say(f"… and {len(report.problems) - MOST} more; --format csv lists them all.")
            rows = ", ".join(f"{name} {count:,}" for name, count in report.rows.items())
            say(f"{sum(report.rows.values()):,} rows: {rows}")
            say(f"{len(report.problems):,} problems." if report.problems else "No problems.")
    if report.problems:
        raise typer.Exit(1)


def diff(
    before: Annotated[
        str, typer.Argument(help="A build id, or the beginning of one; `-` for the one before the last.")
    ],
    after: Annotated[str | None, typer.Argument(help="Another; the last build by default.")] = None,
    format_: FormatOption = Format.table,
) -> None:
    """Compare two builds: facts added, removed, with another figure or chosen claim, and the claims that caused it.

    The last 20 builds of this checkout are kept. For example:
      lodestone diff -
      lodestone diff 7f3a91 c0ffee --format csv
    """
    from api.terminal import say
    from kb import history

    settings = Settings.read()
    kept = history.kept(settings)
    first = kept[1] if before == "-" and len(kept) > 1 else before
    with (
        history.conclusion(settings, first) as old,
        history.conclusion(settings, after or (kept[0] if kept else "")) as new,
    ):
        changes = [asdict(change) for change in history.compare(old, new)]
    match format_:
        case Format.json:
            write_json(changes)
        case Format.csv:
            write_csv(list(history.Change.__dataclass_fields__), [{**row, **_flat(row)} for row in changes])
        case Format.table:
            for row in changes[:MOST]:
                say(f"{row['kind']:<10} {row['start']} {row['type']} {row['end']}{_figures(row)}")
            if len(changes) > MOST:
                say(f"… and {len(changes) - MOST} more; --format csv lists them all.")
            kinds = {kind: sum(row["kind"] == kind for row in changes) for kind in sorted({r["kind"] for r in changes})}
            say(
                ", ".join(f"{count:,} {kind}" for kind, count in kinds.items()) or "The two builds hold the same facts."
            )


def _figures(row: dict[str, Any]) -> str:
    sides = [_words(row[side]) for side in ("before", "after")]
    if row["kind"] in ("added", "removed"):
        shown = next((side for side in sides if side), "")
        return f": {shown}" if shown else ""
    return f": {sides[0] or 'no figure'} -> {sides[1] or 'no figure'}" if sides[0] != sides[1] else ""


def _words(figure: dict[str, Any]) -> str:
    bounds = "-".join(f"{figure[name]:g}" for name in ("low", "high") if name in figure)
    number = f"{figure['value']:g}" if "value" in figure else bounds or str(figure.get("words", ""))
    return " ".join(part for part in (number, str(figure.get("unit", ""))) if part)


def _flat(row: dict[str, Any]) -> dict[str, str]:
    return {side: "; ".join(f"{name}={value}" for name, value in row[side].items()) for side in ("before", "after")}

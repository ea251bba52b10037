"""`fetch`, `load`, `unload`, `families`: files of a source family into the graph, every row accounted for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.commands.building import Allow, built, show_report, terms
from api.commands.options import FormatOption, opened
from api.formats import Format, write_csv, write_json
from kb import schema
from kb.errors import BadInput, did_you_mean
from kb.settings import Settings

if TYPE_CHECKING:
    from loaders.load import Loaded

MOST = 8
"""As many reasons and differences are told; the files named beside them have all."""


def load(
    family: Annotated[str, typer.Argument(help="The family of the files; `lodestone families` lists them.")],
    paths: Annotated[list[Path], typer.Argument(help="Its files as published, or folders that hold them.")],
    release: Annotated[str | None, typer.Option(help="Refuse files of any other release.")] = None,
    build: Annotated[bool, typer.Option("--build/--no-build", help="Build the graph afterwards.")] = True,
    allow: Allow = None,
    format_: FormatOption = Format.table,
) -> None:
    """Load a source family's files: recognise the release, account for every row, build the graph.

    Loading a release again replaces it; other releases stay, and the newest gives the figure. For example:
      lodestone load usgs-mcs MCS2026_Commodities_Data.csv
      lodestone load eto chips/ --allow non-commercial
    """
    from api.terminal import Progress
    from loaders.family import family as known
    from loaders.load import load as read

    settings = Settings.read()
    allowed = terms(allow)
    needed = known(family).source.terms
    if build and needed in schema.SWITCHED and needed not in allowed:
        raise BadInput(
            f"{family} is under {known(family).source.licence}, so it needs the switch --allow {needed} "
            "(--no-build only writes its claim file)."
        )
    with Progress() as progress:
        done = read(family, paths, settings.data, lambda what, rows: progress(f"reading {what}", rows, 0), only=release)
    if format_ is not Format.table:
        rows = [_row(each) for each in done]
        write_json(rows) if format_ is Format.json else write_csv(list(rows[0]), rows)
    else:
        for each in done:
            show(each)
    if build:
        with opened(settings) as store, Progress() as progress:
            report = built(store, settings, progress, allowed)
        if format_ is Format.table:
            show_report(report)


def fetch(
    family: Annotated[str, typer.Argument(help="The family; `lodestone families` lists them.")],
    release: Annotated[
        str | None, typer.Option(help="The release; the newest whose address is known by default.")
    ] = None,
    format_: FormatOption = Format.table,
) -> None:
    """Fetch the files of a release from its publisher, checked, and say how to load them.

    Files are kept and not fetched twice; one that broke off goes on where it did. For example:
      lodestone fetch usgs-mcs --release 2026
    """
    from api.terminal import Progress, say
    from loaders.fetch import fetch as get
    from loaders.fetch import release_of

    settings = Settings.read()
    label, known = release_of(family, release)
    with Progress() as progress:
        found = get(
            family, label, known, settings.home, lambda name, done, total: progress(f"fetching {name}", done, total)
        )
    rows = [
        {"file": each.path, "sha256": each.sha256, "cached": each.cached, "verified": each.verified} for each in found
    ]
    match format_:
        case Format.json:
            write_json(rows)
        case Format.csv:
            write_csv(list(rows[0]), rows)
        case Format.table:
            for each in found:
                how = "was here" if each.cached else "fetched"
                known_sum = "of the known checksum" if each.verified else f"SHA-256 {each.sha256}, no checksum is known"
                say(f"{each.path} ({how}; {known_sum})")
            say(f"Now run: lodestone load {family} {found[0].path.parent}")


def unload(
    source: Annotated[str, typer.Argument(help="A loaded release, for example usgs-mcs-2025.")],
    build: Annotated[bool, typer.Option("--build/--no-build", help="Build the graph afterwards.")] = True,
    allow: Allow = None,
) -> None:
    """Take a loaded release out again: its claim file goes, and the graph is built without it."""
    from api.terminal import Progress, say
    from loaders.load import forget, loaded

    settings = Settings.read()
    known = loaded(settings.data)
    if source not in known:
        raise BadInput(
            f"no loaded release {source!r}.{did_you_mean(source, known)} Loaded: {', '.join(known) or 'none'}."
        )
    forget(source, settings.data)
    say(f"{source} is taken out.")
    if build:
        with opened(settings) as store, Progress() as progress:
            show_report(built(store, settings, progress, terms(allow)))


def families(format_: FormatOption = Format.table) -> None:
    """List the source families that can be loaded, their licence, and which releases are loaded here."""
    from api.terminal import say
    from loaders.family import families as known
    from loaders.load import loaded

    here = loaded(Settings.read().data)
    rows: list[dict[str, Any]] = [
        {
            "family": id_,
            "title": family.source.title,
            "publisher": family.source.publisher,
            "licence": family.source.licence,
            "terms": family.source.terms,
            "loaded": [source for source, told in here.items() if told["family"] == id_],
        }
        for id_, family in known().items()
    ]
    match format_:
        case Format.json:
            write_json(rows)
        case Format.csv:
            write_csv(list(rows[0]), [{**row, "loaded": "; ".join(row["loaded"])} for row in rows])
        case Format.table:
            for row in rows:
                say(f"{row['family']:<18} {row['title']}, {row['publisher']}")
                bound = f"; {row['terms']}: {schema.TERMS[row['terms']]}" if row["terms"] else ""
                say(f"{'':<18} licence: {row['licence']}{bound}")
                if row["loaded"]:
                    say(f"{'':<18} loaded: {', '.join(row['loaded'])}")


def show(loaded: Loaded) -> None:
    """What became of every row of one release."""
    from api.tables import show_pairs
    from api.terminal import say

    ignored, quarantined = sum(loaded.ignored.values()), sum(loaded.quarantined.values())
    say(f"{loaded.source.id}: {loaded.source.title}", style="bold")
    pairs = [
        (
            "rows",
            f"{loaded.rows:,} = {loaded.claiming:,} with claims + {ignored:,} ignored + {quarantined:,} quarantined",
        ),
        (
            "claims",
            f"{loaded.claims:,} written; {loaded.repeated:,} said again, {loaded.torn:,} contradicted in one file",
        ),
    ]
    pairs += [("ignored", f"{count:,}: {reason}") for reason, count in loaded.ignored.most_common(MOST)]
    pairs += [("quarantined", f"{count:,}: {reason}") for reason, count in loaded.quarantined.most_common(MOST)]
    if loaded.quarantine:
        pairs.append(("", f"all rows that were set aside: {loaded.quarantine}"))
    if loaded.totals:
        off = [total for total in loaded.totals if not total.agrees]
        pairs.append(("totals", f"{len(loaded.totals) - len(off):,} of {len(loaded.totals):,} agree with their parts"))
        pairs += [
            ("", f"{each.what}: {each.published:,.10g} published, {each.parts:,.10g} added up, {each.unit}")
            for each in sorted(off, key=lambda each: -abs(each.published - each.parts) / (abs(each.published) or 1))[
                :MOST
            ]
        ]
    show_pairs([*pairs, *(("note", text) for text in loaded.notes)])


def _row(loaded: Loaded) -> dict[str, Any]:
    return json.loads(loaded.json())  # type: ignore[no-any-return]

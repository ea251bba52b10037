"""Shows answers and lists to people: a table that fits the terminal, its legend, coverage and numbered sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from api import layout
from api.cells import name_of, number, plain
from api.folding import Shown, best_of_each, folded
from api.references import References
from api.terminal import console, harmless, note, say
from queries.catalogue import Question, question

if TYPE_CHECKING:
    from queries.answer import Answer
    from queries.exposure import Exposure

_COVERAGE = {"stated_absent": "Stated absent", "no_route": "No route known", "no_data": "No data"}


def show_answer(answer: Answer, *, every: bool = False) -> None:
    """The whole answer as a person reads it: the best route of each and no details, unless `every` one is wanted."""
    asked = question(answer.name)
    rows = answer.rows if every else best_of_each(answer.rows, asked)
    references = References(answer.claims, answer.sources)
    about = [f"as of {answer.as_of}" if answer.as_of else "", f"build {(answer.build or {}).get('id')}", answer.engine]
    say(answer.question, style="bold")
    say(" · ".join(filter(None, about)), style="dim")
    say()
    columns, remarks = folded(replace(answer, rows=rows), asked, references, every=every)
    show(columns)
    if not answer.rows:
        say("No rows: nothing that is documented answers this.")
    legend = [*_legend(answer, asked), *remarks]
    if legend:
        say()
        show_pairs(legend)
    if len(rows) < len(answer.rows):
        say()
        say(f"{len(rows)} of {len(answer.rows)} rows: the best route of each; --all shows every route.")
    details = [column.name.replace("_", " ") for column in asked.columns.values() if column.detail]
    if rows and details and not every:
        say()
        say(f"--all shows more of each: {', '.join(details)}.")
    _coverage(answer)
    _differences(answer)
    show_sources(references)
    caution(answer)


def show_exposure(found: Exposure, *, every: bool = False) -> None:
    """What the lines of a list depend on; unless `every` row is wanted, the stage with the largest share of each
    line and mineral."""
    answer = found.answer
    rows = answer.rows
    if not every:
        largest: dict[tuple[int, str], dict[str, Any]] = {}
        for row in sorted(rows, key=lambda row: -(row["share_of_world"] or row["share_low"] or 0.0)):
            largest.setdefault((row["line"], row["mineral"]), row)
        kept = {id(row) for row in largest.values()}
        rows = [row for row in rows if id(row) in kept]
    references = References(answer.claims, answer.sources)
    say(answer.question, style="bold")
    say()
    columns, remarks = folded(replace(answer, rows=rows), found.asked, references)
    show(columns)
    if remarks:
        say()
        show_pairs(remarks)
    if len(rows) < len(answer.rows):
        say()
        say(f"{len(rows)} of {len(answer.rows)} rows: the stage with the largest share; --all shows every stage.")
    said = [(f"line {line}", f"nothing is documented beneath {id_}") for line, id_ in found.bare.items()]
    said += [(f"line {line}", why) for line, why in found.unknown.items()]
    if said:
        say()
        show_pairs(said)
    show_sources(references)
    caution(answer)


def caution(answer: Answer) -> None:
    """What a reader of any format must be told: truncated rows, an unfinished build."""
    if answer.truncated:
        raised = (
            f"-p limit={min(10_000, 2 * answer.params['limit'])}" if "limit" in answer.params else "a narrower question"
        )
        note(f"Truncated: there are more rows than these {len(answer.rows)}; {raised} shows more.")
    if answer.build and answer.build["state"] != "done":
        note("Warning: a build was writing while this was read; ask again when it is done (lodestone status).")


def show(columns: Sequence[Shown]) -> None:
    """Columns as a table; where a terminal is too narrow for them, as blocks of a line a cell."""
    if not columns or not columns[0].texts:
        return
    out = console()
    grid = layout.grid([column.lines() for column in columns], out.width)
    if grid is None:
        _blocks(columns)
        return
    header, *rows = grid
    for line in header:
        out.print(harmless(line), style="bold", soft_wrap=True)
    for line in (line for row in rows for line in row):
        out.print(harmless(line), soft_wrap=True)


def _blocks(columns: Sequence[Shown]) -> None:
    for at in range(len(columns[0].texts)):
        show_pairs((column.header, column.texts[at]) for column in columns if column.texts[at])
        say()


def show_rows(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> None:
    """A plain list of records under these columns; empty columns are left out."""
    rows = list(rows)
    columns = [Shown(name, [plain(row.get(name)) for row in rows], right=_numeric(rows, name)) for name in names]
    show([column for column in columns if any(column.texts)])


def show_sources(references: References) -> None:
    if references:
        say()
        say("Sources", style="bold")
        show_pairs(references.lines())


def show_pairs(pairs: Iterable[tuple[str, str]]) -> None:
    """A word and what belongs to it, a pair a line."""
    pairs = list(pairs)
    out = console()
    indent = max((len(left) for left, _ in pairs), default=0) + 4
    for left, right in pairs:
        for line in layout.hanging(left, right, indent, out.width):
            out.print(harmless(line), soft_wrap=True)


def _numeric(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    values = [row.get(name) for row in rows if row.get(name) is not None]
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _legend(answer: Answer, asked: Question) -> list[tuple[str, str]]:
    """The meanings of the words that stand in the rows, from the columns' own descriptions."""
    return [
        (column.name.replace("_", " "), column.about)
        for column in asked.columns.values()
        if column.type in ("text", "grade") and ":" in column.about and any(row.get(column.name) for row in answer.rows)
    ]


def _coverage(answer: Answer) -> None:
    looked_at = len(answer.coverage.get("looked_at", ()))
    if not looked_at:
        return
    say()
    say(f"Coverage: {len(answer.coverage['with_route'])} of {looked_at} looked at have an answer.")
    show_pairs(
        (f"{words} ({len(ids)})", ", ".join(name_of(id_, answer.entities) for id_ in ids))
        for name, words in _COVERAGE.items()
        if (ids := answer.coverage.get(name))
    )


def _differences(answer: Answer) -> None:
    """Where sources give figures that exclude each other for one and the same thing, and how to read them all."""
    found = list(differences(answer))
    if found:
        say()
        say("Sources differ", style="bold")
        for said, command in found:
            say(f"  {said}:")
            console().print(harmless(f"    {command}"), soft_wrap=True)  # whole, so that it can be copied


def differences(answer: Answer) -> Iterator[tuple[str, str]]:
    """The figures that the graph marks as disputed among the claims of an answer, and the command that shows every
    claim about them."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for claim in answer.claims.values():
        if claim.get("comparable"):
            groups.setdefault(claim["comparable"], []).append(claim)
    for claims in groups.values():
        seen = sorted(
            {claim[name] for claim in claims for name in ("value", "low", "high") if claim.get(name) is not None}
        )
        if len(claims) > 1:
            start, end = claims[0]["start"], claims[0]["end"]
            period = f", {claims[0]['period']}" if claims[0].get("period") else ""
            yield (
                f"{name_of(start, answer.entities)}, {name_of(end, answer.entities)}: "
                f"{claims[0].get('measure') or 'figure'}{period}: "
                f"{number(seen[0])}–{number(seen[-1])} {claims[0].get('unit') or ''}".strip(),
                f"lodestone evidence {start} {end}",
            )

"""`find`, `show` and `sources`: what the graph holds, looked up by name or id."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from api.commands.options import FormatOption, opened
from api.formats import Format, write_csv, write_json

_SOURCE_COLUMNS = ["id", "claims", "kind", "title", "publisher", "published", "url", "licence", "note"]
_FOUND_COLUMNS = ["id", "name", "label", "by", "matched", "likeness"]
_FACT_COLUMNS = ["type", "start", "end", "measure", "stage", "period", "value", "low", "high", "unit", "basis", "words",
                 "status", "grade", "disputed", "claims"]  # fmt: skip
_OWN = ("name", "aliases", "kind", "domain", "attributed_to", "latitude", "longitude", "identifiers")


def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="An id, name, alias or ISO code.")],
    format_: FormatOption = Format.table,
    limit: Annotated[int, typer.Option(min=1, help="Most facts in the table.")] = 200,
) -> None:
    """Show an entity: what it is, its facts with their sources, and what is stated not to be so.

    For example:
      lodestone show CHN
      lodestone show "hard disk drive"
      lodestone show material:ndfeb-magnet --format json
    """
    from queries.lookup import entity

    with opened() as store:
        found = entity(store, id_)
    match format_:
        case Format.json:
            write_json(found)
        case Format.csv:
            write_csv(_FACT_COLUMNS, found["facts"])
        case Format.table:
            _show_entity(found, limit)


def find(
    text: Annotated[str, typer.Argument(help="A name, a part of it, an id, code or identifier; slips are forgiven.")],
    label: Annotated[
        list[str] | None, typer.Option("--label", "-l", help="Only these labels; repeat for more.")
    ] = None,
    format_: FormatOption = Format.table,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Most entities.")] = 10,
) -> None:
    """Find entities by name, alias, code or identifier; near spellings come after what the text means exactly.

    For example:
      lodestone find neodimium
      lodestone find "mountain pas" --label Facility
    """
    from queries.lookup import search

    with opened() as store:
        found = [one.as_dict() for one in search(store, text, label or (), limit)]
    match format_:
        case Format.json:
            write_json(found)
        case Format.csv:
            write_csv(_FOUND_COLUMNS, found)
        case Format.table:
            from api.tables import show_rows
            from api.terminal import note

            if not found:
                note("Nothing is called so, nor nearly so.")
            show_rows(found, _FOUND_COLUMNS)


def sources(format_: FormatOption = Format.table) -> None:
    """List the sources, with how many claims were read from each."""
    from queries.lookup import sources as all_sources

    with opened() as store:
        found = all_sources(store)
    match format_:
        case Format.json:
            write_json(found)
        case Format.csv:
            write_csv(_SOURCE_COLUMNS, found)
        case Format.table:
            from api.tables import show_rows

            show_rows(found, ["id", "claims", "kind", "title", "publisher", "published"])


def _show_entity(found: dict[str, Any], limit: int) -> None:
    from api.references import References
    from api.tables import show_pairs, show_sources
    from api.terminal import note, say

    entity, names = found["entity"], found["entities"]
    references = References(found["claims"], found["sources"])
    say(str(entity["name"]), style="bold")
    about = [
        entity["label"],
        entity["id"],
        f"grade {entity.get('grade', '-')}",
        references.marks(entity.get("claims", [])),
    ]
    say(" · ".join(filter(None, about)), style="dim")
    show_pairs(
        (name.replace("_", " "), ", ".join(value) if isinstance(value, list) else str(value))
        for name in _OWN[1:]
        if (value := entity.get(name))
    )
    facts = found["facts"]
    for type_ in dict.fromkeys(fact["type"] for fact in facts[:limit]):
        say()
        say(type_.replace("_", " ").capitalize(), style="bold")
        _show_facts([fact for fact in facts[:limit] if fact["type"] == type_], entity["id"], names, references)
    if absent := [claim for claim in found["claims"].values() if claim.get("absent")]:
        say()
        say("Stated not to be so", style="bold")
        show_pairs((references.marks([claim["id"]]), claim.get("text") or claim["id"]) for claim in absent)
    if not facts and not absent:
        say("No facts: nothing is documented beyond its name.")
    show_sources(references)
    if len(facts) > limit or found["truncated"]:
        note(f"Truncated: {len(facts)} facts or more, {limit} shown; --limit or --format json shows more.")


def _show_facts(facts: list[dict[str, Any]], id_: str, names: dict[str, Any], references: Any) -> None:
    from api.cells import figure_of, name_of
    from api.folding import Shown
    from api.tables import show
    from kb.schema import relation

    def sentence(fact: dict[str, Any]) -> str:
        start, end = name_of(fact["start"], names), name_of(fact["end"], names)
        words = relation(fact["type"]).sentence
        return f"{words} {end}" if fact["start"] == id_ else f"{start} {words} this"

    texts = {
        "fact": [sentence(fact) for fact in facts],
        "details": [", ".join(_details(fact, names)) for fact in facts],
        "figure": [figure_of(fact) for fact in facts],
        "grade": [str(fact.get("grade", "")) for fact in facts],
        "disputed": ["yes" if fact.get("disputed") else "" for fact in facts],
        "sources": [references.marks(fact.get("claims", [])) for fact in facts],
    }
    show([Shown(name, column) for name, column in texts.items() if any(column)])


def _details(fact: dict[str, Any], names: dict[str, Any]) -> Iterator[str]:
    """Qualifiers and values of a fact, those that stand in its figure left out."""
    from api.cells import name_of
    from kb import schema

    for name in (*schema.QUALIFIERS, *schema.VALUES):
        value = fact.get(name)
        if value in (None, "", False) or (name == "period" and figure_has_period(fact)):
            continue
        plain = name_of(value, names)
        yield (
            plain
            if name in ("measure", "stage", "kind", "purpose", "variant", "place")
            else (name.replace("_", " ") if value is True else f"{name} {plain}")
        )


def figure_has_period(fact: dict[str, Any]) -> bool:
    return any(fact.get(name) is not None for name in ("value", "low", "high", "words"))

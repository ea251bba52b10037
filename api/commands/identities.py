"""`identities` and `rule`: which ids the last build took for one thing, which may be one, and rulings on them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from api.commands.options import FormatOption
from api.formats import Format, write_csv, write_json
from kb.errors import BadInput, did_you_mean
from kb.settings import Settings

MOST = 40


def identities(
    candidates: Annotated[bool, typer.Option("--candidates", help="Pairs that may be one, best first.")] = False,
    format_: FormatOption = Format.table,
) -> None:
    """List the ids that the last build took for one thing and why; or, with --candidates, those that may be one.

    For example:
      lodestone identities --candidates
      lodestone rule company:acme-usa same company:acme --reason "one LEI"
    """
    from api.terminal import say

    path = Settings.read().data / ("candidates.csv" if candidates else "merged.csv")
    rows = _read(path)
    match format_:
        case Format.json:
            write_json(rows)
        case Format.csv:
            write_csv(list(rows[0]) if rows else [], rows)
        case Format.table:
            for row in rows[:MOST]:
                if candidates:
                    named = f"{row['id']} ({row['name']}) ~ {row['other']} ({row['other_name']})"
                    say(f"{row['score']:>5}  {named}: {row['why']}")
                else:
                    say(f"{row['id']} means {row['other']}: {row['why']}")
            if len(rows) > MOST:
                say(f"… and {len(rows) - MOST:,} more; --format csv lists them all.")
            say(f"{len(rows):,} {'pairs' if candidates else 'ids'}, as of the last build ({path}).")


def rule(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id that is ruled on.")],
    ruling: Annotated[str, typer.Argument(help="same, different, or undo to take the ruling back.")],
    other: Annotated[str, typer.Argument(help="The id that it means, or is different from.")],
    reason: Annotated[str, typer.Option(help="Why, in a few words; kept with the ruling.")] = "",
) -> None:
    """Rule that two ids are one thing, or are different; the next build follows it."""
    from api.terminal import say
    from kb.facts import JUDGEMENTS
    from kb.identity import rulings
    from kb.ids import label_of

    words = {"same": "same_as", "different": "different", "undo": ""}
    if ruling not in words:
        raise BadInput(f"{ruling!r} is no ruling.{did_you_mean(ruling, words)} Write same, different or undo.")
    if id_ == other or label_of(id_) != label_of(other):
        raise BadInput(f"{id_} and {other} cannot be ruled on: a ruling is on two ids of one kind.")
    if words[ruling] and not reason:
        raise BadInput("a ruling needs --reason: the next reader asks why.")
    path = Settings.read().data / JUDGEMENTS.name
    kept = [row for row in _read(path) if {row["id"], row["other"]} != {id_, other}]
    if ruling == "undo" and len(kept) == len(_read(path)):
        raise BadInput(f"{path} has no ruling on {id_} and {other}.")
    if words[ruling]:
        kept.append(
            {"id": id_, "ruling": words[ruling], "other": other, "reason": reason, "date": date.today().isoformat()}
        )
    part = path.with_name(path.name + ".part")
    part.parent.mkdir(parents=True, exist_ok=True)
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["id", "ruling", "other", "reason", "date"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(kept)
    rulings([JUDGEMENTS, part])  # a chain or a contradiction is told now, and then nothing is written
    part.replace(path)
    say(f"{'Taken back' if ruling == 'undo' else 'Ruled'}: {id_} {ruling} {other}. Run lodestone build.")


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))

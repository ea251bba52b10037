"""What earlier builds were made of: their claim files, kept beside the graph so that two builds can be compared."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb import schema
from kb.errors import BadQuestion, did_you_mean
from kb.facts import JUDGEMENTS, Conclusion
from kb.settings import Settings

KEPT = 20
"""As many builds are kept; the oldest go first."""
_FIGURE = (*schema.FIGURE, *schema.VALUES, "status", "grade", "state_until")


@dataclass(frozen=True)
class Change:
    """One fact that differs between two builds. `kind` is added, removed, value, preference or evidence; `because` are
    the claims that came, went or were revised."""

    kind: str
    fact: str
    type: str
    start: str
    end: str
    before: dict[str, Any]
    after: dict[str, Any]
    because: list[str]


def keep(settings: Settings, build: str, files: Sequence[Path]) -> None:
    """Keep the claim and source files of a build, and forget the oldest beyond KEPT."""
    folder = settings.data / "builds" / build
    folder.mkdir(parents=True, exist_ok=True)
    for path in files:
        shutil.copyfile(path, folder / path.name)
    folder.touch()
    for old in kept(settings)[KEPT:]:
        shutil.rmtree(settings.data / "builds" / old)


def kept(settings: Settings) -> list[str]:
    """Ids of the builds that are kept, newest first."""
    folders = [path for path in (settings.data / "builds").glob("*") if path.is_dir()]
    return [path.name for path in sorted(folders, key=lambda path: path.stat().st_mtime_ns, reverse=True)]


def conclusion(settings: Settings, build: str) -> Conclusion:
    """The facts of a kept build; an id may be cut short. Raises BadQuestion with the ids there are."""
    known = kept(settings)
    found = [id_ for id_ in known if build and id_.startswith(build)]
    if len(found) != 1:
        many = f"may mean {', '.join(found)}" if found else f"is not kept here.{did_you_mean(build, known)}"
        raise BadQuestion(f"build {build!r} {many} Kept, newest first: {', '.join(known) or 'none'}.")
    folder = settings.data / "builds" / found[0]
    judgements = [JUDGEMENTS, *folder.glob(JUDGEMENTS.name)]
    files = (sorted(folder.glob(f"*.{kind}.parquet")) for kind in ("claims", "sources"))
    return Conclusion(*files, judgements=judgements)


def compare(before: Conclusion, after: Conclusion) -> Iterator[Change]:
    """Facts that were added, removed, changed their figure, or show another claim, in order of id."""
    old, new = _facts(before), _facts(after)
    old_claims, new_claims = _claims(before), _claims(after)
    for id_ in sorted(old.keys() | new.keys()):
        was, now = old.get(id_), new.get(id_)
        fact = now or was or {}
        ids = sorted({*(was or {}).get("claims", []), *(now or {}).get("claims", [])})
        because = [claim for claim in ids if old_claims.get(claim) != new_claims.get(claim)]
        kind = _kind(was, now, because)
        if kind:
            yield Change(kind, id_, fact["type"], fact["start"], fact["end"], _shown(was), _shown(now), because)


def _kind(was: dict[str, Any] | None, now: dict[str, Any] | None, because: list[str]) -> str | None:
    if was is None or now is None:
        return "added" if was is None else "removed"
    if _shown(was) != _shown(now):
        return "value" if was["chosen"] == now["chosen"] else "preference"
    if was["chosen"] != now["chosen"]:
        return "preference"
    return "evidence" if because else None


def _shown(fact: dict[str, Any] | None) -> dict[str, Any]:
    return {name: fact[name] for name in _FIGURE if fact.get(name) not in (None, "")} if fact else {}


def _facts(conclusion: Conclusion) -> dict[str, dict[str, Any]]:
    return {fact["id"]: fact for block in conclusion.facts() for fact in block}


def _claims(conclusion: Conclusion) -> dict[str, dict[str, Any]]:
    left_out = ("origin", "key", *schema.CONCLUDED)  # neither where a row stands nor what became of it is its claim
    return {claim["id"]: {name: value for name, value in claim.items() if name not in left_out}
            for block in conclusion.claims() for claim in block}  # fmt: skip

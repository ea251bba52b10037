"""Loads files of a family: release by release into a claim file, every row accounted for; all or nothing is written.

A row becomes claims, is ignored by name, or is set aside with file, line and reason (quarantine). It builds no graph.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from kb import claims as claim_files
from kb import schema
from kb.claims import Claim, validated
from kb.errors import BadInput, BadTable, Drift, did_you_mean
from kb.sources import Assertions, Family, Source, grade, write_sources
from loaders import family as known
from loaders import sheets
from loaders.base import header
from loaders.curated.loader import described_country
from loaders.family import Loader, Total

MOST_NAMED = 5
Progress = Callable[[str, int], None]
"""Told now and then: the release, and how many rows were read."""


@dataclass
class Loaded:
    """What one release gave. Rows read = claiming + ignored + quarantined; claims made = written + repeated + torn."""

    family: str
    release: str
    source: Source
    files: list[str]
    rows: int = 0
    claiming: int = 0
    ignored: Counter[str] = field(default_factory=Counter)
    quarantined: Counter[str] = field(default_factory=Counter)
    claims: int = 0
    repeated: int = 0
    torn: int = 0
    totals: list[Total] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    quarantine: Path | None = None

    def json(self) -> str:
        """Everything told as JSON, kept beside the claim file."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return json.dumps(told, default=_plain, ensure_ascii=False, indent=1)


def load(
    family_id: str, paths: Sequence[Path], data: Path, progress: Progress | None = None, only: str | None = None
) -> list[Loaded]:
    """Write `data/claims/FAMILY-RELEASE.claims.parquet` (and `.sources.parquet`) for every release among the files.

    A folder stands for the files below it that the family knows. Raises BadInput for no such family, BadTable for a
    file that is not the family's (with what it resembles), is of another release than `only`, or does not hold what its
    source.toml asserts; files of earlier loads then stay as they were.
    """
    family = known.family(family_id)
    releases, strangers = _releases(family_id, paths)
    if only and (others := {label: files for label, files in releases.items() if label != only}):
        raise BadTable(
            f"{path}: of the release {label}, not {only}." for label, files in others.items() for path in files
        )
    done = []
    for label, files in sorted(releases.items()):
        done.append(_one(family, family_id, label, files, data, progress))
    if done and strangers:
        names = ", ".join(path.name for path in strangers[:MOST_NAMED])
        more = f" and {len(strangers) - MOST_NAMED} more" if len(strangers) > MOST_NAMED else ""
        done[0].notes.append(f"Left out, for they are none of {family_id}: {names}{more}.")
    return done


def _releases(family_id: str, paths: Sequence[Path]) -> tuple[dict[str, list[Path]], list[Path]]:
    """Files by release; and those in folders that the family does not know. A named file must be known."""
    release_of = known.module(family_id).release_of
    found: dict[str, list[Path]] = {}
    strangers: list[Path] = []
    for path in paths:
        if not path.exists():
            beside = [each.name for each in path.parent.glob("*")]
            raise BadTable([f"{path}: no such file.{did_you_mean(path.name, beside)}"])
        inside = sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]
        labels = [(each, release_of(each)) for each in inside]
        if not any(label for _, label in labels):
            if path.is_dir():
                raise BadTable([f"{path}: a folder in which no file is one of {family_id}."])
            raise BadTable([f"{path}: not a file of {family_id}.{known.resemblance(_columns(path))}"])
        for each, label in labels:
            if label is None:
                strangers.append(each)
            elif each not in found.setdefault(label, []):
                found[label].append(each)
    return found, strangers


def _columns(path: Path) -> list[str]:
    """The header of a file of any known form, for telling what it resembles; raises BadTable for an empty one."""
    if path.stat().st_size == 0:
        raise BadTable([f"{path}: empty."])
    for name in sheets.names(path):
        for row in sheets.cells(path, name)[:5]:
            if sum(bool(cell) for cell in row) > 2:
                return [cell.strip() for cell in row if cell.strip()]
    return header(path) or header(path, "cp1252")


def _one(family: Family, id_: str, label: str, files: list[Path], data: Path, progress: Progress | None) -> Loaded:
    checksums = {path: _sha256(path) for path in files}
    whole = checksums[files[0]] if len(files) == 1 else hashlib.sha256("".join(checksums.values()).encode()).hexdigest()
    loader = known.module(id_).Loader(files, label)
    source = replace(family.release(label, loader.published, whole), family=id_)
    told = write(loader, source, family.assertions, label, data, progress)
    expected = family.releases[label].sha256 if label in family.releases else {}
    told.notes += [
        f"{path.name} is not the file that the loader was checked against (its checksum differs)."
        for path in files
        if expected.get(path.name, checksums[path]) != checksums[path]
    ]
    return told


def write(
    loader: Loader, source: Source, rules: Assertions, label: str, data: Path, progress: Progress | None = None
) -> Loaded:
    """Write the claim file of what a loader reads, as the given source, and what was told of it."""
    told = Loaded(source.family, label, source, [path.name for path in loader.files])
    aside: list[tuple[str, str, str]] = []
    tally = _Tally()
    target = data / "claims" / f"{source.id}.claims.parquet"
    claims = _stamped(loader, source, told, aside, tally, tuple(rules.filled), progress)
    check = partial(_check, rules, told, tally, loader, aside)
    written = claim_files.write(claims, target, set_aside=True, check=check)
    told.claims, told.repeated, told.torn = written.count, written.repeated, sum(map(len, written.torn))
    aside += [(places[0], "rows say different things of one key: " + ", ".join(places), "") for places in written.torn]
    write_sources([source], data / "claims" / f"{source.id}.sources.parquet")
    told.quarantine = _report(aside, data / "quarantine" / f"{source.id}.csv")
    (data / "claims" / f"{source.id}.loaded.json").write_text(told.json(), encoding="utf-8")
    return told


def loaded(data: Path) -> dict[str, dict[str, Any]]:
    """What was told of every release that is loaded, by source id."""
    files = sorted((data / "claims").glob("*.loaded.json"))
    return {path.name.removesuffix(".loaded.json"): json.loads(path.read_text(encoding="utf-8")) for path in files}


def forget(source: str, data: Path) -> None:
    """Delete the claim file of a loaded release, and what belongs to it."""
    for end in ("claims.parquet", "sources.parquet", "loaded.json"):
        (data / "claims" / f"{source}.{end}").unlink(missing_ok=True)
    (data / "quarantine" / f"{source}.csv").unlink(missing_ok=True)


@dataclass
class _Tally:
    claims: int = 0
    named: set[str] = field(default_factory=set)
    filled: Counter[str] = field(default_factory=Counter)


def _stamped(
    loader: Loader,
    source: Source,
    loaded: Loaded,
    aside: list[tuple[str, str, str]],
    tally: _Tally,
    asserted: tuple[str, ...],
    progress: Progress | None,
) -> Iterator[Claim]:
    """The claims of all rows with source and grade; what cannot become claims is set aside."""

    def stamp(claim: Claim) -> Claim:
        if claim.source != source.id:  # made of no row of this load
            best = grade(source.kind, claim.status, claim.checked or "file")
            claim = replace(claim, source=source.id, grade=best)
        tally.claims += 1
        return validated(claim)

    described = set()
    for row in loader.rows():
        loaded.rows += 1
        row.source = source
        if progress and loaded.rows % 5_000 == 0:
            progress(source.id, loaded.rows)
        try:
            found = [stamp(claim) for claim in loader.claims(row)]
        except (Drift, BadTable) as error:
            raise BadTable([f"{row.where}: {error}"]) from None
        except BadInput as error:
            loaded.quarantined[str(error)] += 1
            aside.append((row.origin, str(error), json.dumps(row.cells, ensure_ascii=False)))
            continue
        if not row.closed or bool(found) == bool(row.ignored):
            raise BadTable([f"{row.where}: the loader neither took, ignored nor refused the row; please report it."])
        if row.ignored:
            loaded.ignored[row.ignored] += 1
        else:
            loaded.claiming += 1
        for claim in found:
            if asserted:
                tally.filled.update(name for name in asserted if claim.filled(name))
            tally.named.update(_ids(claim))
            if claim.type == schema.DESCRIBED:
                described.add(claim.start)
            yield claim
    for claim in loader.entities():
        described.add(claim.start)
        yield stamp(claim)
    for id_ in sorted(tally.named - described):
        if id_ in loader.elsewhere:
            continue
        if not id_.startswith("country:"):
            raise BadTable([f"{source.id}: the loader names {id_} and does not describe it; please report it."])
        yield described_country(id_, source.id)


def _ids(claim: Claim) -> Iterable[str]:
    said = claim.details.get
    return filter(None, (claim.start, claim.end, said("item"), said("reporter")))


def _check(rules: Assertions, loaded: Loaded, tally: _Tally, loader: Loader, aside: list[tuple[str, str, str]]) -> None:
    """Raise BadTable unless what was read holds what the family asserts; called before anything is put in place."""
    loaded.totals = list(loader.totals())
    where = ", ".join(loaded.files[:3]) + (" …" if len(loaded.files) > 3 else "")
    problems = []
    if loaded.rows == 0:
        problems.append(f"{where}: no rows below the header.")
    elif len(aside) > rules.quarantined * loaded.rows and len(aside) > 3:
        problems += [f"{origin}: {reason}" for origin, reason, _ in aside[:5]]
        problems.append(
            f"{where}: {len(aside):,} of {loaded.rows:,} rows cannot become claims, more than {rules.quarantined:.0%}; "
            f"this is not the file that {loaded.family} knows."
        )
    if not problems and not rules.claims_min <= tally.claims <= (rules.claims_max or tally.claims):
        problems.append(
            f"{where}: {tally.claims:,} claims; the family asserts {rules.claims_min} to {rules.claims_max or 'any'}."
        )
    if not problems:
        problems += [
            f"{where}: no claim names {id_}, which the family asserts."
            for id_ in rules.countries
            if id_ not in tally.named
        ]
        problems += [
            f"{where}: {name} is filled in {tally.filled[name] / tally.claims:.0%} of the claims; "
            f"the family asserts {least:.0%}."
            for name, least in rules.filled.items()
            if tally.filled[name] < least * tally.claims
        ]
    if problems:
        raise BadTable(problems)


def _plain(value: Any) -> Any:
    return asdict(value) if isinstance(value, Source | Total) else str(value)


def _report(aside: list[tuple[str, str, str]], path: Path) -> Path | None:
    """The quarantine report: origin, reason, cells of the row as JSON. A load without any removes the old one."""
    if not aside:
        path.unlink(missing_ok=True)
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("origin", "reason", "cells"), *aside])
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

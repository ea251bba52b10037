"""Finds entities by id, ISO code, identifier, name or alias, whatever the case and accents; then by near spelling.

Both ways go through Neo4j's full-text indexes. What a person typed is folded to letters, digits and blanks before it
becomes a search term, so that none of Lucene's own signs and words is left in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from kb import cypher
from kb.errors import BadQuestion, EmptyGraph, alternatives, quoted
from kb.names import fold
from kb.store import Reader
from kb.vocab.countries import named_country

LONGEST = 300
"""Longer texts than this name nothing."""
NEAR = 65.0
"""Likeness, of 100, from which on an entity is offered in place of what was typed."""
_MOST_WORDS = 12
_CANDIDATES = 60
_DEEP = 1_000
"""Hits that the index hands over, best first; what ranks below them is not compared."""
_KEYS, _NAMES = "entity_keys", "entity_names"
_SURE = ("id", "code", "name", "alias", "identifier", "other name")
WAYS = (*_SURE, "slug", "spelling")


@dataclass(frozen=True)
class Found:
    """An entity and how it was found: `by` is one of WAYS, `matched` the text of its own that was met, `likeness` is
    100 but for near spellings."""

    id: str
    name: str
    label: str
    by: str
    matched: str
    likeness: float = 100.0
    aliases: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """What a reader sees of it: all but the aliases, of which `matched` may be one."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "aliases"}


def find(reader: Reader, text: str, labels: Sequence[str] = (), most: int = 10) -> list[Found]:
    """Entities that the text means, surest first; near spellings follow what it means exactly. Ties go by id.

    Where a name is met exactly, only names that hold all of its words follow.
    """
    exact = exactly(reader, [text], labels).get(text, [])
    if len(exact) >= most:
        return exact[:most]
    known = {found.id for found in exact}
    slips = not any(found.by in _SURE for found in exact)
    return [*exact, *(found for found in nearly(reader, text, labels, slips=slips) if found.id not in known)][:most]


def exactly(reader: Reader, texts: Iterable[str], labels: Sequence[str] = ()) -> dict[str, list[Found]]:
    """For each text the entities that have it as id, code, identifier, name or alias, surest way first."""
    wanted: dict[str, list[str]] = {}
    countries: dict[str, str] = {}
    for text in texts:
        if text and len(text) <= LONGEST and (key := fold(text)):
            wanted.setdefault(key, []).append(text)
            if code := named_country(text):
                countries[text] = f"country:{code}"
                wanted.setdefault(fold(countries[text]), [])
    if not wanted:
        return {}
    terms = " OR ".join(_term(key) for key in sorted(wanted))
    found: dict[str, list[Found]] = {}
    for row in _rows(reader, [(_KEYS, terms)], labels, most=20 * len(wanted)):
        met = {fold(key): (by, key) for by, key in reversed(list(_keys(row)))}
        for key in wanted.keys() & met.keys():
            for text in wanted[key]:
                found.setdefault(text, []).append(_found(row, *met[key]))
        for text, id_ in countries.items():
            if id_ == row["id"] and fold(text) not in met:
                found.setdefault(text, []).append(_found(row, "other name", text))
    return {text: sorted(each, key=lambda one: (WAYS.index(one.by), one.id)) for text, each in found.items()}


def nearly(
    reader: Reader, text: str, labels: Sequence[str] = (), least: float = NEAR, *, slips: bool = True
) -> list[Found]:
    """Entities whose keys or names are spelt nearly like the text, or hold its words; most alike first. Without
    `slips` only names that hold all of its words as they are."""
    key = fold(text[:LONGEST])
    words = key.split()[:_MOST_WORDS]
    if not words:
        return []
    lookups = [(_NAMES, " AND ".join(_term(word) for word in words))]
    if slips:
        lookups = [
            (_KEYS, _term(key) + _edits(key)),
            (_NAMES, " OR ".join(_term(word) + _edits(word) for word in words)),
        ]
    found = []
    for row in _rows(reader, lookups, labels, most=_CANDIDATES):
        likeness, matched = max(((_likeness(key, fold(own)), own) for _, own in _keys(row)), key=lambda each: each[0])
        if likeness >= least:
            found.append(_found(row, "spelling", matched, likeness))
    return sorted(found, key=lambda one: (-one.likeness, len(one.name), one.id))


def is_word(reader: Reader, word: str) -> bool:
    """Whether a folded word stands in the name or an alias of any entity."""
    return bool(_rows(reader, [(_NAMES, _term(word))], (), most=1))


def entity_id(reader: Reader, where: str, value: str, labels: Sequence[str]) -> str:
    """The id of the one entity of the wanted labels that a text means. Raises BadQuestion, with near ids offered."""
    exact = exactly(reader, [value], _wanted(labels)).get(value, [])
    best = [found for found in exact if found.by == exact[0].by == "id"] or [one for one in exact if one.by in _SURE]
    best = best or exact
    if len(best) == 1:
        return best[0].id
    if best:
        raise BadQuestion(f"{where}: {quoted(value)} may mean {', '.join(found.id for found in best)}; give the id.")
    refuse_empty(reader)
    near = [found.id for found in nearly(reader, value, _wanted(labels))[:3]]
    offered = f" Did you mean {alternatives(near)}?" if near else " `lodestone find` looks for words and near names."
    raise BadQuestion(f"{where}: no {' or '.join(labels)} {quoted(value)}.{offered}")


def refuse_empty(reader: Reader) -> None:
    """Raise EmptyGraph where nothing has been built: that there is no such thing would mislead then."""
    if not reader.run(cypher.BUILDS).rows:
        raise EmptyGraph


def _wanted(labels: Sequence[str]) -> list[str]:
    """No labels stand for all."""
    return [] if "Entity" in labels else list(labels)


def _rows(
    reader: Reader, lookups: Sequence[tuple[str, str]], labels: Sequence[str], most: int
) -> list[dict[str, Any]]:
    """Entities that one of the look-ups finds, at `most` so many each; every look-up is an index and what to seek."""
    return reader.run(
        cypher.FIND,
        {"lookups": [list(each) for each in lookups], "labels": _wanted(labels), "most": most, "deep": _DEEP},
    ).rows


def _keys(row: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """The texts that the row's entity is found by, each with the way that it is; surest first."""
    slug = str(row["id"]).partition(":")[2]
    yield "id", row["id"]
    if row["label"] == "Country":
        yield "code", slug
    yield "name", row["name"]
    yield from (("alias", alias) for alias in row["aliases"])
    for identifier in row["identifiers"]:
        yield "identifier", identifier
        yield "identifier", identifier.partition("=")[2]
    yield "slug", slug


def _found(row: dict[str, Any], by: str, matched: str, likeness: float = 100.0) -> Found:
    return Found(row["id"], row["name"], row["label"], by, matched, likeness, tuple(row["aliases"]))


def _term(key: str) -> str:
    """A folded key as one Lucene term: it has letters, digits and blanks only, and its words are in small letters.

    Terms are joined by OR, for Lucene hands words that stand side by side to the analyser as one text.
    """
    return key.replace(" ", "\\ ")


def _edits(word: str) -> str:
    """How many letters of a word may be wrong: one from four letters on, two from eight."""
    return "~2" if len(word) >= 8 else "~1" if len(word) >= 4 else ""


def _likeness(typed: str, own: str) -> float:
    """Of 100: spelling as a whole, or the typed words among the own ones, which counts less the more others there
    are."""
    words = own.split()
    if not words:
        return 0.0
    among = [max(fuzz.ratio(word, one) for one in words) for word in typed.split()]
    length = min(1.0, len(typed) / len(own))
    share = 0.86 + 0.1 * length if min(among) == 100.0 else 0.7 + 0.25 * length
    return round(max(fuzz.ratio(typed, own), share * sum(among) / len(among)), 1)

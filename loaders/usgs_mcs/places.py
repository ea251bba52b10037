"""Reads the country cell of a world table: a country, all or several together, with footnotes and qualifiers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kb.errors import BadInput
from kb.vocab.countries import country_id, known_country

_TOTAL = re.compile(r"world (total|production)\b(.*)", re.IGNORECASE)
_OTHERS = re.compile(r"other countries\b(.*)", re.IGNORECASE)
_FOOTNOTE = re.compile(r"[\s,]*\d+(,\s*\d+)*$")
_QUALIFIED = (re.compile(r"(.+?)\s*\(([^()]+)\)"), re.compile(r"(.+?),\s*([^,]+)"))


@dataclass(frozen=True)
class Place:
    """`id` is empty where several countries stand together: `name` says which. `form` is what the cell adds in words
    ('andalusite', 'crude ore'); `estimated` when the mark e is glued to the name."""

    id: str
    name: str
    world: bool = False
    form: str = ""
    estimated: bool = False


@cache
def place(text: str) -> Place:
    """What a country cell names. Raises BadInput with near names."""
    said = " ".join(text.replace("\xa0", " ").split())
    bare = _FOOTNOTE.sub("", said.rstrip(" ."))
    if match := _TOTAL.match(bare):
        return Place("country:WLD", "World total", world=True, form=_form(match[2]))
    if match := _OTHERS.match(bare):
        return Place("", "other countries", form=_form(match[1]))
    if id_ := known_country(said):
        return Place(id_, said)
    if found := _named(bare):
        return found
    for pattern in _QUALIFIED:
        match = pattern.fullmatch(bare)
        if match and (found := _named(match[1])):
            return Place(found.id, found.name, form=match[2].strip(), estimated=found.estimated)
    if group := _group(bare):
        return group
    country_id(said)  # raises, with near names
    raise BadInput(f"no country {said!r}.")


def _named(name: str) -> Place | None:
    """A country as it stands, or without the letter e of a footnote: Japane is Japan, Chile is Chile."""
    for spelling, estimated in ((name, False), (name.removesuffix("e"), True)):
        if id_ := known_country(spelling):
            return Place(id_, spelling, estimated=estimated)
    return None


def _group(name: str) -> Place | None:
    parts = [part.strip() for part in re.split(r",|\band\b", name) if part.strip()]
    return Place("", name) if len(parts) > 1 and all(map(known_country, parts)) else None


def _form(rest: str) -> str:
    """What a total adds besides that it is rounded: 'excluding U.S. production', 'natural'."""
    words = re.sub(r"\(rounded\)|\brounded\b|[()]", "", rest, flags=re.IGNORECASE)
    return " ".join(words.replace(" ,", ",").split()).strip(" ,:")

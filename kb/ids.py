"""Typed ids: `country:CHN`, `material:ndfeb-magnet`; an id's prefix decides its label."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from kb.errors import BadInput
from kb.schema import PREFIXES

_SHAPE = re.compile(r"(?P<prefix>[a-z]+):(?P<slug>[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)")


def is_entity_id(text: str) -> bool:
    """Whether the text has the form of an entity id with a known prefix."""
    return text.partition(":")[0] in PREFIXES and _SHAPE.fullmatch(text) is not None


@lru_cache(1 << 16)
def label_of(id_: str) -> str:
    """The label that an id's prefix stands for; `claim:` ids are Claims. Raises BadInput on any other form."""
    match = _SHAPE.fullmatch(id_)
    if match is None:
        raise BadInput(f"{id_!r} is not an id; an id is a prefix and a slug, like material:ndfeb-magnet.")
    if match["prefix"] == "claim":
        return "Claim"
    if match["prefix"] not in PREFIXES:
        raise BadInput(f"{id_!r}: no kind of entity has the prefix {match['prefix']!r}; known: {', '.join(PREFIXES)}.")
    return PREFIXES[match["prefix"]].name


def hashed(prefix: str, *parts: str) -> str:
    """`prefix:` and 20 hex digits of the SHA-256 of the parts; the same in SQL is `kb.facts`' business."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return f"{prefix}:{digest[:20]}"

"""How names are compared: folded to small letters without accents or punctuation; and the keys an entity is found by.

It knows nothing of the graph: `kb.build` writes the keys, and `queries.find` looks them up in the full-text index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

# Letters that Unicode does not take apart into a letter and an accent.
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})

_ASCII = re.compile("[a-z0-9]+")  # most texts are; ten times as fast as what the others need


def fold(text: str) -> str:
    """Small letters and digits with one blank between words: 'Hall-Héroult  smelting' is 'hall heroult smelting'."""
    if text.isascii():
        return " ".join(_ASCII.findall(text.lower()))
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    kept = (char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join("".join(kept).split())


def keys(entity: Mapping[str, Any]) -> list[str]:
    """What an entity is found by, folded: its id and the slug in it, name, aliases, and identifiers with and without
    their scheme."""
    id_ = str(entity["id"])
    identifiers = list(entity.get("identifiers") or [])
    texts = [
        id_,
        id_.partition(":")[2],
        str(entity.get("name") or ""),
        *(entity.get("aliases") or []),
        *identifiers,
        *(identifier.partition("=")[2] for identifier in identifiers),
    ]
    return [key for key in dict.fromkeys(fold(text) for text in texts) if key]

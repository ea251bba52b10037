"""Whether a word is an everyday English one and so no slip: 'loss' is not 'lose', 'rice' not 'Rica'."""

from __future__ import annotations

from functools import cache

from spellchecker import SpellChecker

_RARE = 50
"""The count that the list gives to words which its texts hardly had; some of them are slips themselves."""


def is_english(word: str) -> bool:
    """Whether the list of words has a folded word, and its texts had it more than now and then."""
    return int(_counted()[word]) > _RARE


@cache
def _counted() -> SpellChecker:
    return SpellChecker(language="en")

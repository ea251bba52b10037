"""A sentence with everything that was found in it; which question it asks is no matter of it."""

from __future__ import annotations

from dataclasses import dataclass

from queries.words.amounts import Amount, Grade
from queries.words.linking import Mention
from queries.words.tokens import Token
from queries.words.when import When


@dataclass(frozen=True)
class Sentence:
    """The words of a sentence, with everything that was found in them."""

    words: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    dates: tuple[When, ...]
    amounts: tuple[Amount, ...]
    grades: tuple[Grade, ...]

    def figures(self) -> list[tuple[int, int]]:
        """Where dates, amounts and grades stand."""
        return [
            *((each.start, each.past) for each in self.dates),
            *((each.start, each.past) for each in self.amounts),
            *((each.start, each.past) for each in self.grades),
        ]

    def said(self, start: int, past: int) -> str:
        """The words from `start` to before `past` as they were typed."""
        return " ".join(token.typed or token.text for token in self.words[start:past])

"""A sentence understood: the one ready question that it asks, several that it may ask, or none; it asks nothing itself.

A reading is taken only when it explains every word that matters, fits well, and no other comes near. What it leaves
out, what it lacks and what else was near is told instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from kb.errors import BadQuestion
from kb.store import Reader
from queries.find import LONGEST
from queries.words import lexicon
from queries.words.amounts import amounts, grades
from queries.words.describing import described
from queries.words.fitting import LACKS_DENIAL
from queries.words.linking import mentions
from queries.words.mending import mended
from queries.words.patterns import library
from queries.words.reading import Reading, readings
from queries.words.sentence import Sentence
from queries.words.sources import sources
from queries.words.tokens import Token, tokens
from queries.words.when import dates

ENOUGH = 0.68
"""A reading that fits less is not taken."""
NEAR = 0.1
"""Readings that fit worse by less than this come near the best."""
DOUBT = 0.08
"""By so much a reading that leaves out one word must fit better to cast doubt on one that leaves out none."""
FULLER = 0.25
"""So much worse may a reading fit that fills more parameters of the same question."""
LIKE = 88.0
"""A name that is spelt less alike than this is not taken for the one that was meant."""
_MOST_WORDS = 60
_SHOWN = 3


class Verdict(StrEnum):
    sure = "sure"
    several = "several"
    none = "none"


@dataclass(frozen=True)
class Understanding:
    """What became of a sentence. With `sure` there is one reading; with `several` those to pick from; with `none` the
    nearest, each with what it leaves out. `mended` are slips that were put right."""

    sentence: str
    verdict: Verdict
    readings: tuple[Reading, ...]
    mended: tuple[tuple[str, str], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON could hold it."""
        return {
            "sentence": self.sentence,
            "verdict": str(self.verdict),
            "readings": [
                {
                    "question": each.name,
                    "params": dict(each.params),
                    "because": [{"words": words, "param": name, "value": value} for words, name, value in each.because],
                    "fit": each.fit,
                    "left": list(each.left),
                    "missing": list(each.missing),
                }
                for each in self.readings
            ],
            "mended": [{"typed": typed, "read_as": word} for typed, word in self.mended],
        }


def words_of(sentence: str) -> tuple[Token, ...]:
    """Its words. Raises BadQuestion for a sentence that has none or is too long."""
    if len(sentence) > LONGEST:
        raise BadQuestion(f"The sentence is {len(sentence)} characters long; at most {LONGEST} are read.")
    words = tokens(sentence)
    if not words:
        raise BadQuestion("There are no words to read; ask for example: which AI hardware depends on Chinese magnets?")
    if len(words) > _MOST_WORDS:
        raise BadQuestion(f"The sentence has {len(words)} words; at most {_MOST_WORDS} are read.")
    return words


def understand(reader: Reader, sentence: str, today: date | None = None) -> Understanding:
    """What the sentence asks. Raises BadQuestion as `words_of` does, and for a date that does not exist."""
    typed = words_of(sentence)
    words = mended(reader, typed)
    found = _sentence(reader, words, today or date.today())
    ranked = sorted(
        (reading for asked in library() for reading in readings(asked, found)[: _SHOWN + 1]),
        key=lambda each: (not each.whole, -each.fit, -each.likeness, each.name, str(sorted(each.params.items()))),
    )
    slips = tuple((token.typed, token.word) for token in words if token.typed)
    verdict, shown = _verdict(ranked)
    return Understanding(sentence, verdict, shown, slips)


def _sentence(reader: Reader, words: tuple[Token, ...], today: date) -> Sentence:
    graded = {at for each in grades(words) for at in range(each.start, each.past)}
    found = mentions(reader, words)
    found = [*found, *described(reader, words, found), *sources(reader, words)]
    found.sort(key=lambda each: (each.start, each.past))
    named = [each for each in found if not graded & set(range(each.start, each.past))]
    sure = [each for each in named if each.candidates[0].likeness >= LIKE and not each.source]
    in_names = {at for each in sure if each.past - each.start > 1 for at in range(each.start, each.past)}
    when = [each for each in dates(words, today) if not set(range(each.start, each.past)) & in_names]
    return Sentence(words, tuple(named), tuple(when), tuple(_free(amounts(words), in_names)), tuple(grades(words)))


def _free(found: list[Any], taken: set[int]) -> list[Any]:
    return [each for each in found if not set(range(each.start, each.past)) & taken]


def _nearest(ranked: list[Reading]) -> list[Reading]:
    """The nearest reading of each of the nearest questions."""
    nearest = sorted(ranked, key=lambda each: (-_nearness(each), each.name))
    one_each = {each.name: each for each in reversed(nearest)}
    return [each for each in nearest if one_each[each.name] is each][:_SHOWN]


def _doubted(best: Reading, ranked: list[Reading]) -> bool:
    """Whether another question fits clearly better but for one word: then the sentence rather asks that, and more."""
    denials = lexicon.NOT | lexicon.EXCEPT | {LACKS_DENIAL}
    return any(
        each.name != best.name and not each.missing and len(each.left) == 1 and each.fit > best.fit + DOUBT
        and not denials & {each.left[0], each.left[0].split()[0].casefold()}
        for each in ranked
    )  # fmt: skip


def _nearness(reading: Reading) -> float:
    return reading.fit - 0.15 * len(reading.left) - 0.1 * len(reading.missing) - 0.5 * (LACKS_DENIAL in reading.left)


def _part_of(one: Reading, other: Reading) -> bool:
    """Whether it is the same reading with less of it filled in."""
    fewer = set(one.spans.values()) < set(other.spans.values())
    return one.name == other.name and (fewer or one.params.items() <= other.params.items())


def _verdict(ranked: list[Reading]) -> tuple[Verdict, tuple[Reading, ...]]:
    good = [each for each in ranked if each.whole and each.fit >= ENOUGH]
    if not good:
        return Verdict.none, tuple(_nearest(ranked))
    best = max(good, key=lambda each: (_part_of(good[0], each) and each.fit > good[0].fit - FULLER, len(each.params)))
    best = best if _part_of(good[0], best) else good[0]
    near = [each for each in good if each.fit > best.fit - NEAR and each.likeness > best.likeness - 5]
    rivals = [each for each in near if each is not best and not _part_of(each, best)]
    if not rivals and _doubted(best, ranked):
        return Verdict.none, tuple(_nearest(ranked))
    if rivals or best.likeness < LIKE:
        return Verdict.several, tuple([best, *rivals][: 2 * _SHOWN])
    return Verdict.sure, (best,)

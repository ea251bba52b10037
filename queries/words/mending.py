"""Slips of the keyboard in everyday words put right; how names are spelt is the matter of `linking`."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from kb.store import Reader
from kb.vocab.countries import country_names
from queries.find import is_word
from queries.words import lexicon
from queries.words.english import is_english
from queries.words.linking import entities, known_words, odd
from queries.words.tokens import Token

_LONG_ENOUGH = 6
"""Letters of a word that may be a country's name with a slip in it."""


def mended(reader: Reader, sentence: Sequence[Token]) -> tuple[Token, ...]:
    """The sentence with slips in everyday words put right; names of entities are left for `mentions`."""
    if not any(odd(token) for token in sentence):
        return tuple(sentence)
    taken = {at for each in entities(reader, sentence) for at in range(each.start, each.past)}
    slips = {at for at, token in enumerate(sentence) if at not in taken and odd(token) and not token.text.isupper()}
    slips = {at for at in slips if not is_english(sentence[at].word)}
    slips = {at for at in slips if not is_word(reader, sentence[at].word)}
    return tuple(_mended(token) if at in slips else token for at, token in enumerate(sentence))


def _mended(token: Token) -> Token:
    """The token as the known word that is one slip away, two from eight letters on, when it begins with its letter."""
    slips = 2 if len(token.word) >= 8 else 1
    short = {word for word in known_words() if len(word) == 3 and word not in lexicon.function_words()}  # a ban, an ore
    known = sorted(word for word in known_words() if word[0] == token.word[0] and (len(word) > 3 or word in short))
    if len(token.word) < _LONG_ENOUGH:  # 'begin' is not Benin
        known = [word for word in known if word not in country_names()]
    near = process.extract(token.word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)
    if not near:
        return token
    best = (word for word, distance, _ in near if distance == near[0][1])
    return token.mended(max(best, key=lambda word: JaroWinkler.similarity(token.word, word)))

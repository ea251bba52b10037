"""What a sentence describes by a country and other words of its name, in any order: 'the Indonesian nickel export ban'.

Entities that a sentence names are the matter of `linking`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb.names import fold
from kb.store import Reader
from kb.vocab.countries import country as country_name
from queries.find import nearly
from queries.words import lexicon
from queries.words.linking import LEFT_OUT, Candidate, Mention, longest_of, singulars, spans
from queries.words.tokens import Token, stem

_MOST_DESCRIBED = 6
"""Entities that a description may fit and still be of use."""
_JOINING = {"of", "on", "the", "in", "by", "for", "and"}
"""Words that a description may have between those of the name."""
_HOLDS_ALL = 86.0
"""Likeness from which on a name holds every word as it is."""
_DESCRIBED = 90.0
"""Likeness of what is described and not named."""


def described(reader: Reader, sentence: Sequence[Token], mentioned: Sequence[Mention]) -> Iterator[Mention]:
    """What is told of by a country and other words that all stand in its name, in any order: 'the Indonesian nickel
    export ban'. Where many names hold the words they tell of none."""
    countries = [each for each in mentioned if each.exact and each.candidates[0].of == "Country"]
    first, last = {each.start: each for each in countries}, {each.past: each for each in countries}
    found = []
    for start, past in spans(sentence):
        country = first.get(start) or last.get(past)
        if not country or country.past - country.start >= past - start - 1:
            continue
        told = [sentence[at].word for at in range(start, past) if not country.start <= at < country.past]
        joined = {word for word in told if word in lexicon.function_words()}
        if (
            joined - _JOINING
            or (told[0] in joined and country.start > start)
            or (told[-1] in joined and country.past < past)
        ):
            continue
        typed = " ".join(token.word for token in sentence[country.start : country.past])
        named = (typed, fold(country_name(country.candidates[0].value.partition(":")[2])[0]))
        words_ = [word for word in told if word not in joined and "policy" not in lexicon.groups().get(stem(word), ())]
        if len(words_) < 2:
            continue
        ends = (*singulars(words_[-1]), f"{words_[-1]}s")
        ways = (" ".join([name, *words_[:-1], end]) for name in named for end in ends)
        near = {each.id: each for way in ways for each in nearly(reader, way, least=_HOLDS_ALL, slips=False)}
        near = {id_: each for id_, each in near.items() if each.label not in LEFT_OUT}
        if 0 < len(near) <= _MOST_DESCRIBED:
            told_of = (Candidate("id", each.id, each.label, each.name, _DESCRIBED) for _, each in sorted(near.items()))
            found.append(Mention(start, past, tuple(told_of)))
    yield from longest_of(found)

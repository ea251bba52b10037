"""Sources that a sentence mentions: by id or title, or by several words of title and publisher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kb import cypher
from kb.names import fold
from kb.store import Reader
from queries.words import lexicon
from queries.words.linking import Candidate, Mention, longest_of, spans
from queries.words.patterns import library
from queries.words.tokens import Token

_LEAST_WORDS = 3
"""Words of a title, names of entities and everyday words apart, by which a source is told."""
_MOST_TOLD = 6
"""Sources that the same words may tell of and still be of use."""
_TOLD = 90.0
"""Likeness of a source that some of its words tell of."""


def sources(reader: Reader, sentence: Sequence[Token]) -> list[Mention]:
    """Sources by their whole title or id, or by part of it; none when no question takes a source."""
    if not any(param.type == "source" for each in library() for param in each.question.params.values()):
        return []
    known = [row["source"] for row in reader.run(cypher.ALL_SOURCES).rows]
    return [*_named(known, sentence), *_told(known, sentence)]


def _named(known: Sequence[dict[str, str]], sentence: Sequence[Token]) -> Iterator[Mention]:
    by_text: dict[str, list[str]] = {}
    for source in known:
        for text in (source["id"], source["title"]):
            by_text.setdefault(fold(text), []).append(source["id"])
    for start, past in spans(sentence):
        if ids := by_text.get(" ".join(token.word for token in sentence[start:past])):
            yield Mention(start, past, tuple(Candidate("source", id_, "source", id_) for id_ in dict.fromkeys(ids)))


def _told(known: Sequence[dict[str, str]], sentence: Sequence[Token]) -> list[Mention]:
    """'The USGS Mineral Commodity Summaries 2025': words side by side that all stand in the title, publisher or id."""
    words = {each["id"]: _words(each) for each in known}
    found = []
    for start, past in spans(sentence):
        span = [token.word for token in sentence[start:past]]
        if {span[0], span[-1]} & lexicon.function_words() or len(span) < _LEAST_WORDS:
            continue
        ids = [id_ for id_, own in words.items() if own.issuperset(span)]
        if 0 < len(ids) <= _MOST_TOLD:
            told = tuple(Candidate("source", id_, "source", id_, _TOLD) for id_ in sorted(ids))
            found.append(Mention(start, past, told))
    return longest_of(found)


def _words(source: dict[str, str]) -> set[str]:
    return set(fold(f"{source['id']} {source['title']} {source.get('publisher') or ''}").split())

"""Asks a question for either door, by name or in plain words, of a graph that holds something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kb.store import Limits, Store
from queries.answer import Answer, ask
from queries.find import refuse_empty

if TYPE_CHECKING:
    from queries.words.understanding import Understanding


def answer(store: Store, name: str, params: Mapping[str, Any], limits: Limits | None = None) -> Answer:
    """The answer, or EmptyGraph when nothing has been built: 'no such material' would mislead then."""
    store.read(refuse_empty)
    return ask(store, name, params, limits)


def answer_in_words(
    store: Store, sentence: str, params: Mapping[str, Any], limits: Limits | None = None
) -> tuple[Understanding, Answer | None]:
    """How a sentence is understood, and the answer when it has one sure meaning. `params` go before what was read."""
    from queries.words.understanding import Verdict, understand, words_of

    words_of(sentence)
    store.read(refuse_empty)
    understood = store.read(lambda reader: understand(reader, sentence))
    if understood.verdict is not Verdict.sure:
        return understood, None
    reading = understood.readings[0]
    return understood, ask(store, reading.name, {**reading.params, **params}, limits)

"""Asks a question for either door, of a graph that holds something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kb.errors import GraphError
from kb.store import Limits, Store
from queries.answer import Answer, ask, build_of

EMPTY = "The graph is empty; run `lodestone build` first."


def answer(store: Store, name: str, params: Mapping[str, Any], limits: Limits | None = None) -> Answer:
    """The answer, or GraphError when nothing has been built: 'no such material' would mislead then."""
    if store.read(build_of) is None:
        raise GraphError(EMPTY)
    return ask(store, name, params, limits)

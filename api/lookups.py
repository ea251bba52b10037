"""GET /entities, /claims and /sources: what may be passed on of what the graph holds, by id; and ids by name."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.graph import store_of
from api.problems import RESPONSES, only_known
from kb.store import Store
from queries import lookup
from queries.terms import shared_claim, shared_lookup

router = APIRouter(tags=["lookup"], responses=RESPONSES, dependencies=[Depends(only_known)])
OpenStore = Annotated[Store, Depends(store_of)]


@router.get("/entities")
def entities(
    store: OpenStore,
    search: Annotated[str, Query(description="a name, a part of it, an id, code or identifier; slips are forgiven")],
    label: Annotated[list[str] | None, Query(description="only these labels")] = None,
    limit: Annotated[int, Query(ge=1, le=100, description="most entities")] = 10,
) -> list[dict[str, Any]]:
    """Entities that a text means, surest first, then those of near spelling."""
    return [found.as_dict() for found in lookup.search(store, search, label or (), limit)]


@router.get("/entities/{id}")
def entity(id: str, store: OpenStore) -> dict[str, Any]:
    """An entity by id, name, alias or ISO code: its facts, the claims about it, and their sources."""
    return shared_lookup(lookup.entity(store, id))


@router.get("/claims/{id}")
def claim(id: str, store: OpenStore) -> dict[str, Any]:
    """One claim with its source and the rulings about it."""
    return shared_claim(lookup.claim(store, id))


@router.get("/sources")
def sources(store: OpenStore) -> list[dict[str, Any]]:
    """Every source, with the number of claims read from it."""
    return lookup.sources(store)


@router.get("/sources/{id}")
def source(id: str, store: OpenStore) -> dict[str, Any]:
    """One source and the claims read from it."""
    return shared_lookup(lookup.source(store, id))

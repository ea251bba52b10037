"""GET /health: whether the graph answers, which engine and which build."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from api.graph import store_of
from api.problems import RESPONSES
from kb.store import Store
from queries.answer import build_of

router = APIRouter(tags=["health"])


@router.get("/health", responses={503: RESPONSES[503]})
def health(store: Annotated[Store, Depends(store_of)]) -> dict[str, Any]:
    """The engine's version and the build that the graph shows (null when it is empty); 503 when no graph answers."""
    return {"engine": store.engine, "build": store.read(build_of)}

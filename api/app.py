"""The HTTP API: the question library and look-ups as JSON. It takes no Cypher and writes nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api import health, lookups, problems, questions
from api.graph import Graph
from kb.settings import Settings

ABOUT = "Which technology depends on whose mine, refinery or magnet plant; every row names its claims and sources."


class Api(FastAPI):
    """Describes the user's own questions too, anew each time, since they come and go while it runs."""

    def openapi(self) -> dict[str, Any]:
        routes = [*self.routes, *questions.own_routes()]
        return get_openapi(title=self.title, version=self.version, description=self.description, routes=routes)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application. The graph is opened by the first request that needs it and closed with the application."""
    graph = Graph(settings or Settings.read())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        graph.close()

    app = Api(title="Lodestone", version="0.1.0", description=ABOUT, lifespan=lifespan, redoc_url=None)
    app.state.graph = graph
    problems.register(app)
    app.include_router(health.router)
    app.include_router(questions.router())
    app.include_router(lookups.router)
    return app

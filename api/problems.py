"""Errors over HTTP: `{"error": {"type", "message"}}` with a fitting status; the sentences are the errors' own."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from api.graph import graph_of
from kb.errors import (
    BadInput,
    BadQuestion,
    Busy,
    EngineError,
    GraphError,
    LodestoneError,
    Refused,
    Stopped,
    Unreachable,
    did_you_mean,
    quoted,
)

# What is in no row is a fault of ours.
STATUSES: dict[type[LodestoneError], int] = {
    BadInput: 422,
    Refused: 403,
    Stopped: 504,
    Busy: 503,
    GraphError: 503,
    Unreachable: 503,
    EngineError: 503,
}


class Error(BaseModel):
    type: str
    message: str


class Problem(BaseModel):
    error: Error


RESPONSES: dict[int | str, dict[str, object]] = {
    404: {"model": Problem, "description": "no such question, entity, claim or source"},
    422: {"model": Problem, "description": "a parameter that cannot be taken"},
    503: {"model": Problem, "description": "no graph answers, or it is empty"},
    504: {"model": Problem, "description": "stopped at a limit of time or memory"},
}


def register(app: FastAPI) -> None:
    """Give the application its handlers."""

    @app.exception_handler(LodestoneError)
    def ours(request: Request, error: LodestoneError) -> JSONResponse:
        if isinstance(error, Unreachable):
            graph_of(request).close()  # the engine may be back elsewhere; the next request looks anew
        return problem(status_of(error, named=bool(request.path_params)), type(error).__name__, str(error))

    @app.exception_handler(RequestValidationError)
    def malformed(_: Request, error: RequestValidationError) -> JSONResponse:
        said = "; ".join(f"{'.'.join(map(str, each['loc'][1:]))}: {each['msg']}" for each in error.errors())
        return problem(422, "BadInput", said)

    @app.exception_handler(HTTPException)
    def other(request: Request, error: HTTPException) -> JSONResponse:
        where = f"{request.method} {request.url.path}: {error.detail}. /openapi.json describes what there is."
        return problem(error.status_code, "NotFound" if error.status_code == 404 else "BadInput", where)


def only_known(request: Request) -> None:
    """Dependency: a query parameter that the route has not, or a second value of one, is refused, not left unread."""
    known = {param.alias: param.field_info.annotation for param in request.scope["route"].dependant.query_params}
    for name in request.query_params:
        if name not in known:
            takes = f"It takes {', '.join(known) or 'none'}."
            raise BadInput(f"{request.url.path} has no parameter {quoted(name)}.{did_you_mean(name, known)} {takes}")
        values = request.query_params.getlist(name)
        if len(values) > 1 and known[name] in (str, int):
            raise BadInput(f"{name} takes one value, not {len(values)}.")


def status_of(error: LodestoneError, *, named: bool) -> int:
    """The HTTP status; what a path names (`named`) and is not there is a 404, in a query parameter it is a 422."""
    if named and isinstance(error, BadQuestion):
        return 404
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 500)


def problem(status: int, type_: str, message: str) -> JSONResponse:
    return JSONResponse(Problem(error=Error(type=type_, message=message)).model_dump(), status)

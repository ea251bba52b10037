"""GET /questions describes the library; GET /ask/NAME asks, GET /ask?q=… in plain words. The routes by name are made
from the catalogue, one a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import QueryParams
from starlette.routing import BaseRoute

from api.answers import answer, answer_in_words
from api.described import described
from api.graph import store_of
from api.problems import RESPONSES, only_known
from kb import schema
from kb.errors import BadInput
from kb.store import Store
from kb.vocab import words
from queries import own
from queries.answer import Answer
from queries.catalogue import Param, Question, catalogue, question
from queries.terms import shared

_TYPES = {"integer": "integer", "number": "number"}
OpenStore = Annotated[Store, Depends(store_of)]


def router() -> APIRouter:
    """All routes of the library."""
    routes = APIRouter(responses=RESPONSES)
    checked = [Depends(only_known)]
    routes.get("/questions", tags=["questions"], dependencies=checked)(all_questions)
    routes.get("/questions/{name}", tags=["questions"], dependencies=checked)(one_question)
    for each in catalogue().values():
        _add(routes, each)
    routes.get("/ask", tags=["questions"], response_model=None)(in_words)
    routes.get("/ask/{name}", include_in_schema=False)(ask_own)
    return routes


def own_routes() -> list[BaseRoute]:
    """The routes of the user's own questions as they are now, to be described; `ask_own` answers them."""
    routes = APIRouter(responses=RESPONSES)
    for each in own.library().questions.values():
        _add(routes, each)
    return routes.routes


def _add(routes: APIRouter, asked: Question) -> None:
    routes.add_api_route(
        f"/ask/{asked.name}",
        _asker(asked),
        methods=["GET"],
        tags=[asked.topic],
        response_model=Answer,
        name=asked.name,
        operation_id=asked.name,
        summary=asked.question,
        description=_told(asked),
        openapi_extra={"parameters": [_parameter(param) for param in asked.params.values()]},
    )


def all_questions() -> list[dict[str, Any]]:
    """Every question: parameters, columns, an example, the statement; those of the user's own folder come last."""
    return [described(each) for each in (*catalogue().values(), *own.library().questions.values())]


def one_question(name: str) -> dict[str, Any]:
    """One question."""
    return described(question(name))


def ask_own(name: str, request: Request) -> JSONResponse:
    """A question of the user's own folder, which may come and go while this runs; any other name raises."""
    question(name)  # before a store is opened for it
    return _answer(name, request, store_of(request))


def in_words(
    request: Request,
    store: OpenStore,
    q: Annotated[str, Query(description="a sentence: which AI hardware depends on Chinese magnet production?")],
) -> JSONResponse:
    """Asks in plain words. `understood` tells the question, its parameters and which words gave them. `answer` is null
    unless `verdict` is sure: then pick one of `readings`, each of which names a question and its parameters. Other
    query parameters go to the question."""
    given = _given(request.query_params)
    if isinstance(sentences := given.pop("q"), list):
        raise BadInput(f"q takes one value, not {len(sentences)}.")
    understood, found = answer_in_words(store, q, given)
    return JSONResponse({"understood": understood.as_dict(), "answer": shared(found).as_dict() if found else None})


def _asker(asked: Question) -> Callable[..., JSONResponse]:
    def ask(request: Request, store: OpenStore) -> JSONResponse:
        return _answer(asked.name, request, store)

    return ask


def _answer(name: str, request: Request, store: Store) -> JSONResponse:
    return JSONResponse(shared(answer(store, name, _given(request.query_params))).as_dict())


def _given(query: QueryParams) -> dict[str, str | list[str]]:
    """Parameters as they were given, several values of one as a list; `queries.parameters` checks them."""
    values = {name: query.getlist(name) for name in query}
    return {name: each[0] if len(each) == 1 else each for name, each in values.items()}


def _told(asked: Question) -> str:
    columns = "\n".join(f"- `{column.name}` ({column.type}): {column.about}" for column in asked.columns.values())
    return f"Columns of `rows`:\n\n{columns}"


def _parameter(param: Param) -> dict[str, Any]:
    """The parameter as OpenAPI describes it."""
    kind, _, rest = param.type.partition(":")
    described: dict[str, Any] = {"type": _TYPES.get(kind, "string")}
    if kind == "date":
        described["format"] = "date"
    if kind == "grade":
        described["enum"] = list(schema.GRADES)
    if kind == "word":
        described["enum"] = list(words(rest))
    if not param.required and param.default != "today":
        described["default"] = ",".join(param.default) if isinstance(param.default, list) else param.default
    about = f"{param.about} ({param.type}{'; default: the current day' if param.default == 'today' else ''})"
    found = {"name": param.name, "in": "query", "required": param.required, "description": about, "schema": described}
    if param.example not in (None, "", "today"):
        found["example"] = ",".join(param.example) if isinstance(param.example, list) else param.example
    return found

"""The description of the API: complete, made when it is first asked for, errors in the form they really have."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from lexo.web.schemas import ProblemShape

TITLE = "LEXO"
DESCRIPTION = """Reads a person's papers on their own machine. All addresses are on this machine only.

Lists are `{"items": [...], "next": cursor-or-null}`. Times are UTC, ISO 8601; boxes are `[left, top, right, bottom]` as
fractions 0-1 of the upright page; confidence is 0-1 or null. Errors are `application/problem+json` (RFC 9457) with a
stable `code`; their sentences are in English or French, by `Accept-Language`."""
TAGS = [
    {"name": "documents", "description": "Add papers, list them, get their text, delete them."},
    {"name": "pages", "description": "What was read on each page, and its picture."},
    {"name": "facts", "description": "What papers say, with the proof; corrections; deadlines; kinds."},
    {"name": "search", "description": "Find papers by their words."},
    {"name": "dossiers", "description": "Papers that somebody asks for: what is there, what is missing, one PDF."},
    {
        "name": "export",
        "description": "Papers in open formats, one or many as a ZIP; searchable PDF.",
    },
    {"name": "ask", "description": "Ask the papers; conversations."},
    {"name": "jobs", "description": "What is being read, and the files in the watched folder."},
    {"name": "ocr", "description": "Read a file without keeping it."},
    {"name": "models", "description": "Models on this machine: which there are, what they take; load and unload."},
    {"name": "openai", "description": "OpenAI's API on those models, for other programs here; off unless set."},
    {"name": "health", "description": "Whether all is well."},
    {"name": "errors", "description": "What an error means."},
]

PROBLEM = "#/components/schemas/ProblemShape"
OPENAI_PROBLEM = "#/components/schemas/OpenAiProblem"
HEALTH_JSON = "application/health+json"

OPENAI_PROBLEM_SHAPE = {
    "type": "object",
    "description": "An error of OpenAI's API; `code` is the same as in LEXO's own.",
    "properties": {"error": {"type": "object", "description": "`message`, `type`, `param`, `code`"}},
    "required": ["error"],
}

Responses = dict[int | str, dict[str, Any]]


def problems(**meanings: str) -> Responses:
    """Error answers for a route: `problems(_404="no such document")`.

    No model is named: FastAPI would build one for each status of each route, a tenth of a second of every start.
    """
    return {int(name.removeprefix("_")): {"description": meaning} for name, meaning in meanings.items()}


ALWAYS = problems(
    _403="Sent by another site's page",
    _421="The Host header is not LEXO's own address",
    _422="A parameter is missing or not usable",
    _500="Something went wrong inside LEXO",
)


def describe(app: FastAPI) -> None:
    """Replace the app's description by one that says problem+json where the app answers so."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.state.later.load()
            schema = get_openapi(
                title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes, tags=TAGS
            )
            for path in schema["paths"].values():
                for operation in path.values():
                    operation["responses"] = _with_problems(operation["responses"])
                    if operation["tags"] == ["openai"]:
                        _in_their_form(operation["responses"])
            shapes = schema["components"]["schemas"]
            for unused in ("HTTPValidationError", "ValidationError"):
                shapes.pop(unused, None)
            shapes[ProblemShape.__name__] = ProblemShape.model_json_schema()
            shapes["OpenAiProblem"] = {**OPENAI_PROBLEM_SHAPE}
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own documented way


def _with_problems(responses: dict[str, Any]) -> dict[str, Any]:
    """What a route answers, with what every route may answer, all errors in the form they really have."""
    always = {str(status): dict(response) for status, response in ALWAYS.items()}
    described = {**responses, **{status: responses.get(status, response) for status, response in always.items()}}
    described["422"] = always["422"]  # FastAPI describes its own form
    for status, response in described.items():
        if status >= "4" and not _is_health(response):
            response["content"] = {"application/problem+json": {"schema": {"$ref": PROBLEM}}}
    return dict(sorted(described.items()))


def _in_their_form(responses: dict[str, Any]) -> None:
    """Errors of OpenAI's API have its own shape."""
    for status, response in responses.items():
        if status >= "4":
            response["content"] = {"application/json": {"schema": {"$ref": OPENAI_PROBLEM}}}


def _is_health(response: dict[str, Any]) -> bool:
    """A health check that fails says so in its own form."""
    return HEALTH_JSON in response.get("content", {}) and "HealthShape" in str(response)

"""Errors as OpenAI's clients expect them. They stand at `/v1`, and `code` is the same as in LEXO's own API."""

from typing import Any

from starlette.responses import JSONResponse

from lexo.document import Reason
from lexo.errors import LexoError
from lexo.web.language import say

PREFIX = "/v1/"


def openai_error(error: LexoError, language: str, parts: list[dict[str, str]] | None = None) -> JSONResponse:
    """An error of `/v1`; `parts` are those of the request that cannot be used."""
    headers = {"Retry-After": "5"} if error.status in (429, 503) else {}
    body = {"error": shape(error, language, parts), "code": error.code}
    return JSONResponse(body, status_code=error.status, headers=headers)


def shape(error: LexoError, language: str, parts: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """What stands under `error`."""
    named = [(part["part"].removeprefix("body."), part["message"]) for part in parts or ()]
    told = "".join(f" {name}: {message}." for name, message in named)
    return {
        "message": say(Reason(error.code, error.details), language) + told,
        "type": _type(error.status),
        "param": named[0][0] if named else None,
        "code": error.code,
    }


def _type(status: int) -> str:
    if status == 429:
        return "rate_limit_error"
    return "server_error" if status >= 500 else "invalid_request_error"

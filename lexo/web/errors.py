"""Reasons as answers: problem+json (RFC 9457) for programs, a page for people."""

import errno
import logging
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, Response

from lexo import errors
from lexo.document import Reason
from lexo.errors import LexoError
from lexo.web import i18n, openai_errors, render
from lexo.web.language import language_of, say

log = logging.getLogger(__name__)

_BY_STATUS: dict[int, type[LexoError]] = {
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    413: errors.UploadTooLarge,
    415: errors.WrongContentType,
}


class Problem(JSONResponse):
    """An error as RFC 9457 says it; `code` is stable, `type` leads to its explanation."""

    media_type = "application/problem+json"


def install(app: FastAPI) -> None:
    """Make every error of the app answer in LEXO's form."""
    app.add_exception_handler(LexoError, _on_lexo_error)
    app.add_exception_handler(RequestValidationError, _on_invalid_request)
    app.add_exception_handler(HTTPException, _on_http_exception)
    app.add_exception_handler(OSError, _on_os_error)


def answer(connection: HTTPConnection, error: LexoError, **more: object) -> Response:
    """An error for whoever asks: a page for a browser outside the API, a problem for all others."""
    if not _wants_page(connection):
        return refused(connection, error, **more)
    return render.error(connection, error)


def refused(connection: HTTPConnection, error: LexoError, **more: Any) -> Response:
    """An error for a program, in the form of the API that it speaks."""
    language = language_of(connection.headers)
    if connection.url.path.startswith(openai_errors.PREFIX):
        return openai_errors.openai_error(error, language, more.get("errors"))
    return problem(error, language, **more)


def problem(error: LexoError, language: str, **more: object) -> Problem:
    """An error as problem+json; `more` and the error's details are extension members."""
    reason = Reason(error.code, error.details)
    headers = {"Retry-After": "5"} if error.status == 503 else {}
    return Problem(
        {
            **error.details,
            **more,
            "type": f"/api/errors/{error.code}",
            "title": i18n.title_of(reason, language),
            "status": error.status,
            "detail": say(reason, language),
            "code": error.code,
        },
        status_code=error.status,
        headers=headers,
    )


def _wants_page(connection: HTTPConnection) -> bool:
    is_api = connection.url.path.startswith(("/api/", openai_errors.PREFIX))
    accepts_page = "text/html" in connection.headers.get("accept", "") or "hx-request" in connection.headers
    return accepts_page and not is_api


def _on_lexo_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, LexoError)
    if error.status >= 500:
        log.error("%s %s: %s", request.method, request.url.path, error.code, exc_info=error)
    return answer(request, error)


def _on_invalid_request(request: Request, error: Exception) -> Response:
    """Name each unusable part; never repeat its value, which may be a password."""
    assert isinstance(error, RequestValidationError)
    parts = [{"part": ".".join(map(str, item["loc"])), "message": item["msg"]} for item in error.errors()]
    return answer(request, errors.InvalidRequest(), errors=parts)


def _on_os_error(request: Request, error: Exception) -> Response:
    """A full disk is a reason; anything else is unexpected."""
    if not _is_disk_full(error):
        raise error
    return _on_lexo_error(request, errors.DiskFull())


def _is_disk_full(error: BaseException | None) -> bool:
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def _on_http_exception(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if _is_disk_full(error.__cause__):  # FastAPI calls whatever fails while it takes an upload a bad request
        return _on_lexo_error(request, errors.DiskFull())
    response = answer(request, _as_lexo_error(request, error))
    response.status_code = error.status_code
    if error.status_code == 405:
        response.headers["Allow"] = ", ".join(sorted(_methods(request)))
    return response


def _as_lexo_error(request: Request, error: HTTPException) -> LexoError:
    kind = _BY_STATUS.get(error.status_code, LexoError if error.status_code >= 500 else errors.RequestProblem)
    if kind is errors.MethodNotAllowed:
        return kind(method=request.method)
    if kind is errors.UploadTooLarge:
        return kind(limit_mb=getattr(error, "limit_mb", 0))
    return kind()


def _methods(request: Request) -> set[str]:
    """What this address takes, over all routes that have it."""
    routes = [route for route in iter_route_contexts(request.app.routes) if route.methods]
    return {method for route in routes if route.path_regex.match(request.url.path) for method in route.methods or ()}

"""Reasons why what a caller asked for cannot be done."""

from lexo.errors.base import LexoError


class RequestProblem(LexoError):
    """What a caller asked for cannot be done."""

    code = "bad_request"
    title = "This request cannot be understood."
    hint = "The documentation at /api/docs shows its form."
    status = 400
    exit_code = 2


class NotFound(RequestProblem):
    code = "not_found"
    title = "There is nothing here."
    hint = "It may have been deleted. The list of papers shows what there is."
    status = 404
    exit_code = 3


class DocumentNotFound(NotFound):
    code = "document_not_found"
    title = "There is no document %(id)s."


class PageNotFound(NotFound):
    code = "page_not_found"
    title = "This document has no page %(number)s."


class JobNotFound(NotFound):
    code = "job_not_found"
    title = "There is no job %(id)s."


class NotReadYet(RequestProblem):
    code = "not_read_yet"
    title = "This has not been read yet."
    hint = "Ask again in a moment; the activity page shows how far it is."
    status = 409


class JobNotRunning(RequestProblem):
    code = "job_state"
    title = "This job is %(state)s, so that cannot be done."
    hint = ""
    status = 409


class UploadTooLarge(RequestProblem):
    code = "upload_too_large"
    title = "This is larger than the %(limit_mb)s MB that LEXO takes at once."
    hint = "Put the file into the watched folder instead."
    status = 413


class MethodNotAllowed(RequestProblem):
    code = "method_not_allowed"
    title = "This address does not take %(method)s."
    status = 405


class InvalidRequest(RequestProblem):
    code = "invalid_request"
    title = "Something in this request is missing or not usable."
    hint = "The list of errors names each part."
    status = 422


class WrongContentType(RequestProblem):
    code = "content_type"
    title = "This address takes %(expected)s."
    hint = "Say so in the header Content-Type."
    status = 415


class TooManyStreams(RequestProblem):
    code = "too_many_streams"
    title = "Too many windows follow the reading at once."
    hint = "Close one of them; the others go on by themselves."
    status = 503
    retryable = True


class UnknownEngine(RequestProblem):
    code = "unknown_engine"
    title = "There is no engine named %(engine)s."
    hint = "Known: %(known)s."
    status = 422


class LanguageMissing(RequestProblem):
    code = "language_missing"
    title = "This engine does not read the language %(language)s."
    hint = "It reads: %(installed)s."
    status = 422


class ForbiddenHost(RequestProblem):
    code = "forbidden_host"
    title = "This address is not LEXO's."
    hint = "Open http://127.0.0.1:%(port)s on this machine."
    status = 421


class ForbiddenOrigin(RequestProblem):
    code = "forbidden_origin"
    title = "This request came from another site, so LEXO refused it."
    hint = "Use LEXO's own pages, or send no Origin header from a program."
    status = 403


class OutputExists(RequestProblem):
    code = "output_unwritable"
    title = "The result cannot be written to %(path)s."
    hint = "Choose another place."
    status = 400
    exit_code = 7


class UnknownFormat(RequestProblem):
    code = "unknown_format"
    title = "LEXO does not write %(format)s."
    hint = "It writes .md, .txt and .json."

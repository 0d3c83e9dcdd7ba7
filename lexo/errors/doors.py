"""Reasons of the doors that other programs come in by: lines of JSON, OpenAI's API, assistants; of private papers."""

from lexo.errors.requests import NotFound, RequestProblem
from lexo.errors.system import SystemProblem


class PaperIsPrivate(RequestProblem):
    code = "paper_is_private"
    title = "Document %(id)s is never to be shown to a model, so none may read it."
    hint = "Choose an engine that is no model, or take the mark away on the document's File tab."
    status = 409


class NoModelForThis(SystemProblem):
    code = "no_model_for_this"
    title = "No model of the role %(role)s is on this machine."
    hint = "`lexo models list --role %(role)s` shows those there are; `lexo models download NAME` fetches one."


class BadJson(RequestProblem):
    code = "bad_json"
    title = "This line is not JSON."
    hint = "Write one JSON object on each line, in UTF-8."


class LineTooLong(RequestProblem):
    code = "line_too_long"
    title = "This line is longer than %(limit_mb)s MB."
    hint = "Send fewer texts at once."
    status = 413


class UnknownCommand(RequestProblem):
    code = "unknown_command"
    title = "There is no such command."
    hint = "Commands: %(known)s."


class BadSchema(RequestProblem):
    code = "bad_schema"
    title = "This JSON schema cannot be used."
    hint = "Leave out what it does not need; $ref must stay inside it."


class DimensionsFixed(RequestProblem):
    code = "dimensions_fixed"
    title = "Vectors of %(model)s have %(dimensions)s dimensions, and no other number of them."
    hint = "Leave out how many you want."


class OpenAiOff(NotFound):
    code = "openai_off"
    title = "OpenAI's API is switched off in this LEXO."
    hint = "Set openai_api = true in lexo.toml, or LEXO_OPENAI_API=true, and start LEXO again."


class TooManyAnswers(RequestProblem):
    code = "too_many_answers"
    title = "Too many answers are being written at once."
    hint = "Ask again in a moment."
    status = 429
    retryable = True


class LibraryMissing(NotFound):
    code = "library_missing"
    title = "There is no library yet."
    hint = "Start LEXO once; it makes one."


class LibraryOld(SystemProblem):
    code = "library_old"
    title = "The library was made by an older LEXO."
    hint = "Start this LEXO once; it brings the library up to date."

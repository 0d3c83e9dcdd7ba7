"""Reasons why something cannot be given away."""

from lexo.errors.requests import RequestProblem


class ProtectedCopy(RequestProblem):
    code = "protected_copy"
    title = "This PDF is protected, so LEXO makes no searchable copy of it: that would not be protected."
    hint = "The original stays as it is. The other formats, such as text or Markdown, can be had."
    status = 409
    exit_code = 6


class NothingChosen(RequestProblem):
    code = "nothing_chosen"
    title = "No paper was chosen to be exported."
    hint = "Name the ids of papers, or say that all are meant."
    status = 422


class TooManyChosen(RequestProblem):
    code = "too_many_chosen"
    title = "More than %(limit)s papers cannot be named in one request."
    hint = "Export all, or some at a time."
    status = 422

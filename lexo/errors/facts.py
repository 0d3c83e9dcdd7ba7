"""Reasons about what a paper says, and about what people correct."""

from lexo.errors.pages import PageNotice
from lexo.errors.requests import NotFound, RequestProblem


class FieldNotFound(NotFound):
    code = "field_not_found"
    title = "This document has no field %(id)s."
    hint = "It may have been found anew meanwhile; the list of fields shows what there is."


class WordNotFound(NotFound):
    code = "word_not_found"
    title = "The word is no longer at this place."
    hint = "The page was read anew meanwhile. Load it again."
    status = 409


class CorrectionNotFound(NotFound):
    code = "correction_not_found"
    title = "There is no such change to undo."
    hint = "It may have been undone already; the document's history shows what holds."


class DeadlineNotFound(NotFound):
    code = "deadline_not_found"
    title = "There is no deadline %(id)s."


class UnknownKind(RequestProblem):
    code = "unknown_kind"
    title = "There is no kind of paper named %(kind)s."
    hint = "The list of kinds is at /api/v1/kinds."
    status = 422


class InvalidValue(RequestProblem):
    code = "invalid_value"
    title = "This cannot be a value of %(name)s."
    hint = "Check it against the paper. If the paper itself is wrong, keep the value all the same."
    status = 422


class UnderstandingFailed(PageNotice):
    """Not a failure of the document: its text is there and can be found."""

    code = "understanding_failed"
    title = "The text was read, but LEXO could not say what this paper is."
    hint = "Read the document again. Its text can be found and used all the same."


class FactsContradict(PageNotice):
    code = "facts_contradict"
    title = "This paper contradicts itself: %(names)s."
    hint = "Compare the values with the paper before you rely on them."


class HiddenTextDiffers(PageNotice):
    code = "hidden_text_differs"
    title = "The text hidden in this file says something else than what you see on page %(page)s."
    hint = "LEXO goes by what can be seen. Check the paper with its sender before you pay or sign."


class CannotSplit(RequestProblem):
    code = "cannot_split"
    title = "This document cannot be split at these pages."
    hint = "Choose pages from the second one on. A protected file stays as it is."
    status = 409

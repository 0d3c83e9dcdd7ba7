"""Reasons about dossiers."""

from lexo.errors.requests import NotFound, RequestProblem


class DossierNotFound(NotFound):
    code = "dossier_not_found"
    title = "There is no dossier %(id)s."
    hint = "The list of dossiers shows what there is."


class PieceNotFound(NotFound):
    code = "piece_not_found"
    title = "This dossier asks for no such piece."
    hint = "Load the dossier again; its list shows what it asks for."


class UnknownTemplate(RequestProblem):
    code = "unknown_template"
    title = "There is no list named %(template)s to begin a dossier with."
    hint = "The lists are at /api/v1/dossiers/templates."
    status = 422


class TooManyDossiers(RequestProblem):
    code = "too_many_dossiers"
    title = "A library holds at most %(limit)s of these."
    hint = "Delete one that is no longer needed."
    status = 409


class DossierEmpty(RequestProblem):
    code = "dossier_empty"
    title = "Nothing of this dossier could be put into a PDF."
    hint = "Choose at least one paper that LEXO can open. The list of what is missing can be downloaded without it."
    status = 409

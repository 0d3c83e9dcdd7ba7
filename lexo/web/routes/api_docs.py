"""The documentation of the API as a page: no script, nothing from another host."""

from fastapi import APIRouter, Request, Response

from lexo.web import reference, render
from lexo.web.deps import CurrentLexo

router = APIRouter(include_in_schema=False)


@router.get("/api/docs")
def show_docs(request: Request, lexo: CurrentLexo) -> Response:
    """Every operation with its parameters, answers and a curl line."""
    schema = request.app.openapi()
    return render.page(
        request,
        "api/docs.html",
        description=schema["info"]["description"],
        sections=reference.sections(schema, lexo.settings.url),
        shapes=reference.shapes(schema),
    )

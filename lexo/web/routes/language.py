"""The language of the pages, kept in a cookie."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse

from lexo.web import render
from lexo.web.routes.forms import back_to

router = APIRouter(include_in_schema=False)


@router.post("/language")
def choose_language(
    lang: Annotated[Literal["fr", "en"], Form()], to: Annotated[str, Form(max_length=4096)] = "/"
) -> RedirectResponse:
    """Keep the language and go back to the page."""
    response = back_to(to)
    render.remember(response, lang)
    return response

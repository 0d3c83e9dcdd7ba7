"""What follows a form: the way back to a page."""

from starlette.responses import RedirectResponse


def back_to(address: str, otherwise: str = "/") -> RedirectResponse:
    """See other; only an address inside LEXO is followed, whatever the form said."""
    is_ours = address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()
    return RedirectResponse(address if is_ours else otherwise, status_code=303)

"""Addresses inside LEXO, put together in one place."""

from urllib.parse import urlencode


def address(path: str, **query: object) -> str:
    """A path with the parameters that are set."""
    given = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def page_address(document_id: int, query: str, page: int | None) -> str:
    """A paper, opened at a page with the words lit."""
    return address(f"/documents/{document_id}", page=page if page and page > 1 else None, q=query)

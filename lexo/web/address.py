"""Addresses inside LEXO, put together in one place."""

from urllib.parse import urlencode

LONGEST_QUOTE = 600  # characters of an address


def address(path: str, **query: object) -> str:
    """A path with the parameters that are set."""
    given = {name: value for name, value in query.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def page_address(document_id: int, query: str, page: int | None, *, quote: str = "") -> str:
    """A paper, opened at a page with the words lit: those searched for, or those an answer quotes of it."""
    at = page if page and page > 1 else None
    return address(f"/documents/{document_id}", page=at, q=query, quote=quote[:LONGEST_QUOTE])

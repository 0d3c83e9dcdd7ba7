"""Searches that are kept under names."""

from pydantic import BaseModel, Field

from lexo.store.saved_searches import MAX_NAME, MAX_QUERY
from lexo.web.schemas.base import Shape


class SavedSearchShape(Shape):
    """A search as it was typed, filters and all."""

    id: int
    name: str
    query: str
    created_at: str


class SavedSearchPage(Shape):
    """All of them, by name."""

    items: tuple[SavedSearchShape, ...]
    next: str | None = None
    total: int


class SavedSearchBody(BaseModel):
    """A search to keep, in the place of one of that name."""

    name: str = Field(min_length=1, max_length=MAX_NAME)
    query: str = Field(min_length=1, max_length=MAX_QUERY, examples=["type:facture de:edf > 100 €"])


class SavedSearchChange(BaseModel):
    """What is to be another: its name, or what is looked for."""

    name: str | None = Field(default=None, min_length=1, max_length=MAX_NAME)
    query: str | None = Field(default=None, min_length=1, max_length=MAX_QUERY)

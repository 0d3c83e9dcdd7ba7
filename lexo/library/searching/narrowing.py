"""Facets and hindrances of a search that was made: which documents have its words is looked up for them."""

from lexo.library.searching.facets import Facet, Lifted, emptied_by, facets
from lexo.library.searching.search import found_documents
from lexo.library.typed.reading import Understood
from lexo.store.database import Database

MAX_WITH_WORDS = 2000  # documents, the best ones: their facets are counted


def facets_of(db: Database, understood: Understood, *, is_french: bool = False) -> tuple[Facet, ...]:
    """What a search may be narrowed by."""
    found = _with_words(db, understood)
    with db.read() as connection:
        return facets(connection, understood, found, is_french=is_french)


def hindrances(db: Database, understood: Understood) -> tuple[Lifted, ...]:
    """For a search that found nothing: each filter without which there would be something."""
    if not understood.parts:
        return ()
    found = _with_words(db, understood)
    with db.read() as connection:
        return emptied_by(connection, understood, found)


def _with_words(db: Database, understood: Understood) -> tuple[int, ...] | None:
    """None where there are no words."""
    return found_documents(db, understood.words, limit=MAX_WITH_WORDS) if understood.words.strip() else None

"""A paper of the library as the formats want it."""

from lexo.errors import NotReadYet
from lexo.library.export.paper import Paper, tag_of
from lexo.store import documents, facts, pages
from lexo.store.database import Database
from lexo.store.pages import unpacked


def paper_of(db: Database, document_id: int) -> Paper:
    """A whole paper; a page that could not be read is an empty one. Raises DocumentNotFound, NotReadYet."""
    document = documents.get(db, document_id)
    read = {number: unpacked(page) for number, page in pages.all_read(db, document_id)}
    if not read:
        raise NotReadYet()
    count = max(document.page_count or 0, *read)
    whole = tuple(read.get(number) or pages.get_page(db, document_id, number).content for number in range(1, count + 1))
    fields = tuple(each.field for each in facts.list_fields(db, document_id))
    return Paper(document.filename, whole, document, fields)


def page_of(db: Database, document_id: int, number: int) -> Paper:
    """One page of a paper, with the facts that are printed on it. Raises DocumentNotFound, PageNotFound."""
    document = documents.get(db, document_id)
    page = pages.get_page(db, document_id, number).content
    found = (each.field for each in facts.list_fields(db, document_id))
    return Paper(document.filename, (page,), document, tuple(x for x in found if x.proof.page == number), number)


def language_tag(db: Database, document_id: int) -> str:
    """The language of a paper's text as a tag of BCP 47, "" where nobody knows. Raises DocumentNotFound."""
    document = documents.get(db, document_id)
    return tag_of(document.language or pages.language_of(db, document_id))

"""Papers in every state that a page can show, and how a browser and htmx ask for them."""

import re

from lexo.app import Lexo
from lexo.document import DocumentState, Inspection, MediaType, PageSize, Reason
from lexo.store import claims, documents, pages
from lexo.store.claims import Claim
from made_papers import add_paper, page_of

BROWSER = {"accept": "text/html", "accept-language": "fr-FR,fr;q=0.9"}
ENGLISH = {**BROWSER, "accept-language": "en"}
HTMX = {"HX-Request": "true", "accept-language": "fr"}


def add_read(lexo: Lexo, name: str, *texts: str, title: str = "", notices: tuple[str, ...] = ()) -> int:
    """A paper that is read, a page for each text; `notices` are what its file wants to be known for."""
    document_id = add_paper(lexo.db, name, *texts)
    claim = opening(lexo)
    sizes = (PageSize(595, 842),) * len(texts)
    claims.opened(lexo.db, claim, Inspection(MediaType.PDF, sizes, warnings=notices), title)
    claims.finish(lexo.db, claim, DocumentState.READY, None, "fra")
    return document_id


def add_reading(lexo: Lexo, name: str, *texts: str) -> int:
    """A paper that is being read; pages with an empty text are still to come."""
    document_id = add_waiting(lexo, name)
    sizes = (PageSize(595, 842),) * len(texts)
    claims.opened(lexo.db, opening(lexo), Inspection(MediaType.PDF, sizes), "")
    for number, text in enumerate(texts, start=1):
        if text:
            pages.save_page(lexo.db, document_id, number, pages.packed(page_of(text)))
    return document_id


def add_waiting(lexo: Lexo, name: str) -> int:
    """A paper that nobody has opened."""
    sha256 = name.encode().hex().ljust(64, "0")[:64]
    return documents.add(lexo.db, documents.NewDocument(sha256, name, MediaType.PDF, 12_345)).document_id


def add_failed(lexo: Lexo, name: str, reason: Reason) -> int:
    """A paper that cannot be read."""
    document_id = add_waiting(lexo, name)
    claims.fail(lexo.db, opening(lexo), reason)
    return document_id


def add_protected(lexo: Lexo, name: str) -> int:
    """A paper that waits for its password."""
    document_id = add_waiting(lexo, name)
    claims.wait_for_password(lexo.db, opening(lexo), Reason("password_needed"))
    return document_id


def opening(lexo: Lexo) -> Claim:
    """Take the next file in the queue, as the worker does."""
    claim = claims.claim_opening(lexo.db, "boot")
    assert claim is not None
    return claim


def text_of(html: str) -> str:
    """What a page says, without its elements; runs of ordinary space made one."""
    return re.sub(r"[ \n\t]+", " ", re.sub(r"<[^>]+>", " ", html))

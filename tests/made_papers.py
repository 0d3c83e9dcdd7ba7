"""Papers made of given words: each line of text a row of words, each word in a box of its own."""

import hashlib

from lexo.document import BBox, Block, BlockKind, Line, MediaType, PageSize, PageText, Word
from lexo.store import documents, pages
from lexo.store.database import Database


def page_of(text: str) -> PageText:
    """Word `w` of line `l` lies in the box (w/20, l/50, (w+1)/20, (l+1)/50); an empty line begins a new block."""
    blocks, top = [], 0
    for paragraph in text.split("\n\n"):
        lines = []
        for row in paragraph.splitlines():
            words = [Word(word, box_of(top, column), 0.9) for column, word in enumerate(row.split())]
            lines.append(Line(tuple(words)))
            top += 1
        blocks.append(Block(BlockKind.TEXT, BBox(0, 0, 1, 1), tuple(lines)))
    return PageText(595, 842, tuple(blocks), engine="made", engine_version="1")


def box_of(line: int, word: int) -> BBox:
    """The box of the word at that place, counted from 0."""
    return BBox(word / 20, line / 50, (word + 1) / 20, (line + 1) / 50)


def add_paper(db: Database, name: str, *texts: str) -> int:
    """Add a document with a page for each text, and return its id."""
    sha256 = hashlib.sha256(repr((name, texts)).encode()).hexdigest()
    added = documents.add(db, documents.NewDocument(sha256, name, MediaType.PDF, 1))
    with db.write() as connection:
        pages.lay_out(connection, added.document_id, (PageSize(595, 842),) * len(texts))
    for number, text in enumerate(texts, start=1):
        pages.save_page(db, added.document_id, number, pages.packed(page_of(text)))
    return added.document_id

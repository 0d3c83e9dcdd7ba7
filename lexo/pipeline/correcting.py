"""What people say of their papers: kept, and all that follows from it made anew, in one commit. It can be undone.

What understanding takes is imported when somebody says something: the server starts quickly.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lexo.document import BBox, Word
from lexo.errors import InvalidValue, UnknownKind, WordNotFound
from lexo.facts import Field
from lexo.store import corrections, documents, facts, lessons, pages
from lexo.store.corrections import Correction, NewCorrection, Value, What
from lexo.store.database import Connection, Database
from lexo.store.pages import packed, save_words
from lexo.store.words import CorrectedWord, corrected

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact as a person writes it. `force`: keep it although it is no proper value of its kind."""

    name: str
    value: str
    page: int | None = None
    bbox: BBox | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A word as somebody saw it: the page's number, the word's place among its words from 0, and what it said."""

    number: int
    index: int
    was: str


def correct_document(db: Database, document_id: int, what: What, value: str) -> int:
    """Say the kind, title, date or sender of a document. Returns the correction's id.

    Raises UnknownKind, InvalidValue.
    """
    from lexo.understanding.kinds import registry
    from lexo.understanding.values import normalized

    if what is What.KIND and registry.get(value) is None:
        raise UnknownKind(kind=value)
    said = normalized("issue_date", value) if what is What.DATE else value.strip()
    if not said:
        raise InvalidValue(name=what.value)
    with db.write() as connection:
        before = documents.said(connection, document_id, what.value)
        new = NewCorrection(document_id, what, {"value": before} if before else None, {"value": said})
        return _kept(connection, new)


def add_field(db: Database, document_id: int, fact: NewFact) -> int:
    """Say a fact that was not found. Raises InvalidValue."""
    if not _NAME.fullmatch(fact.name):
        raise InvalidValue(name=fact.name)
    boxes = [list(fact.bbox)] if fact.bbox else []
    after = {**_value(fact), "page": fact.page, "boxes": boxes, "text": fact.value}
    with db.write() as connection:
        documents.said(connection, document_id, "title")
        return _kept(connection, NewCorrection(document_id, What.FIELD, None, after, fact.name))


def correct_field(db: Database, document_id: int, field_id: int, value: str, *, force: bool = False) -> int:
    """Say what a fact is instead. Raises FieldNotFound, InvalidValue."""
    return _about_field(db, document_id, field_id, lambda field: _value(NewFact(field.name, value, force=force)))


def accept_field(db: Database, document_id: int, field_id: int) -> int:
    """Say that a fact is right. Raises FieldNotFound."""
    return _about_field(db, document_id, field_id, lambda field: {"value": field.value, "normalized": field.normalized})


def remove_field(db: Database, document_id: int, field_id: int) -> int:
    """Say that the paper does not say so. Raises FieldNotFound."""
    return _about_field(db, document_id, field_id, lambda _: None)


def correct_word(db: Database, document_id: int, spot: Spot, text: str) -> int:
    """Say what a word of a page is; "" where there is none. Raises PageNotFound, WordNotFound."""
    number, index, was = spot.number, spot.index, spot.was
    with db.write() as connection:
        kept = pages.get_read_page(connection, document_id, number)
        page = pages.unpacked(kept)
        words: list[Word] = list(page.words)
        if not 0 <= index < len(words) or words[index].text != was:
            raise WordNotFound()
        word = words[index]
        before = {"value": was, "confidence": word.confidence}
        said = {"value": " ".join(text.split())}
        correction_id = corrections.add(
            connection, NewCorrection(document_id, What.WORD, before, said, page=number, box=word.bbox)
        )
        changed = corrected(page, [CorrectedWord(word.bbox, said["value"])])
        read = pages.as_read(connection, document_id, number) or kept
        save_words(connection, document_id, number, packed(changed), read=read)
        return correction_id


def undo(db: Database, document_id: int, correction_id: int) -> Correction:
    """Take a correction back. Raises CorrectionNotFound."""
    with db.write() as connection:
        undone = corrections.undo(connection, document_id, correction_id)
        if undone.what is What.WORD:
            _restore_word(connection, undone)
        else:
            _concluded(connection, document_id, undone.what)
        return undone


def _restore_word(connection: Connection, undone: Correction) -> None:
    """What the engine had read comes back; all other corrections of the page stay."""
    document_id, number = undone.document_id, undone.page
    assert number is not None
    assert undone.box is not None
    in_force = corrections.words_of(connection, document_id, number)
    read = pages.as_read(connection, document_id, number)
    if read is not None:
        page = packed(corrected(pages.unpacked(read), in_force)) if in_force else read
        save_words(connection, document_id, number, page, read=read if in_force else None)
        return
    was = undone.before or {"value": ""}  # it was corrected before pages were kept as they were read
    before = CorrectedWord(undone.box, was["value"], was.get("confidence"))
    page = pages.get_read_page(connection, document_id, number)
    changed = packed(corrected(pages.unpacked(page), [before, *in_force]))
    save_words(connection, document_id, number, changed, read=None)


def _about_field(db: Database, document_id: int, field_id: int, after_of: Callable[[Field], Value | None]) -> int:
    with db.write() as connection:
        field = facts.get_field(connection, document_id, field_id).field
        before = {
            "value": field.value,
            "normalized": field.normalized,
            "page": field.proof.page,
            "boxes": [list(box) for box in field.proof.boxes],
            "text": field.proof.text,
        }
        after = after_of(field)
        if after is not None:  # it stands where the one stood that it corrects
            after = {**before, **after, "rows": [dict(row) for row in field.rows]}
        return _kept(connection, NewCorrection(document_id, What.FIELD, before, after, field.name))


def _kept(connection: Connection, new: NewCorrection) -> int:
    correction_id = corrections.add(connection, new)
    _concluded(connection, new.document_id, new.what)
    return correction_id


def _concluded(connection: Connection, document_id: int, what: What) -> None:
    """The paper, and those of the same sender where something was taught."""
    from lexo.pipeline.concluding import conclude_within

    conclude_within(connection, document_id)
    if what in (What.KIND, What.SENDER):
        for other in lessons.taught_by(connection, document_id):
            conclude_within(connection, other)


def _value(fact: NewFact) -> dict[str, Any]:
    """What a person wrote, and its normal form. Raises InvalidValue."""
    from lexo.understanding.values import normalized

    text = " ".join(fact.value.split())
    normal = normalized(fact.name, text)
    if not text or (normal is None and not fact.force):
        raise InvalidValue(name=fact.name)
    return {"value": text, "normalized": text if normal is None else normal}

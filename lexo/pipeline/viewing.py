"""What somebody waits for on a kept page, made by a reader of its own: its picture, a part of it, its tables."""

import time
from collections.abc import Callable
from pathlib import Path

from lexo.document import BBox, Document, PageImage
from lexo.errors import PageNotFound
from lexo.pipeline import asking, tasks
from lexo.pipeline.looker import find_tables
from lexo.pipeline.process import Reading
from lexo.pipeline.readers import Readers
from lexo.store import documents, facts, looks, pages
from lexo.store.pictures import WIDTHS_PX, Pictures

TABLES_WAIT_S = 30.0  # for tables that somebody wants to see; the rest comes when there is time
LOOK_DPI = 150  # of the picture that a vision model is asked about
CROP_MARGIN = 0.01  # of the page, around the proof of a field


class Viewer:
    """Pictures of pages, each made at the first call and kept. Safe to use from several threads."""

    def __init__(self, reading: Reading, readers: Readers, pictures: Pictures, scratch: Callable[[str], Path]) -> None:
        self._reading, self._readers, self._pictures, self._scratch = reading, readers, pictures, scratch

    def page_image(self, document_id: int, number: int, size: str) -> Path:
        """The upright picture of a page, made at the first call. Raises DocumentNotFound, PageNotFound, FileProblem."""
        document = documents.get(self._reading.db, document_id, include_deleted=True)
        rotation = pages.get_rotation(self._reading.db, document_id, number)
        if size not in WIDTHS_PX:
            raise PageNotFound(number=number)
        target = self._pictures.path(document.sha256, number, rotation, size)
        if not target.exists():
            path, password = self._source(document)
            task = tasks.Render(path, document.media_type, password, number, rotation, WIDTHS_PX[size], target)
            asking.ask(self._readers, task, tasks.Written)
        return target

    def field_image(self, document_id: int, field_id: int) -> Path:
        """The part of a page that proves a field, a little around it; to be deleted by whoever asked.

        Raises DocumentNotFound, FieldNotFound, PageNotFound (it is not printed), FileProblem.
        """
        document = documents.get(self._reading.db, document_id, include_deleted=True)
        proof = facts.find(self._reading.db, document_id, field_id).field.proof
        if proof.page is None or not proof.boxes:
            raise PageNotFound(number=proof.page or 0)
        rotation = pages.get_rotation(self._reading.db, document_id, proof.page)
        path, password = self._source(document)
        target, part = self._scratch(".jpg"), BBox.around(proof.boxes).widened(CROP_MARGIN)
        width_px = WIDTHS_PX["full"]
        task = tasks.Render(path, document.media_type, password, proof.page, rotation, width_px, target, part)
        try:
            asking.ask(self._readers, task, tasks.Written)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return target

    def page_pixels(self, document_id: int, number: int) -> PageImage:
        """The upright picture of a page for a model. Raises DocumentNotFound, PageNotFound, FileProblem."""
        document = documents.get(self._reading.db, document_id)
        rotation = pages.get_rotation(self._reading.db, document_id, number)
        path, password = self._source(document)
        task = tasks.Expose(path, document.media_type, password, number, rotation, LOOK_DPI, self._scratch(""))
        return asking.picture(self._readers, task)

    def settle_tables(self, document_id: int, number: int | None = None) -> None:
        """Look for the tables of a document, or of one page, now rather than when there is time."""
        deadline = time.monotonic() + TABLES_WAIT_S
        while time.monotonic() < deadline and looks.has_tables_to_come(self._reading.db, document_id, number):
            look = looks.claim_tables(self._reading.db, self._reading.boot_id, document_id, number)
            if look is None:  # it is just being done
                time.sleep(0.05)
            else:
                find_tables(self._reading, self._readers, look, priority=asking.URGENT)

    def _source(self, document: Document) -> tuple[Path, str | None]:
        return self._reading.files.path(document.sha256), self._reading.passwords.get(document.id)

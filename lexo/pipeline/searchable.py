"""A searchable copy of a paper, written by a reader process out of what was read and corrected."""

from collections.abc import Callable, Iterable
from pathlib import Path

from lexo.errors import NotReadYet, ProtectedCopy
from lexo.pipeline import tasks
from lexo.pipeline.asking import ask
from lexo.pipeline.dossiers import Bindery
from lexo.pipeline.readers import Readers
from lexo.store import documents, pages
from lexo.store.pages import ReadPage

Numbered = Iterable[tuple[int, ReadPage]]


def write(room: Bindery, document_id: int, language: str) -> Path:
    """Write the copy into LEXO's temporary folder; whoever asked deletes it. `language` is a tag of BCP 47, or "".

    Raises DocumentNotFound, NotReadYet, ProtectedCopy, and what is wrong with the file.
    """
    document = documents.get(room.db, document_id)
    if document.is_encrypted:
        raise ProtectedCopy()
    read = pages.all_read(room.db, document_id)
    if not read:
        raise NotReadYet()
    path = room.files.path(document.sha256)
    task = tasks.Layer(path, document.media_type, None, title=document.title, language=language)
    return lay_over(room.readers, task, read, room.scratch)


def lay_over(readers: Readers, task: tasks.Layer, read: Numbered, scratch: Callable[[], Path]) -> Path:
    """Have a reader write the copy that `task` says, with the words of these pages. Raises what the reader says."""
    plan, target = scratch(), scratch()
    try:
        tasks.write_pages(plan, read)
        whole = tasks.Layer(task.path, task.media_type, task.password, plan, task.title, task.language, target)
        ask(readers, whole, tasks.Written)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    finally:
        plan.unlink(missing_ok=True)
    return target

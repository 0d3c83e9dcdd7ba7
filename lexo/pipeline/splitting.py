"""Cutting a scan of several papers into a file for each."""

from collections.abc import Sequence
from pathlib import Path, PurePath

from lexo.document import Document, MediaType
from lexo.errors import CannotSplit
from lexo.pipeline import tasks
from lexo.pipeline.asking import ask
from lexo.pipeline.process import Reading
from lexo.pipeline.readers import Readers

Range = tuple[int, int]  # first and last page


def ranges_of(document: Document, begins: Sequence[int]) -> tuple[Range, ...]:
    """The pages of each paper, where others than the first begin at `begins`. Raises CannotSplit."""
    count = document.page_count or 0
    inner = sorted(set(begins))
    if not inner or inner[0] < 2 or inner[-1] > count or document.is_encrypted:
        raise CannotSplit()
    firsts = [1, *inner]
    return tuple(zip(firsts, [*(first - 1 for first in inner), count], strict=True))


def write_parts(reading: Reading, readers: Readers, document: Document, ranges: Sequence[Range]) -> list[Path]:
    """A file for each range, in LEXO's temporary folder. Raises the file's LexoError, and then leaves none."""
    parts: list[Path] = []
    try:
        for first, last in ranges:
            parts.append(reading.scratch())
            path = reading.files.path(document.sha256)
            task = tasks.Extract(path, document.media_type, None, first, last, parts[-1])
            ask(readers, task, tasks.Written)
    except BaseException:
        for part in parts:
            part.unlink(missing_ok=True)
        raise
    return parts


def name_of_part(document: Document, first: int, last: int) -> str:
    """`scan.pdf` → `scan p. 2-3.pdf`."""
    suffix = ".pdf" if document.media_type is MediaType.PDF else ".tiff"
    pages = str(first) if first == last else f"{first}-{last}"
    return f"{PurePath(document.filename).stem} p. {pages}{suffix}"

"""Opening a file of pages, whatever its type: the Protocol that both kinds of file fulfil, and the door to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from lexo.document import BBox, Block, Inspection, Line, MediaType, PageImage, PageText
from lexo.facts import Attachment


@dataclass(frozen=True, slots=True)
class TextLayer:
    """The text a file carries for one page, and the evidence for judging it; shares are 0-1.

    `characters` counts what can be seen on the page, `unreadable` what of it has no meaning (no Unicode, private use).
    `hidden` counts characters that the page does not show: invisible, white on white, covered by a picture; `blocks`
    holds none of them. `picture_share` is the part of the page under pictures. `rotation` (clockwise) made
    the text upright. `sample` is the beginning of the text without spaces.
    """

    width_pt: float
    height_pt: float
    blocks: Sequence[Block]
    characters: int
    unreadable: int = 0
    hidden: int = 0
    picture_share: float = 0.0
    rotation: int = 0
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Layer:
    """What a searchable copy is to say: the words of each page, by number, its title and its language (BCP 47)."""

    pages: Mapping[int, PageText] = field(default_factory=dict)
    title: str = ""
    language: str = ""


class PageSource(Protocol):
    """One open file of pages; numbers are 1-based. Not for use by two threads at once."""

    def inspect(self) -> Inspection:
        """Say what the file is. Raises FileProblem or FileWaiting when its pages cannot be had."""
        ...

    def text_layer(self, number: int) -> TextLayer | None:
        """The page's own text, or None where the file carries none. Raises PageDamaged."""
        ...

    def hidden_lines(self, number: int) -> tuple[Line, ...]:
        """The lines of the page's text that the page does not show; none for a file of pixels. Raises PageDamaged."""
        ...

    def structure(self, number: int) -> PageText | None:
        """The page's own text with its structure from a layout model (slow), or None. Raises PageDamaged.

        Tables come as places: cells with boxes, without text.
        """
        ...

    def rulings(self, number: int) -> tuple[BBox, ...]:
        """The straight lines that the page draws, each a thin box; none for a file of pixels. Raises PageDamaged."""
        ...

    def native_dpi(self, number: int) -> int | None:
        """Pixels per inch of the pictures that make up the page, or None where it is drawn or unknown."""
        ...

    def render(self, number: int, dpi: int, *, grey: bool, rotation: int = 0) -> PageImage:
        """Pixels of the page as displayed, then turned clockwise by `rotation`. Raises PageDamaged, PageOutOfMemory.

        `dpi` of the result is the one that was really used: it is lowered where the page would be too large.
        """
        ...

    def attachments(self) -> tuple[Attachment, ...]:
        """Files inside this one, of bounded number and size; none for a file of pixels. Never raises."""
        ...

    def write_part(self, first: int, last: int, target: Path) -> None:
        """Write some of the pages as a file of their own, as they are. Raises FileProblem, CannotSplit."""
        ...

    def write_copy(self, pages: range, turned: Sequence[tuple[int, int]], target: Path) -> None:
        """Write some of the pages as a PDF for others: upright, with nothing but what is shown. Raises FileProblem.

        `turned` are pages and the degrees clockwise that make them upright. A protected file is no longer protected.
        """
        ...

    def write_searchable(self, layer: Layer, target: Path) -> None:
        """Write a PDF that shows the same and whose words can be selected. Raises ProtectedCopy, FileProblem."""
        ...

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def open_file(path: Path, media_type: MediaType, password: str | None = None) -> PageSource:
    """Open a file by its type. Raises FileProblem (damaged, too large ...) or PasswordNeeded, PasswordWrong."""
    if media_type is MediaType.PDF:
        from lexo.pages.pdf import PdfFile  # 0.5 CPU-s to import; image files need none of it

        return PdfFile(path, password)
    from lexo.pages.images import ImageFile  # Pillow, as above

    return ImageFile(path, media_type)

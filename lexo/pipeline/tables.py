"""The tables of a page, where one is likely: a page with text of its own, or a page of pixels after it was read."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from lexo.document import BBox, PageImage, PageText, Strategy, Table, Word
from lexo.errors import LexoError
from lexo.ocr import chain, quality
from lexo.ocr.engine import OcrEngine, Segmentation
from lexo.ocr.tables import finish, second
from lexo.ocr.tables.likely import has_wide_gaps, is_likely
from lexo.pages.document_file import PageSource, TextLayer

log = logging.getLogger(__name__)

_READ_DPI = 400  # the print of tables is small: at 200 dpi, cell F1 0.91 as it is, 0.93 enlarged twice


class Engines(Protocol):
    """Who reads a table by itself: one of the first, and one of the second where that is in doubt."""

    @property
    def first(self) -> Sequence[OcrEngine]: ...
    @property
    def second(self) -> Sequence[OcrEngine]: ...


def are_likely(layer: TextLayer, strategy: Strategy) -> bool:
    """Whether the layout model should be asked for tables; 0.5 ms, against 200-1200 for the model."""
    if strategy is Strategy.FAST or layer.height_pt <= 0:
        return False
    return is_likely(layer.blocks, layer.width_pt / layer.height_pt)


def in_text(source: PageSource, number: int, structure: PageText) -> PageText:
    """The structure of a page with its own words in the cells of its tables. Raises PageDamaged."""
    return finish.finished(structure, source.rulings(number)) if structure.tables else structure


def in_pixels(page: PageText, image: PageImage, engines: Engines, strategy: Strategy) -> PageText:
    """The reading of a grey page image, with its tables: each found by the layout model, then read again by itself.

    Without any engine the words of the page are taken as they are.

    Never costs the page: where anything fails, it comes back as it was.
    """
    if strategy is Strategy.FAST or not page.blocks:
        return page
    try:
        return _found(page, image, engines)
    except LexoError as error:
        log.warning("no tables for this page: %s", error.code)
    except Exception:  # an optional step
        log.exception("no tables for this page")
    return page


def _found(page: PageText, image: PageImage, engines: Engines) -> PageText:
    from lexo.pages import prepare, rulings  # OpenCV and numpy, as everywhere where pixels are read

    if quality.is_prose(page) and not has_wide_gaps(page.blocks, page.width_pt / page.height_pt):
        return page  # without a look for lines, which takes a twentieth of what reading a page does
    made = prepare.straightened(prepare.turned(image, page.rotation))
    straight = prepare.on_image(page, made)
    lines = rulings.rulings(made.image)
    if not is_likely(straight.blocks, made.image.width_px / made.image.height_px, lines):
        return page
    seen = _seen(straight, made.image)
    if seen is None or not seen.tables:
        return page
    seen = finish.whole(replace(seen, blocks=straight.blocks))
    wiped = rulings.without(made.image, lines)
    again = [_again(table, straight, wiped, engines) for table in seen.tables]
    return prepare.on_page(finish.finished_again(straight, again, lines), made)


def _again(table: Table, page: PageText, image: PageImage, engines: Engines) -> finish.ReadAgain:
    """A table read by itself, and where that reads otherwise, once more by a second engine."""
    again = finish.ReadAgain(table, _read_again(table.bbox, image, engines.first, page.languages))
    if not again.words or not engines.second or not finish.is_in_doubt(page, again):
        return again
    return replace(again, others=_read_again(table.bbox, image, engines.second, page.languages))


def _seen(page: PageText, image: PageImage) -> PageText | None:
    """The page with the places of its tables."""
    from lexo.pages.frame import framed
    from lexo.pages.pdf import layout_of_picture  # 0.5 CPU-s to import; image files need none of it

    frame = framed(image, page.blocks)
    if frame is None:
        return layout_of_picture(image, TextLayer(page.width_pt, page.height_pt, page.blocks, characters=0))
    wide = frame.image
    width_pt, height_pt = wide.width_px / wide.dpi * 72, wide.height_px / wide.dpi * 72
    seen = layout_of_picture(wide, TextLayer(width_pt, height_pt, frame.blocks(page.blocks), characters=0))
    return seen and replace(page, tables=tuple(map(frame.table_inside, seen.tables)))


def _read_again(
    box: BBox, image: PageImage, engines: Sequence[OcrEngine], languages: Sequence[str]
) -> tuple[Word, ...]:
    """The words of one table, read from an enlarged picture of it alone; none without an engine that can."""
    from lexo.pages import rulings

    if not engines:
        return ()
    part, true = rulings.cut_out(image, box, _READ_DPI)
    try:
        found = chain.read(engines, part, languages, Segmentation.ONE_BLOCK)
    except LexoError as error:
        log.warning("a table is not read again: %s", error.code)
        return ()
    words = (word for line in found.lines for word in line.words)
    return tuple(second.without_line_signs([_put_back(word, true) for word in words]))


def _put_back(word: Word, part: BBox) -> Word:
    """A word of a part of the page with its box on the page."""
    width, height = part.right - part.left, part.bottom - part.top
    box = word.bbox
    return word._replace(
        bbox=BBox(
            part.left + box.left * width,
            part.top + box.top * height,
            part.left + box.right * width,
            part.top + box.bottom * height,
        )
    )

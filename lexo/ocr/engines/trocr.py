"""TrOCR as an engine: it reads lines that somebody found, one picture of a line each. In the server process."""

from collections.abc import Sequence
from dataclasses import replace

from lexo.document import BBox, Block, Line, PageImage, PageText, Word
from lexo.errors import LanguageMissing
from lexo.inference.manifest import ModelSpec
from lexo.inference.trocr import LineReader, ReadLine
from lexo.ocr import layout, quality
from lexo.ocr.engine import EngineStatus, Segmentation
from lexo.ocr.tsv import confidence_of

LANGUAGES = ("eng", "fra")  # what there are checkpoints for: Microsoft's are English
_MARGIN = 0.12  # of a line's height, above and below: descenders and accents that a box cuts


class Trocr:
    """The engine "trocr"; cheap to make, the model is loaded at its first line, by whoever runs it."""

    name = "trocr"

    def __init__(self, spec: ModelSpec, reader: LineReader) -> None:
        self.dpi = spec.dpi
        self._version, self._reader = f"{spec.name}@{spec.revision}", reader

    def status(self) -> EngineStatus:
        return EngineStatus(self.name, True, self._version, LANGUAGES)

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        """Read the lines that the page's ink makes. Raises LanguageMissing, and what a model on this machine raises."""
        from lexo.ocr import line_boxes  # numpy, which the server loads only when a model is used

        if not set(languages) & set(LANGUAGES):
            raise LanguageMissing(language=", ".join(languages) or "–", installed=", ".join(LANGUAGES))
        boxes = line_boxes.find_lines(page)
        pictures = [_cut(page, box) for box in boxes]
        read = self._read(pictures)
        lines = [
            line
            for box, picture, found in zip(boxes, pictures, read, strict=True)
            if (line := _line(box, picture, found)) is not None
        ]
        blocks = layout.in_reading_order(lines, page.width_px / page.height_px)
        return self._page(PageText(page.width_px / page.dpi * 72, page.height_px / page.dpi * 72), blocks, page)

    def recognize_lines(self, picture: PageImage, boxes: Sequence[BBox]) -> list[tuple[str, float]]:
        """Text and confidence of each box of a line, in order. Raises what a model on this machine raises."""
        return [(line.text, line.confidence) for line in self._read([_cut(picture, box) for box in boxes])]

    def read_again(self, first: PageText, picture: PageImage) -> PageText:
        """A first reading with those doubtful lines replaced that are read more surely here; a new engine if any is."""
        doubtful = [line for line in first.lines if _confidence(line) < quality.GOOD_CONFIDENCE]
        pictures = [_cut(picture, line.bbox) for line in doubtful]
        better: dict[Line, Line] = {}
        for line, cut, read in zip(doubtful, pictures, self._read(pictures), strict=True):
            new = _line(line.bbox, cut, read)
            if new is not None and read.confidence > _confidence(line):
                better[line] = _on_places(new, line)
        if not better:
            return first
        blocks = [
            Block(block.kind, block.bbox, tuple(better.get(line, line) for line in block.lines))
            for block in first.blocks
        ]
        return self._page(first, blocks, picture)

    def orientation(self, page: PageImage) -> int | None:
        return None

    def close(self) -> None:
        """Nothing is kept here; the model is unloaded by whoever runs it."""

    def _read(self, pictures: Sequence[PageImage]) -> Sequence[ReadLine]:
        return self._reader.read(pictures) if pictures else ()

    def _page(self, frame: PageText, blocks: Sequence[Block], picture: PageImage) -> PageText:
        words = [word for block in blocks for line in block.lines for word in line.words]
        return replace(
            frame,
            blocks=tuple(blocks),
            engine=self.name,
            engine_version=self._version,
            confidence=confidence_of(words),
            dpi=picture.dpi,
        )


def _line(box: BBox, picture: PageImage, read: ReadLine) -> Line | None:
    """A read line with a box for each word; None where nothing was read, or where the model found no end."""
    from lexo.ocr import line_boxes

    texts = read.text.split()
    if not texts or read.confidence == 0:
        return None
    width = box.right - box.left
    cuts = line_boxes.cut_words(picture, texts)
    return Line(
        tuple(
            Word(text, BBox(box.left + left * width, box.top, box.left + right * width, box.bottom), read.confidence)
            for text, (left, right) in zip(texts, cuts, strict=True)
        )
    )


def _on_places(new: Line, old: Line) -> Line:
    """As many words as before lie where they lay; the first engine saw their boxes."""
    if len(new.words) != len(old.words):
        return new
    return Line(
        tuple(Word(word.text, place.bbox, word.confidence) for word, place in zip(new.words, old.words, strict=True))
    )


def _confidence(line: Line) -> float:
    return confidence_of(line.words) or 0.0


def _cut(page: PageImage, box: BBox) -> PageImage:
    """The part of a page under a box, a little higher than it; at least one pixel."""
    margin = (box.bottom - box.top) * _MARGIN
    left, right = _pixels(box.left, box.right, page.width_px)
    top, bottom = _pixels(box.top - margin, box.bottom + margin, page.height_px)
    stride = page.width_px * page.channels
    view = memoryview(page.pixels)
    rows = (view[y * stride + left * page.channels : y * stride + right * page.channels] for y in range(top, bottom))
    return PageImage(b"".join(rows), right - left, bottom - top, page.channels, page.dpi)


def _pixels(begin: float, end: float, size: int) -> tuple[int, int]:
    first = min(max(round(begin * size), 0), size - 1)
    return first, min(max(round(end * size), first + 1), size)

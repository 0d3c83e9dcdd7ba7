"""Vision models as OCR engines: a picture and the model's own phrase in, blocks with their kinds out.

Whoever runs the model (`lexo.inference`) stops it at its limits; here its answer is judged: one that was cut off, that
repeats itself or says nothing is no reading. Words have no boxes of their own yet, `lexo.ocr.align` gives them theirs.
"""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from lexo.document import PageImage, PageText
from lexo.errors import LanguageMissing, ModelAbsent, ModelGaveUp, ModelLooped
from lexo.inference.base import Finish, Generated, Generation, Stream, VisionModel
from lexo.inference.manifest import ModelSpec
from lexo.ocr import tiles
from lexo.ocr.engine import CutShort, EngineOptions, EngineStatus, Segmentation
from lexo.ocr.vision.families import Family, family_of, prompt_of
from lexo.ocr.vision.formulas import latex_of
from lexo.ocr.vision.pieces import Piece, page_of
from lexo.ocr.vision.repeats import is_looping
from lexo.ocr.vision.talk import without_talk
from lexo.ocr.vision.tokens import MAX_ANSWER_CHARS, cleaned, is_rubbish, without_special
from lexo.ocr.vision.writing import markdown_of, markdown_of_table

log = logging.getLogger(__name__)

PAGE_TIMEOUT_S = 300.0  # of one look; 8,192 tokens take two to three minutes on a small Mac
_GRACE_S = 30.0  # beyond its time limit, before an answer is cut off here
# What the models' cards call supported, as far as papers of Europe need it; what else they read they read unasked.
LANGUAGES = tuple(
    "ara bul cat ces dan deu ell eng est eus fin fra gle glg heb hin hrv hun isl ita jpn kor lat lav lit ltz mkd mlt "
    "nld nor oci pol por ron rus slk slv spa sqi srp swe tha tur ukr vie zho".split()
)


class VisionEngine:
    """One model as an engine; cheap to make, the model is loaded at its first look, by whoever runs it."""

    def __init__(
        self,
        spec: ModelSpec,
        model: VisionModel,
        options: EngineOptions,
        is_available: Callable[[], bool] = lambda: True,
    ) -> None:
        self.name = spec.engine or spec.name
        self.dpi = options.dpi or spec.dpi  # of the pictures it wants
        self._spec, self._model, self._options, self._is_available = spec, model, options, is_available
        self._family: Family = family_of(spec)

    def status(self) -> EngineStatus:
        if not self._is_available():
            return EngineStatus(self.name, False, self.version, LANGUAGES, str(ModelAbsent(model=self._spec.name)))
        return EngineStatus(self.name, True, self.version, LANGUAGES)

    @property
    def version(self) -> str:
        """The model and its revision, "deepseek-ocr-8bit@main"."""
        return f"{self._spec.name}@{self._spec.revision}"

    def recognize(
        self, page: PageImage, languages: Sequence[str], segmentation: Segmentation = Segmentation.AUTOMATIC
    ) -> PageText:
        """Blocks in reading order; each word carries its block's box, or the whole page's, and no confidence.

        Raises ModelLooped, ModelGaveUp, CutShort, and what the model's `Stream` raises.
        """
        if languages and not set(languages) & set(LANGUAGES):
            raise LanguageMissing(language="+".join(languages))
        started = time.perf_counter()
        pieces, was_cut = self._read(page)
        found = page_of(pieces, page)
        return replace(
            found,
            engine=self.name,
            engine_version=self.version,
            languages=tuple(languages),
            duration_ms=round((time.perf_counter() - started) * 1000),
            warnings=(*found.warnings, *(("read_in_tiles",) if was_cut else ())),
        )

    def orientation(self, page: PageImage) -> int | None:
        """None: models read a page as it lies."""
        return None

    def close(self) -> None:
        """Nothing is kept here; the model is unloaded by whoever runs it."""

    def page_to_markdown(self, picture: PageImage) -> str:
        """A page as Markdown, tables as pipes or HTML, formulas between `$$`. Raises as `recognize` does."""
        pieces, _ = self._read(picture)
        return markdown_of(pieces)

    def table_to_markdown(self, picture: PageImage) -> str:
        """The table on a picture that shows one. Raises ModelGaveUp where the model saw none, else as `recognize`."""
        answer = self._answer(picture, "table")
        pieces = self._family.parse(answer, (picture.width_px, picture.height_px))
        table = next((piece.table for piece in pieces if piece.table is not None), None)
        if table is None:
            raise ModelGaveUp
        return markdown_of_table(table)

    def formula_to_latex(self, picture: PageImage) -> str:
        """The formula on a picture that shows one, without delimiters. Raises as `recognize` does."""
        answer = self._answer(picture, "formula")
        pieces = self._family.parse(answer, (picture.width_px, picture.height_px))
        texts = [piece.text for piece in pieces if piece.text]
        latex = latex_of(texts[0] if len(texts) == 1 else without_special(answer))
        if not latex:
            raise ModelGaveUp
        return latex

    def _read(self, page: PageImage) -> tuple[list[Piece], bool]:
        """The pieces of a page, and whether it was read in parts. A blank page is not shown to the model at all."""
        from lexo.ocr.vision.ink import Ink  # numpy, which the server loads only when a model is used

        if Ink(page).is_blank:
            return [], False
        max_pixels = self._spec.max_pixels or self._family.max_pixels
        if not tiles.is_too_large(page, max_pixels):
            return self._pieces(page), False
        parts = []
        for tile in tiles.cut(page, max_pixels):
            if not Ink(tile.picture).is_blank:
                parts.append(tiles.on_page(self._pieces(tile.picture), tile))
        return tiles.join(parts), True

    def _pieces(self, picture: PageImage) -> list[Piece]:
        """What one look gives. Raises ModelGaveUp for an answer in which nothing is."""
        answer = self._answer(picture, "page")
        pieces = self._family.parse(answer, (picture.width_px, picture.height_px))
        if not pieces:
            raise ModelGaveUp
        return pieces

    def _answer(self, picture: PageImage, ability: str) -> str:
        """The model's words about a picture, without its talk."""
        prompt = prompt_of(self._spec, ability)
        limits = self._limits()
        written = _finished(self._model.look(picture, prompt, limits), limits)
        log.info("%s wrote %d tokens in %.1f s: %s", self.name, written.tokens, written.seconds, written.finish.value)
        if written.finish is Finish.CANCELLED:
            raise CutShort
        answer = cleaned(written.text)
        if written.finish is Finish.LOOP or is_looping(answer):
            raise ModelLooped
        if written.finish is not Finish.STOP or is_rubbish(written.text):
            raise ModelGaveUp
        answer = without_talk(answer, prompt)
        if not without_special(answer).strip():
            raise ModelGaveUp
        return answer

    def _limits(self) -> Generation:
        options = self._options
        return Generation(
            max_tokens=options.max_tokens or self._spec.max_tokens,
            temperature=options.temperature or 0.0,
            timeout_s=options.timeout_s or PAGE_TIMEOUT_S,
        )


def _finished(stream: Stream, limits: Generation) -> Generated:
    """Wait for the end of an answer, but neither for ever nor for more than a page can hold.

    Who runs the model keeps the limits too; this holds where it fails to (a server somewhere else, a fault).
    """
    deadline = time.monotonic() + limits.timeout_s + _GRACE_S
    letters = 0
    for piece in stream:
        letters += len(piece)
        if letters > MAX_ANSWER_CHARS or time.monotonic() > deadline:
            stream.cancel()
            raise ModelGaveUp
    return stream.result()

"""Reading one page: its own text where that is really good, else its pixels. For a reader process only."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from lexo.columns import words_count
from lexo.document import Block, Line, PageImage, PageText, ReadingOptions, Strategy, Tried
from lexo.errors import MAX_TEXT_CHARS, EngineMissing, PageProblem
from lexo.ocr import chain, layout, quality, registry, tessdata
from lexo.ocr.engine import OcrEngine, Segmentation
from lexo.pages import text_layer
from lexo.pages.document_file import PageSource, TextLayer
from lexo.pages.text_layer import Verdict
from lexo.pipeline import tables

if TYPE_CHECKING:
    from lexo.pages.prepare import Prepared  # OpenCV and numpy: text layers need neither

log = logging.getLogger(__name__)

DRAWN_DPI = 300  # for pages that are drawn and for mixed ones
MAX_DPI = 400  # finer scans are read at DRAWN_DPI: the same text for half the time
MIN_DPI = 70
_LAST_TRY_S = 40.0  # no further try at a page after this
_FEW_WORDS = 20_000  # so many words are never too much text: no need to count its characters
_MUCH_MORE = 1.3  # pixels must say this much more than a text layer in doubt


def read_page(source: PageSource, number: int, options: ReadingOptions) -> PageText:
    """Read page `number` (1-based). Raises PageProblem, UnknownEngine, LanguageMissing or EngineMissing."""
    started = time.perf_counter()
    page = _cut(_read(source, number, options))
    return replace(page, duration_ms=round((time.perf_counter() - started) * 1000))


def _read(source: PageSource, number: int, options: ReadingOptions) -> PageText:
    registry.check(options.engine)
    if options.strategy is Strategy.OCR:
        return _read_pixels(source, number, options)
    layer = source.text_layer(number)
    verdict = text_layer.judge(layer)
    if layer is not None and verdict is Verdict.GOOD:
        return _of_text(source, number, layer, options)
    if layer is not None and verdict is Verdict.DOUBTFUL:
        return _fuller(layer, source, number, options)
    page = _read_pixels(source, number, options)
    return _warned(page, "text_layer_rejected") if verdict is Verdict.REJECTED else page


def _of_text(source: PageSource, number: int, layer: TextLayer, options: ReadingOptions) -> PageText:
    """A good text layer, put in order and with its tables by the layout model where that is worth its time."""
    is_asked = options.strategy is Strategy.LAYOUT
    is_in_doubt = text_layer.order_is_in_doubt(layer) and options.strategy is not Strategy.FAST
    if not (is_asked or is_in_doubt):
        own = text_layer.page_of(layer)
        if not tables.are_likely(layer, options.strategy):
            return own
        if not options.tables:
            return replace(own, wants_layout=True)
    structure = _structure(source, number, is_asked=is_asked)
    return replace(structure, engine="layout-model") if structure else text_layer.page_of(layer)


def _structure(source: PageSource, number: int, *, is_asked: bool) -> PageText | None:
    """What the layout model says of a page. A doubt never costs the page, unless just this was asked for."""
    try:
        structure = source.structure(number)
        return tables.in_text(source, number, structure) if structure else None
    except PageProblem as error:
        if is_asked:
            raise
        log.warning("no help from the layout model: %s", error.code)
        return None


def _fuller(layer: TextLayer, source: PageSource, number: int, options: ReadingOptions) -> PageText:
    """The text layer, unless the pixels say much more; without an engine, the text layer is better than nothing."""
    own = text_layer.page_of(layer)
    try:
        page = _read_pixels(source, number, options)
    except EngineMissing:
        return own
    if quality.score(page) > _MUCH_MORE * quality.score(own) + 20:
        return replace(page, tried=(Tried(own.engine, outcome=chain.WORSE), *page.tried))
    return replace(own, tried=(Tried(own.engine), *chain.lost(page.tried)))


def _read_pixels(source: PageSource, number: int, options: ReadingOptions) -> PageText:
    """Render, see whether there is anything, read; where the reading is poor, try what else may help."""
    from lexo.pages import prepare

    wanted = options.dpi or _dpi(source.native_dpi(number))
    image = source.render(number, wanted, grey=True)
    if prepare.is_blank(image):
        blank = PageText(image.width_px / image.dpi * 72, image.height_px / image.dpi * 72, dpi=image.dpi)
        return _warned(blank, "page_blank")
    lineup = _Lineup.of(options)
    page = _Attempts(image, options.languages, lineup).run()
    if (foreign := _foreign_language(page, options.languages)) is not None:
        page = chain.better(page, _Attempts(image, (foreign, *options.languages), lineup).run())
    page = tables.in_pixels(page, image, lineup.for_tables(page), options.strategy)
    if not page.blocks:
        page = _warned(page, "page_blank")
    elif quality.is_doubtful(page):
        page = _warned(page, "page_doubtful")
    return _warned(page, "page_downscaled") if image.dpi < wanted else page


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """The pixels that an engine would be given, and how they were made from the page's."""

    image: PageImage
    rotation: int  # degrees clockwise
    skew_degrees: float  # by which the lines fell to the right


def prepare_page(source: PageSource, number: int, options: ReadingOptions) -> PreparedPage:
    """Render and make ready, without reading. Raises PageProblem, UnknownEngine."""
    from lexo.pages import prepare

    engines = registry.engines_for(options.engine)
    image = source.render(number, options.dpi or _dpi(source.native_dpi(number)), grey=True)
    turn = (chain.orientation(engines, image) or 0) if not prepare.is_blank(image) else 0
    made = prepare.prepared(prepare.turned(image, turn))
    return PreparedPage(made.image, turn, made.skew)


@dataclass(frozen=True, slots=True)
class _Lineup:
    """Who reads: `first` one after the other until one works, then one of `second` where the reading is not sure."""

    first: tuple[OcrEngine, ...]
    second: tuple[OcrEngine, ...]

    @classmethod
    def of(cls, options: ReadingOptions) -> "_Lineup":
        """Every strategy but "fast" asks for a second opinion; "best" leaves the vision model to the server."""
        second = () if options.strategy is Strategy.FAST else registry.seconds_for(options.engine)
        first = registry.engines_for(options.engine)
        return cls(first, tuple(engine for engine in second if engine not in first))

    def for_tables(self, page: PageText) -> "_Lineup":
        """Who reads a table of the page once more: nobody where two have read it, which nothing here betters."""
        return _Lineup((), ()) if chain.has_second(page, self.second) else self


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of a page: as it stands on the page, and as the engines gave it for the picture they were shown."""

    page: PageText
    found: PageText
    made: "Prepared"


class _Attempts:
    """Tries at one page image; the best reading so far is kept."""

    def __init__(self, image: PageImage, languages: Sequence[str], lineup: _Lineup) -> None:
        self._image, self._languages, self._lineup = image, languages, lineup
        self._started = time.monotonic()

    def run(self) -> PageText:
        """As it lies; if that is poor, turned upright; where still unsure, by a second engine or in other ways."""
        from lexo.pages import prepare

        turn = self._turn() if prepare.is_sideways(self._image) else 0
        best = self._try(turn, Segmentation.AUTOMATIC)
        is_sideways = layout.is_sideways(best.page.lines, best.page.width_pt / best.page.height_pt)
        if (is_sideways or quality.may_be_turned(best.page)) and turn == 0 and (turn := self._turn()):
            turned = self._try(turn, Segmentation.AUTOMATIC)
            best = _remembering(turned, best) if is_sideways else _better(best, turned)
        if quality.is_sure(best.page):
            return best.page
        best = self._asked_again(best)
        if not chain.has_second(best.page, self._lineup.second):
            return self._tried_again(best).page
        if not quality.is_good(best.page) and time.monotonic() - self._started < _LAST_TRY_S:
            other = self._try(best.page.rotation, Segmentation.AUTOMATIC, clean=not best.made.is_clean)
            best = _better(best, self._asked_again(other))
        return best.page

    def _tried_again(self, best: _Reading) -> _Reading:
        """While it is poor: cleaned the other way, and as one block."""
        is_clean = best.made.is_clean
        for segmentation, clean in (
            (Segmentation.AUTOMATIC, not is_clean),
            (Segmentation.ONE_BLOCK, is_clean),
            (Segmentation.ONE_BLOCK, not is_clean),
        ):
            if not quality.is_good(best.page) and time.monotonic() - self._started < _LAST_TRY_S:
                best = _better(best, self._try(best.page.rotation, segmentation, clean=clean))
        return best

    def _turn(self) -> int:
        return chain.orientation((*self._lineup.first, *self._lineup.second), self._image) or 0

    def _try(self, rotation: int, segmentation: Segmentation, *, clean: bool | None = None) -> _Reading:
        from lexo.pages import prepare

        made = prepare.prepared(prepare.turned(self._image, rotation), clean=clean)
        engines = (*self._lineup.first, *self._lineup.second)  # a second one reads the page where no first one can
        return self._placed(chain.read(engines, made.image, self._languages, segmentation), made, rotation)

    def _asked_again(self, best: _Reading) -> _Reading:
        """With a second opinion on what is not sure."""
        asked = [engine for engine in self._lineup.second if engine.name != best.found.engine]
        found = replace(best.found, tried=best.page.tried)
        found = chain.second_opinion(asked, best.made.image, self._languages, found)
        return self._placed(found, best.made, best.page.rotation)

    def _placed(self, found: PageText, made: "Prepared", rotation: int) -> _Reading:
        """In reading order, on the page as people see it."""
        from lexo.pages import prepare

        blocks = layout.in_reading_order(found.lines, made.image.width_px / made.image.height_px, made.slant)
        page = replace(
            prepare.on_page(replace(found, blocks=blocks), made),
            width_pt=made.page_width_px / self._image.dpi * 72,
            height_pt=made.page_height_px / self._image.dpi * 72,
            rotation=rotation,
            languages=tuple(self._languages),
        )
        return _Reading(page, found, made)


def _better(first: _Reading, second: _Reading) -> _Reading:
    kept = second if quality.score(second.page) > quality.score(first.page) else first
    return replace(kept, page=chain.better(first.page, second.page))


def _remembering(reading: _Reading, before: _Reading) -> _Reading:
    """A reading that counts although it may say less than the one before."""
    return replace(reading, page=replace(reading.page, tried=(*chain.lost(before.page.tried), *reading.page.tried)))


def _dpi(native: int | None) -> int:
    if native is None or native > MAX_DPI:
        return DRAWN_DPI
    return max(native, MIN_DPI)


def _warned(page: PageText, code: str) -> PageText:
    return replace(page, warnings=(*page.warnings, code))


def _cut(page: PageText) -> PageText:
    """At most MAX_TEXT_CHARS of text, whole lines, with a warning where some was left out."""
    if words_count(page.blocks) < _FEW_WORDS:
        return page
    kept: list[Block] = []
    left = MAX_TEXT_CHARS
    for block in page.blocks:
        lines: list[Line] = []
        for line in block.lines:
            left -= len(line.text) + 1
            if left < 0:
                kept += [Block(block.kind, block.bbox, tuple(lines))] if lines else []
                return _warned(replace(page, blocks=tuple(kept)), "text_truncated")
            lines.append(line)
        kept.append(block)
    return page


def _foreign_language(page: PageText, expected: Sequence[str]) -> str | None:
    """The language of a page that is in none of the expected ones, where Tesseract has the data to read it."""
    others = set(tessdata.installed()).difference(expected)
    language = language_of(page.text) if others else None
    return language if language in others else None


def language_of(text: str) -> str | None:
    """The language of a text (ISO 639-3) among those of European papers, or None where there is too little of it."""
    if len(text.split()) < 8:
        return None
    return _LANGUAGES[_identifier().classify(text[:20_000])[0]]


_LANGUAGES = {"fr": "fra", "en": "eng", "de": "deu", "es": "spa", "it": "ita", "pt": "por", "nl": "nld"}


@cache
def _identifier() -> Any:
    from py3langid import langid  # 70 MB with its model: only where asked for

    make: Any = langid.LanguageIdentifier
    identifier = make.from_model_file(langid.MODEL_FILE)
    identifier.set_languages(list(_LANGUAGES))
    return identifier

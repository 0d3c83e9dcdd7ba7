"""Which pages a model looks at, and how: the engines that run in this process, on pictures that a reader made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from lexo.document import PageImage, PageText, ReadingOptions, Strategy
from lexo.errors import LexoError, ModelAbsent, ModelGaveUp
from lexo.ocr import quality
from lexo.ocr.engine import OcrEngine

DEFAULT_DPI = 150


@dataclass(frozen=True, slots=True)
class ModelEngine:
    """An engine with the resolution of the pictures it wants."""

    engine: OcrEngine
    dpi: int = DEFAULT_DPI

    @property
    def name(self) -> str:
        return self.engine.name


@dataclass(slots=True)
class Looking:
    """The model engines in the order they are tried. Without any, nothing here ever happens."""

    engines: Sequence[ModelEngine] = ()
    default: Strategy = Strategy.BALANCED  # what "auto" means
    _by_name: dict[str, ModelEngine] = field(init=False)

    def __post_init__(self) -> None:
        self._by_name = {each.name: each for each in self.engines}

    def check(self, name: str) -> None:
        """Raises ModelAbsent for an engine asked for by name that cannot be used."""
        if name in self._by_name and not self._by_name[name].engine.status().available:
            raise ModelAbsent(model=name)

    def wanted(self, options: ReadingOptions, page: PageText, whole: Callable[[], PageText]) -> str | None:
        """The engine that is to look at a page after its first reading, by name.

        `page` may lack its blocks; `whole` gives the page with them, and is only called where they are needed.
        """
        if not self.engines:
            return None
        if options.engine in self._by_name:
            return options.engine
        strategy = self.default if options.strategy is Strategy.AUTO else options.strategy
        if options.engine != "auto" or strategy in (Strategy.FAST, Strategy.LAYOUT):
            return None
        if "page_blank" in page.warnings:
            return None
        if strategy is not Strategy.BEST and not (page.dpi is not None and quality.needs_model(whole())):
            return None
        return next((each.name for each in self.engines if each.engine.status().available), None)

    def dpi(self, name: str) -> int:
        """The resolution of the pictures that an engine wants."""
        return self._by_name[name].dpi if name in self._by_name else DEFAULT_DPI

    def look(self, name: str, first: PageText, take: Callable[[int], PageImage]) -> PageText:
        """The better of a first reading and an engine's; `take` makes the page's picture at a resolution.

        Never raises for what is the engine's matter: the first reading comes back with a warning.
        """
        each = self._by_name.get(name)
        if each is None:  # it was switched off meanwhile
            return first
        from lexo.ocr import second_look  # what reads a model's answer: not needed before there is one

        try:
            picture = take(each.dpi)
        except LexoError:
            return warned(first, ModelGaveUp.code)
        return second_look.look(each.engine, first, picture, first.languages)


def warned(page: PageText, code: str) -> PageText:
    """The page with a warning, once."""
    return page if code in page.warnings else replace(page, warnings=(*page.warnings, code))

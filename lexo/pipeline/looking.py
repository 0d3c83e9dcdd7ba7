"""Which pages a model looks at, and how: the engines that run in this process, on pictures that a reader made."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lexo.document import PageImage, PageText, ReadingOptions, Strategy
from lexo.errors import LexoError, ModelAbsent, ModelGaveUp, ReadRemotely, RemoteOff
from lexo.ocr import quality
from lexo.pipeline.engines import REMOTE, ModelEngines


@dataclass(frozen=True, slots=True)
class Looking:
    """The model engines of this installation. Without a model on the disk nothing here ever happens."""

    engines: ModelEngines
    default: Strategy = Strategy.BALANCED  # what "auto" means

    def check(self, name: str) -> None:
        """Raises RemoteOff, ModelAbsent for a model engine asked for by name that cannot be used."""
        if name in self.engines.names() and self.engines.get(name) is None:
            if name == REMOTE:
                raise RemoteOff()
            raise ModelAbsent(model=self.engines.model(name) or name)

    def wanted(self, options: ReadingOptions, page: PageText, whole: Callable[[], PageText]) -> str | None:
        """The engine that is to look at a page after its first reading, by name.

        `page` may lack its blocks; `whole` gives the page with them, and is only called where they are needed.
        """
        usable = self.engines.usable()
        if not usable or "page_blank" in page.warnings:
            return None
        if options.engine != "auto":
            return options.engine if any(engine.name == options.engine for engine in usable) else None
        strategy = self.default if options.strategy is Strategy.AUTO else options.strategy
        if strategy in (Strategy.FAST, Strategy.LAYOUT):
            return None
        first = next((engine.name for engine in usable if engine.is_automatic), None)
        if strategy is Strategy.BEST or (page.dpi is not None and quality.needs_model(whole())):
            return first
        return None

    def look(self, name: str, first: PageText, take: Callable[[int], PageImage]) -> PageText:
        """The better of a first reading and an engine's; `take` makes the page's picture at a resolution.

        Never raises for what is the engine's matter: the first reading comes back with a warning.
        """
        from lexo.ocr import second_look  # what reads a model's answer: not needed before there is one

        engine = self.engines.get(name)
        if engine is None:  # it was switched off or removed meanwhile
            return first
        try:
            picture = take(engine.dpi)
        except LexoError:
            return warned(first, ModelGaveUp.code)
        page = second_look.look(engine.make(), first, picture, first.languages)
        return warned(page, ReadRemotely.code) if _was_sent(page) else page


def _was_sent(page: PageText) -> bool:
    """Whether a page left this machine, whatever came of it."""
    last = page.tried[-1] if page.tried else None
    return last is not None and last.engine == REMOTE and last.outcome != RemoteOff.code


def warned(page: PageText, code: str) -> PageText:
    """The page with a warning, once."""
    return page if code in page.warnings else replace(page, warnings=(*page.warnings, code))

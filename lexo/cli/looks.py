"""Second looks for a command: models in this process, loaded when the first page wants one, gone with the command."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lexo import guard
from lexo.cli.output import tell_problems
from lexo.document import PageImage, PageText, ReadingOptions, Strategy
from lexo.errors import RemoteOff
from lexo.inference.host import ModelHost
from lexo.ocr import registry
from lexo.pipeline.engines import REMOTE, ModelEngines, Wishes
from lexo.pipeline.looking import Looking
from lexo.wiring import choices_of, limits_of, remote_of

if TYPE_CHECKING:
    from lexo.settings import Settings

GRACE_S = 3.0  # for the token in hand


class Looks:
    """The model engines of this installation; making it starts and loads nothing."""

    def __init__(self, settings: "Settings") -> None:
        self._remote, problems = remote_of(settings)
        tell_problems(problems)
        self._host = ModelHost(settings.models, limits_of(settings))
        wishes = Wishes(choices_of(settings), settings.engine_order, self._remote)
        engines = ModelEngines(lambda: self._host, settings.models, wishes)
        self._looking = Looking(engines, Strategy(settings.strategy))

    def check(self, engine: str) -> None:
        """Raises UnknownEngine, RemoteOff, and ModelAbsent for an engine whose model is not here."""
        registry.check(engine)
        if engine == REMOTE and self._remote is None:
            raise RemoteOff()
        self._looking.check(engine)

    def is_model(self, engine: str) -> bool:
        """Whether that engine is a model, on this machine or on a server that a person named."""
        return engine in self._looking.engines.names()

    def wanted(self, options: ReadingOptions, page: PageText) -> str | None:
        """The engine that is to look at a page after its first reading, by name."""
        return self._looking.wanted(options, page, lambda: page)

    def look(self, engine: str, first: PageText, take: Callable[[int], PageImage]) -> PageText:
        """The better of a first reading and that engine's. `take` makes the page's picture at a resolution."""
        guard.install((self._remote.target,) if self._remote else ())
        return self._looking.look(engine, first, take)

    def close(self) -> None:
        """Unload what was loaded."""
        self._host.stop(GRACE_S)

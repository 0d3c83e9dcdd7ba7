"""Second looks for a command: models in this process, loaded when the first page wants one, gone with the command."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from lexo import guard
from lexo.cli.output import tell_problems
from lexo.document import PageImage, PageText, ReadingOptions, Reason, Strategy
from lexo.errors import BadSetting, RemoteOff
from lexo.inference.endpoint import Endpoint, endpoint
from lexo.inference.host import Limits, ModelHost
from lexo.ocr import registry
from lexo.ocr.engine import EngineOptions
from lexo.pipeline.engines import REMOTE, EngineChoice, ModelEngines
from lexo.pipeline.looking import Looking

if TYPE_CHECKING:
    from lexo.settings import Settings

GRACE_S = 3.0  # for the token in hand


class Looks:
    """The model engines of this installation; making it starts and loads nothing."""

    def __init__(self, settings: "Settings") -> None:
        self._remote = _remote(settings)
        self._host = ModelHost(settings.models, _limits(settings))
        engines = ModelEngines(self._host, _choices(settings), settings.engine_order, self._remote)
        self._looking = Looking(engines, Strategy(settings.strategy))

    def check(self, engine: str) -> None:
        """Raises UnknownEngine, RemoteOff, and ModelAbsent for an engine whose model is not here."""
        registry.check(engine)
        if engine == REMOTE and self._remote is None:
            raise RemoteOff()
        self._looking.check(engine)

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


def _remote(settings: "Settings") -> Endpoint | None:
    """The server a person named; one that cannot be used is told, and left out."""
    if not settings.remote_url:
        return None
    try:
        return endpoint(settings.remote_url, settings.remote_model, settings.remote_key)
    except BadSetting as error:
        tell_problems((Reason(error.code, error.details),))
        return None


def _limits(settings: "Settings") -> Limits:
    per_model = {each.model: each.memory_mb for each in settings.engines.values() if each.model and each.memory_mb}
    return Limits(settings.model_memory_mb, settings.model_idle_s, per_model_mb=per_model)


def _choices(settings: "Settings") -> dict[str, EngineChoice]:
    return {
        name: EngineChoice(
            each.enabled, each.model, EngineOptions(each.temperature, each.max_tokens, each.dpi, each.timeout_s)
        )
        for name, each in settings.engines.items()
    }

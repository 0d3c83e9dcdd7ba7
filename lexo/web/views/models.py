"""Models and engines as the page of that name and the API show them: what is here, what it takes, what it would add."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lexo.document import Reason
from lexo.errors import ModelsUnavailable
from lexo.inference import libraries
from lexo.inference.base import Role
from lexo.ocr import registry
from lexo.ocr.engine import EngineStatus
from lexo.pipeline.engines import REMOTE
from lexo.web.i18n import N_

if TYPE_CHECKING:
    from lexo.app import Lexo
    from lexo.inference.host import MemoryState, ModelState
    from lexo.store.readings import CacheStats

ROLES = {
    Role.OCR: N_("Reading"),
    Role.TEXT: N_("Understanding and answering"),
    Role.EMBEDDING: N_("Finding by meaning"),
    Role.LAYOUT: N_("Seeing the layout"),
}
BUSY_POLL_S, CALM_POLL_S = 2, 5
SHOWN_OFFERS = 3
TIGHT = 0.8  # of the memory allowed: above it, other programs will feel it
MB = 1_000_000  # on the disk, as file managers count
MEMORY_MB = 1_000_000_000 / 1024  # so that a machine of 16,384 MB shows as the 16 GB it was sold with

Fit = Literal["yes", "tight", "no", "unknown"]


@dataclass(frozen=True, slots=True)
class ModelView:
    """A known model; sizes are None where nobody knows them."""

    name: str
    role: Role
    repo: str
    family: str
    engine: str
    licence: str
    revision: str
    size_mb: int | None
    memory_mb: int | None
    fits: Fit
    is_installed: bool
    is_loaded: bool
    is_busy: bool
    last_used_at: str | None
    problem: Reason | None

    @property
    def role_label(self) -> str:
        """What it is for, a message id."""
        return ROLES[self.role]

    @property
    def command(self) -> str:
        """What fetches it."""
        return f"lexo models download {self.name}"

    @property
    def can_load(self) -> bool:
        """Whether loading it is worth a try."""
        return self.is_installed and not self.is_loaded and self.fits != "no"

    @property
    def size_bytes(self) -> int | None:
        return self.size_mb * MB if self.size_mb else None

    @property
    def memory_bytes(self) -> int | None:
        return round(self.memory_mb * MEMORY_MB) if self.memory_mb else None


@dataclass(frozen=True, slots=True)
class MemoryView:
    """Memory in bytes, and as shares of the machine's for the bar."""

    used: int
    limit: int
    total: int
    used_share: float
    limit_share: float


@dataclass(frozen=True, slots=True)
class RoleView:
    """Models that could be fetched, by what they are for: a few to choose from, then the others."""

    label: str
    models: tuple[ModelView, ...]
    more: tuple[ModelView, ...]


@dataclass(frozen=True, slots=True)
class EngineView:
    """A reading engine of this machine."""

    name: str
    is_available: bool
    version: str
    languages: tuple[str, ...]
    hint: str


@dataclass(frozen=True, slots=True)
class ModelsView:
    """The whole page. `first` is the model to begin with where none is installed, `main` the one to load next.

    `problem` is why this machine runs none at all.
    """

    installed: tuple[ModelView, ...]
    offered: tuple[RoleView, ...]
    first: ModelView | None
    main: str | None
    memory: MemoryView
    waiting: Reason | None
    problem: Reason | None
    remote: str | None
    engines: tuple[EngineView, ...]
    cache: "CacheStats"
    poll_s: int


def models(lexo: "Lexo") -> ModelsView:
    """Models, engines and kept readings as they are now. Loads nothing."""
    memory = lexo.models.memory()
    known = all_models(lexo)
    installed = tuple(model for model in known if model.is_installed)
    can_run = libraries.is_installed()
    return ModelsView(
        installed=installed,
        offered=_offered(known),
        first=first_for_reading(known) if can_run and not installed else None,
        main=next((model.name for model in installed if can_run and model.can_load and not model.problem), None),
        memory=_memory(memory),
        waiting=lexo.models.must_wait() if installed else None,
        problem=None if can_run else Reason(ModelsUnavailable.code),
        remote=remote_host(lexo),
        engines=_engines(lexo),
        cache=lexo.cache_stats(),
        poll_s=BUSY_POLL_S if any(model.is_busy for model in installed) else CALM_POLL_S,
    )


def all_models(lexo: "Lexo") -> tuple[ModelView, ...]:
    """Every known model, best first within a role."""
    limit_mb = lexo.models.memory().limit_mb
    return tuple(_model(state, limit_mb) for state in lexo.models.states())


def find_model(lexo: "Lexo", name: str) -> ModelView | None:
    """One of them, by its name."""
    return next((model for model in all_models(lexo) if model.name == name), None)


def usable_engines(lexo: "Lexo") -> tuple[str, ...]:
    """The names of the engines that can be used now; asks for models only where there are any."""
    in_readers = tuple(status.name for status in registry.statuses() if status.available)
    return (*in_readers, *(engine.name for engine in lexo.model_engines.usable()))


def remote_host(lexo: "Lexo") -> str | None:
    """The host that pages may be sent to; None while no remote engine is switched on."""
    return lexo.remote.host if lexo.remote else None


def fit(needed_mb: int | None, limit_mb: int) -> Fit:
    """Whether a model's need is within the memory allowed for models."""
    if not needed_mb:
        return "unknown"
    if needed_mb > limit_mb:
        return "no"
    return "tight" if needed_mb > TIGHT * limit_mb else "yes"


def first_for_reading(known: tuple[ModelView, ...]) -> ModelView | None:
    """The best reading model that fits, else the one that needs least."""
    reading = [model for model in known if model.role is Role.OCR] or list(known)
    fitting = [model for model in reading if model.fits in ("yes", "tight")]
    return next(iter(fitting or sorted(reading, key=lambda model: model.memory_mb or 0)), None)


def _model(state: "ModelState", limit_mb: int) -> ModelView:
    spec = state.spec
    needed_mb = state.memory_mb or spec.memory_mb or None
    return ModelView(
        name=spec.name,
        role=spec.role,
        repo=spec.repo,
        family=spec.family,
        engine=spec.engine,
        licence=spec.licence,
        revision=spec.revision,
        size_mb=spec.size_mb or None,
        memory_mb=needed_mb,
        fits=fit(needed_mb, limit_mb),
        is_installed=state.is_installed,
        is_loaded=state.is_loaded,
        is_busy=state.is_busy,
        last_used_at=state.last_used_at,
        problem=state.problem if state.is_installed else None,
    )


def _offered(known: tuple[ModelView, ...]) -> tuple[RoleView, ...]:
    found = ((role, tuple(m for m in known if m.role is role and not m.is_installed)) for role in Role)
    return tuple(_role(role, models) for role, models in found if models)


def _role(role: Role, offered: tuple[ModelView, ...]) -> RoleView:
    """First the best of each engine that fits."""
    best = {model.engine or model.name: model for model in reversed(offered) if model.fits != "no"}
    shown = tuple(model for model in offered if model in best.values())[:SHOWN_OFFERS] or offered[:SHOWN_OFFERS]
    return RoleView(ROLES[role], shown, tuple(model for model in offered if model not in shown))


def _memory(state: "MemoryState") -> MemoryView:
    total = max(state.total_mb, 1)
    return MemoryView(
        used=round(state.used_mb * MEMORY_MB),
        limit=round(state.limit_mb * MEMORY_MB),
        total=round(state.total_mb * MEMORY_MB),
        used_share=round(min(state.used_mb / total, 1.0), 4),
        limit_share=round(min(state.limit_mb / total, 1.0), 4),
    )


def _engines(lexo: "Lexo") -> tuple[EngineView, ...]:
    """All but those whose model is not here: the models say that themselves."""
    absent = {*lexo.model_engines.names()} - {REMOTE}
    return tuple(_engine(status) for status in lexo.engines() if status.available or status.name not in absent)


def _engine(status: EngineStatus) -> EngineView:
    return EngineView(status.name, status.available, status.version, status.languages, status.hint)

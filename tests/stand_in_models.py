"""A stand-in for the models of a machine: what is installed, loaded and in trouble is said, nothing is loaded."""

from dataclasses import dataclass, field

from lexo.document import Reason
from lexo.errors import LexoError, ModelAbsent, UnknownModel
from lexo.inference.base import Role
from lexo.inference.host import MemoryState, ModelState
from lexo.inference.manifest import ModelSpec

KNOWN = (
    ModelSpec("page-large", Role.OCR, "made/Page-Large", "deepseek-ocr", "MIT", "main", "large-mlx", 3850, 6500),
    ModelSpec("page-small", Role.OCR, "made/Page-Small", "glm-ocr", "Apache-2.0", "main", "small-mlx", 1300, 3500),
    ModelSpec("answers", Role.TEXT, "made/Answers", "chat", "Apache-2.0", "main", "", 4300, 7000),
    ModelSpec("meanings", Role.EMBEDDING, "made/Meanings", "sentence", "MIT", "main", "", 90, 0),
)


@dataclass
class Models:
    """As much of a ModelHost as the web asks of it."""

    installed: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    problems: dict[str, Reason] = field(default_factory=dict)
    refusal: LexoError | None = None  # raised by the next `load`
    waits_for: Reason | None = None
    limit_mb: int = 16_384
    begun: bool = False

    def states(self) -> tuple[ModelState, ...]:
        """Every model of KNOWN."""
        return tuple(self._state(spec) for spec in KNOWN)

    def memory(self) -> MemoryState:
        """A machine of 24 GB."""
        used_mb = sum(spec.memory_mb for spec in KNOWN if spec.name in self.loaded)
        return MemoryState(used_mb, self.limit_mb, 24_576, used_mb)

    def must_wait(self) -> Reason | None:
        """What the test says."""
        return self.waits_for

    def load(self, name: str) -> None:
        """Load it, or refuse as the test says."""
        self._find(name)
        if self.refusal is not None:
            raise self.refusal
        if name not in self.installed:
            raise ModelAbsent(model=name)
        self.begun = True
        self.loaded.add(name)

    def unload(self, name: str) -> None:
        """Let it go."""
        self._find(name)
        self.loaded.discard(name)

    def stop(self, _: float) -> None:
        """Nothing runs."""

    def _find(self, name: str) -> ModelSpec:
        for spec in KNOWN:
            if spec.name == name:
                return spec
        raise UnknownModel(model=name, known=", ".join(spec.name for spec in KNOWN))

    def _state(self, spec: ModelSpec) -> ModelState:
        name = spec.name
        return ModelState(
            spec,
            is_installed=name in self.installed,
            is_loaded=name in self.loaded,
            is_busy=name in self.busy,
            memory_mb=spec.memory_mb if name in self.installed else None,
            last_used_at="2026-11-01T08:00:00+00:00" if name in self.loaded else None,
            problem=self.problems.get(name),
        )

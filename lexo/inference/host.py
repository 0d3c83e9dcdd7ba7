"""The models of this machine, for the rest of LEXO: ask one by its name; it is loaded, run and unloaded in one thread.

What goes first: a person's question, then pages, then the background. A question begins between two tokens of a page
if its model is another one that is loaded or fits beside the page's, or the same one where several answers may be half
written (text and sentence models); otherwise after the page. A vision model is never asked twice at once.
"""

import queue
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from lexo.document import PageImage, Reason
from lexo.errors import LexoError, ModelFailed, ModelsUnavailable, UnknownModel
from lexo.inference import cache, libraries
from lexo.inference.base import (
    Embedder,
    Finish,
    Generated,
    Generation,
    Message,
    Priority,
    Purpose,
    Role,
    TextModel,
    Vectors,
    VisionModel,
)
from lexo.inference.embeddings import length_of
from lexo.inference.governor import default_limit_mb, total_mb
from lexo.inference.manifest import ModelSpec
from lexo.inference.mlx_thread import MlxThread
from lexo.inference.power import Power
from lexo.inference.shelf import Shelf
from lexo.inference.work import Answer, Pieces, Steps, Work

if TYPE_CHECKING:
    from lexo.inference.trocr import LineReader, ReadLine

T = TypeVar("T")

ASKED_S = 600.0  # for all texts or lines of one call
LINES = "trocr"  # the family that reads lines, not pages


@dataclass(frozen=True, slots=True)
class Limits:
    """How much models may take of the machine. Memory in MB."""

    memory_mb: int = 0  # all models together; 0 = two thirds of the machine's, at most 16 GB
    idle_s: float = 600.0  # a model without work is unloaded after this
    on_battery: bool = True  # work in the background goes on without mains power
    when_hot: bool = False  # and while the machine is too hot
    per_model_mb: Mapping[str, int] = field(default_factory=dict)  # by model name


@dataclass(frozen=True, slots=True)
class ModelState:
    """What is known of one model; `memory_mb` is the predicted peak, None where its files are not here."""

    spec: ModelSpec
    is_installed: bool
    is_loaded: bool
    is_busy: bool
    memory_mb: int | None
    last_used_at: str | None
    problem: Reason | None  # why it could not be used the last time


@dataclass(frozen=True, slots=True)
class MemoryState:
    """Memory of all models, as MLX counted it after the last work."""

    used_mb: int
    limit_mb: int
    total_mb: int  # the machine's
    peak_mb: int


Emit = Callable[[str], None]
Write = Callable[[Any, Work[Generated]], Steps[Generated]]  # a loaded model's runner -> an answer


class ModelHost:
    """Made without starting or importing anything. All methods are for any thread."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        self._limit_mb = limits.memory_mb or default_limit_mb()
        self._shelf = Shelf(folder, self._limit_mb, limits.idle_s, limits.per_model_mb)
        self._thread = MlxThread(self._shelf)
        self._shelf.busy_with = self._thread.busy_with
        self._power = Power(on_battery=limits.on_battery, when_hot=limits.when_hot)

    # What is here

    @property
    def begun(self) -> bool:
        """Whether a model was ever asked for."""
        return self._thread.has_begun

    def states(self) -> tuple[ModelState, ...]:
        """Every known model, best first within a role. Looks at files' sizes only."""
        busy = self._thread.busy_with()
        return tuple(self._state(spec, spec.name in busy) for spec in cache.local_specs(self._folder))

    def first(self, role: Role) -> ModelSpec | None:
        """The best model of a role that is here and may be used on this machine."""
        if not libraries.is_installed():
            return None
        return next(
            (spec for spec in cache.local_specs(self._folder) if spec.role == role and self._usable(spec)), None
        )

    def memory(self) -> MemoryState:
        used, peak = self._shelf.gauge
        return MemoryState(used, self._limit_mb, total_mb(), peak)

    def must_wait(self) -> Reason | None:
        """Why work in the background should wait: battery, heat. None: go."""
        return self._power.must_wait()

    # To ask one

    def vision(self, name: str) -> VisionModel:
        """Raises UnknownModel; that its files are missing shows at the first use."""
        return HostedVision(self._spec(name, Role.OCR), self)

    def text(self, name: str) -> TextModel:
        """Raises UnknownModel; that its files are missing shows at the first use."""
        return HostedText(self._spec(name, Role.TEXT), self)

    def embedder(self, name: str) -> Embedder:
        """Raises UnknownModel; that its files are missing shows at the first use."""
        return HostedEmbedder(self._spec(name, Role.EMBEDDING), self)

    def lines(self, name: str) -> "LineReader":
        """A model that reads single lines. Raises UnknownModel; missing files show at the first use."""
        return HostedLines(self._spec(name, Role.OCR, lines=True), self)

    def load(self, name: str) -> None:
        """Load it now, and wait. Raises what `Stream` raises, ModelsUnavailable among it."""
        spec = self._spec(name)
        self.do(Work(spec.name, Priority.PERSON, partial(_loading, self._shelf, spec)))

    def unload(self, name: str) -> None:
        """Unload it once its work is done, and wait."""
        spec = self._spec(name)
        if self._thread.has_begun:
            work: Work[None] = Work(spec.name, Priority.PERSON, partial(_unloading, self._shelf, spec))
            work.needs_model_alone = True
            self.do(work)

    def stop(self, grace_s: float) -> None:
        """Cancel everything, unload, let MLX's streams go, and end the thread; waits for one step at most `grace_s`."""
        self._thread.stop(grace_s)

    # For the models below

    def write(self, spec: ModelSpec, limits: Generation, how: Callable[[Any, Work[Generated], Emit], Any]) -> Answer:
        """Let a model write; returns at once."""
        pieces: Pieces = queue.SimpleQueue()
        steps = partial(
            _writing, self._shelf, spec, limits.timeout_s, lambda runner, work: how(runner, work, pieces.put)
        )
        work = Work(spec.name, limits.priority, steps, Generated("", Finish.CANCELLED, spec.name))
        answer = Answer(work, pieces, self._thread.hanging)
        self._submit(work)
        return answer

    def do(self, work: Work[Any]) -> Any:
        """Run work in the thread and wait for its outcome."""
        self._submit(work)
        return work.wait(self._thread.hanging)

    def _submit(self, work: Work[Any]) -> None:
        try:
            if not libraries.is_installed():
                raise ModelsUnavailable
            self._thread.submit(work)
        except LexoError as error:
            work.fail(error)

    def ask(self, spec: ModelSpec, priority: Priority, how: Callable[[Any], Steps[T]]) -> T:
        """Let a model work that does not write, and wait: `how` makes the steps out of its runner."""
        outcome: T = self.do(Work(spec.name, priority, partial(_asking, self._shelf, spec, how)))
        return outcome

    def snapshot(self, spec: ModelSpec) -> Path:
        """Where its files lie. Raises ModelAbsent, ModelDamaged, ModelUnsafe."""
        return cache.locate(self._folder, spec)

    def _spec(self, name: str, role: Role | None = None, *, lines: bool = False) -> ModelSpec:
        """The model of that name; `lines`: one that reads lines, where others read pages."""
        specs = [spec for spec in cache.local_specs(self._folder) if role is None or _is_a(spec, role, lines)]
        for spec in specs:
            if name in (spec.name, spec.repo):
                return spec
        raise UnknownModel(model=name, known=", ".join(spec.name for spec in specs))

    def _state(self, spec: ModelSpec, is_busy: bool) -> ModelState:
        here = cache.is_installed(self._folder, spec)
        return ModelState(
            spec=spec,
            is_installed=here,
            is_loaded=self._shelf.is_loaded(spec.name),
            is_busy=is_busy,
            memory_mb=self._shelf.peak_mb(spec) if here else None,
            last_used_at=cache.last_used(self._folder, spec) if here else None,
            problem=self._shelf.problem(spec) if libraries.is_installed() else Reason(ModelsUnavailable.code),
        )

    def _usable(self, spec: ModelSpec) -> bool:
        if not cache.is_installed(self._folder, spec) or not self._shelf.is_whole(spec):
            return False
        allowed = min(filter(None, (self._limits.per_model_mb.get(spec.name, 0), self._limit_mb)))
        return (self._shelf.peak_mb(spec) or 0) <= allowed


class HostedText:
    """A `TextModel` on this machine."""

    def __init__(self, spec: ModelSpec, host: ModelHost) -> None:
        self.name, self._spec, self._host = spec.name, spec, host

    def write(self, messages: Sequence[Message], limits: Generation) -> Answer:
        turns = tuple(messages)
        return self._host.write(self._spec, limits, lambda runner, *how: runner.write(turns, limits, *how))


class HostedVision:
    """A `VisionModel` on this machine."""

    def __init__(self, spec: ModelSpec, host: ModelHost) -> None:
        self.name, self._spec, self._host = spec.name, spec, host

    def look(self, picture: PageImage, prompt: str, limits: Generation) -> Answer:
        return self._host.write(self._spec, limits, lambda runner, *how: runner.look(picture, prompt, limits, *how))


class HostedLines:
    """A `LineReader` on this machine."""

    def __init__(self, spec: ModelSpec, host: ModelHost) -> None:
        self.name, self._spec, self._host = spec.name, spec, host

    def read(self, lines: Sequence[PageImage], priority: Priority = Priority.PAGE) -> "tuple[ReadLine, ...]":
        pictures = tuple(lines)
        read: tuple[ReadLine, ...] = self._host.ask(self._spec, priority, lambda runner: runner.read(pictures))
        return read


class HostedEmbedder:
    """An `Embedder` on this machine."""

    def __init__(self, spec: ModelSpec, host: ModelHost) -> None:
        self.name, self._spec, self._host = spec.name, spec, host

    @property
    def version(self) -> str:
        return cache.version_of(self._host.snapshot(self._spec))

    @property
    def max_tokens(self) -> int:
        return length_of(self._host.snapshot(self._spec))

    def embed(
        self, texts: Sequence[str], priority: Priority = Priority.BACKGROUND, purpose: Purpose = Purpose.PLAIN
    ) -> Vectors:
        kept = tuple(texts)
        vectors: Vectors = self._host.ask(self._spec, priority, lambda runner: runner.embed(kept, purpose))
        return vectors


def _is_a(spec: ModelSpec, role: Role, lines: bool) -> bool:
    return spec.role == role and (spec.family == LINES) == lines


# Steps of work, in the MLX thread.


def _writing(shelf: Shelf, spec: ModelSpec, timeout_s: float, how: Write, work: Work[Generated]) -> Steps[Generated]:
    runner = shelf.ready(spec, work.priority)
    yield  # loading took a while: somebody may wait
    work.allow(timeout_s)
    try:
        return (yield from how(runner, work))
    finally:
        shelf.used(spec)


def _asking(shelf: Shelf, spec: ModelSpec, how: Callable[[Any], Steps[T]], work: Work[T]) -> Steps[T]:
    runner = shelf.ready(spec, work.priority)
    yield
    work.allow(ASKED_S)
    steps = how(runner)
    try:
        while not (work.is_cancelled or work.is_late):
            try:
                next(steps)
            except StopIteration as end:
                outcome: T = end.value
                return outcome
            yield
        raise ModelFailed(model=spec.name, why="time")
    finally:
        steps.close()
        shelf.used(spec)


def _loading(shelf: Shelf, spec: ModelSpec, work: Work[None]) -> Steps[None]:
    shelf.ready(spec, work.priority)
    shelf.used(spec)
    yield


def _unloading(shelf: Shelf, spec: ModelSpec, work: Work[None]) -> Steps[None]:
    shelf.unload(spec.name)
    yield

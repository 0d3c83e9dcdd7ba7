"""The loaded models: which, since when, what they take; loading and unloading. Its verbs run in the MLX thread."""

import gc
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from lexo.document import Reason
from lexo.errors import LexoError, LocalModelDamaged, ModelAbsent, ModelDamaged, ModelFailed, ModelTooLarge, ModelUnsafe
from lexo.inference import cache, governor
from lexo.inference.base import Priority, Role
from lexo.inference.governor import MB, Budget, Held, Need
from lexo.inference.libraries import library, more_open_files, quiet
from lexo.inference.manifest import ModelSpec
from lexo.inference.work import Work

log = logging.getLogger(__name__)

_IN_FILES = (ModelDamaged.code, LocalModelDamaged.code, ModelUnsafe.code)
SPARE_MB = 512  # freed memory that MLX may keep for the next tokens; without a bound it keeps all


class _Loaded:
    def __init__(self, spec: ModelSpec, need: Need, runner: Any) -> None:
        self.spec, self.need, self.runner = spec, need, runner
        self.used_at = time.monotonic()


class Shelf:
    """Owner of the MLX thread's models."""

    def __init__(self, folder: Path, limit_mb: int, idle_s: float, per_model_mb: Mapping[str, int]) -> None:
        self.busy_with: Callable[[], Sequence[str]] = tuple  # models that are loading or writing
        self.gauge = (0, 0)  # MB in use, MB at the peak
        self._folder, self._limit_mb, self._idle_s, self._per_model_mb = folder, limit_mb, idle_s, per_model_mb
        self._loaded: dict[str, _Loaded] = {}
        self._problems: dict[str, Reason] = {}
        self._needs: dict[str, tuple[Path, Need]] = {}
        self._is_open = False

    # In any thread

    def is_loaded(self, model: str) -> bool:
        return model in self._loaded

    def problem(self, spec: ModelSpec) -> Reason | None:
        """Why it could not be used the last time; files that were mended since are none."""
        problem = self._problems.get(spec.name)
        if problem is not None and problem.code in _IN_FILES and self.is_whole(spec):
            self._problems.pop(spec.name, None)
            return None
        return problem

    def peak_mb(self, spec: ModelSpec) -> int | None:
        """What the model takes at its peak; None where its files are not whole."""
        try:
            return self._need(spec, cache.locate(self._folder, spec)).peak_mb
        except LexoError:
            return None

    def is_whole(self, spec: ModelSpec) -> bool:
        """Whether its files are all there, as far as a short look tells."""
        try:
            cache.locate(self._folder, spec)
        except LexoError:
            return False
        return True

    # In the MLX thread

    def ready(self, spec: ModelSpec, priority: Priority) -> Any:
        """The model's runner, loaded first where needed.

        Raises ModelAbsent, ModelDamaged, ModelUnsafe, ModelTooLarge, ModelsUnavailable, ModelFailed.
        """
        try:
            loaded = self._loaded.get(spec.name) or self._load(spec, priority)
        except ModelAbsent:
            raise  # no problem of a model that is here
        except LexoError as error:
            self._problems[spec.name] = Reason(error.code, error.details)
            raise
        self._problems.pop(spec.name, None)
        loaded.used_at = time.monotonic()
        return loaded.runner

    def used(self, spec: ModelSpec) -> None:
        """Its work is done for now."""
        if loaded := self._loaded.get(spec.name):
            loaded.used_at = time.monotonic()
        self._measure()

    def unload(self, model: str) -> None:
        """Give its memory back."""
        if (loaded := self._loaded.pop(model, None)) is None:
            return
        self._mark(loaded.spec)
        del loaded
        self._sweep()
        log.info("the model %s is unloaded", model)

    def can_interrupt(self, work: Work[Any], suspended: Sequence[str]) -> bool:
        """Whether work may be done while answers of other models, or of the same, are half written."""
        if loaded := self._loaded.get(work.model):
            return work.model not in suspended or (loaded.runner.is_shareable and not work.needs_model_alone)
        if work.priority > Priority.PERSON or work.model in suspended:
            return False
        try:
            spec = next(spec for spec in cache.local_specs(self._folder) if spec.name == work.model)
            self._room(spec, self._need(spec, cache.locate(self._folder, spec)), beside=True)
        except (StopIteration, ModelTooLarge):
            return False
        except LexoError:
            return True  # it fails at once, and nobody has to wait for that
        return True

    def failed(self, model: str) -> None:
        """Let a model go that something unforeseen happened to."""
        self._problems[model] = Reason(ModelFailed.code, {"model": model})
        if model in self.busy_with():
            return  # another answer of it is half written, and shows for itself whether it can go on
        self.unload(model)
        if self._is_open:
            self._sweep()

    def rest(self) -> float | None:
        """Unload what was not used for long. Seconds until the next one is due."""
        now = time.monotonic()
        for loaded in tuple(self._loaded.values()):
            if now - loaded.used_at >= self._idle_s:
                self.unload(loaded.spec.name)
        oldest = min((loaded.used_at for loaded in self._loaded.values()), default=None)
        return None if oldest is None else max(oldest + self._idle_s - now, 0.01)

    def close(self) -> None:
        """Unload everything."""
        for model in tuple(self._loaded):
            self.unload(model)

    def _load(self, spec: ModelSpec, priority: Priority) -> _Loaded:
        snapshot = cache.locate(self._folder, spec)
        need = self._need(spec, snapshot)
        for other in self._room(spec, need, beside=priority == Priority.PERSON):
            self.unload(other)
        self._open()
        began = time.monotonic()
        with quiet():
            runner = _runner(spec, snapshot, need.tokens)
        loaded = self._loaded[spec.name] = _Loaded(spec, need, runner)
        self._mark(spec)
        self._measure()
        log.info(
            "the model %s is loaded in %.0f ms; %d MB in use",
            spec.name,
            (time.monotonic() - began) * 1e3,
            self.gauge[0],
        )
        return loaded

    def _room(self, spec: ModelSpec, need: Need, *, beside: bool) -> tuple[str, ...]:
        """Models to unload for this one. Raises ModelTooLarge."""
        budget = Budget(self._limit_mb, self._per_model_mb.get(spec.name, 0), governor.available_mb())
        busy = self.busy_with()
        held = [Held(name, it.need, it.used_at, name in busy) for name, it in self._loaded.items()]
        return governor.admit(spec.name, need, budget, held, beside=beside)

    def _need(self, spec: ModelSpec, snapshot: Path) -> Need:
        known = self._needs.get(spec.name)
        if known is None or known[0] != snapshot:
            known = self._needs[spec.name] = (snapshot, governor.predict(snapshot, spec))
        return known[1]

    def _open(self) -> None:
        """Bound what MLX takes, once. A soft bound: it waits and frees before it takes more."""
        if self._is_open:
            return
        mx = library("mlx.core")
        mx.set_memory_limit(self._limit_mb * MB)
        mx.set_cache_limit(min(SPARE_MB, self._limit_mb) * MB)
        more_open_files()
        self._is_open = True

    def _mark(self, spec: ModelSpec) -> None:
        try:
            cache.mark_used(self._folder, spec)
        except OSError:
            log.warning("cannot note that the model %s was used", spec.name)

    def _sweep(self) -> None:
        gc.collect()
        library("mlx.core").clear_cache()
        self._measure()

    def _measure(self) -> None:
        mx = library("mlx.core")
        self.gauge = ((mx.get_active_memory() + mx.get_cache_memory()) // MB, mx.get_peak_memory() // MB)


def _runner(spec: ModelSpec, snapshot: Path, tokens: int) -> Any:
    """Load the model in the way its role needs."""
    if spec.family == "trocr":
        from lexo.inference.trocr import TrocrRunner

        return TrocrRunner(spec.name, snapshot)
    if spec.role == Role.OCR:
        from lexo.inference.vision import VisionRunner

        return VisionRunner(spec.name, snapshot, spec.family)
    if spec.role == Role.TEXT:
        from lexo.inference.text import TextRunner

        return TextRunner(spec.name, snapshot, tokens)
    if spec.role == Role.EMBEDDING:
        from lexo.inference.embeddings import EmbeddingRunner

        return EmbeddingRunner(spec.name, snapshot, spec.prompts, spec.pooling)
    raise ModelFailed(model=spec.name, why="role")

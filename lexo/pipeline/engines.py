"""The model engines of this installation: made from the manifest, what a person set, and what lies on the disk now."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lexo.ocr.engine import EngineOptions, EngineStatus, OcrEngine

if TYPE_CHECKING:  # brought in where a model is asked for: the server starts without
    from lexo.inference.endpoint import Endpoint
    from lexo.inference.host import ModelHost, ModelState
    from lexo.inference.manifest import ModelSpec

REMOTE = "remote"
REMOTE_DPI = 150
LINES = "trocr"  # the family of models that read one line at a time
FRESH_S = 5.0  # how long what was seen on the disk holds; a model may be added while LEXO runs


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """What a person set for one engine."""

    is_enabled: bool = True
    model: str | None = None
    options: EngineOptions = field(default_factory=EngineOptions)
    memory_mb: int | None = None  # a model that needs more is not used


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person set: for single engines, in which order they are tried, and a remote one."""

    choices: Mapping[str, EngineChoice] = field(default_factory=dict)
    order: Sequence[str] = ()
    endpoint: "Endpoint | None" = None


@dataclass(frozen=True, slots=True)
class ModelEngine:
    """An engine that can be used now, with the resolution of the pictures it wants."""

    name: str
    dpi: int
    version: str  # the model, and how it is asked
    make: Callable[[], OcrEngine]  # brings in what reads the model's answers: only where one is asked
    is_automatic: bool = True  # False: only asked by its name, or where a person put it into the order


class ModelEngines:
    """Those that can be used now, in the order they are tried; the remote one last, and only where it is set."""

    def __init__(self, host: Callable[[], "ModelHost"], folder: Path, wishes: Wishes) -> None:
        """`host` is only asked for where something lies in the models `folder`, or all engines are to be named."""
        self._host = host
        self._folder = folder
        self._wishes = wishes
        self._endpoint = wishes.endpoint
        self._seen: tuple[ModelEngine, ...] = ()
        self._states: tuple[ModelState, ...] = ()
        self._seen_at = -FRESH_S

    def usable(self) -> tuple[ModelEngine, ...]:
        """The engines whose models are here and sound. Looks at the disk at most every few seconds."""
        if self._endpoint is None and not has_models(self._folder):
            return ()
        self._look()
        return self._seen

    def get(self, name: str) -> ModelEngine | None:
        """The engine of that name, if it can be used now."""
        return next((engine for engine in self.usable() if engine.name == name), None)

    def model(self, name: str) -> str | None:
        """The model that an engine uses or, where none is here, would."""
        self._look()
        state = self._chosen(name)
        return state.spec.name if state else None

    def names(self) -> tuple[str, ...]:
        """Every engine there could be, usable or not."""
        self._look()
        named = dict.fromkeys(state.spec.engine for state in self._states if _is_engine(state.spec))
        return (*named, REMOTE)

    def statuses(self) -> tuple[EngineStatus, ...]:
        """What can be said of each without loading any; `hint` is the command that switches it on."""
        return tuple(self._status(name) for name in self.names())

    def _status(self, name: str) -> EngineStatus:
        usable = self.get(name)
        if name == REMOTE:
            host = self._endpoint.host if self._endpoint else ""
            hint = "" if usable else "Off, as it should be unless you want pages to leave this machine: remote_url."
            return EngineStatus(name, usable is not None, host, hint=hint)
        state = self._chosen(name)
        version = f"{state.spec.name}" if state else ""
        hint = "" if usable or state is None else f"lexo models download {state.spec.name}"
        return EngineStatus(name, usable is not None, version, hint=hint)

    def _look(self) -> None:
        if time.monotonic() - self._seen_at < FRESH_S:
            return
        self._states = self._host().states()
        names = dict.fromkeys(state.spec.engine for state in self._states if _is_engine(state.spec))
        found = {name: engine for name in names if (engine := self._local(name)) is not None}
        if (remote := self._remote()) is not None:
            found[REMOTE] = remote
        first = [found.pop(name) for name in self._wishes.order if name in found]
        self._seen = (*first, *found.values())
        self._seen_at = time.monotonic()

    def _chosen(self, name: str) -> "ModelState | None":
        """The model an engine would use: the one a person set, else the best that is here, else the best there is."""
        wanted = self._choice(name).model
        states = [state for state in self._states if _is_engine(state.spec) and state.spec.engine == name]
        if wanted is not None:
            states = [state for state in states if wanted in (state.spec.name, state.spec.repo)]
        here = (state for state in states if self._is_usable(state))
        return next(here, states[0] if states else None)

    def _is_usable(self, state: "ModelState") -> bool:
        """Whether a model is here, whole, and within what it may take."""
        if not state.is_installed or state.problem is not None or state.memory_mb is None:
            return False
        allowed = self._host().memory().limit_mb
        return state.memory_mb <= min(allowed, self._choice(state.spec.engine).memory_mb or allowed)

    def _local(self, name: str) -> ModelEngine | None:
        state, choice = self._chosen(name), self._choice(name)
        if state is None or not (choice.is_enabled and self._is_usable(state)):
            return None
        spec = state.spec
        version = f"{spec.name}@{spec.revision} {choice.options}"
        make = partial(_vision_engine, self._host(), spec, choice.options)
        is_automatic = spec.family != LINES or name in self._wishes.order
        return ModelEngine(name, choice.options.dpi or spec.dpi, version, make, is_automatic)

    def _remote(self) -> ModelEngine | None:
        endpoint, choice = self._endpoint, self._choice(REMOTE)
        if endpoint is None or not choice.is_enabled:
            return None
        version = f"{endpoint.label} {choice.options}"
        make = partial(_remote_engine, endpoint, choice.options)
        return ModelEngine(REMOTE, choice.options.dpi or REMOTE_DPI, version, make)

    def _choice(self, name: str) -> EngineChoice:
        return self._wishes.choices.get(name, EngineChoice())


def has_models(folder: Path) -> bool:
    """Whether anything but LEXO's own list lies in the models folder; cheap, and false where it is not there."""
    try:
        with os.scandir(folder) as entries:
            return any(entry.is_dir() and not entry.name.startswith(".") for entry in entries)
    except OSError:
        return False


def _is_engine(spec: "ModelSpec") -> bool:
    return spec.role == "ocr" and bool(spec.engine)


def _vision_engine(host: "ModelHost", spec: "ModelSpec", options: EngineOptions) -> OcrEngine:
    if spec.family == LINES:
        from lexo.ocr.engines.trocr import Trocr

        return Trocr(spec, host.lines(spec.name))
    from lexo.ocr.engines.vlm import VisionEngine

    return VisionEngine(spec, host.vision(spec.name), options, partial(_is_here, host, spec))


def _is_here(host: "ModelHost", spec: "ModelSpec") -> bool:
    return any(state.is_installed for state in host.states() if state.spec == spec)


def _remote_engine(endpoint: "Endpoint", options: EngineOptions) -> OcrEngine:
    from lexo.inference.remote import RemoteModel
    from lexo.ocr.engines.remote import RemoteEngine, spec_of
    from lexo.ocr.engines.vlm import VisionEngine

    inner = VisionEngine(spec_of(endpoint.model), RemoteModel(endpoint), options)
    return RemoteEngine(inner, endpoint.label)

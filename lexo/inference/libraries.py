"""The door to MLX and its libraries: imported late, in the MLX thread, offline, and without their side effects."""

import contextlib
import importlib
import importlib.util
import os
import resource
import sys
import threading
from collections.abc import Iterator
from typing import Any, TextIO, cast

from lexo.errors import ModelsUnavailable

# Read when the libraries are imported; nothing they hold may reach for a network afterwards. Nor advise on stderr.
OFFLINE = {
    "TRANSFORMERS_VERBOSITY": "error",
    "TRANSFORMERS_NO_ADVISORY_WARNINGS": "1",
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "DO_NOT_TRACK": "1",
    "TOKENIZERS_PARALLELISM": "false",  # its threads warn after a fork, and readers are other processes anyway
}
_lock = threading.Lock()
_imported: set[str] = set()  # to the end: `sys.modules` has a module as soon as its import begins
OPEN_FILES = 2048  # what mlx-lm asks for, for models in many files; a Mac's default is 256


def is_installed() -> bool:
    """Whether MLX is there; imports nothing."""
    return importlib.util.find_spec("mlx") is not None


def library(name: str) -> Any:
    """One of MLX's libraries, by its dotted name; in the thread that will use MLX. Raises ModelsUnavailable."""
    if name in _imported:
        return sys.modules[name]
    with _lock:
        os.environ.update(OFFLINE)
        try:
            with _file_limits_kept():
                module = importlib.import_module(name)
        except ImportError as error:
            raise ModelsUnavailable from error
        _never_wire()
        _imported.add(name)
    return module


def more_open_files() -> None:
    """Raise the soft limit of open files to what models in many files need, as far as the hard one allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft not in (resource.RLIM_INFINITY,) and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _never_wire() -> None:
    """Keep both libraries from wiring memory around each answer.

    They wire as much as the device recommends, and kernel panics of whole Macs were seen with that and a long
    conversation (mlx #3186, mlx-lm #883). Without, the system may page out weights that nobody uses.
    """
    for name, wiring in (("mlx_lm.generate", "wired_limit"), ("mlx_vlm.generate.dispatch", "wired_limit")):
        if (module := sys.modules.get(name)) is not None and hasattr(module, wiring):
            setattr(module, wiring, lambda model, streams=None: contextlib.nullcontext())


@contextlib.contextmanager
def _file_limits_kept() -> Iterator[None]:
    """Importing mlx-lm lowers RLIMIT_NOFILE to (2048, 4096), the hard limit too and so for good: keep that away."""
    real, importer = resource.setrlimit, threading.get_ident()

    def kept(which: int, limits: tuple[int, int]) -> None:
        if which != resource.RLIMIT_NOFILE or threading.get_ident() != importer:
            real(which, limits)

    resource.setrlimit = kept
    try:
        yield
    finally:
        resource.setrlimit = real


class _Muted:
    """Standard output without what one thread prints."""

    def __init__(self, out: TextIO) -> None:
        self._out, self._thread = out, threading.get_ident()

    def write(self, text: str) -> int:
        return len(text) if threading.get_ident() == self._thread else self._out.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._out, name)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Drop what the calling thread prints: processors chat at load time, and standard output is for data."""
    before = sys.stdout
    if before is None:  # a service without a terminal
        yield
        return
    muted = cast(TextIO, _Muted(before))
    sys.stdout = muted
    try:
        yield
    finally:
        if sys.stdout is muted:
            sys.stdout = before

"""One thing for the MLX thread to do, and the answer that is being written of it."""

import math
import queue
import threading
import time
import weakref
from collections.abc import Callable, Generator, Iterator
from typing import Generic, TypeVar

from lexo.errors import LexoError, ModelFailed
from lexo.inference.base import Generated, Priority

T = TypeVar("T")

LOAD_S = 600.0  # the longest a load may take: 16 GB from a slow disk
GRACE_S = 60.0  # a single step (a page's picture, a long prompt) may end this much after the time is up
LOOK_S = 1.0  # between two looks of someone who waits at whether the thread hangs

Pieces = queue.SimpleQueue[str | None]  # None: no more
Hanging = Callable[[], str | None]  # the model that hangs in the thread
Steps = Generator[None, None, T]  # yields wherever something more urgent may go first; returns the outcome


class Work(Generic[T]):
    """Made by whoever wants something, run by the MLX thread, waited for by any thread."""

    def __init__(
        self, model: str, priority: Priority, steps: Callable[["Work[T]"], Steps[T]], cancelled: T | None = None
    ) -> None:
        """`cancelled` is the outcome if it is cancelled before its turn; without one it fails then."""
        self.model = model
        self.priority = priority
        self._if_cancelled = cancelled
        self.needs_model_alone = False  # no answer of its model may be half written meanwhile
        self.overtaken = 0  # how often something of the same priority went first
        self.refused_beside: list[str] | None = None  # models beside whose half answers it cannot be done
        self.on_end: Callable[[], None] = lambda: None
        self.until = math.inf  # monotonic; moved while the work is suspended
        self._steps: Callable[[Work[T]], Steps[T]] | None = steps
        self._lock = threading.RLock()  # the garbage collector may cancel while this thread holds it
        self._has_begun = False
        self._is_cancelled = False
        self._ended = threading.Event()
        self._outcome: T | None = None
        self._error: LexoError | None = None

    # In the MLX thread

    def begin(self) -> Steps[T] | None:
        """The steps, once: what they hold is let go with them. None if it was cancelled meanwhile."""
        with self._lock:
            steps, self._steps = self._steps, None
            self._has_begun = True
        if steps is None:
            return None
        self.allow(LOAD_S)
        return steps(self)

    def allow(self, seconds: float) -> None:
        """From now on this much time, not counting what more urgent work takes."""
        self.until = time.monotonic() + seconds

    @property
    def is_late(self) -> bool:
        return time.monotonic() > self.until

    @property
    def is_cancelled(self) -> bool:
        return self._is_cancelled

    def finish(self, outcome: T) -> None:
        self._end(outcome, None)

    def fail(self, error: LexoError) -> None:
        """End with a reason. Its traceback is dropped: the frames would keep the model's memory."""
        error.__cause__ = error.__context__ = None
        self._end(None, error.with_traceback(None))

    def _end(self, outcome: T | None, error: LexoError | None) -> None:
        with self._lock:
            if self._ended.is_set():
                return
            self._steps, self._outcome, self._error = None, outcome, error
            self._ended.set()
        self.on_end()

    # In any thread

    def cancel(self) -> None:
        """End it within one token; at once if its turn has not come."""
        with self._lock:
            self._is_cancelled = True
            if self._has_begun or self._ended.is_set():
                return
        if self._if_cancelled is None:
            self.fail(ModelFailed(model=self.model))
        else:
            self.finish(self._if_cancelled)

    @property
    def has_ended(self) -> bool:
        return self._ended.is_set()

    def wait(self, hanging: Hanging) -> T:
        """The outcome. `hanging` names a model that hangs in the thread; then nobody waits on.

        Raises what ended the work, ModelFailed among it.
        """
        try:
            while not self._ended.wait(LOOK_S):
                self.give_up_if(hanging())
        except BaseException:
            self.cancel()
            raise
        if self._error is not None:
            raise type(self._error)(**self._error.details)
        return self._outcome  # type: ignore[return-value]  # set, if there was no error

    def give_up_if(self, hanging: str | None) -> None:
        """Cancel the work and raise ModelFailed if a model hangs."""
        if hanging is not None and not self._ended.is_set():
            self.cancel()
            raise ModelFailed(model=hanging)


class Answer:
    """A `Stream`: the pieces of one answer, out of the MLX thread. Dropped before its end, it is cancelled."""

    def __init__(self, work: Work[Generated], pieces: Pieces, hanging: Hanging) -> None:
        self._work, self._pieces, self._hanging = work, pieces, hanging
        work.on_end = lambda: pieces.put(None)
        weakref.finalize(self, work.cancel).atexit = False

    def __iter__(self) -> Iterator[str]:
        while (piece := self._next()) is not None:
            yield piece
        self._pieces.put(None)  # for whoever reads on
        self.result()

    def result(self) -> Generated:
        return self._work.wait(self._hanging)

    def cancel(self) -> None:
        self._work.cancel()

    close = cancel

    def _next(self) -> str | None:
        while True:
            try:
                return self._pieces.get(timeout=LOOK_S)
            except queue.Empty:
                self._work.give_up_if(self._hanging())

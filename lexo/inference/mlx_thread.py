"""The one thread that touches MLX: imports it, loads, generates, unloads, and lets its streams go at the end.

MLX's streams belong to the thread that made them; work of another thread fails or takes the process down. Work waits
in order of priority, and of the same priority in order of arrival, but what needs a model that is loaded goes first
(all pages, then all summaries), a bounded number of times. Work that runs is a generator: wherever it yields, more
urgent work may be done in between, if the owner of the models says that it can be.
"""

import atexit
import logging
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from typing import Any, Protocol

from lexo.errors import LexoError, ModelFailed
from lexo.inference.work import GRACE_S, Work

log = logging.getLogger(__name__)

NAME = "lexo-mlx"
MAX_OVERTAKEN = 32  # pages that may go first because their model is loaded
EXIT_S = 20.0  # that the end of the program waits for a step to end


class Owner(Protocol):
    """Who has the models. All of it is called in the MLX thread."""

    def is_loaded(self, model: str) -> bool: ...

    def can_interrupt(self, work: Work[Any], suspended: Sequence[str]) -> bool:
        """Whether work may be done now while answers of these models are half written."""
        ...

    def failed(self, model: str) -> None:
        """Something unforeseen happened with a model; it is not to be trusted."""
        ...

    def rest(self) -> float | None:
        """Nothing to do: tidy up. Seconds until there is more to tidy, or None."""
        ...

    def close(self) -> None:
        """The thread ends: let everything go."""
        ...


class MlxThread:
    """Starts with the first work. `submit`, `hanging` and `stop` are for any thread."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._changed = threading.Condition()
        self._waiting: list[Work[Any]] = []
        self._most_urgent = sys.maxsize  # of those that wait; read at every token
        self._running: list[Work[Any]] = []  # the last one runs, those before it are suspended
        self._thread: threading.Thread | None = None
        self._is_stopping = False

    @property
    def has_begun(self) -> bool:
        return self._thread is not None

    def busy_with(self) -> tuple[str, ...]:
        """Models that are loading or writing."""
        return tuple(work.model for work in tuple(self._running))

    def submit(self, work: Work[Any]) -> None:
        """Let the work wait for its turn. Raises ModelFailed once stopped, or while a model hangs."""
        if (hanging := self.hanging()) is not None:
            raise ModelFailed(model=hanging)
        with self._changed:
            if self._is_stopping:
                raise ModelFailed(model=work.model)
            self._waiting.append(work)
            self._most_urgent = min(self._most_urgent, work.priority)
            self._changed.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=NAME, daemon=True)
                self._thread.start()
                atexit.register(self.stop, EXIT_S)

    def hanging(self) -> str | None:
        """The model in whose code the thread has been far longer than it may, or None."""
        try:
            work = self._running[-1]
        except IndexError:
            return None
        return work.model if time.monotonic() > work.until + GRACE_S else None

    def stop(self, grace_s: float) -> bool:
        """Cancel everything and end the thread; false if it did not end in that time."""
        with self._changed:
            self._is_stopping = True
            for work in (*self._waiting, *self._running):
                work.cancel()
            self._changed.notify()
        atexit.unregister(self.stop)
        if self._thread is None:
            return True
        self._thread.join(grace_s)
        if self._thread.is_alive():
            log.warning("the thread of the models did not end within %.0f s", grace_s)
        return not self._thread.is_alive()

    # In the thread

    def _run(self) -> None:
        try:
            while (work := self._next()) is not None:
                self._do(work)
                del work
        finally:
            with self._changed:
                self._is_stopping = True
                left, self._waiting = self._waiting, []
            for work in left:
                work.fail(ModelFailed(model=work.model))
            try:
                self._owner.close()
            finally:
                if "mlx.core" in sys.modules:
                    # Without it the process aborts at exit, now and then (mlx #4327).
                    sys.modules["mlx.core"].clear_streams()

    def _next(self) -> Work[Any] | None:
        """Wait for something to do; None at the end."""
        while True:
            rest_s = self._owner.rest() if not self._waiting else None
            with self._changed:
                if self._waiting:
                    return self._take()
                if self._is_stopping:
                    return None
                self._changed.wait(rest_s)

    def _take(self) -> Work[Any]:
        """The work whose turn it is; the lock is held and something waits."""
        urgent = min(work.priority for work in self._waiting)
        same = [work for work in self._waiting if work.priority == urgent]
        loaded = (work for work in same if self._owner.is_loaded(work.model))
        chosen = same[0] if same[0].overtaken >= MAX_OVERTAKEN else next(loaded, same[0])
        if chosen is not same[0]:
            same[0].overtaken += 1
        self._remove(chosen)
        return chosen

    def _remove(self, work: Work[Any]) -> None:
        self._waiting.remove(work)
        self._most_urgent = min((waiting.priority for waiting in self._waiting), default=sys.maxsize)

    def _do(self, work: Work[Any]) -> None:
        """Run work to its end; more urgent work in between, at most once for each priority deep."""
        steps = work.begin()
        if steps is None:
            return
        self._running.append(work)
        is_well = True
        try:
            while True:
                next(steps)
                if self._most_urgent < work.priority:
                    self._let_pass(work)
        except StopIteration as end:
            work.finish(end.value)
        except LexoError as error:
            work.fail(error)
        except BaseException:  # whatever a library throws, the thread and the server go on
            # As text: a record that holds the exception would hold its frames, and with them the model.
            log.error("the model %s failed\n%s", work.model, traceback.format_exc())
            is_well = False
        self._running.pop()
        steps.close()
        del steps
        if not is_well:  # outside of the handler: inside, the exception still holds the frames
            self._owner.failed(work.model)
            work.fail(ModelFailed(model=work.model))

    def _let_pass(self, work: Work[Any]) -> None:
        """Do what waits and is more urgent than `work`, if it can be done beside what is suspended."""
        while (urgent := self._more_urgent(work)) is not None:
            since = time.monotonic()
            self._do(urgent)
            work.until += time.monotonic() - since

    def _more_urgent(self, work: Work[Any]) -> Work[Any] | None:
        suspended = [running.model for running in self._running]
        with self._changed:
            for waiting in sorted(self._waiting, key=lambda waiting: waiting.priority):
                if waiting.priority >= work.priority or waiting.refused_beside == suspended:
                    continue
                if self._owner.can_interrupt(waiting, suspended):
                    self._remove(waiting)
                    return waiting
                waiting.refused_beside = suspended  # asked once, not at every token
        return None

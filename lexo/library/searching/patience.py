"""Finding by meaning without waiting for it: a model that is still being loaded must not hold up a search."""

import logging
import queue
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TimeIsOver
from typing import Protocol

from lexo.library.searching.belief import Believed, belief_in
from lexo.library.searching.meaning import LikeDocument, Meaning, Near

log = logging.getLogger(__name__)

PATIENCE_S = 0.6  # a loaded model takes a tenth of it; loading takes seconds, and goes on meanwhile

Asked = tuple["Future[tuple[Near, ...]]", str, int, Collection[int] | None]


class Named(Protocol):
    """A sentence model, of which only the name matters here."""

    name: str


class Patient:
    """A `Meaning` asked in a thread of its own: what does not come in time is done without, this once."""

    def __init__(self, meaning_of: Callable[[], Meaning], patience_s: float = PATIENCE_S) -> None:
        """`meaning_of` is called in that thread too."""
        self._meaning_of, self._patience_s = meaning_of, patience_s
        self._asked: queue.SimpleQueue[Asked] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._has_begun = False

    @classmethod
    def believing(
        cls, meaning_of: Callable[[], Meaning], model_of: Callable[[], Named | None], choice: str
    ) -> "Patient":
        """As far as the model of the moment is believed; `choice` is "auto", "on" or "off"."""

        def believed() -> Believed:
            model = model_of() if choice != "off" else None
            belief = belief_in(model.name, choice) if model is not None else None
            return Believed(meaning_of, belief)

        return cls(believed)

    def nearest(self, text: str, limit: int, within: Collection[int] | None = None) -> tuple[Near, ...]:
        """See `Meaning`; nothing where it takes too long."""
        self._begin()
        answer: Future[tuple[Near, ...]] = Future()
        self._asked.put((answer, text, limit, within))
        try:
            return answer.result(self._patience_s)
        except TimeIsOver:
            answer.cancel()  # nobody waits for it any more: if it has not begun, it never does
            return ()

    def like(self, document_id: int, limit: int) -> tuple[LikeDocument, ...]:
        """See `Meaning`. Asks no model, so it is not hurried."""
        return self._meaning_of().like(document_id, limit)

    def _begin(self) -> None:
        with self._lock:
            if not self._has_begun:
                threading.Thread(target=self._answer, name="lexo-meaning", daemon=True).start()
                self._has_begun = True

    def _answer(self) -> None:
        while True:
            answer, text, limit, within = self._asked.get()
            if answer.set_running_or_notify_cancel():
                try:
                    answer.set_result(self._meaning_of().nearest(text, limit, within))
                except Exception:  # the search goes on by words; the database may just be closing
                    log.warning("nothing is found by meaning", exc_info=True)
                    answer.set_result(())

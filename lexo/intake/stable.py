"""When a file in the watched folder has come to rest: its size and times unchanged for a while."""

import heapq
import itertools
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lexo.store.places import SeenFile

AGAIN_S = 1.0
AHEAD_PART = 0.1  # of the delay: a file that was unchanged so long will most likely stay so
INCOMPLETE_FACTOR = 3  # a file without its end is given that many times the delay


@dataclass(slots=True)
class _Waiting:
    """A file on the way; `due_at` and `since` are monotonic seconds."""

    file: SeenFile
    since: float
    due_at: float


class Stability:
    """The files that are still being written, as far as is known. For one thread.

    A change of size, time or inode begins the wait anew; the clock is monotonic, so that a set clock changes nothing.
    """

    def __init__(
        self,
        after_s: float,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._after_s = after_s
        self._monotonic = monotonic
        self._wall = wall
        self._waiting: dict[bytes, _Waiting] = {}
        self._queue: list[tuple[float, int, int, bytes]] = []  # due at, bytes, order of arrival, path
        self._ahead: deque[tuple[float, SeenFile]] = deque()  # from when on it may be copied ahead, oldest first
        self._arrivals = itertools.count()

    def __len__(self) -> int:
        return len(self._waiting)

    def __contains__(self, raw_path: bytes) -> bool:
        return raw_path in self._waiting

    def see(self, file: SeenFile) -> None:
        """Note a file as it is now. One that was old when first seen is at rest already."""
        known = self._waiting.get(file.raw_path)
        if known is None:
            self._arm(file, 0.0 if self._is_old(file) else self._after_s)
        elif known.file != file:
            self._arm(file, self._after_s)

    def forget(self, raw_path: bytes) -> None:
        """Drop a file: taken, settled otherwise, or gone."""
        self._waiting.pop(raw_path, None)

    def wait_longer(self, file: SeenFile) -> None:
        """Wait again for a file that was due and is not whole yet, until it was unchanged three times as long."""
        known = self._waiting.get(file.raw_path)
        since = known.since if known is not None and known.file == file else self._monotonic()
        self._put(_Waiting(file, since, since + INCOMPLETE_FACTOR * self._after_s))

    def is_patience_over(self, file: SeenFile) -> bool:
        """Whether the file was unchanged so long that it is taken even without its end."""
        known = self._waiting.get(file.raw_path)
        return known is not None and self._monotonic() >= known.since + INCOMPLETE_FACTOR * self._after_s

    def put_back(self, file: SeenFile, delay_s: float = 0.0) -> None:
        """Have a file that was due, and could not be taken for no fault of its own, come again after `delay_s`."""
        known = self._waiting.get(file.raw_path)
        since = known.since if known is not None else self._monotonic()
        self._put(_Waiting(file, since, self._monotonic() + delay_s))

    def due(self) -> Iterator[SeenFile]:
        """Files whose wait is over, longest waiting first. Each comes again after a second unless it is forgotten."""
        now = self._monotonic()
        while self._queue and self._queue[0][0] <= now:
            due_at, _size, _order, raw_path = heapq.heappop(self._queue)
            known = self._waiting.get(raw_path)
            if known is not None and known.due_at == due_at:
                self._put(_Waiting(known.file, known.since, now + AGAIN_S))
                yield known.file

    def ahead(self) -> Iterator[SeenFile]:
        """Files that were unchanged for a part of their wait, once each: time to do what can be done in advance."""
        now = self._monotonic()
        while self._ahead and self._ahead[0][0] <= now:
            from_at, file = self._ahead.popleft()
            known = self._waiting.get(file.raw_path)
            if known is not None and known.file == file and known.since <= from_at:
                yield file

    def next_ahead_in_s(self) -> float | None:
        """Seconds until `ahead` may have a file; None when there is none."""
        return max(0.0, self._ahead[0][0] - self._monotonic()) if self._ahead else None

    def next_due_in_s(self) -> float | None:
        """Seconds until the next file may be at rest, 0 if one is due now; None when none waits."""
        return max(0.0, self._queue[0][0] - self._monotonic()) if self._queue else None

    def _is_old(self, file: SeenFile) -> bool:
        """Last written longer ago than the wait. A time in the future says nothing."""
        return self._wall() - file.mtime_ns / 1e9 > self._after_s

    def _arm(self, file: SeenFile, delay_s: float) -> None:
        now = self._monotonic()
        self._put(_Waiting(file, now, now + delay_s))
        if delay_s:
            self._ahead.append((now + delay_s * AHEAD_PART, file))

    def _put(self, waiting: _Waiting) -> None:
        path = waiting.file.raw_path
        self._waiting[path] = waiting
        heapq.heappush(self._queue, (waiting.due_at, waiting.file.size_bytes, next(self._arrivals), path))

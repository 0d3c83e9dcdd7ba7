"""The two ends of a pipe as lines, at the level of file descriptors: bounded, and never waiting once all is over."""

import errno
import json
import os
import select
from collections.abc import Iterator
from typing import Any

from lexo.ipc.desk import MAX_LINE_BYTES, TOO_LONG, Line

CHUNK_BYTES = 1 << 16
MARK = b"\xef\xbb\xbf"  # some programs begin UTF-8 with it


class Gone(Exception):
    """Nobody reads what is written, or all is over."""


def take_standard() -> tuple[int, int]:
    """Standard input and output for us alone: whatever a library prints goes to standard error, and it reads nothing.

    Returns both as descriptors of their own.
    """
    asked, answered = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:  # there is no standard error
        os.dup2(nothing, 1)
    os.close(nothing)
    return asked, answered


class Lines:
    """Lines as they come in, without their end; blank ones are left out, and one that is too long is TOO_LONG."""

    def __init__(self, descriptor: int, over: int, limit_bytes: int = MAX_LINE_BYTES) -> None:
        """`over` can be read from once all is over."""
        self._descriptor, self._over, self._limit = descriptor, over, limit_bytes
        self._begun = bytearray()
        self._is_skipping = False

    def __iter__(self) -> Iterator[Line]:
        while (chunk := self._next()) is not None:
            *ended, rest = chunk.split(b"\n")
            for part in ended:
                yield from self._take(part)
                yield from self._whole()
            yield from self._take(rest)
        yield from self._whole()

    def _next(self) -> bytes | None:
        """What came in; None at the end."""
        while True:
            ready, _, _ = select.select([self._descriptor, self._over], [], [])
            if self._over in ready:
                self._begun.clear()
                return None
            try:
                return os.read(self._descriptor, CHUNK_BYTES) or None
            except BlockingIOError:
                continue
            except OSError:  # the terminal is gone
                return None

    def _take(self, part: bytes) -> Iterator[Line]:
        """A further part of a line. That it is too long is told at once: its end may never come."""
        if self._is_skipping:
            return
        self._begun += part
        if len(self._begun) > self._limit:
            self._begun.clear()
            self._is_skipping = True
            yield TOO_LONG

    def _whole(self) -> Iterator[Line]:
        """The line that ends here."""
        line = bytes(self._begun).strip().removeprefix(MARK)
        self._begun.clear()
        self._is_skipping = False
        if line:
            yield line


class Written:
    """Writes lines of JSON, each whole. Never waits for a reader that does not read once all is over."""

    def __init__(self, descriptor: int, over: int) -> None:
        self._descriptor, self._over = descriptor, over

    def put(self, reply: dict[str, Any]) -> None:
        """Write one line. Raises Gone."""
        left = memoryview(json.dumps(reply, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        while left:
            # So much fits without waiting where anything fits.
            left = left[self._write(left[: select.PIPE_BUF]) :]

    def is_read(self) -> bool:
        """Whether the other end of the pipe is open."""
        poll = select.poll()
        poll.register(self._descriptor, 0)
        return not any(event & (select.POLLERR | select.POLLHUP | select.POLLNVAL) for _, event in poll.poll(0))

    def _write(self, part: memoryview) -> int:
        ready, writable, _ = select.select([self._over], [self._descriptor], [])
        if not writable and ready:
            _, writable, _ = select.select([], [self._descriptor], [], 0)
        if not writable:
            raise Gone
        try:
            return os.write(self._descriptor, part)
        except BlockingIOError:
            return 0
        except OSError as error:
            if error.errno in (errno.EPIPE, errno.ECONNRESET, errno.EIO, errno.EBADF):
                raise Gone from error
            raise

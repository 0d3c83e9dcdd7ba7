"""The process that answers lines: until its input ends or it is asked to end, and then within ten seconds."""

import logging
import os
import select
import signal
import threading
from collections.abc import Callable
from types import FrameType

from lexo.inference import mlx_thread
from lexo.inference.base import TextModel
from lexo.inference.host import ModelHost
from lexo.ipc.desk import Desk, serve
from lexo.ipc.pipes import Gone, Lines, Written

log = logging.getLogger(__name__)

GRACE_S = 7.0  # for the token in hand, and until a model is unloaded
LAST_LINE_S = 1.0  # for what is said of an answer that was cancelled


def run(pipes: tuple[int, int], host: ModelHost, other: TextModel | None = None) -> None:
    """Answer what comes in at the first descriptor through the second; in the main thread, for its signals.

    Lines are read and answered in another thread, so that a signal finds this one waiting for nothing else.
    """
    over, end = os.pipe()

    def work() -> None:
        written = Written(pipes[1], over)
        try:
            serve(Lines(pipes[0], over), written.put, Desk(host, other, written.is_read))
        except Gone:
            log.info("nobody reads the answers any more")
        finally:
            os.write(end, b".")

    _end_on_signals(lambda: os.write(end, b"."))
    answering = threading.Thread(target=work, name="lexo-ipc", daemon=True)
    answering.start()
    select.select([over], [], [])
    host.stop(GRACE_S)
    answering.join(LAST_LINE_S)
    if any(thread.name == mlx_thread.NAME and thread.is_alive() for thread in threading.enumerate()):
        os._exit(0)  # a load cannot be stopped, and with its streams uncleared MLX would abort the process


def _end_on_signals(end: Callable[[], object]) -> None:
    """SIGTERM and SIGINT end it in order; a second one at once."""
    asked: list[int] = []

    def heard(number: int, _: FrameType | None) -> None:
        if asked:
            os._exit(128 + number)
        asked.append(number)
        end()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, heard)

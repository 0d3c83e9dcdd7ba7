"""Whether work in the background should wait: on battery, or while the machine is too hot. macOS; elsewhere never."""

import logging
import platform
import re
import subprocess
import threading
import time
from collections.abc import Callable

from lexo.document import Reason

log = logging.getLogger(__name__)

FRESH_S = 30.0  # between two looks: pmset is a process of its own
FULL_SPEED = 90  # percent; below it macOS slows the processor down to cool it

Ask = Callable[[str], str]  # "batt" or "therm" -> what `pmset -g` says of it


def pmset(subject: str) -> str:
    """What `pmset -g <subject>` says, or nothing where there is no pmset."""
    if platform.system() != "Darwin":
        return ""
    try:
        asked = subprocess.run(
            ["/usr/bin/pmset", "-g", subject], capture_output=True, text=True, timeout=5, check=False
        )
    except (OSError, subprocess.SubprocessError):
        log.warning("pmset did not answer")
        return ""
    return asked.stdout


def is_on_battery(said: str) -> bool:
    """Read `pmset -g batt`: "Now drawing from 'Battery Power'". A machine without a battery says 'AC Power'."""
    return "'Battery Power'" in said


def is_hot(said: str) -> bool:
    """Read `pmset -g therm`: a thermal warning level above 0, or a processor that is held back."""
    level = re.search(r"thermal warning level\s*[=:]?\s*(\d+)", said, re.IGNORECASE)
    speeds = re.findall(r"CPU_(?:Speed|Scheduler)_Limit\s*=\s*(\d+)", said)
    return (level is not None and int(level[1]) > 0) or any(int(speed) < FULL_SPEED for speed in speeds)


class Power:
    """Answers from memory for half a minute. Any thread."""

    def __init__(self, *, on_battery: bool, when_hot: bool, ask: Ask = pmset) -> None:
        self._on_battery, self._when_hot, self._ask = on_battery, when_hot, ask
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._reason: Reason | None = None

    def must_wait(self) -> Reason | None:
        """Why background work should wait: `on_battery`, `machine_hot`, or None: go."""
        if self._on_battery and self._when_hot:
            return None
        with self._lock:
            if time.monotonic() - self._looked_at > FRESH_S:
                self._reason = self._look()
                self._looked_at = time.monotonic()
            return self._reason

    def _look(self) -> Reason | None:
        if not self._on_battery and is_on_battery(self._ask("batt")):
            return Reason("on_battery")
        if not self._when_hot and is_hot(self._ask("therm")):
            return Reason("machine_hot")
        return None

"""Whether a server serves the library: as quick as reading a file, which is why it loads no web server."""

import fcntl
import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Server:
    """The process that serves the library."""

    pid: int
    url: str
    started_at: str


def find_server(home: Path) -> Server | None:
    """What `lexo.pid` in LEXO's home says, if the server that wrote it still holds the lock."""
    try:
        note = json.loads((home / "lexo.pid").read_text("utf-8"))
        with (home / "lexo.lock").open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return Server(int(note["pid"]), str(note["url"]), str(note["started_at"]))
    except (OSError, ValueError, KeyError):
        return None
    return None

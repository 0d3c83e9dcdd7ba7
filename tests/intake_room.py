"""A library with a watched folder beside it, and time that passes when the test says so."""

import hashlib
import os
import time
from pathlib import Path

from lexo.document import Place, PlaceState
from lexo.intake.scan import Scanner
from lexo.intake.stable import Stability
from lexo.intake.taker import Taker
from lexo.store import documents, places
from lexo.store.database import Database
from lexo.store.files import FileStore

STABLE_AFTER_S = 5.0


def pdf(text: str = "paper") -> bytes:
    """The least that begins and ends like a PDF."""
    return f"%PDF-1.4\n% {text}\n%%EOF\n".encode()


class Room:
    """The intake room without its thread: scans and takes when told."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.watch = base / "OCR"
        self.watch.mkdir()
        self.db = Database(base / "lexo.db")
        self.files = FileStore(base / "files")
        self.now_s = 1000.0
        self.stopping = False
        self.restart()

    def restart(self) -> None:
        """Forget everything that is not in the database."""
        self.stability = Stability(STABLE_AFTER_S, monotonic=lambda: self.now_s, wall=time.time)
        self.scanner = Scanner(self.db, self.files, self.watch, self.stability)
        self.taker = Taker(self.db, self.files, self.scanner.root, self.stability, lambda: self.stopping)

    def drop(self, name: str, content: bytes | None = None) -> Path:
        path = self.watch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf(name) if content is None else content)
        return path

    def settle(self) -> None:
        """Scan, wait long enough for everything, take what is at rest."""
        self.scanner.scan_all()
        self.now_s += STABLE_AFTER_S
        self.take()
        self.now_s += 3 * STABLE_AFTER_S
        self.take()

    def take(self) -> None:
        while self.stability.next_due_in_s() == 0.0:
            self.taker.take_batch()

    def place(self, path: Path | bytes) -> Place:
        found = places.find_by_path(self.db, os.fsencode(path))
        assert found is not None, path
        return found

    def outcome(self, path: Path | bytes) -> tuple[PlaceState, str | None]:
        """State and reason code of the file at `path`."""
        place = self.place(path)
        return place.state, place.reason.code if place.reason else None

    def names(self) -> list[str]:
        return sorted(place.path.removeprefix(f"{self.watch}/") for place in places.list_places(self.db, limit=10_000))

    def document_count(self) -> int:
        return documents.list_documents(self.db, documents.DocumentQuery()).total

    def kept(self) -> set[str]:
        """What the file store holds, by its bytes; each must lie under its own hash."""
        found = {path.name: path for path in self.files.root.rglob("*") if path.is_file()}
        assert all(hashlib.sha256(path.read_bytes()).hexdigest() == name for name, path in found.items())
        return set(found)

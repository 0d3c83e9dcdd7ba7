"""Whatever people do in the folder, in whatever order: none lost, none twice, no file touched (a model-based test)."""

import hashlib
import os
import shutil
import tempfile
import zlib
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from intake_room import Room
from lexo.document import PlaceState
from lexo.store import documents, places

NAMES = st.sampled_from(["a.pdf", "b.pdf", "sub/a.pdf", "sub/deep/c", "été.pdf", "x.part"])
CONTENTS = st.sampled_from([b"", b"words", *(b"%%PDF-1.4 %d %%%%EOF" % number for number in range(4))])


class Folder(RuleBasedStateMachine):
    """Acts on a real folder, scans now and then, and compares with what must be true after a full scan."""

    def __init__(self) -> None:
        super().__init__()
        self.base = Path(tempfile.mkdtemp(prefix="lexo-any-order-"))
        self.room = Room(self.base)
        self.read: set[str] = set()
        self.deleted: set[str] = set()

    def teardown(self) -> None:
        self.check()
        self.room.db.close()
        shutil.rmtree(self.base)

    def files(self) -> list[Path]:
        return sorted(path for path in self.room.watch.rglob("*") if path.is_file())

    @rule(name=NAMES, content=CONTENTS, is_old=st.booleans())
    def write(self, name: str, content: bytes, is_old: bool) -> None:
        path = self.room.watch / name
        if not path.is_dir():
            path = self.room.drop(name, content)
            if is_old:
                os.utime(path, (1_000_000, zlib.crc32(content)))  # one time per content: no scan sees more

    @precondition(lambda self: self.files())
    @rule(data=st.data(), name=NAMES)
    def move(self, data: st.DataObject, name: str) -> None:
        target = self.room.watch / name
        target.parent.mkdir(parents=True, exist_ok=True)
        data.draw(st.sampled_from(self.files())).rename(target)

    @precondition(lambda self: self.files())
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        data.draw(st.sampled_from(self.files())).unlink()

    @precondition(lambda self: (self.room.watch / "sub").is_dir())
    @rule()
    def move_folder(self) -> None:
        target = self.room.watch / "renamed"
        shutil.rmtree(target, ignore_errors=True)
        (self.room.watch / "sub").rename(target)

    @rule()
    def scan(self) -> None:
        self.room.scanner.scan_all()

    @rule(seconds=st.sampled_from([1.0, 5.0, 20.0]))
    def wait(self, seconds: float) -> None:
        self.room.now_s += seconds
        self.room.taker.copy_ahead()
        self.room.take()
        self.note()

    @rule()
    def restart(self) -> None:
        self.room.restart()

    @precondition(lambda self: self.read - self.deleted)
    @rule(data=st.data())
    def delete_document(self, data: st.DataObject) -> None:
        sha256 = data.draw(st.sampled_from(sorted(self.read - self.deleted)))
        document = documents.find_by_sha256(self.room.db, sha256)
        assert document is not None
        documents.move_to_trash(self.room.db, document.id)
        self.deleted.add(sha256)

    def note(self) -> None:
        """What was read once stays read."""
        known = {document.sha256 for document in self.all_documents()}
        assert self.read - self.deleted <= known
        self.read |= known

    def all_documents(self) -> tuple[documents.Document, ...]:
        return documents.list_documents(self.room.db, documents.DocumentQuery(limit=1000)).items

    @rule()
    def check(self) -> None:
        """After everything came to rest: each file is in the one state that its content and name deserve."""
        before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in self.files()}
        self.room.settle()
        self.room.taker.close()
        self.note()
        present = {
            place.raw_path: place for place in places.list_places(self.room.db, limit=1000) if not place.is_missing
        }
        assert set(present) == {os.fsencode(path) for path in before}
        for path, (content, _time) in before.items():
            self.check_file(path, content, present[os.fsencode(path)])
        assert self.room.kept() == self.read
        assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in self.files()} == before

    def check_file(self, path: Path, content: bytes, place: places.Place) -> None:
        code = place.reason.code if place.reason else None
        sha256 = hashlib.sha256(content).hexdigest()
        if path.suffix == ".part":
            assert (place.state, code) == (PlaceState.IGNORED, "temporary_file")
        elif not content:
            assert (place.state, code) == (PlaceState.WAITING, "empty")
        elif not content.startswith(b"%PDF"):
            assert (place.state, code) == (PlaceState.IGNORED, "unsupported_type")
        else:
            document = documents.find_by_sha256(self.room.db, sha256)
            assert document is not None
            assert place.document_id == document.id
            deleted = (PlaceState.IGNORED, "in_trash")
            assert (place.state, code) == (deleted if sha256 in self.deleted else (PlaceState.QUEUED, None))


TestAnyOrder = Folder.TestCase
TestAnyOrder.settings = settings(
    max_examples=25, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)

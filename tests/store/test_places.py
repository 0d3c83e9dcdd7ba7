"""Rows of files seen: states follow their documents, counts and lists agree."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from lexo.document import MediaType, PlaceState, Reason
from lexo.store import documents, places
from lexo.store.database import Database
from lexo.store.documents import NewDocument
from lexo.store.places import Changes, SeenFile, Verdict


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    database = Database(tmp_path / "lexo.db")
    yield database
    database.close()


def file(name: bytes, number: int = 1) -> SeenFile:
    return SeenFile(b"/w/" + name, 1, number, 10, 20)


def take(db: Database, name: bytes, number: int = 1) -> int:
    with db.write() as connection:
        new = NewDocument(f"{number:064x}", name.decode(), MediaType.PDF, 10)
        document_id = documents.add_within(connection, new).document_id
        places.take_within(connection, file(name, number), document_id)
    return document_id


def set_state(db: Database, document_id: int, state: str, reason_code: str | None = None) -> None:
    with db.write() as connection:
        connection.execute(
            "UPDATE documents SET state = ?, reason_code = ?, reason_details = '{}' WHERE id = ?",
            (state, reason_code, document_id),
        )


@pytest.mark.parametrize(
    ("document_state", "shown"),
    [
        ("queued", PlaceState.QUEUED),
        ("reading", PlaceState.QUEUED),
        ("ready", PlaceState.DONE),
        ("ready_with_warnings", PlaceState.DONE),
        ("failed", PlaceState.FAILED),
    ],
)
def test_taken_file_stands_where_its_document_stands(db: Database, document_state: str, shown: PlaceState) -> None:
    document_id = take(db, b"a.pdf")
    set_state(db, document_id, document_state, "damaged" if document_state == "failed" else None)
    (place,) = places.list_places(db)
    assert place.state is shown
    assert place.reason == (Reason("damaged") if shown is PlaceState.FAILED else None)
    assert places.counts(db)[shown] == 1
    assert places.list_places(db, shown) == (place,)


def test_taken_file_whose_document_waits_for_its_password_waits(db: Database) -> None:
    take(db, b"a.pdf")
    with db.write() as connection:
        connection.execute("UPDATE jobs SET state = 'waiting', reason_code = 'password_needed'")
    (place,) = places.list_places(db, PlaceState.WAITING)
    assert place.reason == Reason("password_needed")


def test_taken_file_of_a_deleted_document_is_left_alone(db: Database) -> None:
    document_id = take(db, b"a.pdf")
    documents.move_to_trash(db, document_id)
    (place,) = places.list_places(db)
    assert (place.state, place.reason) == (PlaceState.IGNORED, Reason("in_trash"))


def test_taken_file_of_a_purged_document_is_left_alone(db: Database) -> None:
    take(db, b"a.pdf")
    with db.write() as connection:
        connection.execute("DELETE FROM documents")
    (place,) = places.list_places(db)
    assert (place.state, place.reason, place.document_id) == (PlaceState.IGNORED, Reason("in_trash"), None)


def test_list_places_pages_without_gap_or_repeat(db: Database) -> None:
    verdicts = [Verdict(file(b"%d" % number), PlaceState.WAITING, Reason("empty")) for number in range(25)]
    places.save_changes(db, Changes(verdicts=verdicts))
    seen: list[int] = []
    before_id = None
    while page := places.list_places(db, PlaceState.WAITING, limit=10, before_id=before_id):
        seen += [place.id for place in page]
        before_id = page[-1].id
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 25


def test_list_known_takes_the_folder_and_not_its_namesakes(db: Database) -> None:
    paths = (b"/w/a/1", b"/w/a/b/2", b"/w/a.pdf", b"/w/a0", b"/w/ab/3", b"/w/a/\xff")
    verdicts = [
        Verdict(SeenFile(path, 1, at, 1, 1), PlaceState.WAITING, Reason("empty")) for at, path in enumerate(paths)
    ]
    places.save_changes(db, Changes(verdicts=verdicts))
    assert set(places.list_known(db, b"/w/a")) == {b"/w/a/1", b"/w/a/b/2", b"/w/a/\xff"}
    assert len(places.list_known(db, b"/")) == len(paths)


def test_verdict_on_a_taken_file_lets_go_of_its_document(db: Database) -> None:
    take(db, b"a.pdf")
    places.save_changes(
        db,
        Changes(verdicts=[Verdict(file(b"a.pdf", 9), PlaceState.IGNORED, Reason("unsupported_type", {"found": "x"}))]),
    )
    (place,) = places.list_places(db)
    assert (place.state, place.reason, place.document_id) == (
        PlaceState.IGNORED,
        Reason("unsupported_type", {"found": "x"}),
        None,
    )


def test_move_renames_the_document_only_if_it_went_by_that_name(db: Database) -> None:
    first, second = take(db, b"a.pdf", 1), take(db, b"b.pdf", 2)
    with db.write() as connection:
        connection.execute("UPDATE documents SET filename = 'uploaded as.pdf' WHERE id = ?", (second,))
    known = places.list_known(db, b"/w")
    moved = [(known[b"/w/a.pdf"].id, file(b"new-a.pdf", 1)), (known[b"/w/b.pdf"].id, file(b"new-b.pdf", 2))]
    places.save_changes(db, Changes(moved=moved))
    assert documents.get(db, first).filename == "new-a.pdf"
    assert documents.get(db, second).filename == "uploaded as.pdf"


def test_missing_file_is_not_counted_but_still_listed_with_its_document(db: Database) -> None:
    document_id = take(db, b"a.pdf")
    (known,) = places.list_known(db, b"/w").values()
    places.save_changes(db, Changes(missing=[known.id]))
    assert sum(places.counts(db).values()) == 0
    (place,) = places.by_document(db, document_id)
    assert place.is_missing
    places.save_changes(db, Changes(refreshed=[(known.id, known.file)]))
    assert places.counts(db)[PlaceState.QUEUED] == 1


def test_for_people_is_nfc_and_always_text() -> None:
    assert places.for_people("e\u0301".encode()) == "é"
    assert places.for_people(b"a\xff") == "a\N{REPLACEMENT CHARACTER}"

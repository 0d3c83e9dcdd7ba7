"""Broken, hostile and odd files: each ends with a sentence, the server lives, the good file is read."""

import json
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import invariants
import pytest
from serving import Server

from lexo.errors import BY_CODE, sentence
from papers import write_pdf

pytestmark = [pytest.mark.faults, pytest.mark.corpus, pytest.mark.timeout(600)]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path, LEXO_PAGE_TIMEOUT_S="60")
    yield server
    if server.is_alive():
        server.kill()


def test_hostile_files_each_end_with_a_sentence_and_the_good_one_is_read(server: Server, corpus: Path) -> None:
    hostile = corpus / "hostile_dev"
    names = [entry["file"] for entry in json.loads((hostile / "manifest.json").read_text("utf-8"))["files"]]
    for name in names:
        shutil.copy(hostile / name, server.watch / Path(name).name)
    before = invariants.originals(server.watch)
    server.start()
    server.wait_until_up()
    write_pdf(server.watch / "zz bon.pdf", ["Ce papier est bon et doit être lu"])
    states = wait_until_settled(server, len(names) + 1, 420)
    assert states["zz bon.pdf"] == ("ready", None)
    for name, (state, reason) in states.items():
        assert state in ("ready", "ready_with_warnings", "failed", "queued", "waiting", "ignored"), name
        if state not in ("ready", "ready_with_warnings"):
            assert reason in BY_CODE, name
            assert len(sentence(reason).split()) > 4, name
    assert "stumbled" not in server.log(), server.log()
    assert server.stop() == 0
    after = invariants.originals(server.watch)
    assert {name: after[name] for name in before} == before
    invariants.none_lost(server.database, server.watch)
    invariants.consistent(server.database)


def wait_until_settled(server: Server, count: int, timeout_s: float) -> dict[str, tuple[str, str | None]]:
    """State and reason by file name, once nothing moves any more."""
    deadline = time.monotonic() + timeout_s
    while True:
        states = states_of(server)
        moving = [name for name, (state, reason) in states.items() if state in ("queued", "reading") and not reason]
        if len(states) == count and not moving:
            return states
        assert server.is_alive()
        assert time.monotonic() < deadline, (len(states), moving)
        time.sleep(0.5)


def states_of(server: Server) -> dict[str, tuple[str, str | None]]:
    """A file's own state, or its document's; one that is only waited for by the clock is still moving."""
    connection = sqlite3.connect(f"file:{server.database}?mode=ro", uri=True)
    try:
        rows = connection.execute(
            "SELECT path, places.state, places.reason_code, documents.state, documents.reason_code"
            " FROM places LEFT JOIN documents ON documents.id = document_id"
        ).fetchall()
    finally:
        connection.close()
    found = {}
    for path, state, reason, document_state, document_reason in rows:
        if state == "waiting" and reason == "still_copying":
            continue
        found[Path(path).name] = (document_state, document_reason) if state == "taken" else (state, reason)
    return found

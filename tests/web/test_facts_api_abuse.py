"""Whatever is sent to the routes of facts and deadlines, the answer is a problem in LEXO's words, never a failure."""

import json
from typing import Any

import icalendar
import pytest

from lexo.app import Lexo
from lexo.facts import Split
from lexo.store import deadlines
from told_papers import add_told, fact, id_of

BIG = 1 << 63
DATE = fact("due_date", "02/04/2027", "2027-04-02")
TOTAL = fact("due_payable", "80,50 €", "80.50")
WORD = {"was": "Page", "text": "x"}
SIGNS = ("\x00", "\x1b[2J", "\u202e", "\ud800", "😀" * 100, "<script>", "'; DROP TABLE fields; --", "\u2028", "%s{0}")
VALUES: tuple[Any, ...] = (
    *SIGNS, None, True, -1, 0, 1.5, 1e400, -1e400, BIG, 10**400, "", " ", "x" * 5000, [], {}, [[]], {"a": {"b": []}},
)  # fmt: skip
BODIES = {
    ("POST", "/fields"): {"name": "note", "value": "x", "page": 1, "bbox": [0, 0, 1, 1], "force": False},
    ("PATCH", "/fields/{field}"): {"value": "x", "force": True},
    ("PATCH", ""): {"kind": "invoice", "title": "x", "date": "2026-01-01", "sender": "x"},
    ("PATCH", "/pages/1/words/0"): WORD,
    ("POST", "/split"): {"pages": [2]},
}
PATHS = (
    ("GET", "/documents/{id}/fields"),
    ("POST", "/documents/{id}/fields"),
    ("PATCH", "/documents/{id}/fields/{id}"),
    ("DELETE", "/documents/{id}/fields/{id}"),
    ("GET", "/documents/{id}/fields/{id}/image"),
    ("PATCH", "/documents/{id}"),
    ("PATCH", "/documents/{id}/pages/{id}/words/{id}"),
    ("GET", "/documents/{id}/corrections"),
    ("POST", "/documents/{id}/corrections/{id}/undo"),
    ("POST", "/documents/{id}/understand"),
    ("GET", "/documents/{id}/hints"),
    ("DELETE", "/documents/{id}/hints"),
    ("POST", "/documents/{id}/split"),
    ("POST", "/documents/{id}/unsplit"),
    ("PATCH", "/deadlines/{id}"),
)
SHOWN = (
    "/api/v1/documents/{}",
    "/api/v1/documents/{}/fields",
    "/api/v1/documents",
    "/documents/{}",
    "/",
    "/deadlines",
    "/api/v1/deadlines",
    "/api/v1/deadlines.ics",
)
DATES = ("bientôt", "NaN", "-Infinity", "9" * 2000, "9999-12-31", "0001-01-01", "31/02/2026")
RIGHT_BODY = {"name": "note", "value": "x", "was": "x", "text": "x", "pages": [2], "state": "done", "title": "x"}


def is_answered(answer: Any) -> bool:
    """It is done, or refused with a problem."""
    if answer.status_code < 400:
        return True
    kind = answer.headers["content-type"].split(";")[0]
    return answer.status_code < 500 and kind == "application/problem+json" and bool(answer.json()["code"])


def sent(client: Any, method: str, path: str, body: Any) -> Any:
    return client.request(
        method, f"/api/v1{path}", content=json.dumps(body).encode(), headers={"content-type": "application/json"}
    )


@pytest.mark.parametrize("number", [-1, 0, 999_999, BIG - 1, BIG, 10**400, "x", "1.5", "%00", "NaN", "1e3", "٣"])
def test_ids_that_are_none_are_refused(client: Any, number: object) -> None:
    for method, path in PATHS:
        answer = sent(client, method, path.replace("{id}", str(number)), RIGHT_BODY)
        assert 400 <= answer.status_code < 500, path
        assert is_answered(answer), path


@pytest.mark.parametrize(("method", "path"), BODIES)
def test_bodies_of_any_bytes_are_taken_or_refused(client: Any, lexo: Lexo, method: str, path: str) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL)
    address = f"/api/v1/documents/{document_id}{path.format(field=id_of(lexo, document_id, 'due_payable'))}"
    for body in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"value": NaN}', b"[" * 50_000, b'"x"', b"{}" * 2):
        answer = client.request(method, address, content=body, headers={"content-type": "application/json"})
        assert is_answered(answer), body[:20]


@pytest.mark.parametrize(("method", "path"), BODIES)
def test_values_of_any_kind_are_taken_or_refused(client: Any, lexo: Lexo, method: str, path: str) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL, DATE)
    for name in BODIES[method, path]:
        for value in VALUES:
            field_id = id_of(lexo, document_id, "due_date") if "{field}" in path else 0
            address = f"/documents/{document_id}{path.format(field=field_id)}"
            answer = sent(client, method, address, {**BODIES[method, path], name: value})
            assert is_answered(answer), (name, str(value)[:40], answer.status_code)
            for read in ("", "/fields", "/corrections", "/text", "/hints"):
                assert client.get(f"/api/v1/documents/{document_id}{read}").status_code == 200, (name, str(value)[:40])


@pytest.mark.parametrize("name", ["due_date", "due_payable", "issue_date", "grand_total", "expiry_date", "lines"])
def test_forced_values_break_no_page(client: Any, lexo: Lexo, name: str) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL, DATE)
    for value in (*DATES, *SIGNS):
        body = {"name": name, "value": value, "force": True}
        assert is_answered(sent(client, "POST", f"/documents/{document_id}/fields", body))
        for path in SHOWN:
            assert client.get(path.format(document_id)).status_code == 200, (path, value[:40])


def test_titles_of_any_kind_leave_the_calendar_whole(client: Any, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL, DATE)
    for title in ("BEGIN:VEVENT\r\nEND:VCALENDAR", "a\\;,:\n b", *SIGNS, "é" * 200):
        assert is_answered(sent(client, "PATCH", f"/documents/{document_id}", {"title": title, "sender": title}))
        answer = client.get("/api/v1/deadlines.ics")
        events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
        assert len(events) == len(deadlines.of_document(lexo.db, document_id)) == 1, title
        assert all(len(line) <= 75 for line in answer.content.split(b"\r\n")), title


@pytest.mark.parametrize(
    "query", ["state=x", "state=", "since=x", "since=0000-00-00", "since=%00", "since=99999-01-01"]
)
def test_questions_for_deadlines_that_are_none_are_refused(client: Any, query: str) -> None:
    answer = client.get(f"/api/v1/deadlines?{query}")
    assert answer.status_code == 422
    assert is_answered(answer)


def test_splits_at_pages_that_are_not_there_are_refused(client: Any, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL, pages=3, splits=(Split(2, 0.9),))
    for asked in ([], [1], [4], [-1], [2, 2], [3, 2], [BIG], list(range(2, 20_000))):
        answer = sent(client, "POST", f"/documents/{document_id}/split", {"pages": asked})
        assert answer.status_code >= 400, asked[:3]
        assert is_answered(answer), asked[:3]

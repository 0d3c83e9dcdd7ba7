"""Documents over the API: added once, listed, downloaded, deleted and brought back."""

import errno
from collections.abc import Callable
from typing import Any

import pytest
from starlette.datastructures import UploadFile

from lexo.app import Lexo
from lexo.web.download import attachment

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def test_upload_new_answers_201_and_where_it_is(client: Any) -> None:
    answer = client.post("/api/v1/documents", files={"file": ("facture été.pdf", PDF)})

    assert answer.status_code == 201
    assert answer.json() == {"id": 1, "state": "queued", "duplicate": False}
    assert answer.headers["location"] == "/api/v1/documents/1"


def test_upload_of_known_bytes_answers_200_and_the_same_document(client: Any, add: Callable[..., int]) -> None:
    first = add("a.pdf")

    answer = client.post("/api/v1/documents", files={"file": ("b.pdf", PDF)})

    assert answer.status_code == 200
    assert answer.json() == {"id": first, "state": "queued", "duplicate": True}


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.docx", b"PK\3\4word/document.xml", 415, "unsupported_type"),
        ("a.pdf", b"", 422, "empty"),
        ("a.pdf", b"<!doctype html><p>", 415, "unsupported_type"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "unsupported_type"),
    ],
)
def test_upload_that_cannot_be_read_says_why(client: Any, name: str, content: bytes, status: int, code: str) -> None:
    answer = client.post("/api/v1/documents", files={"file": (name, content)})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_upload_to_a_full_disk_says_so(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(UploadFile, "write", fail)

    answer = client.post("/api/v1/documents", files={"file": ("a.pdf", PDF)})

    assert (answer.status_code, answer.json()["code"]) == (507, "disk_full")


def test_upload_without_file_names_the_part(client: Any) -> None:
    answer = client.post("/api/v1/documents", files={"other": ("a.pdf", PDF)})

    assert answer.status_code == 422
    assert [error["part"] for error in answer.json()["errors"]] == ["body.file"]


def test_document_has_the_fixed_keys(client: Any, add: Callable[..., int]) -> None:
    document = client.get(f"/api/v1/documents/{add('Reçu.pdf')}").json()

    fixed = (
        "id title filename sha256 state reason kind kind_confidence language sender date page_count created_at places"
    )
    assert set(fixed.split()) | {"warnings"} <= document.keys()
    assert (document["filename"], document["state"], document["places"]) == ("Reçu.pdf", "queued", [])


def test_list_goes_on_at_the_cursor_and_counts_all(client: Any, add: Callable[..., int]) -> None:
    ids = [add(f"{number}.pdf", PDF + b"%" * number) for number in range(5)]

    first = client.get("/api/v1/documents?limit=3").json()
    second = client.get(f"/api/v1/documents?limit=3&cursor={first['next']}").json()

    assert [item["id"] for item in first["items"] + second["items"]] == ids[::-1]
    assert (first["total"], second["next"]) == (5, None)


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "state=lost", "limit=x"])
def test_list_with_unusable_parameters_is_refused(client: Any, query: str) -> None:
    answer = client.get(f"/api/v1/documents?{query}")

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize("cursor", ["x", "-1", "99999999999999999999", "%00"])
def test_list_with_an_unknown_cursor_begins_anew(client: Any, add: Callable[..., int], cursor: str) -> None:
    add()

    assert client.get(f"/api/v1/documents?cursor={cursor}").json()["total"] == 1


def test_deleted_document_is_gone_and_can_be_restored(client: Any, add: Callable[..., int]) -> None:
    path = f"/api/v1/documents/{add()}"

    assert client.delete(path).status_code == 204
    assert client.get(path).json()["code"] == "document_not_found"
    assert client.get("/api/v1/documents").json()["total"] == 0
    assert client.get("/api/v1/documents?trash=true").json()["total"] == 1
    assert client.post(f"{path}/restore").json()["state"] == "queued"
    assert client.get(path).status_code == 200


def test_restoring_what_is_not_in_the_trash_queues_nothing_new(client: Any, add: Callable[..., int]) -> None:
    client.post(f"/api/v1/documents/{add()}/restore")

    assert len(client.get("/api/v1/jobs").json()["items"]) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/v1/documents/9"),
        ("DELETE", "/api/v1/documents/9"),
        ("POST", "/api/v1/documents/9/restore"),
        ("POST", "/api/v1/documents/9/retry"),
        ("GET", "/api/v1/documents/9/text"),
        ("GET", "/api/v1/documents/9/original"),
        ("GET", "/api/v1/documents/9/pages"),
        ("GET", "/api/v1/documents/9/pages/1"),
        ("GET", "/api/v1/documents/9/pages/1/image"),
    ],
)
def test_unknown_document_answers_404(client: Any, method: str, path: str) -> None:
    answer = client.request(method, path)

    assert (answer.status_code, answer.json()["code"]) == (404, "document_not_found")


@pytest.mark.parametrize("bad", ["0", "-1", "1e3", "%2e%2e", "..%2f..%2fetc%2fpasswd", "%00", str(1 << 63), "a"])
def test_what_is_no_id_leads_nowhere(client: Any, bad: str) -> None:
    for path in (f"/api/v1/documents/{bad}", f"/api/v1/documents/{bad}/original", f"/static/{bad}"):
        assert client.get(path).status_code in (404, 422)


def test_unknown_page_answers_404(client: Any, add: Callable[..., int]) -> None:
    answer = client.get(f"/api/v1/documents/{add()}/pages/7")

    assert (answer.status_code, answer.json()["code"], answer.json()["number"]) == (404, "page_not_found", 7)


def test_retry_of_all_pages_gives_the_job(client: Any, add: Callable[..., int]) -> None:
    answer = client.post(f"/api/v1/documents/{add()}/retry?pages=all")

    assert answer.status_code == 202
    assert (answer.json()["document_id"], answer.json()["state"]) == (1, "queued")


def test_password_is_never_repeated(client: Any, add: Callable[..., int], caplog: pytest.LogCaptureFixture) -> None:
    path = f"/api/v1/documents/{add()}/password"

    right = client.post(path, json={"password": "CANARI-8F3A"})
    wrong = client.post(path, json={"password": {"CANARI-8F3A": 1}})

    assert (right.status_code, wrong.status_code) == (202, 422)
    assert "CANARI-8F3A" not in right.text + wrong.text + caplog.text


def test_original_comes_back_as_an_attachment_that_runs_nothing(client: Any, add: Callable[..., int]) -> None:
    document_id = add("Reçu (été); x=1.pdf")

    answer = client.get(f"/api/v1/documents/{document_id}/original")

    assert answer.content == PDF
    assert answer.headers["content-type"] == "application/pdf"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"Recu (ete); x=1.pdf\"; filename*=UTF-8''Re%C3%A7u%20%28%C3%A9t%C3%A9%29%3B%20x%3D1.pdf"
    )


def test_original_in_part(client: Any, add: Callable[..., int]) -> None:
    answer = client.get(f"/api/v1/documents/{add()}/original", headers={"Range": "bytes=0-7"})

    assert (answer.status_code, answer.content) == (206, b"%PDF-1.4")
    assert answer.headers["content-range"] == f"bytes 0-7/{len(PDF)}"


def test_original_with_a_web_pages_name_is_still_a_pdf(client: Any, add: Callable[..., int]) -> None:
    answer = client.get(f"/api/v1/documents/{add('evil.html', PDF + b'<script>alert(1)</script>')}/original")

    assert answer.headers["content-type"] == "application/pdf"
    assert 'filename="evil.html.pdf"' in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf"),
        ('a"b\r\nX: y.pdf', "attachment; filename=\"abX: y.pdf\"; filename*=UTF-8''abX%3A%20y.pdf"),
        ("📄", "attachment; filename=\"document\"; filename*=UTF-8''%F0%9F%93%84"),
        ("\u202efdp.exe", "attachment; filename=\"fdp.exe\"; filename*=UTF-8''fdp.exe"),
        ("../../x", "attachment; filename=\"....x\"; filename*=UTF-8''....x"),
    ],
)
def test_attachment_is_one_safe_header(name: str, header: str) -> None:
    assert attachment(name) == header


def test_text_of_a_document_that_nobody_read_is_empty(client: Any, add: Callable[..., int]) -> None:
    answer = client.get(f"/api/v1/documents/{add()}/text")

    assert (answer.status_code, answer.text) == (200, "")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_jobs_are_listed_cancelled_and_tried_again(client: Any, add: Callable[..., int]) -> None:
    add()
    job = client.get("/api/v1/jobs?state=queued").json()["items"][0]

    cancelled = client.post(f"/api/v1/jobs/{job['id']}/cancel")
    again = client.post(f"/api/v1/jobs/{job['id']}/cancel")
    retried = client.post(f"/api/v1/jobs/{job['id']}/retry")

    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert (again.status_code, again.json()["code"]) == (409, "job_state")
    assert (retried.status_code, retried.json()["state"]) == (202, "queued")
    assert client.get("/api/v1/jobs").json()["totals"]["queued"] == 1
    assert client.get("/api/v1/jobs/99").json()["code"] == "job_not_found"


def test_places_are_listed(reading_client: Any, loaded: Any) -> None:
    assert reading_client.get("/api/v1/places?state=ignored").json() == {"items": [], "next": None, "total": 0}


def test_wait_that_is_too_short_answers_202_with_what_there_is(client: Any) -> None:
    answer = client.post("/api/v1/documents/upload-and-process", files={"file": ("a.pdf", PDF)}, data={"timeout": "0"})

    assert answer.status_code == 202
    assert (answer.json()["state"], answer.json()["text"], answer.json()["duplicate"]) == ("queued", "", False)


def test_uploads_leave_nothing_behind(client: Any, lexo: Lexo) -> None:
    client.post("/api/v1/documents", files={"file": ("a.pdf", PDF + b"%" * 900_000)})
    client.post("/api/v1/documents", files={"file": ("a.docx", b"PK\3\4" * 200_000)})

    assert list((lexo.settings.home / "tmp").iterdir()) == []

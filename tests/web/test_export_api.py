"""Export over HTTP: formats by name and by Accept, pages, ZIPs, safe downloads."""

import io
import json
import zipfile
from typing import Any

import pytest

from lexo.app import Lexo
from lexo.library.export.formats import WRITTEN
from made_papers import add_paper


@pytest.fixture
def paper(lexo: Lexo) -> int:
    """A paper of two pages."""
    return add_paper(lexo.db, 'Reçu "EDF"\r\n.pdf', "Reçu de loyer", "Page deux")


@pytest.mark.parametrize("shape", WRITTEN)
def test_each_format_is_an_attachment_that_runs_nothing(client: Any, paper: int, shape: str) -> None:
    answer = client.get(f"/api/v1/documents/{paper}/export?format={shape}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="')
    assert f"{shape}" in answer.headers["content-disposition"]
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("text/markdown", "text/markdown"),
        ("text/html;q=0.2, text/plain;q=0.9", "text/plain"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.openxml"),
        ("image/png", "application/json"),
        ("text/html;q=x, */*", "application/json"),
        ("," * 5000, "application/json"),
    ],
)
def test_accept_chooses_where_no_format_is_named(client: Any, paper: int, accept: str, kind: str) -> None:
    answer = client.get(f"/api/v1/documents/{paper}/export", headers={"Accept": accept})
    assert answer.headers["content-type"].startswith(kind)


def test_a_page_comes_alone(client: Any, paper: int) -> None:
    made = client.get(f"/api/v1/documents/{paper}/pages/2/export?format=json").json()
    assert [page["number"] for page in made["pages"]] == [2]
    assert client.get(f"/api/v1/documents/{paper}/pages/2/export?format=txt").text == "Page deux"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/documents/99/export?format=md", 404, "document_not_found"),
        ("/api/v1/documents/1/pages/9/export?format=md", 404, "page_not_found"),
        ("/api/v1/documents/1/pages/1/export?format=pdf", 422, "invalid_request"),
        ("/api/v1/documents/1/export?format=exe", 422, "invalid_request"),
    ],
)
def test_what_cannot_be_had_is_a_problem(client: Any, paper: int, path: str, status: int, code: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_paper_that_is_not_read_yet_says_so(client: Any, add: Any) -> None:
    answer = client.get(f"/api/v1/documents/{add()}/export?format=pdf")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_read_yet")


def test_some_papers_come_as_a_zip(client: Any, lexo: Lexo, paper: int) -> None:
    other = add_paper(lexo.db, "b.pdf", "autre")
    answer = client.post("/api/v1/export", json={"ids": [other, other, 99], "formats": ["md", "txt"]})
    assert answer.headers["content-type"] == "application/zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.namelist() == ["b.md", "b.txt", "manifest.json"]
    assert [each["id"] for each in json.loads(archive.read("manifest.json"))["documents"]] == [other, 99]


def test_all_papers_come_as_a_zip(client: Any, lexo: Lexo, paper: int) -> None:
    add_paper(lexo.db, "b.pdf", "autre")
    answer = client.post("/api/v1/export", json={"all": True, "formats": ["txt"]})
    assert len(zipfile.ZipFile(io.BytesIO(answer.content)).namelist()) == 3


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "nothing_chosen"),
        ({"ids": list(range(1, 10_002))}, "too_many_chosen"),
        ({"ids": [0]}, "invalid_request"),
        ({"ids": [1], "formats": ["exe"]}, "invalid_request"),
    ],
)
def test_a_selection_that_makes_no_sense_is_refused(client: Any, body: dict[str, object], code: str) -> None:
    answer = client.post("/api/v1/export", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_the_page_of_a_paper_offers_every_format(client: Any, paper: int) -> None:
    shown = client.get(f"/documents/{paper}").text
    for shape in ("pdf", "md", "html", "docx", "xlsx", "csv", "json", "zip"):
        assert f"/api/v1/documents/{paper}/export?format={shape}" in shown

"""Papers like one: the part of a paper's page, its own page, the API."""

import pytest

from lexo.app import Lexo
from shown_papers import BROWSER, HTMX, add_read


@pytest.fixture
def papers(lexo: Lexo) -> tuple[int, int]:
    first = add_read(lexo, "mars.pdf", "Relevé de mars", title="Relevé <mars>")
    second = add_read(lexo, "avril.pdf", "Relevé d'avril", title="Relevé <avril>")
    with lexo.db.write() as connection:
        connection.execute("UPDATE documents SET sender = 'Énergie Fictive', kind = 'invoice', date = '2031-04-02'")
    return first, second


def test_the_page_of_a_paper_leads_to_those_like_it_and_asks_for_them_later(client, papers: tuple[int, int]) -> None:
    page = client.get(f"/documents/{papers[0]}", headers=BROWSER).text
    assert f'hx-get="/documents/{papers[0]}/similar"' in page
    assert f'<a href="/documents/{papers[0]}/similar">' in page
    assert "&lt;avril" not in page


def test_similar_papers_come_as_a_part_with_the_reasons(client, papers: tuple[int, int]) -> None:
    part = client.get(f"/documents/{papers[0]}/similar", headers=HTMX).text
    assert part.lstrip().startswith('<section class="similar" id="similar"')
    assert f'<a href="/documents/{papers[1]}">Relevé &lt;avril&gt;</a>' in part


def test_similar_papers_are_a_page_of_their_own_without_javascript(client, papers: tuple[int, int]) -> None:
    page = client.get(f"/documents/{papers[0]}/similar", headers=BROWSER).text
    assert "<html" in page
    assert "Relevé &lt;avril&gt;" in page


def test_a_paper_in_the_trash_shows_no_similar_ones(client, lexo: Lexo, papers: tuple[int, int]) -> None:
    client.delete(f"/api/v1/documents/{papers[0]}")
    assert "/similar" not in client.get(f"/documents/{papers[0]}", headers=BROWSER).text
    assert client.get(f"/api/v1/documents/{papers[1]}/similar").json()["items"] == []


def test_similar_papers_of_the_api_say_why(client, papers: tuple[int, int]) -> None:
    found = client.get(f"/api/v1/documents/{papers[0]}/similar?limit=1").json()
    (item,) = found["items"]
    assert (item["document_id"], item["sender"], found["total"]) == (papers[1], "Énergie Fictive", 1)
    assert {each["what"] for each in item["why"]} >= {"sender", "kind"}


def test_similar_papers_of_an_unknown_document_are_a_404(client) -> None:
    assert client.get("/api/v1/documents/99/similar").status_code == 404

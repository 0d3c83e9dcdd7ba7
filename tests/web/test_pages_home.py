"""Home: search, what is read, recent papers, what needs a person."""

import html

from lexo.app import Lexo
from lexo.document import Reason
from shown_papers import (
    BROWSER,
    ENGLISH,
    HTMX,
    add_failed,
    add_protected,
    add_read,
    add_reading,
    add_waiting,
    opening,
    text_of,
)


def test_home_without_papers_offers_drop_area_and_folder(client, lexo: Lexo) -> None:
    page = client.get("/", headers=BROWSER)
    assert page.status_code == 200
    assert "Déposez vos papiers ici" in page.text
    assert html.escape(str(lexo.settings.watch)) in page.text
    assert 'type="file"' in page.text


def test_home_shows_recent_papers_with_first_page_and_count(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "edf.pdf", "Facture", "suite", title="Facture d’électricité")
    page = client.get("/", headers=BROWSER).text
    assert f'href="/documents/{document_id}"' in page
    assert f"/api/v1/documents/{document_id}/pages/1/image?size=thumb" in page
    assert "2 pages" in text_of(page)
    assert "Déposez vos papiers ici" not in page


def test_home_while_reading_says_page_and_total(client, lexo: Lexo) -> None:
    add_reading(lexo, "bail.pdf", "un", "deux", "")
    said = text_of(client.get("/", headers=BROWSER).text)
    assert "En lecture" in said
    assert "page 3 sur 3" in said


def test_home_hides_what_needs_person_until_something_does(client, lexo: Lexo) -> None:
    assert "À vous" not in client.get("/", headers=BROWSER).text
    add_failed(lexo, "casse.pdf", Reason("damaged"))
    add_protected(lexo, "contrat.pdf")
    said = text_of(client.get("/", headers=BROWSER).text)
    assert "À vous" in said
    assert "papier n’a pas pu être lu" in said
    assert "papier protégé" in said


def test_home_fragment_is_one_element_and_varies_by_htmx(client, lexo: Lexo) -> None:
    add_read(lexo, "edf.pdf", "Facture")
    part = client.get("/", headers=HTMX)
    assert part.text.lstrip().startswith('<div class="stack" id="live"')
    assert "<html" not in part.text
    assert "HX-Request" in part.headers["vary"]


def test_home_fragment_seen_before_answers_no_content(client, lexo: Lexo) -> None:
    add_read(lexo, "edf.pdf", "Facture")
    seen = client.get("/", headers=HTMX).text.split("seen=")[1].split('"')[0]
    assert client.get(f"/?seen={seen}", headers=HTMX).status_code == 204
    add_read(lexo, "autre.pdf", "Autre")
    assert client.get(f"/?seen={seen}", headers=HTMX).status_code == 200


def test_boosted_and_restored_requests_get_whole_page(client) -> None:
    for name in ("HX-Boosted", "HX-History-Restore-Request"):
        assert "<html" in client.get("/", headers={**HTMX, name: "true"}).text


def test_home_in_english_says_the_same(client) -> None:
    page = client.get("/", headers=ENGLISH).text
    assert '<html lang="en">' in page
    assert "What are you looking for?" in page


def test_page_has_no_inline_script_or_style(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "edf.pdf", "Facture")
    for path in ("/", "/documents", f"/documents/{document_id}", "/search?q=facture", "/activity", "/nothing"):
        page = client.get(path, headers=BROWSER).text
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert page.count("<script") == page.count('<script src="/static/'), path
        assert " onclick" not in page, path


def test_home_says_that_a_file_is_being_opened(client, lexo: Lexo) -> None:
    add_waiting(lexo, "bail.pdf")
    assert "1 papier attend d’être lu" in text_of(client.get("/", headers=BROWSER).text)
    opening(lexo)
    assert "ouverture du fichier" in client.get("/", headers=BROWSER).text

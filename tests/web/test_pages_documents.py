"""Papers: the list, one paper in each of its states, and what a person does with it."""

from lexo.app import Lexo
from lexo.document import Reason
from lexo.errors import PasswordNeeded
from lexo.store import claims, documents, jobs, pages
from lexo.web.views.shelf import PAGE_SIZE, page_numbers
from made_papers import page_of
from shown_papers import (
    BROWSER,
    ENGLISH,
    HTMX,
    add_failed,
    add_protected,
    add_read,
    add_reading,
    add_waiting,
    text_of,
)
from told_papers import add_told

XSS = "<img src=x onerror=alert(1)>"


def test_list_without_papers_says_where_to_put_them(client, lexo: Lexo) -> None:
    page = client.get("/documents", headers=BROWSER)
    assert "Pas encore de papiers" in page.text
    assert str(lexo.settings.watch) in page.text


def test_list_filters_by_state_and_counts(client, lexo: Lexo) -> None:
    add_read(lexo, "lu.pdf", "texte")
    add_failed(lexo, "casse.pdf", Reason("damaged"))
    everything = client.get("/documents", headers=BROWSER).text
    assert "lu.pdf" in everything
    assert "casse.pdf" in everything
    failed = client.get("/documents?state=failed", headers=BROWSER).text
    assert "casse.pdf" in failed
    assert "lu.pdf" not in failed
    assert "Ce fichier est abîmé" in failed


def test_list_with_many_papers_has_numbered_pages(client, lexo: Lexo) -> None:
    for number in range(PAGE_SIZE + 2):
        add_waiting(lexo, f"scan-{number:03}.pdf")
    first = client.get("/documents", headers=BROWSER).text
    assert "/documents?page=2" in first
    assert "scan-051.pdf" in first
    assert "scan-001.pdf" not in first
    second = client.get("/documents?page=2", headers=BROWSER).text
    assert "scan-001.pdf" in second
    assert "51–52 sur 52" in text_of(second)
    assert "attendent encore d’être lus" in first


def test_list_page_beyond_the_end_offers_the_way_back(client, lexo: Lexo) -> None:
    add_waiting(lexo, "scan.pdf")
    assert "Voir tous les papiers" in client.get("/documents?page=9", headers=BROWSER).text


def test_page_numbers_leave_out_the_middle() -> None:
    assert page_numbers(1, 1) == (1,)
    assert page_numbers(3, 5) == (1, 2, 3, 4, 5)
    assert page_numbers(10, 20) == (1, None, 9, 10, 11, None, 20)


def test_paper_shows_words_in_their_places(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "edf.pdf", "Montant total\n171,49 €")
    page = client.get(f"/documents/{document_id}", headers=BROWSER).text
    assert 'viewBox="0 0 1000.0 1415.1"' in page
    assert '<tspan x="50.0" textLength="50.0" lengthAdjust="spacingAndGlyphs">total</tspan>' in page
    assert 'lang="fr"' in page.split('class="overlay"')[1][:200]
    assert "171,49 €" in text_of(page.split('id="texte"')[1])


def test_paper_with_query_lights_words_on_page_and_in_text(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "edf.pdf", "Montant total", "rien ici", "un autre total")
    page = client.get(f"/documents/{document_id}?q=total", headers=BROWSER).text
    assert page.count('<rect class="hit"') == 1
    assert "<mark>total</mark>" in page
    assert f"/documents/{document_id}?page=3&amp;q=total" in page


def test_paper_facts_name_fingerprint_engine_and_copy(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "edf.pdf", "Facture")
    document = documents.get(lexo.db, document_id)
    facts = client.get(f"/documents/{document_id}", headers=BROWSER).text.split('id="fichier"')[1]
    assert document.sha256 in facts
    assert "made 1" in facts
    assert "Votre original est intact" in facts


def test_page_beyond_the_last_is_not_found(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "edf.pdf", "Facture")
    page = client.get(f"/documents/{document_id}?page=2", headers=BROWSER)
    assert page.status_code == 404
    assert "page_not_found" in page.text


def test_paper_with_failed_page_keeps_picture_and_offers_retry(client, lexo: Lexo) -> None:
    document_id = add_reading(lexo, "bail.pdf", "un", "")
    pages.fail_page(lexo.db, document_id, 2, Reason("page_damaged"))
    claim = next(iter(claims.running(lexo.db)))
    claims.finish(
        lexo.db,
        claim,
        documents.DocumentState.READY_WITH_WARNINGS,
        Reason("pages_failed", {"failed": 1, "pages": 2}),
        None,
    )
    page = client.get(f"/documents/{document_id}?page=2", headers=BROWSER).text
    assert f"/api/v1/documents/{document_id}/pages/2/image" in page
    assert "Cette page est abîmée." in page
    assert "Pages non lues : 1 sur 2." in page.replace("\u00a0", " ")
    assert f'action="/documents/{document_id}/retry"' in page


def test_protected_paper_asks_for_password_and_keeps_it_out_of_the_page(client, lexo: Lexo) -> None:
    document_id = add_protected(lexo, "contrat.pdf")
    page = client.get(f"/documents/{document_id}", headers=BROWSER).text
    assert 'type="password"' in page
    answer = client.post(f"/documents/{document_id}/password", data={"password": "secret-7"}, headers=BROWSER)
    assert answer.status_code == 303
    assert "secret-7" not in client.get(f"/documents/{document_id}", headers=BROWSER).text


def test_protected_paper_asks_again_for_its_picture_after_a_restart(client, lexo: Lexo, monkeypatch) -> None:
    document_id = add_read(lexo, "contrat.pdf", "Salaire")
    with lexo.db.write() as connection:
        connection.execute("UPDATE documents SET is_encrypted = 1")

    def refuse(*_: object) -> None:
        raise PasswordNeeded()

    monkeypatch.setattr(lexo.viewer, "page_image", refuse)
    page = client.get(f"/documents/{document_id}", headers=BROWSER).text
    assert 'type="password"' in page
    assert "<figure" not in page
    assert "Salaire" in page.split('id="texte"')[1]


def test_notices_of_file_and_page_are_said(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "acte.pdf", "Acte", notices=("signed", "repaired"))
    page = client.get(f"/documents/{document_id}", headers=BROWSER).text
    assert "Ce PDF est signé." in page
    assert "a dû être réparé" in page


def test_live_status_changes_into_whole_paper_when_page_is_read(client, lexo: Lexo) -> None:
    document_id = add_reading(lexo, "bail.pdf", "")
    page = client.get(f"/documents/{document_id}", headers=BROWSER).text
    address = page.split('id="status" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert client.get(address, headers=HTMX).status_code == 204
    pages.save_page(lexo.db, document_id, 1, pages.packed(page_of("Bail de location")))
    answer = client.get(address, headers=HTMX)
    assert answer.headers["hx-retarget"] == "#main"
    assert "location" in answer.text
    assert "<html" not in answer.text


def test_final_paper_no_longer_asks_for_news(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "edf.pdf")
    assert "hx-get" not in client.get(f"/documents/{document_id}", headers=BROWSER).text.split('class="bans"')[0]


def test_delete_puts_into_trash_and_undo_brings_back(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "edf.pdf", "Facture")
    answer = client.post(f"/documents/{document_id}/delete", headers=BROWSER)
    assert answer.headers["location"] == f"/documents?deleted={document_id}"
    listed = client.get(answer.headers["location"], headers=BROWSER).text
    assert "« edf.pdf » est dans la corbeille" in listed.replace("\u00a0", " ")
    assert f'action="/documents/{document_id}/restore"' in listed
    assert "edf.pdf" in client.get("/documents?state=trash", headers=BROWSER).text
    assert "Ce papier est dans la corbeille" in client.get(f"/documents/{document_id}", headers=BROWSER).text
    client.post(f"/documents/{document_id}/restore", headers=BROWSER)
    assert documents.get(lexo.db, document_id).deleted_at is None


def test_retry_queues_the_paper_again(client, lexo: Lexo) -> None:
    document_id = add_failed(lexo, "casse.pdf", Reason("damaged"))
    answer = client.post(f"/documents/{document_id}/retry", data={"to": "/activity"}, headers=BROWSER)
    assert answer.headers["location"] == "/activity"
    assert jobs.totals(lexo.db).queued == 1


def test_form_upload_of_one_file_leads_to_it(client, lexo: Lexo) -> None:
    answer = client.post("/documents", files={"file": ("edf.pdf", b"%PDF-1.4\n%%EOF\n")}, headers=BROWSER)
    assert answer.status_code == 303
    document_id = int(answer.headers["location"].rpartition("/")[2])
    assert documents.get(lexo.db, document_id).filename == "edf.pdf"


def test_form_upload_of_several_files_says_what_became_of_each(client) -> None:
    files = [("file", ("edf.pdf", b"%PDF-1.4\n%%EOF\n")), ("file", (f"{XSS}.txt", b"just words"))]
    page = client.post("/documents", files=files, headers=BROWSER).text
    assert "edf.pdf" in page
    assert "LEXO ne lit pas ce type de fichier" in page
    assert XSS not in page


def test_form_upload_without_file_says_so(client) -> None:
    page = client.post("/documents", data={"nothing": "1"}, files={}, headers=BROWSER)
    assert "Aucun fichier" in page.text


def test_names_titles_and_text_with_markup_are_shown_as_text(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, f"{XSS}.pdf", f"mot {XSS} fin", title=XSS)
    for path in (
        "/",
        "/documents",
        f"/documents/{document_id}",
        f"/documents/{document_id}?q=mot",
        "/search?q=mot",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/activity",
        f"/documents?deleted={document_id}",
    ):
        page = client.get(path, headers=BROWSER).text
        assert "<img src=x" not in page, path
        assert "<script>alert" not in page, path


def test_unknown_paper_is_a_page_with_the_way_out(client) -> None:
    page = client.get("/documents/999", headers=BROWSER)
    assert page.status_code == 404
    assert "Il n’y a pas de document 999" in page.text
    assert "Vos papiers sont en sécurité" in page.text
    assert "404 document_not_found" in page.text


def test_unknown_paper_for_htmx_is_a_message(client) -> None:
    answer = client.get("/documents/999", headers={**HTMX, "accept": "*/*"})
    assert answer.status_code == 404
    assert answer.text.lstrip().startswith('<p class="banner"')


def test_paper_in_english(client, lexo: Lexo) -> None:
    document_id = add_failed(lexo, "casse.pdf", Reason("damaged"))
    assert "This file is damaged" in client.get(f"/documents/{document_id}", headers=ENGLISH).text


def test_list_leaves_out_so_many(lexo: Lexo) -> None:
    ids = [add_waiting(lexo, f"{number}.pdf") for number in range(3)]
    found = documents.list_documents(lexo.db, documents.DocumentQuery(limit=1, offset=1))
    assert [document.id for document in found.items] == [ids[1]]
    assert found.total == 3


def test_actions_on_unknown_paper_are_not_found(client) -> None:
    for action in ("delete", "restore", "retry"):
        assert client.post(f"/documents/77/{action}", headers=BROWSER).status_code == 404

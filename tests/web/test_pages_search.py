"""Search and Activity as pages."""

from lexo.app import Lexo
from lexo.document import Reason
from lexo.store import jobs
from lexo.web.render import mark
from shown_papers import BROWSER, HTMX, add_failed, add_protected, add_read, add_reading, add_waiting, text_of


def test_search_groups_hits_by_paper_with_place_on_picture(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "edf.pdf", "Facture du gaz", "Le gaz en octobre", title="Gaz")
    page = client.get("/search?q=gaz", headers=BROWSER).text
    assert page.count("<article") == 1
    assert "2 pages trouvées" in text_of(page)
    assert "<mark>gaz</mark>" in page
    assert f'href="/documents/{document_id}?page=2&amp;q=gaz"' in page
    assert '<rect class="hit" x="0.1' in page


def test_search_as_you_type_answers_results_alone(client, lexo: Lexo) -> None:
    add_read(lexo, "edf.pdf", "Facture du gaz")
    part = client.get("/search?q=gaz", headers=HTMX).text
    assert part.lstrip().startswith('<div id="results">')
    assert "<html" not in part


def test_search_without_hit_says_what_to_try_and_what_is_not_read(client, lexo: Lexo) -> None:
    add_waiting(lexo, "scan.pdf")
    said = text_of(client.get("/search?q=zzz", headers=BROWSER).text).replace("\u00a0", " ")
    assert "Rien trouvé pour « zzz »" in said
    assert "1 papier n’est pas encore lu" in said


def test_search_of_nothing_and_of_broken_syntax_is_a_page(client) -> None:
    for query in ("", '"', "*", "AND OR", "NEAR(", "-", "\x00", "a" * 5000):
        assert client.request("GET", "/search", params={"q": query}, headers=BROWSER).status_code == 200, query


def test_search_with_many_hits_leads_on(client, lexo: Lexo) -> None:
    add_read(lexo, "livre.pdf", *["le gaz"] * 35)
    page = client.get("/search?q=gaz", headers=BROWSER).text
    assert "/search?q=gaz&amp;from=30" in page
    assert "/search?q=gaz&amp;from=60" not in client.get("/search?q=gaz&from=30", headers=BROWSER).text


def test_mark_escapes_first_and_then_marks() -> None:
    assert str(mark("<b>\x02total\x03</b>")) == "&lt;b&gt;<mark>total</mark>&lt;/b&gt;"
    assert str(mark("\x02cut off")) == "cut off"


def test_activity_shows_stage_page_and_what_needs_person(client, lexo: Lexo) -> None:
    add_failed(lexo, "casse.pdf", Reason("damaged"))
    add_protected(lexo, "contrat.pdf")
    add_reading(lexo, "bail.pdf", "un", "")
    add_waiting(lexo, "scan.pdf")
    page = client.get("/activity", headers=BROWSER).text
    said = text_of(page)
    assert "page 2 sur 2" in said
    assert 'class="now" aria-current="step">Pages' in page
    assert "Ce fichier est abîmé" in said
    assert "Donner le mot de passe" in said
    assert "scan.pdf" in said
    assert "http-equiv" in page


def test_activity_time_left_comes_from_measured_pages(client, lexo: Lexo) -> None:
    add_reading(lexo, "bail.pdf", "un", "")
    assert "environ" not in text_of(client.get("/activity", headers=BROWSER).text)
    with lexo.db.write() as connection:
        connection.execute("UPDATE pages SET duration_ms = 600000 WHERE state = 'done'")
    assert "encore 10\u00a0min environ" in text_of(client.get("/activity", headers=BROWSER).text)


def test_activity_lists_waiting_in_reading_order_without_counting_ten_thousand(client, lexo: Lexo) -> None:
    for number in range(25):
        add_waiting(lexo, f"scan-{number:02}.pdf")
    page = client.get("/activity", headers=BROWSER).text
    assert "scan-00.pdf" in page
    assert "scan-24.pdf" not in page
    assert "les 20 premiers sur 25" in text_of(page)


def test_cancel_stops_job_and_goes_back(client, lexo: Lexo) -> None:
    add_waiting(lexo, "scan.pdf")
    job = jobs.list_jobs(lexo.db)[0]
    answer = client.post(f"/jobs/{job.id}/cancel", headers=BROWSER)
    assert answer.headers["location"] == "/activity"
    assert jobs.get_job(lexo.db, job.id).state == "cancelled"
    assert client.post(f"/jobs/{job.id}/cancel", headers=BROWSER).status_code == 303


def test_retry_all_queues_every_failed_paper(client, lexo: Lexo) -> None:
    for name in ("a.pdf", "b.pdf"):
        add_failed(lexo, name, Reason("reader_crashed"))
    client.post("/activity/retry", headers=BROWSER)
    assert jobs.totals(lexo.db).queued == 2

"""What else a paper's page offers: words to put right, hints to follow, lessons to forget."""

import re

from lexo.app import Lexo
from lexo.document import BBox, Block, BlockKind, Line, PageText, Word
from lexo.facts import Split
from lexo.pipeline import correcting
from lexo.store import documents, hints, pages
from lexo.store.corrections import What
from shown_papers import BROWSER, ENGLISH, add_read, text_of
from told_papers import add_told, fact

TOTAL = fact("grand_total", "193,48 €", "193.48")
NUMBER = fact("invoice_number", "VE-2025-1104187")


def page_of(client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200
    return answer.text


def test_words_in_doubt_are_listed_the_least_sure_first(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "a.pdf", "Montant total")
    words = [
        Word(text, BBox(0.1, 0.1, 0.2, 0.12), sure) for text, sure in (("un", 0.79), ("deux", 0.9), ("trois", 0.2))
    ]
    page = PageText(595, 842, (Block(BlockKind.TEXT, BBox(0, 0, 1, 1), (Line(tuple(words)),)),), engine="made")
    pages.save_page(lexo.db, document_id, 1, pages.packed(page))
    html = page_of(client, f"/documents/{document_id}/words")
    assert "2 words in doubt" in text_of(html)
    assert re.findall(r'name="was" value="(\w+)"', html) == ["trois", "un"]


def test_word_is_found_and_put_right(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "a.pdf", "Montant total")
    html = page_of(client, f"/documents/{document_id}/words?find=total")
    assert "1 word found" in text_of(html)
    index = re.search(r'name="index" value="(\d+)"', html)
    assert index is not None
    form = {"page": "1", "index": index[1], "was": "total", "text": "global", "find": "global"}
    answer = client.post(f"/documents/{document_id}/words", data=form)
    changed = page_of(client, answer.headers["location"])
    assert "Changed. total global" in text_of(changed)
    assert 'value="global"' in changed
    assert "Montant global" in client.get(f"/api/v1/documents/{document_id}/text").text


def test_word_that_is_no_longer_there_is_not_changed(client, lexo: Lexo) -> None:
    document_id = add_read(lexo, "a.pdf", "Montant total")
    form = {"page": "1", "index": "1", "was": "autre", "text": "x"}
    assert client.post(f"/documents/{document_id}/words", data=form, headers=BROWSER).status_code == 409


def test_twin_is_named_and_dismissed(client, lexo: Lexo) -> None:
    first, second = add_told(lexo, "a.pdf", TOTAL), add_told(lexo, "b.pdf", TOTAL)
    with lexo.db.write() as connection:
        hints.save_twins(connection, first, {second: (0.9, "copy")})
    html = page_of(client, f"/documents/{first}")
    assert "This looks like the same paper as" in text_of(html)
    assert f'<a href="/documents/{second}">' in html
    client.post(f"/documents/{first}/hints/dismiss")
    assert "the same paper" not in page_of(client, f"/documents/{first}")


def test_scan_of_several_papers_names_their_pages(client, lexo: Lexo) -> None:
    splits = (Split(3, 0.9), Split(4, 0.9))
    document_id = add_told(lexo, "a.pdf", TOTAL, pages=5, splits=splits)
    html = page_of(client, f"/documents/{document_id}")
    assert "3 papers seem to be in this scan: pages 1–2 , page 3 , pages 4–5" in text_of(html)
    assert f'action="/documents/{document_id}/split"' in html


def test_parts_of_a_scan_are_listed_with_an_undo(client, lexo: Lexo) -> None:
    whole, part = add_told(lexo, "a.pdf", TOTAL), add_told(lexo, "b.pdf", NUMBER)
    hints.cut(lexo.db, whole, {part: (1, 1)})
    html = page_of(client, f"/documents/{whole}/parts")
    assert f'href="/documents/{part}"' in html
    assert "cut out of a scan" in page_of(client, f"/documents/{part}")
    client.post(f"/documents/{whole}/unsplit")
    assert documents.get(lexo.db, whole).deleted_at is None
    assert "This paper is not split." in page_of(client, f"/documents/{whole}/parts")


def test_lesson_is_listed_with_its_marks_and_forgotten(client, lexo: Lexo) -> None:
    document_id = add_told(lexo, "a.pdf", TOTAL, features=("siren:123456782",))
    correcting.correct_document(lexo.db, document_id, What.KIND, "receipt")
    said = text_of(page_of(client, "/lessons"))
    assert "Papers with these marks are “Receipt”." in said
    assert "SIREN 123456782" in said
    answer = client.post(f"/lessons/{document_id}/forget")
    forgotten = text_of(page_of(client, answer.headers["location"]))
    assert "is forgotten" in forgotten
    assert "Nothing yet." in forgotten
    assert documents.get(lexo.db, document_id).kind == "invoice"

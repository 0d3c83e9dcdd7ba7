"""How a paper shows what read it, its tables and formulas; reading it again in another way."""

from dataclasses import replace
from typing import Any

import pytest

from lexo.app import Lexo
from lexo.document import BBox, Block, BlockKind, Cell, Line, ReadingOptions, Table, Tried, Word
from lexo.ocr import registry
from lexo.ocr.engine import EngineStatus
from lexo.ocr.engines.tesseract import Tesseract as Engine
from lexo.pipeline.engines import ModelEngine
from lexo.store import documents, looks, pages
from made_papers import page_of
from shown_papers import BROWSER, ENGLISH, add_read, add_reading, add_waiting, text_of
from stand_in_models import Models

XSS = "<img src=x onerror=alert(1)>"
BOX = BBox(0, 0.5, 1, 0.6)
CELLS = (
    Cell(0, 0, "Libellé", is_header=True),
    Cell(0, 1, "Montant", is_header=True, column_span=2),
    Cell(1, 0, XSS),
    Cell(1, 1, "1 234,56"),
    Cell(1, 2, "=2+3", bbox=BOX),
)


@pytest.fixture
def paper(lexo: Lexo) -> int:
    """A paper of two pages; a model has read the first, with a table and a formula."""
    document_id = add_read(lexo, "releve.pdf", "Bonjour", "Seconde page")
    formula = Block(BlockKind.FORMULA, BOX, (Line((Word("\\frac{a}{b}", BOX, 0.9),)),))
    content = replace(
        page_of("Bonjour"),
        tables=(Table(BBox(0, 0.2, 1, 0.4), CELLS),),
        engine="made-mlx",
        engine_version="8bit",
        confidence=0.93,
        warnings=("words_unseen", "read_remotely", "read_in_tiles"),
        tried=(Tried("tesseract", "5", 0.61, 640, "worse"), Tried("made-mlx", "8bit", 0.93, 14_200, "kept")),
    )
    content = replace(content, blocks=(*content.blocks, formula))
    pages.save_page(lexo.db, document_id, 1, pages.packed(content))
    return document_id


def test_page_shows_tables_and_formulas_as_what_they_are(client: Any, models: Models, paper: int) -> None:
    page = client.get(f"/documents/{paper}", headers=ENGLISH).text

    assert '<th scope="colgroup" class="num" colspan="2">Montant</th>' in page
    assert '<td class="num">1 234,56</td>' in page
    assert XSS not in page
    assert '<pre class="verbatim"' in page
    assert "<code>\\frac{a}{b}</code>" in page
    assert f'href="/api/v1/documents/{paper}/pages/1/tables/1"' in page


def test_page_shows_what_was_tried(client: Any, models: Models, paper: int) -> None:
    said = text_of(client.get(f"/documents/{paper}", headers=ENGLISH).text)

    assert "Read by made-mlx, sure to 93%." in said
    assert "2 readings of this page" in said
    assert "61% 0.6&nbsp;s not better" in said
    assert "93% 14.2&nbsp;s kept" in said


def test_page_warns_where_a_model_is_in_doubt_or_a_page_left_the_machine(
    client: Any, models: Models, paper: int
) -> None:
    page = client.get(f"/documents/{paper}", headers=ENGLISH).text
    loud = [part.split("</aside>")[0] for part in page.split('<aside class="banner">')[1:]]

    assert len(loud) == 2
    assert "words here that are not seen" in loud[0]
    assert "sent to the remote engine" in loud[1]
    assert "read in parts that overlap" in page


def test_table_comes_as_a_file(client: Any, paper: int) -> None:
    at = f"/api/v1/documents/{paper}/pages/1/tables"
    csv = client.get(f"{at}/1")

    assert csv.headers["content-type"] == "text/csv; charset=utf-8"
    assert csv.headers["content-disposition"].startswith('attachment; filename="releve.pdf-1-1.csv"')
    assert csv.text.splitlines() == ["Libellé,Montant,", f'{XSS},"1 234,56",\'=2+3']  # no formula for a spreadsheet
    html = client.get(f"{at}/1?format=html")
    assert XSS not in html.text
    assert "attachment" in html.headers["content-disposition"]
    assert "1 234,56" in client.get(f"{at}/1?format=md").text
    assert client.get(f"{at}/2").json()["code"] == "page_not_found"
    assert client.get(f"{at}/1?format=exe").status_code == 422
    assert client.get(f"/api/v1/documents/{paper}/pages/9/tables/1").json()["code"] == "page_not_found"


def test_api_page_has_cells_and_readings(client: Any, paper: int) -> None:
    page = client.get(f"/api/v1/documents/{paper}/pages/1").json()

    (table,) = page["tables"]
    assert table["rows"] == [["Libellé", "Montant", ""], [XSS, "1 234,56", "=2+3"]]
    assert table["cells"][1] == {
        "row": 0,
        "column": 1,
        "row_span": 1,
        "column_span": 2,
        "is_header": True,
        "bbox": None,
        "text": "Montant",
    }
    assert [cell["bbox"] is None for cell in table["cells"]] == [True] * 4 + [False]
    assert [(tried["engine"], tried["outcome"]) for tried in page["tried"]] == [
        ("tesseract", "worse"),
        ("made-mlx", "kept"),
    ]


def test_form_offers_the_engines_that_are_here(
    client: Any, lexo: Lexo, models: Models, paper: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = EngineStatus("made-ocr", available=True), EngineStatus("absent-ocr", available=False)
    monkeypatch.setattr(registry, "statuses", lambda: here)
    monkeypatch.setattr(lexo.model_engines, "usable", lambda: (ModelEngine("made-mlx", 150, "1", Engine),))
    page = client.get(f"/documents/{paper}", headers=ENGLISH).text

    assert '<option value="made-ocr">' in page
    assert '<option value="made-mlx">' in page
    assert "absent-ocr" not in page
    assert '<option value="best">' in page
    assert 'value="document"' in page


def test_form_is_not_there_while_a_paper_is_read_or_in_the_trash(client: Any, lexo: Lexo, paper: int) -> None:
    reading = add_reading(lexo, "lit.pdf", "texte", "")
    documents.move_to_trash(lexo.db, paper)

    for document_id in (reading, paper, add_waiting(lexo, "attend.pdf")):
        assert "/reread" not in client.get(f"/documents/{document_id}", headers=ENGLISH).text


def asked(lexo: Lexo, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, ReadingOptions, int | None]]:
    """What `reread` is asked from now on."""
    calls: list[tuple[int, ReadingOptions, int | None]] = []
    reread = lexo.reread

    def noted(document_id: int, options: ReadingOptions, number: int | None = None) -> int:
        calls.append((document_id, options, number))
        return reread(document_id, options, number)

    monkeypatch.setattr(lexo, "reread", noted)
    return calls


def test_form_reads_one_page_or_the_whole_paper_again(
    client: Any, lexo: Lexo, paper: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = asked(lexo, monkeypatch)
    fields = {"page": "2", "engine": "tesseract", "strategy": "ocr", "scope": "page"}
    answer = client.post(f"/documents/{paper}/reread", data=fields, headers=BROWSER)

    assert (answer.status_code, answer.headers["location"]) == (303, f"/documents/{paper}?page=2&tab=text")
    client.post(f"/documents/{paper}/reread", data={**fields, "scope": "document"}, headers=BROWSER)
    options = ReadingOptions(lexo.options.languages, "tesseract", calls[0][1].strategy)
    assert calls == [(paper, options, 2), (paper, options, None)]
    assert options.strategy == "ocr"


@pytest.mark.parametrize(("path", "number"), [("reread", None), ("pages/2/reread", 2)])
def test_api_reads_again_and_gives_the_job(
    client: Any, lexo: Lexo, paper: int, monkeypatch: pytest.MonkeyPatch, path: str, number: int | None
) -> None:
    calls = asked(lexo, monkeypatch)
    answer = client.post(f"/api/v1/documents/{paper}/{path}", json={"strategy": "best", "dpi": 200})

    assert (answer.status_code, answer.json()["document_id"]) == (202, paper)
    (call,) = calls
    assert (call[1].strategy, call[1].dpi, call[1].engine, call[2]) == ("best", 200, "auto", number)


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("documents/99/reread", {}, 404, "document_not_found"),
        ("documents/1/pages/9/reread", {}, 404, "page_not_found"),
        ("documents/1/reread", {"engine": "crystal-ball"}, 422, "unknown_engine"),
        ("documents/1/reread", {"strategy": "guess"}, 422, "invalid_request"),
        ("documents/1/reread", {"dpi": 9}, 422, "invalid_request"),
    ],
)
def test_api_refuses_to_read_again_what_it_cannot(
    client: Any, paper: int, path: str, body: dict[str, Any], status: int, code: str
) -> None:
    answer = client.post(f"/api/v1/{path}", json=body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_paper_in_the_trash_is_not_read_again(client: Any, lexo: Lexo, paper: int) -> None:
    documents.move_to_trash(lexo.db, paper)

    assert client.post(f"/api/v1/documents/{paper}/reread", json={}).json()["code"] == "document_not_found"
    assert client.post(f"/documents/{paper}/reread", data={"page": "1"}, headers=BROWSER).status_code == 404


def finishing(lexo: Lexo) -> int:
    """A paper whose pages are read, one of which waits for a model."""
    document_id = add_reading(lexo, "manuscrit.pdf", "un", "deux")
    looks.save_and_want(lexo.db, document_id, 2, pages.packed(page_of("deux")), "made-mlx")
    with lexo.db.write() as connection:
        connection.execute("UPDATE jobs SET stage = 'finishing' WHERE document_id = :id", {"id": document_id})
    return document_id


def test_activity_names_the_model_that_looks_again(client: Any, lexo: Lexo) -> None:
    document_id = finishing(lexo)
    assert "a model is about to look again" in text_of(client.get("/activity", headers=ENGLISH).text)

    lexo.looker.page = (document_id, 2, "made-mlx")
    for path in ("/activity", f"/documents/{document_id}"):
        said = text_of(client.get(path, headers=ENGLISH).text)
        assert "a model looks again: made-mlx, page 2" in said
        assert "1 page to go; the text is there already" in said


def test_blank_readings_make_no_table_of_readings(client: Any, lexo: Lexo) -> None:
    document_id = add_read(lexo, "simple.pdf", "texte")
    pages.save_page(lexo.db, document_id, 1, pages.packed(replace(page_of("x"), tried=(Tried("text-layer"),))))

    assert "readings of this page" not in client.get(f"/documents/{document_id}", headers=ENGLISH).text

"""The whole way over the API: a paper goes in, is read by real readers, and is found by its words."""

import io
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont

from lexo.document import BBox, PageText, Table
from lexo.web import present

WORDS = "Facture acquittee EDF 2024"


def pdf_with_words(*pages: str) -> bytes:
    """A born-digital PDF, a line of Helvetica on each A4 page."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    kids = []
    for words in pages:
        stream = f"BT /F1 24 Tf 72 700 Td ({words}) Tj ET"
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>"
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj{each}endobj\n".encode()
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{at:010} 00000 n \n" for at in places)
    trailer = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + table.encode() + trailer.encode()


def picture_of_words() -> bytes:
    """A scan of a page: black words on white, PNG."""
    image = Image.new("L", (1240, 600), 255)
    ImageDraw.Draw(image).text((80, 200), WORDS, fill=0, font=ImageFont.load_default(size=64))
    file = io.BytesIO()
    image.save(file, "PNG", dpi=(150, 150))
    return file.getvalue()


def test_upload_and_process_returns_the_text(reading_client: Any) -> None:
    answer = reading_client.post(
        "/api/v1/documents/upload-and-process",
        files={"file": ("edf.pdf", pdf_with_words(WORDS, "Seconde page"))},
        data={"timeout": "60"},
    )

    assert answer.status_code == 200
    document = answer.json()
    assert (document["state"], document["page_count"], document["duplicate"]) == ("ready", 2, False)
    assert document["text"] == f"{WORDS}\n\f\nSeconde page"
    markdown = reading_client.get("/api/v1/documents/1/markdown")
    assert markdown.headers["content-type"] == "text/markdown; charset=utf-8"
    assert markdown.text == f"<!-- page 1 -->\n\n{WORDS}\n\n<!-- page 2 -->\n\nSeconde page\n"
    check_pages(reading_client)
    check_search(reading_client)
    check_stream_end(reading_client)


def check_pages(client: Any) -> None:
    """Its pages, words with boxes, and pictures."""
    pages = client.get("/api/v1/documents/1/pages").json()
    page = client.get("/api/v1/documents/1/pages/1").json()
    picture = client.get("/api/v1/documents/1/pages/1/image?size=thumb")
    known = client.get(
        "/api/v1/documents/1/pages/1/image?size=thumb", headers={"If-None-Match": picture.headers["etag"]}
    )
    for_ever = client.get("/api/v1/documents/1/pages/1/image?size=full&v=1")

    assert [(each["number"], each["state"]) for each in pages["items"]] == [(1, "done"), (2, "done")]
    assert [word["text"] for word in page["words"]] == WORDS.split()
    left, top, right, bottom = page["words"][0]["bbox"]
    assert 0.1 < left < right < 0.4
    assert 0.1 < top < bottom < 0.2
    assert page["engine"] == "text-layer"
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.content.startswith(b"\xff\xd8\xff")
    assert picture.headers["cache-control"] == "private, no-cache"
    assert (known.status_code, known.content) == (304, b"")
    assert for_ever.headers["cache-control"] == "private, max-age=31536000, immutable"
    assert client.get("/api/v1/documents/1/pages/1/image?size=huge").status_code == 422
    assert client.get("/api/v1/documents/1/pages/3/image").json()["code"] == "page_not_found"


def check_search(client: Any) -> None:
    """It is found by a word, with the place of the hit in the snippet and on the page."""
    found = client.get("/api/v1/search?q=ACQUITTÉE").json()

    assert found["total"] == 1
    hit = found["items"][0]
    (start, end), *_ = hit["highlights"]
    assert (hit["document_id"], hit["page"], hit["snippet"][start:end]) == (1, 1, "acquittee")
    assert len(hit["boxes"]) == 1
    nothing = client.get("/api/v1/search?q=nowhere").json()
    assert (nothing["items"], nothing["next"], nothing["total"]) == ([], None, 0)


def check_stream_end(client: Any) -> None:
    """Once all is read the queue is empty."""
    totals = client.get("/api/v1/jobs").json()["totals"]

    assert (totals["done"], totals["queued"], totals["running"]) == (1, 0, 0)


@pytest.mark.parametrize(
    "query", ["l'été", '"', 'a"b', "", "\0", "*", "(", "-", "^", "x:y", "NEAR(", "a AND", "x" * 10_000, "📄", "שלום"]
)
def test_search_takes_any_text(client: Any, query: str) -> None:
    answer = client.request("GET", "/api/v1/search", params={"q": query})

    assert (answer.status_code, answer.json()["items"]) == (200, [])


def test_ocr_process_reads_a_scan_and_keeps_nothing(reading_client: Any, loaded: Any) -> None:
    answer = reading_client.post(
        "/api/v1/ocr/process",
        files={"file": ("scan.png", picture_of_words())},
        data={"language": "fr+en", "strategy": "ocr"},
    )

    result = answer.json()
    assert answer.status_code == 200
    assert result["success"] is True
    assert "Facture" in result["text"]
    assert 0.5 < result["confidence"] <= 1
    assert result["engine"].startswith("tesseract")
    assert result["pages"][0]["words"][0]["bbox"][0] < 0.2
    assert reading_client.get("/api/v1/documents").json()["total"] == 0
    assert list((loaded.settings.home / "tmp").iterdir()) == []
    assert reading_client.get("/api/v1/health/ocr").json()["ocr_engines_initialized"] is True


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"engine": "crystal-ball"}, "unknown_engine"),
        ({"language": "tlh"}, "language_missing"),
        ({"strategy": "guess"}, "invalid_request"),
        ({"language": "../../etc"}, "invalid_request"),
    ],
)
def test_ocr_process_with_what_is_not_there_says_so(reading_client: Any, fields: dict[str, str], code: str) -> None:
    fields = {"strategy": "ocr", **fields}

    answer = reading_client.post("/api/v1/ocr/process", files={"file": ("scan.png", picture_of_words())}, data=fields)

    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_ocr_preprocess_returns_the_cleaned_page(reading_client: Any, loaded: Any) -> None:
    answer = reading_client.post("/api/v1/ocr/preprocess", files={"file": ("scan.png", picture_of_words())})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["x-rotation"] == "0"
    assert abs(float(answer.headers["x-skew"])) < 1
    assert int(answer.headers["x-dpi"]) > 50
    assert list((loaded.settings.home / "tmp").iterdir()) == []


def test_ocr_of_a_page_that_is_not_there(reading_client: Any) -> None:
    answer = reading_client.post(
        "/api/v1/ocr/preprocess", files={"file": ("scan.png", picture_of_words())}, data={"page": "2"}
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "page_not_found")


def test_ocr_advanced_gives_markdown_and_what_was_tried(reading_client: Any, loaded: Any) -> None:
    answer = reading_client.post("/api/v1/ocr/advanced", files={"file": ("scan.png", picture_of_words())})

    result = answer.json()
    assert answer.status_code == 200
    assert "Facture" in result["markdown"]
    (page,) = result["pages"]
    assert "Facture" in page["markdown"]
    assert page["engine"] in [tried["engine"] for tried in page["tried"]]
    assert list((loaded.settings.home / "tmp").iterdir()) == []


def test_ocr_with_a_model_that_is_not_here_names_the_command(reading_client: Any) -> None:
    file = {"file": ("scan.png", picture_of_words())}
    answer = reading_client.post("/api/v1/ocr/advanced", files=file, data={"engine": "deepseek-mlx"})

    assert (answer.status_code, answer.json()["code"]) == (503, "model_absent")
    assert "lexo models download" in answer.json()["detail"]


def test_detect_tables_of_a_page_without_any_is_empty(reading_client: Any) -> None:
    file = {"file": ("edf.pdf", pdf_with_words(WORDS))}
    result = reading_client.post("/api/v1/ocr/detect-tables", files=file).json()

    assert (result["success"], result["tables"]) == (True, [])


def test_tables_come_in_every_form() -> None:
    table = Table.of_rows(BBox(0, 0, 1, 1), (("Date", "Montant"), ("03/11", "12,00")), header_rows=1)
    result = present.tables_result([PageText(595, 842), PageText(595, 842, (), (table,))], 0.5)

    (found,) = result.tables
    assert (found.page, found.rows[1], found.cells[0].is_header) == (2, ("03/11", "12,00"), True)
    assert found.csv.splitlines()[1] == '03/11,"12,00"'
    assert "| 03/11 | 12,00 |" in found.markdown
    assert "<td>12,00</td>" in found.html


@pytest.mark.parametrize("path", ["advanced", "detect-tables"])
def test_ocr_refuses_what_is_too_large_while_it_comes_in(client: Any, path: str) -> None:
    answer = client.post(f"/api/v1/ocr/{path}", files={"file": ("a.pdf", b"%PDF-1.4" + b"%" * (2 << 20))})

    assert (answer.status_code, answer.json()["limit_mb"]) == (413, 1)

"""Reading one page from the file to the words: which way is taken, and what is said about it."""

from contextlib import suppress
from pathlib import Path

import cv2
import numpy as np
import pymupdf
import pytest

from lexo.document import BBox, Block, BlockKind, Line, MediaType, PageText, ReadingOptions, Strategy, Word
from lexo.errors import EngineMissing, LanguageMissing, LexoError, UnknownEngine
from lexo.ocr import registry
from lexo.pages.document_file import open_file
from lexo.pipeline import reading
from lexo.pipeline.reading import language_of, prepare_page, read_page

SENTENCE = "Le montant de votre facture est payable avant la fin du mois"
PIXELS = ReadingOptions(strategy=Strategy.OCR)


def pdf_page() -> tuple[pymupdf.Document, pymupdf.Page]:
    document = pymupdf.open()
    return document, document.new_page(width=595, height=842)


def written(path: Path, rows: int = 18) -> Path:
    """A born-digital page."""
    document, page = pdf_page()
    for row in range(rows):
        page.insert_text((60, 100 + 30 * row), f"{row} {SENTENCE}", fontsize=14)
    document.save(path)
    return path


def scan(path: Path, rotation: int = 0, degrees: float = 0.0) -> Path:
    """The same page as grey pixels in a PNG of 150 dpi, lying on its side or crooked."""
    source = written(path.with_suffix(".pdf"))
    pixmap = pymupdf.open(source)[0].get_pixmap(dpi=150, colorspace=pymupdf.csGRAY, alpha=False)
    grey = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.width)
    grey = np.rot90(grey, rotation // 90)
    if degrees:
        middle = (grey.shape[1] / 2, grey.shape[0] / 2)
        matrix = cv2.getRotationMatrix2D(middle, -degrees, 1)
        grey = cv2.warpAffine(grey, matrix, grey.shape[::-1], flags=cv2.INTER_CUBIC, borderValue=255)
    cv2.imwrite(str(path), grey)
    return path


def read(path: Path, options: ReadingOptions | None = None) -> PageText:
    media_type = MediaType.PDF if path.suffix == ".pdf" else MediaType.PNG
    with open_file(path, media_type) as source:
        return read_page(source, 1, options or ReadingOptions())


def test_read_born_digital_page_takes_its_own_text(tmp_path: Path) -> None:
    page = read(written(tmp_path / "a.pdf"))
    assert (page.engine, page.dpi, page.confidence, page.warnings) == ("text-layer", None, None, ())
    assert [line.text for line in page.lines][3] == f"3 {SENTENCE}"


def test_read_forced_pixels_reads_the_same_words(tmp_path: Path) -> None:
    path = written(tmp_path / "a.pdf")
    page, own = read(path, PIXELS), read(path)
    assert (page.engine, page.dpi) == ("tesseract", 300)
    assert page.text.split() == own.text.split()
    assert page.languages == ("fra", "eng")
    assert page.duration_ms > 0
    assert next(page.words).bbox.left == pytest.approx(next(own.words).bbox.left, abs=0.01)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_read_lying_page_is_as_good_as_upright(tmp_path: Path, rotation: int) -> None:
    upright, page = read(scan(tmp_path / "a.png")), read(scan(tmp_path / "b.png", rotation))
    assert (upright.rotation, page.rotation) == (0, rotation)
    assert page.text == upright.text
    assert page.text.count(SENTENCE) == 18
    assert page.width_pt < page.height_pt


def test_read_crooked_page_has_boxes_on_the_page_as_it_is(tmp_path: Path) -> None:
    page = read(scan(tmp_path / "a.png", degrees=4.0))
    third = list(page.lines)[3]
    assert third.text == f"3 {SENTENCE}"
    assert third.words[-1].bbox.top > third.words[0].bbox.top + 0.01


def test_read_blank_page_says_so_without_an_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document, _ = pdf_page()
    document.save(tmp_path / "a.pdf")
    monkeypatch.setattr(reading.chain, "read", lambda *_: pytest.fail("an engine was asked"))
    page = read(tmp_path / "a.pdf")
    assert (page.blocks, page.warnings) == ((), ("page_blank",))
    assert (page.width_pt, page.height_pt) == (pytest.approx(595, abs=1), pytest.approx(842, abs=1))


def test_read_scan_with_a_stamped_header_reads_the_scan(tmp_path: Path) -> None:
    document, page = pdf_page()
    page.insert_image(page.rect, filename=str(scan(tmp_path / "a.png")))
    page.insert_text((60, 40), "Reçu le 12 mai", fontsize=12)
    document.save(tmp_path / "b.pdf")
    found = read(tmp_path / "b.pdf")
    assert found.engine == "tesseract"
    assert f"3 {SENTENCE}" in found.text
    assert "12 mai" in found.text


def test_read_scan_with_a_lying_invisible_layer_reads_the_scan(tmp_path: Path) -> None:
    document, page = pdf_page()
    page.insert_image(page.rect, filename=str(scan(tmp_path / "a.png")))
    for row in range(18):
        page.insert_text((60, 100 + 30 * row), "IBAN FR76 9999 invisible", fontsize=14, render_mode=3)
    document.save(tmp_path / "b.pdf")
    found = read(tmp_path / "b.pdf")
    assert found.engine == "tesseract"
    assert "IBAN" not in found.text
    assert f"3 {SENTENCE}" in found.text


def test_read_one_stray_letter_over_drawn_text_reads_the_pixels(tmp_path: Path) -> None:
    document, page = pdf_page()
    page.insert_image(pymupdf.Rect(0, 0, 400, 400), filename=str(scan(tmp_path / "a.png")))
    page.insert_text((560, 830), "x", fontsize=8)
    document.save(tmp_path / "b.pdf")
    assert SENTENCE in read(tmp_path / "b.pdf").text


def test_read_little_text_that_is_all_there_is_keeps_its_own(tmp_path: Path) -> None:
    page = read(written(tmp_path / "a.pdf", rows=1))
    assert (page.engine, page.text) == ("text-layer", f"0 {SENTENCE}")


def test_read_layout_strategy_names_the_model(tmp_path: Path) -> None:
    page = read(written(tmp_path / "a.pdf"), ReadingOptions(strategy=Strategy.LAYOUT))
    assert page.engine == "layout-model"
    assert f"3 {SENTENCE}" in page.text


def test_read_unknown_engine_is_refused_even_where_none_is_needed(tmp_path: Path) -> None:
    with pytest.raises(UnknownEngine):
        read(written(tmp_path / "a.pdf"), ReadingOptions(engine="abbyy"))


def test_read_language_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(LanguageMissing):
        read(scan(tmp_path / "a.png"), ReadingOptions(languages=("xxx",)))


def test_read_without_any_engine_keeps_little_text_and_misses_for_scans(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "engines_for", lambda name: ())
    monkeypatch.setattr(registry, "seconds_for", lambda name: ())
    assert read(written(tmp_path / "a.pdf", rows=1)).text == f"0 {SENTENCE}"
    with pytest.raises(EngineMissing):
        read(scan(tmp_path / "b.png"))


def test_read_too_much_text_is_cut_at_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_TEXT_CHARS", 200)
    monkeypatch.setattr(reading, "_FEW_WORDS", 0)
    page = read(written(tmp_path / "a.pdf"))
    assert [line.text for line in page.lines] == [f"{row} {SENTENCE}" for row in range(3)]
    assert page.warnings == ("text_truncated",)


def test_prepare_page_gives_upright_straight_pixels(tmp_path: Path) -> None:
    path = scan(tmp_path / "a.png", degrees=3.0)
    with open_file(path, MediaType.PNG) as source:
        made = prepare_page(source, 1, PIXELS)
    assert made.rotation == 0
    assert made.skew_degrees == pytest.approx(3.0, abs=0.2)
    assert len(made.image.pixels) == made.image.width_px * made.image.height_px


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Veuillez trouver ci-joint la facture relative à votre abonnement du mois de mars", "fra"),
        ("Please find enclosed the invoice for your subscription for the month of March", "eng"),
        ("Anbei erhalten Sie die Rechnung für Ihr Abonnement für den Monat März", "deu"),
        ("Facture 12", None),
    ],
)
def test_language_of(text: str, language: str | None) -> None:
    assert language_of(text) == language


@pytest.mark.corpus
@pytest.mark.slow
def test_read_hostile_files_end_in_a_result_or_a_reason(corpus: Path) -> None:
    """Those that may take the reader with them are left to the tests of the reader processes."""
    magics = {b"%PDF": MediaType.PDF, b"\x89PNG": MediaType.PNG, b"\xff\xd8": MediaType.JPEG, b"II*": MediaType.TIFF}
    ended = []
    for path in sorted((corpus / "hostile_dev").iterdir()):
        media_type = next((kind for magic, kind in magics.items() if path.read_bytes().startswith(magic)), None)
        if media_type is None or path.stat().st_size > 300_000 or path.name == "hugemono.pdf":
            continue
        with suppress(LexoError), open_file(path, media_type) as source:
            read_page(source, 1, PIXELS)
        ended.append(path.name)
    assert len(ended) > 40


GERMAN = "Sehr geehrte Damen und Herren bitte überweisen Sie den Betrag für die Straßenbeleuchtung auf unser Konto"


@pytest.mark.parametrize(
    ("installed", "tries"),
    [
        (("eng", "fra"), [("fra", "eng")]),
        (("eng", "fra", "spa"), [("fra", "eng")]),
        (("deu", "eng", "fra"), [("fra", "eng"), ("deu", "fra", "eng")]),
    ],
)
def test_read_page_in_another_installed_language_is_tried_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, installed: tuple[str, ...], tries: list[tuple[str, ...]]
) -> None:
    tried: list[tuple[str, ...]] = []

    class Attempts:
        """Reads German words whatever it is given, and notes for which languages."""

        def __init__(self, image: object, languages: tuple[str, ...], engines: object) -> None:
            tried.append(tuple(languages))

        def run(self) -> PageText:
            words = tuple(Word(word, BBox(0.1, 0.1, 0.2, 0.2), 0.9) for word in GERMAN.split())
            return PageText(595, 842, (Block(BlockKind.TEXT, BBox(0.1, 0.1, 0.2, 0.2), (Line(words),)),))

    monkeypatch.setattr(reading, "_Attempts", Attempts)
    monkeypatch.setattr("lexo.ocr.tessdata.installed", lambda: installed)
    read(scan(tmp_path / "a.png"), PIXELS)
    assert tried == tries


def faint(path: Path) -> Path:
    """A small receipt that Tesseract is not sure of, in grey letters over specks."""
    pixels = np.full((420, 560), 235, np.uint8)
    rows = ("CAFE DU MARCHE", "2 CAFE CREME", "1 CROISSANT", "TOTAL EUR 9.50", "MERCI A BIENTOT")
    for row, text in enumerate(rows):
        cv2.putText(pixels, text, (30, 60 + 70 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, 150, 1, cv2.LINE_AA)
    noise = np.random.default_rng(7).normal(0, 12, pixels.shape)
    cv2.imwrite(str(path), np.clip(pixels + noise, 0, 255).astype(np.uint8))
    return path


@pytest.fixture
def second_engine(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which lines were read by RapidOCR, as boxes."""
    from lexo.ocr.engines.rapid import RapidOcr

    asked: list[str] = []
    true = RapidOcr.recognize_where

    def noting(self: RapidOcr, *arguments: object) -> PageText:
        asked.append("recognize")
        return true(self, *arguments)

    monkeypatch.setattr(RapidOcr, "recognize_where", noting)
    monkeypatch.setattr(RapidOcr, "orientation", lambda *_: pytest.fail("RapidOCR was asked which side is up"))
    return asked


@pytest.mark.parametrize("strategy", [Strategy.AUTO, Strategy.BEST])
def test_read_page_tesseract_is_unsure_of_is_read_by_a_second_engine(
    tmp_path: Path, second_engine: list[str], strategy: Strategy
) -> None:
    page = read(faint(tmp_path / "a.png"), ReadingOptions(strategy=strategy))
    assert {"CROISSANT", "TOTAL", "9.50", "MERCI"} <= set(page.text.split())
    assert [entry.engine for entry in page.tried][-1] == "rapidocr"
    assert {entry.outcome for entry in page.tried} <= {"kept", "merged", "worse"}
    assert all(0 <= edge <= 1 for word in page.words for edge in word.bbox)


def test_read_fast_asks_tesseract_alone(tmp_path: Path, second_engine: list[str]) -> None:
    page = read(faint(tmp_path / "a.png"), ReadingOptions(strategy=Strategy.FAST))
    assert second_engine == []
    assert {entry.engine for entry in page.tried} == {"tesseract"}
    assert [entry.outcome for entry in page.tried].count("kept") == 1


def test_read_clean_print_needs_no_second_engine(tmp_path: Path, second_engine: list[str]) -> None:
    page = read(scan(tmp_path / "a.png"))
    assert second_engine == []
    assert [(entry.engine, entry.outcome) for entry in page.tried] == [("tesseract", "kept")]


@pytest.mark.parametrize("name", ["tesseract", "rapidocr"])
def test_read_engine_asked_for_by_name_reads_alone(tmp_path: Path, name: str) -> None:
    page = read(faint(tmp_path / "a.png"), ReadingOptions(engine=name))
    assert {entry.engine for entry in page.tried} == {name}
    assert page.engine == name


def test_read_model_engine_is_left_to_the_server(tmp_path: Path) -> None:
    page = read(scan(tmp_path / "a.png"), ReadingOptions(engine="deepseek-mlx"))
    assert page.engine == "tesseract"


def test_read_second_engine_that_crashes_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lexo.ocr.engines.rapid import RapidOcr

    def crash(*_: object) -> PageText:
        raise RuntimeError("boom")

    alone = read(faint(tmp_path / "a.png"), ReadingOptions(strategy=Strategy.FAST))
    monkeypatch.setattr(RapidOcr, "recognize_where", crash)
    page = read(tmp_path / "a.png")
    assert ("rapidocr", "engine_failed") in [(entry.engine, entry.outcome) for entry in page.tried]
    assert page.text == alone.text


def test_read_first_engine_that_crashes_leaves_the_page_to_the_second(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from lexo.ocr.engines.tesseract import Tesseract
    from lexo.ocr.engines.tesseract_cli import TesseractCli

    def crash(*_: object) -> PageText:
        raise RuntimeError("boom")

    monkeypatch.setattr(Tesseract, "recognize", crash)
    monkeypatch.setattr(TesseractCli, "recognize", crash)
    page = read(scan(tmp_path / "a.png"))
    assert page.text.count("Le montant de votre facture") == 18
    assert [entry.outcome for entry in page.tried] == ["engine_failed", "engine_failed", "kept"]

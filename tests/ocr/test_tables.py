"""Tables of made papers, read as anybody's papers are: with text of their own, and as pixels."""

import sys
from pathlib import Path

import pytest

from lexo.document import BBox, Block, BlockKind, MediaType, PageText, ReadingOptions, Strategy, Table, Word
from lexo.ocr.tables.likely import is_likely
from lexo.pages.document_file import open_file
from lexo.pipeline import reading
from made_papers import page_of
from made_tables import PROSE, SALES, as_picture, draw
from papers import pymupdf, write_pdf

LONG = (
    ("Poste", "Description", "Montant"),
    ("Loyer", "Loyer du mois de\nnovembre, charges\ncomprises", "812,00"),
    ("Assurance", "Assurance du\nlogement", "18,40"),
    ("Divers", "Clés", "5,00"),
)


def read(path: Path, media_type: MediaType = MediaType.PDF, strategy: Strategy = Strategy.BALANCED) -> PageText:
    with open_file(path, media_type) as source:
        return reading.read_page(source, 1, ReadingOptions(strategy=strategy))


def only(page: PageText) -> Table:
    (table,) = page.tables
    return table


@pytest.mark.parametrize("ruled", [True, False])
def test_table_of_text_gives_its_rows_and_heads(tmp_path: Path, ruled: bool) -> None:
    page = read(draw(tmp_path / "a.pdf", SALES, ruled=ruled))
    table = only(page)
    assert table.rows == SALES
    assert {cell.text for cell in table.cells if cell.is_header} == set(SALES[0])
    assert all(cell.bbox is not None for cell in table.cells)
    assert BlockKind.TABLE in {block.kind for block in page.blocks}


def test_table_of_text_title_over_columns_spans_them(tmp_path: Path) -> None:
    table = only(read(draw(tmp_path / "a.pdf", SALES, ruled=True, heads=((1, 2, "Ventes"),))))
    assert table.rows == (("", "Ventes", "", ""), *SALES)
    assert [cell.column_span for cell in table.cells if cell.text == "Ventes"] == [2]


@pytest.mark.parametrize("ruled", [True, False])
def test_table_of_text_lines_of_one_cell_stay_together(tmp_path: Path, ruled: bool) -> None:
    table = only(read(draw(tmp_path / "a.pdf", LONG, ruled=ruled)))
    assert table.rows == tuple(tuple(text.replace("\n", " ") for text in row) for row in LONG)


def test_table_of_text_on_its_side_is_read(tmp_path: Path) -> None:
    assert only(read(draw(tmp_path / "a.pdf", SALES, ruled=True, turn=90))).rows == SALES


@pytest.mark.parametrize(("ruled", "degrees"), [(True, 0.0), (False, -1.5)])
def test_table_of_pixels_gives_its_rows(tmp_path: Path, ruled: bool, degrees: float) -> None:
    path = as_picture(tmp_path / "a.png", draw(tmp_path / "a.pdf", SALES, ruled=ruled), degrees=degrees)
    page = read(path, MediaType.PNG)
    found = [text.replace(" ", "") for row in only(page).rows for text in row]
    wanted = [text.replace(" ", "") for row in SALES for text in row]
    assert sum(one == other for one, other in zip(found, wanted, strict=True)) >= len(wanted) - 2
    assert {"Bretagne", "Occitanie"} <= {word.text for block in page.blocks for word in words_of(block)}
    assert any(block.kind is BlockKind.TABLE for block in page.blocks)


def test_table_strategy_fast_never_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexo.pages.pdf.PdfFile.structure", never)
    monkeypatch.setattr("lexo.pages.pdf.layout_of_picture", never)
    pdf = draw(tmp_path / "a.pdf", SALES, ruled=True)
    assert read(pdf, strategy=Strategy.FAST).tables == ()
    assert read(as_picture(tmp_path / "a.png", pdf), MediaType.PNG, Strategy.FAST).tables == ()


def test_table_page_of_prose_never_loads_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lexo.pages.layout_model.layout_of", never)
    monkeypatch.setitem(sys.modules, "pymupdf.layout", None)
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_textbox((60, 60, 290, 780), PROSE * 14, fontsize=10)
        page.insert_textbox((310, 60, 540, 780), PROSE * 14, fontsize=10)
        document.save(tmp_path / "a.pdf")
    page = read(tmp_path / "a.pdf")
    assert page.tables == ()
    assert page.engine == "text-layer"


def test_table_of_pixels_where_the_model_fails_keeps_the_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("a model that is ill")

    monkeypatch.setattr("lexo.pages.pdf.layout_of_picture", fail)
    path = as_picture(tmp_path / "a.png", draw(tmp_path / "a.pdf", SALES, ruled=True), dpi=150)
    page = read(path, MediaType.PNG)
    assert page.tables == ()
    assert "Bretagne" in page.text
    assert "no tables" in caplog.text


def test_likely_letter_and_list_are_no_tables(tmp_path: Path) -> None:
    letter = "Madame Dupont\n12 rue des Lilas\n75001 Paris\n\n" + "\n".join([PROSE] * 8)
    assert not is_likely(page_of(letter).blocks, 0.7)
    with open_file(write_pdf(tmp_path / "a.pdf", ["1. un\n2. deux\n3. trois\n4. quatre"]), MediaType.PDF) as source:
        layer = source.text_layer(1)
    assert layer is not None
    assert not is_likely(layer.blocks, 0.7)


def test_likely_lines_that_make_a_grid_are_a_table() -> None:
    across = [BBox(0.1, y / 10, 0.9, y / 10 + 0.001) for y in range(1, 5)]
    assert is_likely(page_of("un mot").blocks, 0.7, across)
    assert not is_likely(page_of("un mot").blocks, 0.7, across[:2])
    assert not is_likely((), 0.7, across)


def words_of(block: Block) -> list[Word]:
    return [word for line in block.lines for word in line.words]


def never(*args: object, **kwargs: object) -> None:
    raise AssertionError("nobody should ask")


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "number", "cells"),
    [("table__eu-002.pdf", 1, {"111.8", "148.8", "Q4"}), ("table__us-019.pdf", 4, {"Year of data", "49,644"})],
)
def test_table_of_the_corpus(corpus: Path, name: str, number: int, cells: set[str]) -> None:
    with open_file(corpus / "dev" / name, MediaType.PDF) as source:
        page = reading.read_page(source, number, ReadingOptions())
    assert cells <= {cell.text for table in page.tables for cell in table.cells}

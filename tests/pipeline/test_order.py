"""Text that a file draws in another order than people read it: seen, and put right by the layout model."""

from pathlib import Path

import pytest

from lexo.document import MediaType, ReadingOptions, Strategy
from lexo.errors import PageDamaged
from lexo.pages import text_layer
from lexo.pages.document_file import open_file
from lexo.pipeline import reading
from papers import pymupdf


def drawn(path: Path, baselines: list[int]) -> Path:
    """A PDF whose paragraphs are drawn in this order of heights."""
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        for baseline in baselines:
            page.insert_text((72, baseline), f"Un paragraphe qui est à la hauteur {baseline}", fontsize=11)
        document.save(path)
    return path


def test_order_of_text_drawn_from_the_top_is_not_in_doubt(tmp_path: Path) -> None:
    with open_file(drawn(tmp_path / "a.pdf", [60 * step for step in range(1, 11)]), MediaType.PDF) as file:
        layer = file.text_layer(1)
        assert layer is not None
        assert not text_layer.order_is_in_doubt(layer)


def test_order_of_text_drawn_from_the_bottom_is_in_doubt_and_put_right(tmp_path: Path) -> None:
    heights = [60 * step for step in range(10, 0, -1)]
    with open_file(drawn(tmp_path / "a.pdf", heights), MediaType.PDF) as file:
        layer = file.text_layer(1)
        assert layer is not None
        assert text_layer.order_is_in_doubt(layer)
        page = reading.read_page(file, 1, ReadingOptions())
    assert page.engine == "layout-model"
    found = [int(line.words[-1].text) for line in page.lines]
    assert found == sorted(heights)


def test_order_in_doubt_without_a_layout_model_keeps_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: object, number: int) -> None:
        raise PageDamaged()

    monkeypatch.setattr("lexo.pages.pdf.PdfFile.structure", fail)
    heights = [60 * step for step in range(10, 0, -1)]
    with open_file(drawn(tmp_path / "a.pdf", heights), MediaType.PDF) as file:
        assert len(list(reading.read_page(file, 1, ReadingOptions()).lines)) == 10
        with pytest.raises(PageDamaged):
            reading.read_page(file, 1, ReadingOptions(strategy=Strategy.LAYOUT))

"""Papers with tables of given texts: ruled or not, with spans and long cells, drawn as PDFs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from papers import pymupdf

Rows = Sequence[Sequence[str]]

SALES = (
    ("Région", "Ventes 2023", "Ventes 2024", "Solde"),
    ("Bretagne", "1 234,50", "1 301,20", "5,4 %"),
    ("Normandie", "987,00", "-12,30", "-3,1 %"),
    ("Occitanie", "2 410,75", "2 498,10", "3,6 %"),
    ("Grand Est", "1 120,40", "1 087,90", "-2,9 %"),
    ("Total", "5 752,65", "4 874,90", "0,7 %"),
)
PROSE = "Le présent contrat prend effet à la date de sa signature et se poursuit par tacite reconduction. "


def draw(path: Path, rows: Rows, *, ruled: bool, heads: Sequence[tuple[int, int, str]] = (), turn: int = 0) -> Path:
    """A page with a paragraph, then a table: the first column flush left, the others flush right.

    A text with line breaks takes as many lines. `heads` are put above the first row, each over columns from..to.
    """
    with pymupdf.open() as document:
        page = document.new_page(width=595, height=842)
        page.insert_textbox((60, 60, 535, 160), PROSE * 4, fontsize=11)
        table(page, rows, 200, ruled=ruled, heads=heads)
        page.insert_textbox((60, 560, 535, 700), PROSE * 5, fontsize=11)
        if turn:
            page.set_rotation(turn)
        document.save(path)
    return path


def table(page: Any, rows: Rows, top: float, *, ruled: bool, heads: Sequence[tuple[int, int, str]] = ()) -> None:
    """Draw a table of columns 115 pt wide from x = 60; each printed line is 13 pt high."""
    width, line, pad = 115.0, 13.0, 6.0
    edges = [60 + width * column for column in range(len(rows[0]) + 1)]
    y = top
    for first, last, text in heads:
        middle = (edges[first] + edges[last + 1]) / 2 - pymupdf.get_text_length(text, "helv", 10) / 2
        page.insert_text((middle, y + line), text, fontsize=10)
    if heads:
        if ruled:
            for first, last, _ in heads:
                page.draw_rect((edges[first], y, edges[last + 1], y + line + pad))
        y += line + pad
    for row in rows:
        height = line * max(text.count("\n") + 1 for text in row) + pad
        for column, text in enumerate(row):
            for depth, part in enumerate(text.split("\n")):
                length = pymupdf.get_text_length(part, "helv", 10)
                left = edges[column] + 4 if column == 0 or "\n" in text else edges[column + 1] - 4 - length
                page.insert_text((left, y + line * (depth + 1)), part, fontsize=10)
            if ruled:
                page.draw_rect((edges[column], y, edges[column + 1], y + height))
        y += height


def as_picture(path: Path, source: Path, *, dpi: int = 200, degrees: float = 0.0) -> Path:
    """The first page of a PDF as a grey PNG, turned a little."""
    with pymupdf.open(source) as document:
        matrix = pymupdf.Matrix(dpi / 72, dpi / 72).prerotate(degrees)
        pixels = document[0].get_pixmap(matrix=matrix, colorspace=pymupdf.csGRAY)
        pixels.set_dpi(dpi, dpi)
        pixels.save(path)
    return path

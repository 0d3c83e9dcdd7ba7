"""The names models give to parts of a page -> kinds of block."""

import re
from dataclasses import replace

from lexo.document import BBox, BlockKind, Table
from lexo.ocr.vision.formulas import latex_of
from lexo.ocr.vision.html_tables import table_of_html
from lexo.ocr.vision.markdown import pieces_of_markdown, plain
from lexo.ocr.vision.otsl import is_otsl, table_of_otsl
from lexo.ocr.vision.pieces import Piece
from lexo.ocr.vision.tokens import without_special

_KINDS = {
    BlockKind.TITLE: "title sub_title subtitle doc_title paragraph_title section_header section_title heading",
    BlockKind.TABLE: "table otsl",
    BlockKind.FORMULA: "formula equation display_formula isolate_formula interline_equation equation_block math",
    BlockKind.PICTURE: "image picture figure chart logo seal stamp photo header_image footer_image signature",
    BlockKind.CAPTION: "caption image_caption figure_caption figure_title table_caption table_title chart_title",
    BlockKind.HEADER: "header page_header",
    BlockKind.FOOTER: "footer page_footer page_number number",
    BlockKind.NOTE: "footnote page_footnote table_footnote image_footnote vision_footnote",
    BlockKind.CODE: "code algorithm",
    BlockKind.TEXT: "text paragraph plain_text list list_item reference reference_content abstract content index "
    "aside_text vertical_text formula_number equation_number formula_caption title_block address",
}
_BY_NAME = {name: kind for kind, names in _KINDS.items() for name in names.split()}
_PLAIN_KINDS = {BlockKind.CAPTION, BlockKind.HEADER, BlockKind.FOOTER, BlockKind.NOTE, BlockKind.TITLE}
_HEADING = re.compile(r"^\s*#{1,6}\s+", re.MULTILINE)


def kind_of(label: str) -> BlockKind | None:
    """The kind that a label names, whatever its spelling ("Section-header"); None for one nobody knows."""
    return _BY_NAME.get(re.sub(r"[\s-]+", "_", label.strip().lower()))


def pieces_of(kind: BlockKind, text: str, box: BBox | None) -> list[Piece]:
    """The pieces that a labelled part of a page is; a text may turn out to hold tables and formulas."""
    if kind is BlockKind.PICTURE:
        return [Piece(kind, box=box), *_within_picture(text, box)]
    if kind is BlockKind.TABLE:
        return _of_table(text, box)
    if kind is BlockKind.FORMULA:
        latex = latex_of(without_special(text))
        return [Piece(kind, latex, box)] if latex else []
    if kind is BlockKind.CODE:
        return [Piece(kind, without_special(re.sub(r"^```.*$", "", text, flags=re.MULTILINE)).strip("\n"), box)]
    if kind in _PLAIN_KINDS:
        words = plain(_HEADING.sub("", text.strip()))
        return [Piece(kind, words, box)] if words.strip() else []
    return pieces_of_markdown(text, box)


def _within_picture(text: str, box: BBox | None) -> list[Piece]:
    """Words within a picture are text on it, unless they are Markdown's sign for the picture itself."""
    return [piece for piece in pieces_of_markdown(text, box) if piece.kind is not BlockKind.PICTURE]


def _of_table(text: str, box: BBox | None) -> list[Piece]:
    table = _table(text, box)
    return [Piece(BlockKind.TABLE, box=box, table=table)] if table else _as_markdown(text, box)


def _table(text: str, box: BBox | None) -> Table | None:
    if is_otsl(text):
        return table_of_otsl(text, box)
    html_text = re.search(r"<(?:table|tr|td)\b", text, re.IGNORECASE)
    # What stands around the table ("Table 3: ...") would be lost, so only a bare one is taken whole.
    is_bare = html_text is not None and not re.sub(r"<table\b.*</table\s*>", "", text, flags=re.S | re.I).strip()
    if html_text and (is_bare or not re.search(r"</table", text, re.IGNORECASE)):
        return table_of_html(text, box)
    return None


def _as_markdown(text: str, box: BBox | None) -> list[Piece]:
    """Pipe tables, tables with words around them, or what a model called a table and is text."""
    pieces = pieces_of_markdown(text, box)
    return [replace(piece, box=box) for piece in pieces]

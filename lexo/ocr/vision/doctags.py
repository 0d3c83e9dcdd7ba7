"""DocTags, granite-docling's page language -> pieces.

`<text><loc_60><loc_40><loc_440><loc_52>words</text>`; locations are left, top, right, bottom on a scale of 0-500.
Source: docling-core's DocTags tokens and the model's card.
"""

import re

from lexo.document import BBox, BlockKind
from lexo.ocr.vision.labels import pieces_of
from lexo.ocr.vision.markdown import pieces_of_markdown
from lexo.ocr.vision.otsl import is_otsl
from lexo.ocr.vision.pieces import MAX_PIECES, Piece, box_of
from lexo.ocr.vision.tokens import without_special

SCALE = 500
_KINDS = {
    "title": BlockKind.TITLE,
    "text": BlockKind.TEXT,
    "paragraph": BlockKind.TEXT,
    "list_item": BlockKind.TEXT,
    "reference": BlockKind.TEXT,
    "key_value_region": BlockKind.TEXT,
    "checkbox_selected": BlockKind.TEXT,
    "checkbox_unselected": BlockKind.TEXT,
    "caption": BlockKind.CAPTION,
    "footnote": BlockKind.NOTE,
    "page_header": BlockKind.HEADER,
    "page_footer": BlockKind.FOOTER,
    "formula": BlockKind.FORMULA,
    "code": BlockKind.CODE,
    "otsl": BlockKind.TABLE,
    "document_index": BlockKind.TABLE,
    "picture": BlockKind.PICTURE,
    "chart": BlockKind.PICTURE,
}
_NAMES = "|".join((*_KINDS, r"section_header_level_\d"))
_ELEMENT = re.compile(rf"<(?P<name>{_NAMES})>(?P<body>.*?)(?=</(?P=name)>|<(?:{_NAMES})>|</doctag>|\Z)", re.DOTALL)
_LOCATION = re.compile(r"<loc_(\d{1,4})>" * 4)
_PICTURE_CLASS = re.compile(r"<(?:[a-z]+(?:_[a-z]+)*)>")
_LANGUAGE = re.compile(r"^\s*<_[A-Za-z+#]{1,30}_>")


def pieces_of_doctags(answer: str) -> list[Piece]:
    """All elements in order; one that is not closed ends where the next begins. Without any, the answer is Markdown."""
    elements = list(_ELEMENT.finditer(answer))[:MAX_PIECES]
    if not elements:
        return pieces_of_markdown(answer)
    pieces: list[Piece] = []
    for element in elements:
        pieces += _element(element.group("name"), element.group("body"))
    return [piece for piece in pieces if not piece.says_nothing]


def _element(name: str, body: str) -> list[Piece]:
    kind = _KINDS.get(name, BlockKind.TITLE)
    box = _box(body)
    text = _LOCATION.sub("", body)
    if kind is BlockKind.TABLE:
        return pieces_of(kind, text, box) if is_otsl(text) else pieces_of_markdown(text, box)
    if kind is BlockKind.PICTURE:
        inside = pieces_of(BlockKind.TABLE, text, box) if is_otsl(text) else []
        return [Piece(kind, box=box), *inside]
    if kind is BlockKind.CODE:
        text = _LANGUAGE.sub("", text)
    return pieces_of(kind, _PICTURE_CLASS.sub("", without_special(text)) if name == "caption" else text, box)


def _box(body: str) -> BBox | None:
    match = _LOCATION.search(body)
    return box_of([float(number) for number in match.groups()], SCALE, SCALE) if match else None

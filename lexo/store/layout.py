"""How the places of a page's words are written in the database: a BLOB that goes with the page's text.

The words themselves, their lines and blocks are in `pages.text`: a space between words, a line break after a line, an
empty line between blocks. The BLOB holds the rest in columns, all numbers little-endian:

    1 byte              1, the version of this form
    2 x 4 bytes         number of blocks B, number of words W
    B bytes             kind of each block: its place in KINDS
    B x 4 bytes         lines of each block; one without lines (a picture) has no part in the text
    4 x B x 2 bytes     left edges of the blocks, then their tops, right edges, bottoms
    4 x W x 2 bytes     the same of the words
    W bytes             confidence of each word as a percentage, 255 for none; left out where no word has one

Edges are fractions of the upright page times 10,000 (0.02 mm on A4). 9 bytes a word; as JSON, the words again in it,
it was 36, and took four times as long. Tables are JSON: `[box, [cell, ...]]`, a cell being `[row, column, text,
row span, column span, 1 for a header, box or null]`; before tables knew spans it was `[box, [[text, ...], ...]]`.
"""

import json
import struct
from collections.abc import Sequence
from typing import Any

from lexo.columns import SCALE, Columns
from lexo.document import BBox, Block, BlockKind, Cell, Table

KINDS = (
    BlockKind.TEXT,
    BlockKind.TITLE,
    BlockKind.TABLE,
    BlockKind.PICTURE,
    BlockKind.HEADER,
    BlockKind.FOOTER,
    BlockKind.FORMULA,
    BlockKind.CAPTION,
    BlockKind.NOTE,
    BlockKind.CODE,
)  # new ones are added at the end
_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_VERSION = 1
_HEAD = struct.Struct("<BII")
_EDGE = struct.Struct("<H")


def encode(columns: Columns) -> bytes:
    """The places of a page's words; `columns.text` is kept beside them."""
    blocks, words = len(columns), columns.word_count
    return b"".join(
        (
            _HEAD.pack(_VERSION, blocks, words),
            bytes([_NUMBERS[kind] for kind in columns.kinds]),
            struct.pack(f"<{blocks}I", *columns.line_counts),
            *[struct.pack(f"<{blocks}H", *column) for column in columns.block_edges],
            *[struct.pack(f"<{words}H", *column) for column in columns.edges],
            bytes(columns.confidences or b""),
        )
    )


def columns(text: str, layout: bytes) -> Columns:
    """A page's text and layout put together. Raises ValueError where the layout is none of ours, or of another text."""
    if not layout:
        return Columns("", (), (), ((), (), (), ()), ((), (), (), ()))
    check(text, layout)
    _, blocks, words = _HEAD.unpack_from(layout)
    at = _HEAD.size + blocks
    line_counts = struct.unpack_from(f"<{blocks}I", layout, at)
    at += 4 * blocks
    around = tuple(struct.unpack_from(f"<{blocks}H", layout, at + 2 * blocks * edge) for edge in range(4))
    at += 8 * blocks
    edges = tuple(struct.unpack_from(f"<{words}H", layout, at + 2 * words * edge) for edge in range(4))
    kinds = tuple(KINDS[number] for number in layout[_HEAD.size : _HEAD.size + blocks])
    return Columns(text, kinds, line_counts, around, edges, layout[at + 8 * words :] or None)


def word_count(layout: bytes) -> int:
    """How many words have a place in a layout; 0 where it is none of ours."""
    if len(layout) < _HEAD.size:
        return 0
    version, blocks, words = _HEAD.unpack_from(layout)
    return words if version == _VERSION and len(layout) >= _HEAD.size + 13 * blocks + 8 * words else 0


def boxes_at(layout: bytes, words: Sequence[int]) -> list[BBox]:
    """The boxes of some words, counted from 0, without a look at the others; words that it has not are left out."""
    count = word_count(layout)
    boxes = []
    if count:
        first = _HEAD.size + 13 * _HEAD.unpack_from(layout)[1]
        edge, column = _EDGE.unpack_from, 2 * count
        for word in words:
            if word < count:
                at = first + 2 * word
                left, top = edge(layout, at)[0], edge(layout, at + column)[0]
                right, bottom = edge(layout, at + 2 * column)[0], edge(layout, at + 3 * column)[0]
                boxes.append(BBox(left / SCALE, top / SCALE, right / SCALE, bottom / SCALE))
    return boxes


def decode(text: str, layout: bytes) -> tuple[Block, ...]:
    """The page's blocks as objects. Raises ValueError as `columns`."""
    return tuple(columns(text, layout))


def check(text: str, layout: bytes) -> None:
    """Raise ValueError where a layout is none of ours, or has another number of words than the text."""
    if len(layout) < _HEAD.size:
        raise ValueError("too short for a layout")
    version, blocks, words = _HEAD.unpack_from(layout)
    sure = _HEAD.size + 13 * blocks + 8 * words
    if version != _VERSION or len(layout) not in (sure, sure + words):
        raise ValueError("this is no layout")
    if max(layout[_HEAD.size : _HEAD.size + blocks], default=0) >= len(KINDS):
        raise ValueError("a block of no kind")
    if words != (text.count(" ") + text.count("\n") - text.count("\n\n") + 1 if text else 0):
        raise ValueError("this layout is of another text")


def encode_tables(tables: tuple[Table, ...]) -> str:
    """Tables as JSON text."""
    if not tables:
        return "[]"
    values = [[_scaled(table.bbox), [_cell_values(cell) for cell in table.cells]] for table in tables]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def decode_tables(tables: str) -> tuple[Table, ...]:
    """JSON text as tables."""
    return tuple(_table(_box(box), cells) for box, cells in json.loads(tables))


def _table(box: BBox, cells: list[list[Any]]) -> Table:
    if all(isinstance(value, str) for cell in cells for value in cell):
        return Table.of_rows(box, cells)
    return Table(box, tuple(_cell(cell) for cell in cells))


def _cell_values(cell: Cell) -> list[Any]:
    box = None if cell.bbox is None else _scaled(cell.bbox)
    return [cell.row, cell.column, cell.text, cell.row_span, cell.column_span, int(cell.is_header), box]


def _cell(values: list[Any]) -> Cell:
    row, column, text, row_span, column_span, is_header, box = values
    return Cell(row, column, text, row_span, column_span, bool(is_header), None if box is None else _box(box))


def _scaled(box: BBox) -> list[int]:
    return [round(edge * SCALE) for edge in box]


def _box(edges: list[int]) -> BBox:
    return BBox(*(edge / SCALE for edge in edges))

"""How a page's blocks, lines and words are written in the database: compact JSON that any program can read.

A layout is a list of blocks `[kind, box, [line, …]]`; a line is a list of words `[text, left, top, right, bottom,
confidence]`. Boxes are fractions of the upright page times 10,000 (0.02 mm on A4), confidence is a percentage or null.
Tables are `[box, [[cell, …], …]]`. Plain lists and not objects: a third of the size, four times as fast to write.
"""

import json
from typing import Any

from lexo.document import BBox, Block, BlockKind, Line, Table, Word

SCALE = 10_000


def encode(blocks: tuple[Block, ...]) -> str:
    """Blocks as JSON text."""
    return _dumps([[block.kind, _box(block.bbox), [_line(line) for line in block.lines]] for block in blocks])


def decode(layout: str) -> tuple[Block, ...]:
    """JSON text as blocks; raises ValueError when it is none of ours."""
    return tuple(
        Block(BlockKind(kind), _bbox(box), tuple(Line(tuple(_word(word) for word in line)) for line in lines))
        for kind, box, lines in json.loads(layout)
    )


def encode_tables(tables: tuple[Table, ...]) -> str:
    """Tables as JSON text."""
    return _dumps([[_box(table.bbox), table.rows] for table in tables])


def decode_tables(tables: str) -> tuple[Table, ...]:
    """JSON text as tables."""
    return tuple(Table(_bbox(box), tuple(tuple(row) for row in rows)) for box, rows in json.loads(tables))


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _line(line: Line) -> list[list[object]]:
    return [
        [
            text,
            round(left * SCALE),
            round(top * SCALE),
            round(right * SCALE),
            round(bottom * SCALE),
            None if confidence is None else round(confidence * 100),
        ]
        for text, (left, top, right, bottom), confidence in line.words
    ]


def _box(bbox: BBox) -> list[int]:
    return [round(edge * SCALE) for edge in bbox]


def _bbox(box: list[int]) -> BBox:
    left, top, right, bottom = box
    return BBox(left / SCALE, top / SCALE, right / SCALE, bottom / SCALE)


def _word(word: list[Any]) -> Word:
    text, left, top, right, bottom, confidence = word
    return Word(str(text), _bbox([left, top, right, bottom]), None if confidence is None else confidence / 100)

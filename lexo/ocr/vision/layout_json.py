"""dots.ocr's JSON -> pieces: `[{"bbox": [left, top, right, bottom], "category": "Text", "text": "..."}]`.

Boxes are pixels of the picture as the model's processor made it: sides that are multiples of 28, within its limits of
pixels (Qwen2-VL's rule; limits from the model's `preprocessor_config.json`).
"""

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from lexo.document import BBox, BlockKind
from lexo.ocr.vision.labels import kind_of, pieces_of
from lexo.ocr.vision.markdown import pieces_of_markdown
from lexo.ocr.vision.pieces import MAX_PIECES, Piece, box_of

_FACTOR = 28
_MIN_PIXELS, _MAX_PIXELS = 3_136, 11_289_600
_START = re.compile(r"\{\s*\"")
_MAX_JSON_CHARS = 500_000
_MAX_BROKEN = 100  # objects that are none; each may cost as much as it is deep


def pieces_of_layout(answer: str, size: tuple[int, int]) -> list[Piece]:
    """Pieces of the picture with that width and height in pixels.

    A list that was not finished gives the parts that were. An answer that is no JSON at all is Markdown.
    """
    width, height = seen_size(*size)
    parts = list(_parts(answer[:_MAX_JSON_CHARS]))[:MAX_PIECES]
    if not parts and "{" not in answer[:10] and "[" not in answer[:10]:
        return pieces_of_markdown(answer)
    pieces: list[Piece] = []
    for part in parts:
        text, category = part.get("text"), part.get("category")
        kind = (kind_of(category) if isinstance(category, str) else None) or BlockKind.TEXT
        pieces += pieces_of(kind, text if isinstance(text, str) else "", _box(part.get("bbox"), width, height))
    return [piece for piece in pieces if not piece.says_nothing]


def seen_size(width_px: int, height_px: int) -> tuple[int, int]:
    """Width and height of the picture that the model sees, in pixels."""
    width = max(_FACTOR, round(width_px / _FACTOR) * _FACTOR)
    height = max(_FACTOR, round(height_px / _FACTOR) * _FACTOR)
    if width * height > _MAX_PIXELS:
        scale = math.sqrt(width_px * height_px / _MAX_PIXELS)
        return _floor(width_px / scale), _floor(height_px / scale)
    if width * height < _MIN_PIXELS:
        scale = math.sqrt(_MIN_PIXELS / (width_px * height_px))
        return _ceil(width_px * scale), _ceil(height_px * scale)
    return width, height


def _floor(side: float) -> int:
    return max(_FACTOR, math.floor(side / _FACTOR) * _FACTOR)


def _ceil(side: float) -> int:
    return math.ceil(side / _FACTOR) * _FACTOR


def _parts(answer: str) -> Iterator[dict[str, Any]]:
    """Each object with a category or a text, one after the other, so that a broken one costs only itself."""
    decoder = json.JSONDecoder()
    position = broken = 0
    while match := _START.search(answer, position):
        try:
            value, position = decoder.raw_decode(answer, match.start())
        except (ValueError, RecursionError):
            position, broken = match.end(), broken + 1
            if broken > _MAX_BROKEN:
                return
            continue
        if isinstance(value, dict) and ("category" in value or "text" in value):
            yield value


def _box(value: object, width: int, height: int) -> BBox | None:
    if not isinstance(value, list) or not all(type(number) in (int, float) for number in value):
        return None
    return box_of([min(max(float(number), -1e6), 1e6) for number in value], width, height)

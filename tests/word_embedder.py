"""A sentence model for tests that knows words only: texts are alike as far as they share some. Loads nothing."""

import math
import struct
import zlib
from collections.abc import Sequence

from lexo.errors import LexoError
from lexo.inference.base import Priority, Purpose, Vectors

DIMENSIONS = 64


class WordEmbedder:
    """An `Embedder`; remembers what it was asked, and fails if it is told to."""

    def __init__(self, name: str = "words", version: str = "1", max_tokens: int = 256) -> None:
        self.name, self.version, self.max_tokens = name, version, max_tokens
        self.asked: list[tuple[Purpose, tuple[str, ...]]] = []
        self.priorities: list[Priority] = []
        self.error: LexoError | None = None
        self.refuses = ""  # it fails on texts that hold this

    def embed(
        self, texts: Sequence[str], priority: Priority = Priority.BACKGROUND, purpose: Purpose = Purpose.PLAIN
    ) -> Vectors:
        self.asked.append((purpose, tuple(texts)))
        self.priorities.append(priority)
        if self.error is not None and (not self.refuses or any(self.refuses in text for text in texts)):
            raise self.error
        return Vectors(self.name, DIMENSIONS, tuple(vector_of(text) for text in texts))


def vector_of(text: str) -> bytes:
    """float32 of length 1: each word adds one to two of the numbers."""
    values = [0.0] * DIMENSIONS
    for word in text.lower().split():
        code = zlib.crc32(word.strip(".,;:!?").encode("utf-8", "replace"))
        for place in (code % DIMENSIONS, (code >> 8) % DIMENSIONS):
            values[place] += 1.0
    length = math.sqrt(sum(value * value for value in values)) or 1.0
    return struct.pack(f"<{DIMENSIONS}f", *(value / length for value in values))

"""A page's text for reading beside its picture: printed lines joined to paragraphs, found words lit."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lexo.document import BBox, Block, Line
from lexo.web.views.overlay import is_hit

COLUMN = 0.35  # of the page's width: in narrower blocks (addresses, tables) every printed line stands for itself


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, lit or not."""

    text: str
    is_hit: bool


def pieces_of(block: Block, hits: Collection[BBox] = ()) -> tuple[Piece, ...]:
    """One block's text."""
    return _joined(_words(block, hits))


def goes_on(block: Block, line: Line, following: Line) -> bool:
    """Whether a printed line ends only because the next word did not fit any more."""
    first = following.words[0].bbox
    room = block.bbox.right - line.bbox.right
    return block.bbox.right - block.bbox.left >= COLUMN and room < first.right - first.left


def _words(block: Block, hits: Collection[BBox]) -> Iterator[Piece]:
    """Words and what stands between them: a space, a line break, or nothing where a word was broken."""
    lines = [line for line in block.lines if line.words]
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        for word in line.words[:-1]:
            yield Piece(word.text, bool(hits) and is_hit(word.bbox, hits))
            yield Piece(" ", False)
        last = line.words[-1]
        lit = bool(hits) and is_hit(last.bbox, hits)
        if following is None:
            yield Piece(last.text, lit)
        elif not goes_on(block, line, following):
            yield Piece(last.text, lit)
            yield Piece("\n", False)
        elif last.text.endswith("-") and last.text[-2:-1].isalpha():
            is_broken = following.words[0].text[:1].islower()  # a hyphen before a capital belongs to the name
            yield Piece(last.text[:-1] if is_broken else last.text, lit)
        else:
            yield Piece(last.text, lit)
            yield Piece(" ", False)


def _joined(words: Iterator[Piece]) -> tuple[Piece, ...]:
    """Neighbours that are lit alike as one piece."""
    pieces: list[Piece] = []
    for piece in words:
        if pieces and pieces[-1].is_hit == piece.is_hit:
            pieces[-1] = Piece(pieces[-1].text + piece.text, piece.is_hit)
        else:
            pieces.append(piece)
    return tuple(pieces)

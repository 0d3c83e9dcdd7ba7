"""A page's text for rules that read across printed lines: folded, with the way back from each letter to the page."""

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from lexo.document import BBox, Word
from lexo.facts import Proof
from lexo.understanding.paper import PaperPage, Row, Strip

MOST_LINES = 400  # of a page that are looked at
MOST_CHARACTERS = 30_000  # of a page

_PLAIN = "aaaaaaeceeeeiiiidnooooo/ouuuuypy"  # for the 32 signs from U+00C0 and from U+00E0
_FOLDS = {0xC0 + place: sign for place, sign in enumerate(_PLAIN) if 0xC0 + place not in (0xD7, 0xDE)}
_FOLDS |= {0xE0 + place: sign for place, sign in enumerate(_PLAIN) if 0xE0 + place not in (0xF7, 0xFE, 0xDF)}
_FOLDS |= {0xC6: "e", 0xE6: "e", 0xFF: "y", 0x152: "e", 0x153: "e", 0xBA: "°", 0x1D52: "°"}
_FOLDS |= dict.fromkeys((0x2018, 0x2019, 0xB4, 0x201B), "'")
_FOLDS |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2212), "-")
_FOLDS |= dict.fromkeys((0xA0, 0x202F, 0x2009, 0x2007, 0x200A), " ")
_FOLDS |= {ord(capital): capital.lower() for capital in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def folded(text: str) -> str:
    """Small letters without accents, straight apostrophes and hyphens, letter for letter: places stay the same.

    >>> folded("N° de l’Échéance – ÉTÉ")
    "n° de l'echeance - ete"
    """
    return text.lower() if text.isascii() else text.translate(_FOLDS)


@dataclass(frozen=True)
class Flow:
    """Printed lines one after another, a line break between them."""

    lines: tuple[Strip, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @cached_property
    def plain(self) -> str:
        return folded(self.text)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        starts, at = [], 0
        for line in self.lines:
            starts.append(at)
            at += len(line.text) + 1
        return tuple(starts)

    def line_at(self, position: int) -> tuple[int, int]:
        """Index of the line that holds a letter of the text, and the letter's place in that line."""
        index = max(bisect_right(self.starts, position) - 1, 0)
        return index, position - self.starts[index]

    def pieces(self, start: int, end: int) -> list[tuple[Strip, int, int]]:
        """The stretches of lines that make up `text[start:end]`."""
        first, at = self.line_at(start)
        last, until = self.line_at(max(end - 1, start))
        pieces = []
        for index in range(first, last + 1):
            line = self.lines[index]
            pieces.append((line, at if index == first else 0, until + 1 if index == last else len(line.text)))
        return pieces

    def proof(self, start: int, end: int) -> Proof:
        """Where `text[start:end]` stands, one box for each line."""
        pieces = self.pieces(start, end)
        proofs = [line.proof(first, last) for line, first, last in pieces]
        boxes = tuple(box for proof in proofs for box in proof.boxes)
        return Proof(proofs[0].page, boxes, self.text[start:end], proofs[0].engine)

    def confidence(self, start: int, end: int) -> float:
        """Of the reading of `text[start:end]`."""
        return min(line.confidence_of(first, last) for line, first, last in self.pieces(start, end))

    def words(self, start: int, end: int) -> list[Word]:
        return [word for line, first, last in self.pieces(start, end) for word in line.words_between(first, last)]


@dataclass(frozen=True)
class Sheet:
    """A page looked at both ways: as flowing text, and as rows with cells."""

    page: PaperPage

    @cached_property
    def flow(self) -> Flow:
        """The printed lines in reading order; of a line that runs through several columns each cell."""
        kept: list[Strip] = []
        size = 0
        cells = {id(row.words[0]): row.cells for row in self.rows if len(row.cells) > 1 and self.is_one_line(row)}
        for line in islice(self.page.lines, MOST_LINES):
            size += len(line.text) + 1
            if size > MOST_CHARACTERS:
                break
            kept.extend(cells.get(id(line.words[0]), (line,)))
        return Flow(tuple(kept))

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.page.rows[:MOST_LINES]

    @cached_property
    def plain_rows(self) -> tuple[str, ...]:
        return tuple(folded(row.text) for row in self.rows)

    @cached_property
    def places(self) -> dict[int, tuple[int, int]]:
        """Of each word, by its identity: the index of its row and its place in the row's words."""
        return {id(word): (index, place) for index, row in enumerate(self.rows) for place, word in enumerate(row.words)}

    @cached_property
    def _line_lengths(self) -> dict[int, int]:
        return {id(line.words[0]): len(line.words) for line in self.page.lines if line.words}

    def is_one_line(self, row: Row) -> bool:
        """Whether an engine saw the row as one printed line."""
        return self._line_lengths.get(id(row.words[0])) == len(row.words)

    def place_of(self, word: Word) -> tuple[int, int] | None:
        return self.places.get(id(word))


def overlap(first: BBox, second: BBox) -> float:
    """The share of the narrower one's width that both have in common."""
    common = min(first.right, second.right) - max(first.left, second.left)
    return common / max(min(first.right - first.left, second.right - second.left), 1e-6)


def any_of(*wordings: str) -> str:
    """One alternative for each wording of folded text; its spaces are gaps within a line (" ?" maybe none)."""
    return "|".join(wording.replace(" ?", r"[^\S\n]{0,3}").replace(" ", r"[^\S\n]{1,3}") for wording in wordings)

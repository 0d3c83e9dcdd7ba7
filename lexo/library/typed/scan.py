"""The filters in a text, from its beginning to its end: with a colon, free among words, and years."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lexo.library.searching.folding import fold_in_place
from lexo.library.typed.free import free_part_at, is_day_at, is_unit_at, year_part
from lexo.library.typed.parts import Part
from lexo.library.typed.values import part_at

FIRST_YEAR = 1990  # a smaller number among words is no year of a paper

_TOKEN = re.compile(r'"[^"]*(?:"|\Z)|[^\s"]+')
_YEAR = re.compile(r"(?P<year>[12]\d{3})[,;.!?)]*")


def parts_in(text: str, today: date) -> list[Part]:
    """The filters in their order; a number that may be a year is one among other words or filters only.

    `text` has straight quotes and no NUL.
    """
    pieces = _pieces(text, today)
    is_year_alone = all(piece.is_year for piece in pieces)
    return [
        piece.part
        for index, piece in enumerate(pieces)
        if piece.part and not (piece.is_year and (is_year_alone or _is_in_number(pieces, index)))
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A filter; or a word, which may be a year, or go together with a number beside it."""

    part: Part | None
    has_digits: bool = False
    is_year: bool = False


def _pieces(text: str, today: date) -> list[_Piece]:
    folded = fold_in_place(text)
    pieces, at = [], 0
    for token in _TOKEN.finditer(text):
        if token.start() < at:
            continue  # inside of what was understood already
        is_quoted, is_glued = token[0].startswith('"'), token.start() > 0 and not text[token.start() - 1].isspace()
        part = None
        if not is_quoted and not is_glued:
            part = part_at(text, token.start(), today) or free_part_at(folded, token.start(), today)
        if part:
            at = part.start + len(part.typed)
            pieces.append(_Piece(part))
            continue
        at = token.end()
        if not is_quoted:
            at = max(at, is_day_at(folded, token.start(), today))
        pieces.append(_word(token, folded, at, today))
    return pieces


def _word(token: re.Match[str], folded: str, end: int, today: date) -> _Piece:
    has_digits = not token[0].startswith('"') and any(map(str.isdigit, token[0]))
    year = _YEAR.fullmatch(token[0]) if end == token.end() else None
    if (
        year
        and FIRST_YEAR <= int(year["year"]) <= today.year + 1
        and not is_unit_at(folded, year.end("year") + token.start())
    ):
        return _Piece(year_part(token[0], year["year"], token.start()), has_digits=True, is_year=True)
    return _Piece(None, has_digits and not token[0].endswith((",", ";")))


def _is_in_number(pieces: Sequence[_Piece], index: int) -> bool:
    """Whether a year stands beside other digits: the search takes them for one number in groups."""
    first, last = index, index
    while first > 0 and pieces[first - 1].is_year:
        first -= 1
    while last + 1 < len(pieces) and pieces[last + 1].is_year:
        last += 1
    beside = [*pieces[max(first - 1, 0) : first], *pieces[last + 1 : last + 2]]
    return any(piece.has_digits for piece in beside)

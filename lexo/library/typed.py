"""What a person types into the search: free words, and filters of every form. Any text is understood; nothing raises.

The forms are listed for people in docs/search.md. What is not understood as a filter stays words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lexo.library.folding import fold_in_place
from lexo.library.typed_free import free_part_at, is_day_at, is_unit_at, year_part
from lexo.library.typed_parts import Part, What, combined
from lexo.library.typed_values import part_at
from lexo.store.filtering import Filters

__all__ = ["MAX_CHARS", "MAX_PARTS", "Part", "Understood", "What", "part_of", "read", "without"]

MAX_CHARS = 1000  # of what is looked at for filters, as much as the search looks at for words
MAX_PARTS = 24
FIRST_YEAR = 1990  # a smaller number among words is no year of a paper

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\uff02", '"') | {"\0": " "})
_TOKEN = re.compile(r'"[^"]*(?:"|\Z)|[^\s"]+')
_YEAR = re.compile(r"(?P<year>[12]\d{3})[,;.!?)]*")


@dataclass(frozen=True, slots=True)
class Understood:
    """What was typed: `words` to look for, and `filters`, which are those of all `parts` at once.

    `words` end with a space where the last of them is finished, as they would if they had been typed alone.
    """

    words: str
    filters: Filters
    parts: tuple[Part, ...]
    text: str  # as typed

    @property
    def has_guesses(self) -> bool:
        """Whether some parts may have been meant as words: "EDF 2024", where no paper of 2024 has the word."""
        return any(part.is_guess for part in self.parts)

    def as_words(self) -> "Understood":
        """The same with all guesses as words again."""
        return _understood(self.text, [part for part in self.parts if not part.is_guess])

    def lifted(self, part: Part) -> Filters:
        """The filters without those of one part."""
        return combined(each for each in self.parts if each != part)


def read(text: str, today: date) -> Understood:
    """Read what a person typed. Linear in its length; what lies beyond `MAX_CHARS` is words."""
    parts = [part for part in _parts(text[:MAX_CHARS].translate(_QUOTES), today) if part.filters != Filters()]
    return _understood(
        text,
        [replace(part, typed=text[part.start : part.start + len(part.typed)]) for part in parts[:MAX_PARTS]],
    )


def part_of(key: str, value: str, today: date) -> Part | None:
    """The filter that a name and a value mean, as if they had been typed with a colon; None where they mean none."""
    bare = value[:MAX_CHARS].translate(_QUOTES).replace('"', " ").strip()
    typed = f'{key}:"{bare}"'
    part = part_at(typed, 0, today)
    return part if part and part.typed == typed and part.filters != Filters() else None


def without(text: str, part: Part) -> str:
    """The text without the stretch that a part was typed as; as it is where it is not there."""
    start = part.start if text.startswith(part.typed, part.start) else text.find(part.typed)
    if start < 0 or not part.typed:
        return text
    return f"{text[:start].rstrip()} {text[start + len(part.typed) :].lstrip()}".strip()


def _understood(text: str, parts: Sequence[Part]) -> Understood:
    pieces, at = [], 0
    for part in parts:
        pieces.append(text[at : part.start])
        at = part.start + len(part.typed)
    pieces.append(text[at:])
    words = " ".join(piece.strip() for piece in pieces if piece.strip())
    is_finished = not pieces[-1].strip() or pieces[-1][-1].isspace()
    return Understood(words + " " if words and is_finished else words, combined(parts), tuple(parts), text)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A filter; or a word, which may be a year, or go together with a number beside it."""

    part: Part | None
    has_digits: bool = False
    is_year: bool = False


def _parts(text: str, today: date) -> list[Part]:
    """The filters in their order. Numbers that may be years count as such among other words or filters only."""
    pieces = _pieces(text, today)
    is_year_alone = all(piece.is_year for piece in pieces)
    return [
        piece.part
        for index, piece in enumerate(pieces)
        if piece.part and not (piece.is_year and (is_year_alone or _is_in_number(pieces, index)))
    ]


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

"""What a person types into the search: free words, and filters of every form. Any text is understood; nothing raises.

The forms are listed for people in docs/search.md. What is not understood as a filter stays words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from lexo.library.typed.parts import Part, What, combined
from lexo.store.filtering import Filters

__all__ = ["MAX_CHARS", "MAX_LIFTED", "MAX_PARTS", "Part", "Understood", "What", "part_of", "read", "without"]

MAX_CHARS = 1000  # of what is looked at for filters, as much as the search looks at for words
MAX_PARTS = 50
MAX_LIFTED = 10  # parts of one search of which each is taken away, to see what it hides

_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\uff02", '"') | {"\0": " "})


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

    def as_printed(self) -> "Understood":
        """The same with fields as words too: "Siret:404833048", "client:Martin" may be copied from the paper."""
        return _understood(self.text, [part for part in self.parts if not (part.is_guess or part.is_printed)])

    def lifted(self, part: Part) -> Filters:
        """The filters without those of one part."""
        return combined(each for each in self.parts if each != part)


def read(text: str, today: date) -> Understood:
    """Read what a person typed. Linear in its length; what lies beyond `MAX_CHARS` is words."""
    from lexo.library.typed.scan import parts_in  # ten milliseconds of patterns, which the start need not wait for

    parts = [part for part in parts_in(text[:MAX_CHARS].translate(_QUOTES), today) if part.filters != Filters()]
    return _understood(
        text,
        [replace(part, typed=text[part.start : part.start + len(part.typed)]) for part in parts[:MAX_PARTS]],
    )


def part_of(key: str, value: str, today: date) -> Part | None:
    """The filter that a name and a value mean, as if they had been typed with a colon; None where they mean none."""
    from lexo.library.typed.values import part_at  # as above

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

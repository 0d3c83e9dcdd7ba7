"""Folding that keeps every character in its place, so that a hit in the folded text is a hit in the text."""

import unicodedata
from functools import cache

_LETTERS_WITH_MARKS = ((0x00C0, 0x0250), (0x0370, 0x0530), (0x1E00, 0x2000))  # Latin, Greek, Cyrillic


def fold_in_place(text: str) -> str:
    """`Reçu d'Été` → `recu d'ete`, the same length. Ligatures stay: they would become longer."""
    return text.lower() if text.isascii() else text.translate(_table()).lower()


@cache
def _table() -> dict[int, str]:
    table = {0x0130: "i"}  # the one letter whose small form is two characters
    for code in (code for first, end in _LETTERS_WITH_MARKS for code in range(first, end)):
        base = "".join(
            char for char in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(char)
        ).lower()
        if len(base) == 1 and base != chr(code):
            table[code] = base
    return table

"""Folding that keeps every character in its place, so that a hit in the folded text is a hit in the text."""

import unicodedata
from functools import cache

LATIN = "latin-1"  # whose bytes are Python's own: a microsecond a page
WESTERN = "cp1252"  # the code page of nearly all papers here, once two signs of typesetters are replaced
_LETTERS_WITH_MARKS = ((0x00C0, 0x0250), (0x0370, 0x0530), (0x1E00, 0x2000))  # Latin, Greek, Cyrillic


def fold_in_place(text: str) -> str:
    """`Reçu d'Été` → `recu d'ete`, the same length. Ligatures stay: they would become longer."""
    if text.isascii():
        return text.lower()
    text = text.replace("\u202f", " ").replace("\u2010", "-")
    for codec in (LATIN, WESTERN):  # translating bytes is far quicker than translating strings
        try:
            return text.encode(codec).translate(_table_of_bytes(codec)).decode(codec)
        except UnicodeEncodeError:
            continue
    return text.translate(_table()).lower()


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


@cache
def _table_of_bytes(codec: str) -> bytes:
    """The same for the 256 signs of a code page; the five that the western one does not define stay as they are."""
    table = bytearray(range(256))
    for code in range(256):
        char = bytes([code]).decode(codec, "ignore")
        if char:
            table[code] = char.translate(_table()).lower().encode(codec)[0]
    return bytes(table)

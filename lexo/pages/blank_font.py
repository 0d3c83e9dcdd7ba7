"""A font without ink: every sign is as wide as the others and shows nothing. 700 bytes, for any number of signs.

Each sign of a file gets a number; the font says what number means which Unicode, and all are drawn by one glyph: a line
from corner to corner and back. It has no area but a box, without which some programs take no notice of a sign.
"""

import struct
from collections.abc import Iterable, Mapping

UNITS = 1000
ADVANCE = 500  # of UNITS: about what print takes, so that words are stretched little
ASCENT, DESCENT = 800, -200  # together one em: a word's box is as high as its size
NAME = "LexoBlank"
_BFCHARS_AT_ONCE = 100  # of the PDF standard


def codes_of(texts: Iterable[str]) -> dict[str, int]:
    """A number for each sign, from 1 on, the space the first. Any more than a font can hold are left out."""
    signs = dict.fromkeys(" ")
    for text in texts:
        signs.update(dict.fromkeys(text))
    return {sign: number for number, sign in enumerate(list(signs)[:0xFFFE], start=1)}


def meaning_of(codes: Mapping[str, int]) -> bytes:
    """The table by which a reader gets Unicode back (ToUnicode)."""
    pairs = [f"<{number:04X}> <{sign.encode('utf-16-be', 'replace').hex().upper()}>" for sign, number in codes.items()]
    parts = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def",
        "/CMapName /LexoBlank def /CMapType 2 def",
        "1 begincodespacerange <0000> <FFFF> endcodespacerange",
    ]
    for begin in range(0, len(pairs), _BFCHARS_AT_ONCE):
        some = pairs[begin : begin + _BFCHARS_AT_ONCE]
        parts += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "\n".join(parts).encode("ascii")


def glyph_of(codes: Mapping[str, int]) -> bytes:
    """Which glyph draws each number: the empty one (CIDToGIDMap)."""
    return b"\0\0" + b"\0\1" * len(codes)


def font_file() -> bytes:
    """A TrueType font of two glyphs, the second as wide and high as any sign."""
    tables = {
        b"OS/2": _os2(),
        b"cmap": struct.pack(">4H L 3H 2H", 0, 1, 3, 1, 12, 6, 10, 0, 0x20, 1) + struct.pack(">H", 1),
        b"glyf": _GLYPH,
        b"head": struct.pack(
            ">4L 2H 2Q 4h 2H 3h", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, UNITS, 0, 0, *_BOX, 0, 8, 2, 0, 0
        ),
        b"hhea": struct.pack(
            ">L 3h H 3h 3h 5h H", 0x10000, ASCENT, DESCENT, 0, ADVANCE, 0, 0, ADVANCE, 1, 0, 0, 0, 0, 0, 0, 0, 2
        ),
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">3H", 0, 0, len(_GLYPH) // 2),
        b"maxp": struct.pack(">L 14H", 0x10000, 2, 2, 1, *[0] * 2, 2, *[0] * 8),
        b"name": struct.pack(">3H", 0, 1, 18)
        + struct.pack(">6H", 3, 1, 0x409, 6, 2 * len(NAME), 0)
        + NAME.encode("utf-16-be"),
        b"post": struct.pack(">2L 2h 5L", 0x30000, 0, 0, 0, 1, 0, 0, 0, 0),
    }
    return _file(tables)


_BOX = (0, DESCENT, ADVANCE, ASCENT)
_GLYPH = struct.pack(">5h 2H 2B 4h", 1, *_BOX, 1, 0, 1, 1, 0, ADVANCE, DESCENT, ASCENT - DESCENT)


def _os2() -> bytes:
    panose = b"\0" * 10
    numbers = struct.pack(">H h 3H 10h h", 3, ADVANCE, 400, 5, 0, *[0] * 10, 0) + panose
    ranges = struct.pack(">4L 4s 3H", 0, 0, 0, 0, b"LEXO", 0x40, 0x20, 0x20)
    lines = struct.pack(">3h 2H 2L 2h 3H", ASCENT, DESCENT, 0, ASCENT, -DESCENT, 1, 0, 500, 700, 0, 0x20, 1)
    return numbers + ranges + lines


def _file(tables: Mapping[bytes, bytes]) -> bytes:
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">L 4H", 0x10000, count, 16 << power, power, 16 * (count - (1 << power)))
    at = len(head) + 16 * count
    records, bodies = b"", b""
    for tag, body in sorted(tables.items()):
        padded = body + b"\0" * (-len(body) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        records += struct.pack(">4s 3L", tag, total, at + len(bodies), len(body))
        bodies += padded
    return head + records + bodies

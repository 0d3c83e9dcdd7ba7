"""A page's pixels as a PNG for a server that wants a picture file; the standard library is enough for that."""

import struct
import zlib

from lexo.document import PageImage

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOUR_TYPES = {1: 0, 3: 2}  # channels -> grey, RGB
_LEVEL = 1  # 0.02-0.07 s for an A4 page of 150 dpi in colour; level 6 takes four times as long to save a tenth


def encode(picture: PageImage) -> bytes:
    """A lossless PNG with 8 bits a channel (PNG specification, third edition, sections 5 and 11)."""
    row = picture.width_px * picture.channels
    view = memoryview(picture.pixels)
    rows = b"".join(b"\x00" + view[start : start + row] for start in range(0, row * picture.height_px, row))
    header = struct.pack(">IIBBBBB", picture.width_px, picture.height_px, 8, _COLOUR_TYPES[picture.channels], 0, 0, 0)
    dots_per_metre = round(picture.dpi / 0.0254)
    chunks = (
        _chunk(b"IHDR", header),
        _chunk(b"pHYs", struct.pack(">IIB", dots_per_metre, dots_per_metre, 1)),
        _chunk(b"IDAT", zlib.compress(rows, _LEVEL)),
        _chunk(b"IEND", b""),
    )
    return _SIGNATURE + b"".join(chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

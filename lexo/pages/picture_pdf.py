"""A page of pixels as a PDF of one page: its picture, with the words that were read on it as text that does not show.

PyMuPDF's layout model looks at text, lines and picture of a PDF's page; this gives it what it needs of a scan. Courier,
because each of its letters is as wide as the others: a word is stretched to its box without any table of widths.
"""

import zlib
from collections.abc import Iterable, Sequence

from lexo.document import BBox, PageImage, Word

_LETTER = 0.6  # of the size: the width of Courier's letters
_DESCENT = 0.22  # of a word's height below its baseline
_LINE_PT = 0.5


def picture_pdf(image: PageImage, words: Iterable[Word], lines: Sequence[BBox]) -> bytes:
    """The page's picture (grey) with invisible words and hairlines where `lines` are; 1 pt is 1/72 inch of the page."""
    width, height = image.width_px / image.dpi * 72, image.height_px / image.dpi * 72
    picture = zlib.compress(image.pixels, 1)
    drawing = zlib.compress(_drawing(words, lines, width, height).encode("latin-1", "replace"), 1)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.2f} {height:.2f}]/Contents 4 0 R"
        "/Resources<</XObject<</I 5 0 R>>/Font<</F 6 0 R>>>>>>".encode(),
        _stream("/Filter/FlateDecode", drawing),
        _stream(
            f"/Type/XObject/Subtype/Image/Width {image.width_px}/Height {image.height_px}/BitsPerComponent 8"
            f"/ColorSpace/{'DeviceGray' if image.channels == 1 else 'DeviceRGB'}/Filter/FlateDecode",
            picture,
        ),
        b"<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
    ]
    return _file(objects)


def _drawing(words: Iterable[Word], lines: Sequence[BBox], width: float, height: float) -> str:
    parts = [f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /I Do Q", f"{_LINE_PT} w"]
    for line in lines:
        x, y = (line.left + line.right) / 2 * width, (1 - (line.top + line.bottom) / 2) * height
        if (line.right - line.left) * width > (line.bottom - line.top) * height:
            parts.append(f"{line.left * width:.2f} {y:.2f} m {line.right * width:.2f} {y:.2f} l S")
        else:
            parts.append(f"{x:.2f} {(1 - line.top) * height:.2f} m {x:.2f} {(1 - line.bottom) * height:.2f} l S")
    parts.append("BT 3 Tr")
    for word in words:
        box = word.bbox
        size = (box.bottom - box.top) * height
        across = (box.right - box.left) * width
        if size > 0 and across > 0 and word.text:
            stretch = across / (_LETTER * size * len(word.text)) * 100
            base = (1 - box.bottom) * height + _DESCENT * size
            place = f"/F {size:.2f} Tf {stretch:.1f} Tz 1 0 0 1 {box.left * width:.2f} {base:.2f} Tm"
            parts.append(f"{place} ({_safe(word.text)}) Tj")
    parts.append("ET")
    return "\n".join(parts)


def _safe(text: str) -> str:
    return "".join("\\" + sign if sign in "()\\" else sign if sign.isprintable() else "?" for sign in text)


def _stream(entries: str, data: bytes) -> bytes:
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)

"""Pictures as the pages of a PDF, their pixels as they are: JPEG as it lies in the file, others packed without loss."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from lexo.document import PageSize

_TIGHTER = 0.97  # a JPEG is packed once more where that saves so much: those of tills and old scanners have much air


class Packing(StrEnum):
    """How `Picture.data` is packed; the value is the name of the filter."""

    JPEG = "DCTDecode"
    ROWS = "FlateDecode"  # of a PNG
    FAX = "CCITTFaxDecode"  # Group 4


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture as a PDF holds it.

    `size` is that of its paper upright, `turn` the degrees clockwise that make the picture upright.
    """

    data: bytes
    width_px: int
    height_px: int
    channels: int
    bits: int
    size: PageSize
    packing: Packing = Packing.JPEG
    turn: int = 0


def write_pictures(pictures: Iterable[Picture], target: Path) -> None:
    """Write a PDF with a page for each picture, filled by it; one picture at a time is in memory."""
    places: dict[int, int] = {}
    pages: list[int] = []
    with target.open("wb") as file:
        file.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        for picture in pictures:
            first = 3 + 3 * len(pages)
            pages.append(first)
            for number, content in enumerate(_objects(picture, first), start=first):
                places[number] = file.tell()
                file.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
        kids = " ".join(f"{number} 0 R" for number in pages)
        ends = (b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode())
        for number, content in enumerate(ends, start=1):
            places[number] = file.tell()
            file.write(b"%d 0 obj\n%b\nendobj\n" % (number, content))
        start = file.tell()
        file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        file.writelines(b"%010d 00000 n \n" % places[number] for number in sorted(places))
        file.write(b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, start))


def _objects(picture: Picture, first: int) -> Iterator[bytes]:
    """A page, what it draws, and its picture."""
    width, height = picture.size.width_pt, picture.size.height_pt
    if picture.turn in (90, 270):
        width, height = height, width
    yield (
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width:.4f} {height:.4f}]/Rotate {picture.turn}"
        f"/Contents {first + 1} 0 R/Resources<</XObject<</I {first + 2} 0 R>>>>>>"
    ).encode()
    yield _stream("", f"q {width:.4f} 0 0 {height:.4f} 0 0 cm /I Do Q".encode())
    parameters = {
        Packing.JPEG: "",
        Packing.ROWS: f"/Predictor 15/Colors {picture.channels}/BitsPerComponent {picture.bits}",
        Packing.FAX: f"/K -1/BlackIs1 true/Rows {picture.height_px}",
    }[picture.packing]
    data = picture.data
    packed = f"/Filter/{picture.packing}"
    if picture.packing is Packing.JPEG and len(tighter := zlib.compress(data, 9)) < _TIGHTER * len(data):
        data, packed = tighter, "/Filter[/FlateDecode/DCTDecode]"
    if parameters:
        packed += f"/DecodeParms<<{parameters}/Columns {picture.width_px}>>"
    yield _stream(
        f"/Type/XObject/Subtype/Image/Width {picture.width_px}/Height {picture.height_px}"
        f"/BitsPerComponent {picture.bits}/ColorSpace/{'DeviceGray' if picture.channels == 1 else 'DeviceRGB'}{packed}",
        data,
    )


def _stream(entries: str, data: bytes) -> bytes:
    return f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream"

"""Pixels as picture files. Written beside the target and renamed, so that nobody ever sees half a picture."""

import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from lexo.document import PageImage

JPEG_QUALITY = 82  # text edges stay clean; 75 shows halos at 150 dpi, 90 costs 60 % more bytes

FINE_QUALITY = 93
_STRIP_PLACES, _ROWS_IN_STRIP, _STRIP_SIZES = 273, 278, 279  # tags of TIFF


def write_jpeg(image: PageImage, target: Path) -> None:
    """Write a JPEG, grey or RGB as the pixels are."""
    _write(image, target, format="JPEG", quality=JPEG_QUALITY, progressive=image.width_px > 600)


def jpeg_of(image: PageImage) -> bytes:
    """A JPEG as bytes, with its resolution."""
    out = io.BytesIO()
    _picture(image).save(out, format="JPEG", quality=JPEG_QUALITY, dpi=(image.dpi, image.dpi), optimize=True)
    return out.getvalue()


def fine_jpeg_of(picture: Image.Image) -> bytes:
    """A JPEG whose difference nobody sees, of a picture that was lossy before."""
    out = io.BytesIO()
    picture.save(out, format="JPEG", quality=FINE_QUALITY, subsampling=0)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class PackedRows:
    """Pixels without loss: as a PNG packs them, or as a fax does. `channels` 1 or 3, of 1 or 8 `bits`."""

    data: bytes
    channels: int
    bits: int
    is_fax: bool = False


def packed_rows_of(picture: Image.Image) -> PackedRows:
    """A picture (L or RGB): in colour only where there is any; as a fax where that is smaller."""
    flat = picture
    if flat.mode == "RGB":
        red, green, blue = flat.split()
        if red.tobytes() == green.tobytes() == blue.tobytes():
            flat = red
    is_bare = flat.mode == "L" and not any(flat.histogram()[1:255])
    if is_bare:
        flat = flat.convert("1", dither=Image.Dither.NONE)
    out = io.BytesIO()
    flat.save(out, format="PNG", compress_level=6)
    rows = _rows_of(out.getvalue())
    fax = _fax_of(flat) if is_bare else rows
    if len(fax) < len(rows):
        return PackedRows(fax, 1, 1, is_fax=True)
    return PackedRows(rows, len(flat.getbands()), 1 if is_bare else 8)


def _fax_of(picture: Image.Image) -> bytes:
    """Black and white rows as Group 4 of CCITT T.6 packs them, in which what is white here counts as ink."""
    out = io.BytesIO()
    picture.save(out, format="TIFF", compression="group4", tiffinfo={_ROWS_IN_STRIP: picture.height})
    with Image.open(out) as written:
        places = zip(written.tag_v2[_STRIP_PLACES], written.tag_v2[_STRIP_SIZES], strict=True)  # type: ignore[attr-defined]
        return b"".join(out.getvalue()[at : at + size] for at, size in places)


def _rows_of(png: bytes) -> bytes:
    """What the chunks IDAT of a PNG hold together."""
    at, parts = 8, []
    while at < len(png):
        length, kind = int.from_bytes(png[at : at + 4]), png[at + 4 : at + 8]
        parts += [png[at + 8 : at + 8 + length]] if kind == b"IDAT" else []
        at += 12 + length
    return b"".join(parts)


def write_png(image: PageImage, target: Path) -> None:
    """Write a PNG with its resolution."""
    _write(image, target, format="PNG", compress_level=1, dpi=(image.dpi, image.dpi))


def _write(image: PageImage, target: Path, **options: Any) -> None:
    picture = _picture(image)
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        picture.save(temporary, **options)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _picture(image: PageImage) -> Image.Image:
    mode = "L" if image.channels == 1 else "RGB"
    return Image.frombuffer(mode, (image.width_px, image.height_px), image.pixels, "raw", mode, 0, 1)

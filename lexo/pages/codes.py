"""Two-dimensional codes on a page: DataMatrix and QR, at any angle. The one door to zxing-cpp."""

from collections.abc import Iterator
from typing import Any

import zxingcpp

from lexo.document import BBox, PageImage
from lexo.facts import Code

MAX_CODES = 32  # of one page; a sheet of stamps or labels is no letter
MAX_ENLARGED_PIXELS = 5_000_000  # A4 up to 215 dpi: above, no printed code is too small for the first pass
_FORMATS = zxingcpp.barcode_formats_from_str("DataMatrix|QRCode")
_NAMES = {"Data Matrix": "datamatrix", "QR Code": "qr"}


def find_codes(image: PageImage, page: int, *, thorough: bool = False) -> tuple[Code, ...]:
    """All DataMatrix and QR codes of an upright page, `page` counted from 1, from top to bottom.

    A module of the code has to be two pixels wide: 120 dpi for the 22 mm of a usual 2D-Doc. `thorough` looks at the
    page twice as large, too, where 1.4 pixels are enough (85 dpi). Measured on A4, on one core: 8 ms at 150 dpi, 13 ms
    at 200, 28 ms at 300; thorough 60 ms at 150 dpi, 100 ms at 200.
    """
    if image.width_px < 1 or image.height_px < 1:
        return ()
    found = list(_read(_view(image), image, page))
    if thorough:
        found += _read(_view(image), image, page, try_downscale=True)
        if image.width_px * image.height_px <= MAX_ENLARGED_PIXELS:
            found += _read(_enlarged(image), image, page)
    return tuple(sorted(_once(found), key=lambda code: (code.bbox.top, code.bbox.left)))[:MAX_CODES]


def _view(image: PageImage) -> Any:
    """The pixels as zxing-cpp takes them: rows of grey, or of three colours; nothing is copied."""
    shape = [image.height_px, image.width_px] + ([image.channels] if image.channels > 1 else [])
    return memoryview(image.pixels).cast("B", shape)


def _enlarged(image: PageImage) -> Any:
    """The page in grey, twice as large, each new pixel the mean of its neighbours."""
    import numpy as np  # only where somebody asked for a thorough look

    grey = np.frombuffer(image.pixels, np.uint8).reshape(image.height_px, image.width_px, image.channels)
    wide = grey[:, :, 0].astype(np.uint16) if image.channels == 1 else grey.mean(axis=2).astype(np.uint16)
    large = np.empty((2 * image.height_px - 1, 2 * image.width_px - 1), np.uint8)
    large[::2, ::2] = wide
    large[1::2, ::2] = (wide[:-1] + wide[1:]) >> 1
    large[::2, 1::2] = (wide[:, :-1] + wide[:, 1:]) >> 1
    large[1::2, 1::2] = (wide[:-1, :-1] + wide[1:, :-1] + wide[:-1, 1:] + wide[1:, 1:]) >> 2
    return large


def _read(pixels: Any, image: PageImage, page: int, *, try_downscale: bool = False) -> Iterator[Code]:
    """Light codes on dark are not looked for: nobody prints them on letters, and it doubles the time."""
    height, width = pixels.shape[:2]
    scale_x, scale_y = image.width_px / width, image.height_px / height
    barcodes = zxingcpp.read_barcodes(pixels, formats=_FORMATS, try_downscale=try_downscale, try_invert=False)
    for barcode in barcodes[:MAX_CODES]:
        where = barcode.position
        corners = (where.top_left, where.top_right, where.bottom_right, where.bottom_left)
        across, down = [corner.x * scale_x for corner in corners], [corner.y * scale_y for corner in corners]
        box = BBox.of_pixels((min(across), min(down), max(across), max(down)), image.width_px, image.height_px)
        yield Code(_NAMES.get(str(barcode.symbology), "qr"), bytes(barcode.bytes), page, box)


def _once(codes: list[Code]) -> Iterator[Code]:
    """Each code as it was first seen; the same content elsewhere on the page is another code."""
    kept: list[Code] = []
    for code in codes:
        if not any(code.content == other.content and _overlap(code.bbox, other.bbox) for other in kept):
            kept.append(code)
            yield code


def _overlap(first: BBox, second: BBox) -> bool:
    return (
        min(first.right, second.right) >= max(first.left, second.left)
        and min(first.bottom, second.bottom) >= max(first.top, second.top)
    )  # fmt: skip

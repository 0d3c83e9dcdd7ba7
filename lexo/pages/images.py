"""Image files through Pillow, the one door to it: all pages of a TIFF, the first frame of a GIF."""

import logging
import math
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import PIL.Image
import PIL.ImageOps

from lexo.document import BBox, Inspection, Line, MediaType, PageImage, PageSize, PageText
from lexo.errors import (
    MAX_PAGES,
    MAX_PIXELS,
    MAX_SIDE_PX,
    MAX_UNPACKED_BYTES,
    DamagedFile,
    ImageTooLarge,
    IncompleteFile,
    NoPages,
    PageDamaged,
    PageOutOfMemory,
    TooManyPages,
    UnpackedTooLarge,
)
from lexo.facts import Attachment
from lexo.pages.document_file import Layer, TextLayer

if TYPE_CHECKING:
    from lexo.pages.picture_pages import Picture

log = logging.getLogger(__name__)

_FORMATS = {
    MediaType.PNG: ("PNG",),
    MediaType.JPEG: ("JPEG", "MPO"),
    MediaType.TIFF: ("TIFF",),
    MediaType.WEBP: ("WEBP",),
    MediaType.HEIC: ("HEIF", "AVIF"),
    MediaType.BMP: ("BMP", "DIB"),
    MediaType.GIF: ("GIF",),
}
COPY_DPI = 200  # of pictures in a PDF for others: small print stays sharp, a page takes half a megabyte
_PLACEHOLDER_DPI = {0, 1, 2, 72, 96}  # written by programs that do not know
_DPI_RANGE = (40, 2400)
_PAPER_INCHES = (1.0, 40.0)  # sides a stated resolution must make plausible
_A4_SHORT_INCHES = 8.27
_A4_RATIOS = (1.15, 1.75)  # long side by short side of pages as they are scanned or photographed
_SLIP_INCHES = 3.15  # width of an 80 mm till roll, for long narrow images
_END_MARKS = {MediaType.JPEG: b"\xff\xd9", MediaType.PNG: b"IEND"}
_END_BYTES = 64  # some cameras and scanners write a little behind the mark
_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}  # degrees clockwise by EXIF orientation; the others are mirrored
_SIXTEEN_BITS = {"I", "I;16", "I;16L", "I;16B", "I;16N", "F"}

PIL.Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2  # Pillow warns above this and raises above twice it: MAX_PIXELS


class ImageFile:
    """One open image file. For a reader process only: image decoders are a favourite target of hostile files."""

    def __init__(self, path: Path, media_type: MediaType) -> None:
        self._path = path
        self._media_type = media_type
        self._loaded: tuple[int, PIL.Image.Image] | None = None
        self._image = _open(path, media_type)
        try:
            with _quiet():
                self._sizes = self._measure()
                if _is_cut_off(path, media_type):
                    self._check_pixels()
        except BaseException:
            self.close()
            raise

    def inspect(self) -> Inspection:
        dpis = [self._dpi(width, height, stated) for width, height, stated in self._sizes]
        pages = tuple(
            PageSize(width / dpi * 72, height / dpi * 72)
            for (width, height, _), dpi in zip(self._sizes, dpis, strict=True)
        )
        return Inspection(self._media_type, pages)

    def text_layer(self, number: int) -> TextLayer | None:
        return None

    def structure(self, number: int) -> PageText | None:
        return None

    def rulings(self, number: int) -> tuple[BBox, ...]:
        return ()

    def native_dpi(self, number: int) -> int | None:
        return self._dpi(*self._sizes[number - 1])

    def render(self, number: int, dpi: int, *, grey: bool, rotation: int = 0) -> PageImage:
        image = self._page(number)
        image = image.convert("L" if grey else "RGB")
        native = self._dpi(*self._sizes[number - 1])
        dpi = _fitting_dpi(image.width, image.height, native, dpi)
        if dpi != native:
            size = (max(1, round(image.width * dpi / native)), max(1, round(image.height * dpi / native)))
            method = PIL.Image.Resampling.BICUBIC if dpi > native else PIL.Image.Resampling.LANCZOS
            image = image.resize(size, method)
        if rotation:
            image = image.rotate(-rotation, expand=True)
        return PageImage(image.tobytes(), image.width, image.height, 1 if grey else 3, dpi)

    def write_part(self, first: int, last: int, target: Path) -> None:
        dpi = self._dpi(*self._sizes[first - 1])
        pages = [self._page(number) for number in range(first, last + 1)]
        options = {"compression": "tiff_deflate", "dpi": (dpi, dpi), "save_all": True}
        pages[0].save(target, format="TIFF", append_images=pages[1:], **options)

    def write_copy(self, pages: range, turned: Sequence[tuple[int, int]], target: Path) -> None:
        from lexo.pages.encode import jpeg_of
        from lexo.pages.pdf import write_pictures  # 0.5 CPU-s to import; only a PDF needs it

        turns = dict(turned)
        images = (self.render(number, COPY_DPI, grey=False, rotation=turns.get(number, 0)) for number in pages)
        write_pictures(((jpeg_of(image), _size_of(image)) for image in images), target)

    def write_searchable(self, layer: Layer, target: Path) -> None:
        from lexo.pages.pdf import PdfFile  # 0.5 CPU-s to import; only a PDF needs it
        from lexo.pages.picture_pages import write_pictures

        bare = target.with_name(f"{target.name}.bare")
        try:
            write_pictures(map(self._picture, range(1, len(self._sizes) + 1)), bare)
            with PdfFile(bare) as made:
                made.write_searchable(layer, target)
        finally:
            bare.unlink(missing_ok=True)

    def _picture(self, number: int) -> "Picture":
        """A page with its own pixels: the JPEG itself where a PDF can show it, HEIC as a fine JPEG, others exactly."""
        from lexo.pages.encode import fine_jpeg_of, packed_rows_of
        from lexo.pages.picture_pages import Packing, Picture

        width, height, stated = self._sizes[number - 1]
        dpi = self._dpi(width, height, stated)
        size = PageSize(width / dpi * 72, height / dpi * 72)
        if self._is_plain_jpeg():
            self._page(number)  # raises PageDamaged before anything is written
            turn = _TURNS[_orientation(self._image)]
            stored = self._image.size
            channels = len(self._image.getbands())
            return Picture(self._path.read_bytes(), *stored, channels, 8, size, turn=turn)
        pixels = self._page(number)
        if self._media_type is MediaType.HEIC:
            return Picture(fine_jpeg_of(pixels), width, height, len(pixels.getbands()), 8, size)
        packed = packed_rows_of(pixels)
        packing = Packing.FAX if packed.is_fax else Packing.ROWS
        return Picture(packed.data, width, height, packed.channels, packed.bits, size, packing)

    def _is_plain_jpeg(self) -> bool:
        is_jpeg = self._media_type is MediaType.JPEG and self._image.mode in ("L", "RGB")
        return is_jpeg and _orientation(self._image) in _TURNS

    def hidden_lines(self, number: int) -> tuple[Line, ...]:
        return ()

    def attachments(self) -> tuple[Attachment, ...]:
        return ()

    def close(self) -> None:
        self._image.close()
        self._loaded = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _measure(self) -> list[tuple[int, int, float | None]]:
        """Width and height in pixels, upright, and the stated dpi, of each page. Raises when none can be had."""
        sizes: list[tuple[int, int, float | None]] = []
        seen: set[int] = set()
        for index in range(self._frames()):
            try:
                self._image.seek(index)
            except Exception:
                log.info("page %s of this image cannot be found", index + 1)
                break
            offset = getattr(self._image, "_frame_pos", range(index + 1))[index]
            if offset in seen:
                break  # a page that is followed by itself
            seen.add(offset)
            _check_size(self._image)
            sizes.append(_upright_size(self._image))
        if not sizes:
            raise NoPages()
        return sizes

    def _check_pixels(self) -> None:
        """Raises IncompleteFile when the pixels are not all there; many files without an end mark are whole."""
        try:
            self._page(1)
        except PageDamaged as error:
            raise IncompleteFile() from error

    def _frames(self) -> int:
        if self._media_type is not MediaType.TIFF:
            return 1
        try:
            count = int(getattr(self._image, "n_frames", 1))
        except Exception as error:
            raise DamagedFile() from error
        if count > MAX_PAGES:
            raise TooManyPages(pages=count, limit=MAX_PAGES)
        return count

    def _dpi(self, width: int, height: int, stated: float | None) -> int:
        """The stated resolution where it is plausible, else a guess from the shape: a page is 8.27 inches wide."""
        if stated is not None and round(stated) not in _PLACEHOLDER_DPI and _DPI_RANGE[0] <= stated <= _DPI_RANGE[1]:
            short, long = sorted((width / stated, height / stated))
            if _PAPER_INCHES[0] <= short and long <= _PAPER_INCHES[1]:
                return round(stated)
        short_px, long_px = sorted((width, height))
        ratio = long_px / short_px
        inches = _SLIP_INCHES if ratio > _A4_RATIOS[1] else _A4_SHORT_INCHES
        return min(max(round(short_px / inches), _DPI_RANGE[0]), _DPI_RANGE[1])

    def _page(self, number: int) -> PIL.Image.Image:
        """Pixels of one page, upright by its EXIF orientation, in mode L or RGB. Raises PageProblem."""
        if self._loaded is None or self._loaded[0] != number:
            self._loaded = None
            try:
                with _quiet():
                    self._image.seek(number - 1)
                    self._loaded = (number, _flat(_turned(self._image)))
            except MemoryError as error:
                raise PageOutOfMemory() from error
            except Exception as error:
                log.info("Pillow gave up on page %s: %s", number, type(error).__name__)
                raise PageDamaged() from error
        return self._loaded[1]


def _size_of(image: PageImage) -> PageSize:
    return PageSize(image.width_px / image.dpi * 72, image.height_px / image.dpi * 72)


def _open(path: Path, media_type: MediaType) -> PIL.Image.Image:
    if media_type is MediaType.HEIC:
        import pillow_heif  # only for this format: 30 MB of codecs

        pillow_heif.register_heif_opener()
    try:
        with _quiet():
            return PIL.Image.open(path, formats=_FORMATS[media_type])
    except PIL.Image.DecompressionBombError as error:
        raise UnpackedTooLarge() from error
    except MemoryError as error:
        raise UnpackedTooLarge() from error
    except Exception as error:
        log.info("Pillow cannot open this file: %s", type(error).__name__)
        raise _reason(path, media_type) from error


def _reason(path: Path, media_type: MediaType) -> DamagedFile | IncompleteFile:
    """Why Pillow does not open a file: it is cut off, or damaged."""
    return IncompleteFile() if _is_cut_off(path, media_type) else DamagedFile()


def _is_cut_off(path: Path, media_type: MediaType) -> bool:
    """Whether the mark is missing with which the format ends; some formats have none."""
    mark = _END_MARKS.get(media_type)
    if mark is None:
        return False
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _END_BYTES), os.SEEK_END)
        return mark not in file.read()


@contextmanager
def _quiet() -> Iterator[None]:
    """Pillow warns of odd tags and large sizes; what matters of that is raised as an error of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _check_size(image: PIL.Image.Image) -> None:
    """Raises ImageTooLarge before anything is unpacked. One long side alone is scaled down when rendered."""
    width, height = image.size
    if width < 1 or height < 1:
        raise DamagedFile()
    if width * height > MAX_PIXELS or width * height * max(len(image.getbands()), 1) > MAX_UNPACKED_BYTES:
        raise ImageTooLarge(width=width, height=height)


def _upright_size(image: PIL.Image.Image) -> tuple[int, int, float | None]:
    width, height = image.size
    if _orientation(image) in (5, 6, 7, 8):
        width, height = height, width
    stated = image.info.get("dpi")
    try:
        dpi = float(max(stated)) if stated else None
    except (TypeError, ValueError, ZeroDivisionError):
        dpi = None
    return width, height, dpi if dpi is not None and math.isfinite(dpi) else None


def _orientation(image: PIL.Image.Image) -> int:
    try:
        return int(image.getexif().get(0x0112, 1))
    except Exception:  # Pillow raises a dozen kinds of error on bad EXIF, none of which matters for the pixels
        return 1


def _turned(image: PIL.Image.Image) -> PIL.Image.Image:
    image.load()
    try:
        return PIL.ImageOps.exif_transpose(image)
    except Exception:
        log.info("bad EXIF: the image is taken as it lies")
        return image


def _flat(image: PIL.Image.Image) -> PIL.Image.Image:
    """Mode L or RGB: 16 bits scaled to 8, transparency over white, palette, CMYK and others converted."""
    if image.mode in _SIXTEEN_BITS:
        return _eight_bits(image)
    if image.mode in ("1", "L"):
        return image.convert("L")
    if image.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in image.info:
        clear = image.convert("RGBA")
        white = PIL.Image.new("RGBA", clear.size, "white")
        return PIL.Image.alpha_composite(white, clear).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _eight_bits(image: PIL.Image.Image) -> PIL.Image.Image:
    """16 bit or floating grey; the brightest value decides the scale: 1, 255 or 65535."""
    values = image.convert("F")
    _, high = values.getextrema()
    top = 65535.0 if float(high) > 255 else 255.0 if float(high) > 1 else 1.0  # type: ignore[arg-type]
    return values.point(lambda value: value * (255.0 / top) + 0).convert("L")


def _fitting_dpi(width: int, height: int, native: int, dpi: int) -> int:
    """The resolution, at most `dpi`, at which the image stays under the limits of sides and pixels."""
    side = (MAX_SIDE_PX - 1) / max(width, height) * native
    area = math.sqrt(MAX_PIXELS / (width * height)) * native
    return max(1, min(dpi, int(side), int(area)))

"""PDF files through PyMuPDF: the one door to it. Page numbers are 1-based outside and converted here."""

import logging
import math
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from lexo.document import BBox, Inspection, Line, MediaType, PageImage, PageSize, PageText
from lexo.errors import (
    MAX_PAGES,
    MAX_PIXELS,
    MAX_SIDE_PX,
    MAX_UNPACKED_BYTES,
    CannotSplit,
    CertificateEncrypted,
    DamagedFile,
    FileProblem,
    IncompleteFile,
    LexoError,
    NoPages,
    PageDamaged,
    PageOutOfMemory,
    PasswordNeeded,
    PasswordWrong,
    ProtectedCopy,
    TooManyPages,
)
from lexo.facts import Attachment
from lexo.pages import binding, layout_model, picture_places, searchable, visible
from lexo.pages.attachments import attachments_of
from lexo.pages.document_file import Layer, TextLayer
from lexo.pages.drawn_lines import crossings, lines_drawn
from lexo.pages.layout_model import layout_of
from lexo.pages.outline import Sheaf
from lexo.pages.page_layer import UNREADABLE, layer_of
from lexo.pages.picture_pdf import picture_pdf
from lexo.pages.structure import page_of_structure
from lexo.pages.words import RawWord, lines_without

# pymupdf imports its layout model by itself: 0.9 CPU-s and 140 MB that most pages do without
_modules: dict[str, Any] = sys.modules
_modules.setdefault(layout_model.NAME, None)
import pymupdf as _untyped  # noqa: E402

if _modules[layout_model.NAME] is None:
    del _modules[layout_model.NAME]
pymupdf: Any = _untyped
mupdf: Any = pymupdf.mupdf
pymupdf.TOOLS.mupdf_display_errors(False)  # what is wrong with a file is told by errors, not on stderr
pymupdf.TOOLS.mupdf_display_warnings(False)

log = logging.getLogger(__name__)

A4 = PageSize(595.0, 842.0)  # for a page that does not say its size
_TEXT_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_MEDIABOX_CLIP  # unknown glyphs come as U+FFFD
_MAX_FORMS = 2000  # form objects of a file that are looked into; of any more, text may be hidden
_FAINT = 0.1  # opacity
_PICTURE_FILTERS = ("JBIG2Decode", "JPXDecode", "DCTDecode", "DCT", "CCITTFaxDecode", "CCF")
_SPACE = re.compile(r"\s+")
_CHECK_DPI = 50
_PICTURE_DPI = 150  # of a page that the layout model is shown as a picture
_MAX_CROSSINGS = 2500  # of lines; a page full of ruled cells has 600, or 2000 where each cell is drawn by itself
_MAX_DRAWN_BYTES = 2_000_000  # of drawing instructions; maps and plots have more
_MIN_PICTURE_SHARE = 0.3  # a picture that covers less of the page does not say its resolution


class PdfFile:
    """One open PDF. For a reader process only: MuPDF may crash or hang on a hostile file, and takes no threads."""

    def __init__(self, path: Path, password: str | None = None) -> None:
        self._path = path
        with _damage(self._worst):
            self._document = pymupdf.open(str(path), filetype="pdf")
        self._forms: dict[int, bool] = {}
        try:
            self._is_encrypted = self._unlock(password)
            with _damage(DamagedFile):
                self._count = self._document.page_count
            self._check_count()
        except BaseException:
            self.close()
            raise

    def inspect(self) -> Inspection:
        """Sizes as displayed, title, encrypted, signed. A page that does not load is taken for A4."""
        sizes = tuple(self._size(number) for number in range(1, self._count + 1))
        return Inspection(
            MediaType.PDF,
            sizes,
            title=self._title(),
            is_encrypted=self._is_encrypted,
            is_signed=self._is_signed(),
            warnings=("repaired",) if self._document.is_repaired else (),
        )

    def text_layer(self, number: int) -> TextLayer | None:
        """The page's words in lines and paragraphs, with the evidence for judging them; 1.0-1.5 x bare `get_text`."""
        with _damage(PageDamaged):
            return self._text_layer(self._page(number))

    def hidden_lines(self, number: int) -> tuple[Line, ...]:
        """The lines of the page's text that it does not show."""
        with _damage(PageDamaged):
            page = self._page(number)
            words, shown, _ = self._words(page)
            return lines_without(words, shown, float(page.rect.width), float(page.rect.height))

    def structure(self, number: int) -> PageText | None:
        """Blocks with kinds, reading order and places of tables by PyMuPDF's layout model: 0.2-1.2 s, no network.

        Of a page on its side, or drawn with very many lines, it sees a picture: it reads upright text only, and its
        own look at lines takes as long as they have crossings.
        """
        with _damage(PageDamaged):
            layer = self._text_layer(self._page(number))
            if layer is None:
                return None
            if layer.rotation or crossings(self.rulings(number)) > _MAX_CROSSINGS:
                image = self.render(number, _PICTURE_DPI, grey=True, rotation=layer.rotation)
                return layout_of_picture(image, layer)
            return page_of_structure(layout_of(self._document, number), layer)

    def rulings(self, number: int) -> tuple[BBox, ...]:
        """The straight lines that the page draws; of a page with very many, none."""
        with _damage(PageDamaged):
            page = self._page(number)
            self._refuse_bombs(page)
            width, height = float(page.rect.width), float(page.rect.height)
            if page.rotation or len(page.read_contents()) > _MAX_DRAWN_BYTES:
                return ()
            return lines_drawn(page.get_cdrawings(), width, height)

    def native_dpi(self, number: int) -> int | None:
        """The finest of the pictures that cover a good part of the page, or None."""
        with _damage(PageDamaged):
            page = self._page(number)
            self._refuse_bombs(page)
            area = abs(page.rect)
            dpis = [
                picture["width"] / width * 72
                for picture in page.get_image_info()
                if (width := math.hypot(*picture["transform"][:2])) > 0
                and abs(pymupdf.Rect(picture["bbox"]) & page.rect) > _MIN_PICTURE_SHARE * area
            ]
            return round(max(dpis)) if dpis else None

    def render(self, number: int, dpi: int, *, grey: bool, rotation: int = 0) -> PageImage:
        with _damage(PageDamaged):
            page = self._page(number)
            self._refuse_bombs(page)
            dpi = _fitting_dpi(page.rect, dpi)
            matrix = pymupdf.Matrix(dpi / 72, dpi / 72).prerotate(rotation)
            space = pymupdf.csGRAY if grey else pymupdf.csRGB
            pixmap = page.get_pixmap(matrix=matrix, colorspace=space, alpha=False)
            return PageImage(pixmap.samples, pixmap.width, pixmap.height, pixmap.n, dpi)

    def attachments(self) -> tuple[Attachment, ...]:
        """The files inside this one; a list of them that cannot be read is none."""
        if not self._document.is_pdf:  # MuPDF looks at the content too, and may open something else
            return ()
        try:
            return tuple(attachments_of(mupdf, mupdf.pdf_document_from_fz_document(self._document.this)))
        except Exception:  # it must not keep the pages from being read
            log.warning("the files inside this PDF cannot be looked at", exc_info=True)
            return ()

    def write_part(self, first: int, last: int, target: Path) -> None:
        """Write some of the pages as a file of their own. Raises DamagedFile, CannotSplit of an encrypted file."""
        if self._is_encrypted:
            raise CannotSplit()
        with _damage(DamagedFile), pymupdf.open() as part:
            part.insert_pdf(self._document, from_page=first - 1, to_page=last - 1)
            part.save(str(target), garbage=3, deflate=True, no_new_id=True)  # the same pages: the same bytes

    def write_copy(self, pages: range, turned: Sequence[binding.Turned], target: Path) -> None:
        """Write some of the pages for others: upright, and with nothing but what is shown. Raises DamagedFile."""
        with _damage(DamagedFile):
            binding.copy_pages(pymupdf, self._document, pages, turned, target)

    def write_searchable(self, layer: Layer, target: Path) -> None:
        """Write a copy with `layer` over the pages without good text. Raises DamagedFile, ProtectedCopy."""
        if self._is_encrypted:
            raise ProtectedCopy()
        with _damage(DamagedFile), pymupdf.open(str(self._path), filetype="pdf") as copy:
            searchable.write(pymupdf, copy, lambda page: self._words(page)[:2], layer, target)

    def close(self) -> None:
        if not self._document.is_closed:
            self._document.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _worst(self) -> type[FileProblem]:
        """Why a file that does not open at all does not: locked with a certificate, cut off, or damaged."""
        data = self._path.read_bytes()
        if b"Adobe.PubSec" in data:
            return CertificateEncrypted
        return DamagedFile if b"%%EOF" in data[-2048:] or not data.startswith(b"%PDF") else IncompleteFile

    def _unlock(self, password: str | None) -> bool:
        """Whether the file is encrypted; the empty password was tried by MuPDF when it opened."""
        if self._document.needs_pass:
            if not password:
                raise PasswordNeeded()
            if not self._document.authenticate(password):
                raise PasswordWrong()
            return True
        return bool((self._document.metadata or {}).get("encryption"))

    def _check_count(self) -> None:
        if self._count > MAX_PAGES:
            raise TooManyPages(pages=self._count, limit=MAX_PAGES)
        if self._count <= 0:
            raise NoPages() if not self._document.is_repaired else self._worst()()

    def _title(self) -> str:
        title = (self._document.metadata or {}).get("title") or ""
        return _SPACE.sub(" ", UNREADABLE.sub("", title.encode("utf-8", "replace").decode("utf-8"))).strip()[:500]

    def _is_signed(self) -> bool:
        try:
            return bool(self._document.get_sigflags() > 0)
        except Exception:  # a damaged form must not keep the pages from being read
            log.warning("the form of this PDF cannot be looked at", exc_info=True)
            return False

    def _page(self, number: int) -> Any:
        return self._document.load_page(number - 1)

    def _size(self, number: int) -> PageSize:
        try:
            rect = self._page(number).rect
        except Exception:
            log.warning("page %s does not load", number, exc_info=True)
            return A4
        if rect.is_infinite or rect.is_empty or not math.isfinite(abs(rect)):
            return A4
        return PageSize(float(rect.width), float(rect.height))

    def _refuse_bombs(self, page: Any) -> None:
        """Pictures that MuPDF would unpack whole before it scales them down. Raises PageOutOfMemory, PageDamaged."""
        self._refuse_odd_contents(page)
        self._look_at_resources(page)

    def _refuse_odd_contents(self, page: Any) -> None:
        """Drawing instructions packed as a picture are no page but a bomb; unpacking one takes minutes."""
        contents = mupdf.ll_pdf_dict_gets(_object_of(page), "Contents")
        streams = _values(contents) if mupdf.ll_pdf_is_array(contents) else [contents]
        for stream in streams:
            filters = mupdf.ll_pdf_dict_gets(stream, "Filter")
            for each in _values(filters) if mupdf.ll_pdf_is_array(filters) else [filters]:
                if mupdf.ll_pdf_to_name(each) in _PICTURE_FILTERS:
                    raise PageDamaged()

    def _look_at_resources(self, page: Any) -> bool:
        """Whether forms or states that the page names may hide text. Raises PageOutOfMemory on a bomb.

        MuPDF's bare functions on pointers that the page owns: a tenth of what PyMuPDF's lists of the same cost.
        """
        hides = False
        seen: set[int] = set()
        left = [mupdf.ll_pdf_dict_gets_inheritable(_object_of(page), "Resources")]
        while left:
            resources = left.pop()
            hides = any(map(_is_faint, _values(mupdf.ll_pdf_dict_gets(resources, "ExtGState")))) or hides
            for each in _values(mupdf.ll_pdf_dict_gets(resources, "XObject")):
                xref = mupdf.ll_pdf_to_num(each)
                if xref in seen:
                    continue
                seen.add(xref)
                kind = mupdf.ll_pdf_to_name(mupdf.ll_pdf_dict_gets(each, "Subtype"))
                if kind == "Image":
                    _refuse_bomb(each)
                elif kind == "Form":
                    hides = self._form_hides(xref) or hides
                    left.append(mupdf.ll_pdf_dict_gets(each, "Resources"))
        return hides

    def _form_hides(self, xref: int) -> bool:
        """Whether a form's instructions may hide text; a letterhead is looked at once."""
        if xref not in self._forms:
            is_many = len(self._forms) >= _MAX_FORMS
            self._forms[xref] = is_many or visible.may_hide(self._document.xref_stream(xref) or b"")
        return self._forms[xref]

    # -- text

    def _text_layer(self, page: Any) -> TextLayer | None:
        """What can be seen of the page's text, and how much cannot."""
        words, shown, pictures = self._words(page)
        if not words:
            return None
        hidden = 0 if shown is words else sum(len(word[4]) for word in words) - sum(len(word[4]) for word in shown)
        return layer_of(page, shown, hidden, pictures)

    def _words(self, page: Any) -> tuple[Sequence[RawWord], Sequence[RawWord], list[dict[str, Any]]]:
        """All words of one text page, those that can be seen, and the pictures.

        The styles of the text are looked at only where something may be hidden.
        """
        self._refuse_odd_contents(page)
        contents = page.read_contents()
        has_objects = b"Do" in contents or b"BI" in contents
        hides = (has_objects or b"gs" in contents) and self._look_at_resources(page)
        textpage = page.get_textpage(flags=_TEXT_FLAGS | (pymupdf.TEXT_PRESERVE_IMAGES if has_objects else 0))
        words: Sequence[RawWord] = textpage.extractWORDS()
        if not words:
            return (), (), []
        pictures = textpage.extractIMGINFO() if has_objects else []
        hides = hides or visible.may_hide(contents) or visible.may_be_tiny(words)
        invisible = _invisible(page) if hides else []
        return words, visible.shown(words, invisible, picture_places.covers(page, pictures)), pictures


def layout_of_picture(image: PageImage, layer: TextLayer, lines: Sequence[BBox] = ()) -> PageText | None:
    """What the layout model sees in an upright picture with the words of `layer` on it. Raises PageDamaged."""
    words = [word for block in layer.blocks for line in block.lines for word in line.words]
    with _damage(PageDamaged), pymupdf.open(stream=picture_pdf(image, words, lines)) as document:
        return page_of_structure(layout_of(document, 1), layer)


def bind(sheaf: Sheaf, target: Path) -> int:
    """Write several papers as one PDF; return how many pages it has. Raises DamagedFile."""
    with _damage(DamagedFile):
        return binding.bind(pymupdf, sheaf, target)


def write_pictures(pictures: Iterable[tuple[bytes, PageSize]], target: Path) -> None:
    """Write JPEG pictures as the pages of a PDF. Raises DamagedFile."""
    with _damage(DamagedFile):
        binding.write_pictures(pymupdf, pictures, target)


@contextmanager
def _damage(error: type[LexoError] | Any) -> Iterator[None]:
    """Anything that MuPDF raises, as our own error; `error` may be a function that chooses it."""
    try:
        yield
    except (LexoError, MemoryError):
        raise
    except Exception as cause:
        if "malloc" in str(cause) or "out of memory" in str(cause).lower():
            raise PageOutOfMemory() from cause
        log.info("MuPDF gave up: %s", type(cause).__name__)
        raise (error() if isinstance(error, type) else error()()) from cause


def _object_of(page: Any) -> Any:
    """The page's dictionary; like all that is found in it, valid while the page is held."""
    return mupdf.ll_pdf_page_from_fz_page(page.this.m_internal).obj


def _values(collection: Any) -> list[Any]:
    """What an array or a dictionary holds; nothing where it is neither, or not there."""
    if mupdf.ll_pdf_is_array(collection):
        return [mupdf.ll_pdf_array_get(collection, place) for place in range(mupdf.ll_pdf_array_len(collection))]
    return [mupdf.ll_pdf_dict_get_val(collection, place) for place in range(mupdf.ll_pdf_dict_len(collection))]


def _is_faint(state: Any) -> bool:
    """Whether a graphics state makes text transparent."""
    opacities = (mupdf.ll_pdf_dict_gets(state, key) for key in ("ca", "CA"))
    return any(opacity and mupdf.ll_pdf_to_real(opacity) < _FAINT for opacity in opacities)


def _refuse_bomb(picture: Any) -> None:
    keys = ("Width", "Height", "BitsPerComponent")
    width, height, bits = (mupdf.ll_pdf_to_int(mupdf.ll_pdf_dict_gets(picture, key)) for key in keys)
    if width * height * max(bits, 1) // 8 > MAX_UNPACKED_BYTES:
        raise PageOutOfMemory()


def _fitting_dpi(rect: Any, dpi: int) -> int:
    """The resolution at which a page stays under the limits of pixels and sides."""
    side_pt, area = max(rect.width, rect.height, 1.0), max(rect.width * rect.height, 1.0)
    return max(1, min(dpi, int((MAX_SIDE_PX - 1) / side_pt * 72), int(math.sqrt(MAX_PIXELS / area) * 72)))


def _invisible(page: Any) -> list[visible.Box]:
    """Boxes of text that the page does not show by itself: not painted, tiny, or white on white."""
    unpainted, white = visible.suspects(page.get_textpage(flags=_TEXT_FLAGS).extractDICT()["blocks"])
    if white:
        pixmap = page.get_pixmap(dpi=_CHECK_DPI, colorspace=pymupdf.csGRAY, alpha=False)
        image = PageImage(pixmap.samples, pixmap.width, pixmap.height, 1, _CHECK_DPI)
        onto = page.rotation_matrix * pymupdf.Matrix(_CHECK_DPI / 72, _CHECK_DPI / 72)
        unpainted += [box for box in white if visible.shows_nothing(image, tuple(pymupdf.Rect(box) * onto))]
    return unpainted

"""A copy of a file as PDF whose words can be selected and found: what is shown is the original's, to the pixel.

`pymupdf` comes from `lexo.pages.pdf`, its one door.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lexo.document import PageText, Word
from lexo.pages import blank_font, unpainted, word_layer
from lexo.pages.document_file import Layer
from lexo.pages.unpainted import Which
from lexo.pages.unsigned import forget_signatures
from lexo.pages.words import RawWord, rotated

log = logging.getLogger(__name__)

OWN_TEXT = ("text-layer", "layout-model")  # engines of a page whose own text is good: it gets no second one
_CHECK_DPI = 72  # at which a page is compared before and after an old layer is taken out
_CHECK_PX = 2000  # of its longer side, at most
MAX_COMPARED = 400  # pages of a file: comparing takes 0.1 s, and a reader has two minutes; the others stay as they are
_SAME_PLACE = 0.5  # of the smaller box that two words share, to be one word


OwnWords = Callable[[Any], tuple[Sequence[RawWord], Sequence[RawWord]]]  # of a page: all its words, those it shows


@dataclass(frozen=True, slots=True)
class Layering:
    """An open copy, what its pages say already, and the font of the words that are put over them."""

    pymupdf: Any
    copy: Any
    own: OwnWords
    codes: Mapping[str, int]
    font: int
    compared: set[int] = field(default_factory=set)

    def lay_over(self, number: int, content: PageText) -> None:
        """Put the words over one page; an old layer that nobody sees is taken out first."""
        page = self.copy.load_page(number - 1)
        words, shown = self.own(page)
        if len(shown) < len(words):
            if len(self.compared) == MAX_COMPARED:
                log.info("page %s keeps its old text: too many pages of this file have one", number)
                return
            self.compared.add(number)
            _take_out(self.pymupdf, self.copy, page, everything=not shown)
            page = self.copy.load_page(number - 1)
            words, _ = self.own(page)  # all that is left, seen or not
        width, height = page.rect.width, page.rect.height
        displayed = rotated(words, page.rotation, width, height) if page.rotation else words
        keep = _keeper(displayed, content.rotation, page.rect)
        layer = word_layer.drawing(content.blocks, self.codes, _onto(self.pymupdf, page, content.rotation), keep)
        if layer:
            _prepend(self.pymupdf, self.copy, page, layer, self.font)


def write(pymupdf: Any, copy: Any, own: OwnWords, layer: Layer, target: Path) -> None:
    """Put words over the pages of an open copy and save it."""
    pages = layer.pages
    wanted = {
        number: page
        for number, page in pages.items()
        if page.engine not in OWN_TEXT and page.blocks and 1 <= number <= copy.page_count
    }
    codes = blank_font.codes_of(word_layer.texts_of(page.blocks for page in wanted.values()))
    layering = Layering(pymupdf, copy, own, codes, _add_font(copy, codes) if wanted else 0)
    for number, page in wanted.items():
        layering.lay_over(number, page)
    _finish(pymupdf, copy, layer, target)


def _finish(pymupdf: Any, copy: Any, about: Layer, target: Path) -> None:
    """Say title and language, forget signatures, save."""
    forget_signatures(pymupdf, copy)
    if about.title:
        copy.set_metadata({**_known(copy.metadata), "title": about.title})
    catalog = copy.pdf_catalog()
    if about.language:
        copy.xref_set_key(catalog, "Lang", pymupdf.get_pdf_str(about.language))
    copy.save(str(target), garbage=1, deflate=True, use_objstms=1, no_new_id=True)


def _known(metadata: Mapping[str, str | None] | None) -> dict[str, str]:
    names = ("author", "subject", "keywords", "creator", "producer", "creationDate", "modDate", "trapped")
    return {name: value for name in names if (value := (metadata or {}).get(name))}


def _onto(pymupdf: Any, page: Any, rotation: int) -> word_layer.Onto:
    """From the upright page, through the page as displayed, to the PDF's own coordinates."""
    mupdf = pymupdf.mupdf
    shown = mupdf.FzMatrix()
    mupdf.pdf_page_transform(page._pdf_page(), mupdf.FzRect(mupdf.FzRect.Fixed_UNIT), shown)
    inverse = ~pymupdf.Matrix(shown.a, shown.b, shown.c, shown.d, shown.e, shown.f)
    width, height = page.rect.width, page.rect.height

    def onto(x: float, y: float) -> word_layer.Point:
        across, down = _displayed(x, y, rotation)
        point = pymupdf.Point(across * width, down * height) * inverse
        return point.x, point.y

    return onto


def _displayed(x: float, y: float, rotation: int) -> word_layer.Point:
    """A place on the upright page as one on the page as it is displayed, which `rotation` clockwise makes upright."""
    match rotation % 360:
        case 90:
            return y, 1 - x
        case 180:
            return 1 - x, 1 - y
        case 270:
            return 1 - y, x
    return x, y


def _keeper(shown: Sequence[RawWord], rotation: int, rect: Any) -> Callable[[Word], bool]:
    """Refuses words that the page's own text says already, in the same place."""
    places: dict[str, list[tuple[float, float, float, float]]] = {}
    for word in shown:
        box = (word[0] / rect.width, word[1] / rect.height, word[2] / rect.width, word[3] / rect.height)
        places.setdefault(word[4], []).append(box)

    def keep(word: Word) -> bool:
        if word.text not in places:
            return True
        x, y = _displayed(word.bbox.left, word.bbox.top, rotation)
        to_x, to_y = _displayed(word.bbox.right, word.bbox.bottom, rotation)
        box = (min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
        return not any(_share(box, other) > _SAME_PLACE for other in places[word.text])

    return keep


def _share(one: Sequence[float], other: Sequence[float]) -> float:
    """The area that two boxes share, by that of the smaller one."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return width * height / smaller if width > 0 and height > 0 and smaller > 0 else 0.0


def _add_font(copy: Any, codes: Mapping[str, int]) -> int:
    """The font without ink, once for the whole file."""
    numbers = [copy.get_new_xref() for _ in range(6)]
    font, below, about, program, glyphs, meaning = numbers
    box = f"[0 {blank_font.DESCENT} {blank_font.ADVANCE} {blank_font.ASCENT}]"
    name = blank_font.NAME
    for number in (program, glyphs, meaning):
        copy.update_object(number, "<<>>")
    copy.update_stream(program, blank_font.font_file(), new=True)
    copy.xref_set_key(program, "Length1", str(len(blank_font.font_file())))
    copy.update_stream(glyphs, blank_font.glyph_of(codes), new=True)
    copy.update_stream(meaning, blank_font.meaning_of(codes), new=True)
    copy.update_object(
        about,
        f"<</Type/FontDescriptor/FontName/{name}/Flags 5/FontBBox{box}/ItalicAngle 0/Ascent {blank_font.ASCENT}"
        f"/Descent {blank_font.DESCENT}/CapHeight {blank_font.ASCENT}/StemV 80/FontFile2 {program} 0 R>>",
    )
    copy.update_object(
        below,
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor {about} 0 R/DW {blank_font.ADVANCE}/CIDToGIDMap {glyphs} 0 R>>",
    )
    copy.update_object(
        font,
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{below} 0 R]"
        f"/ToUnicode {meaning} 0 R>>",
    )
    return int(font)


def _prepend(pymupdf: Any, copy: Any, page: Any, layer: bytes, font: int) -> None:
    """Draw before all else: whatever the page's own instructions leave open or change cannot touch it, nor it them."""
    mupdf = pymupdf.mupdf
    pdf, holder = mupdf.pdf_document_from_fz_document(copy.this), page._pdf_page().obj()
    stream = copy.get_new_xref()
    copy.update_object(stream, "<<>>")
    copy.update_stream(stream, layer, new=True)
    old = mupdf.pdf_dict_gets(holder, "Contents")
    streams = mupdf.pdf_new_array(pdf, 2)
    mupdf.pdf_array_push(streams, mupdf.pdf_new_indirect(pdf, stream, 0))
    if mupdf.pdf_is_array(old):
        for place in range(mupdf.pdf_array_len(old)):
            mupdf.pdf_array_push(streams, mupdf.pdf_array_get(old, place))
    elif mupdf.pdf_is_indirect(old):
        mupdf.pdf_array_push(streams, old)
    mupdf.pdf_dict_puts(holder, "Contents", streams)
    # Copies, as other pages may share these dictionaries.
    resources = _copied(mupdf, pdf, mupdf.pdf_dict_gets_inheritable(holder, "Resources"))
    fonts = _copied(mupdf, pdf, mupdf.pdf_dict_gets(resources, "Font"))
    mupdf.pdf_dict_puts(fonts, word_layer.FONT, mupdf.pdf_new_indirect(pdf, font, 0))
    mupdf.pdf_dict_puts(resources, "Font", fonts)
    mupdf.pdf_dict_puts(holder, "Resources", resources)


def _copied(mupdf: Any, pdf: Any, dictionary: Any) -> Any:
    return mupdf.pdf_copy_dict(dictionary) if mupdf.pdf_is_dict(dictionary) else mupdf.pdf_new_dict(pdf, 4)


def _take_out(pymupdf: Any, copy: Any, page: Any, *, everything: bool) -> None:
    """Take the text out that nobody sees; where that would change what is seen, everything stays."""
    before = _pixels(pymupdf, page)
    own = page.read_contents()
    streams = {xref: copy.xref_stream(xref) or b"" for xref in _forms(page)}
    for which in Which if everything else (Which.COVERED, Which.UNPAINTED):
        of_forms = Which.UNPAINTED if which is Which.COVERED else which
        changed = {xref: unpainted.without_text(data, of_forms) for xref, data in streams.items()}
        _set_contents(copy, page, unpainted.without_text(own, which))
        for xref, data in changed.items():
            if data != streams[xref]:
                copy.update_stream(xref, data)
        if _pixels(pymupdf, copy.load_page(page.number)) == before:
            return
        _set_contents(copy, page, own)
        for xref, data in streams.items():
            copy.update_stream(xref, data)
    log.info("the old text of page %s stays: without it the page would look different", page.number + 1)


def _forms(page: Any) -> list[int]:
    return [int(entry[0]) for entry in page.get_xobjects()]


def _set_contents(copy: Any, page: Any, contents: bytes) -> None:
    stream = copy.get_new_xref()
    copy.update_object(stream, "<<>>")
    copy.update_stream(stream, contents, new=True)
    copy.xref_set_key(page.xref, "Contents", f"{stream} 0 R")


def _pixels(pymupdf: Any, page: Any) -> bytes:
    side = max(page.rect.width, page.rect.height, 1.0)
    scale = min(_CHECK_DPI / 72, _CHECK_PX / side)
    matrix = pymupdf.Matrix(scale, scale)
    return bytes(page.get_pixmap(matrix=matrix, colorspace=pymupdf.csRGB, alpha=False).samples)

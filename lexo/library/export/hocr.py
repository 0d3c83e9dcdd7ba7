"""Pages as hOCR 1.2: XHTML with the box of every block, line and word."""

from collections.abc import Iterator

from lexo.document import Block, BlockKind, Line, PageText
from lexo.library.export.escaping import marked_up
from lexo.library.export.paper import Paper
from lexo.library.export.placed import DPI, Grid, grid_of

_CLASSES = {
    BlockKind.PICTURE: "ocr_photo",
    BlockKind.TABLE: "ocr_table",
    BlockKind.HEADER: "ocr_header",
    BlockKind.FOOTER: "ocr_footer",
    BlockKind.CAPTION: "ocr_caption",
}
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{lang}" lang="{lang}">
<head>
<title>{title}</title>
<meta http-equiv="Content-Type" content="text/html;charset=utf-8" />
<meta name="ocr-system" content="LEXO {version}" />
<meta name="ocr-capabilities" content="ocr_page ocr_carea ocr_par ocr_line ocrx_word ocrp_wconf" />
</head>
<body>
"""


def to_hocr(paper: Paper, version: str) -> str:
    """Boxes are in pixels of the upright page at 300 dpi; `version` is LEXO's."""
    head = _HEAD.format(lang=paper.language_tag, title=marked_up(paper.title), version=marked_up(version))
    pages = (_page(paper.filename, number, page) for number, page in enumerate(paper.pages, start=paper.first))
    return head + "".join(line + "\n" for page in pages for line in page) + "</body>\n</html>\n"


def _page(filename: str, number: int, page: PageText) -> Iterator[str]:
    grid = grid_of(page)
    image = marked_up(filename.replace('"', "").replace(";", ""))  # both end a property
    title = (
        f"image &quot;{image}&quot;; bbox 0 0 {grid.width} {grid.height}; ppageno {number - 1}; scan_res {DPI} {DPI}"
    )
    yield f'<div class="ocr_page" id="page_{number}" title="{title}">'
    for place, block in enumerate(page.blocks, start=1):
        yield from _block(f"{number}_{place}", block, grid)
    yield "</div>"


def _block(name: str, block: Block, grid: Grid) -> Iterator[str]:
    kind = _CLASSES.get(block.kind, "ocr_carea")
    yield f'<div class="{kind}" id="block_{name}" title="{_bbox(grid.pixels(block.bbox))}">'
    if block.lines:
        yield f'<p class="ocr_par" id="par_{name}" title="{_bbox(grid.pixels(block.bbox))}">'
        for place, line in enumerate(block.lines, start=1):
            yield _line(f"{name}_{place}", line, grid)
        yield "</p>"
    yield "</div>"


def _line(name: str, line: Line, grid: Grid) -> str:
    words = " ".join(
        f'<span class="ocrx_word" id="word_{name}_{place}" title="{_bbox(grid.pixels(word.bbox))}'
        + (f"; x_wconf {round(word.confidence * 100)}" if word.confidence is not None else "")
        + f'">{marked_up(word.text)}</span>'
        for place, word in enumerate(line.words, start=1)
    )
    return f'<span class="ocr_line" id="line_{name}" title="{_bbox(grid.pixels(line.bbox))}">{words}</span>'


def _bbox(box: tuple[int, int, int, int]) -> str:
    return "bbox {} {} {} {}".format(*box)

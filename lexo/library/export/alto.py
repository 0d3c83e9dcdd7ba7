"""Pages as ALTO 4, the format of libraries and archives: every block, line, word and space with its place."""

from collections.abc import Iterator
from itertools import pairwise

from lexo.document import Block, Line, PageText
from lexo.library.export.escaping import marked_up
from lexo.library.export.paper import Paper
from lexo.library.export.placed import Grid, grid_of

_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://www.loc.gov/standards/alto/ns-v4# http://www.loc.gov/standards/alto/v4/alto-4-4.xsd">
<Description>
<MeasurementUnit>pixel</MeasurementUnit>
<sourceImageInformation><fileName>{name}</fileName></sourceImageInformation>
<Processing ID="reading"><processingSoftware><softwareName>LEXO</softwareName>\
<softwareVersion>{version}</softwareVersion></processingSoftware></Processing>
</Description>
<Layout>
"""


def to_alto(paper: Paper, version: str) -> str:
    """Places are in pixels of the upright page at 300 dpi; `version` is LEXO's."""
    head = _HEAD.format(name=marked_up(paper.filename), version=marked_up(version))
    pages = (_page(number, page, paper.language) for number, page in enumerate(paper.pages, start=paper.first))
    return head + "".join(line + "\n" for page in pages for line in page) + "</Layout>\n</alto>\n"


def _page(number: int, page: PageText, language: str | None) -> Iterator[str]:
    grid = grid_of(page)
    size = f'WIDTH="{grid.width}" HEIGHT="{grid.height}"'
    sure = f' PC="{page.confidence:.4f}"' if page.confidence is not None else ""
    lang = f' LANG="{marked_up(page.language or language or "")}"' if page.language or language else ""
    yield f'<Page ID="page_{number}" PHYSICAL_IMG_NR="{number}" {size}{sure}>'
    yield f'<PrintSpace HPOS="0" VPOS="0" {size}>'
    for place, block in enumerate(page.blocks, start=1):
        yield from _block(f"{number}_{place}", block, grid, lang)
    yield "</PrintSpace>\n</Page>"


def _block(name: str, block: Block, grid: Grid, lang: str) -> Iterator[str]:
    place = _place(grid.pixels(block.bbox))
    if not block.lines:
        yield f'<Illustration ID="block_{name}" {place}/>'
        return
    yield f'<TextBlock ID="block_{name}" {place}{lang}>'
    for number, line in enumerate(block.lines, start=1):
        yield f'<TextLine ID="line_{name}_{number}" {_place(grid.pixels(line.bbox))}>'
        yield "".join(_words(f"{name}_{number}", line, grid)) + "</TextLine>"
    yield "</TextBlock>"


def _words(name: str, line: Line, grid: Grid) -> Iterator[str]:
    """Words with the spaces between them."""
    spaces = [_space(grid.pixels(word.bbox), grid.pixels(after.bbox)) for word, after in pairwise(line.words)]
    for number, (word, space) in enumerate(zip(line.words, [*spaces, ""], strict=True), start=1):
        sure = f' WC="{word.confidence:.2f}"' if word.confidence is not None else ""
        place = _place(grid.pixels(word.bbox))
        yield f'<String ID="word_{name}_{number}" CONTENT="{marked_up(word.text)}" {place}{sure}/>{space}'


def _space(word: tuple[int, int, int, int], after: tuple[int, int, int, int]) -> str:
    return f'<SP WIDTH="{max(after[0] - word[2], 0)}" HPOS="{word[2]}" VPOS="{word[1]}"/>'


def _place(box: tuple[int, int, int, int]) -> str:
    left, top, right, bottom = box
    return f'HPOS="{left}" VPOS="{top}" WIDTH="{right - left}" HEIGHT="{bottom - top}"'

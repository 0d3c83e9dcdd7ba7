"""What a reader writes of pages: pictures for people, the one that an engine is given, some pages or many as a file."""

from lexo.document import BBox, PageImage
from lexo.errors import PageNotFound
from lexo.pages.document_file import Layer, PageSource
from lexo.pages.encode import write_jpeg, write_png
from lexo.pages.outline import decode
from lexo.pipeline import reading, tasks
from lexo.store.pages import unpacked

MIN_DPI = 24
MAX_DPI = 300  # of a picture for people; a stamp-sized page is not blown up further
POINTS_PER_INCH = 72


def write_picture(source: PageSource, task: tasks.Render) -> tasks.Written:
    """Render a page upright, `task.width_px` wide. Raises PageNotFound and what the source raises."""
    sizes = source.inspect().pages
    if not 1 <= task.number <= len(sizes):
        raise PageNotFound(number=task.number)
    size = sizes[task.number - 1]
    width_pt = size.height_pt if task.rotation in (90, 270) else size.width_pt
    dpi = min(max(round(task.width_px / (width_pt / POINTS_PER_INCH)), MIN_DPI), MAX_DPI)
    image = source.render(task.number, dpi, grey=False, rotation=task.rotation)
    if task.clip is not None:
        image = _clipped(image, task.clip)
    write_jpeg(image, task.target)
    return tasks.Written(image.width_px, image.height_px, image.dpi, task.rotation, 0.0)


def _clipped(image: PageImage, box: BBox) -> PageImage:
    """A part of a picture, of one pixel at least."""
    left, right = _stretch(box.left, box.right, image.width_px)
    top, bottom = _stretch(box.top, box.bottom, image.height_px)
    step = image.width_px * image.channels
    rows = (
        image.pixels[row * step + left * image.channels : row * step + right * image.channels]
        for row in range(top, bottom)
    )
    return PageImage(b"".join(rows), right - left, bottom - top, image.channels, image.dpi)


def _stretch(begin: float, end: float, size: int) -> tuple[int, int]:
    first = min(max(int(begin * size), 0), size - 1)
    return first, max(min(int(end * size) + 1, size), first + 1)


def write_prepared(source: PageSource, task: tasks.Prepare) -> tasks.Written:
    """Write the pixels that the engine would be given. Raises PageNotFound and what the source raises."""
    if not 1 <= task.number <= len(source.inspect().pages):
        raise PageNotFound(number=task.number)
    prepared = reading.prepare_page(source, task.number, task.options)
    write_png(prepared.image, task.target)
    image = prepared.image
    return tasks.Written(image.width_px, image.height_px, image.dpi, prepared.rotation, prepared.skew_degrees)


def write_pixels(source: PageSource, task: tasks.Expose) -> tasks.Written:
    """Write a page's pixels as they are, RGB, upright. Raises PageNotFound and what the source raises."""
    if not 1 <= task.number <= len(source.inspect().pages):
        raise PageNotFound(number=task.number)
    image = source.render(task.number, task.dpi, grey=False, rotation=task.rotation)
    task.target.write_bytes(image.pixels)
    return tasks.Written(image.width_px, image.height_px, image.dpi, task.rotation, 0.0)


def write_part(source: PageSource, task: tasks.Extract) -> tasks.Written:
    """Write some pages as a file of their own. Raises PageNotFound and what the source raises."""
    if not 1 <= task.first <= task.last <= len(source.inspect().pages):
        raise PageNotFound(number=task.last)
    source.write_part(task.first, task.last, task.target)
    return tasks.Written(0, 0, 0, 0, 0.0)


def write_copy(source: PageSource, task: tasks.Copy) -> tasks.Written:
    """Write some pages as a PDF for others. Raises PageNotFound and what the source raises."""
    if not 1 <= task.first <= task.last <= len(source.inspect().pages):
        raise PageNotFound(number=task.last)
    source.write_copy(range(task.first, task.last + 1), task.turned, task.target)
    return tasks.Written(0, 0, 0, 0, 0.0)


def write_searchable(source: PageSource, task: tasks.Layer) -> tasks.Written:
    """Write a searchable copy. Raises what the source raises."""
    pages = {number: unpacked(page) for number, page in tasks.read_pages(task.pages)}
    source.write_searchable(Layer(pages, task.title, task.language), task.target)
    return tasks.Written(0, 0, 0, 0, 0.0)


def write_bound(task: tasks.Bind) -> tasks.Written:
    """Write several papers as one PDF, out of their copies. Raises DamagedFile."""
    from lexo.pages.pdf import bind  # 0.5 CPU-s; a reader of pictures needs none of it

    bind(decode(task.path.read_text("utf-8")), task.target)
    return tasks.Written(0, 0, 0, 0, 0.0)

"""Boxes of a page in whole pixels, as hOCR and ALTO want them."""

from dataclasses import dataclass

from lexo.document import BBox, PageText

DPI = 300  # of the upright page that pixels are counted on, whatever it was read at


@dataclass(frozen=True, slots=True)
class Grid:
    """The upright page in pixels of `DPI`."""

    width: int
    height: int

    def pixels(self, box: BBox) -> tuple[int, int, int, int]:
        """Left, top, right, bottom; at least one pixel wide and high."""
        left, top = round(box.left * self.width), round(box.top * self.height)
        return left, top, max(round(box.right * self.width), left + 1), max(round(box.bottom * self.height), top + 1)


def grid_of(page: PageText) -> Grid:
    """A page's pixels."""
    return Grid(max(round(page.width_pt / 72 * DPI), 1), max(round(page.height_pt / 72 * DPI), 1))

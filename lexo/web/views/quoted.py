"""Where a page says what an answer quotes of it: looked up anew each time, so that words corrected since are found."""

from dataclasses import dataclass

from lexo.document import BBox, PageText


@dataclass(slots=True)
class _Words:
    """A page's words as `library.quotes` wants them."""

    texts: list[str]
    boxes: list[BBox]

    def box(self, index: int) -> BBox:
        return self.boxes[index]


def boxes_of(content: PageText, quote: str) -> tuple[BBox, ...]:
    """The boxes of the quote's words; none where the page does not say it (any more)."""
    if not quote.strip():
        return ()
    from lexo.library.asking.quotes import Sheet  # only for who comes from an answer

    words = list(content.words)
    sheet = Sheet(content.text, _Words([word.text for word in words], [word.bbox for word in words]))
    found = sheet.words(sheet.find(quote))
    return tuple(words[index].bbox for index in found if index < len(words))

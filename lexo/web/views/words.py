"""The words of a page to put right: those that the engine doubts, or those that somebody looks for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lexo.document import PageText, Word
from lexo.store import documents, pages
from lexo.store.folding import fold
from lexo.web.views import papers
from lexo.web.views.history import Said, history
from lexo.web.views.overlay import height_of

if TYPE_CHECKING:
    from lexo.app import Lexo

DOUBTFUL_BELOW = 0.8
MOST = 50
AROUND = 60.0  # thousandths of the page's width that are shown on either side of a word
ABOVE = 7.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page, what is looked for, and the correction just made."""

    page: int = 1
    find: str = ""
    done: int | None = None


@dataclass(frozen=True, slots=True)
class WordView:
    """A word with its place among those of its page, and the part of the picture around it."""

    index: int
    text: str
    confidence: float | None
    box: str
    mark: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class WordsView:
    """The words to show; `count` is how many there are, of which the first are shown."""

    id: int
    title: str
    number: int
    page_count: int
    picture: str
    height: float
    find: str
    words: tuple[WordView, ...]
    count: int
    done: Said | None


def view_of(lexo: "Lexo", document_id: int, asked: Asked) -> WordsView:
    """The words of a page. Raises DocumentNotFound, PageNotFound."""
    document = documents.get(lexo.db, document_id)
    content = pages.get_page(lexo.db, document_id, asked.page).content
    height = height_of(content)
    found = _found(content, asked.find)
    return WordsView(
        id=document_id,
        title=document.title,
        number=asked.page,
        page_count=document.page_count or 1,
        picture=papers.picture(document, asked.page, "full", rotation=content.rotation),
        height=round(height, 1),
        find=asked.find,
        words=tuple(_word(index, word, height) for index, word in found[:MOST]),
        count=len(found),
        done=next((each for each in history(lexo.db, document_id) if each.id == asked.done), None),
    )


def _found(content: PageText, find: str) -> list[tuple[int, Word]]:
    """The least sure first; those that are looked for in reading order."""
    listed = list(enumerate(content.words))
    if find:
        wanted = fold(find).split()
        return [each for each in listed if any(part in fold(each[1].text) for part in wanted)]
    unsure = [each for each in listed if (each[1].confidence if each[1].confidence is not None else 1) < DOUBTFUL_BELOW]
    return sorted(unsure, key=lambda each: each[1].confidence or 0)


def _word(index: int, word: Word, height: float) -> WordView:
    left, right = word.bbox.left * 1000, word.bbox.right * 1000
    top, bottom = word.bbox.top * height, word.bbox.bottom * height
    x, y = max(left - AROUND, 0.0), max(top - ABOVE, 0.0)
    width = max(min(right + AROUND, 1000.0) - x, 1.0)
    box = f"{x:.1f} {y:.1f} {width:.1f} {max(min(bottom + ABOVE, height) - y, 1.0):.1f}"
    mark = (round(left - 2, 1), round(top - 2, 1), round(right - left + 4, 1), round(bottom - top + 4, 1))
    return WordView(index, word.text, word.confidence, box, mark)

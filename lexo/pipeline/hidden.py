"""Text that says something else than what people see: identifiers and amounts first. For a reader process only.

Three looks: identifiers, and amounts, in the words that a page does not show, and the pixels where the facts of a text
layer stand.
"""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from lexo.document import BBox, Block, BlockKind, Line, PageImage, PageText
from lexo.errors import LexoError
from lexo.facts import Field, Source, Verdict
from lexo.ocr import chain, registry
from lexo.ocr.engine import OcrEngine, Segmentation
from lexo.pages.document_file import PageSource
from lexo.understanding.fields import amounts, iban, siret, vat
from lexo.understanding.paper import Paper, paper_of

log = logging.getLogger(__name__)

RULE = "hidden_text"
CHECKED = ("iban", "due_payable", "grand_total", "seller_siret", "siret")  # where money goes, and how much
MOST_CHECKED = 3
MOST_HIDDEN = 100  # amounts of a line
CENTS = 2  # decimals of an amount of money
DPI = 200  # as for codes: a page is drawn once
_FINDERS = (iban.find, siret.find, vat.find)
_MIN_SURE = 0.75  # of the reading of a patch that is to prove something else
_UNLIKE = 0.5  # of a fact's characters: below, something else stands there
_MARGIN_X, _MARGIN_Y = 0.6, 0.35  # of a line's height around a patch
_NOT_A_SIGN = re.compile(r"[\W_]+")

Render = Callable[[int], PageImage]


def hidden_facts(source: PageSource, paper: Paper) -> tuple[Field, ...]:
    """Checked identifiers in words that the pages do not show, and that cannot be seen elsewhere on the paper."""
    pages: list[tuple[int, PageText]] = []
    for page in paper.pages:
        lines = _hidden_lines(source, page.number)
        if lines:
            block = Block(BlockKind.TEXT, BBox.around(line.bbox for line in lines), lines)
            pages.append(
                (page.number, replace(page.content, blocks=(block,), tables=(), engine="text-layer", dpi=None))
            )
    if not pages:
        return ()
    hidden = paper_of(pages, paper.language)
    seen = _signs(paper.text)
    found = (field for find in _FINDERS for field in find(hidden) if field.verdict is Verdict.VERIFIED)
    return tuple(_hidden(field) for field in found if not _is_in(_signs(field.normalized), seen))


def pages_that_differ(paper: Paper, fields: Iterable[Field], languages: Sequence[str], render: Render) -> set[int]:
    """Pages whose pixels show something else where the text layer has a fact that matters."""
    engines = registry.engines_for("auto")
    layers = {page.number for page in paper.pages if not page.is_read_from_pixels}
    wanted = [field for field in _most_important(fields) if field.proof.page in layers]
    try:
        return {
            field.proof.page for field in wanted if field.proof.page and _differs(field, languages, engines, render)
        }
    except LexoError as error:
        log.info("the pixels cannot be compared: %s", error.code)
        return set()


def pages_with_hidden_amounts(source: PageSource, paper: Paper) -> set[int]:
    """Pages with text of their own that hold an amount nobody can see: under a picture, for example, of another one."""
    return {
        page.number
        for page in paper.pages
        if not page.is_read_from_pixels and _has_hidden_amount(_hidden_lines(source, page.number), _signs(page.text))
    }


def _has_hidden_amount(lines: Iterable[Line], seen: str) -> bool:
    return any(
        amount.decimals == CENTS and not amount.is_rate and _signs(line.text[amount.start : amount.end]) not in seen
        for line in lines
        for amount in islice(amounts.find_all(line.text), MOST_HIDDEN)
    )


def lost(before: Iterable[Field], after: Iterable[Field], pages: set[int]) -> Iterator[Field]:
    """The facts of a text layer that the pixels of its page do not bear out."""
    seen = {(field.name, field.normalized) for field in after}
    for field in before:
        if field.proof.page in pages and field.name in CHECKED and (field.name, field.normalized) not in seen:
            yield _hidden(field)


def _hidden_lines(source: PageSource, number: int) -> tuple[Line, ...]:
    try:
        return source.hidden_lines(number)
    except LexoError:
        return ()


def _hidden(field: Field) -> Field:
    return replace(field, verdict=Verdict.CONTRADICTED, confidence=min(field.confidence, 0.1), rule=RULE)


def _most_important(fields: Iterable[Field]) -> list[Field]:
    printed = [field for field in fields if field.source is Source.RULE and field.proof.boxes and field.name in CHECKED]
    return sorted(printed, key=lambda field: CHECKED.index(field.name))[:MOST_CHECKED]


def _differs(field: Field, languages: Sequence[str], engines: Sequence[OcrEngine], render: Render) -> bool:
    """Whether the page shows another value there, or nothing at all."""
    assert field.proof.page is not None
    image = render(field.proof.page)
    patches = [_patch(image, box) for box in field.proof.boxes[:3]]
    read = [chain.read(engines, patch, languages, Segmentation.ONE_BLOCK) for patch in patches]
    text = " ".join(page.text for page in read)
    expected, seen = _signs(field.proof.text), _signs(text)
    if not seen:
        return all(_is_even(patch) for patch in patches)
    sure = min((page.confidence or 0.0 for page in read), default=0.0)
    if expected in seen:
        return False
    if field.name in ("due_payable", "grand_total"):
        return sure >= _MIN_SURE and _is_another_amount(field, text)
    return _is_another_identifier(field, text) or (sure >= _MIN_SURE and _likeness(expected, seen) < _UNLIKE)


def _is_another_amount(field: Field, text: str) -> bool:
    """An amount is read there, and none of those read is the one of the text."""
    values = [amount.value for amount in amounts.find_all(text) if not amount.is_rate]
    return bool(values) and Decimal(field.normalized) not in values


def _is_another_identifier(field: Field, text: str) -> bool:
    """What is read there passes its check, and is another one."""
    module = iban if field.name == "iban" else siret
    signs = _signs(text)
    return any(module.is_valid(part) and part != field.normalized for part in _runs(signs, len(field.normalized)))


def _runs(signs: str, length: int) -> Iterator[str]:
    return (signs[start : start + length] for start in range(max(len(signs) - length + 1, 0)))


def _signs(text: str) -> str:
    return _NOT_A_SIGN.sub("", text).upper()


def _is_in(expected: str, seen: str) -> bool:
    """Whether it is there, a misread sign in ten apart."""
    from rapidfuzz import fuzz

    return expected in seen or (len(seen) >= len(expected) and fuzz.partial_ratio(expected, seen) >= 90)


def _likeness(expected: str, seen: str) -> float:
    from rapidfuzz import fuzz

    return fuzz.partial_ratio(expected, seen) / 100


def _patch(image: PageImage, box: BBox) -> PageImage:
    """The pixels of a box and a little around it, on white."""
    height = (box.bottom - box.top) * image.height_px
    left = max(int(box.left * image.width_px - _MARGIN_X * height), 0)
    right = min(int(box.right * image.width_px + _MARGIN_X * height) + 1, image.width_px)
    top = max(int(box.top * image.height_px - _MARGIN_Y * height), 0)
    bottom = min(int(box.bottom * image.height_px + _MARGIN_Y * height) + 1, image.height_px)
    rows = (image.pixels[row * image.width_px + left : row * image.width_px + right] for row in range(top, bottom))
    return PageImage(b"".join(rows), right - left, bottom - top, 1, image.dpi)


def _is_even(patch: PageImage) -> bool:
    """Nothing is drawn there: one grey, give or take."""
    return not patch.pixels or max(patch.pixels) - min(patch.pixels) < 24

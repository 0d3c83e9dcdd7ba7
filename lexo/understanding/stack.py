"""Several papers in one scan: the pages at which another one begins, by numbering, titles, senders and sizes."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lexo.facts import Field, Split
from lexo.understanding.classify import classify
from lexo.understanding.features import sender_features
from lexo.understanding.paper import Paper, PaperPage

MAX_PAGES = 60
BAR = 0.65  # a split that is less sure is not proposed

# Log-odds, set by hand on made stacks. Where nothing is known, one page of a scan in eight begins another paper.
_PRIOR_SCAN, _PRIOR_FILE = -2.0, -4.0  # a file that was born digital is mostly one paper
_FIRST_OF, _AFTER_LAST, _NEXT_NUMBER, _LATER_NUMBER = 3.0, 2.5, -7.0, -4.0
_TITLE, _OTHER_KIND = 1.5, 1.5
_SAME_SENDER, _OTHER_SENDER, _OTHER_HEAD = -1.5, 2.0, 1.0
_OTHER_SIZE, _AFTER_BLANK = 1.0, 1.0

_EDGE = 0.13  # of the page's height, in which page numbers stand
_NUMBERED = re.compile(
    r"(?:\b(?:page|p\.|seite|folio)\s{0,2}|^\W{0,3})(\d{1,3})\s{0,2}(?:/|sur|of|von|de)\s{0,2}(\d{1,3})(?!\d|[/.,]\d)",
    re.I,
)
_NUMBER = re.compile(r"(?:\bpage\s{1,2}|^\W{1,3})(\d{1,3})(?:\W{1,3}$|$)", re.I)
_REGISTERED = ("siren:", "vat:", "ics:", "iban:", "domain:")


@dataclass(frozen=True, slots=True)
class _Look:
    """What one page says of where it belongs."""

    number: int | None  # printed on it
    of: int | None
    kind: str
    sureness: float
    is_titled: bool
    senders: frozenset[str]
    size: tuple[float, float]
    is_blank: bool
    is_scan: bool


def splits(pages: Sequence[PaperPage], fields: Sequence[Field], language: str | None) -> tuple[Split, ...]:
    """Pages at which another paper seems to begin. Nothing of papers with more pages than are worth it."""
    if not 2 <= len(pages) <= MAX_PAGES:
        return ()
    looks = [_look(page, fields, language) for page in pages]
    found: list[Split] = []
    first = looks[0]
    for page, before, look in zip(pages[1:], looks, looks[1:], strict=False):
        sure = 1 / (1 + math.exp(-_score(first, before, look)))
        if sure >= BAR and not look.is_blank:
            found.append(Split(page.number, round(sure, 3)))
            first = look
    return tuple(found)


def _look(page: PaperPage, fields: Sequence[Field], language: str | None) -> _Look:
    alone = Paper((page,), language, page_count=1)
    own = [field for field in fields if field.proof.page == page.number]
    best = classify(alone, own)[0]
    number, of = _numbering(page)
    return _Look(
        number,
        of,
        best.kind,
        best.probability,
        any(reason.code == "kind_title" for reason in best.reasons),
        frozenset(sender_features(alone, own)),
        (page.content.width_pt, page.content.height_pt),
        not page.lines,
        page.is_read_from_pixels,
    )


def _score(first: _Look, before: _Look, look: _Look) -> float:
    """The log-odds that a page begins another paper than the one that `first` began."""
    score = _PRIOR_SCAN if look.is_scan else _PRIOR_FILE
    score += _by_numbers(before, look)
    if look.kind != "other" and look.sureness >= 0.5 and look.is_titled:
        score += _TITLE
        score += _OTHER_KIND if before.kind != look.kind and before.sureness >= 0.5 else 0.0
    score += _by_senders(first.senders | before.senders, look.senders)
    score += _OTHER_SIZE if _differ(before.size, look.size) else 0.0
    return score + (_AFTER_BLANK if before.is_blank else 0.0)


def _by_numbers(before: _Look, look: _Look) -> float:
    if look.number is not None and before.number is not None and look.number == before.number + 1:
        return _NEXT_NUMBER if look.of == before.of else _LATER_NUMBER
    score = 0.0
    if look.number == 1:
        score += _FIRST_OF
    elif look.number is not None:
        score += _LATER_NUMBER
    return score + (_AFTER_LAST if before.of is not None and before.number == before.of else 0.0)


def _by_senders(known: frozenset[str], here: frozenset[str]) -> float:
    if known & here:
        return _SAME_SENDER
    ours, theirs = ({each for each in side if each.startswith(_REGISTERED)} for side in (known, here))
    if ours and theirs:
        return _OTHER_SENDER
    return _OTHER_HEAD if known and here else 0.0


def _differ(first: tuple[float, float], second: tuple[float, float]) -> bool:
    return any(abs(one - two) > 0.1 * max(one, two, 1.0) for one, two in zip(first, second, strict=True))


def _numbering(page: PaperPage) -> tuple[int | None, int | None]:
    """The number printed at the page's edge, and of how many; None where there is none."""
    edges = [row for row in page.rows if row.bbox.top < _EDGE or row.bbox.bottom > 1 - _EDGE]
    for row in edges:
        for cell in row.cells:
            if (found := _NUMBERED.search(cell.text)) and 1 <= int(found[1]) <= int(found[2]):
                return int(found[1]), int(found[2])
    for row in edges:
        for cell in row.cells:
            if found := _NUMBER.search(cell.text):
                return int(found[1]), None
    return None, None

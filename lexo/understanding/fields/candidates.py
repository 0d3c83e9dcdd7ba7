"""Where an identifier may stand: after its label, below it, or bare; and what is made of it once it is proven."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

from lexo.document import BBox
from lexo.facts import Field, Proof, Source, Verdict
from lexo.understanding.paper import COLUMN_GAP, PaperPage, Row, Strip

ROWS_BELOW = 2  # that a label may stand above its value
MOST = 300  # places of a page at which one label or form is looked at
SPACES = " \u00a0\u2007\u2009\u202f"
_FOLLOWING = (
    "n no nr nos num numéro numero nº number nummer nombre de du d la le l les des et ou and or of the der die est is "
    "ist identification identifiant id code intra communautaire intracommunautaire client cliente fournisseur vendeur "
    "acheteur siège social établissement etablissement sociale fiscal siren siret swift bic iban rib sepa ue eu key clé"
)
_WORDS = "|".join(sorted(_FOLLOWING.split(), key=len, reverse=True))
_GAP = re.compile(  # "de" is a word, but the "DE" of "DE 136 695 976" is a country
    rf"(?:[\s:.,;=#()°º/'’»>–—_-]|(?!(?-i:DE)[ .]?[0-9])(?:{_WORDS})(?![^\W_])){{0,40}}", re.IGNORECASE
)


class Judgement(NamedTuple):
    """What the check of an identifier said, and how sure that makes LEXO on a page whose reading is exact."""

    verdict: Verdict
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True)
class Found:
    """Something that looks like an identifier. `is_read` says that its characters may be reading errors."""

    proof: Proof
    reading: float  # confidence of its words' reading
    is_labelled: bool = False
    is_read: bool = False

    @property
    def text(self) -> str:
        return self.proof.text

    def field(self, name: str, normalized: str, value: str, judgement: Judgement) -> Field:
        """A check that passes vouches for the characters too; where a mere form fits, the reading counts fully."""
        verdict, confidence, rule = judgement
        share = 0.3 if verdict is Verdict.VERIFIED else 1.0
        scaled = confidence * (1 - share + share * min(self.reading, 1.0))
        return Field(name, value, normalized, Source.RULE, verdict, round(scaled, 4), self.proof, rule)


def found_at(page: PaperPage, strip: Strip, start: int, end: int, *, is_labelled: bool = False) -> Found:
    """What stands at `strip.text[start:end]`."""
    reading = strip.confidence_of(start, end)
    return Found(strip.proof(start, end), reading, is_labelled, page.is_read_from_pixels)


@lru_cache(maxsize=256)
def characters(count: int, separators: str = SPACES + ".-", most: int = 1, *, also: str = "") -> re.Pattern[str]:
    """Exactly `count` letters and digits, at most `most` separators between two, and none more beside the last.

    >>> bool(characters(4).match("12 34.")), bool(characters(4).match("12 345"))
    (True, False)
    """
    one = f"[0-9A-Za-z{re.escape(also)}]"
    between = f"[{re.escape(separators)}]{{0,{most}}}"
    return re.compile(rf"{one}(?:{between}{one}){{{count - 1}}}(?![0-9A-Za-z])")


def compact(text: str) -> str:
    """Letters and digits alone, in capitals.

    >>> compact("fr76 3000-6000.")
    'FR7630006000'
    """
    return "".join(each for each in text if each.isascii() and each.isalnum()).upper()


def in_groups(text: str, *sizes: int) -> str:
    """The text cut in groups of these sizes, the last size as often as needed.

    >>> in_groups("40483304800022", 3, 3, 3, 5)
    '404 833 048 00022'
    """
    groups, at = [], 0
    for size in (*sizes, *[sizes[-1]] * (len(text) // sizes[-1])):
        groups.append(text[at : at + size])
        at += size
    return " ".join(group for group in groups if group)


def strips_of(page: PaperPage) -> Iterator[Strip]:
    """The page's printed lines, then the rows that are more than one of them."""
    yield from page.lines
    texts = {line.text for line in page.lines}
    yield from (row for row in page.rows if row.text not in texts)


def bare(page: PaperPage, pattern: re.Pattern[str]) -> Iterator[tuple[Strip, re.Match[str]]]:
    """Every place of a page where the pattern stands, in lines and in rows: the same words may come twice."""
    return islice(((strip, match) for strip in strips_of(page) for match in pattern.finditer(strip.text)), MOST)


def after_label(page: PaperPage, label: re.Pattern[str], value: re.Pattern[str]) -> Iterator[Found]:
    """What the pattern makes of the words that follow a label, or that stand below one that ends its cell.

    A pattern with a group `number` holds words around it.
    """
    if label.search(page.text) is None:
        return
    for strip, match in bare(page, label):
        at = gap_end(strip.text, match.end())
        found = value.match(strip.text, at)
        if found is not None:
            yield found_at(page, strip, *found.span(_group(value)), is_labelled=True)
    yield from _on_next_line(page, label, value)
    rows = ((index, match) for index, row in enumerate(page.rows) for match in label.finditer(row.text))
    for index, match in islice(rows, MOST):
        yield from _below(page, index, match, value)


def _on_next_line(page: PaperPage, label: re.Pattern[str], value: re.Pattern[str]) -> Iterator[Found]:
    """What begins the printed line right under one that ends with the label, as in a narrow column."""
    for line, below in pairwise(page.lines):
        height = line.bbox.bottom - line.bbox.top
        if not -0.5 * height < below.bbox.top - line.bbox.bottom < 1.5 * height or not _overlap(line.bbox, below.bbox):
            continue
        if any(gap_end(line.text, match.end()) == len(line.text) for match in label.finditer(line.text)):
            found = value.match(below.text)
            if found is not None:
                yield found_at(page, below, *found.span(_group(value)), is_labelled=True)


def gap_end(text: str, start: int) -> int:
    """Where the words and signs that may stand between a label and its value end.

    >>> gap_end("SIRET du siège social : 404", 5)
    24
    """
    gap = _GAP.match(text, start)
    return gap.end() if gap else start


def _group(value: re.Pattern[str]) -> str | int:
    return "number" if "number" in value.groupindex else 0


def _below(page: PaperPage, index: int, label: re.Match[str], value: re.Pattern[str]) -> Iterator[Found]:
    """The first cell under a label that has nothing beside it."""
    row = page.rows[index]
    if not _ends_cell(row, label.end()):
        return
    box = row.proof(*label.span()).boxes[0]
    for below in page.rows[index + 1 : index + 1 + ROWS_BELOW]:
        cell = next((cell for cell in below.cells if _overlap(box, cell.bbox)), None)
        if cell is None:
            continue
        found = value.match(cell.text, gap_end(cell.text, 0))
        if found is not None:
            yield found_at(page, cell, *found.span(_group(value)), is_labelled=True)
        return


def _ends_cell(row: Row, at: int) -> bool:
    rest = row.text[at:].split(COLUMN_GAP, 1)[0]
    return gap_end(rest, 0) == len(rest)


def _overlap(first: BBox, second: BBox) -> bool:
    return min(first.right, second.right) > max(first.left, second.left)


def distinct(fields: Iterable[Field]) -> Iterator[Field]:
    """Each value of a name once, at its surest place; on a tie the first."""
    best: dict[tuple[str, str], Field] = {}
    for field in fields:
        known = best.get((field.name, field.normalized))
        if known is None or _rank(field) > _rank(known):
            best[field.name, field.normalized] = field
    yield from best.values()


def _rank(field: Field) -> tuple[bool, float]:
    return (field.verdict is not Verdict.CONTRADICTED, field.confidence)

"""The words that say what an amount is: total without tax, tax, total, due, paid, in the languages of the papers.

Words are folded (small letters, no accents); on pages read from pixels a misread word of the labels is taken for the
word that it nearly is ("T0TAL", "Arnt", "TOTAI").
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from lexo.understanding.paper import Row
from lexo.understanding.papers.totals_words import HEADERS, LABEL, STEM, WORDINGS, Role


class Label(NamedTuple):
    """A label in a row's text; `weight`: 3 says it clearly, 2 mostly, 1 maybe."""

    role: Role
    weight: int
    start: int
    end: int


class Folded(NamedTuple):
    """A row's text in small letters without accents, two spaces between cells, and where each word begins in it."""

    text: str
    starts: list[int]


_VOCABULARY = frozenset(
    "total subtotal totaal subtotaal totale summe gesamt montant amount payable payer regler rounding rounded"
    " adjustment change charge charges tendered received payment discount montants remise acompte reste solde balance"
    " especes monnaie incl excl inclusive exclusive including excluding includes excluded grand service zahlbetrag"
    " bruttobetrag nettobetrag gesamtbetrag steuerbetrag zwischensumme mehrwertsteuer umsatzsteuer bruttosumme"
    " nettosumme facture invoice sales taxes price prix commande hors comprises general"
    " resto taxe table charge amounts totals price sale rest rester paye payes payee sommes somme".split()
)
_LOOKALIKES = str.maketrans("01|!5$8", "oillssb")
_ALMOST = {"arnt": "amt", "amaunt": "amount", "arnount": "amount", "t0tal": "total"}


def labels_of(row: Row, folded: Folded) -> list[Label]:
    """The labels of a row, left to right; their places are those of the row's text."""
    text, starts = folded
    if not STEM.search(text):
        return []
    found = []
    for match in LABEL.finditer(text):
        role, weight, _ = WORDINGS[int(str(match.lastgroup)[1:])]
        first, last = _word_at(starts, match.start()), _word_at(starts, match.end() - 1)
        start = row.starts[first] + min(match.start() - starts[first], len(row.words[first].text) - 1)
        end = row.starts[last] + min(match.end() - starts[last], len(row.words[last].text))
        found.append(Label(role, weight, start, max(end, start + 1)))
    return found


def fold(text: str) -> str:
    """Small letters without accents."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    lowered = lowered.replace("ß", "ss").replace("’", "'")
    return "".join(mark for mark in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(mark))


def folded_row(row: Row, *, is_read_from_pixels: bool = False) -> Folded:
    """The row's words folded; misread words of labels are mended where it was read from pixels."""
    parts: list[str] = []
    starts: list[int] = []
    at = end = 0
    for word, start in zip(row.words, row.starts, strict=True):
        if parts:
            gap = "  " if start - end > 1 else " "
            parts.append(gap)
            at += len(gap)
        folded = fold(word.text)
        if is_read_from_pixels:
            folded = _mended(folded)
        starts.append(at)
        parts.append(folded)
        at += len(folded)
        end = start + len(word.text)
    return Folded("".join(parts), starts)


def _mended(word: str) -> str:
    """The label's word that a misread word nearly is: one letter off, two in long words."""
    core = word.strip(".:;,*()[]'\"“”‘_-")
    if not 4 <= len(core) <= 16 or core in _VOCABULARY or sum(map(str.isalpha, core)) < len(core) - 2:
        return word
    if core in _ALMOST:
        return word.replace(core, _ALMOST[core])
    from rapidfuzz.distance import Levenshtein  # loaded for pages from pixels only
    from rapidfuzz.process import extractOne

    looks = core.translate(_LOOKALIKES)
    if looks in _VOCABULARY:
        return word.replace(core, looks)
    if len(core) < 5:
        return word
    nearest = extractOne(looks, _VOCABULARY, scorer=Levenshtein.distance, score_cutoff=2 if len(core) >= 9 else 1)
    return word.replace(core, nearest[0]) if nearest else word


def _word_at(starts: list[int], position: int) -> int:
    return max(bisect_right(starts, position) - 1, 0)


def roles_in_header(text: str) -> Role | None:
    """What a column of a table of totals holds, by the words above it."""
    folded = fold(text)
    for role, pattern in HEADERS:
        if pattern.search(folded):
            return role
    return None


def iter_words(text: str) -> Iterator[str]:
    """The words of letters of a folded text."""
    return (found[0] for found in re.finditer(r"[a-z]{2,}", text))

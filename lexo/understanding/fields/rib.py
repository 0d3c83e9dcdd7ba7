"""The French RIB in four cells: bank, counter, account, key, out of which the IBAN follows.

Source: the RIB key of the Comité français d'organisation et de normalisation bancaires: 97 − ((89 · bank + 15 · counter
+ 3 · account) mod 97), letters of the account as digits. It finds every single wrong digit.
"""

import re
from collections.abc import Iterator

from lexo.facts import Field, Proof, Verdict
from lexo.understanding.fields import iban
from lexo.understanding.fields.candidates import Found, Judgement, after_label, bare, compact, distinct, found_at
from lexo.understanding.paper import Paper, PaperPage, Strip

PROVEN = Judgement(Verdict.VERIFIED, 0.97, "rib_key")
_HEADS = re.compile(r"guichet|agence|cl[ée]\s+rib|\bcl[ée]\b", re.IGNORECASE)
_ROWS_UP = 4  # that the heads may stand above the values
_CELLS = re.compile(
    r"(?<![0-9A-Za-z])(?P<bank>[0-9]{5})[ |]{1,7}(?P<counter>[0-9]{5})[ |]{1,7}"
    r"(?P<account>[0-9A-Z](?: ?[0-9A-Z]){10})[ |]{1,7}(?P<key>[0-9]{2})(?![0-9A-Za-z])"
)
_PARTS = (
    (re.compile(r"\b(?:code\s+(?:banque|[ée]tablissement)|banque)\b", re.IGNORECASE), re.compile(r"[0-9]{5}(?!\w)")),
    (re.compile(r"\b(?:code\s+)?guichet\b", re.IGNORECASE), re.compile(r"[0-9]{5}(?!\w)")),
    (re.compile(r"\bcompte\b", re.IGNORECASE), re.compile(r"[0-9A-Z](?: ?[0-9A-Z]){10}(?!\w)")),
    (re.compile(r"\bcl[ée](?:\s+RIB)?(?!\w)", re.IGNORECASE), re.compile(r"[0-9]{2}(?!\w)")),
)


def is_valid(text: str) -> bool:
    """Whether 23 characters are a RIB with its key.

    >>> is_valid("20041 01005 0500013M026 06"), is_valid("20041 01005 0500013M026 07")
    (True, False)
    """
    return len(normalized(text)) == 23 and iban.is_valid(iban_of(text))


def normalized(text: str) -> str:
    """Capitals and digits alone."""
    return compact(text)


def formatted(number: str) -> str:
    """Bank, counter, account, key.

    >>> formatted("20041010050500013M02606")
    '20041 01005 0500013M026 06'
    """
    return f"{number[:5]} {number[5:10]} {number[10:21]} {number[21:]}"


def iban_of(text: str) -> str:
    """The IBAN of a RIB; its check digits follow from the rest.

    >>> iban_of("20041 01005 0500013M026 06")
    'FR1420041010050500013M02606'
    """
    number = normalized(text)
    rest = int("".join(str(int(each, 36)) for each in number + "FR00") or "0") % 97
    return f"FR{98 - rest:02d}{number}"


def find(paper: Paper) -> Iterator[Field]:
    """The IBANs of all RIBs whose four values the key proves."""
    return distinct(field for page in paper.pages for found in _candidates(page) for field in _fields(found))


def _fields(found: Found) -> Iterator[Field]:
    if is_valid(found.text):
        number = iban_of(found.text)
        yield found.field("iban", number, iban.formatted(number), PROVEN)


def _candidates(page: PaperPage) -> Iterator[Found]:
    if not _HEADS.search(page.text):
        return
    for strip, match in bare(page, _CELLS):
        if _has_heads(page, strip):
            yield found_at(page, strip, *match.span())
    yield from _labelled_one_by_one(page)


def _has_heads(page: PaperPage, strip: Strip) -> bool:
    height = strip.bbox.bottom - strip.bbox.top
    top = strip.bbox.top - 3 * _ROWS_UP * height
    return any(_HEADS.search(row.text) for row in page.rows if top <= row.bbox.top <= strip.bbox.top + height / 2)


def _labelled_one_by_one(page: PaperPage) -> Iterator[Found]:
    """Each value after a label of its own; the first of each, which the key then has to prove."""
    parts = [next(after_label(page, label, value), None) for label, value in _PARTS]
    known = [part for part in parts if part is not None]
    if len(known) == len(_PARTS):
        boxes = tuple(box for part in known for box in part.proof.boxes)
        proof = Proof(page.number, boxes, " ".join(part.text for part in known), known[0].proof.engine)
        yield Found(proof, min(part.reading for part in known), True, page.is_read_from_pixels)

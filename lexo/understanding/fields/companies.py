"""Whose numbers a paper names: the seller's, the buyer's, or somebody's of whom nothing is said.

Words beside the number decide first ("N° TVA client"), then the heading of its column ("Facturé à", "Verkäufer"). Of
the companies that are left the seller is the one that names itself best: with several numbers, at the page's head or
foot, as article R. 123-237 of the Code de commerce asks of a trader's papers. Where two do so equally nobody is called
the seller.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from lexo.document import BBox
from lexo.facts import Field, Verdict
from lexo.understanding.fields import siren, siret, vat
from lexo.understanding.fields.agreement import checked, siren_in
from lexo.understanding.fields.candidates import distinct
from lexo.understanding.paper import COLUMN_GAP, Paper, PaperPage, Row, Strip

HEAD, FOOT = 0.3, 0.85  # of the page's height
_REACH = 0.22  # of the page's height: how far a heading holds
_REACH_AT_FOOT = 0.05  # where the page's own head no longer counts
_ROWS_UP = 14
_INDENT = 0.05  # of the page's width: how far a heading may stand left of what it heads


class Owner(StrEnum):
    """Whose a number is; the values are the beginnings of fields' names."""

    SELLER = "seller_"
    BUYER = "buyer_"
    OTHER = "other_"
    UNKNOWN = ""


_BUYER_WORD = (
    r"(?:(?<!service )(?<!services )(?<!relation )(?<!espace )client|acheteur|destinataire|preneur|votre|vos|customer|"
    r"buyer|your|kunden?|ihre?|käufers?|leistungsempfängers?|klant|uw|cliente|comprador)"
)
_SELLER_WORD = (
    r"(?:notre|nos|vendeur|fournisseur|[ée]metteur|prestataire|seller|supplier|vendor|our|unsere?|lieferant(?:en)?|"
    r"verkäufers?|verkoper|leverancier|fornitore|proveedor|employeur)"
)
_BESIDE = {
    Owner.BUYER: re.compile(rf"\b{_BUYER_WORD}\b", re.IGNORECASE),
    Owner.SELLER: re.compile(rf"\b{_SELLER_WORD}\b", re.IGNORECASE),
}
_ABOVE = {
    Owner.BUYER: re.compile(
        r"(?:adresse de |coordonnées d[ue] |informations? )?(?:clients?|factur[ée]e? [àa]|facturation|acheteur|"
        r"destinataire|vos (?:identifiants|coordonn[ée]es|r[ée]f[ée]rences)|bill(?:ed)?[ -]to|sold[ -]to|invoiced? to|"
        r"customer|buyer|rechnungsempfänger|rechnung an|käufer|kunde|leistungsempfänger|klant|factuuradres|cliente|"
        r"facturar a)\b(?!\s*(?:n[°ºo]|num|id))",
        re.IGNORECASE,
    ),
    Owner.OTHER: re.compile(
        r"(?:repr[ée]sentant fiscal|livr(?:aison|[ée]e? à)|adresse de livraison|ship(?:ped)?[ -]to|deliver(?:y|ed to)|"
        r"liefer(?:adresse|anschrift|ort)|warenempfänger|b[ée]n[ée]ficiaire|payee|mandataire|afleveradres|banque\b)",
        re.IGNORECASE,
    ),
    Owner.SELLER: re.compile(
        r"(?:vendeur|fournisseur|[ée]metteur|prestataire|seller|supplier|vendor|from|issued by|verkäufer|lieferant|"
        r"rechnungssteller|employeur|nos (?:identifiants|coordonn[ée]es))\b",
        re.IGNORECASE,
    ),
}


def find(paper: Paper) -> Iterator[Field]:
    """The SIREN, SIRET and VAT numbers of a paper, each named for its owner where that is clear."""
    named = [*siren.find(paper), *siret.find(paper), *vat.find(paper)]
    proven = frozenset(siren_in(field) for field in named if field.verdict is Verdict.VERIFIED) - {""}
    if proven:
        named += [field for page in paper.pages for field in siret.unlabelled(page, proven)]
        named += [field for page in paper.pages for field in siren.unlabelled(page, proven)]
    numbers = tuple(distinct(named))
    owners = _owners(paper, numbers)
    yield from checked(
        replace(field, name=field.name if owner is Owner.OTHER else owner + field.name)
        for field, owner in zip(numbers, owners, strict=True)
    )


def owner_near(paper: Paper, field: Field) -> Owner:
    """What the words beside a number, or the heading above it, say of its owner."""
    page = next((page for page in paper.pages if page.number == field.proof.page), None)
    if page is None or not field.proof.boxes:
        return Owner.UNKNOWN
    box = field.proof.boxes[0]
    index = _row_at(page, box)
    if index is None:
        return Owner.UNKNOWN
    row = page.rows[index]
    beside = _said_beside(row, field.proof.text)
    return beside or _said_above(page.rows[max(index - _ROWS_UP, 0) : index + 1], _cell_around(row, box))


def _row_at(page: PaperPage, box: BBox) -> int | None:
    middle = (box.top + box.bottom) / 2
    rows = (index for index, row in enumerate(page.rows) if row.bbox.top <= middle <= row.bbox.bottom)
    return next(rows, None)


def _cell_around(row: Row, box: BBox) -> BBox:
    """The cell that a number stands in: one that begins left of a heading's column is not headed by it."""
    return next((cell.bbox for cell in row.cells if cell.bbox.left <= box.left <= cell.bbox.right), box)


def _said_beside(row: Row, text: str) -> Owner:
    at = row.text.find(text)
    before = [part for part in row.text[: max(at, 0)].split(COLUMN_GAP) if part.strip(" :.-")]
    clause = re.split(r"[0-9|;]| [-–—] ", before[-1][-80:])[-1] if before else ""
    return next((owner for owner, words in _BESIDE.items() if words.search(clause)), Owner.UNKNOWN)


def _said_above(rows: Sequence[Row], box: BBox) -> Owner:
    reach = _REACH_AT_FOOT if box.top > FOOT else _REACH
    for row in reversed(rows):
        if box.top - row.bbox.bottom > reach:
            break
        for cell in row.cells:
            owner = _heading(cell) if _heads(cell.bbox, box) else Owner.UNKNOWN
            if owner:
                return owner
    return Owner.UNKNOWN


def _heads(heading: BBox, box: BBox) -> bool:
    """A heading stands where its column begins, or over the label at the left of the value."""
    return heading.top < box.top and heading.left <= box.left + _INDENT and box.left - heading.left < 0.4


def _heading(cell: Strip) -> Owner:
    text = cell.text.lstrip(" -–•*:")
    if len(text) > 40 or "@" in text:  # "facturation@…" is the seller's own
        return Owner.UNKNOWN
    return next((owner for owner, words in _ABOVE.items() if words.match(text)), Owner.UNKNOWN)


def _owners(paper: Paper, numbers: Sequence[Field]) -> list[Owner]:
    """The owner of each number: those of one company have one owner."""
    said: dict[str, list[Owner]] = defaultdict(list)
    score: dict[str, int] = defaultdict(int)
    for field in numbers:
        company = siren_in(field) or field.normalized
        said[company].append(owner_near(paper, field))
        score[company] += _self_naming(field)
    owners = {company: _agreed(each) for company, each in said.items()}
    left = [company for company, owner in owners.items() if owner is Owner.UNKNOWN]
    best = sorted(left, key=lambda company: -score[company])
    if left and Owner.SELLER not in owners.values() and (len(left) == 1 or score[best[0]] > score[best[1]]):
        owners[best[0]] = Owner.SELLER
    return [owners[siren_in(field) or field.normalized] for field in numbers]


def _agreed(said: Sequence[Owner]) -> Owner:
    clear = [owner for owner in said if owner]
    return max(clear, key=clear.count) if clear else Owner.UNKNOWN


def _self_naming(field: Field) -> int:
    """How much a number looks like one by which a seller names itself."""
    points = 1 + 2 * (field.verdict is Verdict.VERIFIED)
    if field.proof.boxes:
        box = field.proof.boxes[0]
        points += (box.top < HEAD) + 2 * (box.top > FOOT)
    return points

"""Who stands at a paper's top without a label: the firm whose letterhead it is, the person it is addressed to."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper, Strip
from lexo.understanding.papers.shapes import digits
from lexo.understanding.papers.wanted import Wanted, proved, rows_of, stated, values
from lexo.understanding.papers.wording import label

_ROWS_OF_A_LETTERHEAD = 8
_ROWS_OF_ADDRESSES = 24
_SURE_OF_LETTERHEAD = 0.6
_CIVILITY = re.compile(
    r"(?:M\.|Mr\.?|Mme\.?|Mlle\.?|MME|MLLE|Monsieur|Madame|MONSIEUR|MADAME|M) (?!(?:et|ou|le|la|Le|La)\b)"
    r"([A-ZÀ-ÖØ-Þ][\w'’-]*(?: [A-ZÀ-ÖØ-Þ][\w'’-]*){1,4})$"
)
_NOT_A_NAME = label(
    "bulletin", "fiche", "facture", "avis", "releve", "quittance", "contrat", "attestation", "periode", "date", "page",
    "paiement", "siret", "siren", "ape", "naf", "urssaf", "tel", "telephone", "convention", "madame", "monsieur",
    "mme", "m", "matricule", "n°", "code", "rue", "avenue", "boulevard", "place", "payslip", "www", "duplicata",
    "original", "mois",
)  # fmt: skip
_SIRET = Wanted("siret", label("(?:n° ?)?(?:de )?siret"), digits(14))


def firm_at_the_top(paper: Paper, name: str) -> Iterator[Field]:
    """The topmost cell that can be a firm's name: the letterhead."""
    for _, index, row in rows_of(paper):
        if index >= _ROWS_OF_A_LETTERHEAD:
            return
        for cell in row.cells:
            if is_name(cell):
                sure = _SURE_OF_LETTERHEAD * cell.confidence
                yield stated(name, cell, (0, len(cell.text)), " ".join(cell.text.split()), confidence=sure)
                return


def is_name(cell: Strip) -> bool:
    """Whether a cell holds a few words that begin with capitals, and none that says otherwise."""
    text = cell.text
    letters = sum(map(str.isalpha, text))
    if letters < 3 or len(text) > 60 or 3 * letters < 2 * len(text) or not text[0].isupper():
        return False
    return _NOT_A_NAME.search(text) is None and ":" not in text and len(text.split()) <= 7


def person_at_the_top(paper: Paper, name: str) -> Iterator[Field]:
    """Whoever is addressed as Madame or Monsieur above the text."""
    for page, index, row in rows_of(paper):
        if index >= _ROWS_OF_ADDRESSES or page.number > 1:
            return
        for cell in row.cells:
            found = _CIVILITY.match(cell.text)
            if found is not None:
                yield stated(name, cell, found.span(1), " ".join(found[1].split()))
                return


def siret_of(paper: Paper, name: str) -> Iterator[Field]:
    """The first SIRET with right check digits."""
    from stdnum.fr import siret  # not while the server starts

    for value in values(paper, _SIRET):
        if siret.is_valid(value.normalized):
            yield proved(value.field(name), "siret_check_digits")
            return

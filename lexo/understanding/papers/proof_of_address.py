"""Proofs of address and of contract: who lives where, and who attests it."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.parties import person_at_the_top
from lexo.understanding.papers.shapes import DATE, NAME, TEXT
from lexo.understanding.papers.wanted import Wanted, gather, rows_of, stated
from lexo.understanding.papers.wording import label, speaks_of

_SPEAKS = (
    "justificatif de domicile", "attestation de domicile", "attestation d'hebergement", "attestation de titulaire",
    "attestation de contrat", "certificat de residence", "attestation de residence", "proof of address",
)  # fmt: skip
_ATTESTS = ("atteste", "certifie", "soussigne", "titulaire", "domicile", "address")

WANTED = (
    Wanted("holder", label("titulaires?(?: du contrat)?", "nom(?: et)? prenoms?", "client", "account holder"), NAME),
    Wanted(
        "address",
        label(
            "adresse(?: du (?:logement|domicile|titulaire|lieu de consommation))?",
            "(?:demeurant|domiciliee?|residant|hebergee?)(?: au| a| chez)?",
        ),
        TEXT,
    ),
    Wanted("issue_date", label("(?:faite? (?:a|en) [^\\d,]{2,30},? )?le(?= \\d)", "date"), DATE, 0),
)
_CERTIFIED = re.compile(
    r"(?:certifie que|atteste que|h[ée]berger) (?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle) "
    r"(?P<value>[A-ZÀ-ÖØ-Þ][\w'’-]*(?: [A-ZÀ-ÖØ-Þ][\w'’-]*){1,4})"
)


def find(paper: Paper) -> Iterator[Field]:
    """What such a paper attests."""
    if not speaks_of(paper, _SPEAKS, _ATTESTS):
        return
    fields = gather(paper, WANTED)
    if "holder" not in fields:
        fields |= {field.name: field for field in (*_certified(paper), *person_at_the_top(paper, "holder"))[:1]}
    if fields.keys() & {"holder", "address"}:
        yield from fields.values()


def _certified(paper: Paper) -> Iterator[Field]:
    for _, _, row in rows_of(paper):
        if found := _CERTIFIED.search(row.text):
            yield stated("holder", row, found.span("value"), " ".join(found["value"].split()))
            return

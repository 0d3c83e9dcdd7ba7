"""Social benefits, unemployment, pensions: what is paid to whom, for which period, and until when one may object."""

import re
from collections.abc import Iterator
from itertools import islice

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.periods import period
from lexo.understanding.papers.shapes import AMOUNT, DATE, NAME, NUMBER, TEXT, duration_of
from lexo.understanding.papers.wanted import Wanted, gather, rows_of, stated
from lexo.understanding.papers.wording import label, simple, speaks_of

_SPEAKS = (
    "caf", "allocations familiales", "france travail", "pole emploi", "assurance retraite", "carsat", "cnav", "msa",
    "agirc-arrco", "agirc", "allocataire", "demandeur d'emploi", "pension de retraite", "rsa",
)  # fmt: skip
_PAYS = ("allocation", "prestation", "droits", "indemnisation", "pension", "retraite", "aide")
_DURATION = re.compile(r"(?:de )?(?P<value>(?:\d{1,2}|un|deux|trois|quatre|six) mois|\d{1,3} jours)", re.IGNORECASE)
_BENEFITS = label(
    "revenu de solidarite active", "rsa", "prime d'activite", "aide (?:personnalisee au logement|au logement)", "apl",
    "allocations? familiales", "allocation de (?:rentree scolaire|logement \\w+|soutien familial)", "paje",
    "allocation (?:d'aide au retour a l'emploi|aux adultes handicapes)", "are", "aah", "complement familial",
    "pension de (?:retraite|reversion)", "retraite complementaire", "allocation chomage",
)  # fmt: skip

WANTED = (
    Wanted(
        "beneficiary_number",
        label(
            "(?:n°|numero) (?:d')?allocataire",
            "allocataire n°",
            "identifiant(?: france travail| pole emploi)?",
            "(?:n°|numero) de (?:dossier|retraite)",
        ),
        NUMBER,
    ),
    Wanted("beneficiary", label("allocataire", "beneficiaire", "nom"), NAME),
    Wanted(
        "amount",
        label(
            "montant (?:mensuel |total |net |verse )?"
            "(?:de (?:votre|l'|la|vos) ?(?:allocation|prestation|pension|aide|droits|prestations))?"
            "(?: est(?: fixee?)? (?:de|a)| s'eleve a)?",
            "total (?:verse|des prestations|paye)",
            "net (?:verse|paye|a payer)",
            "(?:montant )?verse",
            "vous (?:recevrez|percevrez)",
        ),
        AMOUNT,
    ),
    Wanted("daily_amount", label("(?:montant )?(?:journalier|allocation journaliere)(?: brut| net)?"), AMOUNT),
    Wanted("rights_start", label("(?:a compter|a partir) du", "point de depart", "date d'effet"), DATE),
    Wanted("payment_date", label("(?:date de )?(?:paiement|versement)(?: le| du)?", "verse le"), DATE),
    Wanted("reason", label("motif", "objet"), TEXT, 0),
)
_OF_A_BODY = re.compile(r"caisse(?: nationale)? (?:d[’']|des? )?$", re.IGNORECASE)
_APPEAL = re.compile(r"(?:recours|contester|contestation|r[ée]clamation)", re.IGNORECASE)
_FARTHEST = 120  # characters between the word for objecting and the time left for it


def find(paper: Paper) -> Iterator[Field]:
    """What a social body says."""
    if not speaks_of(paper, _SPEAKS, _PAYS):
        return
    fields = gather(paper, WANTED)
    if not fields.keys() & {"beneficiary_number", "amount", "daily_amount"}:
        return
    yield from fields.values()
    yield from period(paper)
    yield from _benefit(paper)
    yield from _appeal(paper)


def _benefit(paper: Paper) -> Iterator[Field]:
    for _, _, row in rows_of(paper):
        for found in islice(_BENEFITS.finditer(row.text), 4):
            is_acronym = len(found[0]) <= 4
            if (is_acronym and not found[0].isupper()) or _OF_A_BODY.search(row.text[: found.start()][-20:]):
                continue
            yield stated("benefit", row, found.span(), simple(found[0]))
            return


def _appeal(paper: Paper) -> Iterator[Field]:
    """ "Vous pouvez contester ... dans un délai de deux mois"."""
    for line in paper.lines:
        about = _APPEAL.search(line.text)
        within = _DURATION.search(line.text)
        if about is not None and within is not None and abs(within.start() - about.start()) <= _FARTHEST:
            yield stated("appeal_period", line, within.span("value"), duration_of(within["value"]) or within["value"])
            return

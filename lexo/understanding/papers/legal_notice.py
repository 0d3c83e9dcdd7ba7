"""Fines, bailiffs' acts, letters about the driving licence: what is claimed, by whom, and by when."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.shapes import DATE, MONEY, NAME, TEXT, WHOLE_AMOUNT, Shape, duration_of
from lexo.understanding.papers.wanted import Wanted, gather, rows_of, stated
from lexo.understanding.papers.wording import label, simple, speaks_of

_SPEAKS = (
    "avis de contravention", "amende", "commissaire de justice", "huissier de justice", "huissier",
    "mise en demeure", "injonction de payer", "commandement de payer", "retrait de point", "retrait de points",
    "assignation", "saisie-attribution", "capital de points",
)  # fmt: skip
_CLAIMS = ("payer", "paiement", "point", "infraction", "creancier", "tribunal", "reglement", "delai", "majoree")

_REFERENCE = Shape(
    re.compile(r"(?:n ?[°ºo] ?)?(?P<value>\d(?:[ .]?\d){9,15}|(?=[\w./-]*\d)[A-Z0-9][A-Z0-9./-]{4,24})(?!\w)"),
    lambda text: re.sub(r"[ .]", "", text),
)
_EUROS = Shape(
    re.compile(MONEY.pattern + r"|(?:\d{1,3}(?: \d{3})*) ?(?:€|euros?)(?!\w)", re.IGNORECASE), WHOLE_AMOUNT.normalized
)
_POINTS = Shape(re.compile(r"(?P<value>\d{1,2})(?: points?)?(?!\w)", re.IGNORECASE), lambda text: text)
_DELAY = re.compile(
    r"d[ée]lai de (?P<value>(?:\d{1,3}|un|deux|trois|huit|quinze|trente|quarante-cinq)(?: \(\d+\))? (?:jours?|mois))",
    re.IGNORECASE,
)
_LOST = re.compile(r"(?:retrait|perte|retir[ée]s?|perdez|perdus?) (?:de )?(?P<value>\d{1,2}) points?", re.IGNORECASE)

WANTED = (
    Wanted(
        "fine_number",
        label(
            "(?:n°|numero) (?:de l'|d')?avis(?: de contravention)?",
            "avis de contravention n°",
            "(?:n°|numero) de telepaiement",
            "reference de l'amende",
        ),
        _REFERENCE,
    ),
    Wanted(
        "reference",
        label(
            "(?:nos? |vos? )?references?(?: (?:du )?dossier| a rappeler)?",
            "(?:n°|numero) (?:de |du )?dossier",
            "dossier n°",
        ),
        _REFERENCE,
    ),
    Wanted("claimant", label("creancier", "demandeur", "(?:a la )?requete de", "pour le compte de"), NAME, 1),
    Wanted(
        "offence",
        label(
            "(?:nature (?:de l')?|description de l'|libelle de l')?infraction(?: constatee| relevee)?",
            "nature de la contravention",
            "motif",
        ),
        TEXT,
    ),
    Wanted(
        "offence_date",
        label("(?:date de l')?infraction(?: commise)? le", "date (?:et heure )?de l'infraction", "constatee? le"),
        DATE,
    ),
    Wanted("offence_place", label("lieu de l'infraction"), TEXT, 1),
    Wanted(
        "plate",
        label("immatriculation(?: du vehicule)?"),
        Shape(
            re.compile(r"[A-HJ-NP-TV-Z]{2}[ -]?\d{3}[ -]?[A-HJ-NP-TV-Z]{2}(?!\w)"),
            lambda text: re.sub(r"[ -]", "", text),
        ),
    ),
    Wanted(
        "amount",
        label(
            "(?:montant de l')?amende(?: forfaitaire)?(?! forfaitaire| minoree| majoree)(?: de| est de)?",
            "montant (?:total )?(?:du|de la dette|reclame|a payer|de la creance)",
            "(?:la )?somme (?:totale )?de",
            "total (?:du|a payer)",
        ),
        _EUROS,
    ),
    Wanted("reduced_amount", label("amende (?:forfaitaire )?minoree(?: de)?"), _EUROS),
    Wanted("increased_amount", label("amende (?:forfaitaire )?majoree(?: de)?"), _EUROS),
    Wanted(
        "points",
        label("points? (?:retires?|perdus?)", "nombre de points(?: retires?)?", "retrait de points?"),
        _POINTS,
        1,
    ),
    Wanted("points_left", label("(?:solde|capital)(?: de)? points?(?: restants?)?", "points restants"), _POINTS, 1),
    Wanted(
        "due_date",
        label("(?:a payer |payable )?(?:avant|jusqu'au|au plus tard)(?: le)?", "date limite(?: de paiement)?"),
        DATE,
        1,
    ),
)


def find(paper: Paper) -> Iterator[Field]:
    """What such a paper claims."""
    if not speaks_of(paper, _SPEAKS, _CLAIMS):
        return
    fields = gather(paper, WANTED)
    fields |= {field.name: field for field in _said(paper) if field.name not in fields}
    if fields.keys() & {"fine_number", "reference", "amount", "points", "offence", "claimant"}:
        yield from fields.values()


def _said(paper: Paper) -> Iterator[Field]:
    """What stands in the middle of sentences: how many points are lost, how much time is left."""
    for name, pattern in (("points", _LOST), ("deadline", _DELAY)):
        for _, _, row in rows_of(paper):
            found = pattern.search(row.text)
            if found is not None:
                said = found["value"]
                yield stated(name, row, found.span("value"), duration_of(said) or simple(said))
                break

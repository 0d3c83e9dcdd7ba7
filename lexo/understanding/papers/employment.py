"""Work contracts, certificates of work and final settlements: who works for whom, as what, since when."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.parties import siret_of
from lexo.understanding.papers.shapes import DATE, MONEY, NAME, TEXT, WHOLE_AMOUNT, Shape, days_in, duration_of
from lexo.understanding.papers.wanted import Wanted, gather, rows_of, stated
from lexo.understanding.papers.wording import label, simple, speaks_of

_SPEAKS = (
    "contrat de travail", "contrat a duree indeterminee", "contrat a duree determinee", "certificat de travail",
    "solde de tout compte", "attestation employeur", "attestation d'employeur", "promesse d'embauche",
    "employment contract", "employment agreement", "contrat d'apprentissage", "avenant au contrat",
)  # fmt: skip
_WORK = ("employeur", "salarie", "societe", "engage", "employee", "employer", "poste", "fonctions")
_NOT_A_CONTRACT = ("bulletin de paie", "bulletin de salaire", "bulletin de paye")

_EUROS = Shape(
    re.compile(r"(?:de )?(?P<value>" + MONEY.pattern + r"|\d{1,3}(?: \d{3})* ?(?:€|euros?))(?!\w)", re.IGNORECASE),
    WHOLE_AMOUNT.normalized,
)
_TIME = re.compile(
    r"(?P<value>(?:\d{1,2}|un|deux|trois|quatre|six|huit) (?:\(\w{1,8}\) )?(?:mois|semaines?|jours?))", re.IGNORECASE
)
_DURATION = Shape(_TIME, duration_of)
_HOURS = Shape(
    re.compile(r"(?:de )?(?P<value>\d{1,3}(?:[.,]\d{1,2})?) ?(?:h|heures?)(?!\w)", re.IGNORECASE),
    lambda text: text.replace(",", "."),
)
_CIVIL = r"(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)"
_NAMED = r"[A-ZÀ-ÖØ-Þ][\w'’-]*(?: [A-ZÀ-ÖØ-Þ][\w'’-]*){1,4}"
_ENGAGED = re.compile(
    rf"{_CIVIL} (?P<value>{_NAMED})(?=,? (?:est|a [ée]t[ée]) (?:engag|embauch|employ|recrut)"
    r"|,? a (?:travaill|occup)|,? n[ée]e? le|,? demeurant)"
)
_FIRM = re.compile(
    r"(?:[Ll]a |[Ll][’'])(?:[Ss]oci[ée]t[ée]|[Aa]ssociation|[Ee]ntreprise) "
    r"(?P<value>[A-ZÀ-ÖØ-Þ][\w&.’'-]*(?: [A-ZÀ-ÖØ-Þ&][\w&.’'-]*){0,5})"
)
_ENGAGES = re.compile(r"engag[ée]|conclu|embauch[ée]|a travaill[ée]|employ[ée]e? ", re.IGNORECASE)
_TYPES = (
    ("CDI", label("contrat (?:de travail )?a duree indeterminee", "cdi")),
    ("CDD", label("contrat (?:de travail )?a duree determinee", "cdd")),
    ("apprentissage", label("contrat d'apprentissage")),
    ("intérim", label("contrat de mission", "interim(?:aire)?")),
)
_AS = re.compile(
    r"(?:en qualit[ée]|aux fonctions|au poste|l[’']emploi) (?:de|d[’']) ?(?P<value>[^\W\d_][^,.;:()]{2,50})",
    re.IGNORECASE,
)

WANTED = (
    Wanted("employer_name", label("(?:l')?employeur", "raison sociale", "entreprise", "employer"), NAME),
    Wanted("employee_name", label("(?:le |la )?salarie(?: ?\\(e\\)|e)?", "employee"), NAME),
    Wanted(
        "start_date",
        label(
            "(?:a compter|a partir) du",
            "date d'(?:embauche|entree)",
            "prend(?:ra)? effet (?:le|au)",
            "entre en vigueur le",
            "debut(?: du contrat)?(?: le)?",
            "start date",
        ),
        DATE,
    ),
    Wanted(
        "end_date",
        label(
            "(?:et )?(?:prendra fin|se terminera|jusqu')(?: le|au)",
            "date de (?:sortie|fin(?: de contrat)?)",
            "terme(?: du contrat)?",
            "end date",
        ),
        DATE,
    ),
    Wanted("job_title", label("(?:poste|emploi|fonction)s?(?: occupee?s?)?", "qualification", "job title"), TEXT, 1),
    Wanted(
        "salary",
        label(
            "(?:remuneration|salaire)(?: \\w+){0,2} (?:brute?|mensuelle?|annuelle?)"
            "(?: (?:de|de base|est|fixee?|a|s'eleve|mensuelle?|brute?|annuelle?)){0,6}",
            "salaire(?: de base)?",
            "salary",
        ),
        _EUROS,
    ),
    Wanted(
        "trial_period",
        label("periode d'essai(?: est)?(?: fixee a| de| d'une duree de)?", "trial period(?: of)?"),
        _DURATION,
        0,
    ),
    Wanted(
        "notice_period", label("(?:delai de )?preavis(?: est)?(?: fixe a| de)?", "notice period(?: of)?"), _DURATION, 0
    ),
    Wanted(
        "working_time",
        label(
            "(?:duree|temps|horaire) (?:hebdomadaire |mensuelle? )?(?:du|de) travail"
            "(?: hebdomadaire| mensuelle?)?(?: est)?(?: fixee? a| de)?",
            "horaire hebdomadaire",
            "working time",
        ),
        _HOURS,
        0,
    ),
    Wanted("collective_agreement", label("convention collective(?: applicable| nationale)?"), TEXT, 1),
)


def find(paper: Paper) -> Iterator[Field]:
    """What such a paper agrees or attests."""
    if not speaks_of(paper, _SPEAKS, _WORK) or speaks_of(paper, _NOT_A_CONTRACT):
        return
    fields = gather(paper, WANTED)
    for name, pattern in (("employee_name", _ENGAGED), ("employer_name", _FIRM), ("job_title", _AS)):
        if name not in fields:
            fields |= {field.name: field for field in _said(paper, name, pattern)}
    fields |= {field.name: field for field in _type(paper)}
    if "start_date" not in fields:
        fields |= {field.name: field for field in _from_to(paper)}
    if not fields.keys() & {"employer_name", "employee_name", "start_date", "job_title", "contract_type"}:
        return
    yield from fields.values()
    yield from siret_of(paper, "employer_siret")


def _type(paper: Paper) -> Iterator[Field]:
    for _, _, row in rows_of(paper):
        for name, wording in _TYPES:
            if found := wording.search(row.text):
                yield stated("contract_type", row, found.span(), name)
                return


def _from_to(paper: Paper) -> Iterator[Field]:
    """ "engagé du 1er mars 2025 au 31 août 2025"."""
    for _, _, row in rows_of(paper):
        days = days_in(row.text) if _ENGAGES.search(row.text) else []
        if len(days) == 2 and days[0][1] < days[1][1]:
            for name, (span, iso) in zip(("start_date", "end_date"), days, strict=True):
                yield stated(name, row, span, iso)
            return


def _said(paper: Paper, name: str, pattern: re.Pattern[str]) -> Iterator[Field]:
    """What a sentence says."""
    for _, _, row in rows_of(paper):
        found = pattern.search(row.text)
        if found is not None and simple(found["value"]) not in ("le", "la"):
            yield stated(name, row, found.span("value"), " ".join(found["value"].split()))
            return

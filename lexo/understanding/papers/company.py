"""Kbis extracts, Sirene notices, articles, papers of Urssaf: what a firm is and who runs it."""

import re
from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.shapes import ANY_MONEY, DATE, NAME, TEXT, WHOLE_AMOUNT, Shape, digits
from lexo.understanding.papers.wanted import Wanted, gather, proved, values
from lexo.understanding.papers.wording import label, simple, speaks_of

_SPEAKS = (
    "extrait kbis", "kbis", "k bis", "situation au repertoire sirene", "repertoire sirene", "statuts", "urssaf",
    "immatriculation principale", "registre du commerce", "certificate of incorporation",
)  # fmt: skip
_FIRMS = ("denomination", "raison sociale", "capital", "siren", "siege", "gerant", "president", "etablissement")
_NOT_A_REGISTER = ("facture", "bulletin de", "net a payer", "devis", "bon de commande", "contrat de travail")

_FORM = Shape(
    re.compile(
        r"(?:soci[ée]t[ée] [^\W\d_]+(?: [^\W\d_]+){0,5}|entrepreneur individuel|entreprise individuelle"
        r"|association[^,;:]{0,30}|SARL|SASU?|SA|SCI|SNC|EURL|SELARL|EI|SCOP|GIE)(?![^\W\d_])",
        re.IGNORECASE,
    ),
    lambda text: " ".join(text.split()),
)
_CAPITAL = Shape(re.compile(r"(?:de )?(?P<value>" + ANY_MONEY.pattern + ")", re.IGNORECASE), WHOLE_AMOUNT.normalized)
_SIREN = Wanted(
    "siren",
    label(
        "(?:(?:n°|numero) )?(?:d')?(?:identification )?"
        "(?:siren|immatriculation(?: au rcs)?)(?: \\(siren\\))?(?:, numero)?"
    ),
    digits(9),
)

WANTED = (
    Wanted(
        "company_name",
        label("denomination(?: (?:sociale|ou raison sociale))?", "raison sociale(?: / denomination)?"),
        NAME,
    ),
    Wanted("trade_name", label("nom commercial", "enseigne", "sigle"), NAME, 1),
    Wanted("legal_form", label("forme (?:juridique|sociale)", "categorie juridique"), _FORM),
    Wanted("capital", label("capital(?: social)?(?: fixe)?"), _CAPITAL),
    Wanted(
        "registered_office",
        label("(?:adresse du )?siege(?: social)?(?: \\(adresse\\))?", "adresse de l'etablissement principal"),
        TEXT,
    ),
    Wanted("manager", label("gerante?", "presidente?(?: directeur general)?", "directeur general", "dirigeant"), NAME),
    Wanted("manager", label("nom, prenoms?"), NAME, 0),
    Wanted("activity", label("activites?(?: principales?(?: exercees?)?)?(?: \\(ape\\))?", "objet social"), TEXT, 1),
    Wanted(
        "registration_date",
        label(
            "date d'immatriculation",
            "immatriculee? (?:depuis )?le",
            "debut d'activite",
            "date de (?:creation|commencement d'activite)",
        ),
        DATE,
    ),
    Wanted("issue_date", label("(?:extrait )?(?:delivre|a jour|edite)(?:e?)? (?:le|au)", "a jour au"), DATE),
)


def find(paper: Paper) -> Iterator[Field]:
    """What a register says of a firm."""
    if not speaks_of(paper, _SPEAKS, _FIRMS) or speaks_of(paper, _NOT_A_REGISTER):
        return
    fields = gather(paper, WANTED)
    if not fields.keys() & {"company_name", "legal_form", "manager", "registered_office"}:
        return
    if "company_name" in fields and simple(fields["company_name"].value) in ("ou raison sociale", "sociale"):
        del fields["company_name"]
    yield from fields.values()
    yield from _siren(paper)


def _siren(paper: Paper) -> Iterator[Field]:
    from stdnum.fr import siren  # not while the server starts

    for value in values(paper, _SIREN):
        if siren.is_valid(value.normalized):
            yield proved(value.field("siren"), "siren_check_digit")
            return

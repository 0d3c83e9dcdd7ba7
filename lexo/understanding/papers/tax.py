"""Notices of income tax and of property tax: whose, for which year, how much, by when.

What stands on them: the 2D-Doc types 04 and 28, and public specimens of impots.gouv.fr. The number of a taxpayer
carries check digits: python-stdnum `fr.nif`.
"""

from collections.abc import Iterator

from lexo.facts import Field
from lexo.understanding.paper import Paper
from lexo.understanding.papers.shapes import DATE, DECIMAL, NAME, NUMBER, TEXT, WHOLE_AMOUNT, YEAR, digits
from lexo.understanding.papers.wanted import Wanted, gather, proved, values
from lexo.understanding.papers.wording import label, speaks_of

_INCOME = ("impot sur le revenu", "impot sur les revenus", "impots sur les revenus", "revenu fiscal de reference")
_INCOME_NOTICE = ("avis d'impot", "avis de situation declarative", "avis d'imposition", "revenu fiscal de reference")
_PROPERTY = ("taxe fonciere", "taxes foncieres", "taxe d'habitation", "taxes d'habitation")
_PROPERTY_NOTICE = ("avis d'impot", "avis de taxe", "avis d'imposition", "numero fiscal", "date limite de paiement")

_TAX_NUMBER = Wanted(
    "tax_number",
    label("(?:numero|n°) fiscal(?: \\(?(?:du )?declarant [12]\\)?| de reference)?(?: \\([^()]{0,20}\\))?", "spi"),
    digits(13),
)
_REFERENCE = Wanted("notice_reference", label("reference (?:de l')?avis(?: d'impot)?", "ref avis"), digits(13))

INCOME = (
    _REFERENCE,
    Wanted(
        "tax_year",
        label("(?:impots?|revenus?|avis d'impot)(?: sur les revenus)? (?:de l'annee|de|annee)", "annee des revenus"),
        YEAR,
    ),
    Wanted("reference_tax_income", label("revenu fiscal de reference(?: \\([^()]{0,30}\\))?", "rfr"), WHOLE_AMOUNT),
    Wanted("household_parts", label("nombre de parts?", "nb(?:re)? de parts?"), DECIMAL),
    Wanted(
        "net_tax",
        label("(?:montant de l'|total de l')?impot (?:sur le revenu )?net", "total de votre imposition"),
        WHOLE_AMOUNT,
    ),
    Wanted(
        "left_to_pay",
        label(
            "(?:il vous )?reste a payer", "(?:montant|solde) (?:restant )?a payer", "montant qu'il vous reste a payer"
        ),
        WHOLE_AMOUNT,
    ),
    Wanted(
        "refund",
        label(
            "(?:montant|somme) (?:qui vous sera )?(?:restituee?|remboursee?)",
            "(?:il|montant qui) vous sera (?:restitue|rembourse)",
        ),
        WHOLE_AMOUNT,
    ),
    Wanted("collection_date", label("(?:date de )?mise en recouvrement"), DATE),
    Wanted("issue_date", label("(?:date d')?etablissement", "etabli"), DATE),
    Wanted("due_date", label("date limite de paiement", "a payer (?:au plus tard|avant) le"), DATE),
    Wanted("declarant_1", label("(?:nom (?:du )?)?declarant 1"), NAME),
    Wanted("declarant_2", label("(?:nom (?:du )?)?declarant 2"), NAME),
)
PROPERTY = (
    _REFERENCE,
    Wanted("fip", label("(?:numero|n°) fip", "fip"), NUMBER),
    Wanted("commune", label("commune"), TEXT),
    Wanted(
        "tax_year",
        label("taxes? (?:foncieres?|d'habitation)(?: sur les [^\\d]{4,30})?(?: pour| de)?(?: l'annee)?", "annee"),
        YEAR,
    ),
    Wanted("tax_base", label("base(?: d'imposition| nette| du foncier bati)?", "revenu cadastral"), WHOLE_AMOUNT, 0),
    Wanted(
        "grand_total",
        label(
            "montant (?:total )?de (?:votre |l')impot",
            "total de (?:votre |l')impot",
            "montant total de (?:votre|la) taxe",
        ),
        WHOLE_AMOUNT,
    ),
    Wanted(
        "due_payable",
        label("(?:montant|somme) a payer", "(?:vous devez|il vous reste a) payer", "reste a payer", "net a payer"),
        WHOLE_AMOUNT,
    ),
    Wanted(
        "due_date",
        label(
            "date limite de paiement",
            "(?:a payer|payable|au plus tard|paiement) (?:avant|jusqu'au|au plus tard)(?: le)?",
        ),
        DATE,
    ),
    Wanted("collection_date", label("(?:date de )?mise en recouvrement"), DATE),
    Wanted("property_address", label("adresse (?:du bien|de la propriete|d'imposition)"), TEXT),
)


def find(paper: Paper) -> Iterator[Field]:
    """What a notice of tax says."""
    is_property = speaks_of(paper, _PROPERTY, _PROPERTY_NOTICE)
    if not is_property and not speaks_of(paper, _INCOME, _INCOME_NOTICE):
        return
    yield from gather(paper, PROPERTY if is_property else INCOME).values()
    yield from _tax_numbers(paper)


def _tax_numbers(paper: Paper) -> Iterator[Field]:
    from stdnum.fr import nif  # not while the server starts

    for value in values(paper, _TAX_NUMBER):
        if nif.is_valid(value.normalized):
            yield proved(value.field("tax_number"), "tax_number_check_digits")

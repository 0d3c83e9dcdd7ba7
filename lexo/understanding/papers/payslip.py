"""Payslips: who pays whom for which month, from gross to net, and the one sum that every French payslip states.

The printed lines follow art. R. 3243-1 of the Code du travail: net à payer avant impôt - impôt prélevé à la source =
net payé. Reimbursements and advances may stand between them, so a sum that does not come out proves nothing wrong.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from lexo.facts import Field
from lexo.understanding.paper import Paper, Row
from lexo.understanding.papers.parties import firm_at_the_top, person_at_the_top, siret_of
from lexo.understanding.papers.periods import month_alone, period
from lexo.understanding.papers.shapes import AMOUNT, DATE, DECIMAL, MONEY, NAME, TEXT
from lexo.understanding.papers.wanted import Wanted, amounts_after, gather, number, proved, rows_of, stated
from lexo.understanding.papers.wording import label, speaks_of

_CENT = Decimal("0.01")
_SPEAKS = ("bulletin de paie", "bulletin de salaire", "bulletin de paye", "fiche de paie", "fiche de paye", "payslip")
_PAYS = ("net a payer", "net paye", "net imposable", "salaire brut", "net pay", "gross")

_TOTALLED = label("cumul\\w*", "annuel\\w*")

WANTED = (
    Wanted("employer_name", label("employeur", "raison sociale", "entreprise", "employer"), NAME),
    Wanted(
        "employee_name",
        label("salarie(?: \\(e\\)|\\(e\\))?", "nom(?: et)? prenoms?", "nom du salarie", "employee"),
        NAME,
    ),
    Wanted(
        "gross_pay",
        label("(?:total )?salaire brut(?: total| mensuel)?", "total brut", "remuneration brute", "gross pay"),
        AMOUNT,
        0,
    ),
    Wanted("net_social", label("(?:montant )?net social"), AMOUNT, 0),
    Wanted("net_before_tax", label("net a payer avant impots?(?: sur le revenu)?"), AMOUNT, 0),
    Wanted(
        "net_taxable",
        label("(?:montant )?net (?:fiscal|imposable)(?: du mois)?", "salaire net imposable", "net fiscal imposable"),
        AMOUNT,
        unless=_TOTALLED,
    ),
    Wanted(
        "net_pay",
        label(
            "net a payer(?: au salarie)?(?: \\(?(?:en )?euros?\\)?)?(?! avant)",
            "net (?:a payer )?apres impots?(?: sur le revenu)?",
            "net paye(?: en euros)?",
            "net pay",
        ),
        AMOUNT,
    ),
    Wanted(
        "hours",
        label("heures (?:payees|travaillees|remunerees)(?: du mois)?", "horaire mensuel", "nombre d'heures"),
        DECIMAL,
    ),
    Wanted(
        "payment_date",
        label("(?:date de )?paiement(?: le| du)?", "paye(?:e)? le", "date de (?:virement|reglement)"),
        DATE,
    ),
    Wanted("collective_agreement", label("convention(?: collective)?(?: nationale)?", "ccn?"), TEXT, 1),
    Wanted("job_title", label("emploi(?: occupe)?", "poste(?: occupe)?", "fonction", "job title"), TEXT, 1),
    Wanted("gross_pay_year", label("cumul (?:annuel )?(?:du )?(?:salaire )?brut", "brut (?:cumule|annuel)"), AMOUNT),
    Wanted(
        "net_taxable_year", label("cumul (?:annuel )?(?:du )?(?:net )?imposable", "(?:net )?imposable cumule"), AMOUNT
    ),
    Wanted("income_tax_year", label("cumul (?:annuel )?(?:du )?(?:pas|impot)", "(?:pas|impot) cumule"), AMOUNT),
)
_WITHHELD = label(
    "impots?(?: sur le revenu)? preleves? a la source", "prelevement a la source", "retenue a la source", "montant pas"
)
_RATE = re.compile(r"(?<![\d,.])(\d{1,2}[.,]\d{1,2})\s?%")
_PERIOD = label(
    "periode(?: de paie| du)?",
    "paie du(?: mois de)?",
    "mois(?: de)?",
    "bulletin de (?:paie|paye|salaire)(?: du mois)?(?: de| du)?",
)


def find(paper: Paper) -> Iterator[Field]:
    """What a payslip says."""
    if not speaks_of(paper, _SPEAKS, _PAYS):
        return
    fields = gather(paper, WANTED)
    fields |= {field.name: field for field in _withheld(paper, fields.get("net_before_tax"), fields.get("net_pay"))}
    before, tax, paid = (number(fields, name) for name in ("net_before_tax", "income_tax_withheld", "net_pay"))
    if before is not None and tax is not None and paid is not None and abs(before - abs(tax) - paid) <= _CENT:
        for name in ("net_before_tax", "income_tax_withheld", "net_pay"):
            fields[name] = proved(fields[name], "sum")
    yield from fields.values()
    yield from list(period(paper, _PERIOD)) or month_alone(paper)
    if "employer_name" not in fields:
        yield from firm_at_the_top(paper, "employer_name")
    if "employee_name" not in fields:
        yield from person_at_the_top(paper, "employee_name")
    yield from siret_of(paper, "employer_siret")


def _withheld(paper: Paper, before: Field | None, paid: Field | None) -> Iterator[Field]:
    """The tax taken off: of the numbers in its row that which makes the sum, else the last of base, rate, amount."""
    for _, _, row in rows_of(paper):
        found = _WITHHELD.search(row.text)
        amounts = amounts_after(row, found.end(), MONEY) if found else []
        if not amounts:
            continue
        spans = [(start, end) for start, end, _ in amounts]
        place = _that_makes_the_sum([text for *_, text in amounts], before, paid)
        yield _amount(row, spans[place if place is not None else min(len(spans) - 1, 2)])
        rate = _RATE.search(row.text, found.end() if found else 0)
        if rate is None and len(amounts) >= 3:
            text = row.text[slice(*spans[1])]
            yield stated("income_tax_rate", row, spans[1], text.replace(",", "."))
        elif rate is not None:
            yield stated("income_tax_rate", row, rate.span(), rate[1].replace(",", "."))
        return


def _that_makes_the_sum(texts: list[str], before: Field | None, paid: Field | None) -> int | None:
    if before is None or paid is None:
        return None
    difference = Decimal(before.normalized) - Decimal(paid.normalized)
    amounts = [AMOUNT.normalized(text) for text in texts]
    return next((at for at, each in enumerate(amounts) if each and abs(abs(Decimal(each)) - difference) <= _CENT), None)


def _amount(row: Row, span: tuple[int, int]) -> Field:
    normalized = AMOUNT.normalized(row.text[slice(*span)]) or "0.00"
    return stated("income_tax_withheld", row, span, normalized.lstrip("-"))

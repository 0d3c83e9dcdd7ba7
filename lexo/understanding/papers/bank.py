"""Bank statements and bank details: whose account, its balances, its operations, and the sum that proves them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from lexo.facts import Field
from lexo.understanding.paper import Paper, Row
from lexo.understanding.papers.operations import operations_of
from lexo.understanding.papers.parties import is_name
from lexo.understanding.papers.periods import period
from lexo.understanding.papers.shapes import AMOUNT, MONEY, NAME, TEXT, days_in
from lexo.understanding.papers.wanted import Wanted, amounts_after, gather, number, proved, rows_of, stated
from lexo.understanding.papers.wording import label, speaks_of

_STATEMENT = (
    "releve de compte", "releve de vos comptes", "releve bancaire", "extrait de compte", "bank statement",
    "releve d'operations", "account statement", "nouveau solde", "ancien solde", "balance forward",
)  # fmt: skip
_BALANCES = ("solde", "balance")
_DETAILS = ("releve d'identite bancaire", "identite bancaire", "rib", "titulaire du compte", "account holder")
_DETAILS_TOO = ("iban", "code banque", "domiciliation")

_CENT = Decimal("0.01")
_OPENING = label(
    "(?:ancien|precedent) solde", "solde (?:initial|precedent|de depart|anterieur)",
    "solde (?:en |au )?debut de periode",
    "report(?: du)? solde", "(?:opening|previous) balance", "balance forward",
)  # fmt: skip
_CLOSING = label(
    "nouveau solde", "solde (?:final|nouveau)", "solde (?:en |a la )?fin de (?:periode|mois)", "(?:closing|new) balance"
)
_AT_A_DAY = label("solde (?:crediteur|debiteur)?(?: en euros)?(?: au)(?= \\d)", "solde (?:crediteur|debiteur)")
_TOTALS = label("total des (?:operations|mouvements)", "totaux(?: des mouvements)?", "total (?:de la )?periode")
_IN_DEBT = label("debiteur", "debit", "overdrawn", "dr")
_BANK = label(
    "banque", "bank", "credit \\w+", "caisse (?:d'epargne|regionale)", "societe generale", "bnp", "lcl", "cic"
)
_HOLDER = Wanted(
    "account_holder", label("titulaires?(?: du compte)?", "intitule du compte", "account (?:holder|owner|name)"), NAME
)
_TOTAL_DEBITS = Wanted(
    "total_debits", label("total (?:des )?debits?", "total (?:des )?depenses", "total debits"), AMOUNT, 0
)
_TOTAL_CREDITS = Wanted("total_credits", label("total (?:des )?credits?", "total credits"), AMOUNT, 0)
DETAILS = (
    _HOLDER,
    Wanted("bank_name", label("(?:nom de la )?banque", "etablissement(?: bancaire)?", "bank(?: name)?"), NAME),
    Wanted("branch", label("domiciliation", "agence(?: de)?", "branch"), TEXT),
)


def find(paper: Paper) -> Iterator[Field]:
    """What a bank says of an account."""
    if speaks_of(paper, _STATEMENT, _BALANCES):
        yield from _statement(paper)
    elif speaks_of(paper, _DETAILS, _DETAILS_TOO):
        yield from gather(paper, DETAILS).values()


def _statement(paper: Paper) -> Iterator[Field]:
    fields = gather(paper, (_HOLDER, _TOTAL_DEBITS, _TOTAL_CREDITS))
    for field in (*_balances(paper), *_totals(paper)):
        fields.setdefault(field.name, field)
    operations = operations_of(paper)
    if operations is not None:
        fields["operations"] = operations
    yield from _checked(fields).values()
    yield from list(period(paper)) or _between_balances(paper)
    yield from _bank(paper)


def _between_balances(paper: Paper) -> Iterator[Field]:
    """The period from the day of the old balance to that of the new one."""
    days: list[Field] = []
    for _, _, row in rows_of(paper):
        _, found = _named(row)
        first = days_in(row.text, found.start())[:1] if found and MONEY.search(row.text, found.end()) else []
        days += [stated("", row, span, iso) for span, iso in first]
    days.sort(key=lambda field: field.normalized)
    if len(days) >= 2 and days[0].normalized < days[-1].normalized:
        yield replace(days[0], name="period_start")
        yield replace(days[-1], name="period_end")


def _bank(paper: Paper) -> Iterator[Field]:
    """The bank in its letterhead."""
    for _, index, row in rows_of(paper):
        if index > 6:
            return
        for cell in row.cells:
            if _BANK.search(cell.text) and is_name(cell):
                yield stated("bank_name", cell, (0, len(cell.text)), " ".join(cell.text.split()))
                return


def _balances(paper: Paper) -> Iterator[Field]:
    """The account's state before and after: by their names, or by the days that they are said for."""
    dated: list[tuple[str, Field]] = []
    named: set[str] = set()
    for _, _, row in rows_of(paper):
        name, found = _named(row)
        if found is None:
            continue
        days = days_in(row.text, found.start())
        for field in _balance(row, found, name):
            if name and name not in named:
                named.add(name)
                yield field
            elif not name and days:
                dated.append((days[0][1], field))
    dated.sort(key=lambda each: each[0])
    if "opening_balance" not in named and len(dated) >= 2:
        yield replace(dated[0][1], name="opening_balance")
    if "closing_balance" not in named and (len(dated) >= 2 or (dated and "opening_balance" in named)):
        yield replace(dated[-1][1], name="closing_balance")


def _named(row: Row) -> tuple[str, re.Match[str] | None]:
    for name, wording in (("opening_balance", _OPENING), ("closing_balance", _CLOSING), ("", _AT_A_DAY)):
        if found := wording.search(row.text):
            return name, found
    return "", None


def _balance(row: Row, found: re.Match[str], name: str) -> Iterator[Field]:
    amounts = amounts_after(row, found.end(), MONEY)
    if amounts:
        start, end, text = amounts[-1]
        amount = Decimal(AMOUNT.normalized(text) or 0)
        if _IN_DEBT.search(row.text, found.start()) and amount > 0:
            amount = -amount
        yield stated(name, row, (start, end), format(amount, "f"))


def _totals(paper: Paper) -> Iterator[Field]:
    """The sums under the two columns: debits stand before credits on French statements."""
    for _, _, row in rows_of(paper):
        found = _TOTALS.search(row.text)
        amounts = amounts_after(row, found.end(), MONEY) if found else []
        if len(amounts) == 2:
            for name, (start, end, text) in zip(("total_debits", "total_credits"), amounts, strict=True):
                yield stated(name, row, (start, end), (AMOUNT.normalized(text) or "").lstrip("-"))
            return


def _checked(fields: dict[str, Field]) -> dict[str, Field]:
    """Mark what the sum of the statement proves: opening + credits - debits = closing."""
    opening, closing = number(fields, "opening_balance"), number(fields, "closing_balance")
    if opening is None or closing is None:
        return fields
    debits, credits_ = number(fields, "total_debits"), number(fields, "total_credits")
    if debits is not None and credits_ is not None and abs(opening + credits_ - debits - closing) <= _CENT:
        _prove(fields, "opening_balance", "closing_balance", "total_debits", "total_credits")
    rows = fields["operations"].rows if "operations" in fields else ()
    moved = sum((Decimal(row.get("credit") or 0) - Decimal(row.get("debit") or 0) for row in rows), Decimal(0))
    if rows and abs(opening + moved - closing) <= _CENT:
        _prove(fields, "opening_balance", "closing_balance", "operations")
    return fields


def _prove(fields: dict[str, Field], *names: str) -> None:
    for name in names:
        fields[name] = proved(fields[name], "balance")

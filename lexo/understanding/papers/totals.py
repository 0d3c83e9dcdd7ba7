"""The totals of an invoice, bill, receipt, quote or credit note: net, tax by rate, total, paid and due.

Labels say what an amount may be, and the sums decide: net + tax = total, basis x rate = tax, total - paid = due,
cash - change = total. Names are those of EN 16931.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from lexo.facts import Field, Proof, Source, Verdict
from lexo.understanding.fields.amounts import currency_in, formatted, normalized
from lexo.understanding.paper import Paper
from lexo.understanding.papers.tickets import is_ticket
from lexo.understanding.papers.totals_candidates import Candidate, candidates_of
from lexo.understanding.papers.totals_labels import fold
from lexo.understanding.papers.totals_mending import mended_candidates
from lexo.understanding.papers.totals_rows import Reading, readings_of
from lexo.understanding.papers.totals_solve import Ledger, Solution, paid_sums, ranked, solve
from lexo.understanding.papers.totals_taxes import TaxRow, sum_of, tax_rows
from lexo.understanding.papers.totals_words import Role

_OTHER_PAPERS = re.compile(
    r"bulletin de (?:paie|paye|salaire)|fiche de paie|releve de compte|account statement|kontoauszug"
)
_EXEMPT = re.compile(
    r"tva non applicable|non assujetti|293 ?b|autoliquidation|auto-liquidation|exoner\w+ de (?:la )?tva|reverse charge"
    r"|steuerschuldnerschaft|kleinunternehmer|franchise en base|livraison intra|not subject to vat|vat exempt"
)
_TRADE = re.compile(
    r"\b(?:facture|invoice|rechnung|factuur|factura|fattura|receipt|recu|ticket|devis|quotation|quote|avoir|quittance|note"
    r"|commande|echeance|prelevement|reglement|gst|tva|vat|mwst|btw|ttc|unitaire|unit price|cash|change|especes|carte"
    r"|bill|kassenbon|bon)\b"
)
_PAYMENT = re.compile(
    r"virement|cheque|carte|prelevement|regle|paiement|payment|paid|transfer|uberweisung|zahlung|acompte"
)
_BEGINNING = 4000  # characters of a paper in which it says what it is
_FIGURES = re.compile(r"\d{4}")
_GUESSED = 0.5  # the score of a total that no label names
_WEAKEST = 1.2  # a total below this score is no total


def find(paper: Paper) -> Iterator[Field]:
    """The totals that are printed, most of them proven by each other."""
    yield from totals_of(paper, readings_of(paper))


def totals_of(paper: Paper, readings: Sequence[Reading]) -> Iterator[Field]:
    """The same, of a paper whose rows are read already."""
    if not any(reading.labels for reading in readings):
        return
    beginning = fold(paper.text[:_BEGINNING])
    if _OTHER_PAPERS.search(beginning):
        return
    is_exempt = any(_EXEMPT.search(reading.folded.text) for reading in readings)
    ledger, solution = _solved(readings, is_exempt=is_exempt)
    if solution is None or solution.score < _WEAKEST:
        return
    if not (_is_trade(ledger, solution, beginning) or is_ticket(paper)):
        return
    yield from _fields(ledger, solution, readings)


def _solved(readings: Sequence[Reading], *, is_exempt: bool) -> tuple[Ledger, Solution | None]:
    """As read; where no sum holds, again with misread amounts mended, which then must hold in one way only."""
    candidates, mended = candidates_of(readings), mended_candidates(readings)
    dues = [each for each in mended if each.role is Role.DUE]
    ledger = _ledger(readings, [*candidates, *dues], is_exempt=is_exempt)
    solution = solve(ledger)
    if solution is not None and solution.holds:
        return ledger, solution
    if len(mended) > len(dues):
        other = _ledger(readings, [*candidates, *mended], is_exempt=is_exempt)
        better = solve(other)
        if better is not None and better.holds and _is_the_only_one(other, better):
            return other, better
    return ledger, solution


def _ledger(readings: Sequence[Reading], candidates: Sequence[Candidate], *, is_exempt: bool) -> Ledger:
    printed: dict[Decimal, Candidate] = {}
    times: Counter[Decimal] = Counter()
    for reading in readings:
        for amount in reading.money:
            times[amount.value] += 1
            printed[amount.value] = Candidate(
                Role.OTHER, amount.value, 0.0, reading, amount.start, amount.end, amount.currency
            )
    return Ledger(ranked(candidates, times), tax_rows(readings), printed, times, is_exempt)


def _is_the_only_one(ledger: Ledger, chosen: Solution) -> bool:
    """Whether no other mended amount would make the same sum hold."""
    parts = (chosen.gross, chosen.net, chosen.tax)
    mended = [part for part in parts if part is not None and part.is_mended]
    if len(mended) != 1:
        return not mended
    part = mended[0]
    total = sum(
        1
        for other in ledger.by_role.get(part.role, ())
        if other.is_mended and abs(other.value - part.value) <= Decimal("0.04")
    )
    return total == 1


def _is_trade(ledger: Ledger, solution: Solution, beginning: str) -> bool:
    """Whether this is a paper about money that is owed, rather than any table with a total."""
    if solution.holds or solution.gross.currency or _TRADE.search(beginning):
        return True
    return any(ledger.by_role.get(role) for role in (Role.TAX, Role.DUE, Role.CASH, Role.CHANGE, Role.NET))


def _fields(ledger: Ledger, solution: Solution, readings: Sequence[Reading]) -> Iterator[Field]:
    gross, net, tax = solution.gross, solution.net, solution.tax
    currency = gross.currency or _currency(readings)
    is_false = not solution.holds and _is_false(ledger, solution)
    holds = solution.holds and not (gross.score <= _GUESSED and _is_unread(readings))
    verdict = Verdict.VERIFIED if holds else Verdict.CONTRADICTED if is_false else Verdict.PLAUSIBLE
    yield _field("grand_total", gross, verdict, currency)
    if net is not None and tax is not None:
        yield _field("tax_basis_total", net, verdict, currency)
        yield _tax_field(tax, solution.tax_rows, verdict, currency)
    else:
        yield from _unproven(ledger, solution, currency, is_false=is_false)
    yield from _line_total(ledger, net, currency)
    yield from _settled(ledger, gross, verdict, currency)
    yield from _breakdown(ledger, solution)
    if currency:
        yield _currency_field(currency, gross, readings)


def _is_unread(readings: Sequence[Reading]) -> bool:
    """Whether figures that are no amount stand behind the words for the total: the engine misread them."""
    return any(
        label.role is Role.GROSS and label.weight >= 2 and _FIGURES.search(reading.row.text[label.end :][:40])
        for reading in readings
        if reading.is_read_from_pixels and not reading.money
        for label in reading.labels
    )


def _tax_field(tax: Candidate, rows: Sequence[TaxRow], verdict: Verdict, currency: str) -> Field:
    if not rows:
        return _field("tax_total", tax, verdict, currency)
    if normalized(tax.proof.text) == normalized(tax.value):
        return _field("tax_total", tax, verdict, currency)
    return _field("tax_total", tax, verdict, currency, proof=_proof_of(row.proof for row in rows))


def _unproven(ledger: Ledger, solution: Solution, currency: str, *, is_false: bool) -> Iterator[Field]:
    """The best net and tax where no sum says that they belong to the total."""
    gross = solution.gross.value
    verdict = Verdict.CONTRADICTED if is_false else Verdict.PLAUSIBLE
    for name, role in (("tax_basis_total", Role.NET), ("tax_total", Role.TAX)):
        if role is Role.TAX and solution.tax is not None:
            yield _tax_field(solution.tax, solution.tax_rows, Verdict.VERIFIED, currency)
            continue
        fitting = [
            each
            for each in ledger.best(role)
            if each.score >= 2 and (abs(each.value) <= abs(gross) if role is Role.NET else abs(each.value) < abs(gross))
        ]
        if fitting and not fitting[0].is_mended:
            yield _field(name, fitting[0], verdict, currency)


def _is_false(ledger: Ledger, solution: Solution) -> bool:
    """Whether clearly labelled totals do not add up, with nothing printed between them that could explain it."""
    parts = [[each for each in ledger.by_role.get(role, ()) if each.is_clear] for role in (Role.NET, Role.TAX)]
    if not solution.gross.is_clear or any(len({each.value for each in part}) != 1 for part in parts):
        return False
    if any(each.value for each in ledger.by_role.get(Role.ADJUST, ())) or len(_clear(ledger, Role.GROSS)) != 1:
        return False
    return abs(parts[0][0].value + parts[1][0].value - solution.gross.value) > Decimal("0.06")


def _clear(ledger: Ledger, role: Role) -> set[Decimal]:
    return {each.value for each in ledger.by_role.get(role, ()) if each.is_clear}


def _line_total(ledger: Ledger, net: Candidate | None, currency: str) -> Iterator[Field]:
    """The sum of the lines, where it is printed; allowances and charges lead from it to the net."""
    lines = [each for each in ledger.by_role.get(Role.LINES, ()) if each.value]
    if not lines:
        return
    best = lines[0]
    adjustments = [each.value for each in ledger.by_role.get(Role.ADJUST, ())]
    off = net.value - best.value if net is not None else None
    explained = off is not None and (
        not off
        or off in adjustments
        or -off in adjustments
        or any(off == a + b for a in adjustments for b in adjustments)
    )
    yield _field("line_total", best, Verdict.VERIFIED if explained else Verdict.PLAUSIBLE, currency)


def _settled(ledger: Ledger, gross: Candidate, verdict: Verdict, currency: str) -> Iterator[Field]:
    """What was paid and what is due. A misread amount counts only where the sum proves it."""
    dues = ledger.best(Role.DUE)
    paid = {abs(each.value): each for each in ledger.best(Role.PREPAID) if each.value}
    for due in dues:
        for values in paid_sums(ledger):
            total = sum(values, Decimal(0))
            if gross.value - total == due.value:
                parts = [paid[value] for value in values]
                yield _field("due_payable", due, Verdict.VERIFIED, currency)
                yield _prepaid(parts, total, currency)
                return
    for due in dues:
        if payment := _payment(ledger, gross.value - due.value):
            yield _field("due_payable", due, Verdict.VERIFIED, currency)
            yield _prepaid([payment], payment.value, currency)
            return
    dues = [due for due in dues if not due.is_mended]
    if dues:
        same = next((due for due in dues if due.value == gross.value), None)
        yield _field("due_payable", same or dues[0], verdict if same else Verdict.PLAUSIBLE, currency)


def _payment(ledger: Ledger, value: Decimal) -> Candidate | None:
    """An amount without a label of its own in a row that speaks of a payment ("Virement 05/11/2017 201,00")."""
    printed = ledger.printed.get(value)
    if value <= 0 or printed is None or ledger.times[value] > 1:
        return None
    return printed if _PAYMENT.search(printed.reading.folded.text) else None


def _prepaid(parts: Sequence[Candidate], total: Decimal, currency: str) -> Field:
    proof = _proof_of(part.proof for part in parts)
    return Field(
        "prepaid", formatted(total, currency), normalized(total), Source.RULE, Verdict.VERIFIED, 0.95, proof, "sum"
    )


def _breakdown(ledger: Ledger, solution: Solution) -> Iterator[Field]:
    """The tax by rate; a rate without a basis gets the net where it is the only one."""
    rows = list(ledger.rates)
    if not rows:
        return
    basis, total = sum_of(rows)
    net, tax = solution.net, solution.tax
    if len(rows) == 1 and basis is None and net is not None and tax is not None and rows[0].tax == tax.value:
        fits = abs(net.value * rows[0].rate / 100 - tax.value) <= Decimal("0.02")
        basis = net.value if fits else None
        rows = [TaxRow(rows[0].rate, basis, rows[0].tax, rows[0].reading, is_of_taxes=True)]
    fits_tax = tax is not None and abs(total - tax.value) <= Decimal("0.02")
    fits_net = basis is not None and net is not None and abs(basis - net.value) <= Decimal("0.02")
    is_proven = fits_tax and (fits_net or solution.holds)
    is_of_lines = not all(row.is_of_taxes for row in rows)
    if is_of_lines and not is_proven:
        return
    yield Field(
        "tax_breakdown",
        " · ".join(
            f"{row.cells['rate'].replace('.', ',')} % : {formatted(row.tax, solution.gross.currency)}" for row in rows
        ),
        "",
        Source.RULE,
        Verdict.VERIFIED if is_proven else Verdict.PLAUSIBLE,
        0.95 if is_proven else 0.6,
        _proof_of(row.proof for row in rows),
        "sum" if is_proven else "",
        tuple(row.cells for row in rows),
    )


def _field(name: str, candidate: Candidate, verdict: Verdict, currency: str, *, proof: Proof | None = None) -> Field:
    reading = candidate.confidence
    likely = {
        Verdict.VERIFIED: 0.97 * max(reading, 0.9),
        Verdict.CONTRADICTED: 0.4 * reading,
    }.get(verdict, min(max(0.35 + 0.12 * candidate.score, 0.3), 0.85) * reading)
    rule = "sum" if verdict in (Verdict.VERIFIED, Verdict.CONTRADICTED) else ""
    value = formatted(candidate.value, currency)
    return Field(
        name,
        value,
        normalized(candidate.value),
        Source.RULE,
        verdict,
        round(likely, 3),
        proof or candidate.proof,
        rule,
    )


def _proof_of(proofs: Iterable[Proof]) -> Proof:
    """Several places as one proof, of the page of the first."""
    known = list(proofs)
    same = [proof for proof in known if proof.page == known[0].page]
    boxes = tuple(box for proof in same for box in proof.boxes)
    return Proof(known[0].page, boxes, "\n".join(proof.text for proof in same), known[0].engine)


def _currency(readings: Sequence[Reading]) -> str:
    named = Counter(amount.currency for reading in readings for amount in reading.amounts if amount.currency)
    return named.most_common(1)[0][0] if named else currency_in(reading.row.text for reading in readings)


def _currency_field(currency: str, gross: Candidate, readings: Sequence[Reading]) -> Field:
    """The proof is the amount it stands beside, else the first row that names it."""
    proof, is_sure = gross.proof, gross.currency == currency
    if not is_sure:
        naming = next((each for each in readings if currency_in([each.row.text]) == currency), None)
        proof = naming.row.proof() if naming is not None else proof
    return Field("currency", currency, currency, Source.RULE, Verdict.PLAUSIBLE, 0.9 if is_sure else 0.75, proof)

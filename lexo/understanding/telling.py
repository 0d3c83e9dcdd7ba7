"""One or two sentences out of a paper's facts, in French or English. Every number and day in them is a field."""

import re
from collections.abc import Callable

from lexo.facts import Verdict
from lexo.understanding.facts_of import Facts
from lexo.understanding.naming import calm, capitalized, cut, person, short_name
from lexo.understanding.phrasing import amount, day, is_french, listed, month, of, plain
from lexo.understanding.readable import is_readable

LONGEST = 400
_MOST_GOODS = 3
_WITH_CENTS = frozenset(("invoice", "utility_bill", "receipt", "quote", "payslip", "bank_statement", "health"))
_ARTICLE = re.compile(r"^(?:\[[^\]]{1,20}\]|[A-Z]{0,4}\d[\w/-]{3,}) +(?=\S)")


class Teller:
    """Phrases of one paper's facts; each is "" where the fact is missing."""

    def __init__(self, kind: str, facts: Facts, language: str | None, names: tuple[str, str]) -> None:
        noun, sender = names
        self.kind, self.facts, self.language, self.sender = kind, facts, language, sender
        self.is_french = is_french(language)
        self.noun = noun[:1].upper() + noun[1:]

    def say(self, french: str, english: str, *names: str, form: str = "text") -> str:
        """A phrase around the first of these facts, at its `{}`."""
        field = self.facts.first(*names)
        if field is None:
            return ""
        written = self._written(form, field.normalized, self.facts.text(*names))
        return (french if self.is_french else english).format(written) if written else ""

    def _written(self, form: str, normalized: str, text: str) -> str:
        if form == "amount":
            written = amount(normalized, self.facts.currency or "EUR" * self.is_french, self.language)
            return written if self.kind in _WITH_CENTS else written.replace(",00 ", " ").removesuffix(".00")
        if form == "code":
            return normalized
        if form == "day":
            return day(normalized, self.language)
        if form == "month":
            return month(normalized, self.language)
        if form == "number":
            return plain(normalized, self.language)
        return {"person": person, "firm": short_name, "calm": calm}.get(form, str)(text)

    def both(self, french: str, english: str) -> str:
        return french if self.is_french else english


def tell(kind: str, facts: Facts, language: str | None, noun: str, sender: str) -> str:
    """The summary of a form or bill; "" where its facts say no more than its title."""
    teller = Teller(kind, facts, language, (noun, sender))
    told = _TELLERS[kind](teller) if kind in _TELLERS else ""
    return cut(told, LONGEST)


def _bill(teller: Teller) -> str:
    facts = teller.facts
    head = teller.noun + teller.say(" n° {}", " {}", "invoice_number", "quote_number", "receipt_number")
    if teller.sender:
        head += f" {of(teller.sender)}" if teller.is_french else f" from {teller.sender}"
    head += teller.say(" du {}", ", {}", "issue_date", form="day")
    period = teller.say(" (du {}", " ({}", "period_start", form="day")
    if teller.kind != "receipt" and period and facts.has("period_end"):
        head += period + teller.say(" au {})", " to {})", "period_end", form="day")
    total = teller.say("{}", "{}", "grand_total", "due_payable", form="amount")
    if total and teller.is_french and facts.has("tax_total", "tax_basis_total"):
        total += " TTC"
    told = f"{head} : {total}" if teller.is_french else f"{head}: {total}"
    sentences = [(told + _to_pay(teller)) if total else "", _used(teller), _goods(teller)]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _to_pay(teller: Teller) -> str:
    """What is left to pay of a bill, and by when."""
    facts = teller.facts
    total, due = facts.value("grand_total"), facts.value("due_payable")
    by = teller.say(" avant le {}", " by {}", "due_date", form="day")
    if total and due and _number(due) == 0 and _number(total) != 0:
        return teller.both(", déjà réglée", ", already paid") if teller.kind != "receipt" else ""
    if total and due and 0 < _number(due) < _number(total):
        left = teller.say("{}", "{}", "due_payable", form="amount")
        return teller.both(f", dont {left} restent à payer", f", of which {left} is left to pay") + by
    if by and not facts.value("grand_total").startswith("-") and teller.noun not in ("Avoir", "Credit note"):
        return teller.both(", à payer", ", due") + by
    return ""


def _number(normalized: str) -> float:
    try:
        return float(normalized)
    except ValueError:
        return 0.0


def _used(teller: Teller) -> str:
    used = teller.say("{} kWh", "{} kWh", "consumption_kwh", form="number") or teller.say(
        "{} m³", "{} m³", "consumption_m3", form="number"
    )
    return teller.both(f"Consommation : {used}", f"Consumption: {used}") if used else ""


def _goods(teller: Teller) -> str:
    """What was bought: the first items, where the sum shows that they were read rightly."""
    lines = teller.facts.first("lines")
    rows = lines.rows if lines is not None and lines.verdict is Verdict.VERIFIED else ()
    names = list(dict.fromkeys(filter(None, (_good(row.get("name", "")) for row in rows))))
    if not names:
        return ""
    shown, rest = names[:_MOST_GOODS], len(names) - _MOST_GOODS
    if rest > 0:
        shown.append(teller.both(f"{rest} autre{'s' if rest > 1 else ''}", f"{rest} more"))
    return listed(shown, teller.language)


def _good(name: str) -> str:
    """An item without its article number; "" where it does not read like one."""
    text = _ARTICLE.sub("", " ".join(name.split())).strip(" -–|:;,.")
    letters = sum(map(str.isalpha, text))
    if letters < 3 or 5 * letters < 3 * len(text.replace(" ", "")) or not is_readable(text):
        return ""
    return cut(capitalized(calm(text)), 48)


def _facts_told(teller: Teller, head: str, *facts: str) -> str:
    known = [fact for fact in facts if fact]
    if not known:
        return ""
    return f"{head}{teller.both(' : ', ': ')}{', '.join(known)}."


def _payslip(teller: Teller) -> str:
    who = person(teller.facts.text("employee_name"))
    head = teller.noun + ((f" {of(who)}" if teller.is_french else f" of {who}") if who else "")
    head += f" ({teller.sender})" if teller.sender else ""
    head += teller.say(" pour {}", " for {}", "period_end", form="month")
    paid = teller.say("{} net payés", "{} net", "net_pay", form="amount")
    paid += teller.say(" le {}", " on {}", "payment_date", form="day") if paid else ""
    gross = teller.say("{} brut", "{} gross", "gross_pay", form="amount")
    return _facts_told(
        teller, head, paid, gross, teller.say("{} net imposable", "{} taxable", "net_taxable", form="amount")
    )


def _income_tax(teller: Teller) -> str:
    head = teller.noun + teller.say(" sur les revenus de {}", " on the income of {}", "tax_year", "income_year")
    left = teller.say("{} restent à payer", "{} left to pay", "left_to_pay", "due_payable", form="amount")
    left += teller.say(" avant le {}", " by {}", "due_date", form="day") if left else ""
    return _facts_told(
        teller,
        head,
        teller.say(
            "revenu fiscal de référence {}",
            "reference income {}",
            "reference_tax_income",
            "reference_income",
            form="amount",
        ),
        teller.say("{} parts", "{} shares", "household_parts", "tax_shares", form="number"),
        teller.say("impôt net {}", "net tax {}", "net_tax", "net_income_tax", form="amount"),
        left,
    )


def _property_tax(teller: Teller) -> str:
    head = teller.noun + teller.say(" {}", " {}", "tax_year") + teller.say(" à {}", " in {}", "commune", form="calm")
    due = teller.say("{}", "{}", "due_payable", "grand_total", form="amount")
    by = teller.say(" à payer avant le {}", " due by {}", "due_date", form="day")
    return _facts_told(teller, head, due + by if due else "")


def _statement(teller: Teller) -> str:
    head = teller.noun + (f" {teller.sender}" if teller.sender else "")
    head += teller.say(" du {}", " from {}", "period_start", form="day") + teller.say(
        " au {}", " to {}", "period_end", form="day"
    )
    count = len(teller.facts.rows("operations"))
    before = teller.say("solde de {}", "balance from {}", "opening_balance", form="amount")
    after = teller.say(
        " à {}" if before else "solde de {}", " to {}" if before else "balance of {}", "closing_balance", form="amount"
    )
    moved = teller.both(f"{count} opération{'s' if count > 1 else ''}", f"{count} operations") if count else ""
    return _facts_told(teller, head, before + after, moved)


def _bank_details(teller: Teller) -> str:
    iban = teller.facts.value("iban")
    return _facts_told(
        teller,
        teller.noun + (f" {teller.sender}" if teller.sender else ""),
        teller.say("titulaire {}", "holder {}", "account_holder", form="person"),
        f"IBAN {iban[:4]} … {iban[-3:]}" if len(iban) > 10 else "",
    )


def _identity(teller: Teller) -> str:
    given = teller.facts.text("given_names").replace(",", " ").split()
    names = person(" ".join([*given[:1], teller.facts.text("surname")]).strip())
    head = teller.noun + ((f" {of(names)}" if teller.is_french else f" of {names}") if names else "")
    return _facts_told(
        teller,
        head,
        teller.say("naissance le {}", "born {}", "birth_date", form="day"),
        teller.say("n° {}", "no. {}", "document_number", "licence_number"),
        teller.say("catégories {}", "categories {}", "categories", "licence_categories"),
        teller.say("valable jusqu’au {}", "valid until {}", "expiry_date", form="day"),
    )


def _vehicle(teller: Teller) -> str:
    car = " ".join(part for name in ("make", "model") if (part := person(teller.facts.text(name))))
    return _facts_told(
        teller,
        f"{teller.noun} {teller.facts.text('plate', 'registration_plate')}".strip(),
        car,
        teller.say(
            "mise en circulation le {}",
            "first registered {}",
            "first_registration",
            "first_registration_date",
            form="day",
        ),
        teller.say("titulaire {}", "holder {}", "holder", form="person"),
    )


def _lease(teller: Teller) -> str:
    rent = teller.say("loyer {}", "rent {}", "rent", form="amount")
    rent += teller.say(" + {} de charges", " + {} charges", "charges", "rental_charges", form="amount") if rent else ""
    return _facts_told(
        teller,
        teller.noun
        + teller.say(" pour {}", " for {}", "period_end", form="month")
        + teller.say(", {}", ", {}", "property_address"),
        teller.say("{} loue", "landlord {}", "landlord", form="person")
        + teller.say(" à {}", ", tenant {}", "tenant", form="person"),
        rent,
        teller.say("dépôt de garantie {}", "deposit {}", "deposit", form="amount"),
        teller.say("à partir du {}", "from {}", "lease_start", form="day"),
        teller.say("jusqu’au {}", "until {}", "lease_end", form="day"),
    )


def _work(teller: Teller) -> str:
    return _facts_told(
        teller,
        teller.noun + (f" {teller.sender}" if teller.sender else ""),
        teller.say("{}", "{}", "employee_name", form="person"),
        teller.say("{}", "{}", "job_title", "job"),
        teller.say("{}", "{}", "contract_type", form="code"),
        teller.say("à partir du {}", "from {}", "start_date", form="day"),
        teller.say("jusqu’au {}", "until {}", "end_date", form="day"),
        teller.say("salaire {}", "salary {}", "salary", form="amount"),
        teller.say("essai de {}", "trial period {}", "trial_period"),
    )


def _health(teller: Teller) -> str:
    rights = teller.say("droits du {}", "rights from {}", "rights_start", form="day")
    rights += teller.say(" au {}" if rights else "droits jusqu’au {}", " to {}", "rights_end", form="day")
    count = len(teller.facts.rows("reimbursements"))
    return _facts_told(
        teller,
        teller.noun + (f" {teller.sender}" if teller.sender else ""),
        teller.say("assuré {}", "insured {}", "insured", "beneficiary", form="person"),
        rights,
        teller.both(f"{count} acte{'s' if count > 1 else ''}", f"{count} acts") if count else "",
        teller.say("{} remboursés", "{} refunded", "total_refunded", "reimbursed_amount", form="amount"),
    )


def _insurance(teller: Teller) -> str:
    period = teller.say("du {}", "from {}", "period_start", form="day") + teller.say(
        " au {}", " to {}", "period_end", form="day"
    )
    return _facts_told(
        teller,
        teller.noun + (f" {teller.sender}" if teller.sender else ""),
        teller.say("contrat n° {}", "policy {}", "policy_number"),
        teller.say("véhicule {}", "vehicle {}", "plate"),
        teller.say("prime {}", "premium {}", "premium", "grand_total", form="amount"),
        period,
        teller.say("échéance le {}", "renewal on {}", "renewal_date", form="day"),
    )


def _benefits(teller: Teller) -> str:
    period = teller.say("du {}", "from {}", "period_start", form="day") + teller.say(
        " au {}", " to {}", "period_end", form="day"
    )
    return _facts_told(
        teller,
        teller.noun + (f" {teller.sender}" if teller.sender else ""),
        teller.say("{}", "{}", "benefit"),
        teller.say("{}", "{}", "amount", form="amount"),
        period,
        teller.say("recours possible dans un délai de {}", "objections within {}", "appeal_period"),
    )


def _legal(teller: Teller) -> str:
    points = teller.facts.value("points")
    return _facts_told(
        teller,
        teller.noun
        + teller.say(" n° {}", " {}", "fine_number", "reference")
        + (f" ({teller.sender})" if teller.sender else ""),
        teller.say("{}", "{}", "offence"),
        teller.say("le {}", "on {}", "offence_date", form="day"),
        teller.say("{}", "{}", "amount", "fine_amount", form="amount"),
        teller.both(f"{points} point{'s' if points != '1' else ''} en moins", f"{points} points") if points else "",
        teller.say("à payer avant le {}", "due by {}", "due_date", form="day"),
        teller.say("délai de {}", "within {}", "deadline"),
    )


def _company(teller: Teller) -> str:
    return _facts_told(
        teller,
        f"{teller.noun} {short_name(teller.facts.text('company_name'))}".strip(),
        teller.say("{}", "{}", "legal_form"),
        teller.say("capital {}", "capital {}", "capital", "share_capital", form="amount"),
        teller.say("SIREN {}", "SIREN {}", "siren"),
        teller.say("siège {}", "registered office {}", "registered_office"),
        teller.say("dirigeant {}", "director {}", "manager", "director", form="person"),
    )


def _diploma(teller: Teller) -> str:
    return _facts_told(
        teller,
        teller.noun + (f", {teller.sender}" if teller.sender else ""),
        teller.say("{}", "{}", "student", "student_name", form="person"),
        teller.say("{}", "{}", "degree", form="calm"),
        teller.say("{}", "{}", "honours", "mention", form="calm"),
        teller.say("{}", "{}", "year", "school_year"),
    )


def _civil_status(teller: Teller) -> str:
    given = teller.facts.text("given_names").replace(",", " ").split()
    names = person(" ".join([*given[:1], teller.facts.text("surname")]).strip())
    return _facts_told(
        teller,
        teller.say("{}", "{}", "act_type").capitalize() or teller.noun,
        names,
        teller.say("naissance le {}", "born {}", "birth_date", form="day"),
        teller.say("mariage le {}", "married {}", "marriage_date", form="day"),
        teller.say("décès le {}", "died {}", "death_date", form="day"),
        teller.say("{}", "{}", "commune", "municipality", form="calm"),
    )


def _address(teller: Teller) -> str:
    return _facts_told(
        teller,
        teller.noun
        + (f" {teller.sender}" if teller.sender else "")
        + teller.say(" du {}", ", {}", "issue_date", form="day"),
        teller.say("{}", "{}", "holder", form="person"),
        teller.say("{}", "{}", "address", "service_address", "postal_address"),
    )


_TELLERS: dict[str, Callable[[Teller], str]] = {
    **dict.fromkeys(("invoice", "utility_bill", "receipt", "quote"), _bill),
    **dict.fromkeys(("identity_card", "passport", "driving_licence"), _identity),
    "payslip": _payslip,
    "income_tax_notice": _income_tax,
    "property_tax_notice": _property_tax,
    "bank_statement": _statement,
    "bank_details": _bank_details,
    "vehicle_registration": _vehicle,
    "lease": _lease,
    "employment_contract": _work,
    "health": _health,
    "insurance": _insurance,
    "benefits": _benefits,
    "legal_notice": _legal,
    "company_registration": _company,
    "diploma": _diploma,
    "civil_status": _civil_status,
    "proof_of_address": _address,
}

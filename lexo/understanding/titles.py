"""A title as a person would name the file, from the facts alone: what, of whom, when, how much."""

import re
from collections.abc import Callable, Iterable

from lexo.facts import Field
from lexo.understanding.facts_of import Facts
from lexo.understanding.naming import calm, calm_name, cut, is_shouted, person, short_name
from lexo.understanding.phrasing import amount, full_day, is_french, month, of

LONGEST = 90

_NOUNS = {  # French, English
    "invoice": ("Facture", "invoice"),
    "credit_note": ("Avoir", "credit note"),
    "utility_bill": ("Facture", "bill"),
    "receipt": ("Ticket", "receipt"),
    "quote": ("Devis", "quote"),
    "payslip": ("Bulletin de salaire", "payslip"),
    "income_tax_notice": ("Avis d’impôt", "Income tax notice"),
    "property_tax_notice": ("Taxe foncière", "Property tax notice"),
    "bank_details": ("RIB", "Bank details"),
    "bank_statement": ("Relevé de compte", "bank statement"),
    "identity_card": ("Carte d’identité", "Identity card"),
    "passport": ("Passeport", "Passport"),
    "driving_licence": ("Permis de conduire", "Driving licence"),
    "vehicle_registration": ("Carte grise", "Vehicle registration"),
    "proof_of_address": ("Justificatif de domicile", "Proof of address"),
    "lease": ("Bail", "Lease"),
    "employment_contract": ("Contrat de travail", "Employment contract"),
    "health": ("Santé", "Health insurance"),
    "insurance": ("Assurance", "Insurance"),
    "benefits": ("Prestations", "Benefits"),
    "diploma": ("Diplôme", "Diploma"),
    "civil_status": ("Acte d’état civil", "Civil status record"),
    "legal_notice": ("Avis", "Legal notice"),
    "company_registration": ("Extrait d’immatriculation", "Company registration"),
}
CREDIT_NOTE_CODES = frozenset(("381", "261", "262", "296", "308", "396", "420", "458", "532", "384"))
_GENERAL_DAYS = ("issue_date", "renewal_date", "rights_start", "payment_date", "start_date", "period_end")
_TOWN = re.compile(r"(.{4,60}?),? \d{5} ([^\W\d_][^\d,]{1,40})$")
_WITH_CENTS = frozenset(("invoice", "utility_bill", "receipt", "quote"))
_AMOUNTS = ("grand_total", "due_payable", "total", "amount", "premium", "net_pay")

Parts = list[str]


def title_of(kind: str, fields: Iterable[Field], language: str | None, sender: str = "", noun: str = "") -> str | None:
    """The title of a paper of that kind; None where the facts say too little for one.

    `sender` and `noun` are known better by whoever saw the paper: "CAF de la Gironde", "Quittance de loyer".
    """
    if kind not in _NOUNS:
        return None
    facts = Facts(fields)
    build = _BUILDERS.get(kind, _general)
    title = build(_Naming(kind, facts, language, sender or _sender(facts), noun))
    return cut(title, LONGEST) if title else None


class _Naming:
    """What a title is made of."""

    def __init__(self, kind: str, facts: Facts, language: str | None, sender: str, noun: str) -> None:
        self.kind, self.facts, self.language, self.sender = kind, facts, language, sender
        self.is_french = is_french(language)
        self.noun = noun or noun_of(kind, facts, language)

    def amount(self, *names: str) -> str:
        field = self.facts.first(*names)
        if field is None:
            return ""
        written = amount(field.normalized, self.facts.currency or "EUR" * self.is_french, self.language)
        return written if self.kind in _WITH_CENTS else written.replace(",00 ", " ").removesuffix(".00")

    def month(self, *names: str) -> str:
        value = self.facts.value(*names)
        return month(value, self.language) if value else ""

    def day(self, *names: str) -> str:
        value = self.facts.value(*names)
        return full_day(value, self.language) if value else ""

    def owned(self, name: str) -> str:
        """ "Facture EDF", "EDF bill"."""
        if not name:
            return self.noun[:1].upper() + self.noun[1:]
        return f"{self.noun} {name}" if self.is_french else f"{name} {self.noun[:1].lower() + self.noun[1:]}"


def noun_of(kind: str, facts: Facts, language: str | None) -> str:
    """What a paper of a kind is called, from its facts."""
    code = facts.value("document_type_code", "invoice_type", "type_code", "document_type")
    if kind in ("invoice", "utility_bill") and (
        code in CREDIT_NOTE_CODES or facts.value("grand_total").startswith("-")
    ):
        kind = "credit_note"
    if (
        kind == "lease"
        and not facts.has("lease_start", "lease_end", "deposit", "lease_duration")
        and facts.has("period_end")
    ):
        return "Quittance de loyer" if is_french(language) else "Rent receipt"
    return _NOUNS.get(kind, ("Document", "Document"))[0 if is_french(language) else 1]


def _sender(facts: Facts) -> str:
    return short_name(facts.text("seller_name", "employer_name", "insurer", "bank_name", "sender_name", "issuer"))


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _bill(naming: _Naming) -> str:
    when = naming.month("issue_date", "period_end", "due_date")
    total = naming.amount("grand_total", "due_payable")
    return _joined(naming.owned(naming.sender), when, total) if naming.sender or when or total else ""


def _receipt(naming: _Naming) -> str:
    when = naming.day("issue_date", "payment_date")
    total = naming.amount("grand_total", "due_payable")
    return _joined(naming.owned(naming.sender), when, total) if naming.sender or when or total else ""


def _payslip(naming: _Naming) -> str:
    return _joined(
        naming.owned(naming.sender), naming.month("period_end", "period_start", "payment_date", "issue_date")
    )


def _income_tax(naming: _Naming) -> str:
    of_income = naming.facts.value("tax_year", "income_year")[:4]
    issued = naming.facts.value("issue_date", "collection_date")[:4]
    year = issued or (str(int(of_income) + 1) if of_income.isdigit() else "")
    about = f" (revenus {of_income})" if naming.is_french and of_income and of_income != year else ""
    return f"{naming.noun} {year}{about}".strip()


def _property_tax(naming: _Naming) -> str:
    year = naming.facts.value("tax_year")[:4] or naming.facts.value("issue_date", "due_date")[:4]
    return _joined(f"{naming.noun} {year}".strip(), calm(naming.facts.text("commune", "municipality")))


def _statement(naming: _Naming) -> str:
    return _joined(naming.owned(naming.sender), naming.month("period_end", "issue_date"))


def _bank_details(naming: _Naming) -> str:
    return " – ".join(part for part in (naming.owned(naming.sender), _person(naming, "account_holder")) if part)


def _person(naming: _Naming, *names: str) -> str:
    return person(naming.facts.text(*names))


def _identity(naming: _Naming) -> str:
    given = naming.facts.text("given_names").replace(",", " ").split()
    names = " ".join([*given[:1], naming.facts.text("surname")]).strip() or naming.facts.text("holder", "person")
    return (
        f"{naming.noun} {person(names)}".strip()
        if naming.is_french or not names
        else f"{naming.noun} of {person(names)}"
    )


def _vehicle(naming: _Naming) -> str:
    car = " ".join(person(naming.facts.text(name)) for name in ("make", "model")).strip()
    return _joined(f"{naming.noun} {naming.facts.text('plate', 'registration_plate')}".strip(), car)


def _lease(naming: _Naming) -> str:
    place = _short_address(naming.facts.text("property_address", "address"))
    when = (
        naming.month("period_end")
        if "uittance" in naming.noun or "receipt" in naming.noun
        else naming.month("lease_start")
    )
    return _joined(naming.noun, place, "" if place and "uittance" not in naming.noun else when)


def _short_address(address: str) -> str:
    """ "12 rue des Lilas 69003 LYON" is "12 rue des Lilas, Lyon"."""
    found = _TOWN.match(address)
    return f"{found[1].rstrip(' ,')}, {calm_name(found[2]) if is_shouted(found[2]) else found[2]}" if found else address


def _work(naming: _Naming) -> str:
    kind = naming.facts.value("contract_type")
    noun = f"{naming.noun} ({kind})" if kind and "ontra" in naming.noun else naming.noun
    who = _person(naming, "employee_name")
    return " – ".join(part for part in (f"{noun} {naming.sender}".strip(), who) if part)


def _diploma(naming: _Naming) -> str:
    what = naming.facts.text("degree") if naming.noun in ("Diplôme", "Diploma") else ""
    year = naming.facts.text("year", "school_year")
    return _joined(
        calm(what) or naming.noun, naming.sender or short_name(naming.facts.text("school", "institution")), year
    )


def _civil_status(naming: _Naming) -> str:
    act = naming.facts.text("act_type", "record_type").capitalize() or naming.noun
    given = naming.facts.text("given_names").replace(",", " ").split()
    names = person(" ".join([*given[:1], naming.facts.text("surname")]).strip())
    return f"{act} {of(names)}" if names and naming.is_french else _joined(act, names)


def _company(naming: _Naming) -> str:
    return f"{naming.noun} {short_name(naming.facts.text('company_name', 'seller_name'))}".strip()


def _legal(naming: _Naming) -> str:
    return _joined(_after(naming), naming.month("issue_date", "offence_date"), naming.amount("amount", "fine_amount"))


def _after(naming: _Naming) -> str:
    return f"{naming.noun} {naming.sender}".strip() if naming.is_french else naming.owned(naming.sender)


def _general(naming: _Naming) -> str:
    """Insurance, health, benefits, proofs of address."""
    when = naming.month(*_GENERAL_DAYS)
    return _joined(_after(naming), when, naming.amount(*_AMOUNTS) if naming.kind == "insurance" else "")


_BUILDERS: dict[str, Callable[[_Naming], str]] = {
    "invoice": _bill,
    "utility_bill": _bill,
    "quote": _bill,
    "receipt": _receipt,
    "payslip": _payslip,
    "income_tax_notice": _income_tax,
    "property_tax_notice": _property_tax,
    "bank_statement": _statement,
    "bank_details": _bank_details,
    "identity_card": _identity,
    "passport": _identity,
    "driving_licence": _identity,
    "vehicle_registration": _vehicle,
    "lease": _lease,
    "employment_contract": _work,
    "diploma": _diploma,
    "civil_status": _civil_status,
    "company_registration": _company,
    "legal_notice": _legal,
}

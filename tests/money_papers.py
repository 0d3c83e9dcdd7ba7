"""A household's papers of some years, made for sums: senders, amounts and days that tests can add up themselves."""

import hashlib
from dataclasses import dataclass, field
from decimal import Decimal

from lexo.document import BBox, MediaType
from lexo.facts import Conclusion, Deadline, Field, Proof, Source, Verdict
from lexo.store import documents, facts
from lexo.store.database import Connection, Database

BOX = BBox(0.6, 0.3, 0.8, 0.33)


@dataclass(frozen=True)
class Made:
    """One paper: `said` are its facts, normalised; "!" before a value makes it contradicted, "?" unverified."""

    title: str
    kind: str
    sender: str | None
    date: str | None
    said: dict[str, str] = field(default_factory=dict)
    is_private: bool = False
    is_in_trash: bool = False
    due: str = ""  # day of an open payment
    expires: str = ""

    @property
    def amount(self) -> Decimal:
        """What the paper is about."""
        for name in ("net_pay", "grand_total", "total", "due_payable", "premium", "net_tax"):
            if name in self.said:
                return Decimal(self.said[name])
        raise KeyError(self.title)


def made_fact(name: str, value: str) -> Field:
    verdict = {"!": Verdict.CONTRADICTED, "?": Verdict.UNVERIFIED}.get(value[:1], Verdict.PLAUSIBLE)
    plain = value.lstrip("!?")
    printed = plain.replace(".", ",")
    return Field(name, printed, plain, Source.RULE, verdict, 0.9, Proof(1, (BOX,), printed, "text-layer"))


def keep(db: Database, *papers: Made) -> list[int]:
    """Put papers into the library, as understanding keeps them; return their ids."""
    with db.write() as connection:
        return [_keep(connection, paper) for paper in papers]


def _keep(connection: Connection, paper: Made) -> int:
    sha256 = hashlib.sha256(repr(paper).encode()).hexdigest()
    added = documents.add_within(connection, documents.NewDocument(sha256, f"{paper.title}.pdf", MediaType.PDF, 1))
    said = tuple(made_fact(name, value) for name, value in paper.said.items())
    deadlines = []
    if paper.due:
        due = made_fact("due_date", paper.due)
        said = (*said, due)
        amount = paper.said.get("due_payable") or paper.said.get("grand_total") or ""
        deadlines.append(Deadline("payment", paper.due, due, amount))
    if paper.expires:
        end = made_fact("expiry_date", paper.expires)
        said = (*said, end)
        deadlines.append(Deadline("expiry", paper.expires, end))
    conclusion = Conclusion(
        said, paper.kind, 0.95, title=paper.title, sender=paper.sender, date=paper.date, deadlines=tuple(deadlines)
    )
    facts.save_conclusion(connection, added.document_id, conclusion)
    connection.execute(
        "UPDATE documents SET is_private = :private, deleted_at = :deleted, language = 'fra' WHERE id = :id",
        {
            "private": paper.is_private,
            "deleted": "2024-01-01" if paper.is_in_trash else None,
            "id": added.document_id,
        },
    )
    return added.document_id


def bill(sender: str, date: str, total: str, **said: str) -> Made:
    number = said.pop("number", f"{sender[:2].upper()}{date.replace('-', '')}")
    return Made(
        f"Facture {sender}, {date[:7]}",
        "utility_bill",
        sender,
        date,
        {"grand_total": total, "currency": "EUR", "invoice_number": number, **said},
    )


def receipt(sender: str, date: str, total: str, currency: str = "EUR") -> Made:
    return Made(f"Ticket {sender}, {date}", "receipt", sender, date, {"grand_total": total, "currency": currency})


def payslip(month: str, net: str, gross: str, date: str) -> Made:
    said = {
        "net_pay": net,
        "gross_pay": gross,
        "period_start": f"{month}-01",
        "period_end": f"{month}-28",
        "nir": "285017512345678",
        "employer_siret": "12345678900011",
    }
    return Made(f"Bulletin de salaire Atelier Brume, {month}", "payslip", "Atelier Brume", date, said)


def rent(month: str, total: str) -> Made:
    return Made(
        f"Quittance de loyer, {month}",
        "lease",
        "Odile Fauvette",
        f"{month}-05",
        {
            "total": total,
            "rent": "600.00",
            "charges": "50.00",
            "period_start": f"{month}-01",
            "period_end": f"{month}-28",
            "payment_date": f"{month}-03",
        },
    )


ELECTRICITY = [
    bill("EDF", "2023-03-10", "81.10", pdl="12345678901234"),
    bill("EDF", "2023-09-10", "79.95", pdl="12345678901234"),
    bill("EDF", "2024-01-10", "120.50", pdl="12345678901234", customer_number="5001234567"),
    bill("EDF", "2024-03-10", "99.99", pdl="12345678901234"),
    bill("EDF", "2024-05-10", "64.01", pdl="12345678901234"),
    bill("EDF", "2024-07-10", "1055.25"),
]
GAS = [
    bill("Gazelys", "2024-02-15", "210.40", pce="12345678901235"),
    bill("Gazelys", "2024-04-15", "150.10", pce="12345678901235"),
]
FREE = [
    bill("Free", f"2024-{month:02}-02", "29.99", line_number="0199001122", number=f"FR-{month}")
    for month in range(1, 9)
]
FREE_MOBILE = [bill("Free Mobile", "2024-03-05", "9.99", line_number="0699001122")]
SHOP = [
    receipt("Marché Vert", "2024-03-02", "45.30"),
    receipt("Marché Vert", "2024-03-16", "61.25"),
    receipt("Marché Vert", "2024-04-06", "12.40"),
    receipt("Marché Vert", "2023-12-23", "88.00"),
]
RESTAURANTS = [
    receipt("Restaurant La Loutre", "2024-03-20", "54.00"),
    receipt("Brasserie du Phare", "2024-06-01", "38.50"),
]
ABROAD = [
    receipt("Brighton Books", "2024-05-04", "20.00", "GBP"),
    receipt("Brighton Books", "2024-05-05", "7.50", "GBP"),
    receipt("Brighton Books", "2024-05-20", "15.00"),
]
PAY = [
    payslip("2023-12", "1900.00", "2450.00", "2023-12-29"),
    payslip("2024-01", "2010.10", "2600.00", "2024-01-31"),
    payslip("2024-02", "2010.10", "2600.00", "2024-02-29"),
    payslip("2024-03", "2150.35", "2780.00", "2024-04-02"),
]
RENTS = [rent("2024-01", "650.00"), rent("2024-02", "650.00"), rent("2024-03", "655.50")]
ZEN = [
    Made(
        "Facture Zenith Meubles, mars 2024",
        "invoice",
        "Zenith Meubles",
        "2024-03-08",
        {"grand_total": "499.00", "currency": "EUR", "invoice_number": "ZM-77", "iban": "FR7630006000011234567890189"},
    ),
    Made(
        "Avoir Zenith Meubles, avril 2024",
        "invoice",
        "Zenith Meubles",
        "2024-04-08",
        {"grand_total": "99.00", "currency": "EUR", "invoice_number": "ZM-78", "type_code": "381"},
    ),
]
TAXES = [
    Made(
        "Avis d’impôt 2023 (revenus 2022)",
        "income_tax_notice",
        "Impôts (DGFiP)",
        "2023-08-01",
        {"net_tax": "1200.00", "tax_year": "2022", "tax_number": "3023217600053", "reference_tax_income": "24000"},
    ),
    Made(
        "Taxe foncière 2023, Exempleville",
        "property_tax_notice",
        "Impôts (DGFiP)",
        "2023-09-15",
        {"due_payable": "780.00", "tax_number": "3023217600053"},
    ),
    Made(
        "Avis d’impôt 2024 (revenus 2023)",
        "income_tax_notice",
        "Impôts (DGFiP)",
        "2024-08-01",
        {"net_tax": "1310.00", "tax_year": "2023", "tax_number": "3023217600053", "reference_tax_income": "25500"},
    ),
]
OTHERS = [
    Made("Devis Zenith Meubles, mars 2024", "quote", "Zenith Meubles", "2024-03-01", {"grand_total": "899.00"}),
    Made("Lettre de relance Zenith Meubles", "legal_notice", "Zenith Meubles", "2024-04-20", {"amount": "499.00"}),
    Made(
        "Bail, 3 rue des Mésanges",
        "lease",
        "Odile Fauvette",
        "2022-09-01",
        {
            "rent": "600.00",
            "charges": "50.00",
            "deposit": "600.00",
            "lease_start": "2022-09-01",
            "iban": "FR7610107001011234567890129",
        },
    ),
    Made(
        "Contrat de travail (CDI) Atelier Brume",
        "employment_contract",
        "Atelier Brume",
        "2021-02-01",
        {"salary": "2400.00"},
    ),
    Made(
        "Contrat d’assurance habitation Abri Sûr",
        "insurance",
        "Abri Sûr",
        "2022-09-01",
        {"policy_number": "AS-4412", "premium": "142.00"},
    ),
    Made("Avis d’échéance Abri Sûr, septembre 2024", "insurance", "Abri Sûr", "2024-09-01", {"premium": "151.00"}),
    Made(
        "Passeport de Lou Exemple",
        "passport",
        "République française",
        "2021-05-03",
        {"document_number": "21AB12345", "birth_date": "1990-02-14", "surname": "EXEMPLE"},
        expires="2031-05-02",
    ),
    Made(
        "Carte d’identité de Lou Exemple",
        "identity_card",
        "République française",
        "2015-01-20",
        {"document_number": "X4RTBPFW4", "birth_date": "1990-02-14"},
        expires="2025-01-19",
    ),
    Made(
        "RIB Banque Exemple",
        "bank_details",
        "Banque Exemple",
        "2020-01-01",
        {"iban": "FR7640618000011234567890142", "bic": "BEXEFRPP"},
    ),
    Made(
        "Relevé de compte Banque Exemple, octobre 2024",
        "bank_statement",
        "Banque Exemple",
        "2024-10-31",
        {"iban": "FR7640618000011234567890142", "closing_balance": "1534.20"},
    ),
    Made(
        "Facture Orange, octobre 2024",
        "utility_bill",
        "Orange",
        "2024-10-12",
        {"grand_total": "42.00", "currency": "EUR", "contract_number": "OR7788", "customer_number": "C-99"},
    ),
    Made(
        "Facture Voltaire Plomberie, novembre 2024",
        "invoice",
        "Voltaire Plomberie",
        "2024-11-12",
        {"grand_total": "310.00", "currency": "EUR", "invoice_number": "VP-1"},
        due="2024-12-05",
    ),
    Made(
        "Facture Voltaire Plomberie, octobre 2024",
        "invoice",
        "Voltaire Plomberie",
        "2024-10-02",
        {"grand_total": "120.00", "currency": "EUR", "invoice_number": "VP-0"},
        due="2024-11-02",
    ),
    Made("Facture Total, juin 2024", "invoice", "Total", "2024-06-11", {"grand_total": "73.20", "currency": "EUR"}),
    Made("Facture AXA, mai 2024", "invoice", "AXA", "2024-05-01", {"grand_total": "33.00", "currency": "EUR"}),
]
DOUBTFUL = [
    Made(
        "Facture Nimbus, janvier 2024",
        "invoice",
        "Nimbus",
        "2024-01-08",
        {"grand_total": "10.00", "currency": "EUR", "invoice_number": "N-1"},
    ),
    Made(
        "Facture Nimbus, février 2024",
        "invoice",
        "Nimbus",
        "2024-02-08",
        {"grand_total": "!20.00", "currency": "EUR", "invoice_number": "N-2"},
    ),
    Made(
        "Facture Nimbus, mars 2024",
        "invoice",
        "Nimbus",
        "2024-03-08",
        {"grand_total": "?30.00", "currency": "EUR", "invoice_number": "N-3"},
    ),
    Made("Facture Nimbus, avril 2024", "invoice", "Nimbus", "2024-04-08", {"invoice_number": "N-4"}),
    Made(
        "Facture Nimbus, sans date",
        "invoice",
        "Nimbus",
        None,
        {"grand_total": "50.00", "currency": "EUR", "invoice_number": "N-5"},
    ),
    Made(
        "Facture Nimbus, mai 2024",
        "invoice",
        "Nimbus",
        "2024-05-08",
        {"grand_total": "12.00", "currency": "EUR", "invoice_number": "N-6"},
    ),
    Made(
        "Facture Nimbus, mai 2024 (scan)",
        "invoice",
        "Nimbus",
        "2024-05-08",
        {"grand_total": "12.00", "currency": "EUR", "invoice_number": "N-6"},
    ),
]
HIDDEN = [
    Made(
        "Facture Clinique Alba, mai 2024",
        "invoice",
        "Clinique Alba",
        "2024-05-02",
        {"grand_total": "70.00", "currency": "EUR"},
        is_private=True,
    ),
    Made(
        "Facture EDF, août 2024",
        "utility_bill",
        "EDF",
        "2024-08-10",
        {"grand_total": "500.00", "currency": "EUR"},
        is_in_trash=True,
    ),
]
ALL = [
    *ELECTRICITY,
    *GAS,
    *FREE,
    *FREE_MOBILE,
    *SHOP,
    *RESTAURANTS,
    *ABROAD,
    *PAY,
    *RENTS,
    *ZEN,
    *TAXES,
    *OTHERS,
    *DOUBTFUL,
    *HIDDEN,
]
